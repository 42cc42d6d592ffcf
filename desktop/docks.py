"""Where the panels are: docks that can be moved, hidden, put back, and are found again."""

from __future__ import annotations

import base64
import binascii

from PySide6.QtCore import QByteArray, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QToolButton,
    QWidget,
)

from widgets.icons import icon
from widgets.look import colour
from widgets.screen_room import room_for
from widgets.words import tr

_LAYOUT_VERSION = 1
STRIP = QSize(300, 132)
"""The least size of a panel below the canvas."""
NARROW = QSize(210, 120)
"""The least size of one beside it."""
_ASIDE = 48
"""Pixels by which a panel that is detached moves, so that it is seen to be."""
LEFT, RIGHT, BOTTOM = (
    Qt.DockWidgetArea.LeftDockWidgetArea,
    Qt.DockWidgetArea.RightDockWidgetArea,
    Qt.DockWidgetArea.BottomDockWidgetArea,
)


class DockTitle(QWidget):
    """A dock's name and its two buttons; nothing at all while a tab says the name already."""

    def __init__(self, dock: QDockWidget) -> None:
        super().__init__(dock)
        self._dock = dock
        self._name = QLabel(dock.windowTitle())
        self._name.setObjectName("hint")
        self._float = _title_button("float", "")
        self._close = _title_button("close", tr("Hide the {title} panel", title=dock.windowTitle()))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(10, 4, 4, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._name)
        self._row.addStretch()
        self._row.addWidget(self._float)
        self._row.addWidget(self._close)
        self._float.clicked.connect(self._detach)
        dock.topLevelChanged.connect(self._say_what_float_does)
        self._say_what_float_does(dock.isFloating())
        self._close.clicked.connect(dock.hide)

    def _say_what_float_does(self, floating: bool) -> None:
        title = self._dock.windowTitle()
        if floating:
            help = tr("Put the {title} panel back", title=title)
        else:
            help = tr("Detach the {title} panel", title=title)
        self._float.setAccessibleName(help)
        self._float.setToolTip(help)

    def _detach(self) -> None:
        """Takes it out of the window, or puts it back. Where it lay it would look as if nothing had
        happened, and hide what gets its room: it moves towards the middle, as high as it needs."""
        dock = self._dock
        # The button leaves the pointer, which Qt does not notice: it would stay lit.
        self._float.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
        if dock.isFloating():
            dock.setFloating(False)
            return
        window = dock.parentWidget()
        middle = dock.mapToGlobal(dock.rect().center()).x()
        dock.setFloating(True)
        hint = dock.sizeHint()
        dock.resize(max(dock.width(), hint.width()), min(dock.height(), hint.height()))
        right = window is not None and middle > window.mapToGlobal(window.rect().center()).x()
        dock.move(dock.pos() + QPoint(-_ASIDE if right else _ASIDE, _ASIDE))

    def show_tabbed(self, tabbed: bool) -> None:
        """A tab carries the name: the height is worth more."""
        for widget in (self._name, self._float, self._close):
            widget.setVisible(not tabbed)
        self._row.setContentsMargins(*((0, 0, 0, 0) if tabbed else (10, 4, 4, 0)))


