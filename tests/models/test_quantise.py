"""Weights of 8 and 4 bits: how far they are off, how small they are, what stays as it is."""

from __future__ import annotations

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


def test_only_wide_matrices_are_compressed() -> None:
    network = nn.Sequential(
        layer(), nn.Conv2d(64, 64, 3), nn.LayerNorm(192), nn.Sequential(layer(32, 192)),
    )  # fmt: skip
    compress(network, 8)
    kinds = [type(one) for one in (network[0], network[1], network[2], network[3][0])]
    assert kinds == [CompressedLinear, nn.Conv2d, nn.LayerNorm, nn.Linear]
