"""Where the canvas lies in the widget: one frozen value that maps between the two."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF

from core.geometry import EMPTY, Point, Rect, Size

MIN_ZOOM = 1 / 64
MAX_ZOOM = 64.0
STEPS_PER_DOUBLING = 3
MARGIN = 24
"""Widget pixels left free around the canvas by `fitted`."""


@dataclass(frozen=True)
class ViewTransform:
    """`zoom` is device pixels per canvas pixel, so that 100 % is crisp on every screen.

    `x`, `y` are the device pixels of the canvas's top left corner, kept as they come and used
    rounded: layers then meet the screen's grid, and zooming to and fro does not drift.
    """

    zoom: float = 1.0
    x: float = 0.0
    y: float = 0.0
    ratio: float = 1.0
    """Device pixels per widget pixel."""

    @property
    def corner(self) -> Point:
        """The canvas's top left corner in whole device pixels."""
        return Point(math.floor(self.x + 0.5), math.floor(self.y + 0.5))

    @property
    def level(self) -> int:
        """The mip level to draw from: the smallest that is not smaller than the screen needs."""
        return max(0, math.floor(math.log2(1 / self.zoom) + 1e-9))

    @property
    def residual(self) -> float:
        """Device pixels per pixel of `level`: more than 0.5, and at most 1 below 100 %."""
        return self.zoom * 2.0**self.level

    @property
    def smooth(self) -> bool:
        """Whether pixels are interpolated: below 200 %, but not where they match one to one."""
        return self.zoom < 2.0 and abs(self.residual - 1.0) > 1e-6

    @property
    def scale(self) -> float:
        """Widget pixels per canvas pixel."""
        return self.zoom / self.ratio

    def to_canvas(self, at: QPointF | QPoint) -> Point:
        corner = self.corner
        return Point(
            (at.x() * self.ratio - corner.x) / self.zoom,
            (at.y() * self.ratio - corner.y) / self.zoom,
        )

    def to_widget(self, x: float, y: float) -> QPointF:
        corner = self.corner
        return QPointF(
            (x * self.zoom + corner.x) / self.ratio,
            (y * self.zoom + corner.y) / self.ratio,
        )

    def rect_to_widget(self, rect: Rect) -> QRectF:
        return QRectF(self.to_widget(rect.x, rect.y), self.to_widget(rect.right, rect.bottom))

    def dirty(self, rect: Rect) -> QRect:
        """The widget pixels that show any of `rect`, with what interpolation reaches beyond."""
        if rect.is_empty:
            return QRect()
        reach = 2 * 2**self.level if self.smooth else 2**self.level - 1
        return self.rect_to_widget(rect.inflated(reach)).toAlignedRect()

    def visible(self, part: QRect | QRectF, size: Size, level: int = 0) -> Rect:
        """The pixels of `level` that show in `part` of the widget, within a canvas of `size`."""
        factor = self.zoom * 2**level
        corner = self.corner
        box = QRectF(part)
        rect = Rect.of_edges(
            (box.left() * self.ratio - corner.x) / factor,
            (box.top() * self.ratio - corner.y) / factor,
            (box.right() * self.ratio - corner.x) / factor,
            (box.bottom() * self.ratio - corner.y) / factor,
        )
        return rect.intersected(level_rect(size, level))

    def displaced(self, dx: int, dy: int) -> ViewTransform:
        """As if all of the canvas lay so many of its pixels elsewhere."""
        if (dx, dy) == (0, 0):
            return self
        return replace(self, x=self.x + dx * self.zoom, y=self.y + dy * self.zoom)

    def panned(self, dx: float, dy: float) -> ViewTransform:
        """Moved by widget pixels."""
        return replace(self, x=self.x + dx * self.ratio, y=self.y + dy * self.ratio)

    def zoomed(self, zoom: float, at: QPointF) -> ViewTransform:
        """With another zoom; the canvas pixel under `at` (widget) stays there."""
        zoom = min(MAX_ZOOM, max(MIN_ZOOM, zoom))
        factor = zoom / self.zoom
        px, py = at.x() * self.ratio, at.y() * self.ratio
        return replace(
            self, zoom=zoom, x=px - (px - self.x) * factor, y=py - (py - self.y) * factor
        )

    def with_ratio(self, ratio: float) -> ViewTransform:
        """On a screen with another device pixel ratio, the same pixels shown."""
        if ratio == self.ratio:
            return self
        factor = ratio / self.ratio
        return replace(self, ratio=ratio, x=self.x * factor, y=self.y * factor)

    def held(self, size: Size, view: QRectF) -> ViewTransform:
        """Moved back, if need be, so that some of the canvas stays within `view` (widget)."""
        keep = 48 * self.ratio
        width, height = size.width * self.zoom, size.height * self.zoom
        low_x, high_x = view.left() * self.ratio + keep - width, view.right() * self.ratio - keep
        low_y, high_y = view.top() * self.ratio + keep - height, view.bottom() * self.ratio - keep
        x = min(max(self.x, min(low_x, high_x)), max(low_x, high_x))
        y = min(max(self.y, min(low_y, high_y)), max(low_y, high_y))
        return self if (x, y) == (self.x, self.y) else replace(self, x=x, y=y)


