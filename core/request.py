"""The request: everything that a picture depends on, as one frozen, comparable value (no torch)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from core import other_parts, refiner, region_numbers, steering
from core import upscale as upscaling
from core.declare import choice, file, flag, integer, number, optional, regions, text
from core.errors import RecipeError
from core.geometry import EMPTY, Rect, Size
from core.other_parts import OWN, OtherParts
from core.parameters import FieldError, parameters, told_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from core.refiner import Refiner
    from core.steering import Steer
    from core.techniques.declare import Technique
    from core.upscale import Upscale

MAX_SIDE = 16_384
MAX_BATCH = 64
MAX_SEED = 2**32 - 1
MAX_REGIONS = 64
MAX_CONCEPTS = 64

SAMPLERS = MappingProxyType(
    {
        "euler": "Euler",
        "euler_a": "Euler a",
        "dpmpp_2m": "DPM++ 2M",
        "dpmpp_2m_karras": "DPM++ 2M Karras",
        "dpmpp_2m_sde": "DPM++ 2M SDE",
        "dpmpp_sde": "DPM++ SDE",
        "unipc": "UniPC",
        "ddim": "DDIM",
        "pndm": "PNDM",
        "lcm": "LCM",
    }
)
"""Recipe's word → the name that artists know. What each does is in core/denoise/samplers.py."""


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
        import hashlib  # 3 ms of the window's start, and no picture is there yet

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

    def __reduce__(self) -> tuple[object, ...]:
        """Pickled without what was computed from it, and read-only again afterwards."""
        return (Pixels, (self.array,))

    @cached_property
    def transparent(self) -> bool:
        """Whether any pixel of an RGBA image is less than opaque. A mask has no transparency."""
        return self.array.ndim == 3 and bool((self.array[..., 3] < 255).any())


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


FILL_TITLES = {
    Fill.KEEP: "What is there",
    Fill.NEUTRAL: "Grey",
    Fill.BLUR: "What is there, blurred",
    Fill.BORDER: "The colours around it",
    Fill.NOISE: "Noise",
}


@dataclass(frozen=True)
class RegionPrompt:
    """A prompt for a part of the picture: a box, or a painted soft mask of the source's size."""

    prompt: str = text(help="What is to be seen there.")
    negative_prompt: str = text("", help="What is not to be seen there.")
    box: Rect | None = None
    mask: Pixels | None = None
    strength: float = number(
        1.0,
        0.0,
        1.0,
        step=0.05,
        title="Strength",
        help="How strongly the region's prompt counts there; the rest is the picture's prompt.",
    )
    seed: int | None = optional(
        integer(0, 0, MAX_SEED, title="Seed", help="Of the noise that the region starts from.")
    )
    """Picture i of the batch has `seed + i` here; None: the noise is the picture's."""
    start: float = number(
        0.0, 0.0, 1.0, step=0.05, title="Start", help="From which part of the steps on it counts."
    )
    end: float = number(
        1.0, 0.0, 1.0, step=0.05, title="End", help="Up to which part of the steps it counts."
    )


@dataclass(frozen=True)
class Concept:
    """A learned file (LoRA, Textual Inversion, Custom Diffusion) and how strongly it is used."""

    file: str = file(help="A safetensors file.")
    weight: float = number(1.0, -4.0, 4.0, help="How strongly it is used; 0 is not at all.")
    regions: tuple[int, ...] = regions()


@dataclass(frozen=True)
class InpaintSettings:
    """How a masked part is cut out, filled, painted and put back. Lengths are source pixels."""

    grow: int = integer(
        0,
        -512,
        512,
        unit="px",
        title="Grow",
        help="Makes the mask larger (or smaller, below 0) before anything else.",
    )
    feather: int = integer(
        8,
        0,
        512,
        unit="px",
        title="Feather",
        help="How wide the mask's edge fades. The fade stays inside the grown mask: what the "
        "mask leaves out stays as it is.",
    )
    blend: int = integer(
        8,
        0,
        512,
        unit="px",
        title="Blend",
        help="How wide the new picture runs into the old one, inside the mask.",
    )
    fill: Fill = choice(
        Fill.KEEP,
        {str(fill): title for fill, title in FILL_TITLES.items()},
        title="Under the mask",
        help="What the model finds under the mask when it begins.",
    )
    context: Rect | None = None
    """The part of the source that the model sees; chosen by itself when None."""
    match_colours: bool = flag(
        True,
        title="Match colours",
        help="Matches the new colours to the old ones along the seam.",
    )


