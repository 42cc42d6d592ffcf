"""metadata.jsonl: one list of pictures, captions and partners (no torch).

As the library datasets reads it beside pictures ("imagefolder"): each line is an object with
"file_name", relative to the list's folder. The caption is "text", or by the names that are usual
for instructions; partners are "source_file_name", "map_file_name"…

    {"file_name": "after/1.png", "source_file_name": "before/1.png", "text": "make it night"}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import FileError, RecipeError
from core.files.pictures import read_file
from core.parameters import Json, told

FILE = "metadata.jsonl"
NAME = "file_name"
TEXTS = ("text", "instruction", "edit_prompt", "caption", "prompt")
"""What a caption is called there; the first that a line has counts."""


@dataclass(frozen=True)
class Line:
    """What is said of one picture."""

    file: Path
    caption: str = ""
    partners: Mapping[str, Path] = field(default_factory=dict)


def read(folder: Path, where: str) -> list[Line]:
    """The lines of a folder's list. Raises RecipeError naming `where`."""
    file = folder / FILE
    try:
        text = read_file(file).decode("utf-8-sig")
    except FileError as error:
        raise RecipeError(
            where, error.cause, f"Put “{FILE}” there, or choose where captions are otherwise."
        ) from None
    except UnicodeDecodeError:
        raise RecipeError(where, f"“{FILE}” is not text in UTF-8.", "Save it as UTF-8.") from None
    numbered = enumerate(text.splitlines(), 1)
    found = [_line(folder, line, number, where) for number, line in numbered if line.strip()]
    if not found:
        raise RecipeError(where, f"“{FILE}” lists no picture.", "Write a line for each.")
    return found


def _line(folder: Path, text: str, number: int, where: str) -> Line:
    try:
        value: Json = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise RecipeError(
            where,
            f"Line {number} of “{FILE}” is not an object: {told(text)}",
            f'Write {{"{NAME}": "toy.png", "text": "a toy"}}.',
        )
    texts = {key: _text(item, key, number, where) for key, item in value.items() if _read(key)}
    if not texts.get(NAME):
        raise RecipeError(
            where, f"Line {number} of “{FILE}” names no picture.", f"Add “{NAME}” to it."
        )
    suffix = f"_{NAME}"
    return Line(
        folder / texts[NAME],
        " ".join(next((texts[key] for key in TEXTS if key in texts), "").split()),
        {
            key.removesuffix(suffix): folder / name
            for key, name in texts.items()
            if key.endswith(suffix) and name
        },
    )


def _read(key: str) -> bool:
    """Whether a field is looked at; lists hold others besides."""
    return key in (NAME, *TEXTS) or key.endswith(f"_{NAME}")


def _text(value: Json, key: str, number: int, where: str) -> str:
    if not isinstance(value, str):
        raise RecipeError(
            where,
            f"Line {number} of “{FILE}”: “{key}” is {told(value)}, which is not a text.",
            "Put it in quotation marks.",
        )
    return value
