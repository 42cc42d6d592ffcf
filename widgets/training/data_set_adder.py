"""Pictures come into the data set that is shown, one after the other, in the background."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.training.data_set_adding import Added, add, add_pixels, pictures_among
from widgets.background import Background

if TYPE_CHECKING:
    from core.arrays import Bytes

_AT_A_TIME = 10
"""So many are in before they are shown."""


class Adder(QObject):
    """`progressed` says how far it is; `came` carries the folder into which more have come;
    `finished` the folder and what became of all that were to be added together."""

    progressed = Signal()
    came = Signal(object)
    finished = Signal(object, object)
    failed = Signal(object)

    def __init__(self, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self.done = self.wanted = 0
        """How many have been tried of those that are to be added; 0 of 0: it rests."""
        self._stops = 0

    def add_files(self, folder: Path, paths: Sequence[Path]) -> None:
        """Adds copies of pictures, of folders those that lie in them."""

        def found(among: Added) -> None:
            files = [file for file in among.files if file.parent != folder]
            self._add(folder, [partial(add, folder, [file]) for file in files],
                      Added(refused=among.refused))  # fmt: skip

        self._background.run(
            partial(pictures_among, list(paths)), done=found, failed=self.failed.emit
        )

    def add_pixels(self, folder: Path, pixels: Bytes, stem: str) -> None:
        """Adds pixels that come from nowhere on the disk."""
        self._add(folder, [partial(add_pixels, folder, pixels, stem)], Added())

    def stop(self) -> None:
        """Adds no more of what waits to be added; what is in stays in."""
        self._stops += 1

    def _add(self, folder: Path, tasks: Sequence[Callable[[], Added]], result: Added) -> None:
        if not tasks:
            self.finished.emit(folder, result)
            return
        left, stops = len(tasks), self._stops
        self.wanted += left

        def one_done(added: Added) -> None:
            nonlocal result, left
            result += added
            left -= 1
            self.done += 1
            if self.done == self.wanted:
                self.done = self.wanted = 0
            if not left:
                self.finished.emit(folder, result)
            elif left % _AT_A_TIME == 0:
                self.came.emit(folder)
            self.progressed.emit()

        def one_failed(error: BaseException) -> None:
            self.failed.emit(error)
            one_done(Added())

        def unless_stopped(task: Callable[[], Added]) -> Added:
            return task() if stops == self._stops else Added()

        for task in tasks:
            self._background.run(partial(unless_stopped, task), done=one_done, failed=one_failed)
        self.progressed.emit()
