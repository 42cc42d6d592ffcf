"""`underpaint bench`: what the program promises about speed, as ratios measured in one run.

Seconds differ from machine to machine; a ratio of two things measured in turn, in one process
or in equal ones, holds on any. Every bench states its figure, its bound and what it was made of.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

# Name → module of this folder; each has `run() -> list[Figure]`. In the order in which they run.
BENCHES = {
    "window": "window",
    "stroke": "stroke",
    "live": "live",
    "compositing": "compositing",
    "repaint": "repaint",
    "gradient": "gradient",
    "saving": "saving",
    "cancel": "cancel",
    "previews": "previews",
    "pass_overhead": "pass_overhead",
    "inpaint_economy": "inpaint_economy",
    "region_cost": "region_cost",
    "technique_cost": "technique_cost",
    "step_reuse": "step_reuse",
    "token_merging": "token_merging",
    "refinement": "refinement",
    "encodings": "encodings",
    "number_types": "number_types",
    "backends": "backends",
    "compressed": "compressed",
    "model_switch": "model_switch",
    "plans": "plans",
    "training": "training",
    "responsiveness": "responsiveness",
}


@dataclass(frozen=True)
class Figure:
    """One measured figure: met when `value <= bound`."""

    name: str
    value: float
    bound: float
    unit: str = "×"
    made_of: dict[str, float] = field(default_factory=dict)

    @property
    def met(self) -> bool:
        return self.value <= self.bound


def names() -> tuple[str, ...]:
    """The benches there are, in the order in which they run."""
    return tuple(BENCHES)


def main(wanted: Sequence[str], json_file: Path | None) -> int:
    """Runs the named benches (all when none is named), prints their figures, writes them as JSON.

    Returns the exit status: 0 when every figure is within its bound, 1 when one is not, 2 when
    a name is unknown.
    """
    unknown = [name for name in wanted if name not in BENCHES]
    if unknown:
        print(f"No bench is called {', '.join(unknown)}. There are: {', '.join(BENCHES)}.")
        return 2
    # A bench measures the program, not somebody's settings and windows.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    figures: dict[str, list[Figure]] = {}
    for name in wanted or names():
        run: Callable[[], list[Figure]] = importlib.import_module(
            f"desktop.bench.{BENCHES[name]}"
        ).run
        figures[name] = run()
        for figure in figures[name]:
            print(_line(name, figure), flush=True)
    if json_file is not None:
        _write(json_file, figures)
    return 0 if all(figure.met for row in figures.values() for figure in row) else 1


def _line(bench: str, figure: Figure) -> str:
    verdict = "within" if figure.met else "ABOVE"
    parts = ", ".join(f"{key} {value:.4g}" for key, value in figure.made_of.items())
    return (
        f"{bench:16} {figure.name:44} {figure.value:9.4g} {figure.unit:3}"
        f" {verdict} {figure.bound:g}" + (f"   ({parts})" if parts else "")
    )


def _write(json_file: Path, figures: dict[str, list[Figure]]) -> None:
    content = {
        "machine": {
            "system": platform.platform(),
            "processor": platform.processor() or platform.machine(),
            "cores": os.cpu_count(),
            "python": platform.python_version(),
        },
        "benches": {
            name: [asdict(figure) | {"met": figure.met} for figure in row]
            for name, row in figures.items()
        },
    }
    json_file.parent.mkdir(parents=True, exist_ok=True)
    json_file.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
