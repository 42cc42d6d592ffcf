"""Sizes at which oblong pictures are learned: all of about one area (no torch).

NovelAI 2022, "Aspect Ratio Bucketing": pictures are not cut square but put into buckets of sizes
near their own shape, and a batch is from one bucket. Sides are multiples of what the model halves.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from core.geometry import Rect, Size

LONGEST = 2.0
"""A side has at most so many times, and at least that part of, the square's."""


@dataclass(frozen=True)
class Fit:
    """How a picture is brought to a bucket's size: scaled to cover it, then cut."""

    size: Size
    """The bucket's, pixels."""
    scaled: Size
    """Of the whole picture, before it is cut."""
    cut: Rect
    """The part of that which is kept, of the bucket's size: the middle."""


def unit(factor: int, levels: int) -> int:
    """What sides are multiples of: pixels to a latent, which the UNet halves after each level but
    the last."""
    return factor << (levels - 1)


@cache
def sizes(side: int, step: int) -> tuple[Size, ...]:
    """Every bucket of a model for squares of `side`, the square first; none has a larger area."""
    square = max(step, side // step * step)
    found = {Size(square, square)}
    least, most = math.ceil(side / LONGEST / step) * step, int(side * LONGEST) // step * step
    for width in range(max(step, least), most + 1, step):
        height = min(most, side * side // width // step * step)
        if height >= least and height:
            found |= {Size(width, height), Size(height, width)}
    return tuple(sorted(found, key=lambda size: (size.width != size.height, size)))


def fit(picture: Size, side: int, step: int, *, oblong: bool = True) -> Fit:
    """The bucket whose shape is nearest to the picture's; of two the larger."""
    choice = sizes(side, step) if oblong else sizes(side, step)[:1]
    shape = math.log(picture.width / picture.height)
    size = min(
        choice, key=lambda one: (round(abs(math.log(one.width / one.height) - shape), 9), -one.area)
    )
    scale = max(size.width / picture.width, size.height / picture.height)
    scaled = Size(
        max(size.width, round(picture.width * scale)),
        max(size.height, round(picture.height * scale)),
    )
    left, top = (scaled.width - size.width) // 2, (scaled.height - size.height) // 2
    return Fit(size, scaled, Rect(left, top, *size))


def applied(array: npt.NDArray[np.uint8], how: Fit) -> npt.NDArray[np.uint8]:
    """A picture (h, w, channels) or a mask (h, w) at its bucket's size. One that has it already
    keeps every pixel."""
    import cv2

    if Size(array.shape[1], array.shape[0]) != how.scaled:
        shrinks = how.scaled.width < array.shape[1]
        array = cv2.resize(
            np.ascontiguousarray(array),
            (how.scaled.width, how.scaled.height),
            interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC,
        ).astype(np.uint8, copy=False)
    return np.ascontiguousarray(array[how.cut.slices])
