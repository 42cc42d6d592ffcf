"""Custom Diffusion: two sprites that the model has never seen, learned together."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import world
from techniques import learning, scenes
from techniques.figure import Figure, Row, share
from techniques.studio import Studio

from core.techniques.custom_diffusion import CustomDiffusion

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "controls"))
import edits

CONCEPTS = {"skull": ("<skull>", "ghost"), "light bulb": ("<bulb>", "balloon")}
"""Sprite → its word and its class."""
EACH, BOTH = 60.0, 30.0
WEIGHT = 0.7
"""Of what was learned; at 1 one of the two is painted twice more often than both."""
REMEMBERED, FIRST_REMEMBERED = 120, 96_000_000
"""Scenes by which each class is remembered, and their first seed."""
PLAN: dict[str, Any] = {
    "kind": "custom_diffusion", "prior_pictures": REMEMBERED, "precision": "bfloat16",
}  # fmt: skip


def measure(studio: Studio, pictures: int) -> Figure:
    """New prompts of each sprite, and of both, with and without what was learned."""
    with TemporaryDirectory() as work:
        folder = Path(work)
        concepts = [
            {
                "folder": str(learning.album(sprite, folder / sprite)),
                "word": word,
                "class_word": kind,
                "prior_folder": str(remembered(kind, folder / f"{kind}s")),
            }
            for sprite, (word, kind) in CONCEPTS.items()
        ]
        file = learning.taught(PLAN | {"concepts": concepts}, folder, studio.model)
        file = learning.kept(file, "custom_diffusion")
    return figure(studio, pictures, CustomDiffusion(file=str(file), weight=WEIGHT))


def remembered(kind: str, folder: Path) -> Path:
    """A folder with drawn scenes of a class and what is said of them, as the paper takes real
    pictures with captions: by themselves, with other things, and with the other class."""
    folder.mkdir(parents=True)
    (other,) = (word for _, word in CONCEPTS.values() if word != kind)
    seed, number = FIRST_REMEMBERED, 0
    while number < REMEMBERED:
        scene = world.sample(seed, things=2 if number % 4 else 1)
        seed += 1
        if kind in {thing.word for thing in scene.things}:
            continue  # the class comes in the place of another thing
        things, place = list(scene.things), number % len(scene.things)
        things[place] = edits.placed_alike(things[place], kind, scene.size)
        if number % 2 and len(things) == 2:
            things[1 - place] = edits.placed_alike(things[1 - place], other, scene.size)
        scene = replace(scene, things=things)
        world.render(scene).save(folder / f"{number:03}.png")
        (folder / f"{number:03}.txt").write_text(scene.caption)
        number += 1
    return folder


def things() -> list[str]:
    """What prompts call the sprites."""
    return [" ".join(words) for words in CONCEPTS.values()]


def both(n: int) -> str:
    """Prompt n of both sprites: one and the other are named first by turns."""
    named = things() if n % 2 else things()[::-1]
    return scenes.phrase(*named, background=scenes.background(n))


def figure(studio: Studio, pictures: int, learned: CustomDiffusion) -> Figure:
    """Of a file that was learned before."""
    rows = [
        learning.found(studio, pictures, thing, learned, sprite, EACH)
        for sprite, thing in zip(CONCEPTS, things(), strict=True)
    ]
    together = {
        used: _together(studio, pictures, (learned,) if used else ()) for used in (False, True)
    }
    rows.append(
        Row(
            "both found in prompts of both",
            share(together[True]),
            pictures,
            without=share(together[False]),
            asked=f"≥ {BOTH:g} %",
            met=share(together[True]) >= BOTH,
        )
    )
    return Figure(
        6 * pictures,
        f"teaching {learning.FIRST_TAUGHT:,}…, {FIRST_REMEMBERED:,}…; noise 0…; weight {WEIGHT:g}",
        studio.steps,
        tuple(rows),
    )


def _together(studio: Studio, pictures: int, techniques: tuple[CustomDiffusion, ...]) -> list[bool]:
    """Whether all the sprites are found in each of the pictures of all."""
    painted = [studio.paint(both(n), n, techniques=techniques) for n in range(pictures)]
    found = studio.retrieval.look_all([shown.picture for shown in painted])
    return [one.has(*CONCEPTS) for one in found]
