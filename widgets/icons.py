"""The program's icons by name: SVGs in resources/icons, drawn sharp at any scale in the theme's
colours, so that they change with it wherever they are shown."""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QImageReader, QPainter, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from core.places import resources
from widgets.look import icon_colours, theme

_FAINT = 0.4
"""How opaque an icon on a disabled button is: what Qt makes of one is nearly as bright."""


@cache
def _files() -> dict[str, str]:
    """Name → path of every icon; looked up once, since the window needs dozens when it starts."""
    return {file.stem: str(file) for file in (resources() / "icons").iterdir()}


@cache
def icon(name: str) -> QIcon:
    """The icon called `name`; a name without a file is a defect and raises KeyError."""
    return QIcon(_Drawing(_files()[name], _files()[name]))


@cache
def toggle_icon(on: str, off: str) -> QIcon:
    """An icon that shows `on` while its button is checked, `off` otherwise."""
    return QIcon(_Drawing(_files()[off], _files()[on]))


class IconLabel(QLabel):
    """An icon of `side` pixels that is no button."""

    def __init__(self, name: str, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self.show_icon(name)

    def show_icon(self, name: str) -> None:
        """Shows another one."""
        self._name = name
        self.setPixmap(icon(name).pixmap(QSize(self._side, self._side), self.devicePixelRatioF()))

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.DevicePixelRatioChange):
            self.show_icon(self._name)
        return super().event(event)


class _Drawing(QIconEngine):
    """Draws an icon's file in the colours that the theme has at that moment."""

    def __init__(self, off: str, on: str) -> None:
        super().__init__()
        self._off, self._on = off, on

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        device = painter.device()
        ratio = 1.0 if device is None else device.devicePixelRatioF()
        painter.drawPixmap(rect, self._pixmap(rect.size(), mode, state, ratio))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self._pixmap(size, mode, state, 1.0)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        return self._pixmap(size, mode, state, scale)

    def clone(self) -> QIconEngine:
        return _Drawing(self._off, self._on)

    def _pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, ratio: float) -> QPixmap:
        file = self._on if state == QIcon.State.On else self._off
        faint = mode == QIcon.Mode.Disabled
        return _drawn(file, size.width(), size.height(), ratio, faint, theme())


@lru_cache(maxsize=1024)
def _drawn(file: str, width: int, height: int, ratio: float, faint: bool, theme: str) -> QPixmap:
    """The icon as large as asked for, on a screen of `ratio` pixels to one."""
    width, height = max(1, round(width * ratio)), max(1, round(height * ratio))
    buffer = QBuffer()
    buffer.setData(_recoloured(file, theme))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, b"svg")
    side = min(width, height)
    reader.setScaledSize(QSize(side, side))
    drawn = reader.read()
    if width == height and not faint:
        result = QPixmap.fromImage(drawn)
    else:
        result = QPixmap(width, height)
        result.fill(Qt.GlobalColor.transparent)
        with QPainter(result) as painter:
            painter.setOpacity(_FAINT if faint else 1.0)
            painter.drawImage((width - side) // 2, (height - side) // 2, drawn)
    result.setDevicePixelRatio(ratio)
    return result


@lru_cache(maxsize=512)
def _recoloured(file: str, theme: str) -> bytes:
    with open(file, "rb") as opened:  # noqa: PTH123
        content = opened.read()
    if not file.endswith("underpaint.svg"):
        for before, after in icon_colours(theme):
            content = content.replace(before, after)
    return content


def untinted(picture: QPixmap) -> QIcon:
    """An icon that keeps its colours when it is the chosen one."""
    result = QIcon(picture)
    result.addPixmap(picture, QIcon.Mode.Selected)
    return result
