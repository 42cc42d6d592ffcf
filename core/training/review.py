"""What is doubtful about pictures that are to be learned from; no reason to refuse (no torch)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.geometry import Size
from core.training.declare import PictureSet
from core.training.folders import Example

ALIKE, MEAN_ALIKE = 40, 3
"""Levels of 255 by which no place of a very small copy, and all of them on average, differ in
pictures that are seen as the same one: saved as JPEG, or scaled, it differs at its edges."""

ENLARGED = 1.33
"""A picture that is enlarged more than that teaches its blur."""


@dataclass(frozen=True)
class Notice:
    """Something that the artist may want to change, and goes on with otherwise."""

    kind: str
    """ "few", "small", "duplicates" """
    text: str
    files: tuple[Path, ...] = ()


def review(sets: Sequence[PictureSet], examples: Sequence[Example], side: int) -> list[Notice]:
    """What is doubtful; `side` is that of a square picture as the model is to see it."""
    found: list[Notice] = []
    for number, one in enumerate(sets):
        own = [example for example in examples if example.set == number]
        if len(own) < one.enough:
            count = "is 1 picture" if len(own) == 1 else f"are {len(own)} pictures"
            found.append(
                Notice(
                    "few",
                    f"There {count} in “{Path(one.pictures.folder).name}”; it learns better from "
                    f"{one.enough} or more.",
                    tuple(example.file for example in own),
                )
            )
        found += _small(own, side)
        found += _duplicates(own)
    return found


def much_smaller(size: Size, side: int) -> bool:
    """Whether a picture would have to be enlarged too much for a model for squares of `side`."""
    return size.area * ENLARGED**2 < side * side


def _small(examples: Sequence[Example], side: int) -> Iterator[Notice]:
    small = [one for one in examples if much_smaller(one.size, side)]
    if small:
        told = names([one.file for one in small])
        one = (
            f"{told} is much smaller than the {side} px at which the model learns, and would teach "
            "it blur."
        )
        several = (
            f"{told} are much smaller than the {side} px at which the model learns, and would "
            "teach it blur."
        )
        text = one if len(small) == 1 else several
        yield Notice("small", text, tuple(one.file for one in small))


def _duplicates(examples: Sequence[Example]) -> Iterator[Notice]:
    """Groups of pictures that are the same one."""
    if len(examples) < 2:
        return
    rows = np.array([np.frombuffer(one.fingerprint, np.uint8) for one in examples]).astype(np.int16)
    means = rows.mean(1)
    seen: set[int] = set()
    for i in range(len(examples)):
        if i in seen:
            continue
        near = i + 1 + np.flatnonzero(np.abs(means[i + 1 :] - means[i]) <= MEAN_ALIKE)
        apart = np.abs(rows[near] - rows[i])
        alike = (apart.max(1) <= ALIKE) & (apart.mean(1) <= MEAN_ALIKE)
        same = [int(j) for j in near[alike]]
        group = [i, *(j for j in same if j not in seen)]
        if len(group) > 1:
            seen.update(group)
            copies = tuple(examples[j].file for j in group)
            yield Notice(
                "duplicates",
                f"{names(copies)} are the same picture: it would be learned by heart.",
                copies,
            )


def names(files: Sequence[Path], most: int = 3) -> str:
    """The names of files as a sentence has them, not more than `most`."""
    named = [f"“{file.name}”" for file in files[:most]]
    if len(files) > most:
        return f"{', '.join(named)} and {len(files) - most} more"
    return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
