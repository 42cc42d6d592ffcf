"""A training that is being set up: what the artist chose of it; the rest is as declared (no torch).

Values are those of a form (`core.document.drafts.Value`): possibly half filled in. Folders that
belong to the training are named relative to its folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.document.drafts import Value
from core.errors import RecipeError, UserError
from core.parameters import File, Several, Text, parameters, titles
from core.training import kinds
from core.training.declare import Pictures, Plan
from core.training.plan import parse_plan

if TYPE_CHECKING:
    from core.models.info import ModelInfo

PICTURES = "pictures"
"""The folder of a training in which the artist's pictures are; further ones are numbered."""
_ALIKE = ("model", "name", "seed", "word", "class_word", "initial_word", "sample_prompts")
"""What is meant the same whatever is taught."""


@dataclass(frozen=True)
class TrainingDraft:
    """What is taught, and the values that were set."""

    kind: str
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)

    @property
    def plan(self) -> type[Plan]:
        return kinds()[self.kind]

    @property
    def entries(self) -> list[dict[str, Value]]:
        """The sets of pictures, each with what is said of it."""
        name, _ = entries_of(self.plan)
        return [dict(entry) for entry in self.values.get(name) or () if isinstance(entry, dict)]

    def with_value(self, name: str, value: Value) -> TrainingDraft:
        """The draft with one value set; None is "the program chooses"."""
        return replace(self, values={**self.values, name: value})

    def with_entries(self, entries: list[dict[str, Value]]) -> TrainingDraft:
        return self.with_value(entries_of(self.plan)[0], entries)

    def value(self, name: str, info: ModelInfo | None) -> Value:
        """What a field is: as set, as it suits the model, or as declared."""
        known = shown(self, info)
        if name in known:
            return known[name]
        parameter = parameters(self.plan)[name]
        return None if parameter.required else parameter.to_json(parameter.default)


def begun(kind: str, **values: Value) -> TrainingDraft:
    """A fresh draft, with one empty set of pictures."""
    draft = TrainingDraft(kind, values)
    return draft.with_entries([{"folder": PICTURES}])


def entries_of(plan: type[Plan]) -> tuple[str, Several]:
    """The field of a trainer that lists its sets of pictures: "pictures", "concepts"."""
    return next(
        (name, parameter)
        for name, parameter in parameters(plan).items()
        if isinstance(parameter, Several) and issubclass(parameter.of, Pictures)
    )


def further_entry(draft: TrainingDraft) -> dict[str, Value]:
    """One more set of pictures, in a folder that no other has."""
    taken = {entry.get("folder") for entry in draft.entries}
    number = 2
    while f"{PICTURES} {number}" in taken:
        number += 1
    return {"folder": f"{PICTURES} {number}" if PICTURES in taken else PICTURES}


def of_other_kind(draft: TrainingDraft, kind: str, **values: Value) -> TrainingDraft:
    """What the artist wants to teach otherwise: words and pictures stay, settings do not."""
    target = TrainingDraft(kind)
    _, several = entries_of(target.plan)
    inner = parameters(several.of)
    entries = draft.entries or [{"folder": PICTURES}]
    said: dict[str, Value] = {**entries[0], **draft.values}
    # What it begins as is best told by what kind of thing it is, and the other way round.
    said.setdefault("initial_word", said.get("class_word"))
    said.setdefault("class_word", said.get("initial_word"))
    # What the new kind has no use for is kept as well: the artist may come back.
    kept = {name: said[name] for name in _ALIKE if said.get(name)}
    moved = [
        {name: value for name, value in entry.items() if name in inner}
        for entry in entries[: several.most if "word" in inner else 1]
    ]
    if "word" in inner:
        for name in ("word", "class_word"):
            if said.get(name):
                moved[0].setdefault(name, said[name])
    return TrainingDraft(kind, {**kept, **values}).with_entries(moved)


def shown(draft: TrainingDraft, info: ModelInfo | None) -> dict[str, Value]:
    """The values with which a form is filled: those that suit the model where none was set."""
    return {**draft.plan.usual(info, draft.values), **draft.values}


def left_open(draft: TrainingDraft, info: ModelInfo | None) -> dict[str, Value]:
    """What settings are as long as the artist leaves them open."""
    known = parameters(draft.plan)
    chosen = {
        name: draft.value(other, info)
        for name, other in draft.plan.open_as.items()
        if name in known and other in known
    }
    return chosen if info is None else chosen | {"resolution": info.size}


def plan_of(draft: TrainingDraft, folder: Path, info: ModelInfo | None) -> Plan:
    """The checked training, its folders inside `folder`. Raises RecipeError naming the field."""
    return parse_plan({"kind": draft.kind} | _finished(draft.plan, shown(draft, info)), folder)


def _finished(kind: type, values: Mapping[str, Value]) -> dict[str, Any]:
    """Values as TRAINING.json has them; what is left open, or not declared, is left out."""
    found: dict[str, Any] = {}
    for name, parameter in parameters(kind).items():
        value = values.get(name)
        if isinstance(parameter, Several) and isinstance(value, list | tuple):
            found[name] = [_finished(parameter.of, entry) for entry in value]
        elif isinstance(parameter, File) and not value:
            continue
        elif isinstance(parameter, Text) and (isinstance(value, str) or parameter.required):
            found[name] = (value or "").strip()
        elif value is not None:
            found[name] = value
    return found


def in_words(error: UserError, kind: type[Plan]) -> UserError:
    """What is wrong, with fields named as forms name them: "Concept 1: Word: …"."""
    cause, where = error.cause, ""
    if isinstance(error, RecipeError):
        cause = cause.removeprefix(f"{error.field}: ")
        where = "".join(f"{title}: " for title in titles(kind, error.field))
    return UserError(f"{where}{_titled(cause, kind)}", _titled(error.remedy, kind))


def _titled(text: str, kind: type[Plan]) -> str:
    """Set “gradient_checkpointing” becomes set “Gradient checkpointing”."""
    for declared in (kind, entries_of(kind)[1].of):
        for name, parameter in parameters(declared).items():
            text = text.replace(f"“{name}”", f"“{parameter.shown_title}”")
    return text
