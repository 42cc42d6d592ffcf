"""The diagnostics report: it tells what matters, and nothing of what is the artist's own."""

from __future__ import annotations

import contextlib
import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from core import diagnostics, places
from desktop import log


def test_it_tells_versions_machine_memory_and_folders(tmp_path: Path) -> None:
    told = diagnostics.report(
        diagnostics.sections({"State": "CPU, float32"}, [tmp_path, tmp_path / "none"], tmp_path),
        ["a line"],
    )
    for part in (
        "Python",
        "torch",
        "Processor",
        "Of the machine",
        "State",
        "(not there)",
        "a line",
    ):
        assert part in told
    assert "not installed" not in told


def test_only_the_end_of_a_long_log_is_read(tmp_path: Path) -> None:
    log = tmp_path / "underpaint.log"
    log.write_text("".join(f"line {n}\n" for n in range(10_000)))
    assert diagnostics.log_end(log, 3) == ["line 9997", "line 9998", "line 9999"]
    assert diagnostics.log_end(tmp_path / "none") == []


def test_the_home_folder_is_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/home/somebody"))
    assert diagnostics.without_home("at /home/somebody/models") == "at ~/models"
    for other in ("/home/somebodyelse/a", "/mnt/home/somebody/a", "/home/somebody.old/a"):
        assert diagnostics.without_home(f"at {other}") == f"at {other}"
    assert diagnostics.without_home("/home/somebody: full") == "~: full"


def test_a_path_is_told_as_lying_in_the_home_folder_only_where_it_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/home/ann"))
    assert places.shown(Path("/home/ann/art/a.ora")) == str(Path("~/art/a.ora"))
    assert places.shown(Path("/home/ann")) == "~"
    for other in ("/home/annabel/a.ora", "/mnt/home/ann/a.ora", "/home"):
        assert places.shown(Path(other)) == str(Path(other))
    monkeypatch.setattr(Path, "home", lambda: Path("/"))
    assert places.shown(Path("/art/a.ora")) == str(Path("/art/a.ora"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is full")
def test_a_log_for_which_there_is_no_room_prints_nothing(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(logging, "raiseExceptions", True)
    monkeypatch.setattr(log, "log_file", lambda: Path("/dev/full"))
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    log.start_log()
    (handler,) = (one for one in root.handlers if one not in before)
    root.removeHandler(handler)
    root.setLevel(level)
    handler.handle(logging.makeLogRecord({"msg": "autosave failed", "levelno": 30}))
    with contextlib.suppress(OSError):
        handler.close()
    assert "Logging error" not in capfd.readouterr().err


@pytest.mark.parametrize("content", ["", "[1]", json.dumps({"a": "bfloat16"})])
def test_a_broken_list_of_number_types_is_none(tmp_path: Path, content: str) -> None:
    file = tmp_path / "precision.json"
    file.write_text(content)
    expected = {"a": "bfloat16"} if content.startswith("{") else {}
    assert diagnostics.number_types(file) == expected


def test_it_is_told_without_torch(tmp_path: Path) -> None:
    """The page is there to be read when torch is what fails."""
    code = (
        "import sys, pathlib; from core import diagnostics as d;"
        "d.sections({}, [], pathlib.Path('.')); assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[1])
