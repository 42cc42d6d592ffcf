"""Asks how wide the line along the selection's edge is to be, and shows it before it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial

from PySide6.QtWidgets import QComboBox, QWidget

from core.document.outlining import Side, outline, stroked
from core.document.selection import Selection
from core.document.selection_edges import border
from desktop.edge_dialog import Edge, EdgeDialog
from widgets.canvas.view import CanvasView
from widgets.words import tr

_STROKE = Edge("stroke", "Stroke Selection", "&Width", 4, border)
_last = [Side.MIDDLE]
"""Where the line lay last."""


class StrokeDialog(EdgeDialog):
    """OK draws the line in the colour in hand, on the layer that was active, as one step."""

    def __init__(self, parent: QWidget, canvas: CanvasView) -> None:
        self.side = QComboBox()
        for side, label in (
            (Side.INSIDE, tr("Inside the edge")),
            (Side.MIDDLE, tr("Along its middle")),
            (Side.OUTSIDE, tr("Outside the edge")),
        ):
            self.side.addItem(label, side)
        self.side.setCurrentIndex(self.side.findData(_last[0]))
        super().__init__(parent, canvas, _STROKE)
        self.form.addRow(tr("&Where"), self.side)
        self.side.activated.connect(lambda _: self._find_soon())
        active = canvas.document.active
        self._layer = "" if active is None else active.id

    def _asked(self) -> tuple[Hashable, Callable[[Selection], Selection]]:
        width, side = self.pixels.value(), Side(self.side.currentData())
        return (width, side), lambda before: outline(before, width, side)

    def _take(self, found: Selection) -> None:
        _last[0] = Side(self.side.currentData())
        colour = self._canvas.foreground
        rgb = (colour.red(), colour.green(), colour.blue())
        work = partial(stroked, layer_id=self._layer, band=found, color=rgb)
        self._canvas.pixel_work.do(self._document, work)
        self._canvas.colourUsed.emit(colour)
