"""A transaction: what one command changes, all of it or nothing."""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from typing import TypeVar

from core.document import tree
from core.document.history import Entry
from core.document.layers import GroupLayer, Layer, LayerMask, Picture, RasterLayer
from core.document.patches import Patch, ShiftPatch, TilePatch
from core.document.selection import Selection
from core.document.state import State
from core.errors import UserError
from core.geometry import Rect, Size
from core.pixels.alpha import as_opaque_as
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
        """The layer, refused with a UserError when it or a group that it lies in is locked, or it
        is of another kind."""
        layer = self.layer(layer_id)
        for one in (layer, *tree.ancestors(self.state.layers, layer)):
            refuse_locked(one)
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
        """Puts a new layer at a place from the bottom and makes it the active one. What lies in
        none is put above the group that the place would be in."""
        if self.state.has_layer(layer.id):
            raise ValueError(f"the document has a layer {layer.id} already")
        layers = self.state.layers
        place = min(len(layers), max(0, place))
        if layer.inside is None:
            place = _outside(layers, place)
        self.update(layers=(*layers[:place], layer, *layers[place:]), active_id=layer.id)

    def insert_above_active(self, layer: Layer) -> None:
        """Puts a new layer above the active one, in the same group if it can lie there; a picture
        on the highest picture where the active layer is none."""
        layers, active = self.state.layers, self.state.active
        picture = isinstance(layer, Picture)
        if isinstance(active, LayerMask):
            active = tree.parent(layers, active)
        if picture and not isinstance(active, Picture):
            tops = tree.children(layers, None)
            pictures = [one for one in tops if isinstance(one, Picture)]
            self.insert(layer, self.state.index(pictures[-1].id) + 1 if pictures else 0)
        elif picture and isinstance(active, GroupLayer):
            self.insert(layer.replaced(inside=active.id), self.state.index(active.id))
        elif picture and active is not None:
            self.insert(layer.replaced(inside=active.inside), self.state.index(active.id) + 1)
        else:
            place = len(layers) if active is None else self.state.index(active.id) + 1
            self.insert(layer, place)

    def remove(self, layer_id: str) -> None:
        """Takes a layer away that nothing lies in; the one below it becomes active if it was."""
        self._take({layer_id}, layer_id)

    def remove_block(self, layer_id: str) -> None:
        """Takes a layer away, and all that lies in it."""
        gone = {layer.id for layer in tree.block(self.state.layers, layer_id)}
        self._take(gone, layer_id)

    def _take(self, gone: set[str], layer_id: str) -> None:
        layers = self.state.layers
        left = tuple(layer for layer in layers if layer.id not in gone)
        active = self.state.active_id
        if active in gone:
            below = sum(layer.id not in gone for layer in layers[: self.state.index(layer_id)])
            active = left[max(0, below - 1)].id if left else None
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

    def shift(
        self,
        grid: TileGrid,
        dx: int,
        dy: int,
        size: Size | None = None,
        moved: TileGrid | None = None,
    ) -> None:
        """Moves all pixels of a layer's grid, before anything is painted on it; at most once.
        `moved` is what it becomes, where another thread has found that already."""
        if id(grid) in self._painted or id(grid) in self._shifts:
            raise ValueError("a grid is shifted once, before it is painted on")
        self._shifts[id(grid)] = ShiftPatch(grid, dx, dy, grid.size)
        grid.shift(dx, dy, size, moved)

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
        opaque_as_before = {
            id(layer.pixels)
            for layer in self.state.layers
            if isinstance(layer, RasterLayer) and layer.alpha_locked
        }
        for grid, original in self._painted.values():
            if id(grid) in opaque_as_before:
                keep_alpha(grid, original)
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
        and before.references == after.references
        and before.guides == after.guides
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
    several = Counter(id(patch.grid) for patch in patches)
    return [
        (owners[id(patch.grid)], rect)
        for patch in patches
        if id(patch.grid) in owners
        for rect in _rects(patch, alone=several[id(patch.grid)] == 1)
    ]


def _rects(patch: Patch, *, alone: bool) -> Iterator[Rect]:
    yield from patch.rects()
    if isinstance(patch, ShiftPatch) and not alone:
        # Where pixels were that have been moved and then cut away: the patch knows only where the
        # others are.
        yield Rect.of_size(patch.grid.size)


def _outside(layers: Sequence[Layer], place: int) -> int:
    """The next place from the bottom that is not in the middle of a group, or between a layer and
    its masks."""
    places = {layer.id: at for at, layer in enumerate(layers)}
    while any(one.inside is not None and places[one.inside] >= place for one in layers[:place]):
        place += 1
    return place


def keep_alpha(grid: TileGrid, original: TileGrid) -> None:
    """Makes every pixel as opaque as it was; its new colour stays. What was transparent stays so,
    and what paint took away comes back."""
    for key, before in grid.changed_since(original).items():
        if before is None:
            grid.share(key, None)
            continue
        after = grid.tile(key)
        if after is None:
            grid.share(key, before)
            continue
        grid.share(key, as_opaque_as(before, after))


def refuse_locked(layer: Layer) -> None:
    """UserError when a layer is locked."""
    if layer.locked:
        raise UserError(f"“{layer.name}” is locked.", "Unlock it in the layer list to change it.")
