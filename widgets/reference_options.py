"""What the reference tool does at a click: adds, fades, locks, raises and takes away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from core.document import commands
from core.document.references import Reference
from widgets.buttons import icon_button
from widgets.icons import icon, toggle_icon
from widgets.value_slider import ValueSlider
from widgets.words import tr

if TYPE_CHECKING:
    from widgets.canvas.view import CanvasView


class ReferenceOptions(QWidget):
    """Buttons beside the tool's name, for the chosen reference."""

    add_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._canvas: CanvasView | None = None
        self.add = QPushButton(icon("picture-add"), tr("Add…"))
        self.add.setAutoDefault(False)
        self.add.setToolTip(tr("Pins pictures beside the canvas; drop or paste them too"))
        self.add.clicked.connect(lambda: self.add_wanted.emit())
        self.opacity = ValueSlider(
            tr("Opacity"),
            5,
            100,
            100,
            unit=" %",
            help=tr("How much of the chosen reference is seen"),
        )
        self.opacity.setFixedWidth(150)
        self.opacity.picked.connect(lambda value: self._change(opacity=value / 100))
        self.lock = icon_button("unlock", tr("Locks the chosen reference where it is"), side=18)
        self.lock.setIcon(toggle_icon("lock", "unlock"))
        self.lock.setCheckable(True)
        self.lock.clicked.connect(lambda on: self._change(locked=on))
        self.raised = icon_button("up", tr("Puts the chosen reference above the others"), side=18)
        self.raised.clicked.connect(self._raise)
        self.upright = icon_button(
            "rotate-left", tr("Takes the turn of the chosen reference back"), side=18
        )
        self.upright.clicked.connect(lambda: self._change(angle=0.0))
        self.delete = icon_button("delete", tr("Takes the chosen reference away (Delete)"), side=18)
        self.delete.clicked.connect(self._remove)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.add)
        layout.addSpacing(6)
        for widget in self._of_chosen:
            layout.addWidget(widget)
        layout.addSpacing(6)
        self._show()

    @property
    def _of_chosen(self) -> tuple[QWidget, ...]:
        return (self.opacity, self.lock, self.raised, self.upright, self.delete)

    def serve(self, canvas: CanvasView) -> None:
        """The canvas whose references it is about."""
        self._canvas = canvas
        canvas.referencesChanged.connect(self._show)

    @property
    def _current(self) -> Reference | None:
        return None if self._canvas is None else self._canvas.board.current

    def _show(self) -> None:
        current = self._current
        for widget in self._of_chosen:
            widget.setEnabled(current is not None)
        if current is not None:
            self.opacity.show_value(round(current.opacity * 100))
            self.lock.setChecked(current.locked)
            self.upright.setEnabled(current.angle != 0 and not current.locked)

    def _change(self, **fields: object) -> None:
        current, canvas = self._current, self._canvas
        if current is not None and canvas is not None:
            new = replace(current, **fields)  # type: ignore[arg-type]
            canvas.change_reference(new, "Change reference", merges=tuple(fields))

    def _raise(self) -> None:
        current, canvas = self._current, self._canvas
        if current is not None and canvas is not None:
            others = [one for one in canvas.document.references if one.id != current.id]
            canvas.document.perform(commands.SetReferences((*others, current), "Raise reference"))

    def _remove(self) -> None:
        if self._canvas is not None:
            self._canvas.remove_reference()
