"""PySide6's knowledge of signatures is put off until somebody asks, and is then as it ever was."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ASKING = """
import PySide6.support.signature as published
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget
def wrong(*words, **named):
    try:
        QPoint(*words, **named)
    except (TypeError, AttributeError) as error:
        return str(error)
"""
START = """
import desktop.first, sys
from desktop import main
from core.settings import Settings
from desktop.signatures import unread
app = main.application()
window = main.Window(Settings())
app.setStyleSheet(main.style_sheet())
window.painted.connect(lambda: (print(*unread()), app.quit()))
window.show()
app.exec()
window.shut_down()
"""


def told(program: str, home: Path) -> str:
    places = {"UNDERPAINT_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=os.environ | places, capture_output=True,
        text=True, timeout=120, check=True,
    )  # fmt: skip
    return done.stdout.strip()


QUESTIONS = {
    "a wrong argument": 'print(wrong("a", "b"), wrong(1, 2, 3))',
    "a name that is not there": "print(wrong(1, 2, nothing=3))",
    "what is documented": "print(QPoint.__doc__, QWidget.setWindowTitle.__doc__)",
    "a signature": "print(published.get_signature(QPoint.manhattanLength))",
    "a module of it": "print(published.layout.signature, hasattr(published.mapping, 'nothing'))",
    "what writes stubs": "from PySide6.support.signature.lib import pyi_generator as stubs\n"
    "print(stubs.__name__, callable(stubs.generate_pyi))",
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_whoever_asks_first_is_told_the_same(question: str, tmp_path: Path) -> None:
    late = told(f"import desktop.first\n{ASKING}{QUESTIONS[question]}", tmp_path)
    assert late
    assert late == told(f"import PySide6.QtCore\n{ASKING}{QUESTIONS[question]}", tmp_path)


def test_the_window_shows_before_any_of_it_is_read(tmp_path: Path) -> None:
    assert told(START, tmp_path).split() == [
        "errorhandler", "layout", "lib.enum_sig", "lib.pyi_generator", "lib.tool", "mapping",
        "parser",
    ]  # fmt: skip
