"""Samplers and strengths: which steps are taken, and at which noise levels the latents are."""

from __future__ import annotations

import pytest
import torch

from core import request
from core.denoise.level import Level
from core.denoise.samplers import SAMPLERS
from core.denoise.schedule import Schedule
from tests.tiny_models import SD_SCHEDULER


def test_every_sampler_of_a_request_is_there() -> None:
    assert set(SAMPLERS) == set(request.SAMPLERS)


@pytest.mark.parametrize("steps", [1, 2, 3, 20, 150])
@pytest.mark.parametrize("sampler", SAMPLERS)
def test_every_sampler_finds_a_picture_whose_noise_is_known(sampler: str, steps: int) -> None:
    """With the true noise for a prediction every sampler must end at the clean latents."""
    schedule = Schedule(sampler, SD_SCHEDULER, steps)
    generator = torch.Generator().manual_seed(0)
    clean, noise = torch.randn(2, 1, 4, 8, 8, generator=generator)
    latents = schedule.levels[0].mixed(clean, noise)
    for index in range(len(schedule)):
        level = schedule.levels[index]
        true = (latents - level.signal * clean) / level.noise
        latents = schedule.step(index, true, latents, [generator])
        assert latents.isfinite().all()
    # PNDM and DDIM of Stable Diffusion end at the first training step's level, not at 0; a PNDM
    # of few steps extrapolates from predictions that are far apart.
    if steps >= 20 or sampler != "pndm":
        torch.testing.assert_close(latents, clean, atol=0.15, rtol=0)


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_levels_fall_from_noise_to_picture(sampler: str) -> None:
    ratios = [level.noise / level.signal for level in Schedule(sampler, SD_SCHEDULER, 12).levels]
    assert ratios == sorted(ratios, reverse=True)
    assert ratios[0] > 5
    assert ratios[-1] == 0


@pytest.mark.parametrize(
    ("steps", "strength", "taken"),
    [(20, 1.0, 20), (20, 0.7, 14), (100, 0.29, 29), (10, 0.01, 1), (20, 0.0, 0), (1, 0.5, 1)],
)
def test_strength_decides_how_many_steps_are_taken(steps: int, strength: float, taken: int) -> None:
    for sampler in SAMPLERS:
        schedule = Schedule(sampler, SD_SCHEDULER, steps, strength=strength)
        assert len(schedule) == taken + (sampler == "pndm" and taken > 1)
        assert len(schedule.levels) == len(schedule) + 1


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_models_trained_down_to_pure_noise_run(sampler: str) -> None:
    model = SD_SCHEDULER | {
        "prediction_type": "v_prediction",
        "rescale_betas_zero_snr": True,
        "timestep_spacing": "trailing",
    }
    schedule = Schedule(sampler, model, 6)
    generator = torch.Generator().manual_seed(0)
    latents = torch.randn(1, 4, 8, 8, generator=generator) * schedule.start_sigma
    for index in range(len(schedule)):
        prediction = torch.randn(1, 4, 8, 8, generator=generator)
        assert schedule.levels[index].clean(latents, prediction, "v_prediction").isfinite().all()
        latents = schedule.step(index, prediction, latents, [generator])
    assert latents.isfinite().all()


@pytest.mark.parametrize("level", [Level(0.3, 0.954), Level(1.0, 7.5)])
def test_both_kinds_of_predictions_tell_the_same_picture(level: Level) -> None:
    clean, epsilon = torch.randn(2, 1, 4, 8, 8, generator=torch.Generator().manual_seed(0))
    latents = level.mixed(clean, epsilon)
    scale = (level.signal**2 + level.noise**2) ** 0.5
    velocity = (level.signal * epsilon - level.noise * clean) / scale
    for prediction, kind in ((epsilon, "epsilon"), (velocity, "v_prediction")):
        torch.testing.assert_close(
            level.clean(latents, prediction, kind), clean, atol=1e-4, rtol=1e-4
        )
        torch.testing.assert_close(
            level.epsilon(latents, prediction, kind), epsilon, atol=1e-4, rtol=1e-4
        )


def test_unipc_keeps_what_was_changed_between_its_steps() -> None:
    """Its corrector would start again at the sample before, and undo a mask's or a technique's
    change; unchanged latents get it."""

    def run(change: float) -> torch.Tensor:
        schedule = Schedule("unipc", SD_SCHEDULER, 6)
        latents = torch.ones(1, 4, 8, 8)
        for index in range(3):
            latents = schedule.step(index, torch.zeros_like(latents), latents, [])
        if change:
            latents = latents + change
        return schedule.step(3, torch.zeros_like(latents), latents, [])

    moved = run(0.5) - run(0.0)
    assert (moved > 0.4).all()


@pytest.mark.parametrize("sampler", SAMPLERS)
@pytest.mark.parametrize("strength", [1.0, 0.5])
def test_the_unet_gets_latents_of_unit_variance_at_whichever_step_it_is_asked(
    sampler: str, strength: float
) -> None:
    """An inversion asks from the last step to the first; Euler's schedulers would scale all of it
    as for the step that they think is next."""
    schedule = Schedule(sampler, SD_SCHEDULER, 8, strength=strength)
    for index in [*reversed(range(len(schedule))), *range(len(schedule))]:
        at_level = torch.ones(1, 4, 2, 2) * schedule.levels[index].deviation
        torch.testing.assert_close(schedule.scaled(index, at_level), torch.ones(1, 4, 2, 2))
