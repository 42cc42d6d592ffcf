"""What undo keeps of pixels: the blocks of tiles that changed, or only that pixels were moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np

from core.geometry import Rect, Size
from core.pixels.tiles import TILE, Key, TileGrid, tile_rect

if TYPE_CHECKING:
    from core.arrays import Bytes


BLOCK = 64
"""A tile's changed blocks of this side are kept: half the bytes of whole tiles for a stroke."""
_PER_TILE = TILE // BLOCK
_MOSTLY = 12
"""With more changed blocks than this the whole tile is kept, which copies nothing."""

Block = tuple[int, int]
"""Column and row of a block in its tile."""


class Patch(Protocol):
    """One grid's change, which can be taken back and done again."""

    grid: TileGrid

    def swap(self) -> None:
        """Undoes the change when it is done, does it again when it is undone."""
        ...

    def absorb(self, later: Patch) -> bool:
        """Becomes one patch with the one done to the same grid right after it, if it can."""
        ...

    def held(self) -> Iterable[Bytes]:
        """The pixels that it keeps."""
        ...

    def rects(self) -> Iterator[Rect]:
        """Where the grid changes."""
        ...


@dataclass(eq=False)
class TilePatch:
    """Tiles of a grid, or blocks of them, as they are on the other side of the change."""

    grid: TileGrid
    tiles: dict[Key, Bytes | None] = field(default_factory=dict)
    """Whole tiles; None: no tile."""
    blocks: dict[Key, dict[Block, Bytes]] = field(default_factory=dict)

    @classmethod
    def between(cls, grid: TileGrid, original: TileGrid) -> TilePatch:
        """What changed in a grid since a snapshot. A tile that was written to without changing
        is given back to the grid as it was, one that became 0 is dropped."""
        patch = cls(grid)
        for key, was in grid.changed_since(original).items():
            now = grid.tile(key)
            if now is not None and not now.any():
                grid.share(key, None)
                now = None
            if was is None or now is None:
                if was is None and now is None:
                    continue
                if was is not None and not was.any():
                    continue
                patch.tiles[key] = was
                continue
            changed = _changed_blocks(was, now)
            if not changed:
                grid.share(key, was)
            elif len(changed) > _MOSTLY:
                patch.tiles[key] = was
            else:
                patch.blocks[key] = {block: was[_area(block)].copy() for block in changed}
        return patch

    def __bool__(self) -> bool:
        return bool(self.tiles or self.blocks)

    def swap(self) -> None:
        # All that needs memory comes first: where there is none left, nothing has changed.
        tiles = {key: self.grid.writable(key) for key in self.blocks}
        now = {key: _copies(tiles[key], blocks) for key, blocks in self.blocks.items()}
        self.tiles = self.grid.exchange(self.tiles)
        for key, blocks in self.blocks.items():
            for block, kept in blocks.items():
                tiles[key][_area(block)] = kept
        self.blocks = now

    def absorb(self, later: Patch) -> bool:
        """The oldest pixels are kept."""
        if not isinstance(later, TilePatch):
            return False
        for key, was in later.tiles.items():
            if key in self.blocks:
                assert was is not None, "a tile with changed blocks is there afterwards"
                tile = was.copy()
                for block, kept in self.blocks.pop(key).items():
                    tile[_area(block)] = kept
                self.tiles[key] = tile
            else:
                self.tiles.setdefault(key, was)
        for key, blocks in later.blocks.items():
            if key in self.tiles:
                continue
            mine = self.blocks.setdefault(key, {})
            for block, kept in blocks.items():
                mine.setdefault(block, kept)
        return True

    def held(self) -> Iterable[Bytes]:
        yield from (tile for tile in self.tiles.values() if tile is not None)
        for blocks in self.blocks.values():
            yield from blocks.values()

    def rects(self) -> Iterator[Rect]:
        yield from map(tile_rect, self.tiles)
        for key, blocks in self.blocks.items():
            corner = tile_rect(key)
            yield Rect.around(
                Rect(corner.x + column * BLOCK, corner.y + row * BLOCK, BLOCK, BLOCK)
                for column, row in blocks
            )


@dataclass(eq=False)
class ShiftPatch:
    """A grid whose pixels were all moved: nothing is lost off the canvas, so nothing is kept.

    `dx` and `dy` are those of the change while it is done, and the way back when it is undone.
    """

    grid: TileGrid
    dx: int
    dy: int
    size: Size
    """The canvas on the other side of the change."""

    def swap(self) -> None:
        size = self.grid.size
        self.grid.shift(-self.dx, -self.dy, self.size)
        self.dx, self.dy, self.size = -self.dx, -self.dy, size

    def absorb(self, later: Patch) -> bool:
        if not isinstance(later, ShiftPatch):
            return False
        self.dx += later.dx
        self.dy += later.dy
        return True

    def held(self) -> Iterable[Bytes]:
        return ()

    def rects(self) -> Iterator[Rect]:
        now = self.grid.extent()
        yield now
        yield now.moved(-self.dx, -self.dy)


def _changed_blocks(was: Bytes, now: Bytes) -> list[Block]:
    if was.ndim == 2:
        different = was != now
    else:
        different = was.view(np.uint32)[..., 0] != now.view(np.uint32)[..., 0]
    rows = different.reshape(_PER_TILE, BLOCK, TILE).any(axis=1)
    blocks = rows.reshape(_PER_TILE, _PER_TILE, BLOCK).any(axis=2)
    return [(int(column), int(row)) for row, column in np.argwhere(blocks)]


def _copies(tile: Bytes, blocks: Iterable[Block]) -> dict[Block, Bytes]:
    return {block: tile[_area(block)].copy() for block in blocks}


def _area(block: Block) -> tuple[slice, slice]:
    x, y = block[0] * BLOCK, block[1] * BLOCK
    return slice(y, y + BLOCK), slice(x, x + BLOCK)
