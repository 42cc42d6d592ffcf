"""The canvas's own colours, each readable over any picture."""

from __future__ import annotations

from PySide6.QtGui import QColor

BORDER = QColor(0, 0, 0)
CHECKER_LIGHT = QColor(0x9A, 0x9A, 0x9A)
CHECKER_DARK = QColor(0x80, 0x80, 0x80)

MASK = QColor(255, 32, 48)
"""The red of a quick mask, as artists know it from other programs."""
MASK_OPACITY = 0.5
MASK_CONTOUR = QColor(255, 236, 236)
MASK_CONTOUR_SHADE = QColor(96, 0, 12)

CONTEXT = QColor(255, 196, 64)
GUIDE = QColor(90, 200, 250)
GRID = QColor(104, 132, 224, 150)
GRID_PARTS = QColor(104, 132, 224, 64)
ASSISTANT = QColor(255, 140, 60, 110)
ASSISTANT_HANDLE = QColor(255, 150, 70)
CAUGHT = QColor(255, 64, 200)
"""A line that has caught what is being dragged."""
SHADE = QColor(0, 0, 0, 150)
LIGHT = QColor(255, 255, 255, 235)
CHIP = QColor(18, 18, 20, 216)
CHIP_TEXT = QColor(245, 245, 245)
HANDLE = QColor(255, 255, 255)
FOCUS = QColor(90, 160, 255)
