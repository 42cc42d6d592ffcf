"""Which layer it is that is seen at a place."""

from __future__ import annotations

import math

from core.document import tree
from core.document.layers import Layer, LayerMask, RasterLayer, SketchLayer
from core.document.state import State
from core.geometry import Point, Rect

_SEEN = 12
"""Of 255: what is fainter is not what a hand points at."""


def layer_at(state: State, at: Point) -> Layer | None:
    """The topmost layer that shows something of its own at a place of the canvas."""
    spot = Rect(math.floor(at.x), math.floor(at.y), 1, 1)
    for layer in reversed(state.layers):
        if isinstance(layer, RasterLayer | SketchLayer) and _alpha(state, layer, spot) > _SEEN:
            return layer
    return None


def _alpha(state: State, layer: RasterLayer | SketchLayer, spot: Rect) -> float:
    """How much of it is seen there, 0…255."""
    if not layer.grid.keys(spot):
        return 0.0
    alpha = float(layer.grid.read(spot)[0, 0, 3])
    for one in (layer, *tree.ancestors(state.layers, layer)):
        alpha *= one.opacity if one.visible else 0.0
        for mask in tree.children(state.layers, one.id):
            if isinstance(mask, LayerMask) and mask.visible:
                alpha *= 1 - float(mask.hidden.read(spot)[0, 0]) / 255
    return alpha
