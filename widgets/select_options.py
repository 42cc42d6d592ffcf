"""How the tools that select do it: joined in which way, and for the wand what counts as alike."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from core.document.selection import Combine
from core.document.wand import Wand
from widgets.fill_options import flag
from widgets.picture_toggle import picture_toggle
from widgets.value_slider import ValueSlider
from widgets.words import tr

_MODES = (
    (Combine.REPLACE, "Replaces the selection"),
    (Combine.ADD, "Adds to the selection (Shift)"),
    (Combine.SUBTRACT, "Takes away from the selection (Alt)"),
    (Combine.INTERSECT, "Keeps what both cover (Shift+Alt)"),
)


class SelectOptions(QWidget):
    """Four buttons of which one is on; with the wand in hand also what it goes by."""

    combined = Signal(object)
    """The `Combine` that was chosen."""
    edited = Signal(object)
    """The whole new `Wand`."""

    def __init__(self) -> None:
        super().__init__()
        self._wand = Wand()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        group = QButtonGroup(self)
        self.modes: dict[Combine, QToolButton] = {}
        for how, help in _MODES:
            button = picture_toggle(f"select-{how.value}", tr(help))
            button.clicked.connect(lambda _=False, how=how: self.combined.emit(how))
            group.addButton(button)
            layout.addWidget(button)
            self.modes[how] = button
        self.tolerance = ValueSlider(
            tr("Tolerance"), 0, 255, 24, curve=2,
            help=tr("How different a colour may be and still be selected; 0: the very same"),
        )  # fmt: skip
        self.tolerance.setFixedWidth(150)
        self.contiguous = flag(
            tr("Contiguous"), tr("Only what is joined; else everything of that colour")
        )
        self.smooth = flag(
            tr("Smooth edge"), tr("Pixels that are mixed at an edge are selected in part")
        )
        self.whole = flag(
            tr("Whole picture"), tr("Looks at all layers as seen; else at the active one")
        )
        layout.addSpacing(8)
        for widget in self._wands:
            layout.addWidget(widget)
            layout.addSpacing(6)
        self.tolerance.picked.connect(lambda value: self._edit(tolerance=int(value)))
        self.contiguous.clicked.connect(lambda on: self._edit(contiguous=on))
        self.smooth.clicked.connect(lambda on: self._edit(smooth=on))
        self.whole.clicked.connect(lambda on: self._edit(whole=on))

    @property
    def _wands(self) -> tuple[QWidget, ...]:
        return (self.tolerance, self.contiguous, self.smooth, self.whole)

    def _edit(self, **changes: object) -> None:
        self._wand = replace(self._wand, **changes)  # type: ignore[arg-type]
        self.edited.emit(self._wand)

    def show_wand(self, shown: bool) -> None:
        """Whether the wand is the tool in hand."""
        for widget in self._wands:
            widget.setVisible(shown)

    def show_values(self, how: Combine, wand: Wand) -> None:
        """Shows what is set without telling anybody."""
        self._wand = wand
        self.modes[how].setChecked(True)
        self.tolerance.show_value(wand.tolerance)
        self.contiguous.setChecked(wand.contiguous)
        self.smooth.setChecked(wand.smooth)
        self.whole.setChecked(wand.whole)
