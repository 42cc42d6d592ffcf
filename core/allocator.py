"""Memory that was freed goes back to the system.

glibc keeps what is freed, for whatever the program needs next: small pieces between others that are
in use, and all pieces below a limit that it raises up to 32 MB when such pieces are freed. Beside a
model that was brought into little memory this was half as much again. Allocators of other systems
give large pieces back by themselves.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Any

_MMAP_THRESHOLD = -3
"""Of mallopt, in malloc.h."""
LARGE = 1 << 20
"""Bytes of a piece that is large."""


def give_back() -> bool:
    """Gives back what can be; whether anything was. Takes 0.05 ms for each MB."""
    trim = _function("malloc_trim")
    return trim is not None and bool(trim(0))


def return_large_at_once() -> None:
    """From now on, what is large goes back as soon as it is freed. It then takes longer to get."""
    if (set_option := _function("mallopt")) is not None:
        set_option(_MMAP_THRESHOLD, LARGE)


@cache
def _function(name: str) -> Any | None:
    """Of the C library, where it is glibc; other libraries have none of that name."""
    if sys.platform != "linux":
        return None
    try:
        return getattr(ctypes.CDLL(None), name, None)
    except OSError:
        return None
