"""Pix2Pix Zero: batches, samplers, real pictures and masks; and what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from core.denoise import loop
from core.denoise.begin import begin, branches
from core.denoise.conditions import PROMPT, Branch
from core.denoise.gaussian import Gaussian
from core.denoise.inversion import inverted, source_of
from core.denoise.paint import paint
from core.errors import Cancelled, RecipeError
from core.models.loading import LoadedModel
from core.request import SAMPLERS, Pixels, Request
from core.techniques.declare import parse, to_json
from core.techniques.pix2pix_zero import Pix2PixZero
from tests.techniques.whiteness import correlation, divergence
from tests.tiny_models import tiny_model

CAT_TO_DOG = Pix2PixZero(source_words="cat", target_words="dog", structure=0.5)
REQUEST = Request(
    prompt="a cat on a beach", width=72, height=40, steps=3, batch=2, sampler="ddim", seed=1
)


@pytest.fixture(scope="module")
def tiny() -> LoadedModel:
    return tiny_model(widths=(16, 24, 32), tokens=48)


def picture(width: int, height: int) -> Pixels:
    y, x = np.mgrid[:height, :width]
    rgb = np.stack([np.sin(x / 9) * 99 + 128, np.cos(y / 5) * 99 + 128, x + y], -1)
    return Pixels(np.dstack([rgb, np.full((height, width), 255)]).astype(np.uint8))


def latents_of(model: LoadedModel, request: Request) -> Tensor:
    with torch.no_grad():
        run, latents = begin(model, request)
        with run.attention.installed(model.unet, run.places):
            return loop.denoise(run, latents, branches(run), lambda *_: None)


def test_every_picture_of_a_batch_is_edited_as_if_alone(tiny: LoadedModel) -> None:
    """diffusers adds the direction to one row of the prompts, whichever that is, and takes a mean
    over the batch for the loss."""
    request = replace(REQUEST, techniques=(CAT_TO_DOG,))
    both = latents_of(tiny, request)
    alone = [latents_of(tiny, replace(request, batch=1, seed=seed)) for seed in (1, 2)]
    torch.testing.assert_close(both, torch.cat(alone), atol=1e-4, rtol=1e-4)
    assert (both - latents_of(tiny, REQUEST)).norm() > 0.01 * both.norm()


@pytest.mark.parametrize("sampler", SAMPLERS)
@pytest.mark.parametrize("guidance", [1.0, 4.0])
def test_it_runs_with_every_sampler_on_pictures_with_masks(
    tiny: LoadedModel, sampler: str, guidance: float
) -> None:
    mask = np.zeros((40, 72), np.uint8)
    mask[8:32, 16:56] = 255
    request = replace(
        REQUEST,
        sampler=sampler,
        guidance_scale=guidance,
        prompt="a cat on a beach " * 15,
        source=picture(72, 40),
        mask=Pixels(mask),
        strength=0.8,
        techniques=(CAT_TO_DOG,),
    )
    found = latents_of(tiny, request)
    assert found.isfinite().all()
    with torch.no_grad():
        run, _ = begin(tiny, request)
    kept = torch.from_numpy(mask.copy())[None, None, ::8, ::8].expand_as(found) == 0
    assert torch.equal(found[kept], source_of(run)[kept])


def test_more_structure_keeps_what_words_attend_to(tiny: LoadedModel) -> None:
    """The edited picture's maps are nearer to the unedited one's."""

    def distance(structure: float) -> float:
        technique = replace(CAT_TO_DOG, structure=structure, amount=3.0)
        with torch.no_grad():
            run, latents = begin(
                tiny, replace(REQUEST, guidance_scale=1.0, techniques=(technique,))
            )
            place: Any = run.places[-1]
            losses = []
            gradient = place._gradient

            def remember(*args: Any) -> Tensor:
                found: Tensor = gradient(*args)
                losses.append(float(place._watching.loss.detach()))
                return found

            place._gradient = remember
            with run.attention.installed(tiny.unet, run.places):
                loop.denoise(run, latents, branches(run), lambda *_: None)
        return losses[-1]

    assert distance(20.0) < distance(1e-6)


def test_a_picture_comes_back_from_its_inversion(tiny: LoadedModel) -> None:
    """Nothing is clipped, and the levels are the sampler's own."""
    for sampler in ("ddim", "euler", "dpmpp_2m"):
        request = replace(
            REQUEST,
            source=picture(72, 40),
            strength=0.4,
            steps=30,
            sampler=sampler,
            guidance_scale=1.0,
        )
        with torch.no_grad():
            run, _ = begin(tiny, request)
            branch = Branch.everywhere(PROMPT, run.encode(request.prompt))
            clean = torch.randn(2, 4, 5, 9, generator=torch.Generator().manual_seed(3))
            all_latents = inverted(run, clean, [branch])
            assert len(all_latents) == len(run.schedule) + 1
            back = loop.denoise(run, all_latents[0], [branch], lambda *_: None)
        assert (back - clean).norm() < 0.1 * clean.norm()


