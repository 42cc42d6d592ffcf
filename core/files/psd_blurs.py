"""Blurring layers for formats that have none: what they make of the layers below, as a picture."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from core.document import tree
from core.document.compositing import sheets_of
from core.document.layers import AdjustmentLayer, GroupLayer, Layer, Picture, RasterLayer
from core.document.merge_commands import composed
from core.document.state import State


def without_blurs(state: State) -> State:
    """The state itself when nothing of it blurs. Otherwise one that looks the same: in each group
    a picture of all that lies up to what blurs last, and above it the rest as it was. What the
    picture stands for is hidden below it; what blurs is left out."""
    if not any(_blurs(layer) for layer in state.layers):
        return state
    kept = tuple(_layers(state, None))
    ids = {layer.id for layer in kept}
    kept = tuple(layer for layer in kept if layer.inside is None or layer.inside in ids)
    active = state.active_id if state.active_id in ids else None
    return dataclasses.replace(state, layers=kept, active_id=active)


def _blurs(layer: Layer) -> bool:
    adjustment = layer.adjustment if isinstance(layer, AdjustmentLayer) else None
    return adjustment is not None and adjustment.reach > 0


def _layers(state: State, inside: str | None) -> Iterator[Layer]:
    """What is in a group, bottom to top, its blurring layers replaced."""
    held = tree.children(state.layers, inside)
    until = 0
    for place, layer in enumerate(held):
        clipped = isinstance(layer, Picture) and layer.clipped
        if _blurs_here(state.layers, layer) or (place == until and clipped and until):
            until = place + 1
    below = [layer for layer in held[:until] if isinstance(layer, Picture)]
    for layer in held[:until]:
        told = isinstance(layer, Picture)
        for one in _block(state, layer):
            yield one.replaced(visible=False) if told and one.id == layer.id else one
    if until:
        yield _picture(state, below, inside)
    for layer in held[until:]:
        yield from _block(state, layer)


def _blurs_here(layers: Sequence[Layer], layer: Layer) -> bool:
    """Whether a layer, shown, blurs what lies below it in its own group."""
    if not layer.visible:
        return False
    if isinstance(layer, GroupLayer) and layer.through:
        return any(_blurs_here(layers, one) for one in tree.children(layers, layer.id))
    return _blurs(layer)


def _block(state: State, layer: Layer) -> Iterator[Layer]:
    """A layer after all that lies in it, without what blurs."""
    if not _blurs(layer):
        yield from _layers(state, layer.id)
        yield layer


def _picture(state: State, below: Sequence[Layer], inside: str | None) -> RasterLayer:
    chosen = {layer.id for one in below for layer in tree.block(state.layers, one.id)}
    layers = [
        layer.replaced(inside=None) if layer in below else layer
        for layer in state.layers
        if layer.id in chosen
    ]
    name = next(layer.name for layer in reversed(below) if _blurs_here(state.layers, layer))
    grid = composed(sheets_of(layers), layers, state.size)
    return RasterLayer(name=name, pixels=grid, inside=inside)
