"""What a mouse or a pen says, in canvas pixels: the one value that tools get."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPointingDevice, QTabletEvent

from core.geometry import Point

from .transform import ViewTransform
from .turn import Turn

_MIN_PRESSURE = 0.01
_MOST_TILT = 60.0
"""Degrees: pens tell no more."""


@dataclass(frozen=True)
class Pointer:
    """`at` is in canvas pixels and may lie between them; `place` in pixels of
    the upright widget."""

    at: Point
    place: QPointF
    pressure: float = 1.0
    button: Qt.MouseButton = Qt.MouseButton.NoButton
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    eraser: bool = False
    """The pen is held by its eraser end."""
    pen: bool = False
    tilt: float = 0.0
    """0: the pen is upright, 1: it lies on the tablet."""
    lean: float = 0.0
    """Where it leans to, in turns clockwise from the right."""
    time: float = 0.0
    """Seconds, of the system's own clock; 0: not known."""

    @property
    def shift(self) -> bool:
        return bool(self.modifiers & Qt.KeyboardModifier.ShiftModifier)

    @property
    def alt(self) -> bool:
        return bool(self.modifiers & Qt.KeyboardModifier.AltModifier)

    @property
    def control(self) -> bool:
        return bool(self.modifiers & Qt.KeyboardModifier.ControlModifier)

    @property
    def pixel(self) -> tuple[int, int]:
        """Column and row of the canvas pixel under the pointer."""
        return int(self.at.x // 1), int(self.at.y // 1)


def of_mouse(event: QMouseEvent, transform: ViewTransform, turn: Turn) -> Pointer:
    """Where a mouse event is on the canvas."""
    place = turn.to_upright(event.position())
    return Pointer(
        transform.to_canvas(place),
        place,
        1.0,
        event.button(),
        event.modifiers(),
        time=event.timestamp() / 1000,
    )


def of_tablet(event: QTabletEvent, transform: ViewTransform, turn: Turn) -> Pointer:
    """Some pens report 0 at the first touch; such a dab would be lost, so it counts as 1 %."""
    place = turn.to_upright(event.position())
    tilt = turn.vector_to_upright(event.xTilt(), event.yTilt())
    return Pointer(
        transform.to_canvas(place),
        place,
        min(1.0, max(_MIN_PRESSURE, event.pressure())),
        event.button(),
        event.modifiers(),
        event.pointerType() == QPointingDevice.PointerType.Eraser,
        pen=True,
        tilt=min(1.0, math.hypot(event.xTilt(), event.yTilt()) / _MOST_TILT),
        lean=math.atan2(tilt.y(), tilt.x()) / (2 * math.pi) % 1.0,
        time=event.timestamp() / 1000,
    )
