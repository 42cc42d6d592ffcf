"""Files of every kind, cut at every kilobyte or with flipped bits: they open, or say what is wrong.

By itself it takes a sample; UNDERPAINT_ALL_DAMAGE=1 takes all 10,000 and more, in some minutes.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from core.document.document import Document
from core.document.layers import AdjustmentLayer, GroupLayer, LayerMask, RasterLayer
from core.document.state import Snapshot
from core.errors import FileError
from core.files.openraster import open_document
from core.files.pictures import open_picture, save_picture
from core.files.psd_reading import open_psd
from core.files.psd_writing import save_psd
from core.geometry import Size
from core.pixels.adjustments import Levels
from core.pixels.tiles import TileGrid
from tests.files.power_cuts import two_paintings

ALL = bool(os.environ.get("UNDERPAINT_ALL_DAMAGE"))
KINDS = ("ora", "psd", "png", "jpg", "webp", "avif", "tif", "gif", "bmp")
EACH = 1500 if ALL else 15
CUTS = 10_000 if ALL else 12
RECIPE = {"prompt": "a cat", "seed": 7}


@cache
def whole(kind: str) -> bytes:
    """A file of that kind, of some tens of kilobytes."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"whole.{kind}"
        if kind == "ora":
            painting, _, _ = two_paintings(Path(folder))
            return painting.read_bytes()
        if kind == "psd":
            save_psd(path, grouped())
            return path.read_bytes()
        pixels = np.random.default_rng(5).integers(0, 256, (90, 120, 3), np.uint8)
        if kind in ("png", "jpg", "webp", "avif"):
            save_picture(path, pixels, RECIPE)
            return path.read_bytes()
        out = io.BytesIO()
        Image.fromarray(pixels).save(out, {"tif": "TIFF", "gif": "GIF", "bmp": "BMP"}[kind])
        return out.getvalue()


def grouped() -> Snapshot:
    """A document with a group, a mask and an adjustment."""
    colours = np.random.default_rng(6).integers(0, 256, (50, 60, 4), np.uint8)
    colours[..., 3] = 255
    group = GroupLayer(name="Group")
    drawn = RasterLayer(pixels=TileGrid.from_array(colours), inside=group.id)
    mask = LayerMask(inside=drawn.id, hidden=TileGrid.from_array(colours[..., 0].copy()))
    levels = AdjustmentLayer(adjustment=Levels(black=9), inside=group.id)
    return Document(Size(60, 50), [mask, drawn, levels, group]).snapshot()


@dataclass(frozen=True)
class Opening:
    """Opens content under a name of its kind. Anything but a FileError is a defect."""

    path: Path

    def __call__(self, content: bytes) -> None:
        self.path.write_bytes(content)
        try:
            if self.path.suffix in (".ora", ".psd"):
                open_it = open_document if self.path.suffix == ".ora" else open_psd
                document = open_it(self.path).document
                assert document.layers
                document.snapshot().flatten()
            else:
                assert open_picture(self.path).pixels.size.width > 0
        except FileError as error:
            assert self.path.name in error.cause
            assert error.remedy or "Underpaint" in error.cause


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def opening(kind: str, tmp_path: Path) -> Opening:
    return Opening(tmp_path / f"theirs.{kind}")


def cuts(length: int) -> Iterator[int]:
    """At every kilobyte, and the first bytes one by one; or some of these."""
    places = sorted({*range(min(length, 64)), *range(0, length, 1024), length - 1})
    yield from places[:: max(1, len(places) // CUTS)]


def test_cut_anywhere_it_opens_or_says_why_not(kind: str, opening: Opening) -> None:
    for length in cuts(len(whole(kind))):
        opening(whole(kind)[:length])


def test_flipped_bits_never_do_more_than_spoil_the_picture(kind: str, opening: Opening) -> None:
    content = whole(kind)
    most = len(content) * 8 - 1
    # Half of them in the first and last kilobyte, where the structure is.
    places = st.integers(0, most) | st.integers(0, 8191) | st.integers(max(0, most - 8191), most)

    @settings(
        max_examples=EACH, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(st.lists(places, min_size=1, max_size=6))
    def flip(bits: list[int]) -> None:
        damaged = bytearray(content)
        for bit in bits:
            damaged[min(bit, most) // 8] ^= 1 << bit % 8
        opening(bytes(damaged))

    check: Callable[[], None] = flip
    check()
