"""What is set now becomes a style: its name, and the words around every prompt."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from core.document.settings import PROMPT
from widgets.dialog_layout import hint, labelled_fields, lay_out
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
        about = hint(told(f"{PROMPT} is where your own words go."))
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        form = labelled_fields()
        form.addRow(tr("Name"), self.name)
        form.addRow(tr("Prompt"), self.frame)
        form.addRow(tr("To avoid"), self.negative_frame)
        form.addRow("", about)
        lay_out(self, form, hint(kept), self.buttons, spacing=12)
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
