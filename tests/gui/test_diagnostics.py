"""The diagnostics page in the window."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.diagnostics import DiagnosticsDialog
from desktop.window import Window


def test_the_report_is_shown_and_copied(bare_window: Window, qtbot: QtBot) -> None:
    bare_window.registry["diagnostics"].trigger()
    (dialog,) = bare_window.findChildren(DiagnosticsDialog)
    qtbot.waitUntil(dialog.copy.isEnabled, timeout=30_000)
    assert "Of the machine" in dialog.text.toPlainText()
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == dialog.text.toPlainText()
    dialog.accept()


def test_a_page_that_was_closed_meanwhile_is_no_trouble(bare_window: Window, qtbot: QtBot) -> None:
    bare_window.registry["diagnostics"].trigger()
    (dialog,) = bare_window.findChildren(DiagnosticsDialog)
    dialog.accept()
    qtbot.waitUntil(lambda: not bare_window.background.pending, timeout=30_000)
