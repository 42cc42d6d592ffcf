"""What adjustment layers do to the picture below them; alpha stays as it is but when it blurs."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Self

import cv2
import numpy as np

from core import parameters as declared
from core.errors import RecipeError
from core.parameters import integer, number
from core.pixels import gaussian
from core.pixels.alpha import premultiplied, straight
from core.pixels.blend import is_opaque
from core.pixels.dynamics import LINE, Points, curve, table

if TYPE_CHECKING:
    from core.arrays import Bytes
    from core.parameters import Json


@dataclass(frozen=True)
class Adjustment:
    """One of those below."""

    kind: ClassVar[str] = ""
    title: ClassVar[str] = ""

    @property
    def reach(self) -> int:
        """How many pixels around it a pixel depends on; 0: on itself alone."""
        return 0

    def smaller(self, times: float) -> Self:
        """What it is on a picture whose sides are divided by `times`."""
        return self

    def applied(self, pixels: Bytes) -> Bytes:
        """Premultiplied RGBA (h, w, 4) after it; `pixels` are left alone. Where it has a reach,
        pixels nearer than that to the array's edges take the edge for that of the picture."""
        if is_opaque(pixels):
            return self.changed(pixels)
        colours = self.changed(straight(pixels))
        colours[..., 3] = pixels[..., 3]
        return premultiplied(colours)

    def changed(self, colours: Bytes) -> Bytes:
        """Straight colours after it, in a new array."""
        raise NotImplementedError

    def to_json(self) -> dict[str, Json]:
        return {"kind": self.kind} | declared.to_json(self)


class _ByTable(Adjustment):
    """Each channel by itself, by a table of 256 values."""

    def changed(self, colours: Bytes) -> Bytes:
        values = self.values()
        whole = np.stack([values, values, values, np.arange(256, dtype=np.uint8)], axis=1)
        return np.asarray(cv2.LUT(colours, whole[:, None, :].transpose(1, 0, 2)), np.uint8)

    def values(self) -> Bytes:
        raise NotImplementedError


@dataclass(frozen=True)
class Levels(_ByTable):
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
class Curves(_ByTable):
    """Any brightness becomes any other."""

    kind: ClassVar[str] = "curves"
    title: ClassVar[str] = "Curves"

    points: Points = curve(LINE)

    def values(self) -> Bytes:
        heights = np.array(table(self.points))
        places = np.linspace(0, len(heights) - 1, 256)
        found = np.interp(places, np.arange(len(heights)), heights)
        return np.asarray(np.rint(found * 255), np.uint8)


@dataclass(frozen=True)
class BrightnessContrast(_ByTable):
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
class HueSaturation(Adjustment):
    """Colours are turned around the wheel, made stronger or paler, lighter or darker."""

    kind: ClassVar[str] = "hue_saturation"
    title: ClassVar[str] = "Hue and saturation"

    hue: int = integer(0, -180, 180, title="Hue", unit="°", help="How far colours are turned.")
    saturation: int = integer(
        0, -100, 100, title="Saturation", unit="%", help="-100 leaves greys, 100 doubles it."
    )
    lightness: int = integer(
        0, -100, 100, title="Lightness", unit="%", help="-100 is black, 100 white."
    )

    def changed(self, colours: Bytes) -> Bytes:
        if (self.hue, self.saturation, self.lightness) == (0, 0, 0):
            return colours.copy()
        rgb = np.ascontiguousarray(colours[..., :3], np.float32) / np.float32(255)
        hls = cv2.cvtColor(rgb, cv2.COLOR_RGB2HLS)  # hue 0…360, the others 0…1
        hls[..., 0] = np.mod(hls[..., 0] + self.hue, 360)
        hls[..., 2] = np.clip(hls[..., 2] * (1 + self.saturation / 100), 0, 1)
        by = self.lightness / 100
        light = hls[..., 1]
        hls[..., 1] = light + (1 - light) * by if by > 0 else light * (1 + by)
        result = np.empty_like(colours)
        result[..., :3] = np.rint(np.clip(cv2.cvtColor(hls, cv2.COLOR_HLS2RGB), 0, 1) * 255)
        result[..., 3] = colours[..., 3]
        return result


@dataclass(frozen=True)
class Blur(Adjustment):
    """All is out of focus."""

    kind: ClassVar[str] = "blur"
    title: ClassVar[str] = "Blur"

    radius: float = number(
        8.0, 0.0, 100.0, step=0.5, title="Radius", unit="px", help="How far colours run."
    )

    @property
    def reach(self) -> int:
        return gaussian.reach(self.radius)

    def smaller(self, times: float) -> Self:
        return replace(self, radius=self.radius / times)

    def applied(self, pixels: Bytes) -> Bytes:
        return gaussian.blurred(pixels, self.radius)


KINDS: dict[str, type[Adjustment]] = {
    one.kind: one for one in (Levels, Curves, HueSaturation, BrightnessContrast, Blur)
}


def of_json(value: Json) -> Adjustment:
    """What `to_json` wrote; values that make no sense are as in a new one. KeyError for a kind of a
    newer version."""
    kind = KINDS[value["kind"]]
    ranges = declared.parameters(kind)
    given: dict[str, Any] = {}
    for field in fields(kind):
        if field.name in value:
            try:
                given[field.name] = ranges[field.name].parse(value[field.name], field.name)
            except RecipeError:
                continue
    return kind(**given)


@lru_cache(maxsize=64)
def _levels(black: int, gamma: float, white: int, darkest: int, lightest: int) -> Bytes:
    white = max(white, black + 1)
    x = np.clip((np.arange(256) - black) / (white - black), 0, 1) ** (1 / gamma)
    return np.asarray(np.rint(darkest + x * (lightest - darkest)), np.uint8)
