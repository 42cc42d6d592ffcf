"""What Photoshop files say of adjustments, and what they are here."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from psd_tools.constants import Tag
from psd_tools.psd.adjustments import (
    BrightnessContrast as TheirBrightness,
)
from psd_tools.psd.adjustments import (
    ColorBalance as TheirBalance,
)
from psd_tools.psd.adjustments import (
    Curves as TheirCurves,
)
from psd_tools.psd.adjustments import (
    CurvesExtraItem,
    CurvesExtraMarker,
    LevelRecord,
)
from psd_tools.psd.adjustments import (
    Exposure as TheirExposure,
)
from psd_tools.psd.adjustments import (
    GradientMap as TheirMap,
)
from psd_tools.psd.adjustments import (
    HueSaturation as TheirHue,
)
from psd_tools.psd.adjustments import (
    Levels as TheirLevels,
)
from psd_tools.psd.base import EmptyElement, ShortIntegerElement
from psd_tools.psd.tagged_blocks import TaggedBlock, TaggedBlocks

from core.files import psd_maps
from core.pixels.adjustments import (
    Adjustment,
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
)
from core.pixels.dynamics import LINE, MOST_POINTS, Points
from core.pixels.tone import heights

_ALIKE = (0, 255, 0, 255, 100)
_RANGES = (
    (315, 345, 15, 45), (15, 45, 75, 105), (75, 105, 135, 165),
    (135, 165, 195, 225), (195, 225, 255, 285), (255, 285, 315, 345),
)  # fmt: skip
"""Reds to magentas: where each of the six ranges of hues begins and ends."""
_NEAR = 2.5 / 255
"""How far two curves may be apart at most to count as one."""

OTHER_ADJUSTMENTS = (
    Tag.BLACK_AND_WHITE, Tag.CHANNEL_MIXER, Tag.COLOR_LOOKUP, Tag.GRADIENT_MAP, Tag.PHOTO_FILTER,
    Tag.SELECTIVE_COLOR, Tag.VIBRANCE, Tag.GRADIENT_FILL_SETTING, Tag.PATTERN_FILL_SETTING,
)  # fmt: skip
"""Those that there is nothing for here."""


def adjustment_of(blocks: TaggedBlocks) -> tuple[Adjustment, bool] | None:
    """The adjustment that a layer's blocks describe, and whether that is all of it; None when it is
    not one that there is here."""
    if Tag.INVERT in blocks:
        return Invert(), True
    levels = blocks.get_data(Tag.LEVELS)
    if isinstance(levels, TheirLevels):
        return _levels(levels), True
    curves = blocks.get_data(Tag.CURVES)
    if isinstance(curves, TheirCurves):
        return _curves(curves)
    hue = blocks.get_data(Tag.HUE_SATURATION)
    if isinstance(hue, TheirHue) and len(hue.master) == 3:
        return _hue(hue)
    balance = blocks.get_data(Tag.COLOR_BALANCE)
    if isinstance(balance, TheirBalance):
        return _balance(balance), False
    exposure = blocks.get_data(Tag.EXPOSURE)
    if isinstance(exposure, TheirExposure):
        return _exposure(exposure)
    mapped = blocks.get_data(Tag.GRADIENT_MAP)
    if isinstance(mapped, TheirMap) and (found := psd_maps.of_theirs(mapped)) is not None:
        return found
    if isinstance(levels := blocks.get_data(Tag.POSTERIZE), int):
        return Posterize(max(2, min(255, levels))), True
    if isinstance(level := blocks.get_data(Tag.THRESHOLD), int):
        return Threshold(max(1, min(255, level))), True
    if Tag.BRIGHTNESS_AND_CONTRAST in blocks:
        return _brightness(blocks), False
    return None


def put_adjustment(blocks: TaggedBlocks, adjustment: Adjustment) -> bool:
    """Describes an adjustment in a layer's blocks; False when others show it somewhat otherwise."""
    if isinstance(adjustment, Levels):
        first = LevelRecord(
            adjustment.black, adjustment.white, adjustment.darkest, adjustment.lightest,
            min(999, max(10, round(adjustment.gamma * 100))),
        )  # fmt: skip
        others = [LevelRecord(*_ALIKE) for _ in range(28)]
        _put(blocks, Tag.LEVELS, TheirLevels(version=2, items=[first, *others]))
    elif isinstance(adjustment, Curves):
        _put_curves(blocks, adjustment)
    elif isinstance(adjustment, HueSaturation):
        values = (adjustment.hue, adjustment.saturation, adjustment.lightness)
        tint = (adjustment.hue % 360, max(0, adjustment.saturation), adjustment.lightness)
        one = adjustment.colorize
        made = TheirHue(
            version=2, enable=int(one), colorization=tint if one else (0, 25, 0),
            master=(0, 0, 0) if one else values, items=[[edges, (0, 0, 0)] for edges in _RANGES],
        )  # fmt: skip
        _put(blocks, Tag.HUE_SATURATION, made)
    elif isinstance(adjustment, Exposure):
        made = TheirExposure(1, adjustment.stops, adjustment.offset, adjustment.gamma)
        _put(blocks, Tag.EXPOSURE, made)
    elif isinstance(adjustment, GradientMap):
        _put(blocks, Tag.GRADIENT_MAP, psd_maps.theirs(adjustment))
    elif isinstance(adjustment, Invert):
        _put(blocks, Tag.INVERT, EmptyElement())
    elif isinstance(adjustment, Posterize):
        _put(blocks, Tag.POSTERIZE, ShortIntegerElement(adjustment.levels))
    elif isinstance(adjustment, Threshold):
        _put(blocks, Tag.THRESHOLD, ShortIntegerElement(adjustment.level))
    elif isinstance(adjustment, ColorBalance):
        ours = adjustment
        made = TheirBalance(
            (ours.shadows_red, ours.shadows_green, ours.shadows_blue),
            (ours.midtones_red, ours.midtones_green, ours.midtones_blue),
            (ours.highlights_red, ours.highlights_green, ours.highlights_blue),
            ours.keep_light,
        )
        _put(blocks, Tag.COLOR_BALANCE, made)
        return False
    else:
        assert isinstance(adjustment, BrightnessContrast)
        made = TheirBrightness(adjustment.brightness & 0xFFFF, adjustment.contrast & 0xFFFF, 127, 0)
        _put(blocks, Tag.BRIGHTNESS_AND_CONTRAST, made)
        return False
    return True


