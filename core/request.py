"""The request: everything that a picture depends on, as one frozen, comparable value (no torch)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from core.geometry import Rect, Size

if TYPE_CHECKING:
    from core.techniques.declare import Technique

MAX_SIDE = 16_384


class Pixels:
    """An image that compares and hashes by its content: RGBA (h, w, 4) or a mask (h, w), 8-bit.

    RGBA is straight (not premultiplied). The array is read-only; whoever makes the value gives
    the array away.
    """

    __slots__ = ("__dict__", "array")

    def __init__(self, array: npt.NDArray[np.uint8]) -> None:
        if array.dtype != np.uint8 or not (
            array.ndim == 2 or (array.ndim == 3 and array.shape[2] == 4)
        ):
            raise ValueError(f"not an 8-bit RGBA image or mask: {array.dtype} {array.shape}")
        self.array = np.ascontiguousarray(array)
        self.array.flags.writeable = False

    @cached_property
    def digest(self) -> str:
        return hashlib.blake2b(
            repr(self.array.shape).encode() + self.array.tobytes(), digest_size=16
        ).hexdigest()

    @property
    def size(self) -> Size:
        return Size(self.array.shape[1], self.array.shape[0])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pixels) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return f"Pixels({self.size}, {self.digest[:8]})"


class Mode(StrEnum):
    """What a request is, decided by what it holds."""

    TEXT_TO_IMAGE = "text_to_image"
    IMAGE_TO_IMAGE = "image_to_image"
    INPAINT = "inpaint"
    OUTPAINT = "outpaint"


class Fill(StrEnum):
    """What lies under the mask before the first step."""

    KEEP = "keep"
    NEUTRAL = "neutral"
    BLUR = "blur"
    BORDER = "border"
    NOISE = "noise"


@dataclass(frozen=True)
class RegionPrompt:
    """A prompt for a part of the picture: a box, or a painted soft mask of the source's size."""

    prompt: str
    negative_prompt: str = ""
    box: Rect | None = None
    mask: Pixels | None = None


@dataclass(frozen=True)
class Concept:
    """A learned file (LoRA, Textual Inversion, Custom Diffusion) and how strongly it is used."""

    file: str
    weight: float = 1.0


@dataclass(frozen=True)
class InpaintSettings:
    """How a masked part is cut out, filled, painted and put back. Lengths are source pixels."""

    grow: int = 0
    """The mask is grown by this much before anything else (shrunk when negative)."""
    feather: int = 8
    """Width over which the grown mask's edge fades; the fade reaches outwards only as far as
    the grown mask's own edge, so that pixels where the mask is 0 stay as they are."""
    blend: int = 8
    """Width of the final blend between the new and the old pixels, inside the mask."""
    fill: Fill = Fill.KEEP
    context: Rect | None = None
    """The part of the source that the model sees; chosen by itself when None."""
    match_colours: bool = True
    """Matches the new pixels' colours to the old ones' along the seam."""


@dataclass(frozen=True)
class Request:
    """Everything a picture depends on. Equal requests give equal pictures on one machine."""

    prompt: str
    negative_prompt: str = ""
    model: str = "starter"
    width: int | None = None
    """Pixels; the source's, or else the model's own size, when None. `resolved` fills it in."""
    height: int | None = None
    steps: int = 20
    sampler: str = "dpmpp_2m"
    guidance_scale: float = 5.0
    seed: int = 0
    """Picture i of the batch has the seed `seed + i`."""
    batch: int = 1
    source: Pixels | None = None
    strength: float | None = None
    """0…1; when None: 0.7 for image to image, 1.0 with a mask."""
    mask: Pixels | None = None
    """White is repainted, grey in part, black stays bit-identical. The source's size."""
    regions: tuple[RegionPrompt, ...] = ()
    techniques: tuple[Technique, ...] = ()
    concepts: tuple[Concept, ...] = ()
    inpaint: InpaintSettings = field(default_factory=InpaintSettings)
    variation_seed: int = 0
    variation_strength: float = 0.0
    """0…1: how far the starting noise is turned (slerp) from `seed`'s to `variation_seed`'s."""
