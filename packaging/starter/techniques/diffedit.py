"""DiffEdit: a drawn thing becomes another, the background stays, and the found mask fits."""

from __future__ import annotations

from typing import Any

import numpy as np
from techniques import editing, scenes
from techniques.figure import Figure, Row, mean
from techniques.studio import Shown, Studio

from core.techniques.diffedit import DiffEdit

OVERLAP = 0.5


def measure(studio: Studio, pictures: int) -> Figure:
    """From and to are what the captions say of old and new."""
    overlaps: list[float] = []

    def edit(task: editing.Task) -> dict[str, Any]:
        request, _, found = edited(studio, task)
        overlaps.append(overlap(found, task.mask))
        return request

    rows = editing.rows(studio, pictures, edit, masked=True)
    value = mean(overlaps)
    return Figure(
        pictures,
        "scenes 70,000,000…; noise 0…",
        studio.steps,
        (
            *rows,
            Row(
                "the found mask against the true one, IoU",
                value,
                len(overlaps),
                unit="",
                asked=f"≥ {OVERLAP:g}",
                met=value >= OVERLAP,
            ),
        ),
    )


def edited(studio: Studio, task: editing.Task) -> tuple[dict[str, Any], Shown, np.ndarray]:
    """A task's request beside its source, the picture, and the found mask, (256, 256) bool."""
    technique = DiffEdit(source_words=task.scene.caption, target_words=task.wanted)
    request = {"prompt": "", "techniques": (technique,)}
    shown = studio.paint(seed=task.n, source=scenes.opaque(task.source), **request)
    (mask,) = (extra.pixels for extra in shown.done.extras if extra.name == "mask")
    return request, shown, mask > 127


def overlap(found: np.ndarray, true: np.ndarray) -> float:
    """Intersection over union of two masks (h, w) of bool."""
    return float((found & true).sum() / (found | true).sum())
