"""Weights act on encodings as they are said to, in chunks of any number."""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch
from torch import Tensor

from core.denoise.conditions import Learned, Piece, Weighing
from core.denoise.prompt import encode, token_ids
from core.models.loading import LoadedModel
from core.words.grammar import read
from tests.tiny_models import tiny_model


@pytest.fixture(scope="module")
def tiny() -> LoadedModel:
    return tiny_model(widths=(16, 24, 32), tokens=48)


def encoded(model: LoadedModel, prompt: str, how: Weighing = Weighing.COMPEL) -> Tensor:
    pieces = [Piece(one.text, one.weight, how) for one in read(prompt).pieces]
    return encode(model, pieces).encoding


@pytest.mark.parametrize("how", list(Weighing))
def test_a_weight_of_1_changes_nothing(tiny: LoadedModel, how: Weighing) -> None:
    plain = encoded(tiny, "a red balloon on a beach")
    assert torch.equal(encoded(tiny, "a (red:1) [(balloon)] on a beach", how), plain)


def test_a1111_multiplies_and_keeps_the_mean() -> None:
    tiny = tiny_model(tokens=48)
    tiny.text_encoder.final_layer_norm.bias.fill_(0.1)  # trained ones have a mean
    plain = encoded(tiny, "a red balloon")
    found = encoded(tiny, "a (red:1.4) balloon", Weighing.A1111)
    position = token_ids(tiny, [Piece("a red balloon")]).index(token_ids(tiny, [Piece("red")])[1])
    wanted = plain.clone()
    wanted[:, position] *= 1.4
    wanted *= plain.mean() / wanted.mean()
    torch.testing.assert_close(found, wanted)
    torch.testing.assert_close(found.mean(), plain.mean())


def test_compel_moves_words_away_from_the_empty_prompt(tiny: LoadedModel) -> None:
    plain, empty = encoded(tiny, "a red balloon"), encoded(tiny, "")
    found = encoded(tiny, "a (red:1.4) balloon")
    moved = (found != plain).any(-1)[0].nonzero().flatten().tolist()
    position = token_ids(tiny, [Piece("a red balloon")]).index(token_ids(tiny, [Piece("red")])[1])
    assert moved == [position]
    wanted = empty + 1.4 * (plain - empty)
    torch.testing.assert_close(found[:, position], wanted[:, position])


def test_compel_hides_what_weighs_nothing(tiny: LoadedModel) -> None:
    """At 0 no other token knows of the word, as if it had never been read."""
    with_red, with_blue = (encoded(tiny, f"a ({colour}:0) balloon") for colour in ("dog", "cat"))
    torch.testing.assert_close(with_red, with_blue, atol=2e-4, rtol=2e-4)
    assert not torch.allclose(encoded(tiny, "a dog balloon"), encoded(tiny, "a cat balloon"))


def test_compel_is_half_way_at_a_half(tiny: LoadedModel) -> None:
    """t = tan(π/4) = 1: the mean of the moved encoding and of the one that hides the word."""
    empty = encoded(tiny, "")
    plain = encoded(tiny, "a dog here")
    hidden = encoded(tiny, "a (dog:0.00001) here")  # t is so large that nothing else is left
    position = token_ids(tiny, [Piece("a dog here")]).index(token_ids(tiny, [Piece("dog")])[1])
    wanted = (plain + hidden) / 2
    found = encoded(tiny, "a (dog:0.5) here")
    others = [i for i in range(48) if i != position]
    torch.testing.assert_close(found[:, others], wanted[:, others], atol=1e-4, rtol=1e-3)
    assert math.isfinite(empty.sum().item())


PROMPTS = [
    "a (red:1.3) balloon",
    "a (red:0.6) balloon",
    "a (red:0.5) balloon on a (beach:1.2)",
    "(a red:0.8) balloon (on a beach:0.3)",
    "(a red balloon:0)",
]


@pytest.mark.parametrize("prompt", PROMPTS)
@pytest.mark.filterwarnings("ignore")
def test_the_numbers_are_compels_own(tiny: LoadedModel, prompt: str) -> None:
    provider: Any = pytest.importorskip("compel.embeddings_provider")
    theirs = provider.EmbeddingsProvider(tiny.tokenizer, tiny.text_encoder)
    pieces = read(prompt).pieces
    wanted = theirs.get_embeddings_for_weighted_prompt_fragments(
        [[piece.text for piece in pieces if piece.text.strip()]],
        [[piece.weight for piece in pieces if piece.text.strip()]],
    )
    torch.testing.assert_close(encoded(tiny, prompt), wanted, atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize("how", list(Weighing))
def test_weights_act_in_every_chunk(tiny: LoadedModel, how: Weighing) -> None:
    long = "a cat and a frog on a beach " * 8
    plain, weighed = (encoded(tiny, long + last, how) for last in ("a dog", "a (dog:1.5)"))
    changed = (plain != weighed).flatten(2).any(-1)[0]
    assert changed[-48:].any()
    assert not changed[:48].any()


@pytest.mark.parametrize("weight", [-10, -1, 0, 1e-9, 10])
@pytest.mark.parametrize("how", list(Weighing))
def test_no_weight_breaks_the_numbers(tiny: LoadedModel, how: Weighing, weight: float) -> None:
    assert encoded(tiny, f"a ({'cat' * 50}:{weight:.9f})", how).isfinite().all()


def test_a_learned_word_stands_for_its_vectors(tiny: LoadedModel) -> None:
    """A word taught as the very vectors that a word has is that word."""
    cat = token_ids(tiny, [Piece("cat")])[1]
    vector = tiny.text_encoder.get_input_embeddings().weight[cat]
    learned = Piece("<mine>", learned=Learned((vector[None],)))
    wanted = encode(tiny, [Piece("a "), Piece("cat"), Piece(" here")]).encoding
    assert torch.equal(encode(tiny, [Piece("a "), learned, Piece(" here")]).encoding, wanted)
    twice = Piece("<two>", 1.2, learned=Learned((torch.stack([vector, vector]),)))
    wanted = encode(tiny, [Piece("a "), Piece("cat cat", 1.2)]).encoding
    assert torch.equal(encode(tiny, [Piece("a "), twice]).encoding, wanted)
    assert not tiny.text_encoder.get_input_embeddings()._forward_hooks


def test_a_learned_word_is_not_cut_where_a_chunk_ends(tiny: LoadedModel) -> None:
    many = Piece("<many>", learned=Learned((torch.randn(10, 32),)))
    both = encode(tiny, [Piece("a " * 40), many]).encoding
    assert both.shape[1] == 96
    assert torch.equal(both[:, 48:], encode(tiny, [many]).encoding)
