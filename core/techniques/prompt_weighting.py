"""Prompt weighting: how strongly each word of a prompt counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from core.denoise.conditions import Branch, Part, Piece, Weighing
from core.denoise.places import Places
from core.techniques.declare import Technique, choice, technique

if TYPE_CHECKING:
    from core.denoise.conditions import Words
    from core.denoise.run import Run, Step

PREDICTIONS = "predictions"
WORDS = "words"


@technique("prompt_weighting", title="Prompt weighting")
class PromptWeighting(Technique):
    """Makes words of any prompt count more or less: (red:1.3), (red) for 1.1, [red] for 1/1.1.

    Weights need not be switched on, they are written in the prompt, best with Ctrl+Up and
    Ctrl+Down on a selection. Here is said what they mean. \\( is a bracket as it stands; {a|b}
    and __file__ let each picture's seed choose; from # on it is a comment. AND joins prompts that
    count each by itself, such as “a cat AND a dog :0.5”: Liu et al. 2022,
    https://arxiv.org/abs/2206.01714; each costs one more prediction.
    """

    refines: ClassVar[bool] = True

    method: Weighing = choice(
        Weighing.COMPEL,
        {
            Weighing.COMPEL: "Against the empty prompt",
            Weighing.A1111: "As AUTOMATIC1111 does",
            Weighing.MULTIPLY: "Multiplied",
        },
        help="The first (the library compel's) also hides a lighter word from those around it; "
        "the second multiplies and keeps the mean, for prompts from that program.",
    )
    joined: str = choice(
        PREDICTIONS,
        {PREDICTIONS: "Predictions are added", WORDS: "Words are blended"},
        title="AND",
        help="Blended words need one prediction only, and make one thing of two.",
    )

    def begin(self, run: Run) -> Places:
        return _Weighing(self)


class _Weighing(Places):
    def __init__(self, settings: PromptWeighting) -> None:
        self._method = settings.method
        self._blended = settings.joined == WORDS

    def words(self, pieces: list[Piece]) -> list[Piece]:
        return [replace(piece, weighing=self._method) for piece in pieces]

    def branches(self, step: Step, branches: list[Branch]) -> list[Branch]:
        """Without what is predicted by itself, the mean of the encodings is what is left."""
        if not self._blended:
            return branches
        return [
            replace(
                branch,
                parts=tuple(
                    Part(_blend(part.words), part.weight, part.share) for part in branch.parts
                ),
                inside={region: _blend(words) for region, words in branch.inside.items()},
            )
            for branch in branches
        ]


def _blend(words: Words) -> Words:
    return replace(words, joined=()) if words.joined else words
