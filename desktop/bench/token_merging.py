"""What token merging saves: the processor's time of steps with it as a part of that without."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace

from core import places
from core.denoise.paint import paint
from core.generation.events import Stage
from core.models.library import find_models
from core.models.loading import LoadedModel, load
from core.request import Request
from core.techniques.token_merging import TokenMerging
from desktop.bench import Figure
from desktop.bench.step_reuse import large

BOUNDS = {512: 0.9, 1024: 0.6}
"""Side of the picture in pixels → of the time without it, at the technique's default."""


def run() -> list[Figure]:
    """On random weights in the shape of Stable Diffusion 1.5's UNet."""
    info = next(model for model in find_models(places.models()) if model.id == "starter")
    model = large(load(info))
    return [_saved(model, side, bound) for side, bound in BOUNDS.items()]


def _saved(model: LoadedModel, side: int, bound: float) -> Figure:
    plain = Request(
        "a cat on a beach", width=side, height=side, steps=1, guidance_scale=1.0, seed=1
    )
    merging = replace(plain, techniques=(TokenMerging(),))
    paint(model, replace(merging, width=64, height=64))  # what is allocated only once
    whole, merged = _seconds(model, plain), _seconds(model, merging)
    parts = {"whole_s": whole, "merged_s": merged, "faster": whole / merged,
             "ratio": TokenMerging().ratio}  # fmt: skip
    return Figure(f"token merging, {side} px", merged / whole, bound, made_of=parts)


def _seconds(model: LoadedModel, request: Request) -> float:
    """Of the steps alone."""
    taken: list[float] = []

    @contextmanager
    def clock() -> Iterator[None]:
        begun = time.process_time()
        yield
        taken.append(time.process_time() - begun)

    paint(model, request, stage=lambda s: clock() if s is Stage.DENOISE else nullcontext())
    return sum(taken)
