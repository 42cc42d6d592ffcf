"""Blend modes: one definition each, after the W3C's "Compositing and Blending Level 1".

With premultiplied source s, backdrop b and their alphas, every mode is

    result = s · (1 - αb) + b · (1 - αs) + αs · αb · B(b / αb, s / αs)

and `normal` is the case B = s / αs. Those of hue, saturation, colour, luminosity and of darker and
lighter colours mix all three channels. What painting programs have beside the W3C's modes is as
Photoshop has it; QPainter has only those of the W3C that do not mix channels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from core.pixels import whole_modes
from core.pixels.alpha import as_words, byte, even_alpha, four_alphas, is_opaque, scaled

if TYPE_CHECKING:
    import numpy.typing as npt

    from core.arrays import Bytes, Floats


BYTES, EVEN, FLOATS = 1 << 16, 1 << 14, 1 << 12
"""Pixels that are blended at a time, so that what lies between stays in the processor's cache and
takes no new memory, which the system gives out more slowly than anything here computes. `EVEN` is
what is looked at as one whether it is equally opaque, or not there, and laid more quickly."""


class BlendMode(StrEnum):
    """How a layer's colours meet what lies below."""

    NORMAL = "normal"
    DARKEN = "darken"
    MULTIPLY = "multiply"
    COLOR_BURN = "color_burn"
    LINEAR_BURN = "linear_burn"
    DARKER_COLOR = "darker_color"
    LIGHTEN = "lighten"
    SCREEN = "screen"
    COLOR_DODGE = "color_dodge"
    LINEAR_DODGE = "linear_dodge"
    PLUS = "plus"
    """Light that is added: where both are transparent it makes them more opaque than linear dodge
    does, which otherwise is the same."""
    LIGHTER_COLOR = "lighter_color"
    OVERLAY = "overlay"
    SOFT_LIGHT = "soft_light"
    HARD_LIGHT = "hard_light"
    VIVID_LIGHT = "vivid_light"
    LINEAR_LIGHT = "linear_light"
    PIN_LIGHT = "pin_light"
    HARD_MIX = "hard_mix"
    DIFFERENCE = "difference"
    EXCLUSION = "exclusion"
    SUBTRACT = "subtract"
    DIVIDE = "divide"
    HUE = "hue"
    SATURATION = "saturation"
    COLOR = "color"
    LUMINOSITY = "luminosity"

    @property
    def label(self) -> str:
        """The name an artist reads."""
        return self.value.replace("_", " ").capitalize()


