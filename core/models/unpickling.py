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
             "os.symlink", "os.chmod", "os.kill", "shutil.", "ctypes.dlopen")  # fmt: skip
"""Beginnings of what Python says before it does such a thing (its audit events)."""


def main() -> None:
    """Converts the file of the first word to the second; ends with the status that tells how."""
    source, target = sys.argv[1:]
    _lock(Path(target))
    try:
        # weights_only: an unpickler that knows tensors and plain containers, and calls nothing.
        found = torch.load(source, map_location="cpu", weights_only=True, mmap=_is_zip(source))
    except (pickle.UnpicklingError, RuntimeError, EOFError, ValueError):
        _refuse("It is broken, or holds parts of a program, which are never run here.")
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


def _lock(target: Path) -> None:
    """From here on no program is started, no network reached and no other file written."""
    mine = os.path.realpath(target)

    def hook(event: str, given: tuple[Any, ...]) -> None:
        if event.startswith(FORBIDDEN):
            raise PermissionError(f"{event} is forbidden here")
        if event == "open" and given and isinstance(given[0], str):
            mode, flags = given[1], given[2]
            writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            if (writes or (mode and set(mode) & set("wax+"))) and os.path.realpath(
                given[0]
            ) != mine:
                raise PermissionError(f"{given[0]} may not be written here")

    sys.addaudithook(hook)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
