"""In Korean nothing on screen is left in English: windows, panels, dialogs, menus, tool tips.

Names stay as they are: of models, samplers, techniques, files and keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QDockWidget,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QSpinBox,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.document.commands import AddLayer, SetSettings
from core.document.layers import MaskLayer, RegionLayer
from core.fetching.curated import curated
from core.geometry import Rect
from core.models.library import find_models
from core.places import resources
from core.styles import read
from core.techniques import techniques
from desktop.recovery import foot
from desktop.teaching import Teaching
from desktop.window import Window
from tests.document.test_every_command import CASES, Example, made_document
from tests.gui.conftest import paint, paint_mask, speaking_korean
from widgets.background import Background
from widgets.recovery_dialog import Offer, RecoveryDialog
from widgets.words import told

NAMES = re.compile(
    r"Underpaint|Starter|starter|DPM\+\+|[A-Z]{2,}[\w.-]*|Euler( a)?|Heun|UniPC|Karras|PLMS"
    r"|LoRAs?|LoHa|LoKr|DoRA|ControlNets?|T2I-Adapters?|IP-Adapters?|DreamBooth|LEDITS"
    r"|Textual Inversion|Custom Diffusion|InstructPix2Pix|Pix2Pix Zero|MultiDiffusion|DiffEdit"
    r"|Depth2Image|Depth Anything|Attend-and-Excite|Stable Diffusion|Krita|Photoshop|MyPaint"
    r"|3-Clause|Display P3|Adobe RGB|WebP|OpenRaster|Hugging Face|English|Full HD|\bdpi\b"
    r"|safetensors|diffusers|#[a-z]+"
    r"|(Ctrl|Shift|Alt|Enter|Esc|Space|Tab|Delete|Backspace|Home|End|PgUp|PgDown|Return|Ins|Del)"
    r"([+ ,][\w+]+)*|Up|Down|Left|Right|F\d+|[A-Z]\b|https?://\S+"
    r"|[\w./~-]+\.(png|ora|json|txt|safetensors|jpg|psd|log)|px|/[\w./\u200b-]+|\{\w+\}|<[^>]*>"
    r"|&\w+;|et al\.|“[^”]*”|\([^)]*\)"
)
"""What is a name, and reads alike in every language."""
ENGLISH = re.compile(r"\b[A-Za-z][a-z]{2,}\b")


@pytest.fixture(scope="module", autouse=True)
def everything_is_korean(qapp: QApplication) -> Iterator[None]:
    with speaking_korean(qapp):
        yield


def is_english(text: str) -> bool:
    """Whether there are English words in it that are no names."""
    bare = NAMES.sub(" ", text.replace("\u2060", "").replace("\u200b", "").replace("&", ""))
    if re.search("[가-힣]", text):  # names of people, models and words of prompts within it
        return bool(re.search(r"\b[a-z]{2,} [a-z]{2,}", bare))
    return bool(ENGLISH.search(bare))


def texts_of(root: QWidget) -> Iterator[tuple[str, str]]:
    """Everything that a widget and those in it say, each with where it stands."""
    yield type(root).__name__, root.windowTitle() if root.isWindow() else ""
    for widget in (root, *root.findChildren(QWidget)):
        kind = type(widget).__name__
        for say in (widget.toolTip, widget.accessibleName, widget.accessibleDescription):
            yield f"{kind}.{say.__name__}", say()
        if isinstance(widget, QLabel | QAbstractButton):
            yield kind, widget.text()
        elif isinstance(widget, QLineEdit | QPlainTextEdit):
            yield f"{kind}.placeholder", widget.placeholderText()
        elif isinstance(widget, QComboBox):
            for row in range(widget.count()):
                yield f"{kind}[{row}]", widget.itemText(row)
        elif isinstance(widget, QSpinBox):
            yield kind, f"{widget.prefix()} {widget.suffix()}"
        elif isinstance(widget, QTabBar):
            for row in range(widget.count()):
                yield f"{kind}[{row}]", widget.tabText(row)
        elif isinstance(widget, QGroupBox):
            yield kind, widget.title()
        elif isinstance(widget, QDockWidget):
            yield kind, widget.windowTitle()
        elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from _items(widget)
    for action in root.findChildren(QAction):
        yield "QAction", action.text()
        yield "QAction.statusTip", action.statusTip()
        yield "QAction.toolTip", action.toolTip()
    for menu in root.findChildren(QMenu):
        yield "QMenu", menu.title()


def _items(view: QAbstractItemView) -> Iterator[tuple[str, str]]:
    model, role = view.model(), Qt.ItemDataRole
    columns = 1 if isinstance(view, QListView) else model.columnCount(QModelIndex())
    for row in range(model.rowCount(QModelIndex())):
        for column in range(columns):
            index = model.index(row, column)
            for which in (role.DisplayRole, role.ToolTipRole, role.AccessibleTextRole):
                text = model.data(index, which)
                yield f"{type(view).__name__}.{which.name}", text if isinstance(text, str) else ""


OF_PYQTGRAPH = ("Export...", "Export")


def english(root: QWidget, allowed: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """What is left in English, without what is `allowed`: what the artist has written."""
    found = []
    for where, text in texts_of(root):
        for part in sorted(allowed, key=len, reverse=True):
            text = text.replace(part, "")
        if text and is_english(text):
            found.append((where, text))
    return sorted(set(found))


OWN = (
    "a cat on a beach", "cat", "Background", "Layer 1", "Basics", "Starter: depth", "Broken",
    "unet is missing.", "Starter: inpainting", "Starter: instructions", "Test device", "Mask",
    *(one.title for one in curated()), *(one.wanted.repo for one in curated()),
    *(read(file).name for file in sorted((resources() / "paint_styles").glob("*.json"))),
)  # fmt: skip
"""Names of layers, models, styles and palettes, and what is written in fields."""


def test_what_counts_as_english() -> None:
    assert is_english("Save the picture")
    assert not is_english("저장(Ctrl+S)")
    assert not is_english("Stable Diffusion 1.5")
    assert is_english("저장 and close")


def test_the_window_and_its_panels(window: Window, qtbot: QtBot) -> None:
    paint(window, (100, 100), (200, 200))
    paint_mask(window, (300, 300), (320, 320))
    size = window.document.size
    window.document.perform(
        AddLayer(
            RegionLayer(name="Background", prompt="a cat on a beach", box=Rect(10, 10, 90, 90)), 2
        )
    )
    window.document.perform(AddLayer(MaskLayer.empty(size), 1))
    for kind in ("levels", "curves", "hue_saturation"):
        window.layers.add_adjustment(kind)
    for dock in ("brushes", "palettes", "gallery", "techniques", "navigator"):
        window.docks[dock].raise_()
        QApplication.processEvents()
    window.brushes.load()
    window.palettes.load()
    window.document.perform(SetSettings(prompt="a cat on a beach"))
    with qtbot.waitSignal(window.controller.finished, timeout=60_000):
        window.generate()
    QApplication.processEvents()
    assert english(window, OWN) == []


def test_every_tool_says_what_it_does(window: Window) -> None:
    for tool in window.canvas.tools:
        window.canvas.set_tool(tool.id)
        assert english(window.tool_options, OWN) == [], tool.id


def test_every_technique(window: Window) -> None:
    panel = window.generating.techniques.panel
    window.docks["techniques"].raise_()
    for id in techniques():
        panel.add(id)
    QApplication.processEvents()
    assert english(window.docks["techniques"], OWN) == []


def test_menus_that_are_filled_when_they_open(window: Window, qtbot: QtBot) -> None:
    window.docks["techniques"].raise_()
    QApplication.processEvents()
    for menu in window.findChildren(QMenu):
        menu.aboutToShow.emit()
    qtbot.waitUntil(lambda: window.background.pending == 0, timeout=60_000)
    assert english(window, OWN) == []


DIALOGS = (
    "new", "canvas_size", "image_size", "export", "shortcuts", "grow_selection", "shrink_selection",
    "feather_selection", "border_selection", "colour_range", "about", "palette", "grid",
    "brush_editor", "preferences", "upscale", "new_guide", "set_grid",
)  # fmt: skip


def at_rest(window: Window) -> bool:
    """Whether everything is there that a dialog shows a moment later."""
    if any(one.pending for one in window.findChildren(Background)):
        return False
    soon = (one for one in window.findChildren(QTimer) if one.isSingleShot())
    return not any(one.isActive() and one.interval() <= 1000 for one in soon)


@pytest.mark.parametrize("action", DIALOGS)
def test_dialogs(window: Window, action: str, qtbot: QtBot) -> None:
    window.document.perform(SetSettings(prompt="a cat on a beach"))
    window.registry["select_all"].trigger()
    QApplication.processEvents()
    before = set(window.findChildren(QDialog))
    window.registry[action].trigger()
    QApplication.processEvents()
    qtbot.waitUntil(lambda: at_rest(window))
    if action == "palette":
        palette = window.findChild(QWidget, "palette")
        assert palette is not None
        assert english(palette, OWN) == []
        palette.close()
        return
    (dialog,) = set(window.findChildren(QDialog)) - before
    assert english(dialog, (*OWN, str(Path.home()), "Log")) == []
    dialog.close()
    QApplication.processEvents()


@pytest.mark.parametrize("example", CASES)
def test_every_step_that_can_be_taken_back(example: Example) -> None:
    document = made_document()
    document.perform(example(document))
    assert told(document.undo_text) != document.undo_text


def test_every_stroke_that_can_be_taken_back(window: Window) -> None:
    paint(window, (100, 100), (200, 200))
    paint_mask(window, (300, 300), (320, 320))
    for _ in range(2):
        text = window.registry["undo"].text()
        assert not is_english(text), text
        window.edit.undo()


def test_the_start_page_the_tour_and_recovery(window: Window, tmp_path: Path) -> None:
    Image.new("RGB", (40, 30)).save(tmp_path / "a.png")
    window.files.recent = (str(tmp_path / "a.png"),)
    window.start.show()
    window.start.fill()
    assert window.start.page is not None
    assert english(window.start.page, (*OWN, str(tmp_path))) == []
    window.start_tour()
    assert window.tour is not None
    for place in range(len(window.tour.steps)):
        window.tour.go_to(place)
        assert english(window.tour.card, OWN) == []
    window.tour.leave()
    dialog = RecoveryDialog(window, [Offer("a.ora", 1e9), Offer("b.ora", 1e9)], foot())
    assert english(dialog, OWN) == []
    dialog.reject()


def test_the_models_window(window: Window, qtbot: QtBot) -> None:
    window.show_models(find_models([resources()]))
    window.models.open()
    shown = window.models.shown
    qtbot.waitUntil(lambda: window.models._background.pending == 0, timeout=60_000)
    QApplication.processEvents()
    assert english(shown, OWN) == []


def test_the_teach_window(teaching: Teaching) -> None:
    assert english(teaching.window, (*OWN, *OF_PYQTGRAPH)) == []
