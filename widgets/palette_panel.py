"""A palette's colours to click on, and which palette it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QToolButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from core.files.gpl import Palette, PaletteColour
from widgets.buttons import icon_button
from widgets.choice_box import ChoiceBox
from widgets.icons import icon
from widgets.look import colour
from widgets.section import MARGIN, SPACING
from widgets.words import tr

_CELL = 22


class SwatchGrid(QWidget):
    """The colours, as many in a row as the palette says or there is room for."""

    picked = Signal(QColor)
    removed = Signal(int)
    """The colour with this index is not wanted any more."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Colours of the palette"))
        self.colours: tuple[PaletteColour, ...] = ()
        self._columns = 0

    def show_palette(self, palette: Palette) -> None:
        self.colours, self._columns = palette.colours, palette.columns
        self._fit()
        self.update()

    @property
    def columns(self) -> int:
        room = max(1, self.width() // _CELL)
        return min(room, self._columns) if self._columns else room

    def place(self, index: int) -> QRect:
        row, column = divmod(index, self.columns)
        return QRect(column * _CELL, row * _CELL, _CELL, _CELL)

    def index_at(self, x: float, y: float) -> int | None:
        """Which colour lies there."""
        column, row = int(x // _CELL), int(y // _CELL)
        index = row * self.columns + column
        return index if column < self.columns and 0 <= index < len(self.colours) else None

    def _fit(self) -> None:
        self.setMinimumHeight(_CELL * -(-len(self.colours) // self.columns))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self.colours:
            painter.setPen(colour("faint_text"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect(), flags, tr("No colours yet. + adds the one in hand."))
        painter.setPen(QPen(colour("line"), 1))
        for index, shown in enumerate(self.colours):
            box = self.place(index)
            if box.intersects(event.rect()):
                painter.setBrush(QColor(*shown[:3]))
                painter.drawRect(box.adjusted(1, 1, -2, -2))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.index_at(event.position().x(), event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and index is not None:
            self.picked.emit(QColor(*self.colours[index][:3]))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.index_at(event.x(), event.y())
        if index is not None:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            remove = menu.addAction(icon("delete"), tr("Remove from Palette"))
            remove.triggered.connect(lambda: self.removed.emit(index))
            menu.popup(event.globalPos())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            index = self.index_at(event.x(), event.y())
            if index is not None:
                shown = self.colours[index]
                QToolTip.showText(event.globalPos(), f"{shown.name}  {shown.code}".strip(), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)


class PalettePanel(QWidget):
    """Chooses among palettes by name; what is done with them is for whoever connects it."""

    picked = Signal(QColor)
    chosen = Signal(str)
    """The palette of this name shall be shown."""
    add_wanted = Signal()
    """The colour in hand shall be added."""
    removed = Signal(int)

    def __init__(self, actions: Sequence[QAction | None]) -> None:
        super().__init__()
        self.names, self.grid = ChoiceBox(), SwatchGrid()
        self.names.setAccessibleName(tr("Palette"))
        self.names.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.add = icon_button("add", tr("Adds the colour in hand to the palette"))
        more = icon_button("menu", tr("New palettes, GIMP's palettes in and out"))
        menu = QMenu(self)
        for action in actions:
            if action is None:
                menu.addSeparator()
            else:
                menu.addAction(action)
        more.setMenu(menu)
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        top = QHBoxLayout()
        top.setSpacing(2)
        top.addWidget(self.names, 1)
        top.addWidget(self.add)
        top.addWidget(more)
        area = QScrollArea()
        area.setWidget(self.grid)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 4, MARGIN, SPACING)
        layout.setSpacing(SPACING)
        layout.addLayout(top)
        layout.addWidget(area, 1)
        self.names.textActivated.connect(self.chosen)
        self.add.clicked.connect(self.add_wanted)
        self.grid.picked.connect(self.picked)
        self.grid.removed.connect(self.removed)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 100)

    def show_palette(self, palette: Palette, names: Sequence[str]) -> None:
        """Shows a palette, one of `names`."""
        self.names.clear()
        self.names.addItems(list(names))
        self.names.setCurrentText(palette.name)
        self.grid.show_palette(palette)
