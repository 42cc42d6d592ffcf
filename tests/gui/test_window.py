"""The frame: panels that move and come back, a calm voice, and everything within reach."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.errors import UserError
from core.generation.events import HostChanged, HostState
from core.settings import Settings, load_settings
from desktop import main, theme
from desktop.crash import catch_everything
from desktop.log import log_file, start_log
from desktop.window import Window
from tests.gui.conftest import paint
from widgets.section import Section

CONTROLS = (
    QAbstractButton, QComboBox, QAbstractSpinBox, QPlainTextEdit, QAbstractItemView, QLineEdit,
)  # fmt: skip
ROOT = Path(__file__).parents[2]


def test_opens_with_a_canvas_ready_to_paint_and_a_hint_what_to_type(bare_window: Window) -> None:
    assert bare_window.document.size == (512, 512)
    assert bare_window.canvas.tool == "brush"
    assert "a cat on a beach" in bare_window.generate_panel.prompt.placeholderText()
    bare_window.welcome()
    assert "Ctrl+Enter" in bare_window.banner.text
    paint(bare_window, (100, 100))
    assert bare_window.banner.text == ""


def test_at_first_it_fits_on_a_small_screen(qtbot: QtBot) -> None:
    main.application()
    window = Window(Settings())
    qtbot.addWidget(window)
    window.show()
    assert window.height() <= 840 and window.width() <= 1280
    window.shut_down()


def test_every_tool_has_its_button_on_a_small_screen(bare_window: Window) -> None:
    theme.dress_again(main.application())
    bare_window.resize(1280, 800)
    QApplication.processEvents()
    bar = bare_window.tool_bar
    buttons = [bar.widgetForAction(action) for action in bar.actions() if not action.isSeparator()]
    assert len(buttons) > 20
    assert all(button.isVisible() for button in buttons)


def test_no_model_library_is_imported_before_the_window_shows() -> None:
    program = (
        "import sys\n"
        "from desktop import main\n"
        "main.begin = lambda window, settings: (print(sorted(\n"
        "    {'torch', 'diffusers', 'transformers', 'PIL', 'scipy'} & set(sys.modules))),\n"
        "    main.QApplication.instance().exit(0))\n"
        "sys.exit(main.run())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=120,
        check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


class TestPanels:
    def test_can_be_hidden_and_are_back_after_a_reset(self, bare_window: Window) -> None:
        for action in bare_window.docks.toggle_actions():
            action.trigger()
        assert bare_window.docks["generate"].isHidden()
        bare_window.registry["reset_docks"].trigger()
        assert not any(
            bare_window.docks[name].isHidden()
            for name in ("generate", "colour", "layers", "candidates", "queue")
        )

    def test_are_where_they_were_left_the_next_time(
        self, bare_window: Window, qtbot: QtBot
    ) -> None:
        bare_window.docks["colour"].hide()
        bare_window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, bare_window.docks["layers"])
        second = Window(bare_window.preferences.now())
        qtbot.addWidget(second)
        assert second.docks["colour"].isHidden()
        area = second.dockWidgetArea(second.docks["layers"])
        assert area == Qt.DockWidgetArea.LeftDockWidgetArea
        second.shut_down()

    def test_hidden_by_tab_when_closing_they_are_back_the_next_time(
        self, bare_window: Window, qtbot: QtBot
    ) -> None:
        bare_window.toggle_docks()
        second = Window(bare_window.preferences.now())
        qtbot.addWidget(second)
        assert not second.docks["layers"].isHidden()
        second.shut_down()

    def test_a_layout_that_makes_no_sense_is_ignored(self, qtbot: QtBot) -> None:
        main.application()
        window = Window(Settings(window_layout="nonsense", window_geometry="!!"))
        qtbot.addWidget(window)
        assert not window.docks["layers"].isHidden()
        window.shut_down()

    def test_settings_are_kept_when_the_program_ends(self, bare_window: Window) -> None:
        bare_window.files.remember(Path("/pictures/cat.png"))
        main.keep(bare_window)
        assert load_settings().settings.recent_files == ("/pictures/cat.png",)


class TestWithinReach:
    def test_every_control_has_a_name_for_screen_readers(self, window: Window) -> None:
        for tool in window.canvas.tools:  # whose options are made then
            window.canvas.set_tool(tool.id)
        for section in window.generate_panel.findChildren(Section):
            section.set_open(True)
        window.palettes.load()
        window.layers.add_region()
        QApplication.processEvents()
        nameless = [
            f"{type(widget).__name__} in {type(widget.parent()).__name__}"
            for widget in window.findChildren(QWidget)
            if isinstance(widget, CONTROLS)
            and widget.window() is window
            and not isinstance(widget.parent(), QAbstractSpinBox)
            and not widget.objectName().startswith("qt_")
            and not (widget.accessibleName() or getattr(widget, "text", lambda: "")())
        ]
        assert nameless == []

    def test_every_control_can_be_reached_by_tab(self, window: Window) -> None:
        prompt = window.generate_panel.prompt
        prompt.setFocus()
        seen: list[QWidget] = []
        for _ in range(300):
            focus = window.focusWidget()
            if focus in seen:
                break
            seen.append(focus)
            window.focusNextChild()
        panels = (
            window.generate_panel.prompt, window.generate_panel.negative,
            window.generate_panel.strength, window.generate_panel.button,
            window.generate_panel.batch, window.generate_panel.model,
            window.layers.list, window.colours.square, window.colours.hue, window.canvas,
            window.tool_options.brush_size,
        )  # fmt: skip
        for widget in panels:
            if widget.isEnabled():
                assert widget in seen, widget.accessibleName()

    def test_the_prompt_comes_before_what_is_below_it(self, bare_window: Window) -> None:
        panel = bare_window.generate_panel
        panel.show_summary("", possible=True)
        panel.show_strength(0.5)
        panel.prompt.setFocus()
        order = []
        for _ in range(5):
            bare_window.focusNextChild()
            order.append(bare_window.focusWidget())
        style, strength = panel.style_button, panel.strength
        assert order == [panel.negative, style, strength, panel.button, panel.batch]


class TestMessages:
    def test_an_error_waits_without_stopping_anything(self, bare_window: Window) -> None:
        bare_window.tell(UserError("The disk is full.", "Make room, then save again."))
        assert bare_window.banner.text == "The disk is full. Make room, then save again."
        paint(bare_window, (100, 100), (200, 200))
        assert bare_window.banner.text
        bare_window.canvas.setFocus()
        QTest.keyClick(bare_window.canvas, Qt.Key.Key_Escape)
        assert bare_window.banner.text == ""

    def test_what_nobody_expected_is_told_calmly_and_logged_whole(
        self, bare_window: Window, qtbot: QtBot
    ) -> None:
        start_log()
        restore = catch_everything(lambda cause, remedy: bare_window.banner.tell(cause, remedy))
        try:
            sys.excepthook(ValueError, ValueError("the answer is 41"), None)
        finally:
            restore()
        assert "still there" in bare_window.banner.text
        assert "the answer" not in bare_window.banner.text
        assert "the answer is 41" in log_file().read_text()

    def test_refusals_of_tools_are_shown(self, bare_window: Window) -> None:
        bare_window.canvas.message.emit("“Layer 1” is locked.")
        assert "locked" in bare_window.banner.text


class TestStatusLine:
    def test_tells_model_device_zoom_and_position(self, window: Window, qtbot: QtBot) -> None:
        with qtbot.waitSignal(window.controller.finished):
            window.generate()
        assert window.status.device == "Test device"
        window.canvas.zoom_to_actual_size()
        window.canvas.pointerMoved.emit((12.6, 40.2))
        texts = [child.text() for child in window.statusBar().findChildren(QAbstractButton)]
        assert "100 %" in texts

    def test_says_that_a_lost_painter_comes_back(self, window: Window) -> None:
        window.controller.host_changed.emit(HostChanged(HostState.LOST))
        assert "starts again" in window.status.device


def test_the_title_marks_unsaved_changes(bare_window: Window) -> None:
    assert not bare_window.isWindowModified()
    paint(bare_window, (100, 100))
    bare_window.refresh()
    assert bare_window.isWindowModified()


def test_undo_and_redo_say_what_they_do(bare_window: Window) -> None:
    paint(bare_window, (100, 100))
    bare_window.refresh()
    assert bare_window.registry["undo"].text() == "&Undo Brush stroke"


def test_on_a_small_screen_the_panels_leave_room_for_the_canvas(
    bare_window: Window, qtbot: QtBot, qapp: QApplication
) -> None:
    bare_window.resize(1024, 740)
    bare_window.docks.resize()
    assert bare_window.width() == 1024
    qtbot.waitUntil(lambda: bare_window.canvas.width() > 1024 * 0.43)
    assert bare_window.docks["layers"].width() <= 285
    qapp.setStyleSheet(theme.style_sheet())
    (tabs,) = (bar for bar in bare_window.findChildren(QTabBar) if bar.count() == 4)
    qtbot.waitUntil(lambda: tabs.sizeHint().width() <= tabs.width(), timeout=20_000)
    qapp.setStyleSheet("")


@pytest.mark.parametrize("width", [1280, 1920])
def test_the_canvas_has_most_of_the_window(bare_window: Window, width: int) -> None:
    bare_window.resize(width, 800 if width == 1280 else 1080)
    bare_window.docks.resize()
    assert bare_window.canvas.width() > width * 0.45


def test_choosing_a_tool_never_makes_the_window_wider_nor_moves_the_canvas(
    bare_window: Window,
) -> None:
    canvas = bare_window.canvas
    before = canvas.mapTo(bare_window, canvas.rect().topLeft())
    for tool in canvas.tools:
        canvas.set_tool(tool.id)
        QApplication.processEvents()
        assert bare_window.width() == 1280, tool.id
        assert canvas.mapTo(bare_window, canvas.rect().topLeft()) == before, tool.id


def test_at_the_first_start_all_of_it_fits_on_a_small_screen(qtbot: QtBot) -> None:
    window = Window(Settings())
    window.show()
    qtbot.waitExposed(window)
    assert (window.width(), window.height()) == (1280, 800)
    window.hide()
    window.shut_down()
    window.deleteLater()
