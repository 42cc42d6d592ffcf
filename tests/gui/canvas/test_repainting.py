"""What is repainted of a canvas: few rectangles, and in each what all of it shows there."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QRegion

from core.document.document import Document
from core.pixels.symmetry import Symmetry
from tests.gui.canvas.conftest import Bytes, Studio
from widgets.canvas.surface import CHEAP_WASTE, MOST_RECTS, _grouped

SPOTS = [(40, 30), (470, 30), (40, 330), (470, 330)]


def test_mirrored_dabs_are_repainted_each_by_itself_whatever_pieces_they_are_in() -> None:
    region = QRegion()
    for x, y in SPOTS:
        region += QRect(x, y, 101, 103)
        region += QRect(x + 5, y + 4, 101, 103)
    assert region.rectCount() > len(SPOTS)
    groups = _grouped(region)
    assert sorted((one.x(), one.y()) for one in groups) == sorted(SPOTS)
    left = region
    for one in groups:
        left = left.subtracted(one)
    assert left.isEmpty()


def test_what_lies_close_is_repainted_at_once_and_so_is_dust() -> None:
    near = QRegion(QRect(0, 0, 100, 100)).united(QRect(110, 40, 100, 100))
    assert _grouped(near) == [near.boundingRect()]
    side = round(CHEAP_WASTE**0.5)
    far = QRegion(QRect(0, 0, 9, 9)).united(QRect(2 * side, 2 * side, 9, 9))
    assert len(_grouped(far)) == 2
    dust = QRegion()
    for number in range(MOST_RECTS + 1):
        dust += QRect(number * 13, number * 9, 2, 2)
    assert _grouped(dust) == [dust.boundingRect()]


@pytest.mark.parametrize("symmetry", [Symmetry(across=True, down=True), Symmetry(rays=7)])
def test_lines_of_a_symmetry_are_the_same_in_every_part_that_is_repainted(
    open_studio: Callable[..., Studio], symmetry: Symmetry
) -> None:
    studio = open_studio(Document.of_picture(np.full((300, 400, 4), 255, np.uint8)), 1.3)
    bare = studio.seen()
    studio.view.set_symmetry(symmetry)
    whole = studio.seen()
    assert (whole != bare).any(axis=2).sum() > 500
    dice = np.random.default_rng(1)
    for _ in range(60):
        x, y = int(dice.integers(0, 560)), int(dice.integers(0, 420))
        part = QRect(x, y, int(dice.integers(1, 80)), int(dice.integers(1, 60)))
        shown = _repainted(studio, part)
        there = whole[part.top() : part.bottom() + 1, part.left() : part.right() + 1]
        apart = np.abs(shown.astype(int) - there)
        assert apart.max(initial=0) <= 2


def _repainted(studio: Studio, part: QRect) -> Bytes:
    """What is painted when a part of the widget has to be, on a screen that holds all of it."""
    image = QImage(studio.view.size(), QImage.Format.Format_RGB32)
    studio.view.render(image, part.topLeft(), QRegion(part))
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return rows[part.top() : part.bottom() + 1, part.left() : part.right() + 1, 2::-1].copy()
