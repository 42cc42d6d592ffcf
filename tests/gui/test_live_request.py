"""From a part of the canvas to the request that paints along, and back into the live picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.document.document import Document
from core.document.drafts import Draft
from core.document.layers import MaskLayer, RasterLayer, RegionLayer
from core.document.settings import PROMPT, PaintSettings
from core.errors import UserError
from core.generation.context import prepare, restore
from core.generation.events import Result
from core.generation.mask import mask_bounds
from core.generation.stale import MOST, Stale
from core.geometry import Rect, Size
from core.models.info import ModelInfo
from core.pixels.tiles import TileGrid
from core.request import Mode, Request
from desktop.live_request import LivePart, LiveSampling, joined, live_origin, live_part

INFO = ModelInfo("starter", "Starter", "sd1", Path("nowhere"), 128)
SAMPLING = LiveSampling(0.5, 4, "lcm", 1.0, 11)
CANVAS = Size(600, 400)
rects = st.builds(
    Rect, st.integers(0, 500), st.integers(0, 300), st.integers(1, 100), st.integers(1, 100)
)


def document(*above: RasterLayer | MaskLayer | RegionLayer, **about: object) -> Document:
    """A canvas whose left half is red and right half is blue."""
    picture = np.zeros((CANVAS.height, CANVAS.width, 4), np.uint8)
    picture[:, :300], picture[:, 300:] = (255, 0, 0, 255), (0, 0, 255, 255)
    layer = RasterLayer(name="Picture", pixels=TileGrid.from_array(picture))
    asked = PaintSettings(prompt="a cat", **about)  # type: ignore[arg-type]
    return Document(CANVAS, [layer, *above], settings=asked)


def part_of(made: Document, rect: Rect, shown: TileGrid | None = None) -> LivePart:
    return live_part(made.snapshot(), INFO, (), SAMPLING, rect, shown)


def asked(part: LivePart) -> Request:
    assert part.composed is not None
    part.composed.request.check()
    return part.composed.request


def flat(colour: tuple[int, int, int, int]) -> TileGrid:
    grid = TileGrid(CANVAS, 4)
    pixels = np.empty((CANVAS.height, CANVAS.width, 4), np.uint8)
    pixels[...] = colour
    grid.write(Rect.of_size(CANVAS), pixels)
    return grid


def painted(part: LivePart, shown: TileGrid | None) -> TileGrid:
    """The live picture after a model has painted everything white."""
    request = asked(part)
    prepared = prepare(request, INFO.size)
    size = prepared.frame.padded
    white = np.full((size.height, size.width, 3), 255, np.uint8)
    result = Result(0, request.seed, restore(prepared, white), prepared.rect)
    assert part.composed is not None
    return joined(shown, result, part.composed, CANVAS)[0]


def test_the_canvas_as_a_whole_is_painted_over_at_the_model_s_size() -> None:
    request = asked(part_of(document(), Rect(0, 0, 600, 400)))
    assert request.mode is Mode.IMAGE_TO_IMAGE
    assert request.source.size.area <= 1.1 * 128**2


def test_the_steps_are_those_that_are_taken_and_one_picture_is_made() -> None:
    request = asked(part_of(document(batch=4, seed=3, steps=20), Rect(0, 0, 600, 400)))
    assert (request.steps, request.strength, request.batch) == (8, 0.5, 1)
    assert (request.seed, request.sampler, request.guidance_scale) == (11, "lcm", 1.0)


def test_a_stroke_is_seen_with_what_is_around_it_and_no_more() -> None:
    part = part_of(document(), Rect(220, 200, 40, 20))
    request = asked(part)
    assert max(request.source.size) <= 2 * 128
    assert part.part.contains(Rect(220, 200, 40, 20)) and part.part.width < 120
    inside = part.composed.placement.on_canvas(mask_bounds(request.mask.array))
    assert inside == part.part


def test_around_the_stroke_lies_the_live_picture_and_under_it_the_paint() -> None:
    part = part_of(document(), Rect(220, 200, 40, 20), flat((0, 255, 0, 255)))
    source, place = asked(part).source.array, part.composed.placement.rect
    assert tuple(source[0, 0]) == (0, 255, 0, 255)
    assert tuple(source[210 - place.y, 230 - place.x]) == (255, 0, 0, 255)


@given(rect=rects)
@settings(max_examples=8, deadline=None)
def test_nothing_outside_the_part_changes_and_all_paint_in_it_is_known(rect: Rect) -> None:
    shown = flat((0, 255, 0, 255))
    part = part_of(document(), rect, shown)
    after = painted(part, shown).to_array()
    outside = np.ones(after.shape[:2], bool)
    outside[part.part.slices] = False
    assert (after[outside] == (0, 255, 0, 255)).all()
    assert (after[..., 3] == 255).all()
    assert (shown.to_array()[..., 1] == 255).all(), "the picture before stays as it was"
    assert tuple(after[int(rect.centre.y), int(rect.centre.x)]) == (255, 255, 255, 255)


def test_a_mask_keeps_the_live_picture_inside() -> None:
    mask = MaskLayer.empty(CANVAS)
    mask.coverage.write(Rect(100, 100, 60, 60), np.full((60, 60), 255, np.uint8))
    made = document(mask)
    after = painted(part_of(made, Rect(0, 0, 600, 400)), None).to_array()
    assert after[100:160, 100:160, 3].min() > 0
    after[100:160, 100:160] = 0
    assert not after.any()
    assert part_of(made, Rect(500, 300, 50, 50)).composed is None


def test_an_empty_canvas_is_painted_from_the_words_alone() -> None:
    empty = Document(CANVAS, [RasterLayer.empty(CANVAS, "Layer")], settings=PaintSettings("a cat"))
    part = part_of(empty, Rect(0, 0, 600, 400))
    assert part.blank and asked(part).strength == 1.0 and asked(part).steps == 4
    silent = Document(CANVAS, [RasterLayer.empty(CANVAS, "Layer")])
    assert part_of(silent, Rect(0, 0, 600, 400)).composed is None


def test_regions_and_techniques_take_part() -> None:
    region = RegionLayer(prompt="a dog", box=Rect(230, 205, 20, 10))
    sag = Draft("self_attention_guidance", {"scale": 0.5})
    request = asked(part_of(document(region, techniques=(sag,)), Rect(220, 200, 40, 20)))
    assert [one.prompt for one in request.regions] == ["a dog"]
    assert [one.declaration.id for one in request.techniques] == ["self_attention_guidance"]


def test_a_style_frames_the_words() -> None:
    made = document(style="Ink", frame=f"ink drawing of {PROMPT}", negative_frame="colours")
    request = asked(part_of(made, Rect(220, 200, 40, 20)))
    assert (request.prompt, request.negative_prompt) == ("ink drawing of a cat", "colours")
    again = live_origin(made.snapshot(), request, CANVAS).settings
    assert (again.whole_prompt, again.whole_negative_prompt) == (request.prompt, "colours")


def test_what_a_technique_lacks_is_said() -> None:
    lacking = Draft("instruct_pix2pix", {"instruction": "make it night"})
    with pytest.raises(UserError, match="InstructPix2Pix"):
        part_of(document(techniques=(lacking,)), Rect(220, 200, 40, 20))


@given(added=st.lists(rects, min_size=1, max_size=40))
def test_every_stale_pixel_is_painted_once_the_latest_first(added: list[Rect]) -> None:
    stale = Stale()
    for rect in added:
        stale.add(rect, 150)
    assert len(stale.parts) <= MOST
    taken = []
    while stale:
        taken.append(stale.take())
    assert taken[0].contains(added[-1])
    for rect in added:
        assert any(part.contains(rect) for part in taken)
