"""The look: a dark or a light palette with one accent, told to Qt before the window shows and
whenever it is to be the other."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from core.places import resources
from widgets.look import THEMES, theme, use_theme

STYLE = "Fusion"
"""Qt's style that draws what the style rules leave; it looks alike on every system."""
_PREFERRED_FONTS = ["Inter", "Segoe UI", "SF Pro Text", "Noto Sans", "Cantarell", "DejaVu Sans"]


def palette() -> QPalette:
    """The palette that every widget without a style rule takes its colours from."""
    colour = {name: QColor(value) for name, value in THEMES[theme()].items()}
    result = QPalette()
    role = QPalette.ColorRole
    for which, name in (
        (role.Window, "panel"),
        (role.WindowText, "text"),
        (role.Base, "field"),
        (role.AlternateBase, "panel"),
        (role.Text, "text"),
        (role.PlaceholderText, "faint_text"),
        (role.Button, "button"),
        (role.ButtonText, "text"),
        (role.BrightText, "accent_text"),
        (role.Highlight, "accent"),
        (role.HighlightedText, "on_accent"),
        (role.Accent, "accent"),
        (role.Link, "accent_text"),
        (role.ToolTipBase, "raised"),
        (role.ToolTipText, "text"),
        (role.Light, "edge"),
        (role.Midlight, "hover"),
        (role.Mid, "scroll"),
        (role.Dark, "line"),
        (role.Shadow, "line"),
    ):
        result.setColor(which, colour[name])
    for which in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, which, colour["faint"])
    return result


def style_sheet() -> str:
    """The style rules with the palette's colours and the icons' folder filled in."""
    text = (resources() / "styles" / "window.qss").read_text(encoding="utf-8")
    values = THEMES[theme()] | {"icons": (resources() / "icons").as_posix()}
    return re.sub(r"@([a-z_]+)", lambda found: values[found.group(1)], text.partition("*/")[2])


def apply_theme(app: QApplication) -> None:
    """Font and palette. Called once, before the first window; `style_sheet` comes after."""
    font = QFont(app.font())
    font.setFamilies([*_PREFERRED_FONTS, font.family()])
    font.setPixelSize(13)
    app.setFont(font)
    app.setPalette(palette())


def choose_theme(app: QApplication, chosen: str) -> bool:
    """Takes up the theme that the setting asks for; whether it is another than before."""
    scheme, hints = Qt.ColorScheme, app.styleHints()
    # What Qt does not draw, the window's frame and its title, follows.
    hints.setColorScheme({"dark": scheme.Dark, "light": scheme.Light}.get(chosen, scheme.Unknown))
    if chosen == "system":
        chosen = "light" if hints.colorScheme() == scheme.Light else "dark"
    before = theme()
    use_theme(chosen)
    return before != chosen


def dress_again(app: QApplication) -> None:
    """Shows everything that is open in the theme's colours."""
    app.setPalette(palette())
    app.setStyleSheet(style_sheet())
