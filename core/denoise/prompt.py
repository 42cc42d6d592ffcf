"""From a prompt of any length to what the UNet attends to."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor

from core.denoise.conditions import Piece, Weighing, Words
from core.denoise.weighing import weighed
from core.models.loading import LoadedModel

REMEMBERED = 64
"""Encodings kept for each model: a prompt that has not changed is encoded once."""

Token = tuple[int, float]
"""A token's id and its weight. Ids below 0 are the vectors of learned words, -1 the first."""


def encode(
    model: LoadedModel,
    pieces: list[Piece],
    *,
    remember: bool = True,
    zeros: bool = True,
    plainly: bool = True,
    pictures: Sequence[Tensor] = (),
    edits: Hashable = (),
) -> Words:
    """Encodes a prompt in chunks of the tokenizer's own size.

    A prompt that fits into one chunk is encoded as Stable Diffusion does. A longer one is cut
    between words; each chunk is encoded by itself and the encodings are joined, so nothing is
    left out. `remember=False` is for a text encoder that is edited just now in a way that nothing
    tells from others; `edits` tells it. For a model that was trained so, the empty prompt is all
    zeros, unless `zeros` is False. `plainly` and `pictures` are for transformers of rectified flow:
    some read a prompt otherwise than what is not one, or see the pictures that are to be edited
    with it.

    Of SDXL's two text encoders each encodes all of it; the encodings are joined token by token,
    and what sums up the prompt is the second one's of the first chunk.
    """
    if model.flow is not None:
        family, text = model.flow, " ".join(piece.text for piece in pieces).strip()

        def sentence() -> Words:
            read = (family.encoded_plainly if plainly else family.encoded)(model, text, pictures)
            return Words(read.words, read.pooled, read.mask)

        remember = remember and not pictures
        return _remembered(model, (text, plainly, edits), sentence) if remember else sentence()
    zeros = zeros and model.zeros_for_empty and not any(piece.text.strip() for piece in pieces)
    remember = remember and not _changing(pieces)

    def read() -> Words:
        words = _joined(
            model, [_Reader(model, i, pieces).read() for i in range(len(model.encoders))]
        )
        if zeros:
            words = Words(
                torch.zeros_like(words.encoding),
                None if words.pooled is None else torch.zeros_like(words.pooled),
            )
        return words

    return _remembered(model, (tuple(pieces), zeros, edits), read) if remember else read()


def mean(
    model: LoadedModel,
    prompts: Sequence[Sequence[Piece]],
    *,
    remember: bool,
    edits: Hashable = (),
) -> Words:
    """The mean of the first chunks of several prompts' encodings, in float32: (1, tokens, width).

    Remembered as one prompt is: reading a hundred sentences takes as long as some steps.
    """
    remember = remember and not any(map(_changing, prompts))

    def read() -> Words:
        length = chunk_length(model)
        each = [encode(model, list(pieces), remember=False) for pieces in prompts]
        pooled = [words.pooled.float() for words in each if words.pooled is not None]
        return Words(
            torch.stack([words.encoding[:, :length].float() for words in each]).mean(0),
            torch.stack(pooled).mean(0) if pooled else None,
        )

    key = tuple(tuple(pieces) for pieces in prompts), edits
    return _remembered(model, key, read) if remember else read()


def _changing(pieces: Sequence[Piece]) -> bool:
    """Whether vectors of learned words are among them that may be others the next time."""
    return any(piece.learned is not None and piece.learned.key is None for piece in pieces)


def _remembered(model: LoadedModel, key: Hashable, read: Callable[[], Words]) -> Words:
    """What was read the last time, or is read now; the most recent ones are kept."""
    known: Words | None = model.words.pop(key, None)
    model.words[key] = known = read() if known is None else known
    while len(model.words) > REMEMBERED:
        model.words.pop(next(iter(model.words)))
    return known


def token_ids(model: LoadedModel, pieces: list[Piece]) -> list[int]:
    """The (first) tokenizer's token at each position of what `encode` makes of the pieces."""
    room = _room(model)
    chunks = _chunks(_tokens(model.tokenizer, pieces), room)
    return [id for chunk in chunks for id in _ids(model.tokenizer, chunk, room)]


def word_positions(model: LoadedModel, pieces: list[Piece]) -> list[int]:
    """Where words stand in what `encode` makes of the pieces, not what begins, ends or fills up."""
    room = _room(model)
    chunks = _chunks(_tokens(model.tokenizer, pieces), room)
    return [c * (room + 2) + 1 + i for c, chunk in enumerate(chunks) for i in range(len(chunk))]


def chunk_length(model: LoadedModel) -> int:
    """Positions of one chunk, with those that begin and end it."""
    return _room(model) + 2


