"""A stroke while it is being painted: dabs are gathered, and laid over the layer once a frame."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Sequence

import numpy as np

from core.document.edit import refuse_locked
from core.document.history import Entry
from core.document.layers import Layer, MaskLayer, RegionLayer
from core.document.patches import TilePatch
from core.document.selection import paintable
from core.document.state import State
from core.errors import UserError
from core.geometry import EMPTY, Point, Rect
from core.pixels.alpha import scaled
from core.pixels.brush import Brush
from core.pixels.path import DabPath
from core.pixels.stroke import WHITE, StrokeBuffer, laid_over
from core.pixels.tiles import Key, TileGrid, in_tile, tile_rect

Painted = Callable[[State, str, Sequence[Rect]], None]
Ended = Callable[[Entry | None], None]


class ActiveStroke:
    """From pen down to pen up. Everything after `finish` or `cancel` is ignored.

    Each flush lays the stroke's whole film of paint over the pixels as they were before it, so
    that overlapping dabs never add up beyond the brush's opacity. A soft selection lets paint
    through in proportion.
    """

    def __init__(
        self,
        *,
        state: State,
        layer: Layer,
        brush: Brush,
        at: Point,
        pressure: float,
        painted: Painted,
        ended: Ended,
    ) -> None:
        refuse_locked(layer)
        if not layer.visible:
            raise UserError(f"“{layer.name}” is hidden.", "Show it in the layer list to paint.")
        self._before = state
        self._brush = brush
        self._color = WHITE if isinstance(layer, MaskLayer | RegionLayer) else brush.color
        layer = paintable(layer, state.size)
        assert layer.grid is not None
        self._grid = layer.grid
        self._state = _with_layer(state, layer)
        self.layer_id = layer.id
        self.text = _text(layer, brush)
        self._original = self._grid.snapshot()
        self._clip = self._clip_of(state)
        self._buffer = StrokeBuffer(state.canvas, brush)
        self._path = DabPath(brush, at.x, at.y, pressure)
        self._painted = painted
        self._ended = ended
        self._over = False
        self._touched: set[Key] = set()
        self._buffer.dab(at.x, at.y, pressure)

    @property
    def active(self) -> bool:
        """Whether the pen is still down."""
        return not self._over

    def to(self, x: float, y: float, pressure: float = 1.0) -> None:
        """Moves the pen, on the canvas or off it. Cheap: nothing is blended before `flush`."""
        if self._over or not (math.isfinite(x) and math.isfinite(y)):
            return
        for dab in self._path.to(x, y, pressure):
            self._buffer.dab(*dab)

    def flush(self) -> Rect:
        """Lays the paint gathered since the last flush over the layer; returns where.

        Meant to be called at most once per frame. Observers of the document are told.
        """
        if self._over:
            return EMPTY
        parts: list[Rect] = []
        for key, part in self._buffer.take_dirty().items():
            if self._lay(key, part):
                parts.append(part)
        if parts:
            self._state = self._shown(self._state)
            self._painted(self._state, self.layer_id, parts)
        return Rect.around(parts)

    def _clip_of(self, state: State) -> TileGrid | None:
        """What lets paint through; None: everything."""
        return None if state.selection is None else state.selection.coverage

    def _shown(self, state: State) -> State:
        """The document's state once what was just laid is in its grid."""
        return state

    def _lay(self, key: Key, part: Rect) -> bool:
        coverage = self._buffer.coverage(key, part)
        if self._clip is not None:
            clip = self._clip.tile(key)
            if clip is None:
                return False
            coverage = scaled(coverage, clip[in_tile(key, part)])
        original = self._original.tile(key)
        if original is None and self._brush.erase:
            return False
        where = in_tile(key, part)
        if original is None:
            below = np.zeros((part.height, part.width, *self._grid.tile_shape[2:]), np.uint8)
        else:
            below = original[where]
        self._grid.writable(key)[where] = laid_over(
            below,
            coverage,
            color=self._color,
            erase=self._brush.erase,
            opacity=self._brush.opacity,
        )
        self._touched.add(key)
        return True

    def finish(self) -> None:
        """Lifts the pen: what was painted becomes one step that can be undone."""
        if self._over:
            return
        self.flush()
        if not self.active:  # whoever was told of the flush may have ended the stroke
            return
        self._over = True
        entry = self._entry()
        if entry is None:  # a box that was to be painted on stays a box
            self._painted(self._before, self.layer_id, ())
        self._ended(entry)

    def cancel(self) -> None:
        """Takes the stroke back: the pixels are what they were, and there is nothing to undo."""
        if self._over:
            return
        self._over = True
        touched = [tile_rect(key) for key in self._touched]
        self._grid.restore(self._original)
        self._ended(None)
        self._painted(self._before, self.layer_id, touched)

    def _entry(self) -> Entry | None:
        patch = TilePatch.between(self._grid, self._original)
        if not patch:
            return None
        return Entry(text=self.text, before=self._before, after=self._state, patches=[patch])


def _with_layer(state: State, layer: Layer) -> State:
    layers = tuple(layer if other.id == layer.id else other for other in state.layers)
    if all(map(_is, layers, state.layers)):
        return state
    return dataclasses.replace(state, layers=layers)


def _is(one: Layer, other: Layer) -> bool:
    return one is other


def _text(layer: Layer, brush: Brush) -> str:
    if isinstance(layer, MaskLayer):
        return "Erase mask" if brush.erase else "Paint mask"
    if isinstance(layer, RegionLayer):
        return "Erase region" if brush.erase else "Paint region"
    return "Erase" if brush.erase else "Brush stroke"
