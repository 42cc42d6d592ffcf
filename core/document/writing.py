"""What is written on a layer: a text, how it is set, and where its letters lie."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.geometry import Point, Rect


@dataclass(frozen=True)
class Writing:
    """Its layer's pixels are named, so that it is known whether they are still these letters; moved
    as a whole they are: see `written`."""

    text: str
    family: str = ""
    size: float = 48.0
    bold: bool = False
    italic: bool = False
    align: str = "left"
    spacing: float = 1.0
    color: tuple[int, int, int] = (0, 0, 0)
    at: Point = Point(0, 0)
    """Where its first line begins, before it was transformed."""
    frame: Rect = Rect(0, 0, 1, 1)
    """Around its letters, set from there;"""
    quad: tuple[Point, ...] = ()
    """and where the corners of that lie on the canvas."""
    bounds: Rect = Rect(0, 0, 1, 1)
    """Of the layer's pixels, and"""
    pixels: str = ""
    """their name, as they were drawn or transformed last."""

    def moved(self, dx: float, dy: float) -> Writing:
        """The same elsewhere, with pixels that were moved as well."""
        bounds = self.bounds.moved(round(dx), round(dy))
        quad = tuple(Point(x + dx, y + dy) for x, y in self.quad)
        return replace(self, quad=quad, bounds=bounds)
