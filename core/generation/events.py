"""What the generation service tells: plain frozen values that cross threads and processes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from core.generation.maps import MapRequest
from core.generation.training import TrainingRequest
from core.geometry import Rect
from core.request import Request

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from core.arrays import Bytes
    from core.generation.begun import Begun
    from core.training.events import TrainingEvent

JobId = int

Work = Request | MapRequest | TrainingRequest
"""What a job is asked to do: pictures, a control map of one, or to teach a model."""


class JobState(StrEnum):
    """A job goes from queued to running to one of the three last states.

    As the artist wishes, a training and a job of pictures may go back from running to paused; from
    there they are queued again. A training also goes back to queued, for pictures to be painted.
    """

    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class Stage(StrEnum):
    """What a running job is doing; also the names under which seconds are reported."""

    LOAD = "load"
    ENCODE = "encode"
    PREPARE = "prepare"
    DENOISE = "denoise"
    DECODE = "decode"
    FINISH = "finish"
    UPSCALE = "upscale"
    """A picture is made larger; to refine it, ENCODE, DENOISE and DECODE follow once more."""
    MAP = "map"
    """A control map is being made; nothing else follows but the end."""


@dataclass(frozen=True)
class JobStatus:
    """One row of the queue."""

    id: JobId
    request: Work
    state: JobState
    step: int = 0
    """How many steps of a job that was set aside are done."""
    live: bool = False
    """A picture of live painting, which no queue shows."""


@dataclass(frozen=True, eq=False)
class Result:
    """One picture of a job.

    `chosen` is what its wildcards became, by field; `core.generation.resolve.recipe_of` puts it in.
    `pixels` are straight (not premultiplied) RGBA of shape (rect.height, rect.width, 4); `rect`
    is where they belong in the request's source. Alpha is 0 exactly where the mask is 0, so a
    layer made of them leaves every pixel outside the mask as it is; without a mask it is 255.
    Of a picture that was made larger (`Request.upscale`), `rect` is the whole of the larger one;
    its alpha is the source's.
    """

    index: int
    seed: int
    pixels: Bytes
    rect: Rect
    chosen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Extra:
    """A picture that a technique found on its way: DiffEdit's mask, where a word is attended to.

    `pixels` are a mask (rect.height, rect.width), white where it counts; `rect` is where it
    belongs in the request's source.
    """

    technique: str
    """Its id."""
    name: str
    """"mask", or the word."""
    index: int
    """Of the picture that it belongs to."""
    pixels: Bytes
    rect: Rect
    keeps: bool = False
    """Whether it is the mask of what was repainted, and no map of a word that is called so."""


@dataclass(frozen=True)
class Event:
    """Something that happened to a job."""

    job: JobId


@dataclass(frozen=True)
class Started(Event):
    """The job has left the queue and owns the device. A training does whenever it goes on."""


@dataclass(frozen=True)
class StageBegun(Event):
    """A job has come to its next stage."""

    stage: Stage


@dataclass(frozen=True)
class StepDone(Event):
    """`step` of `steps` is done (1-based); `seconds_left` is None until it can be estimated.

    Pictures that are painted one after the other, in `turns`, each have the same part of the steps.
    """

    step: int
    steps: int
    seconds_left: float | None = None
    turns: int = 1


@dataclass(frozen=True)
class TriedAgain(Event):
    """Memory has run out, and the job begins again by a plan that needs less; `text` says so."""

    text: str


@dataclass(frozen=True, eq=False)
class Preview(Event):
    """The predicted clean pictures after a step, in place.

    `pixels` have shape (pictures, h, w, 3), RGB, at the latents' own or a small multiple of their
    size; they are to be shown stretched over `rect` of the source, inside the job's mask. They are
    those that are being painted: all of the batch, or one from `first` on.
    """

    step: int
    pixels: Bytes
    rect: Rect
    first: int = 0


@dataclass(frozen=True)
class TrainingTold(Event):
    """What a training tells while it runs: everything but its end, which is the job's. Steps,
    losses and stages are told so and no other way."""

    event: TrainingEvent


@dataclass(frozen=True)
class Paused(Event):
    """A job has been set aside by the artist. It has not ended: it waits in the queue until it is
    to go on, or is cancelled. What is kept of a training is in its folder."""

    step: int
    """Everything up to there is kept; 0 when it has not begun. Of pictures that are painted one
    after the other, of the present one."""
    begun: Begun | None = None
    """What there is of a job of pictures; the service keeps it, and tells None."""
    turn: int = 0
    """Which of the pictures that are painted one after the other is being painted."""


@dataclass(frozen=True)
class Done(Event):
    """All pictures are there; `seconds` has an entry for each stage that ran.

    A training's has no pictures; what was learned is in `files`.
    """

    results: tuple[Result, ...]
    seconds: dict[str, float] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    extras: tuple[Extra, ...] = ()
    files: tuple[Path, ...] = ()
    plan: str = ""
    """The plan by which the model was fitted into memory (core/models/plan.py)."""


@dataclass(frozen=True)
class WasCancelled(Event):
    """The job was cancelled, queued or running; nothing more comes of it. What a training has kept
    is still in its folder: the same request goes on from there."""


@dataclass(frozen=True)
class Failed(Event):
    """The job ended with an error; `detail` (a traceback) is for the log only."""

    cause: str
    remedy: str
    detail: str = ""


@dataclass(frozen=True)
class QueueChanged:
    """The queue in its order, the running job first."""

    jobs: tuple[JobStatus, ...]
    paused: bool


class HostState(StrEnum):
    """How it is with what paints."""

    STARTING = "starting"
    READY = "ready"
    LOST = "lost"
    CLOSED = "closed"


@dataclass(frozen=True)
class HostChanged:
    """The home of the device: `device` as shown to the artist ("CPU, bfloat16"), `model` loaded.

    `memory` is how many bytes the device has, 0 where nobody tells; `shared`: it is the machine's.
    """

    state: HostState
    device: str = ""
    model: str = ""
    memory: int = 0
    shared: bool = True


AnyEvent = Event | QueueChanged | HostChanged
