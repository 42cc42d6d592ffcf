"""Layers on their way from one window of the program to another, when they are too many bytes for
the clipboard: it takes its content in the thread that paints the window."""

from __future__ import annotations

import contextlib
import os
import re
import time
from pathlib import Path

from core import places
from core.errors import FileError
from core.files.atomic import make_folder, write_bytes

LARGEST = 2**31
"""Bytes."""
_KEY = re.compile(r"[0-9a-f]{32}")
_ENDING = ".ora"
_LOOK_AGAIN = 0.05
_LEFT_BEHIND = 7 * 24 * 3600.0
"""Seconds after which what a killed program has left is taken away."""


def new_key() -> str:
    """A name that nothing else has."""
    return os.urandom(16).hex()


def put(key: str, content: bytes | memoryview) -> None:
    """Keeps bytes until they are dropped, for every program of the same artist. Raises
    FileError."""
    path = _path(key)
    make_folder(path.parent)
    sweep()
    write_bytes(path, content)


def get(key: str, patience: float = 0.0) -> bytes:
    """What was put there, or comes to be there within `patience` seconds. FileError when it is
    gone; a key may be anybody's word."""
    gone = FileError("What was copied is not there any more.", "Copy it again.")
    if not _KEY.fullmatch(key):
        raise gone
    until = time.monotonic() + patience
    try:
        path = _path(key)
        while not path.exists() and time.monotonic() < until:
            time.sleep(_LOOK_AGAIN)
        if path.stat().st_size > LARGEST:
            raise gone
        return path.read_bytes()
    except OSError:
        raise gone from None


def drop(key: str) -> None:
    """Takes it away, if it is there."""
    with contextlib.suppress(OSError):
        _path(key).unlink()


def sweep() -> None:
    """Takes away what was left behind long ago."""
    before = time.time() - _LEFT_BEHIND
    with contextlib.suppress(OSError):
        for path in _folder().glob(f"*{_ENDING}"):
            if path.stat().st_mtime < before:
                path.unlink()


def _folder() -> Path:
    return places.cache() / "clipboard"


def _path(key: str) -> Path:
    return _folder() / f"{key}{_ENDING}"