def _put(blocks: TaggedBlocks, tag: Tag, data: Any) -> None:
    blocks[tag] = TaggedBlock(key=tag, data=data)


def _within(value: int, most: int) -> int:
    return max(-most, min(most, value))


def _levels(levels: TheirLevels) -> Adjustment:
    """Levels, or curves where channels have levels of their own."""
    first, *others = (_one_of(record) for record in list(levels)[:4])
    if all(one == Levels() for one in others):
        return first
    return Curves(_as_curve(first), *(_as_curve(one) for one in others))


def _one_of(level: LevelRecord) -> Levels:
    return Levels(
        black=max(0, min(254, level.input_floor)),
        white=max(1, min(255, level.input_ceiling)),
        darkest=max(0, min(255, level.output_floor)),
        lightest=max(0, min(255, level.output_ceiling)),
        gamma=max(0.1, min(10.0, level.gamma / 100)),
    )


def _as_curve(levels: Levels) -> Points:
    """Levels by the points of a curve: its bend at both ends, and more where it is steep."""
    values = levels.values() / 255
    black, white = levels.black, max(levels.white, levels.black + 1)
    parts = (0, 0.01, 0.03, 0.08, 0.15, 0.25, 0.4, 0.55, 0.7, 0.85, 1)
    places = sorted({round(black + part * (white - black)) for part in parts})
    return tuple((place / 255, round(float(values[place]), 4)) for place in places)


def _exposure(exposure: TheirExposure) -> tuple[Adjustment, bool]:
    given = (exposure.exposure, exposure.offset, exposure.gamma)
    if not np.isfinite(given).all():
        return Exposure(), False
    stops, offset, gamma = given
    return Exposure(
        stops=max(-20.0, min(20.0, stops)),
        offset=max(-0.5, min(0.5, offset)),
        gamma=max(0.01, min(9.99, gamma)),
    ), True


def _hue(hue: TheirHue) -> tuple[Adjustment, bool]:
    one = bool(hue.enable) and len(hue.colorization) == 3
    turned, saturation, lightness = hue.colorization if one else hue.master
    whole = one or all(not any(item[1]) for item in hue.items)
    if one and turned > 180:
        turned -= 360
    return HueSaturation(
        hue=_within(int(turned), 180),
        saturation=_within(int(saturation), 100),
        lightness=_within(int(lightness), 100),
        colorize=one,
    ), whole


def _balance(balance: TheirBalance) -> Adjustment:
    parts = {
        "shadows": balance.shadows, "midtones": balance.midtones, "highlights": balance.highlights,
    }  # fmt: skip
    values: dict[str, Any] = {
        f"{part}_{colour}": _within(value, 100)
        for part, triple in parts.items()
        for colour, value in zip(("red", "green", "blue"), triple, strict=True)
    }
    return ColorBalance(**values, keep_light=bool(balance.luminosity))


