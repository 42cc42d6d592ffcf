"""Opens the window. Nothing that paints with a model is imported before it shows."""

from __future__ import annotations

from desktop.first import LATER  # first of all: see there

# isort: split

import gc
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication

from core.errors import UserError
from core.settings import Settings, load_settings, settings_file
from desktop import slices
from desktop.collecting import Collecting
from desktop.crash import catch_everything
from desktop.docks import fit_to_screen
from desktop.hosting import service_maker
from desktop.language import speak
from desktop.later import use_now
from desktop.log import start_log
from desktop.model_folders import look_for_models
from desktop.theme import STYLE, apply_theme, choose_theme, palette, style_sheet
from desktop.tips import show_tip
from desktop.window import Window
from widgets.banner import Tone
from widgets.icons import icon

_DRESSED = "underpaint_dressed"
PAUSE = 5
"""Milliseconds between two steps of the start: what waits is served, timers too."""


def run(files: Sequence[Path] = ()) -> int:
    """Shows the window with `files` opened (the first as the document, others as layers);
    returns the exit status when it is closed."""
    app = application()
    first_time = not settings_file().exists()
    loaded = load_settings()
    speak(app, loaded.settings.language)
    choose_theme(app, loaded.settings.theme)
    app.setPalette(palette())
    window = Window(loaded.settings)
    # Now that all is in its place every widget is dressed once; before, most would be twice.
    app.setStyleSheet(style_sheet())
    restore_hook = catch_everything(
        lambda cause, remedy: window.banner.tell(cause, remedy, Tone.ERROR)
    )
    app.styleHints().colorSchemeChanged.connect(lambda _: window.preferences.system_theme_changed())
    # Not `quit`: it closes the window, which asks what shall become of the changes.
    window.painted.connect(lambda: end_when_told(window, lambda: app.exit(0)))
    window.painted.connect(lambda: begin(window, loaded.settings))
    if not files:
        greet(window, first_time=first_time)
    if fit_to_screen(window) and not loaded.settings.window_layout:
        window.docks.resize()
    window.show()
    for place, file in enumerate(files):
        (window.files.place_path if place else window.files.open_path)(file)
    if loaded.message:
        window.banner.tell(loaded.message, tone=Tone.WARNING)
    status = app.exec()
    if window.ending is not None:
        window.ending.close()
    finish(window)
    restore_hook()
    return status


def greet(window: Window, *, first_time: bool) -> None:
    """What is seen when no file is named: the start page, or the canvas with a line above it."""
    if window.settings.start_with == "page":
        window.start.show()
    elif first_time:
        window.welcome()
    else:
        show_tip(window)


def application() -> QApplication:
    """The one QApplication, dressed. One that is there already and has its style keeps it: Qt
    would polish all that is open anew."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication) and existing.property(_DRESSED) is not None:
        if existing.palette() != palette():
            existing.setPalette(palette())
        return existing
    if isinstance(existing, QApplication):
        app = existing
        app.setStyle(STYLE)
    else:
        # Told so, and not by `setStyle`: that gives back a QStyle, whose enums take 5 ms.
        app = QApplication([*sys.argv[:1], "-style", STYLE])
    app.setProperty(_DRESSED, True)
    app.setApplicationName("underpaint")
    app.setApplicationDisplayName("Underpaint")
    app.setDesktopFileName("underpaint")
    apply_theme(app)
    app.setWindowIcon(icon("underpaint"))
    return app


def end_when_told(window: Window, leave: Callable[[], object]) -> None:
    """From now on a signal of the system ends the program politely."""
    from desktop.ending import Ending  # which brings sockets with it

    window.ending = Ending(window, leave)


def begin(window: Window, settings: Settings) -> None:
    """What waits until the window is there: the libraries that the first paint did without, then
    the half that generates. The window is served between two steps. The libraries load here and
    not in a thread: that takes turns with the window and held it up for twice as long."""
    steps = iter(
        (
            lambda: use_now("numpy"),
            lambda: use_now("cv2"),
            *slices.imports(slices.PAINTING),
            lambda: use_now(*LATER),
            lambda: window.brushes.load(),
            lambda: window.palettes.load(),
            window.start.fill,
            lambda: window.recovery.look(),
            *slices.imports(slices.GENERATING),
            lambda: window.generating,
            lambda: window.start_service(service_maker(settings)),
            lambda: look_for_models(window),
            window.resume_fetches,
            start_log,
            lambda: collect_again(window),
        )
    )

    def next_step() -> None:
        step = next(steps, None)
        if step is not None:
            step()
            QTimer.singleShot(PAUSE, window, next_step)

    QTimer.singleShot(PAUSE, window, next_step)


def collect_again(window: Window) -> None:
    """From now on garbage is looked for, but not among what there is already, nor under the pen."""
    gc.freeze()
    Collecting(window, busy=lambda: window.document.stroke is not None)


def keep(window: Window) -> None:
    """Saves what is to be found again at the next start."""
    try:
        window.preferences.keep()
    except UserError as error:
        sys.stderr.write(f"underpaint: {error}\n")


def finish(window: Window) -> None:
    """Ends what runs. Widgets go before the application does."""
    keep(window)
    window.shut_down()
    window.deleteLater()
    QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
