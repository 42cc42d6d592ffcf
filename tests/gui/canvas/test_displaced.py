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


def test_what_changes_off_the_canvas_is_seen_as_it_is_now() -> None:
    off = Rect(-256, 0, 256, 256)

    def filled(value: int) -> TileGrid:
        grid = TileGrid(Size(256, 256), 4)
        grid.write(off, np.full((256, 256, 4), value, np.uint8))
        return grid

    def shown(deadline: Deadline) -> set[int]:
        part = Rect(-64, 0, 64, 64)
        return set(levels.read_beyond(2, part, deadline).flatten().tolist())

    grid = filled(10)
    levels = Levels(grid)
    late = Deadline.in_seconds(-1)
    assert shown(late) == {0}
    assert late.missed
    assert shown(Deadline.in_seconds(60)) == {10}
    assert shown(Deadline.in_seconds(-1)) == {10}, "it is made smaller once"
    grid.write(off, np.full((256, 256, 4), 20, np.uint8))
    assert shown(Deadline.in_seconds(60)) == {20}
    levels.rebound(filled(30))
    assert shown(Deadline.in_seconds(60)) == {30}
