"""Documents as OpenRaster files (.ora), which Krita, GIMP and MyPaint open too.

An .ora file is a ZIP with a picture for each layer, `stack.xml` that says how they lie over each
other, a merged image and a thumbnail. What OpenRaster has no word for (masks, regions, the
selection, what the generate panel says, exact opacities) is in `underpaint/`; others ignore it.
"""

from __future__ import annotations

import errno
import io
import json
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from xml.etree import ElementTree

import cv2
import numpy as np

from core.document.document import Document
from core.document.layers import Layer, RasterLayer, SketchLayer
from core.document.state import State
from core.errors import FileError, UserError
from core.files import ora_stack
from core.files.atomic import replacing
from core.files.json_text import json_bytes
from core.files.ora_contents import Stored, contents_of, document_of, is_foreign_name
from core.files.pictures import decode, png
from core.files.png_stream import OtherPNG, read_png, write_png
from core.files.trouble import shown, unreadable
from core.geometry import Rect, Size
from core.pixels.alpha import premultiplied, straight
from core.pixels.tiles import TILE, Key, TileGrid, in_tile, tile_rect
from core.request import Pixels

if TYPE_CHECKING:
    from core.arrays import Bytes


MIMETYPE = b"image/openraster"
CONTENTS = "underpaint/document.json"
THUMBNAIL = 256
_MASK = ".mask.png"
_MOST_BYTES = 2**31
_MOST_TEXT = 2**26
_MOST_OTHERS = 2**26
_MOST_FILES = 4096
"""Of other programs."""
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    LookupError,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
)
"""What zipfile raises when an entry is not there, damaged, encrypted or packed otherwise."""


@dataclass(frozen=True)
class OpenedDocument:
    """A document from a file, and what of the file could not be kept, in sentences."""

    document: Document
    warnings: tuple[str, ...] = ()


def save_document(path: Path, state: State) -> None:
    """Saves a document's snapshot, all of it, replacing the file as a whole. Raises FileError.

    May be called from any thread when `state` is a snapshot.
    """
    with replacing(path) as file, _new_archive(file) as archive:
        _write(archive, state)
        _write_merged(archive, state)


def open_document(path: Path) -> OpenedDocument:
    """Opens an OpenRaster file, ours or another program's. Raises FileError."""
    name = shown(path)
    try:
        with path.open("rb") as file:
            return _opened(file, name, _damaged(name))
    except OSError as error:
        raise unreadable(path, error) from error


def pack_layers(state: State) -> memoryview:
    """A document's layers as an archive in memory, without the picture that they are together. It
    is not copied once more, which would hold up all threads."""
    out = io.BytesIO()
    with _new_archive(out) as archive:
        _write(archive, state)
    return out.getbuffer()


def unpack_layers(content: bytes | memoryview) -> State:
    """What `pack_layers` was given. Raises FileError."""
    damaged = FileError("The layers that were copied are damaged.", "Copy them again.")
    return _opened(io.BytesIO(content), "What was copied", damaged).document.snapshot()


def _opened(file: BinaryIO, name: str, damaged: FileError) -> OpenedDocument:
    """What is in an archive. Raises FileError, `damaged` where it is, and OSError when the disk
    fails."""
    try:
        with zipfile.ZipFile(file) as archive:
            return _read(archive, name)
    except OSError as error:
        # In a damaged archive there are places to which no file can be wound.
        if error.errno in (None, errno.EINVAL):
            raise damaged from error
        raise
    except FileError:
        raise
    except UserError as error:
        raise FileError(f"{name} cannot be opened: {error.cause}", error.remedy) from error
    except MemoryError:
        raise FileError(f"{name} does not fit into memory.", "Close other programs.") from None
    except Exception as error:
        # A damaged archive makes zipfile, zlib, the XML parser and whatever reads the numbers in
        # it raise nearly anything.
        raise damaged from error


def _damaged(name: str) -> FileError:
    return FileError(
        f"{name} is damaged, or it is not an OpenRaster file.", "Get or save it again."
    )


# Writing


