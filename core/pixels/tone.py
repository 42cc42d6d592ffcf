"""Adjustments of light and dark: what each value of a channel becomes, by a table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

import cv2
import numpy as np

from core.declare import integer, number
from core.pixels.adjustment import Adjustment, ByTable
from core.pixels.dynamics import LINE, Points, curve, table

if TYPE_CHECKING:
    from core.arrays import Bytes, Floats


_SRGB = 2.2
"""The power by which values become light."""


@dataclass(frozen=True)
class Levels(ByTable):
    """Black, white and the middle are put somewhere else."""

    kind: ClassVar[str] = "levels"
    title: ClassVar[str] = "Levels"

    black: int = integer(0, 0, 254, title="Black", help="What is as dark as this becomes black.")
    gamma: float = number(
        1.0, 0.1, 10.0, step=0.05, title="Middle", help="More than 1 makes the middle lighter."
    )
    white: int = integer(255, 1, 255, title="White", help="What is as light as this becomes white.")
    darkest: int = integer(0, 0, 255, title="Darkest", help="How dark the result is at most.")
    lightest: int = integer(255, 0, 255, title="Lightest", help="How light it is at most.")

    def values(self) -> Bytes:
        return _levels(self.black, self.gamma, self.white, self.darkest, self.lightest)


@dataclass(frozen=True)
class Curves(ByTable):
    """Any brightness becomes any other: each channel by its own curve, then all by one."""

    kind: ClassVar[str] = "curves"
    title: ClassVar[str] = "Curves"

    points: Points = curve(LINE)
    red: Points = curve(LINE)
    green: Points = curve(LINE)
    blue: Points = curve(LINE)

    def tables(self) -> tuple[Bytes, Bytes, Bytes]:
        red, green, blue = (_curve(own, self.points) for own in (self.red, self.green, self.blue))
        return red, green, blue


@dataclass(frozen=True)
class BrightnessContrast(ByTable):
    """Lighter or darker, and how far apart light and dark are."""

    kind: ClassVar[str] = "brightness_contrast"
    title: ClassVar[str] = "Brightness and contrast"

    brightness: int = integer(0, -100, 100, title="Brightness", help="0 leaves it as it is.")
    contrast: int = integer(0, -100, 100, title="Contrast", help="0 leaves it as it is.")

    def values(self) -> Bytes:
        x = np.arange(256) / 255
        # Black and white stay what they are, so that nothing is cut off (as a gamma).
        x = x ** (2.0 ** (-self.brightness / 50))
        steep = 2.0 ** (self.contrast / 50)
        half = np.abs(2 * x - 1)
        bent = half ** (1 / steep)
        return np.asarray(np.rint((0.5 + 0.5 * np.sign(2 * x - 1) * bent) * 255), np.uint8)


@dataclass(frozen=True)
class Exposure(ByTable):
    """Light is multiplied, as by a longer exposure of a photograph."""

    kind: ClassVar[str] = "exposure"
    title: ClassVar[str] = "Exposure"

    stops: float = number(
        0.0, -20.0, 20.0, step=0.05, title="Exposure", help="In stops: 1 is twice the light."
    )
    offset: float = number(
        0.0, -0.5, 0.5, step=0.005, title="Offset", help="Light that is added everywhere."
    )
    gamma: float = number(
        1.0, 0.01, 9.99, step=0.05, title="Gamma", help="More than 1 makes the middle lighter."
    )

    def values(self) -> Bytes:
        if (self.stops, self.offset, self.gamma) == (0.0, 0.0, 1.0):
            return np.arange(256, dtype=np.uint8)
        light = (np.arange(256) / 255) ** _SRGB * 2.0**self.stops + self.offset
        seen = np.clip(light, 0, 1) ** (1 / self.gamma / _SRGB)
        return np.asarray(np.rint(seen * 255), np.uint8)


@dataclass(frozen=True)
class Invert(ByTable):
    """Light becomes dark, and each colour its opposite."""

    kind: ClassVar[str] = "invert"
    title: ClassVar[str] = "Invert"

    def values(self) -> Bytes:
        return np.arange(255, -1, -1, dtype=np.uint8)


@dataclass(frozen=True)
class Posterize(ByTable):
    """Each channel has a few values only."""

    kind: ClassVar[str] = "posterize"
    title: ClassVar[str] = "Posterize"

    levels: int = integer(4, 2, 255, title="Levels", help="How many values a channel has.")

    def values(self) -> Bytes:
        step = np.arange(256) * self.levels // 256
        return np.asarray(np.rint(step * 255 / (self.levels - 1)), np.uint8)


@dataclass(frozen=True)
class Threshold(Adjustment):
    """Black and white, and nothing in between."""

    kind: ClassVar[str] = "threshold"
    title: ClassVar[str] = "Threshold"

    level: int = integer(128, 1, 255, title="Level", help="What is as light as this is white.")

    def changed(self, colours: Bytes) -> Bytes:
        weights = np.array([[0.3, 0.59, 0.11, 0]], np.float32)
        light = np.asarray(cv2.transform(colours, weights)).reshape(*colours.shape[:2], 1)
        result = np.empty_like(colours)
        result[..., :3] = np.where(light >= self.level, 255, 0)
        result[..., 3] = colours[..., 3]
        return result


def heights(points: Points) -> Floats:
    """A curve's height, 0…1, at 256 places."""
    found = np.array(table(points))
    places = np.linspace(0, len(found) - 1, 256)
    return np.asarray(np.interp(places, np.arange(len(found)), found), np.float32)


@lru_cache(maxsize=64)
def _curve(own: Points, of_all: Points) -> Bytes:
    # Between the two it is not rounded to bytes.
    between = heights(own)
    found = np.interp(between * 255, np.arange(256), heights(of_all))
    return np.asarray(np.rint(found * 255), np.uint8)


@lru_cache(maxsize=64)
def _levels(black: int, gamma: float, white: int, darkest: int, lightest: int) -> Bytes:
    white = max(white, black + 1)
    x = np.clip((np.arange(256) - black) / (white - black), 0, 1) ** (1 / gamma)
    return np.asarray(np.rint(darkest + x * (lightest - darkest)), np.uint8)
