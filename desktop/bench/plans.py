"""The memory that each plan takes, against what is estimated before anything is loaded: on random
weights in the shape of Stable Diffusion 1.5, and of a small SDXL, each in a process of its own.

`python -m desktop.bench.plans MODEL PLAN SIDE PICTURES` measures any of `plan_models` by any plan.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from core.models.plan import PLANS, WHOLE
from desktop.bench import Figure, plan_models

OFF = 0.15
"""By which part an estimate may be wrong."""
PATIENCE = 3600
SHAPES = {"Stable Diffusion 1.5": "sd-1.5", "a small SDXL": "sdxl-small"}
SIDE = 512
"""Of the pictures, in pixels."""


def run() -> list[Figure]:
    """How far each estimate is off, and the memory of each plan by that of the whole."""
    return [figure for title, name in SHAPES.items() for figure in _figures(title, name)]


def _figures(title: str, name: str) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        plan_models.save(name, Path(folder) / name)
        told = {plan: measured(Path(folder), plan, SIDE, 1) for plan in PLANS}
    figures = []
    for plan, one in told.items():
        off = abs(one["estimate"] / one["measured"] - 1)
        made_of = {"measured_MB": one["measured"] / 1e6, "estimate_MB": one["estimate"] / 1e6}
        made_of["of_whole"] = one["measured"] / told[WHOLE.id]["measured"]
        made_of["seconds_of_whole"] = one["seconds"] / told[WHOLE.id]["seconds"]
        named = f"estimate, {title}, {PLANS[plan].title.lower()}"
        figures.append(Figure(named, off, OFF, "", made_of))
    return figures


def measured(folder: Path, plan: str, side: int, pictures: int) -> dict[str, Any]:
    """What the process of a plan tells, for the one model in a folder: bytes that were measured, in
    all and by stage, and estimated, and seconds. Raises RuntimeError when it fails."""
    ran = subprocess.run(
        [sys.executable, "-m", "desktop.bench.plan_child", str(folder), plan, str(side),
         str(pictures)],
        capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    lines = [line for line in ran.stdout.splitlines() if line.startswith("{")]
    if not lines:
        raise RuntimeError(f"the process of the plan “{plan}” failed: {ran.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(lines[-1])
    return found


def main(name: str, plan: str, side: int, pictures: int) -> None:
    """Prints what was measured."""
    with tempfile.TemporaryDirectory() as folder:
        plan_models.save(name, Path(folder) / name)
        found = measured(Path(folder), plan, side, pictures)
    off = found["estimate"] / found["measured"] - 1
    stages = ", ".join(f"{stage} {each / 1e6:.0f}" for stage, each in found["stages"].items())
    print(
        f"{name}, {plan}, {pictures} of {side}²: {found['measured'] / 1e6:.0f} MB ({stages}),"
        f" estimated {found['estimate'] / 1e6:.0f} ({off:+.1%})"
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
