"""What lies under the mask before the first step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.request import Fill

if TYPE_CHECKING:
    import numpy.typing as npt

    from core.arrays import Bytes, Floats


_NEUTRAL = 127.0
_NO_WEIGHT = 1e-6
_NOISE_CELL = 8
"""Size in pixels of the coarse noise: finer noise is averaged away by the autoencoder."""


def push_pull(values: npt.NDArray[np.uint8] | Floats, weight: Floats) -> Floats:
    """Spreads `values` (h, w, 3) from where `weight` (h, w, 0…1) is high to where it is low.

    Gortler et al. 1996: averages are pushed down a pyramid and pulled up again into the holes.
    Where the weight is 1 the values stay exactly; with no weight anywhere the result is 0.
    """
    values = values.astype(np.float32, copy=False)
    weights = spread(weight)
    sums = [values * weights]
    counts = [weights]
    while max(sums[-1].shape[:2]) > 1:
        sums.append(np.asarray(cv2.pyrDown(sums[-1]), np.float32))
        counts.append(np.asarray(cv2.pyrDown(counts[-1]), np.float32))
    filled = sums[-1] / np.maximum(counts[-1], _NO_WEIGHT)
    for total, count in zip(sums[-2::-1], counts[-2::-1], strict=True):
        height, width = total.shape[:2]
        coarse = np.asarray(cv2.pyrUp(filled, dstsize=(width, height)), np.float32)
        own = total / np.maximum(count, _NO_WEIGHT)
        trust = count if total is sums[0] else np.minimum(count * 4, 1)
        filled = coarse + trust * (own - coarse)
    return np.where(weights >= 1, values, filled)


def spread(weight: Floats) -> Floats:
    """(h, w) → (h, w, 3). NumPy is ten times as fast on equal shapes as on broadcast ones."""
    return np.asarray(cv2.merge([weight, weight, weight]), np.float32)


def opaque(rgb: Bytes, alpha: npt.NDArray[np.uint8] | None) -> Bytes:
    """`rgb` (h, w, 3) with the colours of the opaque parts spread under the transparent ones.

    A picture that is transparent everywhere becomes neutral grey.
    """
    if alpha is None or bool((alpha == 255).all()):
        return rgb
    if not alpha.any():
        return np.full_like(rgb, round(_NEUTRAL))
    return _bytes(push_pull(rgb, _share(alpha)))


def filled(
    rgb: Bytes,
    mask: npt.NDArray[np.uint8],
    fill: Fill,
    *,
    alpha: npt.NDArray[np.uint8] | None = None,
    seed: int = 0,
) -> Bytes:
    """`rgb` (h, w, 3) with what lies under `mask` (h, w) replaced where it is white.

    What is up to half grey is kept: the pass repaints it from what is there, and a fill would
    shine through. From there to white the fill fades in.
    Under transparent pixels (`alpha` < 255) there is nothing to keep: `Fill.KEEP` puts the border
    colours there. `seed` makes `Fill.NOISE` repeatable.
    """
    base = opaque(rgb, alpha)
    if fill is Fill.KEEP or not mask.any():
        return base
    cover = spread(np.maximum(2 * _share(mask) - 1, 0))
    return _bytes(base * (1 - cover) + _under(base, mask, fill, alpha, seed) * cover)


def _under(
    base: Bytes,
    mask: npt.NDArray[np.uint8],
    fill: Fill,
    alpha: npt.NDArray[np.uint8] | None,
    seed: int,
) -> Floats:
    if fill is Fill.NEUTRAL:
        return np.full(base.shape, _NEUTRAL, np.float32)
    if fill is Fill.BLUR:
        sigma = max(2.0, max(base.shape[:2]) / 16)
        return np.asarray(cv2.GaussianBlur(base.astype(np.float32), (0, 0), sigma), np.float32)
    known = _share(255 - mask)
    if alpha is not None:
        known *= _share(alpha)
    border = push_pull(base, known) if known.any() else np.full(base.shape, _NEUTRAL, np.float32)
    if fill is Fill.BORDER:
        return border
    return border + _noise(base.shape[0], base.shape[1], seed)


def _noise(height: int, width: int, seed: int) -> Floats:
    """Coloured noise of two sizes: cells that survive the autoencoder, and fine grain."""
    draw = np.random.default_rng(seed)
    cells = (-(-height // _NOISE_CELL), -(-width // _NOISE_CELL), 3)
    coarse = draw.normal(0.0, 48.0, cells).astype(np.float32)
    fine = draw.normal(0.0, 24.0, (height, width, 3)).astype(np.float32)
    spread = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(spread + fine, np.float32)


def _share(mask: npt.NDArray[np.uint8]) -> Floats:
    """0…255 as 0…1."""
    return np.divide(mask, 255, dtype=np.float32)


def _bytes(values: Floats) -> Bytes:
    return np.asarray(np.clip(np.rint(values), 0, 255), np.uint8)
