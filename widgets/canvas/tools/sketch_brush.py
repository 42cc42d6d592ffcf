"""The sketch brush: draws over the picture without becoming part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.document import commands
from core.document.layers import SketchLayer, fresh_name
from core.pixels.brush import PRESSURE_SIZE, Brush
from widgets.canvas.stroking import StrokeTool
from widgets.words import tr

if TYPE_CHECKING:
    from widgets.canvas.view import CanvasView


class SketchBrushTool(StrokeTool):
    """Draws on the active sketch, else on the topmost visible one, else on a new one."""

    id = "sketch_brush"
    title = "Sketch brush"
    help = "Sketches over the picture; sketches are not exported. Shift: straight line."
    shortcut = "S"
    order = 40
    brush = Brush(size=6, hardness=0.9, dynamics=(PRESSURE_SIZE,))
    picks_colour = True

    def layer(self, canvas: CanvasView) -> str:
        document = canvas.document
        if isinstance(document.active, SketchLayer):
            return document.active.id
        sketches = [layer for layer in document.layers if isinstance(layer, SketchLayer)]
        usable = [sketch for sketch in sketches if sketch.visible and not sketch.locked]
        if usable:
            return usable[-1].id
        active = document.active
        sketch = SketchLayer.empty(document.size, fresh_name(tr("Sketch"), document.layers))
        document.perform(commands.AddLayer(sketch, len(document.layers), text="Add sketch"))
        if active is not None:
            document.activate(active.id)
        return sketch.id


TOOL = SketchBrushTool
