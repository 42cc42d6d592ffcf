"""Papers that paint is rough from: patterns that repeat without a seam and never move."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from core.geometry import Rect
from core.pixels.brush import Grain
from core.pixels.tiles import TILE, Key, in_tile

if TYPE_CHECKING:
    import numpy.typing as npt

    from core.arrays import Bytes

SIDE = 2 * TILE
LEVELS = 32
"""Depths that a pattern is kept at; a step is 8 of 255 in the hollows."""


@lru_cache(maxsize=16)
def heights(grain: Grain, size: int) -> npt.NDArray[np.float32]:
    """How high the paper is, 0…1, (SIDE, SIDE); coarser the larger `size` in pixels is."""
    if grain is Grain.CANVAS:
        return _weave(size)
    coarse = _noise(size, 3)
    if grain is Grain.CHALK:
        coarse = 0.75 * coarse + 0.65 * _noise(max(2, size // 3), 4)
    else:
        coarse = 0.85 * coarse + 0.5 * _noise(max(2, size // 2), 5)
    return _spread(coarse)


def _noise(size: int, seed: int) -> npt.NDArray[np.float32]:
    """Normal noise whose bumps are about `size` pixels apart; it repeats after SIDE."""
    white = np.random.default_rng(seed).standard_normal((SIDE, SIDE))
    down, across = np.fft.fftfreq(SIDE)[:, None], np.fft.rfftfreq(SIDE)[None, :]
    ratio = np.hypot(down, across) * size
    band = ratio * np.exp(-(ratio**2))
    noise = np.fft.irfft2(np.fft.rfft2(white) * band, s=(SIDE, SIDE))
    return np.asarray(noise / noise.std(), np.float32)


def _weave(size: int) -> npt.NDArray[np.float32]:
    """Threads over and under each other, a whole number of them, and a little uneven."""
    count = max(2, round(SIDE / (2 * size)) * 2)
    places = np.arange(SIDE, dtype=np.float32) / SIDE * count * np.pi
    over, under = np.abs(np.sin(places))[None, :], np.abs(np.sin(places))[:, None]
    odd = (np.floor(places / np.pi)[None, :] + np.floor(places / np.pi)[:, None]) % 2
    threads = np.where(odd > 0, over * (0.45 + 0.55 * under), under * (0.45 + 0.55 * over))
    return _spread((threads - threads.mean()) / threads.std() + 0.35 * _noise(max(2, size // 2), 6))


def _spread(noise: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Normal numbers as heights of which all are about equally frequent."""
    noise = noise / noise.std()
    return np.asarray(1 / (1 + np.exp(-1.8 * noise)), np.float32)


@lru_cache(maxsize=2 * LEVELS)
def _hollows(grain: Grain, size: int, level: int) -> Bytes:
    depth = 1.35 * level / LEVELS
    hollows = (1 - heights(grain, size)) * (255 * depth)
    return np.asarray(np.clip(hollows, 0, 255), np.uint8)


def hollows(grain: Grain, size: float, depth: float, key: Key, part: Rect) -> Bytes:
    """What the paper takes from paint on `part` of a tile: 0 on its heights, more in hollows."""
    level = min(LEVELS, max(0, round(depth * LEVELS)))
    rows, columns = in_tile(key, part)
    down, across = key[1] % 2 * TILE, key[0] % 2 * TILE
    whole = _hollows(grain, round(size), level)
    rows = slice(rows.start + down, rows.stop + down)
    return whole[rows, columns.start + across : columns.stop + across]
