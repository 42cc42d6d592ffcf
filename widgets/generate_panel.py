"""Everything that says what the model shall paint, the line that sums it up, and the button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.geometry import Size
from core.parameters import parameters
from core.request import Request
from widgets.choice_box import ChoiceBox
from widgets.icons import icon
from widgets.inpaint_panel import InpaintPanel
from widgets.parts_panel import PartsPanel
from widgets.progress_row import ProgressRow
from widgets.prompt_field import PromptField
from widgets.section import MARGIN, SPACING, Section, column, row
from widgets.seed_field import SeedField
from widgets.size_field import SizeField
from widgets.style_button import StyleButton
from widgets.value_slider import ValueSlider
from widgets.words import told, tr

if TYPE_CHECKING:
    from core.document.settings import PaintSettings
    from core.words.vocabulary import Vocabulary
    from widgets.doubt_line import DoubtLine
    from widgets.prompt_words import PromptWords

PROMPT_HINT = "What shall be painted? For example: a cat on a beach"
_MOST_LINES = 7
NEGATIVE_HINT = "What to avoid (optional)"


@dataclass(frozen=True)
class ModelChoice:
    """A model as the panel offers it. `problem` says why it cannot be used."""

    id: str
    title: str
    native: int
    problem: str = ""


ROOM_FOR_WORDS = 51
"""Pixels that two rows of a prompt's words take below it."""
_HIGH_ENOUGH = 560
"""Of the panel, pixels: a lower one has no room to leave."""


