"""Weights of 8 and 4 bits: how far they are off, how small they are, what stays as it is."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from typing import Any

import pytest

torch = pytest.importorskip("torch")

from torch import Tensor, nn  # noqa: E402

from core.models import four_bit_kernels, quantise  # noqa: E402
from core.models.quantise import LEVELS, NF4, CompressedLinear, compress  # noqa: E402

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


@pytest.fixture
def without_bitsandbytes(monkeypatch: pytest.MonkeyPatch) -> Any:
    """To be called: from then on it is as if it were not installed."""

    class Missing:
        def find_spec(self, name: str, *_: object) -> None:
            if name.partition(".")[0] == four_bit_kernels.PACKAGE:
                raise ModuleNotFoundError(f"No module named {name!r}")

    def hide() -> None:
        for name in [one for one in sys.modules if one.startswith(four_bit_kernels.PACKAGE)]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
        four_bit_kernels.kernels.cache_clear()

    yield hide
    four_bit_kernels.kernels.cache_clear()


@pytest.mark.parametrize("levels", list(LEVELS))
@pytest.mark.parametrize("group", [64, 256])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16], ids=str)
def test_with_and_without_bitsandbytes_four_bits_are_the_same_numbers(
    levels: str, group: int, dtype: torch.dtype, without_bitsandbytes: Any
) -> None:
    dice = torch.Generator().manual_seed(3)
    numbers = torch.randint(0, 256, (96, 256), dtype=torch.uint8, generator=dice)
    scales = torch.rand(96, 512 // group, generator=dice) + 0.01
    made = CompressedLinear(numbers, scales, None, dtype, levels)
    assert four_bit_kernels.kernels() is not None, "bitsandbytes belongs to what is installed"
    found = made.weight
    without_bitsandbytes()
    assert four_bit_kernels.kernels() is None
    assert torch.equal(made.weight, found) and made.weight.dtype == dtype


def test_nobody_imports_bitsandbytes_at_a_start() -> None:
    """diffusers does, where it finds it: 0.9 s, and 50 MB. Then it can be imported all the same."""
    code = (
        "import sys, core.models.loading, core.models.four_bit_kernels as ours\n"
        "assert sys.modules['bitsandbytes'] is None\n"
        "assert not any(name.startswith('bitsandbytes.') for name in sys.modules)\n"
        "assert ours.kernels() is not None and 'kernels' not in sys.modules\n"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "error::UserWarning", "-c", code],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stdout + ran.stderr) == (0, "")


@pytest.mark.parametrize("bits", [8, 4])
def test_wide_matrices_are_multiplied_in_parts(bits: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quantise, "whole_numbers_pay", lambda given: False)
    made = compress(layer(), bits)
    given = torch.randn(2, 5, 256, generator=torch.Generator().manual_seed(2))
    at_once = made(given)
    monkeypatch.setattr(quantise, "AT_ONCE", 50 * 256)
    assert torch.allclose(made(given), at_once, atol=1e-5)


@pytest.mark.parametrize("bits", [8, 4])
def test_wide_matrices_are_packed_in_parts(bits: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole, they are there as 64-bit numbers on the way: eight times what is to be packed."""
    at_once = compress(layer(), bits)
    parts: list[int] = []
    pack = "_eight" if bits == 8 else "_four"
    plain = getattr(quantise, pack)
    monkeypatch.setattr(quantise, pack, lambda rows: parts.append(len(rows)) or plain(rows))
    monkeypatch.setattr(quantise, "AT_ONCE", 50 * 256)
    made = compress(layer(), bits)
    assert len(parts) > 2 and max(parts) == 50
    assert torch.equal(made.get_buffer("numbers"), at_once.get_buffer("numbers"))
    assert torch.equal(made.get_buffer("scales"), at_once.get_buffer("scales"))


@pytest.mark.parametrize("bits", [8, 4])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16], ids=str)
def test_gradients_pass_as_through_the_same_numbers(bits: int, dtype: torch.dtype) -> None:
    """Attend-and-Excite asks for them, under any plan."""
    made = compress(layer(dtype=dtype), bits)
    assert isinstance(made, CompressedLinear)
    slopes = []
    for one in (made, lambda x: torch.nn.functional.linear(x, made.weight, made.bias)):
        given = torch.ones(3, 256, dtype=dtype, requires_grad=True)
        (one(given).float() ** 2).sum().backward()
        assert given.grad is not None
        slopes.append(given.grad)
    assert off(slopes[0], slopes[1]) < OFF[8]


def test_a_few_large_numbers_do_not_spoil_the_others_of_their_row(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Transformers have some that are hundreds of times as large (Dettmers et al. 2022, section 4).
    Rounded to 8 bits once, what is given would lose the others."""
    plain = layer()
    plain.weight.data[:, 7] = 0
    made = compress(plain, 8)
    given = torch.randn(64, 256, generator=torch.Generator().manual_seed(2))
    given[:, 7] = 500
    found = {}
    for pays in (True, False):
        monkeypatch.setattr(quantise, "whole_numbers_pay", lambda given, pays=pays: pays)
        found[pays] = off(made(given), plain(given))
    assert found[True] < 1.5 * found[False] and found[False] < OFF[8]
    once = (given / (500 / 127)).round() * (500 / 127)
    assert off(plain(once), plain(given)) > 50 * found[True]


def test_nothing_given_gives_nothing() -> None:
    for bits in (8, 4):
        assert compress(layer(), bits)(torch.zeros(2, 0, 256)).shape == (2, 0, 192)
