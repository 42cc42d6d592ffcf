"""A layer that blurs comes back from our own files, and is a picture in Photoshop's."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.document.document import Document
from core.document.layers import AdjustmentLayer, GroupLayer, Layer, LayerMask, RasterLayer
from core.document.selection import Selection
from core.files.openraster import open_document, save_document
from core.files.psd_blurs import without_blurs
from core.files.psd_reading import open_psd
from core.files.psd_writing import save_psd
from core.geometry import Rect, Size
from core.pixels.adjustments import Blur, Levels
from core.pixels.alpha import premultiplied
from core.pixels.blend import BlendMode
from core.pixels.tiles import TileGrid

SIZE = Size(310, 290)


def picture(seed: int, opaque: bool = False, **more: object) -> RasterLayer:
    pixels = np.random.default_rng(seed).integers(0, 256, (29, 31, 4), dtype=np.uint8)
    pixels[..., 3] = 255 if opaque else np.where(pixels[..., 3] < 128, 0, 200)
    pixels = premultiplied(np.kron(pixels, np.ones((10, 10, 1), np.uint8)))
    return RasterLayer(id=f"p{seed}", pixels=TileGrid.from_array(pixels), **more)  # type: ignore[arg-type]


def blur(radius: float = 14, **more: object) -> AdjustmentLayer:
    return AdjustmentLayer(name=f"Soft {radius}", adjustment=Blur(radius=radius), **more)  # type: ignore[arg-type]


def masked() -> list[Layer]:
    soft = blur(20)
    hidden = Selection.ellipse(SIZE, Rect(50, 40, 150, 150)).coverage
    return [picture(0, opaque=True), LayerMask(inside=soft.id, hidden=hidden), soft, picture(1)]


STACKS: dict[str, list[Layer]] = {
    "on a transparent picture": [picture(1), blur(), picture(2, opacity=0.5)],
    "masked": masked(),
    "in a group": [
        picture(0, opaque=True), picture(1, inside="g"), blur(inside="g"),
        picture(2, inside="g", blend=BlendMode.SCREEN),
        GroupLayer(id="g", blend=BlendMode.MULTIPLY, opacity=0.7), picture(3),
    ],
    "in an open group": [
        picture(0, opaque=True), picture(1, inside="g"), blur(inside="g"),
        GroupLayer(id="g", through=True, opacity=0.7), picture(3),
    ],
    "clipped": [picture(0, opaque=True), picture(1, opacity=0.8), blur(clipped=True),
                picture(2, clipped=True), picture(3)],
    "twice": [picture(0, opaque=True), blur(5), picture(1), blur(9, opacity=0.4),
              AdjustmentLayer(adjustment=Levels(black=30))],
}  # fmt: skip


@pytest.mark.parametrize("name", STACKS)
def test_in_a_photoshop_file_it_looks_the_same_and_nothing_else_is_lost(
    tmp_path: Path, name: str
) -> None:
    before = Document(SIZE, STACKS[name]).snapshot()
    notes = save_psd(tmp_path / "a.psd", before)
    after = open_psd(tmp_path / "a.psd").document
    off = np.abs(after.flatten().astype(int) - before.flatten())
    assert off.max() <= 2
    assert any("blur" in note for note in notes)
    drawn = [one for one in before.layers if isinstance(one, RasterLayer)]
    there = [one for one in after.layers if isinstance(one, RasterLayer)]
    for layer in drawn:
        assert any(np.array_equal(layer.pixels.to_array(), one.pixels.to_array()) for one in there)


def test_without_a_blur_nothing_is_made_and_nothing_said(tmp_path: Path) -> None:
    state = Document(SIZE, [picture(0), AdjustmentLayer(adjustment=Levels(black=9))]).snapshot()
    assert without_blurs(state) is state
    assert not any("blur" in note for note in save_psd(tmp_path / "a.psd", state))


@pytest.mark.parametrize("name", STACKS)
def test_in_our_own_file_it_stays_a_layer(tmp_path: Path, name: str) -> None:
    before = Document(SIZE, STACKS[name]).snapshot()
    save_document(tmp_path / "a.ora", before)
    after = open_document(tmp_path / "a.ora").document
    assert np.array_equal(after.flatten(), before.flatten())
    told = [one.adjustment for one in after.layers if isinstance(one, AdjustmentLayer)]
    assert told == [one.adjustment for one in before.layers if isinstance(one, AdjustmentLayer)]
