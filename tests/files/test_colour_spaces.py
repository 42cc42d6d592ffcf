"""Pictures in other colours than sRGB: what LittleCMS makes of them is what is in the file."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageCms

from core.errors import FileError
from core.files import icc
from core.files.colour_spaces import converted, deep, name_of, profile_of, srgb
from core.files.export import COLOURS, Export, content_of
from core.files.pictures import decode, open_picture
from tests.files.table_profiles import of_paper

WIDE = ["display_p3", "adobe_rgb"]


def colours(alpha: bool = False) -> np.ndarray:
    """Every sixteenth of each channel."""
    steps = np.linspace(0, 255, 17).round().astype(np.uint8)
    red, green, blue = np.meshgrid(steps, steps, steps)
    pixels = np.stack([red, green, blue], -1).reshape(17, 289, 3)
    if not alpha:
        return pixels
    covered = np.resize(np.array([0, 90, 255], np.uint8), (17, 289, 1))
    return np.concatenate([pixels, covered], 2)


@pytest.mark.parametrize("name", WIDE)
def test_our_profiles_are_what_they_say(name: str) -> None:
    profile = ImageCms.ImageCmsProfile(io.BytesIO(profile_of(name)))
    about = profile.profile
    assert about.is_matrix_shaper and about.xcolor_space.strip() == "RGB"
    expected = {"display_p3": ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
                "adobe_rgb": ((0.640, 0.330), (0.210, 0.710), (0.150, 0.060))}[name]  # fmt: skip
    adapted = np.array(about.chromatic_adaptation[0]).reshape(3, 3)
    for xyz, (x, y) in zip(
        (about.red_colorant, about.green_colorant, about.blue_colorant), expected, strict=True
    ):
        under_d65 = np.linalg.inv(adapted) @ np.array(xyz[0])
        assert under_d65[:2] / under_d65.sum() == pytest.approx((x, y), abs=1e-3)
    white = np.sum([about.red_colorant[0], about.green_colorant[0], about.blue_colorant[0]], 0)
    assert white == pytest.approx((0.9642, 1.0, 0.8249), abs=1e-3)


@pytest.mark.parametrize(
    ("kind", "numbers", "known"),
    [
        (0, (2.0,), {0.0: 0.0, 0.5: 0.25, 1.0: 1.0}),
        # 0 up to 0.2, from there (0.5 x - 0.1)²
        (1, (2.0, 0.5, -0.1), {0.1: 0.0, 0.2: 0.0, 0.6: 0.04, 1.0: 0.16}),
        (2, (2.0, 0.5, -0.1, 0.3), {0.1: 0.3, 0.2: 0.3, 0.6: 0.34, 1.0: 0.46}),
        # sRGB's own (IEC 61966-2-1)
        (3, (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045), {0.04: 0.0030960, 0.5: 0.2140411}),
        (4, (2.0, 0.5, 0.5, 0.25, 0.4, 0.1, 0.05), {0.2: 0.1, 0.5: 0.6625, 1.0: 1.1}),
    ],
)
def test_curves_by_formula_are_those_of_the_specification(
    kind: int, numbers: tuple[float, ...], known: dict[float, float]
) -> None:
    """ICC.1:2010, table 65."""
    numerals = [round(number * 65536) for number in numbers]
    tag = b"para" + bytes(4) + struct.pack(f">HH{len(numerals)}i", kind, 0, *numerals)
    curve = icc.curve_of(tag)
    places = np.linspace(0, 1, len(curve))
    for place, light in known.items():
        assert np.interp(place, places, curve) == pytest.approx(light, abs=2e-4)


def test_known_colours_become_what_is_known_of_them() -> None:
    red = np.array([[[255, 0, 0], [255, 255, 255], [0, 0, 0], [128, 128, 128]]], np.uint8)
    in_p3 = converted(red, profile_of("display_p3"))[0]
    assert in_p3.tolist() == [[234, 51, 35], [255] * 3, [0] * 3, [128] * 3]
    in_adobe = converted(red, profile_of("adobe_rgb"))[0]
    assert np.abs(in_adobe[0].astype(int) - (219, 0, 0)).max() <= 1
    assert in_adobe[1].tolist() == [255] * 3


@pytest.mark.parametrize("name", WIDE)
def test_16_bits_are_littlecms_s_8_between_which_there_is_more(name: str) -> None:
    pixels, profile = colours(alpha=True), profile_of(name)
    found = deep(pixels, profile)
    off = np.abs(found[..., :3] / 257 - converted(pixels, profile)[..., :3])
    assert off.max() <= 2 and np.percentile(off, 99) < 0.6 and off.mean() < 0.3
    assert (found[..., :3] % 257 != 0).any(), "more than 8 bits are used"
    assert np.array_equal(found[..., 3], pixels[..., 3].astype(int) * 257)


@pytest.mark.parametrize("kind", ["mft1", "mft2", "mAB "])
def test_16_bits_through_the_tables_of_papers_are_more_than_8_spread(kind: str) -> None:
    profile, pixels = of_paper(kind), colours(alpha=True)
    found, eight = deep(pixels, profile), converted(pixels, profile)
    off = np.abs(found[..., :3] / 257 - eight[..., :3])
    assert off.max() <= 2.5 and off.mean() < 0.35
    assert (found[..., :3] % 257 != 0).any(), "more than 8 bits are used"
    assert np.array_equal(found[..., 3], pixels[..., 3].astype(int) * 257)
    ramp = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, 2)
    steps = np.diff(deep(ramp, profile)[0, :, 1].astype(int))
    assert (steps > 0).all(), "of 256 greys none become one"
    assert len(np.unique(converted(ramp, profile)[0, :, 1])) < 256, "as they do in 8 bits"


def test_where_our_reading_of_tables_is_not_littlecms_s_its_own_8_bits_are_written() -> None:
    profile, pixels = of_paper("mAB ", "XYZ "), colours()  # too coarse to agree on its black
    assert np.array_equal(deep(pixels, profile), converted(pixels, profile).astype(int) * 257)


@pytest.mark.parametrize("place", range(0, 600, 7))
def test_a_profile_that_is_damaged_gives_what_littlecms_gives_or_a_reason(place: int) -> None:
    damaged = bytearray(of_paper("mft2"))
    damaged[place % len(damaged)] ^= 0xFF
    pixels = colours()
    try:
        eight = converted(pixels, bytes(damaged))
    except FileError:
        return
    found = deep(pixels, bytes(damaged))
    assert np.abs(found / 257 - eight).mean() < 2


@pytest.mark.parametrize("ending", [".png", ".jpg", ".webp", ".avif", ".tif"])
@pytest.mark.parametrize("name", WIDE)
def test_an_exported_picture_says_its_profile_and_comes_back(
    tmp_path: Path, ending: str, name: str
) -> None:
    smooth = np.zeros((64, 64, 4), np.uint8)
    smooth[..., 0], smooth[..., 1] = np.arange(64) * 3, np.arange(64)[:, None] * 2
    smooth[..., 2], smooth[..., 3] = 90, 255
    export = Export(ending=ending, quality=100, colours=name, profile=False)
    content = content_of(export, smooth, None)
    with Image.open(io.BytesIO(content)) as image:
        assert image.info["icc_profile"] == profile_of(name)
    (tmp_path / f"a{ending}").write_bytes(content)
    opened = open_picture(tmp_path / f"a{ending}")
    assert opened.profile == name_of(profile_of(name)) != ""
    assert np.abs(opened.pixels.array.astype(int) - smooth).mean() < 2


@pytest.mark.parametrize("name", [name for name in COLOURS if name != "file"])
@pytest.mark.parametrize("ending", [".png", ".tif"])
@pytest.mark.parametrize("alpha", [False, True])
def test_16_bits_in_a_file_are_read_back_to_the_bit(ending: str, name: str, alpha: bool) -> None:
    pixels = colours(alpha)
    if not alpha:
        pixels = np.dstack([pixels, np.full(pixels.shape[:2], 255, np.uint8)])
    recipe = {"prompt": "a cat"} if ending == ".png" else None
    content = content_of(Export(ending=ending, colours=name, depth="16"), pixels, recipe)
    read = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)
    expected = deep(pixels, profile_of(name))
    assert read.dtype == np.uint16
    assert np.array_equal(read[..., :3][..., ::-1], expected[..., :3])
    if alpha:
        assert np.array_equal(read[..., 3], expected[..., 3])
    with Image.open(io.BytesIO(content)) as image:
        assert image.info["icc_profile"] == profile_of(name)
        image.load()
    back = decode(content, "a").array
    seen = back[..., 3] > 0
    off = np.abs(back.astype(int) - pixels)[seen]
    assert off.mean() < 0.6 and np.percentile(off, 99) <= 4, (
        "it is opened with 8 bits, few for what is dark"
    )


def test_a_profile_of_a_file_is_taken_and_one_of_something_else_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "own.icc"
    file.write_bytes(icc.adobe_rgb())
    assert profile_of("file", str(file)) == icc.adobe_rgb()
    lab = bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes())
    for content, says in (
        (b"nothing", "no colour profile"),
        (lab, "red, green and blue"),
        (icc.adobe_rgb()[:200], "cannot be converted to"),
    ):
        file.write_bytes(content)
        with pytest.raises(FileError, match=says):
            profile_of("file", str(file))
    with pytest.raises(FileError, match="No profile is chosen"):
        profile_of("file", "")
    with pytest.raises(FileError):
        profile_of("file", str(tmp_path / "gone.icc"))


def test_srgb_stays_to_the_bit_and_a_cut_profile_says_nothing() -> None:
    pixels = colours()
    assert np.array_equal(deep(pixels, srgb()), pixels.astype(int) * 257)
    for length in range(0, len(icc.display_p3()), 7):
        assert icc.shaper_of(icc.display_p3()[:length]) is None
