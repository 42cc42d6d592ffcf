"""New layers of what is selected, of what is seen, and copies that are moved: each one step."""

from __future__ import annotations

import numpy as np
import pytest

from core.document.commands import AddLayerMask, SetLayer, SetSelection
from core.document.copying import layer_of_selected, layer_of_visible, moved_copies
from core.document.document import Document
from core.document.edit import Command
from core.document.layers import GroupLayer, MaskLayer, RasterLayer
from core.document.outlining import Side, outline, stroked
from core.document.picking import layer_at
from core.document.selection import Selection
from core.document.transforming import flipped
from core.errors import UserError
from core.geometry import Point, Rect, Size
from core.pixels.tiles import TileGrid
from tests.document.steps import looks

SIZE = Size(320, 280)
RED, GREEN = (200, 0, 0, 255), (0, 180, 0, 255)
BOX = Rect(40, 50, 100, 80)
CHOSEN = Rect(90, 20, 60, 70)


def box(name: str, rect: Rect, colour: tuple[int, ...], **more: object) -> RasterLayer:
    grid = TileGrid(SIZE, 4)
    grid.write(rect, np.full((rect.height, rect.width, 4), colour, np.uint8))
    return RasterLayer(id=name, name=name, pixels=grid, **more)  # type: ignore[arg-type]


def document(*, selected: bool = True) -> Document:
    layers = (
        box("paper", Rect.of_size(SIZE), (255, 255, 255, 255)),
        box("in", BOX, RED, inside="group", opacity=0.5),
        GroupLayer(id="group"),
        box("top", Rect(200, 200, 50, 50), GREEN),
    )
    made = Document(SIZE, layers, active="in")
    if selected:
        made.perform(SetSelection(Selection.rectangle(SIZE, CHOSEN)))
    return made


def done_and_undone(document: Document, command: Command) -> None:
    before, shown = looks(document), document.flatten()
    document.perform(command)
    after = looks(document)
    document.undo()
    assert looks(document) == before and np.array_equal(document.flatten(), shown)
    document.redo()
    assert looks(document) == after


def test_what_is_selected_of_a_layer_becomes_one_above_it() -> None:
    made = document()
    shown = made.composite(made.canvas)
    done_and_undone(made, layer_of_selected(made.snapshot(), "in"))
    copy = made.active
    assert isinstance(copy, RasterLayer) and copy.inside == "group" and copy.name == "in copy"
    assert copy.bounds() == BOX.intersected(CHOSEN)
    assert made.state.index(copy.id) == made.state.index("in") + 1
    assert made.layer("in").bounds() == BOX
    outside = made.composite(made.canvas)
    outside[CHOSEN.slices] = shown[CHOSEN.slices]
    assert np.array_equal(outside, shown)


def test_cut_it_looks_as_it_did_and_lies_on_two_layers() -> None:
    made = document()
    shown = made.flatten()
    done_and_undone(made, layer_of_selected(made.snapshot(), "in", cut=True))
    assert np.array_equal(made.flatten(), shown)
    there = made.layer("in").grid
    assert there is not None and not there.read(BOX.intersected(CHOSEN)).any()


def test_without_a_selection_the_whole_layer_is_copied_and_nothing_is_cut() -> None:
    made = document(selected=False)
    done_and_undone(made, layer_of_selected(made.snapshot(), "group"))
    assert len(made.layers) == 6
    with pytest.raises(UserError, match="Nothing is selected"):
        layer_of_selected(made.snapshot(), "in", cut=True)


def test_what_has_nothing_selected_or_no_pixels_or_is_locked_is_refused() -> None:
    made = document()
    with pytest.raises(UserError, match="Nothing is selected of “top”"):
        layer_of_selected(made.snapshot(), "top")
    with pytest.raises(UserError, match="no pixels"):
        layer_of_selected(made.snapshot(), "group")
    made.perform(SetLayer("in", locked=True))
    with pytest.raises(UserError, match="locked"):
        layer_of_selected(made.snapshot(), "in", cut=True)
    layer_of_selected(made.snapshot(), "in")


def test_a_layer_of_all_that_is_seen_looks_as_the_picture() -> None:
    made = document()
    made.perform(SetLayer("top", visible=False))
    shown = made.flatten()
    done_and_undone(made, layer_of_visible(made.snapshot()))
    stamp = made.active
    assert isinstance(stamp, RasterLayer) and len(made.layers) == 5
    assert np.array_equal(stamp.pixels.to_array(), shown)
    assert np.array_equal(made.flatten(), shown)


def test_when_nothing_is_seen_there_is_nothing_to_make_a_layer_of() -> None:
    made = document()
    for layer in ("paper", "group", "top"):
        made.perform(SetLayer(layer, visible=False))
    with pytest.raises(UserError, match="No picture is shown"):
        layer_of_visible(made.snapshot())


