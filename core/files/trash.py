"""Deleting a file so that the artist finds it again: into the system's trash."""

from __future__ import annotations

import shutil
from pathlib import Path

from core.files.trouble import unwritable


def to_trash(path: Path) -> bool:
    """Puts a file or a folder into the trash; False when there was none, and it is gone for good.
    One that is gone already is as good as trashed. Raises FileError."""
    from send2trash import TrashPermissionError, send2trash

    try:
        send2trash(path)
        return True
    except FileNotFoundError:
        return True
    except (TrashPermissionError, OSError):
        pass
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(path, error) from error
    return False
