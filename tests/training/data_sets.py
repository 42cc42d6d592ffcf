"""A data set with all that can lie in one, and what a training reads of it. Without pytest: tests
of power cuts run it in processes of their own."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from core.files.pictures import save_picture
from core.geometry import Rect, Size
from core.training.data_set_beside import set_crop, write_caption, write_mask
from core.training.data_set_removing import remove
from core.training.declare import Pictures, PictureSet
from core.training.folders import gather, is_picture

SIZE = Size(32, 32)
Learned = dict[str, tuple[tuple[str, ...], str]]


def picture(file: Path, seed: int) -> Path:
    """A picture of 32×32 px with a caption, a mask and a crop."""
    file.parent.mkdir(parents=True, exist_ok=True)
    dice = np.random.default_rng(seed)
    save_picture(file, dice.integers(0, 256, (32, 32, 3), np.uint8))
    write_caption(file, f"a zorb of {seed}")
    write_mask(file, SIZE, dice.integers(0, 256, (32, 32), np.uint8))
    set_crop(file, SIZE, Rect(0, 8, 32, 20 - seed))
    return file


def filled(place: Path) -> None:
    """A data set "set" of one picture, of which another was removed; one to be added in
    "source"."""
    for i in range(2):
        picture(place / "set" / f"{i:02}.png", i)
    remove([place / "set/01.png"])
    picture(place / "source" / "toy.png", 4)


def as_learned(folder: Path) -> Learned:
    """For each picture what a training reads of it: its captions, and a digest of all the rest."""
    if not any(is_picture(one) for one in folder.iterdir()):
        return {}
    one = PictureSet("pictures[0]", Pictures(folder=str(folder), caption="none"))
    return {each.file.name: (each.captions, each.digest) for each in gather([one])}


def left_over(folder: Path) -> list[Path]:
    """Parts of files, and what lies beside no picture."""
    files = [one for one in folder.iterdir() if one.is_file()]
    pictures = {one.name.partition(".")[0] for one in files if one.suffix == ".png"
                and ".mask" not in one.name}  # fmt: skip
    return [
        one
        for one in files
        if one.name.endswith("-part") or one.name.partition(".")[0] not in pictures
    ]