@dataclass(frozen=True)
class Request:
    """Everything a picture depends on. Equal requests give equal pictures on one machine.

    Making one checks nothing; `check` does, and everything that is read from outside has passed
    it.
    """

    prompt: str = text(title="Prompt", help="What is to be seen.")
    negative_prompt: str = text("", title="Negative prompt", help="What is not to be seen.")
    model: str = text(
        "starter",
        empty=False,
        longest=4096,
        title="Model",
        help="Which model paints, by its id, as `underpaint models` lists it.",
    )
    width: int | None = optional(
        integer(
            512, 1, MAX_SIDE, unit="px", title="Width", help="The source's, or the model's own."
        )
    )
    """Pixels; the source's, or else the model's own size, when None. `resolved` fills it in."""
    height: int | None = optional(
        integer(
            512, 1, MAX_SIDE, unit="px", title="Height", help="The source's, or the model's own."
        )
    )
    steps: int = integer(
        20, 1, 1000, title="Steps", help="More steps take longer and draw more carefully."
    )
    sampler: str = choice(
        "dpmpp_2m", SAMPLERS, title="Sampler", help="The method by which noise becomes a picture."
    )
    guidance_scale: float = number(
        5.0, 0.0, 50.0, step=0.5, title="Guidance", help="How strictly the prompt is followed."
    )
    seed: int = integer(
        0, 0, MAX_SEED, title="Seed", help="Picture i of the batch has the seed + i."
    )
    """Picture i of the batch has the seed `seed + i`."""
    batch: int = integer(1, 1, MAX_BATCH, title="Pictures", help="How many are made at once.")
    source: Pixels | None = None
    strength: float | None = optional(
        number(
            0.7,
            0.0,
            1.0,
            step=0.05,
            title="Strength",
            help="How far the picture may go from what is there: 0 keeps it, 1 ignores it.",
        )
    )
    """0…1; when None: 0.7 for image to image, 1.0 with a mask."""
    mask: Pixels | None = None
    """White is repainted, grey in part, black stays bit-identical. The source's size."""
    regions: tuple[RegionPrompt, ...] = ()
    techniques: tuple[Technique, ...] = ()
    concepts: tuple[Concept, ...] = ()
    inpaint: InpaintSettings = field(default_factory=InpaintSettings)
    variation_seed: int = integer(
        0,
        0,
        MAX_SEED,
        title="Variation seed",
        help="Of the noise that is mixed into the seed's own, by the variation strength.",
    )
    variation_strength: float = number(
        0.0,
        0.0,
        1.0,
        step=0.05,
        title="Variation",
        help="How far the first noise is turned from the seed's to the variation seed's.",
    )
    """0…1: how far the starting noise is turned (slerp) from `seed`'s to `variation_seed`'s."""
    steering: tuple[Steer, ...] = ()
    """What is changed in the middle of the run, in the order of its steps."""
    parts: OtherParts = OWN
    refiner: Refiner | None = None
    """What finishes the picture (SDXL)."""
    upscale: Upscale | None = None
    """How the finished pictures are made larger; None: they are not."""

    @cached_property
    def mode(self) -> Mode:
        """What is on the canvas decides."""
        if self.source is None:
            return Mode.TEXT_TO_IMAGE
        if self.mask is None:
            return Mode.IMAGE_TO_IMAGE
        empty = self.source.transparent and bool(
            ((self.source.array[..., 3] == 0) & (self.mask.array > 0)).any()
        )
        return Mode.OUTPAINT if empty else Mode.INPAINT

    @property
    def size(self) -> Size | None:
        """Of the pictures as they are painted, in pixels; None while the model decides."""
        if self.width is not None and self.height is not None:
            return Size(self.width, self.height)
        return self.source.size if self.source is not None else None

    def check(self) -> None:
        """Raises RecipeError, naming the field, when a value is out of range or two do not fit.

        Knows nothing of models: `core.generation.resolve` checks what depends on one.
        """
        for key, parameter in parameters(Request).items():
            parameter.parse(getattr(self, parameter.attribute), key)
        if self.seed + self.batch - 1 > MAX_SEED:
            raise RecipeError(
                "seed",
                f"The last of {self.batch} pictures would have a seed above {MAX_SEED}.",
                "Use a smaller seed.",
            )
        _check_pictures(self)
        for key, parameter in parameters(InpaintSettings).items():
            parameter.parse(getattr(self.inpaint, parameter.attribute), f"inpaint.{key}")
        _check_context(self)
        _check_regions(self)
        _check_techniques(self)
        _check_concepts(self)
        other_parts.check(self)
        refiner.check(self)
        if self.steering:
            steering.check(self)
        if self.upscale is not None:
            upscaling.check(self, MAX_SIDE)


def edits_weights(request: Request) -> bool:
    """Whether the model has other weights than its files while the request is painted."""
    return bool(request.concepts) or any(one.edits_weights for one in request.techniques)


def strength_when_open(mode: Mode, techniques: Sequence[Technique]) -> float:
    """How far the picture may go from its source when nobody says."""
    for technique in techniques:
        if technique.strength_when_open is not None:
            return technique.strength_when_open
    return 0.7 if mode is Mode.IMAGE_TO_IMAGE else 1.0


