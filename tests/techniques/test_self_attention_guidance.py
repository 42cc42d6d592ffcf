"""Self-Attention Guidance is the paper's with every sampler, whatever its times and levels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor

from core.denoise.begin import begin, branches
from core.denoise.conditions import NEGATIVE, PROMPT
from core.denoise.paint import paint
from core.denoise.run import Run, Step
from core.models.loading import LoadedModel
from core.request import SAMPLERS, Pixels, Request
from core.techniques.self_attention_guidance import SelfAttentionGuidance, blurred
from tests.tiny_models import tiny_model

SCALE, SIGMA = 0.8, 1.0
REQUEST = Request(
    "a cat",
    negative_prompt="rain",
    source=Pixels(np.random.default_rng(5).integers(0, 256, (56, 72, 4), np.uint8)),
    width=72,
    height=56,
    strength=0.6,
    steps=5,
    seed=3,
    batch=2,
    techniques=(SelfAttentionGuidance(scale=SCALE, blur_sigma=SIGMA),),
)


@pytest.fixture(scope="module", params=["epsilon", "v_prediction"])
def model(request: pytest.FixtureRequest) -> LoadedModel:
    return tiny_model(widths=(16, 24, 32), tokens=48, prediction=request.param)


def as_in_the_paper(run: Run, latents: Tensor, name: str, attended: Tensor) -> Tensor:
    """s (ε - ε(x̃)) by the UNet alone, in the variance-preserving terms of DDPM."""
    level, time = run.schedule.levels[0], run.schedule.times[0]
    length = (level.signal**2 + level.noise**2) ** 0.5
    alpha, sigma = level.signal / length, level.noise / length
    text = run.request.prompt if name == PROMPT else run.request.negative_prompt
    words = run.encode(text).encoding.expand(len(latents), -1, -1)

    def predicted(x: Tensor) -> Tensor:
        return run.model.unet(x, time, encoder_hidden_states=words).sample

    x = latents / length
    base = predicted(x)
    if run.schedule.kind == "v_prediction":
        clean, noise = alpha * x - sigma * base, alpha * base + sigma * x
    else:
        clean, noise = (x - sigma * base) / alpha, base
    degraded = attended * blurred(clean, SIGMA) + (1 - attended) * clean
    return SCALE * (base - predicted(alpha * degraded + sigma * noise))


@pytest.mark.parametrize("guidance", [1.0, 5.0])
@pytest.mark.parametrize("sampler", SAMPLERS)
def test_what_it_adds_is_the_papers_term(model: LoadedModel, sampler: str, guidance: float) -> None:
    request = replace(REQUEST, sampler=sampler, guidance_scale=guidance)
    with torch.no_grad():
        run, latents = begin(model, request)
        (place,) = run.places
        with run.attention.installed(model.unet, run.places):
            step = Step(run, 0, branches(run), latents)
            step.predictions = step.predict(latents, step.branches)
            attended = place._attended.clone()
            added = place.guide(step, torch.zeros_like(latents))
        assert 0 < attended.mean() < 1
        name = PROMPT if guidance == 1 else NEGATIVE
        wanted = as_in_the_paper(run, latents, name, attended)
    assert (added - wanted).norm() <= 1e-4 * wanted.norm()


def test_it_costs_one_prediction_of_one_branch_more(model: LoadedModel) -> None:
    rows: list[int] = []
    hook = model.unet.register_forward_pre_hook(lambda _, inputs: rows.append(len(inputs[0])))
    paint(model, replace(REQUEST, batch=1, strength=1.0, steps=2, sampler="euler"))
    hook.remove()
    assert rows == [2, 1, 2, 1]


def test_attention_is_itself_again_afterwards(model: LoadedModel) -> None:
    before = dict(model.unet.attn_processors)
    paint(model, REQUEST)
    assert all(model.unet.attn_processors[name] is one for name, one in before.items())


def test_a_blur_keeps_what_is_even_and_spreads_the_rest() -> None:
    even = torch.full((1, 4, 7, 9), 0.3)
    torch.testing.assert_close(blurred(even, 2.0), even)
    dot = torch.zeros(1, 1, 21, 21)
    dot[..., 10, 10] = 1
    spread = blurred(dot, 1.5)
    torch.testing.assert_close(spread.sum(), torch.tensor(1.0))
    torch.testing.assert_close(spread, spread.mT)
    assert spread[..., 10, 10] == spread.max() < 0.2
    assert blurred(torch.rand(1, 1, 2, 2), 5.0).isfinite().all()
