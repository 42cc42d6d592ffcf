"""What stands in for the model's own: other networks, another noise, a refiner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QWidget

from core.other_parts import NETWORKS, OWN, SIGMAS, SPACED, TO_PURE_NOISE, OtherParts
from core.parameters import Choice, parameters
from core.refiner import Refiner
from widgets.choice_box import ChoiceBox
from widgets.section import SPACING
from widgets.value_slider import ValueSlider
from widgets.words import tr


@dataclass(frozen=True)
class PartChoices:
    """What there is beside a model that fits it; ids and titles."""

    networks: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    """For each part of `NETWORKS` that can be exchanged."""
    refiners: Sequence[tuple[str, str]] = ()
    flow: bool = False
    """Whether it is of a family whose steps can be shifted."""


class PartsPanel(QWidget):
    """Shows `OtherParts` and the refiner; `parts_edited` and `refiner_edited` carry the whole new
    value. Its fields are made when they are first seen: few artists open them."""

    parts_edited = Signal(OtherParts)
    refiner_edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._parts, self._refiner = OWN, None  # type: tuple[OtherParts, Refiner | None]
        self._sampler = "dpmpp_2m"
        self._choices = PartChoices()
        self._grid: QGridLayout | None = None
        self._labels: dict[QWidget, QLabel] = {}

    def showEvent(self, event: QShowEvent) -> None:
        if self._grid is None:
            self._make()
            self._show()
        super().showEvent(event)

    def _make(self) -> None:
        declared: Mapping[str, Any] = parameters(OtherParts)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACING)
        self._grid.setColumnStretch(1, 1)
        self.networks = {part: self._box(declared[part].title, declared[part].help)
                         for part in NETWORKS}  # fmt: skip
        asked: Mapping[str, Any] = parameters(Refiner)
        self.refiner = self._box(asked["model"].title, asked["model"].help)
        self.start = ValueSlider.of(asked["start"], step=0.05, decimals=2)
        self.score = ValueSlider.of(asked["aesthetic_score"], step=0.5, decimals=1)
        self.avoided = ValueSlider.of(asked["negative_aesthetic_score"], step=0.5, decimals=1)
        self._line(self.start)
        self._line(self.score)
        self._line(self.avoided)
        self.sigmas = self._box(declared["sigmas"].title, declared["sigmas"].help)
        for value, title in SIGMAS.items():
            self.sigmas.addItem(tr(title), value)
        prediction = declared["prediction_type"]
        assert isinstance(prediction, Choice)
        self.prediction = self._box(prediction.title, prediction.help)
        for value, title in prediction.options.items():
            self.prediction.addItem(tr(title), value)
        self.zero_snr = self._box(tr("Begins"), declared["zero_snr"].help)
        self.zero_snr.addItem(tr("As the model says"), None)
        self.zero_snr.addItem(tr("In pure noise"), True)
        self.zero_snr.addItem(tr("With a trace of a picture"), False)
        self.shifted = QCheckBox(tr("Own shift"))
        self.shifted.setToolTip(tr(declared["shift"].help))
        self.shift = ValueSlider.of(declared["shift"], step=0.5, decimals=1, reach=(0.5, 12))
        self._line(self.shifted, self.shift)
        self.rescale = ValueSlider.of(declared["guidance_rescale"], step=0.05, decimals=2)
        self._line(self.rescale)
        self._connect()

    def _box(self, title: str, help: str) -> ChoiceBox:
        """A list of choices in a line of its own, with its name before it."""
        assert self._grid is not None
        box, label, line = ChoiceBox(), QLabel(tr(title)), self._grid.rowCount()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8)
        box.setAccessibleName(tr(title))
        box.setToolTip(tr(help))
        label.setBuddy(box)
        label.setToolTip(tr(help))
        self._labels[box] = label
        self._grid.addWidget(label, line, 0)
        self._grid.addWidget(box, line, 1)
        return box

    def _line(self, *fields: QWidget) -> None:
        assert self._grid is not None
        line = self._grid.rowCount()
        for column, one in enumerate(fields):
            self._grid.addWidget(one, line, column, 1, 1 if len(fields) > 1 else 2)

    def _connect(self) -> None:
        for part, box in self.networks.items():
            box.activated.connect(lambda _, part=part, box=box: self._edit(part, box.currentData()))
        for name, box in (("sigmas", self.sigmas), ("prediction_type", self.prediction),
                          ("zero_snr", self.zero_snr)):  # fmt: skip
            box.activated.connect(lambda _, name=name, box=box: self._edit(name, box.currentData()))
        self.shifted.clicked.connect(
            lambda on: self._edit("shift", self.shift.value() if on else None)
        )
        self.shift.picked.connect(lambda value: self._edit("shift", value))
        self.rescale.picked.connect(lambda value: self._edit("guidance_rescale", value))
        self.refiner.activated.connect(lambda _: self._choose_refiner(self.refiner.currentData()))
        for name, slider in (("start", self.start), ("aesthetic_score", self.score),
                             ("negative_aesthetic_score", self.avoided)):  # fmt: skip
            slider.picked.connect(lambda value, name=name: self._edit_refiner(name, value))

    def _edit(self, name: str, value: object) -> None:
        self.parts_edited.emit(replace(self._parts, **{name: value}))  # type: ignore[arg-type]

    def _choose_refiner(self, id: str | None) -> None:
        now = self._refiner or Refiner()
        self.refiner_edited.emit(None if id is None else replace(now, model=id))

    def _edit_refiner(self, name: str, value: float) -> None:
        now = self._refiner or Refiner()
        self.refiner_edited.emit(replace(now, **{name: value}))  # type: ignore[arg-type]

    def show_settings(self, parts: OtherParts, refiner: Refiner | None, sampler: str) -> None:
        """Shows what the document says, without telling anybody."""
        if (parts, refiner, sampler) != (self._parts, self._refiner, self._sampler):
            self._parts, self._refiner, self._sampler = parts, refiner, sampler
            self._show()

    def show_choices(self, choices: PartChoices) -> None:
        """Offers what fits the model."""
        if choices != self._choices:
            self._choices = choices
            self._show()

    @property
    def note(self) -> str:
        """What is another than the model's own, in a few words."""
        told = [*self._parts.networks.values()]
        told += [tr("refiner")] if self._refiner is not None else []
        plain = replace(self._parts, vae="", text_encoder="", text_encoder_2="", text_encoder_3="")
        told += [tr("noise")] if plain != OWN else []
        return told[0] if len(told) == 1 else tr("{count} set", count=len(told)) if told else ""

    def _show(self) -> None:
        if self._grid is None:
            return
        parts, choices = self._parts, self._choices
        for part, box in self.networks.items():
            offered = choices.networks.get(part, ())
            said = getattr(parts, part)
            _offer(box, [("", tr("The model's own")), *offered], said)
            self._show_line(box, bool(offered or said))
        self.sigmas.setCurrentIndex(self.sigmas.findData(parts.sigmas))
        self.sigmas.setEnabled(self._sampler in SPACED)
        self.prediction.setCurrentIndex(self.prediction.findData(parts.prediction_type))
        self.zero_snr.setCurrentIndex((None, True, False).index(parts.zero_snr))
        self.zero_snr.setEnabled(self._sampler in TO_PURE_NOISE)
        self._show_line(self.prediction, not choices.flow)
        self._show_line(self.zero_snr, not choices.flow)
        for one in (self.shifted, self.shift):
            one.setVisible(choices.flow or parts.shift is not None)
        self.shifted.setChecked(parts.shift is not None)
        self.shift.setEnabled(parts.shift is not None)
        self.shift.show_value(3.0 if parts.shift is None else parts.shift)
        self.rescale.show_value(parts.guidance_rescale)
        refiner = self._refiner
        _offer(
            self.refiner,
            [(None, tr("None")), *choices.refiners],
            None if refiner is None else refiner.model or _first(choices),
        )
        self._show_line(self.refiner, bool(choices.refiners or refiner is not None))
        shown = refiner or Refiner()
        for slider, value in ((self.start, shown.start), (self.score, shown.aesthetic_score),
                              (self.avoided, shown.negative_aesthetic_score)):  # fmt: skip
            slider.setVisible(refiner is not None)
            slider.show_value(value)

    def _show_line(self, box: QWidget, shown: bool) -> None:
        box.setVisible(shown)
        self._labels[box].setVisible(shown)


def _first(choices: PartChoices) -> str:
    return choices.refiners[0][0] if choices.refiners else ""


def _offer(box: QComboBox, choices: Sequence[tuple[str | None, str]], said: str | None) -> None:
    """The choices, and what is set among them even where it is not there."""
    box.clear()
    for id, title in choices:
        box.addItem(title, id)
    index = next((i for i, (id, _) in enumerate(choices) if id == said), -1)
    if index < 0:
        box.addItem(tr("{id} (not found)", id=said or ""), said)
        index = box.count() - 1
    box.setCurrentIndex(index)
