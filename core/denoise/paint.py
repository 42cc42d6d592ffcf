"""Painting a request: words and source in, the pass, pictures out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext

import torch
from torch import Tensor

from core.denoise import noise, pictures
from core.denoise.conditions import NEGATIVE, PROMPT, Branch
from core.denoise.inpaint import InpaintingChannels, SoftMask, has_grey, latent_mask
from core.denoise.interrupt import interruptible
from core.denoise.loop import check, denoise
from core.denoise.pictures import Picture
from core.denoise.places import Places
from core.denoise.preview import preview
from core.denoise.regions import coverage, regional
from core.denoise.run import Run, Step
from core.denoise.schedule import Schedule
from core.errors import Cancelled, OutOfMemory, UserError
from core.generation.events import Stage
from core.geometry import Size
from core.models.loading import LoadedModel
from core.request import Request

StageBegins = Callable[[Stage], AbstractContextManager[object] | None]
StepDone = Callable[[int, int, Picture | None], None]


def paint(
    model: LoadedModel,
    request: Request,
    *,
    cancelled: Callable[[], bool] = lambda: False,
    stage: StageBegins = lambda _: None,
    step: StepDone = lambda *_: None,
) -> list[Picture]:
    """Paints a request at the model's resolution; returns RGB (height, width, 3) for each picture.

    `request` has its width and height (multiples of the model's factor) and a source and mask of
    just that size, or none. `stage` is told each stage as it begins and may return a context to
    hold meanwhile; `step` gets the number of the step that was done (from 1), of how many, and
    the pictures so far, RGB (pictures, h, w, 3), one pixel for each latent. Everything is as it
    was in the model afterwards. Raises Cancelled, UserError, BrokenNumbers and OutOfMemory.
    """

    def stop_if_cancelled() -> None:
        if cancelled():
            raise Cancelled

    def watch(done: Step, clean: Tensor) -> None:
        step(done.index + 1, done.count, preview(clean, model.preview_map))
        stop_if_cancelled()

    if request.source is not None and request.strength == 0:
        return [pictures.flat(request.source.array)] * request.batch
    modules = model.unet, model.vae, model.text_encoder
    with torch.no_grad(), _memory_errors(), interruptible(cancelled, *modules), ExitStack() as held:
        with stage(Stage.ENCODE) or nullcontext():
            run, latents = _begun(model, request)
            for place in run.places:
                held.enter_context(place.weights(run))
            held.enter_context(run.attention.installed(model.unet, run.places))
            branches = _branches(run)
        with stage(Stage.DENOISE) or nullcontext():
            stop_if_cancelled()
            latents = denoise(run, latents, branches, watch)
        with stage(Stage.DECODE) or nullcontext():
            return [_decoded(model, one[None]) for one in latents]


def _begun(model: LoadedModel, request: Request) -> tuple[Run, Tensor]:
    """The run of a request, and the latents that it starts from."""
    canvas = _canvas(model, request)
    schedule = Schedule(
        request.sampler,
        model.scheduler_config,
        request.steps,
        strength=1.0 if request.source is None or request.strength is None else request.strength,
        device=model.device,
    )
    # A picture's generator draws in the order of diffusers' pipelines: the source's latents, the
    # starting noise, what an inpainting model sees of the source, and then for the steps.
    generators = noise.generators(request.seed, request.batch)
    pixels = source = mask = None
    if request.source is not None:
        pixels = pictures.unit(request.source.array, model.device)
        source = _encoded(model, pixels, generators)
    unit = noise.drawn((4, *_latent_shape(model, canvas)), generators, model.device)
    unit = noise.varied(unit, request.variation_seed, request.variation_strength)
    if request.mask is not None:
        mask = pictures.mask(request.mask.array, model.device)

    run = Run(model, request, schedule, generators, unit, source)
    base: list[Places] = []
    if model.info.in_channels == 9:
        if pixels is None:
            pixels = torch.zeros(1, 3, canvas.height, canvas.width, device=model.device)
        hidden = torch.ones_like(pixels[:, :1]) if mask is None else (mask >= 0.5).float()
        seen = _encoded(model, pixels * (1 - hidden), generators)
        base.append(InpaintingChannels(latent_mask(hidden, model.info.factor), seen))
    if mask is not None and source is not None:
        run.mask = latent_mask(mask, model.info.factor)
        # An inpainting model leaves what is black alone by itself, but knows no grey.
        if model.info.in_channels != 9 or has_grey(run.mask):
            base.append(SoftMask(run.mask, source, unit, schedule))
    run.places = [*base, *(technique.begin(run) for technique in request.techniques)]

    if source is None or (mask is not None and len(schedule) == schedule.full):
        return run, unit * schedule.start_sigma
    return run, schedule.levels[0].mixed(source, unit)


def _canvas(model: LoadedModel, request: Request) -> Size:
    """The request's size; raises UserError for what the model cannot paint."""
    if request.concepts:
        raise UserError(
            "Learned concepts cannot be used by this version.", "Take them out of the request."
        )
    if request.mask is not None and request.source is None:
        raise UserError("There is a mask but no picture under it.", "Open or paint a picture.")
    factor = model.info.factor
    canvas = Size(request.width or model.info.size, request.height or model.info.size)
    if canvas.width % factor or canvas.height % factor or min(canvas) < factor:
        raise ValueError(f"{canvas} is no multiple of {factor}")
    for given in (request.source, request.mask):
        if given is not None and given.size != canvas:
            raise ValueError(f"a source or mask of {given.size} for a canvas of {canvas}")
    return canvas


def _latent_shape(model: LoadedModel, canvas: Size) -> tuple[int, int]:
    return canvas.height // model.info.factor, canvas.width // model.info.factor


def _branches(run: Run) -> list[Branch]:
    """What the pass itself predicts: the prompt and, with guidance, the negative prompt."""
    request = run.request
    texts = {PROMPT: request.prompt}
    if request.guidance_scale != 1:
        texts = {NEGATIVE: request.negative_prompt, PROMPT: request.prompt}
    branches = []
    for name, text in texts.items():
        outer = run.encode(text)
        check(outer.encoding, "reading the prompt")
        inner = []
        for region in request.regions:
            own = region.prompt if name == PROMPT else region.negative_prompt or text
            cover = coverage(region, run.latent_size, run.model.info.factor).to(run.model.device)
            inner.append((run.encode(own), cover))
        branches.append(regional(name, outer, inner))
    return branches


def _encoded(model: LoadedModel, pixels: Tensor, generators: list[torch.Generator]) -> Tensor:
    """A picture's latents, drawn for each generator from what the autoencoder says of it."""
    mean, deviation = pictures.encode(model, pixels)
    check(mean, "reading the source")
    return mean + deviation * noise.drawn(tuple(mean.shape[1:]), generators, model.device)


def _decoded(model: LoadedModel, latents: Tensor) -> Picture:
    pixels = pictures.decode(model, latents)
    check(pixels, "decoding the picture")
    return pictures.picture(pixels)


@contextmanager
def _memory_errors() -> Iterator[None]:
    """Tells the many ways in which memory runs out as one."""
    try:
        yield
    except (MemoryError, torch.OutOfMemoryError) as error:
        raise _out_of_memory() from error
    except RuntimeError as error:
        # The CPU's allocator has no exception of its own.
        if "alloc" in str(error) and "memory" in str(error):
            raise _out_of_memory() from error
        raise


def _out_of_memory() -> OutOfMemory:
    return OutOfMemory(
        "There is not enough memory for this picture.",
        "Paint fewer pictures at a time or a smaller one, or close other programs.",
    )
