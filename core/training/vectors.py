"""New words: the vectors that stand for them, one set for each of a model's text encoders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import nn

from core.denoise.conditions import Learned
from core.models.loading import LoadedModel


class NewWords:
    """Words whose vectors are learned. The table of words stays as it is: they stand beside it."""

    def __init__(self, model: LoadedModel, words: Mapping[str, tuple[str, int]]) -> None:
        """`words` are new word → (words to begin as, number of vectors)."""
        self.vectors: dict[str, list[nn.Parameter]] = {
            word: [
                nn.Parameter(_begun(tokenizer, encoder, first, count))
                for tokenizer, encoder in model.encoders
            ]
            for word, (first, count) in words.items()
        }

    def learned(self) -> dict[str, Learned]:
        """What `core.denoise` puts in their places."""
        return {word: Learned(tuple(each)) for word, each in self.vectors.items()}

    def parameters(self) -> dict[str, nn.Parameter]:
        return {
            f"words.{word}.{number}": vectors
            for word, each in self.vectors.items()
            for number, vectors in enumerate(each)
        }


def _begun(tokenizer: Any, encoder: Any, first: str, count: int) -> torch.Tensor:
    """(count, width): the vectors of the words to begin as, over and over."""
    ids: list[int] = tokenizer(first, add_special_tokens=False).input_ids
    table: torch.Tensor = encoder.get_input_embeddings().weight
    rows = [table[ids[i % len(ids)]] for i in range(count)]
    return torch.stack(rows).detach().clone()
