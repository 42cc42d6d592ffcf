"""Making a safetensors file of a pickle, in a process of its own that may do nothing else.

This process never opens the pickle (no torch). The other one reads tensors only, and is forbidden
to start programs, to reach a network and to write any other file (`core.models.unpickling`).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from core.errors import FileError
from core.files.atomic import part_of, sweep, sync
from core.files.trouble import unwritable
from core.models import weights

REFUSED = 3
"""Exit status of the other process when the file holds more than tensors."""
_KEPT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TEMP", "TMP", "TMPDIR")
"""What the other process learns of this one's environment: no tokens, no proxies."""
_LATEST = 3600.0


def convert(pickle: Path, out: Path | None = None) -> Path:
    """Writes the tensors of `pickle` to `out`, by default beside it, and returns that file.

    Raises FileError with cause and remedy: for a file that is none or holds programs, when the
    disk has no room, or the result is there already.
    """
    to = out or pickle.with_suffix(".safetensors")
    if pickle.suffix.lower() not in weights.PICKLES or not pickle.is_file():
        raise FileError(
            f"{pickle} is no file that can be converted.",
            f"Name a file that ends in one of: {', '.join(sorted(weights.PICKLES))}.",
        )
    if to.exists():
        raise FileError(f"{to} is there already.", "Use that one, or give another name by --out.")
    needed = pickle.stat().st_size
    free = shutil.disk_usage(to.parent).free if to.parent.is_dir() else None
    if free is not None and free < needed:
        raise FileError(
            f"{to.parent} has {free / 1e9:.1f} GB left, and {needed / 1e9:.1f} GB are needed.",
            "Make room, or name a folder on another disk by --out.",
        )
    part = part_of(to)
    try:
        part.touch(exist_ok=False)
        _unpickle(pickle, part)
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


def _unpickle(pickle: Path, part: Path) -> None:
    root = str(Path(__file__).resolve().parents[2])
    code = (
        f"import sys; sys.path.insert(0, {root!r}); from core.models.unpickling import main; main()"
    )
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    words = [sys.executable, "-I", "-c", code, str(pickle.resolve()), str(part.resolve())]
    try:
        done = subprocess.run(
            words,
            env=kept | {"OMP_NUM_THREADS": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_LATEST,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FileError(f"{pickle.name} took too long to be converted.", _REMEDY) from error
    if done.returncode == REFUSED:
        raise FileError(f"{pickle.name} was not converted. {done.stdout.strip()}", _REMEDY)
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["it ended without a word"]
        raise FileError(f"{pickle.name} could not be converted ({last[0]}).", _REMEDY)
