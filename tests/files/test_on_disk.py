"""Versions of a file follow each other, and none is taken twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import FileError
from core.files.on_disk import Seen, next_version, stamp


@pytest.mark.parametrize(
    ("there", "name", "following"),
    [
        ((), "cat.ora", "cat-001.ora"),
        (("cat-001.ora",), "cat.ora", "cat-002.ora"),
        (("cat-007.png", "cat-003.ora"), "cat-003.ora", "cat-008.ora"),
        (("CAT-004.ora", "a cat-9.ora"), "cat.ora", "cat-005.ora"),
        ((), "cat-2024.ora", "cat-2025.ora"),
        ((), "cat-999.ora", "cat-1000.ora"),
        ((), "a-b.c.ora", "a-b.c-001.ora"),
    ],
)
def test_the_next_version_is_after_the_last(
    tmp_path: Path, there: tuple[str, ...], name: str, following: str
) -> None:
    for other in there:
        (tmp_path / other).touch()
    assert next_version(tmp_path / name) == tmp_path / following


def test_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="the folder is not there"):
        next_version(tmp_path / "gone" / "cat.ora")


def test_a_file_is_changed_when_another_was_put_in_its_place(tmp_path: Path) -> None:
    path, other = tmp_path / "cat.ora", tmp_path / "other"
    path.write_bytes(b"one")
    other.write_bytes(b"two")
    seen = Seen()
    assert not seen.changed(path)
    seen.note(path, stamp(path))
    assert not seen.changed(path)
    other.replace(path)
    assert seen.changed(path)
    path.unlink()
    assert not seen.changed(path)
