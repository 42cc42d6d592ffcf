"""Colours of exported pictures: sRGB, as documents have them, or of another profile."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageCms

from core.errors import FileError
from core.files import icc, icc_tables
from core.files.trouble import shown, unreadable

if TYPE_CHECKING:
    import numpy.typing as npt

    from core.arrays import Bytes

    Floats = npt.NDArray[np.float64]
    Words = npt.NDArray[np.uint16]

_MOST_BYTES = 2**24
_BAND = 256
_AS_GOOD = 2.5
"""Of 255: how far what is found by tables may be from what LittleCMS gives, which rounds more."""
_PROBES = np.stack(
    np.meshgrid(*[np.arange(0, 256, 51, dtype=np.uint8)] * 3, indexing="ij"), -1
).reshape(-1, 3)
"""Colours of all kinds."""


@cache
def srgb() -> bytes:
    """The profile of the colours that documents have."""
    return bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())


def profile_of(colours: str, file: str = "") -> bytes:
    """The profile of `colours`, as `core.files.export.COLOURS` has them; "file": of a file. Raises
    FileError for one that pictures cannot be converted to."""
    if colours == "display_p3":
        return icc.display_p3()
    if colours == "adobe_rgb":
        return icc.adobe_rgb()
    return _read(Path(file)) if colours == "file" else srgb()


def _read(file: Path) -> bytes:
    if not file.name:
        raise FileError("No profile is chosen.", "Choose a file that ends in .icc or .icm.")
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise FileError(f"{shown(file)} is larger than any profile.", "Choose another file.")
        content = file.read_bytes()
    except OSError as error:
        raise unreadable(file, error) from error
    if content[36:40] != b"acsp":
        raise FileError(f"{shown(file)} is no colour profile.", "Choose an .icc or .icm file.")
    if content[16:20] != b"RGB ":
        raise FileError(
            f"{shown(file)} is no profile of red, green and blue.",
            "Choose one of a screen or a colour space, not of a press.",
        )
    converted(np.zeros((1, 1, 3), np.uint8), content, shown(file))
    return content


def name_of(profile: bytes) -> str:
    """What a profile calls itself; empty when it cannot be read."""
    try:
        read = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return " ".join(ImageCms.getProfileDescription(read).split())[:80]
    except (ImageCms.PyCMSError, OSError, ValueError):
        return ""


def converted(array: Bytes, profile: bytes, name: str = "The profile") -> Bytes:
    """Straight sRGB (h, w, 3 or 4) in the colours of a profile: relative colorimetric, with black
    where black is. Raises FileError when the profile cannot do that."""
    image = Image.fromarray(np.ascontiguousarray(array[..., :3]))
    try:
        made = ImageCms.profileToProfile(
            image,
            ImageCms.createProfile("sRGB"),
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError, ValueError) as error:
        raise FileError(
            f"{name} cannot be converted to.", "It only reads colours: choose another profile."
        ) from error
    assert made is not None
    result = np.asarray(made, np.uint8)
    return result if array.shape[2] == 3 else np.dstack([result, array[..., 3]])


def deep(array: Bytes, profile: bytes) -> Words:
    """The same with 16 bits a channel: by the profile's matrix and curves, or by its tables. Of a
    profile that says colours in yet another way, the 8 bits that LittleCMS gives, spread."""
    values = _values_of(profile)
    if profile == srgb() or values is None:
        whole = array if profile == srgb() else converted(array, profile)
        return whole.astype(np.uint16) * np.uint16(257)
    result = np.empty(array.shape, np.uint16)
    result[..., 3:] = array[..., 3:].astype(np.uint16) * np.uint16(257)
    for top in range(0, len(array), _BAND):
        colours = array[top : top + _BAND, :, :3].reshape(-1, 3)
        found = np.rint(values(colours) * 65535).astype(np.uint16)
        result[top : top + _BAND, :, :3] = found.reshape(-1, array.shape[1], 3)
    return result


def _values_of(profile: bytes) -> Callable[[Bytes], Floats] | None:
    """What gives a profile's values 0…1 (n, 3) of sRGB colours (n, 3); None when nothing here does
    as LittleCMS does."""
    own, target = icc.shaper_of(srgb()), icc.shaper_of(profile)
    assert own is not None
    each = own.light(np.repeat(np.arange(256)[:, None] / 255, 3, axis=1))

    def light(colours: Bytes) -> Floats:
        return np.stack([each[colours[:, i], i] for i in range(3)], -1)

    if target is not None:
        across = (np.linalg.inv(target.matrix) @ own.matrix).T
        return lambda colours: target.values(light(colours) @ across)
    tables = icc_tables.tables_of(profile)
    if tables is None:
        return None

    def values(colours: Bytes) -> Floats:
        found = tables.values(light(colours) @ own.matrix.T)
        # White is the bare paper, whatever a coarse table makes of it: LittleCMS sees to it too.
        found[(colours == 255).all(1)] = 1.0
        return found

    off = np.abs(values(_PROBES) * 255 - converted(_PROBES[None], profile)[0])
    return values if off.max() <= _AS_GOOD else None
