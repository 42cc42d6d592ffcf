"""What an artist can do to layers and settings, each a small frozen value to `perform`."""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable
from dataclasses import dataclass

from core.document import tree
from core.document.edit import Command, Edit, refuse_locked
from core.document.group_commands import with_new_ids
from core.document.layers import GroupLayer, Layer, LayerMask, RegionLayer, fresh_name
from core.document.selection import Selection
from core.errors import UserError

_GRADUAL = frozenset(
    {
        "opacity",
        "name",
        "prompt",
        "negative_prompt",
        "box",
        "color",
        "strength",
        "start",
        "end",
        "adjustment",
    }
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
        if self.index is None:
            edit.insert_above_active(self.layer)
        else:
            edit.insert(self.layer, self.index)


@dataclass(frozen=True, eq=False)
class RemoveLayer(Command):
    """Takes a layer away with all that lies in it, unless any of it is locked."""

    layer_id: str
    text: str = "Remove layer"

    def apply(self, edit: Edit) -> None:
        for layer in tree.block(edit.state.layers, self.layer_id):
            refuse_locked(layer)
        edit.remove_block(self.layer_id)


@dataclass(frozen=True, eq=False)
class MoveLayer(Command):
    """Moves a layer in the order, with all that lies in it; `index` counts from the bottom, with
    that taken out.

    It comes to lie in the group `inside` ("" is none) or, left open, in the one that it is moved
    into the middle of. UserError when it cannot lie there.
    """

    layer_id: str
    index: int
    inside: str | None = None
    text: str = "Reorder layers"

    def apply(self, edit: Edit) -> None:
        layer = edit.layer(self.layer_id)
        moved = tree.block(edit.state.layers, self.layer_id)
        left = [other for other in edit.state.layers if other not in moved]
        place = min(len(left), max(0, self.index))
        for inside in self._wanted(layer, left, place):
            block = (
                *moved[:-1],
                layer.replaced(inside=inside) if inside != layer.inside else layer,
            )
            layers = (*left[:place], *block, *left[place:])
            if not tree.fault(layers):
                edit.update(layers=layers)
                return
        raise UserError(
            f"“{layer.name}” cannot lie there.",
            "Groups hold pictures and groups; other layers are of the whole picture.",
        )

    def _wanted(self, layer: Layer, left: list[Layer], place: int) -> list[str | None]:
        """Where it may come to lie, the first first."""
        if self.inside is not None:
            return [self.inside or None]
        around = [other.inside for other in left[max(0, place - 1) : place + 1]]
        return [layer.inside, *around, None]


@dataclass(frozen=True, eq=False)
class PutLayers(Command):
    """Moves layers, with all that lies in them, right above another one, or as the topmost into it;
    below everything where there is none. They keep their order, and it is one step."""

    layer_ids: tuple[str, ...]
    target_id: str | None
    into: bool = False
    text: str = "Reorder layers"

    def apply(self, edit: Edit) -> None:
        moved = tree.outermost(edit.state.layers, self.layer_ids)
        for layer_id in moved if self.into else reversed(moved):
            self._put(edit, layer_id)

    def _put(self, edit: Edit, layer_id: str) -> None:
        layers = edit.state.layers
        block = tree.block(layers, layer_id)
        left = [layer for layer in layers if layer not in block]
        target = next((one for one in left if one.id == self.target_id), None)
        if target is None:
            if self.target_id is None:
                MoveLayer(layer_id, 0, "").apply(edit)
            return  # a layer that is put above itself, or into what lies in it, stays
        place = left.index(target)
        inside = target.id if self.into else target.inside or ""
        MoveLayer(layer_id, place if self.into else place + 1, inside).apply(edit)


@dataclass(frozen=True, eq=False)
class StepLayers(Command):
    """Moves layers by one place up or down among those that lie where they lie, and out of their
    group at its ends. Neighbours stay neighbours, in their order."""

    layer_ids: tuple[str, ...]
    up: bool
    text: str = "Reorder layers"

    def apply(self, edit: Edit) -> None:
        ids = tree.outermost(edit.state.layers, self.layer_ids)
        held: set[str] = set()
        for layer_id in reversed(ids) if self.up else ids:
            before = edit.state.layers
            self._step(edit, edit.layer(layer_id), held)
            if edit.state.layers == before:
                held.add(layer_id)

    def _step(self, edit: Edit, layer: Layer, held: set[str]) -> None:
        layers = edit.state.layers
        alike = [
            one
            for one in tree.children(layers, layer.inside)
            if isinstance(one, LayerMask) == isinstance(layer, LayerMask)
        ]
        place = alike.index(layer) + (1 if self.up else -1)
        block = tree.block(layers, layer.id)
        left = [one for one in layers if one not in block]
        outer = tree.parent(layers, layer)
        if 0 <= place < len(alike):
            other = alike[place]
            if other.id in held:
                return  # a chosen one that could not move either
            below = tree.block(layers, other.id)[0]
            at = left.index(other) + 1 if self.up else left.index(below)
            MoveLayer(layer.id, at, layer.inside or "").apply(edit)
        elif isinstance(outer, GroupLayer) and not isinstance(layer, LayerMask):
            inner = [one for one in tree.block(layers, outer.id) if one in left]
            at = left.index(outer) + 1 if self.up else left.index(inner[0])
            MoveLayer(layer.id, at, outer.inside or "").apply(edit)


@dataclass(frozen=True, eq=False)
class DuplicateLayer(Command):
    """Puts a copy right above a layer, with copies of all that lies in it; they share their tiles
    until one is painted on."""

    layer_id: str
    text: str = "Duplicate layer"
    made: tuple[Layer, ...] = ()
    """Copies, the layer's own the last, in which something is changed already; else they are alike.
    """

    def apply(self, edit: Edit) -> None:
        layer = edit.layer(self.layer_id)
        name = fresh_name(f"{layer.name} copy", edit.state.layers)
        copies = list(self.made) or with_new_ids(tree.block(edit.state.layers, self.layer_id))
        copies[-1] = copies[-1].replaced(name=name)
        layers, place = edit.state.layers, edit.state.index(self.layer_id) + 1
        edit.update(layers=(*layers[:place], *copies, *layers[place:]), active_id=copies[-1].id)


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
        if names.keys() == {"alpha_locked"}:
            return "Lock transparency" if names["alpha_locked"] else "Unlock transparency"
        if names.keys() == {"clipped"}:
            return "Clip layer" if names["clipped"] else "Release layer"
        if names.keys() == {"adjustment"}:
            return "Change adjustment"
        if names.keys() == {"label"}:
            return "Label layer"
        if names.keys() == {"through"}:
            return "Pass through" if names["through"] else "Isolate group"
        if names.keys() == {"name"}:
            return "Rename layer"
        if len(names) > 1:
            return "Change layer"
        return "Change layer " + ", ".join(name.replace("_", " ") for name in names)

    @property
    def merge_key(self) -> Hashable:
        names = frozenset(name for name, _ in self.properties)
        return ("layer", self.layer_id, names) if names <= _GRADUAL else None

    def apply(self, edit: Edit) -> None:
        properties = dict(self.properties)
        if properties.keys() & {"id", "pixels", "coverage", "hidden", "inside"}:
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
        names = [name for name, _ in self.fields]
        if names == ["height", "width"]:
            return "Change size"
        return "Change settings" if len(names) != 1 else "Change " + names[0].replace("_", " ")

    @property
    def merge_key(self) -> Hashable:
        return ("settings", frozenset(name for name, _ in self.fields))

    def apply(self, edit: Edit) -> None:
        fields = dict(self.fields)
        edit.update(settings=dataclasses.replace(edit.state.settings, **fields))  # type: ignore[arg-type]
