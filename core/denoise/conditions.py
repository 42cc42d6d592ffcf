"""What predictions are conditioned on: pieces of text, their encodings, branches (no torch)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

PROMPT = "prompt"
NEGATIVE = "negative"


@dataclass(frozen=True)
class Piece:
    """A part of a prompt on its way to being encoded."""

    text: str
    weight: float = 1.0
    """How strongly it counts: its encoding is multiplied by this."""


@dataclass(frozen=True, eq=False)
class Words:
    """An encoded prompt: (1, tokens, width). Tokens are whole chunks of the tokenizer's size."""

    encoding: Tensor
    pooled: Tensor | None = None
    """(1, width): the whole prompt in one vector, for UNets that are told it (SDXL). Whoever
    changes an encoding keeps it, by `dataclasses.replace`."""


@dataclass(frozen=True, eq=False)
class Part:
    """Words, and where in the picture they count."""

    words: Words
    weight: Tensor | None = None
    """(1, 1, height, width); over a branch's parts the weights sum to 1. None: everywhere."""


@dataclass(frozen=True, eq=False)
class Branch:
    """One prediction of the noise: for the prompt, for the negative prompt, for a concept…"""

    name: str
    parts: tuple[Part, ...]

    @classmethod
    def everywhere(cls, name: str, words: Words) -> Branch:
        return cls(name, (Part(words),))
