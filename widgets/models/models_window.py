"""The window with all models: a page with those on the disk, and one to fetch others."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from core.fetching.curated import Good
from widgets.banner import Banner
from widgets.icons import icon
from widgets.models.disk_page import DiskPage
from widgets.models.dropped import weights_in
from widgets.models.fetch_page import FetchPage
from widgets.words import tr

DISK, FETCH = 0, 1


class ModelsWindow(QWidget):
    """Not modal: painting goes on."""

    closed = Signal()
    dropped = Signal(list)
    """Files of weights."""

    def __init__(self, goods: Sequence[Good]) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle(tr("Models – Underpaint"))
        self.setWindowIcon(icon("underpaint"))
        self.setObjectName("teach")
        self.disk, self.fetch = DiskPage(), FetchPage(goods)
        self.tabs = QTabBar()
        self.tabs.addTab(tr("On This Computer"))
        self.tabs.addTab(tr("Fetch"))
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(tr("Pages"))
        self._pages = QStackedWidget()
        self._pages.addWidget(self.disk)
        self._pages.addWidget(self.fetch)
        self.tabs.currentChanged.connect(self._pages.setCurrentIndex)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tabs)
        layout.addWidget(self._pages, 1)
        self.banner = Banner(self)
        close = QAction(self)
        close.setShortcut(QKeySequence("Ctrl+W"))
        close.triggered.connect(self.close)
        self.addAction(close)
        self.setAcceptDrops(True)

    def sizeHint(self) -> QSize:
        return QSize(960, 680)

    def show_page(self, page: int) -> None:
        """Shows `DISK` or `FETCH`."""
        self.tabs.setCurrentIndex(page)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if weights_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if files := weights_in(event.mimeData()):
            event.acceptProposedAction()
            self.dropped.emit(files)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.disk.details.keep_note()
        self.closed.emit()
        super().closeEvent(event)
