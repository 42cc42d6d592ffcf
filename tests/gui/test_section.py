"""A closed part of a panel sums up what is inside, however narrow the panel is."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from widgets.section import Section

pytestmark = pytest.mark.gui


def test_a_long_summary_is_cut_and_never_widens_the_panel(qtbot: QtBot) -> None:
    section = Section("Sampling", QLabel("inside"), open=False)
    qtbot.addWidget(section)
    section.set_note("20 steps")
    narrow = section.minimumSizeHint().width()
    section.set_note("25 steps · DPM++ 2M Karras, and much more that nobody has room for")
    assert section.minimumSizeHint().width() == narrow
    section.resize(240, section.sizeHint().height())
    section.show()
    note = section.note
    assert note.shown.startswith("25 steps") and note.shown.endswith("…")
    section.resize(900, section.height())
    qtbot.waitUntil(lambda: note.shown == note.text())
