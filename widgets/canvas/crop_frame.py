"""What dragging does to the frame of the crop tool: free, or with its sides in a ratio."""

from __future__ import annotations

from core.geometry import Point, Rect
from core.request import MAX_SIDE

from .boxes import Handle


def spanned(start: Point, at: Point, ratio: float | None) -> Rect:
    """The frame from one corner to the other, width by height as `ratio` if there is one."""
    dx, dy = at.x - start.x, at.y - start.y
    if ratio is not None:
        wide = max(abs(dx), abs(dy) * ratio)
        dx = wide if dx >= 0 else -wide
        dy = wide / ratio if dy >= 0 else -wide / ratio
    left, right = sorted((round(start.x), round(start.x + dx)))
    top, bottom = sorted((round(start.y), round(start.y + dy)))
    return Rect(left, top, _side(right - left), _side(bottom - top))


def dragged(rect: Rect, handle: Handle, dx: float, dy: float, ratio: float | None) -> Rect:
    """The frame after its handle was dragged by so many canvas pixels. What is opposite stays where
    it is; with a ratio, a side grows to both sides of its middle."""
    across, down = handle.value
    if (across, down) == (0, 0):
        return rect.moved(round(dx), round(dy))
    width: float = max(1.0, rect.width + across * dx)
    height: float = max(1.0, rect.height + down * dy)
    if ratio is not None:
        if down == 0 or (across and width / rect.width >= height / rect.height):
            height = width / ratio
        else:
            width = height * ratio
    wide, high = _side(round(width)), _side(round(height))
    x = rect.right - wide if across < 0 else rect.x
    y = rect.bottom - high if down < 0 else rect.y
    if across == 0:
        x = round(rect.centre.x - wide / 2)
    if down == 0:
        y = round(rect.centre.y - high / 2)
    return Rect(x, y, wide, high)


def snapped(rect: Rect, handle: Handle, canvas: Rect, near: float) -> Rect:
    """The frame with the sides that are dragged on the canvas's edge where they are `near` it."""
    across, down = handle.value
    left, top, right, bottom = rect.x, rect.y, rect.right, rect.bottom
    if across < 0 and abs(left - canvas.x) <= near:
        left = canvas.x
    if across > 0 and abs(right - canvas.right) <= near:
        right = canvas.right
    if down < 0 and abs(top - canvas.y) <= near:
        top = canvas.y
    if down > 0 and abs(bottom - canvas.bottom) <= near:
        bottom = canvas.bottom
    return Rect(left, top, max(1, right - left), max(1, bottom - top))


def sized(rect: Rect, width: int, height: int) -> Rect:
    """A frame of another size around the same middle."""
    x = round(rect.centre.x - width / 2)
    y = round(rect.centre.y - height / 2)
    return Rect(x, y, _side(width), _side(height))


def fitted(rect: Rect, ratio: float) -> Rect:
    """The largest frame of a ratio inside another one, around the same middle."""
    width = min(rect.width, rect.height * ratio)
    return sized(rect, round(width), round(width / ratio))


def _side(pixels: int) -> int:
    return min(MAX_SIDE, max(1, pixels))
