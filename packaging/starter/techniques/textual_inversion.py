"""Textual Inversion: a word for a sprite that the model has never seen; its weights stay."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from techniques import learning
from techniques.figure import Figure, Row
from techniques.studio import Studio

from core.techniques.textual_inversion import TextualInversion

SPRITE = "light bulb"
WORD, BEGUN = "<bulb>", "balloon"
SEEN = 40.0
PLAN: dict[str, Any] = {"kind": "textual_inversion", "word": WORD, "initial_word": BEGUN}


def measure(studio: Studio, pictures: int) -> Figure:
    """New prompts with and without the word, and whether the model is as it was."""
    with TemporaryDirectory() as work, learning.watched() as weights:
        folder = Path(work)
        own = learning.album(SPRITE, folder / "pictures")
        plan = PLAN | {"pictures": [{"folder": str(own)}]}
        file = learning.taught(plan, folder, studio.model)
        file = learning.kept(file, "textual_inversion")
    return figure(studio, pictures, TextualInversion(file=str(file)), untouched=weights.untouched)


def figure(studio: Studio, pictures: int, learned: TextualInversion, *, untouched: bool) -> Figure:
    """Of a word that was learned before."""
    return Figure(
        2 * pictures,
        f"teaching {learning.FIRST_TAUGHT:,}…; noise 0…",
        studio.steps,
        (
            learning.found(studio, pictures, WORD, learned, SPRITE, SEEN),
            Row(
                "UNet and text encoder bit by bit as they were after it was learned",
                100.0 * untouched,
                1,
                asked="100 %",
                met=untouched,
            ),
        ),
    )