def blended(each: Sequence[tuple[Words, float]], empty: Callable[[], Words]) -> Words:
    """Prompts that AND joins, as one: the mean of their encodings, weighted by their shares."""
    longest = max(words.encoding.shape[1] for words, _ in each)
    total = sum(share for _, share in each)
    # Shares that cancel each other have no mean.
    shares = [share / total if abs(total) > 1e-3 else 1 / len(each) for _, share in each]
    encoding = torch.stack(
        [
            share * padded(words, longest, empty)
            for (words, _), share in zip(each, shares, strict=True)
        ]
    ).sum(0)
    pooled = [
        share * w.pooled for (w, _), share in zip(each, shares, strict=True) if w.pooled is not None
    ]
    return Words(encoding, torch.stack(pooled).sum(0) if pooled else None)


def padded(words: Words, tokens: int, empty: Callable[[], Words]) -> Tensor:
    """An encoding made as long as the longest beside it, by chunks of the empty prompt."""
    missing = tokens - words.encoding.shape[1]
    if not missing:
        return words.encoding
    filling = empty().encoding
    if not words.encoding.any():
        filling = torch.zeros_like(filling)
    return torch.cat([words.encoding, *[filling] * (missing // filling.shape[1])], dim=1)


def _joined(model: LoadedModel, read: Sequence[Sequence[Words]]) -> Words:
    """What each text encoder made of the chunks, as one."""
    if len(read) == 1:
        return Words(torch.cat([words.encoding for words in read[0]], dim=1), read[0][0].pooled)
    # Tokenizers that cut differently may need different numbers of chunks.
    most = max(len(chunks) for chunks in read)
    sides = []
    for index, chunks in enumerate(read):
        lacking = most - len(chunks)
        filling = _Reader(model, index, []).read() * lacking if lacking else []
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
    vectors = 0
    for piece in pieces:
        if piece.learned is not None:
            count = len(piece.learned.vectors[0])
            yield [(-1 - vectors - i, piece.weight) for i in range(count)]
            vectors += count
            continue
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


class _Reader:
    """One of the model's text encoders on its way through the chunks of a prompt."""

    def __init__(self, model: LoadedModel, index: int, pieces: Sequence[Piece]) -> None:
        self._model = model
        self._tokenizer, self._encoder = model.encoders[index]
        self._room = _room(model)
        self._pieces = pieces
        self._vectors = [p.learned.vectors[index] for p in pieces if p.learned is not None]
        self._weighing = next((p.weighing for p in pieces if p.weight != 1), Weighing.COMPEL)

    def read(self) -> list[Words]:
        """The encoding of each chunk."""
        chunks = _chunks(_tokens(self._tokenizer, self._pieces), self._room)
        return [self._weighed(chunk) for chunk in chunks]

    def _weighed(self, chunk: list[Token]) -> Words:
        plain = self._encoded(chunk)
        weights = [1.0, *(weight for _, weight in chunk)]
        weights += [1.0] * (self._room + 2 - len(weights))
        encoding = weighed(
            self._weighing,
            weights,
            plain.encoding,
            lambda: self._encoded([]).encoding,
            lambda tokens: self._encoded(chunk, tokens).encoding,
        )
        return Words(encoding, plain.pooled)

    def _encoded(self, chunk: list[Token], hidden: Sequence[bool] | None = None) -> Words:
        """One chunk's encoding, (1, tokens, width), and its pooled one when there are two encoders.

        No token attends to those that are hidden.
        """
        device = self._model.device
        ids = torch.tensor([_ids(self._tokenizer, chunk, self._room)], device=device)
        given: dict[str, Any] = {}
        if hidden is not None:
            given["attention_mask"] = (~torch.tensor([hidden], device=device)).long()
        with self._learned(ids):
            row = ids.clamp(min=0)
            if self._model.text_encoder_2 is None:
                return Words(self._encoder(row, **given)[0])
            # SDXL takes what enters the last layer, and no norm after it (Podell et al., 2.1).
            output = self._encoder(row, output_hidden_states=True, **given)
            return Words(output.hidden_states[-2], output[0])

    @contextmanager
    def _learned(self, ids: Tensor) -> Iterator[None]:
        """Meanwhile the vectors of learned words are where tokens are looked up."""
        if not (ids < 0).any():
            yield
            return
        vectors = torch.cat(self._vectors).to(ids.device)

        def put(_: object, __: object, found: Tensor) -> Tensor:
            found = found.clone()
            found[ids < 0] = vectors[-1 - ids[ids < 0]].to(found.dtype)
            return found

        hook = self._encoder.get_input_embeddings().register_forward_hook(put)
        try:
            yield
        finally:
            hook.remove()
