"""What the canvas shows of a document, drawn at a mip level: layers, previews, tints."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING
from weakref import WeakMethod

import cv2
import numpy as np
from PySide6.QtGui import QPainter

from core.document import tree
from core.document.compositing import Sheet, reach_above, sheets_of
from core.document.document import Change, Document, Kind
from core.document.layers import LayerMask, MaskLayer, RasterLayer, RegionLayer, SketchLayer
from core.document.selection import Selection
from core.geometry import EMPTY, Rect
from core.pixels.alpha import scaled
from core.pixels.blend import BlendMode
from core.pixels.gradient import Gradient
from core.pixels.tiles import TileGrid, tile_rect
from core.pixels.warp import Quad, reach

from . import colours, displaced, laid_over
from .effective import EffectiveMask
from .levels import Deadline, Levels
from .live import LiveOverlay
from .placed import Placed, part_of
from .stack import LayerStack, wrapped
from .tint import draw_tint, tint_table
from .transform import rect_at_level
from .wipe import Wipe

if TYPE_CHECKING:
    from core.arrays import Bytes

_SELECTION = "the selection"
_TRIAL = "a selection that is being tried"
_REGION_OPACITY = 0.4
_PLAIN_SHARE = 1 / 3
"""How much of the tint is the mask as painted; the rest is what grow, feather and blend make it."""


class Scene:
    """Keeps all that can be kept between repaints, and forgets only what a change touches."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.effective = EffectiveMask()
        self.placed: Placed | None = None
        """A preview or a candidate that is shown in place."""
        self.live = LiveOverlay()
        self.above: str | None = None
        """A layer that is drawn above what is placed as well: what is painted on a preview."""
        self.comparing = False
        """The canvas is shown as it is without what is placed on it."""
        self.wipe = Wipe()
        self.other: Placed | None = None
        """What is shown right of the wipe's divider, over the canvas."""
        self.mask_rests = False
        """The mask is shown by its contour alone, until it or the layers change."""
        self.quick_mask = False
        """The selection is shown as a mask, and masks are not."""
        self._trial: Selection | None = None
        self._levels: dict[str, Levels] = {}
        self._stack = LayerStack(_weakly(self._levels_of))
        self._buffer: Bytes | None = None
        self._arrange()

    # Following the document ------------------------------------------------------------------

    def changed(self, change: Change) -> None:
        """Forgets what a change made out of date."""
        if Kind.SIZE in change.kinds:
            self._levels.clear()
            self._stack.clear()
            self.effective.clear()
        if Kind.SELECTION in change.kinds:
            self._selection_changed()
        looks = change.kinds & {Kind.PIXELS, Kind.LAYERS, Kind.PROPERTIES}
        if looks:
            for layer in change.layers:
                levels = self._levels.get(layer)
                for part in change.parts:
                    if levels is not None:
                        levels.invalidate(part)
                    self._stack.invalidate(layer, part)
        if self.mask_changed(change):
            self.effective.changed(change.rect)
            self.mask_rests = False
        if change.kinds - {Kind.PIXELS, Kind.SETTINGS, Kind.SELECTION}:
            self._arrange()

    def _selection_changed(self) -> None:
        """What is shown of it at smaller sizes is made anew only where its tiles are others."""
        levels, chosen = self._levels.get(_SELECTION), self.document.selection
        if chosen is None or levels is None:
            self._levels.pop(_SELECTION, None)
            return
        grid = chosen.coverage
        changed = grid.changed_since(levels.grid)
        if 2 * len(changed) > len(grid.keys()):  # to begin anew is quicker
            del self._levels[_SELECTION]
            return
        for key in changed:
            levels.invalidate(tile_rect(key).intersected(grid.canvas))
        levels.rebound(grid)

    def mask_changed(self, change: Change) -> bool:
        """Whether a change is one of what will be repainted."""
        if change.kinds & {Kind.SIZE, Kind.SELECTION, Kind.LAYERS}:
            return True
        return any(
            isinstance(layer, MaskLayer) and layer.id in change.layers
            for layer in self.document.layers
        )

    def _arrange(self) -> None:
        layers = self.document.layers
        known = {layer.id for layer in layers} | {_SELECTION, _TRIAL}
        for gone in [layer for layer in self._levels if layer not in known]:
            del self._levels[gone]
        pictures = sheets_of(layers)
        sketches = [
            Sheet(layer.id, BlendMode.NORMAL, layer.opacity)
            for layer in layers
            if isinstance(layer, SketchLayer) and layer.visible and layer.opacity > 0
        ]
        active = self.document.active
        self._stack.arrange([*pictures, *sketches], None if active is None else active.id)

    def _levels_of(self, layer: str) -> Levels:
        grid = self.document.layer(layer).grid
        assert grid is not None
        return self._kept(layer, grid)

    def _kept(self, name: str, grid: TileGrid) -> Levels:
        levels = self._levels.get(name)
        if levels is None:
            levels = self._levels[name] = Levels(grid)
        elif levels.grid is not grid:
            levels.rebound(grid)
        return levels

    def displace(
        self, layers: Collection[str], dx: int, dy: int, *, copies: bool = False
    ) -> list[Rect]:
        """Shows layers, or what is selected of them, somewhere else, or `copies` of them; none: all
        in place. Returns where on the canvas that looks different now."""
        if not layers:
            return self._displace(None)
        return self._displace(
            displaced.Shift(self._taken(layers), dx, dy, self._selection_levels(), copies=copies)
        )

    def hide(self, layer: str) -> list[Rect]:
        """Shows the picture without a layer, until layers are displaced otherwise. Returns where
        that looks different."""
        return self._displace(displaced.Hidden(frozenset((layer,))))

    def lift(self, layers: Collection[str], rect: Rect) -> displaced.Lifted:
        """Takes what lies on `rect` of layers, or what is selected of it, into the hand."""
        taken = self._taken(layers)
        masks = (one.id for one in self.document.layers if isinstance(one, LayerMask))
        return displaced.Lifted(
            taken, rect, self._selection_levels(), taken.intersection(masks),
            self._selection_bounds(),
        )  # fmt: skip

    def warp(self, lifted: displaced.Lifted, quad: Quad) -> list[Rect]:
        """Shows what was lifted with its corners at `quad`. Returns what looks different now."""
        return self._displace(displaced.Warp(lifted, quad))

    @property
    def hurried(self) -> bool:
        """Whether all that is shown is another with every frame."""
        return self.shift is not None and isinstance(self.shift, laid_over.LaidOver)

    def lay(self, layer: str, gradient: Gradient | None) -> list[Rect]:
        """Shows a gradient laid over a layer; None: none any more. Returns what looks different."""
        grid = self.document.layer(layer).grid if self.document.state.has_layer(layer) else None
        if gradient is None or grid is None:
            return self._displace(None)
        return self._displace(
            laid_over.LaidOver(self.document.layer(layer), gradient, self._selection_bounds(),
                     self._selection_levels())
        )  # fmt: skip

    def _selection_bounds(self) -> Rect:
        selection = self.document.selection
        return self.document.canvas if selection is None else selection.bounds()

    def _displace(self, shift: displaced.Displaced | None) -> list[Rect]:
        before = self._stack.shift
        shown = [one for one in (before, shift) if one is not None]
        parts = list(dict.fromkeys(part for one in shown for part in self._parts(one)))
        self._stack.displace(shift, parts)
        return parts

    def _parts(self, shift: displaced.Displaced) -> Iterator[Rect]:
        """Where what is displaced was and is."""
        layers = self.document.layers
        for layer in layers:
            if layer.id in shift.layers:
                reach = reach_above(layers, layer.id)
                for place in shift.places(layer.extent()):
                    part = place.inflated(reach).intersected(self.document.canvas)
                    if not place.is_empty and not part.is_empty:
                        yield part

    def _selection_levels(self) -> Levels | None:
        selection = self.document.selection
        return None if selection is None else self._kept(_SELECTION, selection.coverage)

    def _taken(self, layers: Collection[str]) -> frozenset[str]:
        """Those layers with all that goes along with them."""
        document = self.document
        moved: set[str] = set()
        for layer in layers:
            if document.selection is not None and document.layer(layer).grid is not None:
                moved.add(layer)
            else:
                moved |= {one.id for one in tree.block(document.layers, layer)}
        return frozenset(moved)

    @property
    def shift(self) -> displaced.Displaced | None:
        return self._stack.shift

    # What covers what ------------------------------------------------------------------------

    @property
    def masks(self) -> list[MaskLayer]:
        return [m for m in self.document.layers if isinstance(m, MaskLayer) and m.visible]

    def mask(self, level: int, part: Rect, deadline: Deadline) -> Bytes:
        """The coverage of all visible masks in `part` (pixels of a level)."""
        result = np.zeros((part.height, part.width), np.uint8)
        for layer in self.masks:
            np.maximum(result, self._coverage(layer.id, level, part, deadline), out=result)
        return result

    def repainted(self, level: int, part: Rect) -> Bytes:
        """The mask that a generation would take: the masks', or the selection's coverage."""
        grids = self.document.state.masks()
        selection = self.document.selection
        if selection is not None and grids == (selection.coverage,):
            return self.selected(level, part)
        return self.mask(level, part, _patient())

    def selected(self, level: int, part: Rect) -> Bytes:
        """The selection's coverage in `part` (pixels of a level)."""
        return self._selected(_SELECTION, self.document.selection, level, part, _patient())

    @property
    def selection(self) -> Selection | None:
        """The selection that is shown: the document's, or one that is being tried."""
        return self._trial or self.document.selection

    def try_selection(self, selection: Selection | None) -> None:
        """Shows another selection than the document's; None: its own again."""
        self._trial = selection
        self._levels.pop(_TRIAL, None)

    @property
    def plain_selection(self) -> bool:
        """Whether the selection, as it is, is what will be repainted: its ants say all."""
        return not self.masks and self.document.settings.inpaint.grow == 0

    @property
    def outline(self) -> displaced.Warp | None:
        """How the selection is shown while what is selected is in the hand; None: as it is."""
        shift = self.shift
        return None if shift is None or not isinstance(shift, displaced.Warp) else shift.outline

    @property
    def marked_bounds(self) -> Rect:
        """A rectangle around the selection as it is shown (canvas)."""
        if self.selection is None:
            return EMPTY
        return self.selection.bounds() if self.outline is None else reach(self.outline.quad)

    def marked(self, level: int, part: Rect, deadline: Deadline) -> Bytes:
        """The coverage, in `part` (pixels of a level), of the selection that is shown, as far as
        there is time to find it."""
        outline, levels = self.outline, self._selection_levels()
        if outline is not None and levels is not None:
            shown = outline.read("", levels, level, part, deadline)
            return np.zeros((part.height, part.width), np.uint8) if shown is None else shown
        if self._trial is None:
            chosen, name = self.document.selection, _SELECTION
        else:
            chosen, name = self._trial, _TRIAL
        return self._selected(name, chosen, level, part, deadline)

    def _selected(
        self, name: str, chosen: Selection | None, level: int, part: Rect, deadline: Deadline
    ) -> Bytes:
        if chosen is None:
            return np.zeros((part.height, part.width), np.uint8)
        return self._kept(name, chosen.coverage).read(level, part, deadline)

    def _coverage(self, layer: str, level: int, part: Rect, deadline: Deadline) -> Bytes:
        levels = self._levels_of(layer)
        displaced = self.shift is not None and layer in self.shift.layers
        if self.shift is not None and displaced:
            shown = self.shift.read(layer, levels, level, part, deadline)
            if shown is not None:
                return shown
        if displaced or levels.empty(level, part):
            return np.zeros((part.height, part.width), np.uint8)
        return levels.read(level, part, deadline)

    # Drawing ---------------------------------------------------------------------------------

    @property
    def white(self) -> bool:
        """Whether the canvas is known, without looking at a pixel, to be white paper alone."""
        grids = [layer.grid for layer in self.document.layers if layer.visible]
        even = [None if grid is None else grid.even for grid in grids]
        bare = (
            self.placed is None
            and self.live.grid is None
            and self.shift is None
            and self.document.selection is None
        )
        paper = self.document.layers[0] if self.document.layers else None
        return (
            bare
            and isinstance(paper, RasterLayer)
            and paper.visible
            and paper.opacity == 1
            and even[0] == 255
            and not any(value != 0 for value in even[1:])
        )

    def draw(self, level: int, part: Rect, deadline: Deadline) -> tuple[Bytes, list[Rect]]:
        """The picture of `part` (pixels of a level), and which parts are not finished yet.

        Premultiplied RGBA (h, w, 4), valid until the next call.
        """
        needed = part.area * 4
        if self._buffer is None or self._buffer.size < needed:
            self._buffer = np.empty(needed, np.uint8)
        pixels = self._buffer[:needed].reshape(part.height, part.width, 4)
        pixels.fill(0)
        image = wrapped(pixels)
        with QPainter(image) as painter:
            painter.translate(-part.x, -part.y)
            undone = self._stack.draw(painter, level, part, deadline)
            if not self.comparing and not self.live.draw(painter, level, part, deadline):
                undone = [*undone, part]
            covered = self._draw_placed(painter, level, part, deadline)
            self._draw_regions(painter, level, part, covered, deadline)
            if self.quick_mask:
                self._draw_quick_mask(painter, level, part)
            else:
                self._draw_mask(painter, level, part, covered, deadline)
        return pixels, undone

    def _draw_placed(
        self, painter: QPainter, level: int, part: Rect, deadline: Deadline
    ) -> Bytes | None:
        """Draws what is placed; returns its alpha in `part`, which stays free of tints."""
        if self.placed is None:
            return None
        covered = np.zeros((part.height, part.width), np.uint8)
        left = right = None
        if self.wipe.on:
            left = self.wipe.left_of(self.placed.rect)
            right = self.wipe.right_of(self.placed.rect, self.document.canvas)
        self._draw_one(painter, self.placed, level, part, left, covered, deadline)
        if self.other is not None and right is not None:
            self._draw_one(painter, self.other, level, part, right, covered)
        return covered

    def _draw_one(
        self, painter: QPainter, placed: Placed, level: int, part: Rect, within: Rect | None,
        covered: Bytes, above: Deadline | None = None,
    ) -> None:  # fmt: skip
        """Draws the part of one picture that lies `within`, None is all, and adds its alpha; with a
        deadline, what is `above` it as well."""
        here = part_of(placed, level, part)
        if here.is_empty:
            return
        pixels = np.ascontiguousarray(placed.read(level, here))
        if not self.comparing:
            shown = here
            if within is not None:
                shown = here.intersected(rect_at_level(within, level))
            if not shown.is_empty:
                part_shown = pixels[shown.moved(-here.x, -here.y).slices]
                painter.drawImage(shown.x, shown.y, wrapped(np.ascontiguousarray(part_shown)))
                if above is not None:
                    self._draw_above(painter, level, shown, part_shown[..., 3], above)
        inside = covered[here.moved(-part.x, -part.y).slices]
        np.maximum(inside, pixels[..., 3], out=inside)

    def _draw_above(
        self, painter: QPainter, level: int, part: Rect, alpha: Bytes, deadline: Deadline
    ) -> None:
        """Draws the layer above what is placed, where that has hidden it (`alpha` of `part`)."""
        if self.above is None or not any(layer.id == self.above for layer in self.document.layers):
            return
        layer = self.document.layer(self.above)
        if not layer.visible or layer.grid is None:
            return
        levels = self._levels_of(layer.id)
        if not levels.empty(level, part):
            pixels = scaled(levels.read(level, part, deadline), alpha)
            painter.setOpacity(layer.opacity)
            painter.drawImage(part.x, part.y, wrapped(np.ascontiguousarray(pixels)))
            painter.setOpacity(1.0)

    def _draw_regions(
        self, painter: QPainter, level: int, part: Rect, covered: Bytes | None, deadline: Deadline
    ) -> None:
        for layer in self.document.layers:
            if isinstance(layer, RegionLayer) and layer.visible and layer.coverage is not None:
                coverage = self._coverage(layer.id, level, part, deadline)
                if coverage.any():
                    table = tint_table(*layer.color, _REGION_OPACITY * layer.opacity)
                    draw_tint(painter, part, _uncovered(coverage, covered), table)

    def _draw_mask(
        self, painter: QPainter, level: int, part: Rect, covered: Bytes | None, deadline: Deadline
    ) -> None:
        masks = self.masks
        if self.mask_rests:
            return
        reach = rect_at_level(self.effective.bounds, level).intersected(part)
        if not masks or (reach.is_empty and all(self._has_none(m, level, part) for m in masks)):
            return
        plain = self.mask(level, part, deadline)
        becomes = self.effective.read(level, part, plain)
        if not plain.any() and not becomes.any():
            return
        coverage = cv2.addWeighted(plain, _PLAIN_SHARE, becomes, 1 - _PLAIN_SHARE, 0)
        red = colours.MASK
        opacity = max(mask.opacity for mask in masks)
        table = tint_table(red.red(), red.green(), red.blue(), opacity)
        draw_tint(painter, part, _uncovered(np.asarray(coverage, np.uint8), covered), table)

    def _draw_quick_mask(self, painter: QPainter, level: int, part: Rect) -> None:
        coverage = self.marked(level, part, _patient())
        if coverage.any():
            red = colours.MASK
            table = tint_table(red.red(), red.green(), red.blue(), colours.MASK_OPACITY)
            draw_tint(painter, part, coverage, table)

    def _has_none(self, mask: MaskLayer, level: int, part: Rect) -> bool:
        if self.shift is not None and mask.id in self.shift.layers:
            return False
        return self._levels_of(mask.id).empty(level, part)


def _weakly(levels_of: Callable[[str], Levels]) -> Callable[[str], Levels]:
    """The method of a scene for what belongs to the scene: a document that is closed is to go at
    once, with all of its tiles and steps, and not when garbage is looked for."""
    method = WeakMethod(levels_of)

    def found(layer: str) -> Levels:
        own = method()
        assert own is not None
        return own(layer)

    return found


def _uncovered(coverage: Bytes, covered: Bytes | None) -> Bytes:
    return coverage if covered is None else np.where(covered > 0, np.uint8(0), coverage)


def _patient() -> Deadline:
    return Deadline.in_seconds(60.0)
