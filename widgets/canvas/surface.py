"""What the canvas shows: the document, previews in place, masks, regions, boxes, selection."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QRegion,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from core.document.document import Change, Document, Kind
from core.document.layers import RegionLayer
from core.document.selection import Selection
from core.geometry import Point, Rect
from core.pixels.gradient import Gradient
from core.pixels.sampling import Sampling, mean_colour
from core.pixels.warp import Quad

from . import boxes, colours, region_boxes
from .boxes import Handle
from .context_box import ContextBox
from .levels import Deadline
from .marks import Marks
from .overlay import Overlay
from .reference_board import ReferenceBoard
from .rendering import canvas_frame, paint_picture
from .scene import Scene
from .stack import wrapped
from .transform import level_for, level_rect
from .viewport import Viewport

if TYPE_CHECKING:
    from .displaced import Lifted

_POINT = Sampling()
ANTS_MS = 120
SETTLE_MS = 80
"""The mask's grown and feathered shape is found this long after the mask changed,"""
REST_MS = 300
"""or after the pen came to rest in the middle of a stroke."""
MOST_RECTS = 48
"""A dirty region of more rectangles is repainted as its bounds."""
QUICK_MASK = "Quick mask: brushes select, the eraser deselects"
_SMALL_PATIENCE = 0.008
"""Seconds at a time for the small picture: the canvas itself comes first."""
_ANTS_SHARE = 0.3
"""Of the patience: for finding the ants of a selection at a smaller size."""
CHEAP_WASTE = 20_000
"""Widget pixels that cost about as much to repaint as one rectangle more."""


