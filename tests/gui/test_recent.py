"""Open Recent shows what the files look like, and which are gone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from core.geometry import Size
from desktop.window import Window


@pytest.fixture
def actions(bare_window: Window, tmp_path: Path, qtbot: QtBot) -> list[QAction]:
    """The menu with a file that is there and one that is not, once it has looked."""
    Image.fromarray(np.full((90, 120, 3), (20, 200, 20), np.uint8)).save(tmp_path / "a&b.png")
    bare_window.files.recent = (str(tmp_path / "a&b.png"), str(tmp_path / "gone.png"))
    recent = bare_window.recent
    recent.menu.aboutToShow.emit()
    qtbot.waitUntil(lambda: recent._background.pending == 0, timeout=30_000)
    return recent.menu.actions()


def test_files_are_shown_with_a_picture_and_their_folder(
    actions: list[QAction], tmp_path: Path
) -> None:
    first = actions[0]
    assert "a&&b.png" in first.text()
    assert tmp_path.name in first.text()
    middle = first.icon().pixmap(88, 88).toImage().pixelColor(44, 44)
    assert middle.getRgb() == (20, 200, 20, 255)


def test_those_that_are_gone_are_grey_until_they_are_back(
    actions: list[QAction], bare_window: Window, tmp_path: Path, qtbot: QtBot
) -> None:
    assert actions[0].isEnabled()
    assert not actions[1].isEnabled()
    (tmp_path / "gone.png").write_bytes((tmp_path / "a&b.png").read_bytes())
    bare_window.recent.menu.aboutToShow.emit()
    qtbot.waitUntil(lambda: bare_window.recent._background.pending == 0, timeout=30_000)
    assert bare_window.recent.menu.actions()[1].isEnabled()


def test_one_is_opened_from_it(actions: list[QAction], bare_window: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bare_window.files.opened, timeout=30_000):
        actions[0].trigger()
    assert bare_window.document.size == Size(120, 90)


def test_the_list_can_be_cleared(actions: list[QAction], bare_window: Window) -> None:
    actions[-1].trigger()
    assert bare_window.files.recent == ()
    bare_window.recent.menu.aboutToShow.emit()
    assert [action.isEnabled() for action in bare_window.recent.menu.actions()] == [False]


def test_recent_files_are_few_and_the_last_is_first(bare_window: Window) -> None:
    for number in (*range(30), 25):
        bare_window.files.remember(Path(f"/{number}.ora"))
    assert bare_window.files.recent[:3] == ("/25.ora", "/29.ora", "/28.ora")
    assert len(bare_window.files.recent) == 12
    assert bare_window.preferences.now().recent_files == bare_window.files.recent


def test_a_folder_beside_the_home_folder_is_not_said_to_lie_in_it(
    bare_window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "ann")
    names = [str(tmp_path / folder / "a.png") for folder in ("ann/art", "annabel")]
    bare_window.files.recent = tuple(names)
    recent = bare_window.recent
    recent.menu.aboutToShow.emit()
    texts = [action.text().split("\t")[1] for action in recent.menu.actions()[:2]]
    assert texts[0] == str(Path("~/art"))
    assert "~" not in texts[1] and texts[1].endswith("annabel")
    qtbot.waitUntil(lambda: recent._background.pending == 0, timeout=30_000)
