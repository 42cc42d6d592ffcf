"""From captions to what the UNet attends to, with words that are just being learned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from core.denoise.conditions import Learned, Piece, Words
from core.denoise.learned_words import LearnedWords
from core.denoise.prompt import encode, padded
from core.models.loading import LoadedModel
from core.training.cache import Cache


def encoded(
    model: LoadedModel,
    captions: Sequence[str],
    learned: Mapping[str, Learned],
    cache: Cache | None = None,
) -> Words:
    """Captions as they stand (no weights, no AND): (b, tokens, width), padded to the longest.

    With a cache they are encoded once for all time, without gradients; its key is the caption.
    """
    words = LearnedWords(learned)
    each = {caption: _one(model, caption, words, cache) for caption in dict.fromkeys(captions)}
    longest = max(one.encoding.shape[1] for one in each.values())

    def filling() -> Words:
        return encode(model, [Piece("")], remember=False, zeros=False)

    rows = [padded(each[caption], longest, filling) for caption in captions]
    pooled = [one for caption in captions if (one := each[caption].pooled) is not None]
    return Words(torch.cat(rows), torch.cat(pooled) if pooled else None)


def _one(model: LoadedModel, caption: str, words: LearnedWords, cache: Cache | None) -> Words:
    if cache is None:
        return encode(model, words.put([Piece(caption)]), remember=False)

    def make() -> dict[str, Tensor]:
        with torch.no_grad():
            found = encode(model, [Piece(caption)], remember=False)
        parts = {"encoding": found.encoding.float().cpu()}
        return parts if found.pooled is None else parts | {"pooled": found.pooled.float().cpu()}

    parts = cache.get(caption, make)
    pooled = parts.get("pooled")
    return Words(
        parts["encoding"].to(model.device),
        None if pooled is None else pooled.to(model.device),
    )
