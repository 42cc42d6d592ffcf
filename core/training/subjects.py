"""What DreamBooth and Custom Diffusion have in common: a subject, and its class to be remembered
(no torch)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from core.parameters import Json
from core.training.declare import ClassPictures, Pictures, PictureSet

CLASS_FOLDER = "class"
"""In a training's folder: pictures that the model has painted of a class."""


def called(values: Mapping[str, Json]) -> str:
    """What a subject is called in a prompt: its word and its class; empty without a word."""
    word, kind = (str(values.get(name) or "").strip() for name in ("word", "class_word"))
    return f"{word} {kind}".strip() if word else ""


def class_folder(out: Path, given: str | None, prompt: str) -> Path:
    """Where pictures of a class are: as given, or in the training's folder."""
    if given:
        return Path(given)
    return out / CLASS_FOLDER / (re.sub(r"\W+", "-", prompt).strip("-") or CLASS_FOLDER)


def remembered(
    where: str, prompt: str, out: Path, given: str | None, count: int, weight: float
) -> tuple[PictureSet, ClassPictures]:
    """The pictures by which a class is remembered, and which the model is to paint of them."""
    folder = class_folder(out, given, prompt)
    pictures = Pictures(folder=str(folder), caption=prompt)
    return (
        PictureSet(where, pictures, prior=True, weight=weight, enough=1),
        ClassPictures(where, prompt, folder, count),
    )
