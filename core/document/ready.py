"""A grid that another thread has made of one that the document holds."""

from __future__ import annotations

from dataclasses import dataclass

from core.pixels.tiles import TileGrid


@dataclass(frozen=True, eq=False)
class Ready:
    """A layer's pixels after a change, and those that they were made of."""

    before: TileGrid
    after: TileGrid

    def instead_of(self, grid: TileGrid) -> TileGrid | None:
        """What a grid becomes; None when it is not any more what the change was made of."""
        before = self.before
        if grid is before:
            return self.after
        fits = grid.size == before.size and not grid.changed_since(before)
        return self.after if fits else None
