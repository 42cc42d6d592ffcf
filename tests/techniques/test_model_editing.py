"""TIME: the formula is the objective's minimum, and nothing of it stays."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from core.denoise.begin import begin
from core.denoise.paint import paint
from core.denoise.prompt import encode, token_ids
from core.denoise.run import Run
from core.errors import FileError, RecipeError, UserError
from core.files import corrections
from core.files.corrections import Correction, load_edits, save_edits
from core.models.loading import LoadedModel
from core.models.plan import TURNS
from core.models.shelf import Shelf
from core.recipe import parse_recipe, to_recipe
from core.request import Concept, Request
from core.techniques.model_editing import SENTENCES, ModelEditing, aligned, kept_lamb, solved
from tests.techniques.learned import digest, kohya_lora, numbers, save
from tests.tiny_models import tiny_model

REQUEST = Request("a rose", width=64, height=48, steps=2, sampler="euler", seed=1)
ROSE = Correction(source="a rose", to="a blue rose")
DOG = Correction(source="the dog", to="the green dog", lamb=0.7)


@pytest.fixture(scope="module")
def tiny() -> LoadedModel:
    return tiny_model(widths=(16, 24, 32), tokens=48)


@contextmanager
def edited(model: LoadedModel, request: Request) -> Iterator[Run]:
    with torch.no_grad(), ExitStack() as held:
        run, _ = begin(model, request)
        for place in run.places:
            held.enter_context(place.weights(run))
        yield run


def editing(*edits: Correction, **settings: Any) -> Request:
    return replace(REQUEST, techniques=(ModelEditing(edits=edits, **settings),))


def layers(model: LoadedModel) -> dict[str, Tensor]:
    return {
        name: module.weight.data.double().clone()
        for name, module in model.unet.named_modules()
        if name.endswith(("attn2.to_k", "attn2.to_v"))
    }


def pairs(run: Run, edit: Correction) -> list[tuple[Tensor, Tensor, float]]:
    """c and c* by the paper's own words: both read, inserted tokens left out."""
    found = []
    for sentence in SENTENCES:
        said = [sentence.format(text) for text in (edit.source, edit.to)]
        read = [run.pieces(text) for text in said]
        both = (encode(run.model, pieces, remember=False) for pieces in read)
        old, new = (words.encoding[0].double() for words in both)
        ids, other = (token_ids(run.model, pieces) for pieces in read)
        kept = iter(range(len(other)))
        end = ids.index(run.model.tokenizer.eos_token_id)
        where = [next(j for j in kept if other[j] == token) for token in ids[: end + 1]]
        where += [min(47, where[-1] + k) for k in range(1, len(ids) - end)]
        found.append((old, new[where], edit.lamb))
    return found


def test_the_edited_layers_are_the_least_of_the_papers_objective(tiny: LoadedModel) -> None:
    own = layers(tiny)
    with edited(tiny, editing(ROSE, DOG)) as run:
        found = layers(tiny)
        wanted = [*pairs(run, ROSE), *pairs(run, DOG)]
    assert len(found) == 14
    for name, new in found.items():
        old = own[name]
        gradient, size = new - old, 0.0
        for c, target, lamb in wanted:
            error = (c @ new.T - target @ old.T).T @ c / lamb
            gradient = gradient + error
            size += float(error.norm())
        # Rounded to the layer's float32, and no other error.
        assert gradient.norm() < 1e-4 * size
        left = old + sum((target @ old.T).T @ c / lamb for c, target, lamb in wanted)
        right = torch.eye(32).double() + sum(c.T @ c / lamb for c, _, lamb in wanted)
        torch.testing.assert_close(new, left @ torch.linalg.inv(right), atol=1e-6, rtol=1e-5)
        assert not torch.allclose(new, old, atol=1e-3)


def test_what_is_told_to_stay_moves_less_and_the_correction_still_holds(tiny: LoadedModel) -> None:
    kept, other = "a cat", "a dog on the left"
    own = layers(tiny)

    def moved(**settings: Any) -> dict[str, float]:
        """How far the layers' answers to prompts move, by how far the corrected one should."""
        with edited(tiny, editing(ROSE, **settings)) as run:
            found = layers(tiny)
        words = {text: run.encode(text).encoding[0].double() for text in (ROSE.source, kept, other)}
        target = run.encode(ROSE.to).encoding[0].double()
        whole = sum(float(((target - words[ROSE.source]) @ w.T).norm()) for w in own.values())
        return {
            text: sum(float((c @ (found[name] - w).T).norm()) for name, w in own.items()) / whole
            for text, c in words.items()
        }

    free, held = moved(), moved(keep=f" {kept} ,, {other}")
    assert held[kept] < 0.5 * free[kept]
    assert held[other] < 0.5 * free[other]
    assert held[ROSE.source] > 0.5 * free[ROSE.source]
    assert moved(keep=" , ") == free


