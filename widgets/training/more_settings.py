"""Every setting of a training that has no place of its own, in groups; made when it is opened."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout

from core.document.drafts import Value
from core.parameters import parameters
from core.training.declare import Plan
from widgets.section import Section, column
from widgets.techniques.form import Form
from widgets.techniques.surroundings import Surroundings
from widgets.words import tr

GROUPS = {
    "Learning": (
        "learning_rate", "schedule", "warm_up", "batch", "accumulate", "weight_decay", "clip",
        "ema", "min_snr_gamma", "noisy_weight", "offset_noise", "caption_dropout",
    ),
    "Pictures": ("resolution", "buckets", "flips", "outside_mask"),
    "Samples and checkpoints": (
        "sample_every", "sample_steps", "sample_guidance", "checkpoint_every",
    ),
    "Precision and memory": ("precision", "gradient_checkpointing"),
    "Result": ("name", "seed", "half"),
}  # fmt: skip
"""Settings that trainers share; a trainer's own come first."""


class MoreSettings(Section):
    """`edited` carries a field's name and its new value."""

    edited = Signal(str, object)
    grown = Signal()
    """All of it is made."""

    def __init__(
        self, kind: type[Plan], leave_out: Collection[str], surroundings: Surroundings
    ) -> None:
        body = column()
        super().__init__(tr("More settings"), body, open=False)
        self._body_column = body
        self.forms: list[Form] = []
        self._values: Mapping[str, Value] = {}
        self._chosen: Mapping[str, Value] = {}
        self._kind, self._surroundings = kind, surroundings
        self._groups = list(_grouped(kind, leave_out))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._make_next)
        self.opened.connect(self._begin)

    def _begin(self, opened: bool) -> None:
        if opened and len(self.forms) < len(self._groups):
            self._make_next()

    def _make_next(self) -> None:
        """One group at a time: all of them take longer than the window may stand still."""
        title, names = self._groups[len(self.forms)]
        heading = QLabel(title)
        heading.setObjectName("heading")
        form = Form(
            self._kind,
            self._surroundings,
            [name for name in parameters(self._kind) if name not in names],
        )
        form.setAccessibleName(title)
        form.edited.connect(self.edited)
        form.show_values(self._values)
        form.show_chosen(self._chosen)
        self.forms.append(form)
        body = self._body_column.layout()
        assert isinstance(body, QVBoxLayout)
        if len(self.forms) > 1:
            body.addSpacing(6)
        body.addWidget(heading)
        body.addWidget(form)
        if len(self.forms) < len(self._groups):
            self._timer.start(0)
        else:
            self.grown.emit()

    def make_all(self) -> None:
        """Makes what is not there yet, at once."""
        self._timer.stop()
        while len(self.forms) < len(self._groups):
            self._make_next()
            self._timer.stop()

    def show_values(self, values: Mapping[str, Value], chosen: Mapping[str, Value]) -> None:
        """Shows what was set, defaults otherwise, without telling anybody; `chosen` is what the
        program chooses where a field is left to it."""
        self._values, self._chosen = values, chosen
        for form in self.forms:
            form.show_values(values)
            form.show_chosen(chosen)

    def focus_field(self, name: str) -> bool:
        """Opens it and puts the keyboard into a field; False when it has none of that name."""
        if all(name not in names for _, names in self._groups):
            return False
        self.set_open(True)
        self.make_all()
        for form in self.forms:
            if name in form.fields:
                form.fields[name].setFocus(Qt.FocusReason.OtherFocusReason)
        return True


def _grouped(kind: type[Plan], leave_out: Collection[str]) -> Iterator[tuple[str, list[str]]]:
    names = [name for name in parameters(kind) if name not in leave_out]
    shared = {name for group in GROUPS.values() for name in group}
    if own := [name for name in names if name not in shared]:
        yield kind.declaration.title, own
    for title, group in GROUPS.items():
        if there := [name for name in group if name in names]:
            yield title, there
