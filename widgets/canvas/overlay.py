"""What generation shows over the canvas: previews and candidates in place, and the live picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from core.geometry import EMPTY, Point, Rect
from core.pixels.blend import blend
from core.pixels.tiles import inside

from .marks import Marks
from .placed import Candidate, Placed, Preview, Stretched
from .scene import Scene
from .viewport import Viewport
from .wipe import Wipe

if TYPE_CHECKING:
    from core.arrays import Bytes
    from core.pixels.tiles import TileGrid


class Overlay:
    """Puts it into the scene, and has the view repaint what that changes."""

    def __init__(self, view: Viewport, scene: Scene, marks: Marks) -> None:
        self._view = view
        self._job_mask: tuple[Bytes, Rect, Stretched] | None = None
        self.attach(scene, marks)

    def attach(self, scene: Scene, marks: Marks) -> None:
        """Shows it in the scene of another document from now on, which has nothing over it."""
        self._scene, self._marks = scene, marks

    @property
    def wipe(self) -> Wipe:
        """The divider at which what is shown in place ends."""
        return self._scene.wipe

    def show_preview(self, pixels: Bytes, rect: Rect, mask: Bytes | None = None) -> None:
        """Shows a job's preview, RGB (h, w, 3) of any size, over `rect` of the canvas.

        Inside `mask` (rect.height, rect.width), all of `rect` when None. Replaces what was shown.
        """
        self._place(Preview(pixels, rect, None if mask is None else self._shared(mask, rect)))

    def show_candidate(self, pixels: Bytes, rect: Rect) -> None:
        """Shows a result, straight RGBA of `rect`'s size, in place. Replaces what was shown."""
        self._place(Candidate(pixels, rect))

    def show_above(self, layer: str | None) -> None:
        """Draws a layer above what is shown so as well, from now on; None: all are below it."""
        if layer != self._scene.above:
            self._scene.above = layer
            if self._scene.placed is not None:
                self._repaint(self._scene.placed.rect)

    def show_nothing(self) -> None:
        """Takes the preview or candidate away."""
        self._place(None)
        self._job_mask = None

    @property
    def showing(self) -> bool:
        """Whether a preview or candidate is shown."""
        return self._scene.placed is not None

    def show_live(self, grid: TileGrid | None, changed: Rect) -> None:
        """Lays the live picture (premultiplied RGBA) over the canvas, below previews and
        candidates; it differs from the one before within `changed`. None takes it away."""
        live = self._scene.live
        live.end(done=True)
        live.show(grid, changed)
        self._repaint(changed)

    def live_begins(self, part: Rect) -> None:
        """A run has begun that paints `part` of the live picture with all paint that is there."""
        self._scene.live.begin(part)

    def live_ends(self) -> None:
        """It has ended without a picture."""
        self._scene.live.end(done=False)

    def live_waits(self, parts: Sequence[Rect]) -> None:
        """Paint was laid there: it is shown, until the live picture knows it."""
        self._scene.live.uncover(parts)

    @property
    def live_opacity(self) -> float:
        return self._scene.live.opacity

    def set_live_opacity(self, opacity: float) -> None:
        """0…1, of the live picture over the canvas."""
        self._scene.live.opacity = opacity
        self._update_live()

    @property
    def comparable(self) -> bool:
        """Whether something lies over the canvas that can be taken away to look at it."""
        return self.showing or self._scene.live.grid is not None

    def _update_live(self) -> None:
        grid = self._scene.live.grid
        if grid is not None:
            self._repaint(grid.extent().intersected(grid.canvas))

    @property
    def comparing(self) -> bool:
        return self._scene.comparing

    def set_comparing(self, comparing: bool) -> None:
        """Shows the canvas as it is, without the preview or candidate, for as long as it is on."""
        if comparing != self._scene.comparing:
            self._scene.comparing = comparing
            if self._scene.placed is not None:
                self._repaint(self._scene.placed.rect)
            self._update_live()

    @property
    def wiping(self) -> bool:
        """Whether what is shown in place ends at a divider."""
        return self._scene.wipe.on

    def set_wiping(self, on: bool) -> None:
        """Shows the picture left of a divider that can be dragged, and the canvas right of it, or
        what `show_other` said."""
        if on != self._scene.wipe.on:
            self._scene.wipe.on, self._scene.wipe.share = on, 0.5
            self._update_wipe()

    def show_other(self, pixels: Bytes | None, rect: Rect = EMPTY) -> None:
        """What the wipe shows right of its divider: straight RGBA of `rect`'s size, or RGB of any
        size stretched over it; None: the canvas."""
        before, other = self._scene.other, None
        if pixels is not None:
            whole = pixels.shape == (rect.height, rect.width, 4)
            other = Candidate(pixels, rect) if whole else Preview(pixels[..., :3], rect)
        self._scene.other = other
        for one in (before, other):
            if one is not None and self._scene.wipe.on:
                self._repaint(one.rect)

    def wipe_hit(self, place: QPointF) -> bool:
        """Whether the divider is there, in widget pixels."""
        placed, wipe = self._scene.placed, self._scene.wipe
        if placed is None or not wipe.on:
            return False
        return wipe.is_hit(place, placed.rect, self._view.transform)

    def drag_wipe(self, at: Point) -> None:
        """Puts the divider there, and repaints what that changes."""
        placed, wipe = self._scene.placed, self._scene.wipe
        if placed is None:
            return
        rect, before = placed.rect, wipe.divider(placed.rect)
        self._view.update(wipe.reach(rect, self._view.transform))
        wipe.move(at.x, rect)
        left, right = sorted((before, wipe.divider(rect)))
        other = self._scene.other
        tall = rect if other is None else rect.united(other.rect)
        self._repaint(Rect(left, tall.y, right - left, tall.height))
        self._view.update(wipe.reach(rect, self._view.transform))

    def paint_wipe(self, painter: QPainter) -> None:
        """Draws the divider, while there is something to divide."""
        scene = self._scene
        if scene.wipe.on and scene.placed is not None and not scene.comparing:
            scene.wipe.paint(painter, scene.placed.rect, self._view.transform, self._view.rect())

    def _repaint(self, rect: Rect) -> None:
        self._view.update(self._view.transform.dirty(rect))

    def _update_wipe(self) -> None:
        placed = self._scene.placed
        if placed is not None:
            other = self._scene.other
            for one in (placed, other):
                if one is not None:
                    self._repaint(one.rect)
            self._view.update(self._scene.wipe.reach(placed.rect, self._view.transform))

    def over(self, pixel: Bytes, spot: Rect, canvas: Rect) -> Bytes:
        """Premultiplied RGBA (h, w, 4) of the picture at `spot`, with what lies over it."""
        if self._scene.comparing:
            return pixel
        live, placed, other = self._scene.live, self._scene.placed, self._scene.other
        if live.grid is not None:
            pixel = blend(pixel, live.grid.read(spot), opacity=live.opacity)
        if placed is None:
            return pixel
        wipe = self._scene.wipe
        seen = wipe.left_of(placed.rect) if wipe.on else placed.rect
        pixel = _with(pixel, spot, placed, seen)
        if other is not None and wipe.on:
            right = wipe.right_of(placed.rect, canvas)
            pixel = _with(pixel, spot, other, right.intersected(other.rect))
        return pixel

    def _place(self, placed: Placed | None) -> None:
        if (self._scene.placed is None) != (placed is None):
            self._view.update(self._marks.contour_region(self._view.transform.ratio))
        for shown in (self._scene.placed, placed):
            if shown is not None:
                self._repaint(shown.rect)
        self._update_wipe()
        self._scene.placed = placed
        self._update_wipe()

    def _shared(self, mask: Bytes, rect: Rect) -> Stretched:
        """A job's previews come with the same mask: its smaller sizes are made once."""
        if self._job_mask is None or self._job_mask[0] is not mask or self._job_mask[1] != rect:
            if mask.shape != (rect.height, rect.width):
                raise ValueError(f"a mask of {mask.shape} does not fit {rect}")
            self._job_mask = (mask, rect, Stretched(mask, rect))
        return self._job_mask[2]


def _with(pixels: Bytes, spot: Rect, placed: Placed, seen: Rect) -> Bytes:
    """Pixels of `spot` with those of a picture over them where it is `seen`."""
    part = seen.intersected(placed.rect).intersected(spot)
    if part.is_empty:
        return pixels
    result, where = pixels.copy(), inside(part, spot)
    above = np.ascontiguousarray(placed.read(0, part))
    result[where] = blend(np.ascontiguousarray(pixels[where]), above)
    return result
