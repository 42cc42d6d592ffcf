"""Semantic Guidance as diffusers' pipeline does it, and where that makes NaN."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from diffusers import SemanticStableDiffusionPipeline

from core.models.loading import LoadedModel
from core.request import Request
from core.techniques.semantic_guidance import Direction, SemanticGuidance, Slider
from tests.parity.conftest import TOLERANCE, Latents, error, pipeline, seeds
from tests.parity.test_text_to_image import PUBLISHED

STEPS = 6

ONE: list[dict[str, Any]] = [{"prompt": "sunglasses", "warm_up": 2}]
# One warms up early and cools down, two count differently, one goes the other way.
THREE: list[dict[str, Any]] = [
    {"prompt": "sunglasses", "scale": 4.0, "warm_up": 1, "cool_down": 4, "threshold": 0.5},
    {"prompt": "a hat", "scale": 7.0, "direction": "remove", "warm_up": 0, "weight": 0.6},
    {"prompt": "snow", "scale": 3.0, "warm_up": 3, "threshold": 0.0, "weight": 2.0},
]
LATE: list[dict[str, Any]] = [
    {"prompt": "sunglasses", "warm_up": 1},
    {"prompt": "a hat", "warm_up": STEPS, "scale": 3.0},
]


def wanted(model: LoadedModel, sampler: str, concepts: list[dict[str, Any]]) -> torch.Tensor:
    def each(key: str, default: Any) -> list[Any]:
        return [concept.get(key, default) for concept in concepts]

    made: torch.Tensor = pipeline(
        SemanticStableDiffusionPipeline, model, PUBLISHED[sampler](model.scheduler_config)
    )(
        "a cat",
        negative_prompt="rain",
        width=96,
        height=64,
        num_inference_steps=STEPS,
        guidance_scale=5.0,
        num_images_per_prompt=2,
        generator=seeds(2, 2),
        output_type="latent",
        editing_prompt=each("prompt", ""),
        reverse_editing_direction=[direction == "remove" for direction in each("direction", "add")],
        edit_guidance_scale=each("scale", 6.0),
        edit_warmup_steps=each("warm_up", 0),
        edit_cooldown_steps=each("cool_down", STEPS),
        edit_threshold=each("threshold", 0.9),
        edit_weights=each("weight", 1.0),
        edit_momentum_scale=0.3,
        edit_mom_beta=0.6,
    ).images
    return made


def request(sampler: str, concepts: list[dict[str, Any]], **changes: Any) -> Request:
    sliders = tuple(
        Slider(
            **concept | {"direction": Direction(concept.get("direction", "add"))},
            momentum_scale=0.3,
            momentum_beta=0.6,
        )
        for concept in concepts
    )
    options: dict[str, Any] = {
        "prompt": "a cat",
        "negative_prompt": "rain",
        "width": 96,
        "height": 64,
        "steps": STEPS,
        "guidance_scale": 5.0,
        "sampler": sampler,
        "seed": 2,
        "batch": 2,
        "techniques": (SemanticGuidance(concepts=sliders),),
    }
    return Request(**options | changes)


@pytest.mark.parametrize("sampler", ["ddim", "euler", "dpmpp_2m"])
@pytest.mark.parametrize("concepts", [ONE, THREE, LATE], ids=["one", "three", "late"])
@pytest.mark.parametrize("kind", ["plain", "odd"])
def test_it_paints_what_diffusers_paints(
    kind: str,
    sampler: str,
    concepts: list[dict[str, Any]],
    latents_of: Latents,
    finder: pytest.FixtureRequest,
) -> None:
    model: LoadedModel = finder.getfixturevalue(kind)
    ours = latents_of(model, request(sampler, concepts))
    assert error(ours, wanted(model, sampler, concepts)) <= TOLERANCE


@pytest.fixture
def finder(request: pytest.FixtureRequest) -> pytest.FixtureRequest:
    return request


def test_concepts_that_have_cooled_down_while_others_warm_up_make_no_nan(
    plain: LoadedModel, latents_of: Latents
) -> None:
    """diffusers divides by the weights of the concepts that count, which are then none."""
    concepts: list[dict[str, Any]] = [
        {"prompt": "sunglasses", "warm_up": 0, "cool_down": 2},
        {"prompt": "a hat", "warm_up": 4},
    ]
    assert wanted(plain, "ddim", concepts).isnan().all()
    ours = latents_of(plain, request("ddim", concepts))
    assert ours.isfinite().all()
    assert not torch.equal(ours, latents_of(plain, request("ddim", concepts, techniques=())))


def test_it_works_without_guidance(plain: LoadedModel, latents_of: Latents) -> None:
    """diffusers switches it off there. At guidance 1, ε is the prompt's and γ as ever."""
    off = latents_of(plain, request("ddim", ONE, guidance_scale=1.0, techniques=()))
    on = latents_of(plain, request("ddim", ONE, guidance_scale=1.0))
    nearly = latents_of(plain, request("ddim", ONE, guidance_scale=1.00001))
    assert not torch.allclose(on, off, atol=1e-3)
    torch.testing.assert_close(on, nearly, atol=1e-3, rtol=1e-3)
