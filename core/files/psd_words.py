"""What Photoshop files call blend modes, labels and fills, and what they are here."""

from __future__ import annotations

from psd_tools.constants import BlendMode as Theirs
from psd_tools.constants import SheetColorType, Tag
from psd_tools.psd.tagged_blocks import TaggedBlocks

from core.pixels.blend import BlendMode

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
