"""Windows and regions beside one picture of the model's size: what they cost over what they imply.

MultiDiffusion predicts windows and regions each by itself, so their area implies the cost; in one
pass regions imply none.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import replace

from core import places
from core.denoise.paint import paint
from core.geometry import Rect, Size
from core.models.library import find_models
from core.models.loading import LoadedModel, load
from core.request import RegionPrompt, Request
from core.techniques.multidiffusion import MultiDiffusion
from core.windows import ATTENTION, cost_of
from desktop.bench import Figure

STEPS = 10
ROUNDS = 5
SIDE = 256
PLAIN = Request("a beach", width=SIDE, height=SIDE, steps=STEPS, sampler="dpmpp_2m", seed=1)
HALVES = tuple(
    RegionPrompt(f"a {word} on a beach", box=Rect(x, 0, SIDE // 2, SIDE))
    for x, word in ((0, "cat"), (SIDE // 2, "frog"))
)
QUARTERS = tuple(
    RegionPrompt(f"a {word} on a beach", box=Rect(x, y, SIDE // 2, SIDE // 2))
    for (x, y), word in zip(
        ((0, 0), (SIDE // 2, 0), (0, SIDE // 2), (SIDE // 2, SIDE // 2)),
        ("cat", "frog", "dog", "bear"),
        strict=True,
    )
)
ONE_PASS = (MultiDiffusion(regions_by=ATTENTION),)
CASES = {
    "2 regions, each by itself": (replace(PLAIN, regions=HALVES), 1.3),
    "4 regions, each by itself": (replace(PLAIN, regions=QUARTERS), 1.3),
    "4 regions, in one pass": (replace(PLAIN, regions=QUARTERS, techniques=ONE_PASS), 1.25),
    "a panorama of 3 windows' width": (
        replace(PLAIN, width=3 * SIDE, techniques=(MultiDiffusion(stride=SIDE // 2),)),
        1.15,
    ),
}
"""Name → what is painted, and the bound of its time over what its area implies."""


def run() -> list[Figure]:
    """Each case is painted in turn with a plain picture; the figure is the median of the rounds."""
    info = next(model for model in find_models(places.models()) if model.id == "starter")
    model = load(info)
    return [_figure(model, name, request, bound) for name, (request, bound) in CASES.items()]


def _figure(model: LoadedModel, name: str, request: Request, bound: float) -> Figure:
    assert request.width is not None
    assert request.height is not None
    cost = cost_of(request, Size(request.width, request.height), model.info)
    plain: list[float] = []
    found: list[float] = []
    for turn in range(ROUNDS + 1):
        for one, times in ((PLAIN, plain), (request, found)):
            seconds = _seconds(model, one)
            if turn:  # the first round warms up
                times.append(seconds)
    ratios = [a / b / cost.work for a, b in zip(found, plain, strict=True)]
    return Figure(
        name,
        statistics.median(ratios),
        bound,
        made_of={
            "implied_windows": cost.work,
            "plain_s": statistics.median(plain),
            "this_s": statistics.median(found),
        },
    )


def _seconds(model: LoadedModel, request: Request) -> float:
    """Of the denoising steps alone: from the first preview to the last."""
    at: list[float] = []
    paint(model, request, step=lambda *_: at.append(time.perf_counter()))
    return at[-1] - at[0]
