"""Whatever fails while changes are kept: what was kept before stays, or the new is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from core.document.document import Document
from core.document.layers import MaskLayer, RasterLayer
from core.document.state import Snapshot
from core.errors import FileError
from core.geometry import Size
from core.pixels.tiles import TileGrid
from core.recovery import journal as journal_module
from core.recovery import pieces
from core.recovery.journal import Journal
from core.recovery.orphans import find
from core.recovery.recover import recover
from tests.files.faults import every_failure, power_cuts


def painting(seed: int) -> Snapshot:
    """A small picture with grain and a mask."""
    colours = np.random.default_rng(seed).integers(0, 256, (30, 40, 4), np.uint8)
    colours[..., 3] = 255
    layers = [
        RasterLayer(pixels=TileGrid.from_array(colours)),
        MaskLayer(coverage=TileGrid.from_array(colours[..., 0].copy())),
    ]
    return Document(Size(40, 30), layers).snapshot()


def found(root: Path) -> Snapshot | None:
    """What the next start recovers, whole."""
    orphans = find(root).orphans
    if not orphans:
        return None
    recovered = recover(orphans[0].place)
    assert recovered.warnings == ()
    recovered.journal.release()
    return recovered.document.snapshot()


def same(a: Snapshot | None, b: Snapshot) -> bool:
    return a is not None and np.array_equal(a.flatten(), b.flatten())


OLD, NEW = painting(1), painting(2)


def test_whatever_fails_what_was_kept_before_stays_and_painting_goes_on(tmp_path: Path) -> None:
    root = tmp_path / "recovery"
    journal = Journal(root)

    def begin() -> None:
        nonlocal journal
        journal = Journal(root)
        journal.write(OLD, None)

    def check(told: bool) -> None:
        folder = journal.folder
        assert folder is not None
        if told:  # nothing takes room, and the next try succeeds
            assert len(list(folder.iterdir())) == 2
            journal.write(NEW, None)
        journal.release()
        assert same(found(root), NEW)
        find(root).orphans[0].place.remove()
        begin()

    begin()
    assert every_failure(lambda: journal.write(NEW, None), check) >= 10


def test_failing_keeps_the_last_good_one_for_a_crash(tmp_path: Path) -> None:
    root = tmp_path / "recovery"
    journal = Journal(root)
    journal.write(OLD, None)

    def check(told: bool) -> None:
        nonlocal journal
        journal.release()
        now = found(root)
        assert same(now, OLD) if told else same(now, NEW)
        for orphan in find(root).orphans:
            orphan.place.remove()
        journal = Journal(root)
        journal.write(OLD, None)

    assert every_failure(lambda: journal.write(NEW, None), check) >= 10


def test_the_first_time_that_fails_leaves_nothing_half(tmp_path: Path) -> None:
    root = tmp_path / "recovery"
    journal = Journal(root)

    def check(told: bool) -> None:
        nonlocal journal
        journal.release()
        now = found(root)
        assert now is None if told else same(now, NEW)
        for orphan in find(root).orphans:
            orphan.place.remove()
        assert not root.exists() or not list(root.iterdir())
        journal = Journal(root)

    assert every_failure(lambda: journal.write(NEW, None), check) >= 10


def test_whenever_the_program_is_killed_the_old_or_the_new_is_recovered(tmp_path: Path) -> None:
    assert power_cuts("autosave", tmp_path) >= 10


@pytest.mark.parametrize("moment", [0, 1, 2])
def test_whenever_it_is_killed_as_a_save_makes_it_void_nothing_older_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    journal = Journal(tmp_path)
    journal.write(OLD, None)
    journal.write(NEW, None)
    unlinked: list[Path] = []
    unlink = Path.unlink

    def dying(path: Path, missing_ok: bool = False) -> None:
        if len(unlinked) == moment:
            raise KeyboardInterrupt
        unlinked.append(path)
        unlink(path, missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", dying)
        try:
            journal.void()
        except KeyboardInterrupt:
            assert moment < 2
    journal.release()
    now = found(tmp_path)
    assert same(now, NEW) if moment < 2 else now is None


class Scarce:
    """A function for whose n-th call there is no memory."""

    def __init__(self, plain: Callable[..., object], moment: int) -> None:
        self._plain, self._left = plain, moment

    def __call__(self, *args: object) -> object:
        self._left -= 1
        if self._left == 0:
            raise MemoryError
        return self._plain(*args)


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (journal_module, "digest_of"), (journal_module, "table_of"), (journal_module, "write_png"),
        (pieces, "packed_tile"), (pieces, "packed"),
    ],
)  # fmt: skip
def test_without_memory_what_was_kept_before_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str
) -> None:
    journal = Journal(tmp_path)
    journal.write(OLD, None)
    failures = 0
    while True:
        with monkeypatch.context() as patch:
            patch.setattr(module, name, Scarce(getattr(module, name), failures + 1))
            try:
                journal.write(NEW, None)
                break
            except (MemoryError, FileError) as error:
                assert isinstance(error, MemoryError) or "not enough memory" in error.cause
                failures += 1
                assert journal.folder is not None
                assert len(list(journal.folder.iterdir())) == 2
    assert failures
    journal.release()
    assert same(found(tmp_path), NEW)


def test_a_place_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "recovery").touch()
    with pytest.raises(FileError, match="a file of this name"):
        Journal(tmp_path / "recovery").write(NEW, None)
