"""What is taught: of what kind, with which words and pictures, to which model, for how long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.document.drafts import Value
from core.errors import RecipeError, UserError
from core.models.info import ModelInfo
from core.parameters import parameters
from core.training.draft import (
    TrainingDraft,
    entries_of,
    further_entry,
    in_words,
    left_open,
    of_other_kind,
    plan_of,
    shown,
)
from widgets.choice_box import ChoiceBox
from widgets.icons import icon
from widgets.section import MARGIN, SPACING, column
from widgets.techniques.field import Field, heading_of
from widgets.techniques.form import Form, field_for
from widgets.techniques.surroundings import Surroundings
from widgets.training.goals import ARTISTS, CONTROL, Goal, goal_of, goals
from widgets.training.more_settings import MoreSettings
from widgets.training.pictures_part import PicturesPart
from widgets.training.telling import intention
from widgets.words import told, tr

MODEL, STEPS, PROMPTS = "model", "steps", "sample_prompts"
_WIDTH = 370
_EDGE = 4
"""Between the fields and the bar that scrolls them."""
_BAR = 10


class TeachForm(QWidget):
    """Shows a draft and tells what the artist makes of it: `edited(draft)`.

    `teach` asks to begin with it, `again` for a new training that is set up alike.
    """

    edited = Signal(object)
    teach = Signal()
    again = Signal()
    refused = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.surroundings = Surroundings(self)
        self.draft = TrainingDraft("dreambooth")
        self.folder = Path()
        self._models: Sequence[ModelInfo] = ()
        self._preferred = ""
        self._built_for: Goal | None = None
        self._counts: dict[Path, int] = {}
        self.parts: list[PicturesPart] = []
        self._sets = _slot()
        self.add_button = QPushButton()
        self.first: Form | None = None
        self.steps: Field | None = None
        self.prompts: Field | None = None
        self.more: MoreSettings | None = None
        self._reorder = QTimer(self)
        self._reorder.setSingleShot(True)
        self._reorder.timeout.connect(self.order_tabs)
        self._make_choices()
        self._make_end()
        self._column = column()
        self._above, self._below = _slot(), _slot()
        self._made: list[QWidget] = []
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always in its place, so that nothing moves when a section is opened.
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._column)
        inside = self._column.layout()
        assert isinstance(inside, QVBoxLayout)
        inside.setContentsMargins(MARGIN, MARGIN, _EDGE, MARGIN)
        inside.addLayout(_under(heading_of(self.goal, tr("What is taught")), self.goal))
        inside.addWidget(self._help)
        inside.addLayout(self._above)
        inside.addLayout(_under(heading_of(self.model, tr("Model")), self.model))
        inside.addLayout(self._below, 1)
        inside.addStretch()
        rule = QFrame()
        rule.setObjectName("rule")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._area, 1)
        layout.addWidget(rule)
        layout.addWidget(self._end)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, 640)

    def minimumSizeHint(self) -> QSize:
        return QSize(300, 320)

    # Building -------------------------------------------------------------------------------

    def _make_choices(self) -> None:
        self.goal = ChoiceBox()
        self.goal.setAccessibleName(tr("What is taught"))
        self.goal.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        every = goals()
        others = [goal for goal in every if goal not in ARTISTS]
        for goal in every:
            if goal in others[:1]:
                self.goal.insertSeparator(self.goal.count())
                self.goal.addItem(tr(CONTROL))
                self.goal.model().item(self.goal.count() - 1).setEnabled(False)  # type: ignore[attr-defined]
            self.goal.addItem(tr(goal.title), goal)
            self.goal.setItemData(self.goal.count() - 1, tr(goal.help), Qt.ItemDataRole.ToolTipRole)
        self._help = QLabel()
        self._help.setObjectName("hint")
        self._help.setWordWrap(True)
        self.goal.activated.connect(lambda _: self._goal_picked(self.goal.currentData()))
        self.model = ChoiceBox()
        self.model.setAccessibleName(tr("The model that is taught"))
        self.model.setToolTip(tr("Only models are offered that can be taught this"))
        self.model.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.model.activated.connect(lambda _: self._edit(MODEL, self.model.currentData()))

    def _make_end(self) -> None:
        self._told = QLabel()
        self._told.setObjectName("summary")
        self._told.setWordWrap(True)
        self._told.setAccessibleName(tr("What will happen"))
        self._told.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        self.button = QPushButton(tr("Teach"))
        self.button.setObjectName("generate")
        self.button.setIcon(icon("teach-now"))
        self.button.setIconSize(QSize(18, 18))
        self.button.setToolTip(tr("Begins to teach the model (Ctrl+Enter)"))
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.again_button = QPushButton(icon("duplicate"), tr("New training from this one"))
        self.again_button.setIconSize(QSize(16, 16))
        self.again_button.setToolTip(
            tr("Sets up another training with the same pictures and settings, to change them")
        )
        self.button.clicked.connect(self.teach)
        self.again_button.clicked.connect(self.again)
        self._end = column(self._told, self.button, self.again_button, margin=MARGIN)
        self._end.setContentsMargins(0, 0, _EDGE + _BAR - MARGIN, 0)

    def _build(self, goal: Goal) -> None:
        """Makes the fields of another kind of training."""
        self.shut_down()
        for widget in self._made:
            widget.hide()
            widget.deleteLater()
        kind = self.draft.plan
        declared = parameters(kind)
        name, several = entries_of(kind)
        self.first = Form(
            kind, self.surroundings, [one for one in declared if one not in goal.first]
        )
        self.first.edited.connect(self._edit)
        self.first.setVisible(bool(goal.first))
        self._above.addWidget(self.first)
        sets = QWidget()
        sets.setObjectName("column")
        self._sets = _slot()
        sets.setLayout(self._sets)
        heading = QLabel(tr(several.shown_title))
        heading.setObjectName("hint")
        self.add_button = QPushButton(
            icon("add"), tr("Add {what}", what=tr(several.singular.lower()))
        )
        self.add_button.setIconSize(QSize(14, 14))
        self.add_button.clicked.connect(self._add_entry)
        self.add_button.setVisible(bool(goal.of_each))
        self.steps = field_for(declared[STEPS], self.surroundings)
        self.prompts = field_for(declared[PROMPTS], self.surroundings)
        for one, field in ((STEPS, self.steps), (PROMPTS, self.prompts)):
            field.picked.connect(lambda value, one=one: self._edit(one, value))
        placed = {name, MODEL, STEPS, PROMPTS, *goal.first, *goal.values}
        self.more = MoreSettings(kind, placed, self.surroundings)
        self.more.edited.connect(self._edit)
        below = [heading, sets, self.add_button, self.steps, self.prompts, self.more]
        for widget in below:
            self._below.addWidget(widget, 1 if widget is sets else 0)
        self._made = [self.first, *below]
        self.more.opened.connect(lambda _: self.order_tabs())
        self.more.grown.connect(self.order_tabs)
        self._help.setText(tr(goal.help))
        self._reorder.start(0)

    # What it shows --------------------------------------------------------------------------

    def show_models(self, models: Sequence[ModelInfo], preferred: str) -> None:
        """What there is to teach; `preferred` is the id of the one to begin with."""
        self._models, self._preferred = tuple(models), preferred
        self._show_values()

    def show_draft(self, draft: TrainingDraft, folder: Path, *, editable: bool) -> None:
        """Shows what is taught; `folder` is that of the training."""
        goal = goal_of(draft)
        moved = folder != self.folder
        self.draft, self.folder = draft, folder
        if self._built_for != goal:
            self._built_for = goal
            self._build(goal)
        if moved:
            self._counts.clear()
            self._area.verticalScrollBar().setValue(0)
        self.goal.setCurrentIndex(self.goal.findText(tr(goal.title)))
        self._column.setEnabled(editable)
        self.button.setVisible(editable)
        self.again_button.setVisible(not editable)
        self._told.setVisible(editable)
        self._show_values()

    def _show_values(self) -> None:
        if self.first is None or self.more is None or self.steps is None or self.prompts is None:
            return
        self._show_model()
        values = shown(self.draft, self.info)
        self.first.show_values(values)
        self.more.show_values(values, left_open(self.draft, self.info))
        for name, field in ((STEPS, self.steps), (PROMPTS, self.prompts)):
            field.show_value(self.draft.value(name, self.info))
        self._show_entries()
        self._tell()

    def _show_model(self) -> None:
        fit = [info for info in self._models if self._teaches(info)]
        self.model.clear()
        for one in fit:
            self.model.addItem(one.title, one.id)
        info = self.info
        self.model.setCurrentIndex(-1 if info is None else self.model.findData(info.id))
        self.model.setPlaceholderText(tr("No model can be taught this"))

    def _teaches(self, info: ModelInfo) -> bool:
        try:
            self.draft.plan.check_model(info)
        except RecipeError:
            return False
        return True

    @property
    def info(self) -> ModelInfo | None:
        """The model that is taught: as chosen, or the one that is painted with, or any."""
        fit = {info.id: info for info in self._models if self._teaches(info)}
        for id in (self.draft.values.get(MODEL), self._preferred):
            if id in fit:
                return fit[id]
        return next(iter(fit.values()), None)

    def _show_entries(self) -> None:
        goal, entries = goal_of(self.draft), self.draft.entries
        _, several = entries_of(self.draft.plan)
        if not goal.of_each:
            entries = entries[:1]
        while len(self.parts) > len(entries):
            self._drop(len(self.parts) - 1)
        while len(self.parts) < len(entries):
            self._add_part(goal)
        for number, (part, values) in enumerate(zip(self.parts, entries, strict=True), 1):
            part.show_values(values, self.folder)
            part.show_title(f"{tr(several.singular)} {number}", removable=len(entries) > 1)
        self.add_button.setEnabled(len(entries) < several.most)

    def order_tabs(self) -> None:
        """Tab goes from above to below, whatever was made first; in each part as it goes there."""
        chain: dict[QWidget, int] = {}
        widget = self.window()
        while widget not in chain:
            chain[widget] = len(chain)
            widget = widget.nextInFocusChain() or widget
        before: QWidget | None = None
        for part in self._in_order():
            inside = [one for one in (part, *part.findChildren(QWidget)) if self._takes_focus(one)]
            for one in sorted(inside, key=lambda one: chain.get(one, 0)):
                if before is not None:
                    QWidget.setTabOrder(before, one)
                before = one

    def _in_order(self) -> Iterator[QWidget]:
        yield self.goal
        yield from (one for one in (self.first, self.model) if one is not None)
        for part in self.parts:
            yield from part.in_order
        further = (self.add_button, self.steps, self.prompts, self.more)
        yield from (one for one in further if one is not None)
        yield from (self.button, self.again_button)

    def _takes_focus(self, widget: QWidget) -> bool:
        """Whether Tab stops there. The list of a combo box is a window of its own."""
        takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        return takes and widget.focusProxy() is None and widget.window() is self.window()

    def _add_part(self, goal: Goal) -> None:
        _, several = entries_of(self.draft.plan)
        many = bool(goal.of_each)
        part = PicturesPart(several.of, goal.of_each, self.surroundings, one_of_many=many)
        part.edited.connect(lambda values: self._entry_edited(part, values))
        part.removed.connect(lambda: self._remove(part))
        part.changed.connect(self.pictures_changed)
        part.refused.connect(self.refused)
        part.captions.opened.connect(lambda _: self.order_tabs())
        self.parts.append(part)
        self._sets.addWidget(part)
        self._reorder.start()

    def _drop(self, place: int) -> None:
        part = self.parts.pop(place)
        part.shut_down()
        self._sets.removeWidget(part)
        part.hide()
        part.deleteLater()

    # What the artist does -------------------------------------------------------------------

    def _edit(self, name: str, value: Value) -> None:
        self._take(self.draft.with_value(name, value))

    def _take(self, draft: TrainingDraft) -> None:
        self.draft = draft
        self._show_values()
        self.edited.emit(draft)

    def _goal_picked(self, goal: Goal | None) -> None:
        if goal is None or goal == goal_of(self.draft):
            return
        draft = of_other_kind(self.draft, goal.kind, **goal.values)
        self.show_draft(draft, self.folder, editable=True)
        self.edited.emit(draft)

    def _entry_edited(self, part: PicturesPart, values: dict[str, Value]) -> None:
        entries = self.draft.entries
        entries[self.parts.index(part)] = values
        self._take(self.draft.with_entries(entries))

    def _add_entry(self) -> None:
        self._take(self.draft.with_entries([*self.draft.entries, further_entry(self.draft)]))
        self.parts[-1].first.focus_first()

    def _remove(self, part: PicturesPart) -> None:
        place = self.parts.index(part)
        entries = self.draft.entries
        # The row itself goes, so that the others stay as they are.
        self._drop(place)
        self._take(self.draft.with_entries([*entries[:place], *entries[place + 1 :]]))

    def drop(self, event: QDropEvent) -> None:
        """Pictures are dropped on the window: they go where there are none yet, or to the last."""
        empty = [part for part in self.parts if not self._count(part)]
        for part in (empty or self.parts[-1:])[:1]:
            part.data_set.dropEvent(event)

    def pictures_changed(self) -> None:
        """The pictures are others than before."""
        self._counts.clear()
        self._tell()

    @property
    def writing(self) -> bool:
        """Whether pictures are still being copied, or captions written."""
        return any(part.data_set.writing for part in self.parts)

    def save_captions(self) -> None:
        """Begins to write what was typed."""
        for part in self.parts:
            part.data_set.captions.save()

    def shut_down(self) -> None:
        """Writes what is to be written. Its pictures are of no use afterwards."""
        for part in self.parts:
            part.shut_down()
        self.parts = []

    # What would happen ----------------------------------------------------------------------

    def finished_draft(self) -> TrainingDraft:
        """The draft with the model that is shown."""
        info = self.info
        return self.draft if info is None else self.draft.with_value(MODEL, info.id)

    def problem(self) -> UserError | None:
        """Why it cannot be taught yet."""
        if self.info is None:
            return UserError(
                "None of the models can be taught this.",
                "Put one where models are kept, or teach something else.",
            )
        for number, part in enumerate(self.parts, 1):
            if not self._count(part):
                if len(self.parts) == 1:
                    return UserError("There are no pictures yet.", "Drop some above.")
                return UserError(f"Concept {number} has no pictures yet.", "Drop some above.")
        try:
            plan_of(self.finished_draft(), self.folder, self.info)
        except UserError as error:
            return in_words(error, self.draft.plan)
        return None

    def _count(self, part: PicturesPart) -> int:
        folder = part.folder
        if folder not in self._counts:
            self._counts[folder] = part.count()
        return self._counts[folder]

    def _tell(self) -> None:
        problem = self.problem()
        self.button.setEnabled(problem is None)
        if problem is not None:
            self._told.setText(told(str(problem)))
            # How large pictures should be is known before the words are.
            chosen = self.draft.values.get("resolution")
            side = 0 if self.info is None else self.info.size
            for part in self.parts:
                part.expect("", chosen if isinstance(chosen, int) else side, 1)
            return
        plan = plan_of(self.finished_draft(), self.folder, self.info)
        side = plan.resolution or (0 if self.info is None else self.info.size)
        for part, one in zip(self.parts, plan.sets(self.folder), strict=False):
            part.expect(one.word if one.own_captions else "", side, one.enough)
        pictures = sum(self._count(part) for part in self.parts)
        self._told.setText(intention(plan, self.info, pictures))

    @property
    def told(self) -> str:
        return self._told.text()

    def show_trouble(self, error: UserError) -> None:
        """Why it could not begin, and the keyboard in the field that is wrong."""
        self._told.setText(str(in_words(error, self.draft.plan)))
        if isinstance(error, RecipeError):
            self.focus_field(error.field)

    def focus_field(self, path: str) -> None:
        """Puts the keyboard into the field that a path names: "concepts[0].word"."""
        first, _, rest = path.partition(".")
        name, _, number = first.partition("[")
        if name == MODEL:
            self.model.setFocus(Qt.FocusReason.OtherFocusReason)
        elif number and rest and name == entries_of(self.draft.plan)[0]:
            place = int(number.rstrip("]"))
            if place < len(self.parts):
                self.parts[place].focus_field(rest)
        elif self.first is not None and name in self.first.fields:
            self.first.fields[name].setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.more is not None:
            self.more.focus_field(name)


def _under(*widgets: QWidget) -> QVBoxLayout:
    """A field and its heading, as close as in forms."""
    layout = _slot()
    layout.setSpacing(3)
    for widget in widgets:
        layout.addWidget(widget)
    return layout


def _slot() -> QVBoxLayout:
    layout = QVBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(SPACING)
    return layout
