"""What the generate panel says, as a value that belongs to the document and is undone with it."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.document.drafts import Draft
from core.request import InpaintSettings


@dataclass(frozen=True)
class PaintSettings:
    """How the next pictures are made. Pixels, masks and regions are the document's layers."""

    prompt: str = ""
    negative_prompt: str = ""
    strength: float | None = None
    """0…1; None lets the mode decide: 0.7 for image to image, 1.0 with a mask."""
    steps: int = 20
    guidance_scale: float = 5.0
    sampler: str = "dpmpp_2m"
    seed: int | None = None
    """None draws a new one for every job."""
    batch: int = 1
    model: str = "starter"
    width: int | None = None
    """Pixels of pictures made from text alone; None takes the model's own size."""
    height: int | None = None
    inpaint: InpaintSettings = field(default_factory=InpaintSettings)
    techniques: tuple[Draft, ...] = ()
    """In the order in which they take part."""
