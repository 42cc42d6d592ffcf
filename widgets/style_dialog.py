"""What is set now becomes a style: its name, and the words around every prompt."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from core.document.settings import PROMPT
from widgets.words import told, tr


class StyleDialog(QDialog):
    """`kept` says in a line what else the style keeps."""

    def __init__(
        self, parent: QWidget, name: str, frame: str, negative_frame: str, kept: str
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Save as Style"))
        self.name = QLineEdit(name)
        self.name.setAccessibleName(tr("Name"))
        self.frame = _field(frame or PROMPT, tr("Around the prompt"))
        self.negative_frame = _field(negative_frame or PROMPT, tr("Around what to avoid"))
        about = QLabel(told(f"{PROMPT} is where your own words go."))
        about.setObjectName("hint")
        keeps = QLabel(kept)
        keeps.setObjectName("hint")
        keeps.setWordWrap(True)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.addRow(tr("Name"), self.name)
        form.addRow(tr("Prompt"), self.frame)
        form.addRow(tr("To avoid"), self.negative_frame)
        form.addRow("", about)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(12)
        layout.addLayout(form)
        layout.addWidget(keeps)
        layout.addWidget(self.buttons)
        self.name.textChanged.connect(lambda _: self._refresh())
        self._refresh()
        self.resize(460, self.sizeHint().height())
        self.name.setFocus()

    def _refresh(self) -> None:
        save = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setEnabled(bool(self.name.text().strip()))


def _field(text: str, name: str) -> QPlainTextEdit:
    field = QPlainTextEdit(text)
    field.setAccessibleName(name)
    field.setTabChangesFocus(True)
    field.setFixedHeight(3 * field.fontMetrics().lineSpacing() + 14)
    return field
