"""The status line: hints at the left; position, size, zoom, model and device at the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMainWindow, QToolButton

from core.geometry import Size
from widgets.canvas.turn import Turn
from widgets.words import told, tr

if TYPE_CHECKING:
    from core.generation.events import HostChanged

STATES = {
    "starting": "Painter starting…",
    "lost": "Painter stopped; starts again with the next job",
    "closed": "Painter closed",
}
"""HostState → what the artist reads; when it is ready, the device is shown."""


class StatusLine:
    """What the window's status bar shows."""

    def __init__(self, window: QMainWindow, fit: QAction, upright: Callable[[], object]) -> None:
        bar = window.statusBar()
        bar.setSizeGripEnabled(False)
        self._position, self._size = QLabel(), QLabel()
        self._zoom = QToolButton()
        self._zoom.clicked.connect(fit.trigger)
        self._zoom.setToolTip(tr("Zoom. Click to see the whole canvas (Ctrl+0)"))
        self._turn = QToolButton()
        self._turn.clicked.connect(upright)
        self._turn.setToolTip(tr("The view is turned or mirrored. Click to see it upright"))
        self._teaching = QToolButton()
        self._teaching.setToolTip(tr("A model is being taught. Click to see how it goes"))
        self._model, self._device = QLabel(), QLabel()
        self._position.setMinimumWidth(92)
        self._zoom.setMinimumWidth(58)
        for widget, name in (
            (self._position, tr("Pointer position")),
            (self._size, tr("Canvas size")),
            (self._zoom, tr("Zoom")),
            (self._turn, tr("Rotation of the view")),
            (self._teaching, tr("Training")),
            (self._model, tr("Model")),
            (self._device, tr("Device")),
        ):
            widget.setAccessibleName(tr(name))
            bar.addPermanentWidget(widget)
        self._home = tr(STATES["starting"])
        self._device.setText(self._home)
        self._teaching.hide()
        self._turn.hide()

    def show_position(self, at: QPointF | tuple[float, float] | None) -> None:
        """The canvas pixel under the pointer."""
        if at is None:
            self._position.setText("")
            return
        x, y = at if isinstance(at, tuple) else (at.x(), at.y())
        self._position.setText(f"{int(x)}, {int(y)}")

    def show_size(self, size: Size) -> None:
        self._size.setText(f"{size.width} × {size.height} px")

    def show_zoom(self, zoom: float) -> None:
        percent = zoom * 100
        self._zoom.setText(f"{percent:.0f} %" if percent >= 10 else f"{percent:.1f} %")

    def show_turn(self, turn: Turn) -> None:
        """How the view is turned; nothing while it is upright."""
        angle = (turn.angle + 180.0) % 360.0 - 180.0
        parts = [f"{angle:.0f}°"] if turn.angle else []
        self._turn.setText("  ".join([*parts, *([tr("mirrored")] if turn.mirrored else [])]))
        self._turn.setVisible(turn.on)

    def show_model(self, title: str) -> None:
        self._model.setText(title)

    def teaching_clicked(self, then: Callable[[], object]) -> None:
        """Whom a click on the running training calls."""
        self._teaching.clicked.connect(then)

    def show_teaching(self, text: str) -> None:
        """How far the running training is; empty: none runs."""
        self._teaching.setText(text)
        self._teaching.setVisible(bool(text))

    @property
    def teaching(self) -> str:
        return self._teaching.text()

    def show_host(self, host: HostChanged) -> None:
        """The device's home: where pictures are made, and how it is."""
        self._home = tr(STATES.get(host.state, "")) or told(host.device) or tr("ready")
        self.show_reading("", "")

    def show_reading(self, short: str, whole: str) -> None:
        """How warm the device is, and all that it tells of itself; empty: nothing is known."""
        self._device.setText(" · ".join(part for part in (self._home, short) if part))
        self._device.setToolTip(whole)

    @property
    def device(self) -> str:
        return self._device.text()
