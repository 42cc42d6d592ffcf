"""From the process' start to a painted window, beside a bare PySide6 window with as many docks."""

from __future__ import annotations

import statistics

from desktop.bench import Figure
from desktop.bench.processes import told

ROUNDS = 7
BOUND = 2.0


def run() -> list[Figure]:
    """Both are started in turn; the first start of each, which fills the disk's cache, is left."""
    seconds: dict[str, list[float]] = {"empty": [], "window": []}
    torch = 0
    for turn in range(ROUNDS + 1):
        for what, row in seconds.items():
            figures = told(what)
            torch += bool(figures.get("torch"))
            if turn:
                row.append(figures["seconds"])
    ours, bare = statistics.median(seconds["window"]), statistics.median(seconds["empty"])
    return [
        Figure(
            "painted window against an empty PySide6 window",
            ours / bare,
            BOUND,
            made_of={"ours_s": ours, "empty_s": bare},
        ),
        Figure("starts in which torch was imported by then", torch, 0, ""),
    ]
