"""What Generate would do with the document as it is, told anew as the document changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from core.document.document import Change, Document, Kind
from core.models.info import ModelInfo
from desktop.plan import plan, summary
from widgets.words import told, tr

PLAN_DELAY = 40
"""Milliseconds from a change of the document to the new line above the button."""


class Planning(QObject):
    """The plan for a document and its model."""

    changed = Signal(object, str)
    """The Plan, and the line that says it."""

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._models: dict[str, ModelInfo] = {}
        self._searched = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.plan_again)
        self._disconnect: Callable[[], None] = lambda: None
        self.set_document(document)

    def set_document(self, document: Document) -> None:
        """Plans for another document from now on."""
        self._disconnect()
        self._document = document
        self._disconnect = document.changed.connect(self._changed)
        self.plan_again()

    def close(self) -> None:
        """Looks at the document no more."""
        self._disconnect()
        self._timer.stop()

    def _changed(self, change: Change) -> None:
        if change.kinds != {Kind.ACTIVE} and not self._timer.isActive():
            slower = 3 if self._document.stroke is not None else 1
            self._timer.start(PLAN_DELAY * slower)

    def plan_again(self) -> None:
        """Plans anew, and says it."""
        settings = self._document.settings
        info = self.model
        if info is None:
            cause = tr("Looking for models…")
            if self._searched:
                cause = told(f"The model “{settings.model}” was not found.")
            self.plan = replace(plan(self._document.state, None), problem=cause)
        else:
            self.plan = plan(self._document.state, info)
        self.changed.emit(self.plan, summary(self.plan, settings, info))

    @property
    def line_of_one(self) -> str:
        """The line, of a single picture."""
        settings = replace(self._document.settings, batch=1)
        return summary(self.plan, settings, self.model)

    @property
    def models(self) -> list[ModelInfo]:
        """Every model that was found."""
        return list(self._models.values())

    @property
    def model(self) -> ModelInfo | None:
        """The document's model, if it was found."""
        return self._models.get(self._document.settings.model)

    def named(self, id: str) -> ModelInfo | None:
        """A model by its id, if it was found."""
        return self._models.get(id)

    def show_models(self, models: Sequence[ModelInfo]) -> None:
        """Which models there are."""
        self._models = {info.id: info for info in models}
        self._searched = True
        self.plan_again()

    @property
    def possible(self) -> bool:
        """Whether Generate can do it."""
        return self.plan.possible
