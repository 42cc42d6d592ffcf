"""Palettes go out to other programs and come in again as they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from core.files.gpl import Palette, PaletteColour, read_gpl, write_gpl

channel = st.integers(0, 255)
words = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=9)
names = words.filter(lambda name: name != "Untitled")
colours = st.builds(PaletteColour, channel, channel, channel, names | st.just(""))
palettes = st.builds(Palette, names, st.lists(colours, max_size=9).map(tuple), st.integers(0, 256))


@given(palettes)
def test_what_is_written_is_read_again(palette: Palette) -> None:
    assert read_gpl(write_gpl(palette), "other") == palette


@given(st.binary(max_size=200))
def test_whatever_follows_the_head_is_read_or_left_out(content: bytes) -> None:
    palette = read_gpl(b"GIMP Palette\n" + content, "name")
    assert all(0 <= value <= 255 for colour in palette.colours for value in colour[:3])


def test_a_palette_of_another_program() -> None:
    head = b"GIMP Palette\r\nName: Sea\r\nColumns: 3\r\n#\r\n# deep\r\n"
    content = head + b"  0  64 128 Deep blue\r\n9 9 9\r\n"
    palette = read_gpl(content, "file")
    assert (palette.name, palette.columns) == ("Sea", 3)
    assert palette.colours == (PaletteColour(0, 64, 128, "Deep blue"), PaletteColour(9, 9, 9))


def test_what_is_no_palette_is_refused_with_a_remedy() -> None:
    with pytest.raises(UserError, match=r"no GIMP palette.*\.gpl"):
        read_gpl(b"\x89PNG", "picture")
