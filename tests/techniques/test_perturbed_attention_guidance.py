"""Perturbed-Attention Guidance: one prediction more, every sampler, nothing left behind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.denoise.paint import paint
from core.geometry import Rect
from core.models.loading import LoadedModel
from core.request import SAMPLERS, RegionPrompt, Request
from core.techniques.perturbed_attention_guidance import PerturbedAttentionGuidance, inner_blocks
from core.techniques.self_attention_guidance import SelfAttentionGuidance
from core.techniques.semantic_guidance import SemanticGuidance, Slider
from tests.tiny_models import tiny_model

REQUEST = Request("a cat", width=72, height=56, steps=3, sampler="euler", seed=3)
PERTURBED = replace(REQUEST, techniques=(PerturbedAttentionGuidance(),))


@pytest.fixture(scope="module")
def model() -> LoadedModel:
    return tiny_model(widths=(16, 24, 32), tokens=48, prediction="v_prediction")


@pytest.mark.parametrize(("guidance", "expected"), [(5.0, 3), (1.0, 2)])
def test_it_costs_one_prediction_in_the_same_call(
    model: LoadedModel, guidance: float, expected: int
) -> None:
    rows: list[int] = []
    hook = model.unet.register_forward_pre_hook(lambda _, inputs: rows.append(len(inputs[0])))
    paint(model, replace(PERTURBED, guidance_scale=guidance))
    hook.remove()
    assert rows == [expected] * 3


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_it_runs_with_every_sampler_with_regions_and_in_batches(
    model: LoadedModel, sampler: str
) -> None:
    request = replace(
        PERTURBED,
        sampler=sampler,
        batch=2,
        regions=(RegionPrompt("a dog", box=Rect(0, 0, 30, 56)),),
    )
    on, off = paint(model, request), paint(model, replace(request, techniques=()))
    assert all((a != b).any() for a, b in zip(on, off, strict=True))


def test_at_scale_0_it_is_not_there(model: LoadedModel) -> None:
    off = replace(REQUEST, techniques=(PerturbedAttentionGuidance(scale=0.0),))
    assert (paint(model, off)[0] == paint(model, REQUEST)[0]).all()


def test_it_adds_to_the_other_kinds_of_guidance(model: LoadedModel) -> None:
    others = SelfAttentionGuidance(), SemanticGuidance(concepts=(Slider(prompt="snow"),))
    both = replace(REQUEST, techniques=(*others, PerturbedAttentionGuidance(layers="inner")))
    assert (paint(model, both)[0] != paint(model, replace(REQUEST, techniques=others))[0]).any()


def test_attention_is_itself_again_afterwards_and_when_it_fails(
    model: LoadedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dict(model.unet.attn_processors)
    paint(model, PERTURBED)
    assert all(model.unet.attn_processors[name] is one for name, one in before.items())
    calls = iter(range(2))

    def fails(*_: object) -> None:
        if next(calls) == 1:
            raise RuntimeError("in the middle")

    hook = model.unet.register_forward_pre_hook(fails)
    with pytest.raises(RuntimeError, match="in the middle"):
        paint(model, PERTURBED)
    hook.remove()
    assert all(model.unet.attn_processors[name] is one for name, one in before.items())


def test_the_blocks_around_the_middle_are_found_in_any_network() -> None:
    attended = [
        "down_blocks.1.attentions.0.transformer_blocks.0.attn1",
        "down_blocks.2.attentions.1.transformer_blocks.0.attn1",
        "down_blocks.3.resnets.0",
        "mid_block.attentions.0.transformer_blocks.0.attn1",
        "up_blocks.1.attentions.0.transformer_blocks.0.attn1",
        "up_blocks.2.attentions.0.transformer_blocks.0.attn1",
    ]
    assert inner_blocks(attended) == ["down_blocks.2", "up_blocks.1"]
    assert inner_blocks([]) == []
