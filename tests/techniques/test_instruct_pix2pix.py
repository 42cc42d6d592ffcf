"""InstructPix2Pix: both scales, masks, regions, other techniques beside it, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from core.denoise import pictures
from core.denoise.begin import begin
from core.denoise.paint import paint
from core.errors import RecipeError, UserError
from core.generation.resolve import resolved
from core.geometry import Rect
from core.models.loading import LoadedModel
from core.request import SAMPLERS, Pixels, RegionPrompt, Request
from core.techniques.attend_and_excite import AttendAndExcite
from core.techniques.instruct_pix2pix import InstructPix2Pix
from core.techniques.perturbed_attention_guidance import PerturbedAttentionGuidance
from core.techniques.self_attention_guidance import SelfAttentionGuidance
from core.techniques.semantic_guidance import SemanticGuidance, Slider
from tests.techniques.runs import ended
from tests.tiny_models import tiny_model


def picture() -> Pixels:
    y, x = np.mgrid[:56, :72]
    return Pixels(np.dstack([x * 3, y * 4, x + y, np.full_like(x, 255)]).astype(np.uint8))


NIGHT = InstructPix2Pix(instruction="make it night")
REQUEST = Request(
    "",
    source=picture(),
    width=72,
    height=56,
    strength=1.0,
    steps=3,
    sampler="euler",
    guidance_scale=5.0,
    seed=3,
    techniques=(NIGHT,),
)


@pytest.fixture(scope="module")
def model() -> LoadedModel:
    return tiny_model(widths=(16, 24, 32), tokens=48, channels=8, prediction="v_prediction")


def same(model: LoadedModel, one: Request, other: Request) -> bool:
    pairs = zip(paint(model, one), paint(model, other), strict=True)
    return all(bool((a == b).all()) for a, b in pairs)


@pytest.mark.parametrize(
    ("guidance", "scale", "expected"), [(5.0, 1.5, 3), (5.0, 1.0, 2), (1.0, 1.5, 3), (1.0, 1.0, 1)]
)
def test_each_step_makes_the_predictions_that_its_scales_need(
    model: LoadedModel, guidance: float, scale: float, expected: int
) -> None:
    rows: list[int] = []
    hook = model.unet.register_forward_pre_hook(lambda _, inputs: rows.append(len(inputs[0])))
    paint(
        model,
        replace(
            REQUEST,
            guidance_scale=guidance,
            techniques=(replace(NIGHT, image_guidance_scale=scale),),
        ),
    )
    hook.remove()
    assert rows == [expected] * 3


def test_without_guidance_the_picture_still_guides(model: LoadedModel) -> None:
    (exact,) = paint(model, replace(REQUEST, guidance_scale=1.0))
    (nearly,) = paint(model, replace(REQUEST, guidance_scale=1.00001))
    assert np.abs(exact.astype(int) - nearly).max() <= 1


def test_an_empty_instruction_is_the_prompt(model: LoadedModel) -> None:
    prompted = replace(REQUEST, prompt="make it night", techniques=(InstructPix2Pix(),))
    assert same(model, REQUEST, prompted)


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_a_mask_keeps_the_picture_beside_it_with_every_sampler(
    model: LoadedModel, sampler: str
) -> None:
    mask = np.zeros((56, 72), np.uint8)
    mask[16:40, 24:56] = 255
    mask[40:48, 24:56] = 120
    request = replace(REQUEST, mask=Pixels(mask), sampler=sampler, batch=2)
    pictures = paint(model, request)
    assert len(pictures) == 2
    assert not same(model, request, replace(request, mask=None))


LOCAL = replace(NIGHT, threshold=0.5)


@pytest.mark.parametrize("sampler", SAMPLERS)
@pytest.mark.parametrize("guidance", [1.0, 5.0])
def test_where_the_instruction_does_not_matter_the_picture_is_the_sources(
    model: LoadedModel, sampler: str, guidance: float
) -> None:
    request = replace(
        REQUEST, sampler=sampler, guidance_scale=guidance, batch=2, techniques=(LOCAL,)
    )
    run, latents = ended(model, request)
    assert [(one.technique, one.name, one.index, one.keeps) for one in run.found] == [
        ("instruct_pix2pix", "mask", 0, True),
        ("instruct_pix2pix", "mask", 1, True),
    ]
    masks = torch.stack([one.coverage for one in run.found])[:, None, ::8, ::8]
    assert 0 < masks.mean() < 1
    kept = masks.expand_as(latents) == 0
    pixels = pictures.unit(picture().array, model.device)
    source = pictures.read(model, pixels).expand_as(latents)
    assert torch.allclose(latents[kept], source[kept], atol=1e-6)
    assert not torch.allclose(latents[~kept], source[~kept], atol=1e-3)


def test_a_higher_threshold_changes_less(model: LoadedModel) -> None:
    sizes = []
    for threshold in (0.1, 0.4, 0.7):
        local = replace(REQUEST, techniques=(replace(LOCAL, threshold=threshold),))
        sizes.append(float(ended(model, local)[0].found[0].coverage.mean()))
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[-1]


def test_a_picture_has_the_same_relevance_alone_and_in_a_batch(model: LoadedModel) -> None:
    both, _ = ended(model, replace(REQUEST, batch=2, techniques=(LOCAL,)))
    alone, _ = ended(model, replace(REQUEST, seed=REQUEST.seed + 1, techniques=(LOCAL,)))
    assert torch.equal(both.found[1].coverage, alone.found[0].coverage)


def test_a_painted_mask_stands_in_the_place_of_the_one_that_would_be_found(
    model: LoadedModel,
) -> None:
    mask = np.zeros((56, 72), np.uint8)
    mask[16:40, 24:56] = 255
    masked = replace(REQUEST, mask=Pixels(mask))
    assert same(model, masked, replace(masked, techniques=(LOCAL,)))
    assert not ended(model, replace(masked, techniques=(LOCAL,)))[0].found


def test_an_instruction_that_changes_nothing_is_told(model: LoadedModel) -> None:
    nothing = replace(REQUEST, negative_prompt="make it night", techniques=(LOCAL,))
    with pytest.raises(UserError, match="“make it night” changes nothing"):
        paint(model, nothing)


def test_regions_have_instructions_of_their_own(model: LoadedModel) -> None:
    regional = replace(REQUEST, regions=(RegionPrompt("make it a dog", box=Rect(0, 0, 32, 56)),))
    assert not same(model, regional, REQUEST)


@pytest.mark.parametrize("guidance", [1.0, 5.0])
@pytest.mark.parametrize(
    "other",
    [
        SelfAttentionGuidance(),
        PerturbedAttentionGuidance(),
        SemanticGuidance(concepts=(Slider(prompt="snow", warm_up=0),)),
        AttendAndExcite(words=("night",)),
    ],
    ids=lambda one: one.declaration.id,
)
def test_other_guidance_adds_to_it(model: LoadedModel, guidance: float, other: Any) -> None:
    alone = replace(REQUEST, guidance_scale=guidance, batch=2)
    both = replace(alone, techniques=(other, NIGHT))
    both.check()  # a word of the instruction is a word of the prompt
    assert not same(model, both, alone)
    turned = replace(alone, techniques=(NIGHT, other))
    for one, two in zip(paint(model, both), paint(model, turned), strict=True):
        assert np.abs(one.astype(int) - two).max() <= 1


def test_it_begins_from_noise_unless_a_strength_is_asked_for(model: LoadedModel) -> None:
    request = replace(REQUEST, strength=None)
    assert resolved(request, model.info).strength == 1.0
    assert resolved(replace(request, strength=0.4), model.info).strength == 0.4
    with torch.no_grad():
        run, latents = begin(model, resolved(request, model.info))
        assert torch.equal(latents, run.noise * run.schedule.start_sigma)
        run, latents = begin(model, replace(REQUEST, strength=0.4))
        assert run.source is not None


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"source": None, "strength": None}, "techniques[0]", "a picture to work on"),
        ({"techniques": (InstructPix2Pix(),)}, "techniques[0].instruction", "nor a prompt"),
        ({"techniques": (NIGHT, NIGHT)}, "techniques[1]", "both instructions into one"),
    ],
)
def test_what_is_missing_is_told(changes: dict[str, Any], field: str, says: str) -> None:
    with pytest.raises(RecipeError) as caught:
        replace(REQUEST, **changes).check()
    assert caught.value.field == field
    assert says in str(caught.value)


def test_model_and_technique_belong_together(model: LoadedModel) -> None:
    with pytest.raises(UserError, match="was made for InstructPix2Pix"):
        resolved(replace(REQUEST, prompt="a cat", techniques=()), model.info)
    with pytest.raises(UserError, match="InstructPix2Pix needs a model made for it"):
        resolved(REQUEST, tiny_model().info)
