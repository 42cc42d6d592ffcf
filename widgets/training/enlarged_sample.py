"""One sample in full size over the window; arrow keys go through steps and prompts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QWidget

from widgets.look import colour
from widgets.training.sample_strip import SampleModel, full_image
from widgets.words import told, tr

_MARGIN = 28
_WORDS = 44
"""Room for the lines below the picture."""
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class EnlargedSample(QWidget):
    """Lies over `window` until it is clicked, or Escape is pressed."""

    closed = Signal()

    def __init__(self, window: QWidget, samples: SampleModel) -> None:
        super().__init__(window)
        self._samples, self._over = samples, window
        self.row = self.column = 0
        self._pixmap = QPixmap()
        self._prompt = self._words = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Enlarged sample"))
        window.installEventFilter(self)
        self.hide()

    def show_sample(self, row: int, column: int) -> None:
        """Shows one; where there is none, what is shown stays."""
        sample = self._samples.sample(row, column)
        if sample is None:
            return
        self.row, self.column = row, column
        self._pixmap = QPixmap.fromImage(full_image(sample))
        self._words = told(f"Step {sample.step}")
        self._prompt = sample.prompt
        self.setAccessibleDescription(
            tr("{prompt}, step {step}", prompt=sample.prompt, step=sample.step)
        )
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.update()

    def follow(self) -> None:
        """The samples are others now: what is shown may be gone."""
        if self.isVisible() and self._samples.sample(self.row, self.column) is None:
            self.leave()

    def leave(self) -> None:
        self.hide()
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._over.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        shade = QColor(colour("well"))
        shade.setAlphaF(0.92)
        painter.fillRect(self.rect(), shade)
        room = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN - _WORDS)
        size = self._pixmap.size().toSizeF()
        if not size.isEmpty():
            size.scale(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(room.center())
        painter.drawPixmap(place, self._pixmap, QRectF(self._pixmap.rect()))
        line = self.fontMetrics().lineSpacing()
        below = QRectF(room.x(), room.bottom() + 12, room.width(), line)
        centre = Qt.AlignmentFlag.AlignHCenter
        painter.setPen(colour("text"))
        elide = Qt.TextElideMode.ElideRight
        prompt = self.fontMetrics().elidedText(self._prompt, elide, int(room.width()))
        painter.drawText(below, centre, prompt)
        painter.setPen(colour("dim"))
        painter.drawText(below.translated(0, line + 2), centre, self._words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            down, across = _STEPS[key]
            self.show_sample(self.row + down, self.column + across)
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.leave()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.leave()
