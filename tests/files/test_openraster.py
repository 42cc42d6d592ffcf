"""Documents come back from their files as they were; other programs read them; so do we theirs."""

from __future__ import annotations

import io
import json
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.document.document import Document
from core.document.layer_commands import RemoveLayer, SetLayer
from core.document.layers import (
    AdjustmentLayer,
    GroupLayer,
    LayerMask,
    MaskLayer,
    RasterLayer,
    RegionLayer,
    SketchLayer,
)
from core.document.selection import Selection
from core.document.settings import PaintSettings
from core.document.state import State
from core.errors import FileError
from core.files.openraster import open_document, save_document
from core.geometry import Rect, Size
from core.pixels.adjustments import GradientMap
from core.pixels.alpha import premultiplied, straight
from core.pixels.blend import BlendMode
from core.pixels.ramp import Ramp, Stop
from core.pixels.tiles import TileGrid
from core.request import Fill, InpaintSettings
from tests.files.faults import every_failure, power_cuts
from tests.files.power_cuts import two_paintings

SIZE = Size(300, 270)


def picture(size: Size, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (size.height, size.width, 4), np.uint8)


def grid_of(size: Size, rect: Rect, seed: int, channels: int = 4) -> TileGrid:
    grid = TileGrid(size, channels)
    pixels = picture(rect.size, seed)
    grid.write(rect, premultiplied(pixels) if channels == 4 else pixels[..., 0])
    return grid


@pytest.fixture
def document() -> Document:
    """One of everything."""
    layers = [
        RasterLayer(name="Background", pixels=grid_of(SIZE, Rect(0, 0, 300, 270), 1)),
        RasterLayer(
            name='Glow <&"ü\x07',
            id="an id/of another",
            pixels=grid_of(SIZE, Rect(20, 30, 40, 50), 2),
            blend=BlendMode.COLOR_DODGE,
            opacity=0.123456789,
            visible=False,
        ),
        RasterLayer(
            name="Moved half off", pixels=grid_of(SIZE, Rect(-300, 100, 700, 300), 3), locked=True
        ),
        RasterLayer.empty(SIZE, "Empty"),
        SketchLayer(name="Sketch", pixels=grid_of(SIZE, Rect(5, 5, 20, 20), 4), opacity=0.5),
        MaskLayer(name="Mask", coverage=grid_of(SIZE, Rect(100, 100, 64, 64), 5, 1)),
        RegionLayer(name="Box", prompt="a red balloon", box=Rect(16, 16, 96, 128)),
        RegionLayer(
            name="Painted",
            prompt="🐸",
            negative_prompt="cat",
            coverage=grid_of(SIZE, Rect(0, 0, 30, 30), 6, 1),
            color=(1, 2, 3),
        ),
    ]
    return Document(
        SIZE,
        layers,
        active=layers[5].id,
        selection=Selection.ellipse(SIZE, Rect(50, 60, 120, 90)),
        settings=PaintSettings(
            prompt="a cat",
            negative_prompt="blurry",
            strength=0.35,
            steps=31,
            seed=None,
            width=320,
            inpaint=InpaintSettings(
                grow=-3, fill=Fill.NOISE, context=Rect(1, 2, 200, 100), match_colours=False
            ),
        ),
    )


def assert_same(a: State, b: State) -> None:
    assert (a.size, a.active_id, a.settings) == (b.size, b.active_id, b.settings)
    assert len(a.layers) == len(b.layers)
    for one, other in zip(a.layers, b.layers, strict=True):
        assert type(one) is type(other)
        for name in ("id", "name", "visible", "opacity", "locked"):
            assert getattr(one, name) == getattr(other, name)
        for name in ("blend", "prompt", "negative_prompt", "box", "color"):
            assert getattr(one, name, None) == getattr(other, name, None)
        assert_same_pixels(one.grid, other.grid)
    selections = [s.selection and s.selection.coverage for s in (a, b)]
    assert_same_pixels(selections[0], selections[1])


def assert_same_pixels(a: TileGrid | None, b: TileGrid | None) -> None:
    assert (a is None) == (b is None)
    if a is None or b is None:
        return
    around = Rect.around([a.bounds(), b.bounds(), a.canvas])
    assert np.array_equal(a.read(around), b.read(around))


