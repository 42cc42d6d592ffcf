"""Groups, masks on layers and clipping look on the canvas as they do in an export."""

from __future__ import annotations

import numpy as np
import pytest

from core.document.commands import SetLayer
from core.document.document import Document
from core.document.layers import AdjustmentLayer, GroupLayer, Layer, LayerMask, RasterLayer
from core.document.selection import Selection
from core.geometry import Point, Rect, Size
from core.pixels.adjustments import Curves, HueSaturation, Levels
from core.pixels.alpha import premultiplied
from core.pixels.blend import BlendMode
from core.pixels.brush import Brush
from core.pixels.tiles import TileGrid
from widgets.canvas.levels import Deadline
from widgets.canvas.scene import Scene

SIZE = Size(300, 280)


def picture(seed: int, inside: str | None = None, **more: object) -> RasterLayer:
    """Patches of colours, in part transparent."""
    rng = np.random.default_rng(seed)
    small = rng.integers(0, 256, (14, 15, 4), dtype=np.uint8)
    small[..., 3] = rng.choice([0, 90, 255, 255], (14, 15))
    pixels = np.kron(small, np.ones((20, 20, 1), np.uint8))
    if seed == 0:
        pixels[..., 3] = 255
    grid = TileGrid.from_array(premultiplied(pixels))
    return RasterLayer(id=f"p{seed}", pixels=grid, inside=inside, **more)  # type: ignore[arg-type]


def stacked(through: bool) -> list[Layer]:
    """One of everything: a group in a group, a mask on each kind, two layers clipped to one."""
    round_ = Selection.ellipse(SIZE, Rect(20, 30, 230, 200)).coverage
    return [
        picture(0),
        picture(1, "inner", blend=BlendMode.MULTIPLY),
        picture(2, "inner", opacity=0.6),
        GroupLayer(id="inner", inside="outer", blend=BlendMode.SCREEN, opacity=0.8),
        LayerMask(id="m3", inside="p3", hidden=round_),
        picture(3, "outer", blend=BlendMode.HUE),
        LayerMask(id="m", inside="outer", hidden=Selection.rectangle(SIZE, Rect(0, 0, 90, 280))
                  .coverage),
        GroupLayer(id="outer", through=through, opacity=0.9),
        AdjustmentLayer(id="turned", adjustment=HueSaturation(hue=70), opacity=0.7),
        picture(4),
        AdjustmentLayer(id="dark", adjustment=Levels(gamma=0.5), clipped=True),
        picture(5, clipped=True, blend=BlendMode.OVERLAY),
        picture(6, clipped=True, opacity=0.5),
        picture(7, blend=BlendMode.LUMINOSITY, opacity=0.5),
        LayerMask(id="mc", inside="curved", hidden=round_),
        AdjustmentLayer(id="curved", adjustment=Curves(points=((0, 0.3), (1, 0.8)))),
    ]  # fmt: skip


def drawn(scene: Scene, level: int = 0) -> np.ndarray:
    size = Size(SIZE.width >> level, SIZE.height >> level)
    pixels, undone = scene.draw(level, Rect.of_size(size), Deadline.in_seconds(60))
    assert undone == []
    return pixels.copy()


def off(document: Document, scene: Scene) -> np.ndarray:
    expected = document.composite(document.canvas).astype(np.int16)
    return np.abs(drawn(scene).astype(np.int16) - expected)


@pytest.mark.parametrize("through", [False, True])
@pytest.mark.parametrize(
    "active", ["p0", "p2", "inner", "m3", "outer", "p4", "p5", "p7", "mc", "turned"]
)
def test_whatever_is_active_it_looks_as_exported(qapp: object, active: str, through: bool) -> None:
    document = Document(SIZE, stacked(through), active=active)
    difference = off(document, Scene(document))
    assert difference.mean() < 0.6
    assert np.percentile(difference, 99.5) <= 3


@pytest.mark.parametrize("active", ["p0", "p1", "m3", "m", "p4", "p5", "p7"])
def test_what_is_painted_is_seen_at_once(qapp: object, active: str) -> None:
    document = Document(SIZE, stacked(through=False), active=active)
    scene = Scene(document)
    document.changed.connect(scene.changed)
    before = drawn(scene)
    # On a layer mask black hides and white shows; the middle is hidden by one of the masks.
    color = (255, 255, 255) if active == "m3" else (0, 0, 0)
    stroke = document.begin_stroke(active, Brush(size=70, hardness=1, color=color), Point(150, 120))
    stroke.to(200, 160)
    stroke.flush()
    difference = off(document, scene)
    assert np.percentile(difference, 99.5) <= 3
    assert (drawn(scene) != before).any()
    stroke.finish()
    document.undo()
    assert np.array_equal(drawn(scene), before)


def test_a_group_that_is_changed_is_seen_at_once(qapp: object) -> None:
    document = Document(SIZE, stacked(through=False), active="p7")
    scene = Scene(document)
    document.changed.connect(scene.changed)
    for change in (SetLayer("outer", opacity=0.2), SetLayer("inner", visible=False),
                   SetLayer("p5", clipped=False), SetLayer("outer", through=True),
                   SetLayer("turned", adjustment=HueSaturation(hue=-90)),
                   SetLayer("dark", clipped=False), SetLayer("m", visible=False),
                   SetLayer("p4", visible=False)):  # fmt: skip
        before = drawn(scene)
        document.perform(change)
        assert np.percentile(off(document, scene), 99.5) <= 3, change
        assert (drawn(scene) != before).any(), change


def test_a_layer_that_is_moved_is_shown_moved_in_its_group(qapp: object) -> None:
    document = Document(SIZE, stacked(through=False), active="p1")
    scene = Scene(document)
    before = drawn(scene)
    scene.displace(("p1",), 30, 10)
    moved = drawn(scene)
    assert (moved != before).any()
    scene.displace((), 0, 0)
    assert np.array_equal(drawn(scene), before)


def test_smaller_sizes_are_drawn_of_the_same_layers(qapp: object) -> None:
    document = Document(SIZE, stacked(through=True), active="p2")
    small = drawn(Scene(document), level=1).astype(np.int16)
    large = document.composite(document.canvas).astype(np.int16)
    halved = large.reshape(140, 2, 150, 2, 4).mean((1, 3))
    assert np.abs(small - halved).mean() < 4
