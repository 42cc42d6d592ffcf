"""Checkpoints: all that a training needs to go on as if it had never been interrupted.

Each is a folder of safetensors and JSON (no pickles), whole or not there at all:

    checkpoints/step-00000250/state.json          where it is, the digests of the other files and
                                                  its own
                              weights.safetensors     what is learned
                              optimizer.safetensors   "{name}.exp_avg"…, as AdamW keeps it
                              average.safetensors     the moving average, if one is kept
                              chance.safetensors      the state of the generator

The newest two are kept, so that there is one to go back to.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torch import Tensor

from core.errors import FileError, UserError
from core.files.atomic import make_folder, replacing_folder, sweep, write_bytes
from core.training import layout, tensors

STATE = "state.json"
FORMAT = 2
KEPT = 2


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """What is kept of a training after a step."""

    step: int
    state: Mapping[str, Any]
    """All of it that JSON knows."""
    tensors: Mapping[str, Mapping[str, Tensor]]
    """File → name → tensor."""


def write(out: Path, checkpoint: Checkpoint) -> Path:
    """Saves a checkpoint; returns its folder. Raises FileError; those before are still there."""
    folder = layout.checkpoint(out, checkpoint.step)
    make_folder(folder.parent)
    with replacing_folder(folder) as part:
        files = {
            f"{name}.safetensors": tensors.write(part / f"{name}.safetensors", named)
            for name, named in checkpoint.tensors.items()
        }
        state = {"format": FORMAT, "step": checkpoint.step, "files": files, **checkpoint.state}
        state["digest"] = _digest(state)
        write_bytes(part / STATE, json.dumps(state, indent=1).encode() + b"\n")
    for old in layout.checkpoints(out)[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
    return folder


@dataclass(frozen=True)
class Found:
    """The newest whole checkpoint of a folder, and what is told of others."""

    checkpoint: Checkpoint | None
    trouble: tuple[str, ...] = ()


def tidy(out: Path) -> None:
    """Takes away what a training that was killed while it saved has left: it may be as large as a
    checkpoint. Nobody else writes there."""
    for folder in (out, out / layout.CHECKPOINTS, out / layout.SO_FAR, out / layout.SAMPLES):
        sweep(folder, 0.0)


def newest(out: Path, identity: str) -> Found:
    """Where to go on. Raises UserError when the folder is another training's."""
    trouble: list[str] = []
    for folder in layout.checkpoints(out):
        try:
            checkpoint = _read(folder)
        except (FileError, OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            why = error.cause if isinstance(error, FileError) else "not all of it is there"
            trouble.append(
                f"The checkpoint of step {layout.step_of(folder)} is damaged "
                f"({why.rstrip('.')}): the one before it is taken."
            )
            continue
        if checkpoint.state.get("identity") != identity:
            raise UserError(
                f"“{out.name}” holds the training of another plan or model.",
                "Choose another folder, or take the old training away.",
            )
        return Found(checkpoint, tuple(trouble))
    if trouble:
        trouble[-1] = trouble[-1].replace(
            "the one before it is taken", "there is none before it, so it begins anew"
        )
    return Found(None, tuple(trouble))


def size_of(out: Path) -> int:
    """Bytes that checkpoints take there."""
    return sum(
        file.stat().st_size for folder in layout.checkpoints(out) for file in folder.iterdir()
    )


def _read(folder: Path) -> Checkpoint:
    state = json.loads((folder / STATE).read_text("utf-8"))
    if state["format"] not in (1, FORMAT):
        raise FileError("it was made by another version of the program")
    if state["format"] != 1 and state.pop("digest") != _digest(state):  # there was none before
        raise FileError(f"{STATE} is not as it was written")
    found: dict[str, Mapping[str, Tensor]] = {}
    for name, digest in state["files"].items():
        file = folder / Path(name).name
        if tensors.digest_of(file) != digest:
            raise FileError(f"{name} is not as it was written")
        found[file.stem] = tensors.read(file)
    return Checkpoint(int(state["step"]), state, found)


def _digest(state: Mapping[str, Any]) -> str:
    # As it is read back: keys are text then, and in that order.
    text = json.dumps(json.loads(json.dumps(state)), sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
