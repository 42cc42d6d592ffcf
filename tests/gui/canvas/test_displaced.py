"""Layers that are shown elsewhere while they are dragged."""

from __future__ import annotations

import numpy as np
import pytest

from core.geometry import Rect, Size
from core.pixels.tiles import TileGrid
from widgets.canvas.displaced import Shift
from widgets.canvas.levels import Deadline, Levels


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_what_lies_off_the_canvas_is_seen_when_it_is_dragged_in_at_any_zoom(level: int) -> None:
    grid = TileGrid(Size(600, 400), 4)
    grid.write(Rect(-320, 0, 640, 256), np.full((256, 640, 4), 200, np.uint8))
    shift = Shift(frozenset({"a"}), 320, 0)
    step = 1 << level
    part = Rect(0, 0, 600 // step, 256 // step)
    shown = shift.read("a", Levels(grid), level, part, Deadline.in_seconds(60))
    assert (shown == 200).all()
