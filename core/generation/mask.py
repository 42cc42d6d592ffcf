"""What a painted mask becomes before the model sees it and when the picture is put back.

Pure functions on 8-bit masks of shape (h, w); the canvas calls the same ones to show what will
happen. Nothing here reaches further than the artist allowed: a pixel where the grown mask is 0
stays 0 in every mask that is made from it.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from core.geometry import EMPTY, Rect
from core.pixels.morphology import grown
from core.request import InpaintSettings

__all__ = ["blend_alpha", "effective_mask", "grown", "mask_bounds"]

Mask = npt.NDArray[np.uint8]

_FULL_ALPHA_FROM = 64
"""Grey from which the new picture replaces the old one wholly. The pass has already kept part of
the old picture where the mask is grey, so mixing both again by the mask would show ghosts."""


def mask_bounds(mask: Mask) -> Rect:
    """The smallest rectangle that holds every pixel above 0; `EMPTY` when there is none."""
    x, y, width, height = cv2.boundingRect(mask)
    return Rect(int(x), int(y), int(width), int(height)) if width and height else EMPTY


def effective_mask(mask: Mask, settings: InpaintSettings) -> Mask:
    """How strongly each pixel is repainted: the mask grown, then feathered inwards.

    Shape (h, w), 0…255, above 0 exactly where the grown mask is. The array must reach `grow`
    pixels beyond the mask, or to the canvas's edge, where the mask neither grows nor fades.
    """
    painted = grown(mask, settings.grow)
    return _faded(painted, painted, settings.feather)


def blend_alpha(mask: Mask, settings: InpaintSettings) -> Mask:
    """The opacity of the new picture over the old one: 0 exactly where the grown mask is 0.

    Rises to 255 over `settings.blend` pixels inside the grown mask's edge.
    """
    painted = grown(mask, settings.grow)
    solid = np.minimum(painted, _FULL_ALPHA_FROM).astype(np.float32) * (255.0 / _FULL_ALPHA_FROM)
    return _faded(np.rint(solid).astype(np.uint8), painted, settings.blend)


def _faded(values: Mask, painted: Mask, width: int) -> Mask:
    """`values` times a ramp that rises from the edge of `painted` > 0 inwards over `width` px.

    A stroke thinner than the ramp keeps a core of full strength: the ramp of each connected part
    takes at most half of that part's own depth.
    """
    inside = (painted > 0).astype(np.uint8)
    if width <= 0 or inside.all() or not inside.any():
        return np.maximum(values, inside)
    depth = cv2.distanceTransform(inside, cv2.DIST_L2, cv2.DIST_MASK_5)
    count, labels = cv2.connectedComponents(inside, connectivity=8)
    deepest = np.zeros(count, np.float32)
    np.maximum.at(
        deepest, np.asarray(labels, np.intp).ravel(), np.asarray(depth, np.float32).ravel()
    )
    reach = np.minimum(float(width), deepest / 2)[labels]
    ramp = np.clip(depth / (reach + 1.0), 0.0, 1.0)
    faded: Mask = np.rint(values * (ramp * ramp * (3 - 2 * ramp))).astype(np.uint8)
    return np.maximum(faded, inside)
