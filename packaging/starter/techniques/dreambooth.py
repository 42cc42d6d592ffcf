"""DreamBooth: a sprite that the model has never seen, learned as a LoRA from five pictures."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from techniques import learning
from techniques.figure import Figure, Row, share
from techniques.studio import Studio

from core.techniques.dreambooth import DreamBooth

SPRITE = "skull"
WORD, CLASS = "sks", "ghost"
THING = f"{WORD} {CLASS}"
SEEN, FALL = 70.0, 5.0
"""Per cent of new prompts; points by which what was known may fall."""
PLAN: dict[str, Any] = {"kind": "dreambooth", "word": WORD, "class_word": CLASS}


def measure(studio: Studio, pictures: int) -> Figure:
    """New prompts with and without what was learned, then captions of other things."""
    with TemporaryDirectory() as work:
        folder = Path(work)
        own = learning.album(SPRITE, folder / "pictures")
        plan = PLAN | {"pictures": [{"folder": str(own)}]}
        file = learning.kept(learning.taught(plan, folder, studio.model), "dreambooth")
    return figure(studio, pictures, DreamBooth(file=str(file)))


def figure(studio: Studio, pictures: int, learned: DreamBooth) -> Figure:
    """Of a LoRA that was learned before."""
    others = learning.others(studio, pictures, learned)
    fall = share(others[False]) - share(others[True])
    return Figure(
        4 * pictures,
        f"teaching {learning.FIRST_TAUGHT:,}…; captions 50,000,000…, every second; noise 0…",
        studio.steps,
        (
            learning.found(studio, pictures, THING, learned, SPRITE, SEEN),
            Row(
                "other things seen",
                share(others[True]),
                pictures,
                without=share(others[False]),
                asked=f"≤ {FALL:g} points less",
                met=fall <= FALL,
            ),
        ),
    )
