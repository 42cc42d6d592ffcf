"""How the view is turned and mirrored on the screen: the last step from the canvas to the eye."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QRegion, QTransform

from core.geometry import Size

STEP = 15.0
"""Degrees by which a key turns the view."""
_SNAP = 2.0
"""A drag that comes this near to a right angle means it."""
_MOST_RECTS = 200
_SHAPES = (
    Qt.CursorShape.SizeHorCursor,
    Qt.CursorShape.SizeFDiagCursor,
    Qt.CursorShape.SizeVerCursor,
    Qt.CursorShape.SizeBDiagCursor,
)
"""Each points an eighth of a turn further clockwise."""


@dataclass(frozen=True)
class Turn:
    """Mirrored left to right first, then turned clockwise, both around `x`, `y` (widget pixels).

    Everything else counts in the *upright* widget, as if there were no turn: what is drawn is
    turned by the painter, and where the pointer is is turned back before a tool hears of it.
    """

    angle: float = 0.0
    """Degrees, 0 to below 360."""
    mirrored: bool = False
    x: float = 0.0
    y: float = 0.0

    @property
    def on(self) -> bool:
        return self.mirrored or self.angle != 0.0

    @property
    def right_angled(self) -> bool:
        """Whether pixels still meet the grid of the screen."""
        return self.angle % 90.0 == 0.0

    @property
    def transform(self) -> QTransform:
        """From the upright widget to the screen's."""
        result = QTransform()
        result.translate(self.x, self.y)
        result.rotate(self.angle)
        if self.mirrored:
            result.scale(-1.0, 1.0)
        result.translate(-self.x, -self.y)
        return result

    def by(self, degrees: float) -> Turn:
        """Turned further, clockwise as it is seen."""
        angle = (self.angle + degrees) % 360.0
        return replace(self, angle=0.0 if angle < 1e-6 or angle > 360 - 1e-6 else angle)

    def flipped(self) -> Turn:
        """What is seen, mirrored left to right."""
        return replace(self, angle=-self.angle % 360.0, mirrored=not self.mirrored)

    def around(self, view: Size, ratio: float) -> Turn:
        """Around the middle of a widget, on the grid of its screen: right angles stay crisp."""
        x, y = (math.floor(side * ratio / 2) / ratio for side in (view.width, view.height))
        return replace(self, x=x, y=y)

    def snapped(self) -> Turn:
        """At a right angle, if it is near to one."""
        near = round(self.angle / 90.0) * 90.0
        return replace(self, angle=near % 360.0) if abs(near - self.angle) <= _SNAP else self

    def direction(self, at: QPointF) -> float:
        """Degrees, clockwise, in which a place of the screen's widget lies from the middle."""
        return math.degrees(math.atan2(at.y() - self.y, at.x() - self.x))

    def to_upright(self, at: QPointF) -> QPointF:
        return self._back.map(at) if self.on else at

    def to_screen(self, at: QPointF) -> QPointF:
        return self.transform.map(at) if self.on else at

    def vector_to_upright(self, dx: float, dy: float) -> QPointF:
        """A movement on the screen, as the upright widget sees it."""
        moved = QPointF(self.x + dx, self.y + dy)
        return self.to_upright(moved) - QPointF(self.x, self.y)

    def upright_rect(self, rect: QRect | QRectF) -> QRectF:
        """What surrounds a part of the screen's widget in the upright one."""
        return self._back.mapRect(QRectF(rect)) if self.on else QRectF(rect)

    def region_to_screen(self, region: QRegion) -> QRegion:
        """What surrounds the pieces of a region on the screen."""
        if not self.on:
            return region
        forth, result = self.transform, QRegion()
        pieces: list[QRect] = (
            [region.boundingRect()] if region.rectCount() > _MOST_RECTS else list(region)  # type: ignore[call-overload]  # missing in the stubs
        )
        for piece in pieces:
            # A turned line reaches a pixel beyond its own ones.
            result += forth.mapRect(QRectF(piece)).toAlignedRect().adjusted(-1, -1, 1, 1)
        return result

    def cursor(self, shape: Qt.CursorShape) -> Qt.CursorShape:
        """The cursor of a handle, pointing as the handle is seen to move."""
        if not self.on or shape not in _SHAPES:
            return shape
        eighths = _SHAPES.index(shape)
        if self.mirrored:
            eighths = -eighths
        return _SHAPES[(eighths + round(self.angle / 45.0)) % len(_SHAPES)]

    @property
    def _back(self) -> QTransform:
        return self.transform.inverted()[0]
