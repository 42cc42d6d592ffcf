"""The canvas: a document on screen, and what mouse, pen and keys do to it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Hashable
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

from core.document.commands import SetReferences
from core.document.document import Change, Document, Kind
from core.document.filling import Filling
from core.document.references import Reference, replaced
from core.document.selection import Combine
from core.document.wand import Wand
from core.errors import UserError
from core.geometry import Point
from core.pixels.brush import Brush, Effect
from core.pixels.gradient import GradientShape
from core.pixels.shapes import Form, Shape
from core.pixels.symmetry import Symmetry

from . import colours, pointer
from .boxes import Handle
from .brush_keys import BrushDrag, BrushKeys, scaled
from .finding import SelectionFinder
from .fingers import Fingers, Hands
from .mirrors import Mirrors
from .pixel_work import PixelWork
from .pointer import Pointer
from .ring import Outline, outline_of, paint_ring, ring_region
from .surface import Surface
from .tool import Tool
from .tools import tool_kinds

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


class CanvasView(Surface):
    """A document on screen. The window connects the signals; tools and colours are set here."""

    colourPicked = Signal(QColor)
    coloursChanged = Signal(QColor, QColor)
    """Foreground and background."""
    toolChanged = Signal(str)
    quickMaskChanged = Signal(bool)
    """The selection is painted on as a mask, or is not any more."""
    selectingChanged = Signal()
    """How the tools that select do it is another way."""
    brushChanged = Signal(str)
    """The brush of the tool with this id is another one."""
    symmetryChanged = Signal()
    """Strokes are mirrored in another way."""
    brushesWanted = Signal(QPoint)
    """The right button was pressed there with a brush in hand: another one is looked for."""
    contextChanged = Signal(object)
    """The artist dragged the context box to this `Rect`; None: it shall choose itself again."""
    pointerMoved = Signal(object)
    """The canvas pixel under the pointer as (x, y), or None when it left."""
    regionDrawn = Signal(str)
    """A region with this id was drawn and has no prompt yet."""
    undoWanted = Signal()
    redoWanted = Signal()
    """Two fingers, or three, tapped on the canvas."""
    referencesChanged = Signal()
    """References were changed, another one was chosen, or they were shown or hidden."""
    toolTold = Signal()
    """The tool in hand has other numbers to show."""
    message = Signal(str)
    """Why something cannot be done, in words for the artist."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        self.setAccessibleName("Canvas")
        self._tools: dict[str, Tool] = {kind.id: kind() for kind in tool_kinds()}
        self._brushes = {kind.id: kind.brush for kind in tool_kinds() if kind.brush is not None}
        self._tool = self._tools["brush"]
        self._acting: Tool | None = None
        """The tool that has the pointer while a button is held; an eyedropper with Alt."""
        self._held = Qt.MouseButton.NoButton
        self._pen_down = False
        self._foreground, self._background = QColor(0, 0, 0), QColor(255, 255, 255)
        self.combine = Combine.REPLACE
        """How what is drawn joins the selection while no key says otherwise."""
        self._wand = Wand()
        self.filling = Filling()
        """How the fill tool fills."""
        self.gradient = (GradientShape.LINEAR, False)
        """The gradient tool's shape, and whether it fades to nothing."""
        self.shape = Shape(Form.RECTANGLE, Point(0, 0), Point(0, 0))
        """What the shape tool draws; where, it says itself."""
        self.pixel_work = PixelWork(self)
        self.pixel_work.changed.connect(self._update_cursor)
        self.pixel_work.refused.connect(self.message)
        self._keys = BrushKeys()
        self._brush_drag: BrushDrag | None = None
        self._mirrors = Mirrors()
        self.finder = SelectionFinder(self)
        self.finder.changed.connect(self._update_cursor)
        self.finder.refused.connect(self.message)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
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

    def set_document(self, document: Document) -> None:
        self._guarded(self._tool.put_away)
        self._acting = None
        self.finder.forget()
        self.pixel_work.forget()
        self.set_quick_mask(False)
        super().set_document(document)
        self._mirrors.placing = False
        self.set_symmetry(replace(self.symmetry, centre=None))

    def _view_moved(self) -> None:
        self._ring = QRegion()
        if self._pointer is not None:
            place = self.turn.to_upright(self._seen_turn.to_screen(self._pointer.place))
            at = self.transform.to_canvas(place)
            self._pointer = replace(self._pointer, at=at, place=place)
        self._seen_turn = self.turn
        super()._view_moved()
        self._update_ring()

    # Tools, brushes, colours -----------------------------------------------------------------

    @property
    def tools(self) -> tuple[Tool, ...]:
        """Every tool, in the order of the tool bar."""
        return tuple(self._tools.values())

    @property
    def tool(self) -> str:
        """The chosen tool's id."""
        return self._tool.id

    def set_tool(self, tool: str) -> None:
        """Chooses a tool by its id; KeyError when there is none."""
        chosen = self._tools[tool]
        if chosen is not self._tool:
            self._guarded(self._tool.put_away)
            self._acting = None
            self._choose(chosen)
            if tool == "mask_brush":
                self.rest_mask(False)
            self.toolChanged.emit(tool)
            self._guarded(chosen.take_up)

    def tool_named(self, id: str) -> Tool:
        """A tool by its id; KeyError when there is none."""
        return self._tools[id]

    def ask_tool(self, act: Callable[[Tool], object]) -> None:
        """Has the chosen tool do something; what cannot be done is said."""
        self._guarded(lambda _: (act(self._tool), None)[1])

    def _choose(self, tool: Tool) -> None:
        self._tool = tool
        self.all_handles = tool.all_handles
        self.region_handles = tool.id == "region_box"
        self.setAccessibleDescription(f"{tool.title}. {tool.help}")
        self._update_ring()
        self.update_regions()
        self._update_cursor()

    def brush(self, tool: str | None = None) -> Brush:
        """The brush of a tool (the chosen one by default); KeyError when it has none."""
        return self._brushes[tool or self._tool.id]

    def set_brush(self, brush: Brush, tool: str | None = None) -> None:
        tool = tool or self._tool.id
        if self._brushes[tool] != brush:
            self._brushes[tool] = brush
            self._update_ring()
            self.brushChanged.emit(tool)

    @property
    def has_brush(self) -> bool:
        """Whether the chosen tool paints with a brush."""
        return self._tool.id in self._brushes

    def scale_brush(self, steps: int) -> None:
        """Makes the brush larger or smaller, by a fifth and at least a pixel a step."""
        if self.has_brush:
            self.set_brush(scaled(self.brush(), steps))

    @property
    def symmetry(self) -> Symmetry:
        """How strokes are mirrored."""
        return self._mirrors.symmetry

    def set_symmetry(self, symmetry: Symmetry) -> None:
        if symmetry != self._mirrors.symmetry:
            self._mirrors.symmetry = symmetry
            self.update()
            self.symmetryChanged.emit()

    def place_symmetry(self) -> None:
        """The next press says where the centre of the symmetry lies; dragging moves it."""
        self._mirrors.placing = True
        self._update_cursor()

    @property
    def _picks_colour(self) -> bool:
        """Whether Alt makes an eyedropper of the tool; to a brush that clones it means where."""
        if self.has_brush and self.brush().effect is Effect.CLONE:
            return False
        return self._tool.picks_colour

    @property
    def wand(self) -> Wand:
        """How the magic wand chooses."""
        return self._wand

    def set_selecting(self, *, combine: Combine | None = None, wand: Wand | None = None) -> None:
        """Sets how the tools that select do it."""
        self.combine = combine or self.combine
        self._wand = wand or self._wand
        self.selectingChanged.emit()

    def set_quick_mask(self, on: bool) -> None:
        """Shows the selection as a mask, which every brush adds to and the eraser takes away
        from, or as ants again."""
        if on != self.quick_mask:
            self._guarded(self._tool.put_away)
            self.show_quick_mask(on)
            self.quickMaskChanged.emit(on)

    @property
    def foreground(self) -> QColor:
        return self._foreground

    @property
    def background(self) -> QColor:
        return self._background

    def set_colours(self, foreground: QColor, background: QColor) -> None:
        if (foreground, background) != (self._foreground, self._background):
            self._foreground, self._background = foreground, background
            self.coloursChanged.emit(foreground, background)

    def swap_colours(self) -> None:
        self.set_colours(self._background, self._foreground)

    def reset_colours(self) -> None:
        self.set_colours(QColor(0, 0, 0), QColor(255, 255, 255))

    # Reference pictures ----------------------------------------------------------------------

    def _on_changed(self, change: Change) -> None:
        super()._on_changed(change)
        if Kind.REFERENCES in change.kinds:
            self._references_changed()

    def _references_changed(self) -> None:
        if self.tool == "reference":
            self.update()
        self.referencesChanged.emit()

    def show_references(self, on: bool) -> None:
        """Shows the reference pictures, or hides all of them."""
        if on != self.board.shown:
            self.board.shown = on
            self.board.update()
            self._references_changed()

    def choose_reference(self, id: str | None) -> None:
        """Which of them is moved and changed; None: none of them."""
        if id != self.board.chosen:
            self.board.chosen = id
            self._references_changed()

    def change_reference(self, new: Reference, what: str, merges: Hashable = None) -> None:
        """Puts another one in the place of that with its id, as a step that can be undone."""
        changed = replaced(self.document.references, new)
        merges = None if merges is None else (new.id, merges)
        self._guarded(lambda _: self.document.perform(SetReferences(changed, what, merges)))

    def remove_reference(self) -> None:
        """Takes the chosen one away."""
        left = tuple(one for one in self.document.references if one.id != self.board.chosen)
        self._guarded(lambda _: self.document.perform(SetReferences(left, "Remove reference")))

    # The brush's outline ----------------------------------------------------------------------

    def paint_over(self, painter: QPainter, dirty: QRect) -> None:
        self._tool.paint(self, painter)
        if self._acting is not None and self._acting is not self._tool:
            self._acting.paint(self, painter)
        self.overlay.paint_wipe(painter)
        if self.has_brush:
            self._mirrors.paint(painter, self.document.size, self.transform)
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
            and not (self._navigator.panning or self._navigator.turning)
            and not self._space
            and (self._brush_drag is not None or not (self._alt and self._picks_colour))
        )
        self._ring = QRegion()
        if shown and self._pointer is not None and self._outline.radius >= 3:
            place = self._pointer.place
            self._ring = ring_region(place.x(), place.y(), self._outline)
        self.update(before + self._ring)

    # Frames ----------------------------------------------------------------------------------

    def request_frame(self) -> None:
        """Calls the tool's `flush` soon, at most once per frame of the screen."""
        if not self._frame.isActive():
            rate = min(240.0, max(30.0, self.screen().refreshRate()))
            wait = 1 / rate - (time.perf_counter() - self._last_frame)
            self._frame.start(max(0, math.ceil(wait * 1000)))

    def _on_frame(self) -> None:
        self._last_frame = time.perf_counter()
        if self._acting is not None:
            self._guarded(self._acting.flush)
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
        self._update_ring()
        self._hover(at)

    def _guarded(self, act: Callable[..., None], *arguments: object) -> None:
        """What cannot be done is said, and whatever had begun is taken back."""
        try:
            act(self, *arguments)
        except UserError as error:
            self._tool.cancel(self)
            self._acting = None
            self.message.emit(str(error))

    @property
    def busy(self) -> bool:
        """Whether a stroke or drag is under way; Escape takes it back."""
        acting = self._acting or self._tool
        return self._context.busy or acting.busy or self._mirrors.placing

    def cancel(self) -> None:
        """Takes back the stroke or drag that is under way."""
        if self._mirrors.placing:
            self._mirrors.placing = False
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
        if not text or not self.has_brush:
            return False
        brush = self._keys.typed(text, self.brush())
        if brush is not None:
            self.set_brush(brush)
        return brush is not None

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
        if self._navigator.panning or self._navigator.turning:
            self.setCursor(QCursor(Qt.CursorShape.ClosedHandCursor))
        elif self._space:
            self.setCursor(QCursor(Qt.CursorShape.OpenHandCursor))
        elif self.overlay.wipe.dragging:
            self.setCursor(QCursor(self.turn.cursor(Qt.CursorShape.SizeHorCursor)))
        elif self._mirrors.placing:
            self.setCursor(QCursor(Qt.CursorShape.CrossCursor))
        elif self._alt and self._picks_colour:
            self.setCursor(self._tools[_EYEDROPPER].cursor(self))
        else:
            there = self._pointer
            other = None if there is None else self._tool.instead(self, there)
            self.setCursor((other or self._acting or self._tool).cursor(self))
