"""Weights of 8 and 4 bits: how far they are off, how small they are, what stays as it is."""

from __future__ import annotations

import hashlib

import pytest

torch = pytest.importorskip("torch")

from torch import Tensor, nn  # noqa: E402

from core.models.quantise import NF4, CompressedLinear, compress  # noqa: E402

OFF = {8: 0.01, 4: 0.1}
BYTES = {8: 1.02, 4: 0.6}


def layer(into: int = 256, out: int = 192, dtype: torch.dtype = torch.float32) -> nn.Linear:
    made = nn.Linear(into, out).requires_grad_(False)
    nn.init.normal_(made.weight, generator=torch.Generator().manual_seed(1))
    return made.to(dtype)


def off(found: Tensor, wanted: Tensor) -> float:
    return float((found - wanted).float().norm() / wanted.float().norm())


@pytest.mark.parametrize("bits", [8, 4])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16], ids=str)
def test_compressed_weights_are_nearly_the_same(bits: int, dtype: torch.dtype) -> None:
    plain = layer(dtype=dtype)
    made = compress(layer(dtype=dtype), bits)
    given = torch.randn(3, 5, 256, generator=torch.Generator().manual_seed(2)).to(dtype)
    assert isinstance(made, CompressedLinear) and made.weight.dtype == dtype
    assert off(made.weight, plain.weight) < OFF[bits]
    assert off(made(given), plain(given)) < OFF[bits]


@pytest.mark.parametrize("bits", [8, 4])
def test_they_take_the_bytes_that_are_promised(bits: int) -> None:
    made = compress(layer(1024, 1024, torch.bfloat16), bits)
    held = sum(one.numel() * one.element_size() for one in made.buffers())
    assert held <= BYTES[bits] * 1024 * 1024


@pytest.mark.parametrize("bits", [8, 4])
def test_a_row_of_zeros_stays_one(bits: int) -> None:
    plain = layer()
    plain.weight.data[3] = 0
    made = compress(plain, bits)
    assert isinstance(made, CompressedLinear)
    assert not made.weight[3].any() and made.weight.isfinite().all()


def test_each_level_of_four_bits_comes_back_as_itself() -> None:
    plain = nn.Linear(64, 64, bias=False).requires_grad_(False)
    plain.weight.data = torch.tensor(NF4).repeat(64, 4)
    made = compress(plain, 4)
    assert torch.equal(made.weight, torch.tensor(NF4).repeat(64, 4))


def test_four_bits_are_packed_as_bitsandbytes_packs_them() -> None:
    """Recorded with bitsandbytes 0.50.2: `quantize_4bit` of float32, NF4, groups of 64."""
    plain = nn.Linear(64, 64, bias=False).requires_grad_(False)
    plain.weight.data = ((torch.arange(4096) * 37 % 1009) - 504).float().view(64, 64) / 256
    made = compress(plain, 4)
    assert isinstance(made, CompressedLinear)
    numbers, scales = made.get_buffer("numbers"), made.get_buffer("scales")
    packed = numbers.flatten().numpy().tobytes()
    assert packed[:8].hex() == "0001112234456678"
    assert hashlib.sha256(packed).hexdigest() == (
        "48981e92e83ddcb0255c6d5a8b4b9526927140df138fef493ddacb19a4c961d0"
    )
    first = [1.96875, 1.9609375, 1.953125, 1.94921875, 1.96484375, 1.9375]
    assert scales.flatten()[:6].tolist() == first
    assert float(made.weight.double().sum()) == pytest.approx(-18.52596628665924, abs=1e-9)


def test_only_wide_matrices_are_compressed() -> None:
    network = nn.Sequential(
        layer(), nn.Conv2d(64, 64, 3), nn.LayerNorm(192), nn.Sequential(layer(32, 192)),
    )  # fmt: skip
    compress(network, 8)
    kinds = [type(one) for one in (network[0], network[1], network[2], network[3][0])]
    assert kinds == [CompressedLinear, nn.Conv2d, nn.LayerNorm, nn.Linear]
