"""A lock on a file that one program holds, and that the system frees when the program ends."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError from error

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        # Not `lockf`: that lock ends as soon as the program closes the file anywhere.
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FileLock:
    """A lock that is held until `release`, or until the process is gone."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor: int | None = descriptor

    @classmethod
    def take(cls, path: Path) -> FileLock | None:
        """Locks the file, which is made if need be; None when another holds it, in this process
        too. Raises OSError when it cannot be made, or when the disk knows no locks."""
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(descriptor)
            # Whoever held it before may have deleted it meanwhile: that lock is worth nothing.
            if os.path.samestat(os.fstat(descriptor), path.stat()):
                return cls(path, descriptor)
        except (BlockingIOError, FileNotFoundError):
            pass
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
        return None

    def release(self, *, delete: bool = False) -> None:
        """Frees the lock; `delete` takes the file away as well."""
        if self._descriptor is None:
            return
        # While it is still locked, so that nobody gets a lock on a file that is about to go.
        # Windows does not delete what is open.
        with contextlib.suppress(OSError):
            if delete and sys.platform != "win32":
                self._path.unlink()
        os.close(self._descriptor)
        self._descriptor = None
        with contextlib.suppress(OSError):
            if delete and sys.platform == "win32":
                self._path.unlink()
