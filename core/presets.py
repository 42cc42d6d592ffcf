"""Named lists of techniques: kept among the program's own files, shared as files of JSON.

    {"underpaint": "techniques", "version": 1, "name": "Soft sketch", "techniques": [{"id": …}]}

What a technique reads from a file goes along inside the preset; what it reads from a layer does
not, as the next document has other layers.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from core import places
from core.document import drafts
from core.document.drafts import Draft, FromFile, FromLayer, Value
from core.errors import FileError, UserError
from core.files.atomic import make_folder, write_bytes
from core.files.trouble import shown, unreadable, unwritable
from core.parameters import Json
from core.request import Pixels

KIND = "techniques"
VERSION = 1
SUFFIX = ".json"
LONGEST_NAME = 80
_MOST_BYTES = 2**28
_DATA = "data:image/png;base64,"
_MASK = "data:image/png;mask;base64,"


@dataclass(frozen=True)
class Preset:
    """A list of techniques with a name."""

    name: str
    drafts: tuple[Draft, ...]


def folder() -> Path:
    """Where the artist's presets are kept."""
    return places.config() / "presets" / "techniques"


def names() -> list[str]:
    """The presets there are, by name."""
    return [file.stem for file in files_in(folder(), SUFFIX)]


def files_in(folder: Path, suffix: str) -> list[Path]:
    """The files of a folder of presets, by name; none where there is no folder."""
    try:
        found = [file for file in folder.iterdir() if file.suffix == suffix]
    except OSError:
        return []
    kept = (file for file in found if not file.name.startswith("."))
    return sorted(kept, key=lambda file: file.stem.casefold())


def file_of(name: str) -> Path:
    """Where the preset is kept. Raises UserError for what cannot be a name."""
    return folder() / f"{checked_name(name)}{SUFFIX}"


def checked_name(name: str) -> str:
    """The name without needless spaces. Raises UserError for what cannot be a file's name."""
    cleaned = " ".join(name.split())
    if not cleaned or cleaned.startswith(".") or re.search(r'[\x00-\x1f<>:"/\\|?*]', cleaned):
        raise UserError(
            f"“{name}” cannot be the name of a preset.",
            'Use letters, digits and spaces: none of < > : " / \\ | ? * and no dot in front.',
        )
    if len(cleaned.encode()) > LONGEST_NAME:
        raise UserError("The name is too long.", f"Use at most {LONGEST_NAME} letters.")
    return cleaned


def free_name(name: str, taken: Iterable[str], otherwise: str) -> str:
    """What can be a file's name, made of one from elsewhere, and is not among `taken`; `otherwise`
    where nothing is left of it."""
    lower = {one.casefold() for one in taken}
    base = re.sub(r'[\x00-\x1f<>:"/\\|?*]', " ", " ".join(name.split())).strip(" .")[:40]
    # In bytes, as names are counted, and with room for a number.
    base = base.encode()[: LONGEST_NAME - 6].decode(errors="ignore").strip() or otherwise
    free, number = base, 1
    while free.casefold() in lower:
        number += 1
        free = f"{base} {number}"
    return free


def save(name: str, techniques: Sequence[Draft]) -> Path:
    """Keeps the list under a name, replacing one of the same name. Raises UserError."""
    file = file_of(name)
    make_folder(file.parent)
    export(file, techniques)
    return file


def load(name: str) -> Preset:
    """Raises FileError when the preset is gone or broken."""
    return read(file_of(name))


def delete(name: str) -> None:
    """Deletes a preset; one that is not there is as good as deleted. Raises FileError."""
    file = file_of(name)
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(file, error) from error


def export(file: Path, techniques: Sequence[Draft]) -> None:
    """Writes the list into a file that can be given to others. Raises FileError.

    Files that techniques read go along; a file that cannot be read is left out, as layers are.
    """
    content = {
        "underpaint": KIND,
        "version": VERSION,
        "name": file.stem,
        "techniques": [drafts.to_json(_portable(draft), _data_uri) for draft in techniques],
    }
    write_bytes(file, json.dumps(content, indent=1, ensure_ascii=False).encode() + b"\n")


def take_in(file: Path) -> Preset:
    """Reads a preset from elsewhere and keeps it, under a name that is still free.

    Raises FileError when it is none, or cannot be kept.
    """
    preset = read(file)
    name = free_name(preset.name, names(), "Preset")
    save(name, preset.drafts)
    return replace(preset, name=name)


def read(file: Path) -> Preset:
    """A preset from a file. Raises FileError for what cannot be read or is no preset."""
    value = _json_in(file)
    if not isinstance(value, dict) or value.get("underpaint") != KIND:
        raise FileError(
            f"{shown(file)} is no preset of techniques.", "Choose a file that was exported as one."
        )
    if not isinstance(value.get("version"), int) or value["version"] > VERSION:
        raise FileError(
            f"{shown(file)} was made by a newer version of Underpaint.", "Update Underpaint."
        )
    items = value.get("techniques")
    name = value.get("name")
    try:
        if not isinstance(items, list):
            raise ValueError("no list")
        found = tuple(drafts.of_json(item, _pixels) for item in items)
    except (ValueError, binascii.Error, UserError) as error:
        raise _damaged(file) from error
    return Preset(name if isinstance(name, str) and name.strip() else file.stem, found)


def _json_in(file: Path) -> Json:
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise FileError(f"{shown(file)} is larger than any preset.", "Choose another file.")
        content = file.read_bytes()
    except OSError as error:
        raise unreadable(file, error) from None
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise _damaged(file) from None


def _damaged(file: Path) -> FileError:
    return FileError(
        f"The preset {shown(file)} is damaged.", "Delete it, or get it again from where it is from."
    )


def _portable(draft: Draft) -> Draft:
    values = _without_places(draft.values)
    return replace(draft, values=values if isinstance(values, Mapping) else {})


def _without_places(value: Value) -> Value:
    """Values in which files are their pictures and layers are left out."""
    if isinstance(value, Mapping):
        named = ((name, _without_places(item)) for name, item in value.items())
        return {name: part for name, part in named if part is not None or value[name] is None}
    if isinstance(value, list | tuple):
        parts = [_without_places(item) for item in value]
        return [part for part in parts if part is not None]
    if isinstance(value, FromLayer):
        return None
    if isinstance(value, FromFile):
        from core.files.pictures import open_picture

        with contextlib.suppress(FileError):
            return open_picture(Path(value.path)).pixels
        return None
    return value


def _data_uri(pixels: Pixels) -> str:
    from core.files.pictures import png

    head = _MASK if pixels.array.ndim == 2 else _DATA
    return head + base64.b64encode(png(pixels.array)).decode("ascii")


def _pixels(text: str) -> Pixels:
    from core.files.pictures import decode

    for head, mask in ((_DATA, False), (_MASK, True)):
        if text.startswith(head):
            content = base64.b64decode(text.removeprefix(head), validate=True)
            return decode(content, "A picture in the preset", mask=mask)
    raise ValueError("no picture")


def layers_in(techniques: Iterable[Draft]) -> bool:
    """Whether something of the list cannot go into a preset."""
    return any(
        isinstance(picture, FromLayer)
        for draft in techniques
        for picture in drafts.pictures_in(draft.values)
    )
