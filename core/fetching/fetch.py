"""One fetch from its beginning to its end: what is needed, whether there is room, all files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from core.errors import ModelError
from core.fetching.address import Wanted
from core.fetching.cache import Shelf, free_bytes
from core.fetching.choice import LARGEST_TEXT, needed
from core.fetching.errors import FetchError
from core.fetching.hub import Hub, HubFile, Repository, is_offline
from core.fetching.transfer import Watch, bring, head_of, patiently
from core.models import gguf_header, weights
from core.models.folders import INDEX

SPARE = 512 << 20
"""Bytes that stay free on the disk."""


@dataclass(frozen=True)
class Plan:
    """What will be fetched."""

    repository: Repository
    files: tuple[HubFile, ...]
    there: int
    """Bytes of it that are already on the disk."""

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


@dataclass
class Progress:
    """Turns the progress of one file into that of all. Belongs to the thread that fetches."""

    watch: Watch
    told: Callable[[int], object]
    """Bytes of all files that are there."""
    brings: Callable[[str, str], object] = lambda path, etag: None
    """A file begins that was not there before, and what the hub calls its content."""
    before: int = 0

    def came(self, done: int) -> None:
        self.told(self.before + done)

    def wait(self, seconds: float, why: str) -> None:
        self.watch.wait(seconds, why)

    def check(self) -> None:
        self.watch.check()


def plan(hub: Hub, top: Path, wanted: Wanted, watch: Watch) -> Plan:
    """Asks the hub what there is and says what is needed of it. Raises FetchError or FileError."""
    if is_offline():
        raise FetchError(
            "The network is switched off for models (HF_HUB_OFFLINE).",
            "Start the program without this variable to fetch models.",
        )
    repository = patiently(lambda: hub.repository(wanted), watch)
    shelf, commit = Shelf(top, wanted.repo), repository.commit
    index = None
    if not wanted.within and any(file.path == INDEX for file in repository.files):
        head = head_of(hub, shelf, commit, INDEX, watch)
        if head.size > LARGEST_TEXT:
            raise FetchError(
                f"What should tell the parts of {wanted.repo} is no such list: it has "
                f"{in_words(head.size)}.",
                "Choose another model.",
            )
        bring(hub, shelf, commit, INDEX, head, watch)
        index = shelf.blob(head.etag).read_bytes()
    files = needed(repository.files, wanted.within, index)
    there = sum(
        file.size if shelf.has(commit, file.path) else _begun(shelf, file) for file in files
    )
    return Plan(repository, files, there)


def _begun(shelf: Shelf, file: HubFile) -> int:
    """Bytes of a large file that came before."""
    if not file.sha256:
        return 0
    for place in (shelf.blob(file.sha256), shelf.part(file.sha256)):
        if place.is_file():
            return min(file.size, place.stat().st_size)
    return 0


def check_room(plan: Plan, top: Path) -> None:
    """Raises FetchError when the disk is too small for it."""
    _check_room(plan.size - plan.there, top)


def _check_room(missing: int, top: Path) -> None:
    free = free_bytes(top)
    if missing + SPARE > free:
        raise FetchError(
            f"{in_words(missing)} are needed, and {in_words(free)} are free on the disk of {top}.",
            f"Make room for {in_words(missing + SPARE - free)} more, or let HF_HOME name a folder "
            "on another disk.",
        )


def fetch(hub: Hub, top: Path, wanted: Wanted, plan: Plan, progress: Progress) -> Path:
    """Brings all files of a plan into the cache; returns where they are.

    Raises FetchError or FileError, and Stopped when told to stop. What has come stays.
    """
    check_room(plan, top)
    shelf, commit = Shelf(top, wanted.repo), plan.repository.commit
    for file in plan.files:
        progress.check()
        if not shelf.has(commit, file.path):
            head = head_of(hub, shelf, commit, file.path, progress)
            if head.size > file.size:  # than the list said, by which the room was looked at
                _check_room(head.size - file.size, top)
            progress.brings(file.path, head.etag)
            bring(hub, shelf, commit, file.path, head, progress, file.sha256)
            shelf.put(commit, file.path, head.etag)
            _look_at(shelf, commit, file.path, head.etag)
        progress.before += file.size
        progress.came(0)
    shelf.note(wanted.revision, commit)
    return shelf.snapshot(commit)


def _look_at(shelf: Shelf, commit: str, path: str, etag: str) -> None:
    """Deletes files that call themselves safetensors or GGUF and are not."""
    file = shelf.file(commit, path)
    judge = {".safetensors": weights.problem, gguf_header.SUFFIX: gguf_header.problem}
    if file.suffix in judge and (problem := judge[file.suffix](file)):
        shelf.forget(commit, path, etag)
        raise ModelError(f"{problem} It has been taken away again.", "Choose another model.")


def in_words(size: float) -> str:
    """Bytes as artists read them: "512 KB", "2.1 GB"."""
    for unit, one in (("GB", 1e9), ("MB", 1e6), ("KB", 1e3)):
        if size >= one:
            return f"{size / one:.{1 if unit == 'GB' else 0}f} {unit}"
    return f"{round(size)} bytes"
