"""What each command does, and what it refuses."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from core.document.commands import (
    AddLayer,
    ApplyPixels,
    ClearLayer,
    DuplicateLayer,
    FillLayer,
    MergeDown,
    MoveLayer,
    MoveLayerPixels,
    RemoveLayer,
    ResizeCanvas,
    SetLayer,
    SetSelection,
    SetSettings,
)
from core.document.document import Change, Document, Kind
from core.document.layers import (
    AdjustmentLayer,
    Layer,
    MaskLayer,
    RasterLayer,
    RegionLayer,
    SketchLayer,
    fresh_name,
)
from core.document.selection import Selection
from core.errors import UserError
from core.geometry import EMPTY, Rect, Size
from core.pixels.adjustments import Levels
from core.pixels.alpha import premultiplied
from core.pixels.blend import BlendMode
from core.pixels.tiles import TileGrid
from core.request import InpaintSettings

Array = npt.NDArray[np.uint8]

SIZE = Size(300, 200)
ALL = Rect.of_size(SIZE)


def noise(seed: int = 1, size: Size = SIZE) -> Array:
    shape = (size.height, size.width, 4)
    return np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)


def picture(name: str, seed: int, **properties: object) -> RasterLayer:
    layer = RasterLayer(name=name, pixels=TileGrid.from_array(premultiplied(noise(seed))))
    return layer.replaced(**properties)


def names(document: Document) -> list[str]:
    return [layer.name for layer in document.layers]


@pytest.fixture
def document() -> Document:
    """Three pictures, the middle one active."""
    document = Document(SIZE, [picture(name, seed) for seed, name in enumerate("abc")])
    document.activate(document.layers[1].id)
    return document


@pytest.fixture
def told(document: Document) -> list[Change]:
    changes: list[Change] = []
    document.changed.connect(changes.append)
    return changes


# Layers ------------------------------------------------------------------------------------


def test_a_new_layer_lies_above_the_active_one_and_is_active(document: Document) -> None:
    document.perform(AddLayer(RasterLayer.empty(SIZE, "new")))
    assert names(document) == ["a", "b", "new", "c"]
    assert document.active is document.layers[2]
    document.perform(AddLayer(MaskLayer.empty(SIZE, "top"), index=99))
    assert names(document)[-1] == "top"
    document.undo()
    document.undo()
    assert document.active is not None and document.active.name == "b"


def test_a_layer_of_another_size_is_refused(document: Document) -> None:
    with pytest.raises(UserError, match="made for 9×9"):
        document.perform(AddLayer(RasterLayer.empty(Size(9, 9))))


def test_removing_a_layer_makes_the_one_below_active(
    document: Document, told: list[Change]
) -> None:
    picture, removed = document.flatten(), document.layers[1].id
    document.perform(RemoveLayer(removed))
    assert names(document) == ["a", "c"]
    assert document.active is document.layers[0]
    assert told[-1].kinds == {Kind.LAYERS, Kind.ACTIVE}
    assert told[-1].layers == {removed}
    assert told[-1].rect == ALL
    document.undo()
    assert np.array_equal(document.flatten(), picture)
    assert document.active is document.layers[1]


def test_removing_the_last_layer_leaves_none_active() -> None:
    document = Document(SIZE, [picture("a", 1)])
    document.perform(RemoveLayer(document.layers[0].id))
    assert document.layers == () and document.active is None
    assert not document.flatten().any()


def test_layers_are_reordered(document: Document, told: list[Change]) -> None:
    a = document.layers[0].id
    document.perform(MoveLayer(a, 2))
    assert names(document) == ["b", "c", "a"]
    assert Kind.LAYERS in told[-1].kinds
    document.perform(MoveLayer(a, -5))
    assert names(document) == ["a", "b", "c"]
    assert document.active is not None and document.active.name == "b"


def test_a_duplicate_is_independent_of_its_original(document: Document) -> None:
    original = document.layers[1]
    document.perform(SetLayer(original.id, opacity=0.5, locked=True))
    document.perform(DuplicateLayer(original.id))
    copy = document.layers[2]
    assert names(document) == ["a", "b", "b copy", "c"]
    assert copy.opacity == 0.5 and not copy.locked and copy.id != original.id
    assert copy.grid is not None and original.grid is not None
    before = original.grid.to_array()
    assert np.array_equal(copy.grid.to_array(), before)
    document.perform(ClearLayer(copy.id))
    assert np.array_equal(original.grid.to_array(), before)


def test_properties_change_and_say_what_they_change(document: Document, told: list[Change]) -> None:
    id_ = document.layers[2].id
    texts = []
    for properties in (
        {"opacity": 0.3},
        {"blend": BlendMode.MULTIPLY},
        {"visible": False},
        {"visible": True},
        {"name": "ink"},
        {"locked": True},
        {"locked": False},
    ):
        document.perform(SetLayer(id_, **properties))
        texts.append(document.undo_text)
        for name, value in properties.items():
            assert getattr(document.layers[2], name) == value
    assert texts == [
        "Change layer opacity",
        "Change layer blend",
        "Hide layer",
        "Show layer",
        "Rename layer",
        "Lock layer",
        "Unlock layer",
    ]
    assert all(change.kinds == {Kind.PROPERTIES} for change in told)
    assert [change.rect != EMPTY for change in told] == [True] * 4 + [False] * 3


def test_the_pixels_stay_the_same_object_when_properties_change(document: Document) -> None:
    grid = document.layers[0].grid
    document.perform(SetLayer(document.layers[0].id, opacity=0.5))
    assert document.layers[0].grid is grid


def test_opacity_is_kept_between_0_and_1(document: Document) -> None:
    document.perform(SetLayer(document.layers[0].id, opacity=7))
    assert document.layers[0].opacity == 1.0


def test_properties_that_a_layer_does_not_have_are_refused(document: Document) -> None:
    with pytest.raises(TypeError):
        document.perform(SetLayer(document.layers[0].id, colour="red"))
    with pytest.raises(ValueError, match="not properties"):
        document.perform(SetLayer(document.layers[0].id, id="x"))
    assert not document.can_undo


@pytest.mark.parametrize("kind", ["remove", "fill", "clear", "move", "merge"])
def test_locked_layers_are_left_alone(document: Document, kind: str) -> None:
    id_ = document.layers[1].id
    document.perform(SetLayer(id_, locked=True))
    before = document.flatten()
    command = {
        "remove": RemoveLayer(id_),
        "fill": FillLayer(id_),
        "clear": ClearLayer(id_),
        "move": MoveLayerPixels(id_, 1, 1),
        "merge": MergeDown(id_),
    }[kind]
    with pytest.raises(UserError, match="“b” is locked"):
        document.perform(command)
    with pytest.raises(UserError, match="“b” is locked"):
        document.perform(MergeDown(document.layers[2].id))
    assert np.array_equal(document.flatten(), before)
    assert document.undo_text == "Lock layer"


def test_commands_on_a_layer_that_is_gone_are_refused(document: Document) -> None:
    for command in (RemoveLayer("x"), FillLayer("x"), MergeDown("x"), SetLayer("x", name="y")):
        with pytest.raises(UserError, match="not there"):
            document.perform(command)


def test_names_are_made_that_no_layer_has() -> None:
    layers = [RasterLayer.empty(SIZE, name) for name in ("Layer", "Layer 2")]
    assert fresh_name("Layer", layers) == "Layer 3"
    assert fresh_name("Mask", layers) == "Mask"


# Merging -----------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", list(BlendMode))
def test_merging_down_keeps_the_look(mode: BlendMode) -> None:
    lower, upper = picture("lower", 1, opacity=0.7), picture("upper", 2, blend=mode, opacity=0.4)
    document = Document(SIZE, [lower, upper])
    before = document.composite(ALL)
    document.perform(MergeDown(upper.id))
    assert np.array_equal(document.composite(ALL), before)
    assert names(document) == ["lower"]
    assert document.layers[0].opacity == 1.0
    assert document.active is document.layers[0]
    document.undo()
    assert np.array_equal(document.composite(ALL), before)


def test_masks_merge_to_all_that_either_covers() -> None:
    masks = [
        MaskLayer(coverage=Selection.rectangle(SIZE, Rect(x, 0, 50, 50)).coverage) for x in (0, 40)
    ]
    document = Document(SIZE, masks)
    document.perform(MergeDown(masks[1].id))
    assert document.mask_bounds() == Rect(0, 0, 90, 50)


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        (RasterLayer.empty(SIZE), SketchLayer.empty(SIZE)),
        (MaskLayer.empty(SIZE), RasterLayer.empty(SIZE)),
        (RegionLayer(box=ALL), RegionLayer(box=ALL)),
    ],
)
def test_layers_that_do_not_fit_together_are_not_merged(lower: Layer, upper: Layer) -> None:
    document = Document(SIZE, [lower, upper])
    with pytest.raises(UserError, match="cannot become one"):
        document.perform(MergeDown(upper.id))
    with pytest.raises(UserError, match="no layer below"):
        document.perform(MergeDown(lower.id))


def test_hidden_layers_are_not_merged(document: Document) -> None:
    document.perform(SetLayer(document.layers[0].id, visible=False))
    with pytest.raises(UserError, match="“a” is hidden"):
        document.perform(MergeDown(document.layers[1].id))


# Filling and clearing ----------------------------------------------------------------------


def test_filling_covers_what_is_selected_and_nothing_else(document: Document) -> None:
    layer = document.layers[1]
    assert layer.grid is not None
    before = layer.grid.to_array()
    document.perform(SetSelection(Selection.rectangle(SIZE, Rect(250, 50, 100, 40))))
    document.perform(FillLayer(layer.id, (1, 2, 3)))
    after = layer.grid.to_array()
    assert (after[50:90, 250:] == (1, 2, 3, 255)).all()
    after[50:90, 250:] = before[50:90, 250:]
    assert np.array_equal(after, before)


def test_filling_all_of_a_huge_layer_takes_next_to_no_memory() -> None:
    size = Size(16_384, 16_384)
    document = Document(size, [RasterLayer.empty(size)])
    document.perform(FillLayer(document.layers[0].id, (9, 9, 9)))
    grid = document.layers[0].grid
    assert grid is not None and grid.nbytes == 256 * 256 * 4
    assert document.composite(Rect(16_383, 16_383, 1, 1))[0, 0].tolist() == [9, 9, 9, 255]


def test_clearing_follows_a_soft_selection(document: Document) -> None:
    layer = document.layers[0]
    assert layer.grid is not None
    before = layer.grid.to_array()
    soft = np.full((200, 300), 128, np.uint8)
    document.perform(SetSelection(Selection.from_array(SIZE, soft)))
    document.perform(ClearLayer(layer.id))
    expected = np.rint(before.astype(float) * 127 / 255)
    assert np.array_equal(layer.grid.to_array(), expected)
    document.perform(SetSelection(None))
    document.perform(ClearLayer(layer.id))
    assert layer.grid.nbytes == 0


def test_filling_a_region_that_is_a_box_paints_it() -> None:
    document = Document(SIZE, [RegionLayer(box=Rect(0, 0, 50, 50))])
    document.perform(FillLayer(document.layers[0].id, rect=Rect(40, 40, 30, 30)))
    region = document.layers[0]
    assert isinstance(region, RegionLayer) and region.box is None
    assert region.bounds() == Rect(0, 0, 70, 70)


# Moving and resizing -----------------------------------------------------------------------


def test_pixels_moved_off_the_canvas_come_back(document: Document) -> None:
    layer = document.layers[1]
    before = document.flatten()
    document.perform(MoveLayerPixels(layer.id, -1000, 77))
    assert not np.array_equal(document.flatten(), before)
    document.perform(MoveLayerPixels(layer.id, 1000, -77))
    assert np.array_equal(document.flatten(), before)


def test_pixels_are_not_moved_out_of_reach(document: Document) -> None:
    with pytest.raises(UserError, match="too far"):
        document.perform(MoveLayerPixels(document.layers[1].id, 10**6, 0))


def test_with_a_selection_only_what_is_selected_moves_and_the_selection_with_it() -> None:
    opaque = noise()
    opaque[..., 3] = 255
    document = Document.of_picture(opaque)
    part, target = Rect(20, 30, 40, 50), Rect(120, 40, 40, 50)
    document.perform(SetSelection(Selection.rectangle(SIZE, part)))
    document.perform(MoveLayerPixels(document.layers[0].id, 100, 10))
    result = document.flatten()
    assert np.array_equal(result[target.slices], opaque[part.slices])
    assert not result[part.slices].any()
    assert document.selection is not None and document.selection.bounds() == target
    result[part.slices], result[target.slices] = opaque[part.slices], opaque[target.slices]
    assert np.array_equal(result, opaque)


def test_lifting_a_soft_selection_loses_no_paint() -> None:
    mask = Selection.ellipse(SIZE, Rect(0, 0, 80, 80)).coverage
    document = Document(SIZE, [MaskLayer(coverage=mask.snapshot())])
    soft = np.random.default_rng(1).integers(0, 256, (200, 300), dtype=np.uint8)
    document.perform(SetSelection(Selection.from_array(SIZE, soft)))
    document.perform(MoveLayerPixels(document.layers[0].id, 150, 0))
    result = document.mask_coverage(ALL)
    assert np.array_equal(result[:80, :80] + result[:80, 150:230], mask.to_array()[:80, :80])


def test_cropping_and_extending_keep_what_lies_outside(document: Document) -> None:
    before = document.flatten()
    document.perform(ResizeCanvas(Rect(50, 60, 100, 90)))
    assert document.size == Size(100, 90)
    assert np.array_equal(document.flatten(), before[60:150, 50:150])
    document.perform(ResizeCanvas(Rect(-50, -60, 300, 200)))
    assert np.array_equal(document.flatten(), before)


def test_extending_shows_transparency_around_the_picture(
    document: Document, told: list[Change]
) -> None:
    before = document.flatten()
    document.perform(ResizeCanvas(Rect(-30, -40, 400, 300)))
    result = document.flatten()
    assert np.array_equal(result[40:240, 30:330], before)
    result[40:240, 30:330] = 0
    assert not result.any()
    assert Kind.SIZE in told[-1].kinds
    assert told[-1].rect == Rect(0, 0, 400, 300)
    assert all(layer.grid is None or layer.grid.size == Size(400, 300) for layer in document.layers)
    document.undo()
    assert np.array_equal(document.flatten(), before)
    assert told[-1].rect == ALL


def test_boxes_selection_and_context_follow_the_canvas() -> None:
    document = Document(SIZE, [RegionLayer(box=Rect(10, 10, 50, 50))])
    document.perform(SetSelection(Selection.rectangle(SIZE, Rect(20, 20, 30, 30))))
    document.perform(SetSettings(inpaint=InpaintSettings(context=Rect(0, 0, 128, 128))))
    document.perform(ResizeCanvas(Rect(-5, -7, 310, 210)))
    region = document.layers[0]
    assert isinstance(region, RegionLayer) and region.box == Rect(15, 17, 50, 50)
    assert document.selection is not None
    assert document.selection.bounds() == Rect(25, 27, 30, 30)
    assert document.settings.inpaint.context == Rect(5, 7, 128, 128)
    document.perform(ResizeCanvas(Rect(100, 100, 50, 50)))
    assert document.selection is None, "nothing of it is left"


@pytest.mark.parametrize("rect", [Rect(0, 0, 0, 10), Rect(5, 5, 16_385, 1), Rect(0, 0, -3, 5)])
def test_canvas_sizes_that_no_picture_can_have_are_refused(document: Document, rect: Rect) -> None:
    with pytest.raises(UserError, match="cannot be"):
        document.perform(ResizeCanvas(rect))
    assert document.size == SIZE


# Results -----------------------------------------------------------------------------------


def test_a_result_becomes_a_layer_above_the_active_one(document: Document) -> None:
    result, where = noise(7, Size(64, 48)), Rect(30, 20, 64, 48)
    document.perform(ApplyPixels("Candidate", result, where))
    assert names(document) == ["a", "b", "Candidate", "c"]
    layer = document.layers[2]
    assert document.active is layer and layer.grid is not None
    assert np.array_equal(layer.grid.read(where), premultiplied(result))
    assert where.contains(layer.bounds())


def test_where_a_result_is_transparent_the_picture_stays_to_the_last_bit(
    document: Document,
) -> None:
    before = document.flatten()
    result = noise(7)
    result[..., 3] = 255
    result[:100, :, 3] = 0
    document.perform(RemoveLayer(document.layers[2].id))
    before = document.flatten()
    document.perform(ApplyPixels("Candidate", result, ALL))
    after = document.flatten()
    assert np.array_equal(after[:100], before[:100])
    assert np.array_equal(after[100:], result[100:])


def test_a_result_reaching_beyond_the_canvas_is_cut_there(document: Document) -> None:
    document.perform(ApplyPixels("Candidate", noise(3, Size(100, 100)), Rect(-50, 150, 100, 100)))
    assert Rect(0, 150, 50, 50).contains(document.layers[2].bounds())


def test_a_result_lies_below_the_masks_that_asked_for_it() -> None:
    document = Document(SIZE, [picture("a", 1), SketchLayer.empty(SIZE), MaskLayer.empty(SIZE)])
    document.perform(ApplyPixels("Candidate", noise(), ALL))
    assert names(document) == ["a", "Candidate", "Sketch", "Mask"]
    document = Document(SIZE, [MaskLayer.empty(SIZE)])
    document.perform(ApplyPixels("Candidate", noise(), ALL))
    document.perform(ApplyPixels("Candidate", noise(), ALL))
    assert names(document) == ["Candidate", "Candidate 2", "Mask"]


# Settings and selection --------------------------------------------------------------------


def test_settings_are_part_of_the_timeline(document: Document, told: list[Change]) -> None:
    document.perform(SetSettings(prompt="a cat", steps=30))
    assert document.settings.prompt == "a cat"
    assert told[-1].kinds == {Kind.SETTINGS} and told[-1].rect == EMPTY
    assert document.undo_text == "Change settings"
    document.undo()
    assert document.settings.prompt == ""
    with pytest.raises(TypeError):
        document.perform(SetSettings(promt="a typo"))


def test_a_selection_that_holds_nothing_is_none(document: Document, told: list[Change]) -> None:
    document.perform(SetSelection(Selection.rectangle(SIZE, Rect(10, 10, 20, 20))))
    assert told[-1].kinds == {Kind.SELECTION} and told[-1].rect == Rect(10, 10, 20, 20)
    document.perform(SetSelection(Selection.rectangle(SIZE, Rect(-50, -50, 20, 20))))
    assert document.selection is None
    assert told[-1].rect == Rect(10, 10, 20, 20)


def test_adjustments_have_no_pixels_and_are_not_merged() -> None:
    below, above = (AdjustmentLayer(name=name, adjustment=Levels()) for name in ("below", "above"))
    document = Document(Size(64, 64), [RasterLayer.empty(Size(64, 64)), below, above])
    with pytest.raises(UserError, match="cannot become one layer"):
        document.perform(MergeDown(above.id))
    assert [layer.id for layer in document.layers][1:] == [below.id, above.id]
