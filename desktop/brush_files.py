"""Keeping, deleting, importing and exporting brushes: what asks, and the work in the background."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.errors import UserError
from core.pixels.brush import Brush
from desktop.deleting import tell_deleted
from widgets.banner import Tone
from widgets.words import told, tr

if TYPE_CHECKING:
    from core.brushes.presets import BrushPreset
    from core.files.deleted import Deleted
    from desktop.window import Window

FILTER = "Brushes (*.json *.myb);;All files (*)"
EXPORT_FILTER = "Brushes (*.json)"


class BrushFiles(QObject):
    """`kept` carries the preset that was saved, `deleted` and `restored` a name, `imported` those
    that were taken in; what fails is told in the window."""

    kept = Signal(object)
    deleted = Signal(str)
    restored = Signal(str)
    imported = Signal(object)

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.names: Callable[[], list[str]] = list
        """The names that are taken."""
        self.suggested: Callable[[], str] = str
        """What the brush in hand may be called; empty: no idea."""

    # What asks ------------------------------------------------------------------------------

    def ask_name(self, over: QWidget | None = None) -> None:
        """Asks under which name the brush in hand is to be kept."""
        from desktop.dialogs import name_dialog

        title = tr("Save Brush")
        label = tr("Name of the brush. One of your own with this name is replaced.")
        name = self.suggested()
        dialog = name_dialog(over or self._window, title, label, self.save, name=name)
        dialog.setOkButtonText(tr("Save"))
        dialog.open()

    def ask_import(self) -> None:
        """Asks for the files of brushes."""
        from desktop.dialogs import files_dialog

        folder = self._window.files.folder
        files_dialog(self._window, tr("Import Brushes"), folder, tr(FILTER), self.take_in).open()

    def ask_export(self) -> None:
        """Asks where the brush in hand is to be written."""
        from desktop.dialogs import target_dialog

        name = f"{self.suggested() or 'Brush'}.json"
        folder, kinds = self._window.files.folder, EXPORT_FILTER
        target_dialog(
            self._window, tr("Export Brush"), folder, name, kinds, ".json", self.export
        ).open()

    # What is done ---------------------------------------------------------------------------

    def _in_hand(self) -> Brush:
        canvas = self._window.canvas
        return canvas.brush(canvas.painting_tool)

    def save(self, name: str) -> None:
        """Keeps the brush in hand under a name."""
        brush = self._in_hand()

        def work() -> Path:
            from core.brushes import presets

            return presets.save(name, brush)

        self._run(work, lambda file: self._saved(file, brush))

    def _saved(self, file: Path, brush: Brush) -> None:
        from core.brushes.presets import BrushPreset

        self._window.say(tr("The brush “{stem}” is saved", stem=file.stem))
        self.kept.emit(BrushPreset(file.stem, brush, own=True))

    def delete(self, name: str) -> None:
        """Deletes one of the artist's own, and offers to take that back."""

        def work() -> Deleted | None:
            from core.brushes import presets

            return presets.delete(name)

        def gone(deleted: Deleted | None) -> None:
            self.deleted.emit(name)
            if deleted is not None:
                self._tell_deleted(deleted)

        self._run(work, gone)

    def _tell_deleted(self, deleted: Deleted) -> None:
        tell_deleted(
            self._window.banner,
            deleted,
            tr("The brush “{name}” is deleted", name=deleted.name),
            tr("There is no trash here: once this message is gone, so is the brush."),
            lambda: self.restore(deleted),
        )

    def restore(self, deleted: Deleted) -> None:
        """Brings a deleted brush back."""

        def work() -> str:
            from core.brushes import presets

            return presets.restore(deleted)

        def back(name: str) -> None:
            self._window.say(tr("The brush “{name}” is back", name=name))
            self.restored.emit(name)

        self._run(work, back)

    def take_in(self, files: Sequence[Path]) -> None:
        """Takes in brushes that somebody exported, or MyPaint's."""
        names = self.names()

        def work() -> tuple[list[BrushPreset], list[UserError]]:
            from core.brushes import presets

            taken: list[BrushPreset] = []
            failed: list[UserError] = []
            for file in files:
                try:
                    taken.append(presets.take_in(file, [*names, *(p.name for p in taken)]))
                except UserError as error:
                    failed.append(error)
            return taken, failed

        self._run(work, lambda result: self._taken_in(*result))

    def _taken_in(self, taken: Sequence[BrushPreset], failed: Sequence[UserError]) -> None:
        if taken:
            self.imported.emit(taken)
        if failed:
            more = told(f" So it is with {len(failed) - 1} more.") if len(failed) > 1 else ""
            self._window.tell(UserError(failed[0].cause, f"{failed[0].remedy}{more}"))
        elif taken:
            self._tell_taken(taken)

    def _tell_taken(self, taken: Sequence[BrushPreset]) -> None:
        lossy = [preset for preset in taken if preset.notes]
        if len(taken) == 1:
            said = told(f"The brush “{taken[0].name}” is imported.")
            lost = " ".join(taken[0].notes)
        else:
            said = told(f"{len(taken)} brushes are imported.")
            lost = told(f"{len(lossy)} of them lost something: import one alone to read what.")
        self._window.banner.tell(said, lost if lossy else "", Tone.INFO)

    def export(self, file: Path) -> None:
        """Writes the brush in hand into a file for others."""
        brush = self._in_hand()

        def work() -> None:
            from core.brushes import presets

            presets.export(file, file.stem, brush)

        self._run(work, lambda _: self._window.say(tr("Exported {name}", name=file.name)))

    def _run(self, work: Callable, done: Callable) -> None:
        self._window.background.run(work, done=done, failed=self._window.tell)
