"""The document at one moment, what changed between two moments, and what is seen of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from core.document import tree
from core.document.compositing import (
    compose,
    compose_part,
    reach_above,
    reach_of,
    sheets_of,
)
from core.document.foreign import NOTHING, Foreign
from core.document.guides import NONE as NO_GUIDES
from core.document.guides import Guides
from core.document.layers import (
    AdjustmentLayer,
    GroupLayer,
    Layer,
    LayerMask,
    MaskLayer,
    RasterLayer,
    RegionLayer,
    new_id,
)
from core.document.selection import SELECTION, Selection, union
from core.document.settings import PaintSettings
from core.errors import UserError
from core.geometry import EMPTY, Rect, Size
from core.pixels.alpha import straight
from core.pixels.tiles import TILE, Key, TileGrid, in_tile, inside, keep_freed, tiles_over
from core.request import MAX_SIDE

if TYPE_CHECKING:
    from core.arrays import Bytes
    from core.document.compositing import ReadPart
    from core.document.references import Reference


def checked_size(size: Size) -> Size:
    """The size, when a document can have it; UserError otherwise."""
    for side in size:
        if isinstance(side, bool) or side != int(side) or not 1 <= side <= MAX_SIDE:
            raise UserError(
                f"A picture cannot be {size[0]}×{size[1]} pixels.",
                f"Choose sides of 1 to {MAX_SIDE:,} whole pixels.",
            )
    return Size(int(size[0]), int(size[1]))


class Kind(StrEnum):
    """What about a document changed."""

    PIXELS = "pixels"
    LAYERS = "layers"
    """Layers were added, removed or reordered."""
    PROPERTIES = "properties"
    ACTIVE = "active"
    SELECTION = "selection"
    SETTINGS = "settings"
    SIZE = "size"
    REFERENCES = "references"
    GUIDES = "guides"


@dataclass(frozen=True)
class Change:
    """What changed, and where on the canvas it may look different now."""

    rect: Rect
    kinds: frozenset[Kind]
    layers: frozenset[str] = frozenset()
    parts: tuple[Rect, ...] = ()
    """Rectangles that together hold all that changed within `rect`: a diagonal stroke's tiles
    instead of its bounds. `rect` itself when there is nothing finer to say."""


@dataclass(frozen=True, eq=False)
class State:
    """Everything in a document but its history. The layers' grids are live in a `Document`, and
    frozen in a `Snapshot`."""

    size: Size
    layers: tuple[Layer, ...] = ()
    """Bottom to top."""
    active_id: str | None = None
    selection: Selection | None = None
    settings: PaintSettings = field(default_factory=PaintSettings)
    foreign: Foreign = NOTHING
    id: str = field(default_factory=new_id)
    """The document's own, kept in its file: by it the pictures that were made for it are found."""
    references: tuple[Reference, ...] = ()
    """Pictures pinned on or beside the canvas, the lowest first."""
    guides: Guides = NO_GUIDES

    @property
    def canvas(self) -> Rect:
        return Rect.of_size(self.size)

    @property
    def active(self) -> Layer | None:
        return next((layer for layer in self.layers if layer.id == self.active_id), None)

    def layer(self, layer_id: str) -> Layer:
        """The layer with this id; UserError when it is gone."""
        return self.layers[self.index(layer_id)]

    def index(self, layer_id: str) -> int:
        """The layer's place from the bottom; UserError when it is gone."""
        for place, layer in enumerate(self.layers):
            if layer.id == layer_id:
                return place
        raise UserError("The layer is not there any more.", "Choose another one in the list.")

    def has_layer(self, layer_id: str) -> bool:
        return any(layer.id == layer_id for layer in self.layers)

    @property
    def said(self) -> str:
        """Everything that the picture is told: the prompt, and those of the regions shown."""
        return "\n".join([self.settings.prompt, *(region.prompt for region in self.regions)])

    @property
    def regions(self) -> list[RegionLayer]:
        """The regions that count: those that are shown and have a prompt."""
        return [
            layer
            for layer in self.layers
            if isinstance(layer, RegionLayer) and layer.visible and layer.prompt.strip()
        ]

    def grids(self) -> Iterator[TileGrid]:
        """All pixels that this state refers to."""
        for layer in self.layers:
            if layer.grid is not None:
                yield layer.grid
        if self.selection is not None:
            yield self.selection.coverage

    def kept_pictures(self) -> Iterator[Bytes]:
        """The pixels that generated layers keep to be made again with."""
        for layer in self.layers:
            if isinstance(layer, RasterLayer) and layer.origin is not None:
                yield from (one.array for one in layer.origin.pictures())

    def composite(self, rect: Rect, what: Sequence[Layer] | None = None) -> Bytes:
        """The visible raster layers of `rect` over each other: premultiplied RGBA (h, w, 4).

        What lies off the canvas is transparent. `what` restricts it to some of the layers.
        """
        keep_freed()
        result = np.zeros((max(0, rect.height), max(0, rect.width), 4), np.uint8)
        sheets = sheets_of(self.layers if what is None else what)
        grids = {layer.id: layer.grid for layer in self.layers if layer.grid is not None}
        if reach_of(sheets):
            for part in _blocks(rect.intersected(self.canvas)):
                image = compose_part(sheets, partly(grids), part, self.canvas)
                if image is not None:
                    result[inside(part, rect)] = image
            return result
        for key, part in tiles_over(rect.intersected(self.canvas)):
            where = in_tile(key, part)

            def read(
                layer: str, key: Key = key, where: tuple[slice, slice] = where
            ) -> Bytes | None:
                tile = grids[layer].tile(key)
                return None if tile is None else tile[where]

            image = compose(sheets, read)
            if image is not None:
                result[inside(part, rect)] = image
        return result

    def flatten(self) -> Bytes:
        """The whole picture as it is exported: straight RGBA (h, w, 4)."""
        result = self.composite(self.canvas)
        for _, part in tiles_over(self.canvas):
            result[part.slices] = straight(result[part.slices])
        return result

    def masks(self) -> tuple[TileGrid, ...]:
        """What says which pixels are repainted: the visible masks that are not empty, else the
        selection, else nothing."""
        painted = tuple(
            layer.coverage
            for layer in self.layers
            if isinstance(layer, MaskLayer)
            and layer.visible
            and not layer.bounds().intersected(self.canvas).is_empty
        )
        if painted or self.selection is None:
            return painted
        return (self.selection.coverage,)

    def mask_coverage(self, rect: Rect) -> Bytes:
        """How far each pixel of `rect` is to be repainted, 0…255: (h, w), before grow and feather.

        0 off the canvas.
        """
        result = np.zeros((max(0, rect.height), max(0, rect.width)), np.uint8)
        part = rect.intersected(self.canvas)
        if not part.is_empty:
            result[inside(part, rect)] = union(self.masks(), part)
        return result

    def mask_bounds(self) -> Rect:
        """The smallest rectangle of the canvas that holds all that is to be repainted."""
        return Rect.around(grid.bounds() for grid in self.masks()).intersected(self.canvas)


