"""A request is a value: it compares, travels, and says what it is and what is wrong with it."""

from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np
import pytest

from core.errors import RecipeError
from core.geometry import Rect, Size
from core.request import (
    MAX_SEED,
    Concept,
    Fill,
    InpaintSettings,
    Mode,
    Pixels,
    RegionPrompt,
    Request,
)


def picture(width: int = 40, height: int = 30, alpha: int = 255) -> Pixels:
    array = np.full((height, width, 4), 90, np.uint8)
    array[..., 3] = alpha
    return Pixels(array)


def mask(width: int = 40, height: int = 30, value: int = 255) -> Pixels:
    array = np.zeros((height, width), np.uint8)
    array[5:10, 5:10] = value
    return Pixels(array)


def test_what_is_on_the_canvas_decides_what_it_will_be() -> None:
    text = Request("a cat")
    with_picture = replace(text, source=picture())
    assert text.mode is Mode.TEXT_TO_IMAGE
    assert with_picture.mode is Mode.IMAGE_TO_IMAGE
    assert replace(with_picture, mask=mask()).mode is Mode.INPAINT
    clear = picture().array.copy()
    clear[:7, :, 3] = 0
    assert replace(with_picture, source=Pixels(clear), mask=mask()).mode is Mode.OUTPAINT


def test_clear_pixels_outside_the_mask_make_no_outpaint() -> None:
    clear = picture().array.copy()
    clear[20:, :, 3] = 0
    assert Request("", source=Pixels(clear), mask=mask()).mode is Mode.INPAINT


def test_its_size_is_what_was_asked_or_the_pictures() -> None:
    assert Request("").size is None
    assert Request("", width=64, height=48).size == Size(64, 48)
    assert Request("", source=picture()).size == Size(40, 30)


def test_equal_contents_make_equal_requests() -> None:
    one, other = (Request("a", source=picture(), mask=mask()) for _ in range(2))
    assert one == other
    assert hash(one) == hash(other)
    assert one != replace(one, source=picture(alpha=254))


def test_it_crosses_to_another_process_unchanged_and_read_only() -> None:
    request = Request(
        "🐱", source=picture(), mask=mask(), regions=(RegionPrompt("a", box=Rect(0, 0, 5, 5)),)
    )
    assert request.mode is Mode.INPAINT
    copy = pickle.loads(pickle.dumps(request))
    assert copy == request
    assert copy.source is not None
    with pytest.raises(ValueError, match="read-only"):
        copy.source.array[0, 0, 0] = 1


def test_pixels_are_rgba_or_one_channel() -> None:
    for shape in ((4, 4, 3), (4, 4, 1), (4,), (2, 4, 4, 4)):
        with pytest.raises(ValueError, match="not an 8-bit"):
            Pixels(np.zeros(shape, np.uint8))
    with pytest.raises(ValueError, match="not an 8-bit"):
        Pixels(np.zeros((4, 4), np.float32))  # type: ignore[arg-type]


GOOD = Request(
    "a cat",
    source=picture(),
    mask=mask(),
    regions=(RegionPrompt("a", box=Rect(0, 0, 9, 9)), RegionPrompt("b", mask=mask())),
    inpaint=InpaintSettings(grow=-4, fill=Fill.BLUR, context=Rect(-5, -5, 30, 30)),
)


def test_a_good_request_passes() -> None:
    GOOD.check()
    Request("").check()
    Request("", seed=MAX_SEED).check()


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"steps": 0}, "steps", "from 1 to 1000"),
        ({"steps": 1.5}, "steps", "whole number"),
        ({"width": 0}, "width", "from 1 to 16384"),
        ({"width": 16_385}, "width", "from 1 to 16384"),
        ({"height": -8}, "height", "from 1"),
        ({"batch": 0}, "batch", "from 1 to 64"),
        ({"batch": 65}, "batch", "from 1 to 64"),
        ({"guidance_scale": float("nan")}, "guidance_scale", "from 0 to 50"),
        ({"guidance_scale": float("inf")}, "guidance_scale", "from 0 to 50"),
        ({"strength": 1.01}, "strength", "from 0 to 1"),
        ({"sampler": "magic"}, "sampler", "dpmpp_2m_karras"),
        ({"seed": -1}, "seed", "from 0"),
        ({"seed": MAX_SEED, "batch": 2}, "seed", "smaller seed"),
        ({"variation_strength": 2.0}, "variation_strength", "from 0 to 1"),
        ({"model": " "}, "model", "empty"),
        ({"prompt": "half \ud83d"}, "prompt", "half a character"),
        ({"prompt": "x" * 200_001}, "prompt", "200,000"),
        ({"source": None}, "mask", "Give a source"),
        ({"source": mask()}, "source", "a mask was given"),
        ({"mask": picture()}, "mask", "a picture was given"),
        ({"mask": mask(41)}, "mask", "The mask is 41×30 px and the picture 40×30 px"),
        ({"mask": mask(value=0)}, "mask", "empty"),
        ({"regions": (RegionPrompt("a"),)}, "regions[0]", "either a box or a mask"),
        (
            {"regions": (RegionPrompt("a", box=Rect(0, 0, 9, 9), mask=mask()),)},
            "regions[0]",
            "not both",
        ),
        ({"regions": (RegionPrompt("a", box=Rect(40, 0, 9, 9)),)}, "regions[0].box", "outside"),
        ({"regions": (RegionPrompt("a", box=Rect(0, 0, 0, 9)),)}, "regions[0].box", "nothing"),
        ({"regions": (RegionPrompt("a", mask=mask(8, 8)),)}, "regions[0].mask", "same size"),
        ({"regions": (RegionPrompt("a", box=Rect(0, 0, 9, 9)),) * 65}, "regions", "64"),
        ({"inpaint": InpaintSettings(feather=-1)}, "inpaint.feather", "from 0 to 512"),
        ({"inpaint": InpaintSettings(grow=999)}, "inpaint.grow", "from -512 to 512"),
        ({"inpaint": InpaintSettings(blend=999)}, "inpaint.blend", "from 0 to 512"),
        ({"inpaint": InpaintSettings(context=Rect(0, 0, 0, 0))}, "inpaint.context", "nothing"),
        ({"inpaint": InpaintSettings(context=Rect(90, 0, 9, 9))}, "inpaint.context", "outside"),
        ({"concepts": (Concept("a"),) * 65}, "concepts", "64"),
        ({"concepts": (Concept("a", 5.0),)}, "concepts[0].weight", "from -4 to 4"),
    ],
)
def test_every_wrong_field_is_named(change: dict[str, object], field: str, says: str) -> None:
    with pytest.raises(RecipeError) as caught:
        replace(GOOD, **change).check()  # type: ignore[arg-type]
    assert caught.value.field == field
    assert says.lower() in str(caught.value).lower()


def test_a_context_without_a_picture_is_refused() -> None:
    with pytest.raises(RecipeError, match=r"inpaint\.context: There is no picture"):
        Request("", inpaint=InpaintSettings(context=Rect(0, 0, 9, 9))).check()
