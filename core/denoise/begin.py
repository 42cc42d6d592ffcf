"""From a request to a run of the pass: what it starts from, and what it is conditioned on."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn.functional import pixel_unshuffle

from core.denoise import noise, pictures, regions
from core.denoise.conditions import NEGATIVE, PROMPT, Branch, Part
from core.denoise.editing import SourceShown
from core.denoise.flow_schedule import SAMPLERS as FLOW_SAMPLERS
from core.denoise.flow_schedule import FlowSchedule
from core.denoise.guidance import Rescaled
from core.denoise.inpaint import (
    FillingChannels,
    InpaintingChannels,
    SoftMask,
    has_grey,
    latent_mask,
)
from core.denoise.loop import check
from core.denoise.places import Places
from core.denoise.run import Run
from core.denoise.schedule import Schedule
from core.denoise.tiling import Kept, Tiling
from core.denoise.velocity import Velocities
from core.errors import UserError
from core.geometry import Size
from core.models.families.flow import tokens_of
from core.models.families.flux import FILLS
from core.models.loading import LoadedModel
from core.models.shelf import Shelf, fingerprint
from core.request import Request
from core.techniques import using

if TYPE_CHECKING:
    from core.techniques.declare import Technique

INPAINTING = 9
"""Input channels of a UNet that was trained to see the mask and the masked picture."""

EDITING = "instruct_pix2pix"
"""The technique that shows a model the picture that it edits."""

INSTRUCTED = "instruct"
"""The ability of a UNet that was trained to see the picture that it edits."""


def begin(
    model: LoadedModel,
    request: Request,
    shelf: Shelf | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    tiling: Tiling | None = None,
) -> tuple[Run, Tensor]:
    """The run of a request, and the latents (pictures, 4, h, w) before its first step.
    `tiling` says how a source that was enlarged is painted over.

    Each picture's generator draws in the order of diffusers' pipelines: the source's latents,
    the starting noise, what an inpainting UNet sees of the source, and later what the steps need.
    """
    canvas = _canvas(model, request)
    tile = None if tiling is None else tiling.tile
    for technique in request.techniques:
        request = technique.read(request)
    filling = model.flow is not None and FILLS in model.info.can
    inpainting = model.flow is None and model.info.in_channels == INPAINTING
    generators = noise.generators(request.seed, request.batch)
    strength = strength_of(request)
    schedule = schedule_of(model, request, canvas, tile)
    pixels = source = mask = None
    if request.source is not None:
        pixels = pictures.unit(request.source.array, model.device)
    if request.mask is not None:
        mask = latent_mask(pictures.mask(request.mask.array, model.device), model.info.factor)
    # An inpainting UNet leaves what is black alone by itself, but knows no grey.
    kept = mask is not None and (not (inpainting or filling) or has_grey(mask))
    # Where the source counts otherwise as well, strength 1 need not keep a trace of it.
    elsewhere = mask is not None or INSTRUCTED in model.info.can
    from_noise = pixels is None or (elsewhere and strength == 1)

    if pixels is not None and (kept or not from_noise or filling):
        source = pictures.encode(model, pixels, generators, tile)
        check(source, "reading the source")
    sides = canvas.height // model.info.factor, canvas.width // model.info.factor
    shape = (model.info.latent_channels, *sides)
    unit = noise.drawn(shape, generators, model.device)
    unit = noise.varied(unit, request.variation_seed, request.variation_strength)
    unit = regions.seeded(unit, request, model.info.factor)

    run = Run(model, request, schedule, generators, unit, source, mask)
    run.shelf, run.cancelled, run.tile = shelf or Shelf(), cancelled, tile
    _warn_of_what_does_not_count(run)
    base = _own_places(run, canvas, pixels, filling, inpainting, kept)
    learned = [using(concept) for concept in request.concepts]
    asked = (*learned, *request.techniques)
    begun = [technique.begin(run) for technique in asked]
    run.places = [*base, *begun]
    run.edits = _edits(
        [one for one, place in zip(asked, begun, strict=True) if place.edits_encoders()]
    )
    if tiling is not None:
        run.places = [*run.places, Kept(run, tiling.block)]
    if from_noise or source is None:
        return run, unit * schedule.start_sigma
    return run, schedule.levels[0].mixed(source, unit)


def _warn_of_what_does_not_count(run: Run) -> None:
    """Of what is asked for, and a transformer does not know."""
    model, request = run.model, run.request
    if model.flow is None:
        return
    if request.sampler not in FLOW_SAMPLERS:
        run.warn(
            f"{model.flow.title} knows no sampler “{request.sampler}”; Euler's was used. "
            "DPM++ and UniPC are there as well."
        )
    if request.negative_prompt.strip() and not model.flow.guided(model):
        run.warn(f"“{model.info.title}” is told its guidance: what to avoid does not count.")


def _own_places(
    run: Run, canvas: Size, pixels: Tensor | None, filling: bool, inpainting: bool, kept: bool
) -> list[Places]:
    """What the pass itself does, before any technique: what a model of this kind sees of the
    source, what the mask keeps, regions. `kept`: the pass keeps what is not under the mask."""
    model, request, mask, source = run.model, run.request, run.mask, run.source
    places: list[Places] = []
    if model.flow is not None:
        places.append(Velocities(model.flow))
        told = {technique.declaration.id for technique in request.techniques}
        if model.flow.shows_masked and mask is not None and EDITING not in told:
            places.append(SourceShown(run))
    if filling:
        places.append(_filling(model, canvas, request, pixels, run.generators))
    if inpainting:
        places.append(_channels(model, canvas, request, pixels, run.generators))
    if kept and mask is not None and source is not None:
        places.append(SoftMask(mask, source, run.noise, run.schedule))
    places += regions.places_of(run)
    if request.parts.guidance_rescale:
        places.append(Rescaled(request.parts.guidance_rescale))
    return places


def _edits(editing: Sequence[Technique]) -> Hashable:
    """What tells text encoders from all others that these techniques change, by files as they are
    now; None where one has no file."""
    files = [getattr(one, "file", "") for one in editing]
    if not all(files):
        return None
    return tuple((one, fingerprint(Path(file))) for one, file in zip(editing, files, strict=True))


def branches(run: Run) -> list[Branch]:
    """What the pass itself predicts: the prompt and, with guidance, the negative prompt."""
    flow = run.model.flow
    alone = run.request.guidance_scale == 1 or (flow is not None and not flow.guided(run.model))
    names = (PROMPT,) if alone else (NEGATIVE, PROMPT)
    return [branch(run, name) for name in names]


def branch(run: Run, name: str) -> Branch:
    """The branch of the prompt, or of the negative prompt, with what regions say of it.

    A technique that guides from the negative prompt asks for it where the pass does not.
    """
    request = run.request
    text = request.prompt if name == PROMPT else request.negative_prompt
    negative = request.negative_prompt
    outer = run.composed(text, negative) if name == PROMPT else run.encode(text)
    check(outer.encoding, "reading the prompt")
    inside = {}
    for index, region in enumerate(request.regions):
        unwanted = region.negative_prompt or negative
        if name == PROMPT:
            inside[index] = run.composed(region.prompt, unwanted, index)
        elif region.negative_prompt or run.apart(index):
            inside[index] = run.encode(unwanted, index)
    return Branch(name, (Part(outer),), inside)


def with_negative(run: Run, branches: list[Branch]) -> list[Branch]:
    """The branches, with the negative prompt's first where it was missing."""
    if any(one.name == NEGATIVE for one in branches):
        return branches
    return [branch(run, NEGATIVE), *branches]


