"""Folders of recoveries: each belongs to the one program that holds its lock."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from core import places
from core.errors import FileError
from core.files.atomic import make_folder
from core.files.trouble import unwritable
from core.recovery.lock import FileLock

_LOCK = ".lock"
_GONE = ".gone"


def root() -> Path:
    """Where the recoveries of all running programs lie."""
    return places.data() / "recovery"


class Place:
    """A folder that this program alone may write to and take away.

    The lock lies beside it and is held before the folder is there, so that a folder is never seen
    without its lock.
    """

    def __init__(self, folder: Path, lock: FileLock) -> None:
        self.folder = folder
        self._lock = lock

    @classmethod
    def new(cls, root: Path) -> Place:
        """An empty folder. Raises FileError."""
        make_folder(root)
        lock = None
        try:
            while lock is None:  # another program tidies up, and took it for one that was left
                folder = root / os.urandom(6).hex()
                lock = FileLock.take(_lock_of(folder))
            folder.mkdir()
        except OSError as error:
            if lock is not None:
                lock.release(delete=True)
            raise unwritable(folder, error) from error
        return cls(folder, lock)

    @classmethod
    def claim(cls, folder: Path) -> Place | None:
        """A folder that another program left behind; None when it is in use, or gone."""
        try:
            lock = FileLock.take(_lock_of(folder))
        except OSError:
            return None
        if lock is None:
            return None
        if not folder.is_dir():
            lock.release(delete=True)
            return None
        return cls(folder, lock)

    def release(self) -> None:
        """Leaves it to whoever looks for it next."""
        self._lock.release()

    def remove(self) -> None:
        """Takes the folder away, with all that is in it. Raises FileError.

        It goes at once: no half of it is ever found.
        """
        gone = self.folder.with_name(f".{self.folder.name}{_GONE}")
        try:
            self.folder.rename(gone)
        except FileNotFoundError:
            pass
        except OSError as error:
            self._lock.release()
            raise FileError(
                f"The folder {self.folder} cannot be taken away: {error.strerror or error}.",
                "Check who may write to it.",
            ) from error
        shutil.rmtree(gone, ignore_errors=True)
        self._lock.release(delete=True)


def left_behind(root: Path) -> Iterator[Place]:
    """Claims every folder whose program has ended. Also tidies up after removals that were cut
    short."""
    try:
        entries = sorted(root.iterdir())
    except OSError:
        return
    for entry in entries:
        if entry.name.endswith(_GONE):
            shutil.rmtree(entry, ignore_errors=True)
        elif entry.suffix == _LOCK:
            if not entry.with_suffix("").exists():
                _sweep(entry)
        elif not entry.name.startswith(".") and entry.is_dir():
            place = Place.claim(entry)
            if place is not None:
                yield place


def _lock_of(folder: Path) -> Path:
    return folder.with_name(folder.name + _LOCK)


def _sweep(path: Path) -> None:
    """Takes a lock without a folder away, unless its folder is about to be made."""
    with contextlib.suppress(OSError):
        lock = FileLock.take(path)
        if lock is not None:
            lock.release(delete=not path.with_suffix("").exists())
