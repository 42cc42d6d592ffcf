"""Weights and AND, from the prompt to the prediction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import torch
from torch import Tensor

from core.denoise import loop
from core.denoise.begin import begin, branches
from core.denoise.conditions import NEGATIVE, PROMPT, Branch
from core.denoise.places import Places
from core.geometry import Rect
from core.models.loading import LoadedModel
from core.recipe import parse_recipe
from core.request import RegionPrompt, Request
from core.techniques import techniques
from core.techniques.prompt_weighting import PromptWeighting
from tests.tiny_models import tiny_model

if TYPE_CHECKING:
    from pathlib import Path

    from core.denoise.run import Step

REQUEST = Request("a cat", "a dog", width=64, height=48, steps=2, sampler="euler", seed=1)


@pytest.fixture(scope="module")
def tiny() -> LoadedModel:
    return tiny_model(widths=(16, 24, 32), tokens=48)


def latents_of(model: LoadedModel, request: Request, *places: Places) -> Tensor:
    with torch.no_grad():
        run, latents = begin(model, request)
        run.places = [*run.places, *places]
        return loop.denoise(run, latents, branches(run), lambda *_: None)


def painted(model: LoadedModel, prompt: str, **fields: Any) -> Tensor:
    return latents_of(model, replace(REQUEST, prompt=prompt, **fields))


def test_weights_in_the_prompt_work_without_the_technique(tiny: LoadedModel) -> None:
    plain = painted(tiny, "a cat on a beach")
    assert torch.equal(painted(tiny, "a [(cat)] on a beach # with weights"), plain)
    assert not torch.allclose(painted(tiny, "a (cat:1.4) on a beach"), plain)
    assert not torch.allclose(painted(tiny, "a cat", negative_prompt="a (dog:2)"), plain)


def test_the_technique_says_how_they_act(tiny: LoadedModel) -> None:
    found = [
        painted(tiny, "a (cat:1.4)", techniques=(PromptWeighting(method=method),))
        for method in ("compel", "a1111", "multiply")
    ]
    assert torch.equal(found[0], painted(tiny, "a (cat:1.4)"))
    assert not torch.equal(found[0], found[2])


class Composed(Places):
    """Composition as the paper has it: ε_neg + s Σ w_i (ε_i - ε_neg)."""

    def __init__(self, shares: dict[str, float]) -> None:
        self.shares = shares

    def branches(self, step: Step, branches: list[Branch]) -> list[Branch]:
        run = step.run
        own = [Branch.everywhere(text, run.encode(text)) for text in self.shares]
        negative = Branch.everywhere(NEGATIVE, run.encode(run.request.negative_prompt))
        rest = [one for one in branches if one.name != NEGATIVE]
        return [negative, *rest, *own]

    def guide(self, step: Step, noise: Tensor) -> Tensor:
        negative = step.predictions[NEGATIVE]
        moved = [w * (step.predictions[text] - negative) for text, w in self.shares.items()]
        return negative + step.run.request.guidance_scale * torch.stack(moved).sum(0)


@pytest.mark.parametrize("guidance", [1.0, 5.0])
@pytest.mark.parametrize("batch", [1, 2])
def test_and_adds_predictions_as_composition_does(
    tiny: LoadedModel, guidance: float, batch: int
) -> None:
    request = replace(REQUEST, guidance_scale=guidance, batch=batch)
    wanted = latents_of(tiny, request, Composed({"a frog": 1.0, "a cat": 0.5}))
    found = latents_of(tiny, replace(request, prompt="a frog AND a cat :0.5"))
    torch.testing.assert_close(found, wanted, atol=1e-4, rtol=1e-4)


def test_shares_that_sum_to_1_need_no_negative_prediction(tiny: LoadedModel) -> None:
    rows: list[int] = []
    hook = tiny.unet.register_forward_pre_hook(lambda _, inputs: rows.append(len(inputs[0])))
    painted(tiny, "a frog :0.5 AND a cat :0.5", guidance_scale=1.0)
    painted(tiny, "a frog AND a cat", guidance_scale=1.0)
    hook.remove()
    assert rows == [2, 2, 3, 3]


def test_joined_words_can_be_blended_instead(tiny: LoadedModel) -> None:
    blend = PromptWeighting(joined="words")
    same = painted(tiny, "a cat AND a cat :3", techniques=(blend,))
    torch.testing.assert_close(same, painted(tiny, "a cat"), atol=1e-5, rtol=1e-5)
    two = painted(tiny, "a cat AND a frog", techniques=(blend,))
    assert not torch.allclose(two, painted(tiny, "a cat AND a frog"))


@pytest.mark.parametrize("prompt", ["a AND b AND c", "AND", "a :-1 AND b :1", "a :0 AND b :0"])
def test_every_and_paints(tiny: LoadedModel, prompt: str) -> None:
    long = prompt.replace("b", "b " * 60)
    assert painted(tiny, long, negative_prompt="x AND y", batch=2).isfinite().all()


def test_regions_have_weights_and_and(tiny: LoadedModel) -> None:
    def of(prompt: str) -> Tensor:
        region = RegionPrompt(prompt, box=Rect(0, 0, 32, 48))
        return painted(tiny, "a beach", regions=(region,))

    assert torch.equal(of("a [(cat)]"), of("a cat"))
    assert not torch.allclose(of("a (cat:1.5)"), of("a cat"))
    assert not torch.allclose(of("a cat AND a frog"), of("a cat"))
    assert of("a cat AND a frog").isfinite().all()


def test_it_is_declared_and_reads_from_a_recipe(tmp_path: Path) -> None:
    assert "prompt_weighting" in techniques()
    recipe = {"prompt": "a", "techniques": [{"id": "prompt_weighting", "method": "a1111"}]}
    assert parse_recipe(recipe, tmp_path).techniques == (PromptWeighting(method="a1111"),)


def test_the_prompts_branch_still_has_one_encoding(tiny: LoadedModel) -> None:
    """Who looks at a branch's words finds the mean of what is joined."""
    with torch.no_grad():
        run, _ = begin(tiny, replace(REQUEST, prompt="a cat :2 AND a frog :1"))
        (branch,) = [one for one in branches(run) if one.name == PROMPT]
        cat, frog = (run.encode(text).encoding for text in ("a cat", "a frog"))
        torch.testing.assert_close(branch.parts[0].words.encoding, (2 * cat + frog) / 3)
        assert [round(part.share, 3) for part in branch.within(None)] == [2, 1, -2]
