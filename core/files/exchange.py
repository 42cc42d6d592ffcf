"""Two names on one disk that change places at once, where the system can do that."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

_HERE = -100
"""AT_FDCWD: names that are not absolute count from where the program is."""
_EXCHANGE = 2
"""RENAME_EXCHANGE of renameat2(2), and RENAME_SWAP of macOS's renamex_np(2)."""
_CANNOT = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EXDEV, errno.EPERM)
"""What a disk or a kernel says that does not know it."""


def exchange(one: Path, other: Path) -> bool:
    """Each of two files or folders gets the other's name; at no moment has one of them none.

    False, and nothing has happened, where the system or the disk cannot. Raises OSError.
    """
    import ctypes  # costs milliseconds, and is rarely needed

    if sys.platform == "win32":
        return False
    name = "renamex_np" if sys.platform == "darwin" else "renameat2"
    call = getattr(ctypes.CDLL(None, use_errno=True), name, None)
    if call is None:
        return False
    first, second = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin":
        failed = call(first, second, ctypes.c_uint(_EXCHANGE))
    else:
        failed = call(_HERE, first, _HERE, second, ctypes.c_uint(_EXCHANGE))
    if not failed:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(one))
