"""A data set is put together by hand: nothing is lost, and what is doubtful is told."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.document.commands import ClearLayer
from core.errors import FileError
from core.files.openraster import save_document
from core.files.pictures import decode, open_mask, open_picture, png, save_picture
from core.geometry import Point, Rect, Size
from core.pixels.brush import Brush
from core.training.data_set import REMOVED, Look, entries, look, notices
from core.training.data_set_adding import add, add_pixels, pictures_among, told
from core.training.data_set_beside import (
    read_mask,
    set_crop,
    with_words,
    write_caption,
    write_mask,
)
from core.training.data_set_editing import InvertMask, SetCrop, begin, save
from core.training.data_set_removing import bring_back, remove
from core.training.declare import Pictures, PictureSet
from core.training.folders import caption_file, crop_file, gather, mask_file
from tests.training.small import draw

SIZE = Size(64, 64)
HALF = np.repeat(np.array([[0], [255]], np.uint8), 32, 0).repeat(64, 1)
"""A mask of 64×64 px, its lower half white."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a data set will be."""
    return tmp_path / "sets" / "zorb"


@pytest.fixture
def whole(folder: Path) -> Path:
    """A picture with all that can lie beside one."""
    (file,) = draw(folder, 1)
    write_caption(file, "a zorb")
    write_mask(file, SIZE, HALF)
    set_crop(file, SIZE, Rect(0, 16, 64, 48))
    return file


def as_learned(folder: Path) -> list[tuple[str, tuple[str, ...], Size, bool]]:
    """What a training reads there."""
    one = PictureSet("pictures[0]", Pictures(folder=str(folder), caption="x"))
    return [
        (each.file.name, each.captions, each.size, each.mask is not None) for each in gather([one])
    ]


def names(folder: Path) -> list[str]:
    return [one.file.name for one in entries(folder)]


def looked(folder: Path) -> dict[Path, Look]:
    return {one.file: look(one.file, 48) for one in entries(folder)}


# Pictures come in


def test_a_data_set_that_is_not_there_yet_is_empty_and_made_with_its_first_picture(
    folder: Path, tmp_path: Path
) -> None:
    assert entries(folder) == []
    assert add(folder, [tmp_path / "none.png"]).files == ()
    assert not folder.exists()
    (source,) = draw(tmp_path, 1)
    before = source.read_bytes()
    assert add(folder, [source]).files == (folder / "00.png",)
    assert source.read_bytes() == (folder / "00.png").read_bytes() == before
    assert names(folder) == ["00.png"]


def test_pictures_are_in_the_order_of_their_numbers(folder: Path) -> None:
    for name in ("10.png", "9.png", "A 2.png", "a 10.png", "a.png"):
        draw(folder, 1)[0].rename(folder / name)
    assert names(folder) == ["9.png", "10.png", "a.png", "A 2.png", "a 10.png"]


def test_what_cannot_be_read_is_refused_with_its_reason_and_all_others_are_taken(
    folder: Path, tmp_path: Path
) -> None:
    good = draw(tmp_path, 2)
    (tmp_path / "text.png").write_text("no picture")
    (tmp_path / "half.png").write_bytes(good[0].read_bytes()[:60])
    added = add(folder, [good[0], tmp_path / "text.png", tmp_path / "half.png", good[1]])
    assert [file.name for file in added.files] == ["00.png", "01.png"]
    assert [name for name, _ in added.refused] == ["text.png", "half.png"]
    error = told(added)
    assert error is not None
    assert error.cause.startswith("2 files were not added. “text.png” is not a picture")
    assert "“half.png” is damaged" in error.cause
    assert told(add(folder, draw(tmp_path / "more", 1, first=5))) is None


