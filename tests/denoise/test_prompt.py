"""Prompts of any length become what the UNet attends to."""

from __future__ import annotations

import pytest
import torch

from core.denoise.conditions import Piece, Weighing
from core.denoise.prompt import REMEMBERED, encode
from core.models.loading import LoadedModel
from tests.tiny_models import tiny_model


def tokens(model: LoadedModel, text: str) -> int:
    return encode(model, [Piece(text)]).encoding.shape[1]


@pytest.mark.parametrize("size", [48, 77])
def test_a_chunk_has_the_size_of_the_models_own_tokenizer(size: int) -> None:
    model = tiny_model(tokens=size)
    assert tokens(model, "") == size
    assert tokens(model, "a cat") == size
    # "a" is one token; a chunk's first and last token are its own.
    assert tokens(model, "a " * (size - 2)) == size
    assert tokens(model, "a " * (size - 1)) == 2 * size


def test_a_short_prompt_is_encoded_as_stable_diffusion_does(tiny: LoadedModel) -> None:
    ids = tiny.tokenizer("a red balloon", padding="max_length", return_tensors="pt").input_ids
    wanted = tiny.text_encoder(ids)[0]
    assert torch.equal(encode(tiny, [Piece("a red balloon")]).encoding, wanted)


def test_nothing_of_a_long_prompt_is_lost(tiny: LoadedModel) -> None:
    text = "a cat and a frog on a beach " * 20
    before, after = (encode(tiny, [Piece(text + last)]).encoding for last in ("rose", "moon"))
    assert before.shape == after.shape
    assert not torch.equal(before, after)
    first = slice(0, 48)
    assert torch.equal(before[:, first], after[:, first])


def test_words_are_not_cut_where_a_chunk_ends(tiny: LoadedModel) -> None:
    long_word = "balloonballoonballoon"
    length = len(tiny.tokenizer(long_word, add_special_tokens=False).input_ids)
    assert length > 1
    filling = "a " * (46 - length + 1)
    both = encode(tiny, [Piece(filling + long_word)]).encoding
    alone = encode(tiny, [Piece(long_word)]).encoding
    assert torch.equal(both[:, 48:], alone)


@pytest.mark.parametrize(
    "text", ["", " ", "🦊🌋", "a cat, " * 2500, "\x00\u202e", "(((", "x" * 5000, "<|endoftext|>"]
)
def test_every_text_can_be_encoded(tiny: LoadedModel, text: str) -> None:
    encoding = encode(tiny, [Piece(text)]).encoding
    assert encoding.shape[1] % 48 == 0
    assert torch.isfinite(encoding).all()


def test_equal_prompts_are_encoded_once(tiny: LoadedModel) -> None:
    calls: list[int] = []
    hook = tiny.text_encoder.register_forward_pre_hook(lambda *_: calls.append(1))
    for _ in range(3):
        encode(tiny, [Piece("a prompt that no other test has")])
    hook.remove()
    assert len(calls) == 1


def test_an_edited_text_encoder_neither_uses_nor_leaves_encodings(tiny: LoadedModel) -> None:
    known = encode(tiny, [Piece("a cat")]).encoding
    weight = tiny.text_encoder.final_layer_norm.bias
    try:
        weight += 1
        edited = encode(tiny, [Piece("a cat")], remember=False).encoding
    finally:
        weight -= 1
    assert not torch.equal(edited, known)
    assert torch.equal(encode(tiny, [Piece("a cat")]).encoding, known)


def test_only_so_many_encodings_are_kept(tiny: LoadedModel) -> None:
    for i in range(REMEMBERED + 5):
        encode(tiny, [Piece(f"prompt {i}")])
    assert len(tiny.words) == REMEMBERED


def test_a_pieces_weight_scales_its_own_tokens_alone(tiny: LoadedModel) -> None:
    plain = encode(tiny, [Piece("a red"), Piece("balloon")]).encoding
    weighed = Piece("balloon", weight=1.5, weighing=Weighing.MULTIPLY)
    heavy = encode(tiny, [Piece("a red"), weighed]).encoding
    changed = (heavy / plain).mean(-1)[0]
    balloon = len(tiny.tokenizer("balloon", add_special_tokens=False).input_ids)
    torch.testing.assert_close(changed[3 : 3 + balloon], torch.full((balloon,), 1.5))
    assert torch.equal(heavy[:, :3], plain[:, :3])
    assert torch.equal(heavy[:, 3 + balloon :], plain[:, 3 + balloon :])