@pytest.mark.parametrize(
    ("corrections", "kept", "lamb"),
    [
        ([0.1], 1, 0.1),
        ([0.1], 50, 5.0),
        ([0.1, 0.1], 50, 2.5),
        ([2.0, 0.5], 1, 0.5),
        ([3.0], 0, 3.0),
    ],
)
def test_all_that_stays_counts_as_all_that_is_corrected(
    corrections: list[float], kept: int, lamb: float
) -> None:
    assert kept_lamb(corrections, kept) == pytest.approx(lamb)


def test_what_is_named_twice_stays_as_firmly_as_what_is_named_once(tiny: LoadedModel) -> None:
    found = []
    for keep in ("a cat, a dog", "a cat, a dog,a cat , a dog"):
        with edited(tiny, editing(ROSE, keep=keep)):
            found.append(layers(tiny))
    once, twice = found
    assert all(torch.equal(once[name], twice[name]) for name in once)


def test_with_one_lambda_it_is_the_papers_formula() -> None:
    dice = torch.Generator().manual_seed(0)

    def some(*shape: int) -> Tensor:
        return torch.randn(*shape, generator=dice, dtype=torch.float64)

    c, target, weight, lamb = some(9, 6), some(9, 6), some(4, 6), 0.1
    wanted = (lamb * weight + (target @ weight.T).T @ c) @ torch.linalg.inv(
        lamb * torch.eye(6, dtype=torch.float64) + c.T @ c
    )
    torch.testing.assert_close(weight @ solved([(c, target, lamb)]), wanted)
    assert torch.allclose(weight @ solved([(c, c, lamb)]), weight)


@pytest.mark.parametrize(
    ("source", "to", "pairs"),
    [
        ([1, 5, 9, 9, 9], [1, 7, 5, 9, 9], [(0, 0), (1, 2), (2, 3), (3, 4), (4, 4)]),
        ([1, 5, 9, 9], [1, 6, 9, 9], [(0, 0), (1, 1), (2, 2), (3, 3)]),
        ([1, 5, 9, 9, 9], [1, 6, 7, 9, 9], [(0, 0), (1, 2), (2, 3), (3, 4), (4, 4)]),
        ([1, 5, 6, 9, 9], [1, 7, 9, 9, 9], [(0, 0), (1, 1), (2, 1), (3, 2), (4, 3)]),
        ([1, 2, 5, 9, 9], [1, 5, 9, 9, 9], [(0, 0), (2, 1), (3, 2), (4, 3)]),
        ([1, 9, 9], [1, 5, 9], [(0, 0), (1, 2), (2, 2)]),
    ],
)
def test_tokens_stand_for_tokens(
    source: list[int], to: list[int], pairs: list[tuple[int, int]]
) -> None:
    """9 is the end. A word inserted, replaced, by two, of two, taken away, and alone."""
    assert list(zip(*aligned(source, to, 9), strict=True)) == pairs


def test_any_two_prompts_align() -> None:
    dice = random.Random(1)
    for _ in range(300):
        source, to = (
            [0, *(dice.randrange(1, 5) for _ in range(dice.randrange(7)))] for _ in range(2)
        )
        source, to = ([*ids, *[9] * (10 - len(ids))] for ids in (source, to))
        old, new = aligned(source, to, 9)
        assert old == sorted(set(old))
        assert all(0 <= p < 10 for p in new)


def test_what_is_switched_off_does_nothing(tiny: LoadedModel) -> None:
    own = layers(tiny)
    for request in (editing(), editing(replace(ROSE, enabled=False))):
        with edited(tiny, request):
            assert all(torch.equal(new, own[name]) for name, new in layers(tiny).items())
    with edited(tiny, editing(ROSE, replace(DOG, enabled=False))):
        one = layers(tiny)
    with edited(tiny, editing(ROSE)):
        assert all(torch.equal(new, one[name]) for name, new in layers(tiny).items())


def test_keys_can_be_left_alone(tiny: LoadedModel) -> None:
    own = layers(tiny)
    with edited(tiny, editing(ROSE, keys=False)):
        for name, new in layers(tiny).items():
            assert torch.equal(new, own[name]) == name.endswith("to_k")


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_afterwards_the_model_is_what_it_was(dtype: torch.dtype) -> None:
    model = tiny_model(widths=(16, 24, 32), tokens=48)
    for module in model.modules:
        for parameter in module.parameters():
            parameter.data = parameter.data.to(dtype)
    model = replace(model, dtype=dtype)
    plain, before = paint(model, REQUEST), digest(model)
    assert (paint(model, editing(ROSE, DOG))[0] != plain[0]).any()
    assert digest(model) == before

    def fail(*_: object) -> None:
        raise RuntimeError("in the middle")

    hook = model.unet.mid_block.register_forward_pre_hook(fail)
    with pytest.raises(RuntimeError, match="middle"):
        paint(model, editing(ROSE))
    hook.remove()
    assert digest(model) == before
    assert (paint(model, REQUEST)[0] == plain[0]).all()


