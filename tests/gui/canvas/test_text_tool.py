"""The text tool, as a hand and a keyboard use it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QDialog

from core.geometry import Point, Rect
from tests.gui.canvas.conftest import Studio
from widgets.canvas.lettering import Align, Lettering, drawn
from widgets.canvas.tools.text import TextTool
from widgets.text_dialog import TextDialog

CANVAS = Rect(0, 0, 400, 300)
RED = QColor(255, 0, 0)


@pytest.fixture
def asked(studio: Studio) -> Studio:
    """After a click with the text tool."""
    studio.view.set_colours(RED, QColor(0, 0, 255))
    studio.view.set_tool("text")
    studio.hand.drag([(60, 150)])
    return studio


def dialog(studio: Studio) -> TextDialog:
    tool = next(one for one in studio.view.tools if isinstance(one, TextTool))
    assert tool._dialog is not None
    return tool._dialog


def test_what_is_typed_is_shown_and_becomes_a_layer(asked: Studio) -> None:
    before = asked.seen()
    dialog(asked).text.setPlainText("HILL")
    shown = asked.seen()
    assert (shown != before).any(), "it is shown before it is there"
    assert not asked.document.can_undo
    dialog(asked).accept()
    layer = asked.document.active
    assert layer is not None and layer.name == "HILL"
    bounds = layer.bounds()
    assert abs(bounds.x - 60) < 12 and abs(bounds.bottom - 150) < 6
    after = asked.seen()
    assert np.abs(after.astype(int) - shown).mean() < 1, "it looks as it was shown"
    assert asked.document.undo_text == "Add text"


def test_dragged_it_comes_elsewhere_and_cancelled_it_leaves_nothing(asked: Studio) -> None:
    dialog(asked).text.setPlainText("HILL")
    asked.hand.drag([(80, 140), (120, 200)])
    dialog(asked).accept()
    bounds = asked.document.active.bounds()
    assert abs(bounds.x - 100) < 12 and abs(bounds.bottom - 210) < 6
    steps = len(asked.document.history.done)
    before = asked.seen()
    asked.hand.drag([(60, 60)])
    dialog(asked).text.setPlainText("NO")
    dialog(asked).reject()
    assert len(asked.document.history.done) == steps
    assert np.array_equal(asked.seen(), before)


def test_another_tool_keeps_what_was_typed(asked: Studio) -> None:
    dialog(asked).text.setPlainText("HILL")
    asked.view.set_tool("brush")
    assert asked.document.active.name == "HILL"


def test_text_off_the_canvas_is_refused_in_words(asked: Studio) -> None:
    said: list[str] = []
    asked.view.message.connect(said.append)
    dialog(asked).text.setPlainText("HILL")
    asked.hand.drag([(0, 0), (0, 2000)])
    dialog(asked).accept()
    assert said and "off the canvas" in said[0]
    assert not asked.document.can_undo


def test_an_empty_text_is_no_layer(asked: Studio) -> None:
    box = dialog(asked)
    box.accept()
    assert box.result() == QDialog.DialogCode.Accepted
    assert not asked.document.can_undo


@pytest.mark.parametrize("align", list(Align))
def test_lines_are_set_around_their_place(qapp: object, align: Align) -> None:
    found = drawn(Lettering("H\nHHHH", size=40, align=align).path(Point(200, 100)), RED, CANVAS)
    assert found is not None
    rect, pixels = found
    columns = np.flatnonzero(pixels[..., 3].any(0)) + rect.x
    middle = (columns[0] + columns[-1]) / 2
    expected = {Align.LEFT: middle > 220, Align.MIDDLE: abs(middle - 200) < 4,
                Align.RIGHT: middle < 180}  # fmt: skip
    assert expected[align]
    assert (pixels[..., 0] == pixels[..., 3]).all(), "red, premultiplied"
