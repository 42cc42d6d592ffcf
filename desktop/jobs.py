"""What the window knows of a job: what it paints, for which document, and what there is of it."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.document.document import Document
from core.generation.events import JobId, Work
from core.generation.maps import MapRequest
from core.generation.training import TrainingRequest
from core.geometry import Rect
from core.upscale import only
from desktop.compose import Composed
from desktop.laying import laid_preview
from desktop.steer import Stand
from widgets.candidate_model import Candidate
from widgets.words import told

if TYPE_CHECKING:
    from core.arrays import Bytes


@dataclass(frozen=True)
class ShownPreview:
    """A picture of the running job as it grows, for the canvas."""

    job: JobId
    pixels: Bytes
    rect: Rect
    mask: Bytes | None


@dataclass
class Job:
    composed: Composed
    made_for: weakref.ref[Document]
    """A job that waits, for hours perhaps, keeps no document alive that was closed, with all of
    its undo history."""
    document_id: str
    canvas_then: Rect
    previews: dict[int, Bytes] = field(default_factory=dict)
    """Of each picture that has begun, the latest."""
    preview_rect: Rect | None = None
    layer: str | None = None
    """The layer whose pixels are replaced by what is made."""
    steps: int = 0
    """How many each picture takes, once that is known."""
    stand: Stand | None = None
    """Where it was paused last."""
    told: Callable[[Candidate | None], object] | None = None
    """Who gets the only picture, instead of the strip."""

    @classmethod
    def of(
        cls,
        composed: Composed,
        document: Document,
        layer: str | None = None,
        told: Callable[[Candidate | None], object] | None = None,
    ) -> Job:
        ref, id = weakref.ref(document), document.state.id
        return cls(composed, ref, id, document.canvas, layer=layer, told=told)

    @property
    def canvas(self) -> Rect:
        """Of its document; when that was closed, as it was when the job was asked for."""
        document = self.made_for()
        return self.canvas_then if document is None else document.canvas

    def preview(self, id: JobId, index: int) -> ShownPreview | None:
        """One of its pictures so far, as it lies on the canvas; None before there is any of it."""
        rect, pixels = self.preview_rect, self.previews.get(index)
        if rect is None or pixels is None:
            return None
        mask = self.composed.mask
        shown = mask[1] if mask is not None and mask[0] == rect else None
        turned = laid_preview(pixels, shown, rect, self.composed, self.canvas)
        if turned is not None:
            return ShownPreview(id, turned[0], turned[2], turned[1])
        return ShownPreview(id, pixels, rect, shown)

    def take_preview(self, pixels: Bytes, rect: Rect, first: int) -> None:
        """(pictures, h, w, 3), from the one with the number `first` on, as far as they are; `rect`
        is of the request."""
        self.preview_rect = self.composed.placement.on_canvas(rect)
        self.previews |= dict(enumerate(pixels, first))


def about(request: Work) -> str:
    """What the queue says that a job is."""
    if isinstance(request, MapRequest):
        return f"{request.picture.size} px"
    if isinstance(request, TrainingRequest):
        return told(f"{request.plan.steps} steps")
    if only(request) and request.upscale is not None and request.size is not None:
        return told(f"upscale to {request.upscale.target(request.size)} px")
    return told(f"{request.batch} × {request.mode.replace('_', ' ')}, {request.steps} steps")
