"""A picture for a technique: a layer of the document, or a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QImageReader,
    QPainter,
    QPixmap,
)
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout
from shiboken6 import isValid

from core.document.drafts import FromFile, FromLayer, Value
from core.document.layers import Layer, MaskLayer, RasterLayer, RegionLayer, SketchLayer
from core.parameters import Picture
from core.request import Pixels
from widgets.choice_box import ChoiceBox
from widgets.layer_thumbnails import SIDE
from widgets.section import row
from widgets.techniques.field import Field, heading_of
from widgets.techniques.surroundings import Surroundings
from widgets.words import told, tr

_OFFERED = (RasterLayer, SketchLayer, MaskLayer, RegionLayer)
"""Layers with pixels of their own: not groups, adjustments, nor what only hides another."""
_CHOOSE, _DRAW, _MAKE = "choose", "draw", "make"
_PAINTED_DELAY = 200
"""Milliseconds after the last stroke until the small picture follows it."""


class PictureField(Field):
    """A small picture, and the list of what can be chosen. What is chosen is read when the
    artist presses Generate, so a layer can be painted on until then.

    A control map can be made of what is on the canvas, `asked` for, or drawn; `made` has its
    layer."""

    parameter: Picture
    asked = Signal()
    made = Signal(object)

    def __init__(self, parameter: Picture, surroundings: Surroundings) -> None:
        super().__init__(parameter)
        self._surroundings = surroundings
        self._value: Value = None
        self._files: dict[str, QPixmap] = {}
        self.setAcceptDrops(True)
        self.picture = QLabel()
        self.picture.setFixedSize(SIDE + 2, SIDE + 2)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setObjectName("thumbnail")
        self.box = ChoiceBox()
        self.name(self.box)
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.box.setMinimumContentsLength(6)
        label = heading_of(self.box, tr(parameter.shown_title))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label)
        words.addWidget(self.box)
        line = row(self.picture)
        line.addLayout(words, 1)
        self._layout.addLayout(line)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAINTED_DELAY)
        self._timer.timeout.connect(self._refresh)
        self.box.activated.connect(self._chosen)
        surroundings.layers_changed.connect(self._timer.start)
        self.setFocusProxy(self.box)
        self._refresh()

    def show_value(self, value: Value) -> None:
        self._value = value
        self._refresh()

    def _refresh(self) -> None:
        entries: list[tuple[str, Value]] = [(tr("Nothing"), None)]
        layers = (one for one in self._surroundings.layers if isinstance(one, _OFFERED))
        entries += [(_titled(layer), FromLayer(layer.id)) for layer in layers]
        entries += [
            (tr("{name} (reference)", name=one.name or tr("Untitled")), one.pixels)
            for one in self._surroundings.references
        ]
        if self._value is not None and self._value not in [value for _, value in entries]:
            entries.append((self._name(self._value), self._value))
        entries.append((tr("From a file…"), _CHOOSE))
        if self.parameter.map_of:
            entries.append((tr("Draw one on a new sketch"), _DRAW))
            entries.append((tr("Make one of the picture"), _MAKE))
        titles = [title for title, _ in entries]
        if titles != [self.box.itemText(i) for i in range(self.box.count())]:
            self.box.clear()
            self.box.addItems(titles)
        self._entries: list[Value] = [value for _, value in entries]
        self.box.setCurrentIndex(self._entries.index(self._value))
        self._show_picture()

    def _name(self, value: Value) -> str:
        if isinstance(value, FromFile):
            return Path(value.path).name
        return (
            tr("A layer that is gone")
            if isinstance(value, FromLayer)
            else tr("The recipe's picture")
        )

    def _chosen(self, index: int) -> None:
        value = self._entries[index]
        if value not in (_CHOOSE, _DRAW, _MAKE):
            self.picked.emit(value)
            return
        self.box.setCurrentIndex(self._entries.index(self._value))
        if value == _MAKE:
            self.asked.emit()
            return
        if value == _DRAW:
            self._surroundings.draw_map(self._map_made)
            return
        title = told(f"Picture for {tr(self.parameter.shown_title)}")
        self._surroundings.choose_file(title, self._file_chosen)

    def make(self, kind: str) -> None:
        """Has a map of a kind made of the picture."""
        self._surroundings.make_map(kind, self._map_made)

    def _map_made(self, layer: str) -> None:
        if isValid(self):  # its form may have been removed meanwhile
            self.made.emit(FromLayer(layer))

    def _file_chosen(self, file: Path) -> None:
        self.picked.emit(FromFile(str(file)))

    # The small picture ----------------------------------------------------------------------

    def _show_picture(self) -> None:
        value, ratio = self._value, self.devicePixelRatioF()
        pixmap = QPixmap()
        if isinstance(value, FromLayer):
            layer = next((one for one in self._surroundings.layers if one.id == value.layer), None)
            if layer is not None:
                pixmap = self._surroundings.picture_of(layer, ratio)
        elif isinstance(value, FromFile):
            if value.path not in self._files:
                self._files = {value.path: _small(_file_image(value.path), ratio)}
            pixmap = self._files[value.path]
        elif isinstance(value, Pixels):
            pixmap = _small(_image_of(value), ratio)
        self.picture.setPixmap(pixmap)
        self.picture.setToolTip("" if value is None else self.box.currentText())

    # Files that are dropped -----------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self._file_chosen(Path(files[0]))


def _titled(layer: Layer) -> str:
    if isinstance(layer, SketchLayer):
        return tr("{name} (sketch)", name=layer.name)
    if isinstance(layer, MaskLayer):
        return tr("{name} (mask)", name=layer.name)
    if isinstance(layer, RegionLayer):
        return tr("{name} (region)", name=layer.name)
    return tr("{name} (layer)", name=layer.name)


def _file_image(path: str) -> QImage:
    """The file's picture at about the size that is shown; null when it cannot be read."""
    reader = QImageReader(path)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > 4 * SIDE:
        reader.setScaledSize(size.scaled(4 * SIDE, 4 * SIDE, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def _image_of(pixels: Pixels) -> QImage:
    array = pixels.array
    height, width = array.shape[:2]
    grey = array.ndim == 2
    form = QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGBA8888
    return QImage(array.tobytes(), width, height, width * (1 if grey else 4), form).copy()


def _small(image: QImage, ratio: float) -> QPixmap:
    """The image on a square of SIDE pixels; the square alone when there is no image."""
    side = round(SIDE * ratio)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    if not image.isNull():
        image = image.scaled(
            QSize(side, side),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        painter = QPainter(pixmap)
        at = ((side - image.width()) // 2, (side - image.height()) // 2)
        painter.fillRect(*at, image.width(), image.height(), QColor("#c9c9c9"))
        painter.drawImage(*at, image)
        painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