def test_it_is_solved_for_the_model_that_a_lora_makes(tiny: LoadedModel, tmp_path: Path) -> None:
    file = save(tmp_path / "a.safetensors", kohya_lora(numbers(tiny), 1.0))
    before = digest(tiny)
    with edited(tiny, replace(REQUEST, concepts=(Concept(file),))):
        own = layers(tiny)
    with edited(tiny, replace(editing(ROSE), concepts=(Concept(file),))) as run:
        wanted = pairs(run, ROSE)  # read by the text encoder that the LoRA changed
        transform = solved(wanted)
        for name, new in layers(tiny).items():
            torch.testing.assert_close(new, own[name] @ transform, atol=1e-4, rtol=1e-4)
    assert digest(tiny) == before


def test_a_correction_of_a_whole_page_is_refused(tiny: LoadedModel) -> None:
    before = digest(tiny)
    with pytest.raises(UserError, match="too long"):
        paint(tiny, editing(Correction(source="a rose " * 60, to="a blue rose")))
    assert digest(tiny) == before


def test_it_is_written_in_recipes_as_the_contract_says(tmp_path: Path) -> None:
    recipe = {
        "prompt": "a rose",
        "techniques": [{"id": "model_editing", "edits": [{"from": "a rose", "to": "a blue rose"}]}],
    }
    request = parse_recipe(recipe, tmp_path)
    assert request.techniques == (ModelEditing(edits=(ROSE,)),)
    assert parse_recipe(to_recipe(request, embed=True), tmp_path) == request
    for wrong, field in (({"to": "x"}, "from"), ({"from": "x", "to": " "}, "to"),
                         ({"from": "x", "to": "y", "lamb": 0}, "lamb")):  # fmt: skip
        recipe["techniques"] = [{"id": "model_editing", "edits": [wrong]}]
        with pytest.raises(RecipeError) as caught:
            parse_recipe(recipe, tmp_path)
        assert caught.value.field == f"techniques[0].edits[0].{field}"


def test_the_list_is_kept_in_a_small_file(tmp_path: Path) -> None:
    edits = (replace(ROSE, name="Blue roses"), replace(DOG, enabled=False))
    file = tmp_path / "lists/mine.json"
    save_edits(edits, file)
    assert load_edits(file) == edits
    assert [edit.title for edit in edits] == ["Blue roses", "the dog → the green dog"]
    assert file.stat().st_size < 1000


def test_the_artists_own_list_begins_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corrections, "corrections_file", lambda: tmp_path / "c.json")
    assert load_edits() == ()
    save_edits([ROSE])
    assert load_edits() == (ROSE,)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"edits": []}',
        '{"format": "underpaint corrections", "version": 2, "edits": []}',
        '{"format": "underpaint corrections", "version": 1, "edits": 7}',
        '{"format": "underpaint corrections", "version": 1, "edits": [{"from": "a"}]}',
    ],
)
def test_what_is_no_such_file_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "mine.json"
    file.write_text(content)
    with pytest.raises(FileError, match=r"mine\.json") as caught:
        load_edits(file)
    assert caught.value.remedy
    with pytest.raises(FileError):
        load_edits(tmp_path / "none.json")


def test_what_was_solved_is_not_taken_for_another_text_encoders(
    tiny: LoadedModel, tmp_path: Path
) -> None:
    """Nor for that of a learned file that has been taught on since."""
    shelf = Shelf()
    asked: list[int] = []

    def solved_for(model: LoadedModel, request: Request) -> int:
        """How often it was solved anew."""
        before = len(asked)
        with torch.no_grad(), shelf.job(), ExitStack() as held:
            run, _ = begin(model, request, shelf)
            place: Any = run.places[-1]
            transform = place._transform
            place._transform = lambda run: (asked.append(1), transform(run))[1]
            for one in run.places:
                held.enter_context(one.weights(run))
        return len(asked) - before

    file = tmp_path / "word.safetensors"
    word = {"emb_params": torch.randn(1, tiny.text_encoder.config.hidden_size)}
    save(file, word)
    request = replace(editing(ROSE), concepts=(Concept(str(file)),))
    assert solved_for(tiny, request) == 1
    assert solved_for(tiny, request) == 0
    assert solved_for(replace(tiny, plan=TURNS), request) == 0
    save(file, {"emb_params": torch.cat([word["emb_params"]] * 2)})
    assert solved_for(tiny, request) == 1
    for _ in range(3):  # each is let go of before the next is made, at the same place perhaps
        other = replace(tiny, text_encoder=copy.deepcopy(tiny.text_encoder))
        assert solved_for(other, request) == 1
        del other
