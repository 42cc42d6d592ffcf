"""Small pictures of layers, made from a sample of their pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from core.document.layers import Layer, LayerMask, RegionLayer
from core.geometry import Rect, Size
from core.pixels.tiles import TileGrid, inside, tile_rect

if TYPE_CHECKING:
    from core.arrays import Bytes


SIDE = 34
_SQUARE = 5
_OVERSAMPLED = 2


def thumbnail(layer: Layer, canvas: Size, ratio: float) -> QPixmap:
    """The layer on a square of SIDE pixels, for a screen of `ratio` pixels to one."""
    pixmap = QPixmap(round(SIDE * ratio), round(SIDE * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scale = SIDE / max(canvas)
    place = QRectF(0, 0, canvas.width * scale, canvas.height * scale)
    place.moveCenter(QRectF(0, 0, SIDE, SIDE).center())
    grid = layer.grid
    if grid is not None and grid.channels == 4:
        _checker(painter, place)
    elif grid is not None or isinstance(layer, RegionLayer):
        painter.fillRect(place, QColor("#000000"))
    if grid is not None:
        _draw(painter, place, grid, canvas, layer, ratio)
    elif isinstance(layer, RegionLayer) and layer.box is not None:
        box = layer.box
        painter.fillRect(
            QRectF(
                place.x() + box.x * scale,
                place.y() + box.y * scale,
                max(2.0, box.width * scale),
                max(2.0, box.height * scale),
            ),
            QColor(*layer.color),
        )
    painter.end()
    return pixmap


def _checker(painter: QPainter, place: QRectF) -> None:
    painter.fillRect(place, QColor("#c9c9c9"))
    columns, rows = int(place.width() // _SQUARE) + 1, int(place.height() // _SQUARE) + 1
    for row in range(rows):
        for column in range(row % 2, columns, 2):
            square = QRectF(
                place.x() + column * _SQUARE, place.y() + row * _SQUARE, _SQUARE, _SQUARE
            )
            painter.fillRect(square.intersected(place), QColor("#a9a9a9"))


def _draw(
    painter: QPainter, place: QRectF, grid: TileGrid, canvas: Size, layer: Layer, ratio: float
) -> None:
    if grid.channels == 4 and grid.even is not None:
        painter.fillRect(place, QColor(*[grid.even] * 4))
        return
    step = max(1, int(max(canvas) / (SIDE * ratio * _OVERSAMPLED)))
    pixels = sampled(grid, canvas, step)
    if isinstance(layer, LayerMask):
        pixels = 255 - pixels  # white shows, as in every other program
    height, width = pixels.shape[:2]
    if pixels.ndim == 2:
        colour = layer.color if isinstance(layer, RegionLayer) else (255, 255, 255)
        tinted = np.empty((height, width, 4), np.uint8)
        for channel, value in enumerate((*colour, 255)):
            tinted[..., channel] = pixels.astype(np.uint16) * value // 255
        pixels = tinted
    pixels = np.ascontiguousarray(pixels)
    image = QImage(
        pixels.data, width, height, width * 4, QImage.Format.Format_RGBA8888_Premultiplied
    )
    # In two steps: smooth drawing alone looks at four pixels only.
    small = image.scaled(
        round(place.width() * ratio),
        round(place.height() * ratio),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    painter.drawImage(place, small)


def sampled(grid: TileGrid, canvas: Size, step: int) -> Bytes:
    """Every `step`-th pixel of the canvas in both directions; touches only tiles that are there."""
    height, width = -(-canvas.height // step), -(-canvas.width // step)
    shape = (height, width) if grid.channels == 1 else (height, width, grid.channels)
    result = np.zeros(shape, np.uint8)
    for key in grid.keys(Rect.of_size(canvas)):
        tile = grid.tile(key)
        part = tile_rect(key).intersected(Rect.of_size(canvas))
        if tile is None or part.is_empty:
            continue
        first_x, first_y = -(-part.x // step), -(-part.y // step)
        sample = tile[inside(part, tile_rect(key))]
        sample = sample[first_y * step - part.y :: step, first_x * step - part.x :: step]
        rows, columns = sample.shape[:2]
        result[first_y : first_y + rows, first_x : first_x + columns] = sample
    return result
