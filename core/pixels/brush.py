"""The round brush and its stamps."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from core.arrays import Bytes


MIN_SIZE, MAX_SIZE = 0.5, 2000.0
STAMP_CACHE_BYTES = 32 << 20


@dataclass(frozen=True)
class Brush:
    """A round brush. Opacity limits what a whole stroke covers; flow is what one dab adds."""

    size: float = 40.0
    """Diameter in pixels at full pressure."""
    hardness: float = 0.8
    """0: fades from the centre; 1: a disc with a smooth edge."""
    opacity: float = 1.0
    flow: float = 1.0
    """How far each dab moves the paint towards the dab's own coverage, 0…1."""
    spacing: float = 0.05
    """Distance between dabs, as a fraction of the size. At 0.05 a soft stroke shows no ripples
    (one level of 255), at 0.1 it does (five levels)."""
    color: tuple[int, int, int] = (0, 0, 0)
    erase: bool = False
    pressure_size: bool = False
    pressure_opacity: bool = False
    pressure_curve: float = 1.0
    """Exponent on the pen's pressure: below 1 a light hand is enough, above 1 it takes force."""

    def felt(self, pressure: float) -> float:
        """The pen's pressure, 0…1, after the curve."""
        return float(min(1.0, max(0.0, pressure)) ** self.pressure_curve)

    def size_at(self, pressure: float) -> float:
        """Diameter at a pressure, within the sizes a brush can have."""
        size = self.size * self.felt(pressure) if self.pressure_size else self.size
        return min(MAX_SIZE, max(MIN_SIZE, size))

    def dab_size_at(self, pressure: float) -> float:
        """The diameter that a dab gets: the brush's own exactly, others in steps, so that a
        varying pressure does not need a stamp of its own for every dab."""
        size = self.size_at(pressure)
        return size if size == self.size else quantised(size)

    def strength_at(self, pressure: float) -> float:
        """What a dab's coverage is multiplied by at a pressure."""
        return self.felt(pressure) if self.pressure_opacity else 1.0

    def step_at(self, pressure: float) -> float:
        """Distance to the next dab in pixels."""
        return max(0.5, self.spacing * self.size_at(pressure))


def phases(size: float) -> int:
    """How many sub-pixel positions a dab of this size can take along each axis.

    What a quarter of a pixel is to a 30 px dab, a whole one is to a 200 px dab.
    """
    if size < 64:
        return 4
    return 2 if size < 200 else 1


def quantised(size: float) -> float:
    """The nearest size that stamps are made for when pressure varies it: to 1.6 %, or 1/16 px."""
    step = 0.125
    while size > step * 64:
        step *= 2
    return max(MIN_SIZE, round(size / step) * step)


def drawn_stamp(size: float, hardness: float, dx: float, dy: float) -> Bytes:
    """Coverage of a dab whose centre lies `dx`, `dy` right of and below the array's centre pixel.

    The array is square with an odd side; values are 0…255. Pixels are averaged over 4×4 places
    when the dab is so small that its edge takes most of it.
    """
    radius = size / 2
    reach = math.ceil(radius + 1.25)
    fine = 4 if size < 12 else 1
    places = (np.arange((2 * reach + 1) * fine, dtype=np.float32) + 0.5) / fine - 0.5 - reach
    distance = np.hypot(places[None, :] - dx, places[:, None] - dy)
    # A fade is at least a pixel wide, so that tiny soft dabs are seen; averaging is fade enough
    # for tiny hard ones.
    half = 0.5 * (1 - hardness) + 0.5 / fine * hardness
    inner = min(radius * hardness, radius - half)
    outer = max(radius + half * hardness, inner + 2 * half)
    fade = np.clip((outer - distance) / (outer - inner), 0, 1)
    coverage = fade * fade * (3 - 2 * fade)
    if fine > 1:
        side = 2 * reach + 1
        coverage = coverage.reshape(side, fine, side, fine).mean(axis=(1, 3))
    result: Bytes = (coverage * 255 + 0.5).astype(np.uint8)
    return _trimmed(result)


def _trimmed(stamp: Bytes) -> Bytes:
    """Without the frame of zeros around it; the centre pixel stays the centre."""
    used = np.flatnonzero(stamp.any(axis=0) | stamp.any(axis=1))
    if not used.size:
        return stamp
    frame = min(int(used[0]), stamp.shape[0] - 1 - int(used[-1]))
    return np.ascontiguousarray(stamp[frame : len(stamp) - frame, frame : len(stamp) - frame])


class _Stamps:
    """Stamps by size, hardness and phase, the least recently used dropped by bytes."""

    def __init__(self) -> None:
        self._stamps: OrderedDict[tuple[float, float, int, int], Bytes] = OrderedDict()
        self._nbytes = 0

    def get(self, size: float, hardness: float, phase: tuple[int, int]) -> Bytes:
        key = (size, hardness, *phase)
        stamp = self._stamps.get(key)
        if stamp is not None:
            self._stamps.move_to_end(key)
            return stamp
        count = phases(size)
        stamp = drawn_stamp(size, hardness, phase[0] / count, phase[1] / count)
        stamp.flags.writeable = False
        self._stamps[key] = stamp
        self._nbytes += stamp.nbytes
        while self._nbytes > STAMP_CACHE_BYTES and len(self._stamps) > 1:
            self._nbytes -= self._stamps.popitem(last=False)[1].nbytes
        return stamp


_stamps = _Stamps()


def stamp(size: float, hardness: float, phase: tuple[int, int] = (0, 0)) -> Bytes:
    """The cached coverage of a dab: read-only, square, with an odd side.

    `phase` counts sub-pixel steps of 1 / `phases(size)` from the centre pixel's own centre.
    """
    return _stamps.get(size, hardness, phase)
