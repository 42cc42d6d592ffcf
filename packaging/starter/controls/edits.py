"""Edits of the drawn world: a scene before and after one thing of it is changed, with the words.

Before and after are drawn from one description, so that they differ in just what was asked.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import world

PAPER = "pencil sketch"
"""A style that hides colours and plain backgrounds: only things can be changed in it."""


@dataclass(frozen=True)
class Edit:
    """Two scenes that differ in one thing, and the instruction that leads from one to the other."""

    kind: str
    before: world.Scene
    after: world.Scene
    instruction: str


def sample(
    seed: int,
    size: int = 256,
    *,
    close: bool = False,
    kind: str = "",
    things: int | None = None,
    styled: bool = True,
) -> Edit:
    """The edit of a seed, of a kind of its own or of the one that is asked for, in a scene of as
    many `things`; not `styled`: neither pixel art nor a sketch before it."""
    dice = random.Random(seed)
    kind = kind or dice.choices(list(KINDS), [share for share, _ in KINDS.values()])[0]
    while True:
        tinted = 1.0 if kind == "colour" else world.TINTED
        scene = world.sample(seed, size, things, close=close, tinted=tinted)
        found = None if scene.style and not styled else KINDS[kind][1](scene, dice)
        if found is not None:
            after, words = found
            return Edit(kind, scene, after, words)
        seed += 100_000_000  # that scene has nothing of the kind to be changed


Found = tuple[world.Scene, str] | None


def _night(scene: world.Scene, dice: random.Random) -> Found:
    if scene.background == "at night" or scene.style == PAPER:
        return None
    return replace(scene, background="at night"), dice.choice(NIGHT)


def _place(scene: world.Scene, dice: random.Random) -> Found:
    if scene.style == PAPER:
        return None
    place = dice.choice([one for one in world.PLACES if one != scene.background])
    return replace(scene, background=place), dice.choice(PLACE).format(_it(scene), place)


def _plain(scene: world.Scene, dice: random.Random) -> Found:
    if scene.style == PAPER:
        return None
    colour = dice.choice([one for one in world.PLAIN if one != scene.background])
    return replace(scene, background=colour), dice.choice(GROUND).format(colour)


def _turn(scene: world.Scene, dice: random.Random) -> Found:
    index = dice.randrange(len(scene.things))
    old = scene.things[index]
    there = {thing.word for thing in scene.things}
    word = dice.choice([one for one in world.THINGS if one not in there])
    new = placed_alike(old, word, scene.size)
    told = dice.choice(TURN).format(old.word, world.article(word), word)
    return replace(scene, things=_with(scene.things, index, new)), told


def _colour(scene: world.Scene, dice: random.Random) -> Found:
    fit = [i for i, thing in enumerate(scene.things) if thing.word in world.TINTABLE]
    if not fit or scene.style:
        return None
    index = dice.choice(fit)
    old = scene.things[index]
    now = old.colour or world.TINTABLE[old.word]
    colour = dice.choice([one for one in world.COLOURS if one != now])
    told = dice.choice(COLOUR).format(old.word, colour)
    return replace(scene, things=_with(scene.things, index, replace(old, colour=colour))), told


def _remove(scene: world.Scene, dice: random.Random) -> Found:
    index = dice.randrange(len(scene.things))
    left = [thing for i, thing in enumerate(scene.things) if i != index]
    return replace(scene, things=left), dice.choice(REMOVE).format(scene.things[index].word)


def _style(scene: world.Scene, dice: random.Random) -> Found:
    if scene.style:
        return None
    style = dice.choice(world.STYLES)
    white = style == PAPER and scene.background in world.PLAIN
    after = replace(scene, style=style, background="white" if white else scene.background)
    return after, dice.choice(STYLE).format(style)


# fmt: off
NIGHT = ("make it night", "turn it into night", "make it at night", "change it to night",
         "put it at night")
PLACE = ("put {0} {1}", "put it {1}", "make it {1}", "change the background to {1}")
GROUND = ("make the background {0}", "change the background to {0}", "put it on a {0} background",
          "turn the background {0}")
TURN = ("turn the {0} into {1}", "make the {0} {1}", "replace the {0} with {1}",
        "change the {0} to {1}", "replace the {0} by {1}")
COLOUR = ("make the {0} {1}", "turn the {0} {1}", "change the {0} to {1}", "make the {0} a {1} {0}")
REMOVE = ("remove the {0}", "remove the {0} from the picture", "take the {0} away",
          "make it without the {0}")
STYLE = ("as {0}", "make it {0}", "turn it into {0}", "change it to {0}", "as a picture of {0}")
KINDS: dict[str, tuple[float, Callable[[world.Scene, random.Random], Found]]] = {
    "turn": (0.26, _turn), "colour": (0.20, _colour), "remove": (0.16, _remove),
    "place": (0.16, _place), "night": (0.08, _night), "style": (0.08, _style),
    "plain": (0.06, _plain),
}
# fmt: on
"""Kind: how often it is drawn, and what makes it of a scene; None where nothing fits."""


def placed_alike(old: world.Thing, word: str, size: int) -> world.Thing:
    """Another thing in the place of one, as large, on the same ground."""
    picture = world.sprite(word, None)
    x0, y0, x1, y1 = old.box
    scale = max(x1 - x0, y1 - y0) / max(picture.size)
    width, tall = (max(8, int(side * scale)) for side in picture.size)
    left = int(min(max((x0 + x1 - width) / 2, 2), size - width - 2))
    top = int(min(max(y1 - tall, 2), size - tall - 2))
    return world.Thing(word, None, (left, top, left + width, top + tall), old.flipped, old.size)


def _with(things: list[world.Thing], index: int, new: world.Thing) -> list[world.Thing]:
    return [new if i == index else thing for i, thing in enumerate(things)]


def _it(scene: world.Scene) -> str:
    return f"the {scene.things[0].word}" if len(scene.things) == 1 else "it"
