"""Gradients go where they are drawn, and show no bands."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from core.geometry import Point, Rect
from core.pixels.gradient import Gradient, GradientShape, Repeat
from core.pixels.ramp import Ramp, Stop

BLACK, WHITE = Stop(0, (0, 0, 0)), Stop(1, (255, 255, 255))
GREYS = Ramp((BLACK, WHITE))
STRIPES = Ramp((Stop(0, (255, 0, 0)), Stop(0.5, (255, 0, 0)),
                Stop(0.5, (0, 0, 255)), Stop(1, (0, 0, 255))))  # fmt: skip
EVERY = [pytest.param(*way, id=" ".join(way)) for way in itertools.product(GradientShape, Repeat)]


def two(first: tuple[int, int, int], last: tuple[int, int, int]) -> Ramp:
    return Ramp((Stop(0, first), Stop(1, last)))


def test_the_first_colour_is_before_its_start_and_the_last_beyond_its_end() -> None:
    gradient = Gradient(Point(100, 10), Point(300, 10), two((10, 20, 30), (200, 90, 40)))
    pixels = gradient.pixels(Rect(0, 0, 400, 4))
    assert (pixels[:, :99] == (10, 20, 30, 255)).all()
    assert (pixels[:, 301:] == (200, 90, 40, 255)).all()
    middle = pixels[:, 195:205].reshape(-1, 4).mean(0)
    assert middle == pytest.approx((105, 55, 35, 255), abs=4)


def test_each_stop_has_its_colour_at_its_place() -> None:
    stops = (Stop(0, (250, 0, 0)), Stop(0.25, (0, 250, 0)), Stop(0.75, (0, 0, 250), 0.5), WHITE)
    pixels = Gradient(Point(0, 0), Point(1000, 0), Ramp(stops)).pixels(Rect(0, 0, 1000, 64))
    for at, colour in ((249, (0, 250, 0, 255)), (749, (0, 0, 125, 127.5))):
        assert pixels[:, at : at + 2].reshape(-1, 4).mean(0) == pytest.approx(colour, abs=1.5)
    between = pixels[:, 124:126].reshape(-1, 4).mean(0)
    assert between == pytest.approx((125, 125, 0, 255), abs=1.5)


def test_the_mean_of_a_patch_is_the_exact_colour_so_that_no_bands_show() -> None:
    gradient = Gradient(Point(0, 0), Point(4096, 0), two((40, 40, 40), (56, 56, 56)))
    pixels = gradient.pixels(Rect(1000, 0, 256, 256))[..., 0].astype(float)
    exact = 40 + 16 * (np.arange(1000, 1256) + 0.5) / 4096
    means = pixels.reshape(256, 8, 32).mean((0, 2))
    assert means == pytest.approx(exact.reshape(8, 32).mean(1), abs=0.06)


def test_what_fades_to_nothing_keeps_its_colour() -> None:
    fading = Ramp((Stop(0, (255, 0, 0)), Stop(1, (255, 0, 0), 0.0)))
    pixels = Gradient(Point(0, 0), Point(100, 0), fading).pixels(Rect(0, 0, 100, 8))
    assert (pixels[..., 0] == pixels[..., 3]).all()
    assert not pixels[..., 1:3].any()
    assert pixels[:, 0, 3].mean() > 250 and pixels[:, -1, 3].mean() < 5


@pytest.mark.parametrize(("shape", "repeat"), EVERY)
def test_parts_that_meet_are_one_picture(shape: GradientShape, repeat: Repeat) -> None:
    ramp = Ramp((*STRIPES.stops[:3], Stop(1, (255, 255, 255), 0.4)))
    gradient = Gradient(Point(30, 300), Point(250, 210), ramp, shape, repeat)
    whole = gradient.pixels(Rect(-20, 200, 500, 300))
    assert np.array_equal(whole[56:200, 100:400], gradient.pixels(Rect(80, 256, 300, 144)))
    assert (whole[..., :3] <= whole[..., 3:]).all()


@pytest.mark.parametrize(("shape", "repeat"), EVERY)
def test_at_half_the_size_it_is_the_same_picture(shape: GradientShape, repeat: Repeat) -> None:
    """What is shown while one is drawn is what will be there."""
    gradient = Gradient(
        Point(61, 74), Point(190, 120), two((0, 0, 0), (200, 100, 50)), shape, repeat
    )
    whole = gradient.pixels(Rect(0, 0, 256, 256)).astype(float)
    small = gradient.smaller(2).pixels(Rect(0, 0, 128, 128)).astype(float)
    apart = np.abs(whole.reshape(128, 2, 128, 2, 4).mean((1, 3)) - small).max(2)
    assert np.median(apart) <= 1
    assert (apart <= 4).mean() > 0.97, "but along the edges where it begins anew"


def test_radial_ones_are_round_and_reflected_ones_alike_on_both_sides() -> None:
    round_ = Gradient(Point(64, 64), Point(114, 64), GREYS, GradientShape.RADIAL)
    part = round_.part(Rect(0, 0, 128, 128))
    assert part == pytest.approx(part[::-1], abs=1e-5)
    assert part == pytest.approx(part.T, abs=1e-5)
    assert part[64, 114] == pytest.approx(1, abs=0.02)
    both = Gradient(Point(64, 0), Point(114, 0), GREYS, GradientShape.REFLECTED)
    part = both.part(Rect(0, 0, 128, 4))
    assert part == pytest.approx(part[:, ::-1], abs=1e-5)


def test_beyond_its_end_it_goes_on_as_it_is_told() -> None:
    once = Gradient(Point(100, 0), Point(200, 0), GREYS)
    again, mirrored = (replace(once, repeat=one) for one in (Repeat.AGAIN, Repeat.MIRRORED))
    there = Rect(0, 0, 500, 1)
    first = once.part(there)[0, 100:200]
    for start in (0, 100, 200, 300, 400):
        assert again.part(there)[0, start : start + 100] == pytest.approx(first, abs=1e-4)
    for start in (0, 200, 400):
        assert mirrored.part(there)[0, start : start + 100] == pytest.approx(first[::-1], abs=1e-4)
    assert mirrored.part(there)[0, 100:200] == pytest.approx(first, abs=1e-4)
    assert (once.part(there)[0, 200:] == 1).all() and (once.part(there)[0, :100] == 0).all()


def test_hard_edges_are_sharp_and_smooth_where_they_lie_aslant() -> None:
    pixels = Gradient(Point(0, 0), Point(100, 0), STRIPES).pixels(Rect(0, 0, 100, 4))
    assert (pixels[:, :50] == (255, 0, 0, 255)).all() and (pixels[:, 50:] == (0, 0, 255, 255)).all()
    aslant = Gradient(Point(0, 0), Point(100, 37), STRIPES).pixels(Rect(0, 0, 100, 100))
    mixed = (aslant[..., 0] > 8) & (aslant[..., 2] > 8)
    assert 60 < mixed.sum() < 300, "one or two pixels across"
    assert aslant[mixed][:, 0].std() > 40, "of all shares"


@pytest.mark.parametrize("repeat", list(Repeat))
def test_a_ray_of_a_conical_one_is_as_wide_everywhere(repeat: Repeat) -> None:
    rays = Gradient(Point(0, 0), Point(100, 13), STRIPES, GradientShape.CONICAL, repeat)
    for x in (40, 400, 4000):
        column = rays.pixels(Rect(x, round(x * 0.13) - 40, 1, 80))[:, 0]
        mixed = (column[:, 0] > 4) & (column[:, 2] > 4)
        assert 1 <= mixed.sum() <= 2
        assert (column[0, 2], column[-1, 0]) == (255, 255)


def test_of_a_point_nothing_is_left_but_the_last_colour() -> None:
    """A line without a length is refused by the tool; nothing breaks for all that."""
    for shape in GradientShape:
        pixels = Gradient(Point(5, 5), Point(5, 5), GREYS, shape).pixels(Rect(0, 0, 16, 16))
        assert pixels.shape == (16, 16, 4) and (pixels[..., 3] == 255).all()


@pytest.mark.parametrize("start", [(60.0, 60.0), (-30.3, 20.0), (0.4, -0.4), (130.0, 64.5)])
def test_rays_are_looked_for_along_them_alone_and_found_whole(
    start: tuple[float, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are the same as where every pixel is asked, in whatever parts a gradient is made."""
    dice = np.random.default_rng(2)
    ends = [(start[0] + x, start[1] + y) for x, y in ((50, 0), (0, -50), (-50, 0), (0, 50))]
    ends += [tuple(dice.uniform(-40, 160, 2)) for _ in range(12)]
    whole, rows = Rect(0, 0, 128, 128), [Rect(0, y, 128, 1) for y in range(128)]
    for end in ends:
        rays = Gradient(Point(*start), Point(*end), STRIPES, GradientShape.CONICAL)
        found = rays.pixels(whole)
        assert (np.concatenate([rays.pixels(row) for row in rows]) == found).all()
        with monkeypatch.context() as patched:
            patched.setattr(Gradient, "_beside_ray", lambda _, place, rect: rect)
            assert (rays.pixels(whole) == found).all()
