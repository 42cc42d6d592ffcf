"""Taking a model off the disk: what goes, how much that frees, and where it goes to."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from core.errors import FileError
from core.files.trash import to_trash
from core.models.catalogue import Entry, size_of


@dataclass(frozen=True)
class Removal:
    """What removing a model does. `files` go into the trash where there is one, `links` vanish."""

    files: tuple[Path, ...]
    links: tuple[Path, ...]
    bytes: int
    """What is freed once the trash is emptied."""


def removal_of(entry: Entry) -> Removal:
    """What would go. In a hub's cache a whole model goes with all its versions, one file of
    several with its content, unless another version has it too."""
    path = entry.path
    shelf = next((one for one in path.parents if one.name.startswith("models--")), None)
    if shelf is None:
        return Removal((path,), (), size_of(path))
    if path.is_dir() and path.parent.name == "snapshots":
        return Removal((shelf,), (), _bytes_in(shelf))
    links = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    if not any(link.is_symlink() for link in links):
        return Removal((path,), (), size_of(path))
    others = {
        link.resolve() for link in shelf.glob("snapshots/**/*")
        if link.is_symlink() and link not in links
    }  # fmt: skip
    blobs = dict.fromkeys(link.resolve() for link in links if link.is_symlink())
    gone = tuple(blob for blob in blobs if blob not in others)
    return Removal(gone, tuple(links), sum(size_of(blob) for blob in gone))


def remove(removal: Removal) -> bool:
    """Removes it; False when there was no trash, and it is gone for good. Raises FileError."""
    trashed = True
    for link in removal.links:
        with contextlib.suppress(FileNotFoundError):
            _unlink(link)
    for path in removal.files:
        trashed = to_trash(path) and trashed
    return trashed


def _unlink(path: Path) -> None:
    try:
        os.unlink(path)  # noqa: PTH108
    except FileNotFoundError:
        raise
    except OSError as error:
        raise FileError(f"{path.name} cannot be removed ({error.strerror}).") from error


def _bytes_in(folder: Path) -> int:
    """Of all that lies there, each content once."""
    return sum(
        file.stat().st_size for file in folder.rglob("*")
        if file.is_file() and not file.is_symlink()
    )  # fmt: skip
