"""Where models are fetched from, whether at all, and with which token."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QWidget,
)

from core.fetching.errors import FetchError
from core.fetching.hub import Hub, address
from widgets.dialog_layout import hint, labelled_fields, lay_out
from widgets.doubt_line import DoubtLine
from widgets.words import told, tr


class HubDialog(QDialog):
    """`usual` is the hub that is asked when no other is named; `has_token`: one is known."""

    def __init__(
        self, parent: QWidget, hub: str, usual: str, *, offline: bool, has_token: bool
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Hub"))
        self.hub = QLineEdit(hub)
        self.hub.setPlaceholderText(usual)
        self.hub.setAccessibleName(tr("Address"))
        self.token = QLineEdit()
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.token.setPlaceholderText(tr("A token is kept") if has_token else "hf_…")
        self.token.setAccessibleName(tr("Token"))
        self.forget = QCheckBox(tr("Forget the token"))
        self.forget.setVisible(has_token)
        self.offline = QCheckBox(tr("Offline: nothing is ever fetched"))
        self.offline.setChecked(offline)
        about = hint(
            tr("A mirror is an address that speaks as the hub does. A token opens models whose "
               "terms you have agreed to; your system's keyring keeps it.")
        )  # fmt: skip
        self.refused = DoubtLine()
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        form = labelled_fields()
        form.addRow(tr("Address"), self.hub)
        form.addRow(tr("Token"), self.token)
        form.addRow("", self.forget)
        form.addRow("", self.offline)
        form.setRowVisible(self.forget, has_token)
        lay_out(self, form, about, self.refused, self.buttons, spacing=12)
        self.resize(460, self.sizeHint().height())

    @property
    def address(self) -> str:
        """The chosen hub, with how it is spoken to; empty: the usual one."""
        typed = self.hub.text().strip()
        return address(typed) if typed else ""

    def _fit(self) -> None:
        """Makes room for what is said, so that no field is squeezed."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        needed = layout.totalHeightForWidth(self.width())
        self.resize(self.width(), max(self.height(), needed))

    def _accept(self) -> None:
        try:
            Hub(self.address or self.hub.placeholderText()).close()
        except FetchError as error:
            self.refused.show_text(f"{told(error.cause)} {told(error.remedy)}")
            self._fit()
            return
        self.accept()
