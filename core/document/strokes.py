"""A stroke while it is being painted: dabs are gathered, and laid over the layer once a frame."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterable, Sequence

from core.document import tree
from core.document.edit import refuse_locked
from core.document.history import Entry
from core.document.layers import Layer, LayerMask, MaskLayer, RasterLayer, RegionLayer, hiding
from core.document.laying import laying
from core.document.patches import TilePatch
from core.document.selection import paintable
from core.document.state import State
from core.errors import UserError
from core.geometry import EMPTY, Point, Rect
from core.pixels.brush import Brush, Effect
from core.pixels.feel import Dab, Feel
from core.pixels.path import DabPath
from core.pixels.smoothing import Smoother, Touch
from core.pixels.stroke import WHITE
from core.pixels.symmetry import ITSELF, Image
from core.pixels.tiles import Key, TileGrid, tile_rect

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
        first: Touch,
        painted: Painted,
        ended: Ended,
        images: Sequence[Image] = ITSELF,
        source: tuple[int, int] | None = None,
    ) -> None:
        for one in (layer, *tree.ancestors(state.layers, layer)):
            refuse_locked(one)
            if not one.visible and not isinstance(layer, LayerMask):
                raise UserError(f"“{one.name}” is hidden.", "Show it in the layer list to paint.")
        if brush.effect is Effect.CLONE and source is None:
            raise UserError(
                "There is nothing to clone from yet.",
                "Hold Ctrl and click where the brush is to take its pixels from.",
            )
        keeps_alpha = isinstance(layer, RasterLayer) and layer.alpha_locked
        if keeps_alpha and brush.erase:
            raise UserError(
                f"The transparency of “{layer.name}” is locked, so nothing can be erased.",
                "Unlock it in the layer list, or paint over.",
            )
        self._before = state
        if isinstance(layer, MaskLayer | RegionLayer):
            brush = dataclasses.replace(brush, color=WHITE)
        if isinstance(layer, LayerMask):
            brush = dataclasses.replace(brush, color=hiding(brush.color))
        layer = paintable(layer, state.size)
        if layer.grid is None:
            raise UserError(
                f"“{layer.name}” has no pixels of its own.",
                "Choose a layer to paint on.",
            )
        self._grid = layer.grid
        self._state = _with_layer(state, layer)
        self.layer_id = layer.id
        self.text = _text(layer, brush)
        self._original = self._grid.snapshot()
        self._feel = Feel(brush)
        self._images = images
        self._path = DabPath(brush, first, self._feel)
        self._smoother = Smoother(brush.smoothing, brush.string, first)
        self._laying = laying(
            grid=self._grid,
            original=self._original,
            brush=brush,
            clip=self._clip_of(state),
            images=len(images),
            source=source or (0, 0),
            keeps_alpha=keeps_alpha,
        )
        self._painted = painted
        self._ended = ended
        self._over = False
        self._touched: set[Key] = set()
        self._put(self._path.begin())

    @property
    def active(self) -> bool:
        """Whether the pen is still down."""
        return not self._over

    @property
    def steady(self) -> bool:
        """Whether the brush is where the pen is, always."""
        return self._smoother.steady

    @property
    def brush_at(self) -> Point:
        """Where the brush is, which may hang behind the pen."""
        return Point(*self._smoother.at[:2])

    def to(
        self,
        x: float,
        y: float,
        pressure: float = 1.0,
        *,
        tilt: float = 0.0,
        lean: float = 0.0,
        time: float = 0.0,
    ) -> None:
        """Moves the pen, on the canvas or off it. Cheap: nothing is blended before `flush`.

        See `Touch` for how the pen is held.
        """
        if self._over or not (math.isfinite(x) and math.isfinite(y)):
            return
        touch = self._smoother.follow(Touch(x, y, pressure, tilt, lean, time))
        if touch is not None:
            self._put(self._path.to(touch))

    def rest(self) -> bool:
        """The pen stays where it is; a brush behind it comes nearer. Whether it is behind still."""
        if self._over:
            return False
        touch = self._smoother.rest()
        if touch is not None:
            self._put(self._path.to(touch))
        return self._smoother.behind

    def _put(self, dabs: Iterable[Dab]) -> None:
        for dab in dabs:
            mark = self._feel.mark(dab)
            if len(self._images) == 1:
                self._laying.dab(mark, 0)
                continue
            for number, image in enumerate(self._images):
                x, y = image.place(mark.x, mark.y)
                self._laying.dab(mark._replace(x=x, y=y, angle=image.angle(mark.angle)), number)

    def flush(self) -> Rect:
        """Lays the paint gathered since the last flush over the layer; returns where.

        Meant to be called at most once per frame. Observers of the document are told.
        """
        if self._over:
            return EMPTY
        laid = self._laying.lay()
        self._touched.update(key for key, _ in laid)
        parts = [part for _, part in laid]
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

    def finish(self) -> None:
        """Lifts the pen: what was painted becomes one step that can be undone."""
        if self._over:
            return
        last = self._smoother.end()
        if last is not None:
            self._put(self._path.to(last))
        self._put(self._path.end())
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
    if isinstance(layer, LayerMask):
        return "Erase layer mask" if brush.erase else "Paint layer mask"
    if isinstance(layer, RegionLayer):
        return "Erase region" if brush.erase else "Paint region"
    if brush.effect is not Effect.PAINT:
        return brush.effect.value.capitalize()
    return "Erase" if brush.erase else "Brush stroke"
