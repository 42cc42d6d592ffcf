"""All fetches: one runs, others wait; they are paused, gone on with, given up, and found again
when the program starts anew."""

from __future__ import annotations

import contextlib
import json
import logging
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from core.errors import UserError
from core.fetching.address import Wanted, is_repo
from core.fetching.cache import Shelf, stays_inside
from core.fetching.errors import NeedsToken, SeveralFiles, Stopped
from core.fetching.fetch import Progress, fetch, plan
from core.fetching.hub import Hub
from core.fetching.rate import Rate
from core.files.atomic import make_folder, write_bytes

_log = logging.getLogger(__name__)

_FAREWELL = 1.0
TOLD_EVERY = 0.2
"""Seconds between two words of how far a fetch is."""


class State(StrEnum):
    """How far a fetch is."""

    WAITING = "waiting"
    ASKING = "asking"
    """What is needed is being asked."""
    RUNNING = "running"
    PAUSED = "paused"
    FAILED = "failed"
    DONE = "done"


@dataclass(frozen=True)
class Fetch:
    """One fetch as it is now. Sizes are bytes, `rate` bytes a second."""

    id: int
    wanted: Wanted
    title: str
    state: State = State.WAITING
    done: int = 0
    size: int = 0
    rate: float = 0.0
    seconds_left: float | None = None
    cause: str = ""
    remedy: str = ""
    needs_token: bool = False
    trouble: str = ""
    """Why nothing comes just now; it is tried again by itself."""
    choices: tuple[str, ...] = ()
    """Files of which one has to be chosen before anything is fetched."""
    brought: tuple[tuple[str, str, str], ...] = ()
    """What it has put on the disk: commit, path, and what the hub calls the content."""
    path: Path | None = None
    """Where it is, once it is done."""

    @property
    def is_over(self) -> bool:
        return self.state is State.DONE

    @property
    def runs(self) -> bool:
        return self.state in (State.ASKING, State.RUNNING)


class _Watch:
    """Waits in a way that can be interrupted, and tells why to `waits`."""

    def __init__(self, waits: Callable[[_Watch, str], object]) -> None:
        self.stop = threading.Event()
        self._waits = waits

    def came(self, done: int) -> None:
        pass

    def check(self) -> None:
        if self.stop.is_set():
            raise Stopped

    def wait(self, seconds: float, why: str) -> None:
        self._waits(self, why)
        if self.stop.wait(seconds):
            raise Stopped


