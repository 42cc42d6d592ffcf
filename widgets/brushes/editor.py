"""The brush editor: each property with its slider, what it follows by which curve, a stroke."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.geometry import Size
from core.parameters import Choice, Number, parameters
from core.pixels.brush import Brush
from core.pixels.dynamics import Target
from widgets.brushes.follows import TITLES, Follows, title_of
from widgets.choice_box import ChoiceBox
from widgets.icons import icon
from widgets.section import SPACING
from widgets.value_slider import ValueSlider
from widgets.words import tr

STROKE = Size(560, 110)
"""Widget pixels of the stroke that shows what is edited."""
_DECLARED = parameters(Brush)
_TARGETS = tuple(target.value for target in Target)
_OTHERS = ("roundness", "grain_size", "smoothing", "string")
_CHOICES = ("effect", "tip", "grain")
_PERCENT = (
    "hardness",
    "opacity",
    "flow",
    "spacing",
    "roundness",
    "scatter",
    "texture",
    "smoothing",
)
_CURVED = {"size": 3.0, "spacing": 2.5, "string": 1.5, "grain_size": 1.5, "scatter": 2.0}


class BrushEditor(QDialog):
    """`edited` carries the whole new brush. It stays open while one paints."""

    edited = Signal(object)
    save_wanted = Signal()
    reset_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Brush Editor"))
        self._brush = Brush()
        self.stroke = QLabel()
        self.stroke.setObjectName("thumbnail")
        self.stroke.setFixedSize(*STROKE)
        self.stroke.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stroke.setAccessibleName(tr("A stroke of the brush"))
        self.name = QLabel()
        self.name.setObjectName("heading")
        self.sliders: dict[str, ValueSlider] = {}
        self.choices: dict[str, ChoiceBox] = {}
        self.curves: dict[Target, QToolButton] = {}
        self.follows = Follows()
        self.follows.edited.connect(self._take)
        self.reset = QPushButton(tr("Back to Preset"))
        self.reset.setToolTip(tr("Undoes what was changed since the brush was chosen"))
        self.save = QPushButton(icon("save"), tr("Save as Preset…"))
        for button in (self.reset, self.save):
            button.setAutoDefault(False)
        self.save.clicked.connect(lambda: self.save_wanted.emit())
        self.reset.clicked.connect(lambda: self.reset_wanted.emit())
        self._lay_out()
        self.follows.show_target(Target.SIZE)
        self.curves[Target.SIZE].setChecked(True)
        self.show_brush(self._brush, "", None)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.setSpacing(10)
        layout.addWidget(self.name)
        layout.addWidget(self.stroke)
        layout.addLayout(self._choice_row())
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addLayout(self._slider_column(), 1)
        columns.addWidget(self.follows, 1)
        layout.addLayout(columns, 1)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.reset)
        buttons.addWidget(self.save)
        layout.addLayout(buttons)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)

    def _choice_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACING)
        for name in _CHOICES:
            parameter = _DECLARED[name]
            assert isinstance(parameter, Choice)
            box = ChoiceBox()
            for value, title in parameter.options.items():
                box.addItem(tr(title), value)
            box.setAccessibleName(tr(parameter.shown_title))
            box.setToolTip(tr(parameter.help))
            box.activated.connect(partial(self._chosen, name))
            label = QLabel(tr(parameter.shown_title))
            label.setObjectName("hint")
            row.addWidget(label)
            row.addWidget(box, 1)
            row.addSpacing(6)
            self.choices[name] = box
        return row

    def _slider_column(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(SPACING)
        group = QButtonGroup(self)
        for line, name in enumerate((*_TARGETS, *_OTHERS)):
            slider = self._slider(name)
            self.sliders[name] = slider
            grid.addWidget(slider, line, 0)
            if name not in _TARGETS:
                continue
            target = Target(name)
            button = QToolButton()
            button.setIcon(icon("curve"))
            button.setIconSize(QSize(16, 16))
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setAccessibleName(tr("What {name} follows", name=title_of(target)))
            button.clicked.connect(partial(self._look_at, target))
            group.addButton(button)
            grid.addWidget(button, line, 1)
            self.curves[target] = button
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(len(self.sliders), 1)
        return grid

    def _slider(self, name: str) -> ValueSlider:
        parameter = _DECLARED[name]
        assert isinstance(parameter, Number)
        percent = name in _PERCENT
        factor = 100 if percent else 1
        slider = ValueSlider(
            tr(parameter.shown_title),
            parameter.low * factor,
            parameter.high * factor,
            (parameter.default or 0) * factor,
            decimals=1 if name in ("size", "grain_size") else 0,
            unit=" %" if percent else f" {parameter.unit}".replace(" °", "°"),
            curve=_CURVED.get(name, 1.0),
            help=tr(parameter.help),
        )
        slider.setMinimumWidth(230)
        slider.picked.connect(self._picker(name, factor))
        return slider

    def _picker(self, name: str, factor: float) -> Callable[[float], None]:
        return lambda value: self._take(self._with(name, value / factor))

    def _with(self, name: str, value: object) -> Brush:
        return replace(self._brush, **{name: value})  # type: ignore[arg-type]

    def _chosen(self, name: str, index: int) -> None:
        self._take(self._with(name, self.choices[name].itemData(index)))

    def _look_at(self, target: Target, checked: bool = False) -> None:
        self.follows.show_target(target)

    def _take(self, brush: Brush) -> None:
        self._brush = brush
        self._refresh()
        self.edited.emit(brush)

    def show_brush(self, brush: Brush, name: str, changed: bool | None) -> None:
        """Shows a brush without telling anybody; `changed` since the preset called `name` was
        chosen, None when there is none."""
        self._brush = brush
        shown = name or tr("A brush of your own")
        self.name.setText(tr("{shown} (changed)", shown=shown) if changed else shown)
        self.reset.setEnabled(bool(changed))
        self._refresh()

    def _refresh(self) -> None:
        brush = self._brush
        for name, slider in self.sliders.items():
            value = getattr(brush, name)
            slider.show_value(round(value * 100) if name in _PERCENT else value)
        for name, box in self.choices.items():
            box.setCurrentIndex(box.findData(getattr(brush, name)))
        for target, button in self.curves.items():
            sources = [tr(TITLES[d.source]) for d in brush.dynamics if d.target == target]
            button.setIcon(icon("curve-on" if sources else "curve"))
            name = title_of(target)
            button.setToolTip(
                tr("{name} follows {sources}", name=name, sources=", ".join(sources))
                if sources
                else tr("{name} follows nothing yet", name=name)
            )
        self.choices["effect"].setEnabled(not brush.erase)
        textured = brush.grain.value != "none"
        for name in ("texture", "grain_size"):
            self.sliders[name].setEnabled(textured)
        self.follows.show_brush(brush)

    def show_stroke(self, picture: QPixmap) -> None:
        """Shows how the brush paints."""
        self.stroke.setPixmap(picture)