class Surface(Viewport):
    """Shows a document and repaints only what changed. It takes no input: see `CanvasView`."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document.size, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.patience = 0.015
        """Seconds after which a repaint leaves what is not cached yet to the next one."""
        self.all_handles = False
        """Whether the sides of boxes can be taken, or only their corners."""
        self.region_handles = False
        """Whether the active region shows handles."""
        self.dragged_box: Rect | None = None
        """Where the active region's box is while it is being dragged."""
        self._context = ContextBox()
        self._context_shown = True
        self._carried = False
        """Whether the selection is shown with what is in the hand."""
        self._regions_reach = QRegion()
        self._late = self._timer(self._paint_rest)
        self._trace_late = self._timer(lambda: self.update(self._ants_moved()))
        self._missing = QRegion()
        self._repainted: list[QRect] = []
        """What is being repainted, in the upright widget."""
        self._settle = self._timer(self._find_effective)
        self._settle_cost = 0.0
        self._ants = QTimer(self)
        self._ants.setInterval(ANTS_MS)
        self._ants.timeout.connect(self._march)
        self.board = ReferenceBoard(self)
        self._attach(document)
        self.overlay = Overlay(self, self._scene, self._marks)

    def _timer(self, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(act)
        return timer

    # The document ----------------------------------------------------------------------------

    @property
    def document(self) -> Document:
        return self._document

    def set_document(self, document: Document) -> None:
        """Shows another document, whole."""
        self._disconnect()
        self._attach(document)
        self.overlay.attach(self._scene, self._marks)
        self._context.rect = None
        self._navigator.canvas_resized(document.size)
        self._navigator.fit()
        self.update()

    def _attach(self, document: Document) -> None:
        self._document = document
        self._scene = Scene(document)
        self._marks = Marks(self._scene)
        self._disconnect = document.changed.connect(self._on_changed)
        self._settle.start(0)
        self._watch_selection()

    def _on_changed(self, change: Change) -> None:
        mask_changed = self._scene.mask_changed(change)
        if mask_changed:
            self.rest_mask(False)
        self._scene.changed(change)
        if Kind.SIZE in change.kinds:
            self._marks.view_changed()
            self._navigator.canvas_resized(self._document.size)
            self.update()
        region = QRegion()
        if change.kinds != {Kind.SELECTION} or self.quick_mask:
            for part in change.parts:
                region += self.transform.dirty(part)
        if Kind.SELECTION in change.kinds:
            region += self._ants_moved()
            self._watch_selection()
        if not region.isEmpty():
            self.update(region)
        if change.kinds & {Kind.REFERENCES, Kind.SIZE}:
            self.board.update()
        if mask_changed or Kind.SETTINGS in change.kinds:
            self._find_soon()
        if change.kinds - {Kind.PIXELS, Kind.SELECTION, Kind.REFERENCES, Kind.GUIDES} or any(
            region.id in change.layers for region in self.regions
        ):
            self.update_regions()

    def _view_moved(self) -> None:
        self._marks.view_changed()
        self.board.view_moved()
        self._find_soon()
        super()._view_moved()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._watch_selection()

    def hideEvent(self, event: QHideEvent) -> None:
        self._ants.stop()

    def _measure(self) -> None:
        super()._measure()
        self._marks.view_changed()

    def small_picture(self, side: int) -> tuple[QImage, bool]:
        """The picture as it is seen, its longer side at least `side` pixels if it has so many,
        and whether there was time for all of it."""
        size = self._document.size
        level = level_for(size.width, size.height, side)
        part = level_rect(size, level)
        if self._scene.white:
            image = QImage(part.width, part.height, QImage.Format.Format_RGB32)
            image.fill(Qt.GlobalColor.white)
            return image, True
        deadline = Deadline.in_seconds(min(self.patience, _SMALL_PATIENCE))
        pixels, undone = self._scene.draw(level, part, deadline)
        return wrapped(pixels).copy(), not undone

    def rest_mask(self, rests: bool = True) -> None:
        """Takes the mask's tint away, so that what was just painted under it can be seen.

        Its contour stays. The tint is back as soon as the mask or the order of layers changes.
        """
        if rests != self._scene.mask_rests:
            self._scene.mask_rests = rests
            bounds = self._document.mask_bounds().united(self._scene.effective.bounds)
            self.update(self.transform.dirty(bounds))

    @property
    def quick_mask(self) -> bool:
        """Whether the selection is shown as a mask and painted on."""
        return self._scene.quick_mask

    def show_quick_mask(self, on: bool) -> None:
        """Shows the selection in red instead of by its ants."""
        self._scene.quick_mask = on
        self._marks.view_changed()
        self._watch_selection()
        self.update()

    def show_trial(self, selection: Selection | None) -> None:
        """Shows another selection in place of the document's own, for as long as its size is
        being chosen; None: its own again."""
        self._scene.try_selection(selection)
        self._marks.selection_changed()
        self._watch_selection()
        self.update()

    def colour_at(self, at: Point, sampling: Sampling = _POINT) -> QColor | None:
        """The colour of the picture as it is seen there, or of a reference that lies over it, or of
        the active layer, if it has colours; None where nothing is."""
        document, active = self._document, self._document.active
        grid = active.grid if sampling.layer_alone and active is not None else None
        alone = grid is not None and grid.channels == 4
        if not alone and (pinned := self.board.colour_at(at, sampling.side)) is not None:
            return pinned
        middle = Rect(math.floor(at.x), math.floor(at.y), 1, 1)
        if not document.canvas.contains(middle):
            return None
        spot = sampling.around(at).intersected(document.canvas)
        if grid is not None and alone:
            found = mean_colour(grid.read(spot))
        else:
            pixels = document.composite(spot)
            found = mean_colour(self.overlay.over(pixels, spot, document.canvas))
        return None if found is None else QColor(*found)

    def show_context(self, rect: Rect | None, automatic: bool = True) -> None:
        """Shows what the model would see; None: nothing is masked. Not while it is dragged."""
        if self._context.busy or (rect, automatic) == (self._context.rect, self._context.automatic):
            return
        self.update_context()
        self._context.rect, self._context.automatic = rect, automatic
        self.update_context()

    @property
    def context_shown(self) -> bool:
        return self._context_shown

    def set_context_shown(self, shown: bool) -> None:
        self._context_shown = shown
        self.update_context()

    # Painting --------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        groups = self._repainted = _grouped(event.region())
        for group in groups:
            self._missing -= group
        deadline = Deadline.in_seconds(self.patience)
        with QPainter(self) as painter:
            if self.turn.on:
                self._paint_turned(painter, event.rect(), deadline)
            else:
                for rect in groups:
                    for missing in paint_picture(
                        painter, rect, self._scene, self.transform, deadline
                    ):
                        self._missing += self.transform.dirty(missing).intersected(rect)
                self._paint_over(painter, event.rect())
            self.paint_screen(painter)
        if not self._missing.isEmpty():
            self._late.start(0)

    def _paint_turned(self, painter: QPainter, rect: QRect, deadline: Deadline) -> None:
        """Paints all that surrounds `rect` (the screen's) in the upright widget, turned."""
        painter.save()
        painter.setTransform(self.turn.transform, True)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not self.turn.right_angled)
        # Interpolation at the edge of what is drawn must not be seen.
        upright = self.turn.upright_rect(rect).toAlignedRect().adjusted(-3, -3, 3, 3)
        self._repainted = [upright]
        for missing in paint_picture(painter, upright, self._scene, self.transform, deadline):
            there = QRegion(self.transform.dirty(missing))
            self._missing += self.turn.region_to_screen(there).intersected(rect)
        self._paint_over(painter, upright)
        painter.restore()

    @property
    def finished(self) -> bool:
        """Whether all that is in sight has been painted: nothing is left to a later repaint."""
        return self._missing.isEmpty() and not self._marks.unfinished

    def _paint_rest(self) -> None:
        QWidget.update(self, self._missing)  # they are places of the screen already

    def _paint_over(self, painter: QPainter, dirty: QRect) -> None:
        ratio = self.transform.ratio
        if not self._trace_late.isActive():
            self._trace()
        frame = canvas_frame(self._scene, self.transform)
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not self.turn.right_angled)
        _paint_border(painter, frame)
        painter.restore()
        self.board.paint(painter, self.transform, dirty)
        self._marks.paint(painter, ratio)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for region in self.regions:
            place = self._region_place(region)
            if place is not None and self._region_reach(region, place).intersects(dirty):
                self.paint_region(painter, region, place)
        if self._context_shown and self._context_reach.intersects(dirty):
            self._context.paint(painter, self.transform, self.rect(), all_handles=self.all_handles)
        self.paint_over(painter, dirty)

    def paint_screen(self, painter: QPainter) -> None:
        """What is fixed to the widget, however the view is turned."""
        if self.quick_mask:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            boxes.paint_chip(painter, self._quick_mask_chip, QUICK_MASK, colours.MASK)

    @property
    def _quick_mask_chip(self) -> QRectF:
        room = max(28.0, self.width() - 24.0)
        corner = QPointF(12, self.height() - 12 - boxes.CHIP_HEIGHT)
        return boxes.chip_rect(QUICK_MASK, self.font(), corner, room)

    def paint_over(self, painter: QPainter, dirty: QRect) -> None:
        """For what lies on top of all: tools and the brush's outline."""

    @property
    def scene(self) -> Scene:
        """What is shown; another one once the document is."""
        return self._scene

    def _trace(self) -> None:
        """Brings ants and contours up to date, as far as there is time."""
        self._marks.trace(self.transform, self._in_sight, self.patience * _ANTS_SHARE)
        if self._marks.unfinished:
            self._trace_late.start(0)

    def _march(self) -> None:
        self._marks.march()
        self.update(self._marks.ants_region(self.transform.ratio))

    def _ants_moved(self) -> QRegion:
        """Where ants were and where they are: a selection changes nothing else that is seen."""
        ratio = self.transform.ratio
        region = self._marks.ants_region(ratio)
        self._marks.selection_changed()
        if self.isVisible():
            self._trace()
            region += self._marks.ants_region(ratio)
        return region

    def _watch_selection(self) -> None:
        chosen = self._scene.selection
        marching = chosen is not None and not self.quick_mask and self.isVisible()
        if marching != self._ants.isActive():
            self._ants.start() if marching else self._ants.stop()

    # The mask as it will be ------------------------------------------------------------------

    def _find_soon(self) -> None:
        """A hand that is painting is not disturbed: then it waits until the pen rests."""
        if self._document.stroke is not None:
            self._settle.start(REST_MS)
        elif not self._settle.isActive() or self._settle.interval() == REST_MS:
            self._settle.start(max(SETTLE_MS, round(self._settle_cost * 6000)))

    def _find_effective(self) -> None:
        began = time.perf_counter()
        scene, effective = self._scene, self._scene.effective
        dirty = effective.bounds
        contour = self._marks.contour_region(self.transform.ratio)
        bounds = self._document.mask_bounds()
        settings = self._document.settings.inpaint
        if scene.plain_selection:
            effective.clear()
        else:
            level = self.transform.level
            effective.find(scene.repainted, bounds, self._document.size, settings, level)
        self._marks.mask_changed()
        dirty = dirty.united(effective.bounds)
        if not dirty.is_empty:
            self.update(contour + self.transform.dirty(dirty).adjusted(-2, -2, 2, 2))
        self._settle_cost = time.perf_counter() - began

    # Regions and the context box -------------------------------------------------------------

    @property
    def regions(self) -> list[RegionLayer]:
        """The visible regions, bottom to top."""
        layers = self._document.layers
        return [layer for layer in layers if isinstance(layer, RegionLayer) and layer.visible]

    def paint_region(self, painter: QPainter, region: RegionLayer, place: Rect) -> None:
        active = region is self._document.active
        region_boxes.paint_region(
            painter,
            region,
            place,
            self.transform,
            active=active,
            handles=active and self.region_handles,
        )

    def update_region_box(self, place: Rect, region: RegionLayer | None) -> None:
        """Repaints where a region's box is, or would be."""
        self.update(self._region_reach(region or RegionLayer(), place))

    def _region_reach(self, region: RegionLayer, place: Rect) -> QRect:
        label = region_boxes.label_of(region)
        return region_boxes.bounds_of(place, label, self.transform, self.font())

    def _region_place(self, region: RegionLayer) -> Rect | None:
        """Where the box is, also while it is dragged."""
        if region is self._document.active and self.dragged_box is not None:
            return self.dragged_box
        place, shift = region_boxes.place_of(region), self._scene.shift
        if place is not None and shift is not None and region.id in shift.layers:
            return shift.carried(place)
        return place

    def update_regions(self) -> None:
        before, self._regions_reach = self._regions_reach, QRegion()
        for region in self.regions:
            place = self._region_place(region)
            if place is not None:
                self._regions_reach += self._region_reach(region, place)
        self.update(before + self._regions_reach)
        self.update_context()

    @property
    def _context_reach(self) -> QRect:
        return self._context.bounds(self.transform, self.rect(), self.font())

    def update_context(self) -> None:
        self.update(self._context_reach)

    def context_hit(self, place: QPointF) -> Handle | str | None:
        if not self._context_shown:
            return None
        return self._context.hit(
            place, self.transform, self.rect(), self.font(), all_handles=self.all_handles
        )

    def displace_outline(self, dx: int, dy: int) -> None:
        """Shows the selection's ants so many canvas pixels elsewhere while it is dragged."""
        if (dx, dy) != self._marks.offset:
            self._marks.offset = (dx, dy)
            self.update(self._ants_moved())

    def displace(self, layers: Collection[str], dx: int, dy: int, *, copies: bool = False) -> None:
        """Shows layers, or `copies` of them, displaced while they are being dragged; none: all in
        place."""
        self._displaced(self._scene.displace(layers, dx, dy, copies=copies))

    def hide_shown(self, layer: str) -> None:
        """Shows the picture without a layer, while something stands for it; `displace` ends it."""
        self._displaced(self._scene.hide(layer))

    def warp(self, lifted: Lifted, quad: Quad) -> None:
        """Shows what was lifted from the scene in another shape while it is being dragged."""
        self._displaced(self._scene.warp(lifted, quad))

    def lay_over(self, layer: str, gradient: Gradient | None) -> None:
        """Shows a gradient laid over a layer while its line is being drawn; None: none."""
        self._displaced(self._scene.lay(layer, gradient))

    def _displaced(self, parts: Collection[Rect]) -> None:
        for part in parts:
            self.update(self.transform.dirty(part))
        carried, self._carried = self._carried, self._scene.outline is not None
        if carried or self._carried:
            self.update(self._ants_moved())
        self.update_regions()


