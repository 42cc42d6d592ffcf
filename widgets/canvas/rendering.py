"""From the scene to the screen: one scratch image of the dirty part, one blit."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QBrush, QPainter, QPixmap

from core.geometry import Point, Rect
from widgets.look import colour

from . import colours
from .levels import Deadline
from .stack import wrapped
from .transform import ViewTransform, level_rect, rect_from_level

if TYPE_CHECKING:
    from typing import Protocol

    import numpy.typing as npt

    from core.arrays import Bytes
    from core.document.document import Document

    class Scene(Protocol):
        """What is painted: a document's `scene.Scene`, or another."""

        @property
        def document(self) -> Document: ...

        @property
        def white(self) -> bool: ...

        @property
        def hurried(self) -> bool: ...

        def draw(self, level: int, part: Rect, deadline: Deadline) -> tuple[Bytes, list[Rect]]: ...


_HURRIED = 0.75
"""Device pixels a pixel of a mip level: below that, what changes with every frame is drawn at half
as many, which are still as large as a pixel of the screen or up to half larger."""
_CHECK = 8


@cache
def checkerboard(side: int = _CHECK) -> QBrush:
    """What shows through where the picture is transparent; in device pixels."""
    pixmap = QPixmap(2 * side, 2 * side)
    pixmap.fill(colours.CHECKER_LIGHT)
    painter = QPainter(pixmap)
    painter.fillRect(0, 0, side, side, colours.CHECKER_DARK)
    painter.fillRect(side, side, side, side, colours.CHECKER_DARK)
    painter.end()
    return QBrush(pixmap)


def paint_picture(
    painter: QPainter, rect: QRect, scene: Scene, transform: ViewTransform, deadline: Deadline
) -> list[Rect]:
    """Paints `rect` (widget pixels); returns the canvas parts there was no time for."""
    frame, device = canvas_frame(scene, transform), _device(rect, transform.ratio)
    if not frame.contains(device):
        painter.fillRect(rect, colour("surround"))
    size, level, corner = scene.document.size, transform.level, transform.corner
    if hurried := scene.hurried and transform.residual < _HURRIED:
        level += 1
    smooth = transform.smooth or hurried
    part = transform.visible(rect, size, level)
    if part.is_empty:
        return []
    if smooth:
        part = part.inflated(1).intersected(level_rect(size, level))
    clip = device.intersected(frame)
    if scene.white:
        painter.save()
        painter.scale(1 / transform.ratio, 1 / transform.ratio)
        painter.fillRect(clip, Qt.GlobalColor.white)
        painter.restore()
        return []
    pixels, undone = scene.draw(level, part, deadline)
    painter.save()
    painter.scale(1 / transform.ratio, 1 / transform.ratio)
    if not _opaque(pixels):
        painter.setBrushOrigin(QPoint(int(corner.x), int(corner.y)))
        painter.fillRect(clip, checkerboard(round(_CHECK * transform.ratio)))
    residual = transform.zoom * 2.0**level
    if hurried:
        image = wrapped(_interpolated(pixels, part, clip, corner, residual))
        painter.drawImage(clip.x(), clip.y(), image)
    elif smooth:
        painter.setClipRect(clip)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(corner.x, corner.y)
        painter.scale(residual, residual)
        painter.drawImage(part.x, part.y, wrapped(pixels))
    elif residual == 1:
        painter.drawImage(int(corner.x) + part.x, int(corner.y) + part.y, wrapped(pixels))
    else:
        columns = _sources(clip.x(), clip.width(), corner.x, residual, part.x, part.width)
        rows = _sources(clip.y(), clip.height(), corner.y, residual, part.y, part.height)
        painter.drawImage(clip.x(), clip.y(), wrapped(_enlarged(pixels, rows, columns)))
    painter.restore()
    return [rect_from_level(missing, level) for missing in undone]


def canvas_frame(scene: Scene, transform: ViewTransform) -> QRect:
    """The canvas in device pixels."""
    size, corner = scene.document.size, transform.corner
    return QRect(
        int(corner.x),
        int(corner.y),
        max(1, round(size.width * transform.zoom)),
        max(1, round(size.height * transform.zoom)),
    )


def _device(rect: QRect, ratio: float) -> QRect:
    left, top = math.floor(rect.left() * ratio), math.floor(rect.top() * ratio)
    right = math.ceil((rect.left() + rect.width()) * ratio)
    bottom = math.ceil((rect.top() + rect.height()) * ratio)
    return QRect(left, top, right - left, bottom - top)


def _sources(
    start: int, length: int, corner: float, residual: float, first: int, count: int
) -> npt.NDArray[np.intp]:
    """For each device pixel of a run, which of `count` pixels it shows.

    QPainter's own enlargement counts in 16-bit fractions and drifts by whole screen pixels at
    high zooms, so that a partial repaint would not meet what is there.
    """
    places = (np.arange(start, start + length) + 0.5 - corner) / residual
    return np.clip(np.floor(places).astype(np.intp) - first, 0, count - 1)


def _interpolated(pixels: Bytes, part: Rect, clip: QRect, corner: Point, residual: float) -> Bytes:
    """What the device pixels of `clip` show of `part` (pixels of a level), mixed of the nearest
    four: what QPainter does, in half the time, with fractions of 1/32 pixel."""
    step, half = 1 / residual, 0.5 / residual - 0.5
    places = np.array(
        [
            [step, 0, (clip.x() - corner.x) * step + half - part.x],
            [0, step, (clip.y() - corner.y) * step + half - part.y],
        ]
    )
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = (clip.width(), clip.height())
    found = cv2.warpAffine(pixels, places, size, flags=how, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found, np.uint8)


def _opaque(pixels: Bytes) -> bool:
    """Alpha is the highest byte of each pixel: one contiguous minimum says it."""
    return bool(pixels.view(np.uint32).min() >= 0xFF000000)


def _enlarged(pixels: Bytes, rows: npt.NDArray[np.intp], columns: npt.NDArray[np.intp]) -> Bytes:
    packed = pixels.view(np.uint32)[..., 0]
    result = np.ascontiguousarray(packed.take(columns, axis=1).take(rows, axis=0))
    return result.view(np.uint8).reshape(len(rows), len(columns), 4)
