"""What the generate panel says, as a value that belongs to the document and is undone with it."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.document.drafts import Draft
from core.other_parts import OWN, OtherParts
from core.refiner import Refiner
from core.request import InpaintSettings

PROMPT = "{prompt}"
"""In a style's frame: where the artist's prompt goes."""


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
    style: str = ""
    """The name of the style that is on; empty: none."""
    frame: str = ""
    """What the style puts around the prompt, at PROMPT; empty: nothing."""
    negative_frame: str = ""

    parts: OtherParts = OWN
    refiner: Refiner | None = None

    @property
    def whole_prompt(self) -> str:
        """The prompt in the style's frame: what the model is told."""
        return framed(self.frame, self.prompt)

    @property
    def whole_negative_prompt(self) -> str:
        return framed(self.negative_frame, self.negative_prompt)


def framed(frame: str, prompt: str) -> str:
    """A prompt in a frame; where the prompt is empty no comma is left over."""
    if not frame:
        return prompt
    if prompt.strip():
        return frame.replace(PROMPT, prompt.strip())
    return frame.replace(PROMPT, "").strip(" ,")


def unframed(frame: str, text: str) -> str:
    """The prompt that was put into a frame; a text that was not in it as it is."""
    before, _, after = frame.partition(PROMPT)
    inside = text.removeprefix(before).removesuffix(after)
    return inside if before + inside + after == text else text
