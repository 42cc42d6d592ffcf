"""Pictures open, or are refused with a reason; saved ones carry their recipe."""

from __future__ import annotations

import contextlib
import io
import json
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from core.errors import FileError
from core.files import embedded
from core.files.parameters_text import as_text, from_text
from core.files.pictures import (
    decode,
    encode,
    open_mask,
    open_picture,
    read_recipe_of,
    save_picture,
)
from core.geometry import Size
from tests.files.faults import every_failure

RECIPE: dict[str, Any] = {
    "prompt": "a cat 🐱,\n(very:1.2) “big” \\ <lora>",
    "negative_prompt": "dog: bad, worse",
    "steps": 12,
    "sampler": "dpmpp_2m_karras",
    "guidance_scale": 4.5,
    "seed": 7,
    "model": "starter",
}


def noise(width: int, height: int, channels: int = 4) -> np.ndarray:
    return np.random.default_rng(5).integers(0, 256, (height, width, channels), np.uint8)


# What is saved comes back


@pytest.mark.parametrize("channels", [3, 4])
def test_png_comes_back_bit_for_bit(tmp_path: Path, channels: int) -> None:
    pixels = noise(31, 17, channels)
    save_picture(tmp_path / "a.png", pixels)
    opened = open_picture(tmp_path / "a.png")
    assert np.array_equal(opened.pixels.array[..., :channels], pixels)
    assert opened.recipe is None


