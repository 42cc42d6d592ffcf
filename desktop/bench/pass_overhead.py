"""Our text to image beside diffusers' own pipeline: same model, sampler, steps, seeds and dtype."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import Any

from core import places
from core.denoise.paint import paint
from core.models.library import find_models
from core.models.loading import LoadedModel, load
from core.request import Request
from desktop.bench import Figure

PROMPTS = ("a cat on a beach", "a red car in the snow", "a robot at night", "a blue star in a room")
STEPS = 20
ROUNDS = 7
BOUND = 1.03


def run() -> list[Figure]:
    """Both are timed in turn, round by round; the figure is the median of the rounds' ratios."""
    info = next(model for model in find_models(places.models()) if model.id == "starter")
    model = load(info)
    return [_overhead(model, batch) for batch in (1, 4)]


def _overhead(model: LoadedModel, batch: int) -> Figure:
    theirs = _pipeline(model)
    previews: list[object] = []

    def ours_once(prompt: str) -> None:
        paint(
            model,
            Request(
                prompt, width=256, height=256, steps=STEPS, sampler="dpmpp_2m", seed=1, batch=batch
            ),
            cancelled=lambda: False,
            stage=lambda _stage: nullcontext(),
            step=lambda _step, _steps, preview: previews.append(preview),
        )

    def theirs_once(prompt: str) -> None:
        import torch

        theirs(
            [prompt] * batch,
            negative_prompt=[""] * batch,
            width=256,
            height=256,
            num_inference_steps=STEPS,
            guidance_scale=5.0,
            output_type="np",
            generator=[torch.Generator().manual_seed(1 + index) for index in range(batch)],
        )

    ours, reference = _in_turn(ours_once, theirs_once, PROMPTS)
    if len(previews) != (ROUNDS + 1) * STEPS or any(preview is None for preview in previews):
        raise AssertionError(f"{len(previews)} previews came instead of one at every step")
    ratios = [mine / other for mine, other in zip(ours, reference, strict=True)]
    return Figure(
        f"text to image against diffusers, batch {batch}",
        statistics.median(ratios),
        BOUND,
        made_of={
            "ours_s": statistics.median(ours),
            "diffusers_s": statistics.median(reference),
            "lowest_ratio": min(ratios),
            "highest_ratio": max(ratios),
        },
    )


def _in_turn(
    first: Callable[[str], None], second: Callable[[str], None], prompts: Sequence[str]
) -> tuple[list[float], list[float]]:
    """Seconds of both, called in turn and in changing order, after one call each to warm up."""
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(ROUNDS + 1):
        order = ((0, first), (1, second)) if turn % 2 else ((1, second), (0, first))
        for index, call in order:
            begun = time.perf_counter()
            # A prompt of its own each round: ours would not encode the same one twice.
            call(f"{prompts[turn % len(prompts)]}, picture {turn}")
            if turn:
                times[index].append(time.perf_counter() - begun)
    return times


def _pipeline(model: LoadedModel) -> Any:
    """diffusers' pipeline around the very same modules."""
    from diffusers import DPMSolverMultistepScheduler, StableDiffusionPipeline

    pipeline = StableDiffusionPipeline(
        vae=model.vae,
        text_encoder=model.text_encoder,
        tokenizer=model.tokenizer,
        unet=model.unet,
        scheduler=DPMSolverMultistepScheduler.from_config(model.scheduler_config),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline
