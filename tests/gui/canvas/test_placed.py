"""Pictures stretched over a part of the canvas."""

from __future__ import annotations

import numpy as np
import pytest

import widgets.canvas.placed as placed
from core.geometry import Rect
from core.request import InpaintSettings
from widgets.canvas.effective import MOST_PIXELS, EffectiveMask
from widgets.canvas.placed import Candidate, Preview, Stretched
from widgets.canvas.transform import rect_at_level


def gradient(width: int, height: int) -> np.ndarray:
    rows, columns = np.mgrid[:height, :width]
    image = np.stack([columns * 255 // width, rows * 255 // height, rows * 0 + 90], axis=2)
    return image.astype(np.uint8)


def test_a_candidate_is_read_bit_for_bit_at_its_own_size() -> None:
    pixels = np.dstack([gradient(90, 70), np.full((70, 90), 255, np.uint8)])
    candidate = Candidate(pixels, Rect(13, 17, 90, 70))
    assert np.array_equal(candidate.read(0, Rect(20, 20, 40, 30)), pixels[3:33, 7:47])


@pytest.mark.parametrize("level", [0, 1, 2])
def test_parts_of_a_preview_fit_together(level: int) -> None:
    rect = Rect(40, 24, 256, 192)
    whole = rect_at_level(rect, level)
    mask = Stretched(np.full((192, 256), 200, np.uint8), rect)
    preview = Preview(gradient(32, 24), rect, mask)
    full = preview.read(level, whole)
    assert full.shape == (whole.height, whole.width, 4)
    part = Rect(whole.x + 9, whole.y + 5, 17, 13)
    assert np.array_equal(preview.read(level, part), full[5:18, 9:26])
    assert (full[..., 3] == 200).all()


def test_a_preview_too_large_to_keep_looks_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rect = Rect(40, 24, 512, 384)
    kept = Preview(gradient(32, 24), rect).read(0, rect)
    monkeypatch.setattr(placed, "MOST_PIXELS", 0)
    read = Preview(gradient(32, 24), rect).read(0, rect)
    assert np.abs(kept.astype(int) - read).max() <= 3


def test_pictures_of_another_size_or_kind_are_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        Candidate(np.zeros((5, 5, 4), np.uint8), Rect(0, 0, 6, 5))
    with pytest.raises(ValueError, match="RGB"):
        Preview(np.zeros((5, 5, 4), np.uint8), Rect(0, 0, 6, 5))


def test_a_huge_mask_is_grown_at_a_smaller_size_and_shown_in_its_place() -> None:
    effective = EffectiveMask()
    asked: list[int] = []

    def read(level: int, part: Rect) -> np.ndarray:
        asked.append(part.area)
        return np.full((part.height, part.width), 255, np.uint8)

    bounds = Rect(1000, 1000, 6000, 5000)
    settings = InpaintSettings(grow=32, feather=0)
    effective.find(read, bounds, Rect(0, 0, 8192, 8192).size, settings, level=0)
    assert max(asked) <= MOST_PIXELS
    assert effective.bounds.contains(bounds.inflated(32))
    assert (effective.shown(0, Rect(3000, 3000, 50, 50)) == 255).all()
    assert not effective.shown(0, Rect(10, 10, 50, 50)).any()
