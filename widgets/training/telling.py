"""What is said of a training, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from core.models.info import ModelInfo
from core.training.declare import Plan
from core.training.events import Stage
from widgets.progress_row import time_left
from widgets.training.lesson import Lesson, Now
from widgets.words import told, tr

STAGES = {
    Stage.LOAD: "Loading the model…",
    Stage.CLASS_PICTURES: "Painting pictures of what it is to remember…",
    Stage.ENCODE: "Looking at the pictures…",
    Stage.TRAIN: "Learning…",
    Stage.SAVE: "Saving what was learned…",
}
_COUNTED = {
    Stage.LOAD: "Looking at picture {done} of {count}",
    Stage.CLASS_PICTURES: "Painting picture {done} of {count} of what it is to remember",
    Stage.ENCODE: "Looking at picture {done} of {count}",
}
_STILL = {
    Now.DRAFT: "Not taught yet",
    Now.CHECKING: "Looking at the pictures…",
    Now.STOPPING: "Stopping after this step…",
    Now.BROKEN: "Its file TRAINING.json cannot be read",
}
_STEPPED = {
    Now.QUEUED: ("Waiting for its turn", "Waiting for its turn after step {step} of {steps}"),
    Now.PAUSED: ("Paused", "Paused after step {step} of {steps}"),
    Now.STOPPED: ("Stopped before the first step", "Stopped after step {step} of {steps}"),
    Now.DONE: ("Learned", "Learned in {step} steps"),
}
"""Without a step, and with one."""


_BRIEF = {
    Now.QUEUED: "Waiting at {percent}",
    Now.RUNNING: "{percent}",
    Now.PAUSED: "Paused at {percent}",
    Now.STOPPED: "Stopped at {percent}",
}


def state(lesson: Lesson) -> str:
    """What it is doing, in a line."""
    if lesson.now == Now.RUNNING:
        return _running(lesson)
    if lesson.now in _STILL:
        return tr(_STILL[lesson.now])
    before, after = _STEPPED[lesson.now]
    text = tr(after).format(step=f"{lesson.step:,}", steps=f"{lesson.steps:,}")
    words = () if lesson.plan is None else lesson.plan.taught()
    if lesson.now == Now.DONE and words:
        text = told(f"{text}. Its name in a prompt: {listed(words)}")
    return text if lesson.step else tr(before)


def short(lesson: Lesson) -> str:
    """The same in a few words, for a narrow list."""
    if lesson.step and lesson.steps and lesson.now in _BRIEF:
        percent = f"{100 * lesson.step // lesson.steps} %"
        text = tr(_BRIEF[lesson.now]).format(percent=percent)
        left = lesson.seconds_left
        timed = lesson.now == Now.RUNNING and left is not None
        return f"{text}  ·  {time_left(left)}" if timed and left is not None else text
    if lesson.now == Now.DONE:
        return tr("Learned")
    if lesson.now == Now.QUEUED:
        return tr("Waiting")
    return tr("Stopped") if lesson.now == Now.STOPPED else state(lesson)


def _running(lesson: Lesson) -> str:
    if lesson.stage == Stage.TRAIN and lesson.step:
        text = told(f"Step {lesson.step:,} of {lesson.steps:,}")
    elif lesson.stage in _COUNTED and lesson.count:
        text = tr(_COUNTED[lesson.stage]).format(done=lesson.done, count=lesson.count)
    else:
        return tr("Starting…") if lesson.stage is None else tr(STAGES[lesson.stage])
    left = lesson.seconds_left
    return text if left is None else f"{text}  ·  {time_left(left)}"


def part(lesson: Lesson) -> float | None:
    """How much of what it does now is done, 0…1; None: nobody knows."""
    if lesson.now == Now.RUNNING and lesson.stage not in (Stage.TRAIN, None):
        return lesson.done / lesson.count if lesson.count else None
    return lesson.step / lesson.steps if lesson.steps else 0.0


def listed(words: Sequence[str]) -> str:
    """ "“a”", "“a” and “b”", "“a”, “b” and “c”"."""
    quoted = [f"“{word}”" for word in words]
    return tr(" and ").join(filter(None, (", ".join(quoted[:-1]), *quoted[-1:])))


def intention(plan: Plan, info: ModelInfo | None, pictures: int) -> str:
    """What pressing Teach does."""
    words = listed(plan.taught())
    values = {
        "words": words,
        "kind": plan.declaration.title,
        "model": plan.model if info is None else info.title,
        "steps": f"{plan.steps:,}",
        "pictures": f"{pictures:,}",
    }
    if pictures == 1:
        text = tr("{model} learns {words} from 1 picture, in {steps} steps.")
        other = tr("{model} is taught with 1 picture, in {steps} steps ({kind}).")
    else:
        text = tr("{model} learns {words} from {pictures} pictures, in {steps} steps.")
        other = tr("{model} is taught with {pictures} pictures, in {steps} steps ({kind}).")
    return (text if words else other).format(**values)
