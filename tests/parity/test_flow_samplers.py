"""Samplers of transformers that predict a velocity, as diffusers' own schedulers take them."""

from __future__ import annotations

import inspect
from copy import deepcopy
from typing import Any

import diffusers
import pytest
import torch

from core.denoise.flow_schedule import NEARLY_NOISE, SAMPLERS, SOLVERS, FlowSchedule
from core.models.families.flow import packed
from core.other_parts import OtherParts
from core.request import SAMPLERS as ALL
from tests.flow_models import loaded
from tests.parity import test_flow
from tests.parity.conftest import TOLERANCE, Latents, error, seeds

EULER = diffusers.FlowMatchEulerDiscreteScheduler
OPTIONS: dict[str, Any] = {"prediction_type": "flow_prediction", "use_flow_sigmas": True}
SDE = {"algorithm_type": "sde-dpmsolver++"}
THEIRS: dict[str, Any] = {
    "dpmpp_2m": (diffusers.DPMSolverMultistepScheduler, {}),
    "dpmpp_2m_sde": (diffusers.DPMSolverMultistepScheduler, SDE),
    "dpmpp_sde": (diffusers.DPMSolverSinglestepScheduler, SDE | {"lower_order_final": True}),
    "unipc": (diffusers.UniPCMultistepScheduler, {}),
    "euler_a": (diffusers.LTXEulerAncestralRFScheduler, None),
}


NOISY = {"dpmpp_2m_sde", "dpmpp_sde", "euler_a"}
"""Those that add noise."""


def _drawing(kind: Any, generators: list[torch.Generator]) -> Any:
    """A scheduler that draws its noise from these, which many of diffusers' pipelines forget to
    give it."""

    class Drawing(kind):  # type: ignore[misc]
        def step(self, *given: Any, **options: Any) -> Any:
            takes = inspect.signature(super().step).parameters
            noise = {"generator": generators} if "generator" in takes else {}
            return super().step(*given, **(options | noise))

    return Drawing


def _at_the_models_levels(
    sampler: str, model: dict[str, Any], generators: list[torch.Generator]
) -> Any:
    """diffusers' scheduler of a sampler, that is told a model's own noise levels where its
    pipelines tell them."""
    kind, options = THEIRS[sampler]

    class Told(_drawing(kind, generators)):  # type: ignore[misc]
        def set_timesteps(
            self, num_inference_steps: Any = None, device: Any = None, sigmas: Any = None,
            mu: Any = None,
        ) -> None:  # fmt: skip
            own = EULER.from_config(model)
            if sigmas is None and mu is not None:  # FLUX.1's tells none to schedulers of this kind
                sigmas = torch.linspace(1, 1 / num_inference_steps, num_inference_steps).tolist()
            own.set_timesteps(num_inference_steps, device, sigmas=sigmas, mu=mu)
            if options is None:
                super().set_timesteps(sigmas=own.sigmas)
            else:
                super().set_timesteps(len(own.timesteps))
                most = 1.0 if kind is diffusers.DPMSolverMultistepScheduler else NEARLY_NOISE
                self.sigmas = own.sigmas.clamp(max=most)
            self.timesteps = own.timesteps

    made = Told(**({} if options is None else OPTIONS | options))
    shifts = ("base_shift", "max_shift", "base_image_seq_len", "max_image_seq_len")
    made.register_to_config(**{name: model[name] for name in shifts if name in model})
    return made


def _pipeline(
    kind: str, scheduler: Any, generators: list[torch.Generator] | None = None
) -> torch.Tensor:
    made = test_flow.pipeline(test_flow.PIPELINES[kind][0], loaded(kind))
    made.scheduler = scheduler
    found: torch.Tensor = made(
        "a cat on the beach", **test_flow.sides(kind), num_inference_steps=5,
        num_images_per_prompt=2, generator=generators or seeds(test_flow.SEED, 2),
        output_type="latent",
        **test_flow.told(kind),
    ).images  # fmt: skip
    return found


# Pipelines that pack latents draw noise in another order: without noise the samplers are the same.
@pytest.mark.parametrize(
    ("kind", "sampler"),
    [(kind, sampler) for kind in ("sd3", "flux-dev", "qwen-image") for sampler in THEIRS
     if kind == "sd3" or sampler not in NOISY],
)  # fmt: skip
def test_a_sampler_takes_the_steps_that_it_takes_in_diffusers(
    kind: str, sampler: str, latents_of: Latents
) -> None:
    model, drawn = loaded(kind), seeds(test_flow.SEED, 2)
    scheduler = _at_the_models_levels(sampler, model.scheduler_config, drawn)
    wanted = _pipeline(kind, scheduler, drawn)
    ours = latents_of(model, test_flow.request(kind, sampler=sampler, steps=5, batch=2))
    assert error(ours if wanted.dim() == 4 else packed(ours), wanted) <= TOLERANCE


@pytest.mark.parametrize("sampler", [name for name in THEIRS if THEIRS[name][1] is not None])
def test_sanas_solvers_are_diffusers_own_without_more_ado(
    sampler: str, latents_of: Latents
) -> None:
    model = loaded("sana")
    kind, options = THEIRS[sampler]
    wanted = _pipeline("sana", kind.from_config(model.scheduler_config, **OPTIONS, **options))
    ours = latents_of(model, test_flow.request("sana", sampler=sampler, steps=5, batch=2))
    # Those that divide by differences of log σ begin a millionth below σ = 1 here.
    assert error(ours, wanted) <= TOLERANCE


