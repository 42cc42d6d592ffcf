"""Upscaling in a recipe: read, refused with the field's name, written, and the sizes it makes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RecipeError
from core.geometry import Size
from core.recipe import parse_recipe, to_recipe
from core.request import Pixels, Request
from core.upscale import OVERLAP, TILE, Upscale, only, passes, starts

HERE = Path()
PHOTO = Pixels(np.full((30, 40, 4), 255, np.uint8))
CLEAR = Pixels(np.dstack([np.full((30, 40, 3), 9, np.uint8), np.eye(30, 40, dtype=np.uint8)]))


def test_a_recipe_without_it_is_what_it_was():
    assert parse_recipe({"prompt": "a cat"}, HERE) == Request("a cat")
    assert "upscale" not in to_recipe(Request("a cat"), embed=True)
    assert parse_recipe({"prompt": "a cat", "upscale": None}, HERE) == Request("a cat")


@pytest.mark.parametrize(
    "upscale",
    [
        Upscale(),
        Upscale(factor=3.5, strength=0.3),
        Upscale(width=100),
        Upscale(height=50, upscaler="4x-UltraSharp"),
        Upscale(width=100, height=50, strength=1.0),
    ],
)
def test_what_is_written_is_read_back(upscale: Upscale) -> None:
    request = Request("a cat", source=PHOTO, strength=0.0, upscale=upscale)
    assert parse_recipe(to_recipe(request, embed=True), HERE) == request


@pytest.mark.parametrize(
    ("upscale", "field"),
    [
        ({"factor": 0.5}, "upscale.factor"),
        ({"factor": "2"}, "upscale.factor"),
        ({"factor": float("nan")}, "upscale.factor"),
        ({"width": 0}, "upscale.width"),
        ({"height": 1.5}, "upscale.height"),
        ({"strength": 1.1}, "upscale.strength"),
        ({"upscaler": ""}, "upscale.upscaler"),
        ({"scale": 2}, "upscale.scale"),
        (2, "upscale"),
    ],
)
def test_every_wrong_field_is_named(upscale: object, field: str) -> None:
    with pytest.raises(RecipeError) as caught:
        parse_recipe({"prompt": "", "upscale": upscale}, HERE)
    assert caught.value.field == field
    assert caught.value.cause


def test_a_picture_that_would_become_too_large_is_refused():
    wide = Pixels(np.full((1, 2000, 4), 255, np.uint8))
    with pytest.raises(RecipeError, match="20000×10 px") as caught:
        Request("", source=wide, upscale=Upscale(factor=10)).check()
    assert caught.value.field == "upscale.factor"
    Request("", source=wide, upscale=Upscale(factor=8)).check()


def test_a_transparent_source_stays_transparent_when_it_is_only_enlarged():
    def request(**fields: object) -> Request:
        recipe = to_recipe(replace(Request("", source=CLEAR, strength=0.0), **fields), embed=True)
        return parse_recipe(recipe, HERE)

    assert only(request(upscale=Upscale())) and request(upscale=Upscale()).mask is None
    # Anything else is an outpainting, as before.
    assert request().mask is not None
    assert request(upscale=Upscale(), strength=0.5).mask is not None


@pytest.mark.parametrize(
    ("upscale", "size"),
    [
        (Upscale(factor=2), Size(80, 60)),
        (Upscale(factor=1.33), Size(53, 40)),
        (Upscale(width=100), Size(100, 75)),
        (Upscale(height=100), Size(133, 100)),
        (Upscale(width=7, height=300), Size(7, 300)),
        (Upscale(factor=3, width=40), Size(40, 30)),
    ],
)
def test_the_size_is_the_factors_or_the_one_that_is_named(upscale: Upscale, size: Size) -> None:
    assert upscale.target(Size(40, 30)) == size


@given(st.integers(1, 5000))
def test_tiles_cover_a_side_evenly_and_overlap_enough(length: int) -> None:
    found = starts(length)
    assert found[0] == 0
    assert found[-1] + TILE == length or (found == [0] and length <= TILE)
    gaps = np.diff(found)
    assert (gaps > 0).all() and (gaps <= TILE - OVERLAP).all()
    assert gaps.max(initial=0) - gaps.min(initial=TILE) <= 1


@pytest.mark.parametrize(
    ("scale", "factor", "times"),
    [(2, 1, 1), (2, 2, 1), (2, 2.5, 1), (2, 3, 2), (2, 4, 2), (2, 8, 3), (4, 2, 1), (4, 4, 1),
     (4, 5, 1), (4, 8, 2), (4, 16, 2), (1, 4, 1)],
)  # fmt: skip
def test_a_network_is_used_as_often_as_the_factor_is_worth(
    scale: int, factor: float, times: int
) -> None:
    assert passes(scale, factor) == times
