"""The device's owner: one job after another, pictures, maps and trainings, and no error gets out.

How pictures are painted is in `painting.py`, and which models stay in memory in `kept_models.py`.
In the service only this module and those that it imports use torch.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from tqdm import tqdm  # type: ignore[import-untyped]

from core.denoise.interrupt import interruptible_throughout
from core.denoise.trouble import told_error
from core.errors import Cancelled, OutOfMemory, UserError
from core.generation.accelerating import Accelerator
from core.generation.begun import Begun
from core.generation.events import (
    Done,
    Event,
    Failed,
    HostChanged,
    JobId,
    Paused,
    Result,
    Stage,
    StageBegun,
    Started,
    TriedAgain,
    WasCancelled,
)
from core.generation.hosts import Publish
from core.generation.kept_models import KeptModels, free_memory
from core.generation.maps import MapRequest, made
from core.generation.memory import needed
from core.generation.painting import Asked, Painting, Studio
from core.generation.progress import Stages
from core.generation.resolve import resolved
from core.generation.teaching import taught
from core.geometry import Rect
from core.models import devices, precision
from core.models import plan as plans
from core.models.library import find_models, named
from core.models.plan import AUTOMATIC, Chosen
from core.models.shelf import Shelf
from core.request import Request
from core.upscale import paints

if TYPE_CHECKING:
    from core.generation.training import TrainingRequest
    from core.models.estimate import Need
    from core.models.info import ModelInfo
    from core.training.events import Wish

_MODELS_KEPT = 2
_DEVICES = {"cpu": "CPU", "mps": "MPS"}

SPARED = 0.08
"""Of what is free, what estimates leave: memory is lost between tensors of different sizes."""


class DiffusionEngine:
    """Paints, makes control maps and teaches, with the models in `dirs`, one job at a time, on the
    best device there is."""

    def __init__(
        self,
        dirs: Sequence[Path],
        plan: Callable[[], str] = lambda: AUTOMATIC,
        compiles: Callable[[], bool] = lambda: False,
    ) -> None:
        """Both are asked before each job: `plan` for the id of the plan by which models are fitted
        into memory, or "automatic"; `compiles` whether UNets are compiled where that is quicker."""
        _silence_libraries()
        self._wanted_plan = plan
        self._device = devices.best()
        self._dirs = tuple(dirs)
        self._models = KeptModels(self._device, self._dirs)
        self._shelf = Shelf(self._dirs)
        self._accelerator = Accelerator(compiles)
        self._studio = Studio(self._device, self._shelf, self._models, self._accelerator)
        self._warned: dict[JobId, dict[str, None]] = {}
        """What trainings have warned of, so that it is told once however often they go on."""

    def ready(self) -> HostChanged:
        return self._studio.home(_DEVICES.get(self._device.type, "GPU"))

    def run(
        self,
        job: JobId,
        request: Request | MapRequest,
        publish: Publish,
        cancelled: Callable[[], bool],
        *,
        paused: Callable[[], bool] = lambda: False,
        begun: Begun | None = None,
    ) -> None:
        """Does one job, or goes on with it; every error ends it with a cause and a remedy, and none
        gets out."""

        def work() -> Event:
            if isinstance(request, MapRequest):
                with self._shelf.job(beside=True):
                    return self._mapped(job, request, publish, cancelled)
            with self._shelf.job():
                return self._painted(job, request, publish, cancelled, paused, begun)

        out = _no_memory_for_map() if isinstance(request, MapRequest) else None
        with self._accelerator.job():
            self._end(job, work, publish, out)

    def train(
        self, job: JobId, request: TrainingRequest, publish: Publish, wish: Callable[[], Wish]
    ) -> None:
        """Does a training, or goes on with it; no error gets out. It has all the memory, and leaves
        none of it behind."""

        def work() -> Event:
            self._let_go()
            free_memory()
            warned = self._warned.setdefault(job, {})
            ending = taught(job, request, self._dirs, publish, wish, warned)
            free_memory()
            return ending

        with self._accelerator.job():
            self._end(job, work, publish)

    def close(self) -> None:
        """Ends what goes on between jobs."""
        self._accelerator.close()

    def _end(
        self,
        job: JobId,
        work: Callable[[], Event],
        publish: Publish,
        out_of_memory: OutOfMemory | None = None,
    ) -> None:
        """Does a job's work and publishes how it ended, or what went wrong; `out_of_memory` is
        what is told when that has run out."""
        publish(Started(job))
        ending: Event
        try:
            ending = work()
        except Cancelled:
            ending = WasCancelled(job)
        except BaseException as error:  # noqa: BLE001  # the owner of the device must live on
            told = told_error(error)
            if isinstance(told, OutOfMemory):
                told = out_of_memory or told
                self._let_go()
            ending = _failed(job, told, error)
            # The frames hold tensors as long as the error lives.
            traceback.clear_frames(error.__traceback__)
            del error, told
            free_memory()
        publish(ending)

    def _let_go(self) -> None:
        """Lets go of all models that are kept for jobs to come; their memory is free after
        `free_memory`."""
        self._models.clear()
        self._shelf.clear()
        self._accelerator.clear()

    def _mapped(
        self, job: JobId, request: MapRequest, publish: Publish, cancelled: Callable[[], bool]
    ) -> Done:
        """A control map. Whichever network makes it, its next layer does not begin after a
        cancel."""
        stages = Stages(lambda stage: publish(StageBegun(job, stage)))
        with torch.no_grad(), interruptible_throughout(cancelled):
            with stages(Stage.LOAD):
                _stop_if(cancelled)
                request.preprocessor.load(self._shelf)
            with stages(Stage.MAP):
                _stop_if(cancelled)
                drawn = made(request, self._shelf)
            _stop_if(cancelled)
        result = Result(0, 0, drawn, Rect.of_size(request.picture.size))
        return Done(job, (result,), dict(stages.seconds))

    def _painted(
        self,
        job: JobId,
        request: Request,
        publish: Publish,
        cancelled: Callable[[], bool],
        paused: Callable[[], bool],
        begun: Begun | None,
    ) -> Done | Paused:
        """Paints by the plan that fits; once more by a leaner one when memory has run out."""
        _stop_if(cancelled)
        info = named(find_models(self._dirs), request.model)
        whole = resolved(request, info, self._dirs)
        need = self._need(whole, info) if paints(whole) else None
        chosen, room = self._chosen(need)
        asked = Asked(job, request, whole, info, publish, cancelled, paused, begun)
        try:
            return Painting(asked, self._studio, chosen.plan, room=room).ending()
        except BaseException as error:
            following = None if need is None else plans.leaner(need, chosen.plan)
            if following is None or not isinstance(told_error(error), OutOfMemory):
                raise
            # The frames hold tensors as long as the error lives.
            traceback.clear_frames(error.__traceback__)
        self._let_go()
        free_memory()
        told = (
            f"There was not enough memory, so it was tried again in another way. {following.help}"
        )
        publish(TriedAgain(job, told))
        return Painting(asked, self._studio, following, told=told).ending()

    def _need(self, request: Request, info: ModelInfo) -> Need | None:
        """What a resolved request needs; None where that cannot be told."""
        flow = info.prediction_type == "flow"
        dtype = (
            precision.for_large(self._device)
            if flow
            else precision.expected(f"{info.id} {info.path}", self._device)
        )
        shared, wide = devices.shares_memory(self._device), dtype != torch.float16
        try:
            return needed(request, info, self._dirs, item=dtype.itemsize, wide=wide, shared=shared)
        except (OSError, ValueError, KeyError, TypeError, StopIteration, UserError):
            return None  # whoever loads it tells what is wrong

    def _chosen(self, need: Need | None) -> tuple[Chosen, float]:
        """The plan for a job, and the bytes that it leaves for a compiled UNet. What models hold
        that are kept for jobs to come is free for it, and so is what compiled UNets do."""
        if need is None:
            return Chosen(plans.WHOLE, 0, fits=True), 0.0
        held = self._models.bytes + self._accelerator.bytes
        budget = (1 - SPARED) * (devices.free_memory(self._device) + held)
        chosen = plans.choose(need, budget, self._wanted_plan())
        room = budget - chosen.bytes
        if self._accelerator.bytes > room:
            self._accelerator.clear()
        return chosen, room


def _stop_if(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise Cancelled


def _failed(job: JobId, told: UserError, error: BaseException) -> Failed:
    detail = "".join(traceback.format_exception(error))
    return Failed(job, told.cause, told.remedy, detail)


def _no_memory_for_map() -> OutOfMemory:
    return OutOfMemory(
        "There is not enough memory for this map.",
        "Make it again: the models that were in memory have been let go. If that is not enough, "
        "close other programs or make the picture smaller.",
    )


def _silence_libraries() -> None:
    """Progress bars lock a named semaphore of the system, shown or not, and it stays behind when
    the process is killed. A lock of this process does as well."""
    tqdm.set_lock(threading.RLock())
