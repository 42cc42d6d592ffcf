"""Whatever a technique remembers of earlier steps survives that a job is set aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from core.denoise.midway import Midway, SetAside
from core.denoise.paint import paint
from core.denoise.stretch import Stretch
from core.models.loading import LoadedModel
from core.models.shelf import Shelf
from core.request import Request
from core.techniques import techniques
from tests.techniques.settings import PROGRAMS, SQUARE, Bench, Canvas
from tests.techniques.traces import differences, digest

STEPS = 3
REMEMBERING = "attend_and_excite", "diffedit", "ledits", "pix2pix_zero", "semantic_guidance"


def asked(bench: Bench, ids: Sequence[str], sampler: str = "dpmpp_2m_sde") -> Request:
    canvas = Canvas.MASK if ids[0] in ("diffedit", "ledits") else Canvas.NOTHING
    request = bench.asked(ids, size=SQUARE, sampler=sampler, canvas=canvas)
    return replace(request, batch=1, steps=STEPS, strength=request.strength and 1.0)


def set_aside(model: LoadedModel, shelf: Shelf, request: Request, after: int) -> Midway:
    done = [0]
    with pytest.raises(SetAside) as left:
        paint(
            model,
            request,
            shelf=shelf,
            step=lambda step, steps, shown: done.__setitem__(0, step),
            paused=lambda: done[0] >= after,
        )
    midway: Midway = left.value.midway
    return midway


@pytest.mark.parametrize("id", PROGRAMS)
def test_a_technique_goes_on_as_if_it_had_not_been_set_aside(id: str, bench: Bench) -> None:
    model, shelf = bench.model([id])
    request = asked(bench, [id])
    (whole,) = paint(model, request, shelf=shelf)
    before = digest(model)
    midway = set_aside(model, shelf, request, 2)
    assert differences(before, digest(model)) == [], "nothing is left of it meanwhile"
    (again,) = paint(model, request, shelf=shelf, midway=midway)
    assert np.array_equal(again, whole)


@pytest.mark.parametrize("id", REMEMBERING)
def test_a_technique_can_be_steered_or_taken_out_in_the_middle(id: str, bench: Bench) -> None:
    model, shelf = bench.model([id])
    request = asked(bench, [id])
    special = set(techniques()[id].declaration.needs) & model.info.can
    without = replace(request, techniques=() if not special else request.techniques)
    later = [Stretch(1, replace(request, guidance_scale=9.0)), Stretch(2, without)]
    (at_once,) = paint(model, request, shelf=shelf, then=later)
    midway = set_aside(model, shelf, request, 1)
    (again,) = paint(model, request, shelf=shelf, then=later, midway=midway)
    assert np.array_equal(again, at_once)


def test_maps_that_are_shown_are_those_of_all_steps(bench: Bench) -> None:
    id = "attend_and_excite"
    model, shelf = bench.model([id])
    request = asked(bench, [id])
    excite = replace(request.techniques[0], show_maps=True)  # type: ignore[call-arg]
    request = replace(request, techniques=(excite,))
    whole: list[object] = []
    again: list[object] = []
    paint(model, request, shelf=shelf, found=whole.append)
    midway = set_aside(model, shelf, request, 2)
    paint(model, request, shelf=shelf, midway=midway, found=again.append)
    assert len(whole) == len(again) == 1
    assert whole[0].coverage.equal(again[0].coverage)  # type: ignore[attr-defined]
