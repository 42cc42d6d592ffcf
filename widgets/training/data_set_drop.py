"""Pictures that are dropped or pasted: files, folders, or pixels of another program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from widgets.icons import IconLabel
from widgets.look import colour
from widgets.words import tr

if TYPE_CHECKING:
    from core.arrays import Bytes


def holds_pictures(data: QMimeData | None) -> bool:
    """Whether what is dragged or copied may be pictures."""
    return data is not None and (bool(files_of(data)) or data.hasImage() or data.hasUrls())


def files_of(data: QMimeData) -> list[Path]:
    """The files and folders of this machine among it."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def pixels_of(image: QImage | Any) -> Bytes | None:
    """Straight RGBA (h, w, 4) of an image in the clipboard or a drop."""
    if not isinstance(image, QImage) or image.isNull():
        return None
    rgba = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(rgba.constBits(), np.uint8).reshape(rgba.height(), rgba.bytesPerLine())
    return rows[:, : rgba.width() * 4].reshape(rgba.height(), rgba.width(), 4).copy()


class DropSign(QWidget):
    """Lies over `parent` while pictures are held over it, and says what letting go would do."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._over = parent
        parent.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.resize(self._over.size())
        return False

    def set_shown(self, shown: bool) -> None:
        if shown:
            self.resize(self._over.size())
            self.raise_()
        self.setVisible(shown)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
            veil = QColor(colour("panel"))
            veil.setAlpha(190)
            painter.setBrush(veil)
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRoundedRect(box, 6, 6)
            painter.setPen(colour("text"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tr("Add to the data set"))


class EmptyPage(QWidget):
    """What is seen where no picture is yet."""

    def __init__(self) -> None:
        super().__init__()
        picture = IconLabel("picture-add", 40)
        heading = QLabel(tr("Drop pictures here"))
        heading.setObjectName("heading")
        hint = QLabel(
            tr(
                "Files, folders, or pictures from a browser; or "
                "paste them. They are copied, so your "
                "own stay as they are. Captions (.txt) and masks that lie beside them come along."
            )
        )
        hint.setObjectName("hint")
        hint.setWordWrap(True)
        hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.add_button = QPushButton(tr("Add pictures…"))
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addStretch()
        column.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(heading, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(hint)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 16, 12, 16)
        layout.addStretch(1)
        layout.addLayout(column, 6)
        layout.addStretch(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = QPen(colour("scroll"), 1.5)
            pen.setDashPattern([5, 4])
            painter.setPen(pen)
            painter.setBrush(colour("field"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
