"""Exact 8-bit arithmetic with coverage: products rounded once, straight and premultiplied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from core.arrays import Bytes


def divided_by_255(products: npt.NDArray[np.uint16]) -> Bytes:
    """`products` / 255, rounded to the nearest, exact for 0…65025; spoils `products`.

    (x + 128 + ((x + 128) >> 8)) >> 8: Blinn, "Three wrongs make a right", 1995.
    """
    products += 128
    products += products >> 8
    products >>= 8
    return products.astype(np.uint8)


def scaled(values: Bytes, by: Bytes | int) -> Bytes:
    """`values` · `by` / 255, rounded: of one shape, or pixels (h, w, 4) by a mask (h, w).

    255 leaves values as they are, 0 gives 0. A quotient by 255 is never half way between two
    numbers, so OpenCV's float product rounds exactly; it takes 1/9 of NumPy's time.
    """
    if values.size == 0:
        return values.copy()
    if isinstance(by, int):
        return np.asarray(cv2.convertScaleAbs(values, alpha=by / 255), np.uint8)
    if by.ndim < values.ndim:
        by = four_times(by)
    return np.asarray(cv2.multiply(values, by, scale=1 / 255), np.uint8)


def byte(fraction: float) -> int:
    """0…1 as 0…255, rounded and clamped."""
    return int(min(1.0, max(0.0, fraction)) * 255 + 0.5)


def premultiplied(straight: Bytes) -> Bytes:
    """Straight RGBA (h, w, 4) as premultiplied; opaque pixels stay bit for bit."""
    result = scaled(straight, straight[..., 3])
    result[..., 3] = straight[..., 3]
    return result


_STRIP = 2**17
"""Pixels that are worked on at a time: choosing some of more would hold up other threads."""


def straight(premultiplied: Bytes) -> Bytes:
    """Premultiplied RGBA (h, w, 4) as straight, rounded; colour is 0 where alpha is 0."""
    result = premultiplied.copy()
    rows = max(1, _STRIP // max(1, result.shape[1]))
    for top in range(0, len(result), rows):
        _make_straight(result[top : top + rows])
    return result


def _make_straight(pixels: Bytes) -> None:
    alpha = pixels[..., 3]
    nothing = alpha == 0
    partly = alpha != 255
    partly &= ~nothing
    if partly.any():
        values = pixels[partly].astype(np.uint16)
        a = values[:, 3:]
        values = (values * 255 + a // 2) // a
        pixels[partly, :3] = np.minimum(values[:, :3], 255)
    pixels[nothing] = 0


def as_opaque_as(below: Bytes, above: Bytes) -> Bytes:
    """The colours of `above` with the alpha of `below`, both premultiplied RGBA (h, w, 4). Where
    `above` has no colour, `below` stays. A mask (h, w) has no alpha: `above` as it is."""
    if below.ndim == 2:
        return above
    alpha = above[..., 3].astype(np.float32)
    ratio = below[..., 3] / np.maximum(alpha, 1)
    result = np.asarray(np.rint(above * ratio[..., None]), np.uint8)
    np.minimum(result, below[..., 3:], out=result)
    result[..., 3] = below[..., 3]
    return np.where((alpha > 0)[..., None], result, below)


def four_times(coverage: Bytes) -> Bytes:
    """A mask (h, w), not empty, repeated for the four channels: (h, w, 4)."""
    return np.asarray(cv2.merge((coverage, coverage, coverage, coverage)), np.uint8)


def four_alphas(pixels: Bytes) -> Bytes:
    """The alpha of pixels (h, w, 4) in the place of all four channels; a third of the time that
    taking it out and repeating it needs."""
    words = np.ascontiguousarray(pixels).view("<u4") >> np.uint32(24)
    words *= np.uint32(0x01010101)
    return words.view(np.uint8)


def even_alpha(pixels: Bytes) -> int | None:
    """The alpha that all pixels (h, w, 4) have; None where they differ, quick where some of the
    corners or the middle do."""
    if pixels.size == 0:
        return None
    alpha = int(pixels[0, 0, 3])
    height, width = pixels.shape[:2]
    if alpha != pixels[-1, -1, 3] or alpha != pixels[height // 2, width // 2, 3]:
        return None
    # A pixel as one number: a quarter of the time that taking its alpha out needs.
    words = as_words(pixels)
    if alpha and np.bitwise_and.reduce(words, axis=None) >> 24 != alpha:
        return None
    if alpha < 255 and np.bitwise_or.reduce(words, axis=None) >> 24 != alpha:
        return None
    return alpha


def as_words(pixels: Bytes) -> npt.NDArray[np.uint32]:
    """Pixels (h, w, 4) as one number each, alpha its highest byte: (h, w, 1); a view, where a
    pixel's bytes lie beside each other."""
    if pixels.strides[-1] != 1:
        pixels = np.ascontiguousarray(pixels)
    return pixels.view("<u4")


def is_opaque(pixels: Bytes) -> bool:
    """Whether nothing shows through any of the pixels (h, w, 4); quick where something does."""
    return pixels.size > 0 and pixels[0, 0, 3] == 255 and even_alpha(pixels) == 255
