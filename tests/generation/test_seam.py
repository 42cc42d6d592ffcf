"""Colours meet along the seam: shifts are undone, things keep theirs."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from core.generation.seam import colour_correction


def sky(height: int = 256, width: int = 256) -> np.ndarray:
    y, x = np.mgrid[:height, :width]
    rgb = np.dstack([60 + 90 * y / height, 110 + 40 * x / width, 200 - 50 * y / height])
    grain = np.random.default_rng(2).normal(0, 2, rgb.shape)
    return np.clip(rgb + grain, 0, 255).astype(np.uint8)


def shifted(image: np.ndarray, *by: int) -> np.ndarray:
    return np.clip(image + np.array(by), 0, 255).astype(np.uint8)


def patch(height: int = 256, width: int = 256) -> np.ndarray:
    mask = np.zeros((height, width), np.uint8)
    mask[height // 4 : height * 3 // 4, width // 4 : width * 3 // 4] = 255
    return mask


def corrected(new: np.ndarray, *given: np.ndarray) -> np.ndarray:
    return np.clip(new + colour_correction(new, *given), 0, 255)


def seam(new: np.ndarray, old: np.ndarray, mask: np.ndarray) -> float:
    """Mean difference between the colours just inside and just outside the mask's edge."""

    def mean(image: np.ndarray, where: np.ndarray) -> np.ndarray:
        weight = where.astype(np.float32)[..., None].repeat(3, 2)
        total = cv2.blur(image.astype(np.float32) * weight, (9, 9))
        return total / np.maximum(cv2.blur(weight, (9, 9)), 1e-6)

    inside = mask > 0
    core = cv2.erode(mask, np.ones((3, 3), np.uint8)) > 0
    edge = inside & ~core
    return float(np.abs(mean(new, inside) - mean(old, ~inside))[edge].mean())


def test_a_shift_of_the_whole_picture_is_undone_everywhere():
    old, mask = sky(), patch()
    new = shifted(old, 14, -9, 5)
    inside = np.abs(corrected(new, old, mask) - old)[mask > 0]
    assert inside.mean() < 1.5


def test_a_shift_that_differs_from_side_to_side_is_undone_on_each():
    old, mask = sky(), patch()
    shift = np.linspace(-16, 16, 256)[None, :, None]
    new = np.clip(old + shift, 0, 255).astype(np.uint8)
    assert seam(new, old, mask) > 5
    assert seam(corrected(new, old, mask), old, mask) < 2
    assert np.abs(corrected(new, old, mask) - old)[mask > 0].mean() < 3


def test_what_was_painted_darker_than_its_surroundings_joins_them():
    old, mask = sky(), patch()
    new = old.copy()
    new[mask > 0] -= 18  # the rest was reproduced faithfully
    assert seam(corrected(new, old, mask), old, mask) < 0.35 * seam(new, old, mask)


def test_a_new_thing_that_touches_the_edge_keeps_its_colours():
    old, mask = sky(), patch()
    new = shifted(old, 12, 12, 12)
    thing = np.zeros_like(mask, bool)
    thing[110:192, 64:140] = True
    new[thing] = (230, 30, 40)
    change = np.abs(corrected(new, old, mask) - new)
    assert change[120:180, 75:130].mean() < 4
    around = (mask > 0) & ~cv2.dilate(thing.astype(np.uint8), np.ones((17, 17))).astype(bool)
    assert np.abs(corrected(new, old, mask) - old)[around].mean() < 4


def test_a_thing_that_was_painted_away_does_not_shine_through():
    old, mask = sky(), patch()
    new = old.copy()
    old = old.copy()
    old[50:206, 60:200][mask[50:206, 60:200] > 0] = (20, 160, 30)
    assert np.abs(colour_correction(new, old, mask)).max() < 6


def test_at_an_outpaints_seam_the_known_side_decides():
    old, mask = sky(), np.zeros((256, 256), np.uint8)
    mask[:, 150:] = 255
    known = 255 - mask
    new = np.clip(old.astype(int) - 15, 0, 255).astype(np.uint8)
    hidden = old.copy()
    hidden[mask > 0] = (255, 0, 255)  # transparent pixels have no meaning
    result = corrected(new, hidden, mask, known)
    assert np.abs(result - old)[:, 150:200].mean() < 3


def test_a_faithful_picture_is_left_alone():
    old, mask = sky(), patch()
    assert np.abs(colour_correction(old, old, mask)).max() < 1.5


@pytest.mark.parametrize("value", [0, 255])
def test_without_an_edge_there_is_nothing_to_match(value):
    mask = np.full((32, 32), value, np.uint8)
    assert not colour_correction(sky(32, 32), sky(32, 32), mask).any()
    assert not colour_correction(
        sky(32, 32), sky(32, 32), patch(32, 32), np.zeros((32, 32), np.uint8)
    ).any()


def test_large_pictures_are_corrected_alike():
    old, mask = sky(700, 900), patch(700, 900)
    new = shifted(old, 14, -9, 5)
    assert np.abs(corrected(new, old, mask) - old)[mask > 0].mean() < 2
