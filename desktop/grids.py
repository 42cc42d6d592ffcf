"""Parameter grids: what is asked, the jobs, and what becomes of their pictures."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.errors import UserError
from core.generation.grid import Axis
from core.request import Request
from desktop.compose import Composed
from widgets.candidate_model import Candidate
from widgets.words import told, tr

if TYPE_CHECKING:
    from core.arrays import Bytes
    from core.generation.events import JobId
    from desktop.controller import Controller
    from desktop.window import Window
    from widgets.grid.dialog import GridDialog
    from widgets.grid.table import Place
    from widgets.grid.window import GridWindow


class Grids(QObject):
    """Belongs to the generating half of a window."""

    def __init__(self, window: Window, controller: Controller) -> None:
        super().__init__(window)
        self._window, self._controller = window, controller
        self.dialog: GridDialog | None = None
        self.running: list[Grid] = []

    def ask(self) -> None:
        """Asks what is to differ, once it is known what would be made without."""
        self._controller.compose_now(self._ask)

    def _ask(self, composed: Composed) -> None:
        from widgets.grid.dialog import GridDialog

        window, controller = self._window, self._controller
        what = told(controller.planning.line_of_one)
        dialog = self.dialog = GridDialog(window, composed.request, what, controller.pace)
        dialog.accepted.connect(lambda: self._make(composed, dialog))
        dialog.finished.connect(self._forget)
        dialog.open()

    def _forget(self) -> None:
        self.dialog = None

    def _make(self, composed: Composed, dialog: GridDialog) -> None:
        assert dialog.axes is not None
        grid = Grid(self._window, self._controller, composed, dialog.axes, dialog.requests)
        self.running.append(grid)
        grid.window.closed.connect(lambda: self._ended(grid))

    def _ended(self, grid: Grid) -> None:
        grid.close()
        self.running.remove(grid)

    def close(self) -> None:
        """Closes all windows of grids."""
        for grid in list(self.running):
            grid.window.close()


class Grid:
    """One grid: its jobs, its pictures, its window."""

    def __init__(
        self,
        window: Window,
        controller: Controller,
        composed: Composed,
        axes: tuple[Axis, Axis | None],
        requests: list[list[Request]],
    ) -> None:
        from widgets.grid.table import Labels
        from widgets.grid.window import GridWindow

        self._window, self._controller, self._composed = window, controller, composed
        across, down = axes
        self.labels = Labels(
            across.variable.title,
            [across.label(j) for j in range(len(across.values))],
            "" if down is None else down.variable.title,
            [] if down is None else [down.label(i) for i in range(len(down.values))],
        )
        self.made: dict[Place, Candidate] = {}
        self._requests = requests
        self._jobs: dict[JobId, Place] = {}
        self._closed = False
        self._left = {(i, j) for i, row in enumerate(requests) for j in range(len(row))}
        self._count = len(self._left)
        self.window: GridWindow = GridWindow(window, self.labels, self._large)
        self.window.apply.connect(self._apply)
        self.window.use.connect(self._use)
        self.window.save.connect(self._save)
        self.window.cancel.connect(self.stop)
        self._show_progress()
        middle = window.frameGeometry().center()
        self.window.move(middle - self.window.rect().center())
        self.window.show()
        for place in sorted(self._left):
            request = requests[place[0]][place[1]]
            controller.make_apart(
                composed, request,
                begun=partial(self._begun, place), told=partial(self._told, place),
            )  # fmt: skip

    def stop(self) -> None:
        """Stops every picture that is not there yet."""
        # The running one last: before, another would begin in its place.
        for job in reversed([job for job, place in self._jobs.items() if place in self._left]):
            self._controller.cancel_job(job)

    def close(self) -> None:
        """Its window is gone: so is what it waits for."""
        self._closed = True
        self.stop()

    def _begun(self, place: Place, job: JobId) -> None:
        self._jobs[job] = place

    def _told(self, place: Place, candidate: Candidate | None) -> None:
        if candidate is not None and not candidate.ready:
            if candidate.shown is not None and not self._closed:
                self.window.table.show_picture(place, candidate.shown)
            return
        self._left.discard(place)
        if self._closed:
            return
        if candidate is not None:
            self.made[place] = candidate
            self.window.table.show_picture(place, _rgb(candidate))
            if place == self.window.table.current:
                self.window.refresh()
        else:
            self.window.table.show_none(place)
        self._show_progress()

    def _show_progress(self) -> None:
        pace = self._controller.pace
        left = [self._requests[i][j] for i, j in self._left]
        seconds = None if pace is None else pace.seconds(left)
        self.window.show_progress(len(self.made), self._count, seconds, over=not left)

    def _large(self, place: Place) -> Bytes | None:
        candidate = self.made.get(place)
        return None if candidate is None else _rgb(candidate)

    def _apply(self, place: Place) -> None:
        try:
            self._controller.applying.apply(self.made[place], self._composed)
        except UserError as error:
            self._window.tell(error)
            return
        self._window.say(tr("The picture is a new layer"), seconds=8)

    def _use(self, place: Place) -> None:
        self._window.restore_recipe(self.made[place].request, "the picture")

    def _save(self) -> None:
        from widgets.grid.table import grid_picture

        pictures = {place: _rgb(candidate) for place, candidate in self.made.items()}
        labels = self.labels
        self._window.exports.export_made(
            self.window, "Grid.png", lambda: grid_picture(labels, pictures)
        )


def _rgb(candidate: Candidate) -> Bytes:
    """What a picture looks like in its place: over what it was made from, where it is a part."""
    assert candidate.shown is not None
    return candidate.shown