def _check_pictures(request: Request) -> None:
    source, mask = request.source, request.mask
    if source is not None:
        if source.array.ndim != 3:
            raise RecipeError("source", "A mask was given where a picture belongs.")
        _check_side("source", source.size)
    if mask is None:
        return
    if source is None:
        raise RecipeError(
            "mask", "There is a mask but no picture that it belongs to.", "Give a source as well."
        )
    if mask.array.ndim != 2:
        raise RecipeError("mask", "A picture was given where a mask belongs.")
    if mask.size != source.size:
        raise RecipeError(
            "mask",
            f"The mask is {mask.size} px and the picture {source.size} px.",
            "Both must have the same size.",
        )
    if not mask.array.any():
        raise RecipeError(
            "mask",
            "The mask is empty: nothing would be repainted.",
            "Paint white where the picture is to change, or leave the mask out.",
        )


def _check_side(where: str, size: Size) -> None:
    if max(size) > MAX_SIDE:
        raise RecipeError(
            where, f"It is {size} px; {MAX_SIDE:,} px a side are the most.", "Make it smaller."
        )


def _check_context(request: Request) -> None:
    context = request.inpaint.context
    if context is None:
        return
    if request.source is None:
        raise RecipeError("inpaint.context", "There is no picture to cut a part from.")
    _check_rect("inpaint.context", context, request.source.size)


def _check_rect(where: str, rect: Rect, size: Size | None) -> None:
    if rect.width < 1 or rect.height < 1:
        raise RecipeError(
            where, "It covers nothing.", "It is [x, y, width, height], in pixels; the last two > 0."
        )
    if size is not None and rect.intersected(Rect.of_size(size)) == EMPTY:
        raise RecipeError(
            where, f"It lies outside the picture, which is {size} px.", "Move it inside."
        )


def _check_regions(request: Request) -> None:
    if len(request.regions) > MAX_REGIONS:
        raise RecipeError(
            "regions", f"There are {len(request.regions)}; {MAX_REGIONS} are the most."
        )
    size = request.source.size if request.source is not None else request.size
    for i, region in enumerate(request.regions):
        where = f"regions[{i}]"
        for key, parameter in parameters(RegionPrompt).items():
            parameter.parse(getattr(region, parameter.attribute), f"{where}.{key}")
        if region.start >= region.end:
            raise RecipeError(
                f"{where}.end", "It would end before it begins.", "Set it above “start”."
            )
        if (region.box is None) == (region.mask is None):
            raise RecipeError(
                where, "A region has either a box or a mask.", "Give one of the two, not both."
            )
        if region.seed is not None and region.seed + request.batch - 1 > MAX_SEED:
            raise RecipeError(
                f"{where}.seed",
                f"In the last of {request.batch} pictures it would be above {MAX_SEED}.",
                "Use a smaller seed.",
            )
        if region.box is not None:
            _check_rect(f"{where}.box", region.box, size)
        if region.mask is not None and size is not None and region.mask.size != size:
            raise RecipeError(
                f"{where}.mask",
                f"The mask is {region.mask.size} px and the picture {size} px.",
                "Both must have the same size.",
            )


def _check_concepts(request: Request) -> None:
    if len(request.concepts) > MAX_CONCEPTS:
        raise RecipeError(
            "concepts", f"There are {len(request.concepts)}; {MAX_CONCEPTS} are the most."
        )
    for i, concept in enumerate(request.concepts):
        for key, parameter in parameters(Concept).items():
            parameter.parse(getattr(concept, parameter.attribute), f"concepts[{i}].{key}")
        region_numbers.check(concept, len(request.regions), f"concepts[{i}]")


def _check_techniques(request: Request) -> None:
    read = request
    for one in request.techniques:
        read = one.read(read)
    have = {
        "source": request.source is not None,
        "mask": request.mask is not None,
        "prompt": bool(read.prompt.strip()),
    }
    told = {"source": "a picture to work on", "mask": "a mask", "prompt": "a prompt"}
    for i, one in enumerate(request.techniques):
        for need in one.declaration.needs:
            if not have.get(need, True):
                raise RecipeError(
                    f"techniques[{i}]", f"{one.declaration.title} needs {told[need]}."
                )
        for earlier in request.techniques[:i]:
            if reason := one.declaration.refuses(earlier.declaration):
                raise RecipeError(
                    f"techniques[{i}]",
                    f"{one.declaration.title} cannot be combined with "
                    f"{earlier.declaration.title}: {reason}",
                    "Take one of the two out.",
                )
        region_numbers.check(one, len(request.regions), f"techniques[{i}]")
        try:
            one.check(read)
        except FieldError as error:
            raise told_at(error, type(one), f"techniques[{i}]") from None
