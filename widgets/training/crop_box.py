"""The part of a picture that counts, as it is dragged: free, or of a shape that is kept."""

from __future__ import annotations

import math

from core.geometry import Point, Rect
from widgets.canvas import boxes
from widgets.canvas.boxes import Handle

SMALLEST = 16
"""Pixels a side below which a part cannot be dragged."""


def dragged(
    start: Rect, handle: Handle, dx: int, dy: int, within: Rect, ratio: float | None = None
) -> Rect:
    """`start` after its handle was dragged by (dx, dy) pixels, inside `within`; with a `ratio` of
    width to height, that is kept."""
    smallest = min(SMALLEST, within.width, within.height)
    if handle is Handle.INSIDE or ratio is None:
        return boxes.resized(start, handle, dx, dy, within=within, smallest=smallest)
    across, down = handle.value
    width, height = start.width + across * dx, start.height + down * dy
    wished = height * ratio if not across else max(width, height * ratio) if down else width
    return _anchored(start, handle, wished, within, ratio, smallest)


def drawn(start: Point, end: Point, within: Rect, ratio: float | None = None) -> Rect:
    """The part between where the pen came down and where it is."""
    if ratio is None:
        return boxes.spanned(*start, *end).intersected(within)
    x = min(max(round(start.x), within.x), within.right)
    y = min(max(round(start.y), within.y), within.bottom)
    handle = Handle((1 if end.x >= start.x else -1, 1 if end.y >= start.y else -1))
    wished = max(abs(end.x - start.x), abs(end.y - start.y) * ratio)
    return _anchored(Rect(x, y, 0, 0), handle, wished, within, ratio, 1)


def _anchored(
    start: Rect, handle: Handle, width: float, within: Rect, ratio: float, smallest: int
) -> Rect:
    """Of a shape, as near to a width as there is room from the side or corner that stays."""
    across, down = handle.value
    room_x = _room(start.x, start.right, within.x, within.right, across)
    room_y = _room(start.y, start.bottom, within.y, within.bottom, down)
    least = max(smallest, smallest * ratio)
    width = min(max(width, least), room_x, room_y * ratio)
    columns = max(1, min(round(width), math.floor(room_x)))
    rows = max(1, min(round(width / ratio), math.floor(room_y)))
    return Rect(
        _begin(start.x, start.right, columns, across),
        _begin(start.y, start.bottom, rows, down),
        columns,
        rows,
    ).intersected(within)


def _room(low: int, high: int, least: int, most: int, way: int) -> float:
    """How long a side can become that grows one way, or both ways from its middle (0)."""
    if way:
        return most - low if way > 0 else high - least
    middle = (low + high) / 2
    return 2 * min(middle - least, most - middle)


def _begin(low: int, high: int, length: int, way: int) -> int:
    if way:
        return low if way > 0 else high - length
    return math.floor((low + high - length) / 2)


def shaped(rect: Rect, within: Rect, ratio: float) -> Rect:
    """A part of a shape with the middle and, if there is room, the area of another one."""
    width = min((rect.area * ratio) ** 0.5, within.width, within.height * ratio)
    columns = max(1, min(round(width), within.width))
    rows = max(1, min(round(width / ratio), within.height))
    x, y = round(rect.centre.x - columns / 2), round(rect.centre.y - rows / 2)
    return Rect(
        min(max(x, within.x), within.right - columns),
        min(max(y, within.y), within.bottom - rows),
        columns,
        rows,
    )