def level_rect(size: Size, level: int) -> Rect:
    """All pixels of a mip level of a canvas of `size`."""
    step = 1 << level
    return Rect(0, 0, -(-size.width // step), -(-size.height // step))


def level_for(width: int, height: int, side: int) -> int:
    """The mip level whose longer side is as near to `side` pixels as it can be, and not below."""
    return max(0, math.floor(math.log2(max(1.0, max(width, height) / max(1, side)))))


def rect_at_level(rect: Rect, level: int) -> Rect:
    """The pixels of a mip level into which any pixel of `rect` goes."""
    if rect.is_empty:
        return EMPTY
    step = 1 << level
    x, y = rect.x // step, rect.y // step
    return Rect(x, y, -(-rect.right // step) - x, -(-rect.bottom // step) - y)


def rect_from_level(rect: Rect, level: int) -> Rect:
    """The canvas pixels that `rect` of a mip level shows."""
    step = 1 << level
    return Rect(rect.x * step, rect.y * step, rect.width * step, rect.height * step)


def fitted(size: Size, view: Size, ratio: float, angle: float = 0.0) -> ViewTransform:
    """The whole canvas, centred and as large as it can be while turned by `angle` (degrees)."""
    room_x = max(1, view.width - 2 * MARGIN) * ratio
    room_y = max(1, view.height - 2 * MARGIN) * ratio
    width, height = max(1, size.width), max(1, size.height)
    if angle:
        along, across = abs(math.cos(math.radians(angle))), abs(math.sin(math.radians(angle)))
        turned = width * along + height * across, width * across + height * along
    else:
        turned = float(width), float(height)
    zoom = min(room_x / turned[0], room_y / turned[1])
    return centred(size, view, ratio, min(MAX_ZOOM, max(MIN_ZOOM, zoom)))


def centred(size: Size, view: Size, ratio: float, zoom: float) -> ViewTransform:
    """The canvas's middle in the middle of the widget."""
    return ViewTransform(
        zoom,
        (view.width * ratio - size.width * zoom) / 2,
        (view.height * ratio - size.height * zoom) / 2,
        ratio,
    )


def stepped(zoom: float, steps: float) -> float:
    """`zoom` after wheel steps; three double it, and 100 % is never stepped over."""
    result = zoom * 2 ** (steps / STEPS_PER_DOUBLING)
    if (zoom < 0.999 and result > 1) or (zoom > 1.001 and result < 1):
        return 1.0
    near = round(math.log2(result) * STEPS_PER_DOUBLING)
    ladder = 2.0 ** (near / STEPS_PER_DOUBLING)
    return ladder if abs(ladder / result - 1) < 0.01 else result
