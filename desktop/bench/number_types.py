"""bfloat16 against float32 on this processor: the type that is chosen is not the slower one."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import torch

from core import places
from core.denoise.paint import paint
from core.models import precision
from core.models.library import find_models, named
from core.models.loading import load
from core.request import Request
from desktop.bench import Figure

SIDES = (128, 256, 512)
STEPS, ROUNDS = 6, 3
BOUND = 1 / precision.WORTH
"""float32 may be chosen where bfloat16 gains less than is worth its digits."""


def run() -> list[Figure]:
    """The chosen type's time by the other's, of the starter model, at several sizes."""
    info = named(find_models(places.models()), "starter")
    kinds = {kind: load(info, dtype=kind) for kind in (torch.float32, torch.bfloat16)}
    with tempfile.TemporaryDirectory() as folder:
        chosen = precision.choose(
            "bench",
            torch.device("cpu"),
            lambda: load(info, dtype=torch.float32).unet,
            Path(folder) / "precision.json",
        )
    (other,) = set(kinds) - {chosen}
    figures = []
    for side in SIDES:
        request = Request("a cat on a beach", width=side, height=side, steps=STEPS, seed=1)
        taken = dict.fromkeys(kinds, float("inf"))
        for turn in range(ROUNDS + 1):
            for kind, model in kinds.items():
                begun = time.process_time()
                paint(model, request)
                if turn:  # the first round warms up
                    taken[kind] = min(taken[kind], time.process_time() - begun)
        parts = {str(kind).removeprefix("torch.") + "_s": each for kind, each in taken.items()}
        ratio = taken[chosen] / taken[other]
        name = f"{str(chosen).removeprefix('torch.')}, {side} px, by the other type"
        figures.append(Figure(name, ratio, BOUND, made_of=parts))
    return figures
