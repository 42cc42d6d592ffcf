"""Sparse grids of 256 px tiles that snapshots share and writers copy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from core.geometry import EMPTY, Rect, Size

if TYPE_CHECKING:
    from core.arrays import Bytes

TILE = 256


@cache
def keep_freed() -> None:
    """Has freed tiles' memory kept for the next ones.

    The GNU C library gives blocks of that size back to the system as soon as they are free, and
    takes them anew: half the time of putting ten layers together. Once it has seen a larger block
    come and go, it keeps what is smaller.
    """
    np.empty(16 << 20, np.uint8)


Key = tuple[int, int]
"""Column and row of a tile; the tile at (0, 0) begins at the canvas's upper left corner."""


def tile_rect(key: Key) -> Rect:
    """The pixels that a tile covers."""
    return Rect(key[0] * TILE, key[1] * TILE, TILE, TILE)


def tiles_over(rect: Rect) -> Iterator[tuple[Key, Rect]]:
    """Every tile that meets `rect`, row by row, each with the part of `rect` inside it."""
    if rect.is_empty:
        return
    for row in range(rect.y // TILE, (rect.bottom - 1) // TILE + 1):
        for column in range(rect.x // TILE, (rect.right - 1) // TILE + 1):
            left, top = max(rect.x, column * TILE), max(rect.y, row * TILE)
            right, bottom = min(rect.right, (column + 1) * TILE), min(rect.bottom, (row + 1) * TILE)
            yield (column, row), Rect(left, top, right - left, bottom - top)


def inside(part: Rect, origin: Rect) -> tuple[slice, slice]:
    """Rows and columns of `part` in an array whose first pixel is `origin`'s upper left one."""
    x, y = part.x - origin.x, part.y - origin.y
    return slice(y, y + part.height), slice(x, x + part.width)


def in_tile(key: Key, part: Rect) -> tuple[slice, slice]:
    """Rows and columns of `part` in the array of the tile `key`."""
    x, y = part.x - key[0] * TILE, part.y - key[1] * TILE
    return slice(y, y + part.height), slice(x, x + part.width)


class TileGrid:
    """8-bit pixels, premultiplied RGBA (4 channels) or a mask (1), in tiles; a missing tile is 0.

    `size` is the canvas that the grid belongs to. Tiles may lie outside of it, at negative keys
    too, so that pixels moved off the canvas come back; whoever shows or exports pixels clips.

    A snapshot shares all tiles. Whoever writes first, the grid or its snapshot, copies the tile.
    """

    __slots__ = ("_bounds", "_laid", "_owned", "_stored", "channels", "revision", "size")

    def __init__(self, size: Size, channels: int) -> None:
        if channels not in (1, 4):
            raise ValueError(f"a grid has 1 or 4 channels, not {channels}")
        self.size = size
        self.channels = channels
        self.revision = 0
        """Grows whenever a tile is handed out for writing, shared in, or dropped."""
        self._stored: dict[Key, Bytes] = {}
        self._owned: set[Key] = set()
        self._bounds: tuple[int, Rect] | None = None
        self._laid: int | None = None

    @property
    def _tiles(self) -> dict[Key, Bytes]:
        if self._laid is not None:
            sheet = np.full(self.tile_shape, self._laid, np.uint8)
            self._stored, self._laid = {key: sheet for key, _ in tiles_over(self.canvas)}, None
        return self._stored

    @_tiles.setter
    def _tiles(self, tiles: dict[Key, Bytes]) -> None:
        self._stored, self._laid = tiles, None

    def lay(self, value: int) -> None:
        """Covers the whole canvas with tiles of one value; they are made when one is asked for."""
        self.revision += 1
        self._owned = set()
        self._stored, self._laid = {}, value

    @property
    def even(self) -> int | None:
        """The value of every pixel of the canvas, as far as that is known without looking at
        any: just laid, or 0 without tiles. None: look."""
        if self._laid is not None:
            return self._laid
        return None if self._stored else 0

    @classmethod
    def from_array(cls, array: Bytes) -> TileGrid:
        """A grid of the array's size: (h, w, 4) premultiplied, or a mask (h, w)."""
        grid = cls(Size(array.shape[1], array.shape[0]), 1 if array.ndim == 2 else array.shape[2])
        grid.write(Rect.of_size(grid.size), array)
        return grid

    def to_array(self) -> Bytes:
        """The whole canvas as one array."""
        return self.read(Rect.of_size(self.size))

    @property
    def canvas(self) -> Rect:
        return Rect.of_size(self.size)

    @property
    def tile_shape(self) -> tuple[int, ...]:
        return (TILE, TILE) if self.channels == 1 else (TILE, TILE, self.channels)

    def tile(self, key: Key) -> Bytes | None:
        """A read-only view of a tile, or None where all is 0."""
        tile = self._tiles.get(key)
        if tile is None:
            return None
        view = tile.view()
        view.flags.writeable = False
        return view

    def shared(self, key: Key) -> Bytes | None:
        """The tile's own array, to `share` with another grid. This grid copies it before it
        writes to it again."""
        self._owned.discard(key)
        return self._tiles.get(key)

    def writable(self, key: Key) -> Bytes:
        """The tile's own memory to write into: made when missing, copied when shared."""
        self.revision += 1
        tile = self._tiles.get(key)
        if tile is None:
            tile = self._tiles[key] = np.zeros(self.tile_shape, np.uint8)
            self._owned.add(key)
        elif key not in self._owned:
            tile = self._tiles[key] = tile.copy()
            self._owned.add(key)
        return tile

    def share(self, key: Key, tile: Bytes | None) -> None:
        """Puts a tile in without copying it: it is copied before this grid writes to it.

        None takes the tile away. Whoever gives an array must not write to it afterwards.
        """
        self.revision += 1
        self._owned.discard(key)
        if tile is None:
            self._tiles.pop(key, None)
        else:
            self._tiles[key] = tile

    def keys(self, rect: Rect | None = None) -> list[Key]:
        """The tiles that are there, those that meet `rect` only."""
        if rect is None:
            return list(self._tiles)
        if rect.is_empty:
            return []
        columns = range(rect.x // TILE, (rect.right - 1) // TILE + 1)
        rows = range(rect.y // TILE, (rect.bottom - 1) // TILE + 1)
        if len(columns) * len(rows) > len(self._tiles):
            return [key for key in self._tiles if key[0] in columns and key[1] in rows]
        return [(x, y) for y in rows for x in columns if (x, y) in self._tiles]

    def __iter__(self) -> Iterator[Key]:
        """The keys of all tiles that are there."""
        return iter(tuple(self._tiles))

    def read(self, rect: Rect) -> Bytes:
        """A copy of the pixels of `rect`, 0 where there is no tile: (h, w, 4) or (h, w)."""
        height, width = max(0, rect.height), max(0, rect.width)
        shape = (height, width) if self.channels == 1 else (height, width, self.channels)
        result = np.zeros(shape, np.uint8)
        for key in self.keys(rect):
            part = rect.intersected(tile_rect(key))
            result[inside(part, rect)] = self._tiles[key][in_tile(key, part)]
        return result

    def write(self, rect: Rect, array: Bytes) -> None:
        """Replaces the pixels of `rect`. Tiles that become 0 as a whole are dropped."""
        expected = (rect.height, rect.width, *self.tile_shape[2:])
        if array.shape != expected or array.dtype != np.uint8:
            raise ValueError(f"{array.dtype} {array.shape} does not fit {rect}")
        for key, part in tiles_over(rect):
            block = array[inside(part, rect)]
            if part.area == TILE * TILE:
                self._put_whole(key, block)
            elif key in self._tiles or block.any():
                tile = self.writable(key)
                tile[in_tile(key, part)] = block
                if not tile.any():
                    self.share(key, None)

    def _put_whole(self, key: Key, block: Bytes) -> None:
        if not block.any():
            if key in self._tiles:
                self.share(key, None)
        else:
            self.share(key, np.array(block, order="C"))
            self._owned.add(key)

    def clear(self) -> None:
        self.revision += 1
        self._tiles = {}
        self._owned = set()

    def snapshot(self) -> TileGrid:
        """A grid with the same pixels that keeps them whatever happens to this one."""
        copy = TileGrid(self.size, self.channels)
        copy._tiles = dict(self._tiles)
        if self._bounds is not None and self._bounds[0] == self.revision:
            copy._bounds = (copy.revision, self._bounds[1])
        self._owned = set()
        return copy

    def restore(self, earlier: TileGrid) -> None:
        """Takes the pixels of `earlier`, a snapshot."""
        self.revision += 1
        self._tiles = dict(earlier._tiles)
        self._owned = set()
        earlier._owned = set()

    def changed_since(self, earlier: TileGrid) -> dict[Key, Bytes | None]:
        """For every tile that is not `earlier`'s own any more: what it was (None: missing)."""
        before, after = earlier._tiles, self._tiles
        changed: dict[Key, Bytes | None] = {
            key: tile for key, tile in before.items() if after.get(key) is not tile
        }
        changed.update((key, None) for key in after if key not in before)
        return changed

    def exchange(self, tiles: Mapping[Key, Bytes | None]) -> dict[Key, Bytes | None]:
        """Puts `tiles` in (None: takes away) and returns what was there."""
        previous = {key: self._tiles.get(key) for key in tiles}
        for key, tile in tiles.items():
            self.share(key, tile)
        return previous

    def moved(self, dx: int, dy: int, size: Size | None = None) -> TileGrid:
        """A grid with the same pixels, `dx` to the right and `dy` down, for a canvas of `size`."""
        result = TileGrid(size or self.size, self.channels)
        if dx % TILE == 0 and dy % TILE == 0:
            across, down = dx // TILE, dy // TILE
            result._tiles = {(x + across, y + down): t for (x, y), t in self._tiles.items()}
            self._owned = set()
            return result
        for key, tile in self._tiles.items():
            target = tile_rect(key).moved(dx, dy)
            for other, part in tiles_over(target):
                block = tile[inside(part, target)]
                if other in result._tiles or block.any():
                    result.writable(other)[in_tile(other, part)] = block
        return result

    def shift(
        self, dx: int, dy: int, size: Size | None = None, moved: TileGrid | None = None
    ) -> None:
        """Moves all pixels, and makes the grid one for a canvas of `size`. Nothing is lost.
        `moved` is what `moved(dx, dy, size)` has given already."""
        own = moved is None
        moved = self.moved(dx, dy, size) if moved is None else moved
        self.revision += 1
        self.size, self._tiles = moved.size, dict(moved._tiles)
        self._owned = moved._owned if own else set()

    def clipped(self, rect: Rect) -> TileGrid:
        """A grid with the pixels of `rect` only; whole tiles are shared."""
        result = TileGrid(self.size, self.channels)
        self._owned = set()
        for key in self.keys(rect):
            part = rect.intersected(tile_rect(key))
            if part.area == TILE * TILE:
                result._tiles[key] = self._tiles[key]
            else:
                block = self._tiles[key][in_tile(key, part)]
                if block.any():
                    result.writable(key)[in_tile(key, part)] = block
        return result

    @property
    def nbytes(self) -> int:
        """Bytes of the distinct tiles; one tile in several places counts once."""
        return sum(tile.nbytes for tile in {id(t): t for t in self._tiles.values()}.values())

    def arrays(self) -> list[Bytes]:
        """The tiles' own arrays, to count memory by; not for reading pixels."""
        return list(self._tiles.values())

    def extent(self) -> Rect:
        """The tiles' bounds: covers `bounds()`, and costs next to nothing."""
        if not self._tiles:
            return EMPTY
        columns = [key[0] for key in self._tiles]
        rows = [key[1] for key in self._tiles]
        x, y = min(columns), min(rows)
        return Rect(x * TILE, y * TILE, (max(columns) - x + 1) * TILE, (max(rows) - y + 1) * TILE)

    def bounds(self) -> Rect:
        """The smallest rectangle that holds every pixel that is not 0, off the canvas too."""
        if self._bounds is None or self._bounds[0] != self.revision:
            self._bounds = (self.revision, self._measured_bounds())
        return self._bounds[1]

    def _measured_bounds(self) -> Rect:
        left = self._outermost(0, first=True)
        if left is None:
            return EMPTY
        right = self._outermost(0, first=False)
        top = self._outermost(1, first=True)
        bottom = self._outermost(1, first=False)
        assert right is not None and top is not None and bottom is not None
        return Rect(left, top, right + 1 - left, bottom + 1 - top)

    def _outermost(self, axis: int, *, first: bool) -> int | None:
        """First or last column (axis 0) or row (axis 1) that holds a pixel that is not 0.

        Looks into tiles from the outside inwards and stops at the first line of tiles that has
        one, so that a filled canvas costs its border only.
        """
        lines: dict[int, list[Bytes]] = {}
        for key, tile in self._tiles.items():
            lines.setdefault(key[axis], []).append(tile)
        edge = 0 if first else TILE - 1
        for line in sorted(lines, reverse=not first):
            found: set[int] = set()
            for tile in {id(t): t for t in lines[line]}.values():
                # A pixel's four bytes as one number: a tenth of the time of looking at each.
                flat = tile if tile.ndim == 2 else tile.view(np.uint32)[..., 0]
                used = np.flatnonzero(flat.any(axis=axis))
                if used.size:
                    found.add(int(used[0] if first else used[-1]))
                    if edge in found:
                        break
            if found:
                return line * TILE + (min(found) if first else max(found))
        return None
