"""Learned words work in any prompt, of any number of vectors, wherever a chunk ends."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor

from core.denoise.begin import begin
from core.denoise.paint import paint
from core.denoise.prompt import encode
from core.errors import UserError
from core.geometry import Rect
from core.models.concepts import identify
from core.models.loading import LoadedModel
from core.request import Concept, RegionPrompt, Request
from core.techniques.textual_inversion import TextualInversion
from tests.techniques.learned import digest, latents_of, save
from tests.tiny_models import tiny_model

REQUEST = Request("a cat", width=64, height=48, steps=2, sampler="euler", seed=1)


@pytest.fixture(scope="module")
def tiny() -> LoadedModel:
    return tiny_model(widths=(16, 24, 32), tokens=48)


def vectors_of(model: LoadedModel, text: str) -> Tensor:
    """What a text is where tokens are looked up, (n, width)."""
    ids = model.tokenizer(text, add_special_tokens=False).input_ids
    found: Tensor = model.text_encoder.get_input_embeddings().weight[ids]
    return found


def encoding(model: LoadedModel, prompt: str, file: str = "", weight: float = 1.0) -> Tensor:
    concepts = (Concept(file, weight),) if file else ()
    with torch.no_grad():
        run, _ = begin(model, replace(REQUEST, prompt=prompt, concepts=concepts))
        return run.encode(prompt).encoding


@pytest.mark.parametrize("shape", ["diffusers", "one vector", "a1111"])
def test_both_forms_of_file_are_read(tiny: LoadedModel, tmp_path: Path, shape: str) -> None:
    """A word taught as the vectors of “red cat” is “red cat”."""
    taught = vectors_of(tiny, "cat" if shape == "one vector" else "red cat")
    tensors = {
        "diffusers": {"<mine>": taught},
        "one vector": {"<mine>": taught[0]},
        "a1111": {"emb_params": taught},
    }[shape]
    file = save(tmp_path / "my-word.safetensors", tensors)
    names = ["my-word", "<my-word>", "MY-WORD"] + ["<mine>"] * (shape != "a1111")
    said = "cat" if shape == "one vector" else "red cat"
    for name in names:
        found = encoding(tiny, f"a {name}, here", file)
        assert torch.equal(found, encoding(tiny, f"a {said}, here"))
    untouched = "a my-words xmy-word"
    assert torch.equal(encoding(tiny, untouched, file), encoding(tiny, untouched))


def test_the_word_may_be_weighed_and_stand_in_long_prompts(
    tiny: LoadedModel, tmp_path: Path
) -> None:
    file = save(tmp_path / "w.safetensors", {"<w>": vectors_of(tiny, "red cat frog")})
    long = "a beach and a rose, " * 9
    found = encoding(tiny, f"{long} (<w>:1.3) on a beach", file)
    assert torch.equal(found, encoding(tiny, f"{long} (red cat frog:1.3) on a beach"))
    assert found.shape[1] > 48


def test_many_vectors_are_not_cut(tiny: LoadedModel, tmp_path: Path) -> None:
    file = save(tmp_path / "w.safetensors", {"<w>": torch.randn(20, 32)})
    both = encoding(tiny, "a " * 30 + "<w>", file)
    assert torch.equal(both[:, 48:], encoding(tiny, "<w>", file))


def test_its_weight_is_a_weight_in_the_prompt(tiny: LoadedModel, tmp_path: Path) -> None:
    file = save(tmp_path / "w.safetensors", {"<w>": vectors_of(tiny, "cat")})
    found = encoding(tiny, "a (<w>:1.2) here", file, weight=1.5)
    torch.testing.assert_close(found, encoding(tiny, "a (cat:1.8) here"))


def test_it_works_in_every_prompt(tiny: LoadedModel, tmp_path: Path) -> None:
    file = save(tmp_path / "w.safetensors", {"<w>": vectors_of(tiny, "frog")})
    for fields in (
        {"prompt": "a {}"},
        {"negative_prompt": "a {}"},
        {"prompt": "a cat AND a {}"},
        {"regions": (RegionPrompt("a {}", box=Rect(0, 0, 32, 48)),)},
    ):

        def said(word: str, fields: dict[str, object] = fields) -> Request:
            given = {
                key: value.format(word)
                if isinstance(value, str)
                else tuple(replace(one, prompt=one.prompt.format(word)) for one in value)  # type: ignore[attr-defined]
                for key, value in fields.items()
            }
            return replace(REQUEST, **given)  # type: ignore[arg-type]

        told: list[str] = []
        paint(tiny, replace(said("<w>"), concepts=(Concept(file),), steps=1), warn=told.append)
        assert told == []
        learned, _ = latents_of(tiny, replace(said("<w>"), concepts=(Concept(file),)))
        assert torch.equal(learned, latents_of(tiny, said("frog"))[0])


def test_a_word_that_no_prompt_has_is_told(tiny: LoadedModel, tmp_path: Path) -> None:
    file = save(tmp_path / "style.safetensors", {"<w>": torch.randn(32)})
    told: list[str] = []
    paint(tiny, replace(REQUEST, techniques=(TextualInversion(file=file),)), warn=told.append)
    assert len(told) == 1
    assert "“<w>”" in told[0]


def test_words_of_other_models_are_refused(tiny: LoadedModel, tmp_path: Path) -> None:
    file = save(tmp_path / "w.safetensors", {"<w>": torch.randn(2, 768)})
    with pytest.raises(UserError, match="768 numbers wide, and those of “Tiny” are 32"):
        paint(tiny, replace(REQUEST, concepts=(Concept(file),)))


def test_sdxls_words_have_vectors_for_both_encoders(tiny: LoadedModel, tmp_path: Path) -> None:
    both = {"clip_l": vectors_of(tiny, "cat"), "clip_g": torch.randn(1, 48)}
    file = save(tmp_path / "w.safetensors", both)
    assert identify(Path(file)).words["w"] == ("clip_l", "clip_g")
    # On a model with the first of the two, its half is enough.
    assert torch.equal(encoding(tiny, "a w", file), encoding(tiny, "a cat"))


def test_nothing_stays_in_the_model(tiny: LoadedModel, tmp_path: Path) -> None:
    file = save(tmp_path / "w.safetensors", {"<w>": torch.randn(3, 32)})
    before, known = digest(tiny), dict(tiny.words)
    request = replace(REQUEST, prompt="a <w>", concepts=(Concept(file),))
    first, second = latents_of(tiny, request)[0], latents_of(tiny, request)[0]
    assert torch.equal(first, second)
    assert digest(tiny) == before
    assert not tiny.text_encoder.get_input_embeddings()._forward_hooks
    # What is remembered of it is told from all else by the file as it is.
    learned = [piece.learned for key in tiny.words.keys() - known.keys() for piece in key[0]]
    assert all(file in str(one.key) for one in learned if one is not None)
    assert not torch.equal(first, latents_of(tiny, replace(REQUEST, prompt="a <w>"))[0])


def test_two_files_of_one_word_are_two_words(tiny: LoadedModel, tmp_path: Path) -> None:
    files = [
        save(tmp_path / f"{name}.safetensors", {"<w>": vectors_of(tiny, name)})
        for name in ("cat", "frog")
    ]
    concepts = tuple(Concept(file) for file in files)
    with torch.no_grad():
        run, _ = begin(tiny, replace(REQUEST, prompt="a <frog>", concepts=concepts))
        pieces = run.pieces("a <frog> and <w>")
        assert len([piece for piece in pieces if piece.learned]) == 2
        assert encode(tiny, pieces).encoding.shape == (1, 48, 32)
