"""Attend-and-Excite: what is attended to, with every sampler and size; and what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from core.denoise import loop
from core.denoise.begin import begin, branches
from core.denoise.paint import paint
from core.denoise.run import Run, Step
from core.errors import Cancelled, RecipeError, UserError
from core.geometry import Rect
from core.models.loading import LoadedModel
from core.request import SAMPLERS, Pixels, RegionPrompt, Request
from core.techniques.attend_and_excite import AttendAndExcite, Refinement
from core.techniques.declare import parse
from core.techniques.multidiffusion import MultiDiffusion
from core.techniques.pix2pix_zero import Pix2PixZero
from tests.tiny_models import tiny_model

BOTH = AttendAndExcite(words=("cat", "frog"), refinements=(), scale=200.0)
REQUEST = Request(
    prompt="a cat and a frog", width=72, height=40, steps=2, batch=2, sampler="ddim", seed=1
)


@pytest.fixture(scope="module")
def tiny() -> LoadedModel:
    return tiny_model(widths=(16, 24, 32), tokens=48)


def run_of(model: LoadedModel, request: Request) -> tuple[Run, Tensor, Any]:
    """A run that has begun, its first latents, and the technique's part in it."""
    run, latents = begin(model, request)
    for place in run.places:
        latents = place.start(latents)
    return run, latents, run.places[-1]


def losses(model: LoadedModel, request: Request) -> list[tuple[Tensor, Tensor]]:
    """Each picture's loss before and after the latents of each of the first steps were moved."""
    with torch.no_grad():
        run, latents, place = run_of(model, request)
        found = []
        with run.attention.installed(model.unet, run.places):
            for index in range(2):
                step = Step(run, index, branches(run), latents)
                moved = place.before(step, latents)
                found.append((place._loss(step, latents)[0], place._loss(step, moved)[0]))
    return found


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_the_least_attended_word_is_attended_to_more(tiny: LoadedModel, sampler: str) -> None:
    """Not square, 48 tokens, latents of any scale."""
    technique = replace(BOTH, end=1.0)
    request = replace(REQUEST, sampler=sampler, steps=4, techniques=(technique,))
    for before, after in losses(tiny, request):
        assert (after < before).all()


def test_latents_are_moved_alike_whatever_scale_a_sampler_keeps_them_at(tiny: LoadedModel) -> None:
    """diffusers shows Euler's latents to the UNet as they are, fourteen times too large."""
    moves = []
    for sampler in ("ddim", "euler"):
        with torch.no_grad():
            run, _, place = run_of(tiny, replace(REQUEST, sampler=sampler, techniques=(BOTH,)))
            level = run.schedule.levels[0]
            scale = (level.signal**2 + level.noise**2) ** 0.5
            with run.attention.installed(tiny.unet, run.places):
                latents = run.noise * scale
                run.schedule.times = [torch.tensor(801.0)] * 2
                step = Step(run, 0, branches(run), latents)
                moves.append((place.before(step, latents) - latents) / scale)
    assert moves[0].abs().max() > 1e-3
    torch.testing.assert_close(moves[1], moves[0], atol=1e-5, rtol=1e-3)


def watched(model: LoadedModel, request: Request) -> list[Any]:
    """What one prediction's calls attend to, by the technique that stands last."""
    with torch.no_grad():
        run, latents, place = run_of(model, request)
        place._predicted = []
        with run.attention.installed(model.unet, run.places):
            step = Step(run, 0, branches(run), latents)
            step.predict(latents, step.branches)
    found: list[Any] = place._predicted
    return found


def test_the_maps_have_the_pictures_shape(tiny: LoadedModel) -> None:
    """diffusers takes width for height: the peak of a picture that is not square is elsewhere.

    Attention that is put into one place by hand is found in that place.
    """
    request = replace(REQUEST, techniques=(replace(BOTH, smoothing=False),))
    (seen,) = watched(tiny, request)
    assert seen.mean.shape == (1, 2, 2 * 3, 48)  # latents of 5 × 9 at a quarter: 2 × 3
    seen.mean = torch.zeros(1, 2, 2 * 3, 48)
    seen.mean[0, :, 1 * 3 + 2, 2] = 1
    with torch.no_grad():
        _, _, place = run_of(tiny, request)
    cat, frog = (place._map(seen, mention, sharpened=False) for mention in place._mentions)
    assert cat.shape == (2, 2, 3)
    assert cat.nonzero().tolist() == [[0, 1, 2], [1, 1, 2]]
    assert not frog.any()