class _Dock(QDockWidget):
    """A line around it parts it from what it floats over."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isFloating():
            painter = QPainter(self)
            painter.setPen(colour("line"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


def _title_button(name: str, help: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name))
    button.setIconSize(QSize(14, 14))
    button.setAccessibleName(help)
    button.setToolTip(help)
    # The View menu does the same for the keyboard.
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return button


class Docks(QObject):
    """The docks of a window, by their names."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        # Qt tells of a dock's move before it is done.
        self._titles = QTimer(self)
        self._titles.setSingleShot(True)
        self._titles.timeout.connect(self._show_titles)
        self._docks: dict[str, QDockWidget] = {}
        self._homes: dict[str, Qt.DockWidgetArea] = {}
        self._shown: dict[str, bool] = {}
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
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, window.tabPosition(LEFT).North)

    def add(
        self,
        name: str,
        title: str,
        panel: QWidget | None,
        area: Qt.DockWidgetArea,
        *,
        shown: bool = True,
    ) -> QDockWidget:
        """Puts a panel into a dock of its own; None keeps its place until `fill`. Not `shown`: it
        is in the View menu for those who want it."""
        title = tr(title)
        dock = _Dock(title, self._window)
        dock.setObjectName(name)
        if panel is None:
            panel = QWidget()
            panel.setMinimumSize(STRIP if area is BOTTOM else NARROW)
        dock.setWidget(panel)
        dock.setAccessibleName(tr("{title} panel", title=title))
        dock.setTitleBarWidget(DockTitle(dock))
        for signal in (dock.dockLocationChanged, dock.topLevelChanged, dock.visibilityChanged):
            signal.connect(self._titles.start)
        # Whoever asks for one wants to see it, though it lies behind others.
        dock.toggleViewAction().triggered.connect(lambda shown: dock.raise_() if shown else None)
        self._docks[name], self._homes[name], self._shown[name] = dock, area, shown
        self._window.addDockWidget(area, dock)
        if not shown:
            dock.hide()
        return dock

    def _show_titles(self) -> None:
        for dock in self._docks.values():
            title = dock.titleBarWidget()
            if isinstance(title, DockTitle):
                beside = self._window.tabifiedDockWidgets(dock)
                tabbed = not dock.isFloating() and any(not other.isHidden() for other in beside)
                title.show_tabbed(tabbed)

    def fill(self, name: str, panel: QWidget) -> None:
        """Puts a panel into a dock that has kept its place."""
        before = self._docks[name].widget()
        self._docks[name].setWidget(panel)
        if before is not None:
            before.deleteLater()

    def __getitem__(self, name: str) -> QDockWidget:
        return self._docks[name]

    def toggle_actions(self) -> list[QAction]:
        """One action for each panel that shows or hides it."""
        return [dock.toggleViewAction() for dock in self._docks.values()]

    def reset(self) -> None:
        """Every panel back to where it was at first, and as visible."""
        self._hidden.clear()
        for name, dock in self._docks.items():
            dock.setFloating(False)
            self._window.removeDockWidget(dock)
            self._window.addDockWidget(self._homes[name], dock)
            dock.setVisible(self._shown[name])
        self.tabify()
        self.resize()

    def tabify(self) -> None:
        """Panels that are not looked at at the same time lie behind each other."""
        for front, behind in (
            ("candidates", "queue"),
            ("colour", "palettes"),
            ("colour", "brushes"),
            ("brushes", "undo"),
            ("layers", "navigator"),
            ("layers", "techniques"),
            ("techniques", "gallery"),
        ):
            self._window.tabifyDockWidget(self[front], self[behind])
        for front in ("candidates", "colour", "layers"):
            self[front].raise_()

    def resize(self) -> None:
        """The sizes that suit the panels."""
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        width = self._window.width()
        wide, narrow = width >= 1600, width < 1200
        sides = [self["generate"], self["layers"]]
        widths = [330, 310] if wide else [250, 280] if narrow else [290, 300]
        self._window.resizeDocks(sides, widths, across)
        # In one list with the panel below, so that the rest of the height is the layers'.
        low = self._window.height() < 860
        self._window.resizeDocks([self["colour"], self["layers"]], [150 if low else 220, 800], down)
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


def fit_to_screen(window: QMainWindow) -> bool:
    """Fills the screen with a window that is larger than what the screen has free, so that nothing
    of it lies outside; whether it was. To be called before it shows."""
    free = room_for(window)
    if free.width() >= window.width() and free.height() >= window.height():
        return False
    window.resize(window.size().boundedTo(free))
    window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)
    return True


def restore_geometry(window: QMainWindow, geometry: str) -> bool:
    """Puts a window where `geometry_of` said it was; False when that cannot be read."""
    packed = _unpacked(geometry)
    return packed is not None and window.restoreGeometry(packed)


def _packed(data: QByteArray) -> str:
    return base64.b64encode(data.data()).decode("ascii")


def _unpacked(text: str) -> QByteArray | None:
    try:
        return QByteArray(base64.b64decode(text, validate=True)) if text else None
    except (binascii.Error, ValueError):
        return None


__all__ = ["BOTTOM", "LEFT", "RIGHT", "Docks", "fit_to_screen", "geometry_of", "restore_geometry"]
