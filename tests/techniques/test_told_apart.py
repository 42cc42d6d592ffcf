"""Where a technique guides by the difference of two predictions, that is one of words, or of what
it perturbs: reference pictures and maps that guide are seen by both, or by neither."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import torch

from core.denoise.attention import Site
from core.denoise.begin import begin, branches
from core.denoise.paint import paint
from core.denoise.run import Run, Step
from core.denoise.unet import Call
from core.errors import UserError
from core.models.loading import LoadedModel
from core.models.shelf import Shelf
from core.request import Request
from core.techniques import controlnet, diffedit, ledits, reference
from core.techniques.controlnet import CONTROL_FIRST, ControlNet
from tests.techniques.settings import Bench

CASES = [
    ("perturbed_attention_guidance", "prompt, attention perturbed", "prompt"),
    ("semantic_guidance", "concept 0: sunglasses", "negative"),
    ("instruct_pix2pix", "negative, picture unseen", "negative"),
    ("ledits", "edit 0: a hat", "prompt"),
]


def _asked(bench: Bench, id: str, beside: str) -> tuple[LoadedModel, Shelf, Request]:
    model, shelf = bench.model([id, beside])
    request = bench.asked([id, beside])
    own = request.techniques[0]
    if isinstance(own, ledits.Ledits):  # without words of its own the prompt is its base
        own = replace(own, concepts=(ledits.Edit(prompt="a hat"),))
        request = replace(request, prompt="", guidance_scale=1.0)
    return model, shelf, replace(request, techniques=(own, *request.techniques[1:]))


def _first_call(model: LoadedModel, shelf: Shelf, request: Request) -> tuple[Run, Call]:
    """The call of the UNet for the first step's own prediction."""
    with torch.no_grad():
        run, latents = begin(model, request, shelf)
        with run.attention.installed(model.unet, run.places):
            for place in run.places:
                latents = place.start(latents)
            step = Step(run, 0, branches(run), latents)
            for place in run.places:
                step.branches = place.branches(step, step.branches)
            return run, Call.of(step, step.views[0], latents, step.branches)


@pytest.mark.parametrize(("id", "branch", "base"), CASES)
def test_both_see_the_reference_picture_or_neither(
    bench: Bench, id: str, branch: str, base: str
) -> None:
    run, call = _first_call(*_asked(bench, id, "reference"))
    (place,) = [one for one in run.places if isinstance(one, reference._References)]
    more = place.attention_more(Site(place._names[0], cross=True))
    assert more is not None
    width = run.model.unet.get_submodule(place._names[0]).heads
    queries = call.latents.shape[2] * call.latents.shape[3]
    inner = run.model.unet.get_submodule(place._names[0]).inner_dim // width
    found: Any = more(call, torch.ones(len(call.latents), width, queries, inner))
    parts = dict(zip(call.owners, found.split(call.pictures), strict=True))
    assert torch.equal(parts[branch], parts[base])
    if "negative" in parts:
        assert not torch.equal(parts["prompt"], parts["negative"])


@pytest.mark.parametrize(("id", "branch", "base"), CASES)
def test_both_are_controlled_or_neither_where_the_control_comes_first(
    bench: Bench, id: str, branch: str, base: str
) -> None:
    model, shelf, request = _asked(bench, id, "controlnet")
    own, control = request.techniques
    assert isinstance(control, ControlNet)
    first = replace(control, balance=CONTROL_FIRST)
    run, call = _first_call(model, shelf, replace(request, techniques=(own, first)))
    (place,) = [one for one in run.places if isinstance(one, controlnet.Control)]
    controlled = {call.owners[part] for part in place._parts(call)}
    assert (branch in controlled) == (base in controlled)
    assert "prompt" in controlled


def test_the_mask_that_diffedit_finds_is_none_of_a_reference_picture(bench: Bench) -> None:
    model, shelf = bench.model(["diffedit", "reference"])
    request = bench.asked(["diffedit", "reference"])
    same = diffedit.DiffEdit(source_words="a cat", target_words="A CAT", maps=1)
    request = replace(request, techniques=(same, *request.techniques[1:]))
    with pytest.raises(UserError, match="differs"):
        paint(model, request, shelf=shelf)
