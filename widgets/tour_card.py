"""One step of a tour: a card beside what it is about, and a frame around that."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from widgets.icons import icon
from widgets.look import colour
from widgets.words import tr

_WIDTH = 300
_GAP = 14


class TourFrame(QWidget):
    """A line around a widget of the window, through which everything can be pressed."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colour("accent"), 3))
            painter.drawRoundedRect(self.rect().adjusted(2, 2, -3, -3), 6, 6)


class TourCard(QFrame):
    """Lies over the window where it hides nothing that it is about."""

    left = Signal()
    back = Signal()
    forward = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._target: QWidget | None = None
        self.setObjectName("banner")
        self.setProperty("kind", "tip")
        self._count = QLabel()
        self._count.setObjectName("hint")
        self.close_button = QToolButton()
        self.close_button.setIcon(icon("close"))
        self.close_button.setIconSize(QSize(16, 16))
        self.close_button.setToolTip(tr("Leave the tour; Help starts it again"))
        self.close_button.setAccessibleName(tr("Leave the tour"))
        self._title, self._text = QLabel(), QLabel()
        self._title.setObjectName("heading")
        for label in (self._title, self._text):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.back_button = QPushButton(tr("Back"))
        self.next_button = QPushButton()
        for button in (self.back_button, self.next_button):
            button.setAutoDefault(False)
        self.close_button.clicked.connect(lambda: self.left.emit())
        self.back_button.clicked.connect(lambda: self.back.emit())
        self.next_button.clicked.connect(lambda: self.forward.emit())
        top = QHBoxLayout()
        top.addWidget(self._count, 1)
        top.addWidget(self.close_button)
        buttons = QHBoxLayout()
        buttons.addWidget(self.back_button)
        buttons.addStretch()
        buttons.addWidget(self.next_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 8, 8, 12)
        self._column.setSpacing(6)
        self._column.addLayout(top)
        self._column.addWidget(self._title)
        self._column.addWidget(self._text)
        self._column.addSpacing(4)
        self._column.addLayout(buttons)
        self._spared: Callable[[], Sequence[QRect]] = tuple
        self.frame = TourFrame(window)
        window.installEventFilter(self)
        self.hide()

    def show_step(
        self,
        count: str,
        title: str,
        text: str,
        target: QWidget | None,
        *,
        first: bool,
        last: bool,
        spared: Callable[[], Sequence[QRect]] = tuple,
    ) -> None:
        """Shows a step beside `target`; None: in the middle of the window. What is `spared`, in the
        window's coordinates, is not covered if that can be."""
        self._spared = spared
        self._count.setText(count)
        self._title.setText(title)
        self._text.setText(text)
        self.back_button.setEnabled(not first)
        self.next_button.setText(tr("Finish") if last else tr("Skip"))
        self.setAccessibleName(f"{count}: {title}. {text}")
        self._follow(target)
        self.show()
        self._place()
        self.raise_()

    def show_done(self, last: bool) -> None:
        """The artist has done it: on to the next."""
        self.next_button.setText(tr("Finish") if last else tr("Next"))

    def _follow(self, target: QWidget | None) -> None:
        before = self._target
        if before is not None and before is not self._window and isValid(before):
            before.removeEventFilter(self)
        self._target = target
        if target is not None:
            target.installEventFilter(self)

    def _place(self) -> None:
        if not isValid(self._window):  # it is being deleted, and tells so while it goes
            return
        if self._target is not None and not isValid(self._target):
            self._target = None
        self.resize(_WIDTH, self._column.totalHeightForWidth(_WIDTH))
        room, target = self._window.rect(), self._target
        if target is None or not target.isVisible():
            self.frame.hide()
            self.move(room.center() - self.rect().center())
            return
        about = QRect(target.mapTo(self._window, QPoint(0, 0)), target.size())
        self.frame.setGeometry(about.adjusted(-4, -4, 4, 4).intersected(room))
        self.frame.show()
        self.frame.raise_()
        self.move(_beside(about, self.size(), room, self._spared()))
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        moves = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)
        if not self.isHidden() and event.type() in moves and watched is not self.frame:
            self._place()
        return False

    def close_all(self) -> None:
        """The tour is over."""
        self._follow(None)
        if isValid(self._window):
            self._window.removeEventFilter(self)
        for widget in (self.frame, self):
            if not isValid(widget):
                continue
            widget.hide()
            widget.deleteLater()


def _beside(about: QRect, size: QSize, room: QRect, spared: Sequence[QRect] = ()) -> QPoint:
    """Where a card of `size` is nearest to what it is about and covers none of it, nor of what is
    `spared` if that can be; inside of what is so large that there is no room beside it."""
    inside = room.adjusted(8, 8, -8, -8)
    across, down = inside.right() - size.width(), inside.bottom() - size.height()
    level_x, level_y = (min(max(about.left(), inside.left()), across),
                        min(max(about.top(), inside.top()), down))  # fmt: skip
    right, left = about.right() + _GAP, about.left() - _GAP - size.width()
    below, above = about.bottom() + _GAP, about.top() - _GAP - size.height()
    sides = [[QPoint(x, y) for y in range(level_y, down + 1, _GAP)] for x in (right, left)] + [
        [QPoint(x, y) for x in range(level_x, across + 1, _GAP)] for y in (below, above)
    ]
    nearest = [side[0] for side in sides if side]
    corners = [*nearest, *(corner for side in sides for corner in side[1:])]
    places = [QRect(corner, size) for corner in corners]
    free = [one for one in places if inside.contains(one) and not one.intersects(about)]
    if not free:
        return about.topLeft() + QPoint(_GAP, _GAP)
    sparing = (one for one in free if not any(map(one.intersects, spared)))
    return next(sparing, free[0]).topLeft()
