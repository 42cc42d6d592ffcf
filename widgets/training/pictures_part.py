"""One set of pictures that a model is taught with: the pictures, and what is said of them all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.document.drafts import Value
from core.errors import RecipeError
from core.parameters import Folder, parameters
from core.training.draft import PICTURES
from core.training.folders import pictures_in
from widgets.icons import icon
from widgets.section import SPACING, Section, column
from widgets.techniques.form import Form
from widgets.techniques.surroundings import Surroundings
from widgets.training.data_set_panel import DataSetPanel
from widgets.words import tr

_OWN = "folder"
_ELSEWHERE = "prior_folder"
"""Not a partner of the pictures: others of the same kind."""


class PicturesPart(QFrame):
    """`edited` carries the set's values; `changed` says that its pictures are others now."""

    edited = Signal(object)
    removed = Signal()
    changed = Signal()
    refused = Signal(object)

    def __init__(
        self, kind: type, first: tuple[str, ...], surroundings: Surroundings, *, one_of_many: bool
    ) -> None:
        """`kind` declares the set; `first` are the fields above the pictures."""
        super().__init__()
        self._values: dict[str, Value] = {}
        self._base = Path()
        self._surroundings, self._kind = surroundings, kind
        names = list(parameters(kind))
        partners = [name for name, one in parameters(kind).items() if _is_partner(name, one)]
        self._rest = [name for name in names if name not in (*first, *partners)]
        self.first = self._form(first)
        self.data_set = DataSetPanel()
        policy = QSizePolicy.Policy
        self.data_set.setSizePolicy(policy.Preferred, policy.MinimumExpanding)
        self.partners = self._form(partners)
        self.further: Form | None = None
        self._further_body = column()
        self.captions = Section(tr("More about the pictures"), self._further_body, open=False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        self._heading = QLabel()
        self.remove_button = QToolButton()
        if one_of_many:
            self.setObjectName("card")
            layout.setContentsMargins(9, 5, 9, 7)
            layout.addLayout(self._made_heading())
        for part, there in (
            (self.first, bool(first)),
            (self.data_set, True),
            (self.partners, bool(partners)),
            (self.captions, True),
        ):
            if there:
                layout.addWidget(part, 1 if part is self.data_set else 0)
        self.data_set.changed.connect(self.changed)
        self.data_set.refused.connect(self.refused)
        self.captions.opened.connect(self._open_further)
        self.remove_button.clicked.connect(self.removed)

    def _made_heading(self) -> QHBoxLayout:
        self._heading.setObjectName("heading")
        self.remove_button.setIcon(icon("close"))
        self.remove_button.setIconSize(QSize(14, 14))
        self.remove_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(self._heading, 1)
        top.addWidget(self.remove_button)
        return top

    def _form(self, names: list[str] | tuple[str, ...]) -> Form:
        left_out = [name for name in parameters(self._kind) if name not in names]
        form = Form(self._kind, self._surroundings, left_out)
        form.edited.connect(self._edit)
        return form

    def _open_further(self, opened: bool) -> None:
        if opened and self.further is None:
            self.further = self._form(self._rest)
            self.further.show_values(self._values)
            body = self._further_body.layout()
            assert body is not None
            body.addWidget(self.further)

    def _edit(self, name: str, value: Value) -> None:
        if name == _OWN and not value:
            value = PICTURES
        self._values = {**self._values, name: value}
        if name == _OWN:
            self._show_folder()
        self.edited.emit(self._values)

    def show_values(self, values: Mapping[str, Value], base: Path) -> None:
        """Shows what was set, without telling anybody; folders are named relative to `base`."""
        self._values, self._base = dict(values), base
        for form in (self.first, self.partners, self.further):
            if form is not None:
                form.show_values(values)
        self._show_folder()

    def show_title(self, title: str, *, removable: bool) -> None:
        """What it is called among others."""
        self._heading.setText(title)
        self.remove_button.setAccessibleName(tr("Remove {title}", title=title))
        self.remove_button.setToolTip(tr("Removes {title}", title=title.lower()))
        self.remove_button.setEnabled(removable)

    def expect(self, word: str, side: int, enough: int) -> None:
        """What the training asks of the pictures: see `DataSetPanel.set_expectations`."""
        self.data_set.set_expectations(word, side, enough)

    @property
    def in_order(self) -> list[QWidget]:
        """Its parts as Tab is to go through them."""
        return [self.remove_button, self.first, self.data_set, self.partners, self.captions]

    def shut_down(self) -> None:
        """Writes what is to be written. It is of no use afterwards."""
        self.data_set.shut_down()

    @property
    def folder(self) -> Path:
        return self._base / str(self._values.get(_OWN) or PICTURES)

    def _show_folder(self) -> None:
        if self.data_set.folder != self.folder:
            self.data_set.show_folder(self.folder)

    def count(self) -> int:
        """How many pictures there are."""
        try:
            return len(pictures_in(self.folder, ""))
        except RecipeError:
            return 0

    def focus_field(self, name: str) -> None:
        """Puts the keyboard where a field is set."""
        for form in (self.first, self.partners):
            if name in form.fields:
                form.fields[name].setFocus(Qt.FocusReason.OtherFocusReason)
                return
        if name == _OWN:
            self.data_set.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.captions.set_open(True)
        if self.further is not None and name in self.further.fields:
            self.further.fields[name].setFocus(Qt.FocusReason.OtherFocusReason)


def _is_partner(name: str, parameter: Any) -> bool:
    """Whether it names what belongs to each picture: its map, what it was before…"""
    return isinstance(parameter, Folder) and name not in (_OWN, _ELSEWHERE)
