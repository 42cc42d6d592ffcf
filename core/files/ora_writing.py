"""What is written on layers, in `underpaint/document.json`."""

from __future__ import annotations

import math
from typing import Any

from core.document.writing import Writing
from core.geometry import Point, Rect
from core.parameters import Json
from core.pixels.warp import is_convex

_MOST_TEXT = 100_000
_FARTHEST = 1e6


def to_json(writing: Writing) -> dict[str, Json]:
    """For a file."""
    return {
        "text": writing.text, "family": writing.family, "size": writing.size,
        "bold": writing.bold, "italic": writing.italic, "align": writing.align,
        "spacing": writing.spacing, "color": list(writing.color), "at": list(writing.at),
        "frame": list(writing.frame), "quad": [list(corner) for corner in writing.quad],
        "bounds": list(writing.bounds), "pixels": writing.pixels,
    }  # fmt: skip


def of_json(value: Any) -> Writing | None:
    """What `to_json` wrote; None for anything else: the letters are a picture then."""
    try:
        red, green, blue = (min(255, max(0, int(one))) for one in value["color"])
        writing = Writing(
            text=str(value["text"])[:_MOST_TEXT],
            family=str(value["family"])[:200],
            size=min(5000.0, max(1.0, _number(value["size"]))),
            bold=bool(value["bold"]),
            italic=bool(value["italic"]),
            align=str(value["align"]) if value["align"] in ("middle", "right") else "left",
            spacing=min(10.0, max(0.1, _number(value["spacing"]))),
            color=(red, green, blue),
            at=_point(value["at"]),
            frame=_rect(value["frame"]),
            quad=tuple(_point(one) for one in value["quad"]),
            bounds=_rect(value["bounds"]),
            pixels=str(value["pixels"])[:64],
        )
    except (TypeError, ValueError, LookupError, OverflowError, AttributeError):
        return None
    sound = len(writing.quad) == 4 and not writing.frame.is_empty and is_convex(writing.quad)
    return writing if sound else None


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number) or abs(number) > _FARTHEST:
        raise ValueError("a number out of range")
    return number


def _point(value: Any) -> Point:
    x, y = value
    return Point(_number(x), _number(y))


def _rect(value: Any) -> Rect:
    x, y, width, height = (int(_number(one)) for one in value)
    return Rect(x, y, width, height)
