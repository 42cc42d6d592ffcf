"""The transform tool: layers, or what is selected of them, scaled, turned and in perspective."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QCursor, QKeyEvent, QPainter, QPen, QPolygonF

from core.document import transforming, tree
from core.document.edit import Command, refuse_locked
from core.document.state import State
from core.errors import UserError
from core.geometry import Point
from core.pixels.warp import is_convex
from widgets.canvas import colours
from widgets.canvas.boxes import CHIP_HEIGHT, HANDLE_SIDE, REACH, chip_rect, paint_chip
from widgets.canvas.earlier import Earlier
from widgets.canvas.pointer import Pointer
from widgets.canvas.tool import Tool
from widgets.canvas.transform_box import Frame, Grip, Part

if TYPE_CHECKING:
    from widgets.canvas.displaced import Lifted
    from widgets.canvas.view import CanvasView

_ROOM = 40


class TransformTool(Tool):
    """A frame with handles. Enter or another tool makes the change, in one step; Esc drops it."""

    id = "transform"
    title = "Transform"
    help = "Drag inside: move, handles: scale, outside: turn. Ctrl: perspective. Enter: done."
    shortcut = "Ctrl+T"
    order = 72

    def __init__(self) -> None:
        self._layers: tuple[str, ...] = ()
        self._frame: Frame | None = None
        self._lifted: Lifted | None = None
        self._grip: tuple[Grip, Point, Frame] | None = None
        self._applying = False
        self._earlier: Earlier[Frame] = Earlier()

    @property
    def busy(self) -> bool:
        waits = self._frame is not None and self._frame.changed and not self._applying
        return self._grip is not None or waits

    # What is transformed

    def take_up(self, canvas: CanvasView) -> None:
        if not self._applying:
            self._begin(canvas)

    def _begin(self, canvas: CanvasView) -> None:
        """Puts the frame around what there is; nothing is changed by that."""
        document, chosen = canvas.document, canvas.chosen_layers
        if not chosen:
            raise UserError("No layer is chosen.", "Choose one in the layer list.")
        for layer in map(document.layer, chosen):
            for one in (layer, *tree.ancestors(document.layers, layer)):
                refuse_locked(one)
        self._look_again(canvas)
        if self._frame is None:
            raise UserError("There is nothing to transform.", "Paint something, or choose a layer.")

    def _look_again(self, canvas: CanvasView) -> None:
        """Puts the frame around what is chosen now; none around nothing."""
        chosen = canvas.chosen_layers
        rect = transforming.held(canvas.document.state, chosen)
        if rect.is_empty:
            self._frame = None
        elif self._frame is None or self._frame.rect != rect or self._layers != chosen:
            self._layers, self._frame = chosen, Frame.around(rect)
            self.forget(canvas)
            canvas.update()

    def _current(self, canvas: CanvasView) -> Frame:
        """The frame, around what is active now unless something else is under way."""
        if not self.busy:
            self._begin(canvas)
        assert self._frame is not None
        return self._frame

    # The hand

    def cursor(self, canvas: CanvasView) -> QCursor:
        if self._applying:
            return QCursor(Qt.CursorShape.BusyCursor)
        part = self._grip[0].part if self._grip is not None else self._under
        shapes = {
            Part.INSIDE: Qt.CursorShape.SizeAllCursor, Part.OUTSIDE: Qt.CursorShape.CrossCursor,
            Part.CORNER: Qt.CursorShape.SizeFDiagCursor, Part.SIDE: Qt.CursorShape.SizeHorCursor,
        }  # fmt: skip
        return QCursor(shapes[part])

    _under = Part.OUTSIDE

    def hover(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._frame is None:
            return
        under = self._at(canvas, self._frame, pointer.place).part
        if under is not self._under:
            self._under = under
            canvas.setCursor(self.cursor(canvas))

    def press(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._applying:
            return
        frame = self._current(canvas)
        self._grip = (self._at(canvas, frame, pointer.place), pointer.at, frame)

    def move(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._grip is None:
            return
        grip, start, frame = self._grip
        at = _caught(canvas, pointer, frame, grip, start)
        new = frame.dragged(grip, start, at, even=pointer.shift, free=pointer.control)
        if is_convex(new.quad):
            self._show(canvas, new)

    def release(self, canvas: CanvasView, pointer: Pointer) -> None:
        self.move(canvas, pointer)
        grip, self._grip = self._grip, None
        if grip is not None:
            self._remember(canvas, grip[2])

    def key(self, canvas: CanvasView, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.busy:
            self.apply(canvas)
            return True
        return False

    # What the options bar does

    def turn(self, canvas: CanvasView, degrees: float) -> None:
        """Turns it by an angle, clockwise."""
        if self._applying:
            return
        frame = self._current(canvas)
        self._show(canvas, frame.turned(math.radians(degrees)))
        self._remember(canvas, frame)

    def flip(self, canvas: CanvasView, *, across: bool) -> None:
        """Mirrors it from left to right (`across`), or from top to bottom."""
        if self._applying:
            return
        frame = self._current(canvas)
        self._show(canvas, frame.flipped(across=across))
        self._remember(canvas, frame)

    @property
    def frame(self) -> Frame | None:
        """The frame as it is shown; None where there is nothing to transform."""
        return self._frame

    def set_numbers(
        self,
        canvas: CanvasView,
        *,
        across: float | None = None,
        tall: float | None = None,
        degrees: float | None = None,
        even: bool = False,
    ) -> None:
        """Makes it so wide or so high, of what it was, or so far turned. `even`: with the width the
        height changes in proportion, and the other way round."""
        if self._applying:
            return
        frame = self._current(canvas)
        wide = 1.0 if across is None else across / max(frame.across, 1e-6)
        high = 1.0 if tall is None else tall / max(frame.tall, 1e-6)
        if even:
            wide = high = high if across is None else wide
        new = frame.scaled(wide, high)
        if degrees is not None:
            new = new.turned(math.radians(degrees - frame.degrees))
        if is_convex(new.quad):
            self._show(canvas, new)
            self._remember(canvas, frame)

    def apply(self, canvas: CanvasView) -> None:
        """Makes the change; what is shown stays until it is there."""
        frame, layers = self._frame, self._layers
        self._grip = None
        if frame is None or not frame.changed or self._applying:
            return

        def work(state: State) -> Command:
            return transforming.transform(state, layers, frame.rect, frame.quad)

        self._applying = True
        canvas.begunChanged.emit()
        canvas.pixel_work.do(canvas.document, work, lambda: self._applied(canvas))

    def _applied(self, canvas: CanvasView) -> None:
        self._applying = False
        self._drop(canvas)
        if canvas.tool == self.id:
            self._look_again(canvas)

    def cancel(self, canvas: CanvasView) -> None:
        if not self._applying:
            self._drop(canvas)

    def put_away(self, canvas: CanvasView) -> None:
        if self.busy and not self._applying:
            self.apply(canvas)
        elif not self._applying:
            self._drop(canvas)

    def _drop(self, canvas: CanvasView) -> None:
        self._put_back(canvas)
        self._frame = self._grip = None
        self.forget(canvas)
        canvas.update()
        canvas.toolTold.emit()

    # What is taken back of it before it is made

    @property
    def undo_text(self) -> str:
        waits = bool(self._earlier.past) and self._grip is None and not self._applying
        return "Transform" if waits else ""

    @property
    def redo_text(self) -> str:
        waits = bool(self._earlier.future) and self._grip is None and not self._applying
        return "Transform" if waits else ""

    def undo(self, canvas: CanvasView) -> None:
        if self.undo_text and self._frame is not None:
            self._step(canvas, self._earlier.undo(self._frame))

    def redo(self, canvas: CanvasView) -> None:
        if self.redo_text and self._frame is not None:
            self._step(canvas, self._earlier.redo(self._frame))

    def _step(self, canvas: CanvasView, frame: Frame) -> None:
        self._show(canvas, frame)
        if not frame.changed:
            self._put_back(canvas)
        canvas.begunChanged.emit()

    def _remember(self, canvas: CanvasView, before: Frame) -> None:
        if self._frame is not None and self._frame != before:
            self._earlier.changed(before)
            canvas.begunChanged.emit()

    def forget(self, canvas: CanvasView) -> None:
        if self._earlier:
            self._earlier.forget()
            canvas.begunChanged.emit()

    # Showing it

    def _put_back(self, canvas: CanvasView) -> None:
        """The layers are shown as they are, which may change meanwhile."""
        if self._lifted is not None:
            canvas.displace((), 0, 0)
            self._lifted = None

    def _show(self, canvas: CanvasView, frame: Frame) -> None:
        if self._lifted is None:
            self._lifted = canvas.scene.lift(self._layers, frame.rect)
        before, self._frame = self._frame, frame
        for shown in (before, frame):
            if shown is not None:
                canvas.update(_reach(_on_screen(canvas, shown)))
        canvas.warp(self._lifted, frame.quad)
        canvas.toolTold.emit()

    def _at(self, canvas: CanvasView, frame: Frame, place: QPointF) -> Grip:
        """What of the frame is under the pointer."""
        to_widget = canvas.transform.to_widget
        for part, points in (
            (Part.CORNER, [to_widget(*corner) for corner in frame.quad]),
            (Part.SIDE, [to_widget(*frame.side(i)) for i in range(4)]),
        ):
            near = [(p - place).manhattanLength() for p in points]
            if min(near) <= REACH * 1.5:
                return Grip(part, near.index(min(near)))
        inside = _on_screen(canvas, frame).containsPoint(place, Qt.FillRule.OddEvenFill)
        return Grip(Part.INSIDE if inside else Part.OUTSIDE)

    def paint(self, canvas: CanvasView, painter: QPainter) -> None:
        if not self.busy and not self._applying:
            self._look_again(canvas)
        if self._frame is None:
            return
        quad = _on_screen(canvas, self._frame)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((colours.SHADE, 3.5), (colours.HANDLE, 1.2)):
            painter.setPen(QPen(colour, width))
            painter.drawPolygon(quad)
        painter.setPen(QPen(colours.SHADE.darker(), 1))
        painter.setBrush(colours.HANDLE)
        sides = [canvas.transform.to_widget(*self._frame.side(i)) for i in range(4)]
        for point in [*(quad.at(i) for i in range(4)), *sides]:
            square = QRectF(0, 0, HANDLE_SIDE, HANDLE_SIDE)
            square.moveCenter(point)
            painter.drawRect(square)
        if self._frame.changed:
            self._paint_numbers(canvas, painter, quad)
        painter.restore()

    def _paint_numbers(self, canvas: CanvasView, painter: QPainter, quad: QPolygonF) -> None:
        """How large and how turned it is, below the frame."""
        assert self._frame is not None
        frame = self._frame
        text = f"{frame.across:.0%} × {frame.tall:.0%}, {frame.degrees:.0f}°".replace("%", " %")
        bounds = quad.boundingRect()
        place = QPointF(bounds.x(), min(bounds.bottom() + 8, canvas.height() - CHIP_HEIGHT - 4.0))
        chip = chip_rect(text, painter.font(), place, 260)
        paint_chip(painter, chip, text, colours.HANDLE)


def _on_screen(canvas: CanvasView, frame: Frame) -> QPolygonF:
    return QPolygonF([canvas.transform.to_widget(*corner) for corner in frame.quad])


def _reach(quad: QPolygonF) -> QRect:
    return quad.boundingRect().toAlignedRect().adjusted(-_ROOM, -_ROOM, _ROOM + 200, _ROOM)


def _caught(canvas: CanvasView, pointer: Pointer, frame: Frame, grip: Grip, start: Point) -> Point:
    """Where the pointer would be if what it drags lay on the lines that are near."""
    dx, dy = pointer.at.x - start.x, pointer.at.y - start.y
    if grip.part is Part.INSIDE:
        xs, ys = [p.x for p in frame.quad], [p.y for p in frame.quad]
        around = min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
        dx, dy = canvas.snapping.shift(pointer, around, dx, dy)
    elif grip.part is not Part.OUTSIDE and not pointer.shift:
        moved = frame.quad[grip.index] if grip.part is Part.CORNER else frame.side(grip.index)
        place = canvas.snapping.place(pointer, Point(moved.x + dx, moved.y + dy))
        dx, dy = place.x - moved.x, place.y - moved.y
    return Point(start.x + dx, start.y + dy)


TOOL = TransformTool
