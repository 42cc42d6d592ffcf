"""A grid differs in what it says, over the values that are written, and in nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from core.generation.grid import MOST, Pace, Variable, axis_of, cells, variables
from core.refiner import Refiner
from core.request import Concept, Pixels, Request
from core.techniques import techniques


def request(**fields: object) -> Request:
    sega = techniques()["semantic_guidance"]
    slider = sega.__dataclass_fields__["concepts"].metadata["parameter"].of
    source = Pixels(np.full((64, 64, 4), 255, np.uint8))
    made = Request(
        prompt="a red cat on a beach", seed=7, batch=4, source=source,
        techniques=(techniques()["self_attention_guidance"](),
                    sega(concepts=(slider(prompt="sunglasses"), slider(prompt="hat")))),
        concepts=(Concept("/models/fur.safetensors"),),
        refiner=Refiner(),
    )  # fmt: skip
    from dataclasses import replace

    return replace(made, **fields)  # type: ignore[arg-type]


def variable(title: str) -> Variable:
    return next(one for one in variables(request()) if one.title == title)


@pytest.mark.parametrize(
    ("title", "text", "values"),
    [
        ("Steps", "5, 10, 20", (5, 10, 20)),
        ("Steps", "5 - 25 by 10", (5, 15, 25)),
        ("Steps", "8-10", (8, 9, 10)),
        ("Steps", "10 to 50 in 3", (10, 30, 50)),
        ("Guidance", "2.5,7, 2.5", (2.5, 7.0)),
        ("Guidance", "7 – 5 by 1", (7.0, 6.0, 5.0)),
        ("Strength", "0.2 - 0.8 in 4", (0.2, 0.4, 0.6, 0.8)),
        ("Strength", "0 - 1", (0.0, 0.25, 0.5, 0.75, 1.0)),
        ("Sampler", "Euler a, ddim", ("euler_a", "ddim")),
        ("Word of the prompt", "cat, dog, old frog", ("cat", "dog", "old frog")),
        ("“fur”: Weight", "-1 - 1 by 1", (-1.0, 0.0, 1.0)),
        ("VAE", "own, vae-ft-mse", ("", "vae-ft-mse")),
        ("Noise levels", "karras, The sampler's own", ("karras", "")),
        ("Refiner: From", "0.6, 0.8", (0.6, 0.8)),
    ],
)
def test_values_are_lists_and_ranges(title: str, text: str, values: tuple[object, ...]) -> None:
    assert axis_of(variable(title), text).values == values


@pytest.mark.parametrize(
    ("title", "text", "cause"),
    [
        ("Steps", "", "no values"),
        ("Steps", "many", "not a number"),
        ("Steps", "2.5", "not a whole number"),
        ("Steps", "0, 10", "out of range"),
        ("Steps", "1 - 1000 by 1", "values"),
        ("Sampler", "magic", "cannot be “magic”"),
        ("Seed", "5000000000", "too large"),
        ("Word of the prompt", "dog, cat", "not in the prompt"),
    ],
)
def test_what_is_no_value_is_told(title: str, text: str, cause: str) -> None:
    with pytest.raises(UserError) as told:
        axis_of(variable(title), text)
    assert cause in told.value.cause and told.value.remedy


def test_random_seeds_are_drawn_once_and_differ() -> None:
    axis = axis_of(variable("Seed"), "7, 4 random")
    assert axis.values[0] == 7 and len(set(axis.values)) == 5


def test_each_picture_has_the_values_of_its_row_and_column_alone() -> None:
    steps = axis_of(variable("Steps"), "5, 10, 20")
    hat = next(
        v for v in variables(request()) if v.path == ("techniques", 1, "concepts", 1, "scale")
    )
    scale = axis_of(hat, "2, 9")
    grid = cells(request(), steps, scale)
    assert [len(row) for row in grid] == [3, 3]
    for i, row in enumerate(grid):
        for j, one in enumerate(row):
            assert (one.steps, one.batch, one.seed) == (steps.values[j], 1, 7)
            sliders = one.techniques[1].concepts  # type: ignore[attr-defined]
            assert [slider.scale for slider in sliders][1] == scale.values[i]
            assert sliders[0] == request().techniques[1].concepts[0]  # type: ignore[attr-defined]
            assert one.source is grid[0][0].source
    assert (steps.label(1), scale.label(0)) == ("10", "2")


def test_a_word_takes_the_place_of_the_first() -> None:
    (row,) = cells(request(), axis_of(variable("Word of the prompt"), "red cat, blue dog"), None)
    assert [one.prompt for one in row] == ["a red cat on a beach", "a blue dog on a beach"]


def test_too_many_pictures_are_refused_before_any_is_made() -> None:
    seeds, steps = axis_of(variable("Seed"), "20 random"), axis_of(variable("Steps"), "1-20 by 2")
    with pytest.raises(UserError, match=f"{MOST}"):
        cells(request(), seeds, steps)


def test_a_picture_that_cannot_be_is_refused_with_its_place_in_the_table() -> None:
    excited = techniques()["attend_and_excite"](words=("cat",))  # type: ignore[call-arg]
    of_cats = request(techniques=(excited,))
    animals, steps = axis_of(variable("Word of the prompt"), "cat, dog"), variable("Steps")
    with pytest.raises(UserError, match=r"^At dog, 10: .*cat") as told:
        cells(of_cats, animals, axis_of(steps, "10, 20"))
    assert told.value.remedy


@given(st.floats(0.01, 9), st.floats(0, 9), st.integers(1, 8), st.integers(1, 60))
def test_how_long_it_takes_is_known_from_what_took_long(
    step: float, rest: float, batch: int, steps: int
) -> None:
    made = Request(prompt="", batch=batch, steps=steps)
    took = {"load": 99.0, "denoise": step * steps * batch, "decode": rest * batch}
    pace = Pace.of(made, took)
    one = Request(prompt="", steps=2 * steps)
    assert pace.seconds([one, one]) == pytest.approx(2 * (2 * steps * step + rest))


def test_parts_differ_from_picture_to_picture() -> None:
    across = axis_of(variable("VAE"), "own, vae-ft-mse")
    assert [across.label(i) for i in range(2)] == ["The model's own", "vae-ft-mse"]
    made = [across.applied(request(), i).parts.vae for i in range(2)]
    assert made == ["", "vae-ft-mse"]
    titles = [one.title for one in variables(request(sampler="ddim"))]
    assert "Noise levels" not in titles, "it has levels of its own"
