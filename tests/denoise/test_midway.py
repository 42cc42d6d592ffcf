"""A run that is set aside and goes on is the run that was never set aside, to the bit."""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from core.denoise import stretch as module
from core.denoise.begin import begin
from core.denoise.level import Level
from core.denoise.midway import Midway, SetAside
from core.denoise.paint import paint
from core.denoise.stretch import Stretch
from core.models.library import find_models
from core.models.loading import LoadedModel, load
from core.request import SAMPLERS, Pixels, Request
from tests.techniques.traces import differences, digest
from tests.tiny_flows import save

REQUEST = Request("a cat on a beach", width=64, height=48, steps=4, seed=3, batch=1)

OFTEN = "dpmpp_2m", "dpmpp_sde", "pndm"
"""Each remembers other things of its steps."""


def source(height: int = 48, width: int = 64) -> Pixels:
    y, x = np.mgrid[:height, :width]
    rgba = np.full((height, width, 4), 255, np.uint8)
    rgba[..., 0], rgba[..., 1] = x * 4 % 256, y * 5 % 256
    return Pixels(rgba)


def mask(left: int, right: int) -> Pixels:
    coverage = np.zeros((48, 64), np.uint8)
    coverage[:, left:right] = 255
    coverage[:, right : right + 8] = 120
    return Pixels(coverage)


def strokes(grey: int = 250) -> Pixels:
    """Paint in the middle of a picture of 64 × 48 px."""
    rgba = np.zeros((48, 64, 4), np.uint8)
    rgba[16:32, 24:48] = (grey, 30, 30, 255)
    return Pixels(rgba)


def set_aside(model: LoadedModel, request: Request, after: int, **options: Any) -> Midway:
    """Paints until so many steps are done, and hands over what crosses to another process."""
    done = [0]
    options.setdefault("step", lambda step, steps, shown: done.__setitem__(0, step))
    with pytest.raises(SetAside) as left:
        paint(model, request, paused=lambda: done[0] >= after, **options)
    midway: Midway = pickle.loads(pickle.dumps(left.value.midway, protocol=5))
    assert midway.step == after
    return midway


def same(one: list[Any], other: list[Any]) -> bool:
    return all(map(np.array_equal, one, other))


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_set_aside_after_every_step_it_goes_on_as_if_it_had_not_been(
    tiny: LoadedModel, sampler: str
) -> None:
    request = replace(REQUEST, sampler=sampler)
    whole = paint(tiny, request)
    midway = None
    for after in range(1, REQUEST.steps):
        midway = set_aside(tiny, request, after, midway=midway)
    assert same(paint(tiny, request, midway=midway), whole)


@pytest.mark.parametrize("sampler", ["unipc", "pndm", "dpmpp_sde"])
def test_a_masked_run_goes_on_as_well(tiny: LoadedModel, sampler: str) -> None:
    request = replace(REQUEST, source=source(), mask=mask(16, 40), strength=0.9, sampler=sampler)
    whole = paint(tiny, request)
    assert same(paint(tiny, request, midway=set_aside(tiny, request, 2)), whole)


