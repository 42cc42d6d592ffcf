"""One undo timeline of what changed: tiles that were replaced and states before and after."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.document.patches import Patch
from core.document.state import State
from core.events import Signal

if TYPE_CHECKING:
    from core.arrays import Bytes


DEFAULT_CAP = 512 << 20


@dataclass(eq=False)
class Entry:
    """One step of the timeline. Done, it holds what was before; undone, what comes after."""

    text: str
    before: State
    after: State
    patches: list[Patch] = field(default_factory=list)
    merge_key: Hashable = None
    mark_before: int = 0
    """Which point of the timeline lies before the entry; each point has its own number."""
    mark_after: int = 0
    done: bool = True
    at: float = 0.0
    """When it was made or last grew, in seconds of a steady clock."""

    def swap(self) -> None:
        """Undoes or redoes it: all of it, or nothing when it fails for want of memory."""
        swapped: list[Patch] = []
        try:
            for patch in reversed(self.patches):
                patch.swap()
                swapped.append(patch)
        except BaseException:
            for patch in reversed(swapped):
                patch.swap()
            raise
        self.patches.reverse()
        self.done = not self.done

    def absorb(self, later: Entry) -> None:
        """Becomes one step with the one that follows it: the oldest pixels are the ones kept."""
        for patch in later.patches:
            mine = next((p for p in reversed(self.patches) if p.grid is patch.grid), None)
            if mine is None or not mine.absorb(patch):
                self.patches.append(patch)
        self.after, self.mark_after, self.at = later.after, later.mark_after, later.at

    def held(self) -> Iterator[Bytes]:
        """The pixels that the entry keeps: those its patches hold, and the layers and selections
        that are there on its other side only."""
        for patch in self.patches:
            yield from patch.held()
        mine, live = (self.before, self.after) if self.done else (self.after, self.before)
        seen = {id(one.pixels) for one in live.references}
        yield from (one.pixels.array for one in mine.references if id(one.pixels) not in seen)
        if mine.layers is live.layers and mine.selection is live.selection:
            return
        shown = {id(grid) for grid in live.grids()}
        for grid in mine.grids():
            if id(grid) not in shown:
                yield from grid.arrays()
        there = {id(one) for one in live.kept_pictures()}
        yield from (one for one in mine.kept_pictures() if id(one) not in there)


class History:
    """Entries done and undone, the oldest forgotten when they hold more than `cap` bytes."""

    def __init__(self, cap: int = DEFAULT_CAP) -> None:
        self.cap = cap
        self.done: list[Entry] = []
        self.undone: list[Entry] = []
        self.changed: Signal[[]] = Signal()
        """Which entries there are, or which of them are done, is not what it was."""
        self._held: dict[int, list[Bytes]] = {}
        self._counts: dict[int, int] = {}
        self._nbytes = 0

    @property
    def nbytes(self) -> int:
        """Bytes of all distinct pixels that undo and redo keep, each array counted once."""
        return self._nbytes

    def push(self, entry: Entry) -> None:
        """Adds what was just done; what had been undone is forgotten."""
        self.forget_undone()
        self.done.append(entry)
        self._count(entry)
        self._trim()
        self.changed.emit()

    def absorb(self, entry: Entry) -> None:
        """Merges what was just done into the newest entry."""
        self.forget_undone()
        last = self.done[-1]
        self._uncount(last)
        last.absorb(entry)
        self._count(last)
        self._trim()
        self.changed.emit()

    def undo(self) -> Entry:
        """Takes the newest entry that is done back. There must be one."""
        return self._move(self.done, self.undone)

    def redo(self) -> Entry:
        """Does the entry that was undone last again. There must be one."""
        return self._move(self.undone, self.done)

    def _move(self, there: list[Entry], here: list[Entry]) -> Entry:
        entry = there[-1]
        self._uncount(entry)
        try:
            entry.swap()
        finally:
            self._count(entry)
        here.append(there.pop())
        self.changed.emit()
        return entry

    def forget_undone(self) -> None:
        if self.undone:
            for entry in self.undone:
                self._uncount(entry)
            self.undone.clear()
            self.changed.emit()

    def clear(self) -> None:
        self.forget_undone()
        for entry in self.done:
            self._uncount(entry)
        self.done.clear()
        self.changed.emit()

    def _trim(self) -> None:
        # The newest step can always be undone, however large it is.
        while self._nbytes > self.cap and len(self.done) > 1:
            self._uncount(self.done.pop(0))

    def _count(self, entry: Entry) -> None:
        arrays = list({id(tile): tile for tile in entry.held()}.values())
        self._held[id(entry)] = arrays
        for tile in arrays:
            count = self._counts.get(id(tile), 0)
            self._counts[id(tile)] = count + 1
            if count == 0:
                self._nbytes += tile.nbytes

    def _uncount(self, entry: Entry) -> None:
        for tile in self._held.pop(id(entry)):
            self._counts[id(tile)] -= 1
            if self._counts[id(tile)] == 0:
                del self._counts[id(tile)]
                self._nbytes -= tile.nbytes
