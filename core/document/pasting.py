"""Whole layers that are copied out of a document and put into the same one, or into another."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from core.document import tree
from core.document.copying import moved_layer
from core.document.drafts import FromLayer
from core.document.edit import Command, Edit
from core.document.foreign import Foreign
from core.document.group_commands import with_new_ids
from core.document.layers import (
    GroupLayer,
    Layer,
    LayerMask,
    Picture,
    RasterLayer,
    fresh_name,
)
from core.document.origin import Origin
from core.document.state import Snapshot, State
from core.errors import UserError
from core.geometry import Point, Rect

BARE_MASKS = "bare-masks"
"""The id of a group that only carries masks which were copied without the layer they mask."""


def taken(state: State, layer_ids: Collection[str]) -> Snapshot:
    """A document of the same size with these layers alone, each with all that lies in it, as they
    are now. UserError when there are none."""
    found: list[Layer] = []
    masks: list[Layer] = []
    for layer_id in tree.outermost(state.layers, layer_ids):
        *inner, layer = (one.frozen() for one in tree.block(state.layers, layer_id))
        if isinstance(layer, LayerMask):
            masks.append(layer.replaced(inside=BARE_MASKS))
        else:
            found += [*inner, layer.replaced(inside=None)]
    if masks:
        found += [*masks, GroupLayer(id=BARE_MASKS, name="Masks")]
    if not found:
        raise UserError("No layer is chosen.", "Choose one in the layer list.")
    kept = {one.id: state.foreign.layers[one.id] for one in found if one.id in state.foreign.layers}
    return Snapshot(size=state.size, layers=tuple(found), foreign=Foreign(layers=kept))


def paste(carried: State, state: State, place: Callable[[Rect], Point]) -> PasteLayers:
    """The step that puts layers which were `taken` into a document; for any thread, when `state` is
    a snapshot of it.

    They come to lie where they were. Where that would be off the canvas, `place` gives the upper
    left corner for the rectangle around all of them.
    """
    bounds = Rect.around(one.bounds() for one in carried.layers)
    dx = dy = 0
    if not bounds.is_empty and bounds.intersected(state.canvas).is_empty:
        corner = place(bounds)
        dx, dy = round(corner.x) - bounds.x, round(corner.y) - bounds.y
    copies = with_new_ids(carried.layers)
    ids = {old.id: new.id for old, new in zip(carried.layers, copies, strict=True)}
    placed = [moved_layer(one, dx, dy, state.size) for one in copies]
    layers = tuple(_as_made_there(one, ids, state) for one in placed)
    theirs = {ids[one]: about for one, about in carried.foreign.layers.items() if one in ids}
    return PasteLayers(layers, ids.get(BARE_MASKS), theirs)


@dataclass(frozen=True, eq=False)
class PasteLayers(Command):
    """Puts layers, with all that lies in them, above the active one, in its group where they can
    lie there. Masks without a layer go onto the active one; UserError when it cannot have any."""

    layers: tuple[Layer, ...]
    bare: str | None = None
    """The id of the group whose masks are for the active layer."""
    foreign: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What other programs said of the layers, by their ids."""

    @property
    def text(self) -> str:
        roots = [one for one in self.layers if one.inside in (None, self.bare)]
        several = len(roots) - (self.bare is not None) > 1
        return "Paste layers" if several else "Paste layer"

    def apply(self, edit: Edit) -> None:
        size = edit.state.size
        if any(one.grid is not None and one.grid.size != size for one in self.layers):
            raise UserError("The canvas has another size now.", "Paste once more.")
        host = edit.state.active
        below: Layer | None = None
        for root in tree.children(self.layers, None):
            if root.id == self.bare:
                continue
            inner = tree.members(self.layers, root.id)
            root = root.replaced(name=fresh_name(root.name, edit.state.layers))
            if below is not None and isinstance(root, Picture):
                at = edit.state.index(below.id) + 1
                edit.insert(root.replaced(inside=below.inside), at)
            else:
                edit.insert_above_active(root)
            _put_below(edit, inner, root.id)
            if isinstance(root, Picture):
                below = edit.layer(root.id)
        if self.foreign:
            theirs = edit.state.foreign
            layers = {**theirs.layers, **self.foreign}
            edit.update(foreign=replace(theirs, layers=layers))
        if self.bare is not None:
            self._mask(edit, host if below is None else below)

    def _mask(self, edit: Edit, host: Layer | None) -> None:
        if isinstance(host, LayerMask):
            host = tree.parent(edit.state.layers, host)
        if not isinstance(host, Picture):
            raise UserError(
                "A layer mask lies on a picture or a group.", "Choose one in the layer list first."
            )
        for mask in tree.children(self.layers, self.bare):
            named = mask.replaced(name=fresh_name(mask.name, edit.state.layers), inside=host.id)
            edit.insert(named, edit.state.index(host.id))


def _put_below(edit: Edit, inner: tuple[Layer, ...], root: str) -> None:
    layers, at = edit.state.layers, edit.state.index(root)
    edit.update(layers=(*layers[:at], *inner, *layers[at:]))


def _as_made_there(layer: Layer, ids: Mapping[str, str], state: State) -> Layer:
    """A generated layer whose recipe names the copies of the layers that came along. What it was
    made from is not known any more where some of that stayed behind."""
    if not isinstance(layer, RasterLayer) or layer.origin is None:
        return layer
    here = {one.id for one in state.layers}
    names = {old: new for old, new in ids.items() if old not in here}
    return layer.replaced(origin=_renamed(layer.origin, names, here))


def _renamed(origin: Origin, names: Mapping[str, str], here: Collection[str]) -> Origin:
    drafts = tuple(
        replace(one, values=_with_names(one.values, names)) for one in origin.settings.techniques
    )
    origin = replace(origin, settings=replace(origin.settings, techniques=drafts))
    if any(part.layer not in names and part.layer not in here for part in origin.parts):
        return replace(origin, made_on=None, parts=())
    parts = tuple(replace(part, layer=names.get(part.layer, part.layer)) for part in origin.parts)
    return replace(origin, parts=parts)


def _with_names(value: Any, names: Mapping[str, str]) -> Any:
    """A draft's values with other ids for the layers in them."""
    if isinstance(value, FromLayer):
        return FromLayer(names.get(value.layer, value.layer))
    if isinstance(value, Mapping):
        return {name: _with_names(item, names) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_with_names(item, names) for item in value]
    return value
