"""The shape tool: rectangles, ellipses and lines of the colour, filled or outlined."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QCursor, QPainter, QPen

from core.document import laid_tiles
from core.document.edit import Command
from core.document.selection import Selection
from core.document.state import State
from core.errors import UserError
from core.geometry import Point, Rect
from core.pixels.shapes import Form, Shape
from widgets.canvas.lines import stepped
from widgets.canvas.pointer import Pointer
from widgets.canvas.tool import Tool

if TYPE_CHECKING:
    from widgets.canvas.view import CanvasView


class ShapeTool(Tool):
    """From corner to corner. Shift: square, circle, or by 15°; Alt: from its middle. Lines keep to
    the assistants of perspective, as strokes do."""

    id = "shape"
    title = "Shape"
    help = "Drag from corner to corner. Shift: equal sides, Alt: from the middle."
    shortcut = "U"
    order = 46
    all_handles = False
    repeats = True

    def __init__(self) -> None:
        self._start: Point | None = None
        self._shape: Shape | None = None

    @property
    def busy(self) -> bool:
        return self._start is not None

    def cursor(self, canvas: CanvasView) -> QCursor:
        busy = canvas.pixel_work.busy
        return QCursor(Qt.CursorShape.BusyCursor if busy else Qt.CursorShape.CrossCursor)

    def press(self, canvas: CanvasView, pointer: Pointer) -> None:
        if canvas.document.active is None:
            raise UserError("No layer is chosen.", "Choose one in the layer list.")
        self._start = canvas.snapping.place(pointer)

    def move(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._start is None:
            return
        start, end = self._start, canvas.snapping.place(pointer)
        if pointer.shift:
            end = _evened(start, end, canvas.shape.form)
        elif canvas.shape.form is Form.LINE:
            end = canvas.assisting.led(start, end)
        if pointer.alt:
            start = Point(2 * start.x - end.x, 2 * start.y - end.y)
        if canvas.shape.form is not Form.LINE:  # whole pixels have crisp sides
            start, end = (Point(round(p.x), round(p.y)) for p in (start, end))
        self._show(canvas, replace(canvas.shape, start=start, end=end))

    def release(self, canvas: CanvasView, pointer: Pointer) -> None:
        self.move(canvas, pointer)
        shape, active = self._shape, canvas.document.active
        self.cancel(canvas)
        if shape is None or active is None or math.dist(shape.start, shape.end) < 1:
            return
        colour, shapes = canvas.foreground, self._repeated(canvas, shape)
        paint = laid_tiles.evenly((colour.red(), colour.green(), colour.blue()))
        layer = active.id

        def work(state: State) -> Command:
            area = _covered(state, shapes)
            return laid_tiles.PutTiles(
                laid_tiles.laid(state, layer, paint, area), f"Draw {shape.form.value}"
            )

        canvas.pixel_work.do(canvas.document, work)
        canvas.colourUsed.emit(colour)

    def cancel(self, canvas: CanvasView) -> None:
        self._start = None
        self._show(canvas, None)

    def _show(self, canvas: CanvasView, shape: Shape | None) -> None:
        for one in (self._shape, shape):
            for shown in () if one is None else self._repeated(canvas, one):
                box = canvas.transform.rect_to_widget(shown.reach())
                canvas.update(box.toAlignedRect().adjusted(-3, -3, 3, 3))
        self._shape = shape

    def _repeated(self, canvas: CanvasView, shape: Shape) -> list[Shape]:
        """The shape in all places where the symmetry has it."""
        return [shape.placed(one) for one in canvas.symmetry.images(canvas.document.middle)]

    def paint(self, canvas: CanvasView, painter: QPainter) -> None:
        if self._shape is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for shape in self._repeated(canvas, self._shape):
            _paint(canvas, painter, shape)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint(canvas: CanvasView, painter: QPainter, shape: Shape) -> None:
    start, end = (canvas.transform.to_widget(*place) for place in (shape.start, shape.end))
    middle = (start + end) / 2
    width = max(1.0, shape.outline * canvas.transform.scale)
    line = shape.form is Form.LINE
    pen = QPen(canvas.foreground, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.save()
    painter.setPen(pen if line or shape.outline else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if shape.outline else canvas.foreground)
    painter.translate(middle)
    painter.rotate(shape.angle)
    painter.translate(-middle)
    if line:
        painter.drawLine(start, end)
    elif shape.form is Form.ELLIPSE:
        painter.drawEllipse(QRectF(start, end).normalized())
    else:
        painter.drawRect(QRectF(start, end).normalized())
    painter.restore()


def _covered(state: State, shapes: Sequence[Shape]) -> Selection:
    """What any of the shapes covers, by the one that covers it the most."""
    found: Selection | None = None
    for shape in shapes:
        area: Rect = shape.reach().intersected(state.canvas)
        if area.is_empty:
            continue
        one = Selection.from_array(state.size, shape.coverage(area), area.x, area.y)
        found = one if found is None else found.added(one)
    if found is None:
        raise UserError("The shape lies off the canvas.", "Draw it on the canvas.")
    return found


def _evened(start: Point, end: Point, form: Form) -> Point:
    if form is Form.LINE:
        return stepped(start, end)
    dx, dy = end.x - start.x, end.y - start.y
    side = max(abs(dx), abs(dy))
    return Point(start.x + math.copysign(side, dx), start.y + math.copysign(side, dy))


TOOL = ShapeTool
