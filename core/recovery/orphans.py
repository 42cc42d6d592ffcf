"""Documents that were left behind by programs which ended without saving them."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from core.errors import FileError, UserError
from core.geometry import Size
from core.recovery import manifest as manifests
from core.recovery.manifest import Manifest, Newer
from core.recovery.pack import Damaged, PackReader
from core.recovery.place import Place, left_behind, root

KEPT_DAYS = 30
"""How long what was offered and neither recovered nor discarded is kept."""
KEPT_BYTES = 8 << 30
"""Of what was offered, the oldest goes first beyond this."""
_OFFERED = "offered"


@dataclass(frozen=True, eq=False)
class Orphan:
    """A document that can be recovered, held by this program until its place is released."""

    place: Place
    saved: float
    """When it was kept, in seconds since 1970."""
    path: Path | None = None
    """The file that it belongs to."""
    size: Size | None = None
    """None: it cannot be read."""
    layers: int = 0
    picture: bytes | None = None
    """A small PNG of it."""
    trouble: UserError | None = None
    """Why it cannot be recovered."""
    offered: float | None = None
    """When the artist was first asked about it."""

    @property
    def nbytes(self) -> int:
        """Bytes that it takes on the disk."""
        total = 0
        with contextlib.suppress(OSError):
            total = sum(one.stat().st_size for one in self.place.folder.iterdir())
        return total


class Found(NamedTuple):
    """What was left behind, the newest first and the damaged last, and how many were too old and
    are gone."""

    orphans: list[Orphan]
    removed: int = 0


def find(folder: Path | None = None, now: float | None = None) -> Found:
    """Claims everything that was left behind below a folder, usually `place.root()`.

    No other program gets what is found here until it is released. What was offered too long ago,
    and of what was offered the oldest beyond `KEPT_BYTES`, is taken away.
    """
    now = time.time() if now is None else now
    orphans = []
    for place in left_behind(root() if folder is None else folder):
        if manifests.files(place.folder):
            orphans.append(_orphan(place))
        else:  # it ended before anything was kept, or after all was saved
            _remove(place)
    orphans.sort(key=lambda one: (one.trouble is None, one.saved), reverse=True)
    old = _too_old(orphans, now)
    removed = sum(_remove(one.place) for one in old)
    return Found([one for one in orphans if one not in old], removed)


def mark_offered(orphans: Sequence[Orphan]) -> None:
    """Notes that the artist was asked about these: from now on they grow old."""
    for one in orphans:
        if one.offered is None:
            with contextlib.suppress(OSError):
                (one.place.folder / _OFFERED).touch()


def mark_taken(place: Place) -> None:
    """Notes that the document is worked on again, so that it does not grow old."""
    with contextlib.suppress(OSError):
        (place.folder / _OFFERED).unlink(missing_ok=True)


def _orphan(place: Place) -> Orphan:
    offered = None
    with contextlib.suppress(OSError):
        offered = (place.folder / _OFFERED).stat().st_mtime
    newest, *_ = manifests.files(place.folder)
    saved = 0.0
    with contextlib.suppress(OSError):
        saved = newest.stat().st_mtime
    try:
        manifest = newest_whole(place.folder)
    except FileError as error:
        return Orphan(place, saved, trouble=error, offered=offered)
    return Orphan(
        place,
        manifest.saved,
        path=None if manifest.path is None else Path(manifest.path),
        size=manifest.size,
        layers=len(manifest.contents["layers"]),
        picture=_picture(place.folder, manifest),
        offered=offered,
    )


def newest_whole(folder: Path) -> Manifest:
    """The newest manifest that can be read. Raises FileError when there is none."""
    for file in manifests.files(folder):
        try:
            return manifests.read(file)
        except Damaged:
            continue
        except Newer:
            raise FileError(
                "It was kept by a newer version of Underpaint.", "Recover it with that one."
            ) from None
    raise FileError("It is damaged and cannot be read.", f"What is left of it lies in {folder}.")


def _picture(folder: Path, manifest: Manifest) -> bytes | None:
    if manifest.picture is None:
        return None
    with contextlib.closing(PackReader(folder)) as reader, contextlib.suppress(Damaged):
        return reader.content(manifest.picture)
    return None


def _too_old(orphans: Sequence[Orphan], now: float) -> list[Orphan]:
    """Never what the artist has not been asked about yet. `orphans` are the newest first."""
    old = []
    total = 0
    for one in orphans:
        nbytes = one.nbytes
        total += nbytes
        if one.offered is None:
            continue
        crowded = total > KEPT_BYTES and nbytes < total
        if crowded or now - one.offered > KEPT_DAYS * 24 * 3600:
            old.append(one)
    return old


def _remove(place: Place) -> bool:
    with contextlib.suppress(FileError):
        place.remove()
        return True
    return False
