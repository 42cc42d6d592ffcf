"""Making a safetensors file of a pickle, in a process of its own that may do nothing else.

This process never opens the pickle (no torch). The other one reads tensors only, and is forbidden
to start programs, to reach a network and to write any other file (`core.models.unpickling`).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from core.errors import Cancelled, FileError
from core.files.atomic import part_of, sweep, sync
from core.files.trouble import unwritable
from core.models import weights

REFUSED = 3
"""Exit status of the other process when the file holds more than tensors."""
_KEPT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TEMP", "TMP", "TMPDIR")
"""What the other process learns of this one's environment: no tokens, no proxies."""
_LATEST = 3600.0
_LOOK_AGAIN = 0.2
"""Seconds between two looks whether it shall stop."""


def convert(
    pickle: Path, out: Path | None = None, stopped: Callable[[], bool] = lambda: False
) -> Path:
    """Writes the tensors of `pickle` to `out`, by default beside it, and returns that file.

    Raises Cancelled once `stopped` says so, and FileError with cause and remedy: for a file that is
    none or holds programs, when the disk has no room, or the result is there already.
    """
    to = out or pickle.with_suffix(".safetensors")
    if pickle.suffix.lower() not in weights.PICKLES or not pickle.is_file():
        raise FileError(
            f"{pickle} is no file that can be converted.",
            f"Name a file that ends in one of: {', '.join(sorted(weights.PICKLES))}.",
        )
    if to.exists():
        raise FileError(f"{to} is there already.", "Use that one, or move it away first.")
    needed = pickle.stat().st_size
    free = shutil.disk_usage(to.parent).free if to.parent.is_dir() else None
    if free is not None and free < needed:
        raise FileError(
            f"{to.parent} has {free / 1e9:.1f} GB left, and {needed / 1e9:.1f} GB are needed.",
            "Make room on that disk, or move the file to another one.",
        )
    part = part_of(to)
    try:
        part.touch(exist_ok=False)
        _unpickle(pickle, part, stopped)
        if trouble := weights.problem(part):
            raise FileError(f"{pickle.name} could not be converted. {trouble}", _REMEDY)
        sync(part)
        part.replace(to)
    except OSError as error:
        raise unwritable(to, error) from error
    finally:
        part.unlink(missing_ok=True)
    sweep(to.parent)
    return to


_REMEDY = "Get the model as a safetensors file from where it was published."


def _unpickle(pickle: Path, part: Path, stopped: Callable[[], bool]) -> None:
    root = str(Path(__file__).resolve().parents[2])
    code = (
        f"import sys; sys.path.insert(0, {root!r}); from core.models.unpickling import main; main()"
    )
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    words = [sys.executable, "-I", "-c", code, str(pickle.resolve()), str(part.resolve())]
    until = time.monotonic() + _LATEST
    with subprocess.Popen(
        words,
        env=kept | {"OMP_NUM_THREADS": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as other:
        while True:
            try:
                told, trouble = other.communicate(timeout=_LOOK_AGAIN)
                break
            except subprocess.TimeoutExpired as error:
                if stopped():
                    other.kill()
                    raise Cancelled from error
                if time.monotonic() > until:
                    other.kill()
                    why = f"{pickle.name} took too long to be converted."
                    raise FileError(why, _REMEDY) from error
    if other.returncode == REFUSED:
        raise FileError(f"{pickle.name} was not converted. {told.strip()}", _REMEDY)
    if other.returncode:
        last = trouble.strip().splitlines()[-1:] or ["it ended without a word"]
        raise FileError(f"{pickle.name} could not be converted ({last[0]}).", _REMEDY)
