"""The window shows before NumPy is there, and what it shows then is what it shows afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
from pytestqt.qtbot import QtBot

from core.document.document import Document
from core.document.layers import RasterLayer
from core.document.settings import PaintSettings
from core.geometry import Rect, Size
from core.pixels.tiles import TileGrid
from desktop.reading import empty_document
from widgets.canvas.view import CanvasView

ROOT = Path(__file__).parents[2]

NOT_YET = """
torch PIL hashlib html socket
desktop.cli desktop.dialogs desktop.ending widgets.palette_panel
widgets.crop_options widgets.eyedropper_options widgets.fill_options widgets.gradients.options
core.document.layer_commands core.document.group_commands core.document.merge_commands
core.document.pixel_commands core.document.together core.document.basis
core.files.export core.generation.context
widgets.measure_options widgets.reference_options widgets.select_options widgets.transform_options
"""
"""Modules that were once imported before the first paint; some take milliseconds."""
NO_CLASSES = "QStyle QDialog QFileDialog QInputDialog QMessageBox"
"""PySide makes a class, and all of its enums, when it is first named or met."""
START = """
import desktop.first, sys
from desktop import main
from core.settings import Settings
app = main.application()
window = main.Window(Settings())
app.setStyleSheet(main.style_sheet())
loaded = lambda: "ndarray" in vars(sys.modules["numpy"])
from PySide6 import QtWidgets
def early():
    met = set(sys.argv[2].split()) & set(vars(QtWidgets))
    return sorted(set(sys.argv[1].split()) & set(sys.modules)) + sorted(met)
window.painted.connect(lambda: (print(loaded(), early()), app.quit()))
window.show()
app.exec()
main.use_now("numpy")
print(loaded(), window.document.composite(window.document.canvas).min())
window.shut_down()
"""

SLICED = """
import desktop.first, sys
from desktop import main, slices
main.use_now("numpy", "cv2")
ours = lambda: {name for name in sys.modules if name.startswith(("core.", "desktop.", "widgets."))}
def brought(step):
    before = ours()
    step()
    return len(ours() - before)
each = [brought(step) for step in slices.imports(slices.PAINTING + slices.GENERATING)]
print(max(each), sum(each), brought(lambda: __import__("desktop.generating")))
"""
LARGEST_SLICE, MOST_LEFT = 12, 12


def test_no_slice_of_what_generates_brings_many_modules() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SLICED], cwd=ROOT, capture_output=True, text=True, timeout=120,
        check=True,
    )  # fmt: skip
    largest, all_of_them, left = map(int, ran.stdout.split())
    assert largest <= LARGEST_SLICE, "a slice has grown: part it in desktop/slices.py"
    assert left <= MOST_LEFT, "many modules are in no slice of desktop/slices.py"
    assert all_of_them > 100, "or else the window imports them all before its first paint"


def test_the_first_paint_needs_neither_numpy_nor_what_comes_later(tmp_path: Path) -> None:
    home = {"UNDERPAINT_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    ran = subprocess.run(
        [sys.executable, "-c", START, NOT_YET, NO_CLASSES], cwd=ROOT, env=os.environ | home,
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    assert ran.stdout.split() == ["False", "[]", "True", "255"]


def test_white_paper_is_drawn_alike_before_and_after_it_has_tiles(qtbot: QtBot) -> None:
    document = empty_document(Size(300, 200), PaintSettings())
    view = CanvasView(document)
    view.patience = 60  # a busy machine leaves nothing to a later repaint
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    early = view.grab().toImage()
    paper = document.layers[0].grid
    assert paper is not None and paper.even == 255, "painting it made no tiles"
    assert len(list(paper)) == 2
    assert paper.even is None
    view.update()
    assert view.grab().toImage() == early


def test_paper_with_paint_on_it_is_not_taken_for_white(qtbot: QtBot) -> None:
    paper = RasterLayer.empty(Size(64, 64), "Paper")
    paper.pixels.lay(255)
    spot = TileGrid(Size(64, 64), 4)
    spot.write(Rect(10, 10, 20, 20), np.full((20, 20, 4), (255, 0, 0, 255), np.uint8))
    document = Document(Size(64, 64), [paper, RasterLayer(name="Spot", pixels=spot)])
    view = CanvasView(document)
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    at = view.transform.to_widget(15, 15).toPoint()
    assert view.grab().toImage().pixelColor(at).name() == "#ff0000"
