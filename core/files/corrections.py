"""The artist's corrections of a model's assumptions, and the small file that keeps them (no torch).

{"format": "underpaint corrections", "version": 1,
 "edits": [{"from": "a rose", "to": "a blue rose", "name": "Blue roses", "enabled": true}]}
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core import places
from core.declare import flag, number, text
from core.errors import FileError, RecipeError, UserError
from core.files.atomic import make_folder, write_bytes
from core.files.trouble import unreadable
from core.parameters import parse, to_json

FORMAT, VERSION = "underpaint corrections", 1
MAX_BYTES = 2**24
MOST = 256
"""Corrections in one list."""


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What the model is to paint where one says the other."""

    source: str = text(name="from", empty=False, longest=2000, help="What prompts say: “a rose”.")
    to: str = text(empty=False, longest=2000, help="What is to be painted then: “a blue rose”.")
    lamb: float = number(
        0.1,
        0.0001,
        1_000_000.0,
        title="Caution",
        help="λ: the higher, the less else changes, and the weaker is the correction. What counts "
        "is its size beside Σ‖c‖² of the sentences, so small text encoders want a large one.",
    )
    enabled: bool = flag(True, title="On", help="Off keeps it in the list without using it.")
    name: str = text("", longest=200, title="Name", help="For the list.")

    @property
    def title(self) -> str:
        """As the list shows it."""
        return self.name or f"{self.source} → {self.to}"


def corrections_file() -> Path:
    """Where the artist's own list is kept."""
    return places.data() / "corrections.json"


def save_edits(edits: Sequence[Correction], path: Path | None = None) -> None:
    """Replaces the file as a whole. Raises FileError."""
    path = path or corrections_file()
    make_folder(path.parent)
    content = {"format": FORMAT, "version": VERSION, "edits": [to_json(edit) for edit in edits]}
    write_bytes(path, json.dumps(content, indent=2, ensure_ascii=False).encode() + b"\n")


def joined(kept: Sequence[Correction], new: Sequence[Correction]) -> tuple[Correction, ...]:
    """A list with others in it: in the place of those that correct the same, or at its end.

    Raises UserError when there would be more than MOST.
    """
    found = {(one.source, one.to): one for one in (*kept, *new)}
    if len(found) > MOST:
        raise UserError(f"More than {MOST} corrections cannot be kept.", "Forget some of them.")
    return tuple(found.values())


def load_edits(path: Path | None = None) -> tuple[Correction, ...]:
    """The corrections in a file; none when there is no list yet. Raises FileError."""
    own = path is None
    path = path or corrections_file()
    if own and not path.exists():
        return ()
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _no_list(path, "It is too large.")
        value = json.loads(path.read_bytes())
    except OSError as error:
        raise unreadable(path, error) from None
    except (ValueError, RecursionError):
        raise _no_list(path, "It is not JSON.") from None
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise _no_list(path, "It is something else.")
    if value.get("version") != VERSION:
        raise _no_list(path, "It was made by a newer version of the program.")
    edits = value.get("edits")
    if not isinstance(edits, list) or len(edits) > MOST:
        raise _no_list(path, f"It needs a list of at most {MOST} “edits”.")
    try:
        return tuple(parse(Correction, edit, f"edits[{i}]") for i, edit in enumerate(edits))
    except RecipeError as error:
        raise _no_list(path, str(error)) from None


def _no_list(path: Path, why: str) -> FileError:
    return FileError(f"“{path.name}” is no list of corrections. {why}", "Choose another file.")
