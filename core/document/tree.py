"""Which layers lie in which: groups and what is in them, layers and their masks.

The document's layers are one row, bottom to top. What lies in a group, or masks a layer, names it
in `inside` and comes right below it, all together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from core.document.layers import GroupLayer, Layer, LayerMask, Picture
from core.errors import UserError


def parent(layers: Sequence[Layer], layer: Layer) -> Layer | None:
    """The group that a layer lies in, or the layer that it masks."""
    if layer.inside is None:
        return None
    return next((other for other in layers if other.id == layer.inside), None)


def ancestors(layers: Sequence[Layer], layer: Layer) -> Iterator[Layer]:
    """What a layer lies in, the innermost first."""
    above = parent(layers, layer)
    while above is not None:
        yield above
        above = parent(layers, above)


def depth(layers: Sequence[Layer], layer: Layer) -> int:
    """How many other layers it lies in, one inside the other."""
    return sum(1 for _ in ancestors(layers, layer))


def members(layers: Sequence[Layer], layer_id: str) -> tuple[Layer, ...]:
    """All that lies in a layer, in groups in it too, bottom to top; not the layer itself."""
    return block(layers, layer_id)[:-1]


def block(layers: Sequence[Layer], layer_id: str) -> tuple[Layer, ...]:
    """A layer with all that lies in it, bottom to top: what moves when it is moved."""
    end = _place(layers, layer_id)
    return tuple(layers[_begin(layers, end) : end + 1])


def children(layers: Sequence[Layer], layer_id: str | None) -> list[Layer]:
    """What lies directly in a layer, or, of None, in none; bottom to top."""
    return [layer for layer in layers if layer.inside == layer_id]


def shown(layers: Sequence[Layer], layer: Layer) -> bool:
    """Whether a layer and every group that it lies in are visible."""
    return layer.visible and all(above.visible for above in ancestors(layers, layer))


def outermost(layers: Sequence[Layer], ids: Collection[str]) -> list[str]:
    """Those of the layers that lie in none of the others, bottom to top."""
    return [
        layer.id
        for layer in layers
        if layer.id in ids and not any(above.id in ids for above in ancestors(layers, layer))
    ]


def may_hold(outer: Layer, inner: Layer) -> bool:
    """Whether one layer can lie in another: pictures and what changes them in groups, masks of
    layers in any of these."""
    if isinstance(inner, LayerMask):
        return isinstance(outer, Picture)
    return isinstance(outer, GroupLayer) and isinstance(inner, Picture)


def fault(layers: Sequence[Layer]) -> str:
    """What is wrong with an order of layers, for files that are damaged; empty when nothing is."""
    known = {layer.id: layer for layer in layers}
    if len(known) != len(layers):
        return "two layers have one id"
    for layer in layers:
        if isinstance(layer, LayerMask) and layer.inside is None:
            return f"“{layer.name}” masks nothing"
        if layer.inside is not None:
            outer = known.get(layer.inside)
            if outer is None or not may_hold(outer, layer):
                return f"“{layer.name}” lies where it cannot"
    ordered = [layer.id for layer in flattened(layers, None)]
    if ordered != [layer.id for layer in layers]:
        return "layers of one group do not lie together"
    return ""


def flattened(layers: Sequence[Layer], within: str | None) -> Iterator[Layer]:
    """The row in which everything lies right below what it lies in. What lies in itself is left
    out."""
    for layer in children(layers, within):
        yield from flattened(layers, layer.id)
        yield layer


def _place(layers: Sequence[Layer], layer_id: str) -> int:
    """Where a layer lies, from the bottom; UserError when it is gone."""
    for place, layer in enumerate(layers):
        if layer.id == layer_id:
            return place
    raise UserError("The layer is not there any more.", "Choose another one in the list.")


def _begin(layers: Sequence[Layer], end: int) -> int:
    """Where the row of what lies in the layer at `end` begins."""
    held, place = {layers[end].id}, end
    while place > 0 and layers[place - 1].inside in held:
        place -= 1
        held.add(layers[place].id)
    return place
