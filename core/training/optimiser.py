"""AdamW over what a trainer learns, its rate's schedule, and its state as safetensors know it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import torch
from diffusers.optimization import get_scheduler
from torch import Tensor, nn

from core.training.declare import Plan
from core.training.trainer import Learning

SKIPPED = 20
"""Steps in a row whose gradients overflow float16, after which it is no search for a scale."""

_KEPT = ("step", "exp_avg", "exp_avg_sq")
"""What AdamW keeps for each parameter."""


class Optimiser:
    """Loshchilov & Hutter 2019 (https://arxiv.org/abs/1711.05101), with gradients cut to a length.

    In float16 losses are scaled up so that small gradients do not vanish, and a step is left out
    whose gradients overflowed (Micikevicius et al. 2018, https://arxiv.org/abs/1710.03740).
    """

    def __init__(
        self, plan: Plan, learning: Sequence[Learning], dtype: torch.dtype = torch.float32
    ) -> None:
        """`dtype` is what the model computes in."""
        self.parameters: dict[str, nn.Parameter] = {}
        for one in learning:
            self.parameters |= one.parameters
        groups = [{"params": list(one.parameters.values()), "lr": one.rate} for one in learning]
        self._adam = torch.optim.AdamW(groups, weight_decay=plan.weight_decay)
        name = plan.schedule
        if name == "constant" and plan.warm_up:
            name = "constant_with_warmup"
        self._schedule = get_scheduler(
            name, self._adam, num_warmup_steps=plan.warm_up, num_training_steps=plan.steps
        )
        device = next(iter(self.parameters.values())).device.type
        self._scaler = torch.amp.GradScaler(device, enabled=dtype == torch.float16)
        self._longest = plan.clip
        self._total, self._skipped = 0.0, 0

    @property
    def rate(self) -> float:
        """The first group's learning rate in the next step."""
        return float(self._schedule.get_last_lr()[0])

    @property
    def broken(self) -> bool:
        """Whether losses are no numbers any more."""
        return self._skipped > (SKIPPED if self._scaler.is_enabled() else 0)

    def add(self, loss: Tensor) -> None:
        """Adds a loss's gradients to those of the next step."""
        self._total += loss.item()
        torch.autograd.backward(self._scaler.scale(loss))

    def step(self) -> float:
        """Changes the parameters; returns the loss that was added up."""
        total, self._total = self._total, 0.0
        self._skipped = 0 if math.isfinite(total) else self._skipped + 1
        if not self.broken:
            self._scaler.unscale_(self._adam)
            # Without a longest nothing is cut, but their length is known.
            longest = self._longest or math.inf
            length = nn.utils.clip_grad_norm_(list(self.parameters.values()), longest)
            if self._scaler.is_enabled() or torch.isfinite(length):
                self._scaler.step(self._adam)
                self._scaler.update()
                self._schedule.step()
            else:  # the weights would be none, and the next checkpoint would keep them
                self._skipped += 1
        self._adam.zero_grad(set_to_none=True)
        return total

    def tensors(self) -> dict[str, Tensor]:
        """AdamW's averages and counts by the parameters' names: "{name}.exp_avg"."""
        return {
            f"{name}.{key}": value
            for name, parameter in self.parameters.items()
            for key, value in self._adam.state.get(parameter, {}).items()
        }

    def numbers(self) -> dict[str, Any]:
        """The rest of its state, as JSON knows it."""
        schedule = self._schedule.state_dict()
        return {
            "schedule": {key: schedule[key] for key in schedule if key != "lr_lambdas"},
            "scaler": self._scaler.state_dict(),
        }

    def restore(self, tensors: Mapping[str, Tensor], numbers: Mapping[str, Any]) -> None:
        """Takes up what `tensors` and `numbers` returned."""
        for name, parameter in self.parameters.items():
            kept = {key: tensors[f"{name}.{key}"] for key in _KEPT if f"{name}.{key}" in tensors}
            if kept:
                self._adam.state[parameter] = {
                    key: value if key == "step" else value.to(parameter.device)
                    for key, value in kept.items()
                }
        # The library asks for the schedule's functions too, which JSON does not know: as they are.
        functions = [None] * len(self._adam.param_groups)
        self._schedule.load_state_dict({**numbers["schedule"], "lr_lambdas": functions})
        for group, rate in zip(self._adam.param_groups, self._schedule.get_last_lr(), strict=True):
            group["lr"] = rate
        self._scaler.load_state_dict(numbers["scaler"])
