"""What a generated layer was made from, by names of tiles, and what of it has changed since."""

from __future__ import annotations

import weakref
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from core.document import tree
from core.document.layers import (
    AdjustmentLayer,
    GroupLayer,
    Layer,
    LayerMask,
    MaskLayer,
    RasterLayer,
)
from core.document.origin import Origin, Part, Role
from core.geometry import Rect
from core.pixels.tiles import TILE, TileGrid, in_tile, tile_rect
from core.request import Mode

if TYPE_CHECKING:
    import numpy.typing as npt

    from core.arrays import Bytes
    from core.document.state import Snapshot

_DIGEST_BYTES = 16
Where = tuple[int, int, int, int]


@dataclass(frozen=True)
class Followed:
    """A layer that a technique follows."""

    layer: str
    placed: bool = True
    """Whether only what lies where the picture is made counts."""


@dataclass
class KnownTiles:
    """What tiles were last called. Once it was in a snapshot a tile never changes, so that each
    is read once, however often it is asked for; between threads a name is at worst found twice."""

    _names: dict[tuple[int, Where], tuple[weakref.ref[Bytes], int]] = field(default_factory=dict)

    def name(self, tile: Bytes, where: tuple[slice, slice]) -> int:
        """A name for a part of a tile, as `_sum_of` gives it."""
        key = id(tile), (where[0].start, where[0].stop, where[1].start, where[1].stop)
        known = self._names.get(key)
        if known is None or known[0]() is not tile:
            known = weakref.ref(tile), _sum_of(tile[where])
            self._names[key] = known
        return known[1]

    def prune(self) -> None:
        """Forgets tiles that are gone."""
        self._names = {key: one for key, one in self._names.items() if one[0]() is not None}


@cache  # with its first use: the window shows before NumPy is there
def _powers(base: int) -> npt.NDArray[np.uint64]:
    return np.array([pow(base, n, _WRAP) for n in range(TILE)], np.uint64)


_WRAP = 2**64
_ACROSS, _DOWN = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F


def _sum_of(part: Bytes) -> int:
    """A name of pixels, 64 bits: the sum of what is mixed of each of them, times a power of its
    place. So the name of a picture follows from those of its parts, however tiles divide it, and
    what is moved as a whole keeps it; 0 is nothing at all. 0.5 ms for a tile."""
    pixels = np.ascontiguousarray(part)
    flat = pixels if pixels.ndim == 2 else pixels.view(np.uint32)[..., 0]
    mixed = flat.astype(np.uint64)
    mixed *= np.uint64(0xFF51AFD7ED558CCD)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xC4CEB9FE1A85EC53)
    mixed ^= mixed >> np.uint64(32)
    height, width = mixed.shape
    rows = mixed @ _powers(_ACROSS)[:width]
    return int((rows * _powers(_DOWN)[:height]).sum(dtype=np.uint64))


def parts_now(
    state: Snapshot, rect: Rect, mode: Mode, followed: Sequence[Followed], known: KnownTiles
) -> tuple[Part, ...]:
    """What a picture that is made on `rect` of the canvas now is made from."""
    return _parts(state, rect, mode, shown_pictures(state), followed, known)


def sources(state: Snapshot, layer: RasterLayer, origin: Origin) -> list[Layer]:
    """Of the pictures shown, those that the layer is made from: what lies below it, and what it
    was made from already. What was put above it later is made from it, perhaps."""
    own = {one.id for one in tree.block(state.layers, layer.id)}
    around = {one.id for one in tree.ancestors(state.layers, layer)}
    place = state.index(layer.id)
    earlier = {part.layer for part in origin.parts if part.role is Role.PICTURE}
    return [
        one
        for one in shown_pictures(state)
        if one.id not in own
        and not (isinstance(one, LayerMask) and one.inside in around)
        and (state.index(one.id) < place or one.id in earlier)
    ]


def changes(
    state: Snapshot, layer: RasterLayer, followed: Sequence[Followed], known: KnownTiles
) -> tuple[str, ...]:
    """What a generated layer was made from and is not any more as it was, in sentences; nothing
    for one that is up to date, or of which nobody knows what it was made from."""
    origin = layer.origin
    if origin is None or origin.made_on is None:
        return ()
    found: list[str] = []
    if origin.place != origin.made_on:
        found.append("It was moved.")
    now = _parts(state, origin.made_on, origin.mode, sources(state, layer, origin), followed, known)
    there = {(part.role, part.layer): part for part in now}
    for part in origin.parts:
        found.extend(_change(state, part, there.get((part.role, part.layer))))
    before = {(part.role, part.layer) for part in origin.parts}
    for part in now:
        if (part.role, part.layer) not in before:
            if part.role is Role.PICTURE:
                found.append(f"“{part.name}” was added or shown below it.")
            elif part.role is Role.REGION:
                found.append(f"The region “{part.name}” was added or shown.")
    common = before & there.keys()
    if _order(origin.parts, common) != _order(now, common):
        found.append("The layers below it lie in another order.")
    return tuple(dict.fromkeys(found))


def shown_pictures(state: Snapshot) -> list[Layer]:
    """What the picture is made of, without groups: pictures, adjustments and layer masks that are
    shown, bottom to top."""
    return [
        layer
        for layer in state.layers
        if isinstance(layer, RasterLayer | AdjustmentLayer | LayerMask)
        and all(
            one.visible and one.opacity > 0 for one in (layer, *tree.ancestors(state.layers, layer))
        )
    ]


