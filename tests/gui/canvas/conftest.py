"""A canvas on a (virtual) screen, and hands that press, drag and type on it as artists do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import (
    QImage,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QPointingDevice,
    QPointingDeviceUniqueId,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.document.commands import AddLayer
from core.document.document import Document
from core.document.layers import MaskLayer, RasterLayer
from core.document.selection import Selection
from core.geometry import Point, Rect, Size
from core.pixels.brush import Brush
from core.pixels.tiles import TileGrid
from widgets.canvas.view import CanvasView

Bytes = npt.NDArray[np.uint8]
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
PLAIN = Qt.KeyboardModifier.NoModifier


@dataclass
class Hand:
    """Presses, drags and types on a view; places are canvas pixels."""

    view: CanvasView

    def place(self, x: float, y: float) -> QPointF:
        return self.view.turn.to_screen(self.view.transform.to_widget(x, y))

    def mouse(
        self,
        kind: QEvent.Type,
        at: QPointF,
        button: Qt.MouseButton = NONE,
        buttons: Qt.MouseButton = NONE,
        modifiers: Qt.KeyboardModifier = PLAIN,
    ) -> None:
        there = QPointF(self.view.mapToGlobal(at))
        QApplication.sendEvent(self.view, QMouseEvent(kind, at, there, button, buttons, modifiers))

    def press(self, x: float, y: float, button: Qt.MouseButton = LEFT, **keys: object) -> None:
        at = self.place(x, y)
        self.mouse(QEvent.Type.MouseMove, at, **keys)  # type: ignore[arg-type]
        self.mouse(QEvent.Type.MouseButtonPress, at, button, button, **keys)  # type: ignore[arg-type]

    def move(self, x: float, y: float, button: Qt.MouseButton = LEFT, **keys: object) -> None:
        self.mouse(QEvent.Type.MouseMove, self.place(x, y), NONE, button, **keys)  # type: ignore[arg-type]

    def release(self, x: float, y: float, button: Qt.MouseButton = LEFT, **keys: object) -> None:
        at = self.place(x, y)
        self.mouse(QEvent.Type.MouseButtonRelease, at, button, NONE, **keys)  # type: ignore[arg-type]

    def hover(self, x: float, y: float, **keys: object) -> None:
        self.mouse(QEvent.Type.MouseMove, self.place(x, y), **keys)  # type: ignore[arg-type]

    def leave(self) -> None:
        """The pointer leaves the canvas."""
        QApplication.sendEvent(self.view, QEvent(QEvent.Type.Leave))

    def drag(
        self, points: Sequence[tuple[float, float]], button: Qt.MouseButton = LEFT, **keys: object
    ) -> None:
        """From the first point through all others."""
        self.press(*points[0], button, **keys)
        for point in points[1:]:
            self.move(*point, button, **keys)
        self.release(*points[-1], button, **keys)

    def pen(
        self,
        kind: QEvent.Type,
        x: float,
        y: float,
        pressure: float,
        *,
        eraser: bool = False,
        tilt: tuple[float, float] = (0.0, 0.0),
    ) -> bool:
        """One report of a pen; whether the canvas took it."""
        device = QPointingDevice(
            "pen",
            7,
            QInputDevice.DeviceType.Stylus,
            QPointingDevice.PointerType.Eraser if eraser else QPointingDevice.PointerType.Pen,
            QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
            1,
            2,
            "",
            QPointingDeviceUniqueId(),
        )
        at = self.place(x, y)
        there = QPointF(self.view.mapToGlobal(at))
        moving = kind == QEvent.Type.TabletMove
        event = QTabletEvent(
            kind, device, at, there, pressure, *tilt, 0.0, 0.0, 0.0, PLAIN,
            NONE if moving else LEFT, NONE if kind == QEvent.Type.TabletRelease else LEFT,
        )  # fmt: skip
        QApplication.sendEvent(self.view, event)
        return event.isAccepted()

    def wheel(self, at: QPointF, notches: float, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        turn = QPoint(0, round(notches * 120))
        there = QPointF(self.view.mapToGlobal(at))
        phase = Qt.ScrollPhase.NoScrollPhase
        QApplication.sendEvent(
            self.view, QWheelEvent(at, there, QPoint(), turn, NONE, modifiers, phase, False)
        )

    def key(self, key: Qt.Key, text: str = "", modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        self.key_down(key, text, modifiers)
        self.key_up(key, modifiers)

    def key_down(self, key: Qt.Key, text: str = "", modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        QApplication.sendEvent(self.view, QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text))

    def key_up(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        QApplication.sendEvent(self.view, QKeyEvent(QEvent.Type.KeyRelease, key, modifiers))


@dataclass
class Studio:
    """A view of a document, shown and painted, and a hand in front of it."""

    view: CanvasView
    hand: Hand

    @property
    def document(self) -> Document:
        return self.view.document

    def settle(self) -> None:
        """Until everything that was asked for is on screen."""
        self.view._settle.stop()
        self.view._find_effective()
        for _ in range(3):
            QCoreApplication.processEvents()
        while not self.view.finished:
            QCoreApplication.processEvents()

    def seen(self) -> Bytes:
        """What is on screen: RGB (h, w, 3) in device pixels."""
        self.settle()
        image = self.view.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
        return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()

    def seen_at(self, x: float, y: float) -> tuple[int, int, int]:
        """The colour on screen of the canvas pixel that holds (x, y)."""
        place = self.hand.place(int(x) + 0.5, int(y) + 0.5)
        red, green, blue = self.seen()[int(place.y()), int(place.x())]
        return int(red), int(green), int(blue)

    def pixel(self, x: int, y: int) -> tuple[int, int, int, int]:
        """The document's own pixel, of the active layer."""
        active = self.document.active
        assert active is not None and active.grid is not None
        return tuple(int(v) for v in active.grid.read(Rect(x, y, 1, 1))[0, 0])

    def stroke(self, layer: str, *points: tuple[float, float], **brush: Any) -> None:
        """A stroke on a layer that comes from nobody's hand."""
        drawn = self.document.begin_stroke(layer, Brush(**brush), Point(*points[0]))
        for point in points[1:]:
            drawn.to(*point)
        drawn.finish()

    def add_mask(self, rect: Rect) -> MaskLayer:
        """A mask over a rectangle, on top."""
        document = self.document
        mask = MaskLayer(coverage=Selection.rectangle(document.size, rect).coverage.snapshot())
        document.perform(AddLayer(mask, len(document.layers)))
        return mask


