"""How warm what computes is, and how full, in the status line as long as a job runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from core import sensors
from widgets.background import Background

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.generation.events import HostChanged, JobStatus
    from desktop.status import StatusLine

EVERY = 4000
"""Milliseconds between two looks: a driver's program takes a tenth of a second to answer."""


@dataclass(frozen=True)
class Reading:
    """What is known at a moment; empty where nobody tells."""

    short: str = ""
    """Of the temperature alone."""
    whole: str = ""


def read(*, processor: bool) -> Reading:
    """Of the processor, or of the graphics card with the most memory, which is the one that paints.
    Takes up to some seconds; never fails."""
    if processor:
        degrees = sensors.processor()
        told = "" if degrees is None else f"{degrees:.0f} °C"
        return Reading(told, told)
    for card in sensors.cards():
        degrees = card.degrees
        return Reading("" if degrees is None else f"{degrees:.0f} °C", sensors.in_words(card))
    return Reading()


class Watching(QObject):
    """Looks from time to time while jobs run, in a thread of its own; where the machine tells
    nothing, it looks once in each job."""

    def __init__(self, parent: QObject, status: StatusLine) -> None:
        super().__init__(parent)
        self._status = status
        self._background = Background(self)
        self._processor = True
        self._runs = self._looking = False
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self._look)

    def show_host(self, host: HostChanged) -> None:
        """Where jobs are done: `shared` is what has no memory of its own."""
        self._processor = host.shared

    def show_queue(self, jobs: Sequence[JobStatus], *_: object) -> None:
        """Whether anything runs."""
        runs = any(job.state == "running" for job in jobs)
        if runs == self._runs:
            return
        self._runs = runs
        if runs:
            self._timer.start()
        else:
            self._timer.stop()
            self._status.show_reading("", "")

    def close(self) -> None:
        """Looks no more."""
        self._timer.stop()
        self._background.close()

    def _look(self) -> None:
        if self._looking:
            return
        self._looking = True
        processor = self._processor
        self._background.run(
            lambda: read(processor=processor), done=self._show, failed=self._failed
        )

    def _show(self, reading: Reading) -> None:
        self._looking = False
        if self._runs:
            self._status.show_reading(reading.short, reading.whole)
            if not reading.whole:
                self._timer.stop()

    def _failed(self, error: BaseException) -> None:
        self._looking = False
        self._timer.stop()
        raise error
