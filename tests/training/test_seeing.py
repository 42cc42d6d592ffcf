"""Pictures with partners: maps, and what was there before; what is taught to see them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from core.control import named as preprocessor
from core.denoise.paint import paint
from core.errors import RecipeError
from core.files.pictures import save_picture
from core.generation.resolve import resolved
from core.geometry import Size
from core.models.controls import find_controls, unfit
from core.models.library import read_json
from core.models.loading import LoadedModel
from core.models.shelf import Shelf
from core.recipe import parse_recipe
from core.training.buckets import fit
from core.training.declare import Partner, Pictures, PictureSet
from core.training.folders import gather
from core.training.latents import Latents
from tests.tiny_models import tiny_model
from tests.training.conftest import Prepare
from tests.training.small import SEEING, draw, trained
from tests.training.test_pictures import NoCache
from tests.training.test_results import base, shown

STEPS = 3


def picture(model: LoadedModel, out: Path, prompt: str, **more: Any) -> np.ndarray[Any, Any]:
    recipe = {"model": model.info.id, "prompt": prompt, "seed": 5, "steps": STEPS, **more}
    request = resolved(parse_recipe(recipe, out), model.info)
    return paint(model, request, shelf=Shelf([out]))[0].astype(int)


@pytest.mark.parametrize("kind", SEEING)
def test_what_it_was_taught_it_paints_as_at_the_end_of_its_training(
    prepared: Prepare, place: Path, kind: str
) -> None:
    ready = prepared(
        kind, learning_rate=0.01, half=False, sample_prompts=["a disc"], sample_steps=STEPS, ema=0.5
    )
    out = place / "out"
    (folder,) = trained(ready, out).files
    made = SEEING[kind].get("map", "sketch")
    assert folder.name == f"{kind}-{made}"
    (info,) = find_controls([out])
    model = base(ready.info)
    assert (info.technique, info.kind, info.problems) == (kind, made, ())
    assert unfit(info, model.unet.config) == ""
    own = {"image": "../maps/00.png"} if kind == "controlnet" else {
        "image": "../pictures/00.png", "preprocess": True
    }  # fmt: skip
    taught = picture(model, out, "a disc", techniques=[{"id": kind, "kind": made, **own}])
    assert np.abs(taught - shown(out)).max() <= 2
    assert np.abs(taught - picture(model, out, "a disc")).max() > 20
    about = read_json(folder / "underpaint.json")
    assert about["underpaint"]["steps"] == 4
    assert str(place) not in json.dumps(about)


def a_set(folder: Path, *partners: Partner, **more: Any) -> PictureSet:
    pictures = Pictures(folder=str(folder), **({"caption": "x"} | more))
    return PictureSet("pictures[0]", pictures, partners=partners)


def test_a_map_is_cut_and_mirrored_with_its_picture(tmp_path: Path) -> None:
    pixels = np.zeros((64, 128, 4), np.uint8)
    pixels[..., 3] = 255
    pixels[:, 64:80, 0] = 255
    for name in ("p", "m"):
        (tmp_path / name).mkdir()
    cv2.imwrite(str(tmp_path / "p/a.bmp"), pixels[..., 2::-1])
    pixels[:, 96:, 3] = 0  # what is transparent in a map is what it shows where nothing is
    save_picture(tmp_path / "m/a.png", pixels)
    (tmp_path / "p/a.crop.json").write_text(json.dumps([64, 0, 64, 64]))
    maker = preprocessor("color")(block=16)  # type: ignore[call-arg]
    partners = (
        Partner("map", "maps_folder", str(tmp_path / "m"), empty=(0, 0, 255)),
        Partner("made", "maps_folder", made_by=maker),
    )
    (example,) = gather([a_set(tmp_path / "p", *partners)])
    latents = Latents(tiny_model(), NoCache())  # type: ignore[arg-type]
    how = fit(example.size, 64, 16)
    for mirrored in (False, True):
        seen = {name: latents.shown(example, how, mirrored, name)
                for name in ("picture", "map", "made")}  # fmt: skip
        if mirrored:
            seen = {name: array[:, ::-1] for name, array in seen.items()}
        assert {array.shape for array in seen.values()} == {(64, 64, 3)}
        assert np.array_equal(seen["map"][:, :32], seen["picture"][:, :32])
        assert (seen["map"][:, 32:] == (0, 0, 255)).all()
        assert np.array_equal(seen["made"], maker.map(seen["picture"], Shelf()))


def test_a_list_names_pictures_captions_and_partners(tmp_path: Path) -> None:
    draw(tmp_path / "after", 2)
    draw(tmp_path / "before", 1)
    lines = [
        {"file_name": "after/00.png", "source_file_name": "before/00.png", "text": "make it red"},
        {"file_name": "after/01.png", "source_file_name": "before/00.png", "edit_prompt": "hide",
         "score": 7},
    ]  # fmt: skip
    text = "\n\n".join(map(json.dumps, lines))
    (tmp_path / "metadata.jsonl").write_text(text)
    listed = a_set(tmp_path, Partner("source", "sources_folder"), captions="metadata", caption="")
    first, second = gather([listed])
    assert (first.captions, second.captions) == (("make it red",), ("hide",))
    assert first.partner("source")[1] == second.partner("source")[1] == tmp_path / "before/00.png"
    assert first.file == tmp_path / "after/00.png"
    assert first.size == Size(64, 64)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "lists no picture"),
        ("[1]", "Line 1 of “metadata.jsonl” is not an object"),
        ('{"text": "a"}', "names no picture"),
        ('{"file_name": 3}', "which is not a text"),
        ('{"file_name": "none.png", "text": "a"}', "none.png"),
        ('{"file_name": "00.png"}', "has no caption"),
        ('{"file_name": "00.png", "text": "a", "map_file_name": "none.png"}', "none.png"),
    ],
)
def test_a_list_that_is_wrong_is_told(prepared: Prepare, place: Path, text: str, says: str) -> None:
    (place / "pictures/metadata.jsonl").write_text(text)
    with pytest.raises(RecipeError) as refused:
        prepared(
            "controlnet", map="canny", pictures=[{"folder": "pictures", "captions": "metadata"}]
        )
    assert refused.value.field.startswith("pictures[0].")
    assert says in refused.value.cause


def test_what_is_wrong_with_partners_is_told_by_the_field(prepared: Prepare, place: Path) -> None:
    def refusal(maps: str | None, **more: Any) -> RecipeError:
        pictures = [{"folder": "pictures", "caption": "a", "maps_folder": maps}]
        with pytest.raises(RecipeError) as refused:
            prepared("controlnet", pictures=pictures, **more)
        return refused.value

    found = refusal("nowhere")
    assert found.field == "pictures[0].maps_folder"
    assert "There is no folder “nowhere”." in found.cause
    (place / "maps/02.png").unlink()
    found = refusal("maps")
    assert found.field == "pictures[0].maps_folder"
    assert "“02.png” has no partner in “maps”." in found.cause
    assert found.remedy
    draw(place / "maps", 1, first=2, size=(64, 32))
    assert "is 64×32 px and “02.png” 64×64 px" in refusal("maps").cause
    (place / "maps/02.png").write_bytes(b"no picture")
    found = refusal("maps")
    assert found.field == "pictures[0].maps_folder"
    assert "02.png is not a picture" in found.cause
    found = refusal(None, map="depth")
    assert found.field == "map"
    assert "underpaint control" in found.remedy
    assert refusal(None, map="inpaint").field == "map"
    assert "tell left from right" in refusal("maps", map="normal", flips=True).cause
