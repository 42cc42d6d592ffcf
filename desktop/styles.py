"""Styles in the window: switched by the button of the generate panel, saved, shared, deleted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from core import places, styles
from core.errors import UserError
from core.request import SAMPLERS
from core.styles import SUFFIX, Style, applied, style_of
from widgets.banner import Tone
from widgets.words import told, tr

if TYPE_CHECKING:
    from desktop.window import Window
    from widgets.style_button import StyleButton

FILTER = f"Styles (*{SUFFIX})"


class Styles(QObject):
    """Belongs to a window, and serves the button of its generate panel."""

    def __init__(self, window: Window, button: StyleButton) -> None:
        super().__init__(window)
        self._window, self._button = window, button
        button.wanted.connect(self._fill)
        button.chosen.connect(self.use)
        button.deleted.connect(self.delete)
        button.save_wanted.connect(self.ask_to_save)
        button.import_wanted.connect(self._ask_import)
        button.export_wanted.connect(self._ask_export)

    def _fill(self) -> None:
        # Some small files, read while the menu opens.
        known, there = styles.styles(), set(self._models())
        lacking = {one.name for one in known if one.models and not there & set(one.models)}
        self._button.show_styles(known, lacking)

    def _models(self) -> list[str]:
        """The ids of models that can be used."""
        return [one.id for one in self._window.controller.planning.models if not one.problems]

    def named(self, name: str) -> Style | None:
        """The style of that name, if there is one."""
        return next((one for one in styles.styles() if one.name == name), None)

    def use(self, style: Style | None) -> None:
        """Takes a style over, or none, as one step. Its LoRA are looked for in the background."""
        window = self._window
        document, folders = window.document, places.models(window.settings.models_folders)

        def work() -> tuple[Style | None, list[Path], list[str]]:
            from core.models import stand_ins
            from core.models.learned import find_learned

            before = self.named(document.settings.style)
            loras = style is not None and style.loras
            learned = [one.path for one in find_learned(folders)] if loras else []
            vae = style is not None and style.vae
            vaes = [one.id for one in stand_ins.find(folders)] if vae else []
            return before, learned, vaes

        def done(found: tuple[Style | None, list[Path], list[str]]) -> None:
            if document is not window.document:
                return
            before, learned, vaes = found
            taken = applied(style, document.settings, self._models(), learned, before, vaes)
            window.edit.perform(taken.step)
            if taken.missing and style is not None:
                window.banner.tell(
                    told(
                        f"Of the style “{style.name}” this is not here: {', '.join(taken.missing)}."
                    ),
                    tr("Generate > Models fetches it. The rest of the style is in use."),
                    Tone.WARNING,
                )

        window.background.run(work, done=done, failed=window.tell)

    def ask_to_save(self) -> None:
        """Asks for a name and frames, and keeps what is set now."""
        from widgets.style_dialog import StyleDialog

        settings = self._window.document.settings
        count = len(style_of("x", settings, "", "").loras)
        loras = f", {count} LoRA" if count else ""
        own = self.named(settings.style)
        name = settings.style if own is not None and own.own else ""
        info = self._window.controller.planning.model
        title = info.title if info is not None else settings.model
        vae = settings.parts.vae
        dialog = StyleDialog(
            self._window, name, settings.frame, settings.negative_frame,
            told(
                f"It also keeps: {title}, {settings.steps} steps, {SAMPLERS[settings.sampler]}, "
                f"guidance {settings.guidance_scale:g}{f', VAE {vae}' if vae else ''}{loras}."
            ),
        )  # fmt: skip
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(
            lambda: self.save(
                dialog.name.text(), dialog.frame.toPlainText(), dialog.negative_frame.toPlainText()
            )
        )
        dialog.open()

    def save(self, name: str, frame: str, negative_frame: str) -> None:
        """Keeps what is set now as a style, and puts it on."""
        try:
            style = style_of(name, self._window.document.settings, frame, negative_frame)
        except UserError as error:
            self._window.tell(error)
            return
        self._run(partial(styles.save, style), lambda _: self.use(style))

    def delete(self, style: Style) -> None:
        """Deletes an own style; what it has set stays."""
        said = told(f"The style “{style.name}” is deleted.")
        self._run(partial(styles.delete, style), lambda _: self._say(said))

    def take_in(self, file: Path) -> None:
        """Keeps a style that somebody exported, and puts it on."""
        self._run(partial(styles.take_in, file), self.use)

    def _ask_import(self) -> None:
        from desktop.dialogs import file_dialog

        folder = self._window.files.folder
        filter = f"{FILTER};;All files (*)"
        file_dialog(self._window, tr("Import Style"), folder, filter, self.take_in).open()

    def _ask_export(self) -> None:
        from desktop.dialogs import target_dialog

        style = self.named(self._window.document.settings.style)
        if style is None:
            return

        def export(file: Path) -> None:
            self._run(
                partial(styles.export, file, style),
                lambda _: self._say(told(f"Exported {file.name}.")),
            )

        folder, name = self._window.files.folder, f"{style.name}{SUFFIX}"
        target_dialog(self._window, tr("Export Style"), folder, name, FILTER, SUFFIX, export).open()

    def _say(self, text: str) -> None:
        self._window.banner.tell(text, tone=Tone.INFO, seconds=6)

    def _run(self, work: Callable[[], object], done: Callable[..., object]) -> None:
        self._window.background.run(work, done=done, failed=self._window.tell)
