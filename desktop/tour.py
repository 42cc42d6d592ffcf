"""The first tour: ten steps in which the artist paints, generates, applies, masks and saves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.possible import has_candidate, is_generating
from widgets.tour_card import TourCard
from widgets.words import tr

if TYPE_CHECKING:
    from desktop.window import Window

_LOOK_AGAIN = 150
"""Milliseconds between two looks at whether the step is done."""
_REST = 6
"""So many looks in which nothing changes before the next step: whoever types a sentence, drags
through the colours or paints several strokes is in the middle of it after the first."""
_LOOKING = 40
"""As many where the artist is asked to look at something."""


@dataclass(frozen=True)
class Stand:
    """What a step compares: how things were when it began."""

    moment: int
    layers: int
    foreground: object
    undone: int
    candidates: int
    chosen: object
    """The candidate that is seen in place."""

    @classmethod
    def of(cls, window: Window) -> Stand:
        document = window.document
        return cls(
            document.moment,
            len(document.layers),
            window.canvas.foreground,
            len(document.history.undone),
            window.candidates.model.rowCount(),
            window.candidates.current,
        )


@dataclass(frozen=True)
class Step:
    """`where` is the widget it is about, in a panel called `dock`; `done` is asked until it is,
    once `first` was. The next step comes after `rest` looks without a change."""

    title: str
    text: str
    where: Callable[[Window], QWidget | None]
    done: Callable[[Window, Stand], bool]
    dock: str = ""
    first: Callable[[Window, Stand], bool] | None = None
    rest: int = _REST
    spared: Callable[[Window], Sequence[QRect]] = lambda w: ()
    """What the artist needs to see besides, in the window's coordinates."""


def _button(window: Window, action: str) -> QWidget:
    return window.tool_bar.widgetForAction(window.registry[action])


def _place_of(window: Window, widget: QWidget) -> QRect:
    """Where a widget is seen in the window; empty while it is not."""
    if not widget.isVisible():
        return QRect()
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _mask(window: Window) -> QRect:
    """Where the mask is seen on the canvas."""
    canvas, bounds = window.canvas, window.document.mask_bounds()
    seen = canvas.turn.transform.mapRect(canvas.transform.rect_to_widget(bounds))
    return seen.toAlignedRect().translated(canvas.mapTo(window, QPoint(0, 0)))


