"""Painting as an artist expects it."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest

from core.document.commands import AddLayer, ApplyPixels, SetLayer, SetSelection, SetSettings
from core.document.document import Change, Document, Kind
from core.document.layers import Layer, MaskLayer, RasterLayer, RegionLayer, SketchLayer
from core.document.selection import Selection
from core.document.strokes import ActiveStroke
from core.errors import UserError
from core.geometry import EMPTY, Point, Rect, Size
from core.pixels.brush import Brush

Array = npt.NDArray[np.uint8]

SIZE = Size(600, 400)
RED = Brush(size=40, hardness=1.0, color=(255, 0, 0))


def document_with(layer: Layer) -> Document:
    return Document(layer.grid.size if layer.grid else SIZE, (layer,))


def paint(
    document: Document,
    brush: Brush,
    *points: tuple[float, float],
    layer: Layer | None = None,
    flush: bool = True,
) -> ActiveStroke:
    target = layer or document.active
    assert target is not None
    stroke = document.begin_stroke(target.id, brush, Point(*points[0]))
    for point in points[1:]:
        stroke.to(*point)
        if flush:
            stroke.flush()
    return stroke


def pixel(document: Document, x: int, y: int) -> list[int]:
    values: list[int] = document.composite(Rect(x, y, 1, 1))[0, 0].tolist()
    return values


def noise(size: Size = SIZE) -> Array:
    picture = np.random.default_rng(1).integers(0, 256, (*size[::-1], 4), dtype=np.uint8)
    picture[..., 3] = 255
    return picture


def test_a_tap_paints_one_dab() -> None:
    document = document_with(RasterLayer.empty(SIZE))
    paint(document, RED, (100.5, 100.5)).finish()
    assert pixel(document, 100, 100) == [255, 0, 0, 255]
    bounds = document.layers[0].bounds()
    assert abs(bounds.width - 40) <= 2 and bounds.centre == (100.5, 100.5)
    assert document.undo_text == "Brush stroke"


def test_opacity_limits_the_whole_stroke_however_often_it_crosses_itself() -> None:
    document = document_with(RasterLayer.empty(SIZE))
    half = Brush(size=40, hardness=1.0, opacity=0.5, color=(255, 0, 0))
    there_and_back = [(100, 100), (300, 100), (100, 100), (300, 100)]
    paint(document, half, *there_and_back).finish()
    assert pixel(document, 200, 100) == [128, 0, 0, 128]
    paint(document, half, *there_and_back).finish()
    assert pixel(document, 200, 100)[3] == pytest.approx(192, abs=1)


def test_low_flow_builds_up_within_a_stroke_but_not_beyond_its_opacity() -> None:
    document = document_with(RasterLayer.empty(SIZE))
    brush = Brush(size=40, hardness=1.0, opacity=0.5, flow=0.02, spacing=0.25)
    levels = []
    stroke = paint(document, brush, (100, 100))
    for _ in range(150):
        stroke.to(140, 100)
        stroke.to(100, 100)
        stroke.flush()
        levels.append(pixel(document, 120, 100)[3])
    assert levels == sorted(levels)
    assert levels[0] < 20
    assert levels[-1] == 128


def test_when_paint_is_flushed_makes_no_difference() -> None:
    brush = Brush(size=50, hardness=0.2, opacity=0.6, color=(9, 200, 90))
    points = [(50 + 5 * i, 200 + 120 * math.sin(i / 9)) for i in range(90)]
    pictures = []
    for flush in (True, False):
        document = Document.of_picture(noise())
        paint(document, brush, *points, flush=flush).finish()
        pictures.append(document.flatten())
    assert np.array_equal(pictures[0], pictures[1])


def test_the_eraser_takes_alpha_away_and_leaves_no_colour_behind() -> None:
    document = Document.of_picture(noise())
    eraser = Brush(size=40, hardness=1.0, erase=True)
    paint(document, eraser, (100, 100), (300, 100)).finish()
    assert pixel(document, 200, 100) == [0, 0, 0, 0]
    paint(document, Brush(size=40, hardness=1, erase=True, opacity=0.5), (200, 300)).finish()
    assert pixel(document, 200, 300)[3] == 127
    assert document.undo_text == "Erase"


def test_erasing_nothing_is_no_step() -> None:
    document = document_with(RasterLayer.empty(SIZE))
    paint(document, Brush(size=40, erase=True), (100, 100), (300, 100)).finish()
    assert not document.can_undo
    assert document.layers[0].grid is not None and document.layers[0].grid.nbytes == 0


@pytest.mark.parametrize(
    "brush", [Brush(size=60, opacity=0.0), Brush(size=60, opacity=0.0, flow=0.1)]
)
def test_paint_of_no_opacity_changes_nothing(brush: Brush) -> None:
    document = Document.of_picture(noise())
    paint(document, brush, (0, 0), (600, 400)).finish()
    assert np.array_equal(document.flatten(), noise())
    assert not document.can_undo


def test_a_soft_selection_lets_paint_through_in_proportion() -> None:
    soft = np.zeros((400, 600), np.uint8)
    soft[:, 200:300], soft[:, 300:400] = 128, 255
    document = Document.of_picture(noise())
    document.perform(SetSelection(Selection.from_array(SIZE, soft)))
    paint(document, RED, (50, 200), (550, 200)).finish()
    before, after = noise()[200].astype(int), document.flatten()[200].astype(int)
    assert np.array_equal(after[:200], before[:200])
    assert np.array_equal(after[400:], before[400:])
    assert (after[300:400, :3] == (255, 0, 0)).all()
    half = np.rint((before[200:300, :3] * 127 + np.array([255, 0, 0]) * 128) / 255)
    assert np.array_equal(after[200:300, :3], half)


def test_painting_outside_of_the_selection_is_no_step() -> None:
    document = Document.of_picture(noise())
    document.perform(SetSelection(Selection.rectangle(SIZE, Rect(0, 0, 50, 50))))
    stroke = paint(document, RED, (300, 300), (500, 300))
    assert stroke.flush() == EMPTY
    stroke.finish()
    assert document.undo_text == "Select"


def test_a_stroke_may_leave_the_canvas_and_come_back() -> None:
    document = document_with(RasterLayer.empty(SIZE))
    paint(document, RED, (100, 100), (-200, 100), (-200, 300), (100, 300)).finish()
    assert pixel(document, 0, 100) == pixel(document, 0, 300) == [255, 0, 0, 255]
    assert pixel(document, 0, 200) == [0, 0, 0, 0]
    assert document.canvas.contains(document.layers[0].bounds())


def test_a_stroke_wholly_off_the_canvas_is_no_step() -> None:
    document = document_with(RasterLayer.empty(SIZE))
    paint(document, RED, (-500, -500), (-300, -500)).finish()
    assert not document.can_undo


def test_places_that_are_no_numbers_are_ignored() -> None:
    document = document_with(RasterLayer.empty(SIZE))
    stroke = paint(document, RED, (100, 100))
    stroke.to(math.nan, 100)
    stroke.to(100, math.inf)
    stroke.to(200, 100)
    stroke.finish()
    assert pixel(document, 150, 100) == [255, 0, 0, 255]


@pytest.mark.parametrize(
    ("properties", "said"), [({"locked": True}, "locked"), ({"visible": False}, "hidden")]
)
def test_locked_and_hidden_layers_are_not_painted_on(
    properties: dict[str, object], said: str
) -> None:
    document = document_with(RasterLayer.empty(SIZE, "Ink"))
    layer = document.layers[0]
    document.perform(SetLayer(layer.id, **properties))
    with pytest.raises(UserError, match=f"“Ink” is {said}") as refusal:
        document.begin_stroke(layer.id, RED, Point(1, 1))
    assert refusal.value.remedy
    assert document.stroke is None


def test_a_layer_that_is_gone_is_not_painted_on() -> None:
    document = document_with(RasterLayer.empty(SIZE))
    with pytest.raises(UserError, match="not there"):
        document.begin_stroke("nothing", RED, Point(1, 1))


def test_cancelling_brings_the_pixels_back_and_leaves_nothing_to_undo() -> None:
    document = Document.of_picture(noise())
    told: list[Change] = []
    document.changed.connect(told.append)
    stroke = paint(document, RED, (100, 100), (500, 300))
    assert not np.array_equal(document.flatten(), noise())
    stroke.cancel()
    assert np.array_equal(document.flatten(), noise())
    assert not document.can_undo and not document.modified
    assert told[-1].rect.contains(told[0].rect)


def test_after_its_end_a_stroke_does_nothing() -> None:
    document = document_with(RasterLayer.empty(SIZE))
    stroke = paint(document, RED, (100, 100))
    stroke.finish()
    picture = document.flatten()
    stroke.to(400, 300)
    assert stroke.flush() == EMPTY
    stroke.finish()
    stroke.cancel()
    assert np.array_equal(document.flatten(), picture)
    assert len(document.history.done) == 1
    assert not stroke.active


def test_undo_while_painting_takes_the_stroke_back() -> None:
    document = document_with(RasterLayer.empty(SIZE))
    stroke = paint(document, RED, (100, 100), (300, 100))
    assert document.can_undo and document.undo_text == "Brush stroke"
    assert document.modified
    document.undo()
    assert not document.flatten().any()
    stroke.to(500, 100)
    assert not document.flatten().any()
    document.redo()
    assert pixel(document, 200, 100) == [255, 0, 0, 255]


def test_anything_else_that_is_done_ends_the_stroke_first() -> None:
    document = document_with(RasterLayer.empty(SIZE))
    paint(document, RED, (100, 100), (300, 100))
    document.perform(SetSettings(prompt="a cat"))
    assert [entry.text for entry in document.history.done] == ["Brush stroke", "Change prompt"]
    assert document.stroke is None


def test_one_contact_is_one_step() -> None:
    document = Document.of_picture(noise())
    paint(document, RED, *[(10 * i, 200) for i in range(60)]).finish()
    assert len(document.history.done) == 1
    document.undo()
    assert np.array_equal(document.flatten(), noise())


def test_a_sketch_is_painted_in_colour_and_is_no_part_of_the_picture() -> None:
    document = document_with(SketchLayer.empty(SIZE))
    paint(document, RED, (100, 100)).finish()
    grid = document.layers[0].grid
    assert grid is not None
    assert grid.read(Rect(100, 100, 1, 1))[0, 0].tolist() == [255, 0, 0, 255]
    assert not document.flatten().any()


def test_masks_are_painted_white_whatever_the_colour_and_erased() -> None:
    document = document_with(MaskLayer.empty(SIZE))
    paint(document, Brush(size=40, hardness=1, color=(0, 0, 0)), (100, 100), (300, 100)).finish()
    assert document.mask_coverage(Rect(200, 100, 1, 1)) == 255
    assert document.undo_text == "Paint mask"
    paint(document, Brush(size=40, hardness=1, erase=True, opacity=0.5), (200, 100)).finish()
    assert document.mask_coverage(Rect(200, 100, 1, 1)) == 127
    assert document.undo_text == "Erase mask"


def test_painting_on_a_region_that_is_a_box_makes_it_a_painted_shape() -> None:
    region = RegionLayer(box=Rect(100, 100, 200, 100), prompt="a cat")
    document = document_with(region)
    paint(document, Brush(size=40, hardness=1, erase=True), (150, 150)).finish()
    painted = document.layers[0]
    assert isinstance(painted, RegionLayer) and painted.coverage is not None
    assert painted.box is None and painted.prompt == "a cat"
    assert painted.coverage.read(Rect(150, 150, 1, 1)) == 0
    assert painted.coverage.read(Rect(250, 150, 1, 1)) == 255
    assert painted.bounds() == Rect(100, 100, 200, 100)
    document.undo()
    back = document.layers[0]
    assert isinstance(back, RegionLayer)
    assert back.box == Rect(100, 100, 200, 100) and back.coverage is None
    document.redo()
    document.perform(SetLayer(region.id, box=Rect(0, 0, 9, 9)))
    assert document.layers[0].bounds() == Rect(0, 0, 9, 9)


def test_a_box_that_no_paint_has_changed_stays_a_box() -> None:
    document = document_with(RegionLayer(box=Rect(100, 100, 200, 100)))
    paint(document, Brush(size=40), (200, 150), (220, 150)).finish()
    paint(document, Brush(size=40, erase=True), (200, 150), (220, 150)).cancel()
    region = document.layers[0]
    assert isinstance(region, RegionLayer)
    assert region.box == Rect(100, 100, 200, 100) and region.coverage is None
    assert not document.can_undo and not document.modified


def test_observers_are_told_where_paint_was_laid() -> None:
    document = document_with(RasterLayer.empty(SIZE))
    told: list[Change] = []
    document.changed.connect(told.append)
    stroke = paint(document, RED, (100, 100), (200, 150), flush=False)
    assert told == [], "nothing is blended before the frame"
    rect = stroke.flush()
    assert stroke.flush() == EMPTY
    assert len(told) == 1
    assert told[0].rect == rect
    assert told[0].kinds == {Kind.PIXELS}
    assert told[0].layers == {document.layers[0].id}
    assert rect.width < 150 and rect.height < 100
    stroke.finish()
    assert len(told) == 1, "the last flush had shown it all"


def test_a_snapshot_taken_while_painting_stays_as_it_was() -> None:
    document = Document.of_picture(noise())
    stroke = paint(document, RED, (100, 100), (200, 100))
    snapshot, seen = document.snapshot(), document.flatten()
    stroke.to(500, 300)
    stroke.finish()
    assert np.array_equal(snapshot.flatten(), seen)
    document.undo()
    assert np.array_equal(document.flatten(), noise())
    assert np.array_equal(snapshot.flatten(), seen)


def test_a_stroke_keeps_the_blocks_that_it_changed_and_no_more() -> None:
    kept = []
    for side in (2048, 16_384):
        document = Document(Size(side, side))
        part = Rect(0, 0, 2048, 1024)
        document.perform(AddLayer(RasterLayer.empty(document.size)))
        document.perform(ApplyPixels("Paint", noise(part.size), part))
        used = document.history.nbytes
        points = [(200 + 8 * i, 500 + 300 * math.sin(i / 20)) for i in range(200)]
        paint(document, Brush(size=100, hardness=0.0), *points).finish()
        kept.append(document.history.nbytes - used)
    assert kept[0] == kept[1]
    assert kept[0] <= 8 << 20


def test_a_huge_document_costs_what_is_painted_on_it() -> None:
    document = Document(Size(16_384, 16_384))
    document.perform(AddLayer(RasterLayer.empty(document.size)))
    paint(document, RED, (16_000, 16_000), (16_383, 16_383)).finish()
    grid = document.layers[0].grid
    assert grid is not None
    assert grid.nbytes <= 8 * 256 * 256 * 4
    assert document.history.nbytes == 0, "there was nothing before the stroke"
