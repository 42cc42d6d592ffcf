"""Custom Diffusion: two sprites that the model has never seen, learned together."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from techniques import learning, scenes
from techniques.figure import Figure, Row, share
from techniques.studio import Studio

from core.techniques.custom_diffusion import CustomDiffusion

CONCEPTS = {"skull": ("<skull>", "ghost"), "dinosaur": ("<dino>", "turtle")}
"""Sprite → its word and its class."""
EACH, BOTH = 60.0, 30.0
PLAN: dict[str, Any] = {"kind": "custom_diffusion"}


def measure(studio: Studio, pictures: int) -> Figure:
    """New prompts of each sprite, and of both, with and without what was learned."""
    with TemporaryDirectory() as work:
        folder = Path(work)
        concepts = [
            {
                "folder": str(learning.album(sprite, folder / sprite)),
                "word": word,
                "class_word": kind,
            }
            for sprite, (word, kind) in CONCEPTS.items()
        ]
        file = learning.taught(PLAN | {"concepts": concepts}, folder, studio.model)
        file = learning.kept(file, "custom_diffusion")
    return figure(studio, pictures, CustomDiffusion(file=str(file)))


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
        f"teaching {learning.FIRST_TAUGHT:,}…; noise 0…",
        studio.steps,
        tuple(rows),
    )


def _together(studio: Studio, pictures: int, techniques: tuple[CustomDiffusion, ...]) -> list[bool]:
    """Whether all the sprites are found in each of the pictures of all."""
    painted = [studio.paint(both(n), n, techniques=techniques) for n in range(pictures)]
    found = studio.retrieval.look_all([shown.picture for shown in painted])
    return [one.has(*CONCEPTS) for one in found]
