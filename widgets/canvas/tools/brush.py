"""The brush: paints with the colour on the active layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import UserError
from core.pixels.brush import PRESSURE_OPACITY, Brush
from widgets.canvas.stroking import StrokeTool

if TYPE_CHECKING:
    from widgets.canvas.view import CanvasView


class BrushTool(StrokeTool):
    """Colour on pictures and sketches, coverage on masks and regions."""

    id = "brush"
    title = "Brush"
    help = "Paints with the colour. Shift: straight line, Alt: take a colour, [ ]: size."
    shortcut = "B"
    order = 10
    brush = Brush(size=40, hardness=0.8, dynamics=(PRESSURE_OPACITY,))
    picks_colour = True

    def layer(self, canvas: CanvasView) -> str:
        canvas.aboutToPaint.emit()
        return active_layer(canvas)


def active_layer(canvas: CanvasView) -> str:
    """The active layer's id; UserError when there is none."""
    active = canvas.document.active
    if active is None:
        raise UserError("No layer is chosen.", "Choose one in the layer list, or add one.")
    return active.id


TOOL = BrushTool
