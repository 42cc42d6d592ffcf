"""The coverage of single dabs, drawn once for each size, shape and place between pixels."""

from __future__ import annotations

import math
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from core.pixels.brush import MIN_SIZE, Tip

if TYPE_CHECKING:
    import numpy.typing as npt

    from core.arrays import Bytes

STAMP_CACHE_BYTES = 32 << 20
TURN_STEP = 3.0
"""Degrees between the angles that dabs are drawn at: at 100 px the tip moves by 2.6 px."""
LARGE = 256
"""Diameter in pixels from which stamps are made of others."""
LARGEST_DRAWN = 1024.0
"""No flat stamp is drawn larger: its edge would be a pixel sharper, half a second later."""
_HAIRS = 40


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


def drawn_stamp(
    size: float,
    hardness: float,
    dx: float,
    dy: float,
    tip: Tip = Tip.ROUND,
    roundness: float = 1.0,
    angle: float = 0.0,
) -> Bytes:
    """Coverage of a dab whose centre lies `dx`, `dy` right of and below the array's centre pixel.

    The array is square with an odd side; values are 0…255. Pixels are averaged over 4×4 places
    when the dab is so small that its edge takes most of it. `angle` is in degrees clockwise.
    """
    radius = size / 2
    reach = math.ceil(radius * (math.sqrt(2) if tip is Tip.SQUARE else 1) + 1.25)
    fine = 4 if size * roundness < 12 and size < 64 else 1
    places = (np.arange((2 * reach + 1) * fine, dtype=np.float32) + 0.5) / fine - 0.5 - reach
    fade: Any
    if tip is Tip.ROUND and roundness == 1.0:
        distance = np.hypot(places[None, :] - dx, places[:, None] - dy)
        # A fade is at least a pixel wide, so that tiny soft dabs are seen; averaging is fade
        # enough for tiny hard ones.
        half = 0.5 * (1 - hardness) + 0.5 / fine * hardness
        inner = min(radius * hardness, radius - half)
        outer = max(radius + half * hardness, inner + 2 * half)
        fade = np.clip((outer - distance) / (outer - inner), 0, 1)
    else:
        fade = _shaped(places, dx, dy, radius, hardness, tip, roundness, math.radians(angle), fine)
    coverage = fade * fade * (3 - 2 * fade)
    if fine > 1:
        side = 2 * reach + 1
        coverage = coverage.reshape(side, fine, side, fine).mean(axis=(1, 3))
    result: Bytes = (coverage * 255 + 0.5).astype(np.uint8)
    return _trimmed(result)


def _shaped(
    places: npt.NDArray[Any],
    dx: float,
    dy: float,
    radius: float,
    hardness: float,
    tip: Tip,
    roundness: float,
    angle: float,
    fine: int,
) -> npt.NDArray[np.float32]:
    """0…1 of a turned, flattened shape. Its edge is a pixel wide all around: how fast the shape's
    own measure grows differs along it, so the fade is widened by its slope."""
    x, y = places[None, :] - dx, places[:, None] - dy
    cos, sin = math.cos(angle), math.sin(angle)
    along = (x * cos + y * sin).astype(np.float32)
    across = ((y * cos - x * sin) / roundness).astype(np.float32)
    if tip is Tip.SQUARE:
        a, b = np.abs(along), np.abs(across)
        measure = np.maximum(a, b)
        slope = np.where(a > b, np.float32(1), np.float32(1 / roundness))
    else:
        measure = np.hypot(along, across)
        slope = np.hypot(along, across / roundness) / np.maximum(measure, 1e-3)
        slope = np.maximum(slope, 1)  # it is at least that, but where the middle is on a pixel
    width = np.maximum(radius * (1 - hardness), np.minimum(slope, radius) / fine)
    fade = np.clip((radius - radius * (1 - hardness) / 2 + width / 2 - measure) / width, 0, 1)
    if tip is Tip.BRISTLES:
        fade = fade * _hairs(along / radius)
    elif tip is Tip.SPECKS:
        fade = fade * _specks(along / radius, across / radius)
    return np.asarray(fade, np.float32)


