"""Brushes in the window: chosen, edited, kept, mirrored, and found again."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.brushes import presets
from core.errors import UserError
from core.pixels.brush import PRESSURE_SIZE, Brush, Effect
from core.pixels.dynamics import Source, Target
from core.pixels.symmetry import Symmetry
from core.settings import Settings
from desktop.window import Window
from widgets.brushes.curve_edit import CurveEdit
from widgets.brushes.picker import BrushPicker


def settle(window: Window, qtbot: QtBot) -> None:
    """Until all that was given to the background is done."""
    qtbot.waitUntil(lambda: window.background.pending == 0)


@pytest.fixture
def brushes(bare_window: Window, qtbot: QtBot) -> Window:
    """The window with its brushes, their strokes painted."""
    bare_window.brushes.load()
    bare_window.docks["brushes"].raise_()
    settle(bare_window, qtbot)
    return bare_window


def picker(window: Window) -> BrushPicker:
    found = window.docks["brushes"].widget()
    assert isinstance(found, BrushPicker)
    return found


def choose(window: Window, name: str) -> None:
    items = picker(window).list.findItems(name, Qt.MatchFlag.MatchExactly)
    picker(window).list.itemClicked.emit(items[0])


def test_every_brush_is_shown_by_its_own_stroke(brushes: Window) -> None:
    shown = picker(brushes).list
    names = [shown.item(row).text() for row in range(shown.count())]
    assert names[:2] == ["Round", "Soft Round"] and "Clone" in names
    images = [
        shown.item(row).icon().pixmap(112, 40).toImage().bits().tobytes()
        for row in range(shown.count())
    ]
    assert len(set(images)) == len(images)
    assert brushes.tool_options.preset.text() == "Round"


@pytest.mark.parametrize(("width", "columns"), [(230, 2), (340, 3), (480, 4)])
def test_brushes_fill_the_width_that_they_have(
    brushes: Window, qtbot: QtBot, width: int, columns: int
) -> None:
    own = BrushPicker()
    qtbot.addWidget(own)
    own.show_presets(brushes.brushes.presets, {})
    own.list.setFixedSize(width, 200)
    own.show()
    rects = [own.list.visualItemRect(own.list.item(row)) for row in range(own.list.count())]
    assert sum(rect.top() == rects[0].top() for rect in rects) == columns
    left = own.list.viewport().width() - max(rect.right() for rect in rects)
    assert 0 <= left < 40


def test_a_chosen_brush_is_in_hand_and_says_when_it_was_changed(brushes: Window) -> None:
    brushes.canvas.set_tool("rectangle_select")
    choose(brushes, "Ink")
    canvas = brushes.canvas
    assert canvas.tool == "brush"
    assert canvas.brush().following(Target.SIZE, Source.PRESSURE) is not None
    assert brushes.tool_options.brush_size.value() == canvas.brush().size
    assert brushes.tool_options.preset.text() == "Ink"
    canvas.scale_brush(1)
    assert brushes.tool_options.preset.text() == "Ink *"
    brushes.brushes.put_back()
    assert brushes.tool_options.preset.text() == "Ink"


def test_the_right_button_offers_all_brushes_where_the_pointer_is(brushes: Window) -> None:
    canvas = brushes.canvas
    QTest.mouseClick(canvas, Qt.MouseButton.RightButton, pos=QPoint(60, 40))
    popup = brushes.brushes._popup
    assert popup is not None and popup.isVisible()
    assert not brushes.document.can_undo
    found = popup.findChild(BrushPicker)
    assert found is not None
    found.list.itemClicked.emit(found.list.findItems("Ink", Qt.MatchFlag.MatchExactly)[0])
    assert not popup.isVisible()
    assert brushes.tool_options.preset.text() == "Ink"
    canvas.set_tool("mask_brush")  # there it takes mask away
    QTest.mouseClick(canvas, Qt.MouseButton.RightButton, pos=QPoint(60, 40))
    assert not popup.isVisible()


def test_the_eraser_takes_the_shape_of_a_brush_and_stays_an_eraser(brushes: Window) -> None:
    brushes.canvas.set_tool("eraser")
    choose(brushes, "Chalk")
    assert brushes.canvas.tool == "eraser" and brushes.canvas.brush().erase
    choose(brushes, "Smudge")  # an eraser cannot smudge
    assert brushes.canvas.tool == "brush" and brushes.canvas.brush().effect is Effect.SMUDGE


def test_a_brush_is_kept_under_a_name_and_deleted(
    brushes: Window, qtbot: QtBot, trash: Path
) -> None:
    brushes.canvas.set_brush(Brush(size=77, dynamics=(PRESSURE_SIZE,)))
    brushes.brushes.files.save("Fat")
    settle(brushes, qtbot)
    assert [preset.name for preset in presets.own()] == ["Fat"]
    assert brushes.tool_options.preset.text() == "Fat"
    brushes.brushes.files.delete("Fat")
    settle(brushes, qtbot)
    assert presets.own() == []
    assert "Fat" not in [preset.name for preset in brushes.brushes.presets]
    assert [file.name for file in trash.iterdir()] == ["Fat.json"]


def test_with_a_tool_in_hand_that_has_no_brush_the_brush_is_kept_and_exported(
    brushes: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    brushes.canvas.set_brush(Brush(size=77))
    brushes.canvas.set_tool("ellipse_select")
    brushes.brushes.files.save("Fat")
    brushes.brushes.files.export(tmp_path / "out.json")
    settle(brushes, qtbot)
    assert [preset.brush.size for preset in presets.own()] == [77]
    assert (tmp_path / "out.json").exists()
    brushes.brushes.put_back()
    brushes.brushes.brush_changed()


def test_a_deleted_brush_is_brought_back_from_the_message(
    brushes: Window, qtbot: QtBot, trash: Path
) -> None:
    brushes.canvas.set_brush(Brush(size=77))
    brushes.brushes.files.save("Fat")
    settle(brushes, qtbot)
    brushes.brushes.files.delete("Fat")
    settle(brushes, qtbot)
    assert "“Fat” is deleted" in brushes.banner.text
    assert "trash" in brushes.banner.text
    QTest.mouseClick(brushes.banner.choice, Qt.MouseButton.LeftButton)
    settle(brushes, qtbot)
    assert brushes.banner.text == ""
    assert [preset.name for preset in presets.own()] == ["Fat"]
    assert "Fat" in [preset.name for preset in brushes.brushes.presets]
    assert brushes.tool_options.preset.text() == "Fat", "it is the brush in hand again"


def test_brushes_are_exported_and_imported_and_mypaints_too(
    brushes: Window, tmp_path: Path, qtbot: QtBot
) -> None:
    def take_in(*names: str) -> None:
        brushes.brushes.files.take_in([tmp_path / name for name in names])
        settle(brushes, qtbot)

    choose(brushes, "Pencil")
    brushes.brushes.files.export(tmp_path / "out.json")
    settle(brushes, qtbot)
    take_in("out.json")
    assert brushes.tool_options.preset.text() == "out"
    mine = {"version": 3, "settings": {"tracking_noise": {"base_value": 1.0, "inputs": {}}}}
    (tmp_path / "wild.myb").write_text(json.dumps(mine))
    take_in("wild.myb")
    assert brushes.tool_options.preset.text() == "wild"
    (tmp_path / "none.json").write_text("[]")
    before = brushes.canvas.brush()
    take_in("none.json")
    assert brushes.canvas.brush() == before
    take_in("out.json", "none.json", "wild.myb")
    assert [preset.name for preset in presets.own()] == ["out", "out 2", "wild", "wild 2"]


def test_digits_and_braces_set_opacity_and_hardness(brushes: Window) -> None:
    canvas = brushes.canvas
    canvas.set_brush(Brush(hardness=0.5))
    canvas.setFocus()
    for keys, opacity in (("3", 0.3), ("45", 0.45), ("0", 1.0), ("07", 0.07)):
        canvas._keys._digit = ""
        QTest.keyClicks(canvas, keys)
        assert canvas.brush().opacity == pytest.approx(opacity)
    QTest.keyClicks(canvas, "}")
    assert canvas.brush().hardness == 0.75
    QTest.keyClicks(canvas, "{{{{")
    assert canvas.brush().hardness == 0


def test_a_drag_sizes_the_brush_in_place(brushes: Window) -> None:
    canvas = brushes.canvas
    canvas.set_brush(Brush(size=40, hardness=0.5))
    alt, right = Qt.KeyboardModifier.AltModifier, Qt.MouseButton.RightButton
    begin = QPoint(300, 200)
    QTest.mousePress(canvas, right, alt, begin)
    moved = QPointF(begin + QPoint(30, -60))
    there = QPointF(canvas.mapToGlobal(moved))
    none = Qt.MouseButton.NoButton
    QApplication.sendEvent(
        canvas, QMouseEvent(QEvent.Type.MouseMove, moved, there, none, right, alt)
    )
    assert canvas.brush().size == pytest.approx(40 + 60 / canvas.transform.scale, abs=1)
    assert canvas.brush().hardness == pytest.approx(0.7)
    QTest.mouseRelease(canvas, right, alt, begin)
    assert not brushes.document.can_undo


def test_an_evened_line_goes_on_to_a_mouse_that_rests(brushes: Window, qtbot: QtBot) -> None:
    canvas = brushes.canvas
    canvas.set_brush(Brush(size=12, hardness=1, smoothing=0.7))
    end = canvas.transform.to_widget(300, 100).toPoint()
    QTest.mousePress(
        canvas, Qt.MouseButton.LeftButton, pos=canvas.transform.to_widget(100, 100).toPoint()
    )
    for part in range(1, 11):
        QTest.mouseMove(canvas, canvas.transform.to_widget(100 + 20 * part, 100).toPoint())
    stroke = brushes.document.stroke
    assert stroke is not None and stroke.brush_at.x < 290
    qtbot.waitUntil(lambda: abs(stroke.brush_at.x - 300) < 1.5)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)


def test_the_editor_changes_the_brush_in_hand(brushes: Window, qtbot: QtBot) -> None:
    choose(brushes, "Round")
    brushes.registry["brush_editor"].trigger()
    editor = brushes.brushes._editor
    assert editor is not None and editor.isVisible()
    editor.sliders["spacing"].picked.emit(50)
    assert brushes.canvas.brush().spacing == 0.5
    box = editor.choices["tip"]
    box.setCurrentIndex(box.findData("square"))
    box.activated.emit(box.currentIndex())
    assert brushes.canvas.brush().tip == "square"
    assert "changed" in editor.name.text() and editor.reset.isEnabled()
    editor.curves[Target.SCATTER].click()
    sources = editor.follows.sources
    sources.item(2).setCheckState(Qt.CheckState.Checked)
    assert brushes.canvas.brush().following(Target.SCATTER, Source.SPEED) is not None
    assert editor.follows.curve.isEnabled()
    editor.follows.curve.edited.emit(((0.0, 1.0), (1.0, 0.0)))
    dynamic = brushes.canvas.brush().following(Target.SCATTER, Source.SPEED)
    assert dynamic is not None and dynamic.curve == ((0.0, 1.0), (1.0, 0.0))
    sources.item(2).setCheckState(Qt.CheckState.Unchecked)
    assert brushes.canvas.brush().following(Target.SCATTER, Source.SPEED) is None
    qtbot.waitUntil(lambda: not editor.stroke.pixmap().isNull())
    editor.reset.click()
    assert brushes.canvas.brush().spacing == 0.05
    editor.close()


def test_points_of_a_curve_are_added_dragged_and_thrown_out(qtbot: QtBot) -> None:
    curve = CurveEdit()
    qtbot.addWidget(curve)
    curve.resize(220, 190)
    curve.show()
    heard: list = []
    curve.edited.connect(heard.append)
    middle, low = curve._place(0.5, 0.5).toPoint(), curve._place(0.5, 0.1).toPoint()
    QTest.mousePress(curve, Qt.MouseButton.LeftButton, pos=middle)
    assert len(curve.points) == 3
    QTest.mouseMove(curve, low)
    assert curve.points[1][1] == pytest.approx(0.1, abs=0.02)
    QTest.mouseMove(curve, (curve._place(0.5, 0) + QPointF(0, 60)).toPoint())
    assert len(curve.points) == 2
    QTest.mouseMove(curve, low)
    assert len(curve.points) == 3
    QTest.mouseRelease(curve, Qt.MouseButton.LeftButton, pos=low)
    QTest.keyClick(curve, Qt.Key.Key_Up)
    QTest.keyClick(curve, Qt.Key.Key_Delete)
    assert len(curve.points) == 2 and heard[-1] == curve.points


def test_assistants_are_offered_beside_the_symmetry(brushes: Window) -> None:
    offered = brushes.tool_options.symmetry._menu.actions()
    for id in ("snap_assistants", "add_vanishing_point", "add_parallel_lines"):
        assert brushes.registry[id] in offered
    brushes.registry["snap_assistants"].trigger()
    assert not brushes.canvas.assisting.on
    brushes.registry["snap_assistants"].trigger()
    assert brushes.canvas.assisting.on


def test_symmetry_is_set_in_the_options_bar_and_shown(brushes: Window) -> None:
    button, canvas = brushes.tool_options.symmetry, brushes.canvas
    button.across.trigger()
    assert canvas.symmetry == Symmetry(across=True) and button.isChecked()
    button.rays[6].trigger()
    assert canvas.symmetry == Symmetry(across=True, rays=6)
    button.place.trigger()
    assert canvas.busy
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert not canvas.busy and canvas.symmetry.centre is None
    button.place.trigger()
    at = canvas.transform.to_widget(100, 120)
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at.toPoint())
    centre = canvas.symmetry.centre
    assert centre is not None and centre == pytest.approx((100, 120), abs=1.5)
    assert not brushes.document.can_undo  # that was no stroke
    button.off.trigger()
    assert not canvas.symmetry.on and not button.isChecked()
    brushes.registry["mirror_down"].trigger()
    assert canvas.symmetry.down


def test_cloning_asks_where_from_and_then_copies(brushes: Window) -> None:
    canvas = brushes.canvas
    choose(brushes, "Round")
    canvas.set_brush(Brush(size=60, hardness=1))

    def at(x: int, y: int):
        return canvas.transform.to_widget(x, y).toPoint()

    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at(100, 100))
    choose(brushes, "Clone")
    told: list[str] = []
    canvas.message.connect(told.append)
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at(300, 300))
    assert "clone from" in told[0]
    control = Qt.KeyboardModifier.ControlModifier
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, control, at(100, 100))
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at(300, 300))
    assert brushes.document.undo_text == "Clone"
    assert brushes.document.flatten()[300, 300, :3].tolist() == [0, 0, 0]


def test_each_tools_brush_is_found_again_at_the_next_start(brushes: Window) -> None:
    brushes.canvas.set_tool("eraser")
    choose(brushes, "Chalk")
    kept = brushes.preferences.now().brushes
    brushes.canvas.set_brush(Brush(size=3, erase=True))
    brushes.brushes.find_again(kept)
    assert brushes.canvas.brush().size == 34 and brushes.canvas.brush().erase
    for broken in ("", "{", "[]", '{"brush": 3}', '{"brush": {"size": -1}}'):
        brushes.brushes.find_again(broken)
    assert Settings(brushes=kept).brushes == kept


def test_what_fails_is_said(brushes: Window, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    def full(name: str, brush: Brush) -> Path:
        raise UserError("The disk is full.", "Make room.")

    monkeypatch.setattr(presets, "save", full)
    brushes.brushes.files.save("Fat")
    settle(brushes, qtbot)
    assert brushes.banner.isVisible()


def test_the_outline_shows_a_flat_brush_as_it_is(brushes: Window) -> None:
    canvas = brushes.canvas
    canvas.set_brush(replace(Brush(size=100), roundness=0.3, rotation=30))
    assert canvas._outline.roundness == 0.3 and canvas._outline.angle == 30
    choose(brushes, "Oil Bristles")  # it turns with the line
    assert canvas._outline.even
