"""Disks that fill up, break, or lose their power at a chosen moment of saving."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

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
    os._exit(9)


def install(monkeypatch: pytest.MonkeyPatch, disk: Disk) -> None:
    """Puts the disk under everything that is saved."""
    created, fsync, replace = atomic._created, os.fsync, os.replace

    def bad_created(part: Path) -> Any:
        disk.ask()
        return BadFile(created(part), disk)

    def bad_fsync(descriptor: int) -> None:
        disk.ask()
        fsync(descriptor)

    def bad_replace(old: Any, new: Any) -> None:
        disk.ask()
        replace(old, new)

    monkeypatch.setattr(atomic, "_created", bad_created)
    monkeypatch.setattr(os, "fsync", bad_fsync)
    monkeypatch.setattr(os, "replace", bad_replace)


def every_failure(save: Callable[[], object], check: Callable[[bool], None]) -> int:
    """Saves again and again while the 1st, 2nd, … last thing asked of the disk fails.

    `check(told)` is called after each try; `told` says whether the failure was reported (what
    fails once the new file is in place need not be). Returns how many things were asked.
    """
    for moment in range(1, 10_000):
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
            return moment - 1
    raise AssertionError("saving never ends")


ALL = bool(os.environ.get("UNDERPAINT_ALL_DAMAGE"))
SAMPLE = 10_000_000 if ALL else 24


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
        if on and event in ("call", "c_call"):
            asked += 1
            if asked == moment:
                raise MemoryError

    told = False
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
    return asked, told


def every_power_cut(save: Callable[[], object], check: Callable[[], None]) -> int:
    """The same with the process killed at each moment, without any tidying up.

    Only for a process of its own (`python -m tests.files.power_cuts`): it forks.
    """
    for moment in range(1, 10_000):
        child = os.fork()
        if child == 0:
            with pytest.MonkeyPatch.context() as patch:
                install(patch, Disk(moment, power_cut))
                try:
                    save()
                finally:
                    os._exit(0)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        check()
        if status == 0:
            return moment - 1
        assert status == 9, status
    raise AssertionError("saving never ends")


def power_cuts(scenario: str, folder: Path) -> int:
    """Runs a scenario of `power_cuts.py` in a fresh process; returns how many moments it had."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.files.power_cuts", scenario, str(folder)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)
