"""Every two techniques that do not exclude each other run together, each also twice.

Each pair runs with one combination of size, sampler, guidance, order and what is on the canvas,
the next pair with the next one; with UNDERPAINT_ALL_PAIRS=1 in the environment each runs with all.
"""

from __future__ import annotations

import os
from itertools import combinations_with_replacement, product

import pytest

from core.denoise.paint import paint
from core.errors import RecipeError
from core.request import Request
from core.techniques import techniques
from tests.techniques.settings import OBLONG, PROGRAMS, SQUARE, Bench, Canvas, setting

SIZES = SQUARE, OBLONG
SAMPLERS = "euler", "dpmpp_2m"
GUIDANCE = 5.0, 1.0
OPTIONS = list(product(SIZES, SAMPLERS, GUIDANCE, (False, True), Canvas))
STRIDE = 27
"""Has no factor in common with the 64 options: neighbours differ in most of them."""
PAIRS = list(combinations_with_replacement(PROGRAMS, 2))


def _cases() -> list[tuple[str, str, tuple[int, int], str, float, Canvas]]:
    every = bool(os.environ.get("UNDERPAINT_ALL_PAIRS"))
    cases = []
    for index, (first, second) in enumerate(PAIRS):
        own = OPTIONS if every else [OPTIONS[STRIDE * index % len(OPTIONS)]]
        for size, sampler, guidance, turned, canvas in own:
            pair = (second, first) if turned else (first, second)
            cases.append((*pair, size, sampler, guidance, canvas))
    return cases


@pytest.mark.parametrize(
    ("first", "second", "size", "sampler", "guidance", "canvas"), _cases(), ids=str
)
def test_two_techniques_run_together_or_say_why_not(
    first: str,
    second: str,
    size: tuple[int, int],
    sampler: str,
    guidance: float,
    canvas: Canvas,
    bench: Bench,
) -> None:
    one, other = (techniques()[id].declaration for id in (first, second))
    reason = one.refuses(other)
    assert reason == other.refuses(one), "the reason must not depend on the order"
    request = bench.asked(
        [first, second], size=size, sampler=sampler, guidance=guidance, canvas=canvas
    )
    if reason:
        with pytest.raises(RecipeError) as caught:
            request.check()
        assert reason in caught.value.cause
        return
    request.check()
    model, shelf = bench.model([first, second])
    pictures = paint(model, request, shelf=shelf)
    assert [picture.shape for picture in pictures] == [(size[1], size[0], 3)] * 2


def test_no_model_could_do_what_two_techniques_need_unless_they_exclude_each_other() -> None:
    """A UNet has one kind of further inputs."""
    for first, second in PAIRS:
        special = {setting(id).channels for id in (first, second)} - {4}
        if len(special) > 1:
            assert techniques()[first].declaration.refuses(techniques()[second].declaration)


def test_the_rotation_reaches_every_value_often() -> None:
    used = [OPTIONS[STRIDE * index % len(OPTIONS)] for index in range(len(PAIRS))]
    for values in zip(*used, strict=True):
        least = len(PAIRS) // (2 * len(set(values)))
        assert all(values.count(value) >= least for value in set(values))


def test_a_reason_is_a_sentence_that_an_artist_can_read() -> None:
    for kind in (techniques()[id] for id in PROGRAMS):
        for other, reason in kind.declaration.not_with.items():
            assert other in techniques(), (
                f"{kind.declaration.id} refuses {other}: no such technique"
            )
            assert reason[:1].isupper()
            assert reason.rstrip().endswith(".")


def test_a_request_with_an_excluded_pair_is_refused_naming_both(bench: Bench) -> None:
    for first, second in PAIRS:
        one, other = (techniques()[id].declaration for id in (first, second))
        if one.refuses(other):
            request: Request = bench.asked([first, second])
            with pytest.raises(RecipeError) as caught:
                request.check()
            assert one.title in caught.value.cause
            assert other.title in caught.value.cause
