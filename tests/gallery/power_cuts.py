"""Adding to the gallery while the disk ends at each of its places. Run by `test_store.py`.

A limit on the size of files is what the kernel itself enforces: the write that would cross it
fails (EFBIG), or its signal kills the process in the middle of that write.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from core.errors import FileError
from core.gallery.store import Gallery
from tests.gallery.pictures import made, words_in

STEP = 1024


@contextmanager
def files_end_at(size: int) -> Iterator[None]:
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def failing_writes(folder: Path) -> int:
    """Each write fails once; what was there stays, and the gallery goes on."""
    expected = _begun(folder)
    for failed, size in enumerate(range(0, 10**7, STEP)):
        gallery = Gallery(folder)
        told = None
        with files_end_at(size):
            try:
                gallery.add(made(f"try {size}"))
            except FileError as error:
                told = error
        if told is None:
            assert words_in(Gallery(folder)) == {*expected, f"try {size}"}
            gallery.close()
            return failed
        assert "disk" in told.cause or "opened" in told.cause, told
        gallery.close()
        assert words_in(Gallery(folder)) == expected
    raise AssertionError("adding never ends")


def killed_in_writes(folder: Path) -> int:
    """The process is killed at each write: the new picture is there as a whole, or not at all."""
    expected = _begun(folder)
    killed = 0
    for size in range(0, 10**7, STEP):
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            with files_end_at(size):
                Gallery(folder).add(made(f"try {size}"))
            os._exit(0)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        found = words_in(Gallery(folder))
        assert found - {f"try {size}"} == expected
        if status == 0:
            assert f"try {size}" in found
            return killed
        assert status == -signal.SIGXFSZ, status
        expected, killed = found, killed + 1
    raise AssertionError("adding never ends")


def killed_between(folder: Path) -> int:
    """The process is killed (-9) at each statement, and at many moments within them."""
    expected = _begun(folder)
    for moment in range(1, 10_000):
        child = os.fork()
        if child == 0:
            gallery = Gallery(folder)
            gallery.find()
            assert gallery._opened is not None
            ticks = iter(range(1, moment))
            gallery._opened.set_progress_handler(partial(_tick, ticks), 2)
            gallery.add(made(f"try {moment}"))
            os._exit(0)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        found = words_in(Gallery(folder))
        assert found - {f"try {moment}"} == expected
        if status == 0:
            assert f"try {moment}" in found
            return moment - 1
        assert status == -signal.SIGKILL, status
        expected = found
    raise AssertionError("adding never ends")


def no_memory(folder: Path) -> int:
    """SQLite's own memory ends at each of its places."""
    expected = _begun(folder)
    for failed, most in enumerate(range(20_000, 10**7, 2_000)):
        child = os.fork()
        if child == 0:
            os._exit(_added_within(most, folder))
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        found = words_in(Gallery(folder))
        assert found - {"try"} == expected
        if status == 0:
            assert "try" in found
            return failed
        assert status == 3, status
        assert "try" not in found
    raise AssertionError("adding never ends")


def _added_within(most: int, folder: Path) -> int:
    """0 when a picture is in, 3 when there was no memory for it; another is what nobody expects."""
    try:
        gallery = Gallery(folder)
        gallery.find()
        assert gallery._opened is not None
        gallery._opened.execute(f"PRAGMA hard_heap_limit = {most}")
        gallery.add(made("try"))
    except MemoryError:
        return 3
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def _tick(ticks: Iterator[int]) -> int:
    if next(ticks, None) is None:
        os.kill(os.getpid(), signal.SIGKILL)
    return 0


def _begun(folder: Path) -> set[str]:
    gallery = Gallery(folder)
    for words in ("a cat", "a dog"):
        gallery.add(made(words))
    gallery.close()
    return {"a cat", "a dog"}


if __name__ == "__main__":
    scenarios = (failing_writes, killed_in_writes, killed_between, no_memory)
    print({one.__name__: one for one in scenarios}[sys.argv[1]](Path(sys.argv[2])))
