"""The picture as the view needs it: cached composites around the active layer, tile by tile."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QImage, QPainter

from core.document.compositing import Read, ReadPart, Sheet, compose, compose_part, reach_of
from core.geometry import EMPTY, Rect
from core.pixels.alpha import byte, scaled
from core.pixels.blend import BlendMode
from core.pixels.tiles import TILE, Key, in_tile, inside, tile_rect, tiles_over

from .levels import Deadline, Levels
from .transform import level_rect, rect_at_level

if TYPE_CHECKING:
    from core.arrays import Bytes

    from .displaced import Displaced

RGBA = QImage.Format.Format_RGBA8888_Premultiplied
CACHE_BYTES = 256 << 20
_AT_ONCE = 2 * TILE
"""The side of what is put together at a time where something blurs: each needs more around it."""

_Mode = QPainter.CompositionMode
MODES: dict[BlendMode, QPainter.CompositionMode] = {
    BlendMode.NORMAL: _Mode.CompositionMode_SourceOver,
    BlendMode.MULTIPLY: _Mode.CompositionMode_Multiply,
    BlendMode.SCREEN: _Mode.CompositionMode_Screen,
    BlendMode.OVERLAY: _Mode.CompositionMode_Overlay,
    BlendMode.DARKEN: _Mode.CompositionMode_Darken,
    BlendMode.LIGHTEN: _Mode.CompositionMode_Lighten,
    BlendMode.COLOR_DODGE: _Mode.CompositionMode_ColorDodge,
    BlendMode.COLOR_BURN: _Mode.CompositionMode_ColorBurn,
    BlendMode.HARD_LIGHT: _Mode.CompositionMode_HardLight,
    BlendMode.SOFT_LIGHT: _Mode.CompositionMode_SoftLight,
    BlendMode.DIFFERENCE: _Mode.CompositionMode_Difference,
    BlendMode.EXCLUSION: _Mode.CompositionMode_Exclusion,
    BlendMode.PLUS: _Mode.CompositionMode_Plus,
}


def wrapped(pixels: Bytes) -> QImage:
    """An image over the array's own memory, which must outlive it: premultiplied RGBA."""
    return QImage(pixels.data, pixels.shape[1], pixels.shape[0], pixels.strides[0], RGBA)


def plain(sheet: Sheet) -> bool:
    """Whether QPainter can lay a sheet over what is below it, by itself."""
    return sheet.simple and sheet.blend in MODES


@dataclass(frozen=True)
class Segment:
    """Neighbouring sheets. A cached one is flattened once; others are drawn sheet by sheet.

    The backdrop (`base`) flattens with any modes, since nothing lies below it. Higher up only
    normal sheets can be flattened: `over` is associative, the other modes are not. Where a sheet
    that is not plain comes in, all from there on is flattened `onto` the backdrop.
    """

    sheets: tuple[Sheet, ...]
    cached: bool
    onto: bool = False

    @property
    def reach(self) -> int:
        """How many canvas pixels around it a pixel depends on."""
        return reach_of(self.sheets)

    def layers(self) -> Iterator[str]:
        for sheet in self.sheets:
            yield from sheet.layers()


def segments_of(sheets: Sequence[Sheet], active: Collection[str]) -> tuple[Segment, ...]:
    """Splits the sheets, bottom to top, so that drawing the active ones costs the least."""
    index = next((i for i, sheet in enumerate(sheets) if _holds(sheet, active)), None)
    if index is None:
        return (Segment(tuple(sheets), True),) if sheets else ()
    result = []
    if index > 0:
        result.append(Segment(tuple(sheets[:index]), True))
    if not all(map(plain, sheets[index:])):
        return (*result, Segment(tuple(sheets[index:]), True, onto=True))
    run: list[Sheet] = []
    for sheet in sheets[index:]:
        if sheet.blend is BlendMode.NORMAL and not _holds(sheet, active):
            run.append(sheet)
            continue
        if run:
            result.append(Segment(tuple(run), True))
            run = []
        result.append(Segment((sheet,), False))
    if run:
        result.append(Segment(tuple(run), True))
    return tuple(result)