def test_a_document_comes_back_bit_for_bit(document: Document, tmp_path: Path) -> None:
    save_document(tmp_path / "a.ora", document.snapshot())
    opened = open_document(tmp_path / "a.ora")
    assert opened.warnings == ()
    assert_same(document.snapshot(), opened.document.snapshot())


def test_it_comes_back_the_same_again_and_again(document: Document, tmp_path: Path) -> None:
    again = document
    for _ in range(3):
        save_document(tmp_path / "a.ora", again.snapshot())
        again = open_document(tmp_path / "a.ora").document
    assert_same(document.snapshot(), again.snapshot())


@given(st.integers(0, 255), st.data())
def test_every_premultiplied_colour_survives_straight_storage(
    alpha: int, data: st.DataObject
) -> None:
    colours = data.draw(st.lists(st.integers(0, alpha), min_size=3, max_size=3))
    pixel = np.array([[[*colours, alpha]]], np.uint8)
    if alpha == 0:
        pixel[:] = 0
    assert np.array_equal(premultiplied(straight(pixel)), pixel)


def test_an_opened_document_is_not_modified_and_has_nothing_to_undo(
    document: Document, tmp_path: Path
) -> None:
    save_document(tmp_path / "a.ora", document.snapshot())
    opened = open_document(tmp_path / "a.ora").document
    assert not opened.modified
    assert not opened.can_undo


def test_a_gradient_map_comes_back_with_its_stops(tmp_path: Path) -> None:
    size = Size(40, 30)
    ramp = Ramp((Stop(0, (9, 8, 7)), Stop(1 / 3, (200, 0, 10), 0.25), Stop(1, (250, 250, 90))))
    paper = RasterLayer(pixels=grid_of(size, Rect(0, 0, 40, 30), 1))
    mapped = AdjustmentLayer(name="Map", adjustment=GradientMap(ramp=ramp), opacity=0.8)
    before = Document(size, [paper, mapped])
    save_document(tmp_path / "a.ora", before.snapshot())
    after = open_document(tmp_path / "a.ora").document
    assert isinstance(after.layers[1], AdjustmentLayer)
    found = after.layers[1].adjustment
    assert isinstance(found, GradientMap)
    assert [stop.colour for stop in found.ramp.stops] == [stop.colour for stop in ramp.stops]
    assert found.ramp.stops[1].position == pytest.approx(1 / 3, abs=1e-6)
    assert np.array_equal(after.flatten(), before.flatten())


def test_a_document_without_layers_comes_back(tmp_path: Path) -> None:
    save_document(tmp_path / "a.ora", Document(Size(1, 1)).snapshot())
    opened = open_document(tmp_path / "a.ora").document.snapshot()
    assert (opened.size, opened.layers) == (Size(1, 1), ())


# As others see it


def test_the_file_is_openraster_as_the_baseline_says(document: Document, tmp_path: Path) -> None:
    save_document(tmp_path / "a.ora", document.snapshot())
    with zipfile.ZipFile(tmp_path / "a.ora") as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype") == b"image/openraster"
        image = ElementTree.fromstring(archive.read("stack.xml"))
        assert (image.get("w"), image.get("h")) == ("300", "270")
        layers = image.findall("stack/layer")
        assert [layer.get("name") for layer in layers] == [
            "Sketch",
            "Empty",
            "Moved half off",
            'Glow <&"ü',
            "Background",
        ]
        for layer in layers:
            with Image.open(io.BytesIO(archive.read(layer.attrib["src"]))) as stored:
                stored.load()
                assert stored.mode == "RGBA"
        assert layers[3].get("composite-op") == "svg:color-dodge"
        assert layers[3].get("visibility") == "hidden"
        assert layers[0].get("visibility") == "hidden", "sketches are no part of the picture"


def test_the_merged_image_is_what_is_exported(document: Document, tmp_path: Path) -> None:
    save_document(tmp_path / "a.ora", document.snapshot())
    with zipfile.ZipFile(tmp_path / "a.ora") as archive:
        merged = np.asarray(Image.open(io.BytesIO(archive.read("mergedimage.png"))))
        thumbnail = Image.open(io.BytesIO(archive.read("Thumbnails/thumbnail.png")))
    assert np.array_equal(merged, document.snapshot().flatten())
    assert max(thumbnail.size) <= 256
    assert thumbnail.size == (150, 135)


