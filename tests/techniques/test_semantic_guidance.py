"""Semantic Guidance: what it costs, what it leaves alone, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
import torch

from core.denoise.paint import paint
from core.errors import RecipeError
from core.geometry import Rect
from core.models.loading import LoadedModel
from core.request import SAMPLERS, RegionPrompt, Request
from core.techniques import declare
from core.techniques.semantic_guidance import Direction, SemanticGuidance, Slider
from tests.tiny_models import tiny_model

REQUEST = Request("a cat", width=72, height=56, steps=4, sampler="euler", seed=3)


@pytest.fixture(scope="module")
def model() -> LoadedModel:
    return tiny_model(widths=(16, 24, 32), tokens=48, prediction="v_prediction")


@contextmanager
def rows_of(model: LoadedModel) -> Iterator[list[int]]:
    """How many rows each call of the UNet has."""
    rows: list[int] = []
    hook = model.unet.register_forward_pre_hook(lambda _, inputs: rows.append(len(inputs[0])))
    try:
        yield rows
    finally:
        hook.remove()


def with_concepts(*concepts: Slider, **changes: Any) -> Request:
    return replace(REQUEST, techniques=(SemanticGuidance(concepts=concepts),), **changes)


def test_n_concepts_cost_n_predictions_in_the_same_call_in_steps_where_they_count(
    model: LoadedModel,
) -> None:
    early = Slider(prompt="a hat", warm_up=0, cool_down=2)
    late = Slider(prompt="snow", warm_up=2, momentum_scale=0.0)
    with rows_of(model) as rows:
        paint(model, with_concepts(early, late))
    # The one in the first two steps, the other in the last two.
    assert rows == [3, 3, 3, 3]
    with rows_of(model) as rows:
        paint(model, with_concepts(early, late, batch=2))
    assert rows == [6, 6, 6, 6]


def test_warm_up_builds_momentum_only_where_that_is_used(model: LoadedModel) -> None:
    for concepts, expected in (
        ([Slider(prompt="a", warm_up=2)], [3, 3, 3, 3]),
        ([Slider(prompt="a", warm_up=2, momentum_scale=0.0)], [2, 2, 3, 3]),
        ([Slider(prompt="a", warm_up=4)], [2, 2, 2, 2]),  # never over
        ([Slider(prompt="a", warm_up=0, scale=0.0)], [2, 2, 2, 2]),
        ([Slider(prompt="a", warm_up=0, weight=0.0)], [2, 2, 2, 2]),
        ([Slider(prompt="a", warm_up=0), Slider(prompt="b", warm_up=0)], [4, 4, 4, 4]),
    ):
        with rows_of(model) as rows:
            paint(model, with_concepts(*concepts))
        assert rows == expected


def test_a_concept_that_is_off_changes_nothing(model: LoadedModel) -> None:
    (plain,) = paint(model, REQUEST)
    for off in (Slider(prompt="a", scale=0.0), Slider(prompt="a", warm_up=4)):
        (same,) = paint(model, with_concepts(off))
        assert (same == plain).all()


def test_directions_are_opposite_and_both_move_the_picture(model: LoadedModel) -> None:
    (plain,) = paint(model, REQUEST)
    moved = [
        paint(model, with_concepts(Slider(prompt="snow", warm_up=0, direction=direction)))[0]
        for direction in Direction
    ]
    assert all((one != plain).any() for one in moved)
    assert (moved[0] != moved[1]).any()


@pytest.mark.parametrize("sampler", SAMPLERS)
@pytest.mark.parametrize("guidance", [1.0, 4.0])
def test_it_runs_with_every_sampler_with_regions_weights_and_long_prompts(
    model: LoadedModel, sampler: str, guidance: float
) -> None:
    request = with_concepts(
        Slider(prompt="a very long concept " * 20, warm_up=1),
        sampler=sampler,
        guidance_scale=guidance,
        batch=2,
        regions=(RegionPrompt("a dog", box=Rect(0, 0, 30, 56)),),
    )
    on, off = paint(model, request), paint(model, replace(request, techniques=()))
    assert len(on) == 2
    assert all((a != b).any() for a, b in zip(on, off, strict=True))


def test_left_open_the_warm_up_is_a_fifth_of_the_steps(model: LoadedModel) -> None:
    open_ = with_concepts(Slider(prompt="snow"), steps=10)
    set_ = with_concepts(Slider(prompt="snow", warm_up=2), steps=10)
    assert (paint(model, open_)[0] == paint(model, set_)[0]).all()


@pytest.mark.parametrize(
    ("value", "field", "says"),
    [
        ({}, "concepts", "missing"),
        ({"concepts": []}, "concepts", "at least 1"),
        ({"concepts": [{"prompt": " "}]}, "concepts[0].prompt", "empty"),
        ({"concepts": [{"scale": 3}]}, "concepts[0].prompt", "missing"),
        (
            {"concepts": [{"prompt": "a", "direction": "up"}]},
            "concepts[0].direction",
            "add, remove",
        ),
        (
            {"concepts": [{"prompt": "a", "warm_up": 5, "cool_down": 5}]},
            "concepts[0].cool_down",
            "before it begins",
        ),
        ({"concepts": [{"prompt": "a", "threshold": 1.5}]}, "concepts[0].threshold", "0 to 1"),
    ],
)
def test_bad_input_is_named(value: dict[str, Any], field: str, says: str) -> None:
    with pytest.raises(RecipeError) as caught:
        declare.parse(SemanticGuidance, {"id": "semantic_guidance"} | value, "techniques[0]")
    assert caught.value.field == f"techniques[0].{field}"
    assert says in str(caught.value)


def test_the_recipe_of_the_design_is_read() -> None:
    written = {
        "id": "semantic_guidance",
        "concepts": [{"prompt": "sunglasses", "scale": 6.0, "direction": "add"}],
    }
    read = declare.parse(SemanticGuidance, written, "")
    assert read == SemanticGuidance(concepts=(Slider(prompt="sunglasses"),))
    assert declare.parse(SemanticGuidance, declare.to_json(read), "") == read


def test_the_model_is_left_as_it_was(model: LoadedModel) -> None:
    before = {name: value.clone() for name, value in model.unet.state_dict().items()}
    processors = dict(model.unet.attn_processors)
    paint(model, with_concepts(Slider(prompt="snow", warm_up=0)))
    after = model.unet.state_dict()
    assert all(torch.equal(after[name], value) for name, value in before.items())
    assert all(model.unet.attn_processors[name] is one for name, one in processors.items())
