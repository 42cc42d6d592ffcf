"""What people draw becomes the white lines on black that networks know."""

from __future__ import annotations

import numpy as np
import pytest

from core.arrays import Bytes
from core.control.drawn import lines
from core.control.kinds import KINDS

SIDE = 40


def drawing(ink: tuple[int, ...], paper: tuple[int, ...]) -> Bytes:
    """A cross in ink on paper, RGBA."""
    array = np.empty((SIDE, SIDE, 4), np.uint8)
    array[:] = paper
    array[18:21], array[:, 18:21] = ink, ink
    return array


CROSS = drawing((255, 255, 255, 255), (0, 0, 0, 255))[..., :3]


@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        ((255, 255, 255, 255), (0, 0, 0, 255)),
        ((255, 255, 255, 255), (0, 0, 0, 0)),
        ((0, 0, 0, 255), (0, 0, 0, 0)),
        ((0, 0, 0, 255), (255, 255, 255, 0)),
        ((0, 0, 0, 255), (255, 255, 255, 255)),
        ((200, 30, 30, 255), (0, 0, 0, 0)),
        ((40, 40, 90, 255), (255, 255, 255, 255)),
        ((0, 0, 0, 120), (0, 0, 0, 0)),
    ],
    ids=[
        "a map", "white on nothing", "black on nothing", "black where nothing was white",
        "black on paper", "red on nothing", "pen on paper", "faint",
    ],
)  # fmt: skip
def test_dark_and_light_ink_are_the_same_lines(
    ink: tuple[int, ...], paper: tuple[int, ...]
) -> None:
    assert np.abs(lines(drawing(ink, paper)).astype(int) - CROSS).max() <= 1


def test_white_paint_takes_lines_away_from_a_dark_drawing() -> None:
    layer = drawing((0, 0, 0, 255), (0, 0, 0, 0))
    layer[18:21, :10] = 255
    mended = CROSS.copy()
    mended[18:21, :10] = 0
    assert (lines(layer) == mended).all()


def test_soft_strokes_stay_soft() -> None:
    layer = drawing((0, 0, 0, 255), (0, 0, 0, 0))
    layer[21, :18, 3] = 128
    assert lines(layer)[21, 5].tolist() == [128] * 3


def test_colours_of_a_map_and_mixed_pictures_are_left_alone() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (SIDE, SIDE, 4), np.uint8)
    noise[..., 3] = 255
    assert (lines(noise) == noise[..., :3]).all()
    assert not lines(np.zeros((SIDE, SIDE, 4), np.uint8)).any()
    assert not lines(drawing((0, 0, 0, 255), (0, 0, 0, 255))).any()


def test_only_maps_of_lines_are_taken_for_drawings() -> None:
    assert {id for id, kind in KINDS.items() if kind.lines} == {
        "canny", "scribble", "sketch", "lineart", "lineart_anime", "softedge", "mlsd",
    }  # fmt: skip
