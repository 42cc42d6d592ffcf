"""Who makes the sentences of Pix2Pix Zero: a language model, or the built-in sentence maker."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from core.denoise.begin import begin
from core.denoise.paint import paint
from core.errors import Cancelled, ModelError, RecipeError
from core.generation.resolve import resolved
from core.models import sentence_model
from core.models.loading import LoadedModel
from core.models.shelf import Shelf
from core.recipe import parse_recipe, to_recipe
from core.request import Request
from core.techniques.declare import parse
from core.techniques.pix2pix_zero import Pix2PixZero
from core.words.sentences import TEMPLATES
from desktop.cli import main
from tests.techniques.traces import differences, digest
from tests.tiny_language import save_continuing
from tests.tiny_models import tiny_model

CAT_TO_DOG = Pix2PixZero(source_words="cat", target_words="dog", structure=0.0)
BUILT_IN = replace(CAT_TO_DOG, sentences="built_in")
SPEAKING = replace(CAT_TO_DOG, sentences="language_model")
REQUEST = Request(prompt="a cat on a beach", width=64, height=64, steps=1, sampler="ddim", seed=1)


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Little is enough here."""
    for name, value in (("WANTED", 4), ("ROUNDS", 3), ("LONGEST", 16)):
        monkeypatch.setattr(sentence_model, name, value)


@pytest.fixture(scope="module")
def tiny() -> LoadedModel:
    return tiny_model()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models' folder with a language model in it."""
    made = tmp_path_factory.mktemp("models")
    save_continuing(made / "language/small-gpt")
    return made


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """One with a language model that cannot be used."""
    save_continuing(tmp_path / "language/small-gpt")
    (tmp_path / "language/small-gpt/model.safetensors").unlink()
    return tmp_path


def begun(model: LoadedModel, technique: Pix2PixZero, *dirs: Path) -> tuple[Any, list[str]]:
    """The technique in a run, and what the artist is told."""
    request = replace(REQUEST, techniques=(technique,))
    with torch.no_grad():
        run, _ = begin(model, request, Shelf(dirs))
    return run.places[-1], run.warnings


def direction(place: Any) -> Tensor:
    with torch.no_grad():
        found: Tensor = place._found_direction().encoding
    return found


def test_the_language_model_speaks_where_there_is_one(tiny: LoadedModel, folder: Path) -> None:
    place, warnings = begun(tiny, CAT_TO_DOG, folder)
    spoken, warnings_too = begun(tiny, SPEAKING, folder)
    silent, _ = begun(tiny, CAT_TO_DOG)
    assert place._templates == spoken._templates
    assert not set(place._templates) <= set(TEMPLATES)
    assert silent._templates == begun(tiny, BUILT_IN, folder)[0]._templates == TEMPLATES
    assert not warnings + warnings_too
    assert torch.equal(direction(place), direction(spoken))
    assert not torch.allclose(direction(place), direction(silent), atol=1e-3)


def test_the_same_is_said_of_both(tiny: LoadedModel, folder: Path) -> None:
    """So a thing does not differ from itself, whatever was said of it."""
    same, _ = begun(tiny, replace(SPEAKING, target_words="a cat"), folder)
    assert not direction(same).any()


def test_where_too_little_of_use_is_said_the_built_in_sentences_help(
    tiny: LoadedModel, folder: Path
) -> None:
    place, warnings = begun(tiny, replace(SPEAKING, target_words="(zebra:1.2)"), folder)
    assert warnings == [
        "Of what the language model “small-gpt” said, 0 sentences about “zebra” are of use; "
        "built-in ones were added."
    ]
    assert set(TEMPLATES[: sentence_model.WANTED]) < set(place._templates)


def test_a_broken_one_is_told_and_does_not_stop_who_did_not_ask_for_it(
    tiny: LoadedModel, broken: Path
) -> None:
    place, warnings = begun(tiny, CAT_TO_DOG, broken)
    assert place._templates == TEMPLATES
    assert len(warnings) == 1
    assert "“small-gpt” cannot be used" in warnings[0]
    assert "model.safetensors is missing" in warnings[0]
    assert begun(tiny, BUILT_IN, broken)[1] == []
    with pytest.raises(ModelError, match="“small-gpt” cannot be used"):
        begun(tiny, SPEAKING, broken)


