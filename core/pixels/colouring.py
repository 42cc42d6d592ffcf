"""Adjustments of colours: what a pixel becomes depends on all its channels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

import cv2
import numpy as np

from core.declare import flag, integer
from core.pixels.adjustment import Adjustment
from core.pixels.ramp import BLACK_TO_WHITE, Ramp, ramp

if TYPE_CHECKING:
    from core.arrays import Bytes, Floats

_PALEST = 0.01
"""What saturation leaves to divide by at its most."""
_WIDE, _FROM, _STRENGTH = 0.25, 1 / 3, 0.7


@dataclass(frozen=True)
class HueSaturation(Adjustment):
    """Colours are turned around the wheel, made stronger or paler, lighter or darker."""

    kind: ClassVar[str] = "hue_saturation"
    title: ClassVar[str] = "Hue and saturation"

    hue: int = integer(0, -180, 180, title="Hue", unit="°", help="How far colours are turned.")
    saturation: int = integer(
        0, -100, 100, title="Saturation", unit="%", help="-100 leaves greys, 50 doubles it."
    )
    lightness: int = integer(
        0, -100, 100, title="Lightness", unit="%", help="-100 is black, 100 white."
    )
    colorize: bool = flag(
        False, title="One colour", help="All has the hue and the saturation that are set here."
    )

    def changed(self, colours: Bytes) -> Bytes:
        if (self.hue, self.saturation, self.lightness, self.colorize) == (0, 0, 0, False):
            return colours.copy()
        rgb = np.ascontiguousarray(colours[..., :3], np.float32) / np.float32(255)
        if not self.colorize:
            rgb = self._lightened(rgb)
        hls = _hls(rgb)
        if self.colorize:
            hls[..., 0] = self.hue % 360
            hls[..., 1] = self._lightened(hls[..., 1])
            hls[..., 2] = max(0, self.saturation) / 100
        else:
            hls[..., 0] = np.mod(hls[..., 0] + self.hue, 360)
            hls[..., 2] = np.clip(hls[..., 2] * self._stronger, 0, 1)
        return _with_colours(colours, _rgb(hls))

    @property
    def _stronger(self) -> float:
        by = self.saturation / 100
        return 1 / max(_PALEST, 1 - by) if by > 0 else 1 + by

    def _lightened(self, values: Floats) -> Floats:
        by = np.float32(self.lightness / 100)
        return values + (1 - values) * by if by > 0 else values * (1 + by)


def _balance(title: str, help: str) -> int:
    return integer(0, -100, 100, title=title, help=help)


_RED = "Less is cyan, more is red."
_GREEN = "Less is magenta, more is green."
_BLUE = "Less is yellow, more is blue."


@dataclass(frozen=True)
class ColorBalance(Adjustment):
    """Dark, middle and light parts get a tint each.

    As GIMP has it: a part counts by how light a pixel is (in HSL), fading over a quarter of the
    range around a third and two thirds of it.
    """

    kind: ClassVar[str] = "color_balance"
    title: ClassVar[str] = "Colour balance"

    shadows_red: int = _balance("Shadows: red", _RED)
    shadows_green: int = _balance("Shadows: green", _GREEN)
    shadows_blue: int = _balance("Shadows: blue", _BLUE)
    midtones_red: int = _balance("Midtones: red", _RED)
    midtones_green: int = _balance("Midtones: green", _GREEN)
    midtones_blue: int = _balance("Midtones: blue", _BLUE)
    highlights_red: int = _balance("Highlights: red", _RED)
    highlights_green: int = _balance("Highlights: green", _GREEN)
    highlights_blue: int = _balance("Highlights: blue", _BLUE)
    keep_light: bool = flag(
        True, title="Keep lightness", help="Only the colour changes, not how light it is."
    )

    def changed(self, colours: Bytes) -> Bytes:
        by = np.array(
            [
                (self.shadows_red, self.shadows_green, self.shadows_blue),
                (self.midtones_red, self.midtones_green, self.midtones_blue),
                (self.highlights_red, self.highlights_green, self.highlights_blue),
            ],
            np.float32,
        ) * np.float32(_STRENGTH / 100)
        if not by.any():
            return colours.copy()
        rgb = np.ascontiguousarray(colours[..., :3], np.float32) / np.float32(255)
        light = (rgb.max(axis=2) + rgb.min(axis=2)) / 2
        dark = np.clip((_FROM - light) / _WIDE + 0.5, 0, 1)
        bright = np.clip((light + _FROM - 1) / _WIDE + 0.5, 0, 1)
        parts = np.stack([dark, (1 - dark) * (1 - bright), bright], axis=2)
        result = np.clip(rgb + parts @ by, 0, 1)
        if self.keep_light:
            hls = _hls(result)
            hls[..., 1] = light
            result = _rgb(hls)
        return _with_colours(colours, result)


@dataclass(frozen=True)
class GradientMap(Adjustment):
    """What is dark gets the colours of a ramp's beginning, what is light those of its end."""

    kind: ClassVar[str] = "gradient_map"
    title: ClassVar[str] = "Gradient map"

    ramp: Ramp = ramp(BLACK_TO_WHITE)

    def changed(self, colours: Bytes) -> Bytes:
        table, rest = _mapped(self.ramp)
        rgb = np.ascontiguousarray(colours[..., :3])
        # As light as a colour is to the eye: 0.299 R + 0.587 G + 0.114 B.
        light = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
        result = np.empty_like(colours)
        mapped = cv2.LUT(cv2.merge((light, light, light)), table)
        if rest is not None:  # What a stop lets through is what was there.
            shares = cv2.LUT(cv2.merge((light, light, light)), rest)
            mapped = cv2.add(mapped, cv2.multiply(rgb, shares, scale=1 / 255))
        result[..., :3] = mapped
        result[..., 3] = colours[..., 3]
        return result


@lru_cache(maxsize=16)
def _mapped(ramp: Ramp) -> tuple[Bytes, Bytes | None]:
    """For each lightness what it becomes, as far as the ramp covers it, and how much of what was
    there is seen through it; None: nothing anywhere. Both (1, 256, 3)."""
    values = ramp.values(np.linspace(0, 1, 256, dtype=np.float32))
    table = np.rint(values).astype(np.uint8)
    rest = None
    if any(stop.opacity < 1 for stop in ramp.stops):
        rest = np.repeat(255 - table[None, :, 3:], 3, axis=2)
    return np.ascontiguousarray(table[None, :, :3]), rest


def _hls(rgb: Floats) -> Floats:
    """Hue 0…360, lightness and saturation 0…1."""
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2HLS), np.float32)


def _rgb(hls: Floats) -> Floats:
    return np.asarray(cv2.cvtColor(hls, cv2.COLOR_HLS2RGB), np.float32)


def _with_colours(before: Bytes, rgb: Floats) -> Bytes:
    result = np.empty_like(before)
    result[..., :3] = np.rint(np.clip(rgb, 0, 1) * 255)
    result[..., 3] = before[..., 3]
    return result
