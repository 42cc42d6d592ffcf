"""How a brush paints, as a picture: a stroke that swells and fades, or a band that it changes."""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING

import numpy as np

from core.document.document import Document
from core.document.layers import RasterLayer
from core.geometry import Point, Size
from core.pixels.brush import Brush, Effect
from core.pixels.tiles import TileGrid

if TYPE_CHECKING:
    from core.arrays import Bytes

_POINTS = 72
_BARS = ((196, 92, 62), (214, 178, 92), (86, 140, 120), (72, 104, 158), (150, 96, 150))


def preview(brush: Brush, size: Size, color: tuple[int, int, int]) -> Bytes:
    """A stroke of the brush, straight RGBA (h, w, 4), on nothing. A large brush is shown smaller.

    May be called from any thread.
    """
    fits = min(brush.size, size.height * 0.52)
    brush = dataclasses.replace(
        brush,
        size=max(1.0, fits),
        color=color,
        erase=False,
        smoothing=0.0,
        string=0.0,
        grain_size=max(2.0, brush.grain_size * min(1.0, 2 * fits / brush.size)),
    )
    pixels = TileGrid(size, 4)
    if brush.effect is not Effect.PAINT:
        pixels = TileGrid.from_array(_bars(size))
    document = Document(size, (RasterLayer(pixels=pixels),))
    assert document.active is not None
    margin = size.height * 0.3
    along = size.width - 2 * margin
    places = [
        (
            margin + along * part,
            size.height * (0.5 - 0.17 * math.sin((part * 2 - 1) * math.pi)),
            max(0.02, math.sin(part * math.pi)),
        )
        for part in (at / (_POINTS - 1) for at in range(_POINTS))
    ]
    stroke = document.begin_stroke(
        document.active.id,
        brush,
        Point(*places[0][:2]),
        places[0][2],
        time=1.0,
        source=(-size.width // 3, 0),
    )
    for at, (x, y, pressure) in enumerate(places[1:], 1):
        tilt = 0.5 * at / _POINTS
        stroke.to(x, y, pressure, tilt=tilt, lean=0.125, time=1.0 + at * 0.004)
    stroke.finish()
    return document.flatten()


def _bars(size: Size) -> Bytes:
    """Bars of colour, for what changes the pixels that are there."""
    picture = np.zeros((size.height, size.width, 4), np.uint8)
    wide = max(4, math.ceil(size.width / 11))
    top, bottom = round(size.height * 0.12), round(size.height * 0.88)
    for at in range(0, size.width, wide):
        if (at // wide) % 2:
            color = _BARS[at // wide // 2 % len(_BARS)]
            picture[top:bottom, at : at + wide] = (*color, 255)
    return picture
