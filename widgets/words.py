"""The program's own words in the language that was chosen; English is what the code says."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

CONTEXT = "Underpaint"
"""All words are in one: what reads the same in two places is translated once."""


def tr(text: str, **values: object) -> str:
    """A text in the artist's language. `{name}` in it stands for one of `values`."""
    told = QCoreApplication.translate(CONTEXT, text)
    return told.format(**values) if values else told
