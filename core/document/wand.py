"""The magic wand: selects what has the colour under it, joined to it or anywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, reduce
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from core.document.selection import Selection, even_tile, put
from core.document.state import State
from core.errors import UserError
from core.geometry import Point, Rect, Size
from core.pixels.tiles import TILE, Key, TileGrid, inside, tile_rect, tiles_over

if TYPE_CHECKING:
    import numpy.typing as npt

    from core.arrays import Bytes

    Labels = npt.NDArray[np.uint16]


@dataclass(frozen=True)
class Wand:
    """How the wand chooses."""

    tolerance: int = 24
    """How far each channel may be from the colour under the wand, 0…255."""
    contiguous: bool = True
    """Only what is joined to the place by its sides; else all that has its colour."""
    smooth: bool = True
    """Pixels of an edge that are mixed of both its sides are selected in part."""
    whole: bool = True
    """Looks at the picture as it is seen; else at the active layer alone."""


def picked(state: State, at: Point, wand: Wand) -> Selection:
    """What a wand at `at`, in pixels, selects; nothing when that is off the canvas.

    For any thread, when the state is a snapshot. UserError when there is no layer to look at.
    """
    spot = Rect(int(at.x // 1), int(at.y // 1), 1, 1)
    if not state.canvas.contains(spot):
        return Selection(TileGrid(state.size, 1))
    read = state.composite if wand.whole else _layer(state).read
    alike = _Alike(read, spot, wand.tolerance)
    if wand.contiguous:
        grid = _Flood(alike, state.size).from_spot(spot)
    else:
        grid = _everywhere(alike, state.size)
    return Selection(_smoothed(grid, alike) if wand.smooth else grid)


def _layer(state: State) -> TileGrid:
    active = state.active
    if active is None:
        raise UserError("No layer is chosen.", "Choose one, or let the wand see the whole picture.")
    if active.grid is None:
        raise UserError(
            f"“{active.name}” is a box and has no pixels.",
            "Choose another layer, or let the wand see the whole picture.",
        )
    return active.grid


class _Alike:
    """Compares pixels with the one at a spot."""

    def __init__(self, read: Callable[[Rect], Bytes], spot: Rect, tolerance: int) -> None:
        self._read = read
        colour = read(spot)[0, 0].astype(np.int32)
        self._low = np.atleast_1d(np.maximum(colour - tolerance, 0))
        self._high = np.atleast_1d(np.minimum(colour + tolerance, 255))
        self._colour = np.atleast_1d(colour).astype(np.uint8)

    def within(self, rect: Rect) -> Bytes:
        """255 where `rect` is within the tolerance, 0 elsewhere: (h, w)."""
        return np.asarray(cv2.inRange(self._read(rect), self._low, self._high), np.uint8)

    def distance(self, rect: Rect) -> Bytes:
        """How far the farthest channel is from the spot's colour: (h, w)."""
        pixels = self._read(rect)
        apart = cv2.absdiff(pixels, np.broadcast_to(self._colour, pixels.shape).copy())
        if pixels.ndim == 2:
            return np.asarray(apart, np.uint8)
        return np.asarray(reduce(cv2.max, cv2.split(apart)), np.uint8)


def _everywhere(alike: _Alike, size: Size) -> TileGrid:
    grid = TileGrid(size, 1)
    for _, part in tiles_over(grid.canvas):
        put(grid, part, alike.within(part))
    return grid


@cache
def _one_part() -> Labels:
    labels = np.ones((TILE, TILE), np.uint16)
    labels.flags.writeable = False
    return labels


@dataclass
class _Parts:
    """A tile's parts that are alike, numbered from 1, and which of them the flood has reached."""

    labels: Labels
    reached: npt.NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        self.reached = np.zeros(int(self.labels.max(initial=0)) + 1, bool)


class _Side(NamedTuple):
    """A side of a tile: its pixels, the way to the tile beyond it, and the pixels that meet it."""

    own: tuple[int | slice, int | slice]
    dx: int
    dy: int
    beyond: tuple[int | slice, int | slice]


_ALL = slice(None)
_SIDES = (
    _Side((0, _ALL), 0, -1, (-1, _ALL)),
    _Side((-1, _ALL), 0, 1, (0, _ALL)),
    _Side((_ALL, 0), -1, 0, (_ALL, -1)),
    _Side((_ALL, -1), 1, 0, (_ALL, 0)),
)


