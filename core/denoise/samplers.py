"""The samplers by the names that artists know, and what each is in diffusers (no torch)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Sampler:
    """A way from noise to a picture."""

    id: str
    title: str
    scheduler: str
    """The class in diffusers."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """What makes that class this sampler."""


# DDIM and PNDM step by 1000 // steps, whatever their timesteps are: with "linspace" spacing (that
# a model's configuration may ask for on behalf of another scheduler) they would drift off them.
_LEADING = {"timestep_spacing": "leading", "steps_offset": 1}

SAMPLERS: Mapping[str, Sampler] = {
    sampler.id: sampler
    for sampler in (
        Sampler("dpmpp_2m", "DPM++ 2M", "DPMSolverMultistepScheduler",
                {"algorithm_type": "dpmsolver++", "solver_order": 2}),
        Sampler("dpmpp_2m_karras", "DPM++ 2M Karras", "DPMSolverMultistepScheduler",
                {"algorithm_type": "dpmsolver++", "solver_order": 2, "use_karras_sigmas": True}),
        Sampler("dpmpp_sde", "DPM++ SDE", "DPMSolverSinglestepScheduler",
                {"algorithm_type": "sde-dpmsolver++", "solver_order": 2,
                 "lower_order_final": True}),
        Sampler("euler", "Euler", "EulerDiscreteScheduler"),
        Sampler("euler_a", "Euler a", "EulerAncestralDiscreteScheduler"),
        Sampler("unipc", "UniPC", "UniPCMultistepScheduler", {"solver_order": 2}),
        Sampler("ddim", "DDIM", "DDIMScheduler", {"clip_sample": False, **_LEADING}),
        Sampler("pndm", "PNDM", "PNDMScheduler", {"skip_prk_steps": True, **_LEADING}),
        Sampler("lcm", "LCM", "LCMScheduler", {"clip_sample": False}),
    )
}  # fmt: skip
"""All samplers by id, in the order in which they are offered."""

TRAINING = (
    "num_train_timesteps", "beta_start", "beta_end", "beta_schedule", "trained_betas",
    "prediction_type", "rescale_betas_zero_snr", "timestep_spacing", "steps_offset",
)  # fmt: skip
"""What a model's configuration says of how it was trained. Everything else in it belongs to the
sampler that it was published with, not to ours."""


def scheduler_config(sampler: Sampler, model: Mapping[str, Any]) -> dict[str, Any]:
    """The configuration of a sampler's scheduler for a model (its scheduler_config.json)."""
    config = {key: model[key] for key in TRAINING if key in model} | dict(sampler.options)
    # A model trained down to pure noise has to start from it (Lin et al. 2023, section 3.3).
    if model.get("timestep_spacing") == "trailing":
        config["timestep_spacing"] = "trailing"
    return config
