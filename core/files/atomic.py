"""Files are replaced as a whole: whatever happens, the old or the new one is there, never half."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from core.errors import FileError
from core.files.exchange import exchange
from core.files.trouble import no_memory, shown, unwritable

_ENDING = ".underpaint-part"
_OLD = re.compile(rf"\.(.+)\.[0-9a-f]{{8}}-old{re.escape(_ENDING)}", re.DOTALL)
_KNOWS_NO_MODES = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)
"""What changing the permissions of one's own file says where there are none."""
_LEFT_BEHIND = 24 * 3600.0
"""Seconds after which a part of a killed program's is taken away."""


def part_of(path: Path) -> Path:
    """A hidden name beside `path` that nothing has yet, for what is to become it.

    What a killed program leaves under it is taken away by a later save (`sweep`). It is as long as
    a name may be at most, in whatever letters.
    """
    begins = os.fsencode(path.name)[:100].decode("utf-8", "ignore")
    return path.with_name(f".{begins}.{os.urandom(4).hex()}{_ENDING}")


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write to that becomes `path` when the block ends, and vanishes when it fails.

    The bytes are on the disk before the name changes, so a crash or a power cut leaves the old
    file or the new one. Raises FileError when the system refuses.
    """
    # A link goes on pointing to the file: what it points to is replaced.
    target = Path(os.path.realpath(path))
    try:
        mode = _mode_of(target)
    except OSError as error:
        raise unwritable(path, error) from error
    part = part_of(target)
    try:
        with _created(part) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            _give_mode(part, mode)
        os.replace(part, target)  # noqa: PTH105
    except OSError as error:
        raise unwritable(path, error) from error
    except MemoryError:
        raise no_memory(path) from None
    finally:
        with contextlib.suppress(OSError):
            part.unlink()
    _sync_folder(target.parent)
    sweep(target.parent)


@contextlib.contextmanager
def replacing_folder(path: Path) -> Iterator[Path]:
    """A new folder to write to that becomes `path` when the block ends, and vanishes when it fails.

    All that is in it is on the disk before its name changes. What was there before changes places
    with it at once, so a power cut leaves one of the two; where the system cannot do that, it is
    moved out of the way first, and after a power cut between the two `sweep` puts it back.
    Raises FileError.
    """
    part = part_of(path)
    old = part.with_name(part.name.replace(_ENDING, f"-old{_ENDING}"))
    try:
        part.mkdir()
        yield part
        _sync_files(part)
        if not path.exists():
            os.replace(part, path)  # noqa: PTH105
        elif not exchange(part, path):  # otherwise what was there is the part now, and goes
            os.replace(path, old)  # noqa: PTH105
            os.replace(part, path)  # noqa: PTH105
    except OSError as error:
        raise unwritable(path, error) from error
    except MemoryError:
        raise no_memory(path) from None
    finally:
        if old.exists() and not path.exists():
            with contextlib.suppress(OSError):
                os.rename(old, path)  # noqa: PTH104
        shutil.rmtree(part, ignore_errors=True)
        if old.exists() and path.exists():
            gone = part_of(path)  # what of it cannot be taken away now is never put back
            with contextlib.suppress(OSError):
                os.rename(old, gone)  # noqa: PTH104
            for one in (gone, old):
                shutil.rmtree(one, ignore_errors=True)
    _sync_folder(path.parent)
    sweep(path.parent)


def write_bytes(path: Path, content: bytes | memoryview) -> None:
    """Replaces the file's content. Raises FileError."""
    with replacing(path) as file:
        file.write(content)


def move(path: Path, target: Path) -> None:
    """Gives a file another name on the same disk; what had that name is replaced. Raises FileError.

    At every moment it is there under one of the two.
    """
    try:
        os.replace(path, target)  # noqa: PTH105
    except OSError as error:
        raise unwritable(target, error) from error
    for folder in {path.parent, target.parent}:
        _sync_folder(folder)


def copy(source: str | Path, target: str | Path) -> None:
    """Copies a file. For `shutil.copytree`, too, which does not tell by itself what went wrong.
    Raises FileError."""
    try:
        shutil.copyfile(source, target)
    except OSError as error:
        raise unwritable(Path(target), error) from error


def make_folder(path: Path) -> None:
    """Makes a folder and those above it. Raises FileError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise FileError(
            f"{shown(path)} cannot be made a folder: there is a file of this name.",
            "Choose another name.",
        ) from None
    except OSError as error:
        raise unwritable(path, error) from error


def _created(part: Path) -> BinaryIO:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(part, flags, 0o666)
    return os.fdopen(descriptor, "wb")


def _mode_of(target: Path) -> int | None:
    """The permissions of a file that is to be replaced; None when there is none yet.

    Replacing would get around a file's write protection, so it is asked for here.
    """
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(21, "Is a directory", str(target))
    if not os.access(target, os.W_OK):
        raise PermissionError(13, "Permission denied", str(target))
    return stat.S_IMODE(mode)


def _give_mode(part: Path, mode: int) -> None:
    """Gives a part the permissions of the file that it becomes, where the disk knows any: some
    network disks and sticks refuse to change them. Raises OSError for other troubles."""
    if stat.S_IMODE(part.stat().st_mode) == mode:
        return
    try:
        os.chmod(part, mode)  # noqa: PTH101
    except OSError as error:
        if error.errno not in _KNOWS_NO_MODES:
            raise


def _sync_files(folder: Path) -> None:
    """Makes all that is in a folder last. Raises OSError when the disk cannot."""
    for place, _, names in os.walk(folder):
        for name in names:
            sync(Path(place, name))
        _sync_folder(Path(place))


def sync(file: Path) -> None:
    """Waits until a file's content is on the disk. Raises OSError."""
    # Windows syncs only what is open for writing; elsewhere that may be forbidden, and no matter.
    descriptor = os.open(file, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    """Makes the new name last. Not every system can; the file itself is safe either way."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sweep(folder: Path, seconds: float = _LEFT_BEHIND) -> None:
    """Takes away what a program that was killed while saving left in this folder so long ago, and
    puts back what it had moved out of the way."""
    before = time.time() - seconds
    with contextlib.suppress(OSError):
        for part in folder.glob(f".*{_ENDING}"):
            moved = _OLD.fullmatch(part.name)
            if moved is not None and not (path := part.with_name(moved[1])).exists():
                os.rename(part, path)  # noqa: PTH104
            elif part.stat().st_mtime < before:
                shutil.rmtree(part) if part.is_dir() else part.unlink()
