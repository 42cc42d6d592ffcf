"""From a prompt of any length to what the UNet attends to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import torch
from torch import Tensor

from core.denoise.conditions import Piece, Words
from core.models.loading import LoadedModel

REMEMBERED = 64
"""Encodings kept for each model: a prompt that has not changed is encoded once."""

Token = tuple[int, float]
"""A token's id and its weight."""


def encode(
    model: LoadedModel, pieces: list[Piece], *, remember: bool = True, zeros: bool = True
) -> Words:
    """Encodes a prompt in chunks of the tokenizer's own size.

    A prompt that fits into one chunk is encoded as Stable Diffusion does. A longer one is cut
    between words; each chunk is encoded by itself and the encodings are joined, so nothing is
    left out. `remember=False` is for a text encoder that is edited just now. For a model that was
    trained so, the empty prompt is all zeros, unless `zeros` is False.

    Of SDXL's two text encoders each encodes all of it; the encodings are joined token by token,
    and what sums up the prompt is the second one's of the first chunk.
    """
    zeros = zeros and model.zeros_for_empty and not any(piece.text.strip() for piece in pieces)
    key = (tuple(pieces), zeros)
    known: Words | None = model.words.pop(key, None) if remember else None
    if known is None:
        known = _joined(model, [_read(model, *pair, pieces) for pair in model.encoders])
        if zeros:
            known = Words(
                torch.zeros_like(known.encoding),
                None if known.pooled is None else torch.zeros_like(known.pooled),
            )
    if remember:
        model.words[key] = known
        while len(model.words) > REMEMBERED:
            model.words.pop(next(iter(model.words)))
    return known


def token_ids(model: LoadedModel, pieces: list[Piece]) -> list[int]:
    """The (first) tokenizer's token at each position of what `encode` makes of the pieces."""
    room = _room(model)
    chunks = _chunks(_tokens(model.tokenizer, pieces), room)
    return [id for chunk in chunks for id in _ids(model.tokenizer, chunk, room)]


def chunk_length(model: LoadedModel) -> int:
    """Positions of one chunk, with those that begin and end it."""
    return _room(model) + 2


def padded(words: Words, tokens: int, empty: Callable[[], Words]) -> Tensor:
    """An encoding made as long as the longest beside it, by chunks of the empty prompt."""
    missing = tokens - words.encoding.shape[1]
    if not missing:
        return words.encoding
    filling = empty().encoding
    if not words.encoding.any():
        filling = torch.zeros_like(filling)
    return torch.cat([words.encoding, *[filling] * (missing // filling.shape[1])], dim=1)


def _read(model: LoadedModel, tokenizer: Any, encoder: Any, pieces: list[Piece]) -> list[Words]:
    """The chunks of a prompt as one of the model's text encoders reads them."""
    room = _room(model)
    chunks = _chunks(_tokens(tokenizer, pieces), room)
    return [_encoded(model, tokenizer, encoder, chunk, room) for chunk in chunks]


def _joined(model: LoadedModel, read: Sequence[Sequence[Words]]) -> Words:
    """What each text encoder made of the chunks, as one."""
    if len(read) == 1:
        return Words(torch.cat([words.encoding for words in read[0]], dim=1))
    # Tokenizers that cut differently may need different numbers of chunks.
    most = max(len(chunks) for chunks in read)
    room = _room(model)
    sides = []
    for chunks, pair in zip(read, model.encoders, strict=True):
        lacking = most - len(chunks)
        filling = [_encoded(model, *pair, [], room)] * lacking if lacking else []
        sides.append(torch.cat([words.encoding for words in (*chunks, *filling)], dim=1))
    return Words(torch.cat(sides, dim=2), read[-1][0].pooled)


def _room(model: LoadedModel) -> int:
    """Tokens of a prompt that fit into a chunk, beside those that begin and end it."""
    sizes = [
        min(int(tokenizer.model_max_length), int(encoder.config.max_position_embeddings))
        for tokenizer, encoder in model.encoders
    ]
    return min(sizes) - 2


def _tokens(tokenizer: Any, pieces: Iterable[Piece]) -> Iterator[list[Token]]:
    """The pieces' words, each as its tokens: what is not to be cut apart."""
    for piece in pieces:
        ids: list[int] = tokenizer(
            piece.text, add_special_tokens=False, truncation=False, verbose=False
        ).input_ids
        word: list[Token] = []
        for id, text in zip(ids, tokenizer.convert_ids_to_tokens(ids), strict=True):
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


def _ids(tokenizer: Any, chunk: list[Token], room: int) -> list[int]:
    """A chunk as the text encoder takes it: begun, ended and filled up."""
    ids = [tokenizer.bos_token_id, *(id for id, _ in chunk), tokenizer.eos_token_id]
    return ids + [tokenizer.pad_token_id] * (room + 2 - len(ids))


def _encoded(
    model: LoadedModel, tokenizer: Any, encoder: Any, chunk: list[Token], room: int
) -> Words:
    """One chunk's encoding, (1, tokens, width), and its pooled one when there are two encoders."""
    row = torch.tensor([_ids(tokenizer, chunk, room)], device=model.device)
    pooled: Tensor | None = None
    encoding: Tensor
    if model.text_encoder_2 is None:
        encoding = encoder(row)[0]
    else:
        # SDXL takes what enters the last layer, and no norm after it (Podell et al., section 2.1).
        output = encoder(row, output_hidden_states=True)
        encoding, pooled = output.hidden_states[-2], output[0]
    weights = [1.0, *(weight for _, weight in chunk)]
    if all(weight == 1.0 for weight in weights):
        return Words(encoding, pooled)
    weights += [1.0] * (room + 2 - len(weights))
    factors = torch.tensor(weights, device=model.device, dtype=encoding.dtype)
    return Words(encoding * factors[None, :, None], pooled)
