"""Trainings that the artist keeps: each a folder, found again whatever stopped it (no torch).

    trainings/sks toy/draft.json       what was set up, until Teach is pressed
                      TRAINING.json    what is taught, as the command line reads it
                      pictures/        what it is taught from
                      checkpoints/, samples/, so-far/, result.json    see core/training/layout.py
                      learned.json     where what was learned lies now

What was learned is moved to where models are kept, so that it is found, and stays when the training
is deleted.
"""

from __future__ import annotations

import contextlib
import filecmp
import json
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from core import places
from core.errors import UserError
from core.files.atomic import copy, make_folder, replacing, replacing_folder, write_bytes
from core.files.json_text import json_bytes
from core.files.trouble import unwritable
from core.parameters import Json, parameters
from core.training import kinds, layout
from core.training.declare import Plan
from core.training.draft import PICTURES, TrainingDraft, begun, entries_of
from core.training.plan import parse_plan, to_json

TRAINING, DRAFT, LEARNED, RESULT = "TRAINING.json", "draft.json", "learned.json", "result.json"
UNTITLED = "New training"
LEARNED_FILES = "learned"
"""Among the models: the folder for files that teach a model something."""
USUAL = "dreambooth"
"""What is taught when nothing is said."""


class Stand(StrEnum):
    """How far a training is that does not run."""

    DRAFT = "draft"
    STOPPED = "stopped"
    """Begun; it goes on from its last checkpoint, or from the start if there is none."""
    DONE = "done"
    BROKEN = "broken"
    """Its TRAINING.json is none."""


@dataclass(frozen=True)
class Kept:
    """A training as its folder tells it."""

    folder: Path
    title: str
    draft: TrainingDraft
    stand: Stand
    plan: Plan | None = None
    step: int = 0
    files: tuple[Path, ...] = ()
    """What was learned, where it lies now."""
    so_far: tuple[Path, ...] = ()
    """What was learned until a checkpoint, as long as it is not done."""
    problem: str = ""
    """Why it is broken."""


@dataclass(frozen=True)
class Sample:
    """What the model painted after a step for one of the plan's prompts."""

    step: int
    number: int
    file: Path


@dataclass(frozen=True)
class History:
    """What is seen of a training that ran before."""

    losses: tuple[float, ...] = ()
    samples: tuple[Sample, ...] = field(default=())


def home() -> Path:
    """Where the artist's trainings are."""
    return places.data() / "trainings"


def kept() -> list[Kept]:
    """Every training, that which was begun last first. A folder that is none is left out."""
    try:
        folders = [one for one in home().iterdir() if one.is_dir() and not one.name.startswith(".")]
    except OSError:
        return []
    found = [(_when(folder), one) for folder in folders if (one := look(folder)) is not None]
    return [one for _, one in sorted(found, key=lambda pair: pair[0], reverse=True)]


def look(folder: Path) -> Kept | None:
    """What a folder holds; None when it is no training."""
    if (folder / TRAINING).is_file():
        return _begun(folder)
    value = _json(folder / DRAFT)
    kind = value.get("kind") if isinstance(value, dict) else None
    if isinstance(kind, str) and kind in kinds():
        values = value["values"] if isinstance(value.get("values"), dict) else {}
        draft = TrainingDraft(kind, values)
        return Kept(folder, title_of(draft) or folder.name, draft, Stand.DRAFT)
    if (folder / PICTURES).is_dir():
        return Kept(folder, folder.name, begun(USUAL), Stand.DRAFT)
    return None


def title_of(draft: TrainingDraft) -> str:
    """What a training that is being set up is going to be called, as far as that is known."""
    values = {**draft.values, **(draft.entries[0] if draft.entries else {})}
    _, several = entries_of(draft.plan)
    known = {*parameters(draft.plan), *parameters(several.of)}
    said = [str(values.get(name) or "") for name in ("word", "class_word") if name in known]
    return str(values.get("name") or "") or " ".join(filter(None, said)).strip()