@pytest.mark.parametrize("regions_by", ["windows", "attention"])
def test_a_word_of_a_region_is_looked_for_in_that_region(
    tiny: LoadedModel, regions_by: str
) -> None:
    region = RegionPrompt("a red balloon", box=Rect(0, 0, 24, 40))
    techniques = [replace(BOTH, words=("red balloon", "cat"))]
    if regions_by == "attention":
        techniques.insert(0, MultiDiffusion(regions_by="attention"))
    request = replace(REQUEST, regions=(region,), techniques=tuple(techniques))
    with torch.no_grad():
        _, _, place = run_of(tiny, request)
    total = {0: torch.zeros(2, 1, 5, 9), 1: torch.zeros(2, 1, 5, 9)}
    for seen in watched(tiny, request):
        for i, mention in enumerate(place._mentions):
            maps = place._map(seen, mention, sharpened=False)
            if maps is not None:
                size = seen.call.view.box.height, seen.call.view.box.width
                whole = torch.nn.functional.interpolate(maps[:, None], size)
                seen.call.view.add(total[i], whole)
    balloon, cat = (total[i][:, 0].amax((0, 1)) > 1e-6 for i in total)
    assert balloon[:3].all()
    assert not balloon[6:].any()
    assert cat[6:].all()


def test_every_mention_of_a_word_counts_in_long_prompts_too(tiny: LoadedModel) -> None:
    prompt = "a cat " + "on a beach " * 30 + "and a cat"
    request = replace(REQUEST, prompt=prompt, techniques=(replace(BOTH, words=("CAT",)),))
    with torch.no_grad():
        _, _, place = run_of(tiny, request)
    first, last = (mention.positions for mention in place._mentions)
    assert first == (2,)
    assert last[0] > 96  # in the third chunk


def test_refinement_stops_when_the_words_are_attended_to(tiny: LoadedModel) -> None:
    calls: list[int] = []
    hook = tiny.unet.register_forward_pre_hook(lambda *_: calls.append(1))
    try:
        for threshold, wanted in ((0.001, 1), (0.999, 4)):
            calls.clear()
            refinements = (Refinement(at=0.0, threshold=threshold),)
            technique = replace(BOTH, refinements=refinements, max_refinement_steps=3)
            with torch.no_grad():
                run, latents, place = run_of(tiny, replace(REQUEST, techniques=(technique,)))
                with run.attention.installed(tiny.unet, run.places):
                    place.before(Step(run, 0, branches(run), latents), latents)
            assert len(calls) == wanted
    finally:
        hook.remove()


def test_optimising_runs_no_layer_that_it_does_not_need(tiny: LoadedModel) -> None:
    last: list[int] = []
    hook = tiny.unet.up_blocks[-1].register_forward_pre_hook(lambda *_: last.append(1))
    try:
        with torch.no_grad():
            run, latents = begin(tiny, replace(REQUEST, steps=4, techniques=(BOTH,)))
            with run.attention.installed(tiny.unet, run.places):
                loop.denoise(run, latents, branches(run), lambda *_: None)
    finally:
        hook.remove()
    assert len(last) == 4


def test_maps_are_given_when_asked_for(tiny: LoadedModel) -> None:
    with torch.no_grad():
        technique = replace(BOTH, show_maps=True, scale=0.0)
        run, latents = begin(tiny, replace(REQUEST, techniques=(technique,)))
        with run.attention.installed(tiny.unet, run.places):
            loop.denoise(run, latents, branches(run), lambda *_: None)
    assert [(one.name, one.index) for one in run.found] == [
        ("cat", 0),
        ("frog", 0),
        ("cat", 1),
        ("frog", 1),
    ]
    for one in run.found:
        assert one.coverage.shape == (5, 9)
        assert one.coverage.max() == 1
        assert one.coverage.min() >= 0


def test_at_scale_0_it_is_not_there(tiny: LoadedModel) -> None:
    off = paint(tiny, replace(REQUEST, techniques=(replace(BOTH, scale=0.0),)))
    plain = paint(tiny, REQUEST)
    for a, b in zip(off, plain, strict=True):
        assert abs(a.astype(int) - b).max() <= 1  # attention written out rounds otherwise


