"""Memory that runs out at whatever moment of a save leaves the old file, or the new one, whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.document.document import Document
from core.document.layers import GroupLayer, LayerMask, MaskLayer, RasterLayer
from core.document.state import Snapshot
from core.files.openraster import open_document, save_document
from core.files.psd_reading import open_psd
from core.files.psd_writing import save_psd
from core.gallery.store import Gallery
from core.geometry import Size
from core.pixels.tiles import TileGrid
from core.recovery.journal import Journal
from core.recovery.orphans import find
from core.recovery.recover import recover
from tests.files.faults import every_shortage
from tests.gallery.pictures import made, words_in

# What memory ran out of could not be closed, and says so when it is thrown away.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def painting(seed: int) -> Snapshot:
    """A few pixels in a group, with masks."""
    colours = np.random.default_rng(seed).integers(0, 256, (5, 6, 4), np.uint8)
    colours[..., 3] = 255
    group = GroupLayer()
    drawn = RasterLayer(pixels=TileGrid.from_array(colours), inside=group.id)
    hidden = LayerMask(inside=drawn.id, hidden=TileGrid.from_array(colours[..., 0].copy()))
    mask = MaskLayer(coverage=TileGrid.from_array(colours[..., 1].copy()))
    return Document(Size(6, 5), [hidden, drawn, group, mask]).snapshot()


OLD, NEW = painting(1), painting(2)


def one_of_both(found: np.ndarray) -> bool:
    return any(np.array_equal(found, one.flatten()) for one in (OLD, NEW))


def test_a_project(tmp_path: Path) -> None:
    path = tmp_path / "a.ora"
    save_document(path, OLD)

    def check(told: bool) -> None:
        found = open_document(path).document.flatten()
        assert one_of_both(found)
        assert told or np.array_equal(found, NEW.flatten())
        save_document(path, OLD)

    assert every_shortage(lambda: save_document(path, NEW), check) > 500


def test_a_photoshop_file(tmp_path: Path) -> None:
    path = tmp_path / "a.psd"
    save_psd(path, OLD)

    def check(told: bool) -> None:
        found = open_psd(path).document.flatten()
        assert one_of_both(found)
        assert told or np.array_equal(found, NEW.flatten())
        save_psd(path, OLD)

    assert every_shortage(lambda: save_psd(path, NEW), check) > 500


def test_autosave(tmp_path: Path) -> None:
    root = tmp_path / "recovery"
    journal = Journal(root)

    def begin() -> None:
        nonlocal journal
        journal = Journal(root)
        journal.write(OLD, None)

    def check(told: bool) -> None:
        if told:  # the next time there is memory again
            journal.write(NEW, None)
        journal.release()
        orphans = find(root).orphans
        assert len(orphans) == 1
        recovered = recover(orphans[0].place)
        assert recovered.warnings == ()
        assert np.array_equal(recovered.document.flatten(), NEW.flatten())
        recovered.journal.remove()
        begin()

    begin()
    assert every_shortage(lambda: journal.write(NEW, None), check) > 100


def test_autosave_that_never_succeeds_again(tmp_path: Path) -> None:
    root = tmp_path / "recovery"
    journal = Journal(root)

    def begin() -> None:
        nonlocal journal
        journal = Journal(root)
        journal.write(OLD, None)

    def check(told: bool) -> None:
        journal.release()
        (orphan,) = find(root).orphans
        recovered = recover(orphan.place)
        assert recovered.warnings == ()
        assert one_of_both(recovered.document.flatten())
        recovered.journal.remove()
        begin()

    begin()
    every_shortage(lambda: journal.write(NEW, None), check)


def test_the_gallery(tmp_path: Path) -> None:
    gallery = Gallery(tmp_path)
    gallery.add(made("first"))
    tries = 0

    def add() -> None:
        nonlocal tries
        tries += 1
        gallery.add(made(f"try {tries}"))

    def check(told: bool) -> None:
        found = words_in(Gallery(tmp_path))
        assert found - {f"try {tries}"} == {"first"}
        assert told or f"try {tries}" in found
        other = Gallery(tmp_path)
        other.remove([entry.id for entry in other.find() if entry.prompt != "first"])
        other.close()

    assert every_shortage(add, check) > 20
    gallery.close()
