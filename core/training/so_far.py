"""What was learned so far, as a result that is used like any other while the training goes on."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Mapping
from pathlib import Path

from core.files.atomic import make_folder
from core.training.layout import SO_FAR
from core.training.trainer import Trainer

SMALL = 2**28
"""Bytes of what learns up to which it is saved with each checkpoint, which takes three times as
many: more would hold the training up."""


def write(trainer: Trainer, out: Path, metadata: Mapping[str, str]) -> tuple[Path, ...]:
    """Saves it beside what will come of the training, in place of what was there; returns the
    files. Raises FileError: what was there is then still there, whole."""
    folder = out / SO_FAR
    make_folder(folder)
    files = tuple(trainer.save(folder, metadata))
    for other in folder.iterdir():
        if other not in files:  # what it was called before it was renamed
            _remove(other)
    return files


def remove(out: Path) -> None:
    """Takes it away: the training is done."""
    _remove(out / SO_FAR)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()