@pytest.mark.parametrize("ending", ["done", "cancelled", "failed"])
def test_it_leaves_no_trace(
    tiny: LoadedModel, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    processors = dict(tiny.unet.attn_processors)
    weights = {name: value.clone() for name, value in tiny.unet.state_dict().items()}
    request = replace(REQUEST, techniques=(BOTH,))
    asked: list[int] = []
    if ending == "done":
        paint(tiny, request)
    elif ending == "cancelled":
        with pytest.raises(Cancelled):
            paint(tiny, request, cancelled=lambda: len(asked) > 40 or asked.append(1) is not None)
    else:
        monkeypatch.setattr("core.denoise.word_attention.smoothed", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            paint(tiny, request)
    assert all(tiny.unet.attn_processors[name] is kept for name, kept in processors.items())
    assert all(torch.equal(value, weights[name]) for name, value in tiny.unet.state_dict().items())
    for parameter in tiny.unet.parameters():
        assert parameter.grad is None
        assert not parameter.requires_grad
    assert not any(part._forward_pre_hooks for part in tiny.unet.modules())


def test_a_word_that_is_not_in_the_prompt_is_named_before_anything_is_loaded() -> None:
    request = replace(REQUEST, techniques=(replace(BOTH, words=("cat", "dog")),))
    with pytest.raises(RecipeError, match=r"techniques\[0\]\.words.*“dog”"):
        request.check()
    replace(REQUEST, techniques=(replace(BOTH, words=("Frog", "a cat")),)).check()
    replace(REQUEST, prompt="a (cat:1.3) and [frog]", techniques=(BOTH,)).check()
    with pytest.raises(RecipeError, match="“frog”"):
        replace(REQUEST, prompt="a cat and frogs", techniques=(BOTH,)).check()


def test_a_word_that_only_the_pass_can_miss_is_named_there(tiny: LoadedModel) -> None:
    request = replace(REQUEST, prompt="a {cat|dog}", techniques=(BOTH,))
    request.check()
    with pytest.raises(UserError, match="“frog”"):
        paint(tiny, request)


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({"words": []}, "words"),
        ({}, "words"),
        ({"words": "cat"}, "words"),
        ({"words": ["cat"], "start": 0.6, "end": 0.4}, "end"),
        ({"words": ["cat"], "refinements": [{"threshold": 2}]}, r"refinements\[0\]\.threshold"),
    ],
)
def test_wrong_parameters_are_refused(value: Any, field: str) -> None:
    with pytest.raises(RecipeError, match=rf"techniques\[0\]\.{field}"):
        parse(AttendAndExcite, {"id": "attend_and_excite"} | value, "techniques[0]")


def test_prompts_that_and_joins_are_looked_at_each_by_itself(tiny: LoadedModel) -> None:
    request = replace(REQUEST, prompt="a cat AND a (frog:1.2)", techniques=(BOTH,))
    with torch.no_grad():
        _, _, place = run_of(tiny, request)
    found = [(m.word, m.prompt, m.positions) for m in place._mentions]
    assert found == [("cat", 0, (2,)), ("frog", 1, (2,))]
    paint(tiny, request)


@pytest.mark.parametrize("sampler", ["euler", "unipc"])
def test_words_of_a_region_that_does_not_count_yet_change_nothing(
    tiny: LoadedModel, sampler: str
) -> None:
    late = RegionPrompt("a red balloon", box=Rect(0, 0, 36, 40), start=0.5)
    asked = replace(REQUEST, sampler=sampler, steps=4, regions=(late,))
    balloon = replace(BOTH, words=("balloon",), end=0.5)
    with_it = paint(tiny, replace(asked, techniques=(balloon,)))
    assert all((a == b).all() for a, b in zip(with_it, paint(tiny, asked), strict=True))
    later = paint(tiny, replace(asked, techniques=(replace(balloon, end=1.0),)))
    assert any((a != b).any() for a, b in zip(with_it, later, strict=True))


def test_maps_that_are_shown_are_of_the_steps_alone(tiny: LoadedModel) -> None:
    """Not of what inverts a picture before them, nor of the picture that is not edited."""
    rgba = np.full((40, 72, 4), 200, np.uint8)
    rgba[8:30, 10:50, 0] = 20
    shows = replace(BOTH, scale=0.0, show_maps=True)
    edit = Pix2PixZero(source_words="cat", target_words="dog")
    request = replace(
        REQUEST, source=Pixels(rgba), strength=1.0, guidance_scale=1.0, techniques=(shows, edit)
    )
    with torch.no_grad():
        run, latents = begin(tiny, request)
        place: Any = next(one for one in run.places if hasattr(one, "_predicted"))
        with run.attention.installed(tiny.unet, run.places):
            for one in run.places:
                latents = one.start(latents)
            counts = []
            guide = place.guide
            place.guide = lambda *a: (counts.append(len(place._predicted)), guide(*a))[1]
            for _ in loop.steps(run, latents, branches(run)):
                pass
    assert counts == [1, 1]
