"""The artist's own list of corrections of what models take for granted (Model editing): what is in
it is put into the picture's, and kept, forgotten or shared as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from core.errors import FileError, RecipeError, UserError
from core.files.corrections import Correction, joined, load_edits, save_edits
from core.parameters import parse, to_json
from core.words.short import in_short
from widgets.icons import icon
from widgets.techniques.surroundings import Surroundings
from widgets.words import tr

TECHNIQUE, FIELD = "model_editing", "edits"
"""In whose card it stands, and for which of its fields."""
SUFFIX = ".json"
FILTER = f"Corrections (*{SUFFIX})"

Values = Mapping[str, Any]


class CorrectionsMenu(QMenu):
    """`picked` carries all corrections of the picture, with what was added, as a draft has them;
    `told` a sentence, and `refused` the error when something fails."""

    picked = Signal(list)
    told = Signal(str)
    refused = Signal(object)

    def __init__(
        self, listed: Callable[[], Sequence[Values]], surroundings: Surroundings, parent: QWidget
    ) -> None:
        """`listed` gives the picture's corrections, complete or not."""
        super().__init__(tr("My &Corrections"), parent)
        self.setIcon(icon("star"))
        self._listed, self._surroundings = listed, surroundings
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Makes the menu of what is kept now."""
        self.clear()
        kept, listed = self._kept(), self._complete()
        for one in kept:
            add = self.addAction(_escaped(one.title))
            add.setEnabled(one not in listed)
            add.triggered.connect(partial(self._add, [one]))
        if not kept:
            self.addAction(tr("No corrections are kept yet")).setEnabled(False)
        self.addSeparator()
        every = self.addAction(tr("&Add All"))
        every.setEnabled(any(one not in listed for one in kept))
        every.triggered.connect(partial(self._add, kept))
        keep = self.addAction(icon("save"), tr("&Keep These"))
        keep.setEnabled(any(one not in kept for one in listed))
        keep.triggered.connect(self.keep)
        forget = self.addMenu(tr("&Forget"))
        forget.setEnabled(bool(kept))
        for one in kept:
            forget.addAction(_escaped(one.title)).triggered.connect(partial(self._forget, one))
        self.addSeparator()
        self.addAction(icon("open"), tr("&Import…")).triggered.connect(
            lambda: self._surroundings.choose_corrections(tr("Import Corrections"), self.take_in)
        )
        export = self.addAction(icon("export"), tr("&Export…"))
        export.setEnabled(bool(listed))
        export.triggered.connect(
            lambda: self._surroundings.choose_corrections_target(
                tr("Export Corrections"), f"Corrections{SUFFIX}", self.export
            )
        )

    def keep(self) -> None:
        """Puts the picture's corrections into the artist's list, also those that are off."""
        listed = self._complete()

        def work() -> None:
            save_edits(joined(load_edits(), listed))

        self._try(work, tr("The corrections are kept. Every picture can use them."))

    def take_in(self, file: Path) -> None:
        """Adds the corrections of a file to the picture's."""
        try:
            found = load_edits(file)
        except FileError as error:
            self.refused.emit(error)
        else:
            self._add(found)

    def export(self, file: Path) -> None:
        """Writes the picture's corrections into a file for others."""
        listed = self._complete()
        self._try(lambda: save_edits(listed, file), tr("Exported {name}.", name=file.name))

    def _add(self, chosen: Sequence[Correction], checked: bool = False) -> None:
        listed = self._complete()
        fresh = [to_json(one) for one in chosen if one not in listed]
        # An entry in which nothing is written yet gives way.
        there = [dict(one) for one in self._listed() if one.get("from") or one.get("to")]
        if fresh:
            self.picked.emit([*there, *fresh])

    def _forget(self, one: Correction, checked: bool = False) -> None:
        self._try(
            lambda: save_edits([other for other in load_edits() if other != one]),
            tr("“{title}” is forgotten. Pictures that use it keep it.", title=one.title),
        )

    def _kept(self) -> tuple[Correction, ...]:
        try:
            return load_edits()
        except FileError as error:
            self.refused.emit(error)
            return ()

    def _complete(self) -> list[Correction]:
        """The picture's corrections that say both what is there and what is wanted."""
        found = []
        for values in self._listed():
            try:
                found.append(parse(Correction, dict(values)))
            except RecipeError:
                continue
        return found

    def _try(self, work: Callable[[], object], told: str) -> None:
        try:
            work()
        except UserError as error:
            self.refused.emit(error)
        else:
            self.told.emit(told)


def _escaped(text: str) -> str:
    return in_short(text, 60).replace("&", "&&")
