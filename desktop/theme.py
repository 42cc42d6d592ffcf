"""The look: one dark neutral palette with one accent, told to Qt once before the window shows."""

from __future__ import annotations

import re

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from core.places import resources
from widgets.look import COLOURS

_PREFERRED_FONTS = ["Inter", "Segoe UI", "SF Pro Text", "Noto Sans", "Cantarell", "DejaVu Sans"]


def palette() -> QPalette:
    """The palette that every widget without a style rule takes its colours from."""
    colour = {name: QColor(value) for name, value in COLOURS.items()}
    result = QPalette()
    role = QPalette.ColorRole
    for which, name in (
        (role.Window, "panel"),
        (role.WindowText, "text"),
        (role.Base, "field"),
        (role.AlternateBase, "panel"),
        (role.Text, "text"),
        (role.PlaceholderText, "faint"),
        (role.Button, "button"),
        (role.ButtonText, "text"),
        (role.BrightText, "accent_hover"),
        (role.Highlight, "accent"),
        (role.HighlightedText, "on_accent"),
        (role.Accent, "accent"),
        (role.Link, "accent_hover"),
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
    text = (resources() / "styles" / "dark.qss").read_text(encoding="utf-8")
    values = COLOURS | {"icons": (resources() / "icons").as_posix()}
    return re.sub(r"@([a-z_]+)", lambda found: values[found.group(1)], text.partition("*/")[2])


def apply_theme(app: QApplication) -> None:
    """Style, font and palette. Called once, before the first window; `style_sheet` comes after."""
    app.setStyle("Fusion")
    font = QFont(app.font())
    font.setFamilies([*_PREFERRED_FONTS, font.family()])
    font.setPixelSize(13)
    app.setFont(font)
    app.setPalette(palette())
