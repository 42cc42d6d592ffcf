"""What is done to a selection's edge, against the same done plainly to the whole of it."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.document.commands import SetSelection
from core.document.document import Document
from core.document.selection import Combine, Selection, combined
from core.document.selection_edges import border, feather, grow, shrink
from core.geometry import Rect, Size
from core.pixels.feather import feathered

Array = npt.NDArray[np.uint8]

SIZE = Size(300, 270)
ALL = Rect.of_size(SIZE)
SEEDS = st.integers(0, 10_000)


def soft(seed: int) -> Selection:
    """A few grey and white rectangles and an ellipse, over the sides of tiles and the canvas."""
    rng = np.random.default_rng(seed)
    mask = np.zeros((SIZE.height, SIZE.width), np.uint8)
    for _ in range(3):
        x, y = rng.integers(0, 290), rng.integers(0, 260)
        part = mask[y : y + rng.integers(1, 200), x : x + rng.integers(1, 200)]
        part[...] = rng.choice([60, 128, 255, 255])
    drawn = Selection.from_array(SIZE, mask)
    box = Rect(int(rng.integers(-40, 200)), int(rng.integers(-40, 200)), 90, 120)
    return drawn.added(Selection.ellipse(SIZE, box))


def values(selection: Selection) -> Array:
    return selection.read(ALL)


def largest(mask: Array, radius: int, beyond: int = 0) -> Array:
    """The largest value within the radius of each pixel; `beyond` is what lies off the canvas."""
    padded = np.pad(mask, radius, constant_values=beyond)
    result = np.zeros_like(mask)
    height, width = mask.shape
    for dy in range(-radius, radius + 1):
        for dx in range(-radius, radius + 1):
            if dx * dx + dy * dy <= (radius + 0.5) ** 2:
                rows = slice(radius + dy, radius + dy + height)
                columns = slice(radius + dx, radius + dx + width)
                np.maximum(result, padded[rows, columns], out=result)
    return result


@given(SEEDS, st.integers(1, 9))
@settings(max_examples=20, deadline=None)
def test_growing_and_shrinking_are_what_they_say(seed: int, by: int) -> None:
    chosen = soft(seed)
    mask = values(chosen)
    assert np.array_equal(values(grow(chosen, by)), largest(mask, by))
    assert np.array_equal(values(shrink(chosen, by)), 255 - largest(255 - mask, by))
    assert np.array_equal(values(chosen), mask), "the selection itself is not touched"


@given(SEEDS, st.integers(1, 14))
@settings(max_examples=20, deadline=None)
def test_a_border_lies_along_both_sides_of_the_edge(seed: int, width: int) -> None:
    chosen = soft(seed)
    mask = values(chosen)
    outer = largest(mask, (width + 1) // 2)
    inner = largest(255 - mask, max(1, width // 2), beyond=255)
    assert np.array_equal(values(border(chosen, width)), np.minimum(outer, inner))


def test_the_border_of_a_whole_canvas_is_a_frame() -> None:
    frame = values(border(Selection.all(SIZE), 20))
    assert (frame[:10] == 255).all() and (frame[:, -10:] == 255).all()
    assert not frame[10:-10, 10:-10].any()


@given(SEEDS, st.integers(1, 60))
@settings(max_examples=20, deadline=None)
def test_feathering_by_parts_is_feathering_the_whole(seed: int, radius: int) -> None:
    chosen = soft(seed)
    assert np.array_equal(values(feather(chosen, radius)), feathered(values(chosen), radius))


@pytest.mark.parametrize("radius", [1, 2, 7, 24])
def test_a_feathered_edge_is_nearly_a_gaussian(radius: int) -> None:
    mask = np.zeros((120, 130), np.uint8)
    mask[30:90, 50:] = 255
    sigma = np.sqrt(((2 * ((radius + 1) // 2) + 1) ** 2 - 1) / 4)
    plain = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), float(sigma),
                             borderType=cv2.BORDER_REPLICATE)  # fmt: skip
    assert np.abs(feathered(mask, radius) - plain).max() < 0.03 * 255 * (2 if radius < 3 else 1)


def test_a_feathered_edge_has_no_steps_and_keeps_its_middle() -> None:
    mask = np.zeros((40, 400), np.uint8)
    mask[:, 200:] = 255
    row = feathered(mask, 100)[20].astype(int)
    assert row[199] + row[200] == 255 and row[0] == 0 and row[-1] == 255
    steps = np.diff(row)
    assert steps.min() >= 0 and steps.max() <= 4


@pytest.mark.parametrize("change", [grow, shrink, feather])
def test_what_is_wholly_selected_stays_so_and_costs_nothing(
    change: Callable[[Selection, int], Selection],
) -> None:
    size = Size(16_384, 16_384)
    changed = change(Selection.all(size), 20)
    assert changed.coverage.nbytes == 256 * 256
    assert changed.bounds() == Rect.of_size(size)
    small = change(Selection.rectangle(size, Rect(9000, 9000, 100, 100)), 20)
    assert small.coverage.nbytes <= 9 * 256 * 256


def test_shrinking_to_nothing_selects_nothing() -> None:
    assert shrink(Selection.rectangle(SIZE, Rect(30, 30, 20, 20)), 20).is_empty


@given(SEEDS, SEEDS)
@settings(max_examples=10, deadline=None)
def test_what_is_drawn_joins_what_is_selected(one: int, other: int) -> None:
    before, drawn = soft(one), soft(other)
    a, b = values(before), values(drawn)
    expected = {
        Combine.REPLACE: b,
        Combine.ADD: np.maximum(a, b),
        Combine.SUBTRACT: np.minimum(a, 255 - b),
        Combine.INTERSECT: np.minimum(a, b),
    }
    for how, mask in expected.items():
        result = combined(before, drawn, how)
        assert result is not None and np.array_equal(values(result), mask)
        alone = combined(None, drawn, how)
        assert alone is (None if how is Combine.SUBTRACT else drawn)


def test_a_soft_selection_is_repainted_in_part() -> None:
    document = Document(SIZE)
    chosen = feather(Selection.ellipse(SIZE, Rect(60, 60, 150, 120)), 30)
    document.perform(SetSelection(chosen, "Feather selection"))
    mask = document.snapshot().mask_coverage(ALL)
    assert np.array_equal(mask, values(chosen))
    assert len(np.unique(mask)) > 100
    assert document.undo_text == "Feather selection"