def _canvas(model: LoadedModel, request: Request) -> Size:
    """The request's size. Raises UserError for what the model cannot paint, and ValueError for
    sizes that whoever made the request should have seen to."""
    needs = {need for technique in request.techniques for need in technique.declaration.needs}
    if request.mode not in model.info.can and not needs & model.info.can:
        raise UserError(
            f"The model “{model.info.title}” needs a technique that this request does not have.",
            "Add the technique that it was made for, or choose another model.",
        )
    if request.mask is not None and request.source is None:
        raise UserError("There is a mask but no picture under it.", "Open or paint a picture.")
    factor = model.info.factor
    canvas = Size(request.width or model.info.size, request.height or model.info.size)
    if canvas != canvas.multiple_of(factor):
        raise ValueError(f"{canvas} is no multiple of {factor}")
    for given in (request.source, request.mask):
        if given is not None and given.size != canvas:
            raise ValueError(f"a source or mask of {given.size} for a canvas of {canvas}")
    return canvas


def strength_of(request: Request) -> float:
    """How much of the way from noise to picture is gone: all of it without a source."""
    return 1.0 if request.source is None or request.strength is None else request.strength


def schedule_of(
    model: LoadedModel, request: Request, canvas: Size, tile: int | None = None
) -> Schedule:
    """The steps that a request takes, of pictures of that size, or of tiles with such a side in
    latents."""
    strength = strength_of(request)
    if model.flow is None:
        return Schedule(
            request.sampler,
            model.scheduler_config,
            request.steps,
            strength=strength,
            device=model.device,
            parts=request.parts,
        )
    factor, patch = model.info.factor, model.flow.patch
    width, height = canvas.width // factor, canvas.height // factor
    if tile is not None:  # each tile is a picture of its own to the transformer
        width, height = min(tile, width), min(tile, height)
    tokens = tokens_of(width, height, patch)
    return FlowSchedule(
        request.sampler,
        model.scheduler_config,
        request.steps,
        timing=model.flow.timing(model, request.steps, tokens),
        strength=strength,
        device=model.device,
        parts=request.parts,
    )


def _left_to_see(
    model: LoadedModel,
    canvas: Size,
    request: Request,
    pixels: Tensor | None,
    generators: list[torch.Generator],
) -> tuple[Tensor, Tensor]:
    """What is hidden, (1, 1, height, width) of 0 and 1, all of it when there is no mask; and the
    latents of what is left, (pictures, 4, h, w)."""
    hidden = torch.ones(1, 1, canvas.height, canvas.width, device=model.device)
    if request.mask is not None:
        hidden = (pictures.mask(request.mask.array, model.device) >= 0.5).float()
    seen = torch.zeros_like(hidden) if pixels is None else pixels * (1 - hidden)
    return hidden, pictures.encode(model, seen.expand(1, 3, -1, -1), generators)


def _filling(
    model: LoadedModel,
    canvas: Size,
    request: Request,
    pixels: Tensor | None,
    generators: list[torch.Generator],
) -> FillingChannels:
    """What a transformer made for filling sees."""
    hidden, left = _left_to_see(model, canvas, request, pixels, generators)
    # Every latent is told all the pixels of the mask that it stands for.
    return FillingChannels(left, pixel_unshuffle(hidden, model.info.factor))


def _channels(
    model: LoadedModel,
    canvas: Size,
    request: Request,
    pixels: Tensor | None,
    generators: list[torch.Generator],
) -> InpaintingChannels:
    """What an inpainting UNet sees."""
    hidden, left = _left_to_see(model, canvas, request, pixels, generators)
    return InpaintingChannels(latent_mask(hidden, model.info.factor), left)
