"""Asks what is to be different when a generated layer is made again in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.document.settings import PaintSettings
from core.parameters import parameters
from core.request import Request
from widgets.choice_box import ChoiceBox
from widgets.icons import icon
from widgets.prompt_field import PromptField
from widgets.section import SPACING, row
from widgets.seed_field import SeedField
from widgets.value_slider import ValueSlider
from widgets.words import told, tr

_LABEL = 64
_MOST_CHANGES = 4


class AgainDialog(QDialog):
    """What it shows at first makes the layer as it was; `settings` are those that it shows."""

    def __init__(
        self,
        parent: QWidget,
        name: str,
        own: PaintSettings,
        panel: PaintSettings,
        *,
        changed: Sequence[str],
        note: str = "",
        strength: float | None,
        models: Sequence[tuple[str, str]],
        samplers: Sequence[tuple[str, str]],
        can_move: bool,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Same Again with…"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._settings, self._panel = own, panel
        self._usual_strength = strength
        declared: Mapping[str, Any] = parameters(Request)
        about = QLabel(
            tr(
                "“{name}” gets a new picture in its place. Undo brings back the one that is there.",
                name=name,
            )
        )
        about.setWordWrap(True)
        self._changed = QLabel(_listed(changed))
        self._changed.setObjectName("hint")
        self._changed.setWordWrap(True)
        self._changed.setVisible(bool(changed))
        self.note = QLabel(note)
        self.note.setObjectName("hint")
        self.note.setWordWrap(True)
        self.note.setVisible(bool(note))
        self.prompt = PromptField(tr("Prompt"), tr("What shall be painted?"), lines=3, most_lines=6)
        self.negative = PromptField(
            tr("Negative prompt"), tr("What to avoid (optional)"), lines=1, most_lines=3
        )
        self.seed = SeedField()
        self.model = _box(tr("Model"), models, own.model)
        self.sampler = _box(tr("Sampler"), samplers, own.sampler)
        self.steps = ValueSlider.of(declared["steps"], reach=(1, 100), curve=1.5)
        self.guidance = ValueSlider.of(
            declared["guidance_scale"], step=0.5, decimals=1, reach=(1, 20), curve=1.4
        )
        self.strength = ValueSlider(tr("Strength"), 0, 100, 70, unit=" %",
                                    help=tr(declared["strength"].help))  # fmt: skip
        self.strength.setVisible(strength is not None)
        self.move_mask = QCheckBox(tr("Repaint what the canvas's mask or selection covers now"))
        self.move_mask.setVisible(can_move)
        self._techniques = QLabel()
        self._techniques.setObjectName("hint")
        self._techniques.setWordWrap(True)
        self.from_panel = QPushButton(tr("Take from Panel"))
        self.from_panel.setToolTip(
            tr("Takes prompt, settings and techniques from the Generate panel")
        )
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        again = self.buttons.button(standard.Ok)
        again.setText(tr("Make Again"))
        again.setIcon(icon("again"))
        self.buttons.addButton(self.from_panel, QDialogButtonBox.ButtonRole.ResetRole)
        self._lay_out(about)
        self._connect()
        self._show()
        self.setMinimumWidth(440)
        self.prompt.setFocus()

    def _lay_out(self, about: QLabel) -> None:
        numbers = QHBoxLayout()
        numbers.setSpacing(SPACING)
        for slider in (self.steps, self.guidance, self.strength):
            numbers.addWidget(slider, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        for widget in (about, self._changed, self.note, self.prompt, self.negative, self.seed):
            layout.addWidget(widget)
        layout.addLayout(row(_label(tr("Model"), self.model), self.model))
        layout.addLayout(row(_label(tr("Sampler"), self.sampler), self.sampler))
        layout.addLayout(numbers)
        layout.addWidget(self.move_mask)
        layout.addWidget(self._techniques)
        layout.addSpacing(4)
        layout.addWidget(self.buttons)

    def _connect(self) -> None:
        self.prompt.edited.connect(lambda text: self._set(prompt=text))
        self.negative.edited.connect(lambda text: self._set(negative_prompt=text))
        self.seed.picked.connect(lambda seed: self._set(seed=seed))
        self.model.activated.connect(lambda _: self._set(model=self.model.currentData()))
        self.sampler.activated.connect(lambda _: self._set(sampler=self.sampler.currentData()))
        self.steps.picked.connect(lambda value: self._set(steps=round(value)))
        self.guidance.picked.connect(lambda value: self._set(guidance_scale=value))
        self.strength.picked.connect(lambda value: self._set(strength=value / 100))
        self.from_panel.clicked.connect(self._take)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.accept)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    @property
    def settings(self) -> PaintSettings:
        """What the layer is to be made with."""
        return self._settings

    @property
    def moves(self) -> bool:
        """Whether another part of the canvas is repainted than before."""
        return self.move_mask.isChecked() and not self.move_mask.isHidden()

    def _set(self, **fields: object) -> None:
        self._settings = replace(self._settings, **fields)  # type: ignore[arg-type]

    def _take(self) -> None:
        context = self._settings.inpaint.context
        inpaint = replace(self._panel.inpaint, context=context)
        self._settings = replace(self._panel, inpaint=inpaint, batch=1)
        self._show()

    def _show(self) -> None:
        settings = self._settings
        self.prompt.show_text(settings.prompt)
        self.negative.show_text(settings.negative_prompt)
        self.seed.show_seed(settings.seed)
        for box, value in ((self.model, settings.model), (self.sampler, settings.sampler)):
            if box.findData(value) < 0:
                box.addItem(value, value)
            box.setCurrentIndex(box.findData(value))
        self.steps.show_value(settings.steps)
        self.guidance.show_value(settings.guidance_scale)
        strength = self._usual_strength if settings.strength is None else settings.strength
        self.strength.show_value(100 if strength is None else round(strength * 100))
        on = sum(draft.on for draft in settings.techniques)
        self._techniques.setText(
            tr("With {on} technique{on_} of its own.", on=on, on_="s" if on > 1 else "")
        )
        self._techniques.setVisible(on > 0)


def _listed(changed: Sequence[str]) -> str:
    lines = [f"•  {line}" for line in changed[:_MOST_CHANGES]]
    if len(changed) > _MOST_CHANGES:
        lines.append(told(f"•  and {len(changed) - _MOST_CHANGES} more"))
    return "\n".join([tr("It is out of date:"), *lines])


def _box(name: str, choices: Sequence[tuple[str, str]], chosen: str) -> ChoiceBox:
    box = ChoiceBox()
    box.setAccessibleName(name)
    for id, title in choices:
        box.addItem(title, id)
    box.setCurrentIndex(box.findData(chosen))
    return box


def _label(text: str, field: QWidget) -> QLabel:
    label = QLabel(text)
    label.setFixedWidth(_LABEL)
    label.setBuddy(field)
    return label
