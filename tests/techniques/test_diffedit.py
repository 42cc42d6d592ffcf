"""DiffEdit: the mask it finds, an artist's own, every sampler; and what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from core.denoise.inversion import source_of
from core.denoise.paint import paint
from core.errors import Cancelled, RecipeError, UserError
from core.models.loading import LoadedModel
from core.request import SAMPLERS, Pixels, Request
from core.techniques.declare import parse, to_json
from core.techniques.diffedit import DiffEdit
from tests.techniques.runs import ended
from tests.tiny_models import tiny_model

EDIT = DiffEdit(source_words="a cat", target_words="a dog", maps=2, threshold=2.0)


def picture(width: int, height: int) -> Pixels:
    y, x = np.mgrid[:height, :width]
    rgb = np.stack([np.sin(x / 9) * 99 + 128, np.cos(y / 5) * 99 + 128, x + y], -1)
    return Pixels(np.dstack([rgb, np.full((height, width), 255)]).astype(np.uint8))


REQUEST = Request(
    prompt="",
    width=72,
    height=40,
    steps=4,
    batch=2,
    sampler="ddim",
    seed=1,
    source=picture(72, 40),
    strength=0.8,
    techniques=(EDIT,),
)


@pytest.fixture(scope="module")
def tiny() -> LoadedModel:
    return tiny_model(widths=(16, 24, 32), tokens=48)


@pytest.mark.parametrize("sampler", SAMPLERS)
@pytest.mark.parametrize("guidance", [1.0, 5.0])
def test_outside_the_mask_it_found_the_picture_is_the_sources(
    tiny: LoadedModel, sampler: str, guidance: float
) -> None:
    """diffusers decodes by DDIM only, keeps the latents of one level before, and fails without
    guidance."""
    run, found = ended(tiny, replace(REQUEST, sampler=sampler, guidance_scale=guidance))
    assert [(one.technique, one.name, one.index) for one in run.found] == [
        ("diffedit", "mask", 0),
        ("diffedit", "mask", 1),
    ]
    masks = torch.stack([one.coverage for one in run.found])[:, None, ::8, ::8]
    assert masks.shape == (2, 1, 5, 9)
    assert 0 < masks.mean() < 1
    kept = masks.expand_as(found) == 0
    source = source_of(run)
    assert torch.equal(found[kept], source[kept])
    assert not torch.allclose(found[~kept], source[~kept], atol=1e-3)


def test_a_picture_has_the_same_mask_alone_and_in_a_batch(tiny: LoadedModel) -> None:
    both, _ = ended(tiny, REQUEST)
    alone, _ = ended(tiny, replace(REQUEST, batch=1, seed=2))
    assert torch.equal(both.found[1].coverage, alone.found[0].coverage)


def test_the_mask_it_found_can_be_given_back_as_the_requests_own(tiny: LoadedModel) -> None:
    one = replace(REQUEST, batch=1)
    run, found = ended(tiny, one)
    mask = Pixels((run.found[0].coverage * 255).byte().numpy())
    again, same = ended(tiny, replace(one, mask=mask))
    assert not again.found
    # The generator has drawn no maps; by DDIM nothing else is drawn after the source.
    assert torch.equal(same, found)


def test_grey_of_a_painted_mask_is_changed_less(tiny: LoadedModel) -> None:
    levels = np.zeros((40, 72), np.uint8)
    levels[:, 24:48], levels[:, 48:] = 128, 255
    run, found = ended(tiny, replace(REQUEST, steps=10, mask=Pixels(levels)))
    change = (found - source_of(run)).abs().mean((0, 1, 2))
    assert change[:3].max() == 0
    assert 0 < change[3:6].mean() < change[6:].mean()


def test_a_lower_threshold_finds_more(tiny: LoadedModel) -> None:
    sizes = []
    for threshold in (1.0, 2.0, 3.0):
        run, _ = ended(tiny, replace(REQUEST, techniques=(replace(EDIT, threshold=threshold),)))
        sizes.append(float(sum(one.coverage.mean() for one in run.found)))
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[-1]


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("", "a dog"),
        ("A  cat on a beach", "a dog on a beach"),
        ("a catfish and a cat", "a catfish and a dog"),
        ("at night, a dog", "at night, a dog"),
        ("at night", "a dog, at night"),
    ],
)
def test_the_prompt_says_what_should_be_there(prompt: str, wanted: str) -> None:
    assert EDIT.read(replace(REQUEST, prompt=prompt)).prompt == wanted


def test_no_difference_is_told(tiny: LoadedModel) -> None:
    same = DiffEdit(source_words="a cat", target_words="A CAT", maps=1)
    with pytest.raises(UserError, match="differs"):
        paint(tiny, replace(REQUEST, techniques=(same,)))


@pytest.mark.parametrize("ending", ["done", "cancelled", "failed"])
def test_it_leaves_no_trace(
    tiny: LoadedModel, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = {name: value.clone() for name, value in tiny.unet.state_dict().items()}
    asked: list[int] = []
    if ending == "done":
        paint(tiny, REQUEST)
    elif ending == "cancelled":
        with pytest.raises(Cancelled):
            paint(tiny, REQUEST, cancelled=lambda: len(asked) > 60 or asked.append(1) is not None)
    else:
        monkeypatch.setattr("core.denoise.locating.show", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            paint(tiny, REQUEST)
    assert all(torch.equal(value, weights[name]) for name, value in tiny.unet.state_dict().items())
    assert not any(part._forward_pre_hooks for part in tiny.unet.modules())


def test_its_keys_are_those_of_recipes() -> None:
    value = {"id": "diffedit", "from": "a cat", "to": "a dog"}
    made = parse(DiffEdit, value, "techniques[0]")
    assert made == DiffEdit(source_words="a cat", target_words="a dog")
    assert to_json(made).items() >= value.items()


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({"from": "a cat"}, "to"),
        ({"from": "a cat", "to": " a  cat "}, "to"),
        ({"from": "", "to": "a dog"}, "from"),
        ({"from": "a cat", "to": "a dog", "maps": 0}, "maps"),
    ],
)
def test_wrong_parameters_are_refused(value: Any, field: str) -> None:
    with pytest.raises(RecipeError, match=rf"techniques\[0\]\.{field}"):
        parse(DiffEdit, {"id": "diffedit"} | value, "techniques[0]")


def test_without_a_picture_it_is_refused() -> None:
    with pytest.raises(RecipeError, match="picture"):
        replace(REQUEST, source=None, techniques=(EDIT,)).check()
