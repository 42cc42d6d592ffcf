"""The eraser: takes paint from the active layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.pixels.brush import Brush
from widgets.canvas.stroking import StrokeTool
from widgets.canvas.tools.brush import active_layer

if TYPE_CHECKING:
    from widgets.canvas.view import CanvasView


class EraserTool(StrokeTool):
    """Makes pixels transparent; on masks and regions it takes coverage away."""

    id = "eraser"
    title = "Eraser"
    help = "Removes paint, or mask, from the active layer. Shift: straight line, [ ]: size."
    shortcut = "E"
    order = 20
    brush = Brush(size=60, hardness=0.8, erase=True)

    def layer(self, canvas: CanvasView) -> str:
        return active_layer(canvas)


TOOL = EraserTool
