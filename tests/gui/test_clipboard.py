"""Copy, cut, paste and drop: to the bit, back where it was, and nothing is fetched."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QModelIndex, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from core import places
from core.document import tree
from core.document.commands import AddLayer, SetLayer, SetSelection
from core.document.layers import AdjustmentLayer, GroupLayer, RasterLayer, RegionLayer
from core.document.selection import Selection
from core.geometry import Rect, Size
from core.pixels.blend import BlendMode
from desktop import copied_layers
from desktop.window import Window
from tests.gui.conftest import paint, paint_mask
from widgets.layer_model import LAYERS


@pytest.fixture
def settle(bare_window: Window, qtbot: QtBot) -> Callable[[], None]:
    """Waits until the background has answered."""

    def wait() -> None:
        qtbot.waitUntil(lambda: bare_window.background.pending == 0, timeout=30_000)

    return wait


def select(window: Window, rect: Rect) -> None:
    chosen = Selection.rectangle(window.document.size, rect)
    window.document.perform(SetSelection(chosen))


def active(window: Window) -> RasterLayer:
    layer = window.document.active
    assert isinstance(layer, RasterLayer)
    return layer


def test_what_is_copied_comes_back_where_it_was_to_the_bit(
    bare_window: Window, settle: Callable[[], None]
) -> None:
    window = bare_window
    paint(window, (100, 100), (200, 130))
    drawn = active(window)
    window.clipboard.copy()
    settle()
    window.clipboard.paste()
    settle()
    pasted = active(window)
    assert pasted.id != drawn.id
    assert pasted.name.startswith(drawn.name)
    assert pasted.bounds() == drawn.bounds()
    assert np.array_equal(pasted.pixels.read(drawn.bounds()), drawn.pixels.read(drawn.bounds()))


def test_only_the_layer_is_copied_and_only_what_is_selected_of_it(
    bare_window: Window, settle: Callable[[], None]
) -> None:
    window = bare_window
    paint(window, (100, 100), (200, 100))
    select(window, Rect(150, 0, 200, 300))
    window.registry["copy"].trigger()
    settle()
    image = QGuiApplication.clipboard().image()
    assert image.hasAlphaChannel()
    assert image.width() < 120
    window.registry["copy_merged"].trigger()
    settle()
    assert QGuiApplication.clipboard().image().size().toTuple() == (200, 300)


def test_other_programs_get_a_png(bare_window: Window, settle: Callable[[], None]) -> None:
    paint(bare_window, (100, 100))
    bare_window.clipboard.copy_merged()
    settle()
    content = bytes(QGuiApplication.clipboard().mimeData().data("image/png").data())
    pixels = np.asarray(Image.open(io.BytesIO(content)).convert("RGBA"))
    assert np.array_equal(pixels, bare_window.document.flatten())


def test_cut_takes_away_what_it_copies_and_undo_brings_it_back(
    bare_window: Window, settle: Callable[[], None]
) -> None:
    window = bare_window
    paint(window, (100, 100), (200, 100))
    before = window.document.flatten()
    select(window, Rect(0, 0, 150, 512))
    window.registry["cut"].trigger()
    settle()
    assert not np.array_equal(window.document.flatten(), before)
    window.clipboard.paste()
    settle()
    assert np.array_equal(window.document.flatten(), before)
    window.edit.undo()
    assert window.document.undo_text == "Cut"
    window.edit.undo()
    assert np.array_equal(window.document.flatten(), before)


def test_a_mask_is_copied_as_a_grey_picture(
    bare_window: Window, settle: Callable[[], None]
) -> None:
    paint_mask(bare_window, (200, 200))
    bare_window.clipboard.copy()
    settle()
    colour = QGuiApplication.clipboard().image()
    middle = colour.pixelColor(colour.width() // 2, colour.height() // 2)
    assert middle.getRgb() == (255, 255, 255, 255)


def test_an_empty_layer_says_that_there_is_nothing(
    bare_window: Window, settle: Callable[[], None]
) -> None:
    bare_window.layers.add_raster()
    bare_window.clipboard.copy()
    settle()
    assert "nothing on this layer" in bare_window.banner.text


def test_a_picture_of_another_program_lands_in_the_middle_of_the_view(
    bare_window: Window, settle: Callable[[], None]
) -> None:
    window = bare_window
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    QGuiApplication.clipboard().setImage(image)
    window.canvas.zoom_to(4.0)
    window.canvas.centre_on(400, 120)
    window.clipboard.paste()
    settle()
    middle = active(window).bounds().centre
    assert abs(middle.x - 400) <= 1
    assert abs(middle.y - 120) <= 1


def test_a_picture_of_the_clipboard_becomes_a_document(
    bare_window: Window, settle: Callable[[], None]
) -> None:
    image = QImage(33, 44, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    QGuiApplication.clipboard().setImage(image)
    bare_window.registry["paste_new"].trigger()
    settle()
    assert bare_window.document.size == Size(33, 44)
    assert bare_window.document.flatten()[5, 5].tolist() == [0x33, 0x66, 0x99, 255]


def test_pasting_text_says_that_there_is_no_picture(bare_window: Window) -> None:
    QGuiApplication.clipboard().setText("hello")
    bare_window.registry["paste"].trigger()
    assert "no picture in the clipboard" in bare_window.banner.text


# Drops from a browser


def drop(window: Window, data: QMimeData) -> None:
    middle = QPointF(window.canvas.mapTo(window, window.canvas.rect().center()))
    window.dropEvent(
        QDropEvent(
            middle, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )  # fmt: skip


def encoded() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 10), (9, 99, 200)).save(out, "PNG")
    return out.getvalue()


def test_a_data_address_is_a_picture(bare_window: Window, settle: Callable[[], None]) -> None:
    data = QMimeData()
    data.setUrls([QUrl("data:image/png;base64," + base64.b64encode(encoded()).decode())])
    drop(bare_window, data)
    settle()
    assert active(bare_window).bounds().size == Size(20, 10)


def test_the_picture_beside_an_address_is_taken(
    bare_window: Window, settle: Callable[[], None]
) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/cat.png")])
    data.setData("image/png", encoded())
    drop(bare_window, data)
    settle()
    assert active(bare_window).bounds().size == Size(20, 10)


def test_an_address_alone_is_not_fetched_and_that_is_said(bare_window: Window) -> None:
    before = bare_window.document.layers
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/cat.png")])
    drop(bare_window, data)
    assert "fetches nothing" in bare_window.banner.text
    assert bare_window.document.layers == before


def test_a_damaged_data_address_changes_nothing(
    bare_window: Window, settle: Callable[[], None]
) -> None:
    before = bare_window.document.layers
    data = QMimeData()
    data.setUrls([QUrl("data:image/png;base64,iVBORw0KGgo=")])
    drop(bare_window, data)
    settle()
    assert bare_window.banner.text
    assert bare_window.document.layers == before


# Whole layers


def other_window_gets() -> QMimeData:
    """What is in the clipboard, as another program of ours sees it: bytes alone."""
    data, copy = QGuiApplication.clipboard().mimeData(), QMimeData()
    for kind in data.formats():
        if kind != "application/x-qt-image":
            copy.setData(kind, data.data(kind))
    return copy


def masked_group(window: Window) -> None:
    """A group of a layer that is painted, masked and blended."""
    paint(window, (100, 100), (200, 130))
    painted = active(window).id
    window.document.perform(SetLayer(painted, blend=BlendMode.MULTIPLY, opacity=0.5))
    select(window, Rect(80, 80, 60, 200))
    window.layers.add_layer_mask()
    window.document.perform(SetSelection(None))
    window.document.activate(painted)
    window.layers.group()


def test_a_group_is_pasted_whole_in_the_same_window(
    bare_window: Window, settle: Callable[[], None]
) -> None:
    window = bare_window
    masked_group(window)
    before = len(window.document.layers)
    window.registry["copy"].trigger()
    window.registry["paste"].trigger()  # at once, while it is still being copied
    settle()
    assert len(window.document.layers) == before + 3
    group = window.document.active
    assert window.document.undo_text == "Paste layer"
    assert isinstance(group, GroupLayer)
    inner = tree.children(window.document.layers, group.id)
    assert [one.blend for one in inner if isinstance(one, RasterLayer)] == [BlendMode.MULTIPLY]
    window.edit.undo()
    assert len(window.document.layers) == before


@pytest.mark.parametrize("inline", [True, False])
def test_another_window_gets_the_layers_whole(
    bare_window: Window,
    settle: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    inline: bool,
) -> None:
    window = bare_window
    if not inline:
        monkeypatch.setattr(copied_layers, "MOST_INLINE", 0)
    masked_group(window)
    looked = window.document.flatten()
    window.registry["copy_layers"].trigger()
    settle()
    received = other_window_gets()
    assert received.hasFormat(copied_layers.ARCHIVE) is inline
    window.clipboard._own = None  # as in a window that has not copied it
    QGuiApplication.clipboard().setMimeData(received)
    window.registry["delete_layer"].trigger()
    window.registry["paste"].trigger()
    settle()
    assert np.array_equal(window.document.flatten(), looked)


def test_layers_of_the_clipboard_become_a_document_as_large_as_theirs(
    bare_window: Window, settle: Callable[[], None]
) -> None:
    window = bare_window
    masked_group(window)
    size, before = window.document.size, window.document.layers
    window.registry["copy_layers"].trigger()
    settle()
    window.document.mark_saved()
    window.registry["paste_new"].trigger()
    settle()
    assert window.document.size == size
    assert not window.document.can_undo
    after = window.document.layers
    assert [one.name for one in after] == [one.name for one in before[1:]]
    assert {type(one) for one in after} == {type(one) for one in before[1:]}
    assert window.document.active is after[-1]
    assert not {one.id for one in after} & {one.id for one in before}


def test_other_programs_get_the_picture_of_a_group(
    bare_window: Window, settle: Callable[[], None]
) -> None:
    masked_group(bare_window)
    bare_window.clipboard.copy()
    settle()
    image = QGuiApplication.clipboard().image()
    middle = image.height() // 3
    assert image.pixelColor(30, middle).alpha() > 0
    assert image.pixelColor(100, middle + 15).alpha() == 0  # the mask hides it


@pytest.mark.parametrize("archive", [b"", b"PK\x03\x04 nothing", b"x" * 5000])
def test_damaged_layers_are_told_and_their_picture_pasted(
    bare_window: Window, settle: Callable[[], None], archive: bytes
) -> None:
    window = bare_window
    data = QMimeData()
    data.setData("image/png", encoded())
    data.setData(LAYERS, b'{"key": "0"}')
    data.setData(copied_layers.ARCHIVE, archive)
    QGuiApplication.clipboard().setMimeData(data)
    window.registry["paste"].trigger()
    settle()
    assert "damaged" in window.banner.text
    assert active(window).bounds().size == Size(20, 10)


@pytest.mark.parametrize("about", [b"", b"[]", b'{"key": "../../etc/passwd"}', b'{"key": 3}'])
def test_a_key_of_somebody_else_opens_no_file(
    bare_window: Window, settle: Callable[[], None], about: bytes
) -> None:
    window = bare_window
    before = window.document.layers
    data = QMimeData()
    data.setData(LAYERS, about)
    QGuiApplication.clipboard().setMimeData(data)
    window.registry["paste"].trigger()
    settle()
    assert "not there any more" in window.banner.text
    assert window.document.layers == before


def test_cut_layers_come_back_and_are_two_steps(
    bare_window: Window, settle: Callable[[], None]
) -> None:
    window = bare_window
    masked_group(window)
    looked, count = window.document.flatten(), len(window.document.layers)
    window.registry["cut_layers"].trigger()
    settle()
    assert len(window.document.layers) == count - 3
    window.registry["paste"].trigger()
    settle()
    assert np.array_equal(window.document.flatten(), looked)


def test_an_adjustment_alone_can_be_copied(bare_window: Window, settle: Callable[[], None]) -> None:
    window = bare_window
    window.layers.add_adjustment("levels")
    count = len(window.document.layers)
    window.registry["copy"].trigger()
    settle()
    window.registry["paste"].trigger()
    settle()
    assert len(window.document.layers) == count + 1
    assert isinstance(window.document.active, AdjustmentLayer)


def test_what_was_handed_over_is_taken_away_with_the_window(
    bare_window: Window, settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copied_layers, "MOST_INLINE", 0)
    paint(bare_window, (100, 100))
    bare_window.clipboard.copy_layers()
    settle()
    folder = places.cache() / "clipboard"
    assert len(list(folder.iterdir())) == 1
    paint(bare_window, (200, 100))
    bare_window.clipboard.copy_layers()
    settle()
    assert len(list(folder.iterdir())) == 1
    bare_window.clipboard._forget()
    assert not list(folder.iterdir())


def test_a_box_has_nothing_that_could_be_cut(
    bare_window: Window, settle: Callable[[], None]
) -> None:
    window = bare_window
    box = RegionLayer(prompt="a cat", box=Rect(10, 10, 60, 60))
    window.document.perform(AddLayer(box))
    select(window, Rect(0, 0, 50, 50))
    window.clipboard.cut()
    settle()
    assert window.banner.text.startswith("There is nothing on this layer that could be copied.")
    assert window.document.state.layer(box.id) == box


# Layers that are dragged into another window


def dragged(window: Window, *, elsewhere: bool) -> QMimeData:
    """What the chosen row gives to a window, of this program or of another one."""
    model = window.layers.list.model()
    data = model.mimeData(window.layers.list.selectedIndexes())
    assert data.hasFormat(LAYERS)
    if not elsewhere:
        return data
    received = QMimeData()
    received.setData(LAYERS, data.data(LAYERS))
    return received


def drop_on_row(window: Window, data: QMimeData, row: int, *, below: bool) -> None:
    view = window.layers.list
    rect = view.visualRect(view.model().index(row, 0))
    at = QPointF(rect.center().x(), rect.bottom() - 2 if below else rect.top() + 2)
    view.dropEvent(
        QDropEvent(at, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                   Qt.KeyboardModifier.NoModifier)
    )  # fmt: skip


def listed(window: Window) -> list[str]:
    return [one.name for one in reversed(window.document.layers)]


@pytest.mark.parametrize("elsewhere", [True, False])
def test_layers_that_are_dragged_into_a_window_are_there_whole(
    bare_window: Window, settle: Callable[[], None], elsewhere: bool
) -> None:
    window = bare_window
    masked_group(window)
    looked = window.document.flatten()
    data = dragged(window, elsewhere=elsewhere)
    settle()
    window.registry["delete_layer"].trigger()
    drop(window, data)
    settle()
    assert np.array_equal(window.document.flatten(), looked)
    assert window.document.undo_text == "Paste layer"
    window.edit.undo()
    assert len(window.document.layers) == 1


@pytest.mark.parametrize(("row", "below", "expected"), [(0, False, 0), (1, False, 1), (2, True, 3)])
def test_dropped_on_the_list_they_lie_where_they_were_dropped_as_one_step(
    bare_window: Window, settle: Callable[[], None], row: int, below: bool, expected: int
) -> None:
    window = bare_window
    paint(window, (100, 100), (200, 130))
    window.layers.add_raster()
    names = listed(window)
    assert len(names) == 3
    window.document.activate(window.document.layers[1].id)
    data = dragged(window, elsewhere=True)
    drop_on_row(window, data, row, below=below)
    settle()
    after = listed(window)
    assert [one for one in after if one in names] == names
    assert after.index(next(one for one in after if one not in names)) == expected
    window.edit.undo()
    assert listed(window) == names


def test_dropped_under_an_unfolded_group_they_lie_in_it(
    bare_window: Window, settle: Callable[[], None]
) -> None:
    window = bare_window
    masked_group(window)
    group = window.document.active
    assert isinstance(group, GroupLayer)
    data = dragged(window, elsewhere=False)
    row = next(r for r, name in enumerate(listed(window)) if name == group.name)
    drop_on_row(window, data, row, below=True)
    settle()
    pasted = window.document.active
    assert isinstance(pasted, GroupLayer) and pasted.id != group.id
    assert pasted.inside == group.id


def test_rows_that_stay_in_their_list_are_not_packed(
    bare_window: Window, settle: Callable[[], None]
) -> None:
    paint(bare_window, (100, 100))
    model = bare_window.layers.list.model()
    data = model.mimeData(bare_window.layers.list.selectedIndexes())
    model.dropMimeData(data, Qt.DropAction.MoveAction, 2, 0, QModelIndex())
    settle()
    assert not list((places.cache() / "clipboard").glob("*"))


def test_what_was_dragged_out_is_taken_away_with_the_window(
    bare_window: Window, settle: Callable[[], None]
) -> None:
    paint(bare_window, (100, 100))
    dragged(bare_window, elsewhere=True)
    settle()
    assert len(list((places.cache() / "clipboard").glob("*"))) == 1
    bare_window.clipboard.close()
    assert not list((places.cache() / "clipboard").glob("*"))


def test_layers_that_are_not_packed_in_time_are_missed(
    bare_window: Window, settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copied_layers, "PATIENCE", 0.2)
    data = QMimeData()
    data.setData(LAYERS, b'{"key": "' + b"0" * 32 + b'", "packed": false}')
    drop(bare_window, data)
    settle()
    assert "not there any more" in bare_window.banner.text
