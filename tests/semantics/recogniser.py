"""Looks at a picture of the drawn world and says what is in it.

A small convolutional net, trained on drawn scenes by packaging/starter/train_recogniser.py. It
judges what the starter model paints, and what a technique did to it:
`Recogniser.load().look(picture)`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from safetensors import safe_open
from torch import Tensor, nn

WEIGHTS = Path(__file__).with_name("recogniser.safetensors")
NATURAL = "natural"
SIDE = 128  # pictures are looked at in this size


@dataclass(frozen=True)
class Words:
    """What the recogniser can say, in the order of its outputs."""

    things: tuple[str, ...]
    colours: tuple[str, ...]  # the last is NATURAL: the colour a thing has of itself
    backgrounds: tuple[str, ...]
    styles: tuple[str, ...]  # the first is "": as rendered


@dataclass(frozen=True)
class Seen:
    """What is in one picture."""

    things: dict[str, float]  # word: probability that it is there
    colours: dict[str, str]  # word: its likeliest colour, were it there; NATURAL for its own
    background: str
    style: str
    tints: dict[str, dict[str, float]] = field(default_factory=dict)
    """word: probability of each of its colours, were it there"""
    where: dict[str, np.ndarray] = field(default_factory=dict, compare=False)
    """word: the cells of a 16 × 16 grid over the picture that show it; only words that one shows"""

    def has(self, *words: str, at_least: float = 0.5) -> bool:
        """Whether all these things are in the picture."""
        return all(self.things[word] >= at_least for word in words)

    @property
    def present(self) -> list[str]:
        """The things in the picture, the surest first."""
        words = [word for word, chance in self.things.items() if chance >= 0.5]
        return sorted(words, key=lambda word: -self.things[word])

    def centre(self, word: str) -> tuple[float, float] | None:
        """The middle of what shows a thing, x and y in 0…1; None when nothing does."""
        if word not in self.where:
            return None
        cells = self.where[word]
        rows, columns = np.nonzero(cells)
        return (columns.mean() + 0.5) / cells.shape[1], (rows.mean() + 0.5) / cells.shape[0]


class Block(nn.Module):
    """Two convolutions with a way around them."""

    def __init__(self, inputs: int, outputs: int, stride: int = 1) -> None:
        super().__init__()
        self.first = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.norm1 = nn.GroupNorm(8, outputs)
        self.second = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.norm2 = nn.GroupNorm(8, outputs)
        self.around = nn.Conv2d(inputs, outputs, 1, bias=False) if inputs != outputs else None

    def forward(self, x: Tensor) -> Tensor:
        y = F.silu(self.norm1(self.first(x)))
        y = self.norm2(self.second(y))
        if self.around is not None:
            x = self.around(F.avg_pool2d(x, 2))
        return F.silu(x + y)


class Net(nn.Module):
    """Features on a 16 × 16 grid; each thing looks for itself on it, its colour where it looks.

    `cells` says which thing each cell of the grid shows (the last: none); training has it drawn.
    """

    def __init__(self, words: Words, width: int = 192) -> None:
        super().__init__()
        self.words = words
        self.stem = nn.Conv2d(3, 32, 5, 2, 2)
        self.body = nn.Sequential(
            Block(32, 64, 2),
            Block(64, 128, 2),
            Block(128, 128),
            Block(128, 128),
            nn.Conv2d(128, width, 1),
            nn.SiLU(),
        )
        count = len(words.things)
        self.where = nn.Conv2d(width, count + 1, 1)
        self.what = nn.Conv2d(width, count, 1)
        self.hue = nn.Sequential(nn.Linear(width, width), nn.SiLU())
        self.colour = nn.Linear(width, len(words.colours))
        self.scene = nn.Sequential(nn.Linear(2 * width, width), nn.SiLU())
        self.background = nn.Linear(width, len(words.backgrounds))
        self.style = nn.Linear(width, len(words.styles))

    def grid(self, pictures: Tensor) -> Tensor:
        """What there is to tell of each place: (b, width, 16, 16)."""
        found: Tensor = self.body(F.silu(self.stem(pictures)))
        return found

    def forward(self, pictures: Tensor) -> dict[str, Tensor]:
        grid = self.grid(pictures)
        flat = grid.flatten(2)
        cells = self.where(grid)
        attention = cells[:, :-1].flatten(2).softmax(-1)
        things = (attention * self.what(grid).flatten(2)).sum(-1)
        colours = self.colour(self.hue(torch.einsum("btn,bcn->btc", attention, flat)))
        scene = self.scene(torch.cat([flat.mean(-1), flat.amax(-1)], 1))
        return {
            "features": scene,
            "cells": cells,
            "things": things,
            "colours": colours,
            "background": self.background(scene),
            "style": self.style(scene),
        }


def prepared(images: Sequence[np.ndarray]) -> Tensor:
    """Pictures (height × width × 3, uint8) as the net takes them: 128 px, −1 to 1."""
    rows = []
    for image in images:
        pixels = torch.from_numpy(np.array(image)).permute(2, 0, 1)[None].float() / 127.5 - 1
        rows.append(F.interpolate(pixels, (SIDE, SIDE), mode="area"))
    return torch.cat(rows)


class Recogniser:
    """The trained net, ready to look."""

    def __init__(self, net: Net) -> None:
        self.net = net.eval()
        self.words = net.words

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> Recogniser:
        """Reads weights and words from one safetensors file."""
        with safe_open(path, "pt") as file:
            names = list(file.keys())
            words = Words(**{k: tuple(v) for k, v in json.loads(file.metadata()["words"]).items()})
            state = {name: file.get_tensor(name).float() for name in names}
        net = Net(words)
        net.load_state_dict(state)
        return cls(net)

    def look(self, image: np.ndarray) -> Seen:
        """What is in one picture (height × width × 3, uint8)."""
        return self.look_all([image])[0]

    def look_all(self, images: Sequence[np.ndarray], batch: int = 32) -> list[Seen]:
        """What is in each of several pictures."""
        seen: list[Seen] = []
        for start in range(0, len(images), batch):
            with torch.inference_mode():
                out = self.net(prepared(images[start : start + batch]))
            seen += [self._seen(out, row) for row in range(len(out["style"]))]
        return seen

    def features(self, images: Sequence[np.ndarray], batch: int = 32) -> Tensor:
        """What the net makes of each picture before it names background and style: (n, width)."""
        rows = []
        for start in range(0, len(images), batch):
            with torch.inference_mode():
                rows.append(self.net(prepared(images[start : start + batch]))["features"])
        return torch.cat(rows)

    def _seen(self, out: dict[str, Tensor], row: int) -> Seen:
        words = self.words
        chances = out["things"][row].sigmoid().tolist()
        hues = out["colours"][row].argmax(-1).tolist()
        tints = out["colours"][row].softmax(-1).tolist()
        cells = out["cells"][row].argmax(0).numpy()
        return Seen(
            things=dict(zip(words.things, chances, strict=True)),
            colours={
                word: words.colours[hue] for word, hue in zip(words.things, hues, strict=True)
            },
            background=words.backgrounds[int(out["background"][row].argmax())],
            style=words.styles[int(out["style"][row].argmax())],
            tints={
                word: dict(zip(words.colours, chances, strict=True))
                for word, chances in zip(words.things, tints, strict=True)
            },
            where={
                words.things[index]: cells == index
                for index in np.unique(cells)
                if index < len(words.things)
            },
        )
