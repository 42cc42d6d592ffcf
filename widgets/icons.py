"""The program's icons by name: SVGs in resources/icons, drawn sharp at any scale by Qt."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from core.places import resources


@cache
def _files() -> dict[str, str]:
    """Name → path of every icon; looked up once, since the window needs dozens when it starts."""
    return {file.stem: str(file) for file in (resources() / "icons").iterdir()}


@cache
def icon(name: str) -> QIcon:
    """The icon called `name`; a name without a file is a defect and raises KeyError."""
    return QIcon(_files()[name])


@cache
def toggle_icon(on: str, off: str) -> QIcon:
    """An icon that shows `on` while its button is checked, `off` otherwise."""
    result = QIcon()
    result.addFile(_files()[off], state=QIcon.State.Off)
    result.addFile(_files()[on], state=QIcon.State.On)
    return result


def fading_icon(name: str, side: int) -> QIcon:
    """An icon of `side` pixels that is faint on a disabled button. What Qt makes of an SVG by
    itself is nearly as bright as it was."""
    result = QIcon()
    for scale in (1.0, 2.0):
        whole = icon(name).pixmap(QSize(side, side), scale)
        faint = QPixmap(whole.size())
        faint.setDevicePixelRatio(scale)
        faint.fill(QColor(0, 0, 0, 0))
        with QPainter(faint) as painter:
            painter.setOpacity(0.4)
            painter.drawPixmap(0, 0, whole)
        result.addPixmap(whole)
        result.addPixmap(faint, QIcon.Mode.Disabled)
    return result
