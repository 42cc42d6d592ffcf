"""Photoshop files: what goes out comes back, what others wrote opens, and what is lost is said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import ImageCms
from psd_tools import PSDImage
from psd_tools.constants import BlendMode as TheirMode
from psd_tools.constants import ColorMode, Compression, Tag
from psd_tools.psd.adjustments import TransparencyStop
from psd_tools.psd.base import EmptyElement
from psd_tools.psd.tagged_blocks import TaggedBlock, TaggedBlocks

from core.document.document import Document
from core.document.layers import (
    LABELS,
    AdjustmentLayer,
    GroupLayer,
    Layer,
    LayerMask,
    MaskLayer,
    RasterLayer,
    SketchLayer,
)
from core.document.state import Snapshot
from core.errors import FileError
from core.files import psd_layers, psd_maps
from core.files.openraster import open_document
from core.files.psd_reading import open_psd
from core.files.psd_writing import save_psd
from core.geometry import Rect, Size
from core.pixels.adjustments import (
    Adjustment,
    BrightnessContrast,
    ColorBalance,
    Curves,
    Exposure,
    GradientMap,
    HueSaturation,
    Invert,
    Levels,
    Posterize,
    Threshold,
)
from core.pixels.alpha import premultiplied
from core.pixels.blend import BlendMode
from core.pixels.ramp import Ramp, Stop
from core.pixels.tiles import TileGrid
from tests.files.faults import every_failure, power_cuts
from tests.files.psd_files import Theirs, written

SIZE = Size(300, 270)
"""More than one tile either way."""


RAMP = Ramp(
    (Stop(0, (20, 0, 90)), Stop(0.375, (200, 40, 60), 0.6), Stop(0.5, (0, 99, 9)),
     Stop(0.5, (255, 200, 30)), Stop(1, (255, 255, 240)))
)  # fmt: skip


def grain(seed: int, size: Size = SIZE) -> TileGrid:
    """Colours and transparency at random."""
    pixels = np.random.default_rng(seed).integers(0, 256, (size.height, size.width, 4), np.uint8)
    return TileGrid.from_array(premultiplied(pixels))


def hiding(seed: int) -> TileGrid:
    return TileGrid.from_array(
        np.random.default_rng(seed).integers(0, 256, (SIZE.height, SIZE.width), np.uint8)
    )


def there_and_back(
    tmp_path: Path, *layers: Layer, ending: str = ".psd"
) -> tuple[Snapshot, Document]:
    before = Document(SIZE, layers).snapshot()
    save_psd(tmp_path / f"a{ending}", before)
    return before, open_psd(tmp_path / f"a{ending}").document


def painting() -> list[Layer]:
    """A group with a masked layer and one that is clipped to it, over paper."""
    group = GroupLayer(name="Figure", opacity=0.5)
    body = RasterLayer(name="몸", pixels=grain(1), inside=group.id, opacity=0.7)
    mask = LayerMask(name="Layer mask", inside=body.id, hidden=hiding(5))
    shade = RasterLayer(name="Shade", pixels=grain(2), inside=group.id, clipped=True)
    return [RasterLayer(name="Paper", pixels=grain(3)), mask, body, shade, group]


@pytest.mark.parametrize("ending", [".psd", ".psb"])
def test_a_painting_comes_back_as_the_same_picture_to_the_bit(tmp_path: Path, ending: str) -> None:
    before, after = there_and_back(tmp_path, *painting(), ending=ending)
    assert np.array_equal(after.flatten(), before.flatten())
    assert [layer.name for layer in after.layers] == [layer.name for layer in before.layers]
    assert [type(layer) for layer in after.layers] == [type(layer) for layer in before.layers]


def test_pixels_beyond_the_canvas_come_back_too(tmp_path: Path) -> None:
    grid = grain(1)
    grid.shift(-40, 33)
    before, after = there_and_back(tmp_path, RasterLayer(pixels=grid))
    far = Rect(-60, -20, 400, 380)
    assert np.array_equal(after.layers[0].grid.read(far), before.layers[0].grid.read(far))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    blend=st.sampled_from(BlendMode), opacity=st.integers(0, 255), visible=st.booleans(),
    locked=st.booleans(), alpha_locked=st.booleans(), label=st.sampled_from(("", *LABELS)),
    name=st.text(st.characters(codec="utf-16", exclude_categories=("C", "Z")), min_size=1,
                 max_size=60),
)  # fmt: skip
def test_properties_of_layers_come_back(
    tmp_path: Path, blend: BlendMode, opacity: int, visible: bool, locked: bool,
    alpha_locked: bool, label: str, name: str,
) -> None:  # fmt: skip
    layer = RasterLayer(
        pixels=TileGrid(Size(4, 3), 4), blend=blend, opacity=opacity / 255, visible=visible,
        locked=locked, alpha_locked=alpha_locked, label=label, name=name,
    )  # fmt: skip
    save_psd(tmp_path / "a.psd", Document(Size(4, 3), [layer]).snapshot())
    (found,) = open_psd(tmp_path / "a.psd").document.layers
    assert isinstance(found, RasterLayer)
    kept = BlendMode.LINEAR_DODGE if blend is BlendMode.PLUS else blend
    assert (found.blend, round(found.opacity * 255)) == (kept, opacity)
    assert (found.visible, found.name) == (visible, name)
    assert (found.locked, found.alpha_locked) == (locked, alpha_locked)
    assert found.label == ("orange" if label == "brown" else label)  # which Photoshop has not


def test_groups_in_groups_and_pass_through_come_back(tmp_path: Path) -> None:
    outer = GroupLayer(name="Outer", through=True)
    inner = GroupLayer(name="Inner", inside=outer.id, blend=BlendMode.MULTIPLY, visible=False)
    drawn = RasterLayer(pixels=grain(1), inside=inner.id)
    _, after = there_and_back(tmp_path, drawn, inner, outer)
    a, b, c = after.layers
    assert (a.inside, b.inside, c.inside) == (b.id, c.id, None)
    assert isinstance(b, GroupLayer)
    assert isinstance(c, GroupLayer)
    assert (b.blend, b.visible, c.through) == (BlendMode.MULTIPLY, False, True)


@pytest.mark.parametrize(
    "adjustment",
    [
        Levels(black=12, gamma=1.35, white=220, darkest=5, lightest=250),
        Curves(points=((0.0, 0.2), (0.4, 0.6), (1.0, 0.8))),
        Curves(red=((0.0, 0.1), (1.0, 1.0)), blue=((0.2, 0.0), (0.3, 0.9), (0.9, 0.5))),
        HueSaturation(hue=-60, saturation=30, lightness=10, colorize=True),
        ColorBalance(shadows_red=30, midtones_blue=-70, highlights_green=5, keep_light=False),
        Exposure(stops=1.25, offset=-0.05, gamma=0.8),
        Invert(),
        Posterize(levels=5),
        Threshold(level=90),
        HueSaturation(hue=-120, saturation=40, lightness=-15),
        BrightnessContrast(brightness=-30, contrast=25),
        GradientMap(ramp=RAMP),
    ],
)
def test_adjustments_come_back(tmp_path: Path, adjustment: Adjustment) -> None:
    paper = RasterLayer(pixels=grain(1))
    before, after = there_and_back(tmp_path, paper, AdjustmentLayer(adjustment=adjustment))
    found = after.layers[-1]
    assert isinstance(found, AdjustmentLayer)
    assert type(found.adjustment) is type(adjustment)
    # Premultiplied: what one value makes of a pixel that is hardly there tells nothing.
    pictures = (one.composite(Rect.of_size(SIZE)).astype(int) for one in (before, after))
    assert np.abs(np.subtract(*pictures)).max() <= 2  # a curve's points are rounded to 255


def test_photoshops_gradient_maps_have_their_colours_and_opacities_together() -> None:
    theirs = psd_maps.theirs(GradientMap(ramp=RAMP))
    theirs.color_stops, theirs.transparency_stops = theirs.color_stops[::4], [
        TransparencyStop(0, 50, 255), TransparencyStop(1024, 50, 51), TransparencyStop(4096, 50, 51)
    ]  # fmt: skip
    found, whole = psd_maps.of_theirs(theirs) or (None, False)
    assert found is not None and whole
    assert [(stop.position, stop.opacity) for stop in found.ramp.stops] == [
        (0, 1.0), (0.25, 0.2), (1, 0.2)
    ]  # fmt: skip
    assert found.ramp.stops[1].colour == pytest.approx((79, 64, 128), abs=1), "half between"
    theirs.is_reversed, theirs.color_stops[0].midpoint = 1, 30
    turned, whole = psd_maps.of_theirs(theirs) or (None, True)
    assert turned == GradientMap(ramp=found.ramp.turned_round()) and not whole
    theirs.mode = 1  # noise
    assert psd_maps.of_theirs(theirs) is None


def test_a_hidden_mask_and_a_mask_of_a_group_come_back(tmp_path: Path) -> None:
    group = GroupLayer()
    drawn = RasterLayer(pixels=grain(1), inside=group.id)
    off = LayerMask(inside=drawn.id, hidden=hiding(2), visible=False)
    over = LayerMask(inside=group.id, hidden=hiding(3))
    before, after = there_and_back(tmp_path, off, drawn, over, group)
    assert np.array_equal(after.flatten(), before.flatten())
    assert [layer.visible for layer in after.layers if isinstance(layer, LayerMask)] == [
        False,
        True,
    ]


def test_another_program_sees_the_same_layers_and_picture(tmp_path: Path) -> None:
    before, _ = there_and_back(tmp_path, *painting())
    theirs = PSDImage.open(tmp_path / "a.psd")
    assert [(one.kind, one.name) for one in theirs.descendants()] == [
        ("pixel", "Paper"), ("group", "Figure"), ("pixel", "몸"), ("pixel", "Shade"),
    ]  # fmt: skip
    paper = np.asarray(theirs[0].topil())
    drawn = Document(SIZE, [before.layers[0]]).flatten()
    assert np.array_equal(paper, np.where(drawn[..., 3:] > 0, drawn, paper))
    assert theirs.topil().size == SIZE


def test_what_a_photoshop_file_cannot_hold_is_said(tmp_path: Path) -> None:
    layers = [RasterLayer.empty(SIZE), MaskLayer.empty(SIZE), SketchLayer.empty(SIZE)]
    told = save_psd(tmp_path / "a.psd", Document(SIZE, layers).snapshot())
    assert any("masks for the model" in one for one in told)
    assert any("Sketches" in one for one in told)


def test_an_even_picture_and_an_empty_one_come_back(tmp_path: Path) -> None:
    paper = RasterLayer.empty(SIZE)
    paper.pixels.lay(255)
    before, after = there_and_back(tmp_path, paper, RasterLayer.empty(SIZE))
    assert np.array_equal(after.flatten(), before.flatten())
    _, nothing = there_and_back(tmp_path, RasterLayer.empty(SIZE))
    assert not nothing.flatten().any()


# Others' files


def opened(tmp_path: Path, content: bytes) -> tuple[Document, tuple[str, ...]]:
    (tmp_path / "theirs.psd").write_bytes(content)
    found = open_psd(tmp_path / "theirs.psd")
    return found.document, found.warnings


COLOURS = np.random.default_rng(7).integers(0, 256, (5, 20, 30), np.uint8)


@pytest.mark.parametrize("compression", list(Compression))
def test_planes_of_every_packing_are_read(tmp_path: Path, compression: Compression) -> None:
    layer = Theirs(COLOURS[:3], at=(4, 6), compression=compression)
    document, told = opened(tmp_path, written([layer], width=50, height=40))
    assert told == ()
    found = document.flatten()[6:26, 4:34]
    assert np.array_equal(found, np.dstack([*COLOURS[:3], np.full((20, 30), 255)]))


@pytest.mark.parametrize("compression", list(Compression))
def test_16_bits_are_rounded_and_that_is_said(tmp_path: Path, compression: Compression) -> None:
    wide = np.random.default_rng(1).integers(0, 65_536, (3, 20, 30), np.uint16)
    layer = Theirs(wide, compression=compression)
    document, told = opened(tmp_path, written([layer], width=30, height=20, depth=16))
    expected = np.rint(wide / 257.0).astype(np.uint8)
    assert np.array_equal(document.flatten()[..., :3], np.moveaxis(expected, 0, 2))
    assert "rounded to 8" in told[0]


def test_grey_files_open_in_grey(tmp_path: Path) -> None:
    layer = Theirs(COLOURS[:1])
    content = written([layer], width=30, height=20, mode=ColorMode.GRAYSCALE)
    document, _ = opened(tmp_path, content)
    assert np.array_equal(document.flatten()[..., 0], COLOURS[0])
    assert np.array_equal(document.flatten()[..., 1], COLOURS[0])


def test_cmyk_opens_with_paper_white_and_ink_dark_and_is_said_to_be_converted(
    tmp_path: Path,
) -> None:
    ink = np.full((4, 20, 30), 255, np.uint8)  # Photoshop's 255: no ink
    ink[3, :, 15:] = 0
    content = written([Theirs(ink)], width=30, height=20, mode=ColorMode.CMYK)
    document, told = opened(tmp_path, content)
    assert (document.flatten()[0, 0, :3] == 255).all()
    assert (document.flatten()[0, -1, :3] == 0).all()
    assert "CMYK" in told[0]


def test_a_profile_is_converted_and_named(tmp_path: Path) -> None:
    own = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = written([Theirs(COLOURS[:3])], width=30, height=20, profile=own)
    document, told = opened(tmp_path, content)
    assert told == ()
    assert np.array_equal(document.flatten()[..., 0], COLOURS[0])
    # A space whose red is our blue.
    other = own.replace("sRGB".encode("utf-16-be"), "Swap".encode("utf-16-be"))
    other = other.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    content = written([Theirs(COLOURS[:3])], width=30, height=20, profile=other)
    document, told = opened(tmp_path, content)
    assert "Swap" in told[0]
    difference = document.flatten()[..., 0].astype(int) - COLOURS[2]
    assert np.abs(difference).max() <= 2


def test_what_there_is_nothing_for_is_left_out_and_named(tmp_path: Path) -> None:
    blocks = TaggedBlocks()
    blocks[Tag.PHOTO_FILTER] = TaggedBlock(key=Tag.PHOTO_FILTER, data=b"\0\3" + bytes(22))
    warm = Theirs((), name="Warm", blocks=blocks)
    grainy = Theirs(COLOURS[:3], name="Grainy", blend=TheirMode.DISSOLVE)
    document, told = opened(tmp_path, written([grainy, warm], width=30, height=20))
    assert [layer.name for layer in document.layers] == ["Grainy"]
    assert any("dissolve" in one and "Grainy" in one for one in told)
    assert any("left out" in one and "Warm" in one for one in told)


def test_inverted_layers_are_inverted(tmp_path: Path) -> None:
    blocks = TaggedBlocks()
    blocks[Tag.INVERT] = TaggedBlock(key=Tag.INVERT, data=EmptyElement())
    layers = [Theirs(COLOURS[:3]), Theirs((), blocks=blocks)]
    document, told = opened(tmp_path, written(layers, width=30, height=20))
    assert told == ()
    assert np.array_equal(document.flatten()[..., 0], 255 - COLOURS[0])


def test_damaged_pixels_leave_the_other_layers_whole(tmp_path: Path) -> None:
    noise = np.random.default_rng(3).integers(0, 256, (3, 20, 30), np.uint8)
    good = Theirs(COLOURS[:3], name="Good", compression=Compression.RAW)
    bad = Theirs(noise, name="Bad", size=(31, 20), compression=Compression.RAW)
    document, told = opened(tmp_path, written([good, bad], width=40, height=20))
    assert [layer.name for layer in document.layers] == ["Good", "Bad"]
    assert np.array_equal(document.flatten()[:, :30, 0], COLOURS[0])
    assert "damaged" in told[0]
    assert "Bad" in told[0]


def test_a_small_file_that_says_it_is_huge_is_refused_before_it_takes_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(psd_layers, "PIXELS_BY_ITSELF", 2**20)
    even = Theirs(np.zeros((3, 1200, 1200), np.uint8), compression=Compression.ZIP)
    with pytest.raises(FileError, match="far more pixels"):
        opened(tmp_path, written([even] * 3, width=1200, height=1200))
    liar = Theirs(COLOURS[:3], size=(30_000, 30_000), compression=Compression.ZIP)
    document, told = opened(tmp_path, written([liar], width=30, height=20))
    assert "are empty" in told[0]
    assert not document.flatten().any()


@pytest.mark.parametrize("content", [b"", b"8BPS", b"\x89PNG\r\n\x1a\n" * 9])
def test_what_is_no_photoshop_file_is_told(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(FileError, match=r"theirs\.psd"):
        opened(tmp_path, content)


def test_32_bits_are_refused_with_a_remedy(tmp_path: Path) -> None:
    content = bytearray(written([Theirs(COLOURS[:3])], width=30, height=20))
    content[23] = 32
    with pytest.raises(FileError, match="16 or 8 bits"):
        opened(tmp_path, bytes(content))


def test_whatever_fails_while_it_is_written_the_old_file_stays(tmp_path: Path) -> None:
    size = Size(6, 5)
    old, new = (
        Document(size, [RasterLayer(pixels=grain(seed, size))]).snapshot() for seed in (1, 2)
    )
    path = tmp_path / "a.psd"
    save_psd(path, old)

    def check(told: bool) -> None:
        found = open_psd(path).document.flatten()
        assert np.array_equal(found, (old if told else new).flatten())
        assert [one.name for one in tmp_path.iterdir()] == ["a.psd"]
        save_psd(path, old)

    assert every_failure(lambda: save_psd(path, new), check) > 10


def test_it_is_saved_as_a_project_afterwards_with_everything(tmp_path: Path) -> None:
    from core.files.openraster import save_document

    _, document = there_and_back(tmp_path, *painting())
    save_document(tmp_path / "a.ora", document.snapshot())
    again = open_document(tmp_path / "a.ora").document
    assert np.array_equal(again.flatten(), document.flatten())


@pytest.mark.slow
def test_whenever_the_program_is_killed_the_old_or_the_new_one_opens(tmp_path: Path) -> None:
    assert power_cuts("photoshop_file", tmp_path) > 10
