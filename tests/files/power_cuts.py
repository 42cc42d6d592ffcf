"""What is saved while the power is cut, at every moment of it. Run by `faults.power_cuts`."""

from __future__ import annotations

import importlib
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from core.document.document import Document
from core.document.layers import MaskLayer, RasterLayer
from core.document.state import State
from core.files.atomic import replacing_folder, write_bytes
from core.files.openraster import open_document, save_document
from core.files.psd_reading import open_psd
from core.files.psd_writing import save_psd
from core.geometry import Size
from core.pixels.tiles import TileGrid
from core.recovery.journal import Journal
from core.recovery.orphans import find
from core.recovery.recover import recover
from core.settings import Settings, load_settings, save_settings
from core.training.data_set_adding import add
from core.training.data_set_removing import Removal, bring_back, remove
from tests.files.faults import every_power_cut
from tests.files.small_files import SMALL_FILES, VALUES
from tests.training import data_sets

OLD, NEW = b"old" * 10, b"new" * 1000


def plain_file(folder: Path) -> int:
    """A killed save leaves its part behind; the file itself is old or new."""
    file = folder / "file"
    file.write_bytes(OLD)

    def check() -> None:
        assert file.read_bytes() in (OLD, NEW)
        file.write_bytes(OLD)

    return every_power_cut(lambda: write_bytes(file, NEW), check)


def painting(folder: Path) -> int:
    file, old, new = two_paintings(folder)

    def check() -> None:
        opened = open_document(file).document.snapshot().flatten()
        assert any(np.array_equal(opened, one.flatten()) for one in (old, new))
        save_document(file, old)

    return every_power_cut(lambda: save_document(file, new), check)


def photoshop_file(folder: Path) -> int:
    _, old, new = two_paintings(folder)
    file = folder / "a.psd"
    save_psd(file, old)

    def check() -> None:
        opened = open_psd(file).document.snapshot().flatten()
        assert any(np.array_equal(opened, one.flatten()) for one in (old, new))
        save_psd(file, old)

    return every_power_cut(lambda: save_psd(file, new), check)


def small_files(folder: Path) -> int:
    """The least number of moments that one of them has."""
    os.environ["UNDERPAINT_HOME"] = str(folder)
    return min(_small_file(name) for name in SMALL_FILES)


def _small_file(name: str) -> int:
    file, (old, new) = SMALL_FILES[name], VALUES
    file.save(old)

    def check() -> None:
        assert file.saved() in VALUES, name
        file.save(old)

    return every_power_cut(lambda: file.save(new), check)


def replaced_folder(folder: Path) -> int:
    """What was learned so far takes the place of what was learned before it."""
    place = folder / "taught"

    def save(content: bytes) -> None:
        with replacing_folder(place) as part:
            (part / "unet").mkdir()
            write_bytes(part / "unet" / "weights", content)
            (part / "index").write_bytes(content)

    def check() -> None:
        found = (place / "unet" / "weights").read_bytes(), (place / "index").read_bytes()
        assert found in ((OLD, OLD), (NEW, NEW))
        shutil.rmtree(place)
        save(OLD)

    save(OLD)
    return every_power_cut(lambda: save(NEW), check)


def autosave(folder: Path) -> int:
    """What a killed program kept is found, the old or the new, whole."""
    root = folder / "recovery"
    _, old, new = two_paintings(folder)
    journal = Journal(root)

    def begin() -> None:
        nonlocal journal
        journal = Journal(root)
        journal.write(old, None)

    def check() -> None:
        journal.release()  # the child's, too, is gone
        (orphan,) = find(root).orphans
        recovered = recover(orphan.place)
        assert recovered.warnings == ()
        picture = recovered.document.flatten()
        assert any(np.array_equal(picture, one.flatten()) for one in (old, new))
        recovered.journal.remove()
        begin()

    begin()
    return every_power_cut(lambda: journal.write(new, None), check)


