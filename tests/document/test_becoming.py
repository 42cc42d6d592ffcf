"""Layers that become ones of another kind, and back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.document.becoming import KINDS, become, can_become
from core.document.commands import AddLayerMask, FillLayer, SetLayer, SetSelection
from core.document.document import Document
from core.document.layers import (
    GroupLayer,
    Layer,
    MaskLayer,
    RasterLayer,
    RegionLayer,
    SketchLayer,
)
from core.document.selection import Selection
from core.errors import UserError
from core.files.openraster import open_document, save_document
from core.geometry import Rect, Size
from core.pixels.alpha import premultiplied
from core.pixels.tiles import TileGrid

SIZE = Size(300, 270)
ALL = Rect.of_size(SIZE)
RED = (200, 10, 20)


def painted(**more: object) -> RasterLayer:
    dice = np.random.default_rng(1)
    pixels = dice.integers(0, 256, (100, 120, 4), np.uint8)
    pixels[:20, :, 3] = 0
    grid = TileGrid(SIZE, 4)
    grid.write(Rect(180, 90, 120, 100), premultiplied(pixels))
    return RasterLayer(id="paint", name="Hill", pixels=grid, label="red", **more)


def document(*layers: Layer, active: str = "paint") -> Document:
    paper = RasterLayer(id="paper", name="Paper", pixels=TileGrid(SIZE, 4))
    return Document(SIZE, (paper, *layers), active=active)


def turned(made: Document, layer_id: str, kind: str) -> Layer:
    made.perform(become(made.snapshot(), layer_id, kind, RED))
    active = made.active
    assert active is not None
    return active


@pytest.mark.parametrize("kind", ["mask", "region"])
def test_paint_covers_as_far_as_it_is_opaque(kind: str) -> None:
    paint = painted(opacity=0.5)
    layer = turned(document(paint), "paint", kind)
    assert isinstance(layer, KINDS[kind])
    assert layer.grid is not None
    assert (layer.grid.read(ALL) == paint.pixels.read(ALL)[..., 3]).all()
    assert (layer.name, layer.label) == ("Hill", "red")


def test_of_a_picture_without_transparency_what_is_light_is_covered() -> None:
    pixels = np.zeros((270, 300, 4), np.uint8)
    pixels[..., 3] = 255
    pixels[50:80, 60:90, :3] = 255
    pixels[100:, :, :3] = 128
    picture = RasterLayer(id="paint", pixels=TileGrid.from_array(pixels))
    layer = turned(document(picture), "paint", "mask")
    assert layer.grid is not None
    assert (layer.grid.read(ALL) == pixels[..., 0]).all()


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("kind", ["raster", "sketch", "region"])
def test_a_mask_comes_back_as_it_was(kind: str, whole: bool) -> None:
    covered = np.full((270, 300), 255, np.uint8)
    if not whole:
        covered = np.random.default_rng(0).integers(0, 256, covered.shape, np.uint8)
    mask = MaskLayer(id="mask", name="Sky", coverage=TileGrid.from_array(covered))
    made = document(mask, active="mask")
    other = turned(made, "mask", kind)
    assert isinstance(other, KINDS[kind]) and other.name == "Sky"
    if kind != "region":
        assert other.grid is not None
        assert (other.grid.read(ALL)[..., 0].max(), other.grid.read(ALL)[..., 1].max()) == (200, 10)
    again = turned(made, other.id, "mask")
    assert isinstance(again, MaskLayer)
    assert (again.coverage.read(ALL) == covered).all()
    made.undo()
    made.undo()
    assert made.layer("mask") is mask


def test_a_box_becomes_what_it_encloses_in_its_own_colour() -> None:
    region = RegionLayer(id="box", box=Rect(10, 20, 30, 40), color=(1, 2, 3))
    layer = turned(document(region), "box", "raster")
    assert isinstance(layer, RasterLayer)
    assert layer.bounds() == Rect(10, 20, 30, 40)
    assert layer.pixels.read(Rect(12, 22, 1, 1))[0, 0].tolist() == [1, 2, 3, 255]


def test_from_a_group_a_mask_comes_to_lie_above_it_and_a_layer_mask_is_applied() -> None:
    made = document(painted(inside="group"), GroupLayer(id="group"), painted().replaced(id="top"))
    made.perform(SetSelection(Selection.rectangle(SIZE, Rect(0, 0, 220, 270))))
    made.perform(AddLayerMask("paint"))
    layer = turned(made, "paint", "mask")
    assert [one.id for one in made.layers] == ["paper", "group", layer.id, "top"]
    assert layer.inside is None
    assert layer.bounds().right == 220


def test_sketches_and_paint_keep_every_pixel() -> None:
    paint = painted(opacity=0.5)
    made = document(paint)
    sketch = turned(made, "paint", "sketch")
    assert isinstance(sketch, SketchLayer) and sketch.opacity == 0.5
    assert (sketch.pixels.read(ALL) == paint.pixels.read(ALL)).all()
    made.perform(FillLayer(sketch.id, RED))
    made.undo()
    made.undo()
    assert made.layer("paint") is paint


def test_what_cannot_become_another_kind_says_so() -> None:
    made = document(painted(), GroupLayer(id="group"))
    assert not can_become(made.layer("group"), "mask")
    assert not can_become(made.layer("paint"), "raster")
    assert not can_become(None, "mask")
    with pytest.raises(UserError, match="cannot become"):
        become(made.snapshot(), "group", "mask", RED)
    made.perform(SetLayer("paint", locked=True))
    with pytest.raises(UserError, match="locked"):
        made.perform(become(made.snapshot(), "paint", "mask", RED))


def test_nothing_that_was_painted_meanwhile_is_lost() -> None:
    made = document(painted())
    step = become(made.snapshot(), "paint", "mask", RED)
    made.perform(FillLayer("paint", RED))
    with pytest.raises(UserError, match="changed in the meantime"):
        made.perform(step)
    assert isinstance(made.layer("paint"), RasterLayer)


@pytest.mark.parametrize("kind", ["mask", "region", "sketch"])
def test_it_is_saved_and_opened_again(kind: str, tmp_path: Path) -> None:
    made = document(painted())
    layer = turned(made, "paint", kind)
    save_document(tmp_path / "a.ora", made.snapshot())
    again = open_document(tmp_path / "a.ora").document.layer(layer.id)
    assert isinstance(again, KINDS[kind]) and again.name == "Hill"
    assert again.grid is not None and layer.grid is not None
    assert (again.grid.read(ALL) == layer.grid.read(ALL)).all()
