"""The dark and the light theme: chosen in the menu, shown at once, everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPalette
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from core.places import resources
from desktop import main, theme
from desktop.window import Window
from widgets import look
from widgets.icons import IconLabel, icon
from widgets.value_slider import ValueSlider

EVERY_ICON = sorted(file.stem for file in (resources() / "icons").glob("*.svg"))


@pytest.fixture(autouse=True)
def dark_again() -> Iterator[None]:
    yield
    app = main.application()
    theme.choose_theme(app, "dark")
    app.setPalette(theme.palette())
    app.setStyleSheet("")


def darkest(image: QImage) -> int:
    """The lightness of the darkest pixel that can be seen."""
    seen = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return min((c.lightness() for c in seen if c.alpha() > 200), default=255)


def contrast(one: str, other: str) -> float:
    """WCAG 2.1: from 1 (the same) to 21 (black on white)."""
    lights = []
    for name in (one, other):
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
                  for c in look.colour(name).getRgbF()[:3]]  # fmt: skip
        lights.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)
    return max(lights) / min(lights)


def test_the_theme_is_chosen_in_the_menu_and_shown_at_once(bare_window: Window) -> None:
    before = bare_window.layers.grab().toImage().pixelColor(3, 3).lightness()
    bare_window.registry["theme_light"].trigger()
    after = bare_window.layers.grab().toImage().pixelColor(3, 3).lightness()
    assert before < 80
    assert after > 180
    assert bare_window.registry["theme_light"].isChecked()
    assert not bare_window.registry["theme_dark"].isChecked()
    assert bare_window.preferences.now().theme == "light"
    bare_window.registry["theme_dark"].trigger()
    assert bare_window.layers.grab().toImage().pixelColor(3, 3).lightness() == before


def test_the_canvas_is_surrounded_by_the_themes_neutral_grey(bare_window: Window) -> None:
    bare_window.preferences.set_theme("light")
    seen = bare_window.canvas.grab().toImage().pixelColor(2, 2)
    assert seen == look.colour("surround")
    assert seen.saturation() == 0


def test_as_the_system_follows_when_the_system_changes(
    bare_window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}

    class Hints:
        scheme = asked["dark"]

        def colorScheme(self) -> Qt.ColorScheme:
            return self.scheme

        def setColorScheme(self, scheme: Qt.ColorScheme) -> None: ...

    hints = Hints()
    monkeypatch.setattr(QApplication, "styleHints", lambda _: hints)
    bare_window.preferences.set_theme("system")
    assert look.theme() == "dark"
    hints.scheme = asked["light"]
    bare_window.preferences.system_theme_changed()
    assert look.theme() == "light"
    bare_window.preferences.set_theme("dark")
    bare_window.preferences.system_theme_changed()
    assert look.theme() == "dark"


@pytest.mark.parametrize("chosen", look.THEMES)
def test_every_icon_can_be_seen(chosen: str, qapp: QApplication) -> None:
    look.use_theme(chosen)
    on_own_colour = {
        "underpaint", "generate", "go-on", "teach-now", "check", "arrow-up", "arrow-down",
    }  # fmt: skip
    for name in sorted(set(EVERY_ICON) - on_own_colour):
        image = icon(name).pixmap(QSize(40, 40)).toImage()
        assert not image.isNull(), name
        seen = [image.pixelColor(x, y) for x in range(40) for y in range(40)]
        clear = [c.lightness() for c in seen if c.alpha() > 200]
        assert clear, name
        assert (min(clear) < 160) if chosen == "light" else (max(clear) > 90), name


def test_an_icon_on_a_screen_of_double_density_has_double_the_pixels(qapp: QApplication) -> None:
    drawn = icon("brush").pixmap(QSize(20, 20), 2.0)
    assert (drawn.width(), drawn.height(), drawn.devicePixelRatio()) == (40, 40, 2.0)


def test_an_icon_on_a_disabled_button_is_faint(qapp: QApplication) -> None:
    on = icon("brush").pixmap(QSize(20, 20), 1.0).toImage()
    off = icon("brush").pixmap(QSize(20, 20), 1.0, QIcon.Mode.Disabled).toImage()
    most = max(on.pixelColor(x, y).alpha() for x in range(20) for y in range(20))
    assert max(off.pixelColor(x, y).alpha() for x in range(20) for y in range(20)) < most / 2


def test_a_sign_that_is_no_button_changes_with_the_theme(bare_window: Window) -> None:
    label = IconLabel("layer", 20, bare_window)
    before = label.pixmap().toImage()
    bare_window.preferences.set_theme("light")
    assert darkest(label.pixmap().toImage()) < 100
    assert label.pixmap().toImage() != before


@pytest.mark.parametrize("chosen", look.THEMES)
def test_text_can_be_read_on_every_surface(chosen: str) -> None:
    look.use_theme(chosen)
    for surface in ("panel", "raised", "raised_panel", "field", "button", "hover", "selection"):
        assert contrast("text", surface) >= 7, surface
        assert contrast("dim", surface) >= 4.5, surface
        assert contrast("accent_text", surface) >= 4.5, surface
    for surface in ("panel", "raised_panel", "field"):
        assert contrast("faint_text", surface) >= 4.5, surface
    assert contrast("on_accent", "accent") >= 4.5


def test_both_themes_have_every_colour_that_is_asked_for() -> None:
    assert look.DARK.keys() == look.LIGHT.keys()
    rules = (resources() / "styles" / "window.qss").read_text(encoding="utf-8")
    named = set(re.findall(r"@([a-z_]+)", rules.partition("*/")[2])) - {"icons"}
    assert named <= look.DARK.keys()


def test_numbers_in_sliders_are_seen_in_the_other_theme_too(bare_window: Window) -> None:
    sliders = [one for one in bare_window.findChildren(ValueSlider) if one.isVisible()]
    assert sliders
    bare_window.preferences.set_theme("light")
    QApplication.processEvents()
    assert all(one.lineEdit().width() > one.width() / 2 for one in sliders)


@pytest.mark.parametrize("chosen", look.THEMES)
def test_what_a_field_asks_for_can_be_read(bare_window: Window, chosen: str) -> None:
    bare_window.preferences.set_theme(chosen)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setStyleSheet(theme.style_sheet())
    role = QPalette.ColorRole.PlaceholderText
    field = bare_window.generate_panel.findChild(QPlainTextEdit)
    assert field is not None
    field.ensurePolished()
    assert field.palette().color(role).name() == look.THEMES[chosen]["faint_text"]
    app.setStyleSheet("")
