"""What Photoshop files call blend modes, labels and adjustments, and what they are here."""

from __future__ import annotations

from typing import Any

from psd_tools.constants import BlendMode as Theirs
from psd_tools.constants import SheetColorType, Tag
from psd_tools.psd.adjustments import (
    BrightnessContrast as TheirBrightness,
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
    HueSaturation as TheirHue,
)
from psd_tools.psd.adjustments import (
    Levels as TheirLevels,
)
from psd_tools.psd.tagged_blocks import TaggedBlock, TaggedBlocks

from core.pixels.adjustments import (
    Adjustment,
    BrightnessContrast,
    Curves,
    HueSaturation,
    Levels,
)
from core.pixels.blend import BlendMode
from core.pixels.dynamics import MOST_POINTS, Points

MODES: dict[BlendMode, Theirs] = {
    BlendMode.NORMAL: Theirs.NORMAL,
    BlendMode.MULTIPLY: Theirs.MULTIPLY,
    BlendMode.SCREEN: Theirs.SCREEN,
    BlendMode.OVERLAY: Theirs.OVERLAY,
    BlendMode.DARKEN: Theirs.DARKEN,
    BlendMode.LIGHTEN: Theirs.LIGHTEN,
    BlendMode.COLOR_DODGE: Theirs.COLOR_DODGE,
    BlendMode.COLOR_BURN: Theirs.COLOR_BURN,
    BlendMode.HARD_LIGHT: Theirs.HARD_LIGHT,
    BlendMode.SOFT_LIGHT: Theirs.SOFT_LIGHT,
    BlendMode.DIFFERENCE: Theirs.DIFFERENCE,
    BlendMode.EXCLUSION: Theirs.EXCLUSION,
    BlendMode.LINEAR_BURN: Theirs.LINEAR_BURN,
    BlendMode.DARKER_COLOR: Theirs.DARKER_COLOR,
    BlendMode.LINEAR_DODGE: Theirs.LINEAR_DODGE,
    BlendMode.LIGHTER_COLOR: Theirs.LIGHTER_COLOR,
    BlendMode.VIVID_LIGHT: Theirs.VIVID_LIGHT,
    BlendMode.LINEAR_LIGHT: Theirs.LINEAR_LIGHT,
    BlendMode.PIN_LIGHT: Theirs.PIN_LIGHT,
    BlendMode.HARD_MIX: Theirs.HARD_MIX,
    BlendMode.SUBTRACT: Theirs.SUBTRACT,
    BlendMode.DIVIDE: Theirs.DIVIDE,
    BlendMode.HUE: Theirs.HUE,
    BlendMode.SATURATION: Theirs.SATURATION,
    BlendMode.COLOR: Theirs.COLOR,
    BlendMode.LUMINOSITY: Theirs.LUMINOSITY,
}
OUR_MODES = {theirs: ours for ours, theirs in MODES.items()}
WRITTEN = MODES | {BlendMode.PLUS: Theirs.LINEAR_DODGE}
"""Photoshop has no plus: on what is opaque the two are the same."""

LABELS = {
    "red": SheetColorType.RED,
    "orange": SheetColorType.ORANGE,
    "brown": SheetColorType.ORANGE,
    "yellow": SheetColorType.YELLOW,
    "green": SheetColorType.GREEN,
    "blue": SheetColorType.BLUE,
    "purple": SheetColorType.VIOLET,
    "grey": SheetColorType.GRAY,
}
OUR_LABELS = {theirs: ours for ours, theirs in LABELS.items() if ours != "brown"} | {
    SheetColorType.SEAFOAM: "green",
    SheetColorType.INDIGO: "blue",
    SheetColorType.MAGENTA: "purple",
    SheetColorType.FUSCHIA: "purple",
}

_ALIKE = (0, 255, 0, 255, 100)
_RANGES = (
    (315, 345, 15, 45), (15, 45, 75, 105), (75, 105, 135, 165),
    (135, 165, 195, 225), (195, 225, 255, 285), (255, 285, 315, 345),
)  # fmt: skip
"""Reds to magentas: where each of the six ranges of hues begins and ends."""

INVERTED: Points = ((0.0, 1.0), (1.0, 0.0))

OTHER_ADJUSTMENTS = (
    Tag.BLACK_AND_WHITE, Tag.CHANNEL_MIXER, Tag.COLOR_BALANCE, Tag.COLOR_LOOKUP, Tag.EXPOSURE,
    Tag.GRADIENT_MAP, Tag.PHOTO_FILTER, Tag.POSTERIZE, Tag.SELECTIVE_COLOR, Tag.THRESHOLD,
    Tag.VIBRANCE, Tag.GRADIENT_FILL_SETTING, Tag.PATTERN_FILL_SETTING,
)  # fmt: skip
"""Those that there is nothing for here."""


