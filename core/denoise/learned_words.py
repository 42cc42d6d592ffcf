"""Learned words in prompts: the vectors that stand for them where tokens are looked up."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace

from torch import Tensor

from core.denoise.conditions import Learned, Piece
from core.errors import UserError
from core.models.loading import LoadedModel
from core.request import Request


class LearnedWords:
    """Words with their vectors. They are found whole, in capitals or not, the longest first."""

    def __init__(self, words: Mapping[str, Learned], weight: float = 1.0) -> None:
        self._words = {word.casefold(): learned for word, learned in words.items()}
        self._weight = weight
        any_word = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<!\w)(?:{any_word})(?!\w)", re.IGNORECASE)

    def put(self, pieces: list[Piece]) -> list[Piece]:
        """The pieces with the learned words as pieces of their own."""
        if not self._words:
            return pieces
        return [part for piece in pieces for part in self._parts(piece)]

    def said_in(self, request: Request) -> bool:
        """Whether any of the words is in a request, wherever techniques may have it."""
        of_techniques = re.sub(r"\bfile='[^']*'", "", repr(request.techniques))
        texts = [request.prompt, request.negative_prompt, of_techniques]
        texts += [t for one in request.regions for t in (one.prompt, one.negative_prompt)]
        return any(self._pattern.search(text) for text in texts)

    def _parts(self, piece: Piece) -> list[Piece]:
        if piece.learned is not None:
            return [piece]
        found, at = [], 0
        for match in self._pattern.finditer(piece.text):
            learned = self._words.get(match[0].casefold())
            if learned is None:
                continue
            found.append(replace(piece, text=piece.text[at : match.start()]))
            weight = piece.weight * self._weight
            found.append(replace(piece, text=match[0], weight=weight, learned=learned))
            at = match.end()
        found.append(replace(piece, text=piece.text[at:]))
        return [part for part in found if part.text]


def learned(
    model: LoadedModel, tensors: Sequence[Tensor], file: str, key: Hashable = None
) -> Learned:
    """A word's tensors, (width) or (n, width) each, for the model's text encoders in their order;
    `key` tells them from all others.

    Raises UserError when they were learned for others.
    """
    widths = [encoder.get_input_embeddings().weight.shape[1] for _, encoder in model.encoders]
    vectors = [tensor.reshape(-1, tensor.shape[-1]).float() for tensor in tensors]
    if len(vectors) > len(widths):  # SDXL's word on a model with one of its text encoders
        vectors = [one for one in vectors if one.shape[1] in widths][: len(widths)]
    given = [one.shape[1] for one in vectors]
    if given != widths or len({len(one) for one in vectors}) > 1:
        have = " and ".join(str(tensor.shape[-1]) for tensor in tensors)
        want = " and ".join(map(str, widths))
        raise UserError(
            f"“{file}” teaches words {have} numbers wide, and those of “{model.info.title}” are "
            f"{want} wide: it was made for another kind of model.",
            "Choose a model of the kind that it was made for, or take it out.",
        )
    return Learned(tuple(vectors), key)
