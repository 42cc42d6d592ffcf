"""Gradients are chosen, edited, kept and found again in the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core import gradients as files
from core.document.layers import AdjustmentLayer
from core.files.ggr import NamedRamp, write_ggr
from core.geometry import Rect
from core.pixels.adjustments import GradientMap
from core.pixels.gradient import GradientShape, Repeat
from core.pixels.ramp import FOREGROUND_TO_BACKGROUND, Ramp, Source, Stop
from desktop.window import Window
from widgets.gradients.editor import GradientEditor
from widgets.gradients.ramp_edit import RampEdit

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
THREE = Ramp((Stop(0, (255, 0, 0)), Stop(0.5, (0, 255, 0)), Stop(1, (0, 0, 255))))


def done(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.background.pending)


@pytest.fixture
def editor(bare_window: Window, qtbot: QtBot) -> GradientEditor:
    bare_window.canvas.set_tool("gradient")
    bare_window.tool_options.gradient.ramp.click()
    done(bare_window, qtbot)
    editor = bare_window.gradients.editor
    assert editor is not None
    qtbot.waitExposed(editor)
    return editor


@pytest.fixture
def edit(qtbot: QtBot) -> RampEdit:
    edit = RampEdit()
    qtbot.addWidget(edit)
    edit.resize(420, 54)
    edit.show_ramp(THREE)
    edit.show()
    qtbot.waitExposed(edit)
    return edit


def places(edit: RampEdit) -> list[float]:
    return [round(stop.position, 2) for stop in edit.ramp.stops]


def drag(edit: RampEdit, start: QPoint, *way: QPoint) -> None:
    QTest.mousePress(edit, LEFT, NONE, start)
    for at in way:
        QTest.mouseMove(edit, at)
    QTest.mouseRelease(edit, LEFT, NONE, way[-1] if way else start)


def at(edit: RampEdit, position: float) -> QPoint:
    first, last = edit.place(0), edit.place(len(edit.ramp.stops) - 1)
    return QPoint(round(first.x() + position * (last.x() - first.x())), round(first.y()))


class TestStops:
    def test_a_click_adds_one_that_changes_nothing(self, edit: RampEdit) -> None:
        drag(edit, at(edit, 0.25))
        assert places(edit) == [0, 0.25, 0.5, 1] and edit.index == 1
        assert edit.stop.colour == pytest.approx((127, 127, 0), abs=2)

    def test_they_are_dragged_past_each_other(self, edit: RampEdit) -> None:
        drag(edit, at(edit, 0.5), at(edit, 0.6), at(edit, 0.75))
        assert places(edit) == [0, 0.75, 1]
        drag(edit, at(edit, 0), at(edit, 0.5), at(edit, 0.9))
        assert [stop.colour for stop in edit.ramp.stops] == [
            (0, 255, 0), (255, 0, 0), (0, 0, 255)
        ]  # fmt: skip
        assert edit.index == 1

    def test_beside_another_one_it_makes_a_hard_edge(self, edit: RampEdit) -> None:
        end = edit.place(2).toPoint()
        drag(edit, at(edit, 0.5), at(edit, 0.9), end - QPoint(2, 0))
        assert places(edit) == [0, 1, 1]
        assert edit.ramp.stops[1].colour == (0, 255, 0), "on the side that it came from"

    def test_dragged_away_it_goes_and_comes_back_with_the_pointer(self, edit: RampEdit) -> None:
        middle = at(edit, 0.5)
        QTest.mousePress(edit, LEFT, NONE, middle)
        QTest.mouseMove(edit, middle + QPoint(0, 90))
        assert places(edit) == [0, 1]
        QTest.mouseMove(edit, middle + QPoint(20, 5))
        assert len(edit.ramp.stops) == 3
        QTest.mouseMove(edit, middle - QPoint(0, 90))
        QTest.mouseRelease(edit, LEFT, NONE, middle - QPoint(0, 90))
        assert places(edit) == [0, 1]
        QTest.mouseMove(edit, middle)
        assert places(edit) == [0, 1]

    def test_keys_do_all_that_the_pointer_does(self, edit: RampEdit) -> None:
        for _ in range(2):
            QTest.keyClick(edit, Qt.Key.Key_Right)
        QTest.keyClick(edit, Qt.Key.Key_Left)
        assert edit.index == 1
        QTest.keyClick(edit, Qt.Key.Key_Left, CONTROL)
        assert places(edit) == [0, 0.49, 1]
        assert "49" in edit.accessibleDescription()
        QTest.keyClick(edit, Qt.Key.Key_Delete)
        QTest.keyClick(edit, Qt.Key.Key_Delete)
        assert len(edit.ramp.stops) == 1
        QTest.keyClick(edit, Qt.Key.Key_Delete)
        assert len(edit.ramp.stops) == 1, "one is left"


def test_a_preset_is_drawn_with_and_in_the_colours_in_hand(
    bare_window: Window, editor: GradientEditor
) -> None:
    canvas = bare_window.canvas
    canvas.set_colours(QColor(200, 10, 20), QColor(0, 0, 90))
    names = [editor.list.item(row).text() for row in range(editor.list.count())]
    assert editor.name == "To Background", "what is in hand at first"
    item = editor.list.item(names.index("To Transparent"))
    QTest.mouseClick(editor.list.viewport(), LEFT, pos=editor.list.visualItemRect(item).center())
    assert [stop.source for stop in canvas.gradient.ramp.stops] == [Source.FOREGROUND] * 2
    assert editor.stops.ramp == canvas.gradient.ramp
    assert editor.fields.code.text() == "#c80a14"


def test_a_stop_gets_a_colour_an_opacity_and_a_place(
    bare_window: Window, editor: GradientEditor
) -> None:
    fields, canvas = editor.fields, bare_window.canvas
    editor.stops.choose(1)
    fields.code.setText("teal")
    fields.code.editingFinished.emit()
    fields.opacity.setFocus()
    fields.opacity.picked.emit(40)
    fields.position.picked.emit(75)
    assert canvas.gradient.ramp.stops[1] == Stop(0.75, (0, 128, 128), 0.4)
    assert editor.name == "", "it is no preset any more"
    fields.source.setCurrentIndex(fields.source.findData(Source.FOREGROUND))
    fields.source.activated.emit(fields.source.currentIndex())
    assert canvas.gradient.ramp.stops[1].source is Source.FOREGROUND
    fields.wheel.picked.emit(0.0, 1.0, 1.0)
    assert canvas.gradient.ramp.stops[1] == Stop(0.75, (255, 0, 0), 0.4), "its own from then on"
    fields.remove.click()
    assert len(canvas.gradient.ramp.stops) == 1 and not fields.remove.isEnabled()


def test_the_options_bar_sets_shape_repeat_and_direction(bare_window: Window) -> None:
    options, canvas = bare_window.tool_options.gradient, bare_window.canvas
    canvas.set_tool("gradient")
    assert options.isVisible() and options.repeat.isEnabled()
    for box, value in ((options.repeat, Repeat.MIRRORED), (options.shape, GradientShape.CONICAL)):
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())
    options.turn_round.click()
    style = canvas.gradient
    assert (style.shape, style.repeat) == (GradientShape.CONICAL, Repeat.MIRRORED)
    assert style.ramp == FOREGROUND_TO_BACKGROUND.turned_round()
    assert not options.repeat.isEnabled(), "a conical one goes round once"


def test_a_gradient_map_is_edited_below_the_layers_and_begun_with_a_preset(
    bare_window: Window, qtbot: QtBot
) -> None:
    canvas, document = bare_window.canvas, bare_window.document
    canvas.set_colours(QColor(200, 10, 20), QColor(0, 0, 90))
    bare_window.registry["add_gradient_map"].trigger()
    done(bare_window, qtbot)
    active = document.active
    assert isinstance(active, AdjustmentLayer)
    edit = bare_window.layers.adjustment.map
    assert edit is not None
    assert edit.isVisible() and not edit.fields.source.isVisible()
    assert edit.presets.currentText() == "Black to White"
    edit.presets.showPopup()
    edit.presets.setCurrentIndex(0)
    edit.presets.activated.emit(0)
    edit.presets.hidePopup()
    ramp = Ramp((Stop(0, (200, 10, 20)), Stop(1, (0, 0, 90))))
    assert document.active.adjustment == GradientMap(ramp=ramp), "in the colours in hand, for good"
    canvas.reset_colours()
    assert edit.stops.ramp == ramp
    assert edit.presets.currentText() == "To Background"
    edit.fields.code.setText("#00ff00")
    edit.fields.code.editingFinished.emit()
    assert document.active.adjustment.ramp.stops[0] == Stop(0, (0, 255, 0))
    assert edit.presets.currentIndex() == -1
    white = bare_window.document.composite(Rect(5, 5, 1, 1))[0, 0].tolist()
    assert white == [0, 0, 90, 255], "what was white"
    for _ in range(3):
        document.undo()
    assert document.active is None or not isinstance(document.active, AdjustmentLayer)


def test_own_ones_are_saved_deleted_and_had_back(
    bare_window: Window, editor: GradientEditor, qtbot: QtBot
) -> None:
    bare_window.gradients.take(THREE)
    bare_window.gradients.save("  My   sky ")
    done(bare_window, qtbot)
    assert [one.name for one in files.own()] == ["My sky"] and editor.name == "My sky"
    bare_window.gradients.delete("My sky")
    done(bare_window, qtbot)
    assert not files.own() and editor.name == ""
    bare_window.banner.choice.click()
    done(bare_window, qtbot)
    assert [one.ramp for one in files.own()] == [THREE] and editor.name == "My sky"


def test_gimps_are_imported_and_exported(
    bare_window: Window, editor: GradientEditor, qtbot: QtBot, tmp_path: Path
) -> None:
    file, broken = tmp_path / "Sea.ggr", tmp_path / "broken.ggr"
    file.write_bytes(write_ggr(NamedRamp("Sea", THREE)))
    broken.write_bytes(b"GIMP Gradient\n")
    bare_window.gradients.take_in([file, broken])
    done(bare_window, qtbot)
    assert bare_window.canvas.gradient.ramp == THREE and editor.name == "Sea"
    assert "broken.ggr" in bare_window.banner.text
    bare_window.gradients.export(tmp_path / "Mine.ggr")
    done(bare_window, qtbot)
    assert files.read(tmp_path / "Mine.ggr") == [NamedRamp("Mine", THREE)]


def test_it_is_drawn_the_same_way_after_the_next_start(bare_window: Window) -> None:
    gradients, canvas = bare_window.gradients, bare_window.canvas
    before = canvas.gradient
    gradients.take(THREE)
    kept = bare_window.preferences.now().gradient
    canvas.set_gradient(before)
    gradients.find_again("nonsense")
    assert canvas.gradient == before
    gradients.find_again(kept)
    assert canvas.gradient.ramp == THREE
