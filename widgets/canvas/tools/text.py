"""The text tool: letters of the colour, on a layer of their own, which can be written anew."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QCursor, QPainter, QPainterPath, QPolygonF, QTransform

from core.document import commands, tree, written
from core.document.edit import refuse_locked
from core.document.layers import RasterLayer, fresh_name
from core.document.writing import Writing
from core.errors import UserError
from core.geometry import Point, Rect
from core.pixels.tiles import TileGrid
from core.pixels.warp import corners
from widgets.canvas.lettering import Align, Lettering, drawn, shown_at
from widgets.canvas.pointer import Pointer
from widgets.canvas.tool import Tool
from widgets.words import tr

if TYPE_CHECKING:
    from core.document.document import Document
    from widgets.canvas.view import CanvasView
    from widgets.text_dialog import TextDialog

_NAME = 24
"""Letters of the text that its layer is called by."""
_NEAR = 4
"""Canvas pixels around letters that a press is still for them."""


@dataclass(frozen=True)
class _Edited:
    """Letters that are there and are being written anew."""

    layer: str
    writing: Writing
    onto: QTransform
    """From where they were set to where they lie."""


class TextTool(Tool):
    """A click says where it begins, and asks for the text; on letters that are there it asks for
    these again. It is shown in place while it is typed, and can be dragged."""

    id = "text"
    title = "Text"
    help = "Click where the text begins, or on one that is there. While it is typed, drag it."
    shortcut = "T"
    order = 47
    picks_colour = False
    all_handles = False

    def __init__(self) -> None:
        self._dialog: TextDialog | None = None
        self._last = Lettering()
        self._at = Point(0, 0)
        self._edited: _Edited | None = None
        self._shift = Point(0, 0)
        """How far letters that are there were dragged."""
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
            self._edited, self._shift = _found(canvas.document, pointer.at), Point(0, 0)
            if self._edited is None:
                self._at = canvas.snapping.place(pointer)
                self._ask(canvas, replace(self._last, text=""))
            else:
                self._edit(canvas, self._edited)
        self._grip = (pointer.at, self._at if self._edited is None else self._shift)

    def move(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._grip is not None and self._dialog is not None:
            start, at = self._grip
            to = Point(at.x + pointer.at.x - start.x, at.y + pointer.at.y - start.y)
            if self._edited is None:
                self._at = canvas.snapping.place(pointer, to)
            else:
                self._shift = to
            self._show(canvas, self._dialog.lettering)

    def release(self, canvas: CanvasView, pointer: Pointer) -> None:
        self.move(canvas, pointer)
        self._grip = None
        self._take_keys()

    def cancel(self, canvas: CanvasView) -> None:
        self._grip = None

    def put_away(self, canvas: CanvasView) -> None:
        """What has been typed is kept."""
        self._grip = None
        if self._dialog is not None:
            self._dialog.accept()

    def _edit(self, canvas: CanvasView, edited: _Edited) -> None:
        """Asks for letters that are there. Their colour is taken into the hand, where it can be
        changed."""
        canvas.document.activate(edited.layer)
        layer = canvas.document.layer(edited.layer)
        refuse_locked(layer)
        writing = edited.writing
        self._at = writing.at
        canvas.set_colours(QColor(*writing.color), canvas.background)
        self._ask(canvas, Lettering(
            writing.text, writing.family, writing.size, writing.bold, writing.italic,
            Align(writing.align), writing.spacing,
        ))  # fmt: skip
        canvas.hide_shown(edited.layer)
        if self._dialog is not None:
            self._dialog.text.selectAll()
            self._show(canvas, self._dialog.lettering)

    def _ask(self, canvas: CanvasView, lettering: Lettering) -> None:
        from widgets.text_dialog import TextDialog  # its list of fonts takes a moment

        self._dialog = TextDialog(canvas, lettering)
        self._dialog.edited.connect(lambda lettering: self._show(canvas, lettering))
        self._dialog.finished.connect(lambda kept: self._end(canvas, kept=bool(kept)))
        self._dialog.show()
        self._take_keys()
        canvas.setCursor(self.cursor(canvas))

    def _take_keys(self) -> None:
        """What is typed goes into the dialog. A press on the canvas gives the window the keys, and
        not every window manager gives them to a small window that opens meanwhile: each letter
        would be a shortcut."""
        if self._dialog is not None:
            self._dialog.activateWindow()

    def _end(self, canvas: CanvasView, *, kept: bool) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is None:
            return
        self._last = lettering = dialog.lettering
        path, edited = self._path, self._edited
        self._edited = None
        self._show(canvas, Lettering())
        if edited is not None:
            canvas.displace((), 0, 0)
        canvas.setCursor(self.cursor(canvas))
        try:
            if kept and edited is not None:
                self._write_anew(canvas, edited, path, lettering)
            elif kept and not path.isEmpty():
                self._add(canvas, path, lettering)
        except UserError as error:
            canvas.message.emit(str(error))

    def _add(self, canvas: CanvasView, path: QPainterPath, lettering: Lettering) -> None:
        document = canvas.document
        grid = _letters(path, canvas)
        writing = _writing(lettering, canvas, self._at, QTransform())
        name = fresh_name(_named(lettering.text), document.layers)
        layer = RasterLayer(name=name, pixels=grid, writing=written.drawn_as(writing, grid))
        document.perform(commands.AddLayer(layer, text="Add text"))
        canvas.colourUsed.emit(canvas.foreground)

    def _write_anew(
        self, canvas: CanvasView, edited: _Edited, path: QPainterPath, lettering: Lettering
    ) -> None:
        document = canvas.document
        if path.isEmpty():
            document.perform(commands.RemoveLayer(edited.layer, text="Remove text"))
            return
        onto = edited.onto * QTransform.fromTranslate(self._shift.x, self._shift.y)
        writing = _writing(lettering, canvas, self._at, onto)
        before = edited.writing
        alike = replace(writing, frame=before.frame, quad=before.quad, bounds=before.bounds,
                        pixels=before.pixels)  # fmt: skip
        if alike == before and self._shift == Point(0, 0):
            return
        grid = _letters(path, canvas)
        name, was = document.layer(edited.layer).name, _named(edited.writing.text)
        if name == was or name.startswith(f"{was} "):  # nobody called it otherwise
            others = [one for one in document.layers if one.id != edited.layer]
            name = fresh_name(_named(lettering.text), others)
        document.perform(commands.Write(edited.layer, grid, written.drawn_as(writing, grid), name))
        canvas.colourUsed.emit(canvas.foreground)

    def _show(self, canvas: CanvasView, lettering: Lettering) -> None:
        before, path = self._path, lettering.path(self._at)
        if self._edited is not None:
            path = self._edited.onto.map(path).translated(self._shift.x, self._shift.y)
        self._path = path
        for shown in (before, self._path):
            if not shown.isEmpty():
                box = shown_at(shown).toAlignedRect()
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


def _found(document: Document, at: Point) -> _Edited | None:
    """The topmost letters that are seen there and nothing was painted on."""
    layers = document.layers
    for layer in reversed(layers):
        if not isinstance(layer, RasterLayer) or layer.writing is None:
            continue
        if not all(one.visible for one in (layer, *tree.ancestors(layers, layer))):
            continue
        if not layer.bounds().inflated(_NEAR).contains_point(*at):
            continue
        writing = written.writing_of(layer)
        onto = QTransform()
        if writing is not None and QTransform.quadToQuad(
            _polygon(corners(writing.frame)), _polygon(writing.quad), onto
        ):
            return _Edited(layer.id, writing, onto)
    return None


def _letters(path: QPainterPath, canvas: CanvasView) -> TileGrid:
    """What letters of the colour in hand are on the canvas."""
    found = drawn(path, canvas.foreground, canvas.document.canvas)
    if found is None:
        raise UserError("The text lies off the canvas.", "Put it on the canvas.")
    grid = TileGrid(canvas.document.size, 4)
    grid.write(*found)
    return grid


def _writing(lettering: Lettering, canvas: CanvasView, at: Point, onto: QTransform) -> Writing:
    box = lettering.path(at).boundingRect().toAlignedRect()
    frame = Rect(box.x(), box.y(), max(1, box.width()), max(1, box.height()))
    quad = [onto.map(QPointF(x, y)) for x, y in corners(frame)]
    colour = canvas.foreground
    return Writing(
        lettering.text, lettering.family, lettering.size, lettering.bold, lettering.italic,
        lettering.align.value, lettering.spacing,
        (colour.red(), colour.green(), colour.blue()),
        at, frame, tuple(Point(one.x(), one.y()) for one in quad),
    )  # fmt: skip


def _named(text: str) -> str:
    """What a layer with this text is called."""
    return " ".join(text.split())[:_NAME] or tr("Text")


def _polygon(quad: tuple[Point, ...]) -> QPolygonF:
    return QPolygonF([QPointF(*corner) for corner in quad])


TOOL = TextTool
