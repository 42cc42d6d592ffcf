"""Scenes and captions that techniques are measured on; none of their seeds was trained with."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[3]), str(HERE.parents[1])]
import world  # noqa: E402  (found by the line above)

from core.request import Pixels  # noqa: E402

FIRST_PROMPT = 50_000_000
"""As in figures.py: of the scenes whose captions are painted."""
FIRST_STAGED = 70_000_000
"""Of scenes that are drawn to be edited."""

ANIMALS = ("cat", "dog", "frog", "bear", "panda", "fox", "lion", "pig", "rabbit", "koala",
           "tiger", "monkey")  # fmt: skip
"""Whose sprites are faces of much the same outline."""
ALIKE = (
    ANIMALS,
    ("apple", "orange", "lemon", "strawberry", "pumpkin", "ball", "donut"),
    ("rose", "tulip", "sunflower"),
    ("smiling face", "sad face", "angry face", "surprised face", "neutral face"),
    ("car", "bus"),
    ("house", "castle"),
)
"""Things that may become one another while the picture's structure stays."""


def told(count: int, things: int) -> list[world.Scene]:
    """Scenes of one thing or of two, to be painted from their captions."""
    return [world.sample(FIRST_PROMPT + 2 * n + things - 1, things=things) for n in range(count)]


def phrase(*things: world.Thing | str, background: str, joint: str = "and") -> str:
    """A caption: "a cat and a red car on a beach"."""
    names = [thing if isinstance(thing, str) else thing.name for thing in things]
    return f" {joint} ".join(map(world.article, names)) + " " + world.background_phrase(background)


def background(n: int) -> str:
    """A background for picture n, all of them in turn."""
    return world.BACKGROUNDS[n * 5 % len(world.BACKGROUNDS)]


def pair_alike(n: int) -> tuple[str, str]:
    """Two things of much the same outline, for picture n: most are animals."""
    dice = random.Random(FIRST_STAGED + n)
    group = ANIMALS if n % 2 else ALIKE[1 + n // 2 % (len(ALIKE) - 1)]
    first, second = dice.sample(group, 2)
    return first, second


def alone(word: str, background: str, seed: int, colour: str | None = None) -> world.Scene:
    """A thing of usual size near the middle."""
    dice = random.Random(seed)
    spot = dice.uniform(0.42, 0.58), dice.uniform(0.47, 0.6)
    thing = _placed(word, colour, spot, dice.uniform(0.42, 0.6))
    scene = world.Scene(256, [thing], background, "", seed)
    scene.caption = phrase(thing, background=background)
    return scene


def _placed(word: str, colour: str | None, spot: tuple[float, float], share: float) -> world.Thing:
    sprite = world.sprite(word, colour).size
    width, height = (int(side * share * 256 / max(sprite)) for side in sprite)
    x, y = int(spot[0] * 256 - width / 2), int(spot[1] * 256 - height / 2)
    return world.Thing(word, colour, (x, y, x + width, y + height))


def drawn(scene: world.Scene) -> np.ndarray:
    """The scene as pixels, RGB (256, 256, 3)."""
    return np.array(world.render(scene))


def opaque(rgb: np.ndarray) -> Pixels:
    """A drawn scene as the source of a request."""
    return Pixels(np.dstack([rgb, np.full(rgb.shape[:2], 255, np.uint8)]))


def box_mask(box: world.Box, grow: int = 0) -> np.ndarray:
    """255 inside a box grown by so many pixels, (256, 256), uint8."""
    x0, y0, x1, y1 = box
    mask = np.zeros((256, 256), np.uint8)
    mask[max(0, y0 - grow) : y1 + grow, max(0, x0 - grow) : x1 + grow] = 255
    return mask