def _begun(folder: Path) -> Kept:
    value = _json(folder / TRAINING)
    try:
        plan = parse_plan(value, folder)
    except UserError as error:
        kind = value.get("kind") if isinstance(value, dict) else None
        draft = begun(kind if isinstance(kind, str) and kind in kinds() else USUAL)
        return Kept(folder, folder.name, draft, Stand.BROKEN, problem=error.cause)
    draft = TrainingDraft(value["kind"], {k: v for k, v in value.items() if k != "kind"})
    learned = _learned(folder)
    if learned is not None:
        return Kept(folder, plan.called, draft, Stand.DONE, plan, plan.steps, learned)
    step, so_far = layout.last_step(folder), tuple(_so_far(folder))
    return Kept(folder, plan.called, draft, Stand.STOPPED, plan, step, so_far=so_far)


def _learned(folder: Path) -> tuple[Path, ...] | None:
    """What was learned, those of it that are there; None when it is not done."""
    known = [_json(folder / name) for name in (LEARNED, RESULT)]
    lists = [one["files"] for one in known if isinstance(one, dict) and "files" in one]
    if not lists:
        return None
    names = [name for one in lists if isinstance(one, list) for name in one]
    copied = _copied(folder)
    files = dict.fromkeys(
        folder / name for name in names if isinstance(name, str) and name not in copied
    )
    return tuple(file for file in files if _is_there(file))


def _copied(folder: Path) -> set[str]:
    """The names of what was learned that is left over in the folder: all of it is where it was
    copied to. A crash came before it was taken away."""
    noted = _json(folder / LEARNED)
    if not isinstance(noted, dict) or not isinstance(noted.get("from"), dict):
        return set()
    moved = (
        (name, folder / to)
        for name, to in noted["from"].items()
        if isinstance(to, str) and Path(name).name == name
    )
    # What it says is taken away, so nothing that lies in the folder alone.
    return {
        name
        for name, to in moved
        if not to.is_relative_to(folder) and ".." not in to.parts and _is_in(folder / name, to)
    }


def _is_there(file: Path) -> bool:
    """Also of a name that is none."""
    try:
        return file.exists()
    except OSError:
        return False


def _is_in(source: Path, target: Path) -> bool:
    """Whether all that there is of a file or folder is, with the same content, in the other."""
    try:
        files = [one for one in source.rglob("*") if one.is_file()] if source.is_dir() else [source]
        return target.exists() and all(
            filecmp.cmp(one, target / one.relative_to(source), shallow=False) for one in files
        )
    except (OSError, ValueError):
        return False


def _so_far(folder: Path) -> list[Path]:
    try:
        return sorted(one for one in (folder / layout.SO_FAR).iterdir() if one.name[0] != ".")
    except OSError:
        return []


def history(folder: Path) -> History:
    """The losses until the newest checkpoint, and every sample."""
    losses: tuple[float, ...] = ()
    for checkpoint in layout.checkpoints(folder):
        state = _json(checkpoint / "state.json")
        if isinstance(state, dict) and isinstance(state.get("losses"), list):
            losses = tuple(one for one in state["losses"] if isinstance(one, float))
            break
    return History(losses, tuple(_samples(folder)))


def _samples(folder: Path) -> Iterator[Sample]:
    """By step and number of the prompt."""
    with contextlib.suppress(OSError):
        for file in sorted((folder / layout.SAMPLES).iterdir()):
            if found := re.fullmatch(r"(\d+)-(\d+)\.png", file.name):
                yield Sample(int(found[1]), int(found[2]), file)


def fresh_folder(title: str = UNTITLED) -> Path:
    """A folder for a training that is not there yet; it is not made."""
    return _free(home() / _named(title))


def save_draft(folder: Path, draft: TrainingDraft) -> None:
    """Keeps what is being set up. Raises FileError."""
    make_folder(folder)
    value = {"kind": draft.kind, "values": dict(draft.values)}
    write_bytes(folder / DRAFT, _text(value))


def begin(folder: Path, plan: Plan) -> tuple[Path, Plan]:
    """Names the folder after what is taught, and writes TRAINING.json into it; returns the folder
    and the plan as they are then. Raises FileError."""
    make_folder(folder)
    named = home() / _named(plan.called)
    value = to_json(plan)
    relative = _relative(value, folder)
    if folder.parent == home() and folder.name != named.name:
        named = _free(named)
        # A folder in which a file is open cannot be renamed everywhere; its name is no matter.
        with contextlib.suppress(OSError):
            os.rename(folder, named)  # noqa: PTH104
            folder = named
    write_bytes(folder / TRAINING, _text(relative))
    with contextlib.suppress(OSError):
        (folder / DRAFT).unlink(missing_ok=True)
    return folder, parse_plan(relative, folder)


