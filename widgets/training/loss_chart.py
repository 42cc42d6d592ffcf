"""The loss curve: each step's loss, faint, and their mean over the last steps.

Drawn by pyqtgraph, whose import takes one to two seconds: `load` does that, in a thread, and only
then `begin` makes the chart.
"""

from __future__ import annotations

import importlib
import math
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QLabel, QStackedWidget

from widgets.look import colour
from widgets.training.losses import Losses
from widgets.words import told, tr

if TYPE_CHECKING:
    from widgets.training.losses import Curve

HINT = "The loss is drawn here while it learns: how far what it paints is from your pictures."
_PAUSE = 100
"""Milliseconds from one drawing to the next."""
_POINTS = 1200
"""Of a line; more than a chart is wide."""
_ROOM = 0.06


def load() -> None:
    """Imports the chart library. May be called in any thread."""
    importlib.import_module("pyqtgraph")


class LossChart(QStackedWidget):
    """Shows losses as often as one can see, however often they are told."""

    def __init__(self) -> None:
        super().__init__()
        self._losses, self._steps = Losses(), 0
        self._drawn = (-1, -1)
        self.plot: Any = None
        self._hint = QLabel(tr(HINT))
        self._hint.setObjectName("hint")
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setMargin(24)
        self.addWidget(self._hint)
        self.setAccessibleName(tr("Loss curve"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.draw)

    def sizeHint(self) -> QSize:
        return QSize(520, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, 130)

    def begin(self) -> None:
        """Makes the chart, once its library is there."""
        if self.plot is not None:
            return
        import pyqtgraph

        self.plot = plot = pyqtgraph.PlotWidget(background=None)
        item = plot.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.setMouseEnabled(False, False)
        item.setContentsMargins(4, 8, 12, 4)
        item.showGrid(x=True, y=True, alpha=0.12)
        for side, title in (("bottom", tr("Step")), ("left", tr("Loss"))):
            axis = item.getAxis(side)
            axis.setLabel(title)
            axis.enableAutoSIPrefix(False)
            axis.setStyle(tickFont=self.font(), maxTickLevel=1)
            axis.label.setFont(self.font())
        self._raw, self._mean = item.plot(), item.plot(antialias=True)
        self._dress()
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot.setFrameShape(plot.Shape.NoFrame)
        plot.setAccessibleName(tr("Loss curve"))
        self._fit_axis()
        self.addWidget(plot)
        self.draw()

    def _dress(self) -> None:
        """Gives the chart the theme's colours."""
        self.plot.setBackground(colour("field"))
        for side in ("bottom", "left"):
            axis = self.plot.getPlotItem().getAxis(side)
            axis.setPen(colour("edge"))
            axis.setTextPen(colour("dim"))
            axis.setLabel(axis.labelText, color=colour("dim").name())
            axis.label.setFont(self.font())
        for curve, name, width in ((self._raw, "faint", 1), (self._mean, "accent", 2)):
            pen = QPen(colour(name), width)
            pen.setCosmetic(True)
            curve.setPen(pen)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.plot is not None:
            self._dress()

    def _fit_axis(self) -> None:
        """Numbers of both axes lie in fixed places, so that the chart does not jump."""
        axis = self.plot.getPlotItem().getAxis("left")
        axis.setWidth(self.fontMetrics().horizontalAdvance("0.0000") + 34)

    def show_losses(self, losses: Losses, steps: int) -> None:
        """The losses so far, of so many steps in all; drawn soon."""
        other = losses is not self._losses
        self._losses, self._steps = losses, steps
        if other:
            self._drawn = (-1, -1)
            self.draw()
        elif not self._timer.isActive():
            self._timer.start()

    def draw(self) -> None:
        """Draws what is known now."""
        self._timer.stop()
        now = (len(self._losses), self._steps)
        if self.plot is None or now == self._drawn or not self._is_seen():
            return
        self._drawn = now
        curve = self._losses.curve(_POINTS)
        self.setCurrentIndex(0 if curve is None else 1)
        if curve is None:
            return
        self._raw.setData(curve.x, curve.y)
        self._mean.setData(curve.smooth_x, curve.smooth_y)
        self._fit(curve)
        text = told(f"Loss {self._losses.mean:.4f} after step {len(self._losses)} of {self._steps}")
        self.setAccessibleDescription(text)
        self.plot.setAccessibleDescription(text)

    def _fit(self, curve: Curve) -> None:
        room = max(curve.high - curve.low, 1e-9 + abs(curve.high) * 1e-3) * _ROOM
        box = self.plot.getPlotItem().getViewBox()
        last = max(self._steps, len(self._losses), 2)
        box.setRange(
            xRange=(0, last), yRange=(max(0.0, curve.low - room), curve.high + room), padding=0
        )

    def _is_seen(self) -> bool:
        return self.isVisible() or self.currentWidget() is self._hint

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self.draw()

    @property
    def shown(self) -> tuple[int, float]:
        """How many points are drawn, and where the mean ends."""
        if self.plot is None:
            return 0, math.nan
        _, y = self._mean.getData()
        return (0, math.nan) if y is None or not len(y) else (len(y), float(y[-1]))
