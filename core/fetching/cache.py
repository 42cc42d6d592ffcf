"""The cache that all of the hub's programs share: where a file lies in it, and putting one there.

`models--owner--name/` holds `blobs/` (contents, named by what the hub calls them), `snapshots/`
(a folder for each commit, of links to them) and `refs/` (which commit a branch is at).
"""

from __future__ import annotations

import contextlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from core.files.atomic import make_folder, write_bytes
from core.files.trouble import unwritable

INCOMPLETE = ".incomplete"
SHELF = "models--"
"""How the folder of a repository begins."""


@dataclass(frozen=True)
class Shelf:
    """The place of one repository in the cache `top`."""

    top: Path
    repo: str

    @property
    def path(self) -> Path:
        return self.top / f"{SHELF}{self.repo.replace('/', '--')}"

    def blob(self, etag: str) -> Path:
        """Where the content that the hub calls `etag` lies once it is whole."""
        return self.path / "blobs" / etag

    def part(self, etag: str) -> Path:
        """Where it lies until then."""
        return self.path / "blobs" / f"{etag}{INCOMPLETE}"

    def lock(self, etag: str) -> Path:
        """What the hub's own programs lock while they write it."""
        return self.top / ".locks" / self.path.name / f"{etag}.lock"

    def snapshot(self, commit: str) -> Path:
        return self.path / "snapshots" / commit

    def file(self, commit: str, path: str) -> Path:
        return self.snapshot(commit).joinpath(*path.split("/"))

    def has(self, commit: str, path: str) -> bool:
        """Whether a file of that commit is there, whole."""
        return self.file(commit, path).is_file()

    def put(self, commit: str, path: str, etag: str) -> Path:
        """Makes a blob a file of a commit. Raises FileError."""
        target, blob = self.file(commit, path), self.blob(etag)
        make_folder(target.parent)
        try:
            with contextlib.suppress(FileNotFoundError):
                target.unlink()
            try:
                target.symlink_to(os.path.relpath(blob, target.parent))
            except (OSError, NotImplementedError):  # not everybody may make links on Windows
                os.replace(blob, target)  # noqa: PTH105
        except OSError as error:
            raise unwritable(target, error) from error
        return target

    def note(self, revision: str, commit: str) -> None:
        """Which commit a branch is at. Raises FileError."""
        if revision != commit:
            ref = self.path / "refs" / Path(*revision.split("/"))
            make_folder(ref.parent)
            write_bytes(ref, commit.encode())

    def forget(self, commit: str, path: str, etag: str) -> None:
        """Takes away a file of a commit, and its content unless another commit has it too."""
        with contextlib.suppress(OSError):
            self.file(commit, path).unlink()
        links = [one for one in self.path.glob("snapshots/**/*") if not one.is_dir()]
        used = {link.resolve() for link in links}
        for blob in (self.part(etag), self.blob(etag)):
            if blob.resolve() not in used:
                with contextlib.suppress(OSError):
                    blob.unlink()
        begun = any((self.path / "blobs").glob(f"*{INCOMPLETE}"))  # by another fetch
        if not links and not begun:
            shutil.rmtree(self.path, ignore_errors=True)


def stays_inside(path: str) -> bool:
    """Whether a name lies where it belongs, on every system: no absolute one, none that climbs."""
    parts = path.split("/")
    return not any(part in ("", ".", "..") or set(part) & set("\\:\0") for part in parts)


def free_bytes(top: Path) -> int:
    """Room on the disk on which a folder is, or would be made."""
    place = top
    while not place.exists() and place != place.parent:
        place = place.parent
    return shutil.disk_usage(place).free