def settings(folder: Path) -> int:
    file = folder / "settings.json"
    save_settings(Settings(quality=10), file)

    def check() -> None:
        loaded = load_settings(file)
        assert loaded.message == ""
        assert loaded.settings.quality in (10, 20)
        save_settings(Settings(quality=10), file)

    return every_power_cut(lambda: save_settings(Settings(quality=20), file), check)


def checkpoint(folder: Path) -> int:
    """The newest one is whole: that before, or the new one."""
    import torch

    from core.training import checkpoint as checkpoints

    torch.set_num_threads(1)  # threads do not survive a fork

    def of_step(step: int) -> checkpoints.Checkpoint:
        weights = {"a": torch.full((3, 4), float(step)), "b": torch.full((2,), float(step))}
        return checkpoints.Checkpoint(step, {"identity": "x"}, {"weights": weights})

    for step in (1, 2):
        checkpoints.write(folder, of_step(step))

    def check() -> None:
        found = checkpoints.newest(folder, "x")
        kept = found.checkpoint
        assert kept is not None
        assert kept.step in (2, 3)
        assert found.trouble == ()
        assert all((one == kept.step).all() for one in kept.tensors["weights"].values())
        shutil.rmtree(folder / "checkpoints")
        for step in (1, 2):
            checkpoints.write(folder, of_step(step))

    return every_power_cut(lambda: checkpoints.write(folder, of_step(3)), check)


def data_set(folder: Path) -> int:
    """A picture comes into a data set with its caption, mask and crop, or not at all; each one is
    in it with all that belongs to it, or can be brought back."""
    template = folder / "template"
    data_sets.filled(template)
    changes: tuple[Callable[[Path], object], ...] = (
        lambda place: add(place / "set", [place / "source/toy.png"]),
        lambda place: remove([place / "set/00.png"]),
        lambda place: bring_back(Removal(place / "set/removed/0001", ("01.png",))),
    )
    return min(_changed_data_set(template, folder / "place", change) for change in changes)


def _changed_data_set(template: Path, place: Path, change: Callable[[Path], object]) -> int:
    whole = {
        **data_sets.as_learned(template / "set"),
        **data_sets.as_learned(template / "set/removed/0001"),
        **data_sets.as_learned(template / "source"),
    }
    shutil.copytree(template, place)

    def check() -> None:
        removed = (one for one in (place / "set").glob("removed/*") if any(one.glob("??.png")))
        found = [data_sets.as_learned(one) for one in (place / "set", *removed)]
        there = [item for one in found for item in one.items()]
        assert all(whole[name] == learned for name, learned in there)
        assert {"00.png", "01.png"} <= {name for name, _ in there}
        assert len({name for name, _ in there}) == len(there)
        shutil.rmtree(place)
        shutil.copytree(template, place)

    moments = every_power_cut(lambda: change(place), check)
    shutil.rmtree(place)
    return moments


def two_paintings(folder: Path) -> tuple[Path, State, State]:
    """A saved painting, and another that is to replace it."""
    size = Size(40, 30)
    old, new = (_painting(size, seed) for seed in (1, 2))
    save_document(folder / "a.ora", old)
    return folder / "a.ora", old, new


def _painting(size: Size, seed: int) -> State:
    colours = np.random.default_rng(seed).integers(0, 256, (30, 40, 4), np.uint8)
    colours[..., 3] = 255
    layers = [
        RasterLayer(pixels=TileGrid.from_array(colours)),
        MaskLayer(coverage=TileGrid.from_array(colours[..., 0].copy())),
    ]
    return Document(size, layers).snapshot()


if __name__ == "__main__":
    cv2.setNumThreads(0)  # threads do not survive a fork
    module, _, name = sys.argv[1].rpartition(".")
    scenarios = vars(importlib.import_module(module)) if module else globals()
    print(scenarios[name](Path(sys.argv[2])))
