"""Pictures with partners: maps, and what was there before; what is taught to see them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import torch

from core import control
from core.control.kinds import KINDS, Kind
from core.denoise.paint import paint
from core.errors import RecipeError
from core.files.pictures import save_picture
from core.generation.resolve import resolved
from core.geometry import Size
from core.models.controls import find_controls, unfit
from core.models.info import ModelInfo
from core.models.library import find_models, named, read_json
from core.models.loading import LoadedModel
from core.models.shelf import Shelf
from core.recipe import parse_recipe
from core.training.batch import Batch
from core.training.buckets import fit
from core.training.dealing import Dice
from core.training.declare import Partner, Pictures, PictureSet
from core.training.folders import gather, read_picture
from core.training.latents import Latents
from core.training.plan import parse_plan, read_plan
from core.training.prepare import prepare
from tests.tiny_models import save_tiny_model, tiny_model
from tests.training.conftest import Prepare
from tests.training.small import SEEING, draw, trained, write_plan
from tests.training.test_pictures import NoCache
from tests.training.test_results import base, shown

STEPS = 3


def picture(model: LoadedModel, out: Path, prompt: str, **more: Any) -> np.ndarray[Any, Any]:
    recipe = {"model": model.info.id, "prompt": prompt, "seed": 5, "steps": STEPS, **more}
    request = resolved(parse_recipe(recipe, out), model.info)
    return paint(model, request, shelf=Shelf([out]))[0].astype(int)


def plan(kind: str) -> dict[str, Any]:
    """A training that changes much in few steps, and paints at its end."""
    return {"learning_rate": 0.01, "half": False, "sample_prompts": ["a disc"],
            "sample_steps": STEPS, "ema": 0.5}  # fmt: skip


@pytest.mark.parametrize("kind", ["controlnet", "t2i_adapter"])
def test_what_follows_maps_paints_as_at_the_end_of_its_training(
    prepared: Prepare, place: Path, kind: str
) -> None:
    ready, out = prepared(kind, **plan(kind)), place / "out"
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
    says(folder, place)


USED: dict[str, dict[str, Any]] = {
    "instruct_pix2pix": {"source": "../before/00.png", "techniques": [{"id": "instruct_pix2pix"}]},
    "depth2image": {"techniques": [{"id": "depth2image", "depth": "../maps/00.png"}]},
    "inpainting": {"source": "../pictures/00.png", "mask": "middle.png"},
}


@pytest.mark.parametrize("kind", USED)
def test_a_model_that_sees_more_is_found_and_paints_as_at_the_end_of_its_training(
    prepared: Prepare, place: Path, kind: str
) -> None:
    ready, out = prepared(kind, **plan(kind)), place / "out"
    (folder,) = trained(ready, out).files
    info = named(find_models([out]), folder.name)
    channels = {"instruct_pix2pix": 8, "depth2image": 5, "inpainting": 9}[kind]
    assert (info.in_channels, info.problems) == (channels, ())
    middle = np.zeros((64, 64), np.uint8)
    middle[16:48, 16:48] = 255
    cv2.imwrite(str(out / "middle.png"), middle)
    taught = picture(base(info), out, "a disc", **USED[kind])
    assert np.abs(taught - shown(out)).max() <= 2
    says(folder, place)


def says(folder: Path, place: Path) -> None:
    """A result says how it was made, and not where."""
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
    maker = control.named("color")(block=16)  # type: ignore[call-arg]
    partners = (
        Partner("map", "maps_folder", str(tmp_path / "m"), seen=Kind("Map", (0, 0, 255))),
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


def test_maps_of_lines_are_learned_as_they_are_followed(tmp_path: Path) -> None:
    draw(tmp_path / "p", 1)
    (picture,) = (tmp_path / "p").glob("*.png")
    map = np.full((64, 64, 4), 255, np.uint8)
    map[30:33, :, :3] = 0
    (tmp_path / "m").mkdir()
    save_picture(tmp_path / "m" / picture.name, map)
    partner = Partner("map", "maps_folder", str(tmp_path / "m"), seen=KINDS["lineart"])
    (example,) = gather([a_set(tmp_path / "p", partner)])
    latents = Latents(tiny_model(), NoCache())  # type: ignore[arg-type]
    seen = latents.shown(example, fit(example.size, 64, 16), False, "map")
    assert np.array_equal(seen, 255 - map[..., :3])


def test_what_is_shown_in_every_step_is_read_and_made_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(tmp_path, 2)
    partner = Partner("map", "maps_folder", made_by=control.of_kind("canny"))
    examples = gather([a_set(tmp_path, partner)])
    latents = Latents(tiny_model(), NoCache())  # type: ignore[arg-type]
    wanted = [
        latents.pixels(example, fit(example.size, 64, 16), mirrored, "map")
        for example in examples
        for mirrored in (False, True)
    ]
    reads: list[Path] = []
    monkeypatch.setattr(
        "core.training.latents.read_picture",
        lambda file, crop: (reads.append(file), read_picture(file, crop))[1],
    )
    for _ in range(3):
        found = [
            latents.map(example, fit(example.size, 64, 16), mirrored, "map")
            for example in examples
            for mirrored in (False, True)
        ]
        assert all(torch.equal(*both) for both in zip(found, wanted, strict=True))
    assert len(reads) == 4  # each as it is, and mirrored


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


# What is left out, and what is hidden


def drawn(kind: str, count: int, shown: dict[str, torch.Tensor], **fields: Any) -> Batch:
    pictures = SEEING[kind]["pictures"] if "pictures" not in fields else fields["pictures"]
    plan = parse_plan({"kind": kind, **fields, "pictures": pictures}, Path())
    trainer = plan.begin(tiny_model())
    latents = torch.zeros(count, 4, 8, 8)
    given = Batch(latents, latents, torch.zeros(count, dtype=torch.int64), ("say",) * count,
                  torch.ones(count), shown=shown)  # fmt: skip
    return trainer.draw(given, Dice(3))


def test_picture_instruction_or_both_are_left_out_in_equal_parts() -> None:
    """Brooks et al. 2023, section 3.2.1: 5 % each."""
    batch = drawn("instruct_pix2pix", 8000, {"source": torch.ones(8000, 4, 1, 1)})
    seen = batch.shown["source"][:, 0, 0, 0].bool().tolist()
    found = Counter(zip(map(bool, batch.captions), seen, strict=True))
    for left_out in ((False, True), (True, False), (False, False)):
        assert found[left_out] / 8000 == pytest.approx(0.05, abs=0.01)


def test_holes_are_large_and_all_is_hidden_as_often_as_asked() -> None:
    pixels = torch.rand(200, 3, 64, 64) * 2 - 1
    hidden = drawn("inpainting", 200, {"picture": pixels}).shown["hidden"]
    assert set(hidden.unique().tolist()) == {0.0, 1.0}
    parts = hidden.mean((1, 2, 3))
    assert float((parts == 1).float().mean()) == pytest.approx(0.25, abs=0.1)
    assert float(parts.min()) > 0
    assert 0.2 < float(parts[parts < 1].mean()) < 0.8
    assert len(set(parts.tolist())) > 20


def test_what_is_hidden_is_not_seen() -> None:
    """Where a mask is given it counts; the picture under it does not, and that around it does."""
    given = [{"folder": "x", "masks_folder": "m"}]
    hole = torch.full((1, 3, 64, 64), -1.0)
    hole[..., 16:40, 8:33] = 1

    def around(seed: int, place: tuple[slice, slice]) -> torch.Tensor:
        pixels = torch.zeros(1, 3, 64, 64)
        pixels[(..., *place)] = torch.rand(24, 24, generator=torch.Generator().manual_seed(seed))
        shown = {"picture": pixels, "hole": hole}
        found = drawn("inpainting", 1, shown, pictures=given, everything=0.0).shown
        mask = torch.zeros(1, 1, 8, 8)
        mask[..., 2:5, 1:5] = 1
        assert torch.equal(found["hidden"], mask)
        return found["around"]

    under, beside = (slice(16, 40), slice(8, 32)), (slice(16, 40), slice(36, 60))
    assert torch.equal(around(1, under), around(2, under))
    assert not torch.equal(around(1, beside), around(2, beside))


def test_either_all_pictures_have_masks_or_none(prepared: Prepare) -> None:
    some = [{"folder": "pictures", "caption": "a"}, {"folder": "pictures", "masks_folder": "maps"}]
    with pytest.raises(RecipeError, match="Some pictures have masks and some do not"):
        prepared("inpainting", pictures=some)


def test_a_model_that_sees_something_else_already_is_refused(
    prepared: Prepare, place: Path, models: list[ModelInfo]
) -> None:
    save_tiny_model(place / "models/deep", channels=5)
    found = [*models, *find_models([place / "models"])]
    with pytest.raises(RecipeError, match="InstructPix2Pix cannot teach the model “deep”"):
        prepare(read_plan(write_plan(place, "instruct_pix2pix", model="deep")), found, place)
    prepare(read_plan(write_plan(place, "depth2image", model="deep")), found, place)


def test_a_picture_is_encoded_once_whatever_maps_it_has(place: Path) -> None:
    """Control models of several kinds are taught on the same pictures."""

    def keys(name: str, **partner: Any) -> set[str]:
        pictures = Pictures(folder=str(place / "pictures"), caption="x")
        found = gather([PictureSet("", pictures, partners=(Partner("map", "", **partner),))])
        return {example.digest_of(name) for example in found}

    maps, before = {"folder": str(place / "maps")}, {"folder": str(place / "before")}
    made = {"made_by": control.of_kind("canny")}
    assert keys("picture", **maps) == keys("picture", **before) == keys("picture", **made)
    assert len(keys("map", **maps) | keys("map", **before) | keys("map", **made)) == 9
    assert not keys("map", **made) & keys("picture", **made)


@pytest.mark.parametrize("kind", ["instruct_pix2pix", "depth2image", "inpainting"])
def test_the_first_convolution_learns_at_a_rate_of_its_own(
    prepared: Prepare, place: Path, kind: str
) -> None:
    ready = prepared(kind, steps=1, half=False, learning_rate=1e-9, input_rate=0.01)
    (folder,) = trained(ready, place / "out").files
    taught = base(named(find_models([folder]), folder.name)).unet.state_dict()
    own = base(ready.info).unet.state_dict()
    changes = {
        name: float((value[:, :4] - own[name][:, :4]).abs().max())
        if name == "conv_in.weight"
        else float((value - own[name]).abs().max())
        for name, value in taught.items()
    }
    assert changes.pop("conv_in.weight") == pytest.approx(0.01, rel=0.1)
    assert changes.pop("conv_in.bias") == pytest.approx(0.01, rel=0.1)
    assert max(changes.values()) < 1e-6
