"""Whether the window stalls: a 10 ms timer on the GUI thread while everything heavy happens.

From a cold start through import, model load, a batch with previews, its results, and an inpaint.
"""

from __future__ import annotations

from desktop.bench import Figure
from desktop.bench.processes import told

LATE = 33.0
"""Milliseconds: two frames at 60 Hz."""


def run() -> list[Figure]:
    figures = told("session")
    late = figures["late"]
    over = sum(tick > LATE for tick in late)
    ordered = sorted(late)
    return [
        Figure(
            "ticks late by more than 33 ms",
            100 * over / len(late),
            1.0,
            "%",
            {"ticks": len(late), "late": over, "p99_ms": ordered[int(0.99 * (len(late) - 1))]},
        ),
        Figure("the latest tick", max(late), 100, "ms"),
        Figure("torch in the window's process", float(bool(figures["torch"])), 0, ""),
    ]
