"""What is exported is what was chosen, at the size that was chosen, under names that can be."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.document.document import Document
from core.document.layers import GroupLayer, LayerMask, RasterLayer, RegionLayer, SketchLayer
from core.document.selection import Selection
from core.document.state import Snapshot
from core.errors import UserError
from core.files import export_kept
from core.files.export import (
    FORMATS,
    Export,
    exported_layers,
    layer_names,
    pixels_of,
    rect_of,
    write,
)
from core.files.export_kept import Exported, keep, kept
from core.files.pictures import decode, open_picture, read_recipe_of
from core.geometry import Rect, Size
from core.pixels.tiles import TileGrid
from tests.files.faults import every_failure

SIZE = Size(60, 40)
RECIPE = {"prompt": "a cat", "seed": 7}


def filled(colour: tuple[int, int, int, int], rect: Rect = Rect(0, 0, 60, 40)) -> TileGrid:
    grid = TileGrid(SIZE, 4)
    grid.write(rect, np.full((rect.height, rect.width, 4), colour, np.uint8))
    return grid


def painting() -> Snapshot:
    """Paper, a group with a masked red square, a hidden layer, a region and a selection."""
    group = GroupLayer(name="Fig/ure")
    red = RasterLayer(
        name="Red", pixels=filled((255, 0, 0, 255), Rect(10, 5, 20, 20)), inside=group.id
    )
    hidden = TileGrid(SIZE, 1)
    hidden.write(Rect(0, 0, 20, 40), np.full((40, 20), 255, np.uint8))
    layers = [
        RasterLayer(name="Paper", pixels=filled((255, 255, 255, 255))),
        LayerMask(inside=red.id, hidden=hidden),
        red,
        group,
        RasterLayer(name="Unseen", pixels=filled((0, 0, 255, 255)), visible=False),
        SketchLayer(pixels=filled((0, 255, 0, 255))),
        RegionLayer(name="Sky", prompt="blue", box=Rect(0, 0, 80, 10)),
    ]
    selection = Selection.rectangle(SIZE, Rect(50, 30, 30, 30))
    return Document(SIZE, layers, selection=selection).snapshot()


def test_the_picture_the_selection_and_a_region() -> None:
    state = painting()
    whole = pixels_of(Export(), state)
    assert np.array_equal(whole, state.flatten())
    assert rect_of(Export(what="selection"), state) == Rect(50, 30, 10, 10)
    sky = Export(what="region", region=state.layers[-1].id)
    assert np.array_equal(pixels_of(sky, state), whole[:10])
    with pytest.raises(UserError):
        rect_of(Export(what="region", region="gone"), state)


@pytest.mark.parametrize(("scale", "size"), [(50, (30, 20)), (250, (150, 100)), (1, (1, 1))])
def test_it_is_scaled(scale: int, size: tuple[int, int]) -> None:
    pixels = pixels_of(Export(scale=scale), painting())
    assert pixels.shape[1::-1] == size
    assert (pixels[..., 3] == 255).all()


def test_scaling_up_makes_no_colour_brighter_than_it_is_opaque() -> None:
    edge = RasterLayer(pixels=filled((40, 40, 40, 40), Rect(20, 10, 20, 20)))
    pixels = pixels_of(Export(scale=300), Document(SIZE, [edge]).snapshot())
    shown = pixels[pixels[..., 3] > 8]
    assert shown[:, :3].min() > 200  # white at a fraction is white all over, edges too


def test_what_would_be_too_large_is_refused_with_a_remedy() -> None:
    wide = Document(Size(16_000, 4), [RasterLayer.empty(Size(16_000, 4))]).snapshot()
    with pytest.raises(UserError, match="smaller scale"):
        pixels_of(Export(scale=200), wide)


def test_each_visible_layer_and_group_becomes_a_file_with_its_mask(tmp_path: Path) -> None:
    state = painting()
    (told,) = write(tmp_path / "cat.png", Export(what="layers"), state, RECIPE)
    assert "2 files" in told
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "cat-01-Paper.png", "cat-02-Fig_ure.png",
    ]  # fmt: skip
    figure = open_picture(tmp_path / "cat-02-Fig_ure.png").pixels.array
    assert figure.shape[:2] == (40, 60)
    assert figure[10, 25].tolist() == [255, 0, 0, 255]
    assert not figure[10, 15].any()  # behind the mask


def test_layers_can_be_cut_to_what_is_on_them(tmp_path: Path) -> None:
    write(tmp_path / "cat.png", Export(what="layers", trimmed=True), painting(), None)
    assert open_picture(tmp_path / "cat-02-Fig_ure.png").pixels.size == Size(20, 20)


def test_what_lies_off_the_canvas_is_not_exported(tmp_path: Path) -> None:
    moved = RasterLayer(name="Moved", pixels=filled((255, 0, 0, 255), Rect(50, -10, 30, 20)))
    state = Document(SIZE, [moved]).snapshot()
    write(tmp_path / "cat.png", Export(what="layers", trimmed=True), state, None)
    (file,) = tmp_path.iterdir()
    assert open_picture(file).pixels.array.shape == (10, 10, 4)


def test_no_two_files_have_one_name_and_none_leaves_the_folder() -> None:
    layers = [
        RasterLayer.empty(SIZE, name) for name in ("../a", "A", "a", "", "{number}", "b" * 300)
    ]
    names = layer_names(Export(pattern="{layer}"), layers, "cat")
    assert len({name.casefold() for name in names}) == len(names)
    assert all("/" not in name and not name.startswith(".") for name in names)
    assert all(5 <= len(name) <= 130 for name in names)


def test_hidden_layers_and_sketches_are_not_exported() -> None:
    assert [layer.name for layer in exported_layers(painting())] == ["Paper", "Fig/ure"]


@pytest.mark.parametrize("ending", [one for one in FORMATS if one != ".psd"])
@pytest.mark.parametrize("inside", [True, False])
def test_profile_and_recipe_are_inside_or_not(tmp_path: Path, ending: str, inside: bool) -> None:
    path = tmp_path / f"a{ending}"
    export = Export(ending=ending, profile=inside, recipe=inside)
    write(path, export, painting(), RECIPE)
    with Image.open(path) as image:
        assert bool(image.info.get("icc_profile")) == inside
    if ending in (".png", ".jpg", ".webp"):
        assert (read_recipe_of(path) is not None) == inside
    pixels = decode(path.read_bytes(), "a").array
    assert np.abs(pixels[-1, -1].astype(int) - 255).max() <= 3


def test_less_quality_makes_smaller_files(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (64, 64, 3), np.uint8)
    from core.files.export import content_of

    sizes = [
        len(content_of(Export(ending=".jpg", quality=quality), noise, None))
        for quality in (20, 60, 95)
    ]
    assert sizes == sorted(sizes)
    assert Image.open(io.BytesIO(content_of(Export(), noise, None))).size == (64, 64)


# Remembered per document


def test_each_document_is_exported_as_it_was_last(tmp_path: Path) -> None:
    file = tmp_path / "exports.json"
    one = Exported(Export(ending=".jpg", quality=60, scale=50), tmp_path / "web/a.jpg")
    two = Exported(Export(what="layers", pattern="{layer}"), tmp_path / "b.png")
    keep(tmp_path / "a.ora", one, file)
    keep(tmp_path / "b.ora", two, file)
    assert kept(tmp_path / "a.ora", file) == one
    assert kept(tmp_path / "b.ora", file) == two
    assert kept(tmp_path / "c.ora", file) is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"documents": [3, {"document": 1}]}'])
def test_a_damaged_list_of_exports_is_none_and_is_written_anew(
    tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "exports.json"
    file.write_bytes(content)
    assert kept(tmp_path / "a.ora", file) is None
    one = Exported(Export(), tmp_path / "a.png")
    keep(tmp_path / "a.ora", one, file)
    assert kept(tmp_path / "a.ora", file) == one


def test_the_oldest_export_is_forgotten_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_kept, "MOST", 3)
    file = tmp_path / "exports.json"
    one = Exported(Export(), tmp_path / "a.png")
    for number in range(4):
        keep(tmp_path / f"{number}.ora", one, file)
    assert kept(tmp_path / "0.ora", file) is None
    assert kept(tmp_path / "3.ora", file) == one


def test_whatever_fails_the_list_of_exports_stays_whole(tmp_path: Path) -> None:
    file, document = tmp_path / "exports.json", tmp_path / "a.ora"
    old, new = (Exported(Export(quality=q), tmp_path / "a.png") for q in (10, 20))
    keep(document, old, file)

    def check(told: bool) -> None:
        assert kept(document, file) == (old if told else new)
        keep(document, old, file)

    assert every_failure(lambda: keep(document, new, file), check) >= 4
