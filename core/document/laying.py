"""How the dabs of a stroke come onto a layer's pixels: as a film over them, or by dragging them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np

from core.geometry import Rect
from core.pixels.alpha import as_opaque_as, byte, scaled
from core.pixels.brush import Brush, Effect
from core.pixels.feel import Mark
from core.pixels.smudge import Smudge
from core.pixels.soften import softened
from core.pixels.stroke import StrokeBuffer, laid_over, mixed
from core.pixels.tiles import Key, TileGrid, in_tile, inside

if TYPE_CHECKING:
    from core.arrays import Bytes

Laid = Sequence[tuple[Key, Rect]]

SOFTEST = 24.0
"""The widest blur in pixels, as a Gaussian's sigma: what keeps up with a hand."""


class Laying(Protocol):
    """Gathers dabs, and lays them over a grid when asked to."""

    def dab(self, mark: Mark, image: int) -> None:
        """One dab, of one of the stroke's symmetrical images."""
        ...

    def lay(self) -> Laid:
        """Does what was gathered since the last time; says on which parts of which tiles."""
        ...


def laying(
    *,
    grid: TileGrid,
    original: TileGrid,
    brush: Brush,
    clip: TileGrid | None,
    images: int,
    source: tuple[int, int],
    keeps_alpha: bool = False,
) -> Laying:
    """What a brush does, on `grid`; `original` is as it was before, `clip` lets paint through.

    A brush that clones takes the pixels `source` to the right and below. With `keeps_alpha` colours
    change, and how opaque they are does not.
    """
    if brush.erase or brush.effect is Effect.PAINT:
        return Film(grid, original, brush, clip, keeps_alpha)
    if brush.effect is Effect.BLUR:
        return Softening(grid, original, brush, clip, keeps_alpha)
    if brush.effect is Effect.CLONE:
        return Cloning(grid, original, brush, clip, keeps_alpha, source)
    return Dragging(grid, brush, clip, keeps_alpha, images)


class Film:
    """Paint, or what takes it away. Laid over the pixels as they were before the stroke."""

    def __init__(
        self,
        grid: TileGrid,
        original: TileGrid,
        brush: Brush,
        clip: TileGrid | None,
        keeps_alpha: bool,
    ) -> None:
        self._grid, self._original = grid, original
        self._brush, self._clip = brush, clip
        self._keeps_alpha = keeps_alpha
        self._buffer = StrokeBuffer(grid.canvas, brush)

    def dab(self, mark: Mark, image: int) -> None:
        self._buffer.dab(mark)

    def lay(self) -> Laid:
        return [pair for pair in self._buffer.take_dirty().items() if self._lay(*pair)]

    def _lay(self, key: Key, part: Rect) -> bool:
        coverage = self._buffer.coverage(key, part)
        if self._clip is not None:
            clip = self._clip.tile(key)
            if clip is None:
                return False
            coverage = scaled(coverage, clip[in_tile(key, part)])
        original = self._original.tile(key)
        if original is None and (self._brush.erase or self._keeps_alpha):
            return False
        where = in_tile(key, part)
        if original is None:
            below = np.zeros((part.height, part.width, *self._grid.tile_shape[2:]), np.uint8)
        else:
            below = original[where]
        laid = self._laid(key, part, below, coverage)
        if original is None and not laid.any():
            return False
        self._grid.writable(key)[where] = laid
        return True

    def _laid(self, key: Key, part: Rect, below: Bytes, coverage: Bytes) -> Bytes:
        if self._keeps_alpha:
            flat = np.full_like(below, 255)
            flat[..., :3] = self._brush.color
            return self._mixed(below, flat, coverage)
        return laid_over(
            below,
            coverage,
            color=self._brush.color,
            erase=self._brush.erase,
            opacity=self._brush.opacity,
        )

    def _mixed(self, below: Bytes, above: Bytes, coverage: Bytes) -> Bytes:
        opacity = byte(self._brush.opacity)
        if opacity < 255:
            coverage = scaled(coverage, opacity)
        if self._keeps_alpha:
            above = as_opaque_as(below, above)
        return mixed(below, above, coverage)


class Softening(Film):
    """Pixels as they were, out of focus: the wider the larger the brush is."""

    def __init__(
        self,
        grid: TileGrid,
        original: TileGrid,
        brush: Brush,
        clip: TileGrid | None,
        keeps_alpha: bool,
    ) -> None:
        super().__init__(grid, original, brush, clip, keeps_alpha)
        self._soft: dict[Key, Bytes] = {}

    def _laid(self, key: Key, part: Rect, below: Bytes, coverage: Bytes) -> Bytes:
        soft = self._soft.get(key)
        if soft is None:
            sigma = min(SOFTEST, max(0.8, self._brush.size / 14))
            soft = self._soft[key] = softened(self._original, key, sigma)
        return self._mixed(below, soft[in_tile(key, part)], coverage)


class Cloning(Film):
    """Pixels as they were, from elsewhere on the layer. Beyond the canvas there are none."""

    def __init__(
        self,
        grid: TileGrid,
        original: TileGrid,
        brush: Brush,
        clip: TileGrid | None,
        keeps_alpha: bool,
        source: tuple[int, int],
    ) -> None:
        super().__init__(grid, original, brush, clip, keeps_alpha)
        self._source = source

    def _laid(self, key: Key, part: Rect, below: Bytes, coverage: Bytes) -> Bytes:
        there = part.moved(*self._source)
        seen = there.intersected(self._grid.canvas)
        if seen != there:
            coverage = coverage.copy()
            kept = np.zeros_like(coverage)
            if not seen.is_empty:
                kept[inside(seen, there)] = coverage[inside(seen, there)]
            coverage = kept
        return self._mixed(below, self._original.read(there), coverage)


class Dragging:
    """A finger for each image of the stroke. Dabs depend on those before: they are all done in
    order, and at a flush, so that nothing changes between two frames."""

    def __init__(
        self,
        grid: TileGrid,
        brush: Brush,
        clip: TileGrid | None,
        keeps_alpha: bool,
        images: int,
    ) -> None:
        self._fingers = [Smudge(grid, brush, clip, keeps_alpha) for _ in range(images)]
        self._waiting: list[tuple[Mark, int]] = []
        self._dirty: dict[Key, Rect] = {}

    def dab(self, mark: Mark, image: int) -> None:
        self._waiting.append((mark, image))

    def lay(self) -> Laid:
        waiting, self._waiting = self._waiting, []
        self._dirty = {}
        for mark, image in waiting:
            self._fingers[image].dab(mark, self._changed)
        return list(self._dirty.items())

    def _changed(self, key: Key, part: Rect) -> None:
        before = self._dirty.get(key)
        self._dirty[key] = part if before is None else before.united(part)
