"""Techniques as the artist has set them up: possibly half filled in, with pictures by reference.

A request holds finished techniques. A document holds drafts of them: a draft may still lack a
word or a picture, may be switched off, and names a layer where the request will hold its pixels.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from core.parameters import Json, Parameter, Picture, Several, parameters
from core.request import Pixels

Value = Any
"""What JSON knows, and a PictureFrom where a picture, or a FromLayer where a region belongs."""


@dataclass(frozen=True)
class FromLayer:
    """The pixels that a layer of the document has when the request is made; or the region that it
    is."""

    layer: str
    """The layer's id."""


@dataclass(frozen=True)
class FromFile:
    """The picture in a file, read when the request is made."""

    path: str


PictureFrom = FromLayer | FromFile | Pixels
"""Where a picture comes from; Pixels are its own, out of a recipe or a preset."""

WritePicture = Callable[[Pixels], str]
"""Keeps a picture somewhere, and says under which name."""
ReadPicture = Callable[[str], Pixels]

SWITCH = "enabled"
"""A flag of this name is what the list's own switch is for, so forms leave it out."""

_LAYER, _FILE, _PICTURE = "$layer", "$file", "$picture"


def _new_key() -> str:
    return os.urandom(6).hex()


@dataclass(frozen=True)
class Draft:
    """One technique in the list: which, whether it is on, and the values that were set.

    A value that is not there has the declaration's default, so `Draft("x")` is all default.
    `values` is never changed in place.
    """

    id: str
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)
    on: bool = True
    key: str = field(default_factory=_new_key, compare=False)
    """Tells drafts of the same technique apart for as long as the program runs."""

    def with_value(self, name: str, value: Value) -> Draft:
        """The draft with one value set; None is "the program chooses"."""
        return replace(self, values={**self.values, name: value})


def new_draft(id: str, kind: type) -> Draft:
    """A fresh draft of the technique `kind`; lists that must not be empty have one blank entry."""
    return Draft(id, blank(kind))


def blank(kind: type) -> dict[str, Value]:
    """The values of a fresh form for a declared dataclass."""
    return {
        name: [blank(parameter.of) for _ in range(parameter.least)]
        for name, parameter in parameters(kind).items()
        if isinstance(parameter, Several) and parameter.required
    }


def value_in(parameter: Parameter[Any], values: Mapping[str, Value]) -> Value:
    """A field's value: the one that was set, or its default; None: nothing, or automatic."""
    if parameter.name in values:
        return values[parameter.name]
    return None if parameter.required else _value_of(parameter, parameter.default)


def draft_of(id: str, instance: object) -> Draft:
    """The draft that makes `instance`, a technique out of a request."""
    values = _values_of(instance)
    return Draft(id, values, on=values.pop(SWITCH, True) is not False)


def _values_of(instance: object) -> dict[str, Value]:
    values = {}
    for name, parameter in parameters(type(instance)).items():
        value = getattr(instance, parameter.attribute)
        if parameter.required or value != parameter.default:
            values[name] = _value_of(parameter, value)
    return values


def _value_of(parameter: Parameter[Any], value: Any) -> Value:
    if value is None or isinstance(parameter, Picture):
        return value
    if isinstance(parameter, Several):
        return [_values_of(entry) for entry in value]
    return parameter.to_json(value)


def to_json(draft: Draft, write: WritePicture | None = None) -> dict[str, Json]:
    """The draft for a file. Without `write`, pictures are left out."""
    return {"id": draft.id, "on": draft.on, "values": _json_of(draft.values, write)}


def _json_of(value: Value, write: WritePicture | None) -> Json:
    if isinstance(value, Mapping):
        parts = {name: _json_of(item, write) for name, item in value.items()}
        return {
            name: part for name, part in parts.items() if part is not None or value[name] is None
        }
    if isinstance(value, list | tuple):
        items = [_json_of(item, write) for item in value]
        return items if write is not None else [item for item in items if item is not None]
    if isinstance(value, FromLayer):
        return {_LAYER: value.layer} if write is not None else None
    if isinstance(value, FromFile):
        return {_FILE: value.path} if write is not None else None
    if isinstance(value, Pixels):
        return {_PICTURE: write(value)} if write is not None else None
    return value


def of_json(value: Json, read: ReadPicture) -> Draft:
    """The draft that `to_json` wrote. Raises ValueError for what it cannot have written, and what
    `read` raises."""
    if not isinstance(value, dict) or not isinstance(value.get("id"), str):
        raise ValueError("no draft of a technique")
    values = _value_of_json(value.get("values", {}), read)
    if not isinstance(values, dict):
        raise ValueError("no values")
    return Draft(value["id"], values, value.get("on") is not False)


def _value_of_json(value: Json, read: ReadPicture) -> Value:
    if isinstance(value, list):
        return [_value_of_json(item, read) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        name, item = next(iter(value.items()))
        if name in (_LAYER, _FILE, _PICTURE) and not isinstance(item, str):
            raise ValueError(f"{name} is not a text")
        if name == _LAYER:
            return FromLayer(item)
        if name == _FILE:
            return FromFile(item)
        if name == _PICTURE:
            return read(item)
    return {str(name): _value_of_json(item, read) for name, item in value.items()}


def pictures_in(value: Value) -> Iterator[PictureFrom]:
    """Every picture that values refer to, at any depth."""
    if isinstance(value, FromLayer | FromFile | Pixels):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from pictures_in(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from pictures_in(item)
