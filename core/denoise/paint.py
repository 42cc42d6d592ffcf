"""Painting a request: words and source in, the pass, pictures out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from core.denoise import pictures
from core.denoise.begin import begin, branches, schedule_of, strength_of
from core.denoise.interrupt import interruptible
from core.denoise.loop import check, steps
from core.denoise.midway import Midway, SetAside, Told, kept, restored
from core.denoise.preview import preview
from core.denoise.refining import refined, switch
from core.denoise.run import Found, Run, Step
from core.denoise.stretch import Earlier, Stretch, steered
from core.denoise.tiling import Tiling
from core.denoise.trouble import memory_errors
from core.errors import Cancelled
from core.generation.events import Stage
from core.geometry import Size
from core.models.loading import LoadedModel
from core.models.shelf import Shelf
from core.request import Request, edits_weights

if TYPE_CHECKING:
    from core.arrays import Bytes

    StepDone = Callable[[int, int, Bytes | None], None]

StageBegins = Callable[[Stage], AbstractContextManager[object] | None]


def paint(
    model: LoadedModel,
    request: Request,
    *,
    then: Sequence[Stretch] = (),
    refiner: LoadedModel | None = None,
    midway: Midway | None = None,
    tiling: Tiling | None = None,
    shelf: Shelf | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    paused: Callable[[], bool] = lambda: False,
    stage: StageBegins = lambda _: None,
    step: StepDone = lambda *_: None,
    warn: Callable[[str], object] = lambda _: None,
    found: Callable[[Found], object] = lambda _: None,
) -> list[Bytes]:
    """Paints a request at the model's resolution; returns RGB (height, width, 3) for each picture.

    `request` has its width and height (multiples of the model's factor) and a source and mask
    of just that size, or none. From the steps of `then` on, other requests are painted instead, of
    the same size, steps and sampler; `refiner` takes the last of them, as the request says. The
    steps that `midway` stands for are not taken again. `tiling` says how a source that was enlarged
    is painted over.
    `shelf` has the models that techniques need beside it. `stage` is told each stage as it begins
    and may return a context to hold meanwhile; `step` gets the number of the step that was done
    (from 1), of how many, and the pictures so far, RGB (pictures, h, w, 3), one pixel for each
    latent; `warn` is told what was asked for and could not be done, and `found` gets what
    techniques found on their way, such as masks. Everything is as it was in the model afterwards.

    Raises Cancelled, UserError, BrokenNumbers and OutOfMemory; SetAside, when `paused` says so
    after a step that is not the last.
    """

    def stop_if_cancelled() -> None:
        if cancelled():
            raise Cancelled

    def taken(run: Run, done: Step, clean: Tensor, after: Tensor) -> None:
        """Tells a step, and leaves the run after it when that is asked for."""
        step(done.index + 1, done.count, preview(clean, model.preview_map))
        stop_if_cancelled()
        if done.index + 1 < done.count and paused():
            told.add(run.warnings, run.found)  # its stretch may be over, and is not begun again
            raise SetAside(kept(run, done.index + 1, after, clean, told))

    if request.source is not None and request.strength == 0:
        return [pictures.flat(request.source.array)] * request.batch
    stretches, told = [Stretch(0, request), *then], Told(midway)
    modules = dict.fromkeys(model.modules)
    if refiner is not None and request.refiner is not None:
        canvas = Size(request.width or model.info.size, request.height or model.info.size)
        step_of = switch(schedule_of(model, request, canvas), request.refiner.start)
        stretches = refined(stretches, step_of, refiner, warn)
        modules |= dict.fromkeys(refiner.modules)
    with torch.no_grad(), memory_errors(), model.running(), interruptible(cancelled, *modules):
        for earlier, stretch, end in _left(stretches, midway):
            with ExitStack() as held:
                with stage(Stage.ENCODE) or nullcontext():
                    own = stretch.model or model
                    if own.turns is not None and edits_weights(stretch.request):
                        own.turns.hold_edited()
                    run, latents = begin(own, stretch.request, shelf, cancelled, tiling)
                    for place in run.places:
                        held.enter_context(place.weights(run))
                    held.enter_context(run.attention.installed(own.unet, run.places))
                    predicted = branches(run)
                with stage(Stage.DENOISE) or nullcontext():
                    stop_if_cancelled()
                    for place in run.places:
                        latents = place.start(latents)
                    if midway is not None:
                        latents, clean = restored(run, midway)
                        if stretch.step == midway.step:
                            left_at = _left_at(model, earlier, stretch)
                            latents = steered(run, stretch, latents, clean, left_at)
                    first = 0 if midway is None else midway.step
                    for done, clean, after in steps(run, latents, predicted, first, end):
                        taken(run, done, clean, after)
                        latents = after
                    told.add(run.warnings, run.found)
                    if end is not None:
                        midway = kept(run, end, latents, clean, told)
        for warning in told.warnings:
            warn(warning)
        for one in told.found:
            found(one)
        with stage(Stage.DECODE) or nullcontext():
            painted = []
            for one in latents:
                stop_if_cancelled()
                painted.append(_decoded(model, one[None], run.wraps, run.tile))
        return painted


def _left(
    stretches: Sequence[Stretch], midway: Midway | None
) -> Iterator[tuple[Stretch, Stretch, int | None]]:
    """The stretches of which steps are left to be taken, each after the one before it (the first
    after itself) and with the step at which it ends."""
    ends = [*(stretch.step for stretch in stretches[1:]), None]
    for earlier, stretch, end in zip([stretches[0], *stretches], stretches, ends, strict=False):
        if midway is None or end is None or end > midway.step:
            yield earlier, stretch, end


def _left_at(model: LoadedModel, earlier: Stretch, stretch: Stretch) -> Earlier | None:
    """Where latents are that a stretch takes over; None: where it would have them itself."""
    strength = strength_of(earlier.request)
    if strength == strength_of(stretch.request):
        return None
    canvas = Size(
        earlier.request.width or model.info.size, earlier.request.height or model.info.size
    )
    schedule = schedule_of(earlier.model or model, earlier.request, canvas)
    return Earlier(schedule.levels[stretch.step], strength)


def _decoded(
    model: LoadedModel, latents: Tensor, wraps: tuple[bool, bool], tile: int | None
) -> Bytes:
    pixels = pictures.decode_wrapped(model, latents, wraps, tile)
    check(pixels, "decoding the picture")
    return pictures.picture(pixels)