class GeneratePanel(QWidget):
    """Shows a document's settings and tells what the artist changes: `edited(field, value)`.

    It neither knows the document nor the service; the window connects it to both.
    """

    edited = Signal(str, object)
    generate = Signal()
    cancel = Signal()
    context_shown = Signal(bool)
    models_wanted = Signal()
    learned_wanted = Signal(str)
    """A learned file whose word was taken into a prompt."""

    def __init__(self, samplers: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._models: dict[str, ModelChoice] = {}
        self._make_words()
        self._make_action()
        self._make_settings(samplers)
        scrolled = column(
            Section(tr("Picture"), self._picture_body),
            Section(tr("Sampling"), self._sampling_body, open=False),
            Section(tr("Parts"), self.parts, open=False),
            Section(tr("Inpaint"), self.inpaint, open=False),
        )
        layout_of_column = scrolled.layout()
        assert isinstance(layout_of_column, QVBoxLayout)
        layout_of_column.addStretch()
        layout_of_column.setContentsMargins(MARGIN, 0, MARGIN, MARGIN)
        self._picture, self._sampling, self._parts, self._inpaint = (
            part for part in scrolled.children() if isinstance(part, Section)
        )
        area = QScrollArea()
        area.setWidget(scrolled)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        rule = QFrame()
        rule.setObjectName("rule")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(SPACING)
        strength = row(self.strength, self.automatic)
        self._prompts = column(self.prompt, self.negative)
        styled = row(_label(tr("Style"), self.style_button), self.style_button)
        top = column(
            self._prompts,
            styled,
            strength,
            self._summary,
            self._memory,
            self._actions,
            self.progress,
        )
        top_layout = top.layout()
        assert isinstance(top_layout, QVBoxLayout)
        self._top = top_layout
        top_layout.setContentsMargins(MARGIN, 0, MARGIN, 2)
        layout.addWidget(top)
        layout.addWidget(rule)
        layout.addWidget(area, 1)
        self._connect()

    def sizeHint(self) -> QSize:
        return QSize(300, 560)

    def _make_words(self) -> None:
        self.prompt = PromptField(tr("Prompt"), tr(PROMPT_HINT), lines=3, most_lines=9)
        self.words: PromptWords | None = None
        self.negative = PromptField(tr("Negative prompt"), tr(NEGATIVE_HINT), lines=1, most_lines=5)
        self.style_button = StyleButton()
        self.doubt: DoubtLine | None = None
        self.idle: DoubtLine | None = None
        self._idle_file = ""
        self.strength = ValueSlider(
            tr("Strength"), 0, 100, 70, unit=" %",
            help=tr("How much the model may change of what is there. 100 % paints anew"),
        )  # fmt: skip

        self.automatic = QToolButton()
        self.automatic.setIcon(icon("undo"))
        self.automatic.setIconSize(QSize(16, 16))
        self.automatic.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.automatic.setAccessibleName(tr("Automatic strength"))
        self.automatic.setToolTip(
            tr("Lets the strength follow what is done: 70 %, with a mask 100 %")
        )

    def _make_action(self) -> None:
        self._summary = QLabel()
        self._summary.setObjectName("summary")
        self._summary.setWordWrap(True)
        self._summary.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        self._fit_summary()
        self._summary.setAccessibleName(tr("What will happen"))
        self._memory = QLabel()
        self._memory.setObjectName("hint")
        self._memory.setWordWrap(True)
        self._memory.setAccessibleName(tr("Memory that it needs"))
        self._memory.hide()
        self.button = QPushButton(tr("Generate"))
        self.button.setObjectName("generate")
        self.button.setIcon(icon("generate"))
        self.button.setIconSize(QSize(18, 18))
        self.button.setToolTip(tr("Paints over what is on the canvas (Ctrl+Enter)"))
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        batch: Any = parameters(Request)["batch"]
        self.batch = ValueSlider.of(batch, title=tr("Batch"), reach=(1, 16))
        self.batch.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.batch.setFixedWidth(84)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(SPACING)
        self._actions.addWidget(self.button, 1)
        self._actions.addWidget(self.batch)
        self.live_button = QToolButton()
        self.live_button.setObjectName("live")
        self.live_button.setIconSize(QSize(20, 20))
        self.live_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.live_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._actions.addWidget(self.live_button)
        self.progress = ProgressRow()

    def _make_settings(self, samplers: Sequence[tuple[str, str]]) -> None:
        self.model = ChoiceBox()
        self.model.setAccessibleName(tr("Model"))
        self.model.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        model_label = _label(tr("Model"), self.model)
        self.more_models = QToolButton()
        self.more_models.setIcon(icon("models"))
        self.more_models.setIconSize(QSize(16, 16))
        self.more_models.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.more_models.setAccessibleName(tr("Models"))
        self.more_models.setToolTip(tr("Lists the models on this computer, and fetches others"))
        self.size_field = SizeField()
        self.seed = SeedField()
        self._picture_body = column(
            row(model_label, self.model, self.more_models), self.size_field, self.seed
        )
        declared: Mapping[str, Any] = parameters(Request)
        self.steps = ValueSlider.of(declared["steps"], reach=(1, 100), curve=1.5)
        self.guidance = ValueSlider.of(
            declared["guidance_scale"], step=0.5, decimals=1, reach=(1, 20), curve=1.4
        )
        self.sampler = ChoiceBox()
        self.sampler.setAccessibleName(tr("Sampler"))
        self.sampler.setToolTip(tr(declared["sampler"].help))
        for id, title in samplers:
            self.sampler.addItem(title, id)
        self._sampling_body = column(
            self.steps, self.guidance, row(_label(tr("Sampler"), self.sampler), self.sampler)
        )
        self.parts = PartsPanel()
        self.inpaint = InpaintPanel()

    def _connect(self) -> None:
        edit = self.edited.emit
        self.prompt.edited.connect(lambda text: edit("prompt", text))
        for field in (self.prompt, self.negative):
            field.learned_taken.connect(self.learned_wanted)
        self.negative.edited.connect(lambda text: edit("negative_prompt", text))
        self.strength.picked.connect(lambda value: edit("strength", value / 100))
        self.automatic.clicked.connect(lambda: edit("strength", None))
        self.batch.picked.connect(lambda value: edit("batch", round(value)))
        self.model.activated.connect(lambda _: edit("model", self.model.currentData()))
        self.more_models.clicked.connect(self.models_wanted)
        self.size_field.picked.connect(lambda size: edit("size", size))
        self.seed.picked.connect(lambda seed: edit("seed", seed))
        self.steps.picked.connect(lambda value: edit("steps", round(value)))
        self.guidance.picked.connect(lambda value: edit("guidance_scale", value))
        self.sampler.activated.connect(lambda _: edit("sampler", self.sampler.currentData()))
        self.parts.parts_edited.connect(lambda value: edit("parts", value))
        self.parts.refiner_edited.connect(lambda value: edit("refiner", value))
        self.inpaint.edited.connect(lambda value: edit("inpaint", value))
        self.inpaint.context_shown.connect(self.context_shown)
        self.button.clicked.connect(self.generate)
        self.progress.cancelled.connect(self.cancel)

    def show_settings(self, settings: PaintSettings) -> None:
        """Shows what the document says, without telling anybody."""
        self.prompt.show_text(settings.prompt)
        self.negative.show_text(settings.negative_prompt)
        self.style_button.show_settings(settings)
        self.automatic.setVisible(settings.strength is not None)
        self.batch.show_value(settings.batch)
        self._show_model(settings.model)
        size = None
        if settings.width is not None and settings.height is not None:
            size = Size(settings.width, settings.height)
        self.size_field.show_size(size)
        self.seed.show_seed(settings.seed)
        self.steps.show_value(settings.steps)
        self.guidance.show_value(settings.guidance_scale)
        index = self.sampler.findData(settings.sampler)
        self.sampler.setCurrentIndex(index)
        self.parts.show_settings(settings.parts, settings.refiner, settings.sampler)
        self._parts.set_note(self.parts.note)
        self.inpaint.show_settings(settings.inpaint)
        self._picture.set_note(self.model.currentText())
        self._sampling.set_note(told(f"{settings.steps} steps · {self.sampler.currentText()}"))
        self._inpaint.set_note(
            told(f"grow {settings.inpaint.grow} · feather {settings.inpaint.feather}")
        )

    def add_words(self) -> None:
        """Puts the prompt's words under it; called once, when the window has been painted."""
        from widgets.prompt_words import PromptWords

        self.words = PromptWords(self.prompt)
        layout = self._prompts.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(1, self.words)
        self.words.installEventFilter(self)
        self.words.follow()

    def _leave_room(self) -> None:
        """The prompt is as much higher as its words below it may need, and lower when they are
        there: what lies below, the button above all, stays where the pointer has found it."""
        room = ROOM_FOR_WORDS if self.height() >= _HIGH_ENOUGH else 0
        if room and self.words is not None and not self.words.isHidden():
            room = max(0, room - self.words.height() - SPACING)
        self.prompt.set_room(room)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Resize):
            self._leave_room()
        return False

    def add_live(self, panel: QWidget) -> None:
        """Puts the settings of live painting below the button; called once, when it is first
        switched on."""
        self._top.insertWidget(self._top.indexOf(self.progress), panel)

    def set_vocabulary(self, vocabulary: Vocabulary) -> None:
        """Which words complete themselves while a prompt is typed."""
        self.prompt.vocabulary = self.negative.vocabulary = vocabulary

    def show_doubt(self, text: str) -> None:
        """What is doubtful about learned files that are in use; empty when nothing is."""
        if text and self.doubt is None:
            self.doubt = self._doubt_line()
        if self.doubt is not None:
            self.doubt.show_text(text)

    def show_idle_word(self, word: str, file: str) -> None:
        """A learned word that the prompt says, and the file that would have to be in use; empty
        when there is none."""
        self._idle_file = file
        if word and self.idle is None:
            self.idle = self._doubt_line(tr("Use It"))
            self.idle.asked.connect(lambda: self.learned_wanted.emit(self._idle_file))
        if self.idle is not None:
            name = Path(file).name
            self.idle.show_text(
                told(f"“{word}” was taught in “{name}”, which is not in use.") if word else ""
            )

    def _doubt_line(self, remedy: str = "") -> DoubtLine:
        """A line below the prompt; made when it is first needed."""
        from widgets.doubt_line import DoubtLine

        line = DoubtLine(remedy=remedy)
        layout = self._prompts.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(layout.indexOf(self.negative), line)
        return line

    def show_models(self, models: Sequence[ModelChoice]) -> None:
        """Offers `models`; those with a problem are shown with it, but cannot be chosen."""
        chosen = self.model.currentData()
        self._models = {model.id: model for model in models}
        self.model.clear()
        for model in models:
            self.model.addItem(model.title, model.id)
            if model.problem:
                index = self.model.count() - 1
                item = self.model.model().item(index)  # type: ignore[attr-defined]
                item.setEnabled(False)
                item.setToolTip(model.problem)
        self._show_model(chosen)

    @property
    def model_choices(self) -> list[tuple[str, str]]:
        """Ids and titles of the models that can be used."""
        return [(one.id, one.title) for one in self._models.values() if not one.problem]

    @property
    def sampler_choices(self) -> list[tuple[str, str]]:
        """Ids and titles."""
        count = self.sampler.count()
        return [(self.sampler.itemData(i), self.sampler.itemText(i)) for i in range(count)]

    def _show_model(self, id: str | None) -> None:
        if id is None:
            return
        index = self.model.findData(id)
        if index < 0:
            # Before they were looked for nothing is missing yet.
            self.model.addItem(tr("{id} (not found)", id=id) if self._models else id, id)
            index = self.model.count() - 1
        if index != self.model.currentIndex():
            self.model.setCurrentIndex(index)
        if id in self._models:
            self.size_field.show_native(self._models[id].native)

    def show_summary(self, text: str, *, possible: bool = True) -> None:
        """What will happen, or why nothing can."""
        # A line must not end within “DPM++”: Qt would break it between the pluses.
        text = told(text).replace("++", "+\u2060+")
        if text != self._summary.text():
            self._summary.setText(text)
            self._fit_summary()
        self.button.setEnabled(possible)

    def show_memory(self, text: str, *, scarce: bool = False) -> None:
        """How much memory it needs; `scarce`: more than there is. Empty: that is not known."""
        self._memory.setText(text)
        name = "scarce" if scarce else "hint"
        if name != self._memory.objectName():
            self._memory.setObjectName(name)
            self._memory.style().unpolish(self._memory)
            self._memory.style().polish(self._memory)
        self._memory.setVisible(bool(text))

    @property
    def memory(self) -> str:
        return self._memory.text()

    def _fit_summary(self) -> None:
        """Room for two lines, so that little moves, and for more when there is more to say."""
        line = self.fontMetrics().lineSpacing()
        needed = self._summary.heightForWidth(max(120, self._summary.width()))
        self._summary.setFixedHeight(max(2 * line + 8, min(needed, _MOST_LINES * line)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._leave_room()
        if event.oldSize().width() != event.size().width():
            self._fit_summary()

    @property
    def summary(self) -> str:
        return self._summary.text().replace("\u2060", "")

    def show_strength(self, strength: float | None) -> None:
        """The strength that will be used; None: there is nothing that could be kept."""
        self.strength.setEnabled(strength is not None)
        self.strength.show_value(100 if strength is None else round(strength * 100))


def _label(text: str, field: QWidget) -> QLabel:
    label = QLabel(text)
    label.setFixedWidth(64)
    label.setBuddy(field)
    return label
