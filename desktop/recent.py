"""File > Open Recent: the files with small pictures of them; those that are gone are grey."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction, QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QMenu

from core import places
from core.files.on_disk import Stamp, stamp
from widgets.background import Background
from widgets.words import tr

if TYPE_CHECKING:
    from core.arrays import Bytes
    from desktop.window import Window

SIDE = 44
"""Of the pictures, in pixels of the window's style."""


@dataclass(frozen=True)
class Seen:
    """A file as it was found: None for one that is gone."""

    stamp: Stamp | None
    picture: Bytes | None


class RecentFiles(QObject):
    """Fills the menu when it is opened; whatever asks the disk is done in a thread of its own, as a
    disk of the network may take its time."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._background = Background(self)
        self._icons: dict[Path, tuple[Stamp, QIcon]] = {}
        self.menu = QMenu(tr("Open &Recent"), window)
        self.menu.setObjectName("recent")
        self.menu.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        self.menu.clear()
        recent = self._window.files.recent
        for place, name in enumerate(recent, start=1):
            self._add(place, Path(name))
        if not recent:
            self.menu.addAction(tr("Nothing yet")).setEnabled(False)
            return
        self.menu.addSeparator()
        self.menu.addAction(tr("&Clear List")).triggered.connect(self._clear)

    def _add(self, place: int, path: Path) -> None:
        key = f"&{place}  " if place < 10 else ""
        text = f"{key}{path.name.replace('&', '&&')}\t{_folder(path).replace('&', '&&')}"
        action = self.menu.addAction(text)
        action.setIcon(_blank())
        action.triggered.connect(partial(self._window.files.open_path, path))
        known = self._icons.get(path)
        if known is not None:
            action.setIcon(known[1])
        self._background.run(
            lambda: self.look(path, None if known is None else known[0], 2 * SIDE),
            done=partial(self._show, action, path),
            failed=lambda _: None,
        )

    @staticmethod
    def look(path: Path, known: Stamp | None, side: int) -> Seen:
        """What a file is like now, with its picture of at most `side` pixels unless it is `known`
        as it is. Asks the disk: for the background."""
        from core.files.thumbnails import thumbnail_of

        now = stamp(path)
        if now is None or now == known:
            return Seen(now, None)
        return Seen(now, thumbnail_of(path, side))

    def _show(self, action: QAction, path: Path, seen: Seen) -> None:
        if seen.picture is not None and seen.stamp is not None:
            self._icons[path] = seen.stamp, _icon(seen.picture)
        if not shiboken6.isValid(action):  # the menu was filled anew
            return
        action.setEnabled(seen.stamp is not None)
        if seen.stamp is None:
            action.setToolTip(tr("This file is not there any more."))
        elif path in self._icons:
            action.setIcon(self._icons[path][1])

    def _clear(self) -> None:
        self._window.files.recent = ()
        self._window.files.changed.emit()

    def close(self) -> None:
        self._background.close()


def _folder(path: Path) -> str:
    """Where it lies, as short as a menu needs."""
    folder = places.shown(path.parent)
    return folder if len(folder) <= 40 else "…" + folder[-39:]


def _icon(picture: Bytes) -> QIcon:
    height, width = picture.shape[:2]
    image = QImage(picture.data, width, height, width * 3, QImage.Format.Format_RGB888)
    square = _canvas()
    painter = QPainter(square)
    small = image.scaled(
        QSize(2 * SIDE, 2 * SIDE),
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    painter.drawImage((2 * SIDE - small.width()) // 2, (2 * SIDE - small.height()) // 2, small)
    painter.end()
    return QIcon(square)


def _blank() -> QIcon:
    """Keeps the place until the picture is there."""
    return QIcon(_canvas())


def _canvas() -> QPixmap:
    square = QPixmap(2 * SIDE, 2 * SIDE)
    square.fill(Qt.GlobalColor.transparent)
    return square
