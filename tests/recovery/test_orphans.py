"""Several programs do not take each other's, and what was left behind is offered once."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.recovery import orphans
from core.recovery.journal import Journal
from core.recovery.lock import FileLock
from core.recovery.orphans import find, mark_offered
from core.recovery.place import Place
from core.recovery.recover import recover
from tests.document.steps import looks, painted_document

ROOT = Path(__file__).parents[2]

PROGRAM = """
import sys
from pathlib import Path
from core.recovery.journal import Journal
from tests.document.steps import painted_document
journal = Journal(Path(sys.argv[1]))
journal.write(painted_document().snapshot(), Path("cat.ora"))
print("kept", flush=True)
sys.stdin.read()
"""


def kept(root: Path, saved: float, *, offered: float | None = None) -> None:
    """What another program left behind."""
    journal = Journal(root)
    journal.write(painted_document().snapshot(), Path(f"{saved:.0f}.ora"), now=saved)
    folder = journal.folder
    assert folder is not None
    if offered is not None:
        (folder / "offered").touch()
        os.utime(folder / "offered", (offered, offered))
    journal.release()


def test_killed_it_is_found_and_not_a_moment_before(tmp_path: Path) -> None:
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert program.stdout is not None and program.stdout.readline() == "kept\n"
        assert find(tmp_path).orphans == []
    finally:
        program.kill()
        program.communicate()
    (orphan,) = find(tmp_path).orphans
    assert (orphan.path, orphan.layers, orphan.trouble) == (Path("cat.ora"), 5, None)
    assert orphan.size == (300, 270)
    assert orphan.picture is not None and orphan.picture.startswith(b"\x89PNG")
    assert abs(orphan.saved - time.time()) < 60
    assert looks(recover(orphan.place).document)[0] == (300, 270)


def test_what_one_program_was_offered_no_other_gets_until_it_is_released(tmp_path: Path) -> None:
    kept(tmp_path, 1000)
    kept(tmp_path, 3000)
    kept(tmp_path, 2000)
    first, second = find(tmp_path), find(tmp_path)
    assert [one.saved for one in first.orphans] == [3000, 2000, 1000]
    assert second.orphans == []
    first.orphans[1].place.release()
    assert [one.saved for one in find(tmp_path).orphans] == [2000]


def test_a_running_program_keeps_its_own(tmp_path: Path) -> None:
    ours, theirs = Journal(tmp_path), Journal(tmp_path)
    document = painted_document()
    ours.write(document.snapshot(), None)
    theirs.write(document.snapshot(), None)
    assert find(tmp_path).orphans == []
    theirs.release()
    (orphan,) = find(tmp_path).orphans
    orphan.place.remove()
    ours.write(document.snapshot(), None)
    ours.release()
    assert len(find(tmp_path).orphans) == 1


def test_an_empty_place_is_tidied_up_unless_it_is_in_use(tmp_path: Path) -> None:
    used, left = Place.new(tmp_path), Place.new(tmp_path)
    left.release()
    (tmp_path / ".0123.gone").mkdir()
    (tmp_path / "0123.lock").touch()
    assert find(tmp_path).orphans == []
    assert sorted(tmp_path.iterdir()) == sorted(
        [used.folder, used.folder.with_name(used.folder.name + ".lock")]
    )
    used.remove()
    assert list(tmp_path.iterdir()) == []


def test_no_folder_means_nothing_to_recover(tmp_path: Path) -> None:
    assert find(tmp_path / "none") == ([], 0)


def test_a_lock_on_a_file_that_was_deleted_counts_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lock"
    held = FileLock.take(path)
    assert held is not None
    assert FileLock.take(path) is None

    opened = os.open

    def open_then_delete(*args: object, **kwargs: object) -> int:
        descriptor = opened(*args, **kwargs)
        held.release(delete=True)
        return descriptor

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", open_then_delete)
        assert FileLock.take(path) is None
    assert FileLock.take(path) is not None


class TestBounds:
    DAY = 24 * 3600.0

    def test_what_was_offered_long_ago_goes(self, tmp_path: Path) -> None:
        kept(tmp_path, 1000, offered=0)
        kept(tmp_path, 2000, offered=20 * self.DAY)
        found = find(tmp_path, now=31 * self.DAY)
        assert [one.saved for one in found.orphans] == [2000]
        assert found.removed == 1

    def test_what_the_artist_was_never_asked_about_stays(self, tmp_path: Path) -> None:
        kept(tmp_path, 1000)
        found = find(tmp_path, now=time.time() + 1000 * self.DAY)
        assert len(found.orphans) == 1
        mark_offered(found.orphans)
        found.orphans[0].place.release()
        assert len(find(tmp_path, now=time.time() + 29 * self.DAY).orphans) == 1

    def test_days_are_counted_from_the_first_time(self, tmp_path: Path) -> None:
        kept(tmp_path, 1000, offered=5000)
        found = find(tmp_path, now=6000)
        mark_offered(found.orphans)
        found.orphans[0].place.release()
        assert find(tmp_path, now=6000).orphans[0].offered == 5000

    def test_recovered_it_is_new_again(self, tmp_path: Path) -> None:
        kept(tmp_path, 1000, offered=5000)
        found = find(tmp_path, now=6000)
        recover(found.orphans[0].place).journal.release()
        assert find(tmp_path, now=6000).orphans[0].offered is None

    def test_too_many_bytes_take_the_oldest(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for saved in (1000, 2000, 3000):
            kept(tmp_path, saved, offered=5000)
        kept(tmp_path, 500)
        one = find(tmp_path, now=6000)
        monkeypatch.setattr(orphans, "KEPT_BYTES", one.orphans[0].nbytes + 100)
        for orphan in one.orphans:
            orphan.place.release()
        found = find(tmp_path, now=6000)
        assert [one.saved for one in found.orphans] == [3000, 500], "the newest and the new"
        assert found.removed == 2
