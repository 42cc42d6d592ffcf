"""Picture files: PNG, JPEG, WebP, AVIF and TIFF, read safely, saved whole, carrying their recipe.

A saved picture holds the recipe that made it (`core.files.embedded`), and the
`parameters` text that other programs read.
"""

from __future__ import annotations

import io
import stat
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError

from core.errors import FileError
from core.files import colour_spaces, deep, deep_writing, embedded
from core.files.atomic import replacing
from core.files.colour_spaces import srgb
from core.files.trouble import no_memory, shown, unreadable
from core.geometry import Rect, Size
from core.request import MAX_SIDE, Pixels

if TYPE_CHECKING:
    from core.arrays import Bytes


SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")
"""What can be saved, and carries a recipe."""
WITHOUT_RECIPE = (".avif", ".tif", ".tiff")
"""What can be saved too, but carries none."""
WITH_DEPTH = (".png", ".tif", ".tiff")
"""What can have 16 bits a channel."""
FORMATS = ("PNG", "JPEG", "WEBP", "AVIF", "BMP", "GIF", "TIFF")
"""What can be opened. Pillow knows more, but each decoder is one more way in."""

CONVERTED = ("AVIF", "JPEG2000", "PPM", "QOI", "TGA")
"""What can be read to be saved otherwise."""

MAX_BYTES = 2**31
_WITH_PROFILE = ("RGB", "RGBA", "CMYK", "L")
_WIDEST = {".webp": 16_383, ".jpg": 65_500, ".jpeg": 65_500}

# Sides are checked right after the header was read, before anything is decoded: Pillow's own
# limit on the area (which counts 16,384² as an attack) is not needed.
Image.MAX_IMAGE_PIXELS = None

_one_at_a_time = threading.RLock()


@dataclass(frozen=True)
class PictureFile:
    """An opened picture: RGBA pixels, and the recipe it carries, if any."""

    pixels: Pixels
    recipe: dict[str, Any] | None = None
    profile: str = ""
    """The colour profile that it was converted from; empty: it was sRGB already."""
    deep: bool = False
    """Whether it had more than 8 bits a channel, which were rounded."""


def open_picture(path: Path) -> PictureFile:
    """Reads a picture as RGBA, upright, in sRGB. Raises FileError."""
    content = read_file(path)
    pixels = decode(content, shown(path))
    with _opened(content, shown(path)) as image:
        profile, rounded = _other_profile(image), deep.is_deep(image, content)
    return PictureFile(pixels, embedded.recipe_in(content), profile, rounded)


def open_mask(path: Path) -> Pixels:
    """Reads a picture as a mask: how white it is, and transparent is black. Raises FileError."""
    return decode(read_file(path), shown(path), mask=True)


def read_recipe_of(path: Path) -> dict[str, Any] | None:
    """The recipe that a picture carries; its pixels are not decoded. Raises FileError."""
    return embedded.recipe_in(read_file(path))


def save_picture(
    path: Path, array: Bytes, recipe: dict[str, Any] | None = None, *, quality: int = 95
) -> None:
    """Saves straight RGB(A) of shape (h, w, 3 or 4) in the format of the name's ending.

    JPEG has no transparency: what shows through is white. `quality` is JPEG's, WebP's and AVIF's.
    AVIF and TIFF carry no recipe.
    Raises FileError; what was there before is then still there.
    """
    try:
        content = encode(array, path.suffix.lower(), recipe, quality=quality)
    except MemoryError:
        raise no_memory(path) from None
    with replacing(path) as file:
        file.write(content)