def test_without_our_part_pictures_are_still_there(document: Document, tmp_path: Path) -> None:
    """As after another program has opened and saved the file."""
    save_document(tmp_path / "a.ora", document.snapshot())
    with (
        zipfile.ZipFile(tmp_path / "a.ora") as ours,
        zipfile.ZipFile(tmp_path / "b.ora", "w") as theirs,
    ):
        for name in ours.namelist():
            if not name.startswith("underpaint/"):
                theirs.writestr(name, ours.read(name))
    opened = open_document(tmp_path / "b.ora").document.snapshot()
    assert [layer.name for layer in opened.layers] == [
        "Background",
        'Glow <&"ü',
        "Moved half off",
        "Empty",
        "Sketch",
    ]
    assert np.array_equal(opened.flatten(), document.snapshot().flatten())


def test_pictures_that_were_compressed_again_open_as_before(
    document: Document, tmp_path: Path
) -> None:
    save_document(tmp_path / "a.ora", document.snapshot())
    with (
        zipfile.ZipFile(tmp_path / "a.ora") as ours,
        zipfile.ZipFile(tmp_path / "b.ora", "w") as theirs,
    ):
        for name in ours.namelist():
            content = ours.read(name)
            if name.endswith(".png"):
                out = io.BytesIO()
                with Image.open(io.BytesIO(content)) as image:
                    image.save(out, "PNG", optimize=True)
                content = out.getvalue()
            theirs.writestr(name, content)
    assert_same(document.snapshot(), open_document(tmp_path / "b.ora").document.snapshot())


@pytest.mark.slow
def test_the_largest_canvas_comes_back_without_being_in_memory_as_a_whole(tmp_path: Path) -> None:
    size = Size(16_384, 16_384)
    grid = grid_of(size, Rect(-100, -100, 400, 300), 1)
    corner = Rect(16_000, 16_200, 400, 300)
    grid.write(corner, grid_of(size, corner, 2).read(corner))
    before = Document(size, [RasterLayer(pixels=grid), MaskLayer.empty(size)]).snapshot()
    tracemalloc.start()
    save_document(tmp_path / "a.ora", before)
    after = open_document(tmp_path / "a.ora").document.snapshot()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 200 * 2**20
    again = after.layers[0].grid
    assert again is not None
    assert sorted(again) == sorted(grid)
    assert all(np.array_equal(again.tile(key), grid.tile(key)) for key in grid)


# Other programs' files

ARCHIVE = Callable[[str], Path]


@pytest.fixture
def archive(tmp_path: Path) -> ARCHIVE:
    def write(stack: str) -> Path:
        with zipfile.ZipFile(tmp_path / "theirs.ora", "w") as made:
            made.writestr("mimetype", "image/openraster")
            made.writestr("stack.xml", stack)
            for name, colour in (("red", (255, 0, 0, 255)), ("blue", (0, 0, 255, 128))):
                out = io.BytesIO()
                Image.new("RGBA", (10, 8), colour).save(out, "PNG")
                made.writestr(f"data/{name}.png", out.getvalue())
            out = io.BytesIO()
            Image.new("L", (10, 8), 100).save(out, "PNG")
            made.writestr("data/grey.png", out.getvalue())
        return tmp_path / "theirs.ora"

    return write


def test_groups_of_others_are_groups(archive: ARCHIVE) -> None:
    opened = open_document(
        archive(
            '<image w="20" h="16"><stack>'
            '<stack name="group" opacity="0.5" x="2" y="1">'
            '<layer name="over" src="data/blue.png" x="3" y="-2" composite-op="svg:multiply"/>'
            '<stack name="inner" visibility="hidden"><layer name="hidden" src="data/grey.png"/>'
            "</stack></stack>"
            '<layer name="under" src="data/red.png" edit-locked="true"/>'
            "</stack></image>"
        )
    )
    under, hidden, inner, over, group = opened.document.snapshot().layers
    names = [layer.name for layer in (under, hidden, inner, over, group)]
    assert names == ["under", "hidden", "inner", "over", "group"]
    assert (hidden.inside, inner.inside, over.inside) == (inner.id, group.id, group.id)
    assert (under.inside, group.inside) == (None, None)
    assert isinstance(over, RasterLayer)
    assert (over.blend, over.bounds()) == (BlendMode.MULTIPLY, Rect(5, -1, 10, 8))
    assert isinstance(group, GroupLayer) and isinstance(inner, GroupLayer)
    assert (group.opacity, group.through, inner.through) == (0.5, False, True)
    assert hidden.visible and not inner.visible
    assert under.locked
    assert opened.warnings == ()


