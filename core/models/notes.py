"""What the artist writes down about models, kept beside the settings."""

from __future__ import annotations

import json
from pathlib import Path

from core import places
from core.files.atomic import make_folder, write_bytes


def file() -> Path:
    return places.data() / "model-notes.json"


def read() -> dict[str, str]:
    """Model's path → note. What cannot be read counts as nothing."""
    try:
        told = json.loads(file().read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return {str(k): str(v) for k, v in told.items()} if isinstance(told, dict) else {}


def write(path: Path, note: str) -> None:
    """Keeps a note; an empty one is forgotten. Raises FileError."""
    kept = read()
    kept[str(path)] = note
    kept = {key: value for key, value in kept.items() if value.strip()}
    make_folder(file().parent)
    write_bytes(file(), json.dumps(kept, indent=1, ensure_ascii=False).encode())
