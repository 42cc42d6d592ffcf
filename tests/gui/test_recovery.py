"""Work that was not saved comes back after a crash, and never gets in the way before."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from core.document.commands import SetSettings
from core.document.document import Document
from core.errors import UserError
from core.geometry import Point, Size
from core.pixels.brush import Brush
from core.recovery.journal import Journal
from core.recovery.orphans import find
from core.recovery.place import root
from core.recovery.recover import recover
from desktop import autosave
from desktop.ending import Ending
from desktop.window import Window
from tests.document.steps import looks, painted_document
from tests.gui.conftest import paint
from widgets.ago import ago
from widgets.recovery_dialog import Offer, RecoveryDialog


@pytest.fixture
def settle(bare_window: Window, qtbot: QtBot) -> Callable[[], None]:
    """Waits until all threads have answered."""
    window = bare_window

    def wait() -> None:
        qtbot.waitUntil(lambda: not window.autosave.background.pending + window.background.pending)

    return wait


@pytest.fixture
def kept(bare_window: Window, settle: Callable[[], None]) -> Window:
    """The window with a stroke that is kept and not saved."""
    paint(bare_window, (100, 100), (200, 200))
    bare_window.autosave.keep()
    settle()
    return bare_window


def crash(window: Window) -> None:
    """The system frees what the process held; nothing else happens."""
    kept = window.autosave._kept
    assert kept is not None and kept.journal is not None
    kept.journal.release()


def left_behind(path: Path | None = None) -> Document:
    """What another program left."""
    document = painted_document()
    journal = Journal(root())
    journal.write(document.snapshot(), path)
    journal.release()
    return document


@pytest.fixture
def leaving(bare_window: Window) -> Iterator[list[str]]:
    """What is left of the program by a polite signal; the signals are put back."""
    left: list[str] = []
    ending = Ending(bare_window, lambda: left.append("left"))
    yield left
    ending.close()


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="signals of the kind are POSIX's")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_shutdown_keeps_what_was_just_painted(
    name: str, bare_window: Window, leaving: list[str], qtbot: QtBot
) -> None:
    paint(bare_window, (100, 100), (200, 200))
    os.kill(os.getpid(), getattr(signal, name))
    qtbot.waitUntil(lambda: bool(leaving))
    crash(bare_window)
    assert looks(recover(find().orphans[0].place).document) == looks(bare_window.document)


def test_a_shutdown_in_the_middle_of_a_stroke_keeps_it_as_far_as_it_is(
    bare_window: Window, leaving: list[str], qtbot: QtBot
) -> None:
    document = bare_window.document
    stroke = document.begin_stroke(document.layers[-1].id, Brush(size=30), Point(50, 50))
    stroke.to(150, 150)
    os.kill(os.getpid(), signal.SIGTERM)
    qtbot.waitUntil(lambda: bool(leaving))
    crash(bare_window)
    assert looks(recover(find().orphans[0].place).document) == looks(document)
    assert document.history.done


def test_a_shutdown_without_changes_ends_at_once_and_leaves_nothing(
    bare_window: Window, leaving: list[str], qtbot: QtBot
) -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    qtbot.waitUntil(lambda: bool(leaving))
    assert not list(root().glob("*"))


def test_a_shutdown_ends_although_nothing_can_be_kept(
    bare_window: Window, leaving: list[str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Journal, "write", full)
    paint(bare_window, (100, 100), (200, 200))
    os.kill(os.getpid(), signal.SIGTERM)
    qtbot.waitUntil(lambda: bool(leaving))


def manifests() -> list[Path]:
    return list(root().glob("*/*.json"))


class TestAutosave:
    def test_a_change_is_kept_by_itself_within_two_minutes(
        self, bare_window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert autosave.AFTER <= 90
        monkeypatch.setattr(autosave, "AFTER", 0.05)
        with qtbot.waitSignal(bare_window.autosave.kept):
            paint(bare_window, (100, 100))
        crash(bare_window)
        assert len(find().orphans) == 1

    def test_nothing_is_kept_before_something_changed(
        self, bare_window: Window, settle: Callable[[], None]
    ) -> None:
        bare_window.autosave.keep()
        settle()
        assert not root().exists()

    def test_nothing_is_written_twice(self, kept: Window, settle: Callable[[], None]) -> None:
        before = manifests()
        kept.autosave.keep()
        settle()
        assert manifests() == before

    def test_never_while_a_stroke_is_under_way(
        self, bare_window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(autosave, "SOON", 0.05)
        window = bare_window
        stroke = window.document.begin_stroke(
            window.document.layers[-1].id, Brush(size=20), Point(50, 50)
        )
        stroke.to(90, 90)
        window.autosave.keep()
        assert not window.autosave.background.pending
        with qtbot.waitSignal(window.autosave.kept):
            stroke.finish()

    def test_painting_while_it_is_written_is_kept_the_next_time(
        self, bare_window: Window, settle: Callable[[], None]
    ) -> None:
        paint(bare_window, (100, 100))
        bare_window.autosave.keep()
        paint(bare_window, (300, 300))
        settle()
        assert bare_window.autosave._timer.isActive()
        bare_window.autosave.keep()
        settle()
        before = looks(bare_window.document)
        crash(bare_window)
        assert looks(recover(find().orphans[0].place).document) == before


class TestNothingIsLeft:
    def test_after_a_save(self, kept: Window, settle: Callable[[], None], tmp_path: Path) -> None:
        kept.files.save_to(tmp_path / "work.ora")
        settle()
        settle()
        assert manifests() == []
        paint(kept, (300, 300))
        kept.autosave.keep()
        settle()
        assert len(manifests()) == 1, "later changes are kept again"

    def test_after_a_save_while_which_it_was_painted_on_there_is(
        self, kept: Window, settle: Callable[[], None], tmp_path: Path
    ) -> None:
        kept.files.save_to(tmp_path / "work.ora")
        paint(kept, (300, 300))
        settle()
        assert len(manifests()) == 1

    def test_once_all_is_undone(self, kept: Window, settle: Callable[[], None]) -> None:
        kept.edit.undo()
        kept.autosave.keep()
        settle()
        assert manifests() == []

    def test_thrown_away_on_purpose(self, kept: Window, settle: Callable[[], None]) -> None:
        kept.files.new_document(Size(64, 64))
        (question,) = kept.findChildren(QMessageBox)
        question.button(QMessageBox.StandardButton.Discard).click()
        settle()
        assert list(root().iterdir()) == []

    def test_closed_on_purpose(self, kept: Window, settle: Callable[[], None]) -> None:
        assert not kept.close()
        (question,) = kept.findChildren(QMessageBox)
        question.button(QMessageBox.StandardButton.Discard).click()
        settle()
        assert list(root().iterdir()) == []

    def test_but_ended_in_any_other_way_it_is_there(self, kept: Window) -> None:
        kept.shut_down()
        assert len(find().orphans) == 1


class TestTrouble:
    def test_a_full_disk_is_told_once_and_tried_again(
        self, kept: Window, settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def no_room(*_: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        told: list[UserError] = []
        kept.autosave.failed.connect(told.append)
        with monkeypatch.context() as full:
            full.setattr(os, "fsync", no_room)
            for _ in range(2):
                paint(kept, (300, 300))
                kept.autosave.keep()
                settle()
        assert len(told) == 1
        assert "the disk is full" in told[0].cause
        assert str(root()) in told[0].remedy
        assert kept.banner.text == f"{told[0].cause} {told[0].remedy}"
        assert kept.autosave._timer.isActive()
        assert len(manifests()) == 1, "what was kept before is still there"
        kept.autosave.keep()
        settle()
        assert len(manifests()) == 2
        assert kept.banner.text == "", "it goes well again"

    def test_a_folder_that_cannot_be_made(
        self, bare_window: Window, settle: Callable[[], None], home: Path
    ) -> None:
        (home / "data").mkdir(exist_ok=True)
        root().touch()
        paint(bare_window, (100, 100))
        bare_window.autosave.keep()
        settle()
        assert "a file of this name" in bare_window.banner.text


class TestOffer:
    @pytest.fixture
    def dialog(
        self, bare_window: Window, settle: Callable[[], None]
    ) -> Callable[[], RecoveryDialog]:
        """Looks, as a start does."""

        def look() -> RecoveryDialog:
            bare_window.recovery.look()
            settle()
            dialog = bare_window.recovery.dialog
            assert dialog is not None
            return dialog

        return look

    def row(self, dialog: RecoveryDialog, offer: Offer):
        return dialog._rows[offer]

    def test_is_not_made_when_there_is_nothing(
        self, bare_window: Window, settle: Callable[[], None]
    ) -> None:
        bare_window.recovery.look()
        settle()
        assert bare_window.recovery.dialog is None
        assert bare_window.banner.text == ""
        bare_window.registry["recover"].trigger()
        settle()
        assert bare_window.banner.text == "There is nothing to recover."

    def test_recovered_it_is_open_with_its_changes_unsaved(
        self,
        bare_window: Window,
        dialog: Callable[[], RecoveryDialog],
        settle: Callable[[], None],
        tmp_path: Path,
    ) -> None:
        file = tmp_path / "cat.ora"
        file.write_bytes(b"as it was saved")
        os.utime(file, (0, 0))
        document = left_behind(file)
        shown = dialog()
        (offer,) = shown.offers
        assert (offer.title, offer.folder, offer.note) == ("cat.ora", str(tmp_path), "")
        assert offer.about == "300 × 270 px, 5 layers"
        QTest.mouseClick(self.row(shown, offer).recover, Qt.MouseButton.LeftButton)
        settle()
        assert looks(bare_window.document) == looks(document)
        assert bare_window.canvas.document is bare_window.document
        assert bare_window.files.path == file
        assert bare_window.document.modified
        assert file.read_bytes() == b"as it was saved"
        assert bare_window.banner.text.startswith(
            "cat.ora is recovered. It was autosaved just now."
        )
        assert len(manifests()) == 1, "until it is saved it can crash again"
        bare_window.files.save()
        settle()
        settle()
        assert manifests() == []
        assert file.stat().st_size > 100

    def test_a_file_that_was_saved_later_is_told(
        self, dialog: Callable[[], RecoveryDialog], tmp_path: Path
    ) -> None:
        left_behind(tmp_path / "cat.ora")
        (tmp_path / "cat.ora").touch()
        os.utime(tmp_path / "cat.ora", (4e9, 4e9))
        assert dialog().offers[0].note == "The file was saved after this."

    def test_a_file_that_was_saved_later_is_not_written_over_unasked(
        self,
        bare_window: Window,
        dialog: Callable[[], RecoveryDialog],
        settle: Callable[[], None],
        tmp_path: Path,
    ) -> None:
        file = tmp_path / "cat.ora"
        left_behind(file)
        file.write_bytes(b"saved by another window")
        os.utime(file, (4e9, 4e9))
        shown = dialog()
        QTest.mouseClick(self.row(shown, shown.offers[0]).recover, Qt.MouseButton.LeftButton)
        settle()
        bare_window.files.save()
        settle()
        assert file.read_bytes() == b"saved by another window"
        (question,) = bare_window.findChildren(QMessageBox)
        assert "changed" in question.text()
        question.reject()

    def test_kept_for_later_it_is_offered_again(self, dialog: Callable[[], RecoveryDialog]) -> None:
        left_behind()
        shown = dialog()
        (offer,) = shown.offers
        QTest.mouseClick(self.row(shown, offer).keep, Qt.MouseButton.LeftButton)
        assert not shown.isVisible()
        assert len(dialog().offers) == 1

    def test_discarded_it_is_gone_once_the_artist_is_sure(
        self, dialog: Callable[[], RecoveryDialog], settle: Callable[[], None]
    ) -> None:
        left_behind()
        left_behind()
        shown = dialog()
        offer = shown.offers[0]
        for answer in (QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Discard):
            assert len(shown.offers) == 2
            QTest.mouseClick(self.row(shown, offer).discard, Qt.MouseButton.LeftButton)
            (question,) = (box for box in shown.findChildren(QMessageBox) if box.isVisible())
            question.button(answer).click()
        settle()
        assert len(shown.offers) == 1
        assert len(manifests()) == 1

    def test_closed_all_of_it_stays(self, dialog: Callable[[], RecoveryDialog]) -> None:
        left_behind()
        left_behind()
        shown = dialog()
        assert find().orphans == [], "no other program is offered it meanwhile"
        QTest.keyClick(shown, Qt.Key.Key_Escape)
        assert len(find().orphans) == 2

    def test_what_is_open_and_unsaved_is_asked_about_first(
        self, bare_window: Window, dialog: Callable[[], RecoveryDialog], settle: Callable[[], None]
    ) -> None:
        left_behind()
        paint(bare_window, (100, 100))
        before = bare_window.document
        shown = dialog()
        QTest.mouseClick(self.row(shown, shown.offers[0]).recover, Qt.MouseButton.LeftButton)
        (question,) = bare_window.findChildren(QMessageBox)
        question.button(QMessageBox.StandardButton.Cancel).click()
        assert bare_window.document is before
        assert len(dialog().offers) == 1, "it can still be recovered"

    def test_damaged_ones_say_so(
        self, bare_window: Window, dialog: Callable[[], RecoveryDialog], settle: Callable[[], None]
    ) -> None:
        left_behind()
        left_behind()
        first, second = manifests()
        first.write_bytes(b"rubbish")
        for pack in second.parent.glob("*.pack"):
            pack.write_bytes(pack.read_bytes()[:1000])
        shown = dialog()
        bad = next(offer for offer in shown.offers if not offer.whole)
        good = next(offer for offer in shown.offers if offer.whole)
        assert "damaged" in bad.note
        assert not self.row(shown, bad).recover.isEnabled()
        QTest.mouseClick(self.row(shown, good).recover, Qt.MouseButton.LeftButton)
        settle()
        assert "are damaged and empty now" in bare_window.banner.text
        assert "1 more under File > Recover Unsaved…" in bare_window.banner.text
        assert len(bare_window.document.layers) == 5

    def test_what_follows_is_kept_in_the_same_place(
        self, bare_window: Window, dialog: Callable[[], RecoveryDialog], settle: Callable[[], None]
    ) -> None:
        left_behind()
        shown = dialog()
        QTest.mouseClick(self.row(shown, shown.offers[0]).recover, Qt.MouseButton.LeftButton)
        settle()
        bare_window.document.perform(SetSettings(prompt="a cat"))
        bare_window.autosave.keep()
        settle()
        before = looks(bare_window.document)
        crash(bare_window)
        shown = dialog()
        assert len(shown.offers) == 1
        orphan = next(iter(bare_window.recovery._held.values()))
        assert looks(recover(orphan.place).document) == before


def test_ages_are_said_as_one_says_them() -> None:
    assert [ago(seconds) for seconds in (-5, 59, 60, 250, 3600, 7300, 90_000, 1e6)] == [
        "just now", "just now", "1 minute ago", "4 minutes ago", "1 hour ago", "2 hours ago",
        "1 day ago", "11 days ago",
    ]  # fmt: skip
