"""The program's icons by name: SVGs in resources/icons, drawn sharp at any scale by Qt."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QIcon

from core.places import resources


@cache
def icon(name: str) -> QIcon:
    """The icon called `name`; a name without a file is a defect and raises."""
    path = resources() / "icons" / f"{name}.svg"
    if not path.is_file():
        raise KeyError(f"no icon {name}: {path}")
    return QIcon(str(path))


@cache
def toggle_icon(on: str, off: str) -> QIcon:
    """An icon that shows `on` while its button is checked, `off` otherwise."""
    folder = resources() / "icons"
    result = QIcon()
    result.addFile(str(folder / f"{off}.svg"), state=QIcon.State.Off)
    result.addFile(str(folder / f"{on}.svg"), state=QIcon.State.On)
    return result