def _hairs(along: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Stripes of uneven strength, -1…1 across the brush."""
    rng = np.random.default_rng(11)
    heights = np.clip(rng.normal(0.62, 0.45, _HAIRS + 1), 0, 1)
    return np.interp(along, np.linspace(-1, 1, _HAIRS + 1), heights).astype(np.float32)


def _specks(
    along: npt.NDArray[np.float32], across: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """Drops of uneven size, denser in the middle. Each is drawn where it lies only."""
    rng = np.random.default_rng(5)
    shape = np.broadcast(along, across).shape
    result = np.zeros(shape, np.float32)
    along, across = np.broadcast_to(along, shape), np.broadcast_to(across, shape)
    middle = (shape[0] // 2, shape[1] // 2)
    # How both grow with a row and with a column: the grid is even.
    steps = np.array(
        [
            [along[1, 0] - along[0, 0], along[0, 1] - along[0, 0]],
            [across[1, 0] - across[0, 0], across[0, 1] - across[0, 0]],
        ]
    )
    back = np.linalg.inv(steps)
    for _ in range(46):
        turn, far = rng.random() * 2 * math.pi, rng.random() ** 0.7 * 0.92
        radius = rng.uniform(0.02, 0.075)
        x, y = far * math.cos(turn), far * math.sin(turn)
        row, column = back @ (x - along[middle], y - across[middle])
        # The drop ends where its square distance is 1.6 radius².
        high, wide = 1.3 * radius * np.hypot(back[:, 0], back[:, 1]) + 1
        row, column = middle[0] + row, middle[1] + column
        rows = slice(max(0, int(row - high)), max(0, int(row + high) + 2))
        cols = slice(max(0, int(column - wide)), max(0, int(column + wide) + 2))
        square = (along[rows, cols] - x) ** 2 + (across[rows, cols] - y) ** 2
        drop = np.clip(1.6 - square / radius**2, 0, 1)
        np.maximum(result[rows, cols], drop, out=result[rows, cols])
    return result


def _trimmed(stamp: Bytes) -> Bytes:
    """Without the frame of zeros around it; the centre pixel stays the centre."""
    used = np.flatnonzero(stamp.any(axis=0) | stamp.any(axis=1))
    if not used.size:
        return stamp
    frame = min(int(used[0]), stamp.shape[0] - 1 - int(used[-1]))
    return np.ascontiguousarray(stamp[frame : len(stamp) - frame, frame : len(stamp) - frame])


def _turned(stamp: Bytes, scale: float, angle: float, reach: int) -> Bytes:
    """A stamp made smaller by `scale` and turned clockwise by `angle` degrees, as far as `reach`
    pixels from its middle."""
    cos, sin = math.cos(math.radians(angle)) / scale, math.sin(math.radians(angle)) / scale
    middle = stamp.shape[0] // 2
    there = np.array(
        [
            [cos, sin, middle - reach * (cos + sin)],
            [-sin, cos, middle - reach * (cos - sin)],
        ]
    )
    side = 2 * reach + 1
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return _trimmed(np.asarray(cv2.warpAffine(stamp, there, (side, side), flags=how), np.uint8))


_Key = tuple[float, float, int, int, Tip, float, float, bool]


class _Stamps:
    """Stamps by size, hardness, phase and shape, the least recently used dropped by bytes."""

    def __init__(self) -> None:
        self._lock = Lock()  # previews are painted in another thread
        self._stamps: OrderedDict[_Key, Bytes] = OrderedDict()
        self._nbytes = 0

    def get(self, key: _Key) -> Bytes:
        with self._lock:
            stamp = self._stamps.get(key)
            if stamp is not None:
                self._stamps.move_to_end(key)
                return stamp
        stamp = self._made(key)
        stamp.flags.writeable = False
        with self._lock:
            if key in self._stamps:
                return self._stamps[key]
            self._stamps[key] = stamp
            self._nbytes += stamp.nbytes
            while self._nbytes > STAMP_CACHE_BYTES and len(self._stamps) > 1:
                self._nbytes -= self._stamps.popitem(last=False)[1].nbytes
        return stamp

    def _made(self, key: _Key) -> Bytes:
        size, hardness, across, down, tip, roundness, angle, own = key
        shaped = tip is not Tip.ROUND or roundness < 1
        if size > LARGE and (angle or not own or (shaped and size > LARGEST_DRAWN)):
            whole = size if own else _above(size)
            whole = min(whole, LARGEST_DRAWN) if shaped else whole
            reach = math.ceil(size / 2 * (math.sqrt(2) if tip is Tip.SQUARE else 1)) + 2
            mother = self.get((whole, hardness, 0, 0, tip, roundness, 0.0, True))
            return _turned(mother, size / whole, angle, reach)
        count = phases(size)
        return drawn_stamp(size, hardness, across / count, down / count, tip, roundness, angle)


def _above(size: float) -> float:
    """The next larger size that others are made from: each is half an octave from the last."""
    return float(2 ** (math.ceil(2 * math.log2(size)) / 2))


_stamps = _Stamps()


def stamp(
    size: float,
    hardness: float,
    phase: tuple[int, int] = (0, 0),
    tip: Tip = Tip.ROUND,
    roundness: float = 1.0,
    angle: float = 0.0,
    own: bool = True,
) -> Bytes:
    """The cached coverage of a dab: read-only, square, with an odd side.

    `phase` counts sub-pixel steps of 1 / `phases(size)` from the centre pixel's own centre. A large
    one that is turned, or not of the brush's `own` size, is made of another: drawing it would take
    longer than a frame.
    """
    if tip is Tip.ROUND and roundness == 1.0:
        angle = 0.0
    else:
        whole = 180.0 if tip in (Tip.ROUND, Tip.SQUARE) else 360.0
        angle = round(angle / TURN_STEP) * TURN_STEP % whole
    own = own or size <= LARGE
    return _stamps.get((size, hardness, *phase, tip, roundness, angle, own))
