"""Papers: they repeat without a seam, stay where they are, and take paint from their hollows."""

from __future__ import annotations

import numpy as np
import pytest

from core.geometry import Rect
from core.pixels.brush import Brush, Grain
from core.pixels.feel import Dab, Feel
from core.pixels.grain import SIDE, heights, hollows
from core.pixels.stroke import StrokeBuffer
from core.pixels.tiles import tile_rect

PAPERS = [grain for grain in Grain if grain is not Grain.NONE]


@pytest.mark.parametrize("grain", PAPERS)
def test_a_paper_has_heights_and_hollows_and_no_seam(grain: Grain) -> None:
    paper = heights(grain, 6)
    assert paper.shape == (SIDE, SIDE)
    assert 0 <= paper.min() < 0.15 and 0.85 < paper.max() <= 1
    assert 0.4 < paper.mean() < 0.6
    inside = np.abs(np.diff(paper, axis=0)).mean()
    assert np.abs(paper[0] - paper[-1]).mean() < 2 * inside
    assert np.abs(paper[:, 0] - paper[:, -1]).mean() < 2 * inside


def test_the_paper_stays_while_the_brush_moves() -> None:
    canvas = Rect(0, 0, 600, 600)
    brush = Brush(size=200, hardness=1, grain=Grain.PAPER, texture=0.7)
    seen = []
    for x in (250.5, 300.5):
        buffer = StrokeBuffer(canvas, brush)
        buffer.dab(Feel(brush).mark(Dab(x, 270.5)))
        area = Rect(256, 256, 40, 40)
        seen.append(buffer.coverage((1, 1), area))
    assert np.array_equal(seen[0], seen[1])
    assert seen[0].std() > 20


def test_deeper_grain_takes_more_paint_and_none_takes_nothing() -> None:
    taken = [
        int(hollows(Grain.CHALK, 8, depth, (0, 0), tile_rect((0, 0))).sum())
        for depth in (0, 0.3, 0.6, 1.0)
    ]
    assert taken[0] == 0
    assert taken == sorted(set(taken))
