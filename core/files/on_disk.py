"""What files are like on the disk: whether another changed one since, and the next free version."""

from __future__ import annotations

import re
from pathlib import Path

from core.errors import FileError
from core.files.trouble import shown, unwritable

Stamp = tuple[int, int, int]
"""When a file was written (ns), its size, and which file of the disk it is."""
UNKNOWN: Stamp = (0, 0, 0)
"""That of no file: whatever is there was written by another."""

_VERSION = re.compile(r"(?P<stem>.*)-(?P<number>\d{3,6})")


def stamp(path: Path) -> Stamp | None:
    """What tells a file from what it was before; None when it is not there or cannot be asked."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


class Seen:
    """Files as they were when this window last opened or saved them."""

    def __init__(self) -> None:
        self._stamps: dict[Path, Stamp] = {}

    def note(self, path: Path, as_it_was: Stamp | None) -> None:
        """Takes a file for known as it was at that moment."""
        if as_it_was is not None:
            self._stamps[path.absolute()] = as_it_was

    def changed(self, path: Path) -> bool:
        """Whether another has written a file that is known. One that is gone counts as unchanged:
        nothing of it would be lost."""
        known, now = self._stamps.get(path.absolute()), stamp(path)
        return known is not None and now is not None and now != known


def next_version(path: Path) -> Path:
    """The name after the last of a file's versions: "cat.ora" and "cat-007.ora" give "cat-008.ora"
    when there is no later one. Raises FileError when the folder cannot be looked into."""
    found = _VERSION.fullmatch(path.stem)
    stem = found["stem"] if found else path.stem
    last = int(found["number"]) if found else 0
    try:
        for other in path.parent.iterdir():
            version = _VERSION.fullmatch(other.stem)
            # Names that differ in capitals alone are one file on some disks.
            if version and version["stem"].casefold() == stem.casefold():
                last = max(last, int(version["number"]))
    except OSError as error:
        raise unwritable(path, error) from error
    if last >= 999_999:
        raise FileError(f"{shown(path)} has no next version.", "Save it under another name.")
    return path.with_name(f"{stem}-{last + 1:03}{path.suffix}")
