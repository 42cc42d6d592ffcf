"""Looking through folders of models: in order, not too deep, not into what is hidden or a model."""

from __future__ import annotations

from pathlib import Path

from core.models.folders import INDEX, folders


def test_it_goes_down_in_order_as_deep_as_told(tmp_path: Path) -> None:
    for name in ("b/c/d", "a", ".hidden/e"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "b" / "z.safetensors").touch()
    (tmp_path / "b" / "y.txt").touch()
    found = list(folders(tmp_path, 2))
    assert [folder.path.relative_to(tmp_path).as_posix() for folder in found] == [
        ".", "a", "b", "b/c",
    ]  # fmt: skip
    assert found[2].files == ("y.txt", "z.safetensors")
    assert list(found[2].weights()) == [tmp_path / "b" / "z.safetensors"]


def test_it_does_not_look_where_it_is_told_not_to(tmp_path: Path) -> None:
    (tmp_path / "model" / "unet").mkdir(parents=True)
    (tmp_path / "model" / INDEX).touch()
    found = folders(tmp_path, below=lambda folder: not folder.holds(INDEX))
    assert [folder.path.name for folder in found] == [tmp_path.name, "model"]


def test_what_is_not_there_or_cannot_be_read_holds_nothing(tmp_path: Path) -> None:
    assert not list(folders(tmp_path / "missing"))
    (tmp_path / "file").touch()
    assert not list(folders(tmp_path / "file"))


def test_a_linked_file_is_a_file_as_in_a_hubs_cache(tmp_path: Path) -> None:
    (tmp_path / "blobs").mkdir()
    (tmp_path / "blobs" / "1").touch()
    (tmp_path / "config.json").symlink_to(tmp_path / "blobs" / "1")
    assert next(folders(tmp_path)).holds("config.json")