def encode(
    array: Bytes,
    suffix: str,
    recipe: dict[str, Any] | None = None,
    *,
    quality: int = 95,
    profile: bool = False,
    colours: bytes = b"",
    bits: int = 8,
) -> bytes:
    """The bytes of a picture file, with an sRGB `profile` inside or not. With another profile as
    `colours` the picture is converted to it, and has it inside. 16 `bits` a channel are for PNG and
    TIFF. Raises FileError when the format cannot hold it."""
    height, width = array.shape[:2]
    if suffix not in (*SUFFIXES, *WITHOUT_RECIPE):
        raise FileError(
            f"Pictures cannot be saved as {suffix or 'a file without an ending'}.",
            "Use a name that ends in .png, .jpg, .webp, .avif or .tif.",
        )
    if max(width, height) > _WIDEST.get(suffix, 2**31 - 1):
        raise FileError(
            f"{suffix[1:].upper()} holds at most {_WIDEST[suffix]:,} px a side, and the picture "
            f"is {width}×{height} px.",
            "Save it as PNG.",
        )
    if bits == 16 and suffix in WITH_DEPTH:
        write = deep_writing.png if suffix == ".png" else deep_writing.tiff
        used = colours or srgb()
        content = write(colour_spaces.deep(array, used), used if profile or colours else b"")
        return embedded.in_png(content, recipe) if suffix == ".png" else content
    if colours:
        opaque_only = suffix in (".jpg", ".jpeg")
        array = colour_spaces.converted(on_white(array) if opaque_only else array, colours)
    inside = {"icc_profile": colours or srgb()} if profile or colours else {}
    if suffix == ".png":
        return embedded.in_png(png(array, **inside), recipe)
    out = io.BytesIO()
    if suffix == ".webp":
        extra = inside | embedded.for_webp(recipe)
        Image.fromarray(array).save(out, "WEBP", quality=quality, **extra)
        return out.getvalue()
    if suffix == ".avif":
        Image.fromarray(array).save(out, "AVIF", quality=quality, subsampling="4:4:4", **inside)
        return out.getvalue()
    if suffix in (".tif", ".tiff"):
        Image.fromarray(array).save(out, "TIFF", compression="tiff_adobe_deflate", **inside)
        return out.getvalue()
    opaque = on_white(array)
    Image.fromarray(opaque).save(out, "JPEG", quality=quality, subsampling=0, **inside)
    return embedded.in_jpeg(out.getvalue(), recipe)


def png(array: Bytes, **extra: bytes) -> bytes:
    """PNG, bit-exact: a mask (h, w), RGB or RGBA. Opaque RGBA is written as RGB."""
    if array.ndim == 3 and array.shape[2] == 4 and bool((array[..., 3] == 255).all()):
        array = array[..., :3]
    out = io.BytesIO()
    # Level 3 is three times as fast as Pillow's own 6, for a few per cent of size.
    Image.fromarray(np.ascontiguousarray(array)).save(out, "PNG", compress_level=3, **extra)
    return out.getvalue()


def read_file(path: Path) -> bytes:
    """A regular file's content (no pipe or device, which might never end). Raises FileError."""
    try:
        status = path.stat()
        if stat.S_ISREG(status.st_mode) and status.st_size <= MAX_BYTES:
            return path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    except ValueError:
        raise FileError(f"{shown(path)!r} is not the name of a file.") from None
    if stat.S_ISDIR(status.st_mode):
        raise FileError(f"{shown(path)} is a folder.", "Choose a file inside it.")
    if stat.S_ISREG(status.st_mode):
        raise FileError(f"{shown(path)} is larger than any picture Underpaint can open.")
    raise FileError(f"{shown(path)} is not a file.", "Choose a picture file.")


def decode(
    content: bytes, name: str, *, mask: bool = False, formats: tuple[str, ...] = FORMATS
) -> Pixels:
    """Pixels of a picture file's content: RGBA, or one channel for a mask. Raises FileError."""
    with _opened(content, name, formats) as image:
        image.load()
        image = deep.rounded(image, content) or image
        ImageOps.exif_transpose(image, in_place=True)
        return Pixels(_grey(image) if mask else _rgba(image))


def size_of(content: bytes, name: str) -> Size:
    """The size of a picture that is upright; its pixels are not decoded. Raises FileError."""
    with _opened(content, name) as image:
        return _upright(image, Size(*image.size))


def reduced(
    content: bytes,
    name: str,
    side: int,
    part: Callable[[Size], Rect | None],
    formats: tuple[str, ...] = FORMATS,
) -> tuple[Size, Bytes]:
    """The size of a picture, and a small copy of a part of it: RGB on white, at most `side` px a
    side. `part` says which part of that size is wanted; None: all. Raises FileError.

    JPEG is decoded at a fraction of its size, up to ten times as fast.
    """
    with _opened(content, name, formats) as image:
        whole = Size(*image.size)
        longest = max((part(_upright(image, whole)) or Rect.of_size(whole)).size)
        scale = side / longest
        image.draft(None, (max(1, int(whole.width * scale)), max(1, int(whole.height * scale))))
        image.load()
        size = _upright(image, whole)
        ImageOps.exif_transpose(image, in_place=True)
        pixels = _rgba(image)
    wanted = part(size) or Rect.of_size(size)
    across, down = pixels.shape[1] / size.width, pixels.shape[0] / size.height
    pixels = pixels[
        int(wanted.y * down) : max(int(wanted.y * down) + 1, round(wanted.bottom * down)),
        int(wanted.x * across) : max(int(wanted.x * across) + 1, round(wanted.right * across)),
    ]
    opaque = bool((pixels[..., 3] == 255).all())
    return size, _shrunk(pixels[..., :3] if opaque else on_white(pixels), side)


