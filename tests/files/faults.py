"""Disks that fill up, break, or lose their power at a chosen moment of saving."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

import pytest

from core.errors import FileError
from core.files import atomic


class Disk:
    """Counts what saving asks of the disk and lets the n-th thing go wrong (0: nothing)."""

    def __init__(self, fail_at: int, how: Callable[[], None]) -> None:
        self.asked = 0
        self._fail_at = fail_at
        self._how = how

    def ask(self) -> None:
        self.asked += 1
        if self.asked == self._fail_at:
            self._how()


class BadFile:
    """A file on such a disk."""

    def __init__(self, file: BinaryIO, disk: Disk) -> None:
        self._file, self._disk = file, disk

    def write(self, data: bytes) -> int:
        self._disk.ask()
        return self._file.write(data)

    def flush(self) -> None:
        self._disk.ask()
        self._file.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> BadFile:
        return self

    def __exit__(self, *about: object) -> None:
        self._file.close()


def disk_full() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def power_cut() -> None:
    """The process is gone without a chance to tidy up."""
    os.kill(os.getpid(), signal.SIGKILL)


def install(monkeypatch: pytest.MonkeyPatch, disk: Disk) -> None:
    """Puts the disk under everything that is saved: writes, syncs, and every name that changes."""
    created, fsync = atomic._created, os.fsync

    def bad_created(part: Path) -> Any:
        disk.ask()
        return BadFile(created(part), disk)

    def bad_fsync(descriptor: int) -> None:
        disk.ask()
        fsync(descriptor)

    def bad(named: Callable[..., object]) -> Callable[..., object]:
        def asked(*given: Any, **more: Any) -> object:
            disk.ask()
            return named(*given, **more)

        return asked

    monkeypatch.setattr(atomic, "_created", bad_created)
    monkeypatch.setattr(os, "fsync", bad_fsync)
    monkeypatch.setattr(atomic, "exchange", bad(atomic.exchange))
    for name in ("replace", "rename", "link", "symlink", "mkdir"):
        monkeypatch.setattr(os, name, bad(getattr(os, name)))


_FOR_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
MOMENT = "tests.moment"
"""Said with `sys.audit`: here, too, something may go wrong."""
_CHANGES = {MOMENT, "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink",
            "os.truncate", "os.chmod", "os.utime"}  # fmt: skip
"""What Python says (audit events) before it changes something on the disk."""


def watch_changes(disk: Disk) -> None:
    """Asks the disk before whatever this process changes on it, by whichever module. For good: in
    a process that is about to end."""

    def hook(event: str, given: tuple[Any, ...]) -> None:
        opened = event == "open" and isinstance(given[2], int) and given[2] & _FOR_WRITING
        if opened or event in _CHANGES:
            disk.ask()

    sys.addaudithook(hook)


def every_failure(
    save: Callable[[], object], check: Callable[[bool], None], *, every: int = 1
) -> int:
    """Saves again and again while the 1st, 2nd, … last thing asked of the disk fails.

    `check(told)` is called after each try; `told` says whether the failure was reported (what
    fails once the new file is in place need not be). Where a try takes seconds, only `every`
    so-manieth is tried (UNDERPAINT_ALL_DAMAGE=1: all). Returns how many things were asked.
    """
    for moment in range(1, 10_000, 1 if ALL else every):
        disk = Disk(moment, disk_full)
        with pytest.MonkeyPatch.context() as patch:
            install(patch, disk)
            told: FileError | None = None
            try:
                save()
            except FileError as error:
                told = error
        assert told is None or "disk is full" in told.cause
        check(told is not None)
        if disk.asked < moment:
            return disk.asked
    raise AssertionError("saving never ends")


ALL = bool(os.environ.get("UNDERPAINT_ALL_DAMAGE"))
SAMPLE = 10_000_000 if ALL else 24


GIVES_BACK = ("release", "__exit__")
"""C functions that take no memory: of locks."""


def every_shortage(save: Callable[[], object], check: Callable[[bool], None]) -> int:
    """Saves again and again while memory runs out at the 1st, 2nd, … last call that is made, of
    Python's functions or C's; of very many only some are tried (UNDERPAINT_ALL_DAMAGE=1: all).

    `check(told)` is called after each try. Returns how many calls there were.
    """
    save()  # what is imported and cached once is not counted
    check(False)
    most, told = _short_of_memory(0, save)
    assert not told
    check(False)
    step = max(1, most // SAMPLE)
    for moment in range(1, most + 1, step):
        _, told = _short_of_memory(moment, save)
        check(told)
    return most


def _short_of_memory(moment: int, save: Callable[[], object]) -> tuple[int, bool]:
    """How many calls were made, and whether the shortage was reported."""
    asked, on = 0, True

    def watch(frame: object, event: str, about: object) -> None:
        nonlocal asked
        if event == "c_call" and getattr(about, "__name__", "") in GIVES_BACK:
            return
        if on and event in ("call", "c_call"):
            asked += 1
            if asked == moment:
                raise MemoryError

    told = False
    unraisable, sys.unraisablehook = sys.unraisablehook, lambda _: None  # it would be watched, too
    try:
        sys.setprofile(watch)
        save()
        on = False
    except FileError as error:
        on = False
        assert "memory" in error.cause
        assert error.remedy
        told = True
    except MemoryError:  # outside of what could say more; the window does
        on = False
        told = True
    finally:
        sys.setprofile(None)
        sys.unraisablehook = unraisable
    return asked, told


def every_power_cut(
    save: Callable[[], object], check: Callable[[], None], *, every: int = 1
) -> int:
    """The same with the process killed at each moment, without any tidying up: before every write,
    sync and whatever else changes a name or a folder. Where a try takes seconds, only `every`
    so-manieth is tried (UNDERPAINT_ALL_DAMAGE=1: all).

    Only for a process of its own (`python -m tests.files.power_cuts`): it forks.
    """
    for moment in range(1, 10_000, 1 if ALL else every):
        child = os.fork()
        if child == 0:
            _killed_at(moment, save)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        check()
        if status == 0:
            return moment - 1
        assert status == -signal.SIGKILL, status
    raise AssertionError("saving never ends")


def _killed_at(moment: int, save: Callable[[], object]) -> NoReturn:
    disk = Disk(moment, power_cut)
    try:
        with pytest.MonkeyPatch.context() as patch:
            install(patch, disk)
            watch_changes(disk)
            save()
            os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def power_cuts(scenario: str, folder: Path) -> int:
    """Runs a scenario in a fresh process, one of `power_cuts.py` unless its module is named as
    well; returns how many moments it had."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.files.power_cuts", scenario, str(folder)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)