class Snapshot(State):
    """A document at one moment: a frozen value that shares its tiles and may cross threads."""


def frozen(state: State) -> Snapshot:
    """What a document looks like now; later painting leaves it alone."""
    return Snapshot(
        size=state.size,
        layers=tuple(layer.frozen() for layer in state.layers),
        active_id=state.active_id,
        selection=state.selection,
        settings=state.settings,
        foreign=state.foreign,
        id=state.id,
        references=state.references,
        guides=state.guides,
    )


def partly(grids: Mapping[str, TileGrid]) -> ReadPart:
    """What gives a part of a layer's pixels, of grids by their layers' ids."""

    def read(layer: str, part: Rect) -> Bytes | None:
        grid = grids[layer]
        return grid.read(part) if grid.keys(part) else None

    return read


_BLOCK = 2 * TILE
"""The side of what is put together at a time where something blurs: each needs more around it."""


def _blocks(rect: Rect) -> Iterator[Rect]:
    for y in range(rect.y, rect.bottom, _BLOCK):
        for x in range(rect.x, rect.right, _BLOCK):
            yield Rect(x, y, _BLOCK, _BLOCK).intersected(rect)


_SEEN = ("visible", "opacity", "blend", "box", "coverage", "color", "pixels", "prompt", "hidden",
         "clipped", "through", "inside", "adjustment")  # fmt: skip


