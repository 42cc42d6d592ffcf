"""What an artist does is kept as it is, in little, and comes back as it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.document.commands import AddLayer, RemoveLayer, SetLayer, SetSettings
from core.document.document import Document
from core.document.drafts import Draft, FromFile, FromLayer
from core.document.foreign import Foreign, ForeignElement
from core.document.layers import RasterLayer
from core.errors import Cancelled, UserError
from core.files.pictures import decode
from core.geometry import Point, Rect, Size
from core.pixels.brush import Brush
from core.pixels.tiles import TILE, TileGrid
from core.recovery import manifest as manifests
from core.recovery.journal import Journal
from core.recovery.orphans import find
from core.recovery.pack import Damaged, packed_tile, unpacked_tile
from core.recovery.recover import Recovered, recover
from core.request import Pixels
from tests.document.steps import do_something, looks, new_document, painted_document


def after_a_crash(journal: Journal, root: Path) -> Recovered:
    """What the next start finds; the program that kept it is gone."""
    journal.release()
    (orphan,) = find(root).orphans
    assert orphan.trouble is None
    return recover(orphan.place)


def stroke(document: Document, x: float, y: float, layer: int = -1) -> None:
    """A short stroke within one tile."""
    pen = document.begin_stroke(
        document.layers[layer].id, Brush(size=30, color=(255, 0, 0)), Point(x, y)
    )
    pen.to(x + 40, y + 20)
    pen.finish()


def large_document(side: int = 5 * TILE, layers: int = 2) -> Document:
    """Layers full of grain."""
    rng = np.random.default_rng(1)
    grain = rng.integers(100, 104, (side, side, 4), np.uint8)
    grain[..., 3] = 255
    return Document(
        Size(side, side), [RasterLayer(pixels=TileGrid.from_array(grain)) for _ in range(layers)]
    )


@given(st.lists(st.integers(0, 29), max_size=14), st.integers(0, 2**32 - 1), st.booleans())
@settings(max_examples=15)
def test_whatever_was_done_comes_back_to_the_last_bit(
    tmp_path_factory: pytest.TempPathFactory, steps: list[int], seed: int, crashes: bool
) -> None:
    """Kept at random moments, with undo and redo between them, by one program or by two of which
    the second goes on where the first crashed."""
    root = tmp_path_factory.mktemp("recovery")
    rng = np.random.default_rng(seed)
    document = painted_document() if seed % 2 else new_document()
    journal = Journal(root)
    for step in steps:
        try:
            do_something(document, step, rng)
        except UserError:
            continue
        if rng.random() < 0.2:
            document.undo()
        if rng.random() < 0.5:
            journal.write(document.snapshot(), None)
            if crashes and rng.random() < 0.3:
                found = after_a_crash(journal, root)
                document, journal = found.document, found.journal
    journal.write(document.snapshot(), Path("cat.ora"))

    found = after_a_crash(journal, root)

    assert looks(found.document) == looks(document)
    assert found.document.state.active_id == document.state.active_id
    assert (found.path, found.warnings) == (Path("cat.ora"), ())
    assert found.document.modified
    found.journal.remove()
    assert list(root.iterdir()) == []


def test_techniques_come_back_with_their_pictures(tmp_path: Path) -> None:
    document = painted_document()
    grey = Pixels(np.arange(200, dtype=np.uint8).reshape(10, 20))
    opaque = Pixels(np.full((5, 6, 4), 255, np.uint8))
    drafts = (
        Draft("controlnet", {"image": opaque, "kind": "canny"}),
        Draft("x", {"mask": grey, "others": [{"image": FromFile("a.png")}]}, on=False),
        Draft("x", {"image": FromLayer(document.layers[0].id)}),
    )
    document.perform(SetSettings(techniques=drafts, prompt="a cat"))
    journal = Journal(tmp_path)
    for _ in range(2):  # the second time they are there already
        journal.write(document.snapshot(), None)
    assert after_a_crash(journal, tmp_path).document.settings == document.settings


def test_paper_that_nobody_has_looked_at_yet_comes_back(tmp_path: Path) -> None:
    paper = RasterLayer.empty(Size(600, 300))
    paper.pixels.lay(255)
    journal = Journal(tmp_path)
    assert journal.write(Document(Size(600, 300), [paper]).snapshot(), None) < 6000
    assert after_a_crash(journal, tmp_path).document.flatten().min() == 255


def test_the_small_picture_shows_what_is_seen(tmp_path: Path) -> None:
    """Layers, opacity and what changed since, at a size to which no tile's side was cut."""
    size = Size(700, 500)
    below, above = RasterLayer.empty(size), RasterLayer.empty(size)
    below.pixels.lay(255)
    above.pixels.write(Rect(100, 300, 400, 150), np.full((150, 400, 4), (0, 0, 255, 255), np.uint8))
    document, journal = Document(size, [below, above]), Journal(tmp_path)
    journal.write(document.snapshot(), None)
    document.perform(SetLayer(above.id, opacity=0.5))
    stroke(document, 600, 60)
    journal.write(document.snapshot(), None)
    journal.release()
    (orphan,) = find(tmp_path).orphans
    assert orphan.picture is not None
    shown = decode(orphan.picture, "picture").array.astype(int)
    assert shown.shape == (125, 175, 4)
    whole = document.flatten().reshape(125, 4, 175, 4, 4).mean(axis=(1, 3))
    assert np.abs(shown - whole).max() <= 2


