"""The reference pictures on screen: which is chosen, what is under the pointer, and their look."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap, QPolygonF, QRegion

from core.document.references import Reference
from core.geometry import Point
from core.request import Pixels

from .transform import ViewTransform

if TYPE_CHECKING:
    from .surface import Surface

_MOST_DRAWN = 4_000_000
"""Device pixels up to which a reference is kept as it was drawn last."""


@dataclass(eq=False)
class _Sizes:
    """A picture for drawing, whole and halved as often as it was needed."""

    pixels: Pixels
    images: list[QImage] = field(default_factory=list)

    def level(self, scale: float) -> QImage:
        """The smallest of which no pixel is larger than one of the screen; `scale` is device
        pixels for one of the picture."""
        wanted = max(0, math.floor(math.log2(1 / scale) + 1e-9))
        if not self.images:
            array = self.pixels.array
            height, width = array.shape[:2]
            straight = QImage(array.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
            self.images.append(straight.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied))
        while len(self.images) <= wanted and min(self.images[-1].size().toTuple()) > 1:
            self.images.append(_halved(self.images[-1]))
        return self.images[min(wanted, len(self.images) - 1)]


def _halved(image: QImage) -> QImage:
    width, height = image.width(), image.height()
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine())
    whole = lines[:, : 4 * width].reshape(height, width, 4)
    size = (max(1, width // 2), max(1, height // 2))
    half = np.ascontiguousarray(cv2.resize(whole, size, interpolation=cv2.INTER_AREA))
    return QImage(half.data, *size, 4 * size[0], image.format()).copy()


@dataclass(frozen=True, eq=False)
class _Drawn:
    """A reference as it was drawn last, and for what."""

    wanted: tuple[object, ...]
    pixmap: QPixmap
    dx: float
    dy: float
    """From the reference's middle to the pixmap's corner, in device pixels."""


class ReferenceBoard:
    """The references of a surface's document. One may be chosen, and elsewhere while dragged."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self.shown = True
        self.chosen: str | None = None
        self.dragged: Reference | None = None
        """The chosen one as it is being dragged, in place of itself."""
        self._reach = QRegion()
        self._sizes: dict[int, _Sizes] = {}
        self._drawn: dict[str, _Drawn] = {}

    @property
    def references(self) -> Iterator[Reference]:
        """The lowest first; none while they are hidden."""
        if self.shown:
            for one in self._surface.document.references:
                moved = self.dragged is not None and self.dragged.id == one.id
                yield self.dragged if moved and self.dragged is not None else one

    @property
    def current(self) -> Reference | None:
        """The chosen one."""
        return next((one for one in self.references if one.id == self.chosen), None)

    def at(self, at: Point) -> Reference | None:
        """The uppermost that covers a place of the canvas."""
        return next((one for one in reversed(list(self.references)) if one.covers(at)), None)

    def colour_at(self, at: Point, side: int = 1) -> QColor | None:
        """The uppermost picture's own colour there: see `Reference.colour_at`."""
        for one in reversed(list(self.references)):
            colour = one.colour_at(at, side)
            if colour is not None:
                return QColor(*colour)
        return None

    # Drawing ---------------------------------------------------------------------------------

    def update(self) -> None:
        """Repaints where references were and are."""
        before, self._reach = self._reach, QRegion()
        for one in self.references:
            self._reach += reach_of(one, self._surface.transform)
        self._surface.update(before + self._reach)

    def view_moved(self) -> None:
        """All is repainted anyway; only where they are is another place."""
        self._reach = QRegion()
        for one in self.references:
            self._reach += reach_of(one, self._surface.transform)

    def paint(self, painter: QPainter, transform: ViewTransform, dirty: QRect) -> None:
        references = self._surface.document.references
        if not references:
            return
        known = {id(one.pixels) for one in references}
        self._sizes = {key: one for key, one in self._sizes.items() if key in known}
        ids = {one.id for one in references}
        self._drawn = {key: one for key, one in self._drawn.items() if key in ids}
        for one in self.references:
            if reach_of(one, transform).intersects(dirty):
                painter.save()
                painter.setOpacity(one.opacity)
                self._paint_one(painter, one, transform)
                painter.restore()

    def _paint_one(self, painter: QPainter, one: Reference, transform: ViewTransform) -> None:
        ratio, scale = transform.ratio, one.scale * transform.zoom
        middle = transform.to_widget(one.x, one.y) * ratio
        quad = _device_quad(one, scale)
        bounds = quad.boundingRect().toAlignedRect().adjusted(-1, -1, 1, 1)
        painter.scale(1 / ratio, 1 / ratio)
        painter.translate(round(middle.x()), round(middle.y()))
        if bounds.width() * bounds.height() > _MOST_DRAWN:
            self._draw(painter, one, scale)
            return
        wanted = (id(one.pixels), scale, one.angle)
        drawn = self._drawn.get(one.id)
        if drawn is None or drawn.wanted != wanted:
            pixmap = QPixmap(bounds.size())
            pixmap.fill(Qt.GlobalColor.transparent)
            with QPainter(pixmap) as inner:
                inner.translate(-bounds.x(), -bounds.y())
                self._draw(inner, one, scale)
            drawn = self._drawn[one.id] = _Drawn(wanted, pixmap, bounds.x(), bounds.y())
        painter.drawPixmap(QPointF(drawn.dx, drawn.dy), drawn.pixmap)

    def _draw(self, painter: QPainter, one: Reference, scale: float) -> None:
        """Draws it around the painter's origin, in device pixels."""
        sizes = self._sizes.setdefault(id(one.pixels), _Sizes(one.pixels))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale < 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, one.angle % 90 != 0)
        width, height = one.pixels.size
        painter.rotate(one.angle)
        box = QRectF(-width * scale / 2, -height * scale / 2, width * scale, height * scale)
        painter.drawImage(box, sizes.level(scale))


def _device_quad(one: Reference, scale: float) -> QPolygonF:
    """Its corners around its middle, in device pixels."""
    part = scale / one.scale
    return QPolygonF([QPointF((p.x - one.x) * part, (p.y - one.y) * part) for p in one.quad])


def quad_of(one: Reference, transform: ViewTransform) -> QPolygonF:
    """Its corners in pixels of the upright widget."""
    return QPolygonF([transform.to_widget(*corner) for corner in one.quad])


def reach_of(one: Reference, transform: ViewTransform) -> QRect:
    """The widget pixels that show any of it."""
    return quad_of(one, transform).boundingRect().toAlignedRect().adjusted(-3, -3, 3, 3)
