"""A stroke on the selection itself, as painted in a quick mask."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from core.document.history import Entry
from core.document.layers import MaskLayer
from core.document.selection import SELECTION, Selection, tidied
from core.document.state import State
from core.document.strokes import ActiveStroke, Ended, Painted
from core.geometry import EMPTY
from core.pixels.brush import Brush
from core.pixels.smoothing import Touch
from core.pixels.symmetry import ITSELF, Image
from core.pixels.tiles import Key, TileGrid

if TYPE_CHECKING:
    from core.arrays import Bytes


class SelectionStroke(ActiveStroke):
    """Adds to what is selected, or takes away with a brush that erases. Nothing else clips it.

    Selections are values: each flush makes a new one, which shares all tiles but the painted ones.
    """

    def __init__(
        self,
        *,
        state: State,
        brush: Brush,
        first: Touch,
        painted: Painted,
        ended: Ended,
        images: Sequence[Image] = ITSELF,
        source: tuple[int, int] | None = None,
    ) -> None:
        chosen = state.selection
        grid = TileGrid(state.size, 1) if chosen is None else chosen.coverage.snapshot()
        super().__init__(
            state=state,
            layer=MaskLayer(id=SELECTION, name="Selection", coverage=grid),
            brush=brush,
            first=first,
            painted=painted,
            ended=ended,
            images=images,
            source=source,
        )
        self.text = "Erase selection" if brush.erase else "Paint selection"

    def _clip_of(self, state: State) -> TileGrid | None:
        return None

    def _shown(self, state: State) -> State:
        return dataclasses.replace(state, selection=Selection(self._grid.snapshot()))

    def _entry(self) -> Entry | None:
        if not self._changed():
            return None
        for key in self._touched:
            self._grid.share(key, _tile(self._grid, key))
        after = self._shown(self._before)
        if after.selection is not None and after.selection.is_empty:
            after = dataclasses.replace(after, selection=None)
        self._painted(after, self.layer_id, [EMPTY])  # it looks as it did after the last flush
        return Entry(text=self.text, before=self._before, after=after)

    def _changed(self) -> bool:
        for key, tile in self._grid.changed_since(self._original).items():
            now = self._grid.tile(key)
            if now is not None and (now.any() if tile is None else not np.array_equal(now, tile)):
                return True
        return False


def _tile(grid: TileGrid, key: Key) -> Bytes | None:
    tile = grid.shared(key)
    return None if tile is None else tidied(tile)
