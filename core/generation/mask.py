"""What a painted mask becomes before the model sees it and when the picture is put back.

Pure functions on 8-bit masks of shape (h, w); the canvas calls the same ones to show what will
happen. Nothing here reaches further than the artist allowed: a pixel where the grown mask is 0
stays 0 in every mask that is made from it.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.geometry import EMPTY, Rect
from core.pixels.morphology import grown
from core.request import InpaintSettings

if TYPE_CHECKING:
    import numpy.typing as npt

    from core.arrays import Bytes

__all__ = ["Painted", "blend_alpha", "effective_mask", "grown", "mask_bounds", "visible_mask"]

_MANY_PARTS = 64


@cache
def _solid() -> Bytes:
    """Grey of the mask → opacity, (256,). From a quarter on the new picture replaces the old one
    wholly: the pass has kept part of the old one where the mask is grey, and mixing both again
    shows ghosts."""
    table: Bytes = np.minimum(np.rint(np.arange(256) * (255 / 64)), 255).astype(np.uint8)
    return table


def mask_bounds(mask: Bytes) -> Rect:
    """The smallest rectangle that holds every pixel above 0; `EMPTY` when there is none."""
    x, y, width, height = cv2.boundingRect(mask)
    return Rect(int(x), int(y), int(width), int(height)) if width and height else EMPTY


def effective_mask(mask: Bytes, settings: InpaintSettings) -> Bytes:
    """How strongly each pixel is repainted: the mask grown, then feathered inwards.

    Shape (h, w), 0…255, above 0 exactly where the grown mask is. The array must reach `grow`
    pixels beyond the mask, or to the canvas's edge, where the mask neither grows nor fades.
    """
    return Painted(grown(mask, settings.grow)).strength(settings.feather)


def blend_alpha(mask: Bytes, settings: InpaintSettings) -> Bytes:
    """The opacity of the new picture over the old one: 0 exactly where the grown mask is 0.

    Rises to 255 over `settings.blend` pixels inside the grown mask's edge.
    """
    return Painted(grown(mask, settings.grow)).alpha(settings.blend)


def visible_mask(mask: Bytes, settings: InpaintSettings) -> Bytes:
    """How much of each pixel will be new, to show before anything is painted.

    That is how strongly it is repainted times the opacity with which it is put back: grow, feather
    and blend in one. Shape (h, w), 0…255, above 0 exactly where the grown mask is.
    """
    painted = Painted(grown(mask, settings.grow))
    strength = painted.strength(settings.feather).astype(np.uint16)
    alpha = painted.alpha(settings.blend)
    new: Bytes = ((strength * alpha + 127) // 255).astype(np.uint8)
    return np.maximum(new, np.minimum(strength, 1).astype(np.uint8))


class Painted:
    """A grown mask (h, w) and what is made of it by fading its edge inwards."""

    def __init__(self, mask: Bytes) -> None:
        self.mask = mask
        self._inside = np.minimum(mask, 1)

    def strength(self, feather: int) -> Bytes:
        """How strongly each pixel is repainted; see `effective_mask`."""
        return self._faded(self.mask, feather)

    def alpha(self, blend: int) -> Bytes:
        """The opacity of the new picture over the old one; see `blend_alpha`."""
        return self._faded(_solid()[self.mask], blend)

    def _faded(self, values: Bytes, width: int) -> Bytes:
        """`values` times a ramp that rises from the mask's edge inwards over `width` pixels.

        A stroke thinner than the ramp keeps a core of full strength: the ramp of each connected
        part takes at most half of that part's own depth.
        """
        if width <= 0 or self._inside.all() or not self._inside.any():
            return np.maximum(values, self._inside)
        depth, (labels, deepest) = self._depth, self._parts
        near = (depth <= width) & (self._inside > 0)
        close = depth[near]
        reach = np.minimum(np.float32(width), deepest[labels[near]] / 2)
        ramp = np.minimum(close / (reach + 1), 1)
        faded = values.copy()
        faded[near] = np.rint(values[near] * (ramp * ramp * (3 - 2 * ramp)))
        return np.maximum(faded, self._inside)

    @cached_property
    def _depth(self) -> npt.NDArray[np.float32]:
        """Each pixel's distance from the nearest that is 0."""
        depth = cv2.distanceTransform(self._inside, cv2.DIST_L2, cv2.DIST_MASK_5)
        return np.asarray(depth, np.float32)

    @cached_property
    def _parts(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
        """The number of each pixel's connected part (h, w), and the greatest depth of each."""
        count, found, boxes, _ = cv2.connectedComponentsWithStats(self._inside, connectivity=8)
        labels = np.asarray(found, np.int32)
        deepest = np.zeros(count, np.float32)
        if count > _MANY_PARTS:
            np.maximum.at(deepest, labels.ravel(), self._depth.ravel())
            return labels, deepest
        for part in range(1, count):
            x, y, width, height = (int(edge) for edge in np.asarray(boxes)[part, :4])
            own = labels[y : y + height, x : x + width] == part
            deepest[part] = self._depth[y : y + height, x : x + width].max(where=own, initial=0)
        return labels, deepest
