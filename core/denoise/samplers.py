"""What each sampler is in diffusers (no torch)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.other_parts import OWN, OtherParts


@dataclass(frozen=True)
class Sampler:
    """A way from noise to a picture: a class in diffusers, and what makes it this sampler."""

    scheduler: str
    options: Mapping[str, Any] = field(default_factory=dict)


_DPMPP_2M = {"algorithm_type": "dpmsolver++", "solver_order": 2}

SAMPLERS: Mapping[str, Sampler] = {
    "euler": Sampler("EulerDiscreteScheduler"),
    "euler_a": Sampler("EulerAncestralDiscreteScheduler"),
    "dpmpp_2m": Sampler("DPMSolverMultistepScheduler", _DPMPP_2M),
    "dpmpp_2m_karras": Sampler(
        "DPMSolverMultistepScheduler", _DPMPP_2M | {"use_karras_sigmas": True}
    ),
    "dpmpp_2m_sde": Sampler(
        "DPMSolverMultistepScheduler", {"algorithm_type": "sde-dpmsolver++", "solver_order": 2}
    ),
    "dpmpp_sde": Sampler(
        "DPMSolverSinglestepScheduler",
        {"algorithm_type": "sde-dpmsolver++", "solver_order": 2, "lower_order_final": True},
    ),
    "unipc": Sampler("UniPCMultistepScheduler", {"solver_order": 2}),
    "ddim": Sampler("DDIMScheduler", {"clip_sample": False}),
    "pndm": Sampler("PNDMScheduler", {"skip_prk_steps": True}),
    "lcm": Sampler("LCMScheduler", {"clip_sample": False}),
}
"""Every sampler of `core.request.SAMPLERS`."""

TRAINING = (
    "num_train_timesteps", "beta_start", "beta_end", "beta_schedule", "trained_betas",
    "prediction_type", "rescale_betas_zero_snr", "timestep_spacing", "steps_offset",
    "set_alpha_to_one",
)  # fmt: skip
"""What a model's configuration says of how it was trained. Everything else in it belongs to the
sampler that it was published with, not to ours."""


def scheduler_config(
    sampler: Sampler, model: Mapping[str, Any], parts: OtherParts = OWN
) -> dict[str, Any]:
    """The configuration of a sampler's scheduler for a model (its scheduler_config.json), with what
    the request says of its noise instead."""
    told = altered(model, parts)
    own = {key: told[key] for key in TRAINING if key in told} | dict(sampler.options)
    return own | placed(parts.sigmas)


def altered(model: Mapping[str, Any], parts: OtherParts) -> dict[str, Any]:
    """A model's scheduler_config.json, with what the request says of how it was trained."""
    told = dict(model)
    if parts.prediction_type:
        told["prediction_type"] = parts.prediction_type
    if parts.zero_snr is not None:
        told["rescale_betas_zero_snr"] = parts.zero_snr
    if parts.zero_snr:
        # Else the run would not begin at the step of pure noise (Lin et al. 2023, section 3.3).
        told["timestep_spacing"] = "trailing"
    if parts.shift is not None:
        told |= {"shift": parts.shift, "use_dynamic_shifting": False}
        if "flow_shift" in told:
            told["flow_shift"] = parts.shift
    return told


def placed(sigmas: str) -> dict[str, bool]:
    """What a scheduler is told of where its noise levels are; nothing: as it has them."""
    if not sigmas:
        return {}
    return {f"use_{way}_sigmas": way == sigmas for way in ("karras", "exponential", "beta")}
