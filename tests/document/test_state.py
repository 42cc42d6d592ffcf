"""What is seen of a document: composites, masks, snapshots."""

from __future__ import annotations

import threading

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.document.commands import SetLayer, SetSelection
from core.document.document import Document
from core.document.layers import MaskLayer, RasterLayer, RegionLayer, SketchLayer
from core.document.selection import Selection
from core.geometry import EMPTY, Point, Rect, Size
from core.pixels.alpha import premultiplied, straight
from core.pixels.blend import BlendMode, blend
from core.pixels.brush import Brush
from core.pixels.tiles import TileGrid

Array = npt.NDArray[np.uint8]

SIZE = Size(300, 270)
ALL = Rect.of_size(SIZE)

LAYERS = st.lists(
    st.tuples(
        st.integers(1, 99),
        st.sampled_from(list(BlendMode)),
        st.floats(0, 1),
        st.booleans(),
        st.builds(Rect, *[st.integers(-50, 250)] * 2, *[st.integers(1, 300)] * 2),
    ),
    max_size=4,
)
Spec = tuple[int, BlendMode, float, bool, Rect]


def picture(spec: Spec) -> RasterLayer:
    seed, mode, opacity, visible, where = spec
    pixels = np.random.default_rng(seed).integers(
        0, 256, (where.height, where.width, 4), dtype=np.uint8
    )
    pixels[:10, :, 3] = 255
    grid = TileGrid(SIZE, 4)
    grid.write(where, premultiplied(pixels))
    return RasterLayer(pixels=grid, blend=mode, opacity=opacity, visible=visible)


@given(LAYERS, st.builds(Rect, *[st.integers(-40, 280)] * 2, *[st.integers(1, 200)] * 2))
def test_the_composite_is_that_of_whole_images_over_each_other(
    specs: list[Spec], look: Rect
) -> None:
    layers = [picture(spec) for spec in specs]
    document = Document(SIZE, layers)
    expected = np.zeros((SIZE.height, SIZE.width, 4), np.uint8)
    for layer in layers:
        if layer.visible:
            expected = blend(expected, layer.pixels.to_array(), layer.blend, layer.opacity)
    assert np.array_equal(document.composite(ALL), expected)
    assert np.array_equal(document.flatten(), straight(expected))
    on_canvas = look.intersected(ALL)
    part = np.zeros((look.height, look.width, 4), np.uint8)
    part[on_canvas.moved(-look.x, -look.y).slices] = expected[on_canvas.slices]
    assert np.array_equal(document.composite(look), part)
    assert np.array_equal(document.snapshot().composite(look), part)


def test_sketches_masks_and_regions_are_no_part_of_the_picture() -> None:
    base = picture((1, BlendMode.NORMAL, 1.0, True, ALL))
    full = np.full((SIZE.height, SIZE.width, 4), 255, np.uint8)
    document = Document(
        SIZE,
        [
            base,
            SketchLayer(pixels=TileGrid.from_array(full)),
            MaskLayer(coverage=Selection.all(SIZE).coverage),
            RegionLayer(coverage=Selection.all(SIZE).coverage),
        ],
    )
    assert np.array_equal(document.composite(ALL), base.pixels.to_array())


def test_some_layers_can_be_composited_alone() -> None:
    layers = [picture((seed, BlendMode.NORMAL, 1.0, True, ALL)) for seed in (1, 2, 3)]
    document = Document(SIZE, layers)
    below = document.composite(ALL, what=document.layers[:2])
    assert np.array_equal(blend(below, layers[2].pixels.to_array()), document.composite(ALL))


def mask(rect: Rect, value: int = 255) -> MaskLayer:
    grid = TileGrid(SIZE, 1)
    grid.write(rect, np.full((rect.height, rect.width), value, np.uint8))
    return MaskLayer(coverage=grid)


def test_visible_masks_together_say_what_is_repainted() -> None:
    one, other = mask(Rect(10, 10, 50, 50), 100), mask(Rect(40, 40, 50, 50), 200)
    document = Document(SIZE, [one, other])
    assert document.mask_bounds() == Rect(10, 10, 80, 80)
    coverage = document.mask_coverage(Rect(0, 0, 100, 100))
    assert [coverage[p, p] for p in (5, 20, 50, 80)] == [0, 100, 200, 200]
    document.perform(SetLayer(other.id, visible=False))
    assert document.mask_bounds() == Rect(10, 10, 50, 50)
    document.perform(SetLayer(one.id, opacity=0.1))
    assert document.mask_coverage(Rect(20, 20, 1, 1)) == 100, "opacity is that of the tint"


def test_without_a_painted_mask_the_selection_is_what_is_repainted() -> None:
    document = Document(SIZE, [MaskLayer.empty(SIZE)])
    assert document.mask_bounds() == EMPTY
    assert not document.mask_coverage(ALL).any()
    document.perform(SetSelection(Selection.rectangle(SIZE, Rect(200, 200, 50, 50))))
    assert document.mask_bounds() == Rect(200, 200, 50, 50)
    assert document.mask_coverage(Rect(210, 210, 1, 1)) == 255
    stroke = document.begin_stroke(
        document.layers[0].id, Brush(size=20, hardness=1), Point(225, 225)
    )
    stroke.finish()
    assert document.mask_bounds().width <= 22, "the painted mask goes first"


def test_a_mask_moved_off_the_canvas_asks_for_nothing() -> None:
    document = Document(SIZE, [mask(Rect(-100, -100, 90, 90))])
    assert document.mask_bounds() == EMPTY
    assert not document.mask_coverage(Rect(-100, -100, 400, 400)).any()


def test_a_snapshot_can_be_read_by_another_thread_while_the_artist_paints() -> None:
    base = picture((1, BlendMode.NORMAL, 1.0, True, ALL))
    document = Document(SIZE, [base])
    snapshot, expected = document.snapshot(), document.flatten()
    seen: list[bool] = []

    def read() -> None:
        for _ in range(30):
            seen.append(np.array_equal(snapshot.flatten(), expected))

    thread = threading.Thread(target=read)
    thread.start()
    stroke = document.begin_stroke(base.id, Brush(size=60), Point(0, 0))
    for step in range(300):
        stroke.to(step % 300, (7 * step) % 270)
        stroke.flush()
    stroke.finish()
    thread.join(60)
    assert seen == [True] * 30


def test_a_snapshot_cannot_be_changed() -> None:
    snapshot = Document(SIZE).snapshot()
    with pytest.raises(AttributeError):
        snapshot.size = Size(1, 1)  # type: ignore[misc]
    tile = Document(SIZE, [mask(ALL)]).snapshot().masks()[0].tile((0, 0))
    assert tile is not None
    with pytest.raises(ValueError):
        tile[0, 0] = 1