def steps() -> tuple[Step, ...]:
    """In the order in which they are done; in the artist's language."""
    return (
        Step(
            tr("Choose a colour"),
            tr("This is where colours are chosen. Take a blue for the sky."),
            lambda w: w.colours,
            lambda w, was: w.canvas.foreground != was.foreground,
            "colour",
        ),
        Step(
            tr("Paint"),
            tr("Paint a few broad strokes on the canvas. [ and ] change the brush's size, "
               "the wheel zooms, and Space with a drag moves the canvas."),
            lambda w: w.canvas,
            lambda w, was: w.document.moment != was.moment and w.document.stroke is None,
            spared=lambda w: [_place_of(w, w.tool_bar)],
        ),
        Step(
            tr("Say what it shall be"),
            tr("Type what you want to see. The starter model knows a small drawn world: try "
               "“a cat on a beach”."),
            lambda w: w.generate_panel.prompt,
            lambda w, was: bool(w.document.settings.prompt.strip()),
            "generate",
        ),
        Step(
            tr("Generate"),
            tr("The model paints over what you painted. The line above the button says what it "
               "will do. Press it, or Ctrl+Enter."),
            lambda w: w.generate_panel.button,
            lambda w, was: is_generating(w) or has_candidate(w),
            "generate",
        ),
        Step(
            tr("Look at the candidates"),
            tr("Pictures appear here while they grow. Click one to see it in place; nothing on the "
               "canvas is replaced. Hold C to see what is below it."),
            lambda w: w.candidates,
            lambda w, was: has_candidate(w),
            "candidates",
            rest=_LOOKING,
        ),
        Step(
            tr("Apply one"),
            tr("The picture you like becomes a layer of its own: press this button."),
            lambda w: w.candidates.apply_button,
            lambda w, was: len(w.document.layers) > was.layers,
            "candidates",
            spared=lambda w: [_place_of(w, w.candidates.strip)],
        ),
        Step(
            tr("Undo"),
            tr("Everything can be taken back: press Ctrl+Z. Then bring the picture back again with "
               "Ctrl+Shift+Z."),
            lambda w: w.layers,
            lambda w, was: len(w.document.history.undone) <= was.undone,
            "layers",
            first=lambda w, was: len(w.document.history.undone) > was.undone,
        ),
        Step(
            tr("Mask a part"),
            tr("Take the mask brush (Q) and paint over the part that shall be another. Only what "
               "is red will be painted anew."),
            lambda w: _button(w, "mask_brush"),
            lambda w, was: not w.document.mask_bounds().is_empty and w.document.stroke is None,
        ),
        Step(
            tr("Change only that part"),
            tr("Say what shall be there, “a red balloon” for example, generate again, and apply "
               "the picture you like."),
            lambda w: w.generate_panel,
            lambda w, was: len(w.document.layers) > was.layers,
            "generate",
            spared=lambda w: [_mask(w), _place_of(w, w.candidates)],
        ),
        Step(
            tr("Keep it"),
            tr("Save the project with Ctrl+S: layers, masks, prompts and all. "
               "Have fun! Ctrl+Shift+P finds everything else."),
            lambda w: w.menuBar(),
            lambda w, was: not w.document.modified and w.files.path is not None,
        ),
    )  # fmt: skip


class Tour(QObject):
    """Runs once; `finished` is called when it is over, however it ends."""

    def __init__(self, window: Window, finished: Callable[[], object]) -> None:
        super().__init__(window)
        self._window, self._finished = window, finished
        self.steps = steps()
        self.place = 0
        self._was = self._seen = Stand.of(window)
        self._begun = self._done = False
        self._rested = 0
        self.card = TourCard(window)
        self.card.left.connect(self.leave)
        self.card.back.connect(lambda: self.go_to(self.place - 1))
        self.card.forward.connect(self._forward)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_AGAIN)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.go_to(0)

    @property
    def step(self) -> Step:
        return self.steps[self.place]

    @property
    def last(self) -> bool:
        return self.place == len(self.steps) - 1

    def go_to(self, place: int) -> None:
        """Shows a step, and what it is about."""
        self.place = min(max(place, 0), len(self.steps) - 1)
        window, step = self._window, self.step
        self._was = self._seen = Stand.of(window)
        self._begun, self._done, self._rested = step.first is None, False, 0
        if step.dock:
            window.docks[step.dock].show()
            window.docks[step.dock].raise_()
        count = tr("Step {number} of {all}", number=self.place + 1, all=len(self.steps))
        self.card.show_step(count, step.title, step.text, step.where(window),
                            first=self.place == 0, last=self.last,
                            spared=lambda: step.spared(window))  # fmt: skip

    def look(self) -> None:
        """Goes on once the artist has done what the step says, and rests."""
        step = self.step
        self._begun = self._begun or (step.first is None or step.first(self._window, self._was))
        if self._begun and not self._done and step.done(self._window, self._was):
            self._done = True
            self.card.show_done(self.last)
        if not self._done or self.last:
            return
        now = Stand.of(self._window)
        busy = now != self._seen or QGuiApplication.mouseButtons()
        self._seen, self._rested = now, 0 if busy else self._rested + 1
        if self._rested >= step.rest:
            self.go_to(self.place + 1)

    def leave(self) -> None:
        """Ends it; what was done stays."""
        self._timer.stop()
        self.card.close_all()
        self._finished()
        self.deleteLater()

    def _forward(self) -> None:
        if self.last:
            self.leave()
        else:
            self.go_to(self.place + 1)
