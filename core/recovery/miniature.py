"""A small picture of a document, for which only tiles that changed are looked at again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.document.layers import LayerMask, Picture
from core.document.state import State
from core.geometry import Size
from core.pixels.tiles import TILE, Key, TileGrid
from core.recovery.pack import Digest

if TYPE_CHECKING:
    from core.arrays import Bytes

SIDE = 256
"""Its longest side is at most this."""


class Miniature:
    """Each tile is made smaller by itself; then the small layers are put over each other."""

    def __init__(self) -> None:
        self._small: dict[Digest, Bytes] = {}
        self._factor = 1

    def of(self, state: State, digests: Mapping[str, Mapping[Key, Digest]]) -> Bytes:
        """Straight RGBA (h, w, 4). `digests` names the tiles of each layer by its id."""
        factor = 1
        while max(state.size) > factor * SIDE:
            factor *= 2  # so that a tile's side can be divided by it
        before = self._small if factor == self._factor else {}
        self._factor, self._small = factor, {}
        size = Size(*(-(-side // factor) for side in state.size))
        layers = [
            layer.with_grid(self._layer(layer.grid, digests[layer.id], size, before))
            if layer.grid is not None
            else layer
            for layer in state.layers
            if isinstance(layer, Picture | LayerMask)
        ]
        return State(size, tuple(layers)).flatten()

    def _layer(
        self, grid: TileGrid, digests: Mapping[Key, Digest], size: Size, before: dict[Digest, Bytes]
    ) -> TileGrid:
        side = TILE // self._factor
        result: Bytes = np.zeros((size.height, size.width, *grid.tile_shape[2:]), np.uint8)
        for (column, row), digest in digests.items():
            x, y = column * side, row * side
            tile = grid.tile((column, row))
            if tile is None or not (0 <= x < size.width and 0 <= y < size.height):
                continue
            small = self._small.get(digest)
            if small is None:
                small = before.get(digest)
                if small is None:
                    small = _smaller(tile, side)
                self._small[digest] = small
            height, width = min(side, size.height - y), min(side, size.width - x)
            result[y : y + height, x : x + width] = small[:height, :width]
        return TileGrid.from_array(result)


def _smaller(tile: Bytes, side: int) -> Bytes:
    small = cv2.resize(tile, (side, side), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)
