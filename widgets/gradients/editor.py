"""All gradients to choose from, and the one in hand with its stops."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.gradients import GradientPreset
from core.pixels.ramp import FOREGROUND_TO_BACKGROUND, Colour, Ramp, Stop
from widgets.buttons import icon_button, menu_below
from widgets.gradients.picture import ramp_picture
from widgets.gradients.ramp_edit import RampEdit
from widgets.gradients.stop_fields import StopFields
from widgets.icons import icon, untinted
from widgets.words import tr

_PICTURE = QSize(116, 26)
_CELL = QSize(130, 52)
_COLUMNS = 3
_PRESET = Qt.ItemDataRole.UserRole


class GradientEditor(QDialog):
    """`edited` carries the whole new ramp, whether it was chosen or edited. It stays open while
    one draws; what the buttons ask for is done outside."""

    edited = Signal(object)
    save_wanted = Signal()
    import_wanted = Signal()
    export_wanted = Signal()
    delete_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Gradients"))
        self._ramp = FOREGROUND_TO_BACKGROUND
        self._in_hand: tuple[Colour, Colour] = ((0, 0, 0), (255, 255, 255))
        self.list = QListWidget()
        self.list.setObjectName("brushes")
        self.list.setAccessibleName(tr("Gradients"))
        self.list.setViewMode(QListWidget.ViewMode.IconMode)
        self.list.setMovement(QListWidget.Movement.Static)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setUniformItemSizes(True)
        self.list.setIconSize(_PICTURE)
        self.list.setGridSize(_CELL)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFixedSize(_COLUMNS * _CELL.width() + 22, 4 * _CELL.height() + 6)
        self.list.itemClicked.connect(self._take)
        self.list.itemActivated.connect(self._take)
        self.stops = RampEdit()
        self.fields = StopFields()
        self.turn_round = icon_button("flip-across", tr("Turns the colours round"))
        self.more = icon_button("more", tr("Import, export and delete gradients"))
        self.save = QPushButton(icon("save"), tr("Save as Preset…"))
        self.save.setAutoDefault(False)
        menu_below(self.more, self.list, self._fill)
        self._lay_out()
        self._connect()
        self._show_stop()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.more)
        buttons.addWidget(self.turn_round)
        buttons.addStretch()
        buttons.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.setSpacing(10)
        layout.addWidget(self.list)
        layout.addWidget(self.stops)
        layout.addWidget(self.fields)
        layout.addLayout(buttons)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)

    def _connect(self) -> None:
        self.stops.edited.connect(self._edited)
        self.stops.chosen.connect(self._show_stop)
        self.fields.edited.connect(self._change)
        self.fields.remove_wanted.connect(self.stops.remove)
        self.turn_round.clicked.connect(lambda: self._show_new(self._ramp.turned_round()))
        self.save.clicked.connect(lambda: self.save_wanted.emit())

    def _edited(self, ramp: Ramp) -> None:
        self._ramp = ramp
        self._show_stop()
        self._mark()
        self.edited.emit(ramp)

    def _change(self, stop: Stop) -> None:
        self.stops.change(stop)

    def _show_new(self, ramp: Ramp) -> None:
        self.show_ramp(ramp)
        self.edited.emit(ramp)

    def _show_stop(self) -> None:
        self.fields.show_stop(self.stops.stop, len(self._ramp.stops) > 1)

    def show_ramp(self, ramp: Ramp) -> None:
        """Shows the ramp in hand without telling anybody."""
        if ramp != self._ramp:
            self._ramp = ramp
            self.stops.show_ramp(ramp)
            self._show_stop()
            self._mark()

    def show_colours(self, foreground: Colour, background: Colour) -> None:
        """Shows the colours in hand where ramps ask for them."""
        if (foreground, background) != self._in_hand:
            self._in_hand = foreground, background
            self.stops.show_colours(foreground, background)
            self.fields.show_colours(foreground, background)
            self._draw()

    # Presets ---------------------------------------------------------------------------------

    def show_presets(self, presets: Sequence[GradientPreset]) -> None:
        """Shows these to choose from."""
        self.list.clear()
        for preset in presets:
            text = preset.name if preset.own else tr(preset.name)
            item = QListWidgetItem(text)
            item.setData(_PRESET, preset)
            whose = tr("one of your own") if preset.own else tr("comes with the program")
            item.setToolTip(f"{text} ({whose})")
            self.list.addItem(item)
        self._draw()
        self._mark()

    @property
    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _draw(self) -> None:
        for item in self._items:
            ramp = item.data(_PRESET).ramp.in_colours(*self._in_hand)
            item.setIcon(untinted(ramp_picture(ramp, _PICTURE, self.devicePixelRatioF())))

    def _mark(self) -> None:
        """Marks the preset in hand, none once it was edited."""
        same = [item for item in self._items if item.data(_PRESET).ramp == self._ramp]
        if not same:
            self.list.setCurrentRow(-1)
            self.list.clearSelection()
        elif self.list.currentItem() not in same:
            self.list.setCurrentItem(same[0])

    def _take(self, item: QListWidgetItem) -> None:
        self._show_new(item.data(_PRESET).ramp)

    @property
    def name(self) -> str:
        """The preset in hand, as it is called on screen; empty when it is none."""
        item = self.list.currentItem()
        return "" if item is None else item.text()

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        menu.addAction(icon("open"), tr("&Import…")).triggered.connect(self.import_wanted)
        menu.addAction(icon("export"), tr("&Export…")).triggered.connect(self.export_wanted)
        menu.addSeparator()
        item = self.list.currentItem()
        own = item is not None and item.data(_PRESET).own
        name = item.data(_PRESET).name if item is not None and own else tr("Gradient")
        shown = name.replace("&", "&&")
        delete = menu.addAction(icon("delete"), tr("&Delete “{name}”", name=shown))
        delete.setEnabled(own)
        delete.triggered.connect(lambda: self.delete_wanted.emit(name))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._draw()
