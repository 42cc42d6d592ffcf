"""Selects all that is like one of several colours and unlike others, more and less."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.document.selection import Selection, put
from core.document.state import State
from core.pixels.alpha import scaled, straight
from core.pixels.tiles import TileGrid, tiles_over

if TYPE_CHECKING:
    from core.arrays import Bytes

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class ColourRange:
    """Which colours. What differs from one by half the `fuzziness` in each channel, 0…255, is
    wholly chosen, and what differs by all of it not any more."""

    added: tuple[Colour, ...] = ()
    taken: tuple[Colour, ...] = ()
    fuzziness: int = 40


def likeness(pixels: Bytes, range: ColourRange) -> Bytes:
    """How far each of the pixels, premultiplied RGBA (h, w, 4), is chosen, 0…255: (h, w). What is
    transparent is chosen as far as it is there."""
    colours = straight(pixels)
    result = _like(colours, range.added, range.fuzziness)
    if range.taken and range.added:
        result = scaled(result, ~_like(colours, range.taken, range.fuzziness))
    return scaled(result, np.ascontiguousarray(pixels[..., 3]))


def selected(state: State, range: ColourRange) -> Selection:
    """What of the picture as it is seen is chosen; for any thread, when the state is a snapshot."""
    grid = TileGrid(state.size, 1)
    for _, part in tiles_over(state.canvas):
        put(grid, part, likeness(state.composite(part), range))
    return Selection(grid)


def _like(colours: Bytes, wanted: tuple[Colour, ...], fuzziness: int) -> Bytes:
    distances = np.arange(256, dtype=np.float32)
    share = np.clip(2 * (1 - distances / (fuzziness + 1)), 0, 1)
    table = np.rint(share * 255).astype(np.uint8)
    nearest: Bytes = np.full(colours.shape[:2], 255, np.uint8)
    planes = cv2.split(colours)[:3]
    for colour in wanted:
        most: Bytes = np.zeros(colours.shape[:2], np.uint8)
        for plane, value in zip(planes, colour, strict=True):
            apart = np.abs(np.arange(256) - value).astype(np.uint8)
            np.maximum(most, np.asarray(cv2.LUT(plane, apart), np.uint8), out=most)
        np.minimum(nearest, most, out=nearest)
    if not wanted:
        return np.zeros(colours.shape[:2], np.uint8)
    return np.asarray(cv2.LUT(nearest, table), np.uint8)
