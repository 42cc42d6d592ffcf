"""Colour range: what is like the chosen colours, as far as it is, and unlike those taken away."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.document.colour_range import ColourRange, likeness, selected
from core.document.document import Document

BYTE = st.integers(0, 255)
RED, BLUE = (220, 20, 30), (30, 40, 200)


def pixel(colour: tuple[int, int, int], alpha: int = 255) -> np.ndarray:
    return np.array([[[v * alpha // 255 for v in colour] + [alpha]]], np.uint8)


@given(BYTE, st.integers(0, 200))
def test_it_fades_from_half_the_fuzziness_to_all_of_it(apart: int, fuzziness: int) -> None:
    chosen = ColourRange(((0, 0, 0),), fuzziness=fuzziness)
    found = int(likeness(pixel((0, apart, 0)), chosen)[0, 0])
    if apart <= (fuzziness + 1) // 2:
        assert found == 255
    elif apart > fuzziness:
        assert found == 0
    else:
        assert 0 < found < 255


def test_what_is_taken_away_is_not_selected_however_near_it_is_to_what_was_added() -> None:
    chosen = ColourRange((RED,), fuzziness=60)
    near = tuple(v + 20 for v in RED)
    assert likeness(pixel(near), chosen)[0, 0] == 255
    less = ColourRange((RED,), taken=(near,), fuzziness=60)
    assert likeness(pixel(near), less)[0, 0] == 0


def test_several_colours_select_what_is_like_any_and_nothing_selects_nothing() -> None:
    chosen = ColourRange((RED, BLUE), fuzziness=10)
    assert likeness(pixel(RED), chosen)[0, 0] == likeness(pixel(BLUE), chosen)[0, 0] == 255
    assert likeness(pixel((0, 255, 0)), chosen)[0, 0] == 0
    assert likeness(pixel(RED), ColourRange())[0, 0] == 0


def test_half_transparent_paint_is_selected_by_half() -> None:
    found = likeness(pixel((200, 100, 50), 128), ColourRange(((200, 100, 50),), fuzziness=8))
    assert found[0, 0] == 128


def test_the_whole_picture_is_looked_at_tile_by_tile() -> None:
    picture = np.full((300, 520, 4), 255, np.uint8)
    picture[100:290, 200:510, :3] = RED
    document = Document.of_picture(picture)
    found = selected(document.snapshot(), ColourRange((RED,), fuzziness=5))
    expected = np.zeros((300, 520), np.uint8)
    expected[100:290, 200:510] = 255
    assert np.array_equal(found.read(document.canvas), expected)
