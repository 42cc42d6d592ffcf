"""A training as the window shows it: what is taught, how far it is, what was seen of it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.errors import FileError, UserError
from core.files.pictures import decode, read_file
from core.generation.events import JobId
from core.training import layout
from core.training.draft import TrainingDraft
from core.training.events import (
    Progress,
    Sampled,
    SoFar,
    Stage,
    StageBegun,
    Started,
    StepDone,
    TrainingEvent,
    Warned,
)
from core.training.kept import History, Kept, Stand
from core.training.review import Notice
from widgets.training.losses import Losses

if TYPE_CHECKING:
    from core.arrays import Bytes
    from core.training.declare import Plan


SMALL = 320
"""The longest side of samples that are held."""
MOST_READ = 300
"""Samples of earlier runs that are shown."""


class Now(StrEnum):
    """What a training is doing."""

    DRAFT = "draft"
    """It is being set up."""
    CHECKING = "checking"
    """Teach was pressed; its pictures are being looked at."""
    QUEUED = "queued"
    """It waits, or pictures are painted in between."""
    RUNNING = "running"
    STOPPING = "stopping"
    """It was asked to pause or to be cancelled, and ends its step."""
    PAUSED = "paused"
    STOPPED = "stopped"
    """It was cancelled, it failed, or the program was closed: it goes on from its checkpoint."""
    DONE = "done"
    BROKEN = "broken"


_OF_STAND = {
    Stand.DRAFT: Now.DRAFT,
    Stand.STOPPED: Now.STOPPED,
    Stand.DONE: Now.DONE,
    Stand.BROKEN: Now.BROKEN,
}
AT_WORK = (Now.QUEUED, Now.RUNNING, Now.STOPPING, Now.PAUSED)
"""What the service knows of."""


@dataclass(frozen=True, eq=False)
class Painted:
    """A sample: what the model painted of a prompt after a step."""

    step: int
    number: int
    """Of the prompt."""
    prompt: str
    file: Path
    """Where it lies in full size."""
    pixels: Bytes | None = None
    """Small, RGB (h, w, 3); None when it could not be read."""


@dataclass(eq=False)
class Lesson:
    """Changed by `hear` as the training tells, and by whoever steers it."""

    folder: Path
    title: str
    draft: TrainingDraft
    now: Now = Now.DRAFT
    plan: Plan | None = None
    job: JobId | None = None
    stage: Stage | None = None
    done: int = 0
    count: int = 0
    """Of a stage before the first step: pictures that are done, of so many."""
    step: int = 0
    seconds_left: float | None = None
    losses: Losses = field(default_factory=Losses)
    samples: list[Painted] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    trouble: UserError | None = None
    """Why it stopped, or could not begin."""
    so_far: SoFar | None = None
    files: tuple[Path, ...] = ()
    """What was learned."""
    seen: bool = False
    """Whether what it showed before was read from its folder."""

    @property
    def steps(self) -> int:
        return 0 if self.plan is None else self.plan.steps

    @property
    def at_work(self) -> bool:
        return self.now in AT_WORK

    @property
    def can_be_set_up(self) -> bool:
        return self.now == Now.DRAFT

    def hear(self, event: TrainingEvent) -> None:
        """Takes over what the running training tells."""
        match event:
            case StageBegun(stage=stage):
                self.now = self.now if self.now == Now.STOPPING else Now.RUNNING
                self.stage, self.done, self.count = stage, 0, 0
                if stage == Stage.LOAD:
                    self.trouble, self.seconds_left = None, None
            case Progress(done=done, count=count, seconds_left=left):
                self.done, self.count, self.seconds_left = done, count, left
            case Started(step=step, losses=losses):
                self.step, self.seconds_left = step, None
                if losses or not step:
                    self.losses = Losses(losses)
                self.losses.cut(step)
                self.samples = [sample for sample in self.samples if sample.step <= step]
            case StepDone(step=step, loss=loss, seconds_left=left):
                self.step, self.seconds_left = step, left
                self.losses.append(loss)
            case Sampled(step=step, prompt=prompt, pixels=pixels):
                self._add(step, prompt, pixels)
            case Warned(notice=notice):
                self.warn(notice)
            case SoFar():
                self.so_far = event

    def warn(self, notice: Notice) -> None:
        """Notes what is doubtful, once."""
        if all(notice.text != other.text for other in self.notices):
            self.notices.append(notice)

    def _add(self, step: int, prompt: str, pixels: Bytes) -> None:
        """A prompt may be there twice: the samples of a step come in the prompts' order."""
        number = sum(sample.step == step for sample in self.samples)
        file = layout.sample(self.folder, step, number)
        self.samples.append(Painted(step, number, prompt, file, reduced(pixels)))

    def recall(self, history: History, pictures: Mapping[Path, Bytes]) -> None:
        """Takes over what its folder holds of earlier runs, unless it has heard more since.

        `pictures` are the samples that could be read, small.
        """
        self.seen = True
        if not len(self.losses):
            self.losses.extend(history.losses)
        have = {(sample.step, sample.number) for sample in self.samples}
        prompts = () if self.plan is None else self.plan.sample_prompts
        for one in history.samples:
            if (one.step, one.number) not in have:
                prompt = prompts[one.number] if one.number < len(prompts) else ""
                picture = pictures.get(one.file)
                self.samples.append(Painted(one.step, one.number, prompt, one.file, picture))
        self.samples.sort(key=lambda sample: (sample.step, sample.number))


def reduced(pixels: Bytes) -> Bytes:
    """A picture as small as it is shown in a strip."""
    height, width = pixels.shape[:2]
    scale = SMALL / max(width, height)
    if scale >= 1:
        return pixels
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def small_pictures(history: History) -> dict[Path, Bytes]:
    """The newest samples, small, by their files; takes a while. Those that cannot be read are
    left out."""
    found: dict[Path, Bytes] = {}
    for one in history.samples[-MOST_READ:]:
        with suppress(FileError):
            pixels = decode(read_file(one.file), one.file.name)
            found[one.file] = reduced(np.ascontiguousarray(pixels.array[..., :3]))
    return found


def lesson_of(kept: Kept) -> Lesson:
    """A training that was found in its folder."""
    trouble = UserError(kept.problem, "Delete it, or repair its file.") if kept.problem else None
    return Lesson(
        kept.folder,
        kept.title,
        kept.draft,
        _OF_STAND[kept.stand],
        kept.plan,
        step=kept.step,
        files=kept.files,
        so_far=SoFar(kept.step, kept.so_far) if kept.so_far else None,
        trouble=trouble,
    )
