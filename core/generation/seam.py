"""Matching the new picture's colours to the old one's along the mask's edge.

Models and autoencoders shift colours. One shift for the whole picture only moves the visible edge
elsewhere, so the correction is a smooth membrane: it equals the robustly measured difference
along the seam and is spread from there into the mask.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from core.generation.fill import Floats, push_pull

Image = npt.NDArray[np.uint8]

_BAND = 16
"""Pixels at the model's size on each side of the mask's edge that are compared: two latents."""
_LIMIT = 32.0
"""The largest correction, in levels of 255: what differs by more is another thing, not a shift."""


def colour_correction(
    new: Image, old: Image, mask: npt.NDArray[np.uint8], known: npt.NDArray[np.uint8] | None = None
) -> Floats:
    """What to add to `new` so that it meets `old` along the edge of `mask`; float32 (h, w, 3).

    `new`, `old` (h, w, 3) and `mask` (h, w) are of one size. `known` (h, w) is `old`'s opacity:
    where it is below 255 there is nothing to compare with. Zero when nothing can be compared.
    """
    painted = (mask > 0).astype(np.uint8)
    weight = _band(painted)
    if known is not None:
        weight *= known == 255
    if not weight.any():
        return np.zeros(new.shape, np.float32)
    difference = old.astype(np.float32) - new.astype(np.float32)
    weight *= _agreement(difference, weight > 0)
    smooth = push_pull(_local_mean(difference, weight), weight)
    return np.clip(smooth, -_LIMIT, _LIMIT)


def _band(painted: npt.NDArray[np.uint8]) -> Floats:
    """1 within `_BAND` pixels outside the edge, falling to 0 over half of that inside it."""
    if painted.all() or not painted.any():
        return np.zeros(painted.shape, np.float32)
    outside = cv2.distanceTransform(1 - painted, cv2.DIST_L2, cv2.DIST_MASK_5)
    inside = cv2.distanceTransform(painted, cv2.DIST_L2, cv2.DIST_MASK_5)
    band = np.where(painted > 0, 1 - inside / (_BAND / 2), outside <= _BAND)
    return np.asarray(np.clip(band, 0, 1), np.float32)


def _agreement(difference: Floats, where: npt.NDArray[np.bool_]) -> Floats:
    """Tukey's weights: 1 where the difference is like most others', 0 where another thing is."""
    centre = np.median(difference[where], axis=0)
    distance = np.sqrt(np.square(difference - centre).sum(axis=-1))
    scale = 4.685 * max(1.4826 * float(np.median(distance[where])), 2.0)
    return np.asarray(np.square(1 - np.square(np.minimum(distance / scale, 1))), np.float32)


def _local_mean(values: Floats, weight: Floats) -> Floats:
    """Weighted mean within half a band: single edges and grain are no colour shift."""
    sigma = _BAND / 2
    total = cv2.GaussianBlur(values * weight[..., None], (0, 0), sigma)
    count = cv2.GaussianBlur(weight, (0, 0), sigma)[..., None]
    return np.asarray(total / np.maximum(count, 1e-4), np.float32)
