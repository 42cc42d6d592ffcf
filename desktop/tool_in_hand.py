"""The options bar shows the tool in hand, and what is set there goes to the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from widgets.canvas.selecting import SelectTool
from widgets.canvas.tools.magic_wand import MagicWandTool
from widgets.words import tr

if TYPE_CHECKING:
    from desktop.brushes import Brushes
    from widgets.canvas.view import CanvasView
    from widgets.tool_options import ToolOptions


class ToolInHand(QObject):
    """Keeps options and canvas alike."""

    def __init__(self, options: ToolOptions, canvas: CanvasView, brushes: Brushes) -> None:
        super().__init__(canvas)
        self._options, self._canvas, self._brushes = options, canvas, brushes
        self._connect_brush()
        self._connect_options()
        canvas.toolChanged.connect(lambda _: self.show())

    def _connect_brush(self) -> None:
        options, canvas, brushes = self._options, self._canvas, self._brushes
        options.edited.connect(lambda brush: canvas.set_brush(brush))
        options.presets_wanted.connect(lambda: brushes.open_popup())
        options.editor_wanted.connect(brushes.open_editor)
        options.symmetry.edited.connect(canvas.set_symmetry)
        options.symmetry.place_wanted.connect(canvas.place_symmetry)
        canvas.brushesWanted.connect(brushes.open_popup)
        canvas.brushChanged.connect(self._show_brush)
        canvas.symmetryChanged.connect(lambda: options.symmetry.show_symmetry(canvas.symmetry))

    def _connect_options(self) -> None:
        options, canvas = self._options, self._canvas
        options.select.combined.connect(lambda how: canvas.set_selecting(combine=how))
        options.select.edited.connect(lambda wand: canvas.set_selecting(wand=wand))
        canvas.selectingChanged.connect(self._show_selecting)
        self._show_selecting()
        options.fill.edited.connect(lambda filling: setattr(canvas, "filling", filling))
        options.fill.show_filling(canvas.filling)
        options.shape.edited.connect(lambda drawn: setattr(canvas, "shape", drawn))
        options.shape.show_shape(canvas.shape)
        options.eyedropper.edited.connect(lambda sampling: setattr(canvas, "sampling", sampling))
        options.eyedropper.show_sampling(canvas.sampling)
        options.transform.serve(canvas)
        options.crop.serve(canvas)
        options.measure.serve(canvas)
        options.reference.serve(canvas)

    def show(self) -> None:
        """Shows the options of the tool that is chosen now."""
        options, canvas = self._options, self._canvas
        tool = canvas.tool_named(canvas.tool)
        own = {"bucket_fill": options.fill, "gradient": options.gradient, "shape": options.shape,
               "transform": options.transform, "crop": options.crop, "measure": options.measure,
               "reference": options.reference,
               "eyedropper": options.eyedropper}.get(tool.id)  # fmt: skip
        if isinstance(tool, SelectTool):
            own = options.select
        brush = canvas.brush() if canvas.has_brush else None
        picture = tool.id.replace("_", "-")
        options.show_tool(tr(tool.title), picture, tr(tool.help), brush, own, repeats=tool.repeats)
        options.select.show_wand(isinstance(tool, MagicWandTool))
        self._brushes.brush_changed()

    def _show_selecting(self) -> None:
        self._options.select.show_values(self._canvas.combine, self._canvas.wand)

    def _show_brush(self, tool: str) -> None:
        if tool == self._canvas.tool:
            self._options.show_brush(self._canvas.brush())
            self._brushes.brush_changed()