def test_the_recipe_tells_who_spoke(tiny: LoadedModel, folder: Path, broken: Path) -> None:
    def settled(technique: Pix2PixZero, *dirs: Path) -> Pix2PixZero:
        request = replace(REQUEST, techniques=(technique,))
        (made,) = resolved(request, tiny.info, dirs).techniques
        assert isinstance(made, Pix2PixZero)
        return made

    by_name = replace(SPEAKING, language_model="small-gpt")
    for one in (CAT_TO_DOG, SPEAKING, by_name, replace(CAT_TO_DOG, language_model="small-gpt")):
        made = settled(one, folder)
        assert made == by_name
        assert settled(made, folder) == made
        written = to_recipe(replace(REQUEST, techniques=(made,)), embed=True)
        assert parse_recipe(written, folder).techniques == (made,)
    assert settled(CAT_TO_DOG) == settled(BUILT_IN, folder) == BUILT_IN
    assert settled(CAT_TO_DOG, broken) == CAT_TO_DOG


def test_a_recipe_of_before_means_the_same_where_there_is_no_language_model() -> None:
    old = parse(Pix2PixZero, {"id": "pix2pix_zero", "from": "cat", "to": "dog"}, "techniques[0]")
    assert old == Pix2PixZero(source_words="cat", target_words="dog")
    assert isinstance(old, Pix2PixZero)
    assert old.settled([]).sentences == "built_in"


@pytest.mark.parametrize(
    ("values", "field", "told"),
    [
        ({"sentences": "language_model"}, "sentences", "No language model was found"),
        ({"language_model": "other"}, "language_model", "called “other”"),
        ({"sentences": "language_model", "language_model": "other"}, "language_model", "“other”"),
    ],
)
def test_one_that_is_asked_for_and_not_there_is_refused_before_anything_is_loaded(
    tiny: LoadedModel, tmp_path: Path, values: Any, field: str, told: str
) -> None:
    """Other sentences would make another picture than the recipe's."""
    value = {"id": "pix2pix_zero", "from": "cat", "to": "dog"} | values
    technique = parse(Pix2PixZero, value, "techniques[0]")
    with pytest.raises(RecipeError, match=told) as raised:
        resolved(replace(REQUEST, techniques=(technique,)), tiny.info, [tmp_path])
    assert raised.value.field == f"techniques[0].{field}"
    assert str(tmp_path) in raised.value.remedy
    assert "built-in" in raised.value.remedy


def test_from_the_command_line_it_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "recipe.json"
    technique = {"id": "pix2pix_zero", "from": "cat", "to": "dog", "sentences": "language_model"}
    file.write_text(json.dumps({"prompt": "a cat", "techniques": [technique]}))
    assert main(["generate", str(file), "--out", str(tmp_path / "out")]) == 2
    assert "techniques[0].sentences: No language model was found" in capsys.readouterr().err


def test_forms_say_what_is_missing_and_where_it_belongs(folder: Path, broken: Path) -> None:
    assert Pix2PixZero.lacks([folder]) == Pix2PixZero.lacks([broken, folder]) == ""
    assert "model.safetensors is missing" in Pix2PixZero.lacks([broken])
    nothing = Pix2PixZero.lacks([folder.parent / "empty"])
    assert "No language model was found" in nothing
    assert str(folder.parent / "empty/language") in nothing


@pytest.mark.parametrize("ending", ["done", "cancelled"])
def test_it_leaves_no_trace(tiny: LoadedModel, folder: Path, ending: str) -> None:
    request = replace(REQUEST, techniques=(SPEAKING,))
    paint(tiny, REQUEST)  # what libraries leave the first time is not ours
    before = digest(tiny)
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return ending == "cancelled" and len(asked) > 30

    if ending == "done":
        pictures = paint(tiny, request, shelf=Shelf([folder]), cancelled=cancelled)
        again = paint(tiny, request, shelf=Shelf([folder]))
        assert (pictures[0] == again[0]).all()
    else:
        with pytest.raises(Cancelled):
            paint(tiny, request, shelf=Shelf([folder]), cancelled=cancelled)
        assert len(asked) == 31
    assert differences(before, digest(tiny)) == []
