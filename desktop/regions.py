"""The document's regions as they lie in the picture of a request (no Qt, no torch)."""

from __future__ import annotations

from dataclasses import replace

from core.document.layers import RegionLayer
from core.document.state import Snapshot, State
from core.generation.frame import resized
from core.geometry import EMPTY, Rect, Size
from core.request import Pixels, RegionPrompt


def regions_in(snapshot: Snapshot, crop: Rect, size: Size) -> dict[int, RegionPrompt]:
    """The regions that count, as they lie in `crop` scaled to `size`; by number, for some may lie
    elsewhere."""
    found = {}
    for number, layer in enumerate(snapshot.regions):
        if layer.coverage is not None:
            mask = resized(layer.coverage.read(crop), size, smooth=False)
            if mask.any():
                found[number] = replace(_prompt_of(layer), mask=Pixels(mask))
        elif not (box := _scaled_box(layer.bounds(), crop, size)).is_empty:
            found[number] = replace(_prompt_of(layer), box=box)
    return found


def outlines(state: State, crop: Rect, size: Size) -> tuple[RegionPrompt, ...]:
    """As `regions_in`, with a box around each: enough to say what they cost, and cheap."""
    boxes = ((layer, _scaled_box(layer.bounds(), crop, size)) for layer in state.regions)
    return tuple(replace(_prompt_of(layer), box=box) for layer, box in boxes if not box.is_empty)


def _prompt_of(layer: RegionLayer) -> RegionPrompt:
    return RegionPrompt(
        layer.prompt,
        layer.negative_prompt,
        strength=layer.strength,
        seed=layer.seed,
        start=layer.start,
        end=layer.end,
    )


def _scaled_box(box: Rect, crop: Rect, size: Size) -> Rect:
    """A box of the canvas as it lies in `crop` scaled to `size`; empty outside of it."""
    part = box.intersected(crop).moved(-crop.x, -crop.y)
    if part.is_empty:
        return EMPTY
    across, down = size.width / crop.width, size.height / crop.height
    return Rect.of_edges(
        part.x * across, part.y * down, part.right * across, part.bottom * down
    ).intersected(Rect.of_size(size))
