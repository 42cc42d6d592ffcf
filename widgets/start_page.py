"""What is seen before there is a picture: new canvases, recent files, which model paints.

It knows neither documents nor files; the window fills it and does what is chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.geometry import Size
from widgets.icons import IconLabel, icon
from widgets.look import colour
from widgets.words import tr

_WIDEST = 920
_NARROW = 500
_GAP = 8
_NEW, _RECENT = QSize(101, 88), QSize(128, 122)


@dataclass(frozen=True)
class Preset:
    """A size of a new canvas, and what it is called."""

    name: str
    size: Size


class Tile(QAbstractButton):
    """A small picture over a name and a line of explanation."""

    def __init__(self, name: str, line: str, size: QSize, glyph: str = "") -> None:
        super().__init__()
        self._glyph = glyph
        self._shape: Size | None = None
        self._picture: QPixmap | None = None
        self._line = line
        self.setText(name)
        self.setFixedSize(size)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(f"{name}, {line}" if line else name)

    def show_shape(self, shape: Size) -> None:
        """Draws paper of these proportions instead of an icon."""
        self._shape = shape
        self.update()

    def show_picture(self, picture: QPixmap) -> None:
        self._picture = picture
        self.update()

    def show_line(self, line: str) -> None:
        """Says something else below the name."""
        self._line = line
        self.setAccessibleName(f"{self.text()}, {line}" if line else self.text())
        self.update()

    @property
    def line(self) -> str:
        return self._line

    @property
    def has_picture(self) -> bool:
        return self._picture is not None

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            self._paint_ground(painter)
            metrics, on = self.fontMetrics(), self.isEnabled()
            line_height = metrics.lineSpacing()
            words = 2 * line_height + 6
            inner = self.rect().adjusted(6, 6, -6, -6)
            self._paint_picture(painter, inner.adjusted(0, 0, 0, -words))
            at = QRect(inner.left(), inner.bottom() - words + 6, inner.width(), line_height)
            for text, name in ((self.text(), "text"), (self._line, "dim")):
                painter.setPen(colour(name if on else "faint_text"))
                elide = Qt.TextElideMode.ElideMiddle
                shown = metrics.elidedText(text, elide, at.width())
                painter.drawText(at, Qt.AlignmentFlag.AlignCenter, shown)
                at.translate(0, line_height)

    def _paint_ground(self, painter: QPainter) -> None:
        ground = "raised_panel"
        if self.isDown():
            ground = "pressed"
        elif self.underMouse() and self.isEnabled():
            ground = "hover"
        edge = "accent" if self.hasFocus() else "line"
        painter.setPen(QPen(colour(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(colour(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)

    def _paint_picture(self, painter: QPainter, room: QRect) -> None:
        if self._picture is not None:
            size = self._picture.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(room.topLeft(), size)
            place.moveCenter(room.center())
            painter.drawPixmap(place, self._picture)
            painter.setPen(colour("line"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(place)
            return
        if self._shape is not None:
            paper = QSize(self._shape.width, self._shape.height)
            fitted = paper.scaled(room.size() - QSize(12, 8), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(room.topLeft(), fitted)
            place.moveCenter(room.center())
            painter.setPen(colour("dim"))
            painter.setBrush(colour("field"))
            painter.drawRect(place)
            return
        place = QRect(0, 0, 28, 28)
        place.moveCenter(room.center())
        if self._glyph:
            drawn = icon(self._glyph)
            on = self.isEnabled()
            mode = drawn.Mode.Normal if on else drawn.Mode.Disabled
            drawn.paint(painter, place, Qt.AlignmentFlag.AlignCenter, mode)


class _Flow(QWidget):
    """Tiles side by side, in as many rows as they need."""

    def __init__(self) -> None:
        super().__init__()
        self._tiles: list[Tile] = []

    def show_tiles(self, tiles: Sequence[Tile]) -> None:
        """Shows others, in their order."""
        for tile in self._tiles:
            if tile not in tiles:
                tile.hide()
                tile.deleteLater()
        self._tiles = list(tiles)
        for tile in tiles:
            tile.setParent(self)
            tile.show()
        self._lay_out()

    def _lay_out(self) -> None:
        x = y = bottom = 0
        for tile in self._tiles:
            if x and x + tile.width() > self.width():
                x, y = 0, bottom + _GAP
            tile.move(x, y)
            bottom = y + tile.height()
            x += tile.width() + _GAP
        self.setFixedHeight(bottom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._lay_out()


class StartPage(QScrollArea):
    """Lies over the canvas. Everything in it is reached with Tab and pressed with Space or Enter.

    `size_wanted` carries a Size, `file_wanted` a Path.
    """

    left = Signal()
    """To the canvas that is below."""
    size_wanted = Signal(object)
    own_size_wanted = Signal()
    clipboard_wanted = Signal()
    file_wanted = Signal(object)
    open_wanted = Signal()
    recover_wanted = Signal()
    tour_wanted = Signal()
    models_wanted = Signal()
    kept_on = Signal(bool)
    """Whether it is to be there at the next start."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("start")
        self.setAccessibleName(tr("Start page"))
        # Asked for the one it makes by itself, PySide6 looks through all kinds of widgets: 15 ms.
        self.ground = QWidget()
        self.setViewport(self.ground)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._new, self._recent = _Flow(), _Flow()
        self.files: dict[Path, Tile] = {}
        self.presets: list[Tile] = []
        self.canvas_tile = Tile("", "", _NEW)
        self.canvas_tile.clicked.connect(self.left)
        self.own = Tile(tr("Own size"), tr("and paper"), _NEW, "transform")
        self.own.clicked.connect(self.own_size_wanted)
        self.clipboard = Tile(tr("Clipboard"), tr("its picture"), _NEW, "picture-add")
        self.clipboard.setEnabled(False)
        self.clipboard.clicked.connect(self.clipboard_wanted)
        self.suits = _hint("")
        self.suits.setWordWrap(True)
        self.no_files = _hint(
            tr("Pictures that you open or save are found here. A file that is dropped here opens.")
        )
        self.no_files.setWordWrap(True)
        self.open_button = _button(tr("Open…"), "open", self.open_wanted)
        self.recover = _button(tr("Recover Unsaved…"), "", self.recover_wanted)
        self.recover.hide()
        inner = QWidget()
        inner.setObjectName("column")
        page = QVBoxLayout(inner)
        page.setContentsMargins(22, 16, 22, 14)
        page.setSpacing(8)
        page.addLayout(self._head())
        page.addSpacing(6)
        page.addLayout(_heading(tr("New canvas"), self.suits))
        page.addWidget(self._new)
        page.addSpacing(6)
        page.addLayout(_heading(tr("Recent"), self.recover, self.open_button))
        page.addWidget(self.no_files)
        page.addWidget(self._recent)
        page.addStretch(1)
        page.addLayout(self._foot())
        inner.setMaximumWidth(_WIDEST)
        middle = QWidget()
        middle.setObjectName("column")
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(inner, 1000)
        row.addStretch(1)
        self.setWidget(middle)

    def _head(self) -> QBoxLayout:
        name = QLabel("Underpaint")
        name.setObjectName("title")
        self.model, self.advice = _hint(""), _hint("")
        self.model.setWordWrap(True)
        self.advice.setWordWrap(True)
        self.advice.hide()
        self.tour = _button(tr("Take the Tour"), "tip", self.tour_wanted)
        self.tour.setToolTip(tr("Shows in ten steps how to paint with a model"))
        self.models = _button(tr("Models…"), "models", self.models_wanted)
        words, self._buttons = QVBoxLayout(), QBoxLayout(QBoxLayout.Direction.TopToBottom)
        words.setSpacing(2)
        self._buttons.setSpacing(6)
        for label in (name, self.model, self.advice):
            words.addWidget(label)
        words.addStretch(1)
        self._buttons.addWidget(self.tour)
        self._buttons.addWidget(self.models)
        self._buttons.addStretch(1)
        told = QHBoxLayout()
        told.setSpacing(12)
        told.addWidget(IconLabel("underpaint", 40), 0, Qt.AlignmentFlag.AlignTop)
        told.addLayout(words, 1)
        self._head_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head_row.setSpacing(12)
        self._head_row.addLayout(told, 1)
        self._head_row.addLayout(self._buttons)
        return self._head_row

    def _foot(self) -> QBoxLayout:
        self.keep = QCheckBox(tr("Show this page at the start"))
        self.keep.toggled.connect(self.kept_on)
        self.tip = _hint("")
        self.tip.setWordWrap(True)
        self._foot_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._foot_row.setSpacing(16)
        self._foot_row.addWidget(self.tip, 1)
        self._foot_row.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignBottom)
        return self._foot_row

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What stands side by side stands below each other where there is no room."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        narrow = event.size().width() < _NARROW
        self._head_row.setDirection(down if narrow else across)
        self._buttons.setDirection(across if narrow else down)
        self._foot_row.setDirection(down if narrow else across)
        super().resizeEvent(event)

    # What it shows --------------------------------------------------------------------------

    def show_canvas(self, size: Size, *, empty: bool) -> None:
        """What lies below the page: an empty canvas, or a picture to go back to."""
        self.canvas_tile.setText(tr("This canvas") if empty else tr("Back"))
        line = f"{size.width} × {size.height}" if empty else tr("to your picture")
        self.canvas_tile.show_line(line)
        self.canvas_tile.show_shape(size)

    def show_presets(self, presets: Sequence[Preset], suits: str) -> None:
        """Sizes of new canvases; `suits` says whose sizes they are."""
        self.presets = []
        for preset in presets:
            width, height = preset.size
            tile = Tile(preset.name, f"{width} × {height}", _NEW)
            tile.show_shape(preset.size)
            tile.clicked.connect(partial(self.size_wanted.emit, preset.size))
            self.presets.append(tile)
        self.suits.setText(suits)
        self._new.show_tiles([self.canvas_tile, *self.presets, self.own, self.clipboard])
        self._order()

    def show_files(self, files: Sequence[Path]) -> None:
        """The files that were open last; their pictures come later."""
        self.files = {path: self.files.get(path) or self._file(path) for path in files}
        self._recent.show_tiles(list(self.files.values()))
        self.no_files.setVisible(not files)
        self._order()

    def _order(self) -> None:
        """Tab goes through it as one reads."""
        chain = (
            self.tour, self.models, self.canvas_tile, *self.presets, self.own, self.clipboard,
            self.recover, self.open_button, *self.files.values(), self.keep,
        )  # fmt: skip
        for one, next_one in pairwise(chain):
            QWidget.setTabOrder(one, next_one)

    def _file(self, path: Path) -> Tile:
        tile = Tile(path.name, "", _RECENT, "document")
        tile.setToolTip(str(path))
        tile.clicked.connect(partial(self.file_wanted.emit, path))
        return tile

    def show_file(self, path: Path, line: str, picture: QPixmap | None) -> None:
        """What was found out about a file: its age, its picture. Empty: it is gone."""
        tile = self.files.get(path)
        if tile is None:
            return
        tile.setEnabled(bool(line))
        tile.show_line(line or tr("gone"))
        if picture is not None:
            tile.show_picture(picture)

    def show_left_behind(self, count: int) -> None:
        """How many unsaved pictures wait to be recovered."""
        self.recover.setText(tr("Recover Unsaved ({count})…", count=count))
        self.recover.setVisible(count > 0)

    def show_model(self, text: str, advice: str) -> None:
        """Which model paints, and which would suit better; empty: none would."""
        self.model.setText(text)
        self.advice.setText(advice)
        self.advice.setVisible(bool(advice))
        self.models.setText(tr("Get Models…") if advice else tr("Models…"))

    def show_tip(self, text: str) -> None:
        self.tip.setText(text)


def _hint(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("hint")
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _heading(text: str, *beside: QWidget) -> QHBoxLayout:
    label = QLabel(text)
    label.setObjectName("heading")
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(label)
    hints = [one for one in beside if isinstance(one, QLabel)]
    for hint in hints:
        row.addWidget(hint, 1)
    if not hints:
        row.addStretch(1)
    for one in beside:
        if one not in hints:
            row.addWidget(one)
    return row


def _button(text: str, picture: str, pressed: SignalInstance) -> QPushButton:
    button = QPushButton(text)
    if picture:
        button.setIcon(icon(picture))
    button.setAutoDefault(True)
    button.clicked.connect(pressed)
    return button
