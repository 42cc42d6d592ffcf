"""Pictures of models, chosen by the artist or else the first that was made with them, kept beside
the settings: they go before what lies beside a model, which is another program's, and is left as it
is."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import TYPE_CHECKING

from core import places
from core.errors import FileError
from core.files.atomic import make_folder, write_bytes
from core.files.thumbnails import thumbnail_of

if TYPE_CHECKING:
    from core.arrays import Bytes

SIDE = 448
"""The longest side that is kept, in pixels: twice what the Models window shows."""


def file_of(path: Path) -> Path:
    """Where the chosen picture of the model at `path` is kept, if there is one."""
    name = hashlib.sha256(str(path).encode()).hexdigest()[:32]
    return places.data() / "model-pictures" / f"{name}.png"


def read(path: Path) -> bytes:
    """The chosen picture as a PNG file's content; empty where there is none."""
    try:
        return file_of(path).read_bytes()
    except OSError:
        return b""


def keep(path: Path, picture: Bytes) -> None:
    """Keeps a picture, straight RGBA (h, w, 4) or RGB (h, w, 3), as that of the model. Raises
    FileError."""
    from PIL import Image

    small = Image.fromarray(picture)
    small.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    content = io.BytesIO()
    small.save(content, "PNG")
    make_folder(file_of(path).parent)
    write_bytes(file_of(path), content.getvalue())
    _unwanted(path).unlink(missing_ok=True)


def is_settled(path: Path) -> bool:
    """Whether one was kept for the model, or taken away: then none is chosen for the artist."""
    return file_of(path).is_file() or _unwanted(path).is_file()


def _unwanted(path: Path) -> Path:
    """An empty file that tells that the artist wants no picture from here."""
    return file_of(path).with_suffix(".none")


def keep_file(path: Path, file: Path) -> None:
    """The same with a picture of any kind that is opened here. Raises FileError."""
    picture = thumbnail_of(file, SIDE)
    if picture is None:
        raise FileError(
            f"“{file.name}” cannot be read as a picture.",
            "Choose a PNG, JPEG or WebP file, or a painting of this program.",
        )
    keep(path, picture)


def forget(path: Path) -> None:
    """The model has the picture again that lies beside it, or none, and no other is chosen by
    itself. Raises FileError."""
    make_folder(file_of(path).parent)
    write_bytes(_unwanted(path), b"")
    try:
        file_of(path).unlink(missing_ok=True)
    except OSError as error:
        raise FileError(
            f"The picture cannot be removed: {error.strerror}.",
            f"Remove {file_of(path)} yourself.",
        ) from error
