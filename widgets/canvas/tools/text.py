"""The text tool: letters of the colour, on a layer of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QCursor, QPainter, QPainterPath

from core.document.commands import AddLayer
from core.document.layers import RasterLayer, fresh_name
from core.errors import UserError
from core.geometry import Point, Rect
from core.pixels.tiles import TileGrid
from widgets.canvas.lettering import Lettering, drawn, shown_at
from widgets.canvas.pointer import Pointer
from widgets.canvas.tool import Tool
from widgets.words import tr

if TYPE_CHECKING:
    from widgets.canvas.view import CanvasView
    from widgets.text_dialog import TextDialog

_NAME = 24
"""Letters of the text that its layer is called by."""


class TextTool(Tool):
    """A click says where it begins, and asks for the text; it is shown in place while it is typed,
    and can be dragged."""

    id = "text"
    title = "Text"
    help = "Click where the text begins. While it is typed, drag to move it."
    shortcut = "T"
    order = 47
    picks_colour = False
    all_handles = False

    def __init__(self) -> None:
        self._dialog: TextDialog | None = None
        self._last = Lettering()
        self._at = Point(0, 0)
        self._grip: tuple[Point, Point] | None = None
        self._path = QPainterPath()

    @property
    def busy(self) -> bool:
        return self._grip is not None

    def cursor(self, canvas: CanvasView) -> QCursor:
        moving = self._dialog is not None
        return QCursor(Qt.CursorShape.SizeAllCursor if moving else Qt.CursorShape.IBeamCursor)

    def press(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._dialog is None:
            self._at = pointer.at
            self._ask(canvas)
        self._grip = (pointer.at, self._at)

    def move(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._grip is not None and self._dialog is not None:
            start, at = self._grip
            self._at = Point(at.x + pointer.at.x - start.x, at.y + pointer.at.y - start.y)
            self._show(canvas, self._dialog.lettering)

    def release(self, canvas: CanvasView, pointer: Pointer) -> None:
        self.move(canvas, pointer)
        self._grip = None

    def cancel(self, canvas: CanvasView) -> None:
        self._grip = None

    def put_away(self, canvas: CanvasView) -> None:
        """What has been typed is kept."""
        self._grip = None
        if self._dialog is not None:
            self._dialog.accept()

    def _ask(self, canvas: CanvasView) -> None:
        from widgets.text_dialog import TextDialog  # its list of fonts takes a moment

        self._dialog = TextDialog(canvas, replace(self._last, text=""))
        self._dialog.edited.connect(lambda lettering: self._show(canvas, lettering))
        self._dialog.finished.connect(lambda kept: self._end(canvas, kept=bool(kept)))
        self._dialog.show()
        canvas.setCursor(self.cursor(canvas))

    def _end(self, canvas: CanvasView, *, kept: bool) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is None:
            return
        self._last = dialog.lettering
        path = self._path
        self._show(canvas, Lettering())
        canvas.setCursor(self.cursor(canvas))
        if kept and not path.isEmpty():
            try:
                self._add(canvas, path, self._last.text)
            except UserError as error:
                canvas.message.emit(str(error))

    def _add(self, canvas: CanvasView, path: QPainterPath, text: str) -> None:
        document = canvas.document
        found = drawn(path, canvas.foreground, document.canvas)
        if found is None:
            raise UserError("The text lies off the canvas.", "Put it on the canvas.")
        rect, pixels = found
        grid = TileGrid(document.size, 4)
        grid.write(rect, pixels)
        name = fresh_name(" ".join(text.split())[:_NAME] or tr("Text"), document.layers)
        document.perform(AddLayer(RasterLayer(name=name, pixels=grid), text="Add text"))

    def _show(self, canvas: CanvasView, lettering: Lettering) -> None:
        before, self._path = self._path, lettering.path(self._at)
        for path in (before, self._path):
            if not path.isEmpty():
                box = shown_at(path).toAlignedRect()
                rect = Rect(box.x(), box.y(), box.width(), box.height())
                canvas.update(canvas.transform.rect_to_widget(rect).toAlignedRect())

    def paint(self, canvas: CanvasView, painter: QPainter) -> None:
        if self._path.isEmpty():
            return
        corner, scale = canvas.transform.to_widget(0, 0), canvas.transform.scale
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(corner)
        painter.scale(scale, scale)
        painter.fillPath(self._path, QColor(canvas.foreground))
        painter.restore()


TOOL = TextTool