def blend(
    below: Bytes,
    above: Bytes,
    mode: BlendMode = BlendMode.NORMAL,
    opacity: float = 1.0,
    *,
    out: Bytes | None = None,
) -> Bytes:
    """`above`, at `opacity`, over `below`: premultiplied RGBA (h, w, 4), rounded once or twice.

    Opacity 0 and transparent pixels leave `below` bit-identical; in normal mode opaque pixels
    at opacity 1 replace it exactly. Neither argument is changed, but `out`, which may be `below`,
    is overwritten and returned.
    """
    strength = byte(opacity)
    if strength == 0 or above.size == 0:
        return below
    result = np.empty_like(below) if out is None else out
    normal = mode is BlendMode.NORMAL
    if normal and _laid_evenly(below, above, strength, result):
        return result
    rows = max(1, (FLOATS if mode in _OF_FLOATS else BYTES) // below.shape[1])
    for top in range(0, len(below), rows):
        strip = slice(top, top + rows)
        if normal:
            _lay_in_runs(below[strip], above[strip], strength, result[strip])
            continue
        source = above[strip] if strength == 255 else scaled(above[strip], strength)
        if mode is BlendMode.PLUS:
            cv2.add(below[strip], source, dst=result[strip])
        elif mode in _WHOLE:
            result[strip] = _WHOLE[mode](below[strip], source)
        elif mode in _SEPARATE and is_opaque(below[strip]) and is_opaque(source):
            result[strip] = _looked_up(below[strip], source, mode)
        else:
            result[strip] = _mixed(below[strip], source, _OF_FLOATS[mode])
    return result


def _laid_evenly(below: Bytes, above: Bytes, strength: int, result: Bytes) -> bool:
    """Lays what is equally opaque everywhere in one pass: opaque pixels, washes, nothing. False,
    and nothing done, where alphas differ."""
    alpha = even_alpha(above)
    if alpha is None:
        return False
    if alpha == 255:
        if strength == 255:
            np.copyto(result, above)
        else:
            share = strength / 255
            cv2.addWeighted(above, share, below, 1 - share, 0, dst=result)
        return True
    if alpha == 0 and np.bitwise_or.reduce(as_words(above), axis=None) == 0:
        if result is not below:
            np.copyto(result, below)
        return True
    source = above if strength == 255 else scaled(above, strength)
    # A whole number and one product: as if the product had been rounded by itself.
    cv2.addWeighted(source, 1, below, 1 - int(source[0, 0, 3]) / 255, 0, dst=result)
    return True


def _lay_in_runs(below: Bytes, above: Bytes, strength: int, result: Bytes) -> None:
    """Lays what is equally opaque, or not there, part by part; what is between in one go."""
    rows = max(1, EVEN // below.shape[1])
    begun = 0
    for top in range(0, len(below), rows):
        part = slice(top, top + rows)
        if _laid_evenly(below[part], above[part], strength, result[part]):
            run, begun = slice(begun, top), top + rows
            if run.start < run.stop:
                _lay(below[run], above[run], strength, result[run])
    if begun < len(below):
        _lay(below[begun:], above[begun:], strength, result[begun:])


def _lay(below: Bytes, above: Bytes, strength: int, result: Bytes) -> None:
    share = strength / 255
    source = above if strength == 255 else scaled(above, strength)
    evenly = _evenly(below, above, share) if strength < 255 else None
    _over(below, source, result)
    if evenly is not None:
        cv2.copyTo(*evenly, result)


def _evenly(below: Bytes, above: Bytes, share: float) -> tuple[Bytes, Bytes] | None:
    """What becomes of the pixels that are opaque, and where they are; None where none is. They are
    rounded once, as where all are, so that a part of a picture is the same as that of the whole."""
    opaque = np.asarray(cv2.inRange(cv2.extractChannel(above, 3), 255, 255), np.uint8)
    if not opaque.any():
        return None
    return np.asarray(cv2.addWeighted(above, share, below, 1 - share, 0), np.uint8), opaque


def _over(below: Bytes, source: Bytes, result: Bytes) -> None:
    rest = four_alphas(source)
    cv2.bitwise_not(rest, dst=rest)
    cv2.multiply(below, rest, dst=rest, scale=1 / 255)
    cv2.add(rest, source, dst=result)


_WHOLE: dict[BlendMode, whole_modes.Mode] = {
    BlendMode.MULTIPLY: whole_modes.multiply,
    BlendMode.SCREEN: whole_modes.screen,
    BlendMode.OVERLAY: whole_modes.overlay,
    BlendMode.DARKEN: whole_modes.darken,
    BlendMode.LIGHTEN: whole_modes.lighten,
    BlendMode.HARD_LIGHT: whole_modes.hard_light,
    BlendMode.DIFFERENCE: whole_modes.difference,
    BlendMode.EXCLUSION: whole_modes.exclusion,
}


def _looked_up(below: Bytes, source: Bytes, mode: BlendMode) -> Bytes:
    """Opaque over opaque is the same for every two bytes, in each channel by itself."""
    places = np.multiply(below, np.uint16(256), dtype=np.uint16)
    places += source
    return _table(mode).take(places)


@cache
def _table(mode: BlendMode) -> Bytes:
    """What each byte (rows) becomes under each other one (columns), both opaque; alpha stays."""
    source = np.full((256, 256, 4), 255, np.uint8)
    source[..., :3] = np.arange(256, dtype=np.uint8)[None, :, None]
    below = source.swapaxes(0, 1).copy()
    table: Bytes = _mixed(below, source, _OF_FLOATS[mode])[..., 0].copy()
    assert table[255, 255] == 255
    return table.reshape(-1)


_Colour = Sequence[Any]
"""Red, green and blue, each an array of 0…1."""
_Formula = Callable[[_Colour, _Colour], _Colour]


def _of_each(formula: Callable[[Floats, Floats], Floats]) -> _Formula:
    return lambda b, s: [formula(*channels) for channels in zip(b, s, strict=True)]


def _mixed(below: Bytes, source: Bytes, formula: _Formula) -> Bytes:
    # Plane by plane: NumPy takes 1/8 of the time on whole rows that it takes on three channels.
    below_planes, source_planes = _planes(below), _planes(source)
    b_alpha, s_alpha = below_planes[3], source_planes[3]
    both = b_alpha * s_alpha
    alpha = b_alpha + s_alpha - both
    to_b, to_s = _reciprocal(b_alpha), _reciprocal(s_alpha)
    only_b, only_s = 1 - s_alpha, 1 - b_alpha
    straight_b = [np.minimum(plane * to_b, 1) for plane in below_planes[:3]]
    straight_s = [np.minimum(plane * to_s, 1) for plane in source_planes[:3]]
    with np.errstate(divide="ignore", invalid="ignore"):
        mixed = formula(straight_b, straight_s)
    result = np.empty_like(below)
    for channel in range(3):
        b, s = below_planes[channel], source_planes[channel]
        colour = s * only_s + b * only_b + both * mixed[channel]
        result[..., channel] = np.clip(colour, 0, alpha) * 255 + np.float32(0.5)
    result[..., 3] = alpha * 255 + np.float32(0.5)
    untouched = source[..., 3] == 0
    if untouched.any():
        np.copyto(result, below, where=untouched[..., None])
    return result


def _planes(pixels: Bytes) -> list[Floats]:
    return [
        np.multiply(plane, np.float32(1 / 255), dtype=np.float32) for plane in cv2.split(pixels)
    ]


def _reciprocal(alpha: Floats) -> Floats:
    """1 / alpha, and 0 where there is nothing, whose colour is of no consequence."""
    return np.divide(1, alpha, out=np.zeros_like(alpha), where=alpha > 0)


def _color_dodge(b: Floats, s: Floats) -> Floats:
    result = np.minimum(1, b / (1 - s))
    return np.where(b <= 0, np.float32(0), np.where(s >= 1, np.float32(1), result))


def _color_burn(b: Floats, s: Floats) -> Floats:
    result = 1 - np.minimum(1, (1 - b) / s)
    return np.where(b >= 1, np.float32(1), np.where(s <= 0, np.float32(0), result))


def _soft_light(b: Floats, s: Floats) -> Floats:
    d = np.where(b <= 0.25, ((16 * b - 12) * b + 4) * b, np.sqrt(b))
    reach = np.where(s <= 0.5, b - b * b, d - b)
    result: Floats = b + (2 * s - 1) * reach
    return result


def _vivid_light(b: Floats, s: Floats) -> Floats:
    """Burns by the darker half of the source and dodges by the lighter; its ends win."""
    burnt = 1 - np.minimum(1, (1 - b) / (2 * s))
    dodged = np.minimum(1, b / (2 - 2 * s))
    result = np.where(s <= 0.5, burnt, dodged)
    return np.where(s <= _NEAR, np.float32(0), np.where(s >= 1 - _NEAR, np.float32(1), result))


def _pin_light(b: Floats, s: Floats) -> Floats:
    return np.where(s <= 0.5, np.minimum(b, 2 * s), np.maximum(b, 2 * s - 1))


def _hard_mix(b: Floats, s: Floats) -> Floats:
    """Black or white; where both add up to white, as Photoshop has it, the lighter half wins."""
    both = b + s
    white = (both > 1 + _HALF) | ((both > 1 - _HALF) & (b > 0.5))
    return np.where(white, np.float32(1), np.float32(0))


def _divide(b: Floats, s: Floats) -> Floats:
    result = np.minimum(1, b / s)
    return np.where(b <= 0, np.float32(0), np.where(s <= 0, np.float32(1), result))


# Those of all three channels at once, after section 10.2 ("Non-separable blend modes").


def _luminosity(colour: _Colour) -> Floats:
    result: Floats = 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2]
    return result


def _saturation(colour: _Colour) -> Floats:
    result: Floats = np.maximum.reduce(colour) - np.minimum.reduce(colour)
    return result


_NEAR = 1e-6
_HALF = 1 / 512
"""Nearer to a byte's value than this is that value, however it was rounded on its way."""
_AS_LIGHT = 1e-5
"""How much lighter a colour must be to count as such."""


def _lighter(colour: _Colour, other: _Colour) -> npt.NDArray[np.bool]:
    """Where a colour is lighter than another one."""
    return np.asarray(_luminosity(colour) > _luminosity(other) + _AS_LIGHT)


def _chosen(where: npt.NDArray[np.bool], colour: _Colour, other: _Colour) -> _Colour:
    return [np.where(where, *channels) for channels in zip(colour, other, strict=True)]


def _with_luminosity(colour: _Colour, wanted: Floats) -> _Colour:
    """SetLum: the colour made lighter or darker, and paler where it would leave 0…1 (ClipColor)."""
    difference = wanted - _luminosity(colour)
    moved = [channel + difference for channel in colour]
    light, least, most = _luminosity(moved), np.minimum.reduce(moved), np.maximum.reduce(moved)
    # A grey that rounding put just below 0 or above 1 has no distance to divide by.
    low = np.where(least < 0, light / np.maximum(light - least, _NEAR), 1)
    high = np.where(most > 1, (1 - light) / np.maximum(most - light, _NEAR), 1)
    keep = np.minimum(low, high)
    return [light + (channel - light) * keep for channel in moved]


def _with_saturation(colour: _Colour, wanted: Floats) -> _Colour:
    """SetSat: the least channel at 0, the greatest at the saturation that is wanted."""
    least, range_ = np.minimum.reduce(colour), _saturation(colour)
    factor = np.where(range_ > 0, wanted / range_, 0)
    return [(channel - least) * factor for channel in colour]


_SEPARATE: dict[BlendMode, _Formula] = {
    BlendMode.COLOR_DODGE: _of_each(_color_dodge),
    BlendMode.COLOR_BURN: _of_each(_color_burn),
    BlendMode.SOFT_LIGHT: _of_each(_soft_light),
    BlendMode.LINEAR_BURN: _of_each(lambda b, s: np.maximum(0, b + s - 1)),
    BlendMode.LINEAR_DODGE: _of_each(lambda b, s: np.minimum(1, b + s)),
    BlendMode.VIVID_LIGHT: _of_each(_vivid_light),
    BlendMode.LINEAR_LIGHT: _of_each(lambda b, s: np.clip(b + 2 * s - 1, 0, 1)),
    BlendMode.PIN_LIGHT: _of_each(_pin_light),
    BlendMode.HARD_MIX: _of_each(_hard_mix),
    BlendMode.SUBTRACT: _of_each(lambda b, s: np.maximum(0, b - s)),
    BlendMode.DIVIDE: _of_each(_divide),
}
"""Each channel by itself: opaque over opaque is looked up in a table."""
_OF_FLOATS: dict[BlendMode, _Formula] = _SEPARATE | {
    BlendMode.DARKER_COLOR: lambda b, s: _chosen(_lighter(s, b), b, s),
    BlendMode.LIGHTER_COLOR: lambda b, s: _chosen(_lighter(b, s), b, s),
    BlendMode.HUE: lambda b, s: _with_luminosity(
        _with_saturation(s, _saturation(b)), _luminosity(b)
    ),
    BlendMode.SATURATION: lambda b, s: _with_luminosity(
        _with_saturation(b, _saturation(s)), _luminosity(b)
    ),
    BlendMode.COLOR: lambda b, s: _with_luminosity(s, _luminosity(b)),
    BlendMode.LUMINOSITY: lambda b, s: _with_luminosity(b, _luminosity(s)),
}


GROUPS: tuple[tuple[BlendMode, ...], ...] = (
    (BlendMode.NORMAL,),
    (BlendMode.DARKEN, BlendMode.MULTIPLY, BlendMode.COLOR_BURN, BlendMode.LINEAR_BURN,
     BlendMode.DARKER_COLOR),
    (BlendMode.LIGHTEN, BlendMode.SCREEN, BlendMode.COLOR_DODGE, BlendMode.LINEAR_DODGE,
     BlendMode.PLUS, BlendMode.LIGHTER_COLOR),
    (BlendMode.OVERLAY, BlendMode.SOFT_LIGHT, BlendMode.HARD_LIGHT, BlendMode.VIVID_LIGHT,
     BlendMode.LINEAR_LIGHT, BlendMode.PIN_LIGHT, BlendMode.HARD_MIX),
    (BlendMode.DIFFERENCE, BlendMode.EXCLUSION, BlendMode.SUBTRACT, BlendMode.DIVIDE),
    (BlendMode.HUE, BlendMode.SATURATION, BlendMode.COLOR, BlendMode.LUMINOSITY),
)  # fmt: skip
"""All modes as lists show them: those that darken, lighten, add contrast, compare, and colour."""