@pytest.mark.parametrize("ending", [".png", ".jpg", ".JPEG", ".webp"])
def test_every_format_carries_the_recipe(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"a{ending}"
    save_picture(file, noise(40, 30, 3), RECIPE)
    assert read_recipe_of(file) == RECIPE
    assert open_picture(file).recipe == RECIPE
    assert open_picture(file).pixels.size == Size(40, 30)


@pytest.mark.parametrize("ending", [".png", ".jpg", ".webp"])
def test_a_recipe_of_many_megabytes_is_carried_too(tmp_path: Path, ending: str) -> None:
    """Sources are inside: more than fits into one JPEG segment or a text chunk of PNG."""
    letters = np.random.default_rng(1).integers(33, 127, 40_000_000, np.uint8).tobytes()
    recipe = RECIPE | {"source": letters.decode("ascii")}
    save_picture(tmp_path / f"a{ending}", noise(8, 8, 3), recipe)
    assert read_recipe_of(tmp_path / f"a{ending}") == recipe
    with Image.open(tmp_path / f"a{ending}") as other_program:
        other_program.load()


def test_what_jpeg_readers_look_for_first_stays_first(tmp_path: Path) -> None:
    save_picture(tmp_path / "a.jpg", noise(8, 8, 3), RECIPE)
    assert (tmp_path / "a.jpg").read_bytes()[:11] == b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"


def test_a_recipe_of_which_a_part_is_missing_counts_as_not_there(tmp_path: Path) -> None:
    long = RECIPE | {"prompt": noise(300, 300).tobytes().hex()}
    save_picture(tmp_path / "a.jpg", noise(8, 8, 3), long)
    whole = (tmp_path / "a.jpg").read_bytes()
    first = whole.index(b"\xff\xeb")
    length = int.from_bytes(whole[first + 2 : first + 4], "big")
    (tmp_path / "a.jpg").write_bytes(whole[:first] + whole[first + 2 + length :])
    opened = open_picture(tmp_path / "a.jpg")
    assert opened.recipe is None
    assert opened.pixels.size == (8, 8)


def test_other_programs_find_the_parameters_text_in_a_png(tmp_path: Path) -> None:
    save_picture(tmp_path / "a.png", noise(40, 30, 3), RECIPE)
    with Image.open(tmp_path / "a.png") as image:
        text = image.info["parameters"]
    assert text == as_text(RECIPE, (40, 30))
    assert text.endswith(
        "Steps: 12, Sampler: DPM++ 2M Karras, CFG scale: 4.5, Seed: 7, Size: 40x30, "
        "Model: starter, Version: Underpaint"
    )


@pytest.mark.parametrize("ending", [".jpg", ".webp"])
def test_other_programs_find_the_parameters_text_in_exif(tmp_path: Path, ending: str) -> None:
    save_picture(tmp_path / f"a{ending}", noise(40, 30, 3), RECIPE)
    with Image.open(tmp_path / f"a{ending}") as image:
        comment = image.getexif().get_ifd(0x8769)[0x9286]
    assert comment.startswith(b"UNICODE\0")
    assert comment[8:].decode("utf-16-be").startswith("a cat 🐱")


def test_jpeg_shows_white_where_the_picture_is_clear(tmp_path: Path) -> None:
    clear = np.zeros((16, 16, 4), np.uint8)
    save_picture(tmp_path / "a.jpg", clear)
    assert (open_picture(tmp_path / "a.jpg").pixels.array >= 254).all()


def test_saving_names_what_a_format_cannot_hold(tmp_path: Path) -> None:
    wide = np.zeros((1, 16_384, 3), np.uint8)
    with pytest.raises(FileError, match="WEBP holds at most 16,383 px") as caught:
        save_picture(tmp_path / "a.webp", wide)
    assert caught.value.remedy == "Save it as PNG."
    for name in ("a.xyz", "a"):
        with pytest.raises(FileError, match="cannot be saved as"):
            save_picture(tmp_path / name, wide)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_the_old_picture(tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    save_picture(file, noise(9, 9), {"prompt": "old"})

    def check(told: bool) -> None:
        assert read_recipe_of(file) == {"prompt": "old" if told else "new"}
        assert list(tmp_path.iterdir()) == [file]

    every_failure(lambda: save_picture(file, noise(9, 9), {"prompt": "new"}), check)


# Whatever kind of file it is


def _file(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


MODES = {
    "PNG": ("1", "L", "P", "RGB", "RGBA", "LA"),
    "JPEG": ("L", "RGB", "CMYK"),
    "WEBP": ("L", "RGB", "RGBA"),
    "BMP": ("1", "L", "P", "RGB", "RGBA"),
    "GIF": ("1", "L", "P", "RGB", "RGBA"),
    "TIFF": ("1", "L", "P", "RGB", "RGBA", "LA", "CMYK"),
}


@pytest.mark.parametrize(
    ("kind", "mode"), [(kind, mode) for kind, modes in MODES.items() for mode in modes]
)
def test_every_usual_mode_opens_as_rgba(kind: str, mode: str) -> None:
    image = Image.new("RGB", (20, 10), "white").convert(mode)
    pixels = decode(_file(image, kind), "a")
    assert pixels.array.shape == (10, 20, 4)
    assert (pixels.array >= 250).all()


def test_16_bit_greys_are_scaled_not_cut_off() -> None:
    wide = np.array([[0, 32_768, 65_535]], np.uint16)
    content = _file(Image.fromarray(wide), "PNG")
    assert decode(content, "a", mask=True).array.tolist() == [[0, 128, 255]]
    assert decode(content, "a").array[0, :, 0].tolist() == [0, 128, 255]


def test_photos_are_turned_upright() -> None:
    image = Image.new("RGB", (30, 10))
    exif = Image.Exif()
    exif[0x0112] = 6
    assert decode(_file(image, "JPEG", exif=exif), "a").size == Size(10, 30)


def test_colours_of_another_profile_are_converted() -> None:
    image = Image.new("RGB", (4, 4), (200, 100, 50))
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    same = decode(_file(image, "PNG", icc_profile=srgb), "a").array[0, 0]
    assert same.tolist() == [200, 100, 50, 255]
    for broken in (lab, b"no profile at all"):
        assert decode(_file(image, "PNG", icc_profile=broken), "a").size == Size(4, 4)


def test_a_mask_is_how_white_it_is_and_clear_is_black(tmp_path: Path) -> None:
    pixels = np.array([[[255, 255, 255, 255], [255, 255, 255, 128], [0, 0, 0, 255]]], np.uint8)
    Image.fromarray(pixels).save(tmp_path / "m.png")
    assert open_mask(tmp_path / "m.png").array.tolist() == [[255, 128, 0]]


def test_a_single_pixel_opens() -> None:
    assert decode(encode(noise(1, 1, 3), ".png"), "a").size == Size(1, 1)


@pytest.mark.slow
def test_the_largest_picture_opens_and_one_pixel_more_does_not(tmp_path: Path) -> None:
    Image.new("L", (16_384, 16_384), 77).save(tmp_path / "a.png", compress_level=1)
    mask = open_mask(tmp_path / "a.png")
    assert mask.size == Size(16_384, 16_384)
    assert (mask.array[::4096, ::4096] == 77).all()
    Image.new("1", (16_385, 1)).save(tmp_path / "b.png")
    with pytest.raises(FileError, match=r"b\.png is 16385×1 px; 16,384 px a side are the most"):
        open_mask(tmp_path / "b.png")


# Damaged, or dangerous


@pytest.mark.parametrize("ending", [".png", ".jpg", ".webp"])
def test_a_picture_cut_short_anywhere_is_refused(ending: str) -> None:
    whole = encode(noise(40, 30, 3), ending, RECIPE)
    for length in np.linspace(0, len(whole) * 0.9, 40, dtype=int):
        with pytest.raises(FileError, match=r"a\.img is"):
            decode(whole[:length], "a.img")


@pytest.mark.parametrize("ending", [".png", ".jpg", ".webp"])
@given(place=st.floats(0, 0.999), bits=st.integers(1, 255))
def test_a_damaged_byte_never_does_more_than_spoil_the_picture(
    ending: str, place: float, bits: int
) -> None:
    damaged = bytearray(encode(noise(12, 9, 3), ending, RECIPE))
    damaged[int(place * len(damaged))] ^= bits
    embedded.recipe_in(bytes(damaged))
    with contextlib.suppress(FileError):
        decode(bytes(damaged), "a")


@given(st.binary(max_size=400))
def test_no_bytes_whatever_raise_anything_else(content: bytes) -> None:
    starts = (b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8", b"RIFF\x20\0\0\0WEBP")
    for start in starts:
        embedded.recipe_in(start + content)
        with pytest.raises(FileError):
            decode(start + content, "a")


def test_a_bomb_is_refused_by_its_header_alone() -> None:
    """A file of a kilobyte that says it is 60,000 px wide and high."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 6, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    content = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
    with pytest.raises(FileError, match="60000×60000 px"):
        decode(content, "bomb.png")


def test_a_compressed_text_that_expands_without_end_is_not_followed(tmp_path: Path) -> None:
    plain = encode(noise(4, 4, 3), ".png")
    body = b"underpaint\0\1\0\0\0" + zlib.compress(b" " * 10**8)
    chunk = struct.pack(">I", len(body)) + b"iTXt" + body
    chunk += struct.pack(">I", zlib.crc32(b"iTXt" + body))
    assert embedded.recipe_in(plain[:33] + chunk + plain[33:]) is None


def test_what_is_no_picture_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "text.png").write_text("not a picture")
    with pytest.raises(FileError, match=r"text\.png is not a picture that Underpaint can open"):
        open_picture(tmp_path / "text.png")
    with pytest.raises(FileError, match=r"There is no file none\.png"):
        open_picture(tmp_path / "none.png")
    with pytest.raises(FileError, match="is a folder"):
        open_picture(tmp_path)
    with pytest.raises(FileError, match="is not a file"):
        open_picture(Path("/dev/zero"))
    with pytest.raises(FileError):
        open_picture(tmp_path / "a\0b.png")


def test_a_damaged_recipe_leaves_the_picture(tmp_path: Path) -> None:
    content = encode(noise(8, 8, 3), ".png", RECIPE)
    damaged = content.replace(b'"steps": 12', b'"steps": 13')
    assert damaged != content
    assert decode(content, "a") == decode(damaged.replace(b'"steps": 13', b'"steps": 12'), "a")
    assert (embedded.recipe_in(damaged) or {}).get("steps") != 13, "its checksum is wrong"


# The text of other programs


@given(
    prompt=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60),
    negative=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60),
)
def test_our_text_is_read_back(prompt: str, negative: str) -> None:
    recipe = RECIPE | {"prompt": prompt.strip(), "negative_prompt": negative.strip()}
    read = from_text(as_text(recipe, None))
    assert read is not None
    assert read["prompt"] == recipe["prompt"]
    assert read["negative_prompt"] == recipe["negative_prompt"]
    assert {key: read[key] for key in ("steps", "sampler", "guidance_scale", "seed")} == {
        key: RECIPE[key] for key in ("steps", "sampler", "guidance_scale", "seed")
    }


def test_a_picture_of_another_program_gives_what_it_says(tmp_path: Path) -> None:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text(
        "parameters",
        "a castle,\nat night\nNegative prompt: fog\nSteps: 30, Sampler: DPM++ 2M, "
        "Schedule type: Karras, CFG scale: 7, Seed: 123, Size: 512x640, Model hash: abc, "
        'Model: "a, b", Variation seed: 9, Variation seed strength: 0.25, Version: v1.10.1',
    )
    Image.new("RGB", (4, 4)).save(tmp_path / "a.png", pnginfo=info)
    assert read_recipe_of(tmp_path / "a.png") == {
        "prompt": "a castle,\nat night",
        "negative_prompt": "fog",
        "sampler": "dpmpp_2m_karras",
        "steps": 30,
        "seed": 123,
        "variation_seed": 9,
        "variation_strength": 0.25,
        "guidance_scale": 7.0,
        "width": 512,
        "height": 640,
    }


@pytest.mark.parametrize("text", ["", "hello", "Steps: many", "a\nSteps:", "Steps: 3x"])
def test_a_text_that_is_none_gives_nothing(text: str) -> None:
    assert from_text(text) is None


def test_recipes_are_json_that_everyone_reads(tmp_path: Path) -> None:
    save_picture(tmp_path / "a.png", noise(8, 8, 3), RECIPE)
    with Image.open(tmp_path / "a.png") as image:
        assert json.loads(image.info["underpaint"]) == RECIPE


def test_a_tiff_comes_back_bit_for_bit_with_its_transparency(tmp_path: Path) -> None:
    array = np.random.default_rng(3).integers(0, 256, (40, 60, 4), np.uint8)
    save_picture(tmp_path / "a.tif", array)
    assert np.array_equal(open_picture(tmp_path / "a.tif").pixels.array, array)


def test_an_avif_comes_back_nearly_and_with_its_transparency(tmp_path: Path) -> None:
    array = np.full((40, 60, 4), (200, 60, 20, 255), np.uint8)
    array[:20, :, 3] = 0
    save_picture(tmp_path / "a.avif", array, quality=95)
    again = open_picture(tmp_path / "a.avif").pixels.array
    assert np.array_equal(again[..., 3], array[..., 3])
    assert np.abs(again[20:].astype(int) - array[20:]).max() <= 6


@pytest.mark.parametrize("name", ["Karras", "Exponential", "Beta"])
def test_how_noise_is_spread_is_told_and_read_in_other_programs_words(name: str) -> None:
    recipe = {"prompt": "a cat", "sampler": "euler", "parts": {"sigmas": name.lower()}}
    text = as_text(recipe, None)
    assert "Sampler: Euler, " in text and f"Schedule type: {name}, " in text
    read = from_text(text)
    assert read is not None
    assert (read["sampler"], read["parts"]) == ("euler", {"sigmas": name.lower()})
    theirs = f"a cat\nSteps: 20, Sampler: DDIM, Schedule type: {name}, Seed: 1"
    other = from_text(theirs)
    assert other is not None
    assert other["sampler"] == "ddim" and "parts" not in other, "which has levels of its own"


def test_what_stands_in_for_the_models_own_is_told_to_other_programs() -> None:
    recipe = {
        "prompt": "a cat",
        "parts": {"vae": "vae-ft-mse", "guidance_rescale": 0.7},
        "refiner": {"model": "sd_xl_refiner_1.0", "start": 0.75},
    }
    text = as_text(recipe, None)
    told = "VAE: vae-ft-mse, CFG Rescale: 0.7, Refiner: sd_xl_refiner_1.0, Refiner switch at: 0.75"
    assert told in text
    assert from_text(text) is not None
