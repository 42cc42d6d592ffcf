"""Menus and tool bars, made from the list of actions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QMenu, QToolBar, QToolButton

from desktop.actions import MENUS, VIEW
from desktop.maps_menu import MapsMenu
from widgets.icons import icon
from widgets.words import tr

if TYPE_CHECKING:
    from desktop.window import Window

TOP, LEFT = Qt.ToolBarArea.TopToolBarArea, Qt.ToolBarArea.LeftToolBarArea


def add_bar(window: Window, name: str, title: str, area: Qt.ToolBarArea) -> QToolBar:
    """An empty bar that stays where it is."""
    bar = QToolBar(title, window)
    bar.setObjectName(name)
    bar.setMovable(False)
    bar.setAccessibleName(title)
    window.addToolBar(area, bar)
    # Qt's own arrow is as good as black, on any theme.
    more = bar.findChild(QToolButton, "qt_toolbar_ext_button")
    if more is not None:
        more.setIcon(icon("chevron-down" if area == LEFT else "chevron-right"))
        more.setToolTip(tr("More"))
        more.setAccessibleName(tr("More"))
    return bar


def add_tool_bar(window: Window) -> QToolBar:
    """The bar with a button for each of the canvas's tools, and for the quick mask."""
    bar = add_bar(window, "tools", tr("Tools"), LEFT)
    bar.setIconSize(QSize(20, 20))
    shown = [(action, made) for action, made in window.registry if action.tool]
    shown += [(action, made) for action, made in window.registry if action.id == "quick_mask"]
    for action, made in shown:
        if action.line:
            bar.addSeparator()
        bar.addAction(made)
        button = bar.widgetForAction(made)
        button.setAccessibleName(action.plain_text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return bar


def add_menus(window: Window) -> None:
    """Every action in its menu, and the panels and recent files."""
    for title in MENUS:
        menu = window.menuBar().addMenu(tr(title))
        inner: dict[str, QMenu] = {}
        for action, made in window.registry:
            if action.menu != title:
                continue
            if action.line:
                menu.addSeparator()
            if action.submenu:
                if action.submenu not in inner:
                    inner[action.submenu] = menu.addMenu(tr(action.submenu))
                inner[action.submenu].addAction(made)
                continue
            menu.addAction(made)
            if action.id == "open":
                menu.addMenu(window.recent.menu)
            elif action.id == "add_sketch":
                menu.addMenu(MapsMenu(window))
        if title == VIEW:
            menu.addSeparator()
            workspaces = menu.addMenu(tr("W&orkspaces"))
            workspaces.aboutToShow.connect(partial(window.workspaces.fill, workspaces))
            panels = menu.addMenu(tr("&Panels"))
            panels.addActions(window.docks.toggle_actions())
            panels.addAction(window.tool_bar.toggleViewAction())
            panels.addAction(window.options_bar.toggleViewAction())