def test_the_noise_of_a_picture_is_the_same_in_whichever_way_a_sampler_keeps_latents(
    tiny: LoadedModel,
) -> None:
    """Euler's latents are larger than others' at equal levels; what the UNet sees is not."""
    alike = tiny.scheduler_config | {"timestep_spacing": "trailing"}

    def path(sampler: str) -> list[Tensor]:
        request = replace(REQUEST, source=picture(72, 40), steps=10, sampler=sampler)
        with torch.no_grad():
            run, _ = begin(replace(tiny, scheduler_config=alike), request)
            branch = Branch.everywhere(PROMPT, run.encode(request.prompt))
            clean = torch.randn(2, 4, 5, 9, generator=torch.Generator().manual_seed(3))
            found = inverted(run, clean, [branch])
        levels = run.schedule.levels
        return [one / level.deviation for one, level in zip(found, levels, strict=True)]

    for sampler in ("euler", "euler_a"):
        for own, other in zip(path(sampler), path("dpmpp_2m"), strict=True):
            torch.testing.assert_close(own, other, atol=1e-3, rtol=1e-3)


def test_the_regulariser_makes_noise_of_what_is_none(tiny: LoadedModel) -> None:
    request = replace(REQUEST, width=128, height=64, source=picture(128, 64))
    with torch.no_grad():
        run, _ = begin(tiny, request)
        branch = Branch.everywhere(PROMPT, run.encode(request.prompt))
        seen: list[tuple[Tensor, Tensor]] = []

        def watched(step: Any, latents: Tensor, prediction: Tensor) -> Tensor:
            better = Gaussian()(step, latents, prediction)
            seen.append((prediction, better))
            return better

        inverted(run, source_of(run), [branch], regularise=watched)

        def badness(noise: Tensor) -> Tensor:
            rolls = [torch.Generator().manual_seed(4) for _ in noise]
            return divergence(noise) + correlation(noise, rolls, 8)

        for before, after in seen:
            assert badness(after) < badness(before)


@pytest.mark.parametrize("ending", ["done", "cancelled", "failed"])
def test_it_leaves_no_trace(
    tiny: LoadedModel, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    processors = dict(tiny.unet.attn_processors)
    weights = {name: value.clone() for name, value in tiny.unet.state_dict().items()}
    request = replace(REQUEST, source=picture(72, 40), techniques=(CAT_TO_DOG,))
    asked: list[int] = []
    if ending == "done":
        paint(tiny, request)
    elif ending == "cancelled":
        with pytest.raises(Cancelled):
            paint(tiny, request, cancelled=lambda: len(asked) > 60 or asked.append(1) is not None)
    else:
        monkeypatch.setattr("core.techniques.pix2pix_zero._Maps.forget", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            paint(tiny, request)
    assert all(tiny.unet.attn_processors[name] is kept for name, kept in processors.items())
    assert all(torch.equal(value, weights[name]) for name, value in tiny.unet.state_dict().items())
    for parameter in tiny.unet.parameters():
        assert parameter.grad is None
        assert not parameter.requires_grad
    assert not any(part._forward_pre_hooks for part in tiny.unet.modules())


def test_its_keys_are_those_of_recipes() -> None:
    value = {"id": "pix2pix_zero", "from": "cat", "to": "dog"}
    made = parse(Pix2PixZero, value, "techniques[0]")
    assert made == Pix2PixZero(source_words="cat", target_words="dog")
    assert to_json(made).items() >= value.items()


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({"from": "cat"}, "to"),
        ({"from": " , ", "to": "dog"}, "from"),
        ({"from": "cat", "to": "the "}, "to"),
        ({"from": "cat", "to": "dog", "structure": -1}, "structure"),
    ],
)
def test_wrong_parameters_are_refused(value: Any, field: str) -> None:
    with pytest.raises(RecipeError, match=rf"techniques\[0\]\.{field}"):
        parse(Pix2PixZero, {"id": "pix2pix_zero"} | value, "techniques[0]")


def test_without_a_prompt_it_is_refused() -> None:
    with pytest.raises(RecipeError, match="prompt"):
        replace(REQUEST, prompt=" ", techniques=(CAT_TO_DOG,)).check()
