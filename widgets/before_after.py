"""A picture as it will be, at its own size or fitted; held down it shows what it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from core.pixels.alpha import premultiplied
from widgets.canvas.rendering import checkerboard
from widgets.words import tr

if TYPE_CHECKING:
    from core.arrays import Bytes

_SMALL = 1600
"""Pixels a side of the copies that are fitted: scaling all of it would hold up the window."""


@dataclass(frozen=True)
class Pictures:
    """A picture as it was and as it will be: premultiplied RGBA, with small copies."""

    before: Bytes
    after: Bytes
    small_before: Bytes
    small_after: Bytes

    @classmethod
    def of(cls, before: Bytes, after: Bytes) -> Pictures:
        """Of straight RGBA (h, w, 4) of one size; may be called from any thread."""
        whole = [np.ascontiguousarray(premultiplied(one)) for one in (before, after)]
        return cls(*whole, *(_small(one) for one in whole))


def _small(pixels: Bytes) -> Bytes:
    share = min(1.0, _SMALL / max(pixels.shape[:2]))
    if share == 1.0:
        return pixels
    size = (max(1, round(pixels.shape[1] * share)), max(1, round(pixels.shape[0] * share)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


class BeforeAfter(QWidget):
    """Drag to look around; the button goes between the picture's own size and all of it."""

    def __init__(self) -> None:
        super().__init__()
        self._view = _View()
        self._fit = QToolButton()
        self._fit.setText(tr("Fit"))
        self._fit.setCheckable(True)
        self._fit.setChecked(True)
        self._fit.setToolTip(tr("All of the picture, or one of its pixels on one of the screen's"))
        self._fit.toggled.connect(self._view.show_fitted)
        hint = QLabel(tr("Right button held: as it was before"))
        hint.setObjectName("hint")
        below = QWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._view, 1)
        layout.addWidget(below)
        across = QHBoxLayout(below)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(hint, 1)
        across.addWidget(self._fit)

    def show_pictures(self, pictures: Pictures | None) -> None:
        """None: nothing is to be seen."""
        self._view.show_pictures(pictures)

    @property
    def shown(self) -> QSize:
        """The size of the picture that is shown; empty: none is."""
        return self._view.size_shown


class _View(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(420, 380)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAccessibleName(tr("Preview"))
        self._pictures: Pictures | None = None
        self._fitted, self._was = True, False
        self._corner, self._grip = QPointF(), QPoint()

    @property
    def size_shown(self) -> QSize:
        if self._pictures is None:
            return QSize()
        height, width = self._pictures.after.shape[:2]
        return QSize(width, height)

    def show_pictures(self, pictures: Pictures | None) -> None:
        other = self.size_shown
        self._pictures = pictures
        if self.size_shown != other:
            self._centre()
        self.update()

    def show_fitted(self, fitted: bool) -> None:
        self._fitted = fitted
        self._centre()
        self.update()

    def _centre(self) -> None:
        size = self.size_shown / self.devicePixelRatioF()
        self._corner = QPointF(
            (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        )

    def _place(self) -> QRectF:
        size = self.size_shown
        if not self._fitted:
            return QRectF(self._corner, size.toSizeF() / self.devicePixelRatioF())
        scale = min(1.0, self.width() / size.width(), self.height() / size.height())
        wide, high = size.width() * scale, size.height() * scale
        return QRectF((self.width() - wide) / 2, (self.height() - high) / 2, wide, high)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().base())
        pictures = self._pictures
        if pictures is None:
            return
        if self._fitted:
            image = _image(pictures.small_before if self._was else pictures.small_after)
        else:
            image = _image(pictures.before if self._was else pictures.after)
        place = self._place()
        painter.setClipRect(place.intersected(QRectF(self.rect())))
        painter.fillRect(self.rect(), checkerboard())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._fitted)
        painter.drawImage(place, image)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = event.position().toPoint()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            self._was = True
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and not self._fitted:
            at = event.position().toPoint()
            self._corner += QPointF(at - self._grip)
            self._grip = at
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._was = False
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self._fitted:
            self._corner += QPointF(event.angleDelta()) / 2
            self.update()


def _image(pixels: Bytes) -> QImage:
    """Looks into the array, which has to stay."""
    height, width = pixels.shape[:2]
    form = QImage.Format.Format_RGBA8888_Premultiplied
    return QImage(pixels.data, width, height, width * 4, form)