class _Flood:
    """Goes from tile to tile and looks only at those that it reaches.

    A tile's parts are found at once; then whole parts are reached, over the sides of tiles.
    """

    def __init__(self, alike: _Alike, size: Size) -> None:
        self._alike = alike
        self._grid = TileGrid(size, 1)
        self._tiles: dict[Key, _Parts] = {}
        self._waiting: dict[Key, list[npt.NDArray[np.uint16]]] = {}

    def from_spot(self, spot: Rect) -> TileGrid:
        """All that is joined to the spot, 0 or 255."""
        key = (spot.x // TILE, spot.y // TILE)
        own = self._parts(key).labels[spot.y - key[1] * TILE, spot.x - key[0] * TILE]
        self._waiting[key] = [np.array([own], np.uint16)]
        while self._waiting:
            key, arrived = self._waiting.popitem()
            self._reach(key, np.unique(np.concatenate(arrived)))
        for key, parts in self._tiles.items():
            if parts.reached.any():
                part = tile_rect(key).intersected(self._grid.canvas)
                chosen = np.where(parts.reached, np.uint8(255), np.uint8(0))
                put(self._grid, part, chosen.take(parts.labels))
        return self._grid

    def _reach(self, key: Key, numbers: npt.NDArray[np.uint16]) -> None:
        parts = self._tiles[key]
        fresh = np.zeros_like(parts.reached)
        fresh[numbers] = True
        fresh &= ~parts.reached
        if not fresh.any():
            return
        parts.reached |= fresh
        for side in _SIDES:
            crossing = fresh[parts.labels[side.own]]
            there = (key[0] + side.dx, key[1] + side.dy)
            if not crossing.any() or tile_rect(there).intersected(self._grid.canvas).is_empty:
                continue
            beyond = self._parts(there)
            met = np.unique(beyond.labels[side.beyond][crossing])
            met = met[(met > 0) & ~beyond.reached[met]]
            if met.size:
                self._waiting.setdefault(there, []).append(met)

    def _parts(self, key: Key) -> _Parts:
        if key not in self._tiles:
            part = tile_rect(key).intersected(self._grid.canvas)
            within = self._alike.within(part)
            if within.all():
                labels = _one_part()[: part.height, : part.width]
            else:
                _, found = cv2.connectedComponents(within, connectivity=4, ltype=cv2.CV_16U)
                labels = np.asarray(found, np.uint16)
            self._tiles[key] = _Parts(labels)
        return self._tiles[key]


def _smoothed(grid: TileGrid, alike: _Alike) -> TileGrid:
    """Pixels beside what is selected get as much as their colour has of the selected side's.

    A pixel that is as far from the wand's colour as any around it belongs to the other side
    wholly, so that sharp edges stay sharp and only mixed pixels are selected in part.
    """
    result = grid.snapshot()
    near = {(x + dx, y + dy) for x, y in grid for dx in (-1, 0, 1) for dy in (-1, 0, 1)}
    whole = {key for key in grid if grid.shared(key) is even_tile(255)}
    for key in near:
        part = tile_rect(key).intersected(grid.canvas)
        if part.is_empty or key in whole:
            continue
        window = part.inflated(1).intersected(grid.canvas)
        chosen = grid.read(window)
        square = np.ones((3, 3), np.uint8)
        edge = (chosen == 0) & (cv2.dilate(chosen, square) > 0)
        edge[_frame(part, window)] = False
        if not edge.any():
            continue
        apart = alike.distance(window)
        most = np.asarray(cv2.dilate(apart, square), np.float32)[edge]
        chosen[edge] = np.rint(255 * (1 - apart[edge] / most))
        put(result, part, chosen[inside(part, window)])
    return result


def _frame(part: Rect, window: Rect) -> npt.NDArray[np.bool_]:
    """Where `window` reaches beyond `part`."""
    outside = np.ones((window.height, window.width), bool)
    outside[inside(part, window)] = False
    return outside


def alike(state: State, spot: Rect, wand: Wand, rect: Rect) -> Bytes:
    """255 where `rect` has a spot's colour within the wand's tolerance, 0 elsewhere: (h, w)."""
    read = state.composite if wand.whole else _layer(state).read
    return _Alike(read, spot, wand.tolerance).within(rect)
