"""The gallery's database: one SQLite file, which several programs may use at the same time.

A picture comes in with its recipe and its thumbnail in one transaction, or not at all. What is
large lies in a table of its own, so that searching never reads it.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from core import places
from core.errors import FileError
from core.files.trouble import unwritable
from core.gallery.entry import Entry, Kept, Made, Search
from core.geometry import Rect, Size
from core.recipe import parse_recipe, to_recipe
from core.steering import last_prompt

FILE = "gallery.sqlite3"
KEPT_SECONDS = 30 * 24 * 3600
"""How long what was removed can be brought back."""
EARLIER = 200
"""Prompts that are found again."""
_VERSION = 2
"""2 says for which document a picture was made."""
_WAIT = 10.0
"""Seconds until another program that is writing has to be done."""
_AGAIN = 0.02
"""Seconds after which it is tried again."""
_SCHEMA = """
CREATE TABLE entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL,
    prompt TEXT NOT NULL,
    model TEXT NOT NULL,
    techniques TEXT NOT NULL,
    seed INTEGER NOT NULL,
    favourite INTEGER NOT NULL DEFAULT 0,
    removed REAL,
    words TEXT NOT NULL,
    place TEXT NOT NULL
);
CREATE INDEX by_time ON entries (at);
CREATE TABLE thumbnails (id INTEGER PRIMARY KEY, jpeg BLOB NOT NULL);
CREATE TABLE contents (id INTEGER PRIMARY KEY, recipe BLOB NOT NULL, png BLOB NOT NULL);
"""
_SINCE_2 = """
ALTER TABLE entries ADD COLUMN document TEXT NOT NULL DEFAULT '';
CREATE INDEX by_document ON entries (document, at);
"""
_TABLES = ("entries", "thumbnails", "contents")


class Gallery:
    """The gallery in a folder. Any thread may use it; one at a time does. Every method raises
    FileError when the disk does not do what it should."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self._lock = threading.Lock()
        self._opened: sqlite3.Connection | None = None
        self.put_aside: Path | None = None
        """Where a damaged gallery was put, in whose place a new one has begun."""

    def add(self, made: Made) -> int:
        """Puts a picture in, and returns its number."""
        request = made.request
        ids = [one.declaration.id for one in request.techniques]
        titles = [one.declaration.title for one in request.techniques]
        steered = [steer.prompt for steer in request.steering if steer.prompt is not None]
        said = (request.prompt, *steered, request.negative_prompt, request.model, *ids, *titles)
        recipe = zlib.compress(json.dumps(to_recipe(request, embed=True)).encode(), 1)
        place = json.dumps([list(made.rect), list(made.canvas), list(made.size)])
        with self._changing() as database:
            row = database.execute(
                "INSERT INTO entries (at, prompt, model, techniques, seed, words, place, document)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    made.at,
                    last_prompt(request),
                    request.model,
                    _listed(ids),
                    request.seed,
                    "\n".join(said).casefold(),
                    place,
                    made.document,
                ),
            )
            id = row.lastrowid
            assert id is not None
            database.execute("INSERT INTO thumbnails VALUES (?, ?)", (id, made.thumbnail))
            database.execute("INSERT INTO contents VALUES (?, ?, ?)", (id, recipe, made.picture))
        return id

    def prompts(self, most: int = EARLIER) -> list[str]:
        """Prompts of pictures, each once, the latest first."""
        with self._reading() as database:
            rows = database.execute(
                "SELECT prompt FROM entries WHERE removed IS NULL AND prompt != ''"
                " GROUP BY prompt ORDER BY MAX(id) DESC LIMIT ?",
                (most,),
            )
            return [prompt for (prompt,) in rows if isinstance(prompt, str)]

    def find(self, search: Search = Search()) -> list[Entry]:  # noqa: B008  # a frozen value
        """The entries that are wanted, newest first."""
        terms = ["removed IS NULL", "at >= ?"]
        values: list[object] = [search.since]
        for word in search.words.casefold().split():
            terms.append("instr(words, ?)")
            values.append(word)
        if search.model:
            terms.append("model = ?")
            values.append(search.model)
        if search.technique:
            terms.append("instr(techniques, ?)")
            values.append(_listed([search.technique]))
        if search.favourites:
            terms.append("favourite")
        if search.document:
            terms.append("document = ?")
            values.append(search.document)
        with self._reading() as database:
            rows = database.execute(
                "SELECT id, at, prompt, model, techniques, seed, favourite FROM entries"
                f" WHERE {' AND '.join(terms)} ORDER BY at DESC, id DESC",  # terms are ours alone
                values,
            )
            return [
                Entry(id, at, prompt, model, tuple(ids.split()), seed, bool(favourite))
                for id, at, prompt, model, ids, seed, favourite in rows
                if _is_sound(at, prompt, model, ids, seed)
            ]

    def known(self) -> tuple[list[str], list[str]]:
        """The models and the techniques' ids that entries have, in their order."""
        with self._reading() as database:
            models = database.execute("SELECT DISTINCT model FROM entries WHERE removed IS NULL")
            lists = database.execute(
                "SELECT DISTINCT techniques FROM entries WHERE removed IS NULL"
            )
            ids = {id for (listed,) in lists for id in str(listed).split()}
            return sorted(str(model) for (model,) in models), sorted(ids)

    def thumbnails(self, ids: Sequence[int]) -> dict[int, bytes]:
        """JPEGs by number; those that are gone are left out."""
        with self._reading() as database:
            asked = "SELECT id, jpeg FROM thumbnails WHERE id = ?"
            found = (row for id in ids for row in database.execute(asked, (id,)))
            return {id: jpeg for id, jpeg in found if isinstance(jpeg, bytes)}

    def kept(self, id: int) -> Kept:
        """A picture with all that belongs to it. FileError when it is gone or damaged,
        and RecipeError when its recipe is of another version."""
        with self._reading() as database:
            found = database.execute(
                "SELECT recipe, png, place, document FROM contents JOIN entries USING (id)"
                " WHERE id = ?",
                (id,),
            ).fetchone()
        if found is None:
            raise FileError(
                "This picture is not in the gallery any more.",
                "It was removed, perhaps in another window.",
            )
        try:
            recipe, png, place, document = found
            told = json.loads(zlib.decompress(recipe))
            rect, canvas, size = json.loads(place)
            kept = png, Rect(*map(int, rect)), Rect(*map(int, canvas)), Size(*map(int, size))
            if not isinstance(png, bytes):
                raise TypeError("no picture")
        except (zlib.error, ValueError, TypeError, OverflowError, RecursionError) as error:
            raise FileError(
                "This picture is damaged in the gallery.", "Remove it there, or make it again."
            ) from error
        return Kept(parse_recipe(told, self.path.parent), *kept, str(document))

    def set_favourite(self, ids: Sequence[int], favourite: bool) -> None:
        """Marks entries as favourites, or no longer."""
        with self._changing() as database:
            database.executemany(
                "UPDATE entries SET favourite = ? WHERE id = ?", [(favourite, id) for id in ids]
            )

    def remove(self, ids: Sequence[int]) -> None:
        """Takes entries away; for some weeks they can be brought back."""
        now = time.time()
        with self._changing() as database:
            database.executemany(
                "UPDATE entries SET removed = ? WHERE id = ?", [(now, id) for id in ids]
            )

    def bring_back(self, ids: Sequence[int]) -> None:
        """Takes a removal back."""
        with self._changing() as database:
            database.executemany(
                "UPDATE entries SET removed = NULL WHERE id = ?", [(id,) for id in ids]
            )

    def close(self) -> None:
        with self._lock:
            if self._opened is not None:
                self._opened.close()
                self._opened = None

    # The database ---------------------------------------------------------------------------

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: everything that is changed within it is kept, or nothing is."""
        with self._reading() as database:
            database.execute("BEGIN IMMEDIATE")
            try:
                yield database
                database.execute("COMMIT")
            finally:
                if database.in_transaction:
                    database.execute("ROLLBACK")

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                if self._opened is None:
                    self._opened = self._open()
                yield self._opened
            except sqlite3.Error as error:
                if self._opened is not None and not isinstance(error, sqlite3.OperationalError):
                    self._opened.close()
                    self._opened = None
                raise _told(self.path, error) from error

    def _open(self) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(self.path, error) from error
        try:
            return self._connected()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            # It is no database: it is put aside, for whoever can repair it.
            aside = self.path.with_name(f"damaged-{time.time_ns()}-{FILE}")
            try:
                self.path.rename(aside)
                self.put_aside = aside
                for ending in ("-wal", "-shm"):
                    beside = self.path.with_name(FILE + ending)
                    if beside.exists():
                        beside.rename(aside.with_name(aside.name + ending))
            except OSError as trouble:
                raise unwritable(self.path, trouble) from trouble
            return self._connected()

    def _connected(self) -> sqlite3.Connection:
        database = sqlite3.connect(
            self.path, timeout=_WAIT, isolation_level=None, check_same_thread=False
        )
        try:
            # One damaged letter does not hide all the others.
            database.text_factory = lambda text: text.decode("utf-8", "replace")
            _use_wal(database)
            database.execute("PRAGMA synchronous = FULL")
            # Two programs that start at once: only one of them makes the tables.
            database.execute("BEGIN IMMEDIATE")
            (version,) = database.execute("PRAGMA user_version").fetchone()
            if version > _VERSION:
                raise FileError(
                    "The gallery was made by a newer version of Underpaint.",
                    "Use that version to see it; new pictures are not put into it by this one.",
                )
            if version < _VERSION:
                missing = _SINCE_2 if version else _SCHEMA + _SINCE_2
                for statement in filter(str.strip, missing.split(";")):
                    database.execute(statement)
                database.execute(f"PRAGMA user_version = {_VERSION}")
            long_gone = "SELECT id FROM entries WHERE removed < ?"
            before = (time.time() - KEPT_SECONDS,)
            for table in reversed(_TABLES):  # the list of what goes is in the first
                database.execute(f"DELETE FROM {table} WHERE id IN ({long_gone})", before)
            database.execute("COMMIT")
        except BaseException:
            database.close()
            raise
        return database


def _is_sound(at: object, prompt: object, model: object, ids: object, seed: object) -> bool:
    """Whether a row is whole: of a damaged one SQLite gives whatever lies there."""
    texts = all(isinstance(one, str) for one in (prompt, model, ids))
    return texts and isinstance(at, int | float) and isinstance(seed, int)


def _listed(ids: Sequence[str]) -> str:
    """Ids, each with a space around it, so that searching for one never finds part of another."""
    return "".join(f" {id} " for id in ids)


def _use_wal(database: sqlite3.Connection) -> None:
    """Two that change to WAL at once: SQLite refuses one of them without letting it wait."""
    until = time.monotonic() + _WAIT
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > until:
                raise
            time.sleep(_AGAIN)


def _told(path: Path, error: sqlite3.Error) -> FileError:
    code, parent = getattr(error, "sqlite_errorcode", 0) & 0xFF, places.shown(path.parent)
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return FileError(
            "The gallery was not changed: the disk is full, or reports an error.",
            f"Make room where {parent} lies, and check the disk.",
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return FileError(
            "The gallery is in use by another program.", "Wait until it is done, and try again."
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return FileError(
            "The gallery cannot be opened for writing.",
            f"Check who may write to {parent}.",
        )
    return FileError(
        f"The gallery is damaged: {error}.",
        f"Move {path} away, and the program begins a new one.",
    )
