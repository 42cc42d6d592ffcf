"""Small files of the artist's own that are deleted, and brought back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.files.atomic import make_folder, write_bytes
from core.files.trash import to_trash
from core.files.trouble import unreadable


@dataclass(frozen=True)
class Deleted:
    """What was deleted, with all that is needed to bring it back."""

    name: str
    content: bytes
    in_trash: bool
    """Whether its file lies in the system's trash; else it is gone for good."""


def delete(file: Path) -> Deleted | None:
    """Deletes a file, into the trash where there is one; one that is gone is as good as deleted:
    None. Raises FileError."""
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise unreadable(file, error) from error
    return Deleted(file.stem, content, to_trash(file))


def restore(deleted: Deleted, folder: Path, suffix: str) -> str:
    """Brings it back into a folder; returns its name, which has a number when another has taken it
    meanwhile. Raises FileError."""
    name, number = deleted.name, 1
    while (folder / f"{name}{suffix}").exists():
        number += 1
        name = f"{deleted.name} {number}"
    make_folder(folder)
    write_bytes(folder / f"{name}{suffix}", deleted.content)
    return name
