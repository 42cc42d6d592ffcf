"""Pictures shown in place over the canvas that are no layers: previews and candidates."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

import cv2
import numpy as np

from core.geometry import Rect
from core.pixels.alpha import premultiplied, scaled

from .transform import rect_at_level

if TYPE_CHECKING:
    from core.arrays import Bytes

MOST_PIXELS = 4_000_000
"""A preview of up to this size on screen is made once as a whole, and read from then on."""


class Placed(Protocol):
    """Something that covers `rect` of the canvas until it is taken away."""

    @property
    def rect(self) -> Rect: ...

    def read(self, level: int, part: Rect) -> Bytes:
        """Premultiplied RGBA (h, w, 4) of `part`, in pixels of a mip level, within `rect`."""


class Stretched:
    """An image of any size stretched over a rectangle of the canvas, read at any mip level."""

    def __init__(self, pixels: Bytes, rect: Rect) -> None:
        self.rect = rect
        self._halves = [np.ascontiguousarray(pixels)]

    def read(self, level: int, part: Rect) -> Bytes:
        """The pixels of `part` of a mip level; the image's edge continues beyond `rect`."""
        step = 1 << level
        height, width = self._halves[0].shape[:2]
        across, down = step * width / self.rect.width, step * height / self.rect.height
        halvings = max(0, math.floor(math.log2(max(1e-9, min(across, down))) + 1e-9))
        image = self._half(halvings)
        height, width = image.shape[:2]
        across, down = step * width / self.rect.width, step * height / self.rect.height
        if level == 0 and self.rect.size == (width, height) and self.rect.contains(part):
            return image[part.moved(-self.rect.x, -self.rect.y).slices]
        left = ((part.x + 0.5) - self.rect.x / step) * across - 0.5
        top = ((part.y + 0.5) - self.rect.y / step) * down - 0.5
        matrix = np.array([[across, 0, left], [0, down, top]])
        result = cv2.warpAffine(
            image,
            matrix,
            (part.width, part.height),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
        return np.asarray(result, np.uint8)

    def _half(self, halvings: int) -> Bytes:
        while len(self._halves) <= halvings:
            last = self._halves[-1]
            height, width = last.shape[:2]
            if width < 2 or height < 2:
                return last
            half = cv2.resize(last, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
            self._halves.append(np.asarray(half, np.uint8))
        return self._halves[halvings]


class Preview:
    """What a job believes the picture will be, inside the job's mask.

    `pixels` are RGB (h, w, 3) of any size, stretched over `rect`; `mask` covers `rect` in canvas
    pixels (rect.height, rect.width), or is None for all of it. Previews of one job can share a
    mask by passing the same `Stretched`.
    """

    def __init__(self, pixels: Bytes, rect: Rect, mask: Stretched | None = None) -> None:
        if pixels.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[2] != 3:
            raise ValueError(f"a preview is 8-bit RGB, not {pixels.dtype} {pixels.shape}")
        self.rect = rect
        self._mask = mask
        self._pixels = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2RGBA), np.uint8)
        self._stretched: Stretched | None = None
        self._whole: tuple[int, Bytes] | None = None

    def read(self, level: int, part: Rect) -> Bytes:
        whole = rect_at_level(self.rect, level)
        if whole.area > MOST_PIXELS:
            if self._stretched is None:
                self._stretched = Stretched(_enlarged(self._pixels), self.rect)
            return self._under_mask(self._stretched.read(level, part), level, part)
        if self._whole is None or self._whole[0] != level:
            shrinks = whole.width < self._pixels.shape[1] or whole.height < self._pixels.shape[0]
            how = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
            colour = np.asarray(cv2.resize(self._pixels, whole.size, interpolation=how), np.uint8)
            self._whole = (level, self._under_mask(colour, level, whole))
        return self._whole[1][part.moved(-whole.x, -whole.y).slices]

    def _under_mask(self, colour: Bytes, level: int, part: Rect) -> Bytes:
        return colour if self._mask is None else scaled(colour, self._mask.read(level, part))


def _enlarged(pixels: Bytes) -> Bytes:
    """Smoothly, so that what is stretched further by straight lines shows no squares."""
    height, width = pixels.shape[:2]
    factor = max(1, 1024 // max(width, height))
    size = (width * factor, height * factor)
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_CUBIC), np.uint8)


class Candidate:
    """A result shown in place: straight RGBA of shape (rect.height, rect.width, 4)."""

    def __init__(self, pixels: Bytes, rect: Rect) -> None:
        if pixels.shape != (rect.height, rect.width, 4) or pixels.dtype != np.uint8:
            raise ValueError(f"{pixels.dtype} {pixels.shape} does not fit {rect}")
        self.rect = rect
        self._image = Stretched(premultiplied(pixels), rect)

    def read(self, level: int, part: Rect) -> Bytes:
        return self._image.read(level, part)


def part_of(placed: Placed, level: int, part: Rect) -> Rect:
    """The pixels of `part` (of a mip level) that `placed` covers."""
    return part.intersected(rect_at_level(placed.rect, level))
