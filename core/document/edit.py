"""A transaction: what one command changes, all of it or nothing."""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from collections.abc import Hashable
from typing import TypeVar

from core.document.history import Entry
from core.document.layers import Layer
from core.document.patches import Patch, ShiftPatch, TilePatch
from core.document.selection import Selection
from core.document.state import State
from core.errors import UserError
from core.geometry import Rect, Size
from core.pixels.tiles import TileGrid

AnyLayer = TypeVar("AnyLayer", bound=Layer)


class Command(ABC):
    """Something an artist does to a document. It says only what to do: undo follows from what
    changed, and an error half way takes everything back."""

    @property
    @abstractmethod
    def text(self) -> str:
        """What the artist reads after "Undo"."""

    @property
    def merge_key(self) -> Hashable:
        """Commands with equal keys that follow each other closely are one step; None: never."""
        return None

    @abstractmethod
    def apply(self, edit: Edit) -> None:
        """Makes the change. UserError when the document does not allow it."""


class Edit:
    """The document while a command changes it."""

    def __init__(self, state: State) -> None:
        self._before = state
        self.state = state
        self._painted: dict[int, tuple[TileGrid, TileGrid]] = {}
        self._shifts: dict[int, ShiftPatch] = {}

    def update(self, **fields: object) -> None:
        """Replaces fields of the state."""
        self.state = dataclasses.replace(self.state, **fields)  # type: ignore[arg-type]

    def layer(self, layer_id: str) -> Layer:
        return self.state.layer(layer_id)

    def editable(self, layer_id: str, kind: type[AnyLayer]) -> AnyLayer:
        """The layer, refused with a UserError when it is locked or of another kind."""
        layer = self.layer(layer_id)
        refuse_locked(layer)
        if not isinstance(layer, kind):
            raise UserError(
                f"“{layer.name}” is not of a kind that this can be done to.",
                "Choose another layer.",
            )
        return layer

    def replace(self, layer: Layer) -> None:
        """Puts a layer in the place of the one with the same id."""
        place = self.state.index(layer.id)
        layers = self.state.layers
        self.update(layers=(*layers[:place], layer, *layers[place + 1 :]))

    def insert(self, layer: Layer, place: int) -> None:
        """Puts a new layer at a place from the bottom and makes it the active one."""
        if self.state.has_layer(layer.id):
            raise ValueError(f"the document has a layer {layer.id} already")
        layers = self.state.layers
        place = min(len(layers), max(0, place))
        self.update(layers=(*layers[:place], layer, *layers[place:]), active_id=layer.id)

    def remove(self, layer_id: str) -> None:
        """Takes a layer away; the one below it becomes active if it was."""
        place = self.state.index(layer_id)
        left = (*self.state.layers[:place], *self.state.layers[place + 1 :])
        active = self.state.active_id
        if active == layer_id:
            active = left[max(0, place - 1)].id if left else None
        self.update(layers=left, active_id=active)

    def select(self, selection: Selection | None) -> None:
        """Replaces the selection; one that holds nothing is none."""
        if selection is not None and selection.is_empty:
            selection = None
        self.update(selection=selection)

    def paint(self, grid: TileGrid) -> TileGrid:
        """Says that a layer's grid is about to be changed in place, and returns it."""
        if id(grid) not in self._painted:
            self._painted[id(grid)] = (grid, grid.snapshot())
        return grid

    def shift(self, grid: TileGrid, dx: int, dy: int, size: Size | None = None) -> None:
        """Moves all pixels of a layer's grid, before anything is painted on it; at most once."""
        if id(grid) in self._painted or id(grid) in self._shifts:
            raise ValueError("a grid is shifted once, before it is painted on")
        self._shifts[id(grid)] = ShiftPatch(grid, dx, dy, grid.size)
        grid.shift(dx, dy, size)

    def roll_back(self) -> None:
        """Makes everything as it was before the command."""
        for grid, original in self._painted.values():
            grid.restore(original)
        for shift in self._shifts.values():
            shift.swap()
        self.state = self._before

    def entry(self, text: str, merge_key: Hashable = None) -> Entry | None:
        """What was changed, as a step that can be undone; None when nothing was."""
        patches: list[Patch] = list(self._shifts.values())
        for grid, original in self._painted.values():
            patch = TilePatch.between(grid, original)
            if patch:
                patches.append(patch)
        if not patches and unchanged(self._before, self.state):
            return None
        return Entry(
            text=text,
            before=self._before,
            after=self.state,
            patches=patches,
            merge_key=merge_key,
        )


def unchanged(before: State, after: State) -> bool:
    """Whether two states show and hold the same, pixels painted in place aside."""
    return (
        before.size == after.size
        and len(before.layers) == len(after.layers)
        and all(map(same_layer, before.layers, after.layers))
        and before.active_id == after.active_id
        and before.selection is after.selection
        and before.settings == after.settings
    )


def same_layer(one: Layer, other: Layer) -> bool:
    """Whether two layers are of one kind and all their properties are equal."""
    if one is other:
        return True
    return type(one) is type(other) and all(
        getattr(one, field.name) == getattr(other, field.name) for field in dataclasses.fields(one)
    )


def painted_rects(state: State, patches: list[Patch]) -> list[tuple[str, Rect]]:
    """Where the patches change which layers, for those who show them."""
    owners = {id(layer.grid): layer.id for layer in state.layers if layer.grid is not None}
    return [
        (owners[id(patch.grid)], rect)
        for patch in patches
        if id(patch.grid) in owners
        for rect in patch.rects()
    ]


def refuse_locked(layer: Layer) -> None:
    """UserError when a layer is locked."""
    if layer.locked:
        raise UserError(f"“{layer.name}” is locked.", "Unlock it in the layer list to change it.")
