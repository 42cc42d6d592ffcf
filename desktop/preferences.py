"""What the artist has set for the whole program, and what it finds again at its next start."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from core.errors import UserError
from core.pixels.sampling import SIDES, Sampling
from core.settings import save_settings, settings_file
from desktop.actions import OWN_KEYS
from desktop.docks import geometry_of, restore_geometry
from desktop.shortcuts import Shortcuts, from_settings
from desktop.workspaces import to_settings
from widgets.canvas.rulers import THICKNESS
from widgets.canvas.snapping import SnapTo
from widgets.words import tr

if TYPE_CHECKING:
    from core.settings import Settings
    from desktop.window import Window


SOON = 2000
"""Milliseconds after a change until it is kept: a slider's drag is written once."""


class Preferences:
    """Changes the window's settings, does what they say, and keeps them: soon after each change,
    so that a program that is killed has lost none, and at the end."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._kept = window.settings
        """As they were read, or written last: only what is another since then is this window's."""
        self._number, self._writing = 0, threading.Lock()
        """Which of several writes is the newest, and that only one is under way."""
        self._timer = QTimer(window)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SOON)
        self._timer.timeout.connect(self._keep_beside)
        window.files.changed.connect(self.keep_soon)

    def restore(self) -> None:
        """Sets the window up as the settings say."""
        window, settings = self._window, self._window.settings
        window.files.recent = settings.recent_files
        window.files.last_folder = settings.last_folder
        window.files.quality = settings.quality
        window.canvas.finger_does = settings.finger
        window.brushes.find_again(settings.brushes)
        window.gradients.find_again(settings.gradient)
        if settings.sample in SIDES:
            window.canvas.sampling = Sampling(settings.sample, settings.sample_layer)
        if self.shortcuts != Shortcuts():
            window.registry.set_keys(self.shortcuts.keys(OWN_KEYS))
        self._show_lines()
        window.colours.show_picker(settings.colour_picker)
        window.colours.recent.show_codes(settings.recent_colours)
        restore_geometry(window, settings.window_geometry)
        if not window.docks.restore(settings.window_layout):
            window.docks.resize()

    def now(self) -> Settings:
        """The settings with what is to be found again."""
        window = self._window
        return replace(
            window.settings,
            window_layout=window.docks.state(),
            workspaces=to_settings(window.workspaces.kept),
            window_geometry=geometry_of(window),
            brushes=window.brushes.kept(),
            gradient=window.gradients.kept(),
            sample=window.canvas.sampling.side,
            sample_layer=window.canvas.sampling.layer_alone,
            colour_picker=window.colours.picker,
            palette=window.palettes.name or window.settings.palette,
            recent_colours=window.colours.recent.codes,
            recent_files=window.files.recent,
            last_folder=window.files.last_folder,
            model=window.document.settings.model or window.settings.model,
        )

    @property
    def shortcuts(self) -> Shortcuts:
        """The keys as the settings have them."""
        settings = self._window.settings
        return from_settings(settings.shortcut_profile, settings.shortcuts)

    def set_shortcuts(self, shortcuts: Shortcuts) -> None:
        """Other keys, from now on."""
        self._set(shortcut_profile=shortcuts.profile, shortcuts=shortcuts.to_settings())
        self._window.registry.set_keys(shortcuts.keys(OWN_KEYS))

    def ask(self) -> None:
        """Opens the dialog in which they are changed."""
        from desktop.preferences_dialog import PreferencesDialog

        PreferencesDialog(self._window).open()

    def set(self, name: str, value: object) -> None:
        """Gives one of the settings another value, by its name, and does what it says."""
        window = self._window
        own = {"theme": self.set_theme, "language": self.set_language, "finger": self.set_finger}
        if name in own:
            own[name](str(value))
            return
        self._set(**{name: value})
        window.files.quality = window.settings.quality
        window.document.history.cap = window.settings.undo_mebibytes << 20
        if name == "compiled":
            self._save()
        if name == "host":
            window.banner.tell(tr("Models run there from the next start on."), seconds=8)
        window.refresh()

    def set_theme(self, name: str) -> None:
        """Shows the program in other colours, from now on."""
        self._set(theme=name)
        self.dress()

    def system_theme_changed(self) -> None:
        """Follows the system, if that is wished."""
        if self._window.settings.theme == "system":
            self.dress()

    def dress(self) -> None:
        """Gives all that is open the colours of the theme, if they are others."""
        from desktop.theme import choose_theme, dress_again

        app = QApplication.instance()
        assert isinstance(app, QApplication)
        if choose_theme(app, self._window.settings.theme):
            dress_again(app)
            self._window.brushes.dress()
        self._window.refresh()

    def set_language(self, name: str) -> None:
        """Speaks another language from the next start on."""
        self._set(language=name)
        text = tr("The language changes when Underpaint is started again.")
        self._window.banner.tell(text, seconds=8)
        self._window.refresh()

    def set_finger(self, does: str) -> None:
        """What one finger on the canvas does, from now on."""
        self._set(finger=does)
        self._window.canvas.finger_does = does
        self._window.refresh()

    def set_previews(self, on: bool) -> None:
        """Whether pictures are shown over the canvas while they grow, from the next step on."""
        self._set(previews=on)
        self._window.refresh()

    def set_plan(self, name: str) -> None:
        """How models are fitted into memory, from the next picture on: whoever paints looks into
        the settings' file."""
        self._set(plan=name)
        self._save()
        self._window.controller.planning.plan_again()
        self._window.refresh()

    def toggle_line(self, name: str) -> None:
        """Turns rulers, guides, the grid, or one of the ways of snapping on or off."""
        self._set(**{name: not getattr(self._window.settings, name)})
        self._show_lines()
        self._window.refresh()

    def _show_lines(self) -> None:
        canvas, settings = self._window.canvas, self._window.settings
        canvas.show_rulers(settings.rulers)
        self._window.banner.keep_free(THICKNESS if settings.rulers else 0)
        canvas.lines.show(guides=settings.guides, grid=settings.grid)
        canvas.assisting.on = settings.snap_assistants
        canvas.snapping.to = SnapTo(
            settings.snap, settings.snap_guides, settings.snap_grid, settings.snap_canvas
        )

    def set_tips(self, on: bool) -> None:
        """Whether there is a tip at each start."""
        self._set(tips=on)
        self._window.refresh()

    def set_start(self, what: str) -> None:
        """What is seen at the next start, when no file is named."""
        self._set(start_with=what)

    def keep_soon(self) -> None:
        """Keeps them once nothing has changed for a while."""
        self._timer.start()

    def keep(self) -> None:
        """Keeps what is to be found again at the next start, now. Raises FileError."""
        self._timer.stop()
        now, self._number = self.now(), self._number + 1
        with self._writing:
            if now != self._kept or not settings_file().exists():
                save_settings(now, since=self._kept)
        self._kept = now

    def _keep_beside(self) -> None:
        """The same without making the window wait for the disk."""
        now, before = self.now(), self._kept
        if now == before:
            return
        self._number = number = self._number + 1

        def write() -> bool:
            with self._writing:
                newest = number == self._number
                if newest:
                    save_settings(now, since=before)
            return newest

        def written(newest: bool) -> None:
            if newest and number == self._number:
                self._kept = now

        self._window.background.run(write, done=written, failed=self._window.tell)

    def close(self) -> None:
        """Keeps nothing by itself any more."""
        self._timer.stop()

    def _save(self) -> None:
        """Now, for whoever paints reads the settings' file before each job."""
        try:
            self.keep()
        except UserError as error:
            self._window.tell(error)

    def _set(self, **fields: object) -> None:
        self._window.settings = replace(self._window.settings, **fields)  # type: ignore[arg-type]
        self.keep_soon()
