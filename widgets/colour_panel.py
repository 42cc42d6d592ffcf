"""Choosing colours: a square and a bar or a wheel, two swatches, and what was used last."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QColor,
    QImage,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.settings import COLOUR_PICKERS
from widgets.colour_wheel import ColourWheel
from widgets.icons import icon
from widgets.look import colour
from widgets.recent_colours import RecentColours
from widgets.section import MARGIN, SPACING
from widgets.words import tr

_STEP = 0.02


class _Picker(QWidget):
    """Something with a mark that is dragged, or moved by the arrow keys."""

    picked = Signal(float, float)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.x_portion = self.y_portion = 0.0

    def _pick(self, x: float, y: float) -> None:
        self.x_portion, self.y_portion = min(1.0, max(0.0, x)), min(1.0, max(0.0, y))
        self.update()
        self.picked.emit(self.x_portion, self.y_portion)

    def _follow(self, event: QMouseEvent) -> None:
        at = event.position()
        self._pick(at.x() / max(1, self.width() - 1), at.y() / max(1, self.height() - 1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._follow(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: (-_STEP, 0.0),
            Qt.Key.Key_Right: (_STEP, 0.0),
            Qt.Key.Key_Up: (0.0, -_STEP),
            Qt.Key.Key_Down: (0.0, _STEP),
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
            return
        self._pick(self.x_portion + move[0], self.y_portion + move[1])

    def _frame(self, painter: QPainter) -> None:
        painter.setPen(QPen(colour("accent") if self.hasFocus() else colour("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))


class ColourSquare(_Picker):
    """Saturation to the right, brightness upwards, of one hue."""

    def __init__(self) -> None:
        super().__init__(tr("Saturation and brightness"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._hue = 0.0
        self._image: QImage | None = None

    def sizeHint(self) -> QSize:
        return QSize(200, 110)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 92)

    def show_colour(self, hue: float, saturation: float, value: float) -> None:
        if hue != self._hue:
            self._hue, self._image = hue, None
        self.x_portion, self.y_portion = saturation, 1 - value
        self.setAccessibleDescription(
            tr(
                "Saturation {saturation} %, brightness {value} %",
                saturation=round(saturation * 100),
                value=round(value * 100),
            )
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._image is None or self._image.size() != self.size():
            self._image = self._painted()
        painter.drawImage(0, 0, self._image)
        self._frame(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        at = QPointF(self.x_portion * (self.width() - 1), self.y_portion * (self.height() - 1))
        for tint, radius in ((QColor(0, 0, 0, 160), 6.5), (QColor(255, 255, 255), 5.5)):
            painter.setPen(QPen(tint, 1.5))
            painter.drawEllipse(at, radius, radius)

    def _painted(self) -> QImage:
        image = QImage(self.size(), QImage.Format.Format_RGB32)
        painter = QPainter(image)
        across = QLinearGradient(0, 0, self.width(), 0)
        across.setColorAt(0, QColor(255, 255, 255))
        across.setColorAt(1, QColor.fromHsvF(self._hue, 1, 1))
        painter.fillRect(image.rect(), across)
        down = QLinearGradient(0, 0, 0, self.height())
        down.setColorAt(0, QColor(0, 0, 0, 0))
        down.setColorAt(1, QColor(0, 0, 0))
        painter.fillRect(image.rect(), down)
        painter.end()
        return image


class HueBar(_Picker):
    """All hues, left to right."""

    def __init__(self) -> None:
        super().__init__(tr("Hue"))
        self.setFixedHeight(16)

    def show_hue(self, hue: float) -> None:
        self.x_portion = hue
        self.setAccessibleDescription(tr("{degrees} degrees", degrees=round(hue * 360)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        gradient = QLinearGradient(0, 0, self.width(), 0)
        for part in range(7):
            gradient.setColorAt(part / 6, QColor.fromHsvF(min(part / 6, 0.9999), 0.85, 0.95))
        painter.fillRect(self.rect(), gradient)
        self._frame(painter)
        x = self.x_portion * (self.width() - 1)
        mark = QRectF(x - 2.5, 0.5, 5, self.height() - 1)
        painter.setPen(QPen(QColor(0, 0, 0, 170), 1))
        painter.setBrush(QColor(255, 255, 255))
        painter.drawRoundedRect(mark, 2, 2)


class Swatches(QWidget):
    """The colour in front of the second one; a click on the one behind swaps them."""

    swapped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(46, 40)
        self.setAccessibleName(tr("Colours"))
        self.setToolTip(
            tr("The colour, and behind it the second one. Click or X: swap, D: defaults")
        )
        self._front, self._back = QColor(0, 0, 0), QColor(255, 255, 255)

    def show_colours(self, front: QColor, back: QColor) -> None:
        self._front, self._back = front, back
        self.setAccessibleDescription(
            tr("{name}, second {name_}", name=front.name(), name_=back.name())
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for tint, box in ((self._back, QRect(18, 13, 26, 26)), (self._front, QRect(1, 1, 28, 28))):
            painter.fillRect(box.adjusted(-1, -1, 1, 1), colour("line"))
            painter.fillRect(box, QColor("#e6e6e6"))
            painter.fillRect(box.adjusted(1, 1, -1, -1), tint)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.swapped.emit()


class ColourPanel(QWidget):
    """`picked` carries the colour that the artist chose; `swapped` asks for the second one."""

    picked = Signal(QColor)
    swapped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._hue = self._saturation = self._value = 0.0
        self.square = ColourSquare()
        self.hue = HueBar()
        self.wheel = ColourWheel()
        self.recent = RecentColours()
        self._picker = ""
        self._swatches = Swatches()
        self._code = QLineEdit()
        self._code.setAccessibleName(tr("Colour code"))
        self._code.setToolTip(tr("The colour as a code: #rrggbb, or a name such as teal"))
        self._code.setMaxLength(24)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(1)
        below = QHBoxLayout()
        below.setSpacing(SPACING)
        below.addWidget(self._swatches)
        below.addLayout(self._buttons)
        below.addWidget(self._code, 1)
        below.addWidget(self._made_menu())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 4, MARGIN, SPACING)
        layout.setSpacing(SPACING)
        layout.addWidget(self.square, 1)
        layout.addWidget(self.hue)
        layout.addWidget(self.wheel, 1)
        layout.addLayout(below)
        layout.addWidget(self.recent)
        self.wheel.picked.connect(self._pick)
        self.recent.picked.connect(self.picked)
        self.square.picked.connect(lambda x, y: self._pick(self._hue, x, 1 - y))
        self.hue.picked.connect(lambda x, _: self._pick(x, self._saturation, self._value))
        self._swatches.swapped.connect(self.swapped)
        self._code.editingFinished.connect(self._typed)
        self.show_picker("bar")
        self.show_colours(QColor(0, 0, 0), QColor(255, 255, 255))

    def _made_menu(self) -> QToolButton:
        button, menu = QToolButton(), QMenu(self)
        button.setIcon(icon("wheel"))
        button.setIconSize(QSize(16, 16))
        button.setToolTip(tr("How colours are chosen: by a wheel, or by a square and a bar"))
        button.setAccessibleName(tr("How colours are chosen"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(menu)
        group = QActionGroup(menu)
        self._pickers: dict[str, QAction] = {}
        for picker, title in COLOUR_PICKERS.items():
            action = menu.addAction(tr(title))
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, picker=picker: self.show_picker(picker))
            self._pickers[picker] = group.addAction(action)
        return button

    @property
    def picker(self) -> str:
        """How colours are chosen: a key of `COLOUR_PICKERS`."""
        return self._picker

    def show_picker(self, picker: str) -> None:
        """Shows a wheel, or the square and the bar."""
        self._picker = picker
        self._pickers[picker].setChecked(True)
        bar = picker == "bar"
        self.wheel.set_triangle(picker == "triangle")
        self.square.setVisible(bar)
        self.hue.setVisible(bar)
        self.wheel.setVisible(not bar)

    def sizeHint(self) -> QSize:
        return QSize(270, 230)

    def set_actions(self, *actions: QAction) -> None:
        """Small buttons beside the swatches."""
        for action in actions:
            button = QToolButton()
            button.setDefaultAction(action)
            button.setIconSize(QSize(16, 16))
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setAccessibleName(action.text().replace("&", ""))
            self._buttons.addWidget(button)

    def show_colours(self, front: QColor, back: QColor) -> None:
        """Shows both colours. A grey has no hue: the one that was chosen last stays."""
        if front != self._colour:
            hue, saturation, value = front.hsvHueF(), front.hsvSaturationF(), front.valueF()
            if hue >= 0 and saturation > 0 and value > 0:
                self._hue = hue
            if value > 0:
                self._saturation = saturation
            self._value = value
        self._show()
        self._swatches.show_colours(front, back)
        self._code.setText(front.name())

    @property
    def _colour(self) -> QColor:
        return QColor.fromHsvF(self._hue, self._saturation, self._value).toRgb()

    def _pick(self, hue: float, saturation: float, value: float) -> None:
        self._hue, self._saturation, self._value = min(hue, 0.9999), saturation, value
        self._show()
        self.picked.emit(self._colour)

    def _show(self) -> None:
        self.square.show_colour(self._hue, self._saturation, self._value)
        self.hue.show_hue(self._hue)
        self.wheel.show_colour(self._hue, self._saturation, self._value)

    def _typed(self) -> None:
        text = self._code.text().strip()
        chosen = QColor.fromString(text if text[:1] != "#" and not _is_hex(text) else
                                   "#" + text.removeprefix("#"))  # fmt: skip
        if chosen.isValid() and chosen.name() == self._colour.name():
            self._code.setText(chosen.name())
        elif chosen.isValid():
            self.picked.emit(QColor(chosen.red(), chosen.green(), chosen.blue()))
        else:
            self._code.setText(self._colour.name())


def _is_hex(text: str) -> bool:
    return len(text) in (3, 6) and all(letter in "0123456789abcdefABCDEF" for letter in text)
