"""Where on the screen a canvas lies: the widget zooms, pans, turns and mirrors what it shows."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Signal
from PySide6.QtGui import QRegion, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from core.geometry import Point, Rect, Size

from .navigation import Navigator
from .transform import MARGIN, ViewTransform
from .turn import STEP, Turn


class Viewport(QWidget):
    """Knows the canvas's size alone. Places are those of the upright widget: see `Turn`."""

    zoomChanged = Signal(float)
    turnChanged = Signal(object)
    """The view is turned or mirrored as this `Turn` says."""

    def __init__(self, canvas: Size, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._navigator = Navigator(canvas, self._view_moved)
        self._turn_told = self._navigator.turn

    @property
    def transform(self) -> ViewTransform:
        return self._navigator.transform

    @property
    def turn(self) -> Turn:
        """How the view is turned and mirrored."""
        return self._navigator.turn

    def zoom_by(self, steps: float) -> None:
        """Around the middle of the view; three steps double the zoom."""
        self._navigator.zoom_by(steps)

    def centre_on(self, x: float, y: float) -> None:
        """Brings a place of the canvas into the middle of the view."""
        self._navigator.centre_on(x, y)

    @property
    def middle_in_sight(self) -> Point:
        """The canvas pixel in the middle of the view, which no turn moves."""
        return self.transform.to_canvas(QRectF(self.rect()).center())

    def sees(self, rect: Rect) -> bool:
        """Whether all of some canvas pixels is in sight."""
        place = self.turn.transform.mapRect(self.transform.rect_to_widget(rect))
        return QRectF(self.rect()).contains(place)

    def show_part(self, rect: Rect) -> None:
        """Zooms out, if need be, until all of some canvas pixels is in sight."""
        place = self.turn.transform.mapRect(self.transform.rect_to_widget(rect))
        room = self.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        share = min(1.0, room.width() / place.width(), room.height() / place.height())
        self._navigator.zoom_to(self.zoom * share)
        self._navigator.centre_on(rect.x + rect.width / 2, rect.y + rect.height / 2)

    def rotate_left(self) -> None:
        self._navigator.rotate(-STEP)

    def rotate_right(self) -> None:
        self._navigator.rotate(STEP)

    def straighten(self) -> None:
        """Takes the view's rotation back."""
        self._navigator.straighten()

    def set_upright(self) -> None:
        """Neither turned nor mirrored."""
        self._navigator.straighten()
        if self.turn.mirrored:
            self._navigator.mirror()

    def mirror(self) -> None:
        """Mirrors what is seen left to right; the picture stays as it is."""
        self._navigator.mirror()

    def update(self, place: QRect | QRegion | None = None) -> None:  # type: ignore[override]
        """Asks for a repaint of a place in the upright widget; None: all of it."""
        if place is None:
            super().update()
        elif self.turn.on:
            super().update(self.turn.region_to_screen(QRegion(place)))
        else:
            super().update(place)

    @property
    def zoom(self) -> float:
        """Device pixels per canvas pixel."""
        return self.transform.zoom

    def zoom_in(self) -> None:
        self._navigator.zoom_by(1.5)

    def zoom_out(self) -> None:
        self._navigator.zoom_by(-1.5)

    def zoom_to(self, zoom: float) -> None:
        self._navigator.zoom_to(zoom)

    def zoom_to_fit(self) -> None:
        self._navigator.fit()

    def zoom_to_actual_size(self) -> None:
        self._navigator.zoom_to(1.0)

    @property
    def in_sight(self) -> Rect:
        """The part of the canvas that the widget shows."""
        return self.transform.visible(self.turn.upright_rect(self.rect()), self._navigator.canvas)

    @property
    def _in_sight(self) -> Rect:
        """What the widget shows, in device pixels of the upright one."""
        ratio = self.transform.ratio
        shown = self.turn.upright_rect(self.rect())
        return Rect.of_edges(
            shown.left() * ratio, shown.top() * ratio, shown.right() * ratio, shown.bottom() * ratio
        )

    def _view_moved(self) -> None:
        """Another part is in sight, or it lies elsewhere."""
        self.update()
        self.zoomChanged.emit(self.zoom)
        if self.turn != self._turn_told:
            self._turn_told = self.turn
            self.turnChanged.emit(self.turn)

    def sizeHint(self) -> QSize:
        return QSize(720, 560)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 120)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._measure()

    def showEvent(self, event: QShowEvent) -> None:
        self._measure()

    def _measure(self) -> None:
        view = Size(self.width(), self.height())
        self._navigator.view_resized(view, self.devicePixelRatioF())
