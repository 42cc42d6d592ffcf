"""Zooming and panning: which transform the view has, and how it changes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF

from core.geometry import Size

from .transform import ViewTransform, fitted, stepped


class Navigator:
    """Holds the view's transform. As long as the artist has not moved it, it fits the window."""

    def __init__(self, canvas: Size, moved: Callable[[], object]) -> None:
        self.transform = ViewTransform()
        self._canvas = canvas
        self._view = Size(0, 0)
        self._fits = True
        self._moved = moved
        self._grip: tuple[QPointF, ViewTransform] | None = None

    @property
    def panning(self) -> bool:
        return self._grip is not None

    def canvas_resized(self, canvas: Size) -> None:
        self._canvas = canvas
        self._set(self._fit() if self._fits else self.transform)

    def view_resized(self, view: Size, ratio: float) -> None:
        """The widget has another size or screen; what was in its middle stays there."""
        before, self._view = self._view, view
        if self._fits or before.area == 0:
            self._set(self._fit(ratio))
        else:
            dx, dy = (view.width - before.width) / 2, (view.height - before.height) / 2
            self._set(self.transform.with_ratio(ratio).panned(dx, dy))

    def fit(self) -> None:
        self._fits = True
        self._set(self._fit())

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """`at` (widget pixels; the middle by default) keeps the canvas pixel under it."""
        self._fits = False
        self._set(self.transform.zoomed(zoom, self._middle if at is None else at))

    def zoom_by(self, steps: float, at: QPointF | None = None) -> None:
        """Three steps double the zoom."""
        self.zoom_to(stepped(self.transform.zoom, steps), at)

    def scale(self, factor: float, at: QPointF) -> None:
        """For pinches: any factor."""
        self.zoom_to(self.transform.zoom * factor, at)

    def pan(self, dx: float, dy: float) -> None:
        """By widget pixels."""
        self._fits = False
        self._set(self.transform.panned(dx, dy))

    def take(self, at: QPointF) -> None:
        """A drag begins at `at`."""
        self._grip = (at, self.transform)

    def drag(self, at: QPointF) -> None:
        if self._grip is not None:
            start, transform = self._grip
            self._fits = False
            self._set(transform.panned(at.x() - start.x(), at.y() - start.y()))

    def let_go(self) -> None:
        self._grip = None

    @property
    def _middle(self) -> QPointF:
        return QPointF(self._view.width / 2, self._view.height / 2)

    def _fit(self, ratio: float | None = None) -> ViewTransform:
        return fitted(self._canvas, self._view, ratio or self.transform.ratio)

    def _set(self, transform: ViewTransform) -> None:
        transform = transform.held(self._canvas, self._view)
        if transform != self.transform:
            self.transform = transform
            self._moved()
