"""The colours of the program: one neutral dark grey in steps, and one accent.

Neutral means that no surface next to the canvas has a hue of its own: it would shift how the
artist sees colours. The ochre accent marks only what acts or is selected.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QColor

COLOURS = {
    "panel": "#2d2d2d",
    "raised": "#383838",
    "raised_panel": "#323232",
    "field": "#232323",
    "button": "#3a3a3a",
    "hover": "#444444",
    "pressed": "#262626",
    "row_hover": "#2b2b2b",
    "well": "#191919",
    "line": "#1b1b1b",
    "edge": "#484848",
    "bar": "#454545",
    "bar_lit": "#525252",
    "scroll": "#505050",
    "text": "#dedede",
    "dim": "#a6a6a6",
    "faint": "#6f6f6f",
    "faint_text": "#8a8a8a",
    "accent": "#dd9b4a",
    "accent_hover": "#eeb067",
    "accent_dim": "#96703c",
    "on_accent": "#1d1a16",
    "selection": "#4d4234",
    "selection_text": "#75582f",
    "error": "#b9584b",
}


@cache
def colour(name: str) -> QColor:
    """A colour by its name in `COLOURS`; not to be changed."""
    return QColor(COLOURS[name])