@pytest.mark.parametrize("sampler", ["euler", "dpmpp_2m"])
def test_a_transformer_goes_on_and_is_steered_as_well(
    sampler: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("flow")
    save("flux-dev", folder / "flux")
    model = load(find_models([folder])[0], device="cpu", dtype=torch.float32)
    request = replace(REQUEST, sampler=sampler, prompt="a cat", model="flux")
    whole = paint(model, request)
    assert same(paint(model, request, midway=set_aside(model, request, 2)), whole)
    later = [Stretch(2, request, strokes(), seed=8, variation=0.5)]
    at_once = paint(model, request, then=later)
    assert not same(at_once, whole)
    assert same(paint(model, request, then=later, midway=set_aside(model, request, 1)), at_once)


def test_what_is_kept_is_some_times_the_latents_and_no_model(tiny: LoadedModel) -> None:
    for sampler in ("euler", "dpmpp_2m", "unipc", "pndm"):
        midway = set_aside(tiny, replace(REQUEST, sampler=sampler), 3)
        latents = 4 * 8 * 6 * 4
        assert latents < midway.nbytes <= 8 * latents + 6000  # and the random numbers' state


def test_a_run_that_is_set_aside_leaves_no_trace(tiny: LoadedModel) -> None:
    paint(tiny, REQUEST)
    before = digest(tiny)
    set_aside(tiny, REQUEST, 2)
    assert differences(before, digest(tiny)) == []


@pytest.mark.parametrize("sampler", OFTEN)
def test_steering_from_the_start_is_steering_where_it_was_set_aside(
    tiny: LoadedModel, sampler: str
) -> None:
    request = replace(REQUEST, sampler=sampler)
    later = [Stretch(2, replace(request, prompt="a dog"), strokes()), Stretch(3, request, seed=8)]
    at_once = paint(tiny, request, then=later)
    midway = set_aside(tiny, request, 2)
    assert same(paint(tiny, request, then=later, midway=midway), at_once)
    assert not same(paint(tiny, request), at_once)


def test_other_words_count_from_their_step_on(tiny: LoadedModel) -> None:
    seen: dict[str, list[Any]] = {"as it was": [], "steered": []}

    def listen(name: str) -> Any:
        return lambda step, steps, shown: seen[name].append(shown)

    paint(tiny, REQUEST, step=listen("as it was"))
    other = replace(REQUEST, prompt="a dog", guidance_scale=9.0)
    paint(tiny, REQUEST, then=[Stretch(2, other)], step=listen("steered"))
    equal = [np.array_equal(*both) for both in zip(*seen.values(), strict=True)]
    assert all(equal[:2])
    assert not equal[-1]


@pytest.mark.parametrize("sampler", OFTEN)
def test_paint_is_in_the_next_preview_where_it_was_painted_and_nowhere_else(
    tiny: LoadedModel, sampler: str
) -> None:
    request = replace(REQUEST, sampler=sampler)
    taken: list[Any] = []
    real = module.steered

    def listening(run: Any, stretch: Any, latents: Any, clean: Any, earlier: Any) -> Any:
        after = real(run, stretch, latents, clean, earlier)
        taken.append((latents, after, run))
        return after

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("core.denoise.paint.steered", listening)
        paint(tiny, request, then=[Stretch(3, request, strokes())])
    ((before, after, run),) = taken
    changed = (before != after).any(1)
    assert changed[:, 2:4, 3:6].all()
    changed[:, 2:4, 3:6] = False
    assert not changed.any()
    samples = [getattr(run.schedule.scheduler, name, None) for name in ("sample", "cur_sample")]
    assert all(one is None or bool(one.isfinite().all()) for one in samples)


STRENGTHS = replace(REQUEST, source=source(), strength=0.8, steps=10)  # 8 steps are taken


@pytest.mark.parametrize("sampler", [one for one in SAMPLERS if one != "pndm"])
@pytest.mark.parametrize("strength", [0.5, 1.0])
def test_with_another_strength_it_goes_on_at_the_level_of_a_run_with_that(
    tiny: LoadedModel, sampler: str, strength: float
) -> None:
    request = replace(STRENGTHS, sampler=sampler)
    later = [Stretch(4, replace(request, strength=strength))]
    told: list[tuple[int, int]] = []
    at_once = paint(tiny, request, then=later, step=lambda step, of, _: told.append((step, of)))
    left = round(10 * strength)
    assert told == [(n, 8) for n in range(1, 5)] + [(n, left) for n in range(5, left + 1)]
    midway = set_aside(tiny, request, 4)
    assert same(paint(tiny, request, then=later, midway=midway), at_once)
    assert not same(paint(tiny, request), at_once)
    assert all(np.isfinite(one).all() for one in at_once)


@pytest.mark.parametrize("after", [Level(0.9, 0.436), Level(0.2, 0.98), Level(1.0, 14.0)])
def test_latents_at_another_level_are_as_noisy_as_it_says(tiny: LoadedModel, after: Level) -> None:
    run, _ = begin(tiny, STRENGTHS)
    before = Level(0.6, 0.8)
    clean = torch.randn(1, 4, 64, 64, generator=torch.Generator().manual_seed(1))
    unit = torch.randn(1, 4, 64, 64, generator=torch.Generator().manual_seed(2))
    found = module._at_level(run, before, after, before.mixed(clean, unit), clean)
    rest = found - after.signal * clean
    assert float(rest.std()) == pytest.approx(after.noise, rel=0.02)
    if after.noise / after.signal < before.noise / before.signal:
        assert torch.allclose(rest, after.noise * unit, atol=1e-4), "no new noise"


def test_a_lower_strength_brings_what_is_predicted_nearer_to_the_source(tiny: LoadedModel) -> None:
    seen: list[Any] = []
    real = module._with_strength

    def listening(run: Any, *given: Any) -> Any:
        after = real(run, *given)
        seen.append((run.source, given[-1], after[1]))
        return after

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_with_strength", listening)
        for strength in (0.6, 1.0):
            paint(tiny, STRENGTHS, then=[Stretch(4, replace(STRENGTHS, strength=strength))])
    (source, before, nearer), (_, _, kept) = seen
    assert torch.allclose(nearer, source + 0.75 * (before - source), atol=1e-5)
    assert kept.equal(before)


def test_a_transformer_takes_another_strength_as_well(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("flow")
    save("flux-dev", folder / "flux")
    model = load(find_models([folder])[0], device="cpu", dtype=torch.float32)
    request = replace(STRENGTHS, model="flux")
    for strength in (0.5, 1.0):
        later = [Stretch(4, replace(request, strength=strength))]
        midway = set_aside(model, request, 4)
        assert same(
            paint(model, request, then=later, midway=midway), paint(model, request, then=later)
        )


def test_branches_share_what_is_there_and_differ_in_the_rest(tiny: LoadedModel) -> None:
    def branch(seed: int, variation: float) -> list[Any]:
        later = Stretch(3, REQUEST, seed=seed, variation=variation)
        return paint(tiny, REQUEST, then=[later])

    assert not same(branch(5, 0.5), branch(6, 0.5))
    assert same(branch(5, 0.5), branch(5, 0.5))
    assert same(branch(5, 0.0), paint(tiny, REQUEST))


def test_each_picture_of_a_branched_batch_is_the_branch_of_its_own(tiny: LoadedModel) -> None:
    batch = replace(REQUEST, batch=2)
    both = paint(tiny, batch, then=[Stretch(3, batch, seed=5, variation=0.5)])
    alone = replace(REQUEST, seed=REQUEST.seed + 1)
    (second,) = paint(tiny, alone, then=[Stretch(3, alone, seed=6, variation=0.5)])
    assert np.abs(second.astype(int) - both[1]).max() <= 2


def test_another_mask_frees_what_it_covers_and_puts_the_rest_back(
    tiny: LoadedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    latents: list[Any] = []
    real = module.pictures.decode_wrapped

    def listening(model: Any, one: Any, *given: Any) -> Any:
        latents.append(one)
        return real(model, one, *given)

    monkeypatch.setattr(module.pictures, "decode_wrapped", listening)
    request = replace(REQUEST, batch=1, source=source(), mask=mask(8, 24), strength=1.0)
    moved = replace(request, mask=mask(32, 48))
    paint(tiny, request, then=[Stretch(3, moved)])
    paint(tiny, replace(request, mask=mask(56, 64)))
    paint(tiny, request)
    steered, untouched, first = latents
    assert steered[..., :4].equal(untouched[..., :4]), "the source's own, where the mask was"
    assert not first[..., 1:3].equal(untouched[..., 1:3])
    assert not steered[..., 4:6].equal(untouched[..., 4:6])