def adjustment_of(blocks: TaggedBlocks) -> tuple[Adjustment, bool] | None:
    """The adjustment that a layer's blocks describe, and whether that is all of it; None when it is
    not one that there is here."""
    if Tag.INVERT in blocks:
        return Curves(points=INVERTED), True
    levels = blocks.get_data(Tag.LEVELS)
    if isinstance(levels, TheirLevels):
        return _levels(levels)
    curves = blocks.get_data(Tag.CURVES)
    if isinstance(curves, TheirCurves):
        return _curves(curves)
    hue = blocks.get_data(Tag.HUE_SATURATION)
    if isinstance(hue, TheirHue) and len(hue.master) == 3:
        turned, saturation, lightness = (int(value) for value in hue.master)
        whole = not hue.enable and all(not any(item[1]) for item in hue.items)
        ours = HueSaturation(
            hue=_within(turned, 180), saturation=_within(saturation, 100),
            lightness=_within(lightness, 100),
        )  # fmt: skip
        return ours, whole
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
        return True
    if isinstance(adjustment, Curves):
        points = _their_points(adjustment.points)
        extra = CurvesExtraMarker(version=4, items=[CurvesExtraItem(0, points)])
        made = TheirCurves(is_map=False, version=1, count_map=1, data=[points], extra=extra)
        _put(blocks, Tag.CURVES, made)
        return True
    if isinstance(adjustment, HueSaturation):
        master = (adjustment.hue, adjustment.saturation, adjustment.lightness)
        items = [[values, (0, 0, 0)] for values in _RANGES]
        made = TheirHue(version=2, enable=0, colorization=(0, 25, 0), master=master, items=items)
        _put(blocks, Tag.HUE_SATURATION, made)
        return True
    assert isinstance(adjustment, BrightnessContrast)
    made = TheirBrightness(adjustment.brightness & 0xFFFF, adjustment.contrast & 0xFFFF, 127, 0)
    _put(blocks, Tag.BRIGHTNESS_AND_CONTRAST, made)
    return False


def solid_colour(blocks: TaggedBlocks) -> tuple[int, int, int] | None:
    """The colour of a fill layer; None when it is no fill, or of another colour space."""
    described = blocks.get_data(Tag.SOLID_COLOR_SHEET_SETTING)
    try:
        colour = described[b"Clr "]
        red, green, blue = (float(colour[key]) for key in (b"Rd  ", b"Grn ", b"Bl  "))
    except (KeyError, TypeError, ValueError):
        return None
    if not all(0 <= value <= 255 for value in (red, green, blue)):
        return None
    return round(red), round(green), round(blue)


def _put(blocks: TaggedBlocks, tag: Tag, data: Any) -> None:
    blocks[tag] = TaggedBlock(key=tag, data=data)


def _within(value: int, most: int) -> int:
    return max(-most, min(most, value))


def _levels(levels: TheirLevels) -> tuple[Adjustment, bool]:
    first, *others = list(levels)
    ours = Levels(
        black=min(254, first.input_floor),
        white=max(1, min(255, first.input_ceiling)),
        darkest=min(255, first.output_floor),
        lightest=min(255, first.output_ceiling),
        gamma=max(0.1, min(10.0, first.gamma / 100)),
    )
    # Those of the single channels come first; the rest are not used.
    return ours, all(_values(one) == _ALIKE for one in others[:3])


def _values(level: LevelRecord) -> tuple[int, ...]:
    return (level.input_floor, level.input_ceiling, level.output_floor, level.output_ceiling,
            level.gamma)  # fmt: skip


def _curves(curves: TheirCurves) -> tuple[Adjustment, bool]:
    if isinstance(curves.extra, CurvesExtraMarker):
        by_channel = {item.channel_id: item.points for item in curves.extra}
    else:
        bits = [bit for bit in range(32) if curves.count_map >> bit & 1]
        channels = bits if curves.version == 1 else range(curves.count_map)
        by_channel = dict(zip(channels, curves.data, strict=False))
    whole = not curves.is_map
    if curves.is_map:  # 256 values, of which as many are kept as a curve here may have
        by_channel = {
            channel: [(values[x], x) for x in range(0, 256, 17)]
            for channel, values in by_channel.items()
        }
    found: dict[float, float] = {}
    for output, place in by_channel.pop(0, ()):
        if 0 <= place <= 255 and 0 <= output <= 255:
            found[place / 255] = output / 255
    points = tuple(sorted(found.items()))
    whole = whole and len(points) <= MOST_POINTS and not any(_bent(p) for p in by_channel.values())
    if len(points) > MOST_POINTS:
        points = (*points[: MOST_POINTS - 1], points[-1])
    return (Curves(points=points) if points else Curves()), whole


def _bent(points: list[tuple[int, int]]) -> bool:
    return any(output != place for output, place in points)


def _their_points(points: Points) -> list[tuple[int, int]]:
    """Output and input, 0…255, at least two."""
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
