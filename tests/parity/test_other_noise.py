"""Noise other than the model says: the same picture as diffusers' own pipeline, told the same."""

from __future__ import annotations

from typing import Any

import diffusers
import pytest
import torch
from diffusers import StableDiffusionPipeline

from core.denoise.flow_schedule import FlowSchedule
from core.denoise.schedule import Schedule
from core.errors import RecipeError, UserError
from core.generation.resolve import resolved
from core.models.loading import LoadedModel
from core.other_parts import SPACED, TO_PURE_NOISE, OtherParts
from core.request import SAMPLERS, Request
from tests.parity.conftest import TOLERANCE, Latents, error, pipeline, seeds
from tests.parity.test_text_to_image import PUBLISHED
from tests.tiny_models import SD_SCHEDULER


def _wanted(model: LoadedModel, scheduler: Any, **options: Any) -> torch.Tensor:
    latents: torch.Tensor = pipeline(StableDiffusionPipeline, model, scheduler)(
        "a cat on a beach", negative_prompt="rain", width=72, height=56, num_inference_steps=7,
        guidance_scale=6.5, num_images_per_prompt=2, generator=seeds(11, 2), output_type="latent",
        **options,
    ).images  # fmt: skip
    return latents


def _asked(sampler: str, **parts: Any) -> Request:
    return Request(
        "a cat on a beach", negative_prompt="rain", width=72, height=56, steps=7,
        guidance_scale=6.5, sampler=sampler, seed=11, batch=2, parts=OtherParts(**parts),
    )  # fmt: skip


def _told(sampler: str, model: LoadedModel, **options: Any) -> Any:
    """diffusers' scheduler of a sampler for a model, told otherwise."""
    made = PUBLISHED[sampler](model.scheduler_config)
    return type(made).from_config(made.config, **options)


@pytest.mark.parametrize("way", ["even", "karras", "exponential", "beta"])
@pytest.mark.parametrize("sampler", sorted(SPACED))
def test_noise_levels_are_placed_as_diffusers_does(
    plain: LoadedModel, sampler: str, way: str, latents_of: Latents
) -> None:
    ways = {f"use_{name}_sigmas": name == way for name in ("karras", "exponential", "beta")}
    wanted = _wanted(plain, _told(sampler, plain, **ways))
    assert error(latents_of(plain, _asked(sampler, sigmas=way)), wanted) <= TOLERANCE


@pytest.mark.parametrize("sampler", ["euler", "dpmpp_2m", "ddim"])
def test_a_model_may_predict_something_else_than_it_says(
    plain: LoadedModel, sampler: str, latents_of: Latents
) -> None:
    wanted = _wanted(plain, _told(sampler, plain, prediction_type="v_prediction"))
    ours = latents_of(plain, _asked(sampler, prediction_type="v_prediction"))
    assert error(ours, wanted) <= TOLERANCE


@pytest.mark.parametrize("sampler", sorted(TO_PURE_NOISE))
def test_from_pure_noise(odd: LoadedModel, sampler: str, latents_of: Latents) -> None:
    scheduler = _told(sampler, odd, rescale_betas_zero_snr=True, timestep_spacing="trailing")
    ours = latents_of(odd, _asked(sampler, zero_snr=True))
    assert error(ours, _wanted(odd, scheduler)) <= TOLERANCE


def test_the_contrast_of_guidance_is_taken_back(plain: LoadedModel, latents_of: Latents) -> None:
    wanted = _wanted(plain, _told("ddim", plain), guidance_rescale=0.7)
    ours = latents_of(plain, _asked("ddim", guidance_rescale=0.7))
    assert error(ours, wanted) <= TOLERANCE
    assert error(latents_of(plain, _asked("ddim")), wanted) > 10 * TOLERANCE


def test_what_samplers_can_is_what_their_schedulers_take() -> None:
    import inspect

    from core.denoise.samplers import SAMPLERS as MADE_OF

    for sampler in SAMPLERS:
        kind = getattr(diffusers, MADE_OF[sampler].scheduler)
        takes = inspect.signature(kind.__init__).parameters
        assert ("use_beta_sigmas" in takes) == (sampler in SPACED), sampler
        assert ("rescale_betas_zero_snr" in takes) == (sampler in TO_PURE_NOISE), sampler


@pytest.mark.parametrize("dynamic", [False, True])
@pytest.mark.parametrize("sampler", ["euler", "dpmpp_2m"])
def test_a_shift_is_that_of_the_paper_whatever_the_model_has(sampler: str, dynamic: bool) -> None:
    """σ' = s σ / (1 + (s - 1) σ)."""
    sigmas = [1 - i / 5 for i in range(5)]
    timing = {"sigmas": sigmas, "mu": 0.9}
    model = {"shift": 1.7, "use_dynamic_shifting": dynamic}
    made = FlowSchedule(sampler, model, 5, timing=timing, parts=OtherParts(shift=4.0))
    wanted = [4 * sigma / (1 + 3 * sigma) for sigma in sigmas]
    assert [level.noise for level in made.levels[:-1]] == pytest.approx(wanted, abs=1e-5)


def test_the_samplers_own_levels_give_way() -> None:
    own = Schedule("dpmpp_2m", SD_SCHEDULER, 6).levels
    karras = Schedule("dpmpp_2m_karras", SD_SCHEDULER, 6).levels
    assert (
        Schedule("dpmpp_2m_karras", SD_SCHEDULER, 6, parts=OtherParts(sigmas="even")).levels == own
    )
    assert Schedule("dpmpp_2m", SD_SCHEDULER, 6, parts=OtherParts(sigmas="karras")).levels == karras


@pytest.mark.parametrize(
    ("parts", "field"),
    [({"zero_snr": True}, "parts.zero_snr"), ({"shift": 3.0}, "parts.shift")],
)
def test_what_a_model_cannot_have_is_refused(
    plain: LoadedModel, parts: dict[str, Any], field: str
) -> None:
    with pytest.raises(UserError) as caught:
        resolved(_asked("euler", **parts), plain.info)
    assert isinstance(caught.value, RecipeError) and caught.value.field == field
