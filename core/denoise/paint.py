"""Painting a request: words and source in, the pass, pictures out."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from core.denoise import pictures
from core.denoise.begin import begin, branches
from core.denoise.interrupt import interruptible
from core.denoise.loop import check, denoise
from core.denoise.preview import preview
from core.denoise.run import Found, Step
from core.denoise.trouble import memory_errors
from core.errors import Cancelled
from core.generation.events import Stage
from core.models.loading import LoadedModel
from core.models.shelf import Shelf
from core.request import Request

if TYPE_CHECKING:
    from core.arrays import Bytes

    StepDone = Callable[[int, int, Bytes | None], None]

StageBegins = Callable[[Stage], AbstractContextManager[object] | None]


def paint(
    model: LoadedModel,
    request: Request,
    *,
    shelf: Shelf | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    stage: StageBegins = lambda _: None,
    step: StepDone = lambda *_: None,
    warn: Callable[[str], object] = lambda _: None,
    found: Callable[[Found], object] = lambda _: None,
) -> list[Bytes]:
    """Paints a request at the model's resolution; returns RGB (height, width, 3) for each picture.

    `request` has its width and height (multiples of the model's factor) and a source and mask
    of just that size, or none. `shelf` has the models that techniques need beside it. `stage`
    is told each stage as it begins and may return a context to hold meanwhile; `step` gets the
    number of the step that was done (from 1), of how many, and the pictures so far, RGB
    (pictures, h, w, 3), one pixel for each latent; `warn` is told what was asked for and could
    not be done, and `found` gets what techniques found on their way, such as masks. Everything
    is as it was in the model afterwards. Raises Cancelled, UserError, BrokenNumbers and
    OutOfMemory.
    """

    def stop_if_cancelled() -> None:
        if cancelled():
            raise Cancelled

    def watch(done: Step, clean: Tensor) -> None:
        step(done.index + 1, done.count, preview(clean, model.preview_map))
        stop_if_cancelled()

    if request.source is not None and request.strength == 0:
        return [pictures.flat(request.source.array)] * request.batch
    with (
        torch.no_grad(),
        memory_errors(),
        interruptible(cancelled, *model.modules),
        ExitStack() as held,
    ):
        with stage(Stage.ENCODE) or nullcontext():
            run, latents = begin(model, request, shelf, cancelled)
            for place in run.places:
                held.enter_context(place.weights(run))
            held.enter_context(run.attention.installed(model.unet, run.places))
            predicted = branches(run)
        with stage(Stage.DENOISE) or nullcontext():
            stop_if_cancelled()
            latents = denoise(run, latents, predicted, watch)
        for warning in run.warnings:
            warn(warning)
        for one in run.found:
            found(one)
        with stage(Stage.DECODE) or nullcontext():
            painted = []
            for one in latents:
                stop_if_cancelled()
                painted.append(_decoded(model, one[None], run.wraps))
        return painted


def _decoded(model: LoadedModel, latents: Tensor, wraps: tuple[bool, bool]) -> Bytes:
    pixels = pictures.decode_wrapped(model, latents, wraps)
    check(pixels, "decoding the picture")
    return pictures.picture(pixels)
