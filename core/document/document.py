"""The document: its state, the commands that change it, undo and redo, and who is told."""

from __future__ import annotations

import dataclasses
import itertools
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from core.document.edit import Command, Edit, painted_rects
from core.document.foreign import NOTHING, Foreign
from core.document.guides import NONE as NO_GUIDES
from core.document.guides import Guides
from core.document.history import DEFAULT_CAP, Entry, History
from core.document.layers import Layer, RasterLayer, new_id
from core.document.selection import Selection
from core.document.selection_stroke import SelectionStroke
from core.document.settings import PaintSettings
from core.document.state import (
    Change,
    Kind,
    Snapshot,
    State,
    checked_size,
    difference,
    frozen,
    joined,
)
from core.document.strokes import ActiveStroke
from core.events import Signal
from core.geometry import Point, Rect, Size
from core.pixels.alpha import premultiplied
from core.pixels.brush import Brush
from core.pixels.smoothing import Touch
from core.pixels.symmetry import ALONE, Symmetry
from core.pixels.tiles import TileGrid

if TYPE_CHECKING:
    from core.arrays import Bytes
    from core.document.references import Reference


MERGE_WITHIN = 3.0
"""Seconds without an edit after which the next edit of the same thing is a step of its own."""


class Document:
    """What an artist works on. All changes go through `perform` and `begin_stroke`.

    Not for several threads: give others a `snapshot`.
    """

    def __init__(
        self,
        size: Size,
        layers: Sequence[Layer] = (),
        *,
        active: str | None = None,
        selection: Selection | None = None,
        settings: PaintSettings | None = None,
        foreign: Foreign = NOTHING,
        id: str | None = None,
        references: Sequence[Reference] = (),
        guides: Guides = NO_GUIDES,
        history_bytes: int = DEFAULT_CAP,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        size = checked_size(size)
        top = layers[-1].id if layers else None
        self._state = State(
            size=size,
            layers=tuple(layers),
            active_id=top if active is None else active,
            selection=selection,
            settings=settings or PaintSettings(),
            foreign=foreign,
            id=id or new_id(),
            references=tuple(references),
            guides=guides,
        )
        self.changed: Signal[[Change]] = Signal()
        self.history = History(history_bytes)
        self._clock = clock
        self._marks = itertools.count(1)
        self._mark = 0
        self._saved_mark = 0
        self._stroke: ActiveStroke | None = None

    @classmethod
    def of_picture(cls, picture: Bytes, name: str = "Background") -> Document:
        """A document of a picture's size with the picture, straight RGBA (h, w, 4), as its layer.

        UserError when it is larger than a document may be.
        """
        size = checked_size(Size(picture.shape[1], picture.shape[0]))
        pixels = TileGrid.from_array(premultiplied(picture))
        return cls(size, (RasterLayer(name=name, pixels=pixels),))

    # What is there ------------------------------------------------------------------------

    @property
    def state(self) -> State:
        """The whole document now; its layers' pixels are live."""
        return self._state

    @property
    def size(self) -> Size:
        return self._state.size

    @property
    def canvas(self) -> Rect:
        return self._state.canvas

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Bottom to top."""
        return self._state.layers

    @property
    def active(self) -> Layer | None:
        return self._state.active

    @property
    def selection(self) -> Selection | None:
        return self._state.selection

    @property
    def settings(self) -> PaintSettings:
        return self._state.settings

    @property
    def references(self) -> tuple[Reference, ...]:
        """Pictures pinned on or beside the canvas, the lowest first."""
        return self._state.references

    @property
    def guides(self) -> Guides:
        return self._state.guides

    def layer(self, layer_id: str) -> Layer:
        """The layer with this id; UserError when it is gone."""
        return self._state.layer(layer_id)

    def snapshot(self) -> Snapshot:
        """The document as it is now: frozen, its tiles shared, for other threads to read."""
        return frozen(self._state)

    def composite(self, rect: Rect, what: Sequence[Layer] | None = None) -> Bytes:
        """See `State.composite`."""
        return self._state.composite(rect, what)

    def flatten(self) -> Bytes:
        """See `State.flatten`."""
        return self._state.flatten()

    def mask_coverage(self, rect: Rect) -> Bytes:
        """See `State.mask_coverage`."""
        return self._state.mask_coverage(rect)

    def mask_bounds(self) -> Rect:
        """See `State.mask_bounds`."""
        return self._state.mask_bounds()

    # Changing it --------------------------------------------------------------------------

    def activate(self, layer_id: str | None) -> None:
        """Makes a layer the active one. Not a step of the timeline. UserError when it is gone."""
        if layer_id is not None:
            self._state.layer(layer_id)
        if layer_id == self._state.active_id:
            return
        self.finish_stroke()
        self._show(dataclasses.replace(self._state, active_id=layer_id), [])

    def perform(self, command: Command) -> None:
        """Does what a command says, as one step that can be undone; all of it or nothing."""
        self.finish_stroke()
        edit = Edit(self._state)
        try:
            command.apply(edit)
            entry = edit.entry(command.text, command.merge_key)
        except BaseException:
            edit.roll_back()
            raise
        if entry is not None:
            self._record(entry)

    def begin_stroke(
        self,
        layer_id: str,
        brush: Brush,
        at: Point,
        pressure: float = 1.0,
        *,
        tilt: float = 0.0,
        lean: float = 0.0,
        time: float = 0.0,
        symmetry: Symmetry = ALONE,
        source: tuple[int, int] | None = None,
    ) -> ActiveStroke:
        """Puts the brush down on a layer. UserError when it is locked, hidden or gone.

        `source` is how far to the right and below a brush that clones takes its pixels from.
        """
        self.finish_stroke()
        stroke = ActiveStroke(
            state=self._state,
            layer=self._state.layer(layer_id),
            brush=brush,
            first=Touch(at.x, at.y, pressure, tilt, lean, time),
            painted=self._stroke_painted,
            ended=self._stroke_ended,
            images=symmetry.images(self.middle),
            source=source,
        )
        self._stroke = stroke
        return stroke

    def begin_selection_stroke(
        self,
        brush: Brush,
        at: Point,
        pressure: float = 1.0,
        *,
        tilt: float = 0.0,
        lean: float = 0.0,
        time: float = 0.0,
        symmetry: Symmetry = ALONE,
        source: tuple[int, int] | None = None,
    ) -> ActiveStroke:
        """Puts the brush down on the selection itself, as in a quick mask."""
        self.finish_stroke()
        stroke = SelectionStroke(
            state=self._state,
            brush=brush,
            first=Touch(at.x, at.y, pressure, tilt, lean, time),
            painted=self._stroke_painted,
            ended=self._stroke_ended,
            images=symmetry.images(self.middle),
            source=source,
        )
        self._stroke = stroke
        return stroke

    @property
    def middle(self) -> Point:
        """The middle of the canvas."""
        return Point(self.size.width / 2, self.size.height / 2)

    @property
    def stroke(self) -> ActiveStroke | None:
        """The stroke that is being painted."""
        return self._stroke

    def finish_stroke(self) -> None:
        """Ends the stroke that is being painted, if there is one, as when the pen is lifted."""
        if self._stroke is not None:
            self._stroke.finish()

    def _stroke_painted(self, state: State, layer_id: str, parts: Sequence[Rect]) -> None:
        self._show(state, [(layer_id, part) for part in parts])

    def _stroke_ended(self, entry: Entry | None) -> None:
        self._stroke = None
        if entry is not None:
            self._add(entry)

    def _record(self, entry: Entry) -> None:
        before = self._state
        after = entry.after
        self._add(entry)
        self._show(after, painted_rects(after, entry.patches), before=before)

    def _add(self, entry: Entry) -> None:
        entry.at = self._clock()
        entry.mark_before, entry.mark_after = self._mark, next(self._marks)
        self._mark = entry.mark_after
        if self._merges(entry):
            self.history.absorb(entry)
        else:
            self.history.push(entry)

    def _merges(self, entry: Entry) -> bool:
        if entry.merge_key is None or not self.history.done or self.history.undone:
            return False
        last = self.history.done[-1]
        return (
            last.merge_key == entry.merge_key
            and entry.at - last.at <= MERGE_WITHIN
            and last.mark_after != self._saved_mark
        )

    def _show(
        self, state: State, painted: list[tuple[str, Rect]], before: State | None = None
    ) -> None:
        before = before or self._state
        self._state = state
        change = difference(before, state, painted)
        if change.kinds:
            self.changed.emit(change)

    # Undo ---------------------------------------------------------------------------------

    @property
    def can_undo(self) -> bool:
        return bool(self.history.done) or self._stroke is not None

    @property
    def can_redo(self) -> bool:
        return bool(self.history.undone)

    @property
    def undo_text(self) -> str:
        """What undo takes back: "Brush stroke"; empty when there is nothing."""
        if self._stroke is not None:
            return self._stroke.text
        return self.history.done[-1].text if self.history.done else ""

    @property
    def redo_text(self) -> str:
        """What redo brings back; empty when there is nothing."""
        return self.history.undone[-1].text if self.history.undone else ""

    def undo(self) -> None:
        """Takes the newest step back; a stroke that is being painted ends and is that step."""
        self.finish_stroke()
        self._go_to(len(self.history.done) - 1)

    def redo(self) -> None:
        """Does the step that was undone last again."""
        self.finish_stroke()
        self._go_to(len(self.history.done) + 1)

    def go_to(self, done: int) -> None:
        """Undoes or redoes steps until so many of them are done, 0 for none; those who show the
        document are told once. With fewer or more than there are, as far as it goes."""
        self.finish_stroke()
        self._go_to(done)

    def _go_to(self, done: int) -> None:
        history = self.history
        done = max(0, min(done, len(history.done) + len(history.undone)))
        changes: list[Change] = []
        try:
            while len(history.done) != done:
                before = self._state
                entry = history.redo() if len(history.done) < done else history.undo()
                self._state = self._at(entry)
                self._mark = entry.mark_after if entry.done else entry.mark_before
                painted = painted_rects(self._state, entry.patches)
                changes.append(difference(before, self._state, painted))
        finally:
            # Those steps that there was memory for are shown.
            if any(change.kinds for change in changes):
                self.changed.emit(joined(changes, self.canvas))

    def _at(self, entry: Entry) -> State:
        """How the document is when an entry has just been done again or undone."""
        state, active = entry.after if entry.done else entry.before, self._state.active_id
        if entry.before.active_id == entry.after.active_id and (
            active is None or state.has_layer(active)
        ):
            # Which layer is active is not a step of its own, so undo leaves it alone.
            state = dataclasses.replace(state, active_id=active)
        return state

    @property
    def modified(self) -> bool:
        """Whether something differs from when it was last saved (or made)."""
        return self._mark != self._saved_mark or self._stroke is not None

    @property
    def moment(self) -> int:
        """Names where the timeline stands, for `mark_saved` when a save of it has ended."""
        return self._mark

    @property
    def saved_moment(self) -> int:
        """The `moment` that was saved last; 0 for how the document began."""
        return self._saved_mark

    def mark_saved(self, moment: int | None = None) -> None:
        """Says that what is there now has been saved; with `moment`, what was there then."""
        if moment is None:
            self.finish_stroke()
        self._saved_mark = self._mark if moment is None else moment

    def mark_unsaved(self) -> None:
        """Says that nothing of what is there has ever been saved, so that undo does not lead to
        where it was: a document that was recovered."""
        self._saved_mark = -1


__all__ = ["MERGE_WITHIN", "Change", "Document", "Kind", "Snapshot", "checked_size"]