class TestOnlyWhatChanged:
    def test_a_stroke_costs_its_tiles(self, tmp_path: Path) -> None:
        document, journal = large_document(), Journal(tmp_path)
        everything = journal.write(document.snapshot(), None)
        stroke(document, 300, 300)
        one = journal.write(document.snapshot(), None)
        assert one < everything / 8
        assert after_a_crash(journal, tmp_path).document.flatten()[310, 320, 0] == 255

    def test_a_new_name_costs_no_pixels(self, tmp_path: Path) -> None:
        document, journal = large_document(), Journal(tmp_path)
        journal.write(document.snapshot(), None)
        document.perform(SetLayer(document.layers[0].id, name="Sky"))
        assert journal.write(document.snapshot(), None) < 4000
        assert after_a_crash(journal, tmp_path).document.layers[0].name == "Sky"

    def test_equal_pixels_are_kept_once(self, tmp_path: Path) -> None:
        few, many = large_document(layers=1), large_document(layers=3)
        first = Journal(tmp_path / "a").write(few.snapshot(), None)
        assert Journal(tmp_path / "b").write(many.snapshot(), None) < first * 1.05

    def test_after_a_save_too(self, tmp_path: Path) -> None:
        document, journal = large_document(), Journal(tmp_path)
        everything = journal.write(document.snapshot(), None)
        journal.void()
        stroke(document, 300, 300)
        assert journal.write(document.snapshot(), None) < everything / 8
        assert looks(after_a_crash(journal, tmp_path).document) == looks(document)

    def test_after_a_recovery_too(self, tmp_path: Path) -> None:
        document, journal = large_document(), Journal(tmp_path)
        everything = journal.write(document.snapshot(), None)
        found = after_a_crash(journal, tmp_path)
        stroke(found.document, 300, 300)
        assert found.journal.write(found.document.snapshot(), None) < everything / 8
        assert looks(after_a_crash(found.journal, tmp_path).document) == looks(found.document)

    def test_hours_of_painting_do_not_fill_the_disk(self, tmp_path: Path) -> None:
        document, journal = large_document(2 * TILE, 1), Journal(tmp_path)
        everything = journal.write(document.snapshot(), None)
        rng = np.random.default_rng(0)
        for _ in range(15):
            noise = rng.integers(100, 104, (2 * TILE, TILE, 4), np.uint8)
            noise[..., 3] = 255
            layer = RasterLayer(pixels=document.layers[0].grid.snapshot())
            layer.pixels.write(Rect(TILE * int(rng.integers(2)), 0, TILE, 2 * TILE), noise)
            document.perform(RemoveLayer(document.layers[0].id))
            document.perform(AddLayer(layer))
            journal.write(document.snapshot(), None)
        assert journal.folder is not None
        assert sum(one.stat().st_size for one in journal.folder.iterdir()) < 4 * everything
        assert looks(after_a_crash(journal, tmp_path).document) == looks(document)


def test_saved_there_is_nothing_to_recover(tmp_path: Path) -> None:
    document, journal = painted_document(), Journal(tmp_path)
    journal.write(document.snapshot(), None)
    journal.void()
    journal.release()
    assert find(tmp_path).orphans == []
    assert list(tmp_path.iterdir()) == []


def test_stopped_in_the_midst_the_one_before_stays(tmp_path: Path) -> None:
    document, journal = painted_document(), Journal(tmp_path)
    journal.write(document.snapshot(), None)
    before = looks(document)
    stroke(document, 100, 100, layer=0)
    with pytest.raises(Cancelled):
        journal.write(document.snapshot(), None, stopped=lambda: True)
    assert looks(after_a_crash(journal, tmp_path).document) == before


def test_a_folder_that_somebody_took_away_is_made_again(tmp_path: Path) -> None:
    document, journal = painted_document(), Journal(tmp_path)
    journal.write(document.snapshot(), None)
    folder = journal.folder
    assert folder is not None
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    stroke(document, 100, 100, layer=0)
    journal.write(document.snapshot(), None)
    assert looks(after_a_crash(journal, tmp_path).document) == looks(document)


def test_pieces_that_somebody_took_away_are_written_again(tmp_path: Path) -> None:
    document, journal = painted_document(), Journal(tmp_path)
    journal.write(document.snapshot(), None)
    assert journal.folder is not None
    for file in journal.folder.glob("*.pack"):
        file.unlink()
    journal.write(document.snapshot(), None)
    assert looks(after_a_crash(journal, tmp_path).document) == looks(document)


