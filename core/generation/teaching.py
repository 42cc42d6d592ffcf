"""A training carried out as a job: what the loop tells becomes the job's events."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import Cancelled
from core.generation.events import Done, Failed, JobId, Paused, TrainingTold, WasCancelled
from core.generation.training import TrainingRequest, goes_on
from core.models.library import find_models
from core.training import events, loop
from core.training.events import Wish
from core.training.layout import last_step
from core.training.prepare import prepare

if TYPE_CHECKING:
    from core.generation.hosts import Publish

_TOLD_EVERY = 10
"""Pictures that are looked at between two reports."""
_ENDINGS = (events.Done, events.Paused, events.WasCancelled, events.Failed)


def taught(
    job: JobId,
    request: TrainingRequest,
    dirs: Sequence[Path],
    publish: Publish,
    wish: Callable[[], Wish],
    warned: dict[str, None],
) -> Done | Paused | WasCancelled | Failed:
    """Carries out a training on a model of `dirs`, going on from what is in its folder.

    `warned` is what this job has warned of before, and is added to. Raises UserError when the plan
    cannot be carried out.
    """

    begun = False

    def hear(event: events.TrainingEvent) -> None:
        nonlocal begun
        begun = begun or isinstance(event, events.Started)
        if isinstance(event, _ENDINGS):
            return
        if isinstance(event, events.Warned):
            if event.notice.text in warned:
                return
            warned[event.notice.text] = None
        publish(TrainingTold(job, event))

    if wish() is Wish.PAUSE:  # while it waited for the process to start
        return Paused(job, last_step(request.out))
    hear(events.StageBegun(events.Stage.LOAD))

    def told(done: int, count: int) -> None:
        if wish() is not Wish.GO_ON:
            raise Cancelled
        if done % _TOLD_EVERY == 0:
            hear(events.Progress(events.Stage.LOAD, done, count))

    try:
        prepared = prepare(request.plan, find_models(dirs), request.out, told)
    except Cancelled:
        stopped = wish() is Wish.CANCEL
        return WasCancelled(job) if stopped else Paused(job, last_step(request.out))
    ending = loop.train(prepared, request.out, hear, wish)
    if isinstance(ending, events.Done):
        return Done(job, (), ending.seconds, tuple(warned), files=ending.files)
    if isinstance(ending, events.Paused):
        return Paused(job, ending.step)
    if isinstance(ending, events.WasCancelled):
        return WasCancelled(job)
    # What failed before the first step would fail again.
    remedy = f"{ending.remedy} {goes_on(request)}" if begun else ending.remedy
    return Failed(job, ending.cause, remedy, ending.detail)
