"""Whatever fails while a small file is saved, the old one or the new one is there, whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import FileError
from core.files import export_kept
from core.models import notes
from core.settings import Settings, save_settings, settings_file
from tests.files.faults import every_failure, every_shortage, power_cuts
from tests.files.small_files import SMALL_FILES, VALUES

OLD, NEW = VALUES
each = pytest.mark.parametrize("name", SMALL_FILES)


@each
def test_each_write_sync_and_rename_fails(name: str) -> None:
    file = SMALL_FILES[name]
    file.save(OLD)

    def check(told: bool) -> None:
        wanted = (OLD,) if told else (NEW,) if file.tells else VALUES
        assert file.saved() in wanted
        file.save(OLD)

    assert every_failure(lambda: file.save(NEW), check) >= 4


@each
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_memory_runs_out(name: str) -> None:
    file = SMALL_FILES[name]
    file.save(OLD)

    def check(told: bool) -> None:
        assert file.saved() in (VALUES if told or not file.tells else (NEW,))
        file.save(OLD)

    assert every_shortage(lambda: file.save(NEW), check) > 20


@pytest.mark.slow
def test_the_program_is_killed(tmp_path: Path) -> None:
    assert power_cuts("small_files", tmp_path) >= 4


@pytest.mark.parametrize("name", ["settings", "exports", "notes of models"])
def test_what_cannot_be_read_just_now_is_not_written_over(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They keep what others have put into them, so what is there is read before it is replaced."""
    file = SMALL_FILES[name]
    file.save(OLD)

    def broken(path: Path) -> bytes:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", broken)
        with pytest.raises(FileError, match="the disk reports an error"):
            file.save(NEW)
    assert file.saved() == OLD


def test_beside_a_damaged_file_the_program_goes_on() -> None:
    for file in (export_kept.exports_file(), notes.file(), settings_file()):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"{[")
    notes.write(Path("/models/a"), "a good one")
    save_settings(Settings(quality=OLD))
    SMALL_FILES["exports"].save(NEW)
    assert notes.read() == {"/models/a": "a good one"}
    assert SMALL_FILES["exports"].saved() == NEW
