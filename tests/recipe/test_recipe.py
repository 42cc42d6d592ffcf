"""Recipes: what is right comes back equal, what is wrong is refused naming the field."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.errors import FileError, RecipeError
from core.files.pictures import save_picture
from core.generation.resolve import picture_of
from core.geometry import Rect
from core.recipe import parse_recipe, read_recipe, to_recipe
from core.request import (
    MAX_SEED,
    SAMPLERS,
    Fill,
    InpaintSettings,
    Mode,
    Pixels,
    RegionPrompt,
    Request,
)
from core.steering import Steer

NOWHERE = Path()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Pictures that recipes name."""
    rng = np.random.default_rng(1)
    save_picture(tmp_path / "picture.png", rng.integers(0, 256, (30, 40, 3), np.uint8))
    white = Image.new("L", (40, 30))
    white.paste(255, (10, 10, 20, 20))
    white.save(tmp_path / "mask.png")
    Image.new("L", (40, 30), 0).save(tmp_path / "black.png")
    Image.new("L", (40, 30), 255).save(tmp_path / "white.png")
    Image.new("L", (41, 30), 255).save(tmp_path / "other-size.png")
    Image.new("RGB", (1, 1), "red").save(tmp_path / "1x1.png")
    Image.new("L", (1, 1), 255).save(tmp_path / "1x1-mask.png")
    (tmp_path / "text.png").write_text("no picture")
    content = (tmp_path / "picture.png").read_bytes()
    (tmp_path / "truncated.png").write_bytes(content[: len(content) // 2])
    for ending in ("jpg", "webp"):
        Image.open(tmp_path / "picture.png").save(tmp_path / f"whole.{ending}")
        content = (tmp_path / f"whole.{ending}").read_bytes()
        (tmp_path / f"truncated.{ending}").write_bytes(content[: len(content) // 2])
    Image.new("1", (16_385, 4)).save(tmp_path / "enormous.png")
    return tmp_path


def test_a_prompt_is_enough() -> None:
    assert parse_recipe({"prompt": "a cat"}, NOWHERE) == Request("a cat")


def test_all_of_a_recipe_is_read(folder: Path) -> None:
    request = parse_recipe(
        {
            "model": "starter",
            "prompt": "a cat and a frog on a beach",
            "negative_prompt": "fog",
            "width": 40,
            "height": 30,
            "steps": 12,
            "sampler": "euler_a",
            "guidance_scale": 5,
            "seed": 7,
            "batch": 4,
            "source": "picture.png",
            "strength": 0.7,
            "mask": "mask.png",
            "regions": [
                {"prompt": "a red balloon", "box": [16, 16, 20, 10]},
                {"prompt": "a frog", "negative_prompt": "toad", "mask": "mask.png"},
            ],
            "inpaint": {"grow": 3, "fill": "noise", "context": [0, 0, 32, 24]},
            "variation_seed": 9,
            "variation_strength": 0.25,
        },
        folder,
    )
    assert request.mode is Mode.INPAINT
    assert request.mask is not None
    assert request.mask.array[15, 15] == 255
    assert request.regions[0].box == Rect(16, 16, 20, 10)
    assert request.regions[1].mask == request.mask
    assert request.inpaint == InpaintSettings(3, fill=Fill.NOISE, context=Rect(0, 0, 32, 24))
    assert request.inpaint.fill is Fill.NOISE
    assert (request.batch, request.guidance_scale, request.strength) == (4, 5.0, 0.7)


def test_a_picture_with_clear_parts_and_no_mask_is_outpainted(tmp_path: Path) -> None:
    pixels = np.full((20, 30, 4), 200, np.uint8)
    pixels[..., 3] = 255
    pixels[:, 20:, 3] = 0
    pixels[:, 19, 3] = 100
    save_picture(tmp_path / "a.png", pixels)
    request = parse_recipe({"prompt": "", "source": "a.png"}, tmp_path)
    assert request.mode is Mode.OUTPAINT
    assert request.mask is not None
    assert request.mask.array[0].tolist() == [0] * 19 + [155] + [255] * 10


@pytest.mark.parametrize(
    "prompt",
    ["", "word " * 10_000, "🐱🏳️‍🌈👩🏽‍🚀" * 50, "日本語 العربية ", "a\nb\tc\0d", "((((", "(:1.3)"],
)
def test_any_text_may_be_a_prompt(prompt: str) -> None:
    request = parse_recipe({"prompt": prompt}, NOWHERE)
    assert request.prompt == prompt
    assert parse_recipe(json.loads(json.dumps(to_recipe(request, embed=True))), NOWHERE) == request


def test_masks_all_white_and_all_black(folder: Path) -> None:
    recipe = {"prompt": "", "source": "picture.png"}
    assert parse_recipe(recipe | {"mask": "white.png"}, folder).mode is Mode.INPAINT
    with pytest.raises(RecipeError, match="mask: The mask is empty: nothing would be repainted"):
        parse_recipe(recipe | {"mask": "black.png"}, folder)


def test_a_single_pixel_is_a_picture(folder: Path) -> None:
    recipe = {"prompt": "", "source": "1x1.png", "mask": "1x1-mask.png"}
    assert parse_recipe(recipe, folder).size == (1, 1)


def test_a_seed_of_null_is_drawn_and_kept() -> None:
    drawn = {parse_recipe({"prompt": "", "seed": None}, NOWHERE).seed for _ in range(5)}
    assert len(drawn) > 1
    assert all(0 <= seed <= MAX_SEED for seed in drawn)


# Wrong, one field at a time

WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"prompt": 5}, "prompt", "not a text"),
    ({"prompt": None}, "prompt", "not a text"),
    ({"prompt": ["a"]}, "prompt", "not a text"),
    ({"negative_prompt": 5}, "negative_prompt", "not a text"),
    ({"model": 5}, "model", "not a text"),
    ({"model": ""}, "model", "empty"),
    ({"width": "256"}, "width", "not a whole number"),
    ({"width": 0}, "width", "out of range"),
    ({"width": 256.5}, "width", "not a whole number"),
    ({"height": 10**30}, "height", "out of range"),
    ({"height": True}, "height", "not a whole number"),
    ({"steps": -1}, "steps", "out of range"),
    ({"steps": None}, "steps", "null is not a whole number"),
    ({"sampler": "DPM++"}, "sampler", "Choose one of: euler"),
    ({"sampler": 3}, "sampler", "There is no 3"),
    ({"guidance_scale": "high"}, "guidance_scale", "not a number"),
    ({"guidance_scale": -0.1}, "guidance_scale", "out of range"),
    ({"seed": -1}, "seed", "out of range"),
    ({"seed": 2**32}, "seed", "out of range"),
    ({"seed": "lucky"}, "seed", "not a whole number"),
    ({"batch": 0}, "batch", "out of range"),
    ({"batch": 1000}, "batch", "out of range"),
    ({"strength": 1.5}, "strength", "out of range"),
    ({"strength": "strong"}, "strength", "not a number"),
    ({"source": 5}, "source", "not the name of a picture file"),
    ({"source": ""}, "source", "not the name of a picture file"),
    ({"source": "none.png"}, "source", "There is no file none.png"),
    ({"source": "text.png"}, "source", "not a picture"),
    ({"source": "truncated.png"}, "source", "damaged"),
    ({"source": "truncated.jpg"}, "source", "damaged"),
    ({"source": "truncated.webp"}, "source", "damaged"),
    ({"source": "enormous.png"}, "source", "16,384 px a side are the most"),
    ({"source": "."}, "source", "folder"),
    ({"source": "a\0b"}, "source", "not the name of a file"),
    ({"source": "http://example.org/a.png"}, "source", "is an address"),
    ({"source": "data:image/png,abc"}, "source", "not in base64"),
    ({"source": "data:image/png;base64,%%%"}, "source", "damaged"),
    ({"source": "data:image/png;base64,aGVsbG8="}, "source", "not a picture"),
    ({"mask": "mask.png", "source": None}, "mask", "no picture that it belongs to"),
    ({"mask": "other-size.png"}, "mask", "The mask is 41×30 px and the picture 40×30 px"),
    ({"mask": "black.png"}, "mask", "empty"),
    ({"mask": "none.png"}, "mask", "There is no file"),
    ({"mask": []}, "mask", "not the name of a picture file"),
    ({"regions": {}}, "regions", "not a list"),
    ({"regions": ["a"]}, "regions[0]", "not an object"),
    ({"regions": [{"box": [0, 0, 8, 8]}]}, "regions[0].prompt", "missing"),
    ({"regions": [{"prompt": "a"}]}, "regions[0]", "either a box or a mask"),
    ({"regions": [{"prompt": "a", "box": [0, 0, 8]}]}, "regions[0].box", "not a box"),
    ({"regions": [{"prompt": "a", "box": "all"}]}, "regions[0].box", "not a box"),
    ({"regions": [{"prompt": "a", "box": [0, 0, 8, 0.5]}]}, "regions[0].box", "not a box"),
    ({"regions": [{"prompt": "a", "box": [0, 0, 8, 10**9]}]}, "regions[0].box", "not a box"),
    ({"regions": [{"prompt": "a", "box": [0, 0, -8, 8]}]}, "regions[0].box", "covers nothing"),
    ({"regions": [{"prompt": "a", "box": [90, 0, 8, 8]}]}, "regions[0].box", "outside"),
    ({"regions": [{"prompt": "a", "mask": "none.png"}]}, "regions[0].mask", "no file"),
    ({"regions": [{"prompt": "a", "mask": "other-size.png"}]}, "regions[0].mask", "same size"),
    (
        {"regions": [{"prompt": "a", "box": [0, 0, 8, 8]}, {"prompt": 5, "box": [0, 0, 8, 8]}]},
        "regions[1].prompt",
        "not a text",
    ),
    (
        {"regions": [{"prompt": "a", "box": [0, 0, 8, 8], "colour": 1}]},
        "regions[0].colour",
        "no such field",
    ),
    ({"techniques": "all"}, "techniques", "not a list"),
    ({"techniques": [5]}, "techniques[0]", "not an object"),
    ({"techniques": [{}]}, "techniques[0].id", "missing"),
    ({"techniques": [{"id": "magic"}]}, "techniques[0].id", "no technique"),
    ({"techniques": [{"id": None}]}, "techniques[0].id", "missing"),
    ({"concepts": {}}, "concepts", "not a list"),
    ({"concepts": [{}]}, "concepts[0].file", "missing"),
    ({"concepts": [{"file": "a", "weight": "much"}]}, "concepts[0].weight", "not a number"),
    ({"concepts": [{"file": "a.safetensors", "weight": 9}]}, "concepts[0].weight", "from -4 to 4"),
    ({"concepts": [{"file": "a\0b"}]}, "concepts[0].file", "not the name of a file"),
    ({"inpaint": []}, "inpaint", "not an object"),
    ({"inpaint": {"grow": 1.5}}, "inpaint.grow", "not a whole number"),
    ({"inpaint": {"feather": -1}}, "inpaint.feather", "out of range"),
    ({"inpaint": {"blend": "wide"}}, "inpaint.blend", "not a whole number"),
    ({"inpaint": {"fill": "lava"}}, "inpaint.fill", "Choose one of: keep"),
    ({"inpaint": {"match_colours": 1}}, "inpaint.match_colours", "neither true nor false"),
    ({"inpaint": {"context": [1, 2]}}, "inpaint.context", "not a box"),
    ({"inpaint": {"context": [500, 0, 5, 5]}}, "inpaint.context", "outside"),
    ({"inpaint": {"colour": 1}}, "inpaint.colour", "no such field"),
    ({"variation_seed": -1}, "variation_seed", "out of range"),
    ({"variation_strength": 1.1}, "variation_strength", "out of range"),
    ({"parts": []}, "parts", "not an object"),
    ({"parts": {"vea": "a"}}, "parts.vea", "no such field"),
    ({"parts": {"vae": 5}}, "parts.vae", "not a text"),
    ({"parts": {"prediction_type": "sample"}}, "parts.prediction_type", "There is no"),
    ({"parts": {"sigmas": "linear"}}, "parts.sigmas", "There is no"),
    ({"parts": {"sigmas": "karras"}, "sampler": "ddim"}, "parts.sigmas", "of its own"),
    ({"parts": {"zero_snr": 1}}, "parts.zero_snr", "neither true"),
    ({"parts": {"zero_snr": True}, "sampler": "pndm"}, "parts.zero_snr", "pure noise"),
    ({"parts": {"shift": 0}}, "parts.shift", "out of range"),
    ({"parts": {"guidance_rescale": 2}}, "parts.guidance_rescale", "out of range"),
    ({"refiner": "sdxl"}, "refiner", "not an object"),
    ({"refiner": {"start": 2}}, "refiner.start", "out of range"),
    ({"refiner": {"aesthetic_score": -1}}, "refiner.aesthetic_score", "out of range"),
    ({"upscale": 2}, "upscale", "not an object"),
    ({"upscale": {"factor": 0}}, "upscale.factor", "out of range"),
    ({"steering": {}}, "steering", "not a list"),
    ({"steering": [{}]}, "steering[0].step", "missing"),
    ({"steering": [{"step": 0}]}, "steering[0].step", "out of range"),
    ({"steering": [{"step": 20}]}, "steering[0].step", "of 20 steps"),
    ({"steering": [{"step": 4}, {"step": 4}]}, "steering[1].step", "after 4"),
    ({"steering": [{"step": 4, "prompt": 5}]}, "steering[0].prompt", "not a text"),
    ({"steering": [{"step": 4, "seeds": 5}]}, "steering[0].seeds", "no such field"),
    ({"steering": [{"step": 4, "mask": "none.png"}]}, "steering[0].mask", "no file"),
    ({"steering": [{"step": 4, "mask": "black.png"}]}, "steering[0].mask", "empty"),
    ({"steering": [{"step": 4, "painted": "1x1.png"}]}, "steering[0].painted", "same size"),
    ({"steering": [{"step": 4, "strength": 0}]}, "steering[0].strength", "out of range"),
    (
        {"source": None, "mask": None, "steering": [{"step": 4, "strength": 0.5}]},
        "steering[0].strength",
        "no source",
    ),
    (
        {"source": "picture.png", "steering": [{"step": 4, "strength": 0.2}]},
        "steering[0].strength",
        "Choose 25 % or more",
    ),
    (
        {"source": "picture.png", "sampler": "pndm", "steering": [{"step": 4, "strength": 0.9}]},
        "steering[0].strength",
        "PNDM",
    ),
    (
        {
            "source": "picture.png",
            "techniques": [{"id": "ledits", "concepts": [{"prompt": "a cat"}]}],
            "steering": [{"step": 4, "strength": 0.9}],
        },
        "steering[0].strength",
        "from its first step on",
    ),
    (
        {"steering": [{"step": 4, "techniques": [{"id": "magic"}]}]},
        "steering[0].techniques[0].id",
        "no technique",
    ),
    (
        {"steering": [{"step": 4, "techniques": [{"id": "ledits"}]}]},
        "steering[0].techniques",
        "from its first step on",
    ),
    ({"stepps": 3}, "stepps", "no such field"),
]


def test_steering_comes_back_equal_and_is_left_out_where_there_is_none(folder: Path) -> None:
    recipe = {
        "prompt": "a cat",
        "source": "picture.png",
        "mask": "mask.png",
        "techniques": [{"id": "self_attention_guidance"}],
        "steering": [
            {"step": 3, "prompt": "", "guidance_scale": 0, "painted": "picture.png"},
            {"step": 8, "mask": "white.png", "techniques": [], "strength": 0.9},
            {
                "step": 9,
                "seed": 4,
                "variation": 0.25,
                "techniques": [{"id": "self_attention_guidance", "scale": 2}],
            },
        ],
    }
    request = parse_recipe(recipe, folder)
    first, second, third = request.steering
    assert (first.prompt, first.guidance_scale, first.negative_prompt) == ("", 0.0, None)
    assert first.painted == request.source and first.techniques is None
    assert (first.strength, second.strength) == (None, 0.9)
    assert second.techniques == () and second.mask is not None and second.mask.array.all()
    assert third.techniques is not None and third.techniques[0].scale == 2  # type: ignore[attr-defined]
    again = json.loads(json.dumps(to_recipe(request, embed=True)))
    assert parse_recipe(again, NOWHERE) == request
    shown = to_recipe(request, embed=False)
    assert shown["steering"][0] == {"step": 3, "prompt": "", "guidance_scale": 0.0}
    assert "steering" not in to_recipe(replace(request, steering=()), embed=True)


def test_a_picture_of_a_batch_carries_the_steering_that_made_it(folder: Path) -> None:
    steers = Steer(step=3, seed=10), Steer(step=5, prompt="a dog", first=2)
    request = Request("a cat", batch=3, steering=steers)
    assert picture_of(request, 1).steering == (Steer(step=3, seed=11),)
    assert picture_of(request, 2).steering == (
        Steer(step=3, seed=12),
        Steer(step=5, prompt="a dog"),
    )


@pytest.mark.parametrize(("change", "field", "says"), WRONG)
def test_every_wrong_field_is_refused_by_its_name(
    folder: Path, change: dict[str, Any], field: str, says: str
) -> None:
    good = {"prompt": "a cat", "source": "picture.png", "mask": "mask.png"}
    parse_recipe(good, folder)
    with pytest.raises(RecipeError) as caught:
        parse_recipe(good | change, folder)
    assert caught.value.field == field
    assert str(caught.value).startswith(f"{field}: ")
    assert says in str(caught.value)


def test_the_table_has_every_field() -> None:
    from core.parameters import parameters
    from core.recipe import LISTED

    covered = {field.split("[")[0].split(".")[0] for _, field, _ in WRONG}
    assert {*parameters(Request), *LISTED} <= covered


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
FIELDS = [
    "prompt", "negative_prompt", "model", "width", "height", "steps", "sampler", "guidance_scale",
    "seed", "batch", "source", "strength", "mask", "regions", "techniques", "concepts", "inpaint",
    "variation_seed", "variation_strength",
]  # fmt: skip


@given(field=st.sampled_from(FIELDS), value=JSON)
def test_whatever_a_field_holds_it_is_read_or_named(field: str, value: Any) -> None:
    try:
        request = parse_recipe({"prompt": "a"} | {field: value}, Path("/nonexistent"))
    except RecipeError as error:
        assert error.field.split("[")[0].split(".")[0] in (field, "mask")
        assert error.cause
    else:
        request.check()


@given(JSON)
def test_whatever_a_recipe_is_it_is_read_or_refused(value: Any) -> None:
    try:
        parse_recipe(value, Path("/nonexistent"))
    except RecipeError as error:
        assert error.field


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is not JSON"),
        (b"{", "is not JSON: .* in line 1"),
        (b'{"prompt": "a"', "is not JSON"),
        (b'{"prompt": "a", "seed": NaN}', "NaN is not a number that JSON knows"),
        (b'{"prompt": "a", "seed": 1, "seed": 2}', "seed: This field is there twice"),
        (b"\xff\xfe\x00", "is not text in UTF-8"),
        (b"[" * 100_000, "nested too deeply|is not JSON"),
        (b'{"prompt": "a", "seed": ' + b"9" * 5000 + b"}", "is not JSON|out of range"),
        (b"[]", "is not an object"),
        (b"null", "null is not an object"),
        (b"{}", "prompt: This field is missing"),
    ],
)
def test_files_that_are_no_recipes_say_so(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "r.json").write_bytes(content)
    with pytest.raises(RecipeError, match=says):
        read_recipe(tmp_path / "r.json")


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "r.json").write_bytes(b'\xef\xbb\xbf{"prompt": "a"}')
    assert read_recipe(tmp_path / "r.json") == Request("a")


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"There is no file r\.json"):
        read_recipe(tmp_path / "r.json")
    with pytest.raises(FileError, match="is a folder"):
        read_recipe(tmp_path)


