"""On the starter model: another strength in the middle of a run brings the picture nearer to its
source, or lets it go farther."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("diffusers")
pytestmark = [pytest.mark.slow, pytest.mark.model]

from core import places  # noqa: E402
from core.generation.engine import DiffusionEngine  # noqa: E402
from core.generation.events import Done  # noqa: E402
from core.request import Pixels, Request  # noqa: E402
from core.steering import Steer  # noqa: E402


def painted(engine: DiffusionEngine, request: Request) -> list[np.ndarray]:
    events: list[object] = []
    engine.run(1, request, events.append, lambda: False)
    done = next(event for event in events if isinstance(event, Done))
    return [result.pixels for result in done.results]


def test_a_lower_strength_midway_stays_nearer_to_the_source_and_a_higher_one_goes_farther() -> None:
    engine = DiffusionEngine([places.resources()])
    (source,) = painted(engine, Request("a cat on a beach", steps=12, seed=3, batch=1))
    request = Request(
        "a frog in a forest", steps=20, seed=5, batch=2, source=Pixels(source), strength=0.7
    )

    def off(strength: float | None) -> float:
        steering = () if strength is None else (Steer(step=7, strength=strength),)
        pictures = painted(engine, replace(request, steering=steering))
        off = [np.abs(one[..., :3].astype(int) - source[..., :3]) for one in pictures]
        return float(np.mean(off))

    nearer, unchanged, farther = off(0.45), off(None), off(1.0)
    assert nearer < unchanged < farther
