"""Masks: white is repainted, grey in part, black stays; with every sampler."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.denoise import loop
from core.denoise.begin import begin, branches
from core.denoise.inpaint import SoftMask, has_grey, latent_mask
from core.denoise.run import Run, Step
from core.denoise.samplers import SAMPLERS
from core.models.loading import LoadedModel
from core.request import Pixels, Request
from tests.tiny_models import tiny_model


def source(side: int = 64) -> Pixels:
    y, x = np.mgrid[:side, :side]
    rgb = np.stack([x * 3, y * 3, 255 - x * 2], -1).astype(np.uint8)
    return Pixels(np.dstack([rgb, np.full((side, side), 255, np.uint8)]))


def stripes(side: int = 64) -> Pixels:
    """Black, a quarter, half and three quarters grey, and white, each over whole latents."""
    mask = np.zeros((side, side), np.uint8)
    for column, level in ((16, 64), (32, 128), (40, 192), (48, 255)):
        mask[:, column:] = level
    return Pixels(mask)


def request(sampler: str, mask: Pixels, **values: object) -> Request:
    return Request(
        prompt="a cat", width=64, height=64, steps=8, sampler=sampler, source=source(), mask=mask,
        strength=1.0, **values,
    )  # type: ignore[arg-type]  # fmt: skip


def painted(model: LoadedModel, wanted: Request) -> tuple[Run, torch.Tensor, list[torch.Tensor]]:
    """The run, its finished latents, and the latents that each step was taken from."""
    with torch.no_grad():
        run, latents = begin(model, wanted)
        taken: list[torch.Tensor] = []
        finished = loop.denoise(
            run, latents, branches(run), lambda step, _: taken.append(step.latents)
        )
    return run, finished, taken


def test_a_latent_is_as_white_as_its_whitest_pixel() -> None:
    mask = torch.zeros(1, 1, 16, 24)
    mask[0, 0, 3, 9] = 0.25
    mask[0, 0, 15, 23] = 1.0
    assert latent_mask(mask, 8)[0, 0].tolist() == [[0, 0.25, 0], [0, 0, 1]]
    assert has_grey(mask)
    assert not has_grey(mask.round())


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_what_is_black_ends_as_the_original(tiny: LoadedModel, sampler: str) -> None:
    run, finished, _ = painted(tiny, request(sampler, stripes()))
    assert run.source is not None
    assert torch.equal(finished[..., :2], run.source[..., :2])
    assert not torch.isclose(finished[..., 6:], run.source[..., 6:]).any()


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_grey_is_the_original_until_its_part_of_the_steps_is_left(
    tiny: LoadedModel, sampler: str
) -> None:
    run, _, taken = painted(tiny, request(sampler, stripes()))
    assert run.source is not None
    count = len(taken)
    for column, grey in ((0, 0), (2, 64), (4, 128), (5, 192)):
        first_free = count - round(grey / 255 * count)
        for index, latents in enumerate(taken):
            level = run.schedule.levels[index]
            original = level.mixed(run.source, run.noise)[..., column]
            kept = torch.allclose(latents[..., column], original, atol=1e-4)
            # The first step in which it is free still begins with the original.
            assert kept == (index <= first_free), (grey, index)


@pytest.mark.parametrize("sampler", ["unipc", "pndm", "dpmpp_2m", "dpmpp_sde", "euler_a"])
def test_grey_begins_as_image_to_image_of_that_strength(tiny: LoadedModel, sampler: str) -> None:
    half = Pixels(np.full((64, 64), 128, np.uint8))
    run, soft, taken = painted(tiny, request(sampler, half))
    assert run.source is not None
    begun = len(taken) - round(128 / 255 * len(taken))
    expected = run.schedule.levels[begun].mixed(run.source, run.noise)
    torch.testing.assert_close(taken[begun], expected, atol=1e-4, rtol=1e-4)
    assert soft.isfinite().all()
    assert not torch.allclose(soft, run.source, atol=0.05)


def test_the_kept_part_is_the_picture_from_the_first_step_on(tiny: LoadedModel) -> None:
    """diffusers' pipeline starts from noise alone, and its first step sees no surroundings."""
    run, _, taken = painted(tiny, request("dpmpp_2m", stripes()))
    assert run.source is not None
    original = run.schedule.levels[0].mixed(run.source, run.noise)
    assert torch.equal(taken[0][..., :2], original[..., :2])
    assert torch.equal(taken[0][..., 6:], run.noise[..., 6:])


def test_half_grey_lets_go_half_way(tiny: LoadedModel) -> None:
    run, _, _ = painted(tiny, request("euler", stripes()))
    mask = SoftMask(torch.full((1, 1, 8, 8), 0.5), run.noise, run.noise, run.schedule)
    painted_over = torch.zeros_like(run.noise)
    last_kept, first_free = (Step(run, index, [], run.noise) for index in (3, 4))
    assert not torch.equal(mask.after(last_kept, painted_over), painted_over)
    assert torch.equal(mask.after(first_free, painted_over), painted_over)


def test_an_inpainting_model_keeps_what_is_black_only_where_there_is_grey() -> None:
    model = tiny_model(channels=9)
    hard = np.zeros((64, 64), np.uint8)
    hard[16:48, 16:48] = 255
    with torch.no_grad():
        assert len(begin(model, request("ddim", Pixels(hard)))[0].places) == 1
        assert len(begin(model, request("ddim", stripes()))[0].places) == 2


@pytest.mark.parametrize("with_source", [False, True])
def test_an_inpainting_model_paints_without_a_mask(with_source: bool) -> None:
    model = tiny_model(channels=9)
    wanted = Request(
        prompt="a cat", width=64, height=64, steps=3, source=source() if with_source else None,
        strength=0.8 if with_source else None,
    )  # fmt: skip
    _, finished, _ = painted(model, wanted)
    assert finished.isfinite().all()


@pytest.mark.parametrize("level", [0, 255])
def test_a_mask_of_one_colour_is_no_special_case(tiny: LoadedModel, level: int) -> None:
    run, finished, _ = painted(tiny, request("euler", Pixels(np.full((64, 64), level, np.uint8))))
    assert run.source is not None
    assert torch.equal(finished, run.source) is (level == 0)