def test_noise_that_is_made_anew_is_diffusers_stochastic_sampling(latents_of: Latents) -> None:
    model, drawn = loaded("sd3"), seeds(test_flow.SEED, 2)
    kind = _drawing(EULER, drawn)
    scheduler = kind.from_config(model.scheduler_config, stochastic_sampling=True)
    wanted = _pipeline("sd3", scheduler, drawn)
    ours = latents_of(model, test_flow.request("sd3", sampler="lcm", steps=5, batch=2))
    assert error(ours, wanted) <= TOLERANCE


def test_ddim_is_euler(latents_of: Latents) -> None:
    model = loaded("sd3")
    one, two = (latents_of(model, test_flow.request("sd3", sampler=sampler))
                for sampler in ("ddim", "euler"))  # fmt: skip
    assert torch.equal(one, two)


def test_every_sampler_ends_where_the_picture_is() -> None:
    """What predicts the picture exactly gets it, from whichever sampler."""
    dice = torch.Generator().manual_seed(1)
    clean, unit = torch.randn(2, 1, 4, 8, 8, generator=dice)
    for sampler in SAMPLERS:
        for parts in (OtherParts(), OtherParts(shift=4.0)):
            made = FlowSchedule(
                sampler, {"shift": 3.0}, 8, timing={"num_inference_steps": 8}, parts=parts
            )
            latents = unit
            for index in range(len(made)):
                level = made.levels[index].noise
                assert 0 < level <= 1 and float(made.times[index]) == pytest.approx(
                    1000 * level, abs=0.01
                )
                velocity = (latents - clean) / level
                latents = made.step(index, velocity, latents, seeds(3, 1))
                assert latents.isfinite().all(), sampler
            assert (latents - clean).abs().max() < 1e-3, sampler


@pytest.mark.parametrize("way", ["karras", "exponential", "beta"])
def test_levels_are_placed_alike_for_all_of_them(way: str) -> None:
    parts = OtherParts(sigmas=way)
    made = {
        sampler: FlowSchedule(
            sampler, {"shift": 1.0}, 6, timing={"num_inference_steps": 6}, parts=parts
        ).levels
        for sampler in ("euler", *SOLVERS)
    }
    for levels in made.values():
        for level, wanted in zip(levels, made["euler"], strict=True):
            assert level.noise == pytest.approx(wanted.noise, abs=2e-6)
    plain = FlowSchedule("euler", {}, 6, timing={"num_inference_steps": 6}).levels
    assert plain[2].noise != pytest.approx(made["euler"][2].noise, abs=1e-3)


def test_karras_levels_are_part_of_the_samplers_name() -> None:
    timing = {"num_inference_steps": 6}
    named = FlowSchedule("dpmpp_2m_karras", {}, 6, timing=timing).levels
    placed = FlowSchedule(
        "dpmpp_2m", {}, 6, timing=timing, parts=OtherParts(sigmas="karras")
    ).levels
    assert named == placed
    even = FlowSchedule(
        "dpmpp_2m_karras", {}, 6, timing=timing, parts=OtherParts(sigmas="even")
    ).levels
    assert even == FlowSchedule("euler", {}, 6, timing=timing).levels


def test_only_pndm_is_not_defined_for_a_velocity() -> None:
    assert set(ALL) - set(SAMPLERS) == {"pndm"}


def _velocity(latents: torch.Tensor, level: float) -> torch.Tensor:
    """What a transformer might say: no straight way to any picture."""
    return torch.sin(3 * latents) + level * latents


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_a_run_goes_on_where_another_was_set_aside(sampler: str) -> None:
    def made() -> FlowSchedule:
        return FlowSchedule(sampler, {"shift": 3.0}, 7, timing={"num_inference_steps": 7})

    unit = torch.randn(1, 4, 8, 8, generator=torch.Generator().manual_seed(2))
    dice, whole, latents, halves = seeds(5, 1), made(), unit, []
    for index in range(7):
        if index == 4:
            halves = [deepcopy(whole.remembered(latents)), latents, dice[0].get_state()]
        latents = whole.step(index, _velocity(latents, whole.levels[index].noise), latents, dice)
    state, again, drawn = halves
    later, dice = made(), seeds(5, 1)
    dice[0].set_state(drawn)
    later.remember(state, again)
    for index in range(4, 7):
        again = later.step(index, _velocity(again, later.levels[index].noise), again, dice)
    assert torch.equal(again, latents)


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_a_run_begins_anew_in_the_middle(sampler: str) -> None:
    dice = torch.Generator().manual_seed(1)
    clean, unit = torch.randn(2, 1, 4, 8, 8, generator=dice)
    made = FlowSchedule(sampler, {"shift": 3.0}, 8, timing={"num_inference_steps": 8})
    for index in range(4):  # of another picture, which is forgotten
        made.step(index, unit, unit, seeds(3, 1))
    made.begin_at(3)
    latents = made.levels[3].mixed(clean, unit)
    for index in range(3, 8):
        velocity = (latents - clean) / made.levels[index].noise
        latents = made.step(index, velocity, latents, seeds(3, 1))
    assert (latents - clean).abs().max() < 1e-3


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_a_weak_strength_leaves_out_the_first_steps(sampler: str) -> None:
    made = FlowSchedule(sampler, {"shift": 1.0}, 8, timing={"num_inference_steps": 8}, strength=0.5)
    assert len(made) == 4
    clean = torch.randn(1, 4, 8, 8, generator=torch.Generator().manual_seed(1))
    latents = made.levels[0].mixed(clean, torch.ones_like(clean))
    for index in range(4):
        velocity = (latents - clean) / made.levels[index].noise
        latents = made.step(index, velocity, latents, seeds(3, 1))
    assert (latents - clean).abs().max() < 1e-3
