"""Layers, or what is selected of them, shown elsewhere while they are dragged: before it is done.

Both kinds give the pixels that a layer would have, so that it lies among the other layers as it
will: below what is above it, blended, clipped, masked and blurred.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import cv2
import numpy as np

from core.geometry import EMPTY, Rect
from core.pixels.alpha import four_times, scaled
from core.pixels.blend import blend
from core.pixels.warp import Quad, along, carried, corners, reach, shrinks, warped

from .levels import Deadline, Levels
from .transform import rect_at_level, rect_from_level

if TYPE_CHECKING:
    from core.arrays import Bytes

_MOST = 2048
"""The longer side, in pixels, of what is kept of a layer to be shown in another shape."""


class Displaced(Protocol):
    """Layers that are shown otherwise than they are."""

    @property
    def layers(self) -> frozenset[str]:
        """Those layers, with all that lies in them."""
        ...

    def read(
        self, layer: str, levels: Levels, level: int, part: Rect, deadline: Deadline
    ) -> Bytes | None:
        """One of the layers' pixels of `part` (of a mip level), as they would be; None: nothing."""
        ...

    def places(self, extent: Rect) -> tuple[Rect, ...]:
        """Where, of what a layer covers (canvas), it was and is shown."""
        ...

    def carried(self, place: Rect) -> Rect:
        """Around where a rectangle of the canvas would come to lie."""
        ...


@dataclass(frozen=True)
class Shift:
    """Layers displaced by whole canvas pixels."""

    layers: frozenset[str]
    dx: int
    dy: int
    selection: Levels | None = None
    copies: bool = False
    """What is displaced is seen in its place as well."""

    def read(self, layer: str, levels: Levels, level: int, part: Rect, deadline: Deadline) -> Bytes:
        step = 1 << level
        source = part.moved(-round(self.dx / step), -round(self.dy / step))
        moved = levels.read_beyond(level, source, deadline)
        if self.selection is None and not self.copies:
            return moved
        rest = levels.read(level, part, deadline)
        taken = left = np.zeros(rest.shape[:2], np.uint8)
        if self.selection is None:
            taken = 255 - taken
        else:
            taken = self.selection.read(level, source, deadline)
            left = left if self.copies else self.selection.read(level, part, deadline)
        if moved.ndim == 2:
            return np.maximum(scaled(rest, 255 - left), scaled(moved, taken))
        return blend(scaled(rest, four_times(255 - left)), scaled(moved, four_times(taken)))

    def places(self, extent: Rect) -> tuple[Rect, ...]:
        return (extent.united(self.carried(extent)),)

    def carried(self, place: Rect) -> Rect:
        return place.moved(self.dx, self.dy)


@dataclass(frozen=True)
class Hidden:
    """Layers that are not shown, while something stands for them."""

    layers: frozenset[str]

    def read(self, layer: str, levels: Levels, level: int, part: Rect, deadline: Deadline) -> None:
        return None

    def places(self, extent: Rect) -> tuple[Rect, ...]:
        return (extent,)

    def carried(self, place: Rect) -> Rect:
        return place


