"""What a figure is, and how figures become the table of FIGURES.md."""

from __future__ import annotations

import hashlib
import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Row:
    """One number of a technique, beside what it would be without it."""

    what: str
    value: float
    count: int
    """How many pictures (or words) it counts."""
    unit: str = " %"
    without: float | None = None
    asked: str = ""
    """What is promised of it, in words; empty where it is only told."""
    met: bool | None = None


@dataclass(frozen=True)
class Figure:
    """Everything that was measured of one technique."""

    pictures: int
    """With the technique; without it as many, from the same seeds."""
    seeds: str
    steps: int
    rows: tuple[Row, ...]

    @property
    def met(self) -> bool:
        """Whether everything that was asked is reached."""
        return all(row.met is not False for row in self.rows)

    def row(self, what: str) -> Row:
        """The row of that name."""
        return next(row for row in self.rows if row.what == what)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def share(rights: Sequence[bool]) -> float:
    """Per cent that are right."""
    return round(100 * sum(rights) / max(1, len(rights)), 1)


def mean(values: Sequence[float], digits: int = 3) -> float:
    return round(sum(values) / max(1, len(values)), digits)


def rising(values: Sequence[float]) -> bool:
    """Whether each value is above the one before."""
    return all(later > earlier for earlier, later in itertools.pairwise(values))


def listed(values: Mapping[float, float]) -> str:
    """Values of a scale, as they are told in a row: "2: 0.31, 4: 0.36"."""
    return ", ".join(f"{at:g}: {value:g}" for at, value in values.items())


def doubt(with_it: Sequence[float], without: Sequence[float]) -> float:
    """The standard error of the mean difference between pictures of the same seeds."""
    differences = [a - b for a, b in zip(with_it, without, strict=True)]
    count, middle = len(differences), sum(differences) / len(differences)
    spread = sum((one - middle) ** 2 for one in differences) / max(1, count - 1)
    return round(math.sqrt(spread / count), 4)


def digest(model: Path) -> str:
    """Tells one training of the model's UNet from another."""
    weights = model / "unet" / "diffusion_pytorch_model.safetensors"
    return hashlib.sha256(weights.read_bytes()).hexdigest()[:12]


def table(figures: dict[str, Any], current: str) -> list[str]:
    """Lines of FIGURES.md. Figures of other weights than the `current` ones are marked."""
    lines = [
        "",
        "## What techniques do on it",
        "",
        "Each beside pictures of the same seeds without it, painted as the command line does, "
        "looked at by the recogniser (`packaging/starter/technique_figures.py`).",
        "",
        "| technique | seen | without | with it | counted | asked | reached |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for id, one in figures.items():
        for row in one["rows"]:
            without = "" if row["without"] is None else f"{row['without']:g}{row['unit']}"
            reached = {None: "", True: "yes", False: "**no**"}[row["met"]]
            lines.append(
                f"| {id} | {row['what']} | {without} | {row['value']:g}{row['unit']} "
                f"| {row['count']} | {row['asked']} | {reached} |"
            )
    lines += [
        "",
        "| technique | pictures | steps | seeds | on | commit | the UNet's weights |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for id, one in figures.items():
        age = "" if one["weights"] == current else ": **older ones**"
        lines.append(
            f"| {id} | {one['pictures']} | {one['steps']} | {one['seeds']} "
            f"| {one['device']} | {one['commit']} | {one['weights']}{age} |"
        )
    return lines
