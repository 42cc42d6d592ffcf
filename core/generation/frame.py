"""How a part of the source lies in the model's picture: scaled evenly, then padded by mirroring."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.geometry import Rect, Size

if TYPE_CHECKING:
    from typing import TypeVar

    import numpy.typing as npt

    from core.arrays import Bytes

    T = TypeVar("T", np.uint8, np.float32)

_PADDED_FROM = 3.0
"""Beyond this ratio the model gets mirrored padding: it draws nonsense in slivers."""
_SHARP = 1.1
"""Scales nearer to 1 than this are taken as 1: resampling would only blur."""
LEAST = 64
"""The smallest side a UNet with three or four levels can work on."""


@dataclass(frozen=True)
class Frame:
    """How a part of the source lies in the model's picture: scaled, then padded by mirroring."""

    source: Size
    scaled: Size
    padded: Size
    left: int = 0
    top: int = 0

    @classmethod
    def fit(cls, source: Size, native: int, factor: int = 8) -> Frame:
        """Scales `source` evenly to the area `native`² and pads to multiples of `factor`."""
        scale = native / math.sqrt(source.area)
        if 1 / _SHARP <= scale <= _SHARP:
            scale = 1.0
        # The scale of slivers is that of the picture they are padded to.
        longest = max(source)
        if longest > _PADDED_FROM * min(source):
            scale = native * math.sqrt(_PADDED_FROM) / longest
        scaled = Size(max(1, round(source.width * scale)), max(1, round(source.height * scale)))
        return cls._padded(source, scaled, factor)

    @classmethod
    def whole(cls, source: Size, factor: int = 8) -> Frame:
        """Keeps the size, however long, for what is painted in windows of the model's size."""
        scale = max(1.0, LEAST / min(source))
        scaled = Size(round(source.width * scale), round(source.height * scale))
        return cls(source, scaled, scaled.multiple_of(factor))

    @classmethod
    def exact(cls, source: Size, factor: int = 8) -> Frame:
        """Keeps the size, but for the padding; pictures too small for a model are enlarged."""
        scale = max(1.0, LEAST / max(source))
        scaled = Size(max(1, round(source.width * scale)), max(1, round(source.height * scale)))
        return cls._padded(source, scaled, factor)

    @classmethod
    def _padded(cls, source: Size, scaled: Size, factor: int) -> Frame:
        shortest = max(scaled) / _PADDED_FROM
        padded = Size(
            max(scaled.width, math.floor(shortest), LEAST),
            max(scaled.height, math.floor(shortest), LEAST),
        ).multiple_of(factor)
        # Whole latents on the left and top, so that previews lie where the picture will.
        left = (padded.width - scaled.width) // 2 // factor * factor
        top = (padded.height - scaled.height) // 2 // factor * factor
        return cls(source, scaled, padded, left, top)

    @property
    def content(self) -> Rect:
        """The part of the model's picture that is not padding."""
        return Rect(self.left, self.top, self.scaled.width, self.scaled.height)

    def enter(self, image: Bytes, *, smooth: bool = True) -> Bytes:
        """An image of the source's size (h, w[, c]) as the model gets it."""
        image = resized(image, self.scaled, smooth=smooth)
        right = self.padded.width - self.scaled.width - self.left
        below = self.padded.height - self.scaled.height - self.top
        if not (right or below or self.left or self.top):
            return image
        sides = [(self.top, below), (self.left, right), (0, 0)][: image.ndim]
        return np.pad(image, sides, mode="symmetric")

    def leave(self, image: npt.NDArray[T]) -> npt.NDArray[T]:
        """An image of the model's size (h, w[, c]) as it lies in the source."""
        return resized(image[self.content.slices], self.source)


def resized(image: npt.NDArray[T], size: Size, *, smooth: bool = True) -> npt.NDArray[T]:
    """Another size for (h, w), (h, w, 3) or straight RGBA (h, w, 4). Colours count as much as they
    are opaque: what hides under transparent pixels does not show at their edges."""
    if (image.shape[1], image.shape[0]) == size:
        return image
    if image.ndim == 3 and image.shape[2] == 4 and bool((image[..., 3] < 255).any()):
        return _resized_apart(image, size, smooth=smooth)
    if size.area < image.shape[0] * image.shape[1]:
        how = cv2.INTER_AREA
    else:
        how = cv2.INTER_CUBIC if smooth else cv2.INTER_LINEAR
    result = cv2.resize(np.ascontiguousarray(image), (size.width, size.height), interpolation=how)
    return np.asarray(result, image.dtype)


def _resized_apart(rgba: npt.NDArray[T], size: Size, *, smooth: bool) -> npt.NDArray[T]:
    """Opacity, and colours weighted by it."""
    opacity = rgba[..., 3:].astype(np.float32)
    sums = resized(rgba[..., :3] * opacity, size, smooth=smooth)
    scaled = resized(np.ascontiguousarray(opacity[..., 0]), size, smooth=smooth)[..., None]
    both = np.concatenate([sums / np.maximum(scaled, 1), scaled], axis=2)
    return np.asarray(np.rint(both.clip(0, 255)), rgba.dtype)
