"""What lies where in the folder of a training (no torch).

    zorb.safetensors, result.json      what came of it, when it is done
    so-far/zorb.safetensors            what was learned so far, as long as it is not
    checkpoints/step-00000250/         all that it needs to go on
    samples/00000250-0.png             what was painted on the way, by step and prompt

Whoever shows a training looks there too; nothing of it is written here.
"""

from __future__ import annotations

from pathlib import Path

SO_FAR = "so-far"
CHECKPOINTS = "checkpoints"
SAMPLES = "samples"


def checkpoint(out: Path, step: int) -> Path:
    """The folder of a step's checkpoint."""
    return out / CHECKPOINTS / f"step-{step:08}"


def checkpoints(out: Path) -> list[Path]:
    """Those that are there, the newest first; whether they are whole is not looked at."""
    try:
        found = [one for one in (out / CHECKPOINTS).iterdir() if one.is_dir() and step_of(one) >= 0]
    except OSError:
        return []
    return sorted(found, key=step_of, reverse=True)


def step_of(folder: Path) -> int:
    """The step of a checkpoint's folder; -1 for other folders."""
    head, _, number = folder.name.partition("step-")
    return int(number) if not head and number.isdecimal() else -1


def last_step(out: Path) -> int:
    """Of the newest checkpoint; 0 when there is none."""
    return next(map(step_of, checkpoints(out)), 0)


def sample(out: Path, step: int, number: int) -> Path:
    """The picture of one of the plan's prompts after a step."""
    return out / SAMPLES / f"{step:08}-{number}.png"
