"""The selection's ants: found a part at a time, and marched by their ends alone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.document.commands import SetSelection
from core.document.document import Document
from core.document.selection import Selection
from core.geometry import Rect, Size
from tests.gui.canvas.conftest import Studio
from widgets.canvas.outline import Outline
from widgets.canvas.transform import ViewTransform


def ragged(size: Size) -> Selection:
    """With an edge in every tile."""
    coverage = np.random.default_rng(0).integers(0, 2, (size.height // 8, size.width // 8))
    return Selection.from_array(size, (coverage.repeat(8, 0).repeat(8, 1) * 255).astype(np.uint8))


def traced(phase: int) -> Outline:
    size = Size(160, 120)
    chosen = ragged(size)
    outline = Outline(threshold=128)
    transform = ViewTransform(zoom=1.0, x=0.0, y=0.0)
    outline.trace(
        lambda _, part: chosen.read(part), chosen.bounds(), transform, size, Rect(0, 0, 160, 120)
    )
    outline.march(phase)
    return outline


def test_a_step_of_the_ants_looks_as_if_all_had_been_drawn_anew() -> None:
    marching = traced(3)
    for phase in range(4, 24):
        marching.march(phase)
        assert marching._pixels is not None
        anew = traced(phase)._pixels
        assert anew is not None and np.array_equal(marching._pixels, anew)


def test_ants_that_there_was_no_time_for_come_a_little_later(
    open_studio: Callable[..., Studio],
) -> None:
    size = Size(1600, 1200)
    studio = open_studio(Document(size), zoom=0.25)
    studio.document.perform(SetSelection(ragged(size)))
    whole = studio.seen()
    studio.document.perform(SetSelection(None))
    studio.settle()
    studio.view.patience = 0.0
    studio.document.perform(SetSelection(ragged(size)))
    assert not studio.view.finished
    studio.view.patience = 60.0
    studio.settle()
    seen = studio.seen()
    edges = [(image != image[:1, :1]).any(-1).sum() for image in (whole, seen)]
    assert abs(int(edges[0]) - int(edges[1])) < 0.05 * int(edges[0])
