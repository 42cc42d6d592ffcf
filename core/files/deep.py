"""Pictures of 16 bits a channel, of which Pillow keeps the upper 8: rounded instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import ExifTags, Image

if TYPE_CHECKING:
    import numpy.typing as npt

    from core.arrays import Bytes

BAND = 256
_BITS_PER_SAMPLE = 258


def eight_bits(wide: npt.NDArray[np.uint16]) -> Bytes:
    """16 bits as 8, rounded to the nearest."""
    narrow = np.empty(wide.shape, np.uint8)
    for top in range(0, len(wide), BAND):
        band = wide[top : top + BAND].astype(np.uint32)
        narrow[top : top + BAND] = (band * 255 + 32_767) // 65_535
    return narrow


def is_deep(image: Image.Image, content: bytes) -> bool:
    """Whether a picture, of which the header has been read, has more than 8 bits a channel."""
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        return True
    if image.format == "PNG":
        return content[24:25] == b"\x10"
    if image.format == "TIFF":
        bits = getattr(image, "tag_v2", {}).get(_BITS_PER_SAMPLE, (8,))
        return bool(max(bits) == 16)
    return False


def rounded(image: Image.Image, content: bytes) -> Image.Image | None:
    """A colour picture of 16 bits a channel in 8; None for all others, and where there is nothing
    better than what Pillow makes of it. Profile and orientation are kept."""
    if image.mode not in ("RGB", "RGBA", "LA") or not is_deep(image, content):
        return None
    try:
        found = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error:
        return None
    channels = len(image.getbands()) if image.mode != "LA" else 4
    if found is None or found.dtype != np.uint16:
        return None
    if found.shape != (image.height, image.width, channels):
        return None
    narrow = eight_bits(np.asarray(found, np.uint16))
    order = (2, 1, 0, 3)[:channels]  # OpenCV has blue first
    result = Image.fromarray(np.ascontiguousarray(narrow[..., order]))
    if "icc_profile" in image.info and image.mode != "LA":
        result.info["icc_profile"] = image.info["icc_profile"]
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = image.getexif().get(ExifTags.Base.Orientation, 1)
    result.info["exif"] = exif.tobytes()
    return result
