"""All brushes, each by a stroke of its own; a click takes one in hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from core.brushes.presets import BrushPreset
from core.geometry import Size
from widgets.buttons import icon_button, menu_below
from widgets.icons import icon, untinted
from widgets.section import MARGIN, SPACING
from widgets.words import tr

if TYPE_CHECKING:
    from core.arrays import Bytes

PREVIEW = Size(96, 36)
"""Widget pixels of a brush's stroke."""
_CELL = Size(PREVIEW.width + 8, PREVIEW.height + 24)
"""That a brush takes at least, with its name."""


class _Strokes(QListWidget):
    """As many columns as there is room for; together they are as wide as the list."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Qt leaves room for the scroll bar, whether it is there or not.
        extent = QStyle.PixelMetric.PM_ScrollBarExtent
        bar = self.style().pixelMetric(extent, None, self.verticalScrollBar())
        room = self.maximumViewportSize().width() - bar - 1
        self.setGridSize(QSize(room // max(1, room // _CELL.width), _CELL.height))


class BrushPicker(QWidget):
    """`chosen` carries the preset that was taken. What the buttons ask for is done outside."""

    shown = Signal()
    chosen = Signal(object)
    save_wanted = Signal()
    edit_wanted = Signal()
    import_wanted = Signal()
    export_wanted = Signal()
    delete_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._names: dict[str, str] = {}
        """What is shown → the brush's own name."""
        self._presets: dict[str, BrushPreset] = {}
        self.list = _Strokes()
        self.list.setObjectName("brushes")
        self.list.setAccessibleName(tr("Brushes"))
        self.list.setViewMode(QListWidget.ViewMode.IconMode)
        self.list.setMovement(QListWidget.Movement.Static)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setUniformItemSizes(True)
        self.list.setIconSize(QSize(*PREVIEW))
        self.list.setWordWrap(False)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumSize(2 * _CELL.width + 18, 100)
        self.list.itemClicked.connect(self._take)
        self.list.itemActivated.connect(self._take)
        self.save = icon_button("save", tr("Keep the brush in hand under a name"))
        self.edit = icon_button("sliders", tr("Edit the brush in hand (F5)"))
        self.more = icon_button("more", tr("Import, export and delete brushes"))
        menu_below(self.more, self.list, self._fill)
        bar = QHBoxLayout()
        bar.setSpacing(2)
        bar.addWidget(self.edit)
        bar.addWidget(self.save)
        bar.addStretch()
        bar.addWidget(self.more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, SPACING, MARGIN, SPACING)
        layout.setSpacing(SPACING)
        layout.addWidget(self.list, 1)
        layout.addLayout(bar)
        self.save.clicked.connect(lambda: self.save_wanted.emit())
        self.edit.clicked.connect(lambda: self.edit_wanted.emit())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        menu.addAction(icon("open"), tr("&Import…")).triggered.connect(self.import_wanted)
        menu.addAction(icon("export"), tr("&Export…")).triggered.connect(self.export_wanted)
        menu.addSeparator()
        item = self.list.currentItem()
        preset = self._presets.get(item.text()) if item is not None else None
        own = preset is not None and preset.own
        name = preset.name if preset is not None and own else tr("Brush")
        delete = menu.addAction(
            icon("delete"), tr("&Delete “{name}”", name=name.replace("&", "&&"))
        )
        delete.setEnabled(own)
        delete.triggered.connect(lambda: self.delete_wanted.emit(name))

    def _take(self, item: QListWidgetItem) -> None:
        self.chosen.emit(self._presets[item.text()])

    def show_presets(self, presets: Sequence[BrushPreset], previews: dict[str, QPixmap]) -> None:
        """Shows these; a preview that is not there yet comes by `show_preview`."""
        current = self.list.currentItem()
        name = current.text() if current is not None else ""
        shown = {one.name: one.name if one.own else tr(one.name) for one in presets}
        if name in self._names:
            name = self._names[name]
        self._names = {text: own for own, text in shown.items()}
        self._presets = {shown[preset.name]: preset for preset in presets}
        self.list.clear()
        blank = QPixmap(QSize(*PREVIEW))
        blank.fill(Qt.GlobalColor.transparent)
        for preset in presets:
            text = shown[preset.name]
            item = QListWidgetItem(untinted(previews.get(preset.name, blank)), text)
            whose = tr("one of your own") if preset.own else tr("comes with the program")
            item.setToolTip(f"{text} ({whose})")
            self.list.addItem(item)
        self.show_chosen(name)

    def _items(self, name: str) -> list[QListWidgetItem]:
        """The brush with a name, whatever it is called in the artist's language."""
        rows = map(self.list.item, range(self.list.count()))
        return [item for item in rows if self._names.get(item.text()) == name]

    def show_preview(self, name: str, picture: QPixmap) -> None:
        """Shows a brush's stroke."""
        for item in self._items(name):
            item.setIcon(untinted(picture))

    def show_chosen(self, name: str) -> None:
        """Marks the brush in hand; none with an unknown name."""
        found = self._items(name)
        if found:
            self.list.setCurrentItem(found[0])
        else:
            self.list.setCurrentRow(-1)
            self.list.clearSelection()


def picture_of(pixels: Bytes, ratio: float) -> QPixmap:
    """Straight RGBA (h, w, 4) of device pixels, as a picture for the screen."""
    height, width = pixels.shape[:2]
    image = QImage(pixels.tobytes(), width, height, width * 4, QImage.Format.Format_RGBA8888)
    picture = QPixmap.fromImage(image)
    picture.setDevicePixelRatio(ratio)
    return picture