def test_groups_are_written_for_others(tmp_path: Path) -> None:
    size = Size(20, 16)
    layers = [
        RasterLayer(name="paper", pixels=TileGrid.from_array(np.full((16, 20, 4), 255, np.uint8))),
        RasterLayer(name="a", inside="g", pixels=TileGrid(size, 4)),
        LayerMask(name="mask", inside="b", hidden=TileGrid(size, 1)),
        RasterLayer(id="b", name="b", inside="g", pixels=TileGrid(size, 4)),
        GroupLayer(id="g", name="group", blend=BlendMode.HUE, opacity=0.25),
    ]
    save_document(tmp_path / "ours.ora", Document(size, layers).snapshot())
    with zipfile.ZipFile(tmp_path / "ours.ora") as written:
        image = ElementTree.fromstring(written.read("stack.xml"))
    group, paper = image[0]
    assert [one.get("name") for one in (group, *group, paper)] == ["group", "b", "a", "paper"]
    about = {name: group.get(name) for name in ("composite-op", "opacity", "isolation")}
    assert about == {"composite-op": "svg:hue", "opacity": "0.25", "isolation": "isolate"}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda layers: layers[1].update(inside="nobody"),
        lambda layers: layers[0].update(inside="g"),
        lambda layers: layers[2].update(inside=None),
        lambda layers: layers[4].update(inside="g"),
        lambda layers: layers.reverse(),
    ],
)
def test_layers_that_lie_where_they_cannot_are_refused(
    tmp_path: Path, spoil: Callable[[list[dict[str, object]]], object]
) -> None:
    size = Size(9, 9)
    layers = [
        MaskLayer.empty(size),
        RasterLayer(id="a", inside="g", pixels=TileGrid(size, 4)),
        LayerMask(inside="b", hidden=TileGrid(size, 1)),
        RasterLayer(id="b", inside="g", pixels=TileGrid(size, 4)),
        GroupLayer(id="g"),
    ]
    save_document(tmp_path / "ours.ora", Document(size, layers).snapshot())
    with zipfile.ZipFile(tmp_path / "ours.ora") as whole:
        entries = {name: whole.read(name) for name in whole.namelist()}
    contents = json.loads(entries["underpaint/document.json"])
    spoil(contents["layers"])
    entries["underpaint/document.json"] = json.dumps(contents).encode()
    with zipfile.ZipFile(tmp_path / "ours.ora", "w") as spoiled:
        for name, content in entries.items():
            spoiled.writestr(name, content)
    with pytest.raises(FileError, match="damaged"):
        open_document(tmp_path / "ours.ora")


THEIRS = (
    '<image w="20" h="16" xres="300" yres="300"><stack>'
    '<filter type="theirs:blur" name="soft"><params><param>3</param></params></filter>'
    '<stack name="group" isolation="isolate" xmlns:t="urn:t" t:colour="red">'
    '<text name="title" x="1" y="2">Hello &amp; <b>you</b></text>'
    '<layer name="over" src="data/blue.png" selected="true" composite-op="theirs:shine"/>'
    '</stack><layer name="under" src="data/red.png"/>'
    '<layer name="later" theirs="yes"/>'
    "</stack></image>"
)


def saved_again(path: Path) -> tuple[zipfile.ZipFile, ElementTree.Element]:
    """Opened and saved twice: the second time it is a file of ours."""
    for _ in range(2):
        save_document(path, open_document(path).document.snapshot())
    archive = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    return archive, ElementTree.fromstring(archive.read("stack.xml"))