class Fetches:
    """What is fetched into the cache `top`; `told` hears of every change, in any thread.

    `file` keeps what is not done yet. `hub` makes the hub that is asked, as the settings are at
    that moment.
    """

    def __init__(
        self,
        top: Path,
        file: Path,
        hub: Callable[[], Hub],
        told: Callable[[Fetch | None], object] = lambda _: None,
    ) -> None:
        self._top, self._file, self._hub, self._told = top, file, hub, told
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._all: dict[int, Fetch] = {}
        self._next = 1
        self._watch: _Watch | None = None
        self._running: int | None = None
        self._given_up: dict[int, Fetch] = {}
        self._thread: threading.Thread | None = None
        self._closed = False

    # What is asked --------------------------------------------------------------------------

    @property
    def all(self) -> tuple[Fetch, ...]:
        """In the order in which they were asked for."""
        with self._lock:
            return tuple(self._all.values())

    def find_again(self) -> None:
        """Takes up what was not done when the program was closed. Never fails."""
        for one in _read(self._file):
            with self._lock:
                if not any(other.wanted == one.wanted for other in self._all.values()):
                    self._put(replace(one, id=self._next))
                    self._next += 1
        self._tell(None)
        self._begin()

    def add(self, wanted: Wanted, title: str = "") -> Fetch:
        """Asks for something; what is asked for already goes on."""
        with self._lock:
            for one in self._all.values():
                if one.wanted == wanted and not one.is_over:
                    self.go_on(one.id)
                    return self._all[one.id]
            one = Fetch(self._next, wanted, title or wanted.title)
            self._next += 1
            self._put(one)
        self._tell(one)
        self._begin()
        return one

    def pause(self, id: int) -> None:
        with self._lock:
            one = self._all.get(id)
            if one is None or one.state not in (State.WAITING, State.ASKING, State.RUNNING):
                return
            self._put(replace(one, state=State.PAUSED, rate=0.0, seconds_left=None, trouble=""))
            if self._running == id and self._watch is not None:
                self._watch.stop.set()
        self._tell(self._all.get(id))

    def go_on(self, id: int) -> None:
        with self._lock:
            one = self._all.get(id)
            if one is None or one.state not in (State.PAUSED, State.FAILED):
                return
            self._put(
                replace(
                    one, state=State.WAITING, cause="", remedy="", needs_token=False, choices=()
                )
            )
        self._tell(self._all.get(id))
        self._begin()

    def give_up(self, id: int) -> None:
        """Stops a fetch and takes away what it has brought; one that is done leaves the list."""
        with self._lock:
            one = self._all.pop(id, None)
            if one is None:
                return
            self._save()
            if one.is_over:
                pass
            elif self._running == id and self._watch is not None:
                self._given_up[id] = one  # its thread cleans up: it is still writing
                self._watch.stop.set()
            else:
                _clean(self._top, one)
        self._tell(None)

    def wait_until_idle(self, seconds: float) -> bool:
        """Whether nothing runs or waits any more, within so many seconds; for the command line."""
        with self._changed:
            return self._changed.wait_for(
                lambda: (
                    self._running is None
                    and not any(one.state is State.WAITING for one in self._all.values())
                ),
                seconds,
            )

    def close(self) -> None:
        """Stops; what has come so far stays, and goes on with the next start."""
        with self._changed:
            self._closed = True
            if self._watch is not None:
                self._watch.stop.set()
            self._changed.notify_all()
        if self._thread is not None:
            # One that waits for a silent hub ends with the program: nothing of it is lost.
            self._thread.join(_FAREWELL)

    # The thread -----------------------------------------------------------------------------

    def _begin(self) -> None:
        with self._changed:
            waits = any(one.state is State.WAITING for one in self._all.values())
            if waits and self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._work, name="fetches", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def _work(self) -> None:
        while (one := self._next_one()) is not None:
            watch = self._watch
            assert watch is not None
            self._tell(one)
            try:
                self._do(one, watch)
            except Stopped:
                pass
            except UserError as error:
                self._fail(one.id, watch, error)
            except Exception:  # noqa: BLE001  (one fetch must not end the others)
                _log.exception("a fetch failed")
                told = UserError("Something unexpected went wrong.", "The log says more.")
                self._fail(one.id, watch, told)
            with self._changed:
                self._running = self._watch = None
                if (gone := self._given_up.pop(one.id, None)) is not None:
                    _clean(self._top, gone)
                now = self._all.get(one.id)
                if now is not None and now.runs:  # the program is being closed
                    self._put(replace(now, state=State.WAITING, trouble=""))
                self._changed.notify_all()
            self._tell(self._all.get(one.id))

    def _next_one(self) -> Fetch | None:
        with self._changed:
            while not self._closed:
                for one in self._all.values():
                    if one.state is State.WAITING:
                        self._running = one.id
                        self._watch = _Watch(partial(self._waits, one.id))
                        one = replace(one, state=State.ASKING)
                        self._put(one)
                        return one
                self._changed.wait()
        return None

    def _do(self, one: Fetch, watch: _Watch) -> None:
        hub = self._hub()
        try:
            what = plan(hub, self._top, one.wanted, watch)
            rate, last = Rate(), 0.0

            def told(done: int) -> None:
                nonlocal last
                now = time.monotonic()
                if now - last < TOLD_EVERY and done < what.size:
                    return
                last = now
                rate.came(done, now)
                self._change(
                    one.id, watch,
                    state=State.RUNNING, done=done, size=what.size, rate=rate.per_second,
                    seconds_left=rate.seconds_left(what.size - done), trouble="",
                )  # fmt: skip

            commit = what.repository.commit

            def brings(path: str, etag: str) -> None:
                self._take_over(one, commit, {path})
                brought = (*self._all[one.id].brought, (commit, path, etag))
                self._change(one.id, watch, brought=tuple(dict.fromkeys(brought)))

            self._take_over(one, commit, {file.path for file in what.files})
            self._change(
                one.id, watch,
                state=State.RUNNING, done=what.there, size=what.size, trouble="",
            )  # fmt: skip
            path = fetch(hub, self._top, one.wanted, what, Progress(watch, told, brings))
            self._change(
                one.id, watch,
                state=State.DONE, done=what.size, rate=0.0, seconds_left=None, path=path,
                trouble="",
            )  # fmt: skip
        finally:
            hub.close()

    def _take_over(self, one: Fetch, commit: str, paths: Collection[str]) -> None:
        """What `one` needs as well, no other fetch takes away when it is given up."""
        with self._lock:
            for other in list(self._all.values()):
                if other.id == one.id or other.wanted.repo != one.wanted.repo:
                    continue
                kept = tuple(
                    entry for entry in other.brought if entry[0] != commit or entry[1] not in paths
                )
                if kept != other.brought:
                    self._put(replace(other, brought=kept))

    def _waits(self, id: int, watch: _Watch, why: str) -> None:
        self._change(id, watch, rate=0.0, seconds_left=None, trouble=why)

    def _change(self, id: int, watch: _Watch, **fields: Any) -> None:
        with self._lock:
            if watch.stop.is_set() or id not in self._all:
                return
            one = replace(self._all[id], **fields)
            self._put(one, save=one.state in (State.DONE, State.FAILED) or "brought" in fields)
        self._tell(one)

    def _fail(self, id: int, watch: _Watch, error: UserError) -> None:
        self._change(
            id, watch,
            state=State.FAILED, cause=error.cause, remedy=error.remedy, rate=0.0,
            seconds_left=None, trouble="", needs_token=isinstance(error, NeedsToken),
            choices=error.files if isinstance(error, SeveralFiles) else (),
        )  # fmt: skip

    def _put(self, one: Fetch, *, save: bool = True) -> None:
        self._all[one.id] = one
        if save:
            self._save()

    def _tell(self, one: Fetch | None) -> None:
        if not self._closed:
            self._told(one)

    def _save(self) -> None:
        kept = [
            {"repo": one.wanted.repo, "revision": one.wanted.revision,
             "within": list(one.wanted.within), "title": one.title, "done": one.done,
             "size": one.size, "brought": one.brought,
             "paused": one.state in (State.PAUSED, State.FAILED)}
            for one in self._all.values() if not one.is_over
        ]  # fmt: skip
        # A full disk must not keep anybody from what still goes.
        with contextlib.suppress(UserError):
            if kept or self._file.exists():
                make_folder(self._file.parent)
                write_bytes(self._file, json.dumps(kept, indent=1).encode())


def _read(file: Path) -> list[Fetch]:
    """Fetches that were not finished; entries that make no sense are left out."""
    found = []
    try:
        told = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return []
    for one in told if isinstance(told, list) else ():
        with contextlib.suppress(KeyError, TypeError, ValueError, OverflowError):
            wanted = Wanted(str(one["repo"]), str(one["revision"]), tuple(map(str, one["within"])))
            state = State.PAUSED if one["paused"] else State.WAITING
            brought = tuple((str(a), str(b), str(c)) for a, b, c in one["brought"])
            # What is given up is deleted: never anything elsewhere.
            names = [*wanted.within, *("/".join(parts) for parts in brought)]
            if not (is_repo(wanted.repo) and all(stays_inside(name.rstrip("/")) for name in names)):
                continue
            found.append(
                Fetch(0, wanted, str(one["title"]), state, int(one["done"]), int(one["size"]),
                      brought=brought)
            )  # fmt: skip
    return found


def _clean(top: Path, one: Fetch) -> None:
    """Deletes what was fetched of an unfinished fetch, and nothing that was there before."""
    shelf = Shelf(top, one.wanted.repo)
    for commit, path, etag in one.brought:
        shelf.forget(commit, path, etag)
