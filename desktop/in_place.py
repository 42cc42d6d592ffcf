"""What is shown over the canvas: a candidate that is pointed at or chosen, or what grows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from core.document.document import Change, Kind
from core.generation.frame import resized
from core.geometry import Size
from desktop.controller import Controller
from desktop.jobs import ShownPreview
from widgets.candidate_model import Candidate
from widgets.candidates import CandidatesPanel
from widgets.canvas.view import CanvasView

if TYPE_CHECKING:
    from core.arrays import Bytes
    from core.document.document import Document

LIFTED = 250
"""Milliseconds after the last dab in which the preview of a paused job does not come back."""
_DARKEST = 0.2
"""How light a picture stays where a technique's map is black."""


class InPlace(QObject):
    """Pointed at goes before chosen, and chosen before what the running job makes.

    Painting takes whatever is shown away: the artist sees what the brush does. A preview comes
    back with the job's next step once the brush is lifted, and that of a paused job at once. While
    the layer that lies above it is painted on, it stays.
    """

    changed = Signal()

    def __init__(self, canvas: CanvasView, panel: CandidatesPanel, controller: Controller) -> None:
        super().__init__(canvas)
        self._canvas, self._panel, self._controller = canvas, panel, controller
        self._overlay = canvas.overlay
        self.previews: Callable[[], bool] = lambda: True
        """Whether pictures are shown over the canvas while they grow."""
        self._hovered: tuple[int, int] | None = None
        self._preview: ShownPreview | None = None
        self._pinned: tuple[int, int] | None = None
        """The candidate that is shown right of the wipe's divider."""
        self._held: tuple[int, int] | None = None
        """The picture of a paused job that is shown while nothing else is."""
        self._above: str | None = None
        self._lifted = QTimer(self)
        """Runs while the brush is down, and a moment longer: nobody tells when a stroke ends."""
        self._lifted.setSingleShot(True)
        self._lifted.setInterval(LIFTED)
        self._lifted.timeout.connect(self._look_for_brush)
        panel.hovered.connect(self._point_at)
        panel.chosen.connect(self._choose)
        panel.compare.connect(self._overlay.set_comparing)
        panel.pinned.connect(self._pin)
        panel.found.shown.connect(lambda _: self.show())
        controller.preview_changed.connect(self._grow)
        controller.candidates.changed.connect(self._candidate_changed)
        controller.candidates.removed.connect(self._candidate_removed)
        controller.finished.connect(self._finished)

    @property
    def chosen(self) -> Candidate | None:
        """The chosen candidate as it is now."""
        current = self._panel.current
        return None if current is None else self._controller.candidates.get(current.key)

    @property
    def pinned(self) -> tuple[int, int] | None:
        """The candidate that others are compared with."""
        return self._pinned

    def pin_chosen(self) -> None:
        """Compares other candidates with the chosen one, or no longer."""
        if self.chosen is not None:
            self._pin(self.chosen)

    def _pin(self, candidate: Candidate) -> None:
        """Shows one candidate right of the divider, and whichever is looked at left of it."""
        self._pinned = None if candidate.key == self._pinned else candidate.key
        self._panel.model.pin(self._pinned)
        self._overlay.set_wiping(self._pinned is not None)
        current = self._panel.current
        if self._pinned is not None and current is not None and current.key == self._pinned:
            self._panel.choose_beside(self._pinned)
        self.show()
        self.changed.emit()

    def _show_other(self, shown: tuple[int, int] | None) -> None:
        other = None if self._pinned is None else self._controller.candidates.get(self._pinned)
        if other is None or other.pixels is None or other.rect is None or other.key == shown:
            self._overlay.show_other(None)
        else:
            shown_beside = other.pixels if other.fitted is None else other.fitted
            self._overlay.show_other(shown_beside, other.rect)

    def document_changed(self, document: Document, change: Change) -> None:
        """Follows painting."""
        if (
            document.stroke is not None
            and Kind.PIXELS in change.kinds
            and self._above not in change.layers
        ):
            self._lifted.start()
            self._preview = None
            if self._panel.current is not None:
                self._panel.choose(None)
            else:
                self.show()

    def hold(self, key: tuple[int, int] | None, above: str | None = None) -> None:
        """Shows a picture of a paused job as far as it is, from now on, and the layer `above` it;
        None: no more."""
        if (key, above) != (self._held, self._above):
            self._held, self._above = key, above
            self.show()

    def forget(self) -> None:
        """Shows nothing of the document that was left."""
        self._preview = self._held = self._above = None
        self._overlay.show_above(None)

    def let_go(self) -> bool:
        """Takes a chosen candidate off the canvas; False when none is chosen."""
        if self._panel.current is None:
            return False
        self._panel.choose(None)
        return True

    def show(self) -> None:
        """Shows what is to be shown now."""
        chosen = self.chosen
        key = self._hovered or (chosen.key if chosen is not None else None)
        if key == self._pinned and chosen is not None:
            key = chosen.key  # the pinned one is in sight already
        candidate = self._controller.candidates.get(key) if key is not None else None
        self._show_other(key)
        self._overlay.show_above(None)
        if candidate is not None and candidate.pixels is not None and candidate.rect is not None:
            found = self._panel.found.current
            if found is not None and candidate is chosen:
                self._overlay.show_preview(lit(candidate.pixels, found.pixels), candidate.rect)
            elif candidate.fitted is not None:
                self._overlay.show_candidate(candidate.fitted, candidate.rect)
            elif candidate.pixels.shape[:2] == (candidate.rect.height, candidate.rect.width):
                self._overlay.show_candidate(candidate.pixels, candidate.rect)
            else:
                self._overlay.show_preview(candidate.pixels[..., :3], candidate.rect)
            return
        preview = self._preview
        if key is not None:
            preview = self._controller.preview_of(key) or preview
        held = self._held
        free = key is None and not self._lifted.isActive()
        if held is not None and free and (preview is None or preview.job == held[0]):
            preview = self._controller.preview_of(held)
            self._overlay.show_above(self._above)
        if preview is not None:
            self._overlay.show_preview(preview.pixels, preview.rect, preview.mask)
        elif self._overlay.showing:
            self._overlay.show_nothing()
        if not self._overlay.comparable:
            self._overlay.set_comparing(False)

    def _look_for_brush(self) -> None:
        if self._canvas.document.stroke is not None:
            self._lifted.start()
        else:
            self.show()

    def _point_at(self, candidate: Candidate | None) -> None:
        self._hovered = None if candidate is None else candidate.key
        self.show()

    def _choose(self, candidate: Candidate | None) -> None:
        self.show()
        self.changed.emit()

    def _grow(self, preview: ShownPreview | None) -> None:
        if self._canvas.document.stroke is not None or not self.previews():
            preview = None
        self._preview = preview
        self.show()

    def _candidate_changed(self, candidate: Candidate) -> None:
        self._panel.model.put(candidate)
        if candidate.ready and candidate.key == (self.chosen.key if self.chosen else None):
            self.show()
            self.changed.emit()

    def _candidate_removed(self, key: tuple[int, int]) -> None:
        if self._hovered == key:
            self._hovered = None
        if self._pinned == key:
            self._pinned = None
            self._panel.model.pin(None)
            self._overlay.set_wiping(False)
        self._panel.model.remove(key)
        self.show()
        self.changed.emit()

    def _finished(self, job: int) -> None:
        """The first picture of a batch stays where its preview grew, unless another is chosen, a
        paused one is in sight or the artist paints."""
        painting = self._canvas.document.stroke is not None or self._held is not None
        if self._panel.current is None and not painting and (job, 0) in self._controller.candidates:
            self._panel.choose((job, 0))
        self.show()


def lit(pixels: Bytes, found: Bytes) -> Bytes:
    """RGB of a candidate, as dark as what was found is not there."""
    height, width = pixels.shape[:2]
    light = found if found.shape == (height, width) else resized(found, Size(width, height))
    factor = _DARKEST + (1 - _DARKEST) * (light.astype(np.float32) / 255)
    shown: Bytes = np.rint(pixels[..., :3] * factor[..., None]).astype(np.uint8)
    return shown
