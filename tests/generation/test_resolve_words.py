"""What is written in the prompts, on its way into a request."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.errors import RecipeError
from core.generation.events import Result
from core.generation.resolve import recipe_of, resolved, turns_of, warnings_of
from core.geometry import Rect
from core.models.info import ModelInfo
from core.request import Fill, InpaintSettings, Pixels, RegionPrompt, Request
from core.techniques.attend_and_excite import AttendAndExcite
from core.techniques.instruct_pix2pix import InstructPix2Pix
from core.techniques.semantic_guidance import SemanticGuidance, Slider
from core.words import wildcards

STARTER = ModelInfo("starter", "Starter", "sd1", Path("starter"), size=256)


WRITTEN = Request("a {red|blue} {cat|frog}", seed=5, batch=6)


def test_each_picture_of_a_batch_is_a_turn_with_the_words_that_it_chooses_alone() -> None:
    turns = turns_of(resolved(WRITTEN, STARTER))
    assert len({turn.request.prompt for turn in turns}) > 1
    for i, turn in enumerate(turns):
        (alone,) = turns_of(resolved(Request(WRITTEN.prompt, seed=5 + i), STARTER))
        assert (turn.first, turn.request, turn.chosen) == (i, alone.request, alone.chosen)


def test_pictures_that_differ_in_noise_only_are_painted_at_once() -> None:
    plain = Request("a {cat} [dog]", batch=3)
    (turn,) = turns_of(plain)
    assert turn.request is plain
    (turn,) = turns_of(Request("a {cat|cat}", batch=3))
    assert (turn.request, turn.chosen) == (Request("a cat", batch=3), {"prompt": "a cat"})


def test_noise_under_the_mask_belongs_to_each_picture() -> None:
    source = Pixels(np.full((8, 8, 4), 255, np.uint8))
    mask = Pixels(np.full((8, 8), 255, np.uint8))
    noise = InpaintSettings(fill=Fill.NOISE)
    request = Request("a cat", source=source, mask=mask, inpaint=noise, batch=2, seed=3)
    assert [turn.request.seed for turn in turns_of(request)] == [3, 4]
    assert len(turns_of(replace(request, inpaint=InpaintSettings()))) == 1


def test_a_results_recipe_holds_its_words_whatever_becomes_of_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wildcards, "folder", lambda: tmp_path)
    (tmp_path / "pet.txt").write_text("cat\nfrog\nfox")
    box = Rect(0, 0, 9, 9)
    region = RegionPrompt("a __pet__", negative_prompt="{fog|rain}", box=box, seed=1)
    request = Request("a __pet__", seed=5, batch=4, regions=(region,))
    turns = turns_of(request)
    (tmp_path / "pet.txt").write_text("snail")
    nothing = np.zeros((1, 1, 4), np.uint8)
    recipes = [
        recipe_of(request, Result(turn.first, turn.request.seed, nothing, box, turn.chosen))
        for turn in turns
    ]
    assert recipes == [turn.request for turn in turns]
    assert all("__" not in str(recipe) and "{" not in recipe.prompt for recipe in recipes)
    assert [turns_of(recipe)[0].request for recipe in recipes] == recipes


def test_a_technique_goes_without_words_that_were_passed_over() -> None:
    both = AttendAndExcite(words=("cat", "frog", "ball"))
    one = AttendAndExcite(words=("cat",))
    request = Request("a {cat|frog} and a ball", batch=8, techniques=(both, one))
    animals = set()
    for turn in turns_of(request):
        animal = turn.request.prompt.split()[1]
        animals.add(animal)
        first, *rest = turn.request.techniques
        assert first == AttendAndExcite(words=(animal, "ball"))
        assert rest == ([one] if animal == "cat" else [])
    assert animals == {"cat", "frog"}
    resolved(request, STARTER)
    with pytest.raises(RecipeError, match="“snail”"):
        resolved(replace(request, techniques=(AttendAndExcite(words=("snail",)),)), STARTER)


def test_wildcards_of_what_techniques_say_to_the_model_are_chosen() -> None:
    night = InstructPix2Pix(instruction="make it {night|day}")
    sliders = SemanticGuidance(concepts=(Slider(prompt="a {hat|scarf}"), Slider(prompt="snow")))
    request = Request("a cat", seed=5, techniques=(night, sliders))
    instructed, slid = wildcards.chosen(request).techniques
    assert isinstance(instructed, InstructPix2Pix)
    assert isinstance(slid, SemanticGuidance)
    assert instructed.instruction in ("make it night", "make it day")
    assert slid.concepts[0].prompt in ("a hat", "a scarf")
    assert slid.concepts[1] == sliders.concepts[1]
    plain = Request("a cat", techniques=(SemanticGuidance(concepts=(Slider(prompt="snow"),)),))
    assert wildcards.chosen(plain) is plain


def test_what_cannot_be_read_as_it_was_meant_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wildcards, "folder", lambda: tmp_path)
    (tmp_path / "colour.txt").write_text("red")
    region = RegionPrompt("a (cat", box=Rect(0, 0, 9, 9))
    request = Request("a __colour__ __pet__", "blue", regions=(region,))
    told = warnings_of(request)
    assert [any(word in one for one in told) for word in ("colour", "“pet.txt”", "no partner")] == [
        False,
        True,
        True,
    ]
    assert warnings_of(Request("a (red:1.2) cat AND a dog")) == ()
