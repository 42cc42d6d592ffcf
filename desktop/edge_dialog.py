"""Asks by how much the selection's edge is to change, and shows the outcome on the canvas."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from core.document.commands import SetSelection
from core.document.selection import Selection
from core.document.selection_edges import LARGEST, border, feather, grow, shrink
from widgets.background import Background
from widgets.canvas.finding import told
from widgets.canvas.view import CanvasView
from widgets.dialog_layout import labelled_fields, lay_out, ok_and_cancel
from widgets.number_box import NumberBox
from widgets.words import tr

_SETTLE = 60
"""Milliseconds without another number after which its outcome is found."""


@dataclass(frozen=True)
class Edge:
    """One way to change the selection's edge."""

    id: str
    title: str
    label: str
    usual: int
    change: Callable[[Selection, int], Selection]


EDGES = (
    Edge("grow", "Grow Selection", "&Grow by", 8, grow),
    Edge("shrink", "Shrink Selection", "&Shrink by", 8, shrink),
    Edge("feather", "Feather Selection", "&Feather", 12, feather),
    Edge("border", "Border Selection", "&Width", 12, border),
)
_last: dict[str, int] = {}
"""The number chosen last for each, as artists repeat themselves."""


class EdgeDialog(QDialog):
    """Cancel leaves everything as it was; OK makes what is shown one step, once it is found."""

    def __init__(self, parent: QWidget, canvas: CanvasView, edge: Edge) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr(edge.title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._canvas = canvas
        self._document = canvas.document
        self._before = canvas.document.selection
        self._edge = edge
        self._background = Background(self)
        self._found: tuple[Hashable, Selection] | None = None
        self._finding = False
        self._accepted = self._over = False
        self.pixels = NumberBox()
        self.pixels.setRange(1, LARGEST)
        self.pixels.setValue(_last.get(edge.id, edge.usual))
        self.pixels.setSuffix(" px")
        self.pixels.setMinimumWidth(120)
        self.pixels.selectAll()
        self.form = labelled_fields()
        self.form.addRow(tr(edge.label), self.pixels)
        self.buttons = ok_and_cancel(self)
        lay_out(self, self.form, self.buttons)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._find)
        self.pixels.valueChanged.connect(lambda _: self._find_soon())
        self.finished.connect(self._end)
        self.setMinimumWidth(300)
        self._find()

    def showEvent(self, event: QShowEvent) -> None:
        """In the canvas's corner: the outline that it is about should stay in sight."""
        self.adjustSize()
        corner = QPoint(self._canvas.width() - self.width() - 24, 40)
        self.move(self._canvas.mapToGlobal(corner))
        super().showEvent(event)

    def _find_soon(self) -> None:
        self._settle.start(_SETTLE)

    def _asked(self) -> tuple[Hashable, Callable[[Selection], Selection]]:
        """What the fields say, and what that makes of a selection."""
        by, change = self.pixels.value(), self._edge.change
        return by, lambda before: change(before, by)

    def _take(self, found: Selection) -> None:
        """What is shown is wanted."""
        self._document.perform(SetSelection(found, self._edge.title.capitalize()))

    def _find(self) -> None:
        """Finds what the fields make of the selection, one after the other."""
        if self._finding or self._before is None:
            return
        before, (said, change) = self._before, self._asked()
        self._finding = True
        self._background.run(lambda: (said, change(before)), done=self._show, failed=self._failed)

    def _end(self) -> None:
        """What is still being found has nobody to show it to."""
        self._over = True

    def _show(self, found: tuple[Hashable, Selection]) -> None:
        if self._over:
            return
        self._found, self._finding = found, False
        self._canvas.show_trial(found[1])
        if found[0] != self._asked()[0]:
            self._find()
        elif self._accepted:
            self.accept()

    def _failed(self, error: BaseException) -> None:
        if not self._over:
            self.reject()
        self._canvas.message.emit(told(error))

    def accept(self) -> None:
        """Takes what is shown; what is still being found is waited for."""
        if self._found is None or self._found[0] != self._asked()[0]:
            self._accepted = True
            self.pixels.setEnabled(False)
            self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(False)
            self._find()
            return
        _last[self._edge.id] = self.pixels.value()
        self._canvas.show_trial(None)
        if self._document.selection is self._before:
            self._take(self._found[1])
        super().accept()

    def reject(self) -> None:
        self._canvas.show_trial(None)
        super().reject()