def test_a_picture_that_is_there_already_is_told_and_not_added_twice(
    folder: Path, tmp_path: Path
) -> None:
    first, second = draw(tmp_path, 2)
    copy = tmp_path / "copy.png"
    copy.write_bytes(first.read_bytes())
    added = add(folder, [first, copy, second])
    assert [file.name for file in added.files] == ["00.png", "01.png"]
    assert added.duplicates == (("copy.png", folder / "00.png"),)
    error = told(added)
    assert error is not None and error.cause == "“copy.png” is there already, as “00.png”."
    assert told(added + added).cause.startswith("2 of the pictures")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("there", "name", "becomes"),
    [
        ("toy.png", "toy.png", "toy 2.png"),
        ("TOY.jpg", "toy.png", "toy 2.png"),  # one caption would be that of both
        ("toy.txt", "toy.png", "toy 2.png"),
        ("toy.mask.png", "toy.png", "toy 2.png"),
        ("removed/0001/toy.png", "toy.png", "toy 2.png"),
        ("toy.v2.png", "toy.png", "toy.png"),
        (".hidden.png", ".hidden.png", "hidden.png"),
        ("", "toy.MASK.png", "toy-mask.png"),
        ("", "玩具" * 41 + ".png", "玩具" * 30 + ".png"),
    ],
)
def test_names_are_made_unique_with_all_that_lies_beside_them(
    folder: Path, tmp_path: Path, there: str, name: str, becomes: str
) -> None:
    folder.mkdir(parents=True)
    if there:
        (folder / there).parent.mkdir(parents=True, exist_ok=True)
        (folder / there).write_bytes(b"there")
    (source,) = draw(tmp_path, 1)
    (file,) = add(folder, [source.rename(tmp_path / name)]).files
    assert file.name == becomes
    assert not there or (folder / there).read_bytes() == b"there"
    write_caption(file, "said")
    assert becomes in names(folder)


@pytest.mark.parametrize("kind", ["avif", "ppm", "tga", "qoi", "jp2"])
def test_what_trainings_cannot_read_is_saved_as_png_without_loss(
    folder: Path, tmp_path: Path, kind: str
) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (20, 30, 3), np.uint8)
    source = tmp_path / f"toy.{kind}"
    Image.fromarray(pixels).save(source)
    with Image.open(source) as image:
        shown = np.asarray(image.convert("RGB"))
    (file,) = add(folder, [source]).files
    assert file.name == "toy.png"
    assert np.array_equal(open_picture(file).pixels.array[..., :3], shown)
    assert as_learned(folder)[0][2] == Size(30, 20)
    assert add(folder, [source]).duplicates


def test_a_jpeg_of_an_unknown_ending_is_copied_as_it_is(folder: Path, tmp_path: Path) -> None:
    source = tmp_path / "photo.jfif"
    Image.fromarray(HALF).save(source, "JPEG")
    (file,) = add(folder, [source]).files
    assert file.name == "photo.jpg"
    assert file.read_bytes() == source.read_bytes()


def test_a_painting_is_learned_as_it_is_seen(folder: Path, tmp_path: Path) -> None:
    from core.document.document import Document

    pixels = np.full((40, 50, 4), 255, np.uint8)
    pixels[:, :25, 0] = 7
    save_document(tmp_path / "painting.ora", Document.of_picture(pixels).snapshot())
    (file,) = add(folder, [tmp_path / "painting.ora"]).files
    assert np.array_equal(open_picture(file).pixels.array, pixels)


def test_photos_that_lie_on_their_side_are_upright_everywhere(folder: Path, tmp_path: Path) -> None:
    picture = np.zeros((320, 480, 3), np.uint8)
    picture[:, :240] = 255
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: what is left in the file is above
    Image.fromarray(picture).save(tmp_path / "photo.jpg", exif=exif)
    (file,) = add(folder, [tmp_path / "photo.jpg"]).files
    set_crop(file, Size(320, 480), Rect(0, 0, 320, 200))
    write_mask(file, Size(320, 480), np.full((480, 320), 255, np.uint8))
    seen = look(file, 40)
    assert seen.problem is None
    assert seen.size == Size(320, 480)
    assert seen.thumbnail.shape == (25, 40, 3)
    assert seen.thumbnail.min() > 240
    assert as_learned(folder) == [("photo.jpg", ("x",), Size(320, 200), True)]


