"""Whatever fails while a data set is changed, each picture is there as before or as wished."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core.errors import FileError, UserError
from core.geometry import Rect
from core.training.data_set import REMOVED
from core.training.data_set_adding import add
from core.training.data_set_beside import set_crop, write_caption, write_mask
from core.training.data_set_removing import bring_back, remove
from tests.files.faults import every_failure, power_cuts
from tests.training.data_sets import SIZE, as_learned, filled, left_over

Act = Callable[[Path], object]


def added(folder: Path) -> None:
    """Raises what was the reason that a picture was not taken."""
    result = add(folder, [folder.parent / "source" / "toy.png"])
    for _, error in result.refused:
        raise error


def brought_back(folder: Path) -> None:
    from core.training.data_set_removing import Removal

    bring_back(Removal(folder / REMOVED / "0001", ("01.png",)))


ACTS: dict[str, Act] = {
    "add": added,
    "caption": lambda folder: write_caption(folder / "00.png", "another"),
    "crop": lambda folder: set_crop(folder / "00.png", SIZE, Rect(1, 2, 30, 29)),
    "mask": lambda folder: write_mask(folder / "00.png", SIZE, np.full((32, 32), 9, np.uint8)),
    "remove": lambda folder: remove([folder / "00.png"]),
    "bring back": brought_back,
}


@pytest.mark.parametrize("name", ACTS)
def test_whatever_fails_the_old_state_or_the_new_one_is_there_and_the_failure_is_told(
    tmp_path: Path, name: str
) -> None:
    template, place = tmp_path / "template", tmp_path / "place"
    filled(template)
    shutil.copytree(template, place)
    old = as_learned(place / "set")
    ACTS[name](place / "set")
    new = as_learned(place / "set")
    assert new != old

    def fresh() -> None:
        shutil.rmtree(place)
        shutil.copytree(template, place)

    fresh()

    def check(told: bool) -> None:
        found = as_learned(place / "set")
        assert found == (old if told else new)
        assert not left_over(place / "set"), "a part was left behind"
        fresh()

    assert every_failure(lambda: ACTS[name](place / "set"), check) >= 4


@pytest.mark.slow
def test_whenever_the_power_is_cut_each_picture_is_whole(tmp_path: Path) -> None:
    assert power_cuts("data_set", tmp_path) >= 5


def test_of_pictures_that_are_removed_together_all_stay_when_one_cannot_go(tmp_path: Path) -> None:
    filled(tmp_path)
    old = as_learned(tmp_path / "set")
    with pytest.raises(FileError, match="could not be moved"):
        remove([tmp_path / "set/00.png", tmp_path / "set/none.png"])
    assert as_learned(tmp_path / "set") == old


def test_a_full_disk_refuses_what_is_added_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path)

    def full(path: Path, content: bytes) -> None:
        raise FileError(f"{path.name} was not saved: the disk is full.", "Make room.")

    monkeypatch.setattr("core.training.data_set_adding.write_bytes", full)
    with pytest.raises(UserError, match="the disk is full"):
        added(tmp_path / "set")
