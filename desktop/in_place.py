"""What is shown over the canvas: a candidate that is pointed at or chosen, or what grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.document.document import Change, Kind
from desktop.controller import Controller, ShownPreview
from widgets.candidates import Candidate, CandidatesPanel
from widgets.canvas.view import CanvasView

if TYPE_CHECKING:
    from core.document.document import Document


class InPlace(QObject):
    """Pointed at goes before chosen, and chosen before what the running job makes.

    Painting takes whatever is shown away: the artist sees what the brush does. A preview comes
    back with the job's next step once the brush is lifted.
    """

    changed = Signal()

    def __init__(self, canvas: CanvasView, panel: CandidatesPanel, controller: Controller) -> None:
        super().__init__(canvas)
        self._canvas, self._panel, self._controller = canvas, panel, controller
        self._hovered: tuple[int, int] | None = None
        self._preview: ShownPreview | None = None
        panel.hovered.connect(self._point_at)
        panel.chosen.connect(self._choose)
        panel.compare.connect(canvas.set_comparing)
        controller.preview_changed.connect(self._grow)
        controller.candidate_changed.connect(self._candidate_changed)
        controller.candidate_removed.connect(self._candidate_removed)
        controller.finished.connect(self._finished)

    @property
    def chosen(self) -> Candidate | None:
        """The chosen candidate as it is now."""
        current = self._panel.current
        return None if current is None else self._controller.candidates.get(current.key)

    def document_changed(self, document: Document, change: Change) -> None:
        """Follows painting."""
        if document.stroke is not None and Kind.PIXELS in change.kinds:
            self._preview = None
            if self._panel.current is not None:
                self._panel.choose(None)
            else:
                self.show()

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
        candidate = self._controller.candidates.get(key) if key is not None else None
        if candidate is not None and candidate.pixels is not None and candidate.rect is not None:
            if candidate.pixels.shape[:2] == (candidate.rect.height, candidate.rect.width):
                self._canvas.show_candidate(candidate.pixels, candidate.rect)
            else:
                self._canvas.show_preview(candidate.pixels[..., :3], candidate.rect)
            return
        preview = self._preview
        if key is not None:
            preview = self._controller.preview_of(key) or preview
        if preview is not None:
            self._canvas.show_preview(preview.pixels, preview.rect, preview.mask)
        elif self._canvas.showing:
            self._canvas.show_nothing()
        if not self._canvas.showing:
            self._canvas.set_comparing(False)

    def _point_at(self, candidate: Candidate | None) -> None:
        self._hovered = None if candidate is None else candidate.key
        self.show()

    def _choose(self, candidate: Candidate | None) -> None:
        self.show()
        self.changed.emit()

    def _grow(self, preview: ShownPreview | None) -> None:
        if preview is not None and self._canvas.document.stroke is not None:
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
        self._panel.model.remove(key)
        self.show()
        self.changed.emit()

    def _finished(self, job: int) -> None:
        """The first picture of a batch stays where its preview grew, unless another is chosen or
        the artist paints."""
        painting = self._canvas.document.stroke is not None
        if self._panel.current is None and not painting and (job, 0) in self._controller.candidates:
            self._panel.choose((job, 0))
        self.show()
