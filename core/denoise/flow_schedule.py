"""The schedule of a transformer that predicts a velocity: its steps, and the sampler that takes
them."""

from __future__ import annotations

import inspect
import math
from collections.abc import Mapping
from typing import Any

import diffusers
import torch
from diffusers import FlowMatchEulerDiscreteScheduler

from core.denoise.level import CLEAN, FLOW, Level
from core.denoise.samplers import altered, placed
from core.denoise.schedule import Schedule
from core.other_parts import OWN, OtherParts

_2M = {"algorithm_type": "dpmsolver++", "solver_order": 2}
_SDE = {"algorithm_type": "sde-dpmsolver++", "solver_order": 2}
SOLVERS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "dpmpp_2m": ("DPMSolverMultistepScheduler", _2M),
    "dpmpp_2m_karras": ("DPMSolverMultistepScheduler", _2M),
    "dpmpp_2m_sde": ("DPMSolverMultistepScheduler", _SDE),
    "dpmpp_sde": ("DPMSolverSinglestepScheduler", _SDE | {"lower_order_final": True}),
    "unipc": ("UniPCMultistepScheduler", {"solver_order": 2}),
}
"""Samplers that reckon with log σ, which diffusers defines for a velocity as well."""
KARRAS = "karras"
ANCESTRAL = "euler_a"
"""Rectified flow's: as far down as noise can be added again to σ of the next step."""
RENEWED = "lcm"
"""Noise made anew in each step, for models that were taught to see the picture in any noise."""
SAMPLERS = ("euler", "ddim", ANCESTRAL, RENEWED, *SOLVERS)
"""Of the samplers of a request those that are defined for a velocity. DDIM's step is Euler's:
α' x₀ + σ' ε = x + (σ' - σ) v, with x₀ = x - σ v and ε = x + (1 - σ) v."""
NEARLY_NOISE = 1 - 1e-6
"""What these begin with in place of σ = 1, whose logarithm of signal to noise is endless."""


class FlowSchedule(Schedule):
    """As `Schedule`, of noise σ that falls from 1 to 0 while the picture comes up to 1 - σ."""

    def __init__(
        self,
        sampler: str,
        model: Mapping[str, Any],
        steps: int,
        *,
        timing: Mapping[str, Any],
        strength: float = 1.0,
        device: torch.device | str = "cpu",
        parts: OtherParts = OWN,
    ) -> None:
        """`model` is the model's scheduler_config.json, `timing` what its family tells the
        scheduler; of `parts` count those of the noise. Samplers that are not
        defined for a velocity are replaced by Euler's."""
        own = KARRAS if sampler == f"dpmpp_2m_{KARRAS}" else ""
        told = altered(model, parts) | placed(parts.sigmas or own)
        self.scheduler = _scheduler(sampler, told, steps, timing, device)
        self.kind = FLOW
        times = self.scheduler.timesteps
        # As in diffusers: what is left out are the whole steps that fit into the rest.
        left_out = min(math.floor(steps * (1 - strength) + 1e-9), len(times) - 1)
        if strength == 0:
            left_out = len(times)
        noise = self.scheduler.sigmas[:-1].tolist()
        self.times = times[left_out:]
        self.levels = [*(Level(1 - sigma, sigma) for sigma in noise[left_out:]), CLEAN]
        self.scheduler.set_begin_index(left_out)
        self._start = left_out
        self._takes_generator = "generator" in inspect.signature(self.scheduler.step).parameters
        self._returned = None

    @property
    def start_sigma(self) -> float:
        return 1.0


def _scheduler(
    sampler: str, model: Mapping[str, Any], steps: int, timing: Mapping[str, Any], device: Any
) -> Any:
    options = {"prediction_type": "flow_prediction", "use_flow_sigmas": True}
    named, own = SOLVERS.get(sampler, ("", {}))
    if "flow_shift" in model:  # a model that was published with a multistep solver (SANA)
        if named:
            solver = getattr(diffusers, named).from_config(dict(model) | options | dict(own))
            solver.set_timesteps(steps, device=device)
            return _finite(solver)
        told: dict[str, Any] = {"shift": model["flow_shift"]}
        timing = {"num_inference_steps": steps}
    else:
        told = dict(model)
    told["stochastic_sampling"] = sampler == RENEWED
    euler = FlowMatchEulerDiscreteScheduler.from_config(told)
    euler.set_timesteps(**timing, device=device)
    if named:
        solver = getattr(diffusers, named)(**options, **own)
        solver.set_timesteps(steps, device=device)
        solver.sigmas, solver.timesteps = euler.sigmas.cpu(), euler.timesteps
        return _finite(solver)
    if sampler == ANCESTRAL:
        ancestral = diffusers.LTXEulerAncestralRFScheduler()
        ancestral.set_timesteps(sigmas=euler.sigmas, device=device)
        ancestral.timesteps = euler.timesteps
        return ancestral
    return euler


def _finite(solver: Any) -> Any:
    """A solver that divides by the differences of log σ between two steps: they are finite."""
    if not isinstance(solver, diffusers.DPMSolverMultistepScheduler):
        solver.sigmas = solver.sigmas.clamp(max=NEARLY_NOISE)
    return solver
