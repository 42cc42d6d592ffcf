"""One file from the hub to the disk: what has come before is gone on with, and all is checked."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol, TypeVar

from core.errors import FileError
from core.fetching.cache import Shelf
from core.fetching.errors import FetchError, Interrupted
from core.fetching.hub import Head, Hub, wait_of
from core.files.atomic import make_folder
from core.files.trouble import unwritable

T = TypeVar("T")

TRIES = 6
"""That many times in a row without a byte: then the artist is told."""


class Watch(Protocol):
    """What a fetch tells, and asks, while bytes come."""

    def came(self, done: int) -> None:
        """So many bytes of the file are there."""

    def wait(self, seconds: float, why: str) -> None:
        """Waits before another try, for a cause; raises Stopped when the fetch is to stop."""

    def check(self) -> None:
        """Raises Stopped when the fetch is to stop."""


def head_of(hub: Hub, shelf: Shelf, commit: str, path: str, watch: Watch) -> Head:
    """What the hub says of a file, asked again while it does not answer. Raises FetchError."""
    return patiently(lambda: hub.head(shelf.repo, commit, path), watch)


def bring(
    hub: Hub, shelf: Shelf, commit: str, path: str, head: Head, watch: Watch, sha256: str = ""
) -> None:
    """Brings the content of a file into the cache, unless it is there. `sha256` is what the list
    of the repository has for it, for mirrors that name contents in ways of their own.

    Raises FetchError or FileError, and Stopped when told to stop; what has come stays on the disk.
    """
    blob = shelf.blob(head.etag)
    if not (blob.is_file() and blob.stat().st_size == head.size):
        make_folder(blob.parent)
        with _alone(shelf, head.etag, path):
            _fill(hub, shelf, commit, path, head, watch, sha256)
    watch.came(head.size)


def patiently(ask: Callable[[], T], watch: Watch) -> T:
    """Calls it again for as long as trying again may help."""
    tries = 0
    while True:
        watch.check()
        try:
            return ask()
        except Interrupted as error:
            tries += 1
            if tries >= TRIES:
                raise
            watch.wait(wait_of(error, tries - 1), error.cause)


def _fill(
    hub: Hub, shelf: Shelf, commit: str, path: str, head: Head, watch: Watch, sha256: str
) -> None:
    part = shelf.part(head.etag)
    for attempt in (1, 2):
        try:
            with part.open("ab") as file:
                found = _receive(hub, shelf.repo, commit, path, head, file, watch)
                right = found is not None and _is(found, head.etag, sha256)
                file.flush()
                os.fsync(file.fileno())
            if right:
                os.replace(part, shelf.blob(head.etag))  # noqa: PTH105
                return
            part.unlink()
        except OSError as error:
            raise unwritable(part, error) from error
        if attempt == 2:
            raise FetchError(
                f"{path} came twice with another content than the hub says it has.",
                "Something between here and the hub changes it: try another network or mirror, "
                "or fetch it later.",
            )


def _receive(
    hub: Hub, repo: str, commit: str, path: str, head: Head, file: BinaryIO, watch: Watch
) -> hashlib._Hash | None:
    """Appends what is missing of the file; returns the digest of all of it. None: it is longer than
    the hub says."""
    done = file.tell()
    if done > head.size:
        file.truncate(done := 0)
    digest = _digest(head, Path(file.name), done, watch)
    tries = 0
    while done < head.size:
        try:
            with hub.bytes_of(repo, commit, path, done) as (start, chunks):
                if start != done:
                    file.truncate(done := start)
                    digest = _digest(head, Path(file.name), 0, watch)
                watch.came(done)
                for chunk in chunks:
                    if not chunk:
                        continue
                    file.write(chunk)
                    digest.update(chunk)
                    done += len(chunk)
                    tries = 0
                    if done > head.size:
                        return None
                    watch.came(done)
                    watch.check()
            if done < head.size:  # closed too early, which the client may take for an end
                raise Interrupted(f"The connection ended in the middle of {path}.")
        except Interrupted as error:
            tries += 1
            if tries >= TRIES:
                raise
            watch.wait(wait_of(error, tries - 1), error.cause)
    return digest


def _digest(head: Head, file: Path, done: int, watch: Watch) -> hashlib._Hash:
    """The digest of what is on the disk, of the kind by which the hub names this content."""
    if len(head.etag) == 40:  # Git's
        digest = hashlib.sha1(f"blob {head.size}\0".encode(), usedforsecurity=False)
    else:
        digest = hashlib.sha256()
    with file.open("rb") as stream:
        while done and (chunk := stream.read(min(done, 4 << 20))):
            digest.update(chunk)
            done -= len(chunk)
            watch.check()
    return digest


def _is(digest: hashlib._Hash, etag: str, sha256: str) -> bool:
    """Whether a content has the names that are known of it. Mirrors may give it others: where none
    is a digest of the kind that was taken, only the size can be checked."""
    found = digest.hexdigest()
    return all(one == found for one in (etag, sha256) if len(one) == len(found))


@contextlib.contextmanager
def _alone(shelf: Shelf, etag: str, path: str) -> Iterator[None]:
    """Holds the lock that keeps other programs from writing the same content."""
    from filelock import FileLock, Timeout

    lock = shelf.lock(etag)
    make_folder(lock.parent)
    try:
        with FileLock(lock, timeout=0):
            yield
    except Timeout:
        raise FileError(
            f"{path} is being fetched by another program just now.",
            "Wait until it is done; then go on.",
        ) from None
