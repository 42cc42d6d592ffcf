"""Reading a document that was left behind, and as much of it as there is when it is damaged."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.document.document import Document
from core.errors import FileError, UserError
from core.files.on_disk import Stamp, stamp
from core.files.ora_contents import Stored, document_of
from core.geometry import Size
from core.parameters import Json
from core.pixels.tiles import Key, TileGrid
from core.recovery import candidates as kept_candidates
from core.recovery import manifest as manifests
from core.recovery.candidates import KeptJob
from core.recovery.journal import Journal
from core.recovery.manifest import Manifest, Newer, tiles_in
from core.recovery.orphans import mark_taken, newest_whole
from core.recovery.pack import Address, Damaged, Digest, PackReader
from core.recovery.place import Place
from core.request import Pixels

if TYPE_CHECKING:
    from core.arrays import Bytes


@dataclass(frozen=True, eq=False)
class Recovered:
    """A document as it was kept last."""

    document: Document
    """It counts as changed since it was saved."""
    path: Path | None
    """The file that it belongs to, which is as it was."""
    stamp: Stamp | None
    """What that file is like; None when it is not there, or was written after this was kept."""
    saved: float
    journal: Journal
    """Goes on keeping it where it was found."""
    candidates: tuple[KeptJob, ...] = ()
    """Pictures that were made for it, by jobs in their order."""
    warnings: tuple[str, ...] = ()
    """What of it could not be read, in sentences."""


def recover(place: Place) -> Recovered:
    """Reads what is kept in a claimed place. Raises FileError; what is kept stays as it is."""
    newest = newest_whole(place.folder)
    files = manifests.files(place.folder)
    torn = [file for file in files if int(file.stem) > newest.number]
    with contextlib.closing(PackReader(place.folder)) as packs:
        reader = _Reader(packs, newest, _before(files, newest))
        try:
            document = document_of(newest.contents, reader.grid, reader.picture, reader.file)
            candidates = tuple(kept_candidates.of_json(newest.candidates, reader.stored))
        except MemoryError:
            raise FileError(
                "The picture does not fit into memory.", "Close other programs, then try again."
            ) from None
        except (UserError, LookupError, TypeError, ValueError, AttributeError) as error:
            raise FileError(
                "What was kept of the picture cannot be read.", f"It lies in {place.folder}."
            ) from error
    document.mark_unsaved()
    for file in torn:  # the next one would be taken for older than this
        with contextlib.suppress(OSError):
            file.unlink()
    mark_taken(place)
    warnings = ["What was kept last is damaged: this is how the picture was shortly before."]
    return Recovered(
        document,
        None if newest.path is None else Path(newest.path),
        _stamp_of(newest),
        newest.saved,
        Journal.resumed(place, newest, reader.whole.values(), reader.tiles),
        candidates,
        (*(warnings if torn else ()), *reader.warnings()),
    )


def _stamp_of(manifest: Manifest) -> Stamp | None:
    found = None if manifest.path is None else stamp(Path(manifest.path))
    return None if found is None or found[0] > manifest.saved * 1e9 else found


def _before(files: list[Path], newest: Manifest) -> Manifest | None:
    """The manifest before the newest, if it can be read."""
    for file in files:
        if int(file.stem) < newest.number:
            with contextlib.suppress(Damaged, Newer):
                return manifests.read(file)
    return None


class _Reader:
    """Reads layers' pixels: the newest, else those of the manifest before, else nothing."""

    def __init__(self, packs: PackReader, newest: Manifest, before: Manifest | None) -> None:
        self._packs = packs
        self._names = {source: name for _, source, name in _sources(newest)}
        self._older: dict[str, str] = {}
        """For the source of each layer's pixels, that of the same layer before."""
        if before is not None:
            old = {layer: source for layer, source, _ in _sources(before)}
            self._older = {s: old[layer] for layer, s, _ in _sources(newest) if layer in old}
        self.whole: dict[Digest, Address] = {}
        self.tiles: list[tuple[Bytes, Digest]] = []
        self._read: dict[Digest, Bytes] = {}
        self._hurt: dict[str, bool] = {}
        """Layers of which something is missing (True) or older (False), by their names."""
        self._pictures_lost = False

    def grid(self, stored: Stored, size: Size, channels: int) -> TileGrid:
        """As much of a layer's pixels as can be read."""
        grid = TileGrid(size, channels)
        older = self._older.get(stored.source)
        name = self._names.get(stored.source, "the selection")
        table = self._table(stored.source)
        before: dict[Key, Address] | None = None
        if table is None:
            table = self._table(older) if older is not None else None
            self._hurt[name] = table is None
        for key, address in (table or {}).items():
            tile = self._tile(address, channels)
            if tile is None:
                if before is None:
                    before = (self._table(older) if older is not None else None) or {}
                other = before.get(key)
                tile = None if other is None else self._tile(other, channels)
                self._hurt[name] = self._hurt.get(name, False) or tile is None
            if tile is not None:
                grid.share(key, tile)
        return grid

    def picture(self, text: str) -> Pixels:
        """A technique's own picture. Raises FileError."""
        try:
            return self.stored(text)
        except Damaged:
            self._pictures_lost = True
            raise FileError("A picture of a technique cannot be read.") from None

    def stored(self, text: str) -> Pixels:
        """A picture that was kept whole. Raises Damaged, or FileError."""
        from core.files.pictures import decode  # Pillow stalls the window while it loads

        address = Address.of_text(text)
        content = self._packs.content(address)
        self.whole[address.digest] = address
        return decode(content, "a picture of a technique", mask=_is_grey(content))

    def file(self, text: str) -> bytes | None:
        """A file of another program; None when it cannot be read."""
        try:
            address = Address.of_text(text)
            content = self._packs.content(address)
        except Damaged:
            return None
        self.whole[address.digest] = address
        return content

    def warnings(self) -> Iterator[str]:
        """What the artist has to look at."""
        missing = [name for name, gone in self._hurt.items() if gone]
        older = [name for name, gone in self._hurt.items() if not gone]
        if missing:
            yield f"Parts of {_listed(missing)} are damaged and empty now."
        if older:
            yield f"Parts of {_listed(older)} are damaged, and as they were shortly before."
        if self._pictures_lost:
            yield "A technique or a reference was left out, whose picture is damaged."

    def _table(self, source: str) -> dict[Key, Address] | None:
        with contextlib.suppress(Damaged):
            address = Address.of_text(source)
            table = dict(tiles_in(self._packs.content(address)))
            self.whole[address.digest] = address
            return table
        return None

    def _tile(self, address: Address, channels: int) -> Bytes | None:
        """Equal tiles are one array, as they were."""
        tile = self._read.get(address.digest)
        if tile is None:
            with contextlib.suppress(Damaged):
                tile = self._read[address.digest] = self._packs.tile(address, channels)
                self.whole[address.digest] = address
                self.tiles.append((tile, address.digest))
        return tile


def _is_grey(png: bytes) -> bool:
    """Whether a PNG of ours is a mask: the colour type in its header."""
    return png[25:26] == b"\0"


def _sources(manifest: Manifest) -> Iterator[tuple[str, str, str]]:
    """Of each layer with pixels: its id, the source of its pixels, and what to call it."""
    layers: Json = manifest.contents["layers"]
    for layer in layers:
        if layer["pixels"] is not None:
            yield str(layer["id"]), str(layer["pixels"]["source"]), f"“{layer['name']}”"
    selection: Json = manifest.contents["selection"]
    if selection is not None:
        yield "", str(selection["source"]), "the selection"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
