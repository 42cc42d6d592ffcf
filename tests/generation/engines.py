"""Engines without a model, for what hosts and the queue promise. The prompt says what to do."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.control.declare import Declaration, Preprocessor
from core.errors import Cancelled
from core.generation.events import (
    Done,
    Failed,
    HostChanged,
    HostState,
    JobId,
    Paused,
    Preview,
    Result,
    Stage,
    StageBegun,
    Started,
    StepDone,
    TrainingTold,
    WasCancelled,
    Work,
)
from core.generation.hosts import Engine, Publish
from core.generation.maps import MapRequest, made
from core.generation.training import TrainingRequest
from core.geometry import Rect
from core.models.shelf import Shelf
from core.request import Request
from core.training import events as training
from core.training import layout
from core.training.declare import Pictures
from core.training.events import Wish
from core.training.trainers.lora import Lora

HELD = 30
"""The step at which a training that “holds” waits."""


class Puppet:
    """Does `steps` steps with a preview each and gives `batch` pictures of width × height. Of
    control maps it makes those that need no network. Of trainings it keeps the steps."""

    def close(self) -> None:
        pass

    def ready(self) -> HostChanged:
        return HostChanged(HostState.READY, device="Puppet")

    def run(
        self,
        job: JobId,
        request: Work,
        publish: Publish,
        cancelled: Callable[[], bool],
        **steering: Any,
    ) -> None:
        publish(Started(job))
        if isinstance(request, MapRequest):
            publish(StageBegun(job, Stage.MAP))
            rect = Rect.of_size(request.picture.size)
            publish(Done(job, (Result(0, 0, made(request, Shelf()), rect),)))
            return
        try:
            publish(self._played(job, request, publish, cancelled))
        except Cancelled:
            publish(WasCancelled(job))

    def train(
        self, job: JobId, request: TrainingRequest, publish: Publish, wish: Callable[[], Wish]
    ) -> None:
        """A hundredth of a second a step; what it is called says what to do. One that “holds” goes
        no further than HELD until it is asked to leave, however slow whoever asks is."""
        publish(Started(job))
        out, plan = request.out, request.plan
        step = layout.last_step(out)
        publish(TrainingTold(job, training.Started(step, plan.steps, 1, "Puppet")))
        while step < plan.steps:
            if plan.name == "deaf":  # whatever is wished as soon as it has begun
                time.sleep(60)
            if wish() is Wish.CANCEL:
                return publish(WasCancelled(job))
            if wish() is Wish.PAUSE:
                layout.checkpoint(out, step).mkdir(parents=True, exist_ok=True)
                return publish(Paused(job, step))
            if plan.name == "die" and step == 2:
                layout.checkpoint(out, step).mkdir(parents=True)
                os.kill(os.getpid(), signal.SIGKILL)
                time.sleep(60)
            if plan.name == "holds" and step == HELD and not layout.checkpoints(out):
                while wish() is Wish.GO_ON:
                    time.sleep(0.002)
                continue
            time.sleep(0.01)
            step += 1
            publish(TrainingTold(job, training.StepDone(step, plan.steps, 1 / step, 1e-4, 1.0)))
            shown = np.full((300, 200, 3), step, np.uint8)
            publish(TrainingTold(job, training.Sampled(step, "a zorb", shown)))
        if plan.name == "fail":
            return publish(Failed(job, "It does not work.", "Do something else.", "Traceback …"))
        return publish(Done(job, (), files=(out / "learned",)))

    def _played(
        self, job: JobId, request: Request, publish: Publish, cancelled: Callable[[], bool]
    ) -> Done | Failed:
        word, _, rest = request.prompt.partition(" ")
        if word == "fail":
            return Failed(job, "It does not work.", "Do something else.", "Traceback …")
        publish(StageBegun(job, Stage.DENOISE))
        rect = Rect(0, 0, request.width or 8, request.height or 8)
        for step in range(1, request.steps + 1):
            if word == "wait":
                while not cancelled():
                    time.sleep(0.002)
            if word == "deaf":
                time.sleep(60)
            if word == "slowly":
                time.sleep(0.02)
            if word == "die" and step == 2:
                os.kill(os.getpid(), getattr(signal, rest or "SIGKILL"))
                time.sleep(60)
            if cancelled():
                raise Cancelled
            publish(StepDone(job, step, request.steps, None))
            preview = np.full((request.batch, 4, 4, 3), step % 256, np.uint8)
            publish(Preview(job, step, preview, rect))
        return Done(job, tuple(self._pictures(request, rect, word)), {"denoise": 0.0}, _facts(word))

    def _pictures(self, request: Request, rect: Rect, word: str) -> list[Result]:
        source = request.source.array if request.source is not None else None
        pictures = []
        for i in range(request.batch):
            pixels = np.full((rect.height, rect.width, 4), i, np.uint8)
            if word == "echo" and source is not None:
                pixels = source.copy()
            pictures.append(Result(i, request.seed + i, pixels, rect))
        return pictures


def teach(out: Path, name: str = "", steps: int = 5) -> TrainingRequest:
    """A training for the puppet."""
    pictures = (Pictures(folder="nowhere"),)
    return TrainingRequest(Lora(pictures=pictures, word="zorb", name=name, steps=steps), out)


def _facts(word: str) -> tuple[str, ...]:
    """What a test wants to know of the process that the engine runs in."""
    if word != "facts":
        return ()
    return (str(os.getpid()), *sorted(sys.modules))


class Unstartable:
    def __init__(self) -> None:
        raise ImportError("libcudart.so is missing")


class SlowToStart(Puppet):
    def __init__(self) -> None:
        time.sleep(1.0)


class Counting(Puppet):
    """Counts, in this process, what runs at the same time."""

    now = 0
    most = 0
    lock = threading.Lock()

    def run(
        self,
        job: JobId,
        request: Work,
        publish: Publish,
        cancelled: Callable[[], bool],
        **steering: Any,
    ) -> None:
        cls = type(self)
        with cls.lock:
            cls.now += 1
            cls.most = max(cls.most, cls.now)
        super().run(job, request, publish, cancelled)
        with cls.lock:
            cls.now -= 1


@dataclass(frozen=True, kw_only=True)
class Endless(Preprocessor):
    """A map that nobody lives to see."""

    declaration = Declaration("endless", "Endless", "", makes=("depth",), needs=("patience",))

    def map(self, picture: Any, shelf: Any) -> Any:
        time.sleep(60)
        return picture


@dataclass(frozen=True, kw_only=True)
class Faulty(Preprocessor):
    """A map that goes wrong in a way, or takes long in a network's layers."""

    fault: str

    declaration = Declaration("faulty", "Faulty", "", makes=("depth",), needs=("patience",))

    def map(self, picture: Any, shelf: Any) -> Any:
        import torch

        class Slow(torch.nn.Module):
            def forward(self, x: Any) -> Any:
                time.sleep(0.01)
                return x

        if self.fault == "slow":
            torch.nn.Sequential(*(Slow() for _ in range(6000)))(torch.zeros(1))
        if self.fault == "torch's memory":
            torch.empty(2**60, dtype=torch.uint8)
        if self.fault == "an exit":
            raise SystemExit(3)
        if self.fault == "a size of its own":
            return picture[1:]
        raise ZeroDivisionError