def _paint_border(painter: QPainter, frame: QRect) -> None:
    """A line of one pixel around the canvas; filled, since a drawn line of a mirrored view would
    lie on the pixels beside."""
    outer = frame.adjusted(-1, -1, 1, 1)
    for side in (
        QRect(outer.left(), outer.top(), outer.width(), 1),
        QRect(outer.left(), outer.bottom(), outer.width(), 1),
        QRect(outer.left(), outer.top(), 1, outer.height()),
        QRect(outer.right(), outer.top(), 1, outer.height()),
    ):
        painter.fillRect(side, colours.BORDER)


def _grouped(region: QRegion) -> list[QRect]:
    """Rectangles that cover a region, few where they lie close: each has its own cost, and so has
    what lies between them. Mirrored dabs are a group each, whatever pieces they are in."""
    bounds, count = region.boundingRect(), region.rectCount()
    if count == 1 or count > MOST_RECTS:
        return [bounds]
    pieces = [QRect(rect) for rect in region]  # type: ignore[attr-defined]  # missing in the stubs
    # First the pieces of one shape: low ones beside each other belong to those below them.
    return _joined(_joined(pieces, CHEAP_WASTE // 20), CHEAP_WASTE)


def _joined(rects: list[QRect], waste: int) -> list[QRect]:
    """Rectangles that cover these, of which no two can be one at the cost of `waste` pixels."""
    groups: list[QRect] = []
    for rect in rects:
        while groups:
            wastes = [_waste(rect, group) for group in groups]
            least = min(wastes)
            if least >= waste:
                break
            rect = rect.united(groups.pop(wastes.index(least)))
        groups.append(rect)
    return groups


def _waste(one: QRect, other: QRect) -> int:
    """How many pixels more are repainted where two rectangles are one."""
    return _area(one.united(other)) - _area(one) - _area(other)


def _area(rect: QRect) -> int:
    return rect.width() * rect.height()
