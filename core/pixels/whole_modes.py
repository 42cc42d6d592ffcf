"""Blend modes that are quotients of whole numbers by 255, found without fractions.

With premultiplied bytes s and b and their alphas a and d (255: opaque), 255 · the W3C's result of
each mode here is a sum of products of two bytes, at most 255². A quotient by 255 is never half way
between two numbers: rounded once, it is to the bit what exact arithmetic gives. Sums may pass 2¹⁶
on their way, for unsigned integers come back. Alpha is a channel like the others, where s is a and
b is d, unless said otherwise.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.pixels.alpha import four_alphas, is_opaque, scaled
from core.pixels.tiles import TILE

if TYPE_CHECKING:
    import numpy.typing as npt

    from core.arrays import Bytes

    Words = npt.NDArray[np.uint16]

Mode = Callable[["Bytes", "Bytes"], "Bytes"]
"""Of premultiplied RGBA (h, w, 4) below and above, neither of which is changed."""

_MOST = TILE * TILE * 4


def screen(below: Bytes, source: Bytes) -> Bytes:
    """s + b (255 - s) / 255."""
    result = scaled(below, ~source)
    result += source
    return result


def multiply(below: Bytes, source: Bytes) -> Bytes:
    """s (255 - d + b) + b (255 - a)."""
    opaque = is_opaque(below)
    if opaque and is_opaque(source):
        return scaled(below, source)
    left = ~four_alphas(source)
    if opaque:
        left += source
        return scaled(below, left)
    shared = ~four_alphas(below)
    shared += below
    with _words(below) as (total, spare):
        np.multiply(source, shared, out=total, dtype=np.uint16)
        total += np.multiply(below, left, out=spare, dtype=np.uint16)
        return _divided(total, spare)


def darken(below: Bytes, source: Bytes) -> Bytes:
    """255 (s + b) - max(s d, b a)."""
    taken = np.maximum(scaled(source, four_alphas(below)), scaled(below, four_alphas(source)))
    return below + source - taken


def lighten(below: Bytes, source: Bytes) -> Bytes:
    """255 (s + b) - min(s d, b a)."""
    taken = np.minimum(scaled(source, four_alphas(below)), scaled(below, four_alphas(source)))
    return below + source - taken


def difference(below: Bytes, source: Bytes) -> Bytes:
    """255 (s + b) - 2 min(s d, b a); alpha as in `screen`."""
    with _words(below) as (shared, spare):
        np.multiply(source, four_alphas(below), out=shared, dtype=np.uint16)
        np.multiply(below, four_alphas(source), out=spare, dtype=np.uint16)
        np.minimum(shared, spare, out=shared)
        return _less_twice(below, source, shared, spare)


def exclusion(below: Bytes, source: Bytes) -> Bytes:
    """255 (s + b) - 2 s b; alpha as in `screen`."""
    with _words(below) as (shared, spare):
        np.multiply(source, below, out=shared, dtype=np.uint16)
        return _less_twice(below, source, shared, spare)


def hard_light(below: Bytes, source: Bytes) -> Bytes:
    """s (255 - d) + d p + b (255 - p - q): by p = 2 s - a it is lighter, by q = a - 2 s darker."""
    rest = four_alphas(source)
    rest -= source
    p = np.asarray(cv2.subtract(source, rest), np.uint8)
    q = np.asarray(cv2.subtract(rest, source), np.uint8)
    left = ~p
    left -= q
    if is_opaque(below):
        result = scaled(below, left)
        result += p
        return result
    d = four_alphas(below)
    with _words(below) as (total, spare):
        np.multiply(below, left, out=total, dtype=np.uint16)
        total += np.multiply(d, p, out=spare, dtype=np.uint16)
        total += np.multiply(source, ~d, out=spare, dtype=np.uint16)
        return _divided(total, spare)


def overlay(below: Bytes, source: Bytes) -> Bytes:
    """Hard light with the two exchanged."""
    return hard_light(source, below)


def _less_twice(below: Bytes, source: Bytes, shared: Words, total: Words) -> Bytes:
    """255 (s + b) - 2 `shared`, and for alpha less it once; spoils both."""
    np.add(below, source, out=total, dtype=np.uint16)
    total *= np.uint16(255)
    total -= shared
    words = shared.view(np.uint64)
    words &= _colours()
    total -= shared
    return _divided(total, shared)


@cache
def _colours() -> npt.NDArray[np.uint64]:
    """Leaves three of four numbers that lie beside each other, and not the fourth."""
    return np.array((0xFFFF, 0xFFFF, 0xFFFF, 0), np.uint16).view(np.uint64)


def _divided(total: Words, spare: Words) -> Bytes:
    """As `divided_by_255`; spoils both."""
    total += np.uint16(128)
    total += np.right_shift(total, np.uint16(8), out=spare)
    total >>= np.uint16(8)
    return total.astype(np.uint8)


_kept = threading.local()


@contextmanager
def _words(like: Bytes) -> Iterator[tuple[Words, Words]]:
    """Two arrays of numbers for one mode: those of a tile are kept by each thread, for to get new
    ones takes longer than to reckon in them."""
    if like.size > _MOST:
        yield np.empty(like.shape, np.uint16), np.empty(like.shape, np.uint16)
        return
    if not hasattr(_kept, "words"):
        _kept.words = np.empty((2, _MOST), np.uint16)
    one, other = _kept.words[:, : like.size]
    yield one.reshape(like.shape), other.reshape(like.shape)
