"""Memory of refining a picture of 2048 × 2048 in tiles, by that of painting over one tile.

Each is done by a process of its own, on the starter model; what counts is the most that the whole
process has ever held: interpreter, libraries, model and pictures. The weights are computed with in
float32, so that no measurement of number types comes in between.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np

from desktop.bench import Figure

SIDE, STEPS, STRENGTH = 2048, 4, 0.25
"""One step is taken: the second needs no more than the first."""
BOUND = 1.3
SECONDS_AT_MOST = 1800
TILE, WHOLE, NOTHING = "tile", "whole", "nothing"


def run() -> list[Figure]:
    """Peak memory of refining, by that of image to image at the model's own size."""
    held = {what: _held_by(what) for what in (NOTHING, TILE, WHOLE)}
    made_of = {
        "whole_MB": held[WHOLE], "tile_MB": held[TILE], "model_loaded_MB": held[NOTHING],
    }  # fmt: skip
    name = f"memory, {SIDE}² refined in tiles, by one tile"
    return [Figure(name, held[WHOLE] / held[TILE], BOUND, made_of=made_of)]


def _held_by(what: str) -> float:
    """The most megabytes that a process held which did one of the three."""
    ran = subprocess.run(
        [sys.executable, "-m", "desktop.bench.refinement", what],
        capture_output=True,
        text=True,
        timeout=SECONDS_AT_MOST,
        check=False,
    )
    if ran.returncode:
        raise RuntimeError(f"the bench's process “{what}” failed: {ran.stderr[-2000:]}")
    return float(json.loads(ran.stdout.splitlines()[-1])["megabytes"])


def _do(what: str) -> None:
    import torch

    from core import places
    from core.denoise.paint import paint
    from core.denoise.tiling import Tiling
    from core.generation.refining import block_of, prepare_refinement, tile_of
    from core.geometry import Size
    from core.models.library import find_models, named
    from core.models.loading import load
    from core.request import Pixels, Request
    from core.upscale import Upscale

    info = named(find_models(places.models()), "starter")
    model = load(info, dtype=torch.float32)
    size = Size(info.size, info.size)
    source = np.full((info.size, info.size, 4), 255, np.uint8)
    source[..., :3] = np.random.default_rng(1).integers(0, 256, 3)
    request = Request(
        "a cat on a beach",
        width=info.size,
        height=info.size,
        steps=STEPS,
        source=Pixels(source),
        strength=STRENGTH,
        upscale=Upscale(width=SIDE, strength=STRENGTH),
    )
    if what == TILE:
        paint(model, request)
    elif what == WHOLE:
        picture = np.ascontiguousarray(np.resize(source, (SIDE, SIDE, 4)))
        prepared = prepare_refinement(request, picture, info)
        tiling = Tiling(tile_of(info), block_of(size, Size(SIDE, SIDE)))
        paint(model, prepared.inner, tiling=tiling)
    print(json.dumps({"megabytes": _peak()}))


def _peak() -> float:
    """The most megabytes that this process has held."""
    status = Path("/proc/self/status")
    if status.exists():  # what `resource` tells there may be the parent's
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return float(lines["VmHWM"].split()[0]) / 1024
    if sys.platform == "win32":
        import psutil

        return float(psutil.Process().memory_info().peak_wset) / 2**20
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


if __name__ == "__main__":
    _do(sys.argv[1])
