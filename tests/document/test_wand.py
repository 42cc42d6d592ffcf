"""The magic wand, against a flood that goes from pixel to pixel."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.document.document import Document
from core.document.layers import MaskLayer, RasterLayer, RegionLayer
from core.document.wand import Wand, picked
from core.errors import UserError
from core.geometry import Point, Rect, Size
from core.pixels.tiles import TileGrid

Array = npt.NDArray[np.uint8]


def plainly(picture: Array, x: int, y: int, wand: Wand) -> Array:
    """What the wand promises, written out: picture (h, w, 4)."""
    height, width = picture.shape[:2]
    apart = np.abs(picture.astype(int) - picture[y, x].astype(int)).max(axis=2)
    close = apart <= wand.tolerance
    chosen = close
    if wand.contiguous:
        chosen = np.zeros_like(close)
        waiting = [(x, y)]
        while waiting:
            a, b = waiting.pop()
            if 0 <= a < width and 0 <= b < height and close[b, a] and not chosen[b, a]:
                chosen[b, a] = True
                waiting += [(a + 1, b), (a - 1, b), (a, b + 1), (a, b - 1)]
    result = np.where(chosen, 255, 0).astype(np.uint8)
    if wand.smooth:
        for b, a in np.argwhere(~chosen):
            around = (slice(max(0, b - 1), b + 2), slice(max(0, a - 1), a + 2))
            if chosen[around].any():
                share = np.float32(apart[b, a]) / np.float32(apart[around].max())
                result[b, a] = np.rint(255 * (1 - share))
    return result


def strip(seed: int) -> Array:
    """A picture over two tiles of a few colours in patches, some of them mixed."""
    rng = np.random.default_rng(seed)
    small = rng.choice([0, 40, 200], (5, 70, 1)) + rng.choice([0, 12, 30], (5, 70, 1))
    picture = np.repeat(np.repeat(small, 2, axis=0), 4, axis=1)
    picture = np.repeat(picture, 4, axis=2).astype(np.uint8)
    picture[rng.random(picture.shape[:2]) < 0.1, :3] = 120
    picture[..., 3] = 255
    return picture


@given(
    st.integers(0, 10_000), st.integers(0, 279), st.integers(0, 9),
    st.builds(
        Wand, st.sampled_from([0, 12, 30, 90, 255]), st.booleans(), st.booleans(), st.booleans()
    ),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_the_wand_selects_what_it_promises(seed: int, x: int, y: int, wand: Wand) -> None:
    picture = strip(seed)
    snapshot = Document.of_picture(picture).snapshot()
    found = picked(snapshot, Point(x + 0.5, y + 0.5), wand)
    assert np.array_equal(found.read(snapshot.canvas), plainly(picture, x, y, wand))


def test_a_line_around_keeps_the_wand_inside_and_its_soft_edge_is_taken_in_part() -> None:
    picture = np.full((600, 600, 4), 255, np.uint8)
    picture[100:500, 100:500, :3] = 0
    picture[101:499, 101:499, :3] = 127
    picture[102:498, 102:498, :3] = 255
    found = picked(Document.of_picture(picture).snapshot(), Point(300, 300), Wand())
    assert found.bounds() == Rect(101, 101, 398, 398)
    mask = found.read(Rect(0, 0, 600, 600))
    assert (mask[102:498, 102:498] == 255).all()
    assert mask[300, 101] == 127, "half white, half black"
    assert mask[300, 100] == 0


def test_the_wand_looks_at_the_active_layer_alone_when_told_to() -> None:
    size = Size(60, 50)
    paper, ink = np.full((50, 60, 4), 255, np.uint8), np.zeros((50, 60, 4), np.uint8)
    ink[10:20, 10:20] = (0, 0, 0, 255)
    mask = MaskLayer(coverage=TileGrid.from_array(paper[..., 0] // 5))
    layers = (
        RasterLayer(pixels=TileGrid.from_array(paper)),
        RasterLayer(pixels=TileGrid.from_array(ink)),
        mask,
    )
    document = Document(size, layers, active=layers[0].id)
    at, alone = Point(15, 15), Wand(whole=False)
    assert picked(document.snapshot(), at, Wand()).bounds() == Rect(10, 10, 10, 10)
    assert picked(document.snapshot(), at, alone).bounds() == document.canvas
    document.activate(mask.id)
    assert picked(document.snapshot(), at, alone).bounds() == document.canvas


def test_off_the_canvas_there_is_nothing_to_pick() -> None:
    snapshot = Document.of_picture(strip(1)).snapshot()
    assert picked(snapshot, Point(-1, 3), Wand()).is_empty


@pytest.mark.parametrize("layers", [(), (RegionLayer(box=Rect(1, 1, 5, 5)),)])
def test_a_layer_without_pixels_says_what_to_do(layers: tuple[RegionLayer, ...]) -> None:
    document = Document(Size(60, 50), layers)
    with pytest.raises(UserError, match="whole picture"):
        picked(document.snapshot(), Point(3, 3), Wand(whole=False))


def test_a_small_patch_of_a_huge_canvas_is_all_that_is_looked_at() -> None:
    size = Size(16_384, 16_384)
    grid = TileGrid(size, 4)
    grid.write(Rect(9000, 9000, 300, 300), np.full((300, 300, 4), 255, np.uint8))
    snapshot = Document(size, (RasterLayer(pixels=grid),)).snapshot()
    found = picked(snapshot, Point(9100, 9100), Wand())
    assert found.bounds() == Rect(9000, 9000, 300, 300)
    assert found.coverage.nbytes <= 9 * 256 * 256