def test_what_others_say_of_a_picture_and_its_layers_is_kept(archive: ARCHIVE) -> None:
    _, image = saved_again(archive(THEIRS))
    assert (image.get("xres"), image.get("yres"), image.get("w")) == ("300", "300", "20")
    soft, group, under, later = image.findall("stack/*")
    assert (soft.tag, soft.get("type"), soft.findtext("params/param")) == (
        "filter",
        "theirs:blur",
        "3",
    )
    assert group.get("{urn:t}colour") == "red"
    text, over = group
    assert (text.tag, text.text, text.findtext("b")) == ("text", "Hello & ", "you")
    assert (over.get("selected"), over.get("composite-op")) == ("true", "theirs:shine")
    assert under.get("name") == "under"
    assert (later.tag, later.get("theirs")) == ("layer", "yes")


def test_a_mode_that_is_chosen_replaces_theirs(archive: ARCHIVE) -> None:
    path = archive(THEIRS)
    document = open_document(path).document
    over = next(layer for layer in document.layers if layer.name == "over")
    document.perform(SetLayer(over.id, blend=BlendMode.MULTIPLY))
    save_document(path, document.snapshot())
    _, image = saved_again(path)
    assert [one.get("composite-op") for one in image.iter("layer") if one.get("selected")] == [
        "svg:multiply"
    ]


def test_elements_of_others_stay_when_the_layers_around_them_go(archive: ARCHIVE) -> None:
    path = archive(THEIRS)
    document = open_document(path).document
    over = next(layer for layer in document.layers if layer.name == "over")
    document.perform(RemoveLayer(over.id))
    save_document(path, document.snapshot())
    _, image = saved_again(path)
    assert [one.tag for one in image.findall("stack/stack/*")] == ["text"]


def test_files_of_others_are_kept_and_ours_do_not_take_their_names(archive: ARCHIVE) -> None:
    path = archive(THEIRS)
    with zipfile.ZipFile(path, "a") as more:
        for name in ("data/000.png", "krita/palette.gpl", "META-INF/theirs.xml", "DATA/001.PNG"):
            more.writestr(name, name.encode() * 9)
    before = open_document(path).document.snapshot().flatten()
    made, _ = saved_again(path)
    assert len(set(made.namelist())) == len(made.namelist())
    for name in ("data/000.png", "krita/palette.gpl", "META-INF/theirs.xml", "DATA/001.PNG"):
        assert made.read(name) == name.encode() * 9
    assert np.array_equal(open_document(path).document.snapshot().flatten(), before)


@pytest.mark.parametrize(
    "name", ["../climbing", "data/../../climbing", "/root", "C:/windows", "underpaint/new.json"]
)
def test_names_that_climb_are_not_carried_on(archive: ARCHIVE, name: str) -> None:
    path = archive(THEIRS)
    with zipfile.ZipFile(path, "a") as more:
        more.writestr(name, b"theirs")
    made, _ = saved_again(path)
    assert name not in made.namelist()


def test_a_bomb_among_the_files_of_others_is_left_out_and_told(archive: ARCHIVE) -> None:
    path = archive(THEIRS)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as more:
        more.writestr("krita/bomb", bytes(2**26 + 1))
    opened = open_document(path)
    assert any("too large" in warning for warning in opened.warnings)
    assert "krita/bomb" not in opened.document.state.foreign.files


def test_unknown_blend_modes_and_texts_are_told(archive: ARCHIVE) -> None:
    opened = open_document(
        archive(
            '<image w="9" h="9"><stack><text name="Hello"/>'
            '<layer name="odd" src="data/red.png" composite-op="krita:arc_tangent"/>'
            "</stack></image>"
        )
    )
    assert len(opened.document.snapshot().layers) == 1
    assert any("odd" in warning for warning in opened.warnings)
    assert any("Hello" in warning for warning in opened.warnings)