@pytest.mark.parametrize("chosen", [("in",), ("group",), ("in", "top"), ("paper", "group")])
def test_moved_copies_lie_elsewhere_and_the_layers_stay(chosen: tuple[str, ...]) -> None:
    made = document(selected=False)
    before = {layer.id: layer.bounds() for layer in made.layers}
    done_and_undone(made, moved_copies(made.snapshot(), chosen, 30, -12))
    assert {one.id: one.bounds() for one in made.layers if one.id in before} == before
    new = [layer for layer in made.layers if layer.id not in before and layer.grid is not None]
    assert new
    for layer in new:
        assert layer.bounds().moved(-30, 12) in before.values()
    names = [layer.name for layer in made.layers]
    assert all(f"{one} copy" in names for one in (made.layer(i).name for i in chosen))


def test_of_what_is_selected_a_copy_is_moved_with_the_selection() -> None:
    made = document()
    done_and_undone(made, moved_copies(made.snapshot(), ("paper", "in"), 5, 9))
    assert [layer.id for layer in made.layers if layer.id in ("paper", "in", "group", "top")] == [
        "paper", "in", "group", "top",
    ]  # fmt: skip
    assert made.layers[1].bounds() == CHOSEN.moved(5, 9)
    assert made.layers[3].bounds() == BOX.intersected(CHOSEN).moved(5, 9)
    assert made.layers[3].inside == "group"
    assert made.selection is not None and made.selection.bounds() == CHOSEN.moved(5, 9)


def test_far_off_the_canvas_nothing_is_copied() -> None:
    made = document(selected=False)
    with pytest.raises(UserError, match="too far"):
        moved_copies(made.snapshot(), ("in",), 1 << 20, 0)


@pytest.mark.parametrize("across", [True, False])
def test_a_flipped_layer_lies_where_it_lay_to_the_bit(across: bool) -> None:
    made = document(selected=False)
    rng = np.random.default_rng(0)
    grid = made.layer("in").grid
    assert grid is not None
    noise = rng.integers(0, 256, (BOX.height, BOX.width, 4), np.uint8)
    noise[..., 3] = 255
    grid.write(BOX, noise)
    done_and_undone(made, flipped(made.snapshot(), ("in",), across=across))
    now = made.layer("in").grid
    assert now is not None and now.bounds() == BOX
    assert np.array_equal(now.read(BOX), noise[:, ::-1] if across else noise[::-1])
    assert made.undo_text == "Flip layer"


def test_the_layer_under_the_pointer_is_the_topmost_that_shows_something() -> None:
    made = document()

    def there(x: float, y: float) -> str:
        layer = layer_at(made.state, Point(x, y))
        return "" if layer is None else layer.id

    assert (there(60, 60), there(210.5, 210.5), there(5, 5), there(-3, 5)) == (
        "in", "top", "paper", "",
    )  # fmt: skip
    made.perform(SetLayer("group", visible=False))
    assert there(60, 60) == "paper", "what lies in a hidden group is not seen"
    made.perform(SetLayer("group", visible=True))
    made.perform(SetSelection(Selection.rectangle(SIZE, Rect(0, 0, 70, 280))))
    made.perform(AddLayerMask("in"))  # shows what is selected
    assert (there(60, 60), there(100, 60)) == ("in", "paper")


@pytest.mark.parametrize("side", list(Side))
def test_a_line_along_the_edge_lies_on_its_side_of_it(side: Side) -> None:
    made = document()
    assert made.selection is not None
    band = outline(made.selection, 4, side)
    done_and_undone(made, stroked(made.snapshot(), "paper", band, (0, 0, 9)))
    grid = made.layer("paper").grid
    assert grid is not None
    drawn = (grid.to_array()[..., 2] == 9) & (grid.to_array()[..., 3] == 255)
    rows, columns = np.nonzero(drawn)
    out = {Side.INSIDE: 0, Side.MIDDLE: 2, Side.OUTSIDE: 4}[side]
    assert (columns.min(), columns.max()) == (CHOSEN.x - out, CHOSEN.right - 1 + out)
    assert (rows.min(), rows.max()) == (CHOSEN.y - out, CHOSEN.bottom - 1 + out)
    middle = CHOSEN.centre
    assert not drawn[int(middle.y), int(middle.x)]
    assert drawn[int(middle.y), CHOSEN.x - out : CHOSEN.x - out + 4].all()


def test_a_mask_can_be_stroked_and_copied_too() -> None:
    made = document()
    made.perform(SetSelection(Selection.rectangle(SIZE, CHOSEN)))
    mask = MaskLayer(id="mask", coverage=TileGrid(SIZE, 1))
    made = Document(SIZE, (*made.layers, mask), active="mask", selection=made.selection)
    assert made.selection is not None
    band = outline(made.selection, 3, Side.INSIDE)
    done_and_undone(made, stroked(made.snapshot(), "mask", band, (0, 0, 0)))
    assert made.layer("mask").bounds() == CHOSEN
    done_and_undone(made, layer_of_selected(made.snapshot(), "mask"))
    assert isinstance(made.active, MaskLayer)
