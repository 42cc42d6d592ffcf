"""What predictions are conditioned on: pieces of text, their encodings, branches (no torch)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

PROMPT = "prompt"
NEGATIVE = "negative"


class Weighing(StrEnum):
    """How weights act on an encoding; core/denoise/weighing.py has the formulas."""

    COMPEL = "compel"
    A1111 = "a1111"
    MULTIPLY = "multiply"


@dataclass(frozen=True)
class Learned:
    """A word that was taught: the vectors that stand for it where tokens are looked up."""

    vectors: tuple[Tensor, ...] = field(compare=False)
    """(n, width) for each of the model's text encoders."""
    key: Hashable = None
    """What tells them from all others; None: they may change, as in a training."""


@dataclass(frozen=True)
class Piece:
    """A part of a prompt on its way to being encoded."""

    text: str
    weight: float = 1.0
    """How strongly it counts."""
    weighing: Weighing = Weighing.COMPEL
    """What that means. The first weighed piece of a prompt decides for all of it."""
    learned: Learned | None = None
    """What the text stands for, where it is a learned word."""


@dataclass(frozen=True, eq=False)
class Words:
    """An encoded prompt: (1, tokens, width). Tokens are whole chunks of the tokenizer's size."""

    encoding: Tensor
    pooled: Tensor | None = None
    """(1, width): the whole prompt in one vector, for UNets that are told it (SDXL). Whoever
    changes an encoding keeps it, by `dataclasses.replace`."""
    mask: Tensor | None = None
    """(1, tokens): which of them count, for transformers that are told it."""
    joined: tuple[tuple[Words, float], ...] = ()
    """Prompts that are predicted each by itself in place of these, with shares that sum to 1.
    The encoding is a mean of them, for whoever looks at one only."""


@dataclass(frozen=True, eq=False)
class Part:
    """Words, and where in the picture they count."""

    words: Words
    weight: Tensor | None = None
    """(1, 1, height, width); over a branch's parts the weights sum to 1. None: everywhere."""
    share: float = 1.0
    """What its prediction is multiplied by, beside the weight: of prompts that AND joins."""

    def each(self) -> tuple[Part, ...]:
        """What is predicted by itself."""
        if not self.words.joined:
            return (self,)
        return tuple(
            Part(words, self.weight, self.share * share) for words, share in self.words.joined
        )


@dataclass(frozen=True, eq=False)
class Branch:
    """One prediction of the noise: for the prompt, for the negative prompt, for a concept…"""

    name: str
    parts: tuple[Part, ...]
    inside: Mapping[int, Words] = field(default_factory=dict)
    """Words that count in a region of the request instead, by its number."""
    like: str = ""
    """The branch that it is told apart from; empty: none. What that sees beside words (reference
    pictures, maps that guide) it sees as well, or the difference would be one of these."""

    @property
    def kin(self) -> str:
        """The branch as which it sees what there is beside words."""
        return self.like or self.name

    def within(self, region: int | None) -> tuple[Part, ...]:
        """What is predicted in a view of a region, or of the whole picture."""
        parts = self.parts
        if region is not None and region in self.inside:
            parts = (Part(self.inside[region]),)
        return tuple(one for part in parts for one in part.each())

    @classmethod
    def everywhere(cls, name: str, words: Words, like: str = "") -> Branch:
        return cls(name, (Part(words),), like=like)
