"""Limited guidance: the negative prompt counts, and costs, in a part of the steps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.denoise.paint import paint
from core.models.loading import LoadedModel
from core.request import Request
from core.techniques.declare import FieldError
from core.techniques.limited_guidance import LimitedGuidance
from tests.tiny_models import tiny_model

REQUEST = Request("a cat", width=72, height=56, steps=4, sampler="euler", seed=3)


@pytest.fixture(scope="module")
def model() -> LoadedModel:
    return tiny_model(widths=(16, 24, 32), tokens=48)


@pytest.mark.parametrize(
    ("start", "end", "rows"),
    [(0.0, 1.0, [2, 2, 2, 2]), (0.0, 0.5, [2, 2, 1, 1]), (0.25, 0.75, [1, 2, 2, 1])],
)
def test_other_steps_predict_the_prompt_alone(
    model: LoadedModel, start: float, end: float, rows: list[int]
) -> None:
    seen: list[int] = []
    hook = model.unet.register_forward_pre_hook(lambda _, inputs: seen.append(len(inputs[0])))
    paint(model, replace(REQUEST, techniques=(LimitedGuidance(start=start, end=end),)))
    hook.remove()
    assert seen == rows


def test_in_all_steps_it_is_not_there(model: LoadedModel) -> None:
    everywhere = replace(REQUEST, techniques=(LimitedGuidance(start=0.0, end=1.0),))
    assert (paint(model, everywhere)[0] == paint(model, REQUEST)[0]).all()


def test_without_guidance_there_is_nothing_to_limit(model: LoadedModel) -> None:
    bare = replace(REQUEST, guidance_scale=1.0)
    limited = replace(bare, techniques=(LimitedGuidance(),))
    assert (paint(model, limited)[0] == paint(model, bare)[0]).all()


def test_an_end_before_the_start_is_told() -> None:
    with pytest.raises(FieldError, match="end before it begins"):
        LimitedGuidance(start=0.5, end=0.5)