def faulty(dirs: Sequence[Path] = ()) -> Engine:
    """The real engine on the starter model and what is in `dirs`, but prompts that begin with a
    fault's name cause it."""
    import torch

    from core import places
    from core.generation import engine, painting

    real = painting.paint

    def paint(model: Any, request: Request, **told: Any) -> Any:
        if request.prompt == "torch's memory":
            torch.empty(2**60, dtype=torch.uint8)
        if request.prompt == "numpy's memory":
            np.empty(2**60, np.uint8)
        if request.prompt == "a defect":
            raise ZeroDivisionError
        if request.prompt == "an exit":
            raise SystemExit(3)
        return real(model, request, **told)

    painting.paint = paint
    return engine.DiffusionEngine([places.resources(), *dirs])


def teacher(dirs: Sequence[Path]) -> Engine:
    """The real engine on the models in `dirs`; trainings whose names begin with "slow" take longer
    for a step, and others of certain names go wrong at the third."""
    import torch

    from core.files import atomic
    from core.generation import engine
    from core.training import checkpoint
    from core.training.trainer import Trainer

    loss, write, created = Trainer.loss, checkpoint.write, atomic._created
    steps: list[int] = []

    def begins(self: Trainer, batch: Any) -> Any:
        if self.plan.name.startswith("slow"):
            time.sleep(0.1)
        if self.plan.name == "torch's memory":
            steps.append(1)
            if len(steps) == 3:
                torch.empty(2**60, dtype=torch.uint8)
        return loss(self, batch)

    def full(part: Path) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")

    def writes(out: Path, kept: Any) -> Path:
        atomic._created = full if out.name == "full" and kept.step > 2 else created
        try:
            return write(out, kept)
        finally:
            atomic._created = created

    Trainer.loss, checkpoint.write = begins, writes
    return engine.DiffusionEngine(dirs)
