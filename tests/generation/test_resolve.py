"""A request meets a model: what was left open, what is refused, what the artist is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.errors import ModelError, RecipeError, UserError
from core.generation.context import prepare
from core.generation.describe import describe, describe_parts
from core.generation.memory import painted_size
from core.generation.resolve import picture_of, resolved, warnings_of
from core.geometry import Rect, Size
from core.models.info import ModelInfo
from core.request import InpaintSettings, Mode, Pixels, RegionPrompt, Request
from core.steering import Steer
from core.techniques import declare
from core.techniques.declare import Technique, technique

MASKED = Rect(300, 300, 212, 180)
STARTER = ModelInfo("starter", "Starter", "sd1", Path("starter"), size=256)


def picture(width: int, height: int, alpha: int = 255) -> Pixels:
    rgba = np.full((height, width, 4), 90, np.uint8)
    rgba[..., 3] = alpha
    return Pixels(rgba)


def mask(width: int, height: int, rect: Rect) -> Pixels:
    array = np.zeros((height, width), np.uint8)
    array[rect.slices] = 255
    return Pixels(array)


def inpaint(width: int = 900, height: int = 700, rect: Rect = MASKED) -> Request:
    return Request("a cat", source=picture(width, height), mask=mask(width, height, rect))


def test_a_new_picture_takes_the_models_own_size():
    full = resolved(Request("a cat"), STARTER)
    assert (full.width, full.height, full.strength) == (256, 256, None)
    assert resolved(Request("a cat", width=320), STARTER).height == 256


def test_a_picture_keeps_its_size_and_most_of_its_shapes():
    full = resolved(Request("a cat", source=picture(300, 200)), STARTER)
    assert (full.width, full.height, full.strength) == (300, 200, 0.7)


def test_a_mask_repaints_wholly_and_keeps_the_sources_size():
    full = resolved(inpaint(), STARTER)
    assert (full.width, full.height, full.strength) == (900, 700, 1.0)
    assert resolved(replace(inpaint(), strength=0.4), STARTER).strength == 0.4


def test_resolving_twice_changes_nothing():
    once = resolved(inpaint(), STARTER)
    assert resolved(once, STARTER) == once


def test_a_size_that_is_ignored_is_said():
    asked = replace(inpaint(), width=512, height=512)
    assert "900×700" in warnings_of(asked)[0]
    assert warnings_of(inpaint()) == () == warnings_of(Request("a cat", width=512))


def test_fields_that_are_wrong_are_named():
    with pytest.raises(RecipeError, match="steps"):
        resolved(Request("a cat", steps=0), STARTER)
    with pytest.raises(RecipeError, match="sampler"):
        resolved(Request("a cat", sampler="magic"), STARTER)


@pytest.mark.parametrize("shown", [np.zeros((10, 10), np.uint8), np.zeros((9, 10), np.uint8)])
def test_an_empty_mask_or_one_of_another_size_is_refused(shown):
    with pytest.raises(UserError) as told:
        resolved(Request("a cat", source=picture(10, 10), mask=Pixels(shown)), STARTER)
    assert told.value.cause and told.value.remedy


def test_a_context_beside_the_mask_is_refused_before_anything_is_loaded():
    request = replace(inpaint(), inpaint=InpaintSettings(context=Rect(0, 0, 64, 64)))
    with pytest.raises(UserError, match="does not touch"):
        resolved(request, STARTER)


def test_a_mask_that_is_shrunk_away_is_refused_before_anything_is_loaded():
    request = inpaint(rect=Rect(300, 300, 40, 17))
    gone = replace(request, inpaint=InpaintSettings(grow=-9))
    with pytest.raises(RecipeError, match="Nothing is left") as caught:
        resolved(gone, STARTER)
    assert caught.value.field == "inpaint.grow"
    assert resolved(replace(request, inpaint=InpaintSettings(grow=-8)), STARTER)


def test_a_broken_model_is_refused_with_its_problem():
    broken = replace(STARTER, problems=("vae/config.json is missing.",))
    with pytest.raises(ModelError, match=r"vae/config\.json is missing") as told:
        resolved(Request("a cat"), broken)
    assert told.value.remedy


def test_a_technique_that_the_model_cannot_do_is_refused(monkeypatch):
    monkeypatch.setattr(declare, "_known", {})  # nobody else is to find it

    @technique("needs_depth_for_this_test", title="Depth for this test", needs=("depth",))
    class NeedsDepth(Technique):
        """Needs depth."""

    request = Request("a cat", techniques=(NeedsDepth(),))
    with pytest.raises(UserError, match="Depth for this test needs a model") as told:
        resolved(request, STARTER)
    assert told.value.remedy
    able = replace(STARTER, can=frozenset({"depth"}))
    assert resolved(request, able).techniques == request.techniques


def test_each_picture_of_a_batch_has_a_request_of_its_own():
    request = Request("a cat", seed=5, batch=3)
    alone = picture_of(request, 2)
    assert (alone.seed, alone.batch) == (7, 1)
    assert replace(alone, seed=5, batch=3) == request
    with pytest.raises(IndexError):
        picture_of(request, 3)


def test_a_regions_own_seed_counts_on_with_the_pictures_as_the_pass_does():
    regions = (RegionPrompt("a dog", box=MASKED, seed=40), RegionPrompt("a frog", box=MASKED))
    alone = picture_of(Request("a cat", seed=5, batch=3, regions=regions), 2)
    assert [region.seed for region in alone.regions] == [42, None]
    last = Request("a cat", batch=3, regions=(replace(regions[0], seed=2**32 - 2),))
    with pytest.raises(RecipeError, match="last of 3 pictures") as told:
        last.check()
    assert told.value.field == "regions[0].seed"


# What will happen, in one line


def test_the_line_says_what_is_repainted_and_at_which_size():
    line = describe(inpaint(), STARTER)
    assert line == "Inpaint 212×180 px of the canvas with “Starter” at 256 px"
    wide = inpaint(900, 700, Rect(300, 300, 400, 200))
    assert (
        describe(wide, STARTER) == "Inpaint 400×200 px of the canvas with “Starter” at 360×184 px"
    )
    small = inpaint(256, 256, Rect(50, 50, 100, 80))
    assert describe(small, STARTER) == "Inpaint 100×80 px of the canvas with “Starter” at 256 px"


def test_the_line_counts_the_grown_mask():
    request = replace(inpaint(), inpaint=InpaintSettings(grow=4))
    assert describe(request, STARTER).startswith("Inpaint 220×188 px")


def test_the_line_for_new_pictures_and_for_whole_ones():
    new = describe(Request("a cat", batch=4), STARTER)
    assert new == "Paint a new picture of 256×256 px with “Starter”, 4 pictures"
    over = describe(Request("a cat", source=picture(1024, 1024)), STARTER)
    assert over == "Paint over the whole canvas (1024×1024 px) with “Starter” at 256 px"


@pytest.mark.parametrize("masked", [None, Rect(100, 100, 500, 400)])
def test_the_line_is_the_same_before_the_pixels_are_there(masked: Rect | None):
    size = Size(1024, 768)
    request = Request("a cat", source=picture(*size))
    if masked is not None:
        request = replace(request, mask=mask(*size, masked))
    pixels_free = Request("a cat", inpaint=request.inpaint)
    line = describe_parts(pixels_free, STARTER, request.mode, size, masked)
    assert line == describe(request, STARTER)
    painted = prepare(replace(request, width=None, height=None), STARTER.size).frame.padded
    assert f"at {painted.width}×{painted.height} px" in line
    assert painted_size(pixels_free, STARTER, size, masked) == painted


def test_the_line_for_outpainting():
    request = replace(inpaint(), source=picture(900, 700, alpha=0))
    assert request.mode is Mode.OUTPAINT
    assert describe(request, STARTER).startswith("Extend the picture by 212×180 px")


def test_the_line_says_why_nothing_can_happen():
    line = describe_parts(
        Request("a cat"), STARTER, Mode.INPAINT, inpaint().source.size, Rect(0, 0, 0, 0)
    )
    assert "empty" in line


@pytest.mark.parametrize(
    ("strength", "kind", "sampler", "taken"),
    [
        (0.5, "epsilon", "euler", 3),
        (0.5, "epsilon", "pndm", 4),
        (0.5, "flow", "euler", 4),
        (None, "epsilon", "euler", 4),
        (0.0, "epsilon", "euler", 1),
    ],
)
def test_a_change_after_the_last_step_that_is_taken_is_refused(strength, kind, sampler, taken):
    """Of seven steps, which a picture takes as far as its strength reaches."""
    info = replace(STARTER, prediction_type=kind)
    request = Request("a cat", source=picture(64, 64), strength=strength, steps=7, sampler=sampler)
    for step in range(1, 7):
        steered = replace(request, steering=(Steer(step=step, prompt="a dog"),))
        if step < taken:
            assert resolved(steered, info).steering == steered.steering
            continue
        with pytest.raises(RecipeError) as caught:
            resolved(steered, info)
        assert caught.value.field == "steering[0].step"
        assert f"of {taken} steps" in caught.value.cause


def test_a_change_of_strength_counts_for_the_changes_after_it():
    request = Request("a cat", source=picture(64, 64), strength=0.5, steps=10)
    further = Steer(step=3, strength=0.9), Steer(step=7, prompt="a dog")
    assert resolved(replace(request, steering=further), STARTER)
    with pytest.raises(RecipeError) as caught:
        resolved(replace(request, steering=(Steer(step=3, prompt="a frog"), further[1])), STARTER)
    assert caught.value.field == "steering[1].step"
