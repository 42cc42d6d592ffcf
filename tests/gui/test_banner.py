"""A message over the canvas can be read whole."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from widgets.banner import Banner

pytestmark = pytest.mark.gui

LONG = "The picture could not be written to the disk, as there is no room left on it at all. " * 2
REMEDY = "Make room by deleting what is no longer needed, or save it to another disk. " * 3


@pytest.mark.parametrize("before", [(), ("Saved.",), ("Saved.", "To a file."), (LONG, REMEDY)])
def test_whatever_was_told_before_all_of_a_message_is_seen(
    qtbot: QtBot, before: tuple[str, ...]
) -> None:
    room = QWidget()
    qtbot.addWidget(room)
    room.resize(600, 400)
    room.show()
    banner = Banner(room)
    if before:
        banner.tell(*before)
        qtbot.wait(1)
    for told in ((LONG, REMEDY), (LONG,), ("Saved.", REMEDY)):
        banner.tell(*told)
        banner.layout().activate()
        for label in banner.findChildren(QLabel):
            if not label.isHidden() and label.text():
                assert label.height() >= label.heightForWidth(label.width())
