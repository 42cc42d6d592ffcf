"""The data set panel in a window of its own: for many pictures there is little room in a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout

from core.errors import UserError
from widgets.banner import Banner, Tone
from widgets.screen_room import open_at
from widgets.section import MARGIN
from widgets.words import tr

if TYPE_CHECKING:
    from widgets.training.data_set_panel import DataSetPanel


class DataSetWindow(QDialog):
    """Keeps nobody waiting, and tells itself what is refused."""

    def __init__(self, parent: DataSetPanel, panel: DataSetPanel) -> None:
        super().__init__(parent)
        self.setWindowFlags(
            Qt.WindowType.Window
            | Qt.WindowType.WindowCloseButtonHint
            | Qt.WindowType.WindowMaximizeButtonHint
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.panel = panel
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.addWidget(panel)
        self.banner = Banner(self)
        panel.refused.connect(self._tell)
        open_at(self, 940, 720)

    def _tell(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self.banner.tell(error.cause, error.remedy, Tone.ERROR)
        else:
            self.banner.tell(tr("Something went wrong."), str(error), Tone.ERROR)
