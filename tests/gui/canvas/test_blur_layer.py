"""A layer that blurs looks on the canvas as it does in an export, whatever is done to it."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import widgets.canvas.stack
from core.document.commands import MoveLayerPixels, SetLayer, SetSelection
from core.document.compositing import compose_part
from core.document.document import Document
from core.document.layers import AdjustmentLayer, GroupLayer, Layer, LayerMask, RasterLayer
from core.document.moving import move_layers
from core.document.selection import Selection
from core.document.transforming import held, transform
from core.geometry import Point, Rect, Size
from core.pixels.adjustments import Blur
from core.pixels.alpha import premultiplied
from core.pixels.blend import BlendMode
from core.pixels.brush import Brush
from core.pixels.tiles import TileGrid
from widgets.canvas.levels import Deadline
from widgets.canvas.scene import Scene
from widgets.canvas.transform_box import Frame

SIZE = Size(900, 700)


def picture(seed: int, **more: object) -> RasterLayer:
    dice = np.random.default_rng(seed)
    small = dice.integers(0, 256, (35, 45, 4), dtype=np.uint8)
    small[..., 3] = 255 if seed == 0 else dice.choice([0, 0, 90, 255], (35, 45))
    pixels = premultiplied(np.kron(small, np.ones((20, 20, 1), np.uint8)))
    return RasterLayer(id=f"p{seed}", pixels=TileGrid.from_array(pixels), **more)  # type: ignore[arg-type]


def layers() -> list[Layer]:
    hidden = Selection.ellipse(SIZE, Rect(200, 140, 300, 320)).coverage
    return [
        picture(0),
        picture(1, blend=BlendMode.MULTIPLY),
        LayerMask(id="m", inside="wide", hidden=hidden),
        AdjustmentLayer(id="wide", adjustment=Blur(radius=45)),
        picture(2, inside="g"),
        AdjustmentLayer(id="narrow", adjustment=Blur(radius=5), inside="g"),
        GroupLayer(id="g", opacity=0.8),
        picture(3, opacity=0.6),
    ]


def drawn(scene: Scene, level: int = 0, part: Rect | None = None) -> np.ndarray:
    part = part or Rect(0, 0, SIZE.width >> level, SIZE.height >> level)
    pixels, undone = scene.draw(level, part, Deadline.in_seconds(60))
    assert undone == []
    return pixels.copy()


def assert_as_exported(document: Document, scene: Scene) -> None:
    expected = document.composite(document.canvas).astype(np.int16)
    off = np.abs(drawn(scene).astype(np.int16) - expected)
    assert off.mean() < 0.6
    assert np.percentile(off, 99.9) <= 3


@pytest.mark.parametrize("active", ["p0", "p1", "m", "wide", "p2", "narrow", "g", "p3"])
def test_whatever_is_active_it_looks_as_exported(qapp: object, active: str) -> None:
    document = Document(SIZE, layers(), active=active)
    assert_as_exported(document, Scene(document))


@pytest.mark.parametrize("above", [[], [picture(3)]], ids=["topmost", "below"])
def test_one_that_was_just_added_shows_what_lies_below(qapp: object, above: list[Layer]) -> None:
    there = [picture(0), AdjustmentLayer(id="new", adjustment=Blur(radius=8)), *above]
    document = Document(SIZE, there, active="new")
    assert_as_exported(document, Scene(document))


@pytest.mark.parametrize("active", ["p0", "p1", "m", "p2", "p3"])
def test_what_is_painted_below_and_above_is_seen_at_once(qapp: object, active: str) -> None:
    document = Document(SIZE, layers(), active=active)
    scene = Scene(document)
    document.changed.connect(scene.changed)
    before = drawn(scene)
    stroke = document.begin_stroke(active, Brush(size=50, hardness=1, color=(0, 0, 0)), Point(9, 9))
    for x, y in ((250, 260), (255, 500), (890, 690)):
        stroke.to(x, y)
        stroke.flush()
        assert_as_exported(document, scene)
    stroke.finish()
    document.undo()
    assert np.array_equal(drawn(scene), before)


def test_any_order_in_which_parts_are_drawn_gives_the_same(qapp: object) -> None:
    document = Document(SIZE, layers(), active="p1")
    whole = drawn(Scene(document))
    scene = Scene(document)
    for x, y in itertools.product((700, 0, 350), (420, 0, 210)):
        part = Rect(x, y, 200, 280)
        assert np.array_equal(drawn(scene, part=part), whole[part.slices])


def test_it_is_changed_hidden_and_moved_on_the_canvas_as_in_the_document(qapp: object) -> None:
    document = Document(SIZE, layers(), active="p1")
    scene = Scene(document)
    document.changed.connect(scene.changed)
    drawn(scene)
    for change in (SetLayer("wide", adjustment=Blur(radius=90)), SetLayer("p1", visible=False),
                   SetLayer("p1", visible=True), SetLayer("narrow", opacity=0.3),
                   SetLayer("m", visible=False), SetLayer("wide", visible=False)):  # fmt: skip
        document.perform(change)
        assert_as_exported(document, scene)


def test_a_layer_below_it_that_is_dragged_is_blurred_where_it_is_held(qapp: object) -> None:
    document = Document(SIZE, layers(), active="p1")
    scene = Scene(document)
    before = drawn(scene)
    for to in ((10, 5), (60, -20)):
        scene.displace(("p1",), *to)
    shown = drawn(scene).astype(np.int16)
    scene.displace((), 0, 0)
    assert np.array_equal(drawn(scene), before)
    document.perform(MoveLayerPixels("p1", 60, -20))
    assert np.abs(shown - document.composite(document.canvas)).mean() < 0.6


def test_smaller_sizes_are_as_blurred(qapp: object) -> None:
    document = Document(SIZE, layers(), active="p0")
    small = drawn(Scene(document), level=2).astype(np.int16)
    large = document.composite(document.canvas).astype(np.int16)
    quartered = large.reshape(175, 4, 225, 4, 4).mean((1, 3))
    assert np.abs(small - quartered).mean() < 3


def test_below_it_only_what_is_near_a_dab_is_put_together_anew(
    qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Rect] = []

    def watched(sheets: object, read: object, part: Rect, *more: object) -> object:
        made.append(part)
        return compose_part(sheets, read, part, *more)  # type: ignore[arg-type]

    document = Document(SIZE, layers(), active="p1")
    scene = Scene(document)
    document.changed.connect(scene.changed)
    drawn(scene)
    monkeypatch.setattr(widgets.canvas.stack, "compose_part", watched)
    stroke = document.begin_stroke("p1", Brush(size=20, hardness=1), Point(500, 400))
    stroke.flush()
    drawn(scene)
    reach = 2 * (45 + 1) + 24
    assert made
    assert all(part.width <= reach + 12 and part.height <= reach + 12 for part in made)
    made.clear()
    drawn(scene)
    assert made == []


@pytest.mark.parametrize(
    "chosen",
    [("p1", "p0"), ("p1", "p3"), ("p1", "wide", "g"), ("g", "p3"), ("p0", "p1", "wide", "g", "p3")],
)
def test_however_many_are_dragged_they_look_as_they_will_when_dropped(
    qapp: object, chosen: tuple[str, ...]
) -> None:
    document = Document(SIZE, layers(), active=chosen[0])
    scene = Scene(document)
    document.changed.connect(scene.changed)
    before = drawn(scene)
    for to in ((10, 5), (60, -20)):
        scene.displace(chosen, *to)
        shown = drawn(scene).astype(np.int16)
    assert (shown != before).any()
    scene.displace((), 0, 0)
    assert np.array_equal(drawn(scene), before)
    document.perform(move_layers(document.state, chosen, 60, -20))
    assert np.abs(shown - document.composite(document.canvas)).mean() < 0.6


@pytest.mark.parametrize("chosen", [("p1",), ("p1", "wide", "g"), ("p0", "p3"), ("p2",), ("m",)])
@pytest.mark.parametrize("selected", [False, True])
def test_what_is_transformed_looks_in_its_place_as_it_will(
    qapp: object, chosen: tuple[str, ...], selected: bool
) -> None:
    document = Document(SIZE, layers(), active=chosen[0])
    if selected:
        document.perform(SetSelection(Selection.ellipse(SIZE, Rect(150, 100, 500, 420))))
    scene = Scene(document)
    document.changed.connect(scene.changed)
    before = drawn(scene)
    rect = held(document.state, chosen)
    lifted = scene.lift(chosen, rect)
    scene.warp(lifted, Frame.around(rect).moved(5, 5).quad)
    drawn(scene)
    frame = Frame.around(rect).turned(0.3).moved(30, -20)
    scene.warp(lifted, frame.quad)
    shown = drawn(scene).astype(np.int16)
    scene.displace((), 0, 0)
    assert np.array_equal(drawn(scene), before)
    document.perform(transform(document.state, chosen, rect, frame.quad))
    after = document.composite(document.canvas).astype(np.int16)
    # Bilinear differs from bicubic along edges, of which this picture has many; not elsewhere.
    assert np.abs(shown - after).mean() < 0.2 * np.abs(before.astype(np.int16) - after).mean()


@pytest.mark.parametrize("level", [1, 3])
def test_what_lies_off_the_canvas_is_seen_when_it_is_drawn_in_at_any_size(
    qapp: object, level: int
) -> None:
    grid = TileGrid(SIZE, 4)
    grid.write(Rect(-400, 100, 300, 200), np.full((200, 300, 4), 255, np.uint8))
    document = Document(SIZE, [RasterLayer(id="off", pixels=grid)], active="off")
    scene = Scene(document)
    rect = held(document.state, ("off",))
    frame = Frame.around(rect).moved(500, 0)
    scene.warp(scene.lift(("off",), rect), frame.quad)
    step = 1 << level
    seen = drawn(scene, level)
    assert (seen[100 // step + 2 : 300 // step - 2, 100 // step + 2 : 400 // step - 2] == 255).all()
    assert (seen[: 100 // step - 2] == 0).all()