class Lifted:
    """What of some layers lies on a rectangle, taken into the hand: kept from frame to frame.

    `masks` are those of the layers that hide parts of others: they take the place of what is there.
    """

    def __init__(
        self,
        layers: frozenset[str],
        rect: Rect,
        selection: Levels | None = None,
        masks: frozenset[str] = frozenset(),
        chosen: Rect = EMPTY,
    ) -> None:
        self.layers = layers
        self.rect = rect
        self.selection = selection
        self.masks = masks
        self.chosen = Lifted(frozenset(), chosen) if selection is not None else None
        """The selection itself, which lies on `chosen` and goes along."""
        self._kept: dict[tuple[str, int], Bytes] = {}

    def level_for(self, level: int, quad: Quad) -> int:
        """The mip level whose pixels are as large as those shown at `level` once the rectangle's
        corners are at `quad`, or somewhat smaller."""
        shrunk = math.log2(min(shrinks(self.rect, quad))) if self.rect else 0.0
        least = math.ceil(math.log2(max(1.0, max(self.rect.size) / _MOST)))
        return max(least, level + math.floor(shrunk + 1e-6), 0)

    def pixels(self, layer: str, levels: Levels, level: int, deadline: Deadline) -> Bytes:
        """A layer's pixels in the hand, as many as the rectangle touches of a mip level."""
        known = self._kept.get((layer, level))
        if known is not None:
            return known
        part = rect_at_level(self.rect, level)
        found = levels.read_beyond(level, part, deadline)
        if self.selection is not None:
            found = _as_far(found, self.selection.read(level, part, deadline))
        if not deadline.missed:
            self._kept[layer, level] = found
        return found

    def rest(
        self, layer: str, levels: Levels, level: int, part: Rect, deadline: Deadline
    ) -> Bytes | None:
        """What stays of a layer where it is; None: nothing. Of what is lifted whole, only masks
        reach beyond the rectangle."""
        if self.selection is None and layer not in self.masks:
            return None
        found = levels.read(level, part, deadline)
        here = rect_at_level(self.rect, level).intersected(part)
        if here.is_empty:
            return found
        held = here.moved(-part.x, -part.y).slices
        if self.selection is None:
            found[held] = 0
        else:
            left = 255 - self.selection.read(level, here, deadline)
            found[held] = _as_far(found[held], left)
        return found


@dataclass(frozen=True)
class Warp:
    """What was lifted, in another place, size, angle and perspective: its rectangle's corners lie
    at `quad`. Bilinear, which is quick enough for every frame; what is made in the end is better.
    """

    lifted: Lifted
    quad: Quad

    @property
    def layers(self) -> frozenset[str]:
        return self.lifted.layers

    def read(
        self, layer: str, levels: Levels, level: int, part: Rect, deadline: Deadline
    ) -> Bytes | None:
        below = self.lifted.rest(layer, levels, level, part, deadline)
        there = rect_at_level(reach(self.quad), level).intersected(part)
        if there.is_empty:
            return below
        source = self.lifted.level_for(level, self.quad)
        held = self.lifted.pixels(layer, levels, source, deadline)
        if below is None:  # the same, over nothing
            return self._shown(held, source, level, part)
        moved = self._shown(held, source, level, there)
        place = there.moved(-part.x, -part.y).slices
        if layer in self.lifted.masks:
            whole = np.full(held.shape, 255, np.uint8)
            left = scaled(below[place], 255 - self._shown(whole, source, level, there))
            below[place] = cv2.add(left, moved)
        elif moved.ndim == 2:
            np.maximum(below[place], moved, out=below[place])
        else:
            below[place] = blend(np.ascontiguousarray(below[place]), moved)
        return below

    def _shown(self, held: Bytes, source: int, level: int, there: Rect) -> Bytes:
        rect, step = self.lifted.rect, 1 << level
        whole = rect_at_level(rect, source)
        quad = carried(corners(rect_from_level(whole, source)), rect, self.quad)
        shown = [type(corner)(corner.x / step, corner.y / step) for corner in quad]
        return warped(held, Rect(0, 0, whole.width, whole.height), shown, there, quick=True)

    def places(self, extent: Rect) -> tuple[Rect, ...]:
        rect = self.lifted.rect
        if extent.intersected(rect).is_empty:
            return ()
        return rect, reach(self.quad)

    def carried(self, place: Rect) -> Rect:
        return reach(carried(corners(place), self.lifted.rect, self.quad))

    @property
    def outline(self) -> Warp | None:
        """How the selection is shown that goes along."""
        chosen = self.lifted.chosen
        if chosen is None:
            return None
        whole, quad = along(chosen.rect, self.lifted.rect, self.quad)
        if whole == chosen.rect:
            return Warp(chosen, quad)
        return Warp(Lifted(frozenset(), whole), quad)


def _as_far(pixels: Bytes, share: Bytes) -> Bytes:
    return scaled(np.ascontiguousarray(pixels), share if pixels.ndim == 2 else four_times(share))
