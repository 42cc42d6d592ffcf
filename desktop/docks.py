"""Where the panels are: docks that can be moved, hidden, put back, and are found again."""

from __future__ import annotations

import base64
import binascii

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

_LAYOUT_VERSION = 1
LEFT, RIGHT, BOTTOM = (
    Qt.DockWidgetArea.LeftDockWidgetArea,
    Qt.DockWidgetArea.RightDockWidgetArea,
    Qt.DockWidgetArea.BottomDockWidgetArea,
)


class Docks:
    """The docks of a window, by their names."""

    def __init__(self, window: QMainWindow) -> None:
        self._window = window
        self._docks: dict[str, QDockWidget] = {}
        self._homes: dict[str, Qt.DockWidgetArea] = {}
        self._hidden: list[QWidget] = []
        corner = Qt.Corner
        # The side panels own the corners: they need the height more than the strip the width.
        for place, area in (
            (corner.TopLeftCorner, LEFT),
            (corner.BottomLeftCorner, LEFT),
            (corner.TopRightCorner, RIGHT),
            (corner.BottomRightCorner, RIGHT),
        ):
            window.setCorner(place, area)
        window.setDockNestingEnabled(True)
        window.setTabPosition(
            Qt.DockWidgetArea.AllDockWidgetAreas, window.tabPosition(LEFT).North
        )

    def add(self, name: str, title: str, panel: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        """Puts a panel into a dock of its own."""
        dock = QDockWidget(title, self._window)
        dock.setObjectName(name)
        dock.setWidget(panel)
        dock.setAccessibleName(f"{title} panel")
        self._docks[name], self._homes[name] = dock, area
        self._window.addDockWidget(area, dock)
        return dock

    def __getitem__(self, name: str) -> QDockWidget:
        return self._docks[name]

    def toggle_actions(self) -> list[QAction]:
        """One action for each panel that shows or hides it."""
        return [dock.toggleViewAction() for dock in self._docks.values()]

    def reset(self) -> None:
        """Every panel back to where it was at first, and visible."""
        self._hidden.clear()
        for name, dock in self._docks.items():
            dock.setFloating(False)
            self._window.removeDockWidget(dock)
            self._window.addDockWidget(self._homes[name], dock)
            dock.show()
        self._window.tabifyDockWidget(self["candidates"], self["queue"])
        self["candidates"].raise_()
        self.resize()

    def resize(self) -> None:
        """The sizes that suit the panels."""
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        wide = self._window.width() >= 1600
        self._window.resizeDocks([self["generate"]], [330 if wide else 290], across)
        self._window.resizeDocks([self["layers"]], [300 if wide else 256], across)
        # In one list with the panel below, so that the rest of the height is the layers'.
        self._window.resizeDocks([self["colour"], self["layers"]], [220, 800], down)
        self._window.resizeDocks([self["candidates"]], [170 if wide else 146], down)

    @property
    def all_hidden(self) -> bool:
        return bool(self._hidden)

    def toggle_all(self, bars: list[QWidget]) -> None:
        """The canvas alone; again: what was there before."""
        if self._hidden:
            shown, self._hidden = self._hidden, []
            for widget in shown:
                widget.show()
            return
        everything = [*self._docks.values(), *bars]
        # A dock behind another's tab counts as shown although it is not seen.
        self._hidden = [widget for widget in everything if not widget.isHidden()]
        for widget in self._hidden:
            widget.hide()

    def state(self) -> str:
        """Where everything is, to be kept in the settings."""
        if self._hidden:
            self.toggle_all([])
        return _packed(self._window.saveState(_LAYOUT_VERSION))

    def restore(self, state: str) -> bool:
        """Puts everything where `state` says; False when it cannot be used."""
        packed = _unpacked(state)
        return packed is not None and self._window.restoreState(packed, _LAYOUT_VERSION)


def geometry_of(window: QMainWindow) -> str:
    """The window's place and size, to be kept in the settings."""
    return _packed(window.saveGeometry())


def restore_geometry(window: QMainWindow, geometry: str) -> bool:
    packed = _unpacked(geometry)
    return packed is not None and window.restoreGeometry(packed)


def _packed(data: QByteArray) -> str:
    return base64.b64encode(data.data()).decode("ascii")


def _unpacked(text: str) -> QByteArray | None:
    try:
        return QByteArray(base64.b64decode(text, validate=True)) if text else None
    except (binascii.Error, ValueError):
        return None


__all__ = ["BOTTOM", "LEFT", "RIGHT", "Docks", "geometry_of", "restore_geometry"]