def _shrunk(array: Bytes, side: int) -> Bytes:
    import cv2

    height, width = array.shape[:2]
    scale = min(1.0, side / max(height, width))
    small = (max(1, round(width * scale)), max(1, round(height * scale)))
    array = np.ascontiguousarray(array)
    return cv2.resize(array, small, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _upright(image: Image.Image, size: Size) -> Size:
    """A size in the file's own direction as it is once the picture is upright."""
    lying = image.getexif().get(ExifTags.Base.Orientation) in (5, 6, 7, 8)
    return Size(size.height, size.width) if lying else size


@contextmanager
def _opened(content: bytes, name: str, formats: tuple[str, ...] = FORMATS) -> Iterator[Image.Image]:
    """A picture of which nothing but the header has been read. Raises FileError."""
    # What warnings are let through is one setting for all threads.
    with _trouble_told(name), _one_at_a_time, warnings.catch_warnings():
        # Pillow warns of what it repairs (odd EXIF, palettes); the picture is what counts.
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(content), formats=formats) as image:
            if max(image.size) > MAX_SIDE:
                raise FileError(
                    f"{name} is {image.width}×{image.height} px; {MAX_SIDE:,} px a side are the "
                    "most.",
                    "Make it smaller in another program.",
                )
            yield image


def _rgba(image: Image.Image) -> Bytes:
    image = _in_srgb(_eight_bits(image))
    return np.asarray(image if image.mode == "RGBA" else image.convert("RGBA"))


def _grey(image: Image.Image) -> Bytes:
    image = _eight_bits(image)
    if image.mode == "L" and "transparency" not in image.info:
        return np.asarray(image, dtype=np.uint8)
    if not image.has_transparency_data:
        return np.asarray(image.convert("L"), dtype=np.uint8)
    image = image.convert("RGBA")
    grey = np.asarray(image.convert("L")).astype(np.uint16)
    alpha = np.asarray(image.getchannel("A"))
    mixed: Bytes = ((grey * alpha + 127) // 255).astype(np.uint8)
    return mixed


def _eight_bits(image: Image.Image) -> Image.Image:
    """Pillow cuts off what is above 255 instead of scaling 16 bits to 8."""
    if image.mode.startswith("I;16"):
        return Image.fromarray(deep.eight_bits(np.asarray(image).astype(np.uint16)))
    if image.mode in ("I", "F"):
        values = np.nan_to_num(np.asarray(image, dtype=np.float64))
        top = 1.0 if image.mode == "F" and values.max(initial=0) <= 1 else 65_535.0
        return Image.fromarray(np.rint(values.clip(0, top) * (255 / top)).astype(np.uint8))
    return image


def _in_srgb(image: Image.Image) -> Image.Image:
    """Colours as a screen shows them, when the file says that they are meant otherwise."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in _WITH_PROFILE:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        alpha = image.getchannel("A") if image.mode == "RGBA" else None
        colours = image.convert("RGB") if alpha is not None else image
        result = ImageCms.profileToProfile(
            colours, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a damaged profile does not make the picture unreadable
    if result is None:
        return image
    if alpha is not None:
        result.putalpha(alpha)
    return result


def _other_profile(image: Image.Image) -> str:
    """What the colour profile calls itself from which `_in_srgb` converts; empty for sRGB."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in _WITH_PROFILE:
        return ""
    try:
        text = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))
    except (ImageCms.PyCMSError, OSError, ValueError):
        return ""
    words = " ".join(text.split())[:80]
    return "" if "srgb" in words.lower() else words or "a profile without a name"


def on_white(array: Bytes) -> Bytes:
    """RGB (h, w, 3) of RGBA: what is transparent is white. Others are left as they are."""
    if array.ndim == 2 or array.shape[2] == 3:
        return np.ascontiguousarray(array)
    alpha = array[..., 3:].astype(np.uint16)
    mixed = array[..., :3].astype(np.uint16) * alpha + 255 * (255 - alpha)
    return ((mixed + 127) // 255).astype(np.uint8)


@contextmanager
def _trouble_told(name: str) -> Iterator[None]:
    """Decoders raise nearly anything on damaged files: all of it means one thing."""
    try:
        yield
    except FileError:
        raise
    except MemoryError:
        raise FileError(
            f"{name} does not fit into memory.", "Close other programs, or make it smaller."
        ) from None
    except UnidentifiedImageError:
        raise FileError(
            f"{name} is not a picture that Underpaint can open.",
            "It opens PNG, JPEG, WebP, AVIF, BMP, GIF and TIFF.",
        ) from None
    except Exception as error:
        raise FileError(
            f"{name} is damaged, or not all of it is there.", "Get or save it again."
        ) from error
