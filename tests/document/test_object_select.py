"""A box around something selects that thing."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from core.document.document import Document
from core.document.object_select import object_in
from core.document.selection import Selection
from core.geometry import Rect, Size

SIZE = Size(640, 480)
ROUND = (260, 220, 80)
"""Where the thing is: its middle and radius."""


def picture(seed: int = 0) -> tuple[Document, np.ndarray]:
    """A red thing with yellow spots on a bluish, noisy ground, and where it is."""
    dice = np.random.default_rng(seed)
    pixels = np.empty((SIZE.height, SIZE.width, 4), np.uint8)
    shade = np.linspace(90, 190, SIZE.width)[None, :]
    for channel, share in enumerate((0.5, 0.7, 1.0)):
        noise = dice.normal(0, 6, (SIZE.height, SIZE.width))
        pixels[..., channel] = np.clip(shade * share + noise, 0, 255)
    pixels[..., 3] = 255
    x, y, radius = ROUND
    cv2.circle(pixels, (x, y), radius, (205, 40, 45, 255), -1)
    for _ in range(8):
        spot = dice.integers(-40, 40, 2)
        cv2.circle(pixels, (int(x + spot[0]), int(y + spot[1])), 9, (235, 200, 60, 255), -1)
    true = np.zeros((SIZE.height, SIZE.width), np.uint8)
    cv2.circle(true, (x, y), radius, 255, -1)
    return Document.of_picture(pixels), true


def overlap(selection: Selection, true: np.ndarray) -> float:
    """Intersection over union."""
    found = selection.read(Rect.of_size(SIZE)) > 127
    return float((found & (true > 0)).sum() / (found | (true > 0)).sum())


@pytest.mark.parametrize("box", [Rect(165, 125, 190, 195), Rect(120, 60, 300, 320)])
def test_the_thing_is_found_in_a_tight_and_in_a_loose_box(box: Rect) -> None:
    document, true = picture()
    assert overlap(object_in(document.snapshot(), box), true) > 0.95


def test_equal_boxes_select_equal_things() -> None:
    document, _ = picture()
    box = Rect(150, 110, 230, 230)
    first, second = (object_in(document.snapshot(), box) for _ in range(2))
    canvas = Rect.of_size(SIZE)
    assert np.array_equal(first.read(canvas), second.read(canvas))


def test_a_large_picture_is_found_in_as_well_and_has_a_smooth_edge() -> None:
    document, true = picture()
    small = document.composite(document.canvas)
    large = cv2.resize(small, None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC)
    big = Document.of_picture(np.asarray(large, np.uint8))
    found = object_in(big.snapshot(), Rect(600, 480, 840, 840))
    coverage = found.read(big.canvas)
    halved = cv2.resize(coverage, (SIZE.width, SIZE.height), interpolation=cv2.INTER_AREA) > 127
    both = (halved & (true > 0)).sum() / (halved | (true > 0)).sum()
    assert both > 0.95


@pytest.mark.parametrize(
    "box", [Rect(-90, -90, 80, 80), Rect(10, 10, 2, 200), Rect(700, 500, 50, 50)]
)
def test_off_the_canvas_and_in_a_sliver_there_is_nothing(box: Rect) -> None:
    document, _ = picture()
    assert object_in(document.snapshot(), box).is_empty


def test_nothing_is_selected_beyond_the_box() -> None:
    document, _ = picture()
    box = Rect(180, 140, 90, 200)
    assert box.contains(object_in(document.snapshot(), box).bounds())


@pytest.mark.parametrize("others", [((0, 0, 0),), ((250, 250, 250),), ((255, 0, 0), (0, 255, 255))])
def test_in_flat_colours_none_is_impossible_beside_another(
    others: tuple[tuple[int, int, int], ...],
) -> None:
    """OpenCV's cut never ended where a colour's likelihood was 0: exp(-745) is, in its numbers."""
    from core.document.object_select import _grained

    flat = np.full((200, 200, 3), 255, np.uint8)
    for place, colour in enumerate(others):
        flat[place, place] = colour
    grained = _grained(flat).astype(float)
    paper = grained[100:].reshape(-1, 3)
    spread = np.linalg.eigvalsh(np.cov(paper.T)).min()
    for place in range(len(others)):
        away = grained[place, place] - paper.mean(0)
        assert away @ away / (2 * spread) < 700
