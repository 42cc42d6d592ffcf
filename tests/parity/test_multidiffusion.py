"""Panoramas as diffusers' pipeline paints them; and where that is wrong, that ours are right."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from diffusers import DDIMScheduler, EulerDiscreteScheduler, StableDiffusionPanoramaPipeline

from core.denoise.paint import paint
from core.denoise.samplers import SAMPLERS, scheduler_config
from core.models.loading import LoadedModel
from core.request import Request
from core.techniques.multidiffusion import MultiDiffusion
from tests.parity.conftest import TOLERANCE, Latents, error, pipeline, seeds

PANORAMA = Request(
    prompt="a cat on a beach",
    negative_prompt="rain",
    width=128,
    height=96,
    steps=4,
    sampler="ddim",
    guidance_scale=5.0,
    seed=3,
    techniques=(MultiDiffusion(stride=16, blend="even"),),
)


class Small(StableDiffusionPanoramaPipeline):  # type: ignore[misc]
    """Its windows are fixed at 64 latents and 8 apart; here they fit the tiny models."""

    def get_views(self, height: int, width: int, circular_padding: bool = False) -> Any:
        return super().get_views(height, width, 8, 2, circular_padding=circular_padding)


def theirs(model: LoadedModel, request: Request, **options: Any) -> Any:
    kind = {"ddim": DDIMScheduler, "euler": EulerDiscreteScheduler}[request.sampler]
    config = scheduler_config(SAMPLERS[request.sampler], model.scheduler_config)
    return pipeline(Small, model, kind.from_config(config))(
        request.prompt,
        negative_prompt=request.negative_prompt,
        width=request.width,
        height=request.height,
        num_inference_steps=request.steps,
        guidance_scale=request.guidance_scale,
        generator=seeds(request.seed, 1),
        **options,
    ).images


@pytest.mark.parametrize("sampler", ["ddim", "euler"])
@pytest.mark.parametrize("guidance", [1.0, 5.0])
@pytest.mark.parametrize("kind", ["plain", "odd"])
def test_it_paints_the_panorama_that_diffusers_paints(
    kind: str, guidance: float, sampler: str, latents_of: Latents, request: pytest.FixtureRequest
) -> None:
    model: LoadedModel = request.getfixturevalue(kind)
    wanted = replace(PANORAMA, guidance_scale=guidance, sampler=sampler)
    assert (
        error(
            latents_of(model, wanted),
            theirs(model, wanted, output_type="latent", view_batch_size=3),
        )
        <= TOLERANCE
    )


def test_a_panorama_all_around_is_that_of_diffusers_up_to_its_decoded_edges(
    plain: LoadedModel,
) -> None:
    """With "circular padding", which diffusers has horizontally alone; of more than one row of
    windows it fails, because it cuts each window twice."""
    around = replace(
        PANORAMA,
        height=64,
        techniques=(MultiDiffusion(stride=16, blend="even", seamless="horizontal"),),
    )
    wanted = theirs(plain, around, output_type="np", circular_padding=True)[0]
    (ours,) = paint(plain, around)
    assert np.abs(ours.astype(float) - wanted * 255).max() <= 1
    with pytest.raises(RuntimeError, match="must match the size"):
        theirs(plain, replace(around, height=96), output_type="np", circular_padding=True)
    assert paint(plain, replace(around, height=96))[0].shape == (96, 128, 3)


def test_two_pictures_are_the_pictures_of_their_seeds(
    plain: LoadedModel, latents_of: Latents
) -> None:
    """diffusers gives each other picture the negative prompt for its prompt."""
    both = latents_of(plain, replace(PANORAMA, batch=2))
    for i in range(2):
        alone = replace(PANORAMA, seed=PANORAMA.seed + i)
        assert error(both[i : i + 1], theirs(plain, alone, output_type="latent")) <= TOLERANCE


def test_sizes_between_strides_have_no_empty_columns(
    plain: LoadedModel, latents_of: Latents
) -> None:
    """diffusers' last window ends before the edge, and what is beyond it stays zero."""
    between = replace(PANORAMA, width=136, height=88)
    empty = theirs(plain, between, output_type="latent")
    assert not empty[..., -1].any()
    assert not empty[..., -1, :].any()
    ours = latents_of(plain, between)
    assert ours.ne(0).all()
    assert ours[..., -1].std() > 0.3 * ours.std()
