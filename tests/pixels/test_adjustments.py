"""Adjustments change colours as they say, and nothing else."""

from __future__ import annotations

import colorsys
import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.pixels.adjustments import (
    KINDS,
    Adjustment,
    Blur,
    BrightnessContrast,
    ColorBalance,
    Curves,
    Exposure,
    GradientMap,
    HueSaturation,
    Invert,
    Levels,
    Posterize,
    Threshold,
    of_json,
)
from core.pixels.alpha import premultiplied
from core.pixels.ramp import Ramp, Stop

RED_TO_DARK = Ramp((Stop(0, (90, 0, 20)), Stop(0.5, (0, 200, 90), 0.5), Stop(1, (9, 9, 9))))
STRONG = (
    Levels(black=30, white=200, gamma=1.7, darkest=10, lightest=240),
    Curves(points=((0.0, 1.0), (1.0, 0.0))),
    HueSaturation(hue=120, saturation=50, lightness=-20),
    BrightnessContrast(brightness=40, contrast=-30),
    HueSaturation(hue=40, saturation=60, colorize=True),
    ColorBalance(shadows_red=60, midtones_blue=-50, highlights_green=40, keep_light=False),
    Exposure(stops=1.5, offset=0.02, gamma=1.2),
    Invert(),
    Posterize(levels=3),
    Threshold(level=90),
    GradientMap(
        ramp=Ramp((Stop(0, (90, 0, 20)), Stop(0.5, (0, 200, 90), 0.5), Stop(1, (9, 9, 9))))
    ),
)
AT_ONCE = (Blur, GradientMap, Invert, Posterize, Threshold)
"""Those that change something from the beginning."""


def noise(opaque: bool) -> np.ndarray:
    pixels = np.random.default_rng(3).integers(0, 256, (40, 50, 4), dtype=np.uint8)
    if opaque:
        pixels[..., 3] = 255
    return premultiplied(pixels)


def one(red: int, green: int, blue: int) -> np.ndarray:
    return np.array([[[red, green, blue, 255]]], np.uint8)


@pytest.mark.parametrize("opaque", [True, False])
@pytest.mark.parametrize("kind", [one for one in KINDS.values() if one not in AT_ONCE])
def test_as_it_begins_nothing_is_changed(kind: type[Adjustment], opaque: bool) -> None:
    pixels = noise(opaque)
    off = kind().applied(pixels).astype(int) - pixels
    assert np.abs(off).max() <= (0 if opaque else 1)


@pytest.mark.parametrize("adjustment", STRONG)
def test_alpha_stays_and_no_colour_is_more_than_it(adjustment: Adjustment) -> None:
    pixels = noise(opaque=False)
    kept = pixels.copy()
    result = adjustment.applied(pixels)
    assert np.array_equal(pixels, kept), "what was there is left alone"
    assert np.array_equal(result[..., 3], pixels[..., 3])
    assert (result[..., :3] <= result[..., 3:]).all()
    assert (result != pixels).any()


@given(st.integers(0, 255))
def test_levels_put_black_white_and_the_middle_elsewhere(value: int) -> None:
    levels = Levels(black=51, white=204, gamma=2.0, darkest=20, lightest=230)
    part = min(1, max(0, (value - 51) / 153)) ** 0.5
    assert levels.applied(one(value, 0, 255))[0, 0].tolist() == pytest.approx(
        [20 + part * 210, 20, 230, 255], abs=0.51
    )


def test_levels_that_cross_do_not_fail() -> None:
    assert Levels(black=200, white=100).applied(one(150, 201, 255))[0, 0, 2] == 255


@given(st.tuples(*[st.integers(0, 255)] * 3), st.integers(-180, 180))
def test_hue_turns_around_the_wheel(colour: tuple[int, int, int], hue: int) -> None:
    result = HueSaturation(hue=hue).applied(one(*colour))[0, 0]
    h, light, s = colorsys.rgb_to_hls(*(v / 255 for v in colour))
    expected = colorsys.hls_to_rgb((h + hue / 360) % 1, light, s)
    assert result[:3].tolist() == pytest.approx([v * 255 for v in expected], abs=1.5)


