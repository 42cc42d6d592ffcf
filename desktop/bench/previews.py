"""Previews, counted: one at every step, none encoded as a file, at most one waiting."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import cv2
from PIL import Image

from core import places
from core.generation.events import AnyEvent, Preview
from core.generation.hosts.thread import ThreadHost
from core.request import Request
from desktop.bench import Figure
from desktop.bench.jobs import Jobs

STEPS = 12
REQUEST = Request("a frog in a meadow", width=256, height=256, steps=STEPS, seed=3, batch=2)


def run() -> list[Figure]:
    """Once with a listener that keeps up, once with one that hangs until the job is over."""
    with _encodings() as encodings, Jobs(ThreadHost(places.models())) as jobs:
        jobs.done(REQUEST)
        missing = STEPS - len({e.step for e in jobs.events if isinstance(e, Preview)})
    return [
        Figure("steps without a preview", missing, 0, "", {"steps": STEPS}),
        Figure("pictures encoded on the way", len(encodings), 0, ""),
        Figure("previews that wait for a hung listener", _waiting(), 1, ""),
    ]


def _waiting() -> int:
    """How many previews are delivered to a listener that took one and then hung till the end."""
    hung, decoding = threading.Event(), threading.Event()
    delivered: list[int] = []

    def watch(event: AnyEvent) -> None:
        if isinstance(event, Preview):
            delivered.append(event.step)
            if len(delivered) == 1:
                hung.set()
                decoding.wait(timeout=60)

    with Jobs(ThreadHost(places.models()), watch=watch) as jobs:
        release = threading.Timer(0, _when_idle, (jobs, hung, decoding))
        release.start()
        jobs.done(REQUEST)
        release.join()
    return len(delivered) - 1


def _when_idle(jobs: Jobs, hung: threading.Event, decoding: threading.Event) -> None:
    """Lets the listener go on once the host has no job left: every preview has been made then."""
    hung.wait(timeout=60)
    while jobs.service.jobs():
        threading.Event().wait(0.02)
    decoding.set()


@contextmanager
def _encodings() -> Iterator[list[str]]:
    """Collects the name of every encoder that is called meanwhile."""
    called: list[str] = []
    save, encode = Image.Image.save, cv2.imencode

    def saving(*args: object, **kwargs: object) -> object:
        called.append("PIL")
        return save(*args, **kwargs)  # type: ignore[arg-type]

    def encoding(*args: object, **kwargs: object) -> object:
        called.append("cv2")
        return encode(*args, **kwargs)  # type: ignore[call-overload]

    with patch.object(Image.Image, "save", saving), patch.object(cv2, "imencode", encoding):
        yield called