def _holds(sheet: Sheet, layers: Collection[str]) -> bool:
    return sheet.layer in layers or any(layer in layers for layer in sheet.layers())


def plainly(painter: QPainter) -> None:
    """Sets the painter to what lies over everything, opaquely."""
    painter.setOpacity(1.0)
    painter.setCompositionMode(_Mode.CompositionMode_SourceOver)


def blending(painter: QPainter, sheet: Sheet, pixels: Bytes) -> QImage:
    """Sets the painter to a sheet's mode and opacity; returns the image to draw with it.

    QPainter's Plus applies opacity after saturation, ours before: a faint layer would not add.
    """
    opacity = sheet.opacity
    if sheet.blend is BlendMode.PLUS and opacity < 1:
        pixels, opacity = scaled(pixels, byte(opacity)), 1.0
    painter.setCompositionMode(MODES[sheet.blend])
    painter.setOpacity(opacity)
    return wrapped(pixels)


class _Flat:
    """A tile of a cached segment; `image` is None where nothing is. `stale` is the part of it that
    is out of date."""

    __slots__ = ("image", "nbytes", "pixels", "stale")

    def __init__(self, pixels: Bytes | None) -> None:
        self.pixels = pixels
        self.nbytes = 0 if pixels is None or pixels.base is not None else pixels.nbytes
        self.image = None if pixels is None else wrapped(pixels)
        self.stale = EMPTY


_FlatKey = tuple[int, int, Key]
"""A segment's number, a mip level, and a tile."""


