"""Number types, memory that is spared, and averages: they change how, and not what, is learned."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from core.training.average import Average
from core.training.dealing import Dice
from core.training.events import StepDone
from tests.training.conftest import Prepare
from tests.training.small import KINDS, SEEING, WHOLE, of, trained

EACH = [
    *((kind, {}) for kind in KINDS),
    *((kind, {"half": False}) for kind in SEEING),
    ("dreambooth", WHOLE | {"half": False}),
]
IDS = [*KINDS, *SEEING, "dreambooth whole"]


def weights(file: Path) -> dict[str, torch.Tensor]:
    name = "diffusion_pytorch_model.safetensors"
    if file.is_dir():
        return load_file(next(one for one in (file / name, file / "unet" / name) if one.exists()))
    return load_file(file)


@pytest.mark.parametrize(("kind", "fields"), EACH, ids=IDS)
def test_in_less_memory_the_same_is_learned(
    prepared: Prepare, place: Path, kind: str, fields: dict[str, Any]
) -> None:
    """Gradient checkpointing computes the same twice."""
    (plain,) = trained(prepared(kind, **fields), place / "plain").files
    ready = prepared(kind, **fields, gradient_checkpointing=True, sample_prompts=["a"],
                     sample_steps=1)  # fmt: skip
    (spared,) = trained(ready, place / "spared").files
    ours, wanted = weights(spared), weights(plain)
    assert ours.keys() == wanted.keys()
    for name, value in wanted.items():
        torch.testing.assert_close(ours[name], value, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("precision", ["bfloat16", "float16"])
@pytest.mark.parametrize(("kind", "fields"), EACH, ids=IDS)
def test_in_16_bits_about_the_same_is_learned_in_32(
    prepared: Prepare, place: Path, kind: str, fields: dict[str, Any], precision: str
) -> None:
    heard: list[Any] = []
    trained(prepared(kind, **fields), place / "plain", publish=heard.append)
    wanted = [event.loss for event in of(StepDone, heard)]
    heard.clear()
    ready = prepared(kind, **fields, precision=precision)
    (file,) = trained(ready, place / "half", publish=heard.append).files
    assert [event.loss for event in of(StepDone, heard)] == pytest.approx(wanted, rel=0.03)
    assert {one.dtype for one in weights(file).values()} == {torch.float32}
    assert all(torch.isfinite(one).all() for one in weights(file).values())


def test_accumulated_batches_are_as_one_large_batch(
    prepared: Prepare, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen when every row is the same: one picture, and no chance."""
    monkeypatch.setattr(Dice, "normal", lambda _, *shape: torch.linspace(-2, 2, 256).view(4, 8, 8)
                        .expand(shape))  # fmt: skip
    monkeypatch.setattr(Dice, "below", lambda _, limit, *shape: torch.full(shape, limit // 2))
    for name in ("01.png", "02.png"):
        (place / "pictures" / name).unlink()
    found = []
    for fields in ({"batch": 4}, {"accumulate": 4}, {"batch": 2, "accumulate": 2}):
        ready = prepared("lora", learning_rate=0.01, **fields)
        (file,) = trained(ready, place / f"out{len(found)}").files
        found.append(weights(file))
    for other in found[1:]:
        for name, value in found[0].items():
            torch.testing.assert_close(other[name], value, rtol=1e-3, atol=1e-4)


def test_an_average_follows_what_is_learned() -> None:
    value = torch.nn.Parameter(torch.zeros(2))
    average = Average({"a": value}, 0.9)
    expected = 0.0
    for step in range(200):
        value.data = torch.full((2,), float(step))
        average.update(step)
        keep = min(0.9, (1 + step) / (10 + step))
        expected = keep * expected + (1 - keep) * step
    assert average.values["a"].tolist() == pytest.approx([expected] * 2, rel=1e-5)
    with average.in_place():
        assert value.tolist() == pytest.approx([expected] * 2, rel=1e-5)
    assert value.tolist() == [199.0, 199.0]
