"""The options bar shows the tool in hand, and what is set there goes to the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from widgets.canvas.selecting import SelectTool
from widgets.canvas.tools.magic_wand import MagicWandTool
from widgets.words import tr

if TYPE_CHECKING:
    from desktop.brushes import Brushes
    from widgets.canvas.view import CanvasView
    from widgets.eyedropper_options import EyedropperOptions
    from widgets.fill_options import FillOptions, ShapeOptions
    from widgets.select_options import SelectOptions
    from widgets.tool_options import ToolOptions

_OPTIONS = {
    "bucket_fill": "fill", "gradient": "gradient", "shape": "shape", "transform": "transform",
    "crop": "crop", "measure": "measure", "reference": "reference", "eyedropper": "eyedropper",
}  # fmt: skip
"""A tool without a brush, and its options' name."""


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
        canvas, when_made = self._canvas, self._options.when_made
        canvas.selectingChanged.connect(self._show_selecting)
        when_made("select", self._serve_select)
        when_made("fill", self._serve_fill)
        when_made("shape", self._serve_shape)
        when_made("eyedropper", self._serve_eyedropper)
        for name in ("transform", "crop", "measure", "reference"):
            when_made(name, lambda options: options.serve(canvas))

    def _serve_select(self, options: SelectOptions) -> None:
        canvas = self._canvas
        options.combined.connect(lambda how: canvas.set_selecting(combine=how))
        options.edited.connect(lambda wand: canvas.set_selecting(wand=wand))
        options.show_values(canvas.combine, canvas.wand)

    def _serve_fill(self, options: FillOptions) -> None:
        canvas = self._canvas
        options.edited.connect(lambda filling: setattr(canvas, "filling", filling))
        options.show_filling(canvas.filling)

    def _serve_shape(self, options: ShapeOptions) -> None:
        canvas = self._canvas
        options.edited.connect(lambda drawn: setattr(canvas, "shape", drawn))
        options.show_shape(canvas.shape)

    def _serve_eyedropper(self, options: EyedropperOptions) -> None:
        canvas = self._canvas
        options.edited.connect(lambda sampling: setattr(canvas, "sampling", sampling))
        options.show_sampling(canvas.sampling)

    def show(self) -> None:
        """Shows the options of the tool that is chosen now."""
        options, canvas = self._options, self._canvas
        tool = canvas.tool_named(canvas.tool)
        own: QWidget | None = None
        if isinstance(tool, SelectTool):
            own = options.select
            options.select.show_wand(isinstance(tool, MagicWandTool))
        elif name := _OPTIONS.get(tool.id):
            own = getattr(options, name)
        brush = canvas.brush() if canvas.has_brush else None
        picture = tool.id.replace("_", "-")
        options.show_tool(tr(tool.title), picture, tr(tool.help), brush, own, repeats=tool.repeats)
        self._brushes.brush_changed()

    def _show_selecting(self) -> None:
        if self._options.made("select"):
            self._options.select.show_values(self._canvas.combine, self._canvas.wand)

    def _show_brush(self, tool: str) -> None:
        if tool == self._canvas.tool:
            self._options.show_brush(self._canvas.brush())
            self._brushes.brush_changed()
