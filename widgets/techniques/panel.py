"""The techniques panel: add, set up, order, switch on and off, keep as presets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from core.document.document import Change, Document, Kind
from core.document.drafts import Draft, Value, new_draft
from core.models.info import ModelInfo
from core.presets import Preset
from core.techniques import techniques
from widgets.section import MARGIN, SPACING, row
from widgets.techniques import corrections_menu
from widgets.techniques.add_menu import AddButton
from widgets.techniques.beginning import begun
from widgets.techniques.card import TechniqueCard
from widgets.techniques.corrections_menu import CorrectionsMenu
from widgets.techniques.presets_menu import PresetsButton
from widgets.techniques.surroundings import Surroundings
from widgets.words import tr

HINT = (
    "Techniques steer how the picture is made: they keep to a sketch, push a concept, or change "
    "one thing for another.\n\nAdd one, or several: they work together."
)


class TechniquesPanel(QWidget):
    """Shows a document's techniques. `edited` carries the whole new list, what was done in a few
    words, and with what it may be one step of the timeline (None: it is a step of its own)."""

    edited = Signal(object, str, object)
    edited_with = Signal(object, str, str)
    """The same as one step with another model: the new list, what was done, the model's id."""
    told = Signal(str)
    """What was done with files, in a sentence;"""
    refused = Signal(object)
    """or the error that it came to."""

    def __init__(self) -> None:
        super().__init__()
        self._document: Document | None = None
        self._disconnect: Callable[[], None] = lambda: None
        self._model: ModelInfo | None = None
        self._models: tuple[ModelInfo, ...] = ()
        self._drafts: tuple[Draft, ...] = ()
        self._problems: tuple[str, ...] = ()
        self._lacks: Mapping[str, str] = {}
        self.surroundings = Surroundings(self)
        self.cards: list[TechniqueCard] = []
        self.add_button = AddButton(lambda: self._drafts, lambda: self._model, lambda: self._models)
        self.presets = PresetsButton(lambda: self._drafts)
        self._hint = QLabel(tr(HINT))
        self._hint.setObjectName("hint")
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._list = QVBoxLayout()
        self._list.setSpacing(SPACING)
        inside = QWidget()
        inside.setObjectName("column")
        column = QVBoxLayout(inside)
        column.setContentsMargins(MARGIN, 0, MARGIN, MARGIN)
        column.setSpacing(SPACING)
        column.addWidget(self._hint)
        column.addLayout(self._list)
        column.addStretch()
        self.area = QScrollArea()
        self.area.setWidget(inside)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        top = row(self.add_button, self.presets)
        top.setStretch(0, 1)
        top.setContentsMargins(MARGIN, 0, MARGIN, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.setSpacing(SPACING)
        layout.addLayout(top)
        layout.addWidget(self.area, 1)
        self.add_button.chosen.connect(self.add)
        self.presets.loaded.connect(self._preset_loaded)
        self.presets.told.connect(self.told)
        self.presets.refused.connect(self.refused)
        self._added: TechniqueCard | None = None
        self.area.verticalScrollBar().rangeChanged.connect(self._show_added)

    def sizeHint(self) -> QSize:
        return QSize(270, 360)

    def minimumSizeHint(self) -> QSize:
        return QSize(210, 120)

    # What it shows --------------------------------------------------------------------------

    def show_document(self, document: Document) -> None:
        """Shows and follows another document."""
        self._disconnect()
        self._document = self.surroundings.document = document
        self._disconnect = document.changed.connect(self._changed)
        self.surroundings.layers_changed.emit()
        self._show_settings()

    def let_go(self) -> None:
        """Follows no document any more."""
        self._disconnect()
        self._disconnect = lambda: None

    def _changed(self, change: Change) -> None:
        if change.kinds & {Kind.SETTINGS, Kind.LAYERS, Kind.PROPERTIES}:
            self._show_settings()
        if change.kinds & {
            Kind.PIXELS, Kind.LAYERS, Kind.PROPERTIES, Kind.SIZE, Kind.REFERENCES,
        }:  # fmt: skip
            self.surroundings.layers_changed.emit()

    def _show_settings(self) -> None:
        assert self._document is not None
        self.surroundings.show_prompt(self._document.state.said)
        drafts = self._document.settings.techniques
        if drafts is not self._drafts:
            self._show_drafts(drafts)

    def show_model(self, info: ModelInfo | None, models: Sequence[ModelInfo] = ()) -> None:
        """The model that will be used, of all that there are: some techniques need one made for
        them."""
        self._model, self._models = info, tuple(models)

    def show_problems(self, problems: Sequence[str]) -> None:
        """For each technique why it cannot run now; empty when it can."""
        self._problems = tuple(problems)
        for place, card in enumerate(self.cards):
            card.show_problem(problems[place] if place < len(problems) else "")

    def show_lacks(self, lacks: Mapping[str, str]) -> None:
        """By the id of a technique, what it does without; empty when it has all."""
        self._lacks = lacks
        for card, draft in zip(self.cards, self._drafts, strict=True):
            card.show_lack(lacks.get(draft.id, ""))

    def _show_drafts(self, drafts: tuple[Draft, ...]) -> None:
        self._drafts = drafts
        kept = {card.key: card for card in self.cards}
        self.cards = [
            kept.pop(draft.key) if draft.key in kept else self._card(draft) for draft in drafts
        ]
        for card in kept.values():
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        for place, (card, draft) in enumerate(zip(self.cards, drafts, strict=True)):
            if self._list.indexOf(card) != place:
                self._list.insertWidget(place, card)
            card.show_draft(draft)
            card.show_place(place, len(drafts))
        self._hint.setVisible(not drafts)

    def _card(self, draft: Draft) -> TechniqueCard:
        card = TechniqueCard(draft, techniques().get(draft.id), self.surroundings)
        card.show_lack(self._lacks.get(draft.id, ""))
        key = draft.key
        card.edited.connect(lambda name, value: self._edit(key, name, value))
        card.switched.connect(lambda on: self._switch(key, on))
        card.moved.connect(lambda by: self._move(key, by))
        card.reset.connect(lambda: self._reset(key))
        card.removed.connect(lambda: self._remove(key))
        if draft.id == corrections_menu.TECHNIQUE:
            card.add_menu(self._corrections(key, card))
        return card

    def _corrections(self, key: str, card: TechniqueCard) -> CorrectionsMenu:
        field = corrections_menu.FIELD
        menu = CorrectionsMenu(
            lambda: self._drafts[self._place(key)].values.get(field) or (), self.surroundings, card
        )
        menu.picked.connect(lambda edits: self._edit(key, field, edits))
        menu.told.connect(self.told)
        menu.refused.connect(self.refused)
        return menu

    # What the artist does -------------------------------------------------------------------

    def _place(self, key: str) -> int:
        return next(place for place, draft in enumerate(self._drafts) if draft.key == key)

    def _title(self, place: int) -> str:
        """What a technique is called in the document's steps, which are kept in English."""
        kind = techniques().get(self._drafts[place].id)
        return self._drafts[place].id if kind is None else kind.declaration.title

    def _tell(self, drafts: Sequence[Draft], what: str, merges: object = None) -> None:
        self.edited.emit(tuple(drafts), what, merges)

    def _replace(self, draft: Draft, what: str, merges: object = None) -> None:
        drafts = [draft if other.key == draft.key else other for other in self._drafts]
        self._tell(drafts, what, merges)

    def add(self, id: str) -> None:
        """Adds a technique at the end, with a model that is made for it where the present one is
        not, and puts the keyboard into its form."""
        assert self._document is not None
        about, draft = techniques()[id].declaration, begun(id, self._document)
        other = self.add_button.instead(about)
        if other is None:
            self._tell([*self._drafts, draft], f"Add {about.title}")
        else:
            self.edited_with.emit((*self._drafts, draft), f"Add {about.title}", other.id)
            self.told.emit(
                tr(
                    "{technique} paints with “{model}” from now on; undo brings the other back.",
                    technique=tr(about.title),
                    model=other.title,
                )
            )
        card = next((card for card in self.cards if card.key == draft.key), None)
        if card is not None and card.form is not None:
            card.form.focus_first()
            self._added = card

    def _show_added(self) -> None:
        """Scrolls to what was added, once it has been laid out."""
        card, self._added = self._added, None
        if card in self.cards:
            self.area.ensureWidgetVisible(card, 0, MARGIN)
            # Of one that is higher than the panel the top is what matters: there one begins.
            bar = self.area.verticalScrollBar()
            bar.setValue(min(bar.value(), card.y()))

    def _edit(self, key: str, name: str, value: Value) -> None:
        place = self._place(key)
        before = self._drafts[place].values.get(name) or ()
        # An entry that was added or removed is a step of its own.
        listed = isinstance(value, list) and len(value) != len(before)
        draft = self._drafts[place].with_value(name, value)
        what = f"Change {self._title(place)}"
        self._replace(draft, what, None if listed else (key, name))

    def _switch(self, key: str, on: bool) -> None:
        place = self._place(key)
        what = f"Switch {self._title(place)} on" if on else f"Switch {self._title(place)} off"
        self._replace(replace(self._drafts[place], on=on), what)

    def _move(self, key: str, by: int) -> None:
        place = self._place(key)
        drafts = list(self._drafts)
        draft = drafts.pop(place)
        to = max(0, min(place + by, len(drafts)))
        drafts.insert(to, draft)
        self._tell(drafts, f"Move {self._title(place)}")
        self.cards[to].heading.setFocus(Qt.FocusReason.OtherFocusReason)

    def _reset(self, key: str) -> None:
        place = self._place(key)
        draft = self._drafts[place]
        fresh = new_draft(draft.id, techniques()[draft.id])
        self._replace(replace(draft, values=fresh.values), f"Reset {self._title(place)}")

    def _remove(self, key: str) -> None:
        place = self._place(key)
        title = self.cards[place].title
        self._tell([draft for draft in self._drafts if draft.key != key], f"Remove {title}")
        if self.cards:
            near = self.cards[min(place, len(self.cards) - 1)]
            near.heading.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _preset_loaded(self, preset: Preset) -> None:
        # New keys: the same preset may be loaded twice, and the forms are to be fresh ones.
        drafts = [Draft(draft.id, draft.values, draft.on) for draft in preset.drafts]
        self._tell(drafts, f"Load preset {preset.name}")
