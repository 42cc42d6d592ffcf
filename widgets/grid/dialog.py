"""Asks for the two things that differ in a grid, and says how many pictures that is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QWidget

from core.errors import UserError
from core.generation.grid import Axis, Pace, cells, variables
from core.request import Request
from widgets.dialog_layout import lay_out, ok_and_cancel
from widgets.grid.axis_field import AxisField
from widgets.icons import icon
from widgets.progress_row import duration
from widgets.words import told, tr


class GridDialog(QDialog):
    """`axes` and `requests` are what was chosen, once it was accepted."""

    def __init__(self, parent: QWidget, request: Request, what: str, pace: Pace | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Parameter Grid"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._request, self._pace = request, pace
        self.axes: tuple[Axis, Axis | None] | None = None
        self.requests: list[list[Request]] = []
        found = variables(request)
        titles = [variable.title for variable in found]
        rest = tr("The pictures differ in what is said here, and in nothing else.")
        about = QLabel(f"{what}\n{rest}")
        about.setWordWrap(True)
        self.across = AxisField(tr("Columns"), found, titles.index("Guidance"), optional=False)
        self.down = AxisField(tr("Rows"), found, titles.index("Seed"), optional=True)
        self.summary = QLabel()
        self.summary.setObjectName("summary")
        self.summary.setWordWrap(True)
        self.summary.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self.summary.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        self.summary.setAccessibleName(tr("How many pictures"))
        self.buttons = ok_and_cancel(self)
        self._make = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._make.setText(tr("Make Grid"))
        self._make.setIcon(icon("grid"))
        lay_out(self, about, self.across, self.down, self.summary, self.buttons, spacing=12)
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
            self.summary.setText(f"{told(error.cause)} {told(error.remedy)}".strip())
        else:
            self.summary.setText(self._told())
        self._make.setEnabled(self.axes is not None)

    def _told(self) -> str:
        rows, columns = len(self.requests), len(self.requests[0])
        count = rows * columns
        if self._pace is None:
            return tr(
                "{columns} × {rows}, in all {count}. How long they take is known once the first "
                "one is there.",
                columns=columns, rows=rows, count=count,
            )  # fmt: skip
        seconds = self._pace.seconds([one for row in self.requests for one in row])
        return tr(
            "{columns} × {rows}, in all {count}: {duration}.",
            columns=columns, rows=rows, count=count, duration=duration(seconds),
        )  # fmt: skip
