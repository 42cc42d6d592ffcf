"""What the artist writes down about models, kept beside the settings."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from core import places
from core.files.atomic import make_folder, write_bytes
from core.files.json_text import json_bytes
from core.files.trouble import unreadable


def file() -> Path:
    """Where the artist's notes of models are kept."""
    return places.data() / "model-notes.json"


def read() -> dict[str, str]:
    """Model's path → note. What cannot be read counts as nothing."""
    with contextlib.suppress(OSError):
        return _read()
    return {}


def _read() -> dict[str, str]:
    """Raises OSError when there are notes that cannot be read just now."""
    try:
        told = json.loads(file().read_bytes())
    except (FileNotFoundError, ValueError, RecursionError):
        return {}
    return {str(k): str(v) for k, v in told.items()} if isinstance(told, dict) else {}


def write(path: Path, note: str) -> None:
    """Keeps a note; an empty one is forgotten. Raises FileError."""
    try:
        kept = _read()  # notes that cannot be read now are not written over
    except OSError as error:
        raise unreadable(file(), error) from error
    kept[str(path)] = note
    kept = {key: value for key, value in kept.items() if value.strip()}
    make_folder(file().parent)
    write_bytes(file(), json_bytes(kept, indent=1))