@pytest.mark.parametrize(
    "stack",
    [
        "",
        "no xml",
        "<stack/>",
        "<image/>",
        '<image w="0" h="5"/>',
        '<image w="99999" h="5"/>',
        '<image w="nan" h="5"/>',
        '<image w="5" h="5"><stack><layer src="data/none.png"/></stack></image>',
        '<image w="5" h="5"><stack><layer src="data/red.png" x="1e300"/></stack></image>',
        '<image w="5" h="5"><stack><layer src="stack.xml"/></stack></image>',
        '<image w="5" h="5"><stack><layer src="../../etc/passwd"/></stack></image>',
        '<!DOCTYPE a [<!ENTITY b "'
        + "x" * 9999
        + '"><!ENTITY c "'
        + "&b;" * 9999
        + '">'
        + '<!ENTITY d "'
        + "&c;" * 9999
        + '">]><image w="5" h="5">&d;</image>',
    ],
)
def test_damaged_stacks_are_refused_with_a_reason(archive: ARCHIVE, stack: str) -> None:
    with pytest.raises(FileError, match=r"theirs\.ora|layer|stack"):
        open_document(archive(stack))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no archive" * 100])
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.ora").write_bytes(content)
    with pytest.raises(FileError, match=r"a\.ora is damaged, or it is not an OpenRaster file"):
        open_document(tmp_path / "a.ora")


def test_a_file_cut_short_at_any_place_is_refused(document: Document, tmp_path: Path) -> None:
    save_document(tmp_path / "a.ora", document.snapshot())
    whole = (tmp_path / "a.ora").read_bytes()
    for length in np.linspace(0, len(whole) - 1, 25, dtype=int):
        (tmp_path / "b.ora").write_bytes(whole[:length])
        with pytest.raises(FileError):
            open_document(tmp_path / "b.ora")


def test_a_flipped_byte_is_noticed_or_harmless(document: Document, tmp_path: Path) -> None:
    save_document(tmp_path / "a.ora", document.snapshot())
    whole = bytearray((tmp_path / "a.ora").read_bytes())
    for place in np.linspace(0, len(whole) - 1, 60, dtype=int):
        damaged = bytearray(whole)
        damaged[place] ^= 0x55
        (tmp_path / "b.ora").write_bytes(damaged)
        try:
            opened = open_document(tmp_path / "b.ora").document
        except FileError:
            continue
        assert opened.snapshot().size.width > 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": 99},
        {"size": [0, 5]},
        {"size": "big"},
        {"layers": [{"kind": "raster"}]},
        {"layers": 7},
        {"selection": {"source": "none.png", "at": [0, 0], "outside": []}},
        {"settings": []},
    ],
)
def test_a_damaged_description_is_refused(
    document: Document, tmp_path: Path, wrong: dict[str, object]
) -> None:
    save_document(tmp_path / "a.ora", document.snapshot())
    _change(tmp_path / "a.ora", tmp_path / "b.ora", wrong)
    with pytest.raises(FileError, match=r"b\.ora|version"):
        open_document(tmp_path / "b.ora")


def test_settings_out_of_range_do_not_cost_the_document(document: Document, tmp_path: Path) -> None:
    save_document(tmp_path / "a.ora", document.snapshot())
    settings = {"prompt": "kept", "steps": 10**9, "inpaint": {"fill": "lava"}, "newer": 1}
    _change(tmp_path / "a.ora", tmp_path / "b.ora", {"settings": settings})
    opened = open_document(tmp_path / "b.ora").document
    assert opened.settings == PaintSettings(prompt="kept")


def _change(ours: Path, theirs: Path, change: dict[str, object]) -> None:
    with zipfile.ZipFile(ours) as old, zipfile.ZipFile(theirs, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "underpaint/document.json":
                content = json.dumps(json.loads(content) | change).encode()
            new.writestr(name, content)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"There is no file none\.ora"):
        open_document(tmp_path / "none.ora")
    with pytest.raises(FileError, match="is a folder"):
        open_document(tmp_path)


# Faults


def test_whatever_fails_while_saving_the_old_painting_opens(tmp_path: Path) -> None:
    file, old, new = two_paintings(tmp_path)

    def check(told: bool) -> None:
        opened = open_document(file).document.snapshot().flatten()
        assert np.array_equal(opened, (old if told else new).flatten())
        assert list(tmp_path.iterdir()) == [file]
        save_document(file, old)

    assert every_failure(lambda: save_document(file, new), check) > 20


def test_whenever_the_power_is_cut_the_old_or_the_new_painting_opens(tmp_path: Path) -> None:
    assert power_cuts("painting", tmp_path) > 20
