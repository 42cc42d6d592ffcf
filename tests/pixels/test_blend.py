"""Blend modes against the formulas of the W3C's "Compositing and Blending Level 1"."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.pixels.alpha import byte, even_alpha, is_opaque, premultiplied
from core.pixels.blend import GROUPS, BlendMode, blend

Array = npt.NDArray[np.uint8]

MODES = st.sampled_from(list(BlendMode))
PIXEL = st.tuples(*[st.integers(0, 255)] * 4)


def multiply(b: float, s: float) -> float:
    return b * s


def screen(b: float, s: float) -> float:
    return b + s - b * s


def hard_light(b: float, s: float) -> float:
    return multiply(b, 2 * s) if s <= 0.5 else screen(b, 2 * s - 1)


def color_dodge(b: float, s: float) -> float:
    if b == 0:
        return 0
    return 1 if s >= 1 else min(1, b / (1 - s))


def color_burn(b: float, s: float) -> float:
    if b >= 1:
        return 1
    return 0 if s <= 0 else 1 - min(1, (1 - b) / s)


def soft_light(b: float, s: float) -> float:
    if s <= 0.5:
        return b - (1 - 2 * s) * b * (1 - b)
    d = ((16 * b - 12) * b + 4) * b if b <= 0.25 else math.sqrt(b)
    return b + (2 * s - 1) * (d - b)


def vivid_light(b: float, s: float) -> float:
    if s in (0, 1):
        return s
    return 1 - min(1, (1 - b) / (2 * s)) if s <= 0.5 else min(1, b / (2 - 2 * s))


def divide(b: float, s: float) -> float:
    if b == 0:
        return 0
    return 1 if s == 0 else min(1, b / s)


FORMULAS: dict[BlendMode, Callable[[float, float], float]] = {
    BlendMode.NORMAL: lambda b, s: s,
    BlendMode.MULTIPLY: multiply,
    BlendMode.SCREEN: screen,
    BlendMode.OVERLAY: lambda b, s: hard_light(s, b),
    BlendMode.DARKEN: min,
    BlendMode.LIGHTEN: max,
    BlendMode.COLOR_DODGE: color_dodge,
    BlendMode.COLOR_BURN: color_burn,
    BlendMode.HARD_LIGHT: hard_light,
    BlendMode.SOFT_LIGHT: soft_light,
    BlendMode.DIFFERENCE: lambda b, s: abs(b - s),
    BlendMode.EXCLUSION: lambda b, s: b + s - 2 * b * s,
    BlendMode.LINEAR_BURN: lambda b, s: max(0, b + s - 1),
    BlendMode.LINEAR_DODGE: lambda b, s: min(1, b + s),
    BlendMode.VIVID_LIGHT: vivid_light,
    BlendMode.LINEAR_LIGHT: lambda b, s: min(1, max(0, b + 2 * s - 1)),
    BlendMode.PIN_LIGHT: lambda b, s: min(b, 2 * s) if s <= 0.5 else max(b, 2 * s - 1),
    BlendMode.HARD_MIX: lambda b, s: b + s > 1 + 1 / 512 or (b + s > 1 - 1 / 512 and b > 0.5),
    BlendMode.SUBTRACT: lambda b, s: max(0, b - s),
    BlendMode.DIVIDE: divide,
}


Triple = list[float]


def luminosity(c: Triple) -> float:
    return 0.3 * c[0] + 0.59 * c[1] + 0.11 * c[2]


def saturation(c: Triple) -> float:
    return max(c) - min(c)


def set_luminosity(c: Triple, wanted: float) -> Triple:
    c = [v + wanted - luminosity(c) for v in c]
    light, least, most = luminosity(c), min(c), max(c)
    if least < 0:
        c = [light + (v - light) * light / (light - least) for v in c]
    if most > 1:
        c = [light + (v - light) * (1 - light) / (most - light) for v in c]
    return c


def set_saturation(c: Triple, wanted: float) -> Triple:
    least, middle, most = sorted(range(3), key=lambda i: c[i])
    result = [0.0, 0.0, 0.0]
    if c[most] > c[least]:
        result[middle] = (c[middle] - c[least]) * wanted / (c[most] - c[least])
        result[most] = wanted
    return result


OF_ALL: dict[BlendMode, Callable[[Triple, Triple], Triple]] = {
    BlendMode.HUE: lambda b, s: set_luminosity(set_saturation(s, saturation(b)), luminosity(b)),
    BlendMode.SATURATION: lambda b, s: set_luminosity(
        set_saturation(b, saturation(s)), luminosity(b)
    ),
    BlendMode.DARKER_COLOR: lambda b, s: b if luminosity(s) > luminosity(b) + 1e-5 else s,
    BlendMode.LIGHTER_COLOR: lambda b, s: b if luminosity(b) > luminosity(s) + 1e-5 else s,
    BlendMode.COLOR: lambda b, s: set_luminosity(s, luminosity(b)),
    BlendMode.LUMINOSITY: lambda b, s: set_luminosity(b, luminosity(s)),
}


def by_the_book(below: list[int], above: list[int], mode: BlendMode) -> list[float]:
    """One premultiplied pixel over another, in exact arithmetic, 0…255."""
    b, s = [v / 255 for v in below], [v / 255 for v in above]
    if mode is BlendMode.PLUS:
        return [min(1, x + y) * 255 for x, y in zip(b, s, strict=True)]
    ab, as_ = b[3], s[3]
    result = []
    mixed_colour = [0.0, 0.0, 0.0]
    if ab > 0 and as_ > 0:
        colours = [min(1, v / ab) for v in b[:3]], [min(1, v / as_) for v in s[:3]]
        if mode in OF_ALL:
            mixed_colour = OF_ALL[mode](*colours)
        else:
            mixed_colour = [FORMULAS[mode](*pair) for pair in zip(*colours, strict=True)]
    for i, mixed in enumerate(mixed_colour):
        result.append((s[i] * (1 - ab) + b[i] * (1 - as_) + as_ * ab * mixed) * 255)
    return [*result, (as_ + ab - as_ * ab) * 255]


def one(pixel: tuple[int, ...]) -> Array:
    return premultiplied(np.array([[pixel]], np.uint8))


@given(MODES, PIXEL, PIXEL)
def test_every_mode_follows_its_formula(
    mode: BlendMode, below: tuple[int, ...], above: tuple[int, ...]
) -> None:
    b, s = one(below), one(above)
    expected = by_the_book(b[0, 0].tolist(), s[0, 0].tolist(), mode)
    assert blend(b, s, mode)[0, 0].tolist() == pytest.approx(expected, abs=0.51)


@given(MODES, PIXEL, PIXEL, st.floats(0, 1))
def test_colour_never_exceeds_alpha(
    mode: BlendMode, below: tuple[int, ...], above: tuple[int, ...], opacity: float
) -> None:
    result = blend(one(below), one(above), mode, opacity)[0, 0]
    assert (result[:3] <= result[3]).all()


@given(MODES, PIXEL, PIXEL)
def test_no_opacity_and_no_alpha_change_nothing(
    mode: BlendMode, below: tuple[int, ...], above: tuple[int, ...]
) -> None:
    b = one(below)
    assert np.array_equal(blend(b, one(above), mode, 0.0), b)
    assert np.array_equal(blend(b, one((*above[:3], 0)), mode), b)


@given(MODES, PIXEL)
def test_over_nothing_every_mode_shows_the_layer_itself(
    mode: BlendMode, above: tuple[int, ...]
) -> None:
    s = one(above)
    assert np.array_equal(blend(np.zeros_like(s), s, mode), s)


@given(PIXEL, PIXEL)
def test_opaque_paint_covers_exactly(below: tuple[int, ...], above: tuple[int, ...]) -> None:
    s = one((*above[:3], 255))
    assert np.array_equal(blend(one(below), s), s)


def test_a_hundred_transparent_layers_do_not_drift() -> None:
    rng = np.random.default_rng(1)
    picture = premultiplied(rng.integers(0, 256, (64, 64, 4), dtype=np.uint8))
    result = picture
    for mode in list(BlendMode) * 8:
        result = blend(result, np.zeros_like(picture), mode, 0.5)
    assert np.array_equal(result, picture)


def test_opacity_is_that_of_a_thinner_layer() -> None:
    below, above = one((10, 20, 30, 255)), one((200, 100, 50, 255))
    result = blend(below, above, BlendMode.NORMAL, 0.25)[0, 0].tolist()
    strength = byte(0.25) / 255
    expected = [b + (s - b) * strength for b, s in zip([10, 20, 30], [200, 100, 50], strict=True)]
    assert result == pytest.approx([*expected, 255], abs=1)


def test_the_layers_themselves_are_left_alone() -> None:
    below, above = one((10, 20, 30, 200)), one((200, 100, 50, 100))
    copies = below.copy(), above.copy()
    for mode in BlendMode:
        blend(below, above, mode, 0.5)
    assert np.array_equal(below, copies[0]) and np.array_equal(above, copies[1])


def test_modes_have_names_for_people() -> None:
    assert BlendMode.COLOR_DODGE.label == "Color dodge"


@given(PIXEL, PIXEL, st.floats(0, 1))
def test_opaque_patches_are_mixed_as_single_pixels_are(
    below: tuple[int, ...], above: tuple[int, ...], opacity: float
) -> None:
    """They have a way of their own, which is quicker."""
    below_patch = np.broadcast_to(one(below), (9, 7, 4)).copy()
    above_patch = np.broadcast_to(one((*above[:3], 255)), (9, 7, 4)).copy()
    clear = above_patch.copy()
    clear[4, 3] = clear[0, 0] = 0  # not wholly opaque: the other way
    quick, slow = (blend(below_patch, patch, opacity=opacity) for patch in (above_patch, clear))
    assert np.abs(quick[1, 1].astype(int) - slow[1, 1]).max() <= 1


@pytest.mark.parametrize("mode", BlendMode)
def test_colours_of_any_alpha_stay_within_their_alpha(mode: BlendMode) -> None:
    """Greys, black and white over each other, where nothing may be divided by nothing."""
    dice = np.random.default_rng(4)
    sides = []
    for _ in range(2):
        alpha = dice.choice([0, 1, 128, 254, 255], (64, 64, 1))
        colour = dice.choice([0, 1, 127, 254, 255], (64, 64, 1)) + dice.integers(0, 2, (64, 64, 3))
        straight = np.minimum(colour, 255)
        sides.append(np.concatenate([(straight * alpha + 127) // 255, alpha], 2).astype(np.uint8))
    below, above = sides
    mixed = blend(below, above, mode)
    if mode is not BlendMode.PLUS:
        assert (mixed[..., :3] <= mixed[..., 3:]).all()
    clear = above[..., 3] == 0
    assert (mixed[clear] == below[clear]).all()
    halves = [blend(below[rows], above[rows], mode) for rows in (slice(0, 9), slice(9, None))]
    assert (np.concatenate(halves) == mixed).all()


@pytest.mark.parametrize("mode", list(BlendMode))
@pytest.mark.parametrize("below_alpha", [None, 255, 77])
def test_a_pixel_becomes_the_same_whatever_lies_beside_it(
    mode: BlendMode, below_alpha: int | None
) -> None:
    """Opaque and transparent patches have quicker ways of their own."""
    below, above = patch(1, below_alpha), patch(2, None)
    for opacity in (1.0, 0.6):
        whole = blend(below, above, mode, opacity)
        for row in range(0, 60, 7):
            part = np.s_[row : row + 1, 3:5]
            alone = blend(below[part].copy(), above[part].copy(), mode, opacity)
            assert np.array_equal(alone, whole[part])


WHOLE = {
    BlendMode.MULTIPLY: lambda s, b, a, d: s * (255 - d) + b * (255 - a) + s * b,
    BlendMode.SCREEN: lambda s, b, a, d: 255 * (s + b) - s * b,
    BlendMode.DARKEN: lambda s, b, a, d: s * (255 - d) + b * (255 - a) + np.minimum(s * d, b * a),
    BlendMode.LIGHTEN: lambda s, b, a, d: s * (255 - d) + b * (255 - a) + np.maximum(s * d, b * a),
    BlendMode.DIFFERENCE: lambda s, b, a, d: 255 * (s + b) - 2 * np.minimum(s * d, b * a),
    BlendMode.EXCLUSION: lambda s, b, a, d: 255 * (s + b) - 2 * s * b,
    BlendMode.HARD_LIGHT: lambda s, b, a, d: s * (255 - d) + b * (255 - a)
    + np.where(2 * s <= a, 2 * s * b, a * d - 2 * (d - b) * (a - s)),
    BlendMode.OVERLAY: lambda s, b, a, d: s * (255 - d) + b * (255 - a)
    + np.where(2 * b <= d, 2 * s * b, a * d - 2 * (d - b) * (a - s)),
}  # fmt: skip


@pytest.mark.parametrize("mode", list(WHOLE))
@pytest.mark.parametrize("alpha", [None, 255])
def test_whole_numbers_are_rounded_once_and_to_the_nearest(
    mode: BlendMode, alpha: int | None
) -> None:
    below, above = patch(3, alpha), patch(4, None)
    s, b = above.astype(np.int64), below.astype(np.int64)
    a, d = s[..., 3:], b[..., 3:]
    exact = WHOLE[mode](s, b, a, d)
    exact[..., 3:] = 255 * (a + d) - a * d
    assert np.array_equal(blend(below, above, mode), (2 * exact + 255) // 510)


def test_grey_stays_grey_under_the_colour_of_something_dark() -> None:
    below = one((9, 9, 9, 255))
    for value in range(256):
        for mode in (BlendMode.COLOR, BlendMode.HUE, BlendMode.SATURATION):
            result = blend(below, one((value, value, value, 255)), mode)[0, 0]
            assert np.ptp(result[:3].astype(int)) <= 1 and abs(int(result[0]) - 9) <= 1


@pytest.mark.parametrize("opacity", [1.0, 0.8, 0.3])
@pytest.mark.parametrize("alpha", [0, 1, 77, 128, 254, 255])
def test_a_wash_is_the_same_by_itself_and_among_other_paint(alpha: int, opacity: float) -> None:
    """What is equally opaque has a way of its own, which is quicker; so have parts of a layer."""
    below, paint = patch(0, None), patch(1, None)
    wash = patch(1, alpha)
    mixed = paint.copy()
    mixed[:, 9:40] = wash[:, 9:40]
    among = blend(below, mixed, opacity=opacity)
    assert (blend(below, wash, opacity=opacity)[:, 9:40] == among[:, 9:40]).all()
    tall = [np.concatenate([one] * 20) for one in (below, paint, wash)]
    layer = np.concatenate([tall[1], tall[2], np.zeros_like(tall[0]), tall[1]])
    result = blend(np.concatenate([tall[0]] * 4), layer, opacity=opacity)
    for number, one in enumerate((tall[1], tall[2], np.zeros_like(tall[0]), tall[1])):
        rows = slice(number * len(one), (number + 1) * len(one))
        assert (result[rows] == blend(tall[0], one, opacity=opacity)).all()


@pytest.mark.parametrize("alpha", [0, 3, 255])
def test_alpha_that_is_even_is_told_from_alpha_that_is_not(alpha: int) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (40, 30, 4), np.uint8)
    pixels[..., 3] = alpha
    part = pixels[1:-1, 2:-2]
    assert even_alpha(part) == alpha and is_opaque(part) == (alpha == 255)
    for place in ((5, 7), (0, 0), (37, 25), (19, 13)):
        one = part.copy()
        one[*place, 3] ^= 1
        assert even_alpha(one) is None and not is_opaque(one)
    assert even_alpha(part[:0]) is None and not is_opaque(part[:0])
    planes = np.ascontiguousarray(np.moveaxis(part, 2, 0))
    assert even_alpha(np.moveaxis(planes, 0, 2)) == alpha, "however they lie in memory"
    assert even_alpha(np.broadcast_to(part[:1, :1], (300, 300, 4))) == alpha


def patch(seed: int, alpha: int | None) -> Array:
    """Pixels of all kinds, some opaque, some with nothing; or all of one alpha."""
    rng = np.random.default_rng(seed)
    pixels = rng.integers(0, 256, (61, 53, 4), dtype=np.uint8)
    pixels[rng.random((61, 53)) < 0.2, 3] = 255
    pixels[rng.random((61, 53)) < 0.2, 3] = 0
    if alpha is not None:
        pixels[..., 3] = alpha
    return premultiplied(pixels)


def test_every_mode_stands_in_one_group_of_the_list() -> None:
    assert sorted(mode for group in GROUPS for mode in group) == sorted(BlendMode)
