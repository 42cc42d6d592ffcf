"""Asks for the two things that differ in a grid, and says how many pictures that is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from core.errors import UserError
from core.generation.grid import Axis, Pace, cells, variables
from core.request import Request
from widgets.grid.axis_field import AxisField
from widgets.icons import icon
from widgets.progress_row import duration


class GridDialog(QDialog):
    """`axes` and `requests` are what was chosen, once it was accepted."""

    def __init__(self, parent: QWidget, request: Request, what: str, pace: Pace | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Parameter Grid")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._request, self._pace = request, pace
        self.axes: tuple[Axis, Axis | None] | None = None
        self.requests: list[list[Request]] = []
        found = variables(request)
        titles = [variable.title for variable in found]
        about = QLabel(f"{what} The pictures differ in what is said here, and in nothing else.")
        about.setWordWrap(True)
        self.across = AxisField("Columns", found, titles.index("Guidance"), optional=False)
        self.down = AxisField("Rows", found, titles.index("Seed"), optional=True)
        self.summary = QLabel()
        self.summary.setObjectName("summary")
        self.summary.setWordWrap(True)
        self.summary.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self.summary.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        self.summary.setAccessibleName("How many pictures")
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        self._make = self.buttons.button(standard.Ok)
        self._make.setText("Make Grid")
        self._make.setIcon(icon("grid"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(12)
        for widget in (about, self.across, self.down, self.summary, self.buttons):
            layout.addWidget(widget)
        self.setMinimumWidth(480)
        self.across.edited.connect(self._look)
        self.down.edited.connect(self._look)
        self._look()

    def _look(self) -> None:
        """Says how many pictures it is, or what is wrong."""
        self.axes, self.requests = None, []
        try:
            across, down = self.across.axis, self.down.axis
            assert across is not None
            if down is not None and down.variable.path == across.variable.path:
                raise UserError(
                    f"Columns and rows are both {down.variable.title}.", "Choose two things."
                )
            self.requests = cells(self._request, across, down)
            self.axes = across, down
        except UserError as error:
            self.summary.setText(str(error))
        else:
            self.summary.setText(self._told())
        self._make.setEnabled(self.axes is not None)

    def _told(self) -> str:
        rows, columns = len(self.requests), len(self.requests[0])
        count = rows * columns
        told = f"{columns} × {rows}: {count} picture{'' if count == 1 else 's'}"
        if self._pace is None:
            return f"{told}. How long they take is known once the first one is there."
        seconds = self._pace.seconds([one for row in self.requests for one in row])
        return f"{told}, {duration(seconds)}."
