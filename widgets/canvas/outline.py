"""Outlines of masks and selections in screen pixels: found once a view, recoloured cheaply."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter, QRegion

from core.geometry import EMPTY, Rect, Size

from .transform import ViewTransform, rect_at_level

if TYPE_CHECKING:
    import numpy.typing as npt

    from core.arrays import Bytes

ANT = 4
"""Length of a marching ant, and of the gap behind it, in device pixels."""
_CELL = 64
_DARK, _LIGHT = 0xFF000000, 0xFFFFFFFF
_ARGB = QImage.Format.Format_ARGB32_Premultiplied


class Outline:
    """The edge of where a coverage is at least `threshold`, as pixels of the device.

    Tracing looks only at what the view shows. Painting is one blit; `march` and `colour` touch only
    the edge's own pixels, so that ants can march several times a second.
    """

    def __init__(self, threshold: int) -> None:
        self.threshold = threshold
        self._inner: tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]] | None = None
        self._outer: tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]] | None = None
        self._area = EMPTY
        self._pixels: npt.NDArray[np.uint32] | None = None
        self._cells: list[tuple[int, int]] = []
        """Squares of the area that hold a part of the edge: column and row."""
        self._steps: list[npt.NDArray[np.intp]] = []
        """The inner edge's pixels by which of the ants' steps they belong to."""
        self._phase: int | None = None

    @property
    def is_empty(self) -> bool:
        return self._area.is_empty

    def clear(self) -> None:
        self._area, self._inner, self._outer = EMPTY, None, None
        self._cells, self._steps, self._phase = [], [], None

    def trace(
        self,
        read: Callable[[int, Rect], Bytes],
        bounds: Rect,
        transform: ViewTransform,
        size: Size,
        view: Rect,
    ) -> None:
        """Finds the edge; `read(level, rect)` gives the coverage, `bounds` (canvas) holds it all.

        `size` is the canvas, `view` what is in sight in device pixels.
        """
        self.clear()
        corner, zoom, level = transform.corner, transform.zoom, transform.level
        shown = Rect.of_edges(
            corner.x + bounds.x * zoom,
            corner.y + bounds.y * zoom,
            corner.x + bounds.right * zoom,
            corner.y + bounds.bottom * zoom,
        )
        area = shown.inflated(2).intersected(view.inflated(2))
        if bounds.is_empty or area.is_empty:
            return
        residual = transform.residual
        part = Rect.of_edges(
            (area.x - corner.x) / residual - 1,
            (area.y - corner.y) / residual - 1,
            (area.right - corner.x) / residual + 1,
            (area.bottom - corner.y) / residual + 1,
        ).intersected(rect_at_level(Rect.of_size(size), level))
        if part.is_empty:
            return
        inside = np.zeros((area.height, area.width), bool)
        columns = _source_of(area.x, area.width, corner.x, residual, part.x, part.width)
        rows = _source_of(area.y, area.height, corner.y, residual, part.y, part.height)
        hit = read(level, part) >= self.threshold
        inside[rows.at, columns.at] = hit.take(rows.source, axis=0).take(columns.source, axis=1)
        self._find_edges(inside, area)

    def _find_edges(self, inside: npt.NDArray[np.bool_], area: Rect) -> None:
        eroded = inside[1:-1, 1:-1].copy()
        grown = eroded.copy()
        for rows, columns in (
            (slice(0, -2), slice(1, -1)),
            (slice(2, None), slice(1, -1)),
            (slice(1, -1), slice(0, -2)),
            (slice(1, -1), slice(2, None)),
        ):
            eroded &= inside[rows, columns]
            grown |= inside[rows, columns]
        core = inside[1:-1, 1:-1]
        inner, outer = core & ~eroded, grown & ~core
        if not inner.any() and not outer.any():
            return
        self._inner, self._outer = _positions(inner), _positions(outer)
        self._area = area.inflated(-1)
        needed, have = self._area, self._pixels
        if have is None or have.shape[0] < needed.height or have.shape[1] < needed.width:
            self._pixels = np.zeros((needed.height, needed.width), np.uint32)
        else:
            have.fill(0)
        self._cells = _cells(*self._inner, self._area)

    def region(self, ratio: float) -> QRegion:
        """The widget pixels that hold a part of the edge, in cells."""
        region = QRegion()
        side = math.ceil(_CELL / ratio) + 2
        for column, row in self._cells:
            x = (self._area.x + column * _CELL) / ratio
            y = (self._area.y + row * _CELL) / ratio
            region += QRect(math.floor(x) - 1, math.floor(y) - 1, side, side)
        return region

    def march(self, phase: int) -> None:
        """Ants: dark and light stretches that move along the edge with `phase`."""
        if self._inner is None or self._pixels is None:
            return
        pixels = self._pixels.reshape(-1)
        if self._phase is not None and phase == self._phase + 1:
            # One pixel at either end of each ant changes; the others stay as they are.
            pixels[self._steps[phase % (2 * ANT)]] = _DARK
            pixels[self._steps[(phase + ANT) % (2 * ANT)]] = _LIGHT
        else:
            rows, columns = self._inner
            places = rows * self._pixels.shape[1] + columns
            step = (rows + columns + (self._area.x + self._area.y + 1)) % (2 * ANT)
            self._steps = [places[step == one] for one in range(2 * ANT)]
            for one, some in enumerate(self._steps):
                dark = ((one - 1 - phase) // ANT) & 1
                pixels[some] = _DARK if dark else _LIGHT
        self._phase = phase

    def colour(self, inner: QColor, outer: QColor) -> None:
        """A steady line: `inner` on the edge, `outer` around it."""
        if self._inner is not None and self._outer is not None and self._pixels is not None:
            self._pixels[self._inner] = inner.rgba()
            self._pixels[self._outer] = outer.rgba()

    def paint(self, painter: QPainter) -> None:
        """Draws in device pixels: the painter's transform must be the device's."""
        pixels = self._pixels
        if self._area.is_empty or pixels is None:
            return
        image = QImage(pixels.data, self._area.width, self._area.height, pixels.strides[0], _ARGB)
        painter.drawImage(self._area.x, self._area.y, image)


class _Span:
    """Which pixels of a run on the device lie on the source (`at`), and on which of its pixels."""

    __slots__ = ("at", "source")

    def __init__(self, at: slice, source: npt.NDArray[np.intp]) -> None:
        self.at, self.source = at, source


def _source_of(
    start: int, length: int, corner: float, residual: float, first: int, count: int
) -> _Span:
    device = np.arange(start, start + length) + 0.5
    source = np.floor((device - corner) / residual).astype(np.intp) - first
    low = int(np.searchsorted(source, 0))
    high = int(np.searchsorted(source, count))
    return _Span(slice(low, high), source[low:high])


def _cells(
    rows: npt.NDArray[np.intp], columns: npt.NDArray[np.intp], area: Rect
) -> list[tuple[int, int]]:
    held = np.zeros((area.height // _CELL + 1, area.width // _CELL + 1), bool)
    held[rows // _CELL, columns // _CELL] = True
    return [(int(column), int(row)) for row, column in np.argwhere(held)]


def _positions(
    flags: npt.NDArray[np.bool_],
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    # A tenth of the time of `nonzero` on a picture of flags: few are set.
    rows, columns = np.divmod(np.flatnonzero(flags), flags.shape[1])
    return rows, columns
