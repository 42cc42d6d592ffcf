"""One compact control for a number: drag it as a slider, type into it, or use the arrow keys.

It is a spin box (so keyboards and screen readers know what it is) that paints its name and a bar
as wide as its value, as painters know it from their programs.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLineF, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSizePolicy, QWidget

from core.parameters import Integer, Number
from widgets.look import colour
from widgets.words import tr

_DRAG_STARTS_AT = 3
_EDGE = 7


class ValueSlider(QDoubleSpinBox):
    """A number between `minimum` and `maximum`, shown as `factor` × its value with `unit`.

    The bar spans `reach`, or the whole range; more can be typed. `curve` > 1 gives small values
    more of the width (brush sizes). `picked` carries the value the user chose; `valueChanged` also
    fires when a program sets it.
    """

    picked = Signal(float)
    released = Signal()

    def __init__(
        self,
        label: str,
        minimum: float,
        maximum: float,
        value: float,
        *,
        step: float = 1.0,
        decimals: int = 0,
        unit: str = "",
        curve: float = 1.0,
        reach: tuple[float, float] | None = None,
        help: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._label = label
        self._low, self._high = (minimum, maximum) if reach is None else reach
        self._curve = curve
        self._press: QPointF | None = None
        self._dragging = False
        self._typing = False
        self.setDecimals(decimals)
        self.setRange(minimum, maximum)
        self.setSingleStep(step)
        self.setSuffix(unit)
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFrame(False)
        self.setAccessibleName(label)
        if help:
            self.setToolTip(help)
            self.setAccessibleDescription(help)
        edit = self.lineEdit()
        edit.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        edit.installEventFilter(self)
        edit.setCursor(Qt.CursorShape.SizeHorCursor)
        edit.selectionChanged.connect(self._hide_selection)
        self.setValue(value)
        self.valueChanged.connect(self._changed)

    def _changed(self, value: float) -> None:
        if self.hasFocus() or self._dragging:
            self.picked.emit(value)

    def show_value(self, value: float) -> None:
        """Sets the value without telling anybody."""
        if value == self.value():
            return
        self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(False)
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(f"{self._label}  {self.textFromValue(self._high)}")
        return QSize(width + metrics.horizontalAdvance(self.suffix()) + 3 * _EDGE, 26)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @classmethod
    def of(
        cls,
        parameter: Number | Integer,
        *,
        title: str = "",
        step: float = 1.0,
        decimals: int = 0,
        reach: tuple[float, float] | None = None,
        curve: float = 1.0,
    ) -> ValueSlider:
        """A slider for a declared parameter: its title, range, default, unit and help."""
        return cls(
            title or tr(parameter.title),
            parameter.low,
            parameter.high,
            parameter.default or 0,
            step=step,
            decimals=decimals,
            unit=f" {parameter.unit}" if parameter.unit else "",
            curve=curve,
            reach=reach,
            help=tr(parameter.help),
        )

    def _portion(self) -> float:
        span = self._high - self._low
        linear = (self.value() - self._low) / span if span > 0 else 0.0
        return float(max(0.0, min(1.0, linear)) ** (1 / self._curve))

    def _set_portion(self, portion: float) -> None:
        portion = max(0.0, min(1.0, portion)) ** self._curve
        value = self._low + portion * (self._high - self._low)
        step = 10.0 ** -self.decimals() if self._curve != 1.0 else self.singleStep()
        self.setValue(round(value / step) * step)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(box, 4, 4)
        painter.fillPath(outline, colour("field"))
        focused = self.hasFocus()
        if self.isEnabled() and not self._typing:
            bar = QRectF(box)
            bar.setWidth(box.width() * self._portion())
            painter.save()
            painter.setClipPath(outline)
            painter.fillRect(bar, colour("bar_lit" if self.underMouse() or focused else "bar"))
            painter.restore()
        painter.setPen(QPen(colour("accent" if focused else "line"), 1))
        painter.drawPath(outline)
        painter.setPen(colour("text" if self.isEnabled() else "faint"))
        if not self._typing:
            painter.drawText(
                box.adjusted(_EDGE, 0, -_EDGE, 0),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                self._label,
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_text()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place_text()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme has Qt place the number anew, as if there were buttons."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._place_text()

    def _place_text(self) -> None:
        """The number has the whole width: there are no buttons beside it."""
        self.lineEdit().setGeometry(_EDGE - 2, 0, self.width() - 2 * _EDGE + 4, self.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._typing or not isinstance(event, QMouseEvent):
            return super().eventFilter(watched, event)
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            self._press = event.globalPosition()
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            return True
        if kind == QEvent.Type.MouseMove and self._press is not None:
            self._drag(event)
            return True
        if kind == QEvent.Type.MouseButtonRelease and self._press is not None:
            clicked = not self._dragging
            self._press, self._dragging = None, False
            if clicked:
                self._jump(event)
            self.released.emit()
            self.update()
            return True
        if kind == QEvent.Type.MouseButtonDblClick:
            self.begin_typing()
            return True
        return super().eventFilter(watched, event)

    def _drag(self, event: QMouseEvent) -> None:
        assert self._press is not None
        if not self._dragging:
            if QLineF(self._press, event.globalPosition()).length() < _DRAG_STARTS_AT:
                return
            self._dragging = True
        self._jump(event)

    def _jump(self, event: QMouseEvent) -> None:
        x = self.mapFromGlobal(event.globalPosition()).x()
        self._set_portion(x / max(1, self.width() - 1))

    def begin_typing(self) -> None:
        """Turns the control into a field with its number selected."""
        self._typing = True
        edit = self.lineEdit()
        edit.setCursor(Qt.CursorShape.IBeamCursor)
        edit.setReadOnly(False)
        self.selectAll()
        self.update()

    def end_typing(self) -> None:
        """Takes over what was typed and becomes a slider again."""
        if self._typing:
            self.interpretText()
            self._typing = False
            self.lineEdit().setCursor(Qt.CursorShape.SizeHorCursor)
            self.lineEdit().deselect()
            self.update()

    def _hide_selection(self) -> None:
        if not self._typing and self.lineEdit().hasSelectedText():
            self.lineEdit().deselect()

    def event(self, event: QEvent) -> bool:
        # A letter that is a tool's shortcut stays one while the control is no text field.
        if event.type() == QEvent.Type.ShortcutOverride and not self._typing:
            assert isinstance(event, QKeyEvent)
            if not (event.text().isdigit() or event.text() in ("-", ".", ",")):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._typing:
                self.end_typing()
            else:
                self.begin_typing()
            return
        if key == Qt.Key.Key_Escape and self._typing:
            self.lineEdit().setText(self.textFromValue(self.value()) + self.suffix())
            self.end_typing()
            return
        if not self._typing:
            if event.text().isdigit() or event.text() in ("-", ".", ","):
                self.begin_typing()
            elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
                self.stepBy(1 if key == Qt.Key.Key_Right else -1)
                return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.end_typing()
        super().focusOutEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