def test_captions_masks_and_crops_come_along(whole: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (file,) = add(other, [whole]).files
    assert as_learned(other) == as_learned(whole.parent)
    assert file.read_bytes() == whole.read_bytes()
    for one in (caption_file, mask_file, crop_file):
        assert one(file).read_bytes() == one(whole).read_bytes()


def test_what_does_not_fit_is_left_behind_and_told(whole: Path, tmp_path: Path) -> None:
    mask_file(whole).write_bytes(png(np.zeros((3, 4), np.uint8)))
    crop_file(whole).write_text("[0, 0, 100, 100]")
    caption_file(whole).write_bytes(b"\xff\xfe\x00")
    added = add(tmp_path / "other", [whole])
    assert [file.name for file in added.files] == ["00.png"]
    assert [name for name, _ in added.refused] == ["00.txt", "00.mask.png", "00.crop.json"]
    assert as_learned(tmp_path / "other") == [("00.png", ("x",), Size(64, 64), False)]


def test_of_a_folder_its_pictures_are_meant_and_masks_are_none(whole: Path, tmp_path: Path) -> None:
    draw(whole.parent / "inside", 1)
    (whole.parent / "painting.ora").touch()
    (tmp_path / "empty").mkdir()
    found = pictures_among([whole.parent, mask_file(whole), tmp_path / "empty"])
    assert [file.name for file in found.files] == ["00.png", "painting.ora"]
    assert [name for name, _ in found.refused] == ["empty"]


def test_pixels_from_elsewhere_become_a_picture(folder: Path) -> None:
    pixels = np.random.default_rng(2).integers(0, 256, (9, 7, 4), np.uint8)
    assert [file.name for file in add_pixels(folder, pixels, "pasted").files] == ["pasted.png"]
    other = add_pixels(folder, pixels[:, ::-1], "pasted")
    assert [file.name for file in other.files] == ["pasted 2.png"]
    assert add_pixels(folder, pixels, "pasted").duplicates
    assert np.array_equal(open_picture(folder / "pasted.png").pixels.array, pixels)


# What lies beside


def test_captions_are_written_as_trainings_read_them(whole: Path) -> None:
    write_caption(whole, " a  red\nzorb “é” ")
    assert entries(whole.parent)[0].caption == "a red zorb “é”"
    assert as_learned(whole.parent)[0][1] == ("a red zorb “é”",)
    write_caption(whole, " \n")
    assert not caption_file(whole).exists()
    write_caption(whole, "")
    assert entries(whole.parent)[0].caption == ""


@pytest.mark.parametrize(
    ("caption", "words", "before", "after"),
    [
        ("a disc", "zorb", "zorb a disc", "a disc zorb"),
        ("a disc", ", zorb", ", zorb a disc", "a disc, zorb"),
        ("", "zorb,", "zorb", "zorb"),
        ("a  disc", " ", "a disc", "a disc"),
    ],
)
def test_words_are_put_before_and_after_a_caption(
    caption: str, words: str, before: str, after: str
) -> None:
    assert with_words(caption, words, before=True) == before
    assert with_words(caption, words, before=False) == after


def test_a_crop_leaves_the_picture_alone_and_cuts_its_mask_along(whole: Path) -> None:
    content, mask = whole.read_bytes(), mask_file(whole).read_bytes()
    for crop in (Rect(8, 8, 40, 40), Rect(0, 32, 64, 32)):
        set_crop(whole, SIZE, crop)
        assert as_learned(whole.parent)[0][2] == crop.size
        assert look(whole, 64).crop == crop
    set_crop(whole, SIZE, Rect(0, 0, 64, 64))
    assert not entries(whole.parent)[0].cropped
    set_crop(whole, SIZE, None)
    assert as_learned(whole.parent)[0][2] == Size(64, 64)
    assert whole.read_bytes() == content
    assert mask_file(whole).read_bytes() == mask
    for wrong in (Rect(0, 0, 65, 1), Rect(4, 4, 0, 9), Rect(-1, 0, 9, 9)):
        with pytest.raises(ValueError, match="is no part of a picture of 64×64"):
            set_crop(whole, SIZE, wrong)


def test_a_mask_comes_back_as_it_was_marked(whole: Path) -> None:
    soft = np.random.default_rng(3).integers(0, 256, (64, 64), np.uint8)
    write_mask(whole, SIZE, soft)
    assert np.array_equal(read_mask(whole), soft)
    assert np.array_equal(open_mask(mask_file(whole)).array, soft)
    with pytest.raises(ValueError, match="does not fit"):
        write_mask(whole, SIZE, soft[1:])
    write_mask(whole, SIZE, np.zeros((64, 64), np.uint8))
    assert read_mask(whole) is None
    assert not entries(whole.parent)[0].masked


def test_a_change_of_what_is_seen_changes_the_stamp_and_a_caption_does_not(whole: Path) -> None:
    def stamp() -> object:
        time.sleep(0.01)
        return entries(whole.parent)[0].stamp

    before = stamp()
    write_caption(whole, "other")
    assert stamp() == before
    set_crop(whole, SIZE, Rect(0, 0, 60, 60))
    cropped = stamp()
    write_mask(whole, SIZE, 255 - HALF)
    masked = stamp()
    save_picture(whole, HALF[..., None].repeat(3, 2))
    assert len({before, cropped, masked, stamp()}) == 4


# A picture is opened to be cropped and marked


def test_a_picture_is_cropped_and_marked_as_a_document_and_each_change_is_undone(
    whole: Path,
) -> None:
    editing = begin(whole)
    document = editing.document
    assert np.array_equal(document.flatten(), open_picture(whole).pixels.array)
    assert editing.crop == Rect(0, 16, 64, 48)
    assert np.array_equal(editing.marks.mask, HALF)
    document.perform(SetCrop(Rect(1, 2, 20, 30)))
    document.perform(InvertMask())
    stroke = document.begin_stroke("subject", Brush(size=9, hardness=1), Point(40, 60))
    stroke.to(50, 60)
    marks = editing.marks
    assert marks.mask is not None
    assert marks.mask[60, 45] == 255
    assert marks.mask[40, 40] == 0 and marks.mask[10, 10] == 255
    save(whole, marks)
    assert look(whole, 64).crop == Rect(1, 2, 20, 30)
    assert np.array_equal(read_mask(whole), marks.mask)
    for _ in range(3):
        document.undo()
    assert not document.modified
    save(whole, editing.marks)
    assert look(whole, 64).crop == Rect(0, 16, 64, 48)
    assert np.array_equal(read_mask(whole), HALF)


def test_nothing_marked_and_all_of_the_picture_leave_nothing_beside_it(whole: Path) -> None:
    editing = begin(whole)
    editing.document.perform(ClearLayer("subject"))
    editing.document.perform(SetCrop(editing.document.canvas))
    save(whole, editing.marks)
    assert sorted(file.name for file in whole.parent.iterdir()) == ["00.png", "00.txt"]


def test_a_mask_of_another_size_is_scaled_and_a_wrong_crop_left_out_and_both_are_told(
    whole: Path,
) -> None:
    mask_file(whole).write_bytes(png(HALF[::2, ::2]))
    crop_file(whole).write_text("[1]")
    editing = begin(whole)
    assert "has been scaled" in editing.notice and "is no part of" in editing.notice
    assert editing.crop == Rect(0, 0, 64, 64)
    save(whole, editing.marks)
    assert look(whole, 64).problem is None
    mask = read_mask(whole)
    assert mask is not None and (mask[:30] == 0).all() and (mask[34:] == 255).all()


def test_nothing_is_left_beside_a_picture_that_is_gone(whole: Path) -> None:
    editing = begin(whole)
    remove([whole])
    with pytest.raises(FileError, match="not there any more"):
        save(whole, editing.marks)
    assert [one.name for one in whole.parent.iterdir()] == [REMOVED]


# Pictures leave and come back


def test_what_is_removed_is_kept_aside_and_comes_back_whole(whole: Path) -> None:
    folder = whole.parent
    others = draw(folder, 2, first=5)
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    first, second = remove([whole, others[0]]), remove([others[1]])
    assert names(folder) == []
    assert [one.name for one in folder.iterdir()] == [REMOVED]
    assert bring_back(second) == [others[1]]
    assert bring_back(first) == [whole, others[0]]
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_what_comes_back_overwrites_nothing(whole: Path) -> None:
    removal = remove([whole])
    draw(whole.parent, 1, first=7)[0].rename(whole)
    write_caption(whole, "another")
    (back,) = bring_back(removal)
    assert back.name == "00 2.png"
    assert {one.file.name: one.caption for one in entries(whole.parent)} == {
        "00.png": "another", "00 2.png": "a zorb",
    }  # fmt: skip
    assert mask_file(back).exists() and crop_file(back).exists()
    assert not mask_file(whole).exists()


def test_a_name_that_is_free_again_gets_nothing_that_was_left_behind(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlink = os.unlink

    def stuck(path: Path, **more: object) -> None:
        if Path(path).suffix == ".txt":
            raise PermissionError(13, "Permission denied")
        unlink(path, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "unlink", stuck)
    removal = remove([whole])
    monkeypatch.undo()
    assert caption_file(whole).exists()
    (source,) = draw(tmp_path, 1, first=8)
    (other,) = add(whole.parent, [source.rename(tmp_path / "00.png")]).files
    assert {one.file.name: one.caption for one in entries(whole.parent)} == {"00 2.png": ""}
    assert bring_back(removal) == [whole]
    assert other.exists()
    assert entries(whole.parent)[0].caption == "a zorb"


# What is doubtful


def test_what_is_wrong_with_one_picture_is_told_and_the_others_are_seen(whole: Path) -> None:
    folder = whole.parent
    bad = draw(folder, 5, first=1)
    bad[0].write_bytes(bad[0].read_bytes()[:70])
    crop_file(bad[1]).write_text("[0, 0, 900, 4]")
    mask_file(bad[2]).write_bytes(png(np.zeros((5, 5), np.uint8)))
    caption_file(bad[3]).write_bytes("a z\xf6rb".encode("cp1252"))
    assert len(entries(folder)) == 6
    found = notices(entries(folder), looked(folder))
    assert [(one.kind, [file.name for file in one.files]) for one in found] == [
        ("unreadable", [f"{i:02}.png"]) for i in (1, 2, 3, 4)
    ]
    for notice, said in zip(
        found, ("damaged", "no part of", "same size", "not text in UTF-8"), strict=True
    ):
        assert said in notice.text
    assert entries(folder)[4].caption == "a zörb"
    assert entries(folder)[5].trouble == ""


def test_few_small_and_equal_pictures_and_captions_without_the_word_are_told(
    folder: Path,
) -> None:
    draw(folder, 1, size=(64, 64))
    draw(folder, 3, first=1, size=(40, 40))
    again = open_picture(folder / "01.png").pixels.array
    save_picture(folder / "again.jpg", again)
    write_caption(folder / "00.png", "a Zorb, red")
    write_caption(folder / "02.png", "zorbs")
    there, seen = entries(folder), looked(folder)
    found = notices(there, seen, word="zorb", side=64, enough=10)
    assert [one.kind for one in found] == ["word", "few", "small", "duplicates"]
    assert found[0].text == "The caption of “02.png” does not have the word “zorb” in it."
    assert found[1].text.startswith("There are 5 pictures")
    assert [file.name for file in found[2].files] == ["01.png", "02.png", "03.png", "again.jpg"]
    assert [file.name for file in found[3].files] == ["01.png", "again.jpg"]
    assert notices(there, {}, enough=10) == []
    write_caption(folder / "03.png", "a disc")
    (word,) = notices(entries(folder), {}, word="zorb")
    assert word.text == "The captions of “02.png” and “03.png” do not have the word “zorb” in them."


def test_a_part_that_is_cut_out_counts_by_its_own_size(whole: Path) -> None:
    folder = whole.parent
    assert not notices(entries(folder), looked(folder), side=64)
    set_crop(whole, SIZE, Rect(0, 0, 20, 20))
    (small,) = notices(entries(folder), looked(folder), side=64)
    assert small.kind == "small"


def test_a_thumbnail_shows_the_part_that_counts_at_its_size(folder: Path, tmp_path: Path) -> None:
    pixels = np.zeros((600, 1200, 4), np.uint8)
    pixels[..., 3] = 255
    pixels[200:400, 600:1000, 0] = 255
    for suffix in (".jpg", ".png"):
        file = tmp_path / f"picture{suffix}"
        save_picture(file, pixels)
        assert look(file, 100).thumbnail.shape == (50, 100, 3)
        set_crop(file, Size(1200, 600), Rect(600, 200, 400, 200))
        seen = look(file, 100)
        assert seen.thumbnail.shape == (50, 100, 3)
        assert seen.thumbnail[1:-1, 1:-1, 0].min() > 240
        assert seen.counted == Size(400, 200)
        assert len(seen.fingerprint) == 16 * 16 * 3
        set_crop(file, Size(1200, 600), None)
    pixels[..., 3] = 0
    save_picture(tmp_path / "clear.png", pixels)
    assert look(tmp_path / "clear.png", 10).thumbnail.min() == 255


def test_a_large_photo_is_looked_at_in_a_fraction_of_the_time_of_opening_it(
    tmp_path: Path,
) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (300, 400, 3), np.uint8)
    Image.fromarray(noise).resize((2400, 1800)).save(tmp_path / "photo.jpg", quality=90)
    content = (tmp_path / "photo.jpg").read_bytes()

    def seconds(act: Callable[[], object]) -> float:
        best = 9.0
        for _ in range(2):
            began = time.process_time()
            act()
            best = min(best, time.process_time() - began)
        return best

    assert seconds(lambda: look(tmp_path / "photo.jpg", 160)) < 0.6 * seconds(
        lambda: decode(content, "photo")
    )


# Whatever fails


def test_a_read_only_folder_is_told_and_nothing_changes(whole: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write to everything")
    whole.parent.chmod(0o555)
    try:
        for act in (
            lambda: write_caption(whole, "x"),
            lambda: write_caption(whole, ""),
            lambda: remove([whole]),
        ):
            with pytest.raises(FileError, match="may not be written to"):
                act()
    finally:
        whole.parent.chmod(0o755)
    assert as_learned(whole.parent) == [("00.png", ("a zorb",), Size(64, 48), True)]
