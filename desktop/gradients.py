"""The gradients of the window: the editor, the presets, their files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QColor

from core.errors import UserError
from desktop.deleting import tell_deleted
from widgets.banner import Tone
from widgets.words import told, tr

if TYPE_CHECKING:
    from core.files.deleted import Deleted
    from core.gradients import GradientPreset
    from core.pixels.ramp import Colour, Ramp
    from desktop.window import Window
    from widgets.gradients.editor import GradientEditor
    from widgets.gradients.options import GradientOptions

FILTER = "Gradients (*.ggr *.svg);;All files (*)"
EXPORT_FILTER = "GIMP gradients (*.ggr)"


class Gradients(QObject):
    """Presets are read, and the editor made, when they are first asked for. What is drawn with is
    the canvas's: options and editor follow it."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._presets: list[GradientPreset] = []
        self._known = False
        self._editor: GradientEditor | None = None
        self._maps = window.layers.adjustment
        self._maps.presets_wanted.connect(self._offer)
        canvas = window.canvas
        canvas.gradientChanged.connect(self._show)
        canvas.coloursChanged.connect(lambda *_: self._show_colours())
        window.tool_options.when_made("gradient", self._serve)

    # What is shown --------------------------------------------------------------------------

    def _serve(self, options: GradientOptions) -> None:
        canvas = self._window.canvas
        options.edited.connect(canvas.set_gradient)
        options.editor_wanted.connect(self.toggle_editor)
        options.show_gradient(canvas.gradient)
        options.show_colours(_plain(canvas.foreground), _plain(canvas.background))

    def _show(self) -> None:
        style = self._window.canvas.gradient
        if self._window.tool_options.made("gradient"):
            self._window.tool_options.gradient.show_gradient(style)
        if self._editor is not None:
            self._editor.show_ramp(style.ramp)

    def _show_colours(self) -> None:
        canvas = self._window.canvas
        colours = _plain(canvas.foreground), _plain(canvas.background)
        if self._window.tool_options.made("gradient"):
            self._window.tool_options.gradient.show_colours(*colours)
        if self._editor is not None:
            self._editor.show_colours(*colours)

    def toggle_editor(self) -> None:
        """Opens all gradients below the options bar, or puts them away."""
        if self._editor is not None and self._editor.isVisible():
            self._editor.hide()
            return
        if self._editor is None:
            from widgets.gradients.editor import GradientEditor

            self._editor = GradientEditor(self._window)
            self._editor.edited.connect(self.take)
            self._editor.save_wanted.connect(self.ask_name)
            self._editor.import_wanted.connect(self.ask_import)
            self._editor.export_wanted.connect(self.ask_export)
            self._editor.delete_wanted.connect(self.delete)
            button = self._window.tool_options.gradient.ramp
            self._editor.move(button.mapToGlobal(QPoint(0, button.height() + 6)))
            self._read()
        self._show()
        self._show_colours()
        self._editor.show()
        self._editor.raise_()

    def close(self) -> None:
        """The window is about to go."""
        if self._editor is not None:
            self._editor.hide()

    @property
    def presets(self) -> tuple[GradientPreset, ...]:
        """Those that come with the program, then the artist's own."""
        return tuple(self._presets)

    @property
    def editor(self) -> GradientEditor | None:
        """The window of all gradients, once it was asked for."""
        return self._editor

    def take(self, ramp: Ramp) -> None:
        """Draws with other colours from now on."""
        canvas = self._window.canvas
        canvas.set_gradient(replace(canvas.gradient, ramp=ramp))

    def _read(self) -> None:
        """Reads all presets in the background and shows them."""

        def work() -> list[GradientPreset]:
            from core import gradients

            own = gradients.own()
            names = {preset.name for preset in own}
            return [p for p in gradients.built_in() if p.name not in names] + own

        def done(found: list[GradientPreset]) -> None:
            self._presets, self._known = found, True
            if self._editor is not None:
                self._editor.show_presets(found)
            self._offer()

        self._run(work, done)

    def _offer(self) -> None:
        """Tells those who map colours of the presets, in the colours in hand."""
        if not self._known:
            self._read()
            return
        canvas = self._window.canvas
        colours = _plain(canvas.foreground), _plain(canvas.background)
        self._maps.show_presets(
            [replace(p, ramp=p.ramp.in_colours(*colours)) for p in self._presets]
        )

    # Files ----------------------------------------------------------------------------------

    def ask_name(self) -> None:
        """Asks under which name the gradient in hand is to be kept."""
        from desktop.dialogs import name_dialog

        title = tr("Save Gradient")
        label = tr("Name of the gradient. One of your own with this name is replaced.")
        name = "" if self._editor is None else self._editor.name
        dialog = name_dialog(self._editor or self._window, title, label, self.save, name=name)
        dialog.setOkButtonText(tr("Save"))
        dialog.open()

    def save(self, name: str) -> None:
        """Keeps the gradient in hand under a name."""
        ramp = self._window.canvas.gradient.ramp

        def work() -> str:
            from core import gradients

            return gradients.save(name, ramp).stem

        def saved(name: str) -> None:
            self._window.say(tr("The gradient “{name}” is saved", name=name))
            self._read()

        self._run(work, saved)

    def delete(self, name: str) -> None:
        """Deletes one of the artist's own, and offers to take that back."""

        def work() -> Deleted | None:
            from core import gradients

            return gradients.delete(name)

        self._run(work, self._tell_deleted)

    def _tell_deleted(self, deleted: Deleted | None) -> None:
        self._read()
        if deleted is not None:
            tell_deleted(
                self._window.banner,
                deleted,
                tr("The gradient “{name}” is deleted", name=deleted.name),
                tr("There is no trash here: once this message is gone, so is the gradient."),
                lambda: self.restore(deleted),
            )

    def restore(self, deleted: Deleted) -> None:
        """Brings a deleted gradient back."""

        def work() -> str:
            from core import gradients

            return gradients.restore(deleted)

        def back(name: str) -> None:
            self._window.say(tr("The gradient “{name}” is back", name=name))
            self._read()

        self._run(work, back)

    def ask_import(self) -> None:
        """Asks for the files of gradients."""
        from desktop.dialogs import files_dialog

        folder = self._window.files.folder
        files_dialog(self._window, tr("Import Gradients"), folder, tr(FILTER), self.take_in).open()

    def take_in(self, files: Sequence[Path]) -> None:
        """Keeps the gradients of other programs' files; the last is in hand then."""

        def work() -> tuple[list[GradientPreset], UserError | None]:
            from core import gradients

            names = [preset.name for preset in (*gradients.built_in(), *gradients.own())]
            taken: list[GradientPreset] = []
            failed: UserError | None = None
            for file in files:
                try:
                    taken += gradients.take_in(file, [*names, *(one.name for one in taken)])
                except UserError as error:
                    failed = failed or error
            return taken, failed

        self._run(work, lambda found: self._taken_in(*found))

    def _taken_in(self, taken: Sequence[GradientPreset], failed: UserError | None) -> None:
        if taken:
            self._read()
            self.take(taken[-1].ramp)
        if failed is not None:
            self._window.tell(failed)
        elif len(taken) == 1:
            said = told(f"The gradient “{taken[0].name}” is imported.")
            self._window.banner.tell(said, "", Tone.INFO)
        else:
            self._window.banner.tell(told(f"{len(taken)} gradients are imported."), "", Tone.INFO)

    def ask_export(self) -> None:
        """Asks where the gradient in hand is to be written."""
        from desktop.dialogs import target_dialog

        name = "" if self._editor is None else self._editor.name
        file, folder = f"{name or tr('Gradient')}.ggr", self._window.files.folder
        target_dialog(
            self._window, tr("Export Gradient"), folder, file, tr(EXPORT_FILTER), ".ggr",
            self.export,
        ).open()  # fmt: skip

    def export(self, file: Path) -> None:
        """Writes the gradient in hand into a file for others."""
        ramp = self._window.canvas.gradient.ramp

        def work() -> None:
            from core import gradients

            gradients.export(file, ramp)

        self._run(work, lambda _: self._window.say(tr("Exported {name}", name=file.name)))

    def _run(self, work: Callable, done: Callable) -> None:
        self._window.background.run(work, done=done, failed=self._window.tell)

    # Between sessions -----------------------------------------------------------------------

    def kept(self) -> str:
        """How gradients are drawn, to be found again at the next start."""
        from core.gradients import style_to_text

        return style_to_text(self._window.canvas.gradient)

    def find_again(self, kept: str) -> None:
        """Draws as it was kept; what cannot be read is left as it is."""
        if kept:
            from core.gradients import style_of_text

            style = style_of_text(kept)
            if style is not None:
                self._window.canvas.set_gradient(style)


def _plain(shown: QColor) -> Colour:
    return shown.red(), shown.green(), shown.blue()
