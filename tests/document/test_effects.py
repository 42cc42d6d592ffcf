"""Brushes that do something to the pixels that are there: smudge, blur and clone; and symmetry."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from core.document.commands import SetSelection
from core.document.document import Document
from core.document.layers import MaskLayer, RasterLayer
from core.document.selection import Selection
from core.errors import UserError
from core.geometry import Point, Rect, Size
from core.pixels.brush import Brush, Effect, Grain, Tip
from core.pixels.dynamics import Dynamic, Source, Target
from core.pixels.soften import softened
from core.pixels.symmetry import Symmetry
from core.pixels.tiles import TileGrid

Array = npt.NDArray[np.uint8]
SIZE = Size(600, 400)
SMUDGE = Brush(size=60, effect=Effect.SMUDGE)
BLUR = Brush(size=60, effect=Effect.BLUR)
CLONE = Brush(size=60, hardness=1, effect=Effect.CLONE)
EVERYTHING = (
    Brush(
        size=50, flow=0.4, tip=Tip.BRISTLES, grain=Grain.CANVAS, scatter=0.4,
        dynamics=(
            Dynamic(Target.ROTATION, Source.DIRECTION), Dynamic(Target.SIZE, Source.CHANCE),
            Dynamic(Target.TEXTURE, Source.PRESSURE), Dynamic(Target.FLOW, Source.SPEED),
        ),
    ),
    Brush(size=40, tip=Tip.SPECKS, spacing=0.4, smoothing=0.5),
    Brush(size=40, roundness=0.3, rotation=40, string=30),
    SMUDGE, BLUR, CLONE,
)  # fmt: skip


def halves() -> Document:
    """Red on the left, blue on the right."""
    picture = np.zeros((SIZE.height, SIZE.width, 4), np.uint8)
    picture[:, :300], picture[:, 300:] = (255, 0, 0, 255), (0, 0, 255, 255)
    return Document.of_picture(picture)


def paint(document: Document, brush: Brush, *points: tuple[float, float], **how: Any) -> None:
    assert document.active is not None
    stroke = document.begin_stroke(document.active.id, brush, Point(*points[0]), **how)
    for at, point in enumerate(points[1:]):
        stroke.to(*point, 0.5 + 0.5 * (at % 2), time=1 + at / 100)
    stroke.finish()


def test_smudging_drags_the_colour_along_and_it_runs_out() -> None:
    document = halves()
    paint(document, Brush(size=60, effect=Effect.SMUDGE, opacity=0.5), (260, 200), (560, 200))
    row = document.flatten()[200].astype(int)
    assert row[310, 0] > 60 and row[310, 2] < 200
    assert row[310, 0] > row[350, 0] > row[420, 0]
    assert row[520].tolist() == [0, 0, 255, 255]
    assert (row[:, 3] == 255).all()
    assert document.undo_text == "Smudge"


def test_smudging_at_the_canvas_border_drags_no_holes_in() -> None:
    document = halves()
    paint(document, SMUDGE, (5, 200), (200, 200))
    paint(document, SMUDGE, (400, -10), (400, 100))
    assert (document.flatten()[..., 3] == 255).all()


def test_blurring_softens_an_edge_and_leaves_flat_colour_to_the_bit() -> None:
    document = halves()
    before = document.flatten()
    paint(document, BLUR, (200, 200), (400, 200))
    after = document.flatten().astype(int)
    assert 60 < after[200, 300, 0] < 195
    assert np.array_equal(after[:, :250], before[:, :250])
    assert np.array_equal(after[:120], before[:120])


def test_cloning_copies_what_was_there_before_the_stroke() -> None:
    document = halves()
    paint(document, CLONE, (400, 200), (500, 200), source=(-250, 0))
    assert document.flatten()[200, 450].tolist() == [255, 0, 0, 255]
    assert document.flatten()[200, 560].tolist() == [0, 0, 255, 255]


def test_cloning_from_beyond_the_canvas_changes_nothing() -> None:
    document = halves()
    paint(document, CLONE, (100, 200), (150, 200), source=(-900, 0))
    assert not document.can_undo


def test_a_brush_that_clones_asks_where_from() -> None:
    with pytest.raises(UserError, match="clone from"):
        paint(halves(), CLONE, (100, 200))


@pytest.mark.parametrize("brush", EVERYTHING)
def test_equal_strokes_give_equal_pixels_and_undo_to_the_bit(brush: Brush) -> None:
    points = [(40 + 9 * i, 200 + 90 * np.sin(i / 7)) for i in range(56)]
    pictures = []
    for flush in (True, False):
        document = halves()
        before = document.flatten()
        assert document.active is not None
        stroke = document.begin_stroke(
            document.active.id, brush, Point(*points[0]), 0.4, source=(60, 20)
        )
        for at, (x, y) in enumerate(points[1:]):
            stroke.to(x, y, 0.3 + at / 80, tilt=0.2, lean=at / 56, time=1 + at / 120)
            if flush:
                stroke.flush()
        stroke.finish()
        pictures.append(document.flatten())
        assert not np.array_equal(pictures[-1], before)
        document.undo()
        assert np.array_equal(document.flatten(), before)
        document.redo()
        assert np.array_equal(document.flatten(), pictures[-1])
    assert np.array_equal(*pictures)


@pytest.mark.parametrize("brush", [SMUDGE, BLUR, CLONE])
def test_nothing_changes_outside_of_the_selection(brush: Brush) -> None:
    document = halves()
    document.perform(SetSelection(Selection.rectangle(SIZE, Rect(280, 0, 60, 400))))
    before = document.flatten()
    paint(document, brush, (200, 200), (450, 210), source=(-200, 0))
    after = document.flatten()
    assert np.array_equal(after[:, :280], before[:, :280])
    assert np.array_equal(after[:, 340:], before[:, 340:])
    assert not np.array_equal(after, before)


@pytest.mark.parametrize("brush", [SMUDGE, BLUR, CLONE])
def test_masks_can_be_smudged_blurred_and_cloned(brush: Brush) -> None:
    document = halves()
    mask = MaskLayer(coverage=Selection.rectangle(SIZE, Rect(0, 0, 300, 400)).coverage.snapshot())
    document = Document(SIZE, (*document.layers, mask))
    paint(document, brush, (250, 200), (360, 200), source=(-200, 0))
    row = document.mask_coverage(Rect(0, 200, 600, 1))[0]
    assert row[305] > 0 and row[100] == 255 and row[500] == 0


def test_a_mirrored_stroke_is_its_own_mirror_image() -> None:
    document = Document(SIZE, (RasterLayer.empty(SIZE),))
    brush = Brush(size=31, hardness=0.4, roundness=0.4, rotation=30, color=(200, 40, 0))
    points = [(60, 50), (180, 90), (240, 180)]
    paint(document, brush, *points, symmetry=Symmetry(across=True, down=True))
    picture = document.flatten().astype(int)
    # Half a pixel's phase of a dab is the most that the two sides differ by.
    assert np.abs(picture - picture[:, ::-1]).max() <= 50
    assert np.abs(picture - picture[::-1]).max() <= 50
    assert picture[90, 180, 3] and picture[90, 419, 3] and picture[309, 180, 3]
    document.undo()
    assert not document.flatten().any()


def test_every_ray_of_a_smudge_has_a_finger_of_its_own() -> None:
    document = halves()
    paint(document, SMUDGE, (260, 100), (360, 100), symmetry=Symmetry(across=True))
    row = document.flatten()[100].astype(int)
    assert row[330, 0] > 40 and row[269, 2] > 40


@pytest.mark.parametrize(
    "brush", [Brush(size=80, color=(0, 200, 0)), SMUDGE, BLUR, CLONE], ids=lambda b: b.effect.value
)
def test_where_alpha_is_locked_colours_change_and_nothing_else(brush: Brush) -> None:
    picture = np.zeros((SIZE.height, SIZE.width, 4), np.uint8)
    rows, columns = np.mgrid[: SIZE.height, : SIZE.width]
    picture[..., 3] = np.where(columns < 450, columns // 2 % 256, 0)
    picture[..., 0] = np.minimum(picture[..., 3], rows // 2)
    document = Document(
        SIZE, (RasterLayer(pixels=TileGrid.from_array(picture), alpha_locked=True),)
    )
    grid = document.layers[0].grid
    assert grid is not None
    paint(document, brush, (100, 150), (560, 260), source=(-40, 30))
    after = grid.to_array()
    assert np.array_equal(after[..., 3], picture[..., 3])
    assert (after[..., :3] <= after[..., 3:]).all()
    assert not np.array_equal(after, picture)
    if brush.effect is Effect.PAINT:  # thin paint is of the same colour as thick
        colour = after[200, 300].astype(float)
        assert colour[:3] == pytest.approx(np.array([0, 200, 0]) * colour[3] / 255, abs=1)
    document.undo()
    assert np.array_equal(grid.to_array(), picture)


def test_erasing_where_alpha_is_locked_is_refused() -> None:
    document = Document(SIZE, (RasterLayer(pixels=TileGrid(SIZE, 4), alpha_locked=True),))
    with pytest.raises(UserError, match="locked"):
        paint(document, Brush(erase=True), (100, 200))


@pytest.mark.parametrize("sigma", [0.8, 3.0, 9.0, 24.0])
def test_a_blur_is_a_gaussian_without_seams_between_tiles(sigma: float) -> None:
    rng = np.random.default_rng(4)
    picture = np.full((512, 600, 4), 255, np.uint8)
    patches = rng.integers(0, 256, (9, 11, 3), dtype=np.uint8)
    picture[..., :3] = cv2.resize(patches, (600, 512), interpolation=cv2.INTER_NEAREST)
    grid = TileGrid.from_array(picture)
    rows = [np.hstack([softened(grid, (x, y), sigma) for x in range(3)]) for y in range(2)]
    soft = np.vstack(rows)[:512, :600].astype(int)
    exact = cv2.GaussianBlur(
        picture.astype(np.float32), (0, 0), sigma, borderType=cv2.BORDER_REPLICATE
    )
    assert np.abs(soft - exact).max() < 6
    jumps = np.abs(np.diff(soft, axis=1)).max(axis=(0, 2))
    assert jumps[255] <= np.delete(jumps, 255).max()
