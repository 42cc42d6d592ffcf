"""A line of colour along the edge of a selection."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from core.document.edit import Command
from core.document.laid_tiles import PutTiles, evenly, laid
from core.document.selection import Selection
from core.document.selection_edges import border, grow, shrink
from core.document.state import State


class Side(StrEnum):
    """On which side of the edge the line lies."""

    INSIDE = "inside"
    MIDDLE = "middle"
    OUTSIDE = "outside"


def outline(selection: Selection, width: int, side: Side) -> Selection:
    """A band of `width` pixels along the edge. Inside and outside it begins right at the edge, as
    soft as that is, and there is none at the canvas's edge."""
    if side is Side.INSIDE:
        return selection.subtracted(shrink(selection, width))
    if side is Side.OUTSIDE:
        return grow(selection, width).subtracted(selection)
    return border(selection, width)


def stroked(state: State, layer_id: str, band: Selection, color: tuple[int, int, int]) -> Command:
    """The step that lays a colour on a layer where `band` is, in and out of the selection; for any
    thread. UserError when the layer has no pixels, or is locked."""
    free = replace(state, selection=None)
    return PutTiles(laid(free, layer_id, evenly(color), band), "Stroke selection")
