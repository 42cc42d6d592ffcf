"""Finds a sprite again that no net was trained on: the recogniser's eyes, and a head beside it.

The head turns each place of a picture into a vector, alike for places that show the same sprite. It
learned to from other sprites (packaging/starter/train_retrieval.py); a new one is known by the mean
of its vectors in a few drawn pictures. `Retrieval.load().look(picture).has("skull")`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from recogniser import WEIGHTS as EYES
from recogniser import Recogniser, prepared
from safetensors import safe_open
from torch import Tensor, nn

WEIGHTS = Path(__file__).with_name("retrieval.safetensors")
SEEN = 192
"""Features of each place that the recogniser has."""
LENGTH = 64
"""Numbers by which a place is told."""


class Head(nn.Module):
    """From the recogniser's features (b, 192, h, w) to unit vectors (b, 64, h, w)."""

    def __init__(self, width: int = 128) -> None:
        super().__init__()
        self.first = nn.Conv2d(SEEN, width, 3, 1, 1)
        self.norm = nn.GroupNorm(8, width)
        self.second = nn.Conv2d(width, width, 3, 1, 1)
        self.last = nn.Conv2d(width, LENGTH, 1)

    def forward(self, features: Tensor) -> Tensor:
        x = F.silu(self.first(features))
        x = x + self.second(F.silu(self.norm(x)))
        return F.normalize(self.last(F.silu(x)), dim=1)


@dataclass(frozen=True)
class Found:
    """How alike a picture's best place is to each new sprite, where nothing else is more alike."""

    likeness: dict[str, float]
    """word: cosine, -1 where each place is more like something else"""
    enough: dict[str, float]
    """word: the cosine from which on it counts"""

    def has(self, *words: str) -> bool:
        """Whether all these sprites are in the picture."""
        return all(self.likeness[word] >= self.enough[word] for word in words)


class Retrieval:
    """The trained head, what it knows of each sprite, and the recogniser that it looks through."""

    def __init__(
        self,
        head: Head,
        recogniser: Recogniser,
        sprites: Sequence[str] = (),
        known: Tensor | None = None,
        enough: dict[str, float] | None = None,
    ) -> None:
        """`known` are the sprites' vectors (n, 64); those that can be found are in `enough`."""
        self.head, self.recogniser = head.eval(), recogniser
        self.sprites = tuple(sprites)
        self.known = torch.zeros(0, LENGTH) if known is None else known
        self.enough = dict(enough or {})

    @classmethod
    def load(cls, path: Path = WEIGHTS, eyes: Path = EYES) -> Retrieval:
        """Reads it all from one safetensors file. Raises ValueError when the recogniser was trained
        again afterwards."""
        with safe_open(path, "pt") as file:
            about = json.loads(file.metadata()["about"])
            state = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118
        if about["eyes"] != digest(eyes):
            raise ValueError("The recogniser is another one: run train_retrieval.py again.")
        known, head = state.pop("known"), Head()
        head.load_state_dict(state)
        return cls(head, Recogniser.load(eyes), about["sprites"], known, about["enough"])

    def look(self, picture: np.ndarray) -> Found:
        """Which new sprites are in one picture (height × width × 3, uint8)."""
        return self.look_all([picture])[0]

    def look_all(self, pictures: Sequence[np.ndarray]) -> list[Found]:
        """Which are in each of several pictures."""
        found = []
        for likeness in self.likeness(pictures):
            each = dict(zip(self.enough, likeness.tolist(), strict=True))
            found.append(Found(each, self.enough))
        return found

    def likeness(self, pictures: Sequence[np.ndarray], batch: int = 32) -> Tensor:
        """(pictures, sprites that can be found): see `Found`."""
        wanted = torch.tensor([self.sprites.index(word) for word in self.enough])
        rows = []
        for start in range(0, len(pictures), batch):
            vectors = self.vectors(pictures[start : start + batch])
            alike = torch.einsum("bchw,nc->bnhw", smooth(vectors), self.known).flatten(2)
            nearest = alike.argmax(1, keepdim=True) == wanted[None, :, None]
            rows.append(torch.where(nearest, alike[:, wanted], -1.0).amax(2))
        return torch.cat(rows)

    def vectors(self, pictures: Sequence[np.ndarray]) -> Tensor:
        """(pictures, 64, 16, 16), each place of length 1."""
        with torch.inference_mode():
            return self.head(self.recogniser.net.grid(prepared(pictures)))


def smooth(vectors: Tensor) -> Tensor:
    """Each place as the mean of it and its neighbours: one place alone is no sprite."""
    around = F.avg_pool2d(F.pad(vectors, (1, 1, 1, 1), mode="replicate"), 3, 1)
    return F.normalize(around, dim=1)


def digest(path: Path) -> str:
    """Tells one training of the recogniser from another."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
