"""What a training tells while it runs: plain frozen values (no torch)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.arrays import Bytes
    from core.training.review import Notice


class Wish(StrEnum):
    """What is asked of a training between two steps."""

    GO_ON = "go_on"
    PAUSE = "pause"
    """Save everything and end; training the same plan again goes on from there."""
    CANCEL = "cancel"


class Stage(StrEnum):
    """What it is doing; also the names under which seconds are reported."""

    LOAD = "load"
    CLASS_PICTURES = "class_pictures"
    ENCODE = "encode"
    TRAIN = "train"
    SAVE = "save"


@dataclass(frozen=True)
class TrainingEvent:
    """Something that happened to a training."""


@dataclass(frozen=True)
class StageBegun(TrainingEvent):
    """A training has come to its next stage."""

    stage: Stage


@dataclass(frozen=True)
class Progress(TrainingEvent):
    """Of a stage before the first step: `done` of `count` pictures; `seconds_left` is None until it
    can be estimated."""

    stage: Stage
    done: int
    count: int
    seconds_left: float | None = None


@dataclass(frozen=True)
class Started(TrainingEvent):
    """The first step is about to be taken; `step` is above 0 when it goes on from a checkpoint."""

    step: int
    steps: int
    pictures: int
    device: str
    """As shown to the artist: "CPU, bfloat16"."""
    losses: tuple[float, ...] = ()
    """Of the steps before."""


@dataclass(frozen=True)
class StepDone(TrainingEvent):
    """`step` of `steps` is done (1-based); `seconds_left` is None until it can be estimated."""

    step: int
    steps: int
    loss: float
    rate: float
    """The learning rate of that step."""
    seconds_left: float | None = None


@dataclass(frozen=True, eq=False)
class Sampled(TrainingEvent):
    """A picture that the model paints by now: RGB (h, w, 3), always of the same seed."""

    step: int
    prompt: str
    pixels: Bytes


@dataclass(frozen=True)
class CheckpointWritten(TrainingEvent):
    """All of a step is saved in a folder, to go on from."""

    step: int
    folder: Path


@dataclass(frozen=True)
class SoFar(TrainingEvent):
    """What was learned in so many steps is in `files`, and can be used as what will come of it
    can: told whenever it is saved anew. The files are gone when the training is done."""

    step: int
    files: tuple[Path, ...]


@dataclass(frozen=True)
class Warned(TrainingEvent):
    """Something is odd, and does not stop it."""

    notice: Notice


@dataclass(frozen=True)
class Paused(TrainingEvent):
    """It has ended for now; everything is in the checkpoint of that step."""

    step: int
    """0 when no step had been taken: then there is nothing to be kept."""


@dataclass(frozen=True)
class WasCancelled(TrainingEvent):
    """It has ended; the last checkpoint is still there."""


@dataclass(frozen=True)
class Done(TrainingEvent):
    """What was learned is in `files`; `seconds` has an entry for each stage."""

    files: tuple[Path, ...]
    steps: int
    loss: float
    """The mean of the last hundredth of the steps."""
    seconds: dict[str, float] = field(default_factory=dict)
    samples_per_second: float = 0.0
    peak_bytes: int = 0
    """The most memory that was held: of the device, or of the process on a CPU."""


@dataclass(frozen=True)
class Failed(TrainingEvent):
    """It ended with an error; `detail` (a traceback) is for the log only."""

    cause: str
    remedy: str
    detail: str = ""
