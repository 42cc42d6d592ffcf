"""The live picture over the canvas: shown at any size, but not where paint is newer than it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QRegion

from core.geometry import Rect
from core.pixels.tiles import TileGrid

from .levels import Deadline, Levels
from .stack import wrapped
from .transform import rect_at_level, rect_from_level

_GRID = 8
"""Where paint is newer is kept in squares of so many pixels: few rectangles say it."""
_MOST = 400
"""Of more rectangles the bounds are taken."""


class LiveOverlay:
    """Premultiplied RGBA of the canvas' size, laid over it with an opacity."""

    def __init__(self) -> None:
        self.opacity = 1.0
        self._levels: Levels | None = None
        self._newer = QRegion()
        """Where paint is newer, in canvas pixels,"""
        self._begun = QRegion()
        """and where the run knows it that paints just now."""

    @property
    def grid(self) -> TileGrid | None:
        """The picture; None while there is none."""
        return None if self._levels is None else self._levels.grid

    def show(self, grid: TileGrid | None, changed: Rect) -> None:
        """Another picture, that differs from the one before within `changed` alone."""
        if grid is None:
            self._levels, self._newer, self._begun = None, QRegion(), QRegion()
        elif self._levels is None or self._levels.grid.size != grid.size:
            self._levels = Levels(grid)
        else:
            self._levels.rebound(grid)
            self._levels.invalidate(changed)

    def uncover(self, parts: Iterable[Rect]) -> None:
        """Paint was laid there that the picture does not know yet: the paint is shown."""
        for part in parts:
            self._newer += QRect(*_outwards(part))
        if self._newer.rectCount() > _MOST:
            self._newer = QRegion(self._newer.boundingRect())

    def begin(self, part: Rect) -> None:
        """A run has begun that knows all paint of `part` there is now."""
        self.end(done=False)
        self._begun = self._newer.intersected(QRect(*_outwards(part)))
        self._newer -= self._begun

    def end(self, *, done: bool) -> None:
        """The run has ended: its picture is there, or that paint is as new as before."""
        if not done:
            self._newer += self._begun
        self._begun = QRegion()

    def draw(
        self,
        painter: QPainter,
        level: int,
        part: Rect,
        deadline: Deadline,
        *,
        alone: bool = False,
    ) -> bool:
        """Draws `part` (pixels of a level); False when there was not time for all of it.

        `alone` in a view of its own, where nothing is painted, it is whole and opaque.
        """
        levels, opacity = self._levels, 1.0 if alone else self.opacity
        if levels is None or opacity <= 0 or levels.empty(level, part):
            return True
        shown = QRegion(QRect(*part))
        if not alone:
            for newer in (self._newer, self._begun):
                shown -= newer if level == 0 else _at_level(newer, part, level)
        if shown.isEmpty():  # under the hand all paint is newer
            return True
        bounds = _rect(shown.boundingRect())
        image = wrapped(levels.read(level, bounds, deadline))
        before = painter.opacity()
        painter.setOpacity(opacity)
        # Piece by piece: where a region is the clip, QPainter draws by single rows.
        for one in shown:  # type: ignore[attr-defined]  # missing in the stubs
            there = one.translated(-bounds.x, -bounds.y)
            painter.drawImage(one.topLeft(), image, there)
        painter.setOpacity(before)
        return not deadline.missed


def _at_level(region: QRegion, part: Rect, level: int) -> QRegion:
    """What `part` of a level has of a region of the canvas."""
    result = QRegion()
    for one in region.intersected(QRect(*rect_from_level(part, level))):  # type: ignore[attr-defined]  # missing in the stubs
        result += QRect(*rect_at_level(_rect(one), level))
    return result


def _rect(rect: QRect) -> Rect:
    return Rect(rect.x(), rect.y(), rect.width(), rect.height())


def _outwards(rect: Rect) -> Rect:
    """A rectangle with its edges on the squares' grid."""
    x, y = rect.x // _GRID * _GRID, rect.y // _GRID * _GRID
    right, bottom = -(-rect.right // _GRID) * _GRID, -(-rect.bottom // _GRID) * _GRID
    return Rect(x, y, right - x, bottom - y)
