"""Networks that follow maps are taught on from one that was taught before, as they are made."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from core.errors import RecipeError
from core.models.info import ModelInfo
from core.training.batch import Batch
from core.training.dealing import Dice
from core.training.plan import parse_plan, read_plan
from core.training.prepare import prepare
from tests.tiny_controls import save_union
from tests.tiny_models import save_tiny_model, tiny_model, tiny_sdxl
from tests.training.conftest import Prepare
from tests.training.small import SEEING, trained, write_plan

WEIGHTS = "diffusion_pytorch_model.safetensors"


@pytest.mark.parametrize("kind", ["controlnet", "t2i_adapter"])
def test_it_goes_on_from_where_another_ended(prepared: Prepare, place: Path, kind: str) -> None:
    """With a rate of nearly nothing it is what it began with."""
    fields: dict[str, Any] = {"steps": 2, "half": False, "learning_rate": 0.01}
    (first,) = trained(prepared(kind, **fields), place / "out").files
    fields |= {"steps": 1, "learning_rate": 1e-9, "seed": 6}
    on = prepared(kind, "on", **fields, begin_folder=f"out/{first.name}")
    (second,) = trained(on, place / "on").files
    (anew,) = trained(prepared(kind, "anew", **fields), place / "anew").files
    one, two, three = (load_file(folder / WEIGHTS) for folder in (first, second, anew))
    assert max(float((one[name] - two[name]).abs().max()) for name in one) < 1e-6
    assert max(float((one[name] - three[name]).abs().max()) for name in one) > 1e-3


def test_it_is_the_same_training_wherever_the_folder_lies(place: Path, models: Any) -> None:
    plans = [
        parse_plan({"kind": "controlnet", **SEEING["controlnet"], "begin_folder": name}, place)
        for name in ("here", "there/here")
    ]
    from core.training.plan import identity

    assert identity(plans[0]) == identity(plans[1])


def _refused(place: Path, models: list[ModelInfo], **fields: Any) -> RecipeError:
    with pytest.raises(RecipeError) as caught:
        prepare(read_plan(write_plan(place, "controlnet", **fields)), models, place / "out")
    assert caught.value.field == "begin_folder"
    assert caught.value.remedy
    return caught.value


def test_what_is_no_such_network_is_told(
    prepared: Prepare, place: Path, models: list[ModelInfo]
) -> None:
    assert "no folder of a ControlNet" in _refused(place, models, begin_folder="nowhere").cause
    (adapter,) = trained(prepared("t2i_adapter", steps=1), place / "out").files
    other = f"out/{adapter.name}"
    assert "no folder of a ControlNet" in _refused(place, models, begin_folder=other).cause


def test_one_that_was_taught_on_another_model_is_told(
    place: Path, models: list[ModelInfo], tmp_path: Path
) -> None:
    save_tiny_model(tmp_path / "wide/wide", widths=(16, 48))
    from core.models.library import find_models

    wide = find_models([tmp_path / "wide"])
    ready = prepare(
        read_plan(write_plan(place, "controlnet", model="wide", steps=1)), wide, place / "out"
    )
    (folder,) = trained(ready, place / "out").files
    told = _refused(place, models, begin_folder=f"out/{folder.name}")
    assert "does not fit the model “tiny”" in told.cause
    assert "16, 48" in told.cause.replace(" and ", ", ")


def test_one_for_several_kinds_of_maps_is_told(place: Path, models: list[ModelInfo]) -> None:
    save_union(place / "union", tiny_sdxl())
    assert "one for several kinds" in _refused(place, models, begin_folder="union").cause


def test_one_without_its_weights_is_told(
    prepared: Prepare, place: Path, models: list[ModelInfo]
) -> None:
    (folder,) = trained(prepared("controlnet", steps=1), place / "out").files
    shutil.move(folder / WEIGHTS, place)
    assert WEIGHTS in _refused(place, models, begin_folder=f"out/{folder.name}").cause


@pytest.mark.parametrize(
    ("kind", "times", "late"),
    [("controlnet", "even", 1 / 2), ("controlnet", "cubic", 0.5 ** (1 / 3)),
     ("depth2image", None, 1 / 2), ("depth2image", "cubic", 0.5 ** (1 / 3)),
     ("t2i_adapter", None, 0.5 ** (1 / 3))],
)  # fmt: skip
def test_times_are_drawn_as_the_plan_says(
    place: Path, kind: str, times: str | None, late: float
) -> None:
    """Half of the schedule is noisier than its middle; of cubic times t = 1 - u³ it is
    P(t > ½) = P(u < ∛½)."""
    fields = SEEING[kind] | ({} if times is None else {"times": times})
    model = tiny_model()
    plan = parse_plan({"kind": kind, **fields}, place)
    count, dice = 4000, Dice(3)
    empty = torch.zeros(count, 1)
    batch = Batch(empty, empty, dice.below(1000, count), ("",) * count, empty)
    drawn = plan.begin(model).draw(batch, dice).times
    assert float((drawn >= 500).float().mean()) == pytest.approx(late, abs=0.03)
    assert 0 <= int(drawn.min()) <= int(drawn.max()) <= 999