def duplicate(source_folder: Path, title: str, draft: TrainingDraft) -> Path:
    """A new training that is set up alike, with copies of the pictures that are its own; returns
    its folder. Raises FileError."""
    folder = fresh_folder(title)
    make_folder(folder.parent)
    own = [entry.get("folder") for entry in draft.entries]
    with replacing_folder(folder) as part:
        for name in own:
            source = source_folder / str(name)
            if name and not Path(str(name)).is_absolute() and source.is_dir():
                shutil.copytree(source, part / str(name), copy_function=copy, dirs_exist_ok=True)
        save_draft(part, draft)
    return folder


def remove(folder: Path) -> None:
    """Deletes a training with all that is in its folder. Raises FileError."""
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        return
    except OSError as error:
        raise unwritable(folder, error) from error


def put_away(folder: Path, files: Sequence[Path]) -> tuple[Path, ...]:
    """Moves what was learned to where models are kept, and notes where; returns it there.

    What lies there already is not touched: the new one gets a number. Raises FileError.
    """
    targets = {file: _place_of(file) for file in files if file.parent == folder and file.exists()}
    found = tuple(targets.get(file, file) for file in files)
    for name in _copied(folder):
        _take_away(folder / name)
    # Noted first: what a crash leaves behind in the folder is put away the next time.
    moved = {file.name: str(target) for file, target in targets.items()}
    noted = {"files": [str(file) for file in found], "from": moved}
    write_bytes(folder / LEARNED, _text(noted))
    for file, target in targets.items():
        make_folder(target.parent)
        _move(file, target)
    return found


def _place_of(file: Path) -> Path:
    top = places.own_models()
    return _free((top / LEARNED_FILES if file.is_file() else top) / file.name)


def _move(source: Path, target: Path) -> None:
    """At once where both are on one disk; otherwise as a copy that is whole or not there."""
    with contextlib.suppress(OSError):
        os.rename(source, target)  # noqa: PTH104
        return
    try:
        if source.is_dir():
            with replacing_folder(target) as part:
                shutil.copytree(source, part, copy_function=copy, dirs_exist_ok=True)
        else:
            with source.open("rb") as learned, replacing(target) as file:
                shutil.copyfileobj(learned, file)
    except OSError as error:
        raise unwritable(target, error) from error
    _take_away(source)


def _take_away(source: Path) -> None:
    """What cannot go stays, and is tried again with the next that is put away."""
    if source.is_dir():
        shutil.rmtree(source, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            source.unlink()


def _free(path: Path) -> Path:
    """The path, or with a number when there is something already."""
    number, found = 1, path
    suffix = path.suffix if path.suffix == ".safetensors" else ""
    while found.exists():
        number += 1
        found = path.with_name(f"{path.name.removesuffix(suffix)} {number}{suffix}")
    return found


def _named(title: str) -> str:
    kept = "".join(c for c in title if c.isalnum() or c in " -_.").strip(" .")
    return kept[:80] or UNTITLED


def _relative(value: Json, folder: Path) -> Json:
    """A plan in which folders inside the training's are named relative to it: it can be moved."""
    if isinstance(value, dict):
        return {
            key: _inside(item, folder)
            if key.endswith("folder") and isinstance(item, str)
            else _relative(item, folder)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_relative(item, folder) for item in value]
    return value


def _inside(path: str, folder: Path) -> str:
    with contextlib.suppress(ValueError):
        return Path(path).relative_to(folder).as_posix()
    return path


def _json(file: Path) -> Any:
    """What a file holds; None when it cannot be read."""
    try:
        return json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def _text(value: Json) -> bytes:
    return json_bytes(value, indent=2) + b"\n"


def _when(folder: Path) -> float:
    for name in (TRAINING, DRAFT, PICTURES):
        with contextlib.suppress(OSError):
            return (folder / name).stat().st_mtime
    return 0.0