class LayerStack:
    """Draws a rectangle of the picture at a mip level, reusing what did not change.

    `levels` gives a layer's pixels by its id. Layers may be drawn displaced (`shift`), which is how
    a move or a transformation shows before it is made.
    """

    def __init__(self, levels: Callable[[str], Levels]) -> None:
        self._levels = levels
        self._sheets: tuple[Sheet, ...] = ()
        self._active: frozenset[str] = frozenset()
        self._segments: tuple[Segment, ...] = ()
        self._numbers: dict[Segment, int] = {}
        self._next_number = 0
        self._backdrop: tuple[Segment, ...] = ()
        self._drawn: list[tuple[int, Segment]] = []
        self._flat: OrderedDict[_FlatKey, _Flat] = OrderedDict()
        self._nbytes = 0
        self._shift: Displaced | None = None

    @property
    def shift(self) -> Displaced | None:
        """Layers that are shown displaced."""
        return self._shift

    def displace(self, shift: Displaced | None, parts: Iterable[Rect]) -> None:
        """Shows layers displaced, or none; that looks different within `parts` (canvas)."""
        self._shift = shift
        self._split()
        mixed = {number for number, segment in self._drawn if segment.onto}
        for part in parts:
            self._outdate(mixed, part)

    def arrange(self, sheets: Sequence[Sheet], active: str | None) -> None:
        """Takes the visible sheets, bottom to top, and which of them is being painted on."""
        self._sheets = tuple(sheets)
        self._active = frozenset(() if active is None else (active,))
        self._split()

    def _split(self) -> None:
        """Keeps what can be kept around the layers that change: those displaced, or the active."""
        changing = self._active if self._shift is None else self._shift.layers
        segments = segments_of(self._sheets, changing)
        if segments == self._segments:
            return
        self._segments = segments
        known, self._numbers, self._drawn = self._numbers, {}, []
        for segment in segments:
            number = known.get(segment, self._next_number)
            self._next_number = max(self._next_number, number + 1)
            self._drawn.append((number, segment))
            if segment.cached:
                self._numbers[segment] = number
        if segments and segments[-1].onto and self._backdrop != segments[:-1]:
            self._numbers[segments[-1]] = self._next_number
            self._drawn[-1] = (self._next_number, segments[-1])
            self._next_number += 1
        self._backdrop = segments[:-1]
        kept = set(self._numbers.values())
        for key in [key for key in self._flat if key[0] not in kept]:
            self._drop(key)

    def invalidate(self, layer: str, rect: Rect) -> None:
        """Pixels of a layer changed within `rect` (canvas)."""
        holders = {
            number
            for number, segment in self._drawn
            if segment.cached and layer in segment.layers()
        }
        if holders and self._drawn[-1][1].onto:
            holders.add(self._drawn[-1][0])
        if not holders:
            return
        self._outdate(holders, rect)

    def _outdate(self, numbers: Collection[int], rect: Rect) -> None:
        for key, flat in self._flat.items():
            number, level, tile = key
            if number in numbers:
                touched = rect_at_level(rect, level).intersected(tile_rect(tile))
                flat.stale = flat.stale.united(touched)

    def clear(self) -> None:
        self._flat.clear()
        self._nbytes = 0

    def draw(self, painter: QPainter, level: int, rect: Rect, deadline: Deadline) -> list[Rect]:
        """Draws `rect` (pixels of `level`) at its own place; returns the parts left undone."""
        undone = []
        mixed = bool(self._drawn) and self._drawn[-1][1].onto
        for number, segment in self._drawn[-1:] if mixed else self._drawn:
            if segment.cached and segment.reach:
                self._bring_up_to_date(number, segment, level, rect, deadline)
        for key, part in tiles_over(rect):
            for number, segment in self._drawn[-1:] if mixed else self._drawn:
                if segment.cached:
                    flat = self._flattened(number, segment, level, key, deadline)
                    if flat is not None and flat.image is not None:
                        _draw(painter, flat.image, part)
                else:
                    self._draw_sheet(painter, segment.sheets[0], level, key, part, deadline)
            if deadline.missed:
                undone.append(part)
        return undone

    def _draw_sheet(
        self,
        painter: QPainter,
        sheet: Sheet,
        level: int,
        key: Key,
        part: Rect,
        deadline: Deadline,
    ) -> None:
        levels = self._levels(sheet.layer)
        if self.shift is not None and sheet.layer in self.shift.layers:
            pixels = self.shift.read(sheet.layer, levels, level, part, deadline)
            if pixels is not None:
                painter.drawImage(part.x, part.y, blending(painter, sheet, pixels))
                plainly(painter)
            return
        tile = levels.tile(level, key, deadline)
        if tile is not None:
            _draw(painter, blending(painter, sheet, tile), part)
            plainly(painter)

    def _flattened(
        self, number: int, segment: Segment, level: int, key: Key, deadline: Deadline
    ) -> _Flat | None:
        name = (number, level, key)
        flat = self._flat.get(name)
        if flat is not None and flat.stale.is_empty:
            self._flat.move_to_end(name)
            return flat
        if deadline.passed:
            return flat
        if segment.reach:
            self._bring_up_to_date(number, segment, level, tile_rect(key), deadline)
            return self._flat.get(name)
        backdrop = None
        if segment.onto and len(self._drawn) > 1:
            base = self._flattened(*self._drawn[0], level, key, deadline)
            backdrop = None if base is None else base.pixels
        made = _Flat(_flatten(segment.sheets, self._reader(level, key, deadline), backdrop))
        made.stale = tile_rect(key) if deadline.missed else EMPTY
        self._keep(name, made)
        return made

    def _keep(self, name: _FlatKey, made: _Flat) -> None:
        if name in self._flat:
            self._drop(name)
        self._flat[name] = made
        self._nbytes += made.nbytes
        while self._nbytes > CACHE_BYTES and len(self._flat) > 1:
            self._drop(next(iter(self._flat)))

    def _bring_up_to_date(
        self, number: int, segment: Segment, level: int, rect: Rect, deadline: Deadline
    ) -> None:
        """Makes anew what is out of date, within `rect` of a level, of a segment that blurs: parts
        of neighbouring tiles at once, since each needs what lies around it."""
        canvas = self._canvas(level)
        parts = []
        for key, _ in tiles_over(rect.intersected(canvas)):
            flat = self._flat.get((number, level, key))
            stale = (tile_rect(key) if flat is None else flat.stale).intersected(canvas)
            if flat is not None:
                flat.stale = stale
            if not stale.is_empty:
                parts.append(stale)
        together = Rect.around(parts)
        if together.area <= _AT_ONCE**2:
            blocks = [together] if parts else []
        else:
            grouped: dict[Key, Rect] = {}
            for part in parts:
                place = part.x // _AT_ONCE, part.y // _AT_ONCE
                grouped[place] = grouped.get(place, EMPTY).united(part)
            blocks = list(grouped.values())
        sheets = [sheet.smaller(1 << level) for sheet in segment.sheets]
        for block in blocks:
            if deadline.passed:
                return
            made = compose_part(
                sheets,
                self._part_reader(level, deadline),
                block,
                canvas,
                lambda part: self._backdrop_of(segment, level, part, deadline),
            )
            self._put(number, level, block, made, deadline.missed)

    def _put(
        self, number: int, level: int, block: Rect, made: Bytes | None, unfinished: bool
    ) -> None:
        """Writes a part of a segment into its tiles; what was made in want of time stays stale."""
        for key, part in tiles_over(block):
            name = (number, level, key)
            flat = self._flat.get(name)
            if flat is None or flat.pixels is None:
                known = EMPTY if flat is None else flat.stale
                flat = _Flat(np.zeros((TILE, TILE, 4), np.uint8))
                flat.stale = known
                self._keep(name, flat)
            assert flat.pixels is not None
            where = in_tile(key, part)
            flat.pixels[where] = 0 if made is None else made[inside(part, block)]
            if unfinished:
                flat.stale = flat.stale.united(part)
            elif part.contains(flat.stale):
                flat.stale = EMPTY

    def _canvas(self, level: int) -> Rect:
        """All of the picture at a level; empty when nothing has pixels."""
        # Of whatever segment: one that blurs may have no pixels of its own.
        layers = next((layer for _, one in self._drawn for layer in one.layers()), None)
        return EMPTY if layers is None else level_rect(self._levels(layers).grid.size, level)

    def _backdrop_of(
        self, segment: Segment, level: int, part: Rect, deadline: Deadline
    ) -> Bytes | None:
        """A copy of what lies below a segment."""
        if not segment.onto or len(self._drawn) < 2:
            return None
        result = np.zeros((part.height, part.width, 4), np.uint8)
        for key, piece in tiles_over(part):
            flat = self._flattened(*self._drawn[0], level, key, deadline)
            if flat is not None and flat.pixels is not None:
                result[inside(piece, part)] = flat.pixels[in_tile(key, piece)]
        return result

    def _part_reader(self, level: int, deadline: Deadline) -> ReadPart:
        """What gives parts of layers, displaced those that are."""

        def read(layer: str, part: Rect) -> Bytes | None:
            levels = self._levels(layer)
            if self.shift is not None and layer in self.shift.layers:
                return self.shift.read(layer, levels, level, part, deadline)
            return None if levels.empty(level, part) else levels.read(level, part, deadline)

        return read

    def _reader(self, level: int, key: Key, deadline: Deadline) -> Read:
        """What gives a layer's tile, displaced if that layer is."""

        def read(layer: str) -> Bytes | None:
            levels = self._levels(layer)
            if self.shift is not None and layer in self.shift.layers:
                return self.shift.read(layer, levels, level, tile_rect(key), deadline)
            return levels.tile(level, key, deadline)

        return read

    def _drop(self, name: _FlatKey) -> None:
        self._nbytes -= self._flat.pop(name).nbytes


def _flatten(sheets: Sequence[Sheet], read: Read, backdrop: Bytes | None) -> Bytes | None:
    """Sheets over a backdrop or nothing; None when they are all empty."""
    if backdrop is not None or not all(map(plain, sheets)):
        return compose(sheets, read, backdrop)
    there = [(sheet, tile) for sheet in sheets if (tile := read(sheet.layer)) is not None]
    if not there:
        return None
    sheet, tile = there[0]
    if len(there) == 1 and sheet.opacity == 1:
        # Over nothing every mode is the layer itself: its own memory will do.
        return tile
    result = np.zeros((TILE, TILE, 4), np.uint8)
    image = wrapped(result)
    with QPainter(image) as painter:
        for sheet, tile in there:
            painter.drawImage(0, 0, blending(painter, sheet, tile))
    return result


def _draw(painter: QPainter, image: QImage, part: Rect) -> None:
    """Draws the part of a tile at its place."""
    x, y = part.x, part.y
    painter.drawImage(x, y, image, x % TILE, y % TILE, part.width, part.height)
