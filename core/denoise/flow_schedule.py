"""The schedule of a transformer that predicts a velocity: its steps, and the sampler that takes
them."""

from __future__ import annotations

import inspect
import math
from collections.abc import Mapping
from typing import Any

import torch
from diffusers import DPMSolverMultistepScheduler, FlowMatchEulerDiscreteScheduler

from core.denoise.level import CLEAN, FLOW, Level
from core.denoise.samplers import altered, placed
from core.denoise.schedule import Schedule
from core.other_parts import OWN, OtherParts

EULER, MULTISTEP = "euler", "dpmpp_2m"
SAMPLERS = (EULER, MULTISTEP)
"""Of the samplers of a request those that are defined for a velocity."""


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
        told = altered(model, parts) | placed(parts.sigmas)
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
    multistep = sampler == MULTISTEP
    options = {"prediction_type": "flow_prediction", "use_flow_sigmas": True}
    if "flow_shift" in model:  # a model that was published with a multistep solver (SANA)
        if multistep:
            own = DPMSolverMultistepScheduler.from_config(dict(model) | options)
            own.set_timesteps(steps, device=device)
            return own
        euler = FlowMatchEulerDiscreteScheduler(shift=model["flow_shift"])
        euler.set_timesteps(steps, device=device)
        return euler
    euler = FlowMatchEulerDiscreteScheduler.from_config(dict(model))
    euler.set_timesteps(**timing, device=device)
    if not multistep:
        return euler
    solver = DPMSolverMultistepScheduler(**options)
    solver.set_timesteps(steps, device=device)
    solver.sigmas, solver.timesteps = euler.sigmas.cpu(), euler.timesteps
    return solver
