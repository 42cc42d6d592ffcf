"""How values cross between processes: small things by pickle, pixels in shared memory.

Python's pickle protocol 5 takes the arrays out of a value, wherever they are in it. They are laid
one after the other into one segment of shared memory and copied out on the other side, so that
neither side ever holds the other's memory. The window's process makes and removes every segment:
whatever happens to the child, nothing is left.
"""

from __future__ import annotations

import contextlib
import math
import os
import pickle
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core.generation.events import JobId

if TYPE_CHECKING:
    import numpy.typing as npt

PREFIX = "underpaint_"
_SHARED = Path("/dev/shm")


# From the window to the child.


@dataclass(frozen=True)
class Run:
    """A job; its request's arrays lie in `segment`."""

    job: JobId
    parcel: Parcel


@dataclass(frozen=True)
class Cancel:
    """A job is not wanted any more."""

    job: JobId


@dataclass(frozen=True)
class Pause:
    """A training is to save itself and leave."""

    job: JobId


@dataclass(frozen=True)
class Lend:
    """The segment into which the child may write; None when there is no shared memory left."""

    segment: str | None
    size: int


@dataclass(frozen=True)
class Taken:
    """What the child wrote has been copied out: it may write again."""


# From the child to the window.


@dataclass(frozen=True)
class Got:
    """The request has been copied out of its segment."""

    job: JobId


@dataclass(frozen=True)
class Want:
    """A segment of at least `size` bytes, please."""

    size: int


@dataclass(frozen=True)
class Said:
    """An event."""

    parcel: Parcel


@dataclass(frozen=True)
class Broken:
    """No engine could be made; the child ends."""

    cause: str
    detail: str


@dataclass(frozen=True)
class Parcel:
    """A pickled value. Its arrays are in `segment`, of these sizes; within `payload` if None."""

    payload: bytes
    segment: str | None = None
    sizes: tuple[int, ...] = ()


Buffers = Sequence[memoryview]


def taken_apart(value: object) -> tuple[bytes, Buffers]:
    """The value without its arrays, and the arrays' bytes."""
    buffers: list[pickle.PickleBuffer] = []
    payload = pickle.dumps(value, protocol=5, buffer_callback=buffers.append)
    return payload, [buffer.raw() for buffer in buffers]


def in_one_piece(value: object) -> Parcel:
    """A parcel that needs no shared memory: for small values, and when there is none."""
    return Parcel(pickle.dumps(value, protocol=5))


def filled_into(segment: SharedMemory, payload: bytes, buffers: Buffers) -> Parcel:
    """Writes the arrays' bytes into the segment."""
    at = 0
    target = _bytes_of(segment)
    for buffer in buffers:
        # NumPy lets other threads run while it copies; a memoryview would stall the window.
        target[at : at + buffer.nbytes] = np.frombuffer(buffer, np.uint8)
        at += buffer.nbytes
    del target
    return Parcel(payload, segment.name, tuple(buffer.nbytes for buffer in buffers))


def _bytes_of(segment: SharedMemory) -> npt.NDArray[np.uint8]:
    assert segment.buf is not None, "closed"
    return np.frombuffer(segment.buf, np.uint8)


def opened(parcel: Parcel, segment: SharedMemory | None) -> Any:
    """The value, with read-only arrays of its own."""
    if segment is None:
        return pickle.loads(parcel.payload)
    source = _bytes_of(segment)
    copies, at = [], 0
    for size in parcel.sizes:
        copy = source[at : at + size].copy()
        copy.flags.writeable = False
        copies.append(copy)
        at += size
    del source
    return pickle.loads(parcel.payload, buffers=copies)


class Segments:
    """The segments that this process has made and must remove. Used from several threads."""

    def __init__(self) -> None:
        self._held: dict[str, SharedMemory] = {}

    def new(self, size: int) -> SharedMemory | None:
        """A segment of at least `size` bytes; None when the system has no room for it."""
        if size > _room():
            return None
        name = f"{PREFIX}{os.getpid()}_{secrets.token_hex(4)}"  # macOS allows 30 characters
        try:
            segment = SharedMemory(name=name, create=True, size=max(1, size))
        except OSError:
            return None
        if not _backed(segment.name, size):
            _remove(segment)
            return None
        self._held[segment.name] = segment
        return segment

    def __getitem__(self, name: str) -> SharedMemory:
        return self._held[name]

    def remove(self, name: str | None) -> None:
        segment = self._held.pop(name, None) if name is not None else None
        if segment is not None:
            _remove(segment)

    def remove_all(self) -> None:
        for name in tuple(self._held):
            self.remove(name)


def _room() -> float:
    """Bytes that are free for segments, where the system tells.

    Asked first, because Python confuses its resource tracker when a segment cannot be made.
    """
    try:
        system = os.statvfs(_SHARED)
    except (AttributeError, OSError):
        return math.inf
    return float(system.f_bavail) * system.f_frsize


def _backed(name: str, size: int) -> bool:
    """Reserves the memory now: writing to a full /dev/shm would kill the process (SIGBUS)."""
    file = _SHARED / name
    if not hasattr(os, "posix_fallocate") or not file.exists():
        return True
    try:
        descriptor = os.open(file, os.O_RDWR)
    except OSError:
        return True
    try:
        os.posix_fallocate(descriptor, 0, max(1, size))
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True


def _remove(segment: SharedMemory) -> None:
    with contextlib.suppress(BufferError):  # a copy is still going on; unlinking is what matters
        segment.close()
    with contextlib.suppress(FileNotFoundError):
        segment.unlink()
