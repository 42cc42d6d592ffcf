"""How each document was exported last, and where to, so that it is so again next time.

{"format": "underpaint exports", "version": 1, "documents": [
 {"document": "/home/me/cat.ora", "target": "/home/me/web/cat.jpg", "export": {"ending": ".jpg"}}]}
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core import places
from core.errors import RecipeError
from core.files.atomic import make_folder, write_bytes
from core.files.export import Export
from core.files.json_text import json_bytes
from core.files.trouble import unreadable
from core.parameters import parse, to_json

FORMAT, VERSION = "underpaint exports", 1
MOST = 200
"""Documents; the oldest is forgotten first."""
_MAX_BYTES = 2**22


@dataclass(frozen=True)
class Exported:
    """How and where to a document was exported."""

    export: Export
    target: Path


def exports_file() -> Path:
    """Where it is kept how documents were exported last."""
    return places.data() / "exports.json"


def kept(document: Path, file: Path | None = None) -> Exported | None:
    """How a document was exported last; None when that is not known. Never fails."""
    try:
        entries = _entries(file or exports_file())
    except OSError:
        return None
    for entry in reversed(entries):
        if entry.get("document") == str(document.absolute()):
            try:
                return Exported(
                    parse(Export, entry.get("export"), "export"), Path(str(entry["target"]))
                )
            except (RecipeError, KeyError):
                return None
    return None


def keep(document: Path, exported: Exported, file: Path | None = None) -> None:
    """Keeps it for the next time. Raises FileError."""
    file = file or exports_file()
    name = str(document.absolute())
    try:
        there = _entries(file)  # a list that cannot be read now is not written over
    except OSError as error:
        raise unreadable(file, error) from error
    others = [entry for entry in there if entry.get("document") != name]
    entry = {
        "document": name,
        "target": str(exported.target),
        "export": to_json(exported.export),
    }
    content = {"format": FORMAT, "version": VERSION, "documents": [*others, entry][-MOST:]}
    make_folder(file.parent)
    write_bytes(file, json_bytes(content, indent=1) + b"\n")


def _entries(file: Path) -> list[dict[str, Any]]:
    """Oldest first; none when there is no such file, or it is damaged. Raises OSError when it
    cannot be read."""
    try:
        if file.stat().st_size > _MAX_BYTES:
            return []
        value = json.loads(file.read_bytes())
    except (FileNotFoundError, ValueError, RecursionError):
        return []
    found = value.get("documents") if isinstance(value, dict) else None
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []
