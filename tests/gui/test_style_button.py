"""A style is switched at a click, one step of the timeline; what is painted carries its words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot
from safetensors.numpy import save_file

from core import places, styles
from core.document.commands import SetSettings
from core.document.settings import PROMPT
from desktop.compose import compose
from desktop.window import Window
from widgets.style_dialog import StyleDialog

pytestmark = pytest.mark.gui

LONG = 60_000
LORA = {"unet.down.attn2.to_k.lora_A.weight": np.zeros((2, 768), np.float16)}


def click(window: Window, name: str) -> None:
    """Chooses a style from the button's menu."""
    button = window.generate_panel.style_button
    button.styles_menu.aboutToShow.emit()
    menus = [button.styles_menu, *button.styles_menu.findChildren(QMenu)]
    offered = [one for menu in menus for one in menu.actions()]
    next(one for one in offered if one.text() == name).trigger()


def until_on(window: Window, qtbot: QtBot, name: str) -> None:
    qtbot.waitUntil(lambda: window.document.settings.style == name, timeout=LONG)


def test_a_style_is_on_at_a_click_and_goes_with_undo(window: Window, qtbot: QtBot) -> None:
    window.document.perform(SetSettings(prompt="a cat"))
    click(window, "Drawn World, Pixel Art")
    until_on(window, qtbot, "Drawn World, Pixel Art")
    panel = window.generate_panel
    assert panel.style_button.text() == "Drawn World, Pixel Art"
    assert panel.prompt.toPlainText() == "a cat", "the artist's own words stay"
    assert "pixel art" in panel.style_button.toolTip()
    info = window.controller.planning.model
    assert info is not None
    made = compose(window.document.snapshot(), info, seed=1).request
    assert (made.prompt, made.steps) == ("a cat, pixel art", 20)
    window.restore_recipe(made, "it")
    assert window.document.settings.whole_prompt == "a cat, pixel art", "framed once, not twice"
    window.edit.undo()
    window.edit.undo()
    assert (window.document.settings.style, panel.style_button.text()) == ("", "None")


def test_what_a_style_lacks_is_told_and_where_to_get_it(window: Window, qtbot: QtBot) -> None:
    click(window, "SDXL Lightning")
    until_on(window, qtbot, "SDXL Lightning")
    qtbot.waitUntil(lambda: "is not here" in window.banner.text, timeout=LONG)
    assert "stable-diffusion-xl-base-1.0" in window.banner.text
    assert window.document.settings.steps == 4
    click(window, "None")
    until_on(window, qtbot, "")


def test_what_is_set_becomes_a_style_with_its_lora(window: Window, qtbot: QtBot) -> None:
    file = places.own_models() / "glow.safetensors"
    file.parent.mkdir(parents=True)
    save_file(LORA, file)
    window.generating.use_learned([str(file)])
    qtbot.waitUntil(lambda: bool(window.document.settings.techniques), timeout=LONG)
    window.document.perform(SetSettings(steps=13))
    window.generate_panel.style_button.save_wanted.emit()
    (dialog,) = window.findChildren(StyleDialog)
    assert not dialog.buttons.button(dialog.buttons.StandardButton.Save).isEnabled()
    dialog.name.setText("Glow")
    dialog.frame.setPlainText(f"glowing {PROMPT}")
    dialog.accept()
    until_on(window, qtbot, "Glow")
    assert len(window.document.settings.techniques) == 1
    click(window, "Drawn World")
    until_on(window, qtbot, "Drawn World")
    assert not window.document.settings.techniques and window.document.settings.steps == 20
    click(window, "Glow")
    until_on(window, qtbot, "Glow")
    (lora,) = window.document.settings.techniques
    assert (lora.values["file"], window.document.settings.steps) == (str(file), 13)
    window.generating.styles.delete(next(one for one in styles.styles() if one.own))
    qtbot.waitUntil(lambda: not any(one.own for one in styles.styles()), timeout=LONG)


def test_a_style_of_somebody_else_is_taken_in(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    shared = tmp_path / "shared.json"
    styles.export(shared, styles.Style("Ink", prompt=f"ink drawing, {PROMPT}", steps=9))
    window.generating.styles.take_in(shared)
    until_on(window, qtbot, "Ink")
    assert window.document.settings.steps == 9
    shared.write_text("{}")
    window.generating.styles.take_in(shared)
    qtbot.waitUntil(lambda: "no style" in window.banner.text, timeout=LONG)
