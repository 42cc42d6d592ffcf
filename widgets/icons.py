"""The program's icons by name: SVGs in resources/icons, drawn sharp at any scale by Qt."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QIcon

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