def test_undo_of_a_recovered_document_does_not_call_it_saved(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.write(painted_document().snapshot(), None)
    document = after_a_crash(journal, tmp_path).document
    stroke(document, 50, 50, layer=0)
    document.undo()
    assert document.modified
    document.mark_saved()
    assert not document.modified


class TestDamage:
    """Kept twice, so that there is one before the newest."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        document, journal = painted_document(), Journal(tmp_path)
        document.perform(SetLayer(document.layers[0].id, name="Sky"))
        journal.write(document.snapshot(), None, now=1000)
        self.first = looks(document)
        stroke(document, 100, 100, layer=1)
        journal.write(document.snapshot(), None, now=2000)
        self.second = looks(document)
        journal.release()
        assert journal.folder is None
        return next(one for one in tmp_path.iterdir() if one.is_dir())

    def test_every_cut_and_every_flipped_byte_is_noticed(self, folder: Path) -> None:
        """Nothing wrong is ever taken for right: it is told, and what is whole comes back."""
        rng = np.random.default_rng(5)
        whole = {file: file.read_bytes() for file in folder.iterdir()}
        told = 0
        for file, content in whole.items():
            for place in rng.integers(0, len(content), 6):
                hurt = bytearray(content)
                hurt[place] ^= 1 << int(rng.integers(8))
                for damage in (bytes(hurt), content[:place]):
                    for other, good in whole.items():
                        other.write_bytes(damage if other == file else good)
                    (orphan,) = find(folder.parent).orphans
                    found = recover(orphan.place)
                    same = looks(found.document) == self.second
                    assert same or found.warnings
                    assert found.document.layers[0].name == "Sky"
                    told += bool(found.warnings)
                    found.journal.release()
        assert told > 12

    def test_a_newest_manifest_that_is_torn_leads_to_the_one_before(self, folder: Path) -> None:
        newest = manifests.files(folder)[0]
        newest.write_bytes(newest.read_bytes()[:-1])
        (orphan,) = find(folder.parent).orphans
        assert orphan.saved == 1000
        found = recover(orphan.place)
        assert looks(found.document) == self.first
        assert "shortly before" in found.warnings[0]
        stroke(found.document, 50, 50, layer=0)
        found.journal.write(found.document.snapshot(), None)
        again = after_a_crash(found.journal, folder.parent)
        assert looks(again.document) == looks(found.document)
        assert again.warnings == ()

    def test_pieces_that_are_lost_are_as_they_were_before(self, folder: Path) -> None:
        max(folder.glob("*.pack")).unlink()
        (orphan,) = find(folder.parent).orphans
        found = recover(orphan.place)
        assert looks(found.document) == self.first
        assert found.warnings == ("Parts of “Layer” are damaged, and as they were shortly before.",)

    def test_what_is_gone_altogether_is_empty_and_told(self, folder: Path) -> None:
        for file in folder.glob("*.pack"):
            file.unlink()
        (orphan,) = find(folder.parent).orphans
        found = recover(orphan.place)
        assert found.document.settings == painted_document().settings
        assert found.warnings[0].startswith("Parts of “Sky”")
        assert found.warnings[0].endswith("are damaged and empty now.")

    def test_nothing_that_can_be_read_is_said_so_and_kept(self, folder: Path) -> None:
        for file in manifests.files(folder):
            file.write_bytes(b"rubbish")
        (orphan,) = find(folder.parent).orphans
        assert orphan.trouble is not None and "damaged" in orphan.trouble.cause
        with pytest.raises(UserError, match="damaged"):
            recover(orphan.place)
        assert len(manifests.files(folder)) == 2

    def test_a_newer_program_s_is_left_to_it(self, folder: Path) -> None:
        manifest = manifests.read(manifests.files(folder)[0])
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(manifests, "VERSION", 2)
            manifests.write(folder, replace(manifest, number=9))
        (orphan,) = find(folder.parent).orphans
        assert orphan.trouble is not None and "newer version" in orphan.trouble.cause


@given(st.integers(0, 2**32 - 1), st.sampled_from([1, 4]))
@settings(max_examples=20)
def test_tiles_are_packed_without_loss(seed: int, channels: int) -> None:
    rng = np.random.default_rng(seed)
    shape = (TILE, TILE) if channels == 1 else (TILE, TILE, 4)
    tile = rng.integers(0, rng.integers(1, 257), shape, np.uint8)
    assert np.array_equal(unpacked_tile(packed_tile(tile), channels), tile)
    with pytest.raises(Damaged):
        unpacked_tile(packed_tile(tile), 5 - channels)


def test_what_other_programs_had_in_the_file_comes_back_too(tmp_path: Path) -> None:
    layer = RasterLayer.empty(Size(20, 20))
    foreign = Foreign(
        {"xres": "300"},
        {layer.id: {"theirs": "yes"}},
        (ForeignElement(None, layer.id, "<text>Hello</text>"),),
        {"krita/palette.gpl": bytes(range(256)) * 100},
    )
    document = Document(Size(20, 20), [layer], foreign=foreign)
    journal = Journal(tmp_path)
    journal.write(document.snapshot(), None)
    assert after_a_crash(journal, tmp_path).document.state.foreign == foreign
