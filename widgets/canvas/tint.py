"""Coverage shown as colour: masks in the red of a quick mask, painted regions in their own."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QPainter

from core.geometry import Rect

from .stack import wrapped

if TYPE_CHECKING:
    import numpy.typing as npt

    from core.arrays import Bytes


@lru_cache(maxsize=64)
def tint_table(red: int, green: int, blue: int, opacity: float) -> npt.NDArray[np.uint32]:
    """For each coverage 0…255 the premultiplied RGBA of a colour, as one 32-bit number."""
    alpha = np.arange(256) * opacity / 255
    channels = np.stack([alpha * red, alpha * green, alpha * blue, alpha * 255], axis=1)
    packed: npt.NDArray[np.uint32] = np.ascontiguousarray(
        np.floor(channels + 0.5).astype(np.uint8)
    ).view(np.uint32)[:, 0]
    packed.flags.writeable = False
    return packed


def draw_tint(
    painter: QPainter, part: Rect, coverage: Bytes, table: npt.NDArray[np.uint32]
) -> None:
    """Draws coverage (part.height, part.width) at `part` in the painter's own pixels."""
    pixels = table.take(coverage).view(np.uint8).reshape(*coverage.shape, 4)
    painter.drawImage(part.x, part.y, wrapped(pixels))
