"""What tests of the techniques panel read off the window."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from core.document.drafts import Draft
from core.request import Request
from desktop.window import Window
from tests.gui.painter import FlatPainter


def drafts(window: Window) -> tuple[Draft, ...]:
    """The techniques of its document."""
    return window.document.settings.techniques


def request_of(window: Window, painter: FlatPainter, qtbot: QtBot) -> Request:
    """What is painted when Generate is pressed."""
    with qtbot.waitSignal(window.controller.finished):
        window.generate()
    return painter.requests[-1]
