"""`underpaint generate`: one recipe, run without a window; pictures and result.json in a folder."""

from __future__ import annotations

import itertools
import json
import logging
import os
import queue
import re
import sys
from collections.abc import Container
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from core.errors import FileError, ModelError, RecipeError, UserError
from core.files.atomic import make_folder, write_bytes
from core.files.pictures import encode, save_picture
from core.files.trouble import unwritable
from core.generation.events import (
    AnyEvent,
    Done,
    Extra,
    Failed,
    Preview,
    Result,
    StageBegun,
    StepDone,
    TriedAgain,
    WasCancelled,
)
from core.generation.finished import finished
from core.generation.hosts import engine_for
from core.generation.hosts.thread import ThreadHost
from core.generation.resolve import recipe_of, resolved
from core.generation.service import GenerationService
from core.geometry import Rect
from core.models.library import named
from core.recipe import data_uri, read_recipe, to_recipe
from core.request import Request
from desktop.cli import DONE, FAILED, INTERRUPTED, found_models, tell
from desktop.log import log_file, start_log
from desktop.terminal import Line, stopped_by_signals

_log = logging.getLogger("underpaint")

_STOP = object()
"""Put among the events by a signal: SimpleQueue.put may be called inside one."""

RESULT = "result.json"

MASK = "mask"
"""The mask that a technique found: in result.json of each picture, and of the first by itself."""


def generate(
    recipe: Path,
    out: Path,
    *,
    previews: bool = False,
    verbose: bool = False,
    plan: str | None = None,
) -> int:
    """Runs the recipe; returns the exit status. `plan` is the one by which the model is fitted into
    memory, None: that of the settings.

    Raises UserError (a RecipeError names the field) before anything is loaded or written.
    """
    # Libraries draw progress bars of their own; ours is the one to see.
    os.environ.setdefault("TQDM_DISABLE", "1")
    request = read_recipe(recipe)
    folders, models = found_models()
    try:
        request = resolved(request, named(models, request.model), folders)
    except ModelError as error:
        raise RecipeError("model", error.cause, error.remedy) from error
    start_log()
    try:
        make_folder(out)
        _take_away_old(out)
        events: queue.SimpleQueue[Any] = queue.SimpleQueue()
        host = ThreadHost(engine=engine_for(folders, plan))
        service = GenerationService(host, events.put, every_preview=True)
        try:
            with stopped_by_signals(lambda: events.put(_STOP)):
                job = service.submit(request)
                return _follow(service, job, request, events, out, previews, verbose)
        finally:
            service.close()
    except FileError as error:
        tell(error)
        return FAILED


def _follow(
    service: GenerationService,
    job: int,
    request: Request,
    events: queue.SimpleQueue[Any],
    out: Path,
    previews: bool,
    verbose: bool,
) -> int:
    """Tells what the job does until it ends, and saves what comes of it."""
    line = Line()
    while True:
        event: AnyEvent | object = events.get()
        if event is _STOP:
            line.say("stopping…")
            service.cancel(job)
        elif isinstance(event, StageBegun):
            line.say(event.stage.value)
        elif isinstance(event, StepDone):
            left = "" if event.seconds_left is None else f", {event.seconds_left:.0f} s left"
            line.say(f"step {event.step} of {event.steps}{left}")
        elif isinstance(event, TriedAgain):
            line.say(event.text)
        elif isinstance(event, Preview) and previews:
            _save_preview(out, event)
        elif isinstance(event, WasCancelled):
            line.end()
            tell("Stopped. Nothing was saved.")
            return INTERRUPTED
        elif isinstance(event, Failed):
            line.end()
            _log.error("%s\n%s", event.cause, event.detail)
            tell(UserError(event.cause, event.remedy))
            print(event.detail if verbose else f"Log: {log_file()}", file=sys.stderr)
            return FAILED
        elif isinstance(event, Done):
            line.end()
            for file in save_results(out, request, event):
                print(file)
            return DONE


def save_results(out: Path, request: Request, done: Done) -> list[Path]:
    """Saves each picture with its recipe, and last of all result.json. Raises FileError."""
    pack = cache(data_uri)  # the pictures of a batch share what they are made from
    files = []
    for result in done.results:
        file = out / f"{result.index:04}.png"
        recipe = to_recipe(recipe_of(request, result), embed=True, pack=pack)
        save_picture(file, finished(request, result), recipe)
        files.append(file)
    images: list[dict[str, Any]] = [
        {"file": file.name, "seed": result.seed, "size": list(_size_of(request, result))}
        for file, result in zip(files, done.results, strict=True)
    ]
    for extra in done.extras:
        own = images[extra.index]
        maps = own.setdefault("maps", {}) if not extra.keeps else {}
        # A word may stand in the prompt twice, and two be told apart by more than file names are.
        name = _unlike(extra.name, maps)
        taken = {*maps.values(), own.get(MASK)}
        file = out / _unlike(f"{extra.index:04}-{_plain(name)}", taken, ".png")
        _save_extra(file, request, done.results[extra.index], extra)
        files.append(file)
        if extra.keeps:
            own[MASK] = file.name
        else:
            maps[name] = file.name
    summary = {
        "images": images,
        **({MASK: images[0][MASK]} if images and MASK in images[0] else {}),
        "model": request.model,
        "plan": done.plan,
        "seconds": {stage: round(seconds, 4) for stage, seconds in done.seconds.items()},
        "warnings": list(done.warnings),
    }
    write_bytes(out / RESULT, json.dumps(summary, indent=2, ensure_ascii=False).encode() + b"\n")
    return files


def _size_of(request: Request, result: Result) -> tuple[int, int]:
    masked = request.source is not None and request.mask is not None and request.upscale is None
    size = request.source.size if masked and request.source is not None else result.rect.size
    return size.width, size.height


def _unlike(name: str, others: Container[str | None], ending: str = "") -> str:
    """A name with a number behind it, if there is such a one among the others already."""
    names = (f"{name}-{number}{ending}" for number in itertools.count(2))
    return next(one for one in itertools.chain([name + ending], names) if one not in others)


def _plain(name: str) -> str:
    """As much of a name as every file system takes."""
    return re.sub(r"\W+", "-", name).strip("-").lower()[:60] or "map"


def _save_extra(file: Path, request: Request, result: Result, extra: Extra) -> None:
    """A mask or map beside its picture, as large as that was painted."""
    width, height = request.size if request.upscale and request.size else _size_of(request, result)
    whole = np.zeros((height, width), np.uint8)
    box = extra.rect if whole.shape != extra.pixels.shape else Rect(0, 0, width, height)
    whole[box.slices] = extra.pixels
    write_bytes(file, encode(whole, ".png"))


def _save_preview(out: Path, event: Preview) -> None:
    """The pictures that are being painted side by side, at the size they will have."""
    size = (event.rect.width, event.rect.height)
    if max(size) > 2048:
        size = (event.pixels.shape[2], event.pixels.shape[1])
    shown = [
        cv2.resize(np.ascontiguousarray(one), size, interpolation=cv2.INTER_CUBIC)
        for one in event.pixels
    ]
    content = encode(np.concatenate(shown, axis=1).astype(np.uint8, copy=False), ".png")
    write_bytes(out / f"preview-{event.step:03}.png", content)


def _take_away_old(out: Path) -> None:
    """A result.json of an earlier run must not stand beside pictures of this one."""
    try:
        (out / RESULT).unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(out / RESULT, error) from error
