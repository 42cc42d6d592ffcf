"""What the measured line says, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from widgets.canvas.tools.measure import MeasureTool
from widgets.icons import icon
from widgets.words import tr

if TYPE_CHECKING:
    from widgets.canvas.view import CanvasView


class MeasureOptions(QWidget):
    """Beside the tool's name."""

    def __init__(self) -> None:
        super().__init__()
        self.told = QLabel()
        self.told.setAccessibleName(tr("Length and angle of the line"))
        self.told.setMinimumWidth(220)
        self.straighten = QPushButton(tr("Straighten"))
        self.straighten.setToolTip(
            tr("Turns the picture until the line is level or upright, and crops it (Enter)")
        )
        self.drop = QToolButton()
        self.drop.setIcon(icon("discard"))
        self.drop.setIconSize(QSize(18, 18))
        self.drop.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.drop.setToolTip(tr("Takes the line away (Esc)"))
        self.drop.setAccessibleName(tr("Takes the line away (Esc)"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.told, self.straighten, self.drop):
            layout.addWidget(widget)

    def serve(self, canvas: CanvasView) -> None:
        """The canvas whose measure tool is shown here."""
        tool = next(one for one in canvas.tools if isinstance(one, MeasureTool))
        self.straighten.clicked.connect(lambda: tool.straighten(canvas))
        self.drop.clicked.connect(lambda: tool.cancel(canvas))
        canvas.toolTold.connect(lambda: self._show(tool))
        self._show(tool)

    def _show(self, tool: MeasureTool) -> None:
        self.told.setText(tool.told or tr("Drag a line in the picture."))
        for button in (self.straighten, self.drop):
            button.setEnabled(tool.drawn is not None)
