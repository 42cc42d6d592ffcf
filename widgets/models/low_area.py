"""Widgets below each other that take no more height than they need, and are scrolled beyond."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget


class LowArea(QScrollArea):
    """As high as `inside`, but at most `highest` pixels."""

    def __init__(self, inside: QWidget, highest: int) -> None:
        super().__init__()
        self._inside, self._highest = inside, highest
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        inside.installEventFilter(self)

    def show_last(self) -> None:
        """Scrolls to what is at the end, once it has its place."""
        bar = self.verticalScrollBar()
        QTimer.singleShot(0, self, lambda: bar.setValue(bar.maximum()))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), min(self._needed, self._highest))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    @property
    def _needed(self) -> int:
        """Pixels that all of it needs at this width: wrapped lines need more than is hinted."""
        layout = self._inside.layout()
        if layout is None or not layout.count():
            return 0
        if layout.hasHeightForWidth():
            return layout.totalHeightForWidth(self.viewport().width())
        return self._inside.sizeHint().height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self.updateGeometry()
        return super().eventFilter(watched, event)
