"""What one property of a brush follows: which of the hand's sources, each by its curve."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from core.parameters import parameters
from core.pixels.brush import Brush
from core.pixels.dynamics import LINE, Dynamic, Points, Source, Target
from widgets.brushes.curve_edit import CurveEdit
from widgets.section import SPACING
from widgets.words import tr

TITLES = {
    Source.PRESSURE: "Pen pressure",
    Source.TILT: "Pen tilt",
    Source.SPEED: "Speed",
    Source.DIRECTION: "Direction of the line",
    Source.LEAN: "Where the pen leans to",
    Source.CHANCE: "Chance",
}

_DECLARED = parameters(Brush)
_ROW = 24
"""Height of a line in widget pixels."""


def title_of(target: Target) -> str:
    """What a property is called, in the artist's language."""
    return tr(_DECLARED[target.value].shown_title)


class Follows(QWidget):
    """`edited` carries the whole new brush."""

    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._brush = Brush()
        self._target = Target.SIZE
        self._quiet = False
        self.heading = QLabel()
        self.heading.setObjectName("heading")
        self.sources = QListWidget()
        self.sources.setObjectName("follows")
        self.sources.setAccessibleName(tr("What it follows"))
        self.sources.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for source, title in TITLES.items():
            item = QListWidgetItem(tr(title))
            item.setData(Qt.ItemDataRole.UserRole, source)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setSizeHint(QSize(0, _ROW))
            self.sources.addItem(item)
        self.sources.setCurrentRow(0)
        self.sources.setFixedHeight(_ROW * self.sources.count() + 6)
        self.curve = CurveEdit()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        layout.addWidget(self.heading)
        layout.addWidget(self.sources)
        layout.addWidget(self.curve, 1)
        self.sources.itemChanged.connect(self._checked)
        self.sources.currentItemChanged.connect(lambda *_: self._show_curve())
        self.curve.edited.connect(self._bent)

    @property
    def source(self) -> Source:
        """The one whose curve is shown."""
        item = self.sources.currentItem()
        return Source.PRESSURE if item is None else Source(item.data(Qt.ItemDataRole.UserRole))

    def show_target(self, target: Target) -> None:
        """Shows what another property follows, beginning with what it does follow."""
        self._target = target
        self.heading.setText(tr("{target} follows", target=title_of(target)))
        followed = [d.source for d in self._brush.dynamics if d.target == target]
        if followed:
            self.sources.setCurrentRow(list(TITLES).index(followed[0]))
        self.show_brush(self._brush)

    def show_brush(self, brush: Brush) -> None:
        self._brush = brush
        self._quiet = True
        for row in range(self.sources.count()):
            item = self.sources.item(row)
            source = Source(item.data(Qt.ItemDataRole.UserRole))
            on = brush.following(self._target, source) is not None
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self._quiet = False
        self._show_curve()

    def _show_curve(self) -> None:
        dynamic = self._brush.following(self._target, self.source)
        self.curve.setEnabled(dynamic is not None)
        self.curve.show_points(LINE if dynamic is None else dynamic.curve, tr(TITLES[self.source]))

    def _checked(self, item: QListWidgetItem) -> None:
        if self._quiet:
            return
        source = Source(item.data(Qt.ItemDataRole.UserRole))
        on = item.checkState() == Qt.CheckState.Checked
        self.sources.setCurrentItem(item)
        dynamic = Dynamic(self._target, source) if on else None
        self.edited.emit(self._brush.with_dynamic(self._target, source, dynamic))

    def _bent(self, points: Points) -> None:
        dynamic = Dynamic(self._target, self.source, points)
        self.edited.emit(self._brush.with_dynamic(self._target, self.source, dynamic))
