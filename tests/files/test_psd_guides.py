"""Guides go into Photoshop files and come back out of them."""

from __future__ import annotations

import struct
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from psd_tools.psd.image_resources import GridGuidesInfo

from core.document.document import Document
from core.document.guides import NONE, Guides, of_json, to_json
from core.document.layers import RasterLayer
from core.files import psd_guides
from core.files.psd_reading import open_psd
from core.files.psd_writing import save_psd
from core.geometry import Size

LINES = Guides((10.0, 40.5), (-3.0, 20.0))


def saved(folder: Path, guides: Guides) -> Path:
    size = Size(60, 50)
    document = Document(size, (RasterLayer.empty(size),), guides=guides)
    save_psd(folder / "a.psd", document.snapshot())
    return folder / "a.psd"


def test_they_come_back_to_the_thirty_second_of_a_pixel(tmp_path: Path) -> None:
    assert open_psd(saved(tmp_path, LINES)).document.guides == LINES
    assert open_psd(saved(tmp_path, NONE)).document.guides == NONE


def test_the_resource_is_as_the_specification_has_it() -> None:
    content = psd_guides.written(LINES)
    assert struct.unpack_from(">IIII", content) == (1, 576, 576, 4)
    places = [struct.unpack_from(">iB", content, 16 + 5 * number) for number in range(4)]
    assert places == [(320, 0), (1296, 0), (-96, 1), (640, 1)]


@given(st.lists(st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 255)), max_size=40))
def test_whatever_stands_there_gives_guides_that_can_be_saved(data: list[tuple[int, int]]) -> None:
    read = psd_guides.read(GridGuidesInfo(data=data))
    assert of_json(to_json(read)) == read


def test_what_is_no_resource_of_guides_gives_none() -> None:
    assert psd_guides.read(b"12") == psd_guides.read(None) == NONE
