"""Names from disks whose letters are in another encoding: nothing fails because of them, and
nothing of them is lost but what a format cannot hold."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from core.document.document import Document
from core.document.layers import RasterLayer
from core.files import export_kept
from core.files.export import Export
from core.files.export_kept import Exported
from core.files.json_text import json_bytes, whole
from core.files.openraster import open_document, save_document
from core.files.psd_reading import open_psd
from core.files.psd_writing import save_psd
from core.geometry import Size
from core.recovery.journal import Journal
from core.recovery.orphans import find
from core.recovery.recover import recover

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="others have names of letters")
LATIN = os.fsdecode(b"caf\xe9")


@pytest.fixture
def document() -> Document:
    """With a layer that is called as a picture's file was."""
    return Document(Size(64, 48), [RasterLayer.empty(Size(64, 48), LATIN)])


def test_a_project_with_such_a_name_is_saved_and_opened(tmp_path: Path, document: Document) -> None:
    file = tmp_path / f"{LATIN}.ora"
    save_document(file, document.snapshot())
    assert open_document(file).document.layers[0].name == LATIN


def test_others_read_it_with_a_sign_in_its_place(tmp_path: Path, document: Document) -> None:
    file = tmp_path / f"{LATIN}.psd"
    save_psd(file, document.snapshot())
    assert open_psd(file).document.layers[0].name == "caf\ufffd"


def test_unsaved_changes_of_such_a_file_come_back(tmp_path: Path, document: Document) -> None:
    file = tmp_path / f"{LATIN}.ora"
    journal = Journal(tmp_path / "recovery")
    journal.write(document.snapshot(), file)
    journal.release()
    (orphan,) = find(tmp_path / "recovery").orphans
    recovered = recover(orphan.place)
    recovered.journal.release()
    assert recovered.path == file
    assert recovered.document.layers[0].name == LATIN


def test_exports_know_it_again(home: Path) -> None:
    exported = Exported(Export(), Path(f"/out/{LATIN}.png"))
    export_kept.keep(Path(f"/home/{LATIN}.ora"), exported)
    assert export_kept.kept(Path(f"/home/{LATIN}.ora")) == exported


def test_json_holds_any_text_and_stays_readable() -> None:
    assert json_bytes({"고양이 🎨": "é"}) == '{"고양이 🎨": "é"}'.encode()
    assert json_bytes(LATIN) == b'"caf\\udce9"'
    assert json_bytes("\\\udce9") == b'"\\\\\\udce9"'
    assert (whole("🎨"), whole("a\ud83c"), whole("\ud83c\udfa8")) == ("🎨", "a\ufffd", "🎨")
