"""The process that opens a pickle: reads tensors and nothing else, writes one file, and ends."""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import torch
from safetensors.torch import save_file
from torch import Tensor

from core.models.conversion import REFUSED

FORBIDDEN = ("subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork",
             "os.startfile", "pty.", "socket.", "os.remove", "os.rename", "os.rmdir", "os.link",
             "os.symlink", "os.chmod", "os.kill", "os.truncate", "os.mkdir", "os.utime",
             "os.chown", "os.setxattr", "os.removexattr", "shutil.", "ctypes.dlopen",
             "sqlite3.connect", "webbrowser.", "winreg.", "_winapi.CreateProcess", "syslog.",
             "urllib.", "ftplib.", "smtplib.", "http.client.")  # fmt: skip
"""Beginnings of what Python says before it does such a thing (its audit events)."""


def main() -> None:
    """Converts the file of the first word to the second; ends with the status that tells how."""
    source, target = sys.argv[1:]
    _limit(Path(source).stat().st_size)
    _lock(Path(target))
    try:
        # weights_only: an unpickler that knows tensors and plain containers, and calls nothing.
        found = torch.load(source, map_location="cpu", weights_only=True, mmap=_is_zip(source))
    except (pickle.UnpicklingError, RuntimeError, EOFError, ValueError, MemoryError):
        _refuse("It is broken, or holds parts of a program, which are never run here.")
    if not _is_all_there(found, Path(source).stat().st_size):
        _refuse("Its tensors are larger than the file that holds them.")
    tensors = dict(_tensors(found))
    if not tensors:
        _refuse("It holds no tensors.")
    save_file(tensors, target)


def _refuse(why: str) -> NoReturn:
    sys.stdout.write(why)
    sys.exit(REFUSED)


def _is_zip(file: str) -> bool:
    """Whether it is of torch's present format, which can be read piece by piece."""
    with Path(file).open("rb") as stream:
        return stream.read(4) == b"PK\x03\x04"


WRAPPED = ("state_dict", "params_ema", "params-ema", "params", "model", "net")
"""Under which of these a training's file has its weights; averaged ones go before others."""


def _tensors(found: Any) -> Iterator[tuple[str, Tensor]]:
    """The named tensors of a training's file, each with memory of its own."""
    state = found if isinstance(found, dict) else {}
    state = next((state[key] for key in WRAPPED if isinstance(state.get(key), dict)), state)
    if isinstance(state, dict):
        for name, value in state.items():
            if isinstance(name, str) and isinstance(value, Tensor):
                yield name, value.detach().clone().contiguous()


def _is_all_there(found: Any, size: int) -> bool:
    """Whether the file, of `size` bytes, can hold what it says it holds: a few bytes can be called
    a tensor of any size, of which every number is the same one. Tied tensors count twice."""
    state = found if isinstance(found, dict) else {}
    parts = [one for one in (state, *state.values()) if isinstance(one, dict)]
    tensors = [one for part in parts for one in part.values() if isinstance(one, Tensor)]
    whole = all(one.nbytes <= one.untyped_storage().nbytes() for one in tensors)
    return whole and sum(one.nbytes for one in tensors) <= 2 * size


def _limit(size: int) -> None:
    """From here on no more memory is taken than a file of `size` bytes can need."""
    if sys.platform == "linux":
        import resource

        told = Path("/proc/self/status").read_text("ascii")
        (data,) = (line.split()[1] for line in told.splitlines() if line.startswith("VmData:"))
        most = (int(data) << 10) + 3 * size + (1 << 30)
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _lock(target: Path) -> None:
    """From here on no program is started, no network reached and no other file written."""
    mine = os.path.realpath(target)

    def hook(event: str, given: tuple[Any, ...]) -> None:
        if event.startswith(FORBIDDEN):
            raise PermissionError(f"{event} is forbidden here")
        # By a number only what is open already is opened once more.
        if event == "open" and given and isinstance(given[0], str | bytes | os.PathLike):
            mode, flags = given[1], given[2]
            writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            if (writes or (mode and set(mode) & set("wax+"))) and os.path.realpath(
                os.fsdecode(given[0])
            ) != mine:
                raise PermissionError(f"{given[0]!r} may not be written here")

    sys.addaudithook(hook)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
