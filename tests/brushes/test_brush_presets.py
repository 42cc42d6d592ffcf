"""Brushes as files: those that come along, the artist's own, and what is no brush."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import send2trash
from hypothesis import given
from hypothesis import strategies as st

from core.brushes import presets
from core.brushes.presets import BrushPreset
from core.brushes.preview import preview
from core.errors import FileError, UserError
from core.geometry import Size
from core.pixels.brush import PRESSURE_SIZE, Brush, Effect, Grain

BUILT_IN = presets.built_in()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UNDERPAINT_HOME", str(tmp_path / "home"))
    return tmp_path


def test_every_kind_of_brush_comes_with_the_program() -> None:
    names = [preset.name for preset in BUILT_IN]
    assert names[0] == "Round" and len(set(names)) == len(names)
    assert {"Soft Round", "Ink", "Pencil", "Chalk", "Marker", "Smudge", "Blur", "Clone"} < set(
        names
    )
    assert {preset.brush.effect for preset in BUILT_IN} == set(Effect)
    assert not any(preset.own for preset in BUILT_IN)


@pytest.mark.parametrize("preset", BUILT_IN, ids=lambda preset: preset.name)
def test_a_brushs_picture_shows_what_it_does(preset: BrushPreset) -> None:
    picture = preview(preset.brush, Size(112, 40), (220, 220, 220))
    assert picture.shape == (40, 112, 4)
    assert np.array_equal(picture, preview(preset.brush, Size(112, 40), (220, 220, 220)))
    assert picture[..., 3].any()
    other = preview(replace(preset.brush, opacity=0.0), Size(112, 40), (220, 220, 220))
    assert not np.array_equal(picture, other)


def test_own_brushes_are_kept_replaced_and_deleted(trash: Path) -> None:
    brush = Brush(size=7, grain=Grain.PAPER, dynamics=(PRESSURE_SIZE,))
    presets.save("  My   pen ", brush)
    assert presets.own() == [BrushPreset("My pen", brush, own=True)]
    presets.save("My pen", Brush(size=8))
    assert [preset.brush.size for preset in presets.own()] == [8]
    assert presets.delete("My pen") is not None
    assert presets.delete("My pen") is None
    assert presets.own() == []
    assert [file.name for file in trash.iterdir()] == ["My pen.json"]


def test_a_deleted_brush_comes_back_to_the_bit(trash: Path) -> None:
    file = presets.save("Pen", Brush(size=7))
    content = file.read_bytes()
    deleted = presets.delete("Pen")
    assert deleted is not None and deleted.in_trash
    assert presets.restore(deleted) == "Pen"
    assert file.read_bytes() == content


def test_a_deleted_brush_takes_nothing_from_the_one_that_has_its_name_now(trash: Path) -> None:
    presets.save("Pen", Brush(size=7))
    deleted = presets.delete("Pen")
    presets.save("Pen", Brush(size=90))
    assert deleted is not None
    assert presets.restore(deleted) == "Pen 2"
    assert {one.name: one.brush.size for one in presets.own()} == {"Pen": 90, "Pen 2": 7}


def test_without_a_trash_that_is_told_and_it_comes_back_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def none(path: Path) -> None:
        raise OSError("no trash")

    monkeypatch.setattr(send2trash, "send2trash", none)
    file = presets.save("Pen", Brush(size=7))
    deleted = presets.delete("Pen")
    assert deleted is not None and not deleted.in_trash
    assert not file.exists()
    presets.restore(deleted)
    assert presets.own() == [BrushPreset("Pen", Brush(size=7), own=True)]


def test_colour_and_eraser_do_not_belong_to_a_preset() -> None:
    presets.save("Pen", Brush(color=(1, 2, 3), erase=True))
    assert presets.own()[0].brush == Brush()


@pytest.mark.parametrize("name", ["", " ", "..", "a/b", "x" * 90])
def test_what_cannot_be_a_name_is_said(name: str) -> None:
    with pytest.raises(UserError):
        presets.save(name, Brush())


def test_a_brush_from_elsewhere_gets_a_name_that_is_free(home: Path) -> None:
    file = home / "given.json"
    presets.export(file, "Round", Brush(size=9))
    taken = presets.take_in(file, [preset.name for preset in BUILT_IN])
    assert (taken.name, taken.brush.size, taken.own) == ("Round 2", 9, True)
    assert [preset.name for preset in presets.own()] == ["Round 2"]


def test_a_broken_brush_does_not_hide_the_others(home: Path) -> None:
    presets.save("Good", Brush())
    (presets.folder() / "Bad.json").write_text("{")
    (presets.folder() / "Newer.json").write_text('{"underpaint": "brush", "version": 99}')
    assert [preset.name for preset in presets.own()] == ["Good"]


def test_a_wrong_field_is_named(home: Path) -> None:
    file = home / "wrong.json"
    content = {"underpaint": "brush", "version": 1, "brush": {"hardness": 7}}
    file.write_text(json.dumps(content))
    with pytest.raises(FileError, match="out of range"):
        presets.read(file)


@given(st.integers(0, 400), st.binary(max_size=3))
def test_whatever_is_wrong_with_a_file_is_told_to_the_artist(
    tmp_path_factory: pytest.TempPathFactory, cut: int, junk: bytes
) -> None:
    file = tmp_path_factory.mktemp("brushes") / "brush.json"
    presets.export(file, "Pen", Brush(dynamics=(PRESSURE_SIZE,)))
    content = file.read_bytes()
    file.write_bytes(content[:cut] + junk + content[cut + 3 :])
    try:
        presets.read(file)
    except FileError as error:
        assert str(error)


def test_the_documented_example_is_a_brush(home: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "brushes.md").read_text(encoding="utf-8")
    example = text.split("```json")[1].split("```")[0]
    file = home / "example.json"
    file.write_text(example)
    assert presets.read(file).name == "Soft pencil"
    for field in ("size", "grain_size", "string", "dynamics"):
        assert f"`{field}`" in text
