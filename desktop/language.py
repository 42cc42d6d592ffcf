"""The language of the window: which one is chosen, and its words, loaded before it is made."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from core.places import resources
from widgets import words


def speak(app: QCoreApplication, chosen: str) -> str:
    """Loads the words of a language, "system" for the system's; returns which it is: "en" when
    there is none. What is on screen already stays as it is."""
    name = QLocale.system().name().partition("_")[0] if chosen == "system" else chosen
    own = QTranslator(app)
    if not own.load(str(resources() / words.FOLDER / f"underpaint_{name}.qm")):
        own.deleteLater()
        return "en"
    app.installTranslator(own)
    from PySide6.QtCore import QLibraryInfo

    # Qt's own words: OK, Cancel, what is in file dialogs.
    of_qt = QTranslator(app)
    if of_qt.load(f"qtbase_{name}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(of_qt)
    words.forget()
    return name
