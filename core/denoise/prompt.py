"""From a prompt of any length to what the UNet attends to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import torch
from torch import Tensor

from core.denoise.conditions import Piece, Words
from core.models.loading import LoadedModel

REMEMBERED = 64
"""Encodings kept for each model: a prompt that has not changed is encoded once."""

Token = tuple[int, float]
"""A token's id and its weight."""


def encode(model: LoadedModel, pieces: list[Piece], *, remember: bool = True) -> Words:
    """Encodes a prompt in chunks of the tokenizer's own size.

    A prompt that fits into one chunk is encoded as Stable Diffusion does. A longer one is cut
    between words; each chunk is encoded by itself and the encodings are joined, so nothing is
    left out. `remember=False` is for a text encoder that is edited just now.
    """
    key = tuple(pieces)
    known = model.words.pop(key, None) if remember else None
    if known is None:
        chunks = list(_chunks(_tokens(model, pieces), _room(model)))
        known = torch.cat([_encoded(model, chunk) for chunk in chunks], dim=1)
    if remember:
        model.words[key] = known
        while len(model.words) > REMEMBERED:
            model.words.pop(next(iter(model.words)))
    return Words(known)


def padded(words: Words, tokens: int, encode: Callable[[str], Words]) -> Tensor:
    """An encoding made as long as the longest beside it, by chunks of the empty prompt."""
    missing = tokens - words.encoding.shape[1]
    if not missing:
        return words.encoding
    empty = encode("").encoding
    return torch.cat([words.encoding, *[empty] * (missing // empty.shape[1])], dim=1)


def _room(model: LoadedModel) -> int:
    """Tokens of a prompt that fit into a chunk, beside those that begin and end it."""
    positions: int = model.text_encoder.config.max_position_embeddings
    return min(int(model.tokenizer.model_max_length), positions) - 2


def _tokens(model: LoadedModel, pieces: Iterable[Piece]) -> Iterator[list[Token]]:
    """The pieces' words, each as its tokens: what is not to be cut apart."""
    for piece in pieces:
        ids: list[int] = model.tokenizer(
            piece.text, add_special_tokens=False, truncation=False, verbose=False
        ).input_ids
        word: list[Token] = []
        for id, text in zip(ids, model.tokenizer.convert_ids_to_tokens(ids), strict=True):
            word.append((id, piece.weight))
            if text.endswith("</w>"):
                yield word
                word = []
        if word:
            yield word


def _chunks(words: Iterable[list[Token]], room: int) -> Iterator[list[Token]]:
    """Words packed into chunks; at least one chunk, and only words longer than one are cut."""
    chunk: list[Token] = []
    for word in words:
        if len(chunk) + len(word) > room and len(word) <= room:
            yield chunk
            chunk = []
        for token in word:
            if len(chunk) == room:
                yield chunk
                chunk = []
            chunk.append(token)
    yield chunk


def _encoded(model: LoadedModel, chunk: list[Token]) -> Tensor:
    """One chunk's encoding, (1, tokens, width)."""
    tokenizer, room = model.tokenizer, _room(model)
    ids = [tokenizer.bos_token_id, *(id for id, _ in chunk), tokenizer.eos_token_id]
    ids += [tokenizer.pad_token_id] * (room + 2 - len(ids))
    encoding: Tensor = model.text_encoder(torch.tensor([ids], device=model.device))[0]
    weights = [1.0, *(weight for _, weight in chunk)]
    if all(weight == 1.0 for weight in weights):
        return encoding
    weights += [1.0] * (room + 2 - len(weights))
    factors = torch.tensor(weights, device=model.device, dtype=encoding.dtype)
    return encoding * factors[None, :, None]
