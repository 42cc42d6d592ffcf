"""The canvas: what mouse, pen, fingers and keys do to a document on screen."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QCursor,
    QEventPoint,
    QFocusEvent,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPen,
    QRegion,
    QTabletEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from core.document import commands
from core.document.document import Document
from core.document.guides import Axis
from core.document.layers import LayerMask
from widgets.words import tr

from . import colours, pointer
from .boxes import Handle
from .brush_keys import BrushDrag, BrushKeys
from .easel import Easel
from .fingers import Fingers, Hands
from .pointer import Pointer
from .ring import Outline, outline_of, paint_ring, ring_region
from .rulers import THICKNESS, Rulers

PAN_STEP = 64
LEFT = Qt.MouseButton.LeftButton
COMPARE_KEYS = (Qt.Key.Key_C, Qt.Key.Key_Backslash)
_EYEDROPPER = "eyedropper"
_PANS = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class CanvasView(Easel):
    """The canvas. The window connects the signals."""

    colourPicked = Signal(QColor)
    colourUsed = Signal(QColor)
    """Something was filled, drawn or written with that colour; strokes are not told."""
    brushesWanted = Signal(QPoint)
    """The right button was pressed there with a brush in hand: another one is looked for."""
    contextChanged = Signal(object)
    """The artist dragged the context box to this `Rect`; None: it shall choose itself again."""
    pointerMoved = Signal(object)
    """The canvas pixel under the pointer as (x, y), or None when it left."""
    regionDrawn = Signal(str)
    """A region with this id was drawn and has no prompt yet."""
    aboutToPaint = Signal()
    """A stroke of colour is about to begin; another layer may still be made active for it."""
    guidesWanted = Signal()
    """A guide is drawn out of a ruler while guides are hidden."""
    begunChanged = Signal()
    """What the tool has begun, and `undo_begun` takes back, is another."""
    undoWanted = Signal()
    redoWanted = Signal()
    """Two fingers, or three, tapped on the canvas."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAccessibleName(tr("Canvas"))
        self._held = Qt.MouseButton.NoButton
        self._pen_down = False
        self.rulers: Rulers | None = None
        self._keys = BrushKeys()
        self._brush_drag: BrushDrag | None = None
        self.finger_does = "pen"
        """What one finger does, as `core.settings.FINGERS` has it."""
        self._pen_seen = False
        self._fingers = Fingers(
            Hands(
                press=lambda place, time: self._finger(place, time, self._press, LEFT),
                move=lambda place, time: self._finger(place, time, self._move),
                release=lambda place, time: self._finger(place, time, self._release, LEFT),
                cancel=self._take_back_finger,
                change_view=self._navigator.carry,
                tapped=self._tapped,
            )
        )
        self._pointer: Pointer | None = None
        self._seen_turn = self.turn
        """The turn in which the pointer's place counts."""
        self._ring = QRegion()
        self._space = self._alt = self._keyboard_focus = False
        self._context_dragged = False
        self._last_frame = 0.0
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.setTimerType(Qt.TimerType.PreciseTimer)
        self._frame.timeout.connect(self._on_frame)
        self._choose(self._tool)

    def _hand_changed(self) -> None:
        self._update_ring()
        self._update_cursor()

    def _view_moved(self) -> None:
        self._ring = QRegion()
        if self._pointer is not None:
            place = self.turn.to_upright(self._seen_turn.to_screen(self._pointer.place))
            at = self.transform.to_canvas(place)
            self._pointer = replace(self._pointer, at=at, place=place)
        self._seen_turn = self.turn
        super()._view_moved()
        self._update_ring()

    # The brush's outline ----------------------------------------------------------------------

    def paint_over(self, painter: QPainter, dirty: QRect) -> None:
        self.lines.paint(painter, dirty)
        self.assisting.paint(painter, dirty)
        self._tool.paint(self, painter)
        if self._acting is not None and self._acting is not self._tool:
            self._acting.paint(self, painter)
        self.overlay.paint_wipe(painter)
        if self.has_brush or self._tool.repeats:
            self._mirrors.paint(painter, self.document.size, self.transform, self._repainted)
        if self._ring.intersects(dirty):
            self._paint_ring(painter)

    def paint_screen(self, painter: QPainter) -> None:
        super().paint_screen(painter)
        if self._keyboard_focus:
            painter.setPen(QPen(colours.FOCUS, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _paint_ring(self, painter: QPainter) -> None:
        if self._pointer is not None:
            paint_ring(painter, self._pointer.place, self._outline, self.transform.ratio)

    @property
    def _outline(self) -> Outline:
        return outline_of(self._brushes[self._tool.id], self.transform.scale)

    def _update_ring(self) -> None:
        """The brush's outline follows the pointer and the brush."""
        before = self._ring
        shown = (
            self._pointer is not None
            and self.has_brush
            and not self._navigator.moving
            and not self._space
            and self._acting is not self.guide_mover
            and (self._brush_drag is not None or not (self._alt and self._picks_colour))
        )
        self._ring = QRegion()
        if shown and self._pointer is not None and self._outline.radius >= 3:
            place = self._pointer.place
            self._ring = ring_region(place.x(), place.y(), self._outline)
        self.update(before + self._ring)

    # Guides and rulers ------------------------------------------------------------------------

    def show_rulers(self, shown: bool) -> None:
        """Shows rulers along the view, or hides them; made when they are first wanted."""
        if shown and self.rulers is None:
            self.rulers = Rulers(self)
        if self.rulers is not None:
            self.rulers.show(shown)

    @property
    def pointer_place(self) -> QPointF:
        """Where the pointer is in the upright widget; far away when it is not over the canvas."""
        return QPointF(-1e6, -1e6) if self._pointer is None else self._pointer.place

    def shows(self, place: QPointF) -> bool:
        """Whether a place of the upright widget is in sight, and not under a ruler."""
        behind = THICKNESS if self.rulers is not None and self.rulers.shown else 0
        free = self.rect().adjusted(behind, behind, 0, 0)
        return free.contains(self.turn.to_screen(place).toPoint())

    def draw_guide(self, axis: Axis, event: QMouseEvent) -> None:
        """A ruler was pressed: until the button is let go a new guide follows the pointer."""
        if self._held != Qt.MouseButton.NoButton:
            return
        if not self.lines.shown:
            self.guidesWanted.emit()
        self.guide_mover.draw_out(axis)
        self._acting, self._held = self.guide_mover, LEFT
        self.mouseMoveEvent(event)

    # Frames ----------------------------------------------------------------------------------

    def request_frame(self) -> None:
        """Calls the tool's `flush` soon, at most once per frame of the screen."""
        if not self._frame.isActive():
            rate = min(240.0, max(30.0, self.screen().refreshRate()))
            wait = 1 / rate - (time.perf_counter() - self._last_frame)
            self._frame.start(max(0, math.ceil(wait * 1000)))

    def _on_frame(self) -> None:
        self._last_frame = time.perf_counter()
        self._guarded((self._acting or self._tool).flush)
        if self._context_dragged:
            self._context_dragged = False
            self.contextChanged.emit(self._context.rect)

    # Input -----------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.setAccepted(self._press(pointer.of_mouse(event, self.transform, self.turn)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._move(pointer.of_mouse(event, self.transform, self.turn))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._release(pointer.of_mouse(event, self.transform, self.turn))

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Accepted events are not repeated as mouse events."""
        at = pointer.of_tablet(event, self.transform, self.turn)
        self._pen_seen = True
        self._pen_down = event.buttons() != Qt.MouseButton.NoButton
        if event.type() == QEvent.Type.TabletPress:
            event.setAccepted(self._press(at))
        elif event.type() == QEvent.Type.TabletMove:
            self._move(at)
            event.accept()
        elif event.type() == QEvent.Type.TabletRelease:
            self._release(at)
            event.accept()

    def _touch(self, event: QTouchEvent) -> None:
        """Fingers. A palm that comes down while the pen paints is none."""
        kind = QEventPoint.State
        by_state: dict[QEventPoint.State, dict[int, QPointF]] = {}
        for point in event.points():
            by_state.setdefault(point.state(), {})[point.id()] = point.position()
        if event.type() == QEvent.Type.TouchCancel:
            self._fingers.lost()
        elif not self._pen_down or self._fingers.down:
            paints = {"paint": True, "pen": not self._pen_seen}.get(self.finger_does, False)
            self._fingers.touched(
                by_state.get(kind.Pressed, {}),
                by_state.get(kind.Updated, {}),
                by_state.get(kind.Released, {}),
                event.timestamp() / 1000,
                paints=paints,
            )
        event.accept()

    def _finger(
        self,
        place: QPointF,
        time: float,
        act: Callable[[Pointer], object],
        button: Qt.MouseButton = Qt.MouseButton.NoButton,
    ) -> None:
        upright = self.turn.to_upright(place)
        at = self.transform.to_canvas(upright)
        act(Pointer(at, upright, 1.0, button, time=time))

    def _take_back_finger(self) -> None:
        """What one finger has begun, before another came."""
        self.cancel()
        if self._pointer is not None and self._held == LEFT:
            self._release(replace(self._pointer, button=LEFT))

    def _tapped(self, fingers: int) -> None:
        if fingers == 2:
            self.undoWanted.emit()
        elif fingers == 3:
            self.redoWanted.emit()

    def _press(self, at: Pointer) -> bool:
        """Whether the press was for the canvas."""
        self._pointer = at
        if self._held != Qt.MouseButton.NoButton:
            return True
        left = at.button == Qt.MouseButton.LeftButton
        if at.button == Qt.MouseButton.MiddleButton or (left and self._space):
            if at.shift:
                self._navigator.take_turn(self.turn.to_screen(at.place))
            elif at.control:
                self._navigator.take_zoom(self.turn.to_screen(at.place))
            else:
                self._navigator.take(at.place)
        elif left and not self._tool.busy and self.overlay.wipe_hit(at.place):
            self.overlay.wipe.dragging = True
        elif left and not self._tool.busy and (taken := self.context_hit(at.place)) is not None:
            if isinstance(taken, Handle):
                self._context.press(taken, at.at)
            else:
                self.contextChanged.emit(None)
        elif at.button == Qt.MouseButton.RightButton and at.alt and self.has_brush:
            self._brush_drag = BrushDrag(
                self.brush(), self.turn.to_screen(at.place), self.transform.scale
            )
        elif left and self._mirrors.placing:
            self.set_symmetry(replace(self.symmetry, centre=at.at))
        elif left and self.assistant_mover.placing is not None:
            self._acting = self.assistant_mover
            self._guarded(self._acting.press, at)
        elif left or (self._tool.second_button and at.button == Qt.MouseButton.RightButton):
            self._acting = self._tool.instead(self, at) or self._tool
            if at.alt and self._picks_colour:
                self._acting = self._tools[_EYEDROPPER]
            self._guarded(self._acting.press, at)
        elif at.button == Qt.MouseButton.RightButton and self.has_brush:
            self.brushesWanted.emit(at.place.toPoint())
            return False
        else:
            return False
        self._held = at.button
        self._update_ring()
        self._update_cursor()
        return True

    def _move(self, at: Pointer) -> None:
        self._pointer = at
        if self._held == Qt.MouseButton.NoButton:
            self._hover(at)
        elif self._navigator.panning:
            self._navigator.drag(at.place)
        elif self._navigator.turning:
            self._navigator.drag_turn(self.turn.to_screen(at.place))
        elif self._navigator.zooming:
            self._navigator.drag_zoom(self.turn.to_screen(at.place))
        elif self.overlay.wipe.dragging:
            self.overlay.drag_wipe(at.at)
        elif self._brush_drag is not None:
            self._pointer = replace(at, place=self.turn.to_upright(self._brush_drag.at))
            self.set_brush(self._brush_drag.brush(self.turn.to_screen(at.place)))
        elif self._mirrors.placing:
            self.set_symmetry(replace(self.symmetry, centre=at.at))
        elif self._context.busy:
            self.update_context()
            if self._context.move(at.at, self.document.size, square=at.shift):
                self._context_dragged = True
                self.update_context()
                self.request_frame()
        elif self._acting is not None:
            self._guarded(self._acting.move, at)
        self._update_ring()
        self.pointerMoved.emit(at.pixel)

    def _hover(self, at: Pointer) -> None:
        self._alt = at.alt
        if self._space:
            return
        taken = None if self._tool.busy else self.context_hit(at.place)
        if not self._tool.busy and self.overlay.wipe_hit(at.place):
            self.setCursor(QCursor(self.turn.cursor(Qt.CursorShape.SizeHorCursor)))
        elif taken is None:
            self._update_cursor()
            self._guarded(self._tool.hover, at)
        elif isinstance(taken, Handle):
            self.setCursor(QCursor(self.turn.cursor(taken.cursor)))
        else:
            self.setCursor(QCursor(Qt.CursorShape.PointingHandCursor))

    def _release(self, at: Pointer) -> None:
        if at.button != self._held:
            return
        self._held = Qt.MouseButton.NoButton
        self._navigator.let_go()
        self._mirrors.placing = self.overlay.wipe.dragging = False
        self._brush_drag = None
        if self._context.busy:
            self._context.release()
            if self._context_dragged:
                self._on_frame()
        elif self._acting is not None:
            acting, self._acting = self._acting, None
            self._guarded(acting.release, at)
        self.snapping.let_go()
        self._update_ring()
        self._hover(at)

    @property
    def busy(self) -> bool:
        """Whether a stroke or drag is under way; Escape takes it back."""
        acting = self._acting or self._tool
        placing = self._mirrors.placing or self.assistant_mover.placing is not None
        return self._context.busy or acting.busy or placing

    def cancel(self) -> None:
        """Takes back the stroke or drag that is under way."""
        if self._mirrors.placing:
            self._mirrors.placing = False
            self._update_cursor()
        elif self.assistant_mover.placing is not None:
            self.assistant_mover.cancel(self)
            self._update_cursor()
        elif self._context.busy:
            self.update_context()
            self._context.cancel()
            self._context_dragged = False
            self.update_context()
            self.contextChanged.emit(None if self._context.automatic else self._context.rect)
        else:
            acting, self._acting = self._acting or self._tool, None
            acting.cancel(self)
            self.snapping.let_go()

    @property
    def undo_text(self) -> str:
        """What `undo_begun` takes back, as a step is called; empty: nothing."""
        return self._tool.undo_text

    @property
    def redo_text(self) -> str:
        return self._tool.redo_text

    def undo_begun(self) -> bool:
        """Takes back the last of what the tool in hand has begun, such as a frame that was dragged;
        False when there is nothing of that kind."""
        if not self._tool.undo_text:
            self._tool.forget(self)
            return False
        self._tool.undo(self)
        return True

    def redo_begun(self) -> bool:
        """Does again what `undo_begun` took back; nothing while more is begun. False when nothing
        is begun, and was not taken back."""
        if self._tool.redo_text:
            self._tool.redo(self)
            return True
        return bool(self._tool.undo_text)

    def leaveEvent(self, event: QEvent) -> None:
        if self._held == Qt.MouseButton.NoButton:
            self._pointer = None
            self._tool.left(self)
            self._update_ring()
            self.pointerMoved.emit(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        fingers = event.device().type() == QInputDevice.DeviceType.TouchPad
        pixels = event.pixelDelta()
        if fingers and not pixels.isNull() and not control:
            self._navigator.pan(pixels.x(), pixels.y())
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._navigator.pan(event.angleDelta().y() or event.angleDelta().x(), 0)
        else:
            # Alt turns a wheel sideways.
            delta = event.angleDelta().y() or event.angleDelta().x()
            self._navigator.zoom_by(delta / 120, self.turn.to_upright(event.position()))
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            self._touch(event)
            return True
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self._navigator.scale(1 + event.value(), self.turn.to_upright(event.position()))
                return True
            if event.gestureType() == Qt.NativeGestureType.RotateNativeGesture:
                self._navigator.rotate(event.value())
                return True
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if self._claims(event):
                event.accept()
                return True
        elif event.type() == QEvent.Type.DevicePixelRatioChange:
            self._measure()
            self.update()
        return super().event(event)

    # Keys ------------------------------------------------------------------------------------

    def _claims(self, event: QKeyEvent) -> bool:
        """Keys that are the canvas's even if they are a shortcut of the window."""
        if event.key() == Qt.Key.Key_Escape:
            return self.busy
        if event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            return False
        if self._tool.claims(event) and self.board.current is not None:
            return True
        return event.key() == Qt.Key.Key_Space or (
            self.overlay.comparable and event.key() in COMPARE_KEYS
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._key_pressed(event):
            super().keyPressEvent(event)

    def _key_pressed(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._space = True
                self._update_ring()
                self._update_cursor()
        elif key in (Qt.Key.Key_Alt, Qt.Key.Key_Shift, Qt.Key.Key_Control):
            self._modifiers_changed(event)
        elif key == Qt.Key.Key_Escape and self.busy:
            self.cancel()
        elif self.overlay.comparable and key in COMPARE_KEYS:
            self.overlay.set_comparing(True)
        elif self._brush_key(event.text()):
            pass
        elif event.text() in ("+", "="):
            self.zoom_in()
        elif event.text() in ("-", "_"):
            self.zoom_out()
        elif self._tool_takes(event):
            pass
        elif key in _PANS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            dx, dy = _PANS[Qt.Key(key)]
            far = 4 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            self._navigator.pan(dx * PAN_STEP * far, dy * PAN_STEP * far)
        else:
            return False
        return True

    def _brush_key(self, text: str) -> bool:
        if not text:
            return False
        if not self.has_brush:
            return self._opacity_key(text)
        brush = self._keys.typed(text, self.brush())
        if brush is not None:
            self.set_brush(brush)
        return brush is not None

    def _opacity_key(self, text: str) -> bool:
        """Without a brush in hand, digits are the active layer's opacity."""
        active, opacity = self.document.active, self._keys.opacity(text)
        if active is None or isinstance(active, LayerMask) or opacity is None:
            return False
        self._guarded(
            lambda _: self.document.perform(commands.SetLayer(active.id, opacity=opacity))
        )
        return True

    def _tool_takes(self, event: QKeyEvent) -> bool:
        taken = []
        self._guarded(lambda canvas: taken.append(self._tool.key(canvas, event)))
        return not taken or taken[0]

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if event.isAutoRepeat():
            return
        if key == Qt.Key.Key_Space:
            self._space = False
        elif key in (Qt.Key.Key_Alt, Qt.Key.Key_Shift, Qt.Key.Key_Control):
            self._modifiers_changed(event)
        elif key in COMPARE_KEYS:
            self.overlay.set_comparing(False)
        else:
            super().keyReleaseEvent(event)
            return
        self._update_ring()
        self._update_cursor()

    def _modifiers_changed(self, event: QKeyEvent) -> None:
        self._alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if self._pointer is not None and self._held == Qt.MouseButton.NoButton:
            self._pointer = replace(self._pointer, modifiers=event.modifiers())
            self._hover(self._pointer)
        self._update_ring()

    def focusInEvent(self, event: QFocusEvent) -> None:
        keyboard = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._keyboard_focus = event.reason() in keyboard
        if self._keyboard_focus:
            self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keys that are let go elsewhere are not told here."""
        self._space = self._alt = False
        self.overlay.set_comparing(False)
        if self._keyboard_focus:
            self._keyboard_focus = False
            self.update()
        self._update_ring()
        self._update_cursor()

    def _update_cursor(self) -> None:
        if self._navigator.zooming:
            self.setCursor(QCursor(Qt.CursorShape.SizeBDiagCursor))
        elif self._navigator.moving:
            self.setCursor(QCursor(Qt.CursorShape.ClosedHandCursor))
        elif self._space:
            self.setCursor(QCursor(Qt.CursorShape.OpenHandCursor))
        elif self.overlay.wipe.dragging:
            self.setCursor(QCursor(self.turn.cursor(Qt.CursorShape.SizeHorCursor)))
        elif self._mirrors.placing or self.assistant_mover.placing is not None:
            self.setCursor(QCursor(Qt.CursorShape.CrossCursor))
        elif self._alt and self._picks_colour:
            self.setCursor(self._tools[_EYEDROPPER].cursor(self))
        else:
            there = self._pointer
            other = None if there is None else self._tool.instead(self, there)
            self.setCursor((other or self._acting or self._tool).cursor(self))