# Out and in again


@st.composite
def requests(draw: st.DrawFn) -> Request:
    width, height = draw(st.integers(1, 12)), draw(st.integers(1, 12))

    def pixels(*channels: int) -> Pixels:
        seed = draw(st.integers(0, 99))
        values = np.random.default_rng(seed).integers(0, 256, (height, width, *channels), np.uint8)
        if not channels:
            values[0, 0] = 200
        return Pixels(values)

    box = st.builds(Rect, st.just(0), st.just(0), st.integers(1, 99), st.integers(1, 99))
    regions = draw(
        st.lists(
            st.builds(RegionPrompt, st.text(max_size=9), st.text(max_size=9), box)
            | st.builds(lambda: RegionPrompt("m", mask=pixels())),
            max_size=2,
        )
    )
    return Request(
        prompt=draw(st.text(max_size=20)),
        negative_prompt=draw(st.text(max_size=20)),
        steps=draw(st.integers(1, 1000)),
        sampler=draw(st.sampled_from(sorted(SAMPLERS))),
        guidance_scale=draw(st.floats(0, 50)),
        seed=draw(st.integers(0, MAX_SEED - 64)),
        batch=draw(st.integers(1, 64)),
        source=pixels(4),
        strength=draw(st.none() | st.floats(0, 1)),
        mask=pixels(),
        regions=tuple(regions),
        inpaint=draw(
            st.builds(
                InpaintSettings,
                st.integers(-512, 512),
                st.integers(0, 512),
                st.integers(0, 512),
                st.sampled_from(Fill),
                st.none() | box,
                st.booleans(),
            )
        ),
        variation_seed=draw(st.integers(0, MAX_SEED)),
        variation_strength=draw(st.floats(0, 1)),
    )


