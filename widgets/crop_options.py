"""The crop tool's options: numbers, a ratio, what becomes of what lies outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSpinBox, QWidget

from core.request import MAX_SIDE
from widgets.buttons import icon_button
from widgets.canvas.tools.crop import CropTool
from widgets.fill_options import flag
from widgets.number_box import NumberBox
from widgets.words import tr

if TYPE_CHECKING:
    from widgets.canvas.view import CanvasView

_ANY, _PICTURE = 0.0, -1.0
RATIOS = (
    ("Any ratio", _ANY), ("As the picture", _PICTURE), ("1 : 1", 1.0), ("5 : 4", 5 / 4),
    ("4 : 3", 4 / 3), ("3 : 2", 3 / 2), ("16 : 9", 16 / 9), ("2 : 1", 2.0),
)  # fmt: skip


class CropOptions(QWidget):
    """Beside the tool's name."""

    def __init__(self) -> None:
        super().__init__()
        self._canvas: CanvasView | None = None
        self._upright = False
        self.width_field, self.height_field = _side(tr("Width")), _side(tr("Height"))
        self.ratio = QComboBox()
        self.ratio.setAccessibleName(tr("Ratio"))
        self.ratio.setToolTip(tr("Width to height of the frame"))
        for text, value in RATIOS:
            self.ratio.addItem(tr(text), value)
        self.swap = icon_button("swap-sizes", tr("Exchanges width and height"), side=18)
        self.keep = flag(
            tr("Keep outside"), tr("What lies outside stays in the layers, and can come back")
        )
        self.keep.setChecked(True)
        self.apply = icon_button("apply", tr("Crops to the frame (Enter)"), side=18)
        self.drop = icon_button("discard", tr("Begins anew (Esc)"), side=18)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        times = QLabel("×")
        for widget in (self.width_field, times, self.height_field, self.swap, self.ratio):
            layout.addWidget(widget)
        layout.addSpacing(6)
        layout.addWidget(self.keep)
        layout.addSpacing(6)
        layout.addWidget(self.apply)
        layout.addWidget(self.drop)

    def serve(self, canvas: CanvasView) -> None:
        """The canvas whose crop tool is set here."""
        self._canvas = canvas
        tool = next(one for one in canvas.tools if isinstance(one, CropTool))
        self.width_field.valueChanged.connect(lambda value: tool.set_size(canvas, width=value))
        self.height_field.valueChanged.connect(lambda value: tool.set_size(canvas, height=value))
        self.ratio.activated.connect(lambda _: self._set_ratio(tool, canvas))
        self.swap.clicked.connect(lambda: self._swap(tool, canvas))
        self.keep.clicked.connect(lambda on: setattr(tool, "keep", on))
        self.apply.clicked.connect(lambda: tool.apply(canvas))
        self.drop.clicked.connect(lambda: tool.cancel(canvas))
        canvas.toolTold.connect(lambda: self._show(tool, canvas))

    def _set_ratio(self, tool: CropTool, canvas: CanvasView) -> None:
        chosen = float(self.ratio.currentData())
        size = canvas.document.size
        ratio = size.width / size.height if chosen == _PICTURE else chosen or None
        if ratio is not None and chosen != _PICTURE and self._upright:
            ratio = 1 / ratio
        tool.set_ratio(canvas, ratio)

    def _swap(self, tool: CropTool, canvas: CanvasView) -> None:
        self._upright = not self._upright
        size = tool.frame(canvas).size
        tool.ratio = None if tool.ratio is None else 1 / tool.ratio
        tool.set_size(canvas, size.height, size.width)

    def _show(self, tool: CropTool, canvas: CanvasView) -> None:
        if canvas.tool != tool.id:
            return
        size = tool.frame(canvas).size
        for field, value in ((self.width_field, size.width), (self.height_field, size.height)):
            field.blockSignals(True)
            field.setValue(value)
            field.blockSignals(False)


def _side(name: str) -> QSpinBox:
    field = NumberBox()
    field.setRange(1, MAX_SIDE)
    field.setSuffix(" px")
    field.setAccessibleName(name)
    field.setToolTip(tr("{name} of the frame", name=name))
    field.setKeyboardTracking(False)
    field.setMinimumWidth(92)
    return field
