"""What of a brush follows the hand, and that the same hand gives the same marks."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RecipeError
from core.parameters import parse, to_json
from core.pixels.brush import Brush, Effect, Grain, Tip
from core.pixels.dynamics import FINE, Dynamic, Source, Target, table
from core.pixels.feel import Dab, Feel
from core.pixels.path import DabPath
from core.pixels.smoothing import Smoother, Touch
from core.pixels.stamp import drawn_stamp

UNIT = st.floats(0, 1)
CURVES = st.lists(UNIT, min_size=1, max_size=6, unique=True).flatmap(
    lambda xs: st.tuples(*[st.tuples(st.just(x), UNIT) for x in sorted(xs)])
)


@given(CURVES)
def test_a_curve_goes_through_its_points_and_never_beyond_them(points: tuple) -> None:
    heights = table(points)
    assert len(heights) == FINE + 1
    low, high = min(y for _, y in points), max(y for _, y in points)
    assert low - 1e-9 <= min(heights) and max(heights) <= high + 1e-9
    for (x0, y0), (x1, y1) in pairwise(points):
        inside = heights[math.ceil(x0 * FINE) : math.floor(x1 * FINE) + 1]
        rising = list(inside) if y1 >= y0 else list(inside)[::-1]
        assert all(b >= a - 1e-9 for a, b in pairwise(rising))


@given(st.sampled_from(Target), st.sampled_from(Source), CURVES)
def test_a_brush_is_read_as_it_was_written(target: Target, source: Source, curve: tuple) -> None:
    curve = tuple((round(x, 4), round(y, 4)) for x, y in curve)
    if any(b[0] <= a[0] for a, b in pairwise(curve)):
        return
    brush = Brush(
        size=12.5, tip=Tip.SPECKS, effect=Effect.SMUDGE, grain=Grain.CANVAS,
        dynamics=(Dynamic(target, source, curve),),
    )  # fmt: skip
    assert parse(Brush, to_json(brush)) == brush


@pytest.mark.parametrize(
    "wrong", [[], [[0, 0], [0, 1]], [[0, 2]], [[0.5]], "x", [[1, 0], [0, 1]], [[float("nan"), 0]]]
)
def test_what_is_no_curve_is_refused(wrong: object) -> None:
    with pytest.raises(RecipeError, match=r"dynamics\[0\]\.curve"):
        parse(Brush, {"dynamics": [{"target": "size", "source": "tilt", "curve": wrong}]})


@pytest.mark.parametrize("target", [t for t in Target if t is not Target.ROTATION])
@pytest.mark.parametrize("source", list(Source))
def test_everything_can_follow_everything(target: Target, source: Source) -> None:
    falling = Dynamic(target, source, ((0.0, 1.0), (1.0, 0.25)))
    brush = Brush(size=100, flow=0.8, scatter=1.0, texture=0.8, dynamics=(falling,))
    feel, low = Feel(brush), Dab(0, 0, 0, 0, 0, 0, 0, 1e-12)
    high = low._replace(**{source.value: 0.999})
    if target is Target.SPACING:
        before, after = feel.step(low), feel.step(high)
    elif target is Target.SCATTER:
        return  # by its nature not at two single dabs
    else:
        name = {Target.OPACITY: "strength"}.get(target, target.value)
        before, after = (getattr(feel.mark(dab), name) for dab in (low, high))
    assert after < before if source is not Source.CHANCE else after != before


def test_a_flat_tip_turns_with_the_line() -> None:
    brush = Brush(size=60, roundness=0.2, dynamics=(Dynamic(Target.ROTATION, Source.DIRECTION),))
    feel = Feel(brush)
    path = DabPath(brush, Touch(0, 0), feel)
    assert list(path.begin()) == []  # it has no direction yet
    angles = [feel.mark(dab).angle for dab in path.to(Touch(0, 80))]
    assert angles and angles == pytest.approx([90] * len(angles), abs=0.5)
    tap = DabPath(brush, Touch(0, 0), feel)
    assert len(list(tap.begin())) + len(list(tap.end())) == 1


def test_speed_is_felt_by_the_pens_clock() -> None:
    brush = Brush(size=10)
    slow, fast = (DabPath(brush, Touch(0, 0, time=1.0)) for _ in range(2))
    at = [list(p.to(Touch(300, 0, time=1.0 + s)))[-1].speed for p, s in ((slow, 1), (fast, 0.05))]
    assert 0 < at[0] < at[1] <= 1


def test_the_same_stroke_takes_the_same_chances_and_another_one_others() -> None:
    brush = Brush(size=20, scatter=2, dynamics=(Dynamic(Target.SIZE, Source.CHANCE),))

    def marks(x: float) -> list:
        feel = Feel(brush)
        path = DabPath(brush, Touch(x, 0), feel)
        return [feel.mark(dab)._replace(x=0) for dab in path.to(Touch(x + 200, 0))]

    assert marks(0) == marks(0)
    assert marks(0) != marks(1)
    assert max(abs(mark.y) for mark in marks(0)) > 10


@given(
    st.sampled_from([Tip.ROUND, Tip.SQUARE]), st.floats(4, 120), UNIT, st.floats(0.1, 1),
    st.floats(0, 360),
)  # fmt: skip
def test_a_turned_stamp_has_its_own_area_and_a_smooth_edge(
    tip: Tip, size: float, hardness: float, roundness: float, angle: float
) -> None:
    straight = drawn_stamp(size, hardness, 0, 0, tip, roundness, 0.0).astype(int)
    turned = drawn_stamp(size, hardness, 0, 0, tip, roundness, angle).astype(int)
    assert turned.sum() == pytest.approx(straight.sum(), rel=0.08, abs=900)
    if hardness < 0.5 and size * roundness > 24:  # no jagged edge: no step of half the range
        assert np.abs(np.diff(turned, axis=1)).max() < 128


@given(st.lists(st.tuples(st.floats(-300, 300), st.floats(-300, 300)), min_size=1, max_size=20))
def test_a_string_never_lets_the_pen_further_away_than_it_is_long(points: list) -> None:
    smoother = Smoother(0.0, 40.0, Touch(0, 0))
    for x, y in points:
        before = smoother.at
        moved = smoother.follow(Touch(x, y))
        assert math.dist(smoother.at[:2], (x, y)) <= 40 + 1e-6
        assert moved is not None or smoother.at == before
    assert smoother.end() is None


def test_smoothing_evens_out_a_trembling_hand_and_still_arrives() -> None:
    smoother = Smoother(0.6, 0.0, Touch(0, 0))
    rng = np.random.default_rng(2)
    pen = [(float(x), float(rng.normal(0, 4))) for x in range(0, 400, 4)]
    line = [at for point in pen if (at := smoother.follow(Touch(*point))) is not None]
    rough = np.abs(np.diff([y for _, y in pen])).mean()
    assert np.abs(np.diff([at.y for at in line])).mean() < rough / 3
    last = smoother.end()
    assert last is not None and last[:2] == pen[-1]
    plain = Smoother(0.0, 0.0, Touch(0, 0))
    assert plain.follow(Touch(5, 5)) == Touch(5, 5) and plain.end() is None
