"""The diagnostics page: what a report of a fault should tell, to be read and copied."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core import diagnostics, places
from core.models import backends
from core.models.backends import Backend
from widgets.background import Background
from widgets.screen_room import open_at
from widgets.words import tr

COPIED_MS = 2000


def read(painter: Mapping[str, str], log: Path) -> str:
    """The whole report. Takes a moment: versions and folders are looked up."""
    kinds = diagnostics.number_types(places.cache() / "precision.json")
    known = dict(painter) | {f"Numbers of {name}": kind for name, kind in kinds.items()}
    known |= {f"Predictions of {one.title}": _told(one) for one in backends.measured()}
    sections = diagnostics.sections(known, places.models(), places.data())
    return diagnostics.report(sections, diagnostics.log_end(log))


def _told(measured: Backend) -> str:
    """What predicts for models of a shape: "OpenVINO, 0.54 of torch's time"."""
    name = "OpenVINO" if measured.openvino else "torch"
    return f"{name} (OpenVINO takes {measured.ratio:.2f} of torch’s time)"


class DiagnosticsDialog(QDialog):
    """Shows the report; it is read again on demand, for memory changes."""

    def __init__(
        self,
        parent: QWidget,
        background: Background,
        painter: Callable[[], Mapping[str, str]],
        log: Path,
        tell: Callable[[BaseException], object],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Diagnostics"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        open_at(self, 860, 620)
        self._gone = False
        self.finished.connect(self._go)
        self._background, self._painter, self._log, self._tell = background, painter, log, tell
        about = QLabel(
            tr(
                "What helps to find a fault. Nothing of your "
                "pictures and prompts is in it; read it "
                "before you send it to anybody."
            )
        )
        about.setWordWrap(True)
        self.text = QPlainTextEdit("Looking…")
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setAccessibleName(tr("Report"))
        self.copy = QPushButton(tr("&Copy"))
        self.copy.clicked.connect(self._copy)
        self.again = QPushButton(tr("&Look Again"))
        self.again.clicked.connect(self.look)
        self.folder = QPushButton(tr("&Open Log Folder"))
        self.folder.clicked.connect(partial(_open, log.parent))
        close = QPushButton(tr("Close"))
        close.clicked.connect(self.accept)
        self.copy.setDefault(True)
        buttons = QHBoxLayout()
        for button in (self.copy, self.again, self.folder):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(12)
        layout.addWidget(about)
        layout.addWidget(self.text, 1)
        layout.addLayout(buttons)
        self.look()

    def look(self) -> None:
        """Reads everything in the background."""
        painter = dict(self._painter())
        self.copy.setEnabled(False)
        self._background.run(lambda: read(painter, self._log), done=self._show, failed=self._failed)

    def _show(self, report: str) -> None:
        if self._gone:
            return
        place = self.text.verticalScrollBar().value()
        self.text.setPlainText(report)
        self.text.verticalScrollBar().setValue(place)
        self.copy.setEnabled(True)

    def _failed(self, error: BaseException) -> None:
        if not self._gone:
            self.accept()
        self._tell(error)

    def _go(self) -> None:
        self._gone = True

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.copy.setText(tr("Copied"))
        QTimer.singleShot(COPIED_MS, self, lambda: self.copy.setText(tr("&Copy")))


def _open(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
