"""What was learned comes into use: its file becomes a technique, its words stand in the prompt
(no Qt, no torch)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from core.document.commands import SetSettings
from core.document.drafts import Draft
from core.document.settings import PaintSettings
from core.models.concepts import identify
from core.words.spoken import says

FILE, MODEL = "file", "model"
"""Where techniques name what was learned: a file, or a control model."""


def drafts_of(files: Sequence[str | Path]) -> tuple[Draft, ...]:
    """The techniques that use learned files. Reads their headers; raises FileError."""
    return tuple(Draft(identify(Path(file)).kind.value, {FILE: str(file)}) for file in files)


def use_of(
    settings: PaintSettings,
    drafts: Sequence[Draft],
    words: Sequence[str] = (),
    *,
    instead_of: Path | None = None,
    made_for: Mapping[str, Any] | None = None,
) -> SetSettings:
    """One step that adds techniques and words, but nothing twice, and sets what they are `made_for`
    (few steps). What is there already is switched on; a technique that uses something inside the
    folder `instead_of` uses the new one of its kind instead."""
    kept = list(settings.techniques)
    for draft in drafts:
        for place, one in enumerate(kept):
            if one.id == draft.id and instead_of is not None:
                named = _named(draft)
                kept[place] = one = moved(one, instead_of, Path(named))
            if _key(one) == _key(draft):
                kept[place] = replace(one, on=True)
    there = {_key(one) for one in kept}
    added = [draft for draft in drafts if _key(draft) not in there]
    prompt = settings.prompt
    for word in words:
        if not says(prompt, word):
            prompt = f"{prompt.rstrip().rstrip(',')}, {word}" if prompt.strip() else word
    return SetSettings(techniques=(*kept, *added), prompt=prompt, **(made_for or {}))


def moved(draft: Draft, folder: Path, made: Path) -> Draft:
    """The draft, with `made` instead of anything that it names inside `folder`."""
    for name in (FILE, MODEL):
        value = draft.values.get(name)
        if isinstance(value, str) and value and Path(value).is_relative_to(folder):
            draft = draft.with_value(name, str(made))
    return draft


def _key(draft: Draft) -> tuple[str, str]:
    return draft.id, _named(draft)


def _named(draft: Draft) -> str:
    return str(draft.values.get(FILE) or draft.values.get(MODEL) or "")
