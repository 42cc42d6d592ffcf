"""What the model paints by now: the same prompts from the same seed, now and then."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

import torch

from core.denoise.conditions import Learned, Piece
from core.denoise.learned_words import LearnedWords
from core.denoise.paint import paint
from core.denoise.places import Places
from core.denoise.run import Run
from core.generation.resolve import resolved
from core.models.loading import LoadedModel
from core.request import Pixels, Request
from core.techniques.declare import Declaration, Technique
from core.training.trainer import Trainer

if TYPE_CHECKING:
    from core.arrays import Bytes


def painted(
    model: LoadedModel,
    request: Request,
    techniques: Sequence[Technique] = (),
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Bytes]:
    """A request's pictures, RGB (h, w, 3), as the model is by now, with techniques that are no
    part of a recipe: what is just being learned."""
    full = resolved(request, model.info)
    full = replace(full, techniques=(*full.techniques, *techniques))
    # Prompts that it remembers were encoded before it learned what it has by now.
    fresh = replace(model, words={})
    with torch.autocast(model.device.type, model.dtype, enabled=model.dtype != torch.float32):
        return paint(fresh, full, cancelled=cancelled)


def samples(
    trainer: Trainer,
    shown: Callable[[int, str], Pixels],
    numbers: Iterable[int],
    *,
    cancelled: Callable[[], bool],
) -> Iterator[tuple[int, Bytes]]:
    """A picture for each of these of the plan's prompts, by its number. `shown` gives a picture
    that is learned from, by its number and as it is called in a batch, for models that are to see
    one."""
    plan = trainer.plan
    for number in numbers:
        own, prompt = partial(shown, number), plan.sample_prompts[number]
        request = Request(
            prompt, seed=plan.seed, steps=plan.sample_steps, guidance_scale=plan.sample_guidance
        )
        techniques = list(trainer.techniques(own))
        if words := trainer.learned_words():
            techniques.append(SoFar(partial(_Words, words)))
        request = trainer.request(request, own)
        yield number, painted(trainer.model, request, techniques, cancelled=cancelled)[0]


class SoFar(Technique):
    """What is just being learned, taking part in the pass."""

    declaration: ClassVar[Declaration] = Declaration("learned_so_far", "Training", "")

    def __init__(self, begin: Callable[[Run], Places]) -> None:
        self._begin = begin

    def begin(self, run: Run) -> Places:
        return self._begin(run)


class _Words(Places):
    """Puts the words into prompts whose vectors are just being learned."""

    def __init__(self, words: Mapping[str, Learned], _: Run) -> None:
        self._words = LearnedWords(words)

    def words(self, pieces: list[Piece]) -> list[Piece]:
        return self._words.put(pieces)
