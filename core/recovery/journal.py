"""What keeps a document's unsaved changes: each time only what is not kept yet is written."""

from __future__ import annotations

import contextlib
import io
import time
import weakref
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.document.state import State
from core.errors import Cancelled
from core.files.ora_contents import Stored, contents_of
from core.files.png_stream import write_png
from core.geometry import Rect, Size
from core.parameters import Json
from core.pixels.tiles import Key, TileGrid
from core.recovery import candidates as kept_candidates
from core.recovery import manifest as manifests
from core.recovery.candidates import KeptJob
from core.recovery.manifest import Manifest, table_of
from core.recovery.miniature import Miniature
from core.recovery.pack import Address, Digest, PackWriter, digest_of, pack_file
from core.recovery.pieces import Pieces
from core.recovery.place import Place
from core.request import Pixels

if TYPE_CHECKING:
    from core.arrays import Bytes


class Journal:
    """Keeps one document in a place of its own below `root`, made when it is first needed.

    Whatever fails or is cut off, what was kept before stays. For one thread at a time.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._place: Place | None = None
        self._number = 0
        self._addresses: dict[Digest, Address] = {}
        """Pieces that the newest manifest needs."""
        self._lengths: dict[int, int] = {}
        """Bytes of the packs that hold them."""
        self._kept: list[frozenset[int]] = []
        """The packs that the last two manifests need."""
        self._known: dict[int, tuple[weakref.ref[Bytes], Digest]] = {}
        """What tiles were last called. Once it was in a snapshot a tile never changes."""
        self._pictures: dict[str, Digest] = {}
        """What techniques' own pictures are called here, by their own digests."""
        self._miniature = Miniature()

    @classmethod
    def resumed(
        cls,
        place: Place,
        manifest: Manifest,
        addresses: Iterable[Address],
        tiles: Iterable[tuple[Bytes, Digest]],
    ) -> Journal:
        """Goes on where another program was cut off. `addresses` are pieces that are known to be
        whole, `tiles` those of the recovered document."""
        journal = cls(place.folder.parent)
        journal._place = place
        journal._addresses = {address.digest: address for address in addresses}
        packs = frozenset(_packs(place.folder))
        journal._number = max([manifest.number, *packs])
        journal._kept = [packs]
        journal._lengths = _lengths(place.folder)
        journal._known = {id(tile): (weakref.ref(tile), digest) for tile, digest in tiles}
        return journal

    @property
    def folder(self) -> Path | None:
        """Where it keeps the document; None before the first time."""
        return None if self._place is None else self._place.folder

    def write(
        self,
        state: State,
        path: Path | None,
        *,
        candidates: Sequence[KeptJob] = (),
        stopped: Callable[[], bool] = lambda: False,
        now: float | None = None,
    ) -> int:
        """Keeps a snapshot of a document that belongs to the file `path`; returns the bytes that
        it wrote. `candidates` come back with it. Raises FileError, and Cancelled soon after
        `stopped` says so."""
        folder = self._begin()
        self._number += 1
        try:
            with PackWriter(folder, self._number) as pack:
                pieces = Pieces(pack, self._usable(folder), self._lengths)
                content, picture = self._write_pieces(state, pieces, stopped)
                waiting = kept_candidates.to_json(
                    candidates, lambda one: self._picture(one, pieces)
                )
            manifest = Manifest(
                number=self._number,
                path=None if path is None else str(path),
                saved=time.time() if now is None else now,
                picture=picture,
                contents=content,
                candidates=waiting,
            )
            written = pack.nbytes + manifests.write(folder, manifest)
        except BaseException:
            self._take_back(folder)
            raise
        self._addresses = pieces.used
        self._kept = [*self._kept[-1:], frozenset(one.pack for one in pieces.used.values())]
        self._tidy(folder)
        self._lengths = _lengths(folder)
        return written

    def void(self) -> None:
        """The document is saved: there is nothing to recover, but the pieces stay, for the next
        change. Raises FileError."""
        if self._place is None:
            return
        # The oldest first, so that it never becomes the newest.
        for file in reversed(manifests.files(self._place.folder)):
            try:
                file.unlink(missing_ok=True)
            except OSError:
                self.remove()
                return
        self._kept = self._kept[-1:]

    def remove(self) -> None:
        """The document is done with: everything goes. Raises FileError."""
        place, self._place = self._place, None
        self._forget()
        if place is not None:
            place.remove()

    def release(self) -> None:
        """Leaves what is kept to the next program that looks for it."""
        if self._place is not None:
            self._place.release()
            self._place = None
        self._forget()

    def _begin(self) -> Path:
        """The folder, another one when somebody took it away."""
        if self._place is not None and not self._place.folder.is_dir():
            self.release()
        if self._place is None:
            self._place = Place.new(self._root)
        return self._place.folder

    def _forget(self) -> None:
        self._addresses, self._lengths, self._kept, self._known = {}, {}, [], {}

    def _usable(self, folder: Path) -> dict[Digest, Address]:
        """The pieces that need not be written again: those in packs that are as they were."""
        there = _lengths(folder)
        whole = {pack for pack, length in self._lengths.items() if there.get(pack) == length}
        return {digest: one for digest, one in self._addresses.items() if one.pack in whole}

    def _write_pieces(
        self, state: State, pieces: Pieces, stopped: Callable[[], bool]
    ) -> tuple[dict[str, Json], Address]:
        grids = {layer.id: layer.grid for layer in state.layers if layer.grid is not None}
        selection = None if state.selection is None else state.selection.coverage
        named = {key: self._named(grid, stopped) for key, grid in grids.items()}
        chosen = None if selection is None else self._named(selection, stopped)
        self._prune()
        needed = {digest for tiles in named.values() for digest in tiles.values()}
        pieces.wear_out(needed | set({} if chosen is None else chosen.values()))
        stored = [
            _write_grid(grids[layer.id], named[layer.id], pieces, stopped)
            if layer.id in grids
            else None
            for layer in state.layers
        ]
        marked = None
        if selection is not None and chosen is not None:
            marked = _write_grid(selection, chosen, pieces, stopped)
        content = contents_of(
            state,
            stored,
            marked,
            lambda one: self._picture(one, pieces),
            lambda _, file: pieces.content(file).text,
        )
        small = self._miniature.of(state, named)
        return content, pieces.content(_png(small))

    def _named(self, grid: TileGrid, stopped: Callable[[], bool]) -> dict[Key, Digest]:
        """The names of a grid's tiles. Only those that were in no snapshot yet are looked at."""
        names: dict[Key, Digest] = {}
        for key in grid:
            tile = grid.shared(key)
            if tile is None:
                continue
            known = self._known.get(id(tile))
            if known is None or known[0]() is not tile:
                if stopped():
                    raise Cancelled
                known = weakref.ref(tile), digest_of(tile)
                self._known[id(tile)] = known
            names[key] = known[1]
        return names

    def _picture(self, pixels: Pixels, pieces: Pieces) -> str:
        """Keeps a technique's own picture."""
        from core.files.pictures import png  # Pillow stalls the window while it loads

        known = self._pictures.get(pixels.digest)
        address = None if known is None else pieces.there(known)
        if address is None:
            address = pieces.content(png(pixels.array))
            self._pictures[pixels.digest] = address.digest
        return address.text

    def _prune(self) -> None:
        self._known = {key: one for key, one in self._known.items() if one[0]() is not None}

    def _take_back(self, folder: Path) -> None:
        """What could not be written whole goes, so that it takes no room on a full disk."""
        with contextlib.suppress(OSError):
            manifests.file_of(folder, self._number).unlink(missing_ok=True)
            pack_file(folder, self._number).unlink(missing_ok=True)

    def _tidy(self, folder: Path) -> None:
        """Takes away what neither of the last two manifests needs."""
        needed = frozenset[int]().union(*self._kept)
        old = manifests.files(folder)[2:]
        old += [file for number, file in _packs(folder).items() if number not in needed]
        for file in old:
            with contextlib.suppress(OSError):
                file.unlink()


def _write_grid(
    grid: TileGrid, names: Mapping[Key, Digest], pieces: Pieces, stopped: Callable[[], bool]
) -> Stored:
    tiles: dict[Key, Address] = {}
    for key, digest in names.items():
        tile = grid.tile(key)
        if tile is None:
            continue
        if stopped():
            raise Cancelled
        tiles[key] = pieces.tile(digest, tile)
    return Stored(pieces.content(table_of(tiles)).text, Rect(0, 0, 0, 0))


def _png(picture: Bytes) -> bytes:
    out = io.BytesIO()
    write_png(out, Size(picture.shape[1], picture.shape[0]), 4, [picture])
    return out.getvalue()


def _packs(folder: Path) -> dict[int, Path]:
    """The packs of a folder by their numbers."""
    try:
        return {int(one.stem): one for one in folder.glob("*.pack") if one.stem.isdecimal()}
    except OSError:
        return {}


def _lengths(folder: Path) -> dict[int, int]:
    lengths = {}
    for number, file in _packs(folder).items():
        with contextlib.suppress(OSError):
            lengths[number] = file.stat().st_size
    return lengths
