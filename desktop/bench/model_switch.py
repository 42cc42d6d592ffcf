"""What it costs to change between models that share parts, by a cold load of one."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from core import places
from core.models.library import find_models, named
from desktop.bench import Figure
from desktop.bench.seconds import timed

BOUND = 0.2
ROUNDS = 3
ROOMY = 2.0**33


def run() -> list[Figure]:
    """Two models that have all but their schedulers in common, and one that comes back after a
    model with another UNet."""
    import torch
    from safetensors.torch import load_file, save_file

    from core.models.loading import load
    from core.models.parts import Parts

    starter = named(find_models(places.models()), "starter")
    with tempfile.TemporaryDirectory() as folder:
        models = Path(folder)
        for name in ("one", "alike", "other"):
            shutil.copytree(starter.path, models / name)
        for file in (models / "other/unet").glob("*.safetensors"):
            save_file({name: one * 1.01 for name, one in load_file(file).items()}, file)
        infos = {info.id: info for info in find_models([models])}

        def opened(name: str, parts: Parts) -> None:
            load(infos[name], device="cpu", dtype=torch.float32, parts=parts)

        opened("one", Parts(0))
        cold = least(lambda: opened("one", Parts(0)))
        parts = Parts(ROOMY)
        opened("one", parts)
        alike = least(lambda: opened("alike", parts))
        opened("other", parts)
        back = least(lambda: opened("one", parts))
    made_of = {"cold load, CPU s": cold}
    return [
        Figure("to a model with the same parts", alike / cold, BOUND, made_of=made_of),
        Figure("back to a model of before", back / cold, BOUND, made_of=made_of),
    ]


def least(work: Callable[[], None]) -> float:
    """CPU seconds of the quickest of some rounds."""
    return min(timed(work).processor for _ in range(ROUNDS))