def _parts(
    state: Snapshot,
    rect: Rect,
    mode: Mode,
    pictures: Sequence[Layer],
    followed: Sequence[Followed],
    known: KnownTiles,
) -> tuple[Part, ...]:
    return (
        *(_pictures(state, rect, pictures, known) if mode is not Mode.TEXT_TO_IMAGE else ()),
        *(_masks(state, rect, known) if mode is Mode.INPAINT else ()),
        *_regions(state, rect, known),
        *_followed(state, rect, followed, known),
    )


def _pictures(
    state: Snapshot, rect: Rect, layers: Sequence[Layer], known: KnownTiles
) -> Iterator[Part]:
    for layer in layers:
        pixels = name_of(layer.grid, rect, known)
        if pixels or isinstance(layer, AdjustmentLayer):
            above = tree.ancestors(state.layers, layer)
            look = _digest(repr([_look_of(one) for one in (layer, *above)]).encode())
            yield Part(Role.PICTURE, layer.id, layer.name, pixels, look)


def _look_of(layer: Layer) -> tuple[object, ...]:
    if isinstance(layer, LayerMask):
        return (layer.inside,)
    if isinstance(layer, AdjustmentLayer):
        adjustment = sorted(layer.adjustment.to_json().items())
        return (layer.opacity, layer.clipped, adjustment)
    assert isinstance(layer, RasterLayer | GroupLayer)
    through = isinstance(layer, GroupLayer) and layer.through
    return (round(layer.opacity, 6), layer.blend.value, layer.clipped, through)


def _masks(state: Snapshot, rect: Rect, known: KnownTiles) -> Iterator[Part]:
    for layer in state.layers:
        if isinstance(layer, MaskLayer) and layer.visible:
            pixels = name_of(layer.coverage, rect, known)
            if pixels:
                yield Part(Role.MASK, layer.id, layer.name, pixels, "")


def _regions(state: Snapshot, rect: Rect, known: KnownTiles) -> Iterator[Part]:
    for layer in state.regions:
        pixels = name_of(layer.coverage, rect, known)
        box = None if layer.box is None else layer.box.intersected(rect)
        if pixels or (box is not None and not box.is_empty):
            said = (layer.prompt, layer.negative_prompt, layer.strength, layer.seed,
                    layer.start, layer.end)  # fmt: skip
            where = None if box is None else tuple(box.moved(-rect.x, -rect.y))
            look = _digest(repr((said, where)).encode())
            yield Part(Role.REGION, layer.id, layer.name, pixels, look)


def _followed(
    state: Snapshot, rect: Rect, followed: Sequence[Followed], known: KnownTiles
) -> Iterator[Part]:
    for one in followed:
        if state.has_layer(one.layer):
            layer = state.layer(one.layer)
            part = rect if one.placed else layer.extent()
            pixels = name_of(layer.grid, part, known)
            yield Part(Role.FOLLOWED, layer.id, layer.name, pixels, "")


def name_of(grid: TileGrid | None, rect: Rect, known: KnownTiles) -> str:
    """A name of what lies on `rect`, as it lies there; empty: nothing does."""
    total = 0
    for key in [] if grid is None else grid.keys(rect):
        assert grid is not None
        tile = grid.shared(key)
        if tile is not None:
            part = tile_rect(key).intersected(rect)
            name = known.name(tile, in_tile(key, part))
            x, y = part.x - rect.x, part.y - rect.y
            total += name * pow(_ACROSS, x, _WRAP) * pow(_DOWN, y, _WRAP)
    return f"{total % _WRAP:016x}" if total % _WRAP else ""


def _digest(content: bytes) -> str:
    import hashlib  # not at the top: OpenSSL comes with it, 3 ms of the window's start

    return hashlib.blake2b(content, digest_size=_DIGEST_BYTES).hexdigest()


def _change(state: Snapshot, before: Part, now: Part | None) -> Iterator[str]:
    """What happened to one layer."""
    name = f"“{before.name if now is None else now.name}”"
    if before.role is Role.REGION:
        name = f"The region {name}"
    elif before.role is Role.FOLLOWED:
        name = f"{name}, which a technique follows,"
    if now is None:
        # The mask is kept with the layer: taking it away once it has done its work is no change.
        if before.role is Role.MASK:
            return
        if state.has_layer(before.layer):
            yield f"{name} is not shown here any more."
        else:
            yield f"{name} is gone."
    elif before.role is Role.MASK and before.pixels != now.pixels:
        yield f"The mask {name} was painted on."
    elif before.pixels != now.pixels:
        yield f"{name} was painted on or made again."
    elif before.look != now.look:
        if before.role is Role.REGION:
            yield f"{name} says something else, or lies elsewhere."
        else:
            yield f"{name} has another opacity, mode, clipping or group."


def _order(parts: Sequence[Part], among: Collection[tuple[Role, str]]) -> list[str]:
    """Which pictures of those in `among` lie above which."""
    found = [part for part in parts if part.role is Role.PICTURE]
    return [part.layer for part in found if (part.role, part.layer) in among]
