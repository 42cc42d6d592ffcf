"""What the system says of a file, in words for an artist."""

from __future__ import annotations

import errno
from pathlib import Path

from core.errors import FileError

_WRITING = {
    errno.ENOSPC: ("the disk is full", "Make room, or save it somewhere else."),
    errno.EDQUOT: ("your share of the disk is used up", "Make room, or save it somewhere else."),
    errno.EFBIG: ("the file would be too large for this disk", "Save it somewhere else."),
    errno.EACCES: ("this place may not be written to", "Save it somewhere else."),
    errno.EPERM: ("this place may not be written to", "Save it somewhere else."),
    errno.EROFS: ("this disk can only be read", "Save it somewhere else."),
    errno.ENOENT: ("the folder is not there", "Choose another folder, or make it first."),
    errno.ENOTDIR: ("the folder is not there", "Choose another folder, or make it first."),
    errno.EISDIR: ("there is a folder of this name", "Choose another name."),
    errno.ENAMETOOLONG: ("the name is too long", "Choose a shorter name."),
    errno.EIO: ("the disk reports an error", "Save it somewhere else, and check the disk."),
}
_READING = {
    errno.ENOENT: ("There is no file {name}.", "Check the name and the folder."),
    errno.ENOTDIR: ("There is no file {name}.", "Check the name and the folder."),
    errno.EACCES: ("{name} may not be read.", "Check who may read it."),
    errno.EPERM: ("{name} may not be read.", "Check who may read it."),
    errno.EISDIR: ("{name} is a folder.", "Choose a file inside it."),
    errno.ENAMETOOLONG: ("There is no file {name}.", "Check the name and the folder."),
    errno.EIO: ("{name} cannot be read: the disk reports an error.", "Check the disk."),
}


def unwritable(path: Path, error: OSError) -> FileError:
    """Saving failed; what was there before is still there."""
    _, remedy = _WRITING.get(error.errno or 0, ("", "Save it somewhere else."))
    return FileError(f"{shown(path)} was not saved: {why_unwritable(error)}.", remedy)


def no_memory(path: Path) -> FileError:
    """Saving took more memory than there is; what was there before is still there."""
    return FileError(
        f"{shown(path)} was not saved: there is not enough memory.",
        "Close other programs, and save again.",
    )


def why_unwritable(error: OSError) -> str:
    """The reason as the end of a sentence."""
    return _WRITING.get(error.errno or 0, (error.strerror or str(error), ""))[0]


def unreadable(path: Path, error: OSError) -> FileError:
    """Why a file could not be read, and what to do, for the artist."""
    cause, remedy = _READING.get(
        error.errno or 0, ("{name} cannot be read: " + (error.strerror or str(error)) + ".", "")
    )
    return FileError(cause.replace("{name}", shown(path)), remedy)


def shown(path: Path) -> str:
    """The file's name, as short as a message needs."""
    name = path.name or str(path)
    return name if len(name) <= 80 else name[:77] + "…"
