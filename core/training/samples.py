"""What the model paints by now: the same prompts from the same seed, now and then."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

import torch

from core.denoise.conditions import Learned, Piece
from core.denoise.learned_words import LearnedWords
from core.denoise.paint import paint
from core.denoise.places import Places
from core.denoise.run import Run
from core.generation.resolve import resolved
from core.models.loading import LoadedModel
from core.request import Request
from core.techniques.declare import Declaration, Technique

if TYPE_CHECKING:
    from core.arrays import Bytes


def painted(
    model: LoadedModel,
    request: Request,
    words: Mapping[str, Learned],
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Bytes]:
    """A request's pictures, RGB (h, w, 3), as the model is by now, with words being learned."""
    full = resolved(request, model.info)
    if words:
        full = replace(full, techniques=(*full.techniques, _LearnedSoFar(words)))
    # Prompts that it remembers were encoded before it learned what it has by now.
    fresh = replace(model, words={})
    with torch.autocast(model.device.type, model.dtype, enabled=model.dtype != torch.float32):
        return paint(fresh, full, cancelled=cancelled)


def samples(
    model: LoadedModel,
    prompts: tuple[str, ...],
    words: Mapping[str, Learned],
    *,
    seed: int,
    steps: int,
    guidance: float,
    cancelled: Callable[[], bool],
) -> Iterator[tuple[str, Bytes]]:
    """A picture for each prompt."""
    for prompt in prompts:
        request = Request(prompt, seed=seed, steps=steps, guidance_scale=guidance)
        yield prompt, painted(model, request, words, cancelled=cancelled)[0]


class _LearnedSoFar(Technique):
    """Puts the words into prompts whose vectors are just being learned."""

    declaration: ClassVar[Declaration] = Declaration("learned_so_far", "Training", "")

    def __init__(self, words: Mapping[str, Learned]) -> None:
        self._words = words

    def begin(self, run: Run) -> Places:
        return _Words(LearnedWords(self._words))


class _Words(Places):
    def __init__(self, words: LearnedWords) -> None:
        self._words = words

    def words(self, pieces: list[Piece]) -> list[Piece]:
        return self._words.put(pieces)
