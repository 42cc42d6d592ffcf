"""A file that is saved is there as a whole, whatever happens meanwhile."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.errors import FileError
from core.files import atomic
from core.files.atomic import make_folder, replacing, replacing_folder, sweep, write_bytes
from tests.files.faults import every_failure, every_shortage, power_cuts

OLD, NEW = b"old" * 10, b"new" * 1000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "painting.ora"
    path.write_bytes(OLD)
    return path


def test_whatever_fails_the_old_file_stays_and_the_failure_is_told(file: Path) -> None:
    def check(told: bool) -> None:
        content = file.read_bytes()
        assert content in (OLD, NEW)
        assert told or content == NEW
        assert [file] == list(file.parent.iterdir()), "a part was left behind"
        file.write_bytes(OLD)

    assert every_failure(lambda: write_bytes(file, NEW), check) >= 5


def test_whenever_the_power_is_cut_the_old_or_the_new_file_is_there(tmp_path: Path) -> None:
    assert power_cuts("plain_file", tmp_path) >= 5


def test_what_a_killed_program_left_is_taken_away_by_a_later_save(tmp_path: Path) -> None:
    power_cuts("plain_file", tmp_path)
    left = [other for other in tmp_path.iterdir() if other.name != "file"]
    assert left, "a kill in mid-save leaves its part"
    long_ago = time.time() - 30 * 24 * 3600
    for other in left:
        os.utime(other, (long_ago, long_ago))

    write_bytes(tmp_path / "file", NEW)

    assert list(tmp_path.iterdir()) == [tmp_path / "file"]


def test_an_error_while_writing_leaves_the_old_file(file: Path) -> None:
    with pytest.raises(RuntimeError), replacing(file) as half:  # noqa: PT012
        half.write(b"half")
        raise RuntimeError
    assert file.read_bytes() == OLD
    assert list(file.parent.iterdir()) == [file]


def test_a_real_limit_on_the_files_size_is_told_as_such(tmp_path: Path) -> None:
    program = (
        "import resource, signal, pathlib, sys\n"
        "from core.errors import FileError\n"
        "from core.files.atomic import write_bytes\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try:\n"
        "    write_bytes(pathlib.Path(sys.argv[1]), bytes(5000))\n"
        "except FileError as error:\n"
        "    print(error)\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "big.png")],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
    assert "big.png was not saved: the file would be too large for this disk" in said
    assert list(tmp_path.iterdir()) == []


def test_a_link_goes_on_pointing_to_the_file(file: Path) -> None:
    link = file.with_name("link.ora")
    link.symlink_to(file)
    write_bytes(link, NEW)
    assert link.is_symlink()
    assert file.read_bytes() == NEW


def test_permissions_are_kept(file: Path) -> None:
    file.chmod(0o640)
    write_bytes(file, NEW)
    assert file.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("number", [errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS])
def test_a_disk_that_knows_no_permissions_can_be_saved_to(
    file: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Network disks and sticks: to change them fails there, and nothing is lost by it."""

    def refused(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    file.chmod(0o640)
    monkeypatch.setattr(os, "chmod", refused)
    write_bytes(file, NEW)
    assert file.read_bytes() == NEW


def test_a_new_file_gets_the_usual_permissions(tmp_path: Path) -> None:
    write_bytes(tmp_path / "ours", NEW)
    (tmp_path / "usual").write_bytes(NEW)
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "usual").stat().st_mode


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to everything")
def test_a_write_protected_file_is_not_replaced(file: Path) -> None:
    file.chmod(0o444)
    with pytest.raises(FileError, match="may not be written"):
        write_bytes(file, NEW)
    assert file.read_bytes() == OLD


def test_places_that_cannot_be_saved_to_are_named(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileError, match=r"folder was not saved: there is a folder of this name"):
        write_bytes(tmp_path / "folder", NEW)
    with pytest.raises(FileError, match=r"a\.png was not saved: the folder is not there"):
        write_bytes(tmp_path / "none" / "a.png", NEW)
    with pytest.raises(FileError, match=r"a\.png was not saved: the folder is not there"):
        write_bytes(tmp_path / "file" / "a.png", NEW)
    with pytest.raises(FileError, match="the name is too long"):
        write_bytes(tmp_path / ("n" * 300), NEW)
    with pytest.raises(FileError, match="there is a file of this name"):
        make_folder(tmp_path / "file")


def test_names_as_long_as_the_disk_allows_are_saved_in_every_script(tmp_path: Path) -> None:
    for name in ("n" * 255, "그림" * 42, "é" * 127):
        write_bytes(tmp_path / name, OLD)
        write_bytes(tmp_path / name, NEW)
        assert [file.name for file in tmp_path.iterdir()] == [name]
        assert (tmp_path / name).read_bytes() == NEW
        (tmp_path / name).unlink()


# Folders that are replaced as a whole


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    replace(tmp_path / "taught", OLD)
    return tmp_path / "taught"


def replace(folder: Path, content: bytes) -> None:
    with replacing_folder(folder) as part:
        (part / "unet").mkdir()
        write_bytes(part / "unet" / "weights", content)
        (part / "index").write_bytes(content)


def held(folder: Path) -> bytes:
    found = {file.read_bytes() for file in (folder / "unet/weights", folder / "index")}
    assert len(found) == 1
    assert [one.name for one in folder.parent.iterdir()] == [folder.name], "a part was left behind"
    return found.pop()


def cannot(one: Path, other: Path) -> bool:
    """Disks on which two names cannot change places at once."""
    return False


@pytest.fixture(params=["at once", "one after the other"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param != "at once":
        monkeypatch.setattr(atomic, "exchange", cannot)


@pytest.mark.usefixtures("way")
def test_whatever_fails_the_old_folder_stays(folder: Path) -> None:
    def check(told: bool) -> None:
        assert held(folder) == (OLD if told else NEW)
        replace(folder, OLD)

    assert every_failure(lambda: replace(folder, NEW), check) > 10


@pytest.mark.usefixtures("way")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_without_memory_the_old_folder_stays(folder: Path) -> None:
    def check(told: bool) -> None:
        found = (folder / "index").read_bytes(), (folder / "unet/weights").read_bytes()
        assert found in ((OLD, OLD), (NEW, NEW))
        assert told or found == (NEW, NEW)
        replace(folder, OLD)

    assert every_shortage(lambda: replace(folder, NEW), check) > 100


def test_whenever_the_power_is_cut_the_old_or_the_new_folder_is_there(tmp_path: Path) -> None:
    assert power_cuts("replaced_folder", tmp_path) > 20


def test_what_a_power_cut_left_moved_away_is_put_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On disks that cannot exchange two names."""
    monkeypatch.setattr(atomic, "exchange", cannot)
    moved: list[str] = []
    replace_name = os.replace

    def dying(old: str | Path, new: str | Path) -> None:
        if moved:
            raise KeyboardInterrupt
        replace_name(old, new)
        moved.append(str(new))

    with monkeypatch.context() as patch:
        patch.setattr(atomic.os, "replace", dying)
        patch.setattr(atomic.os, "rename", dying)
        patch.setattr(atomic.shutil, "rmtree", lambda *_, **__: None)
        with pytest.raises(KeyboardInterrupt), replacing_folder(folder) as part:
            (part / "index").write_bytes(NEW)
    assert not folder.exists()
    sweep(folder.parent, 0.0)
    assert held(folder) == OLD
