"""The colours of the program: two themes, each a neutral grey in steps and one accent.

Neutral means that no surface next to the canvas has a hue of its own: it would shift how the
artist sees colours. The ochre accent marks only what acts or is selected.
"""

from __future__ import annotations

from PySide6.QtGui import QColor

DARK = {
    "panel": "#2d2d2d",
    "raised": "#383838",
    "raised_panel": "#323232",
    "field": "#232323",
    "button": "#3a3a3a",
    "hover": "#444444",
    "pressed": "#262626",
    "row_hover": "#2b2b2b",
    "well": "#191919",
    "surround": "#2a2a2a",
    "line": "#1b1b1b",
    "edge": "#484848",
    "bar": "#454545",
    "bar_lit": "#525252",
    "scroll": "#505050",
    "text": "#dedede",
    "dim": "#b2b2b2",
    "faint": "#6f6f6f",
    "faint_text": "#9c9c9c",
    "accent": "#dd9b4a",
    "accent_hover": "#eeb067",
    "accent_dim": "#96703c",
    "accent_text": "#eeb067",
    "on_accent": "#1d1a16",
    "selection": "#4d4234",
    "selection_text": "#75582f",
    "error": "#b9584b",
    "focus": "#ffffff",
}
LIGHT = {
    "panel": "#e4e4e4",
    "raised": "#f4f4f4",
    "raised_panel": "#ececec",
    "field": "#f8f8f8",
    "button": "#f2f2f2",
    "hover": "#d4d4d4",
    "pressed": "#c6c6c6",
    "row_hover": "#eeeeee",
    "well": "#cecece",
    "surround": "#b4b4b4",
    "line": "#bcbcbc",
    "edge": "#a4a4a4",
    "bar": "#cfcfcf",
    "bar_lit": "#c0c0c0",
    "scroll": "#b2b2b2",
    "text": "#222222",
    "dim": "#525252",
    "faint": "#969696",
    "faint_text": "#626262",
    "accent": "#d98f35",
    "accent_hover": "#e9a453",
    "accent_dim": "#c08a4b",
    "accent_text": "#844a07",
    "on_accent": "#1d1a16",
    "selection": "#f0d8b4",
    "selection_text": "#efc78c",
    "error": "#b03a2a",
    "focus": "#222222",
}
THEMES = {"dark": DARK, "light": LIGHT}
_ICON_COLOURS_IN_LIGHT = (
    (b"#d4d4d4", b"#3f3f3f"),
    (b"#7d7d7d", b"#8e8e8e"),
    (b"#2b2b2b", b"#f0f0f0"),
    (b"#dd9b4a", b"#a8650f"),
    (b"#f0b35c", b"#a8650f"),
    (b"#f0c27a", b"#8a6414"),
    (b"#ef7a6b", b"#b03a2a"),
)
"""What the colours of the icons' files, which are those of the dark theme, become."""

_theme = "dark"
_shown = {name: QColor(value) for name, value in DARK.items()}


def colour(name: str) -> QColor:
    """A colour of the theme by its name in `DARK`; not to be changed, nor kept: ask again."""
    return _shown[name]


def theme() -> str:
    """ "dark" or "light"."""
    return _theme


def use_theme(name: str) -> None:
    """From now on `colour` tells those of another theme; what is on screen must be told."""
    global _theme
    _theme = name
    _shown.update({which: QColor(value) for which, value in THEMES[name].items()})


def icon_colours(theme: str) -> tuple[tuple[bytes, bytes], ...]:
    """Which colours of the icons' files are replaced by which."""
    return _ICON_COLOURS_IN_LIGHT if theme == "light" else ()