def _curves(curves: TheirCurves) -> tuple[Adjustment, bool]:
    if isinstance(curves.extra, CurvesExtraMarker):
        by_channel = {item.channel_id: item.points for item in curves.extra}
    else:
        bits = [bit for bit in range(32) if curves.count_map >> bit & 1]
        channels = bits if curves.version == 1 else range(curves.count_map)
        by_channel = dict(zip(channels, curves.data, strict=False))
    found, whole = [], True
    for channel in range(4):
        given = by_channel.get(channel, ())
        points, near = _drawn(given) if curves.is_map else _joined(given)
        found.append(points)
        whole = whole and near
    return Curves(*found), whole


def _joined(given: Iterable[Sequence[int]]) -> tuple[Points, bool]:
    """A curve through (output, input), 0…255, and whether it is as Photoshop joins them."""
    found = {
        place / 255: output / 255
        for output, place in given
        if 0 <= place <= 255 and 0 <= output <= 255
    }
    points = tuple(sorted(found.items()))
    if not points:
        return LINE, True
    theirs = natural(points)
    if len(points) <= MOST_POINTS and _alike(points, theirs):
        return points, True
    return _through(theirs, [x for x, _ in points])


def _drawn(values: Sequence[int]) -> tuple[Points, bool]:
    """A curve that was drawn by hand: 256 values."""
    if len(values) != 256:
        return LINE, len(values) == 0
    return _through(np.clip(np.array(values) / 255, 0, 1), [0.0, 1.0])


def _through(values: np.ndarray, corners: Sequence[float]) -> tuple[Points, bool]:
    """256 heights as a curve with as many points as it may have, those of its corners among them,
    and whether it comes near."""
    places = sorted({round(x * 255) for x in _between(corners)})
    points = tuple((place / 255, round(float(values[place]), 4)) for place in places)
    return points, _alike(points, values)


def _between(corners: Sequence[float]) -> list[float]:
    """Corners from left to right, and evenly as many places between each two as there may be."""
    if len(corners) > MOST_POINTS:
        return [float(x) for x in np.linspace(corners[0], corners[-1], MOST_POINTS)]
    pieces = (MOST_POINTS - 1) // max(1, len(corners) - 1)
    found = [np.linspace(a, b, pieces, endpoint=False) for a, b in itertools.pairwise(corners)]
    return [float(x) for x in np.concatenate([*found, corners[-1:]])]


def _alike(points: Points, values: np.ndarray) -> bool:
    return bool(np.abs(heights(points) - values).max() <= _NEAR)


def natural(points: Points) -> np.ndarray:
    """256 heights of a curve as Photoshop joins points: by a natural cubic spline, flat outside."""
    x, y = np.array(points).T
    at = np.clip(np.arange(256) / 255, x[0], x[-1])
    if len(points) < 3:
        return np.asarray(np.interp(at, x, y))
    from scipy.interpolate import CubicSpline

    return np.asarray(np.clip(CubicSpline(x, y, bc_type="natural")(at), 0, 1))


def _put_curves(blocks: TaggedBlocks, curves: Curves) -> None:
    every = (curves.points, curves.red, curves.green, curves.blue)
    items = [
        CurvesExtraItem(channel, _their_points(points))
        for channel, points in enumerate(every)
        if channel == 0 or points != LINE
    ]
    count = sum(1 << item.channel_id for item in items)
    made = TheirCurves(
        is_map=False, version=1, count_map=count, data=[item.points for item in items],
        extra=CurvesExtraMarker(version=4, items=items),
    )  # fmt: skip
    _put(blocks, Tag.CURVES, made)


def _their_points(points: Points) -> list[tuple[int, int]]:
    """Output and input, 0…255, at least two; more where Photoshop would join them otherwise."""
    if len(points) > 2 and not _alike(points, natural(points)):
        points, _ = _through(heights(points), [x for x, _ in points])
    found = {round(x * 255): round(y * 255) for x, y in points}
    if len(found) == 1:
        ((place, output),) = found.items()
        found[255 if place < 255 else 0] = output
    return [(output, place) for place, output in sorted(found.items())]


def _brightness(blocks: TaggedBlocks) -> Adjustment:
    newer = blocks.get_data(Tag.CONTENT_GENERATOR_EXTRA_DATA)
    try:
        values = int(newer[b"Brgh"]), int(newer[b"Cntr"])
    except (KeyError, TypeError, ValueError):
        older = blocks.get_data(Tag.BRIGHTNESS_AND_CONTRAST)
        if not isinstance(older, TheirBrightness):
            return BrightnessContrast()
        values = _signed(older.brightness), _signed(older.contrast)
    brightness, contrast = (_within(value, 100) for value in values)
    return BrightnessContrast(brightness=brightness, contrast=contrast)


def _signed(value: int) -> int:
    return value - 65_536 if value > 32_767 else value
