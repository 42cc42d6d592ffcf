"""Small pictures of files of every kind, and none of what is damaged."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from psd_tools.constants import Resource
from psd_tools.psd import PSD
from psd_tools.psd.image_resources import ImageResource

from core.document.document import Document
from core.document.layers import RasterLayer
from core.files.openraster import save_document
from core.files.pictures import save_picture
from core.files.psd_writing import save_psd
from core.files.thumbnails import thumbnail_of
from core.pixels.tiles import TileGrid

ENDINGS = (".ora", ".psd", ".png", ".jpg", ".webp", ".avif", ".tif")


def saved(folder: Path, ending: str) -> Path:
    """A picture, the left half red and the right half blue."""
    pixels = np.full((300, 600, 4), (255, 0, 0, 255), np.uint8)
    pixels[:, 300:] = (0, 0, 255, 255)
    path = folder / f"a{ending}"
    state = Document((600, 300), [RasterLayer(pixels=TileGrid.from_array(pixels))]).snapshot()
    if ending == ".ora":
        save_document(path, state)
    elif ending == ".psd":
        save_psd(path, state)
    else:
        save_picture(path, pixels)
    return path


@pytest.mark.parametrize("ending", ENDINGS)
def test_it_shows_the_picture(tmp_path: Path, ending: str) -> None:
    small = thumbnail_of(saved(tmp_path, ending), 60)
    assert small is not None
    assert small.shape == (30, 60, 3)
    assert np.abs(small[15, 10].astype(int) - (255, 0, 0)).max() < 12
    assert np.abs(small[15, 50].astype(int) - (0, 0, 255)).max() < 12


@pytest.mark.parametrize("ending", ENDINGS)
def test_of_what_is_damaged_or_gone_there_is_none(tmp_path: Path, ending: str) -> None:
    path = saved(tmp_path, ending)
    content = path.read_bytes()
    for cut in (0, 3, 20, len(content) // 2 if ending in (".ora", ".psd", ".webp") else 25):
        path.write_bytes(content[:cut])
        assert thumbnail_of(path, 60) is None
    path.unlink()
    assert thumbnail_of(path, 60) is None


def test_photoshops_own_small_picture_is_taken(tmp_path: Path) -> None:
    path = saved(tmp_path, ".psd")
    with path.open("rb") as file:
        psd = PSD.read(file)
    jpeg = io.BytesIO()
    Image.new("RGB", (40, 20), (0, 255, 0)).save(jpeg, "JPEG")
    key = Resource.THUMBNAIL_RESOURCE
    psd.image_resources[key] = ImageResource(key=key, data=bytes(28) + jpeg.getvalue())
    with path.open("wb") as file:
        psd.write(file)
    small = thumbnail_of(path, 60)
    assert small is not None
    assert small.shape == (20, 40, 3)
