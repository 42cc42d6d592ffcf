"""What a drop or the clipboard holds: files, a picture, or addresses, which are not fetched."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

import numpy as np
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from core.errors import UserError
from core.geometry import Point
from desktop.reading import OPENED

if TYPE_CHECKING:
    from core.arrays import Bytes

ORIGIN = "application/x-underpaint-origin"
"""Where pixels that were copied here lay, as JSON."""
_ENCODED = ("image/png", "image/webp", "image/tiff", "image/jpeg", "image/bmp")
"""Best first: what keeps transparency, then what loses nothing."""
_LONGEST = 2**28


def local_files(data: QMimeData | None) -> list[Path]:
    """The files of a drop or the clipboard that can be opened; None is a clipboard that has never
    held anything."""
    if data is None:
        return []
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in OPENED]


def picture_in(data: QMimeData | None) -> Callable[[], Bytes] | None:
    """What makes the picture that is in there straight RGBA (h, w, 4), to be called in the
    background; raises UserError. None when there is no picture."""
    if data is None:
        return None
    for kind in _ENCODED:
        if data.hasFormat(kind):
            content = bytes(data.data(kind).data())
            if content:
                return lambda: _decoded(content)
    if data.hasImage():
        image = data.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return lambda: _pixels(image)
    for url in data.urls():
        if url.scheme() == "data":
            address = url.toString()
            return lambda: _decoded(_content_of(address))
    return None


def is_elsewhere(data: QMimeData) -> bool:
    """Whether there are addresses of other machines in it."""
    return any(url.scheme() in ("http", "https", "ftp", "blob") for url in data.urls())


def elsewhere() -> UserError:
    """Why such an address is not opened."""
    return UserError(
        "This is only the address of a picture, and Underpaint fetches nothing from the internet.",
        "Choose “Copy Image” in the browser and paste it here, or save the picture and drop the "
        "file.",
    )


def origin_in(data: QMimeData | None) -> tuple[Point, str] | None:
    """Where the upper left corner of pixels that were copied here lay, and on which layer."""
    if data is None or not data.hasFormat(ORIGIN):
        return None
    try:
        told = json.loads(bytes(data.data(ORIGIN).data()))
        return Point(int(told["x"]), int(told["y"])), str(told["name"])[:200]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def image_pixels(image: QImage | Any) -> Bytes | None:
    """Qt's picture as straight RGBA (h, w, 4)."""
    if not isinstance(image, QImage) or image.isNull():
        return None
    return _pixels(image)


def _pixels(image: QImage) -> Bytes:
    rgba = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(rgba.constBits(), np.uint8).reshape(rgba.height(), rgba.bytesPerLine())
    return rows[:, : rgba.width() * 4].reshape(rgba.height(), rgba.width(), 4).copy()


def _decoded(content: bytes) -> Bytes:
    from core.files.pictures import decode

    return decode(content, "The picture").array


def _content_of(address: str) -> bytes:
    """What a "data:" address holds."""
    head, _, body = address.removeprefix("data:").partition(",")
    if len(body) > _LONGEST or not head.startswith("image/"):
        raise UserError("This is no picture.", "Copy it in the browser and paste it here.")
    content = unquote_to_bytes(body)
    if not head.endswith(";base64"):
        return content
    try:
        return base64.b64decode(content)
    except binascii.Error:
        raise UserError("The picture is damaged.", "Save it in the browser first.") from None
