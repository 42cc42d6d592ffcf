"""What is chosen can be read: whole, or with a sign that there is more of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from widgets.choice_box import ChoiceBox

pytestmark = pytest.mark.gui

LONG = "Stable Diffusion 1.5 with a rather long name"


def _box(qtbot: QtBot, width: int) -> ChoiceBox:
    box = ChoiceBox()
    box.addItems([LONG, "Short"])
    box.setToolTip("Which model paints")
    qtbot.addWidget(box)
    box.resize(width, 28)
    box.show()
    return box


def _asked(box: ChoiceBox) -> str:
    at = box.rect().center()
    help = QHelpEvent(QEvent.Type.ToolTip, at, box.mapToGlobal(at))
    QApplication.sendEvent(box, help)
    text = QToolTip.text()
    QToolTip.hideText()
    return text


def test_a_long_choice_ends_in_dots_and_is_told_whole(qtbot: QtBot) -> None:
    box = _box(qtbot, 140)
    assert box.shown_text().endswith("…")
    assert LONG.startswith(box.shown_text()[:-1])
    assert box.currentText() == LONG
    assert _asked(box) == f"{LONG}\nWhich model paints"


def test_what_has_room_is_shown_as_it_is(qtbot: QtBot) -> None:
    box = _box(qtbot, 140)
    box.setCurrentIndex(1)
    assert box.shown_text() == "Short"
    assert _asked(box) == "Which model paints"
    box.setCurrentIndex(0)
    box.resize(600, 28)
    assert box.shown_text() == LONG


def test_what_is_drawn_is_the_shortened_text(qtbot: QtBot) -> None:
    """Two long choices that begin alike are drawn alike, and unlike a short one."""
    box = _box(qtbot, 140)
    box.addItem(f"{LONG}, another")
    drawn = []
    for index in (0, 2, 1):
        box.setCurrentIndex(index)
        drawn.append(box.grab().toImage())
    assert drawn[0] == drawn[1]
    assert drawn[0] != drawn[2]
