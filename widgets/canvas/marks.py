"""Lines over the canvas that follow pixels: the selection's ants and the mask's contour."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QPainter, QRegion

from core.geometry import EMPTY, Rect

from . import colours
from .levels import Deadline
from .outline import Outline
from .scene import Scene
from .transform import ViewTransform


class Marks:
    """Traced anew when the view or what they follow changed, which `stale` says."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._ants = Outline(threshold=128)
        self._contour = Outline(threshold=1)
        self._phase = 0
        self._ants_stale = self._contour_stale = True
        self.unfinished = False
        """There was no time to find all of the ants: they are traced anew later."""
        self.offset = (0, 0)
        """Canvas pixels by which the ants are shown displaced."""

    @property
    def marching(self) -> bool:
        """Whether there are ants in sight."""
        return not self._ants.is_empty

    def view_changed(self) -> None:
        self._ants_stale = self._contour_stale = True

    def selection_changed(self) -> None:
        self._ants_stale = True

    def mask_changed(self) -> None:
        self._contour_stale = True

    def trace(self, transform: ViewTransform, view: Rect, patience: float) -> None:
        """Brings the lines up to date where `view` (device pixels) is in sight; what needs more
        seconds than `patience` to be made smaller is left to the next time."""
        document = self._scene.document
        if self._ants_stale:
            bounds = EMPTY if self._scene.quick_mask else self._scene.marked_bounds
            displaced = transform.displaced(*self.offset)
            deadline = Deadline.in_seconds(patience)
            read = partial(self._scene.marked, deadline=deadline)
            self._ants.trace(read, bounds, displaced, document.size, view)
            self._ants.march(self._phase)
            self._ants_stale = self.unfinished = deadline.missed
        if self._contour_stale:
            effective = self._scene.effective
            self._contour.trace(
                effective.shown, self._contour_bounds(), transform, document.size, view
            )
            self._contour.colour(colours.MASK_CONTOUR, colours.MASK_CONTOUR_SHADE)
            self._contour_stale = False

    def _contour_bounds(self) -> Rect:
        """A selection that is repainted as it is has its ants; a second line would only hide
        them."""
        hidden = self._scene.quick_mask or self._scene.plain_selection
        return EMPTY if hidden else self._scene.effective.bounds

    def march(self) -> None:
        """One step of the ants."""
        self._phase += 1
        self._ants.march(self._phase)

    def ants_region(self, ratio: float) -> QRegion:
        return self._ants.region(ratio)

    def contour_region(self, ratio: float) -> QRegion:
        return self._contour.region(ratio)

    def paint(self, painter: QPainter, ratio: float) -> None:
        """Draws them in the painter's widget pixels.

        A seam cannot be judged under a line: the contour is away while a picture is shown in place.
        """
        if self._ants.is_empty and self._contour.is_empty:
            return
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        if self._scene.placed is None:
            self._contour.paint(painter)
        self._ants.paint(painter)
        painter.restore()
