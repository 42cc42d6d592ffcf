"""The mask brush: paints what the model shall repaint, whichever layer is active."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from core.document import commands
from core.document.layers import MaskLayer, fresh_name
from core.pixels.brush import Brush
from widgets.canvas.pointer import Pointer
from widgets.canvas.stroking import StrokeTool
from widgets.words import tr

if TYPE_CHECKING:
    from widgets.canvas.view import CanvasView


class MaskBrushTool(StrokeTool):
    """Adds to the mask; with Alt, Ctrl, the right button or a pen's eraser end it takes away.

    It paints on the active mask, else on the topmost visible one, else on a new one. The active
    layer stays active, so that painting goes on where it was.
    """

    id = "mask_brush"
    title = "Mask brush"
    help = "Paints what will be repainted. Alt or right button: take away, Shift: straight line."
    shortcut = "Q"
    order = 30
    brush = Brush(size=80, hardness=0.9)
    second_button = True

    def layer(self, canvas: CanvasView) -> str:
        document = canvas.document
        if isinstance(document.active, MaskLayer):
            return document.active.id
        masks = [layer for layer in document.layers if isinstance(layer, MaskLayer)]
        usable = [mask for mask in masks if mask.visible and not mask.locked]
        if usable:
            return usable[-1].id
        active = document.active
        mask = MaskLayer.empty(document.size, fresh_name(tr("Mask"), document.layers))
        document.perform(commands.AddLayer(mask, len(document.layers), text="Add mask"))
        if active is not None:
            document.activate(active.id)
        return mask.id

    def stroke_brush(self, canvas: CanvasView, pointer: Pointer) -> Brush:
        brush = super().stroke_brush(canvas, pointer)
        away = pointer.alt or pointer.control or pointer.button == Qt.MouseButton.RightButton
        return replace(brush, erase=brush.erase or away)


TOOL = MaskBrushTool
