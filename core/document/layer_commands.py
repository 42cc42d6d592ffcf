"""What an artist can do to layers and settings, each a small frozen value to `perform`."""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable
from dataclasses import dataclass

from core.document.edit import Command, Edit, refuse_locked
from core.document.layers import Layer, RegionLayer, fresh_name, new_id
from core.document.selection import Selection
from core.errors import UserError

_GRADUAL = frozenset(
    {"opacity", "name", "prompt", "negative_prompt", "box", "color", "strength", "start", "end"}
)
"""Properties that are dragged or typed: edits of one that follow each other are one step."""


@dataclass(frozen=True, eq=False)
class AddLayer(Command):
    """Puts a layer above the active one, or at `index` from the bottom, and makes it active."""

    layer: Layer
    index: int | None = None
    text: str = "Add layer"

    def apply(self, edit: Edit) -> None:
        grid, size = self.layer.grid, edit.state.size
        if grid is not None and grid.size != size:
            raise UserError(
                f"The layer is made for {grid.size} pixels, the picture has {size}.",
                "Resize one of the two.",
            )
        edit.insert(self.layer, _above_active(edit) if self.index is None else self.index)


@dataclass(frozen=True, eq=False)
class RemoveLayer(Command):
    """Takes a layer away, unless it is locked."""

    layer_id: str
    text: str = "Remove layer"

    def apply(self, edit: Edit) -> None:
        refuse_locked(edit.layer(self.layer_id))
        edit.remove(self.layer_id)


@dataclass(frozen=True, eq=False)
class MoveLayer(Command):
    """Moves a layer in the order; `index` counts from the bottom, with the layer taken out."""

    layer_id: str
    index: int
    text: str = "Reorder layers"

    def apply(self, edit: Edit) -> None:
        layer = edit.layer(self.layer_id)
        left = [other for other in edit.state.layers if other is not layer]
        left.insert(min(len(left), max(0, self.index)), layer)
        edit.update(layers=tuple(left))


@dataclass(frozen=True, eq=False)
class DuplicateLayer(Command):
    """Puts a copy right above a layer; the two share their tiles until one is painted on."""

    layer_id: str
    text: str = "Duplicate layer"

    def apply(self, edit: Edit) -> None:
        layer = edit.layer(self.layer_id)
        name = fresh_name(f"{layer.name} copy", edit.state.layers)
        copy = layer.frozen().replaced(id=new_id(), name=name, locked=False)
        edit.insert(copy, edit.state.index(self.layer_id) + 1)


@dataclass(frozen=True, init=False, eq=False)
class SetLayer(Command):
    """Sets properties of a layer: `SetLayer(layer_id, opacity=0.5)`."""

    layer_id: str
    properties: tuple[tuple[str, object], ...]

    def __init__(self, layer_id: str, **properties: object) -> None:
        object.__setattr__(self, "layer_id", layer_id)
        object.__setattr__(self, "properties", tuple(sorted(properties.items())))

    @property
    def text(self) -> str:
        names = dict(self.properties)
        if names == {"visible": True}:
            return "Show layer"
        if names == {"visible": False}:
            return "Hide layer"
        if names.keys() == {"locked"}:
            return "Lock layer" if names["locked"] else "Unlock layer"
        if names.keys() == {"name"}:
            return "Rename layer"
        return "Change layer " + ", ".join(name.replace("_", " ") for name in names)

    @property
    def merge_key(self) -> Hashable:
        names = frozenset(name for name, _ in self.properties)
        return ("layer", self.layer_id, names) if names <= _GRADUAL else None

    def apply(self, edit: Edit) -> None:
        properties = dict(self.properties)
        if properties.keys() & {"id", "pixels", "coverage"}:
            raise ValueError("a layer's id and pixels are not properties")
        opacity = properties.get("opacity")
        if isinstance(opacity, int | float):
            properties["opacity"] = min(1.0, max(0.0, float(opacity)))
        layer = edit.layer(self.layer_id)
        if isinstance(layer, RegionLayer) and properties.get("box") is not None:
            properties["coverage"] = None  # a region is its box or its painted shape
        edit.replace(layer.replaced(**properties))


@dataclass(frozen=True, eq=False)
class SetSelection(Command):
    """Replaces the selection; None, or one that holds nothing, deselects."""

    selection: Selection | None
    said: str = ""
    """What the artist reads after "Undo", when there is more to say than "Select"."""

    @property
    def text(self) -> str:
        return self.said or ("Deselect" if self.selection is None else "Select")

    def apply(self, edit: Edit) -> None:
        if self.selection is not None and self.selection.size != edit.state.size:
            raise ValueError(f"a selection of {self.selection.size} on {edit.state.size}")
        edit.select(self.selection)


@dataclass(frozen=True, init=False, eq=False)
class SetSettings(Command):
    """Sets fields of the paint settings: `SetSettings(prompt="a cat", steps=30)`."""

    fields: tuple[tuple[str, object], ...]

    def __init__(self, **fields: object) -> None:
        object.__setattr__(self, "fields", tuple(sorted(fields.items())))

    @property
    def text(self) -> str:
        return "Change " + ", ".join(name.replace("_", " ") for name, _ in self.fields)

    @property
    def merge_key(self) -> Hashable:
        return ("settings", frozenset(name for name, _ in self.fields))

    def apply(self, edit: Edit) -> None:
        fields = dict(self.fields)
        edit.update(settings=dataclasses.replace(edit.state.settings, **fields))  # type: ignore[arg-type]


def _above_active(edit: Edit) -> int:
    active = edit.state.active
    return len(edit.state.layers) if active is None else edit.state.index(active.id) + 1
