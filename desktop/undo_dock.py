"""The dock of the undo steps: hidden at first, its panel is made when it is first looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from desktop.window import Window
    from widgets.undo_panel import UndoPanel

DOCK = "undo"


class UndoDock(QObject):
    """Follows the window's document while it is in sight, and costs nothing while it is not."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._panel: UndoPanel | None = None
        window.docks[DOCK].visibilityChanged.connect(self._shown)

    def show_document(self) -> None:
        """The window has another document."""
        if self._panel is not None and self._panel.model.follows:
            self._panel.show_document(self._window.document)

    def _shown(self, visible: bool) -> None:
        if self._panel is None and visible:
            # Not within the step in which the window does something else.
            QTimer.singleShot(0, self, lambda: self._look(self.panel))
        elif self._panel is not None:
            self._panel.show_document(self._window.document if visible else None)

    def _look(self, panel: UndoPanel) -> None:
        panel.show_document(self._window.document)

    @property
    def panel(self) -> UndoPanel:
        """The panel; made when it is first asked for."""
        if self._panel is None:
            from widgets.undo_panel import UndoPanel

            self._panel = UndoPanel()
            self._panel.wanted.connect(self._window.edit.go_to)
            self._window.docks.fill(DOCK, self._panel)
        return self._panel
