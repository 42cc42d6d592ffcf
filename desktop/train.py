"""`underpaint train`: a training carried out without a window, in a folder of its own."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

from core.errors import UserError
from core.training.events import (
    CheckpointWritten,
    Done,
    Failed,
    Paused,
    Progress,
    Stage,
    StageBegun,
    Started,
    StepDone,
    TrainingEvent,
    Warned,
    Wish,
)
from core.training.plan import read_plan
from core.training.prepare import prepare
from desktop.cli import DONE, FAILED, INTERRUPTED, found_models, tell
from desktop.log import log_file, start_log
from desktop.terminal import Line, stopped_by_signals

_log = logging.getLogger("underpaint")

_TOLD = {
    Stage.LOAD: "loading the model",
    Stage.CLASS_PICTURES: "painting pictures of the class",
    Stage.ENCODE: "encoding the pictures",
    Stage.TRAIN: "training",
    Stage.SAVE: "saving",
}
_LINES = 20
"""Lines about steps where there is no terminal, all in all: a log is read afterwards."""


def train(training: Path, out: Path, *, verbose: bool = False) -> int:
    """Carries out a TRAINING.json, or goes on with it; returns the exit status.

    Raises UserError (a RecipeError names the field) before anything is loaded or written.
    """
    os.environ.setdefault("TQDM_DISABLE", "1")
    plan = read_plan(training)
    prepared = prepare(plan, found_models()[1], out)
    start_log()
    # Only now: libraries take seconds to load, and a wrong plan is told at once.
    from core.training import loop

    asked: list[bool] = []
    teller = _Teller()
    with stopped_by_signals(lambda: asked.append(True)):
        ending = loop.train(prepared, out, teller.hear, lambda: Wish.PAUSE if asked else Wish.GO_ON)
    teller.line.end()
    if isinstance(ending, Done):
        for file in ending.files:
            print(file)
        return DONE
    if isinstance(ending, Failed):
        _log.error("%s\n%s", ending.cause, ending.detail)
        tell(UserError(ending.cause, ending.remedy))
        print(ending.detail if verbose else f"Log: {log_file()}", file=sys.stderr)
        return FAILED
    if isinstance(ending, Paused) and ending.step:
        tell(f"Stopped after step {ending.step}. The same command goes on from there.")
    else:
        tell("Stopped before the first step.")
    return INTERRUPTED


class _Teller:
    """Says what goes on: on one line of a terminal, or as lines of a log."""

    def __init__(self) -> None:
        self.line = Line()
        self._terminal = sys.stderr.isatty()

    def hear(self, event: TrainingEvent) -> None:
        if isinstance(event, Warned):
            self.line.end()
            tell(f"Warning: {event.notice.text}")
        elif isinstance(event, StageBegun):
            self.line.say(_TOLD[event.stage])
        elif isinstance(event, Progress):
            self.line.say(f"{_TOLD[event.stage]}: {event.done} of {event.count}")
        elif isinstance(event, Started) and not self._terminal:
            begun = f"going on after step {event.step}" if event.step else "beginning"
            print(f"{begun}, {event.steps} steps, {event.pictures} pictures, {event.device}",
                  file=sys.stderr, flush=True)  # fmt: skip
        elif isinstance(event, StepDone):
            left = "" if event.seconds_left is None else f", {_time(event.seconds_left)} left"
            text = f"step {event.step} of {event.steps}, loss {event.loss:.4f}{left}"
            self.line.say(text)
            often = max(1, event.steps // _LINES)
            if not self._terminal and (event.step % often == 0 or event.step == event.steps):
                print(text, file=sys.stderr, flush=True)
        elif isinstance(event, CheckpointWritten):
            _log.info("checkpoint of step %d", event.step)


def _time(seconds: float) -> str:
    """ "45 s", "12 min", "3 h 05 min" """
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02} min"