def test_saturation_and_lightness_go_all_the_way() -> None:
    grey = HueSaturation(saturation=-100).applied(one(200, 40, 90))[0, 0]
    assert len(set(grey[:3].tolist())) == 1
    assert HueSaturation(lightness=100).applied(one(200, 40, 90))[0, 0].tolist() == [255] * 4
    assert not HueSaturation(lightness=-100).applied(one(200, 40, 90))[0, 0, :3].any()


def test_brightness_and_contrast_keep_black_and_white() -> None:
    for one_of in (BrightnessContrast(brightness=70), BrightnessContrast(contrast=-60)):
        values = one_of.values()
        assert (values[0], values[255]) == (0, 255)
        assert (np.diff(values.astype(int)) >= 0).all()
    assert BrightnessContrast(brightness=30).values()[128] > 140
    steep = BrightnessContrast(contrast=50).values()
    assert steep[64] < 60 and steep[192] > 196


def test_a_gradient_map_gives_each_lightness_the_ramps_colour_there() -> None:
    ramp = Ramp((Stop(0, (40, 0, 0)), Stop(0.5, (0, 200, 0)), Stop(1, (255, 255, 0))))
    mapped = GradientMap(ramp=ramp)
    assert mapped.applied(one(0, 0, 0))[0, 0].tolist() == [40, 0, 0, 255]
    assert mapped.applied(one(255, 255, 255))[0, 0].tolist() == [255, 255, 0, 255]
    for colour in ((200, 10, 90), (3, 240, 60), (128, 128, 128)):
        light = np.dot(colour, (0.299, 0.587, 0.114)) / 255
        (wanted,) = ramp.values(np.array([light], np.float32)).tolist()
        assert mapped.applied(one(*colour))[0, 0].tolist() == pytest.approx(wanted, abs=1.6)
    assert GradientMap().applied(one(200, 10, 90))[0, 0].tolist() == [76, 76, 76, 255], "greys"


def test_what_a_gradient_map_lets_through_is_what_was_there() -> None:
    clear = Ramp((Stop(0, (255, 0, 0), 0.0), Stop(1, (255, 0, 0), 0.0)))
    pixels = noise(opaque=True)
    assert np.array_equal(GradientMap(ramp=clear).applied(pixels), pixels)
    half = Ramp((Stop(0, (255, 0, 0), 0.5),))
    mixed = GradientMap(ramp=half).applied(one(11, 101, 201))[0, 0, :3].tolist()
    assert mixed == pytest.approx([133, 50.5, 100.5], abs=1.1)


@pytest.mark.parametrize(
    "ramp", [4, [], [[0, "red", 1]], [[0, "#ff0000"]], [[0.5, "#ff0000", 1], [0, "#000000", 1]],
             [[0, "#ff0000", 7]], [[float("nan"), "#ff0000", 1]], [[0, "#ff00", 1]]],
)  # fmt: skip
def test_a_ramp_that_makes_no_sense_is_as_in_a_new_one(ramp: object) -> None:
    assert of_json({"kind": "gradient_map", "ramp": ramp}) == GradientMap()


@pytest.mark.parametrize("adjustment", [*STRONG, Blur(radius=31.5)])
def test_they_are_read_as_they_were_written(adjustment: Adjustment) -> None:
    assert of_json(adjustment.to_json()) == adjustment


def test_values_that_make_no_sense_are_as_in_a_new_one() -> None:
    spoiled = Levels(black=30).to_json() | {"gamma": "x", "white": 9000}
    assert of_json(spoiled) == Levels(black=30)
    with pytest.raises(KeyError):
        of_json({"kind": "of tomorrow"})


