"""Asks how a picture is to be made larger, and says what that will cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QWidget,
)

from core.geometry import Size
from core.request import MAX_SIDE
from core.upscale import LANCZOS, Upscale
from desktop.larger import Scope
from widgets.choice_box import ChoiceBox
from widgets.dialog_layout import labelled_fields, lay_out
from widgets.number_box import DecimalBox
from widgets.progress_row import duration
from widgets.side_field import SideField
from widgets.value_slider import ValueSlider
from widgets.words import tr

if TYPE_CHECKING:
    from core.models.info import ModelInfo
    from core.models.upscalers import UpscalerInfo
    from core.windows import Cost

FIRST_STRENGTH = 0.3
"""What refining begins with: what is there stays, and detail is added."""
WIDE = 300
"""The least width of fields, pixels."""


class UpscaleDialog(QDialog):
    """Factor, width and height follow one another. `cost` tells what refining is, `pace` how many
    seconds a step of a picture took last; both may be unknown."""

    cost: Callable[[Scope, Upscale], Cost | None]
    model: ModelInfo | None = None
    pace: float | None = None
    steps: int = 20

    def __init__(
        self, parent: QWidget, sizes: Mapping[Scope, Size], first: Scope, last: Upscale
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Upscale"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._sizes = dict(sizes)
        self._wanted = last.upscaler
        self._infos: list[UpscalerInfo] = []
        self.cost = lambda scope, upscale: None
        self.what = ChoiceBox()
        for scope in self._sizes:
            self.what.addItem(_title(scope), scope)
        self.what.setCurrentIndex(max(0, self.what.findData(first)))
        self.factor = DecimalBox(last.factor, 1.0, 16.0, decimals=2)
        self.factor.setSingleStep(0.5)
        self.factor.setPrefix("× ")
        self.width_field = SideField(most=16 * MAX_SIDE)
        self.height_field = SideField(most=16 * MAX_SIDE)
        self.upscaler = ChoiceBox()
        self.refine = QCheckBox(tr("&Refine with the model"))
        self.refine.setChecked(last.refines)
        self.strength = ValueSlider(
            tr("Strength"), 0.05, 1.0, last.strength or FIRST_STRENGTH,
            step=0.05, decimals=2,
            help=tr("How far the model may go from what is there. 0.2 to 0.4 adds detail."),
        )  # fmt: skip
        self.outcome, self.told = QLabel(), QLabel()
        self._lay_out()
        self.show_upscalers(None)
        self._connect()
        self._scaled()

    def _lay_out(self) -> None:
        sides = QHBoxLayout()
        sides.setSpacing(8)
        sides.addWidget(self.width_field, 1)
        sides.addWidget(QLabel("×"))
        sides.addWidget(self.height_field, 1)
        form = labelled_fields()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("&What"), self.what)
        form.addRow(tr("&Factor"), self.factor)
        size = QLabel(tr("&Size"))
        size.setBuddy(self.width_field)
        form.addRow(size, sides)
        form.addRow(tr("&Upscaler"), self.upscaler)
        form.addRow("", self.refine)
        form.addRow("", self.strength)
        for field in (self.what, self.upscaler):
            field.setMinimumWidth(WIDE)
        for label in (self.outcome, self.told):
            label.setObjectName("hint")
            label.setWordWrap(True)
        # Room for all lines there can be: the dialog does not jump while something is chosen.
        self.told.setMinimumHeight(3 * self.fontMetrics().lineSpacing())
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.do_it = buttons.addButton(tr("Upscale"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.do_it.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        lay_out(self, form, self.outcome, self.told, buttons, spacing=12)

    def _connect(self) -> None:
        self.what.currentIndexChanged.connect(lambda _: self._scaled())
        self.factor.valueChanged.connect(lambda _: self._scaled())
        self.width_field.valueChanged.connect(lambda value: self._follow(width=value))
        self.height_field.valueChanged.connect(lambda value: self._follow(height=value))
        self.upscaler.currentIndexChanged.connect(lambda _: self._chosen())
        self.refine.toggled.connect(lambda _: self.refresh())
        self.strength.valueChanged.connect(lambda _: self.refresh())

    # What is chosen -------------------------------------------------------------------------

    @property
    def scope(self) -> Scope:
        return Scope(self.what.currentData())

    @property
    def before(self) -> Size:
        """Of what is made larger, as it is now."""
        return self._sizes[self.scope]

    @property
    def target(self) -> Size:
        return Size(self.width_field.value(), self.height_field.value())

    @property
    def upscale(self) -> Upscale:
        """All that is chosen. A size that is not the factor's own goes along as it is."""
        chosen = Upscale(
            factor=self.factor.value(),
            upscaler=self.upscaler.currentData() or LANCZOS,
            strength=round(self.strength.value(), 4) if self.refines else 0.0,
        )
        if chosen.target(self.before) == self.target:
            return chosen
        return replace(chosen, width=self.target.width, height=self.target.height)

    @property
    def can_refine(self) -> bool:
        """Whether there is a model that paints."""
        return self.model is not None and not self.model.problems

    @property
    def refines(self) -> bool:
        return self.can_refine and self.refine.isChecked()

    @property
    def chosen_upscaler(self) -> UpscalerInfo | None:
        """The network that is chosen; None for the filter."""
        id = self.upscaler.currentData()
        return next((info for info in self._infos if info.id == id), None)

    def show_upscalers(self, infos: Sequence[UpscalerInfo] | None) -> None:
        """Which networks there are; None: it is not known yet."""
        self._infos = list(infos or ())
        self.upscaler.blockSignals(True)
        self.upscaler.clear()
        self.upscaler.addItem(tr("Lanczos (a filter: quick, adds no detail)"), LANCZOS)
        for info in self._infos:
            told = tr("to be converted first") if info.is_pickle else info.told
            self.upscaler.addItem(f"{info.id} ({told})", info.id)
        self.upscaler.setCurrentIndex(max(0, self.upscaler.findData(self._wanted)))
        self.upscaler.blockSignals(False)
        self.refresh()

    def _chosen(self) -> None:
        self._wanted = self.upscaler.currentData() or LANCZOS
        self.refresh()

    def _scaled(self) -> None:
        target = Upscale(factor=self.factor.value()).target(self.before)
        self.width_field.show_value(target.width)
        self.height_field.show_value(target.height)
        self.refresh()

    def _follow(self, width: int | None = None, height: int | None = None) -> None:
        """One side was typed: the other keeps the proportions, and the factor is shown."""
        before = self.before
        target = Upscale(width=width, height=height).target(before)
        self.width_field.show_value(target.width)
        self.height_field.show_value(target.height)
        self.factor.blockSignals(True)
        self.factor.setValue(target.width / before.width)
        self.factor.blockSignals(False)
        self.refresh()

    # What it costs --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Says what comes of it, and what it takes."""
        self.refine.setEnabled(self.can_refine)
        self.strength.setEnabled(self.refines)
        size, target = self.before, self.target
        fits = max(target) <= MAX_SIDE and target.width >= 1 and target.height >= 1
        self.do_it.setEnabled(fits)
        self.outcome.setText(
            _outcome(self.scope, target)
            if fits
            else tr("{most} px a side are the most.", most=f"{MAX_SIDE:,}")
        )
        self.told.setText("\n".join(self._costs(size, target)) if fits else "")

    def _costs(self, size: Size, target: Size) -> list[str]:
        lines = []
        info = self.chosen_upscaler
        if info is None:
            if not self._infos:
                lines.append(tr("Networks make sharper pictures: Generate > Models fetches some."))
        elif info.is_pickle:
            lines.append(tr("It is a pickle: its numbers are copied into a safe file first, once."))
        elif info.scale is not None:
            from core.upscale import passes, tiles

            factor = max(target.width / size.width, target.height / size.height)
            count = 0
            for _ in range(passes(info.scale, factor)):
                count += tiles(size)
                size = Size(size.width * info.scale, size.height * info.scale)
            lines.append(tr("Tiles for the network: {count}.", count=count))
        upscale = self.upscale
        if upscale.refines and (cost := self.cost(self.scope, upscale)) is not None:
            steps = max(1, int(self.steps * upscale.strength + 1e-9))
            name = "" if self.model is None else self.model.title
            told = tr(
                "Refining with {model}: tiles {windows}, steps {steps}.",
                model=name, windows=cost.windows, steps=steps,
            )  # fmt: skip
            if self.pace is not None:
                seconds = cost.work * steps * self.pace
                told += " " + tr("It takes {time}.", time=duration(seconds))
            lines.append(told)
        return lines


def _title(scope: Scope) -> str:
    """What is made larger, as it is chosen."""
    if scope is Scope.PICTURE:
        return tr("The whole picture")
    return tr("The active layer") if scope is Scope.LAYER else tr("What is selected")


def _outcome(scope: Scope, size: Size) -> str:
    """What comes of it."""
    if scope is Scope.PICTURE:
        return tr("The document becomes {size} px, with all its layers.", size=size)
    return tr("A new layer of {size} px; the document keeps its size.", size=size)
