"""Words in a row of chips: pointed at, clicked, or walked through with the arrow keys.

One widget draws them all, so that a long prompt costs neither hundreds of buttons nor as many
stops of the Tab key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.look import colour

_HEIGHT, _GAP, _INSIDE, _RADIUS = 20.0, 4.0, 6.0, 4.0
_WIDEST = 160.0


@dataclass(frozen=True)
class Chip:
    """A word, what is noted beside it, and whether it is chosen."""

    text: str
    note: str = ""
    on: bool = False


class WordChips(QWidget):
    """`clicked` carries the chip's place; `nudged` its place and +1 or -1 (Ctrl+Up, Ctrl+Down)."""

    clicked = Signal(int)
    nudged = Signal(int, int)

    def __init__(self, name: str, *, help: str = "", most_rows: int = 4) -> None:
        super().__init__()
        self._most_rows = most_rows
        self._chips: tuple[Chip, ...] = ()
        self._places: list[QRectF] = []
        self._left_out = 0
        self._current = 0
        self._under = -1
        self.setAccessibleName(name)
        self.setToolTip(help)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(1)

    def show_chips(self, chips: Sequence[Chip]) -> None:
        """Shows these words instead; the widget is as high as they need, hidden without any."""
        if tuple(chips) == self._chips:
            return
        self._chips = tuple(chips)
        self._current = max(0, min(self._current, len(chips) - 1))
        # First its height, then itself: a window grows for what it shows, and never back.
        self._arrange()
        self.setVisible(bool(chips))
        self._say_current()

    @property
    def chips(self) -> tuple[Chip, ...]:
        return self._chips

    def _arrange(self) -> None:
        metrics = QFontMetricsF(self._small_font())
        width = max(60.0, float(self.width()))
        x = y = 0.0
        rows = 1
        self._places = []
        for chip in self._chips:
            wide = metrics.horizontalAdvance(chip.text) + 2 * _INSIDE
            if chip.note:
                wide += metrics.horizontalAdvance(chip.note) + _INSIDE
            wide = min(wide, _WIDEST, width)
            if x and x + wide > width:
                x, y, rows = 0.0, y + _HEIGHT + _GAP, rows + 1
                if rows > self._most_rows:
                    break
            self._places.append(QRectF(x, y, wide, _HEIGHT))
            x += wide + _GAP
        self._left_out = len(self._chips) - len(self._places)
        if self._left_out:
            # The last chip makes room for the sign that there are more.
            self._places = self._places[:-1]
            self._left_out += 1
        bottom = max((place.bottom() for place in self._places), default=0.0)
        self.setFixedHeight(max(1, round(bottom + 1)))
        self.update()

    def _small_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(12)
        return font

    def sizeHint(self) -> QSize:
        return QSize(120, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.oldSize().width() != event.size().width():
            self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._small_font())
        metrics = QFontMetricsF(painter.font())
        for i, (chip, place) in enumerate(zip(self._chips, self._places, strict=False)):
            box = place.adjusted(0.5, 0.5, -0.5, -0.5)
            current = self.hasFocus() and i == self._current
            fill = "selection" if chip.on else "hover" if i == self._under else "button"
            painter.setBrush(colour(fill))
            edge = "accent" if current else "accent_dim" if chip.on else "line"
            painter.setPen(QPen(colour(edge), 1))
            painter.drawRoundedRect(box, _RADIUS, _RADIUS)
            inner = place.adjusted(_INSIDE, 0, -_INSIDE, 0)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            if chip.note:
                painter.setPen(colour("accent_text"))
                painter.drawText(inner, right, chip.note)
                inner.setRight(inner.right() - metrics.horizontalAdvance(chip.note) - _INSIDE)
            painter.setPen(colour("text" if self.isEnabled() else "faint"))
            text = metrics.elidedText(chip.text, Qt.TextElideMode.ElideRight, inner.width() + 1)
            painter.drawText(inner, left, text)
        if self._left_out and self._places:
            last = self._places[-1]
            painter.setPen(colour("dim"))
            spot = QRectF(last.right() + _GAP, last.top(), self.width() - last.right(), _HEIGHT)
            painter.drawText(spot, Qt.AlignmentFlag.AlignVCenter, f"+{self._left_out}")

    # Pointer and keys -----------------------------------------------------------------------

    def place_of(self, index: int) -> QRectF:
        """Where a chip is drawn."""
        return self._places[index]

    def _at(self, position: QPointF) -> int:
        hits = (i for i, place in enumerate(self._places) if place.contains(position))
        return next(hits, -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self._at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point(-1)

    def _point(self, index: int) -> None:
        if index != self._under:
            self._under = index
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._at(event.position())
        if index >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._go_to(index)
            self.clicked.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, keys = event.key(), Qt.Key
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if not self._places:
            event.ignore()
        elif key in (keys.Key_Up, keys.Key_Down) and control:
            self.nudged.emit(self._current, 1 if key == keys.Key_Up else -1)
        elif key in (keys.Key_Left, keys.Key_Right):
            self._go_to(self._current + (1 if key == keys.Key_Right else -1))
        elif key in (keys.Key_Home, keys.Key_End):
            self._go_to(0 if key == keys.Key_Home else len(self._places) - 1)
        elif key in (keys.Key_Space, keys.Key_Return, keys.Key_Enter) and not control:
            self.clicked.emit(self._current)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Space pans the canvas elsewhere; here it chooses.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return)
        ):
            event.accept()
            return True
        return super().event(event)

    def _go_to(self, index: int) -> None:
        self._current = max(0, min(index, len(self._places) - 1))
        self._say_current()
        self.update()

    def _say_current(self) -> None:
        if not self._chips:
            return
        chip = self._chips[self._current]
        parts = (chip.text, chip.note, "chosen" if chip.on else "")
        self.setAccessibleDescription(", ".join(part for part in parts if part))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusOutEvent(event)
