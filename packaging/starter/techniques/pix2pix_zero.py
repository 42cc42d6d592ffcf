"""Pix2Pix Zero: a drawn thing becomes another, and the background stays."""

from __future__ import annotations

from typing import Any

from techniques import editing
from techniques.figure import Figure
from techniques.studio import Studio

from core.techniques.pix2pix_zero import Pix2PixZero

AMOUNT = 1.25
"""At 1 44 of 64 new things were seen, and 7 old ones: buses stayed buses."""


def measure(studio: Studio, pictures: int) -> Figure:
    """The prompt says what the scene shows; source and target are the two things' words."""
    return Figure(
        pictures,
        f"scenes 70,000,000…; noise 0…; amount {AMOUNT:g}",
        studio.steps,
        editing.rows(studio, pictures, edit, masked=True),
    )


def edit(task: editing.Task) -> dict[str, Any]:
    """A task's request beside its source."""
    technique = Pix2PixZero(source_words=task.old, target_words=task.new, amount=AMOUNT)
    return {"prompt": task.scene.caption, "techniques": (technique,)}
