"""Workspaces: how the panels lie, kept under a name and had back by it."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from core.settings import MOST_WORKSPACES
from widgets.words import tr

if TYPE_CHECKING:
    from desktop.window import Window


def from_settings(text: str) -> dict[str, str]:
    """Name → where everything is, as `to_settings` wrote it; what is broken is left out."""
    try:
        kept = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(kept, dict):
        return {}
    return {name: state for name, state in kept.items() if isinstance(state, str)}


def to_settings(workspaces: dict[str, str]) -> str:
    """Workspaces as the settings keep them."""
    return json.dumps(workspaces, ensure_ascii=False)


class Workspaces:
    """The workspaces of a window, and their menu."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self.kept = from_settings(window.settings.workspaces)

    def ask_to_keep(self) -> None:
        """Asks under which name the panels shall be kept as they lie now."""
        from desktop.dialogs import name_dialog

        title = tr("Save Workspace")
        label = tr("Name of the workspace; one of the same name is replaced")
        name_dialog(self._window, title, label, self.keep).open()

    def keep(self, name: str) -> None:
        """Keeps the panels as they lie now; the oldest workspace goes when there are too many."""
        name = " ".join(name.split())[:60]
        if name:
            self.kept.pop(name, None)
            self.kept[name] = self._window.docks.state()
            for oldest in list(self.kept)[:-MOST_WORKSPACES]:
                del self.kept[oldest]
            self._window.say(tr("Saved the workspace “{name}”", name=name))

    def show(self, name: str) -> None:
        """Puts the panels where they were when it was kept."""
        if not self._window.docks.restore(self.kept[name]):
            del self.kept[name]
            self._window.say(tr("The workspace “{name}” cannot be used any more", name=name))
        self._window.refresh_soon()

    def delete(self, name: str) -> None:
        self.kept.pop(name, None)

    def fill(self, menu: QMenu) -> None:
        """Everything that can be chosen now."""
        menu.clear()
        for name in sorted(self.kept):
            menu.addAction(_shown(name)).triggered.connect(partial(self._shown_by_menu, name))
        if not self.kept:
            menu.addAction(tr("Nothing saved yet")).setEnabled(False)
        menu.addSeparator()
        menu.addAction(self._window.registry["save_workspace"])
        menu.addAction(self._window.registry["reset_docks"])
        if self.kept:
            gone = menu.addMenu(tr("&Delete"))
            for name in sorted(self.kept):
                gone.addAction(_shown(name)).triggered.connect(partial(self._gone_by_menu, name))

    def _shown_by_menu(self, name: str, checked: bool = False) -> None:
        self.show(name)

    def _gone_by_menu(self, name: str, checked: bool = False) -> None:
        self.delete(name)


def _shown(name: str) -> str:
    return name.replace("&", "&&")
