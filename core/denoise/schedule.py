"""The schedule of one run: its steps' times and noise levels, and the sampler that takes them."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import diffusers
import torch
from torch import Tensor

from core.denoise.level import CLEAN, Level
from core.denoise.samplers import SAMPLERS, scheduler_config
from core.other_parts import OWN, OtherParts

_REMEMBERED = (
    "_step_index", "is_scale_input_called", "model_outputs", "lower_order_nums", "timestep_list",
    "this_order", "sample", "last_sample", "counter", "ets", "cur_sample", "cur_model_output",
)  # fmt: skip
"""What steps change in diffusers' schedulers, all of them."""


class Schedule:
    """A diffusers scheduler that has been told its steps, and what it does not tell itself.

    `times[i]` is what the UNet is told before step i, `levels[i]` the noise level of the latents
    then; `levels[-1]` is that of the finished ones.
    """

    def __init__(
        self,
        sampler: str,
        model: Mapping[str, Any],
        steps: int,
        *,
        strength: float = 1.0,
        device: torch.device | str = "cpu",
        parts: OtherParts = OWN,
    ) -> None:
        """`model` is the model's scheduler_config.json; of `parts` count those of the noise.
        Below strength 1 the first steps are left out: that part of the way from noise to picture is
        what a source stands for."""
        chosen = SAMPLERS[sampler]
        self.scheduler = getattr(diffusers, chosen.scheduler).from_config(
            scheduler_config(chosen, model, parts)
        )
        self.kind: str = self.scheduler.config.prediction_type
        if sampler == "lcm":
            # Its timesteps are chosen among the 50 of its distillation: more steps need more.
            self.scheduler.set_timesteps(
                steps, device=device, original_inference_steps=max(50, steps)
            )
        else:
            self.scheduler.set_timesteps(steps, device=device)
        # As in diffusers: the whole steps that fit; a product such as 100 · 0.29 falls just short.
        taken = min(math.floor(steps * strength + 1e-9), steps)
        if strength > 0:
            taken = max(1, taken)
        times = self.scheduler.timesteps
        levels = _levels(self.scheduler, times)
        if sampler == "pndm":
            times, levels = _without_second(times), _without_second(levels)
        start = len(times) - taken
        times, levels = times[start:], [*levels[start:], CLEAN]
        if sampler == "pndm":
            times, levels = _with_second(times), [*_with_second(levels[:-1]), CLEAN]
        if hasattr(self.scheduler, "set_begin_index"):
            self.scheduler.set_begin_index(start)
        if hasattr(self.scheduler, "is_scale_input_called"):
            self.scheduler.is_scale_input_called = True  # `scaled` does it; it would warn of it
        self.times: Sequence[Tensor] = times
        self.levels: list[Level] = levels
        self._start = start
        self._takes_generator = "generator" in inspect.signature(self.scheduler.step).parameters
        self._returned: Tensor | None = None

    def __len__(self) -> int:
        return len(self.times)

    @property
    def start_sigma(self) -> float:
        """What unit noise is multiplied with to be latents before the first step of all."""
        return float(self.scheduler.init_noise_sigma)

    def scaled(self, index: int, latents: Tensor) -> Tensor:
        """Latents of step `index`, whichever is next, as the UNet takes them: of unit variance."""
        scheduler = self.scheduler
        if not hasattr(scheduler, "is_scale_input_called"):
            return latents
        # `scale_model_input` of Euler's goes by the step that it counts itself, not by the time
        # that it is told: an inversion, and a look at another step, would be scaled by that one.
        sigma: Tensor = scheduler.sigmas[self._start + index]
        return latents / ((sigma**2 + 1) ** 0.5)

    def step(
        self, index: int, prediction: Tensor, latents: Tensor, generators: list[torch.Generator]
    ) -> Tensor:
        """The latents after step `index`; steps are taken in order, each once."""
        if hasattr(self.scheduler, "last_sample") and latents is not self._returned:
            # UniPC's corrector begins again at the sample before, which would undo what a mask
            # or a technique changed in this one; without it the step is UniP's.
            self.scheduler.last_sample = None
        options = {"generator": generators} if self._takes_generator else {}
        after: Tensor = self.scheduler.step(
            prediction, self.times[index], latents, return_dict=False, **options
        )[0]
        self._returned = after
        return after

    def remembered(self, latents: Tensor) -> dict[str, Any]:
        """What the steps so far have left in the sampler, which are those that led to `latents`."""
        known = vars(self.scheduler)
        state = {name: known[name] for name in _REMEMBERED if name in known}
        return {"scheduler": state, "untouched": latents is self._returned}

    def remember(self, state: Mapping[str, Any], latents: Tensor) -> None:
        """Goes on from `latents` where another schedule of the same steps left off."""
        for name, value in state["scheduler"].items():
            setattr(self.scheduler, name, value)
        self._returned = latents if state["untouched"] else None

    def begin_at(self, index: int) -> None:
        """Forgets all steps: the next one is step `index`, from latents of that level, which a
        sampler of several steps takes as its first. Not PNDM, which has to begin at the beginning.
        """
        self._forget()
        self.scheduler._step_index = None
        if hasattr(self.scheduler, "set_begin_index"):
            self.scheduler.set_begin_index(self._start + index)
        self._returned = None

    def _forget(self) -> None:
        """What samplers of several steps remember of those before."""
        scheduler = self.scheduler
        for name in ("model_outputs", "timestep_list"):
            if hasattr(scheduler, name):
                setattr(scheduler, name, [None] * len(getattr(scheduler, name)))
        for name, nothing in (("lower_order_nums", 0), ("sample", None), ("last_sample", None)):
            if hasattr(scheduler, name):
                setattr(scheduler, name, nothing)

    def repaint(self, index: int, where: Tensor, clean: Tensor, unit: Tensor) -> None:
        """Before step `index`: forgets what the steps before made of a picture that is another one
        now: `clean` with the noise `unit` (pictures, 4, h, w) where `where` (1, 1, h, w) is.

        A sampler of several steps takes its next one from this alone, as its first. It would else
        take the difference to what it remembers for a direction, and so away from the paint. PNDM
        cannot begin anew in the middle: it remembers that it has predicted the paint.
        """
        self._forget()
        before = self.levels[index - 1]
        prediction = unit if self.kind == "epsilon" else before.velocity(clean, unit)
        self._each_prediction(lambda old: torch.where(where, prediction, old))
        self._each_sample(lambda old: torch.where(where, before.mixed(clean, unit), old))

    def turn(self, index: int, shift: Tensor) -> None:
        """Before step `index`: the same when `shift` was added to the noise of the latents."""
        before = self.levels[index - 1]
        prediction = shift if self.kind == "epsilon" else before.unit.signal * shift
        self._each_prediction(lambda old: old + prediction)
        self._each_sample(lambda old: old + before.noise * shift)

    def _each_prediction(self, new: Callable[[Tensor], Tensor]) -> None:
        """What the UNet predicted in earlier steps, which PNDM alone remembers."""
        if getattr(self.scheduler, "ets", None):
            self.scheduler.ets = [new(one) for one in self.scheduler.ets]

    def _each_sample(self, new: Callable[[Tensor], Tensor]) -> None:
        """The latents before the last step, to which samplers of two predictions a step go back."""
        for name in ("sample", "cur_sample"):
            old = getattr(self.scheduler, name, None)
            if isinstance(old, Tensor):
                setattr(self.scheduler, name, new(old))


def _levels(scheduler: Any, times: Tensor) -> list[Level]:
    """The noise level before each step, in float32 as the scheduler itself computes it."""
    if hasattr(scheduler, "sigmas"):
        noise = scheduler.sigmas[: len(times)]
        signal = torch.ones_like(noise)
        if "Euler" not in type(scheduler).__name__:
            signal = 1 / ((noise**2 + 1) ** 0.5)
            noise = noise * signal
    else:
        squares = scheduler.alphas_cumprod[times.cpu().long()]
        signal, noise = squares**0.5, (1 - squares) ** 0.5
    return [Level(*level) for level in zip(signal.tolist(), noise.tolist(), strict=True)]


# PNDM (without Runge-Kutta steps) goes to its second time twice: first by Euler's rule, and then
# again with the mean of both predictions. Leaving out its first steps as diffusers does leaves
# the repeated time somewhere in the middle, or none, and the latents then lag one level behind.


def _without_second(values: Any) -> Any:
    return [*values[:1], *values[2:]] if len(values) > 1 else values


def _with_second(values: Any) -> Any:
    return [*values[:2], *values[1:]]