@given(requests())
def test_a_request_comes_back_equal_from_its_recipe(request: Request) -> None:
    recipe = json.loads(json.dumps(to_recipe(request, embed=True)))
    assert parse_recipe(recipe, Path("/nonexistent")) == request


@given(requests())
def test_without_pictures_a_recipe_is_short(request: Request) -> None:
    recipe = to_recipe(request, embed=False)
    assert "source" not in recipe
    assert "mask" not in recipe
    assert "data:" not in json.dumps(recipe)


def test_a_saved_picture_is_a_recipe(tmp_path: Path) -> None:
    request = Request("a 🐱", seed=3, source=Pixels(np.full((9, 9, 4), 255, np.uint8)), steps=4)
    for ending in ("png", "jpg", "webp"):
        file = tmp_path / f"a.{ending}"
        save_picture(file, np.zeros((9, 9, 3), np.uint8), to_recipe(request, embed=True))
        assert read_recipe(file) == request


def test_a_picture_without_a_recipe_says_so(folder: Path) -> None:
    with pytest.raises(RecipeError, match=r"picture\.png carries no recipe"):
        read_recipe(folder / "picture.png")


def test_defaults_are_those_that_are_documented() -> None:
    recipe = to_recipe(replace(Request("a cat"), seed=7), embed=True)
    assert recipe == {
        "prompt": "a cat",
        "negative_prompt": "",
        "model": "starter",
        "steps": 20,
        "sampler": "dpmpp_2m",
        "guidance_scale": 5.0,
        "seed": 7,
        "batch": 1,
        "variation_seed": 0,
        "variation_strength": 0.0,
    }


def test_recipes_and_techniques_are_read_without_torch() -> None:
    """A wrong recipe is refused at once: what takes seconds is not imported for it."""
    program = (
        "import sys, core.recipe, core.techniques, core.files.openraster, core.settings\n"
        "core.techniques.techniques()\n"
        "print([name for name in ('torch', 'diffusers', 'PySide6') if name in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120
    )
    assert said.stdout.strip() == "[]"