def difference(before: State, after: State, painted: Sequence[tuple[str, Rect]]) -> Change:
    """What an observer must look at again. `painted` are rectangles of layers whose pixels
    changed in place, and of the selection when it was painted on."""
    kinds: set[Kind] = set()
    ids: set[str] = set()
    parts: list[Rect] = []
    pixels = [layer_id for layer_id, _ in painted if layer_id != SELECTION]
    if pixels:
        kinds.add(Kind.PIXELS)
        ids.update(pixels)
    for layer_id, rect in painted:
        parts.append(_as_seen(after, layer_id, rect))
    if before.size != after.size:
        kinds.add(Kind.SIZE)
        parts.append(after.canvas)
    if before.layers is not after.layers:
        _layer_differences(before, after, kinds, ids, parts)
    if before.active_id != after.active_id:
        kinds.add(Kind.ACTIVE)
    if before.selection is not after.selection:
        kinds.add(Kind.SELECTION)
        if len(pixels) == len(painted):  # else a stroke on it has said where
            parts.extend(s.bounds() for s in (before.selection, after.selection) if s is not None)
    if before.settings != after.settings:
        kinds.add(Kind.SETTINGS)
    if before.references is not after.references and before.references != after.references:
        kinds.add(Kind.REFERENCES)
    if before.guides != after.guides:
        kinds.add(Kind.GUIDES)
    clipped = [part for part in (p.intersected(after.canvas) for p in parts) if not part.is_empty]
    distinct = tuple(dict.fromkeys(clipped))
    return Change(
        rect=Rect.around(distinct) if distinct else EMPTY,
        kinds=frozenset(kinds),
        layers=frozenset(ids),
        parts=distinct,
    )


def joined(changes: Sequence[Change], canvas: Rect) -> Change:
    """What an observer must look at again who is told of several changes, one after the other, as
    one. `canvas` is the one that there is after the last."""
    parts = [canvas] if any(Kind.SIZE in change.kinds for change in changes) else []
    for change in changes:
        parts.extend(part.intersected(canvas) for part in change.parts or (change.rect,))
    distinct = _by_tile(dict.fromkeys(part for part in parts if not part.is_empty))
    return Change(
        rect=Rect.around(distinct) if distinct else EMPTY,
        kinds=frozenset().union(*(change.kinds for change in changes)),
        layers=frozenset().union(*(change.layers for change in changes)),
        parts=distinct,
    )


def _by_tile(parts: Iterable[Rect]) -> tuple[Rect, ...]:
    """What lies in one tile as one rectangle: a hundred strokes have thousands of parts."""
    in_tiles: dict[Rect, list[Rect]] = {}
    for part in parts:
        tile = Rect(part.x // TILE * TILE, part.y // TILE * TILE, TILE, TILE)
        in_tiles.setdefault(tile if tile.contains(part) else part, []).append(part)
    return tuple(Rect.around(found) for found in in_tiles.values())


def _layer_differences(
    before: State, after: State, kinds: set[Kind], ids: set[str], parts: list[Rect]
) -> None:
    old = {layer.id: layer for layer in before.layers}
    new = {layer.id: layer for layer in after.layers}
    moved = [i for i in old if i in new] != [i for i in new if i in old]
    for layer_id in {**old, **new}:
        was, now = old.get(layer_id), new.get(layer_id)
        if was is None or now is None or moved:
            kinds.add(Kind.LAYERS)
            ids.add(layer_id)
            parts.extend((*_reach(before, was), *_reach(after, now)))
        if was is not None and now is not None and was is not now:
            kinds.add(Kind.PROPERTIES)
            ids.add(layer_id)
            if was.grid is not now.grid:
                kinds.add(Kind.PIXELS)
            if _looks_different(was, now):
                parts.extend((*_reach(before, was), *_reach(after, now)))


def _as_seen(state: State, layer_id: str, rect: Rect) -> Rect:
    """Where a change of a layer's pixels within `rect` is seen: farther where it is blurred."""
    reach = reach_above(state.layers, layer_id)
    return rect.inflated(reach) if reach and not rect.is_empty else rect


def _reach(state: State, layer: Layer | None) -> list[Rect]:
    """Where the picture depends on a layer: a group on what is in it, a mask on what it masks, and
    farther where it is blurred."""
    if layer is None:
        return []
    return [_as_seen(state, layer.id, rect) for rect in _extents(state, layer)]


def _extents(state: State, layer: Layer) -> list[Rect]:
    if isinstance(layer, LayerMask):
        masked = tree.parent(state.layers, layer)
        return [layer.extent(), *(_extents(state, masked) if masked is not None else ())]
    if isinstance(layer, AdjustmentLayer):
        return [state.canvas]
    if isinstance(layer, GroupLayer):
        held = tree.members(state.layers, layer.id)
        inner = sum(one.adjustment.reach for one in held if isinstance(one, AdjustmentLayer))
        extents = [one.extent() for one in held]
        return [one.inflated(inner) for one in extents if not one.is_empty] if inner else extents
    return [layer.extent()]


def _looks_different(was: Layer, now: Layer) -> bool:
    return any(getattr(was, name, None) != getattr(now, name, None) for name in _SEEN)
