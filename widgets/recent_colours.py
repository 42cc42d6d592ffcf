"""The colours that were painted with last: a click takes one again."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from widgets.look import colour
from widgets.words import tr

MOST = 24
_SIDE, _GAP = 16, 3


class RecentColours(QWidget):
    """One row, the last one first; as many as there is room for."""

    picked = Signal(QColor)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Colours painted with last"))
        self.setFixedHeight(_SIDE)
        self.colours: list[QColor] = []

    def use(self, used: QColor) -> None:
        """A colour is painted with: it comes first."""
        if self.colours[:1] != [used]:
            self.colours = [used, *(other for other in self.colours if other != used)][:MOST]
            self.update()

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(shown.name() for shown in self.colours)

    def show_codes(self, codes: tuple[str, ...]) -> None:
        """Shows what `codes` gave; what is no colour is left out."""
        given = (QColor.fromString(code) for code in codes[:MOST])
        self.colours = [one for one in given if one.isValid()]
        self.update()

    def place(self, index: int) -> QRect:
        return QRect(index * (_SIDE + _GAP), 0, _SIDE, _SIDE)

    def _at(self, x: float) -> QColor | None:
        index = int(x // (_SIDE + _GAP))
        return self.colours[index] if 0 <= index < len(self.colours) else None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for index in range(MOST):
            box = self.place(index)
            if box.right() >= self.width():
                break
            painter.fillRect(box, colour("line"))
            inner = box.adjusted(1, 1, -1, -1)
            painter.fillRect(
                inner, self.colours[index] if index < len(self.colours) else colour("field")
            )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        taken = self._at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and taken is not None:
            self.picked.emit(taken)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            shown = self._at(event.x())
            text = tr("Colours you paint with appear here") if shown is None else shown.name()
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)
