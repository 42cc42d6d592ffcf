"""A layer that blurs: each part of the picture is that part of the whole, and what is changed is
seen as far as it is told to be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.document.commands import (
    Flatten,
    MergeDown,
    MergeLayers,
    MoveLayerPixels,
    SetLayer,
)
from core.document.document import Change, Document
from core.document.layers import AdjustmentLayer, GroupLayer, Layer, LayerMask, RasterLayer
from core.document.selection import Selection
from core.document.state import State
from core.geometry import Point, Rect, Size
from core.pixels.adjustments import Blur, Curves, Invert, Levels
from core.pixels.alpha import byte, premultiplied, scaled
from core.pixels.blend import BlendMode, blend
from core.pixels.brush import Brush
from core.pixels.gaussian import blurred
from core.pixels.tiles import TileGrid

SIZE = Size(600, 340)
SIDES = st.integers(-20, 620)


def painted(seed: int, opaque: bool = False) -> np.ndarray:
    dice = np.random.default_rng(seed)
    small = dice.integers(0, 256, (17, 30, 4), dtype=np.uint8)
    small[..., 3] = 255 if opaque else dice.choice([0, 0, 120, 255], (17, 30))
    return premultiplied(np.kron(small, np.ones((20, 20, 1), np.uint8)))


def picture(seed: int, opaque: bool = False, **more: object) -> RasterLayer:
    pixels = TileGrid.from_array(painted(seed, opaque))
    return RasterLayer(id=f"p{seed}", pixels=pixels, **more)  # type: ignore[arg-type]


def blur(radius: float, name: str = "blur", **more: object) -> AdjustmentLayer:
    return AdjustmentLayer(id=name, adjustment=Blur(radius=radius), **more)  # type: ignore[arg-type]


MASK = Selection.ellipse(SIZE, Rect(100, 40, 300, 220)).coverage


def layers() -> list[Layer]:
    """Blurs on a group of their own, in groups, clipped, masked and half opaque."""
    return [
        picture(0, opaque=True),
        picture(1, inside="group"),
        blur(25, "inner", inside="group"),
        picture(2, inside="group", opacity=0.7),
        GroupLayer(id="group", blend=BlendMode.MULTIPLY),
        picture(3),
        blur(9, "clipped", clipped=True),
        LayerMask(id="mask", inside="half", hidden=MASK),
        blur(40, "half", opacity=0.6),
        picture(4, inside="open", blend=BlendMode.SCREEN),
        blur(6, "through", inside="open"),
        GroupLayer(id="open", through=True),
        AdjustmentLayer(id="curve", adjustment=Curves(points=((0, 0.2), (1, 0.9)))),
        picture(5, opacity=0.5),
    ]


def test_it_is_the_whole_picture_below_it_blurred() -> None:
    below, above = painted(0, opaque=True), painted(1)
    state = State(SIZE, (picture(0, opaque=True), picture(1), blur(33, opacity=0.5), picture(2)))
    under = blend(below, above, BlendMode.NORMAL, 1.0)
    half = byte(0.5)
    mixed = scaled(under, 255 - half) + scaled(blurred(under, 33), half)
    expected = blend(mixed, painted(2), BlendMode.NORMAL, 1.0)
    assert np.array_equal(state.composite(state.canvas), expected)
    assert (state.flatten()[..., 3] == 255).all(), "an opaque picture stays so up to its edge"


@settings(deadline=None, max_examples=60)
@given(SIDES, SIDES, st.integers(1, 620), st.integers(1, 380))
def test_each_part_is_that_part_of_the_whole(x: int, y: int, width: int, height: int) -> None:
    state = State(SIZE, tuple(layers()))
    rect = Rect(x, y - 20, width, height)
    part = state.composite(rect)
    whole = _WHOLE.setdefault("composite", state.composite(state.canvas))
    seen = rect.intersected(state.canvas)
    expected = np.zeros_like(part)
    expected[seen.moved(-rect.x, -rect.y).slices] = whole[seen.slices]
    assert np.array_equal(part, expected)


_WHOLE: dict[str, np.ndarray] = {}


@pytest.mark.parametrize("layer", ["p0", "p1", "p2", "p3", "mask", "p4", "p5"])
@pytest.mark.parametrize("at", [(30, 30), (255, 200), (580, 170)])
def test_what_looks_different_lies_in_what_a_change_tells(layer: str, at: tuple[int, int]) -> None:
    document = Document(SIZE, layers(), active=layer)
    told: list[Change] = []
    document.changed.connect(told.append)
    before = document.composite(document.canvas)
    brush = Brush(size=30, hardness=1, color=(250, 10, 90))
    stroke = document.begin_stroke(layer, brush, Point(*at))
    stroke.to(at[0] + 12, at[1] + 5)
    stroke.flush()
    _only_within(before, document, told)
    stroke.finish()
    after = document.composite(document.canvas)
    told.clear()
    document.undo()
    _only_within(after, document, told)
    assert np.array_equal(document.composite(document.canvas), before)


def test_painting_above_what_blurs_tells_no_more_than_it_paints() -> None:
    rects = {}
    for name in ("p5", "p3"):
        document = Document(SIZE, layers(), active=name)
        told: list[Change] = []
        document.changed.connect(told.append)
        document.begin_stroke(name, Brush(size=20, hardness=1), Point(300, 170)).flush()
        rects[name] = Rect.around(change.rect for change in told)
    assert rects["p5"].width < 40
    assert rects["p3"].width > rects["p5"].width + 2 * 40


@pytest.mark.parametrize("command", [
    MoveLayerPixels("group", 40, 12), SetLayer("group", visible=False), SetLayer("p1", opacity=0.2),
    SetLayer("inner", visible=False), SetLayer("half", adjustment=Blur(radius=3)),
])  # fmt: skip
def test_every_other_change_tells_how_far_it_is_seen(command: object) -> None:
    document = Document(SIZE, layers())
    told: list[Change] = []
    document.changed.connect(told.append)
    before = document.composite(document.canvas)
    document.perform(command)  # type: ignore[arg-type]
    _only_within(before, document, told)


def _only_within(before: np.ndarray, document: Document, told: list[Change]) -> None:
    differs = (document.composite(document.canvas) != before).any(2)
    assert differs.any()
    for change in told:
        for part in change.parts:
            differs[part.slices] = False
    assert not differs.any()


@pytest.mark.parametrize("command", [Flatten(), MergeLayers(("p3", "clipped", "half", "p5")),
                                     MergeDown("open"), MergeDown("group")])  # fmt: skip
def test_merged_with_what_it_blurs_it_looks_as_before(command: object) -> None:
    stack = layers()
    if not isinstance(command, Flatten):
        stack = [one for one in stack if one.id not in ("p0", "curve")]
    if isinstance(command, MergeLayers):
        stack = [one for one in stack if one.inside in (None, "half") and one.id != "group"]
        stack = [one for one in stack if one.id != "open"]
    if isinstance(command, MergeDown) and command.layer_id == "open":
        stack = [
            picture(4, inside="open"),
            blur(6, "through", inside="open"),
            GroupLayer(id="open"),
        ]
    document = Document(SIZE, stack)
    before = document.composite(document.canvas)
    document.perform(command)  # type: ignore[arg-type]
    assert np.array_equal(document.composite(document.canvas), before)
    document.undo()
    assert np.array_equal(document.composite(document.canvas), before)


def test_clipped_it_blurs_only_what_it_is_clipped_to() -> None:
    red = np.zeros((SIZE.height, SIZE.width, 4), np.uint8)
    red[100:200, 100:300] = (200, 0, 0, 255)
    red[100:200, 200:300] = (0, 0, 200, 255)
    shape = RasterLayer(id="shape", pixels=TileGrid.from_array(red))
    state = State(SIZE, (shape, blur(30, clipped=True)))
    result = state.composite(state.canvas)
    assert np.array_equal(result[..., 3], red[..., 3]), "its edge stays sharp"
    assert result[150, 200, 0] in range(80, 120), "and its colours run"
    assert result[100, 100].tolist() == [200, 0, 0, 255], "without what is not there"


def test_what_is_clipped_to_an_adjustment_is_seen_as_far_as_it() -> None:
    paper = RasterLayer(pixels=TileGrid.from_array(np.full((8, 8, 4), 255, np.uint8)))
    hidden = np.zeros((8, 8), np.uint8)
    hidden[:, 4:] = 255
    base = AdjustmentLayer(adjustment=Levels(lightest=100))
    mask = LayerMask(inside=base.id, hidden=TileGrid.from_array(hidden))
    over = AdjustmentLayer(adjustment=Invert(), clipped=True)
    seen = State(Size(8, 8), (paper, mask, base, over)).flatten()
    assert (seen[:, :4, :3] == 155).all()
    assert (seen[:, 4:] == 255).all()