@contextmanager
def _new_archive(file: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """An archive to write to. What goes wrong within an entry is told, and not that the archive
    could then not be closed."""
    try:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            yield archive
    except ValueError as error:
        hidden = error.__context__
        if isinstance(hidden, MemoryError | OSError):
            raise hidden from None
        raise


def _write(archive: zipfile.ZipFile, state: State) -> None:
    """All of a document but the picture that it is together."""
    archive.writestr("mimetype", MIMETYPE)
    for name, content in state.foreign.files.items():
        archive.writestr(name, content, zipfile.ZIP_DEFLATED)
    taken = {name.casefold() for name in state.foreign.files}
    stored = [
        None
        if layer.grid is None
        else _write_pixels(archive, _free(f"{_folder(layer)}/{place:03}", taken), layer.grid)
        for place, layer in enumerate(state.layers)
    ]
    selection = None
    if state.selection is not None:
        selection = _write_pixels(archive, "underpaint/selection", state.selection.coverage)
    stack = ora_stack.written(state.size, state.layers, stored, state.foreign)
    archive.writestr("stack.xml", stack, zipfile.ZIP_DEFLATED)
    contents = contents_of(state, stored, selection, _PictureWriter(archive), lambda name, _: name)
    archive.writestr(CONTENTS, json_bytes(contents, indent=1), zipfile.ZIP_DEFLATED)


def _folder(layer: Layer) -> str:
    return "data" if isinstance(layer, RasterLayer | SketchLayer) else "underpaint"


def _free(stem: str, taken: set[str]) -> str:
    """A name for a layer's picture that no file of another program has."""
    while f"{stem}.png".casefold() in taken:
        stem += "_"
    return stem


def _write_pixels(archive: zipfile.ZipFile, stem: str, grid: TileGrid) -> Stored:
    """A layer's pixels: one picture of what lies on the canvas, and one of each tile with pixels
    that were moved off it."""
    bounds = grid.bounds().intersected(grid.canvas)
    # OpenRaster has no empty layers: one transparent pixel stands for one.
    rect = Rect(0, 0, 1, 1) if bounds.is_empty else bounds
    stored = Stored(f"{stem}.png", rect, tuple(sorted(_reaching_out(grid))))
    _write_part(archive, stored.source, grid, rect)
    for key in stored.outside:
        _write_part(archive, stored.source_of(key), grid, tile_rect(key))
    return stored


class _PictureWriter:
    """Puts techniques' own pictures into the archive, equal ones once."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._written: set[str] = set()

    def __call__(self, pixels: Pixels) -> str:
        ending = _MASK if pixels.array.ndim == 2 else ".png"
        name = f"underpaint/pictures/{pixels.digest}{ending}"
        if name not in self._written:
            self._written.add(name)
            self._archive.writestr(name, png(pixels.array))
        return name


def _write_part(archive: zipfile.ZipFile, name: str, grid: TileGrid, rect: Rect) -> None:
    with archive.open(name, "w", force_zip64=True) as sink:
        write_png(sink, rect.size, grid.channels, _bands(grid, rect))


def _reaching_out(grid: TileGrid) -> Iterator[Key]:
    """The tiles with pixels off the canvas."""
    for key in grid:
        tile, rect = grid.tile(key), tile_rect(key)
        if tile is None or grid.canvas.contains(rect):
            continue
        on_canvas = tile[in_tile(key, rect.intersected(grid.canvas))]
        if np.count_nonzero(tile) > np.count_nonzero(on_canvas):
            yield key


def _bands(grid: TileGrid, rect: Rect) -> Iterator[Bytes]:
    for part in _rows_of(rect, TILE):
        band = grid.read(part)
        yield band if grid.channels == 1 else _straight(band)


def _straight(band: Bytes) -> Bytes:
    """Most of a large canvas is often empty, which takes a tenth of the time to find out."""
    return straight(band) if band.any() else band


def _rows_of(rect: Rect, height: int) -> Iterator[Rect]:
    for y in range(rect.y, rect.bottom, height):
        yield Rect(rect.x, y, rect.width, min(height, rect.bottom - y))


def _write_merged(archive: zipfile.ZipFile, state: State) -> None:
    """The merged image, and the thumbnail that is made on the way."""
    factor = max(1, -(-max(state.size) // THUMBNAIL))
    small: list[Bytes] = []

    def bands() -> Iterator[Bytes]:
        for part in _rows_of(state.canvas, factor * max(1, TILE // factor)):
            band = state.composite(part)
            size = (-(-part.width // factor), -(-part.height // factor))
            small.append(np.asarray(cv2.resize(band, size, interpolation=cv2.INTER_AREA), np.uint8))
            yield _straight(band)

    with archive.open("mergedimage.png", "w", force_zip64=True) as sink:
        write_png(sink, state.size, 4, bands())
    thumbnail = straight(np.concatenate(small))
    out = io.BytesIO()
    write_png(out, Size(thumbnail.shape[1], thumbnail.shape[0]), 4, [thumbnail])
    archive.writestr("Thumbnails/thumbnail.png", out.getvalue())


# Reading


def _read(archive: zipfile.ZipFile, name: str) -> OpenedDocument:
    files = _Pictures(archive)
    if CONTENTS in archive.namelist():
        contents = json.loads(files.bytes_of(CONTENTS, _MOST_TEXT))
        return OpenedDocument(document_of(contents, files.stored, files.kept, files.file))
    root = ElementTree.fromstring(files.bytes_of("stack.xml", _MOST_TEXT))
    size, found, foreign, warnings = ora_stack.read(root)
    layers = [
        layer.made(files.picture(layer.source, size, layer.x, layer.y) if layer.source else None)
        for layer in found
    ]
    if not any(layer.grid is not None for layer in layers):
        layers.append(RasterLayer.empty(size))
    others, left_out = files.others({layer.source for layer in found})
    if left_out:
        warnings.append(
            "Files of other programs in it are damaged or too large, and cannot be kept."
        )
    foreign = replace(foreign, files=others)
    return OpenedDocument(Document(size, layers, foreign=foreign), tuple(warnings))


class _Pictures:
    """Reads the archive's pictures into tiles."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._room, self._most = _MOST_OTHERS, _MOST_FILES

    def bytes_of(self, name: str, most: int) -> bytes:
        """An entry's content. What a ZIP says of its entries' sizes is not to be trusted."""
        with self._archive.open(name) as entry:
            content = entry.read(most + 1)
        if len(content) > most:
            raise FileError(f"{name} in it is larger than any that Underpaint writes.")
        return content

    def stored(self, stored: Stored, size: Size, channels: int) -> TileGrid:
        """The tiles of a layer of ours."""
        grid = TileGrid(size, channels)
        for key in stored.outside:
            place = tile_rect(key)
            self._put(grid, stored.source_of(key), place.x, place.y)
        self._put(grid, stored.source, stored.rect.x, stored.rect.y)
        return grid

    def picture(self, source: str, size: Size, x: int, y: int) -> TileGrid:
        """The tiles of another program's layer, whose corner is at (x, y)."""
        grid = TileGrid(size, 4)
        self._put(grid, source, x, y)
        return grid

    def kept(self, name: str) -> Pixels:
        """A technique's own picture. KeyError when it is not there."""
        return decode(self.bytes_of(name, _MOST_BYTES), name, mask=name.endswith(_MASK))

    def file(self, name: str) -> bytes | None:
        """A file of another program; None when it is gone, damaged or more than can be kept."""
        try:
            with self._archive.open(name) as entry:
                content = entry.read(self._room + 1)
        except _DAMAGED:
            return None
        if len(content) > self._room or self._most == 0:
            return None
        self._room -= len(content)
        self._most -= 1
        return content

    def others(self, used: set[str]) -> tuple[dict[str, bytes], bool]:
        """The files that are neither in use nor ours, and whether some could not be kept."""
        names = [name for name in dict.fromkeys(self._archive.namelist()) if name not in used]
        found = {name: self.file(name) for name in names if is_foreign_name(name)}
        kept = {name: content for name, content in found.items() if content is not None}
        return kept, len(kept) < len(found)

    def _put(self, grid: TileGrid, name: str, x: int, y: int) -> None:
        before = grid.snapshot()
        try:
            with self._archive.open(name) as entry:
                for i, band in enumerate(read_png(entry, TILE)):
                    _write_band(grid, x, y + i * TILE, band)
        except OtherPNG:
            grid.restore(before)
            content = self.bytes_of(name, _MOST_BYTES)
            pixels = decode(content, name, mask=grid.channels == 1).array
            for top in range(0, len(pixels), TILE):
                _write_band(grid, x, y + top, pixels[top : top + TILE])


def _write_band(grid: TileGrid, x: int, y: int, band: Bytes) -> None:
    if band.shape[2:] != ((4,) if grid.channels == 4 else ()):
        raise OtherPNG("other channels")
    if band.any():
        pixels = band if grid.channels == 1 else premultiplied(band)
        grid.write(Rect(x, y, band.shape[1], band.shape[0]), pixels)
