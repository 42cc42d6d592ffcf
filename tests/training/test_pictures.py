"""What a training learns from: pictures with captions, masks and crops, and what is wrong there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from core.errors import RecipeError
from core.files.pictures import save_picture
from core.geometry import Rect, Size
from core.training.buckets import LONGEST, fit, sizes
from core.training.declare import Pictures, PictureSet
from core.training.folders import caption_of_name, gather
from core.training.latents import Latents
from core.words.spoken import says
from tests.tiny_models import tiny_model
from tests.training.conftest import Prepare
from tests.training.small import draw


def a_set(folder: Path, word: str = "", captions: tuple[str, ...] = (), **more: Any) -> PictureSet:
    return PictureSet("pictures[0]", Pictures(folder=str(folder), **more), captions, word=word)


# Captions


def test_captions_are_read_beside_pictures_from_their_names_or_for_all(tmp_path: Path) -> None:
    first, second = draw(tmp_path, 2)
    first.with_suffix(".txt").write_text("\ufeff a red\n disc ", "utf-8")
    beside = gather([a_set(tmp_path, caption="a disc")])
    assert [one.captions for one in beside] == [("a red disc",), ("a disc",)]
    drawn = gather([a_set(tmp_path, captions=("one", "two"))])
    assert [one.captions for one in drawn] == [("a red disc",), ("one", "two")]
    second.with_suffix(".txt").write_text("blue")
    around = gather([a_set(tmp_path, caption="a drawing of {}")])
    assert [one.captions[0] for one in around] == ["a drawing of a red disc", "a drawing of blue"]
    pictures = Pictures(folder=str(tmp_path), captions="same", caption="x")
    same = gather([PictureSet("pictures[0]", pictures)])
    assert {one.captions for one in same} == {("x",)}


@pytest.mark.parametrize(
    ("stem", "caption"),
    [("a red-hat_003", "a red hat"), ("cat (2)", "cat"), ("two__cats", "two cats")],
)
def test_the_name_of_a_file_can_be_its_caption(stem: str, caption: str) -> None:
    assert caption_of_name(stem) == caption


@pytest.mark.parametrize(
    ("caption", "word", "there"),
    [
        ("a Zorb on a beach", "zorb", True),
        ("zorbs", "zorb", False),
        ("a <zorb>, red", "<zorb>", True),
        ("", "zorb", False),
    ],
)
def test_a_word_is_found_whole_in_a_caption(caption: str, word: str, there: bool) -> None:
    assert says(caption, word) == there


# What is refused


def test_what_is_wrong_with_pictures_is_told_by_the_field(prepared: Prepare, place: Path) -> None:
    (place / "empty").mkdir()
    broken = place / "broken"
    draw(broken, 1)[0].write_bytes(b"\x89PNG but no more")
    unsaid = draw(place / "unsaid", 1)[0]
    unsaid.with_suffix(".txt").write_text("a dog")
    binary = draw(place / "binary", 1)[0]
    binary.with_suffix(".txt").write_bytes(b"\xff\xfe\x00")
    for folder, field, says_ in (
        ("none", "folder", "no folder"),
        ("empty", "folder", "There is no picture in “empty”"),
        ("broken", "folder", "00.png"),
        ("unsaid", "captions", "does not have the word “zorb” in it: “a dog”"),
        ("binary", "captions", "not text in UTF-8"),
    ):
        with pytest.raises(RecipeError) as refused:
            prepared("lora", pictures=[{"folder": folder, "caption": "a zorb"}])
        assert refused.value.field == f"pictures[0].{field}"
        assert says_ in refused.value.cause
    with pytest.raises(RecipeError, match=r"has no caption, and there is no caption for all"):
        prepared("lora", pictures=[{"folder": "pictures"}], word="")


@pytest.mark.parametrize("crop", ["[0, 0, 65, 10]", "[0, 0, 0, 10]", "[1, 2, 3]", "{", '"all"'])
def test_a_crop_that_is_no_part_of_its_picture_is_refused(
    prepared: Prepare, place: Path, crop: str
) -> None:
    (place / "pictures/00.crop.json").write_text(crop)
    with pytest.raises(RecipeError, match=r"pictures\[0\].folder: “00.crop.json” is no part"):
        prepared("lora")


def test_a_mask_of_another_size_is_refused(prepared: Prepare, place: Path) -> None:
    cv2.imwrite(str(place / "pictures/00.mask.png"), np.zeros((64, 63), np.uint8))
    with pytest.raises(RecipeError, match="Both must have the same size"):
        prepared("lora")


@pytest.mark.parametrize("kind", ["textual_inversion", "custom_diffusion"])
def test_a_word_that_the_model_knows_is_refused(prepared: Prepare, kind: str) -> None:
    fields: dict[str, Any] = {"word": "Cat"}
    if kind == "custom_diffusion":
        fields = {"concepts": [{"folder": "cats", "word": "Cat", "class_word": "dog"}]}
    with pytest.raises(RecipeError, match="The model knows the word “Cat” already"):
        prepared(kind, **fields)


def test_two_concepts_have_two_words(prepared: Prepare) -> None:
    concept = {"folder": "cats", "word": "<zorb>", "class_word": "dog"}
    with pytest.raises(RecipeError, match="Two concepts are called “<Zorb>”"):
        prepared("custom_diffusion", concepts=[concept, concept | {"word": "<Zorb>"}])


def test_without_a_class_nothing_can_be_remembered(prepared: Prepare) -> None:
    with pytest.raises(RecipeError, match="Without a class there is nothing to be remembered"):
        prepared("dreambooth", class_word="")
    assert prepared("dreambooth", class_word="", prior_weight=0).plan.taught() == ("zorb",)


def test_a_model_of_another_kind_is_refused(prepared: Prepare) -> None:
    with pytest.raises(RecipeError, match=r"Custom Diffusion cannot teach the model “.*sdxl"):
        prepared("custom_diffusion", model="tiny-xl")


# What is doubtful


def test_few_small_and_equal_pictures_are_warned_about(prepared: Prepare, place: Path) -> None:
    assert prepared("textual_inversion").notices == ()
    (place / "pictures/02.png").unlink()
    again = cv2.imread(str(place / "pictures/01.png"))
    cv2.imwrite(str(place / "pictures/again.jpg"), cv2.resize(again, (40, 40)))
    (place / "pictures/00.png").unlink()
    found = prepared("textual_inversion").notices
    assert [one.kind for one in found] == ["few", "small", "duplicates"]
    assert found[0].text.startswith("There are 2 pictures in “pictures”")
    assert [file.name for file in found[1].files] == ["again.jpg"]
    assert [file.name for file in found[2].files] == ["01.png", "again.jpg"]


def test_pictures_that_only_look_related_are_not_equal(prepared: Prepare, place: Path) -> None:
    draw(place / "pictures", 40, first=50)
    assert prepared("textual_inversion").notices == ()


# Buckets, crops and masks


@pytest.mark.parametrize(("side", "step"), [(512, 64), (256, 32), (768, 64), (64, 16), (100, 16)])
def test_buckets_have_about_the_area_of_the_square(side: int, step: int) -> None:
    found = sizes(side, step)
    square = max(step, side // step * step)
    assert found[0] == Size(square, square)
    for size in found:
        assert size.area <= max(side * side, square * square)
        assert size.width % step == size.height % step == 0
        assert max(size) <= LONGEST * side
        assert Size(size.height, size.width) in found


@pytest.mark.parametrize("size", [Size(512, 512), Size(900, 300), Size(301, 700), Size(1, 1000)])
def test_a_picture_covers_its_bucket_and_the_middle_is_kept(size: Size) -> None:
    how = fit(size, 512, 64)
    assert how.size in sizes(512, 64)
    assert Rect.of_size(how.scaled).contains(how.cut)
    assert (how.cut.width, how.cut.height) == how.size
    left, right = how.cut.x, how.scaled.width - how.cut.x - how.cut.width
    assert abs(left - right) <= 1
    assert fit(size, 512, 64, oblong=False).size == Size(512, 512)


class NoCache:
    made = 0

    def get(self, key: object, make: Any) -> Any:
        NoCache.made += 1
        return make()


def test_a_crop_and_a_mask_are_cut_and_mirrored_with_their_picture(tmp_path: Path) -> None:
    pixels = np.zeros((64, 128, 3), np.uint8)
    pixels[:, 64:96] = 255
    save_picture(tmp_path / "a.png", pixels)
    cv2.imwrite(str(tmp_path / "a.mask.png"), pixels[..., 0])
    (tmp_path / "a.crop.json").write_text(json.dumps([64, 0, 64, 64]))
    (example,) = gather([a_set(tmp_path, caption="x")])
    assert example.size == Size(64, 64)
    latents = Latents(tiny_model(), NoCache())  # type: ignore[arg-type]
    how = fit(example.size, 64, 16)
    for mirrored in (False, True):
        seen, mask = latents.pixels(example, how, mirrored), latents.mask(example, how, mirrored)
        assert seen.shape == (3, 64, 64)
        assert mask.shape == (1, 8, 8)
        side = slice(4, 8) if mirrored else slice(0, 4)
        assert mask[..., side].min() == 1
        assert mask.sum() == 8 * 4
        assert seen[..., 32 if mirrored else 0].min() == 1
        assert seen[..., 0 if mirrored else 63].max() == -1


def test_a_changed_picture_mask_or_crop_is_another(tmp_path: Path) -> None:
    (file,) = draw(tmp_path, 1)

    def digest() -> str:
        return gather([a_set(tmp_path, caption="x")])[0].digest

    seen = {digest()}
    cv2.imwrite(str(tmp_path / "00.mask.png"), np.zeros((64, 64), np.uint8))
    seen.add(digest())
    (tmp_path / "00.crop.json").write_text("[0, 0, 32, 32]")
    seen.add(digest())
    draw(tmp_path / "other", 1, first=9)[0].replace(file)
    seen.add(digest())
    assert len(seen) == 4