def test_every_setting_has_a_range() -> None:
    for kind in KINDS.values():
        assert all(field.metadata for field in dataclasses.fields(kind))


def test_only_a_blur_looks_around() -> None:
    assert all(one.reach == 0 and one.smaller(4) == one for one in STRONG)
    assert 28 <= Blur(radius=30).reach <= 30
    assert Blur(radius=30).smaller(4) == Blur(radius=7.5)
    pixels = noise(opaque=False)
    assert np.array_equal(Blur(radius=0).applied(pixels), pixels)


VALUE = st.integers(0, 255)
COLOUR = st.tuples(VALUE, VALUE, VALUE)


def test_each_channel_goes_by_its_own_curve_and_then_all_by_one() -> None:
    curves = Curves(points=((0.0, 1.0), (1.0, 0.0)), green=((0.0, 0.0), (1.0, 0.4)))
    assert curves.applied(one(255, 255, 0))[0, 0].tolist() == [0, 153, 255, 255]


@given(COLOUR, st.integers(2, 255))
def test_posterized_colours_are_few_and_reach_from_black_to_white(
    colour: tuple[int, int, int], levels: int
) -> None:
    result = Posterize(levels=levels).applied(one(*colour))[0, 0]
    steps = {round(255 * step / (levels - 1)) for step in range(levels)}
    assert set(result[:3].tolist()) <= steps | {step + 1 for step in steps}
    assert np.abs(result[:3].astype(int) - colour).max() <= 255 / (levels - 1) + 1
    assert set(Posterize(levels=levels).values()) >= {0, 255}


@given(COLOUR, st.integers(1, 255))
def test_a_threshold_leaves_black_and_white(colour: tuple[int, int, int], level: int) -> None:
    result = Threshold(level=level).applied(one(*colour))[0, 0].tolist()
    light = 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2]
    if abs(light - level + 0.5) > 0.01:
        assert result == ([255] * 4 if light >= level - 0.5 else [0, 0, 0, 255])


def test_a_stop_is_twice_the_light() -> None:
    linear = (one(100, 0, 255)[0, 0, 0] / 255) ** 2.2 * 2
    result = Exposure(stops=1.0).applied(one(100, 0, 255))[0, 0]
    assert result.tolist() == pytest.approx([linear ** (1 / 2.2) * 255, 0, 255, 255], abs=0.51)


@given(COLOUR)
def test_inverted_twice_is_as_before(colour: tuple[int, int, int]) -> None:
    negative = Invert().applied(one(*colour))
    assert negative[0, 0, :3].tolist() == [255 - value for value in colour]
    assert np.array_equal(Invert().applied(negative), one(*colour))


@given(COLOUR, st.integers(-180, 180), st.integers(0, 100))
def test_all_has_one_colour(colour: tuple[int, int, int], hue: int, saturation: int) -> None:
    result = HueSaturation(hue=hue, saturation=saturation, colorize=True).applied(one(*colour))
    light = (max(colour) + min(colour)) / 510
    expected = colorsys.hls_to_rgb(hue % 360 / 360, light, saturation / 100)
    assert result[0, 0, :3].tolist() == pytest.approx([v * 255 for v in expected], abs=1.01)


def test_colour_balance_tints_the_part_that_is_said() -> None:
    dark, middle, light = one(30, 30, 30), one(128, 128, 128), one(225, 225, 225)
    warm = ColorBalance(shadows_red=100, keep_light=False)
    assert warm.applied(dark)[0, 0, 0] > 90
    assert np.array_equal(warm.applied(middle), middle)
    assert np.array_equal(warm.applied(light), light)
    kept = ColorBalance(midtones_red=80, midtones_blue=-40).applied(middle)[0, 0, :3].astype(int)
    assert kept[0] > kept[1] > kept[2]
    assert (kept.max() + kept.min()) / 2 == pytest.approx(128, abs=1)
