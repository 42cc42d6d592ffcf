"""How well an edit turns one thing of a drawn scene into another, beside plain image to image."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
import world
from techniques import scenes
from techniques.figure import Row, mean, share
from techniques.studio import Shown, Studio

NEW, OLD = 70.0, 15.0
"""Per cent: the new thing is seen in at least, the old one in at most."""
MARGIN = 12
"""Pixels around the true mask that are no background: the new thing may be a little larger."""
STRENGTHS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
"""Of plain image to image, up to the first that shows the new thing as often as the edit."""


@dataclass(frozen=True, eq=False)
class Task:
    """One scene, and what its thing is to become."""

    n: int
    scene: world.Scene
    old: str
    new: str
    source: np.ndarray
    """The scene's pixels, RGB (256, 256, 3)."""
    returned: np.ndarray
    """The same as the autoencoder gives it back: its error is in all edits, and no edit's doing."""

    @property
    def wanted(self) -> str:
        """The caption of what should come of it."""
        return scenes.phrase(self.new, background=self.scene.background)

    @property
    def mask(self) -> np.ndarray:
        """Where the old thing is, (256, 256) bool."""
        return world.masks(self.scene)[0]


@dataclass
class Outcome:
    """What came of many tasks."""

    new: list[bool] = field(default_factory=list)
    old: list[bool] = field(default_factory=list)
    errors: list[float] = field(default_factory=list)

    def add(self, task: Task, shown: Shown, *, masked: bool = False) -> None:
        """`masked`: what it kept of the source are the source's own pixels."""
        self.new.append(shown.seen.has(task.new))
        self.old.append(shown.seen.has(task.old))
        before = task.source if masked else task.returned
        self.errors.append(background_error(task, before, shown.picture))


def tasks(studio: Studio, count: int) -> list[Task]:
    """Drawn scenes of one thing, and another of much the same outline.

    In places, whose hills, stars and waves no prompt tells: a plain background is kept by anything.
    """
    found = []
    for n in range(count):
        old, new = scenes.pair_alike(n)
        place = world.PLACES[n % len(world.PLACES)]
        scene = scenes.alone(old, place, scenes.FIRST_STAGED + n)
        pixels = scenes.drawn(scene)
        found.append(Task(n, scene, old, new, pixels, studio.returned(pixels)))
    return found


def background_error(task: Task, before: np.ndarray, picture: np.ndarray) -> float:
    """The mean difference of the colours (0…255) away from the thing.

    `before` is the source as an edit at best keeps it, so that what the edit changed is counted:
    as the autoencoder gives it back, or itself, where an edit puts its own pixels back.
    """
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * MARGIN + 1, 2 * MARGIN + 1))
    near = cv2.dilate(task.mask.astype(np.uint8), kernel)
    change = np.abs(before.astype(np.float32) - picture)
    return float(change[near == 0].mean())


def rows(
    studio: Studio,
    count: int,
    edit: Callable[[Task], dict[str, Any]],
    *,
    masked: bool = False,
) -> tuple[Row, ...]:
    """The rows that every edit has; `edit` gives what a task's request has beside the source, and
    `masked` says that it puts the source's own pixels back outside of what it repainted."""
    all_tasks = tasks(studio, count)
    edited = Outcome()
    for task in all_tasks:
        source = scenes.opaque(task.source)
        edited.add(task, studio.paint(seed=task.n, source=source, **edit(task)), masked=masked)
    success = share(edited.new)
    plain: dict[float, Outcome] = {}
    for strength in STRENGTHS:
        plain[strength] = outcome = Outcome()
        for task in all_tasks:
            source = scenes.opaque(task.source)
            outcome.add(task, studio.paint(task.wanted, task.n, source=source, strength=strength))
        if share(outcome.new) >= success:
            break
    error, reached = mean(edited.errors, 2), [(share(o.new), o.errors) for o in plain.values()]
    equal = error_at(success, [(seen, sum(errors) / len(errors)) for seen, errors in reached])
    told = ", ".join(
        f"{strength:g}: {seen:g} %, {mean(errors, 1):g}"
        for strength, (seen, errors) in zip(plain, reached, strict=True)
    )
    return (
        Row(
            "the new thing seen", success, count, asked=f"≥ {NEW:g} %", met=success >= NEW
        ),
        Row(
            "the old thing still seen",
            share(edited.old),
            count,
            asked=f"≤ {OLD:g} %",
            met=share(edited.old) <= OLD,
        ),
        Row(
            "error of the background, of 255 (without: plain image to image where it shows the "
            f"new thing as often; its strength, success, error: {told})",
            error,
            count,
            unit="",
            without=round(equal, 2),
            asked="≤ half",
            met=error <= equal / 2,
        ),
    )  # fmt: skip


def error_at(success: float, reached: list[tuple[float, float]]) -> float:
    """The error of image to image at a success, between the two strengths around it.

    `reached` has success and error of each strength, rising. Beyond what any strength reaches it
    is that of the strongest; below what all reach, that of the weakest.
    """
    seen, errors = [reached[0][0]], [reached[0][1]]
    for at, error in reached[1:]:
        if at > seen[-1]:
            seen.append(at)
            errors.append(error)
    return float(np.interp(success, seen, errors))
