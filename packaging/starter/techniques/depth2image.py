"""Depth2Image: what is near and what is far stays, while thing and background become others."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import world
from scipy.stats import spearmanr
from techniques import editing, scenes
from techniques.figure import Figure, Row, mean, share
from techniques.studio import Shown, Studio

from core.techniques.depth2image import Depth2Image

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tests" / "semantics"))
from depth import Depths

MODEL = "starter-depth"
RANKED = 0.7


def asked(task: editing.Task) -> str:
    """Another thing of much the same outline, in front of another background."""
    others = [one for one in world.PLACES if one != task.scene.background]
    return scenes.phrase(task.new, background=others[task.n % len(others)])


def kept(studio: Studio, task: editing.Task) -> Shown:
    """The task's picture, from the true depth of its scene alone."""
    near = (world.depth(task.scene) * 255).round().astype(np.uint8)
    map = scenes.opaque(np.repeat(near[..., None], 3, 2))
    return studio.paint(asked(task), task.n, model=MODEL, techniques=(Depth2Image(depth=map),))


def agreement(depths: Depths, task: editing.Task, picture: np.ndarray) -> float:
    """Spearman's rank correlation of the scene's true depth with that which is seen."""
    seen = depths.look(picture)
    step = 256 // len(seen)
    true = world.depth(task.scene).reshape(len(seen), step, len(seen), step).mean((1, 3))
    return float(spearmanr(true.ravel(), seen.ravel()).statistic)


def measure(studio: Studio, pictures: int) -> Figure:
    """Beside image to image where it shows the new thing as often, and the prompt alone."""
    depths = Depths.load()
    tasks = editing.tasks(studio, pictures)
    with_it = [kept(studio, task) for task in tasks]
    success = share([one.seen.has(t.new) for one, t in zip(with_it, tasks, strict=True)])
    value = mean([agreement(depths, t, s.picture) for t, s in zip(tasks, with_it, strict=True)])
    alone = [studio.paint(asked(task), task.n) for task in tasks]
    prompt = mean([agreement(depths, t, s.picture) for t, s in zip(tasks, alone, strict=True)])
    reached = []
    for strength in editing.STRENGTHS:
        plain = [
            studio.paint(asked(t), t.n, source=scenes.opaque(t.source), strength=strength)
            for t in tasks
        ]
        seen = share([one.seen.has(t.new) for one, t in zip(plain, tasks, strict=True)])
        each = [agreement(depths, t, s.picture) for t, s in zip(tasks, plain, strict=True)]
        reached.append((seen, mean(each, 4)))
        if seen >= success:
            break
    without = round(editing.error_at(success, reached), 3)
    return Figure(
        pictures,
        "scenes 70,000,000…; noise 0…",
        studio.steps,
        (
            Row(
                "rank correlation with the true depth (without: image to image where it shows the "
                f"new thing as often; the prompt alone: {prompt:g})",
                value,
                pictures,
                unit="",
                without=without,
                asked=f"≥ {RANKED:g} and above",
                met=value >= RANKED and value > without,
            ),
            Row("the new thing seen", success, pictures),
        ),
    )