def plain_document() -> Document:
    picture = np.full((300, 400, 4), 255, np.uint8)
    picture[..., :3] = 200
    return Document.of_picture(picture)


@pytest.fixture
def noisy_document() -> Document:
    """Three layers of noise, the second one active, on a canvas of an odd size."""
    rng = np.random.default_rng(3)
    size = Size(601, 433)
    layers = []
    for index in range(3):
        picture = np.full((size.height, size.width, 4), 255, np.uint8)
        picture[..., :3] = rng.integers(0, 256, (size.height, size.width, 3))
        if index:
            picture[rng.random((size.height, size.width)) < 0.5] = 0
        layers.append(RasterLayer(pixels=TileGrid.from_array(picture)))
    return Document(size, layers, active=layers[1].id)


@pytest.fixture
def open_studio(qtbot: QtBot) -> Iterator[Callable[..., Studio]]:
    """Opens a document (a plain grey one by default) at 100 % in a widget of 640×480."""
    views: list[CanvasView] = []

    def open_document(
        document: Document | None = None,
        zoom: float | None = 1.0,
        size: tuple[int, int] = (640, 480),
    ) -> Studio:
        view = CanvasView(document or plain_document())
        view.patience = 60.0
        qtbot.addWidget(view)
        view.resize(*size)
        view.show()
        qtbot.waitExposed(view)
        if zoom is not None:
            view.zoom_to(zoom)
        view.set_brush(Brush(size=20, hardness=1.0), "brush")
        views.append(view)
        studio = Studio(view, Hand(view))
        studio.settle()
        return studio

    yield open_document
    for view in views:
        view.hide()
        assert not view._ants.isActive(), "ants march on a hidden canvas"
        timers = view.findChildren(QTimer)
        view.close()
        assert all(not t.isActive() or t.isSingleShot() for t in timers), "a timer leaked"


@pytest.fixture
def studio(open_studio: Callable[..., Studio]) -> Studio:
    return open_studio()
