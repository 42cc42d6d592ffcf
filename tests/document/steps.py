"""Things that an artist may do, at random, and all that can be seen of a document."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
from typing import Any

import numpy as np
import numpy.typing as npt

from core.document.commands import (
    AddLayer,
    AddLayerMask,
    ApplyLayerMask,
    ApplyPixels,
    ClearLayer,
    Command,
    DuplicateLayer,
    FillLayer,
    Flatten,
    GroupLayers,
    MergeDown,
    MergeLayers,
    MergeVisible,
    MoveLayer,
    MoveLayerPixels,
    MoveSelection,
    PutLayers,
    RemoveLayer,
    ResizeCanvas,
    SetLayer,
    SetSelection,
    SetSettings,
    SetTechniques,
    StepLayers,
    Together,
    Ungroup,
)
from core.document.document import Document
from core.document.drafts import Draft
from core.document.layers import (
    AdjustmentLayer,
    Layer,
    MaskLayer,
    RasterLayer,
    RegionLayer,
    SketchLayer,
)
from core.document.moving import move_layers
from core.document.reshaping import flip, image_size, turn
from core.document.selection import Selection
from core.geometry import Point, Rect, Size
from core.pixels.adjustments import KINDS
from core.pixels.alpha import premultiplied
from core.pixels.blend import BlendMode
from core.pixels.brush import PRESSURE_SIZE, Brush
from core.pixels.tiles import TileGrid

Array = npt.NDArray[np.uint8]

SIZE = Size(300, 270)


def seconds_apart() -> itertools.count[float]:
    """Time stamps so far apart that no two edits merge."""
    return itertools.count(0.0, 60.0)


def new_document(**options: Any) -> Document:
    clock = seconds_apart()
    return Document(SIZE, clock=lambda: next(clock), **options)


def rect(rng: np.random.Generator) -> Rect:
    x, y = (int(v) for v in rng.integers(-40, 260, 2))
    width, height = (int(v) for v in rng.integers(1, 200, 2))
    return Rect(x, y, width, height)


def pixels(rng: np.random.Generator, where: Rect) -> Array:
    return rng.integers(0, 256, (where.height, where.width, 4), dtype=np.uint8)


def some_layer(document: Document, rng: np.random.Generator) -> Layer | None:
    layers = document.layers
    return layers[int(rng.integers(len(layers)))] if layers else None


def new_layer(document: Document, rng: np.random.Generator) -> Layer:
    match int(rng.integers(5)):
        case 4:
            kind = list(KINDS.values())[int(rng.integers(len(KINDS)))]
            return AdjustmentLayer(adjustment=kind(), opacity=float(rng.random()))
        case 0:
            mode = list(BlendMode)[int(rng.integers(len(BlendMode)))]
            grid = TileGrid(document.size, 4)
            return RasterLayer(pixels=grid, blend=mode, opacity=float(rng.random()))
        case 1:
            return SketchLayer.empty(document.size)
        case 2:
            return MaskLayer.empty(document.size)
        case _:
            return RegionLayer(box=rect(rng), prompt="a cat")


def selection(document: Document, rng: np.random.Generator) -> Selection | None:
    match int(rng.integers(4)):
        case 0:
            return None
        case 1:
            return Selection.rectangle(document.size, rect(rng))
        case 2:
            return Selection.ellipse(document.size, rect(rng))
        case _:
            soft = rng.integers(0, 256, (100, 120), dtype=np.uint8)
            return Selection.from_array(document.size, soft, 50, 60)


def paint(document: Document, layer: Layer, rng: np.random.Generator) -> None:
    brush = Brush(
        size=float(rng.integers(1, 90)),
        hardness=float(rng.random()),
        opacity=float(rng.random()),
        flow=float(rng.choice([0.2, 1.0])),
        color=(255, 90, int(rng.integers(256))),
        erase=bool(rng.random() < 0.3),
        dynamics=(PRESSURE_SIZE,) if rng.random() < 0.5 else (),
    )
    places = rng.uniform(-60, 360, (int(rng.integers(1, 5)), 2))
    stroke = document.begin_stroke(layer.id, brush, Point(*places[0]), float(rng.random()))
    for x, y in places[1:]:
        stroke.to(float(x), float(y), float(rng.random()))
        if rng.random() < 0.7:
            stroke.flush()
    if rng.random() < 0.15:
        stroke.cancel()
    else:
        stroke.finish()


def toggled(layer: Layer, rng: np.random.Generator) -> Command:
    """A property that only some kinds of layers have, the other way round."""
    names = [name for name in ("clipped", "alpha_locked", "through") if hasattr(layer, name)]
    if not names:
        return SetLayer(layer.id, label="")
    name = names[int(rng.integers(len(names)))]
    return SetLayer(layer.id, **{name: not getattr(layer, name)})


def do_something(document: Document, what: int, rng: np.random.Generator) -> None:
    """One thing an artist may do, allowed or not."""
    layer = some_layer(document, rng)
    if layer is None or what == 0:
        document.perform(AddLayer(new_layer(document, rng)))
        return
    id_ = layer.id
    if what in (1, 2, 3):
        paint(document, layer, rng)
        return
    commands: list[Command] = [
        RemoveLayer(id_),
        MoveLayer(id_, int(rng.integers(5))),
        DuplicateLayer(id_),
        MergeDown(id_),
        SetLayer(id_, opacity=float(rng.random())),
        SetLayer(id_, visible=bool(rng.random() < 0.7)),
        SetLayer(id_, locked=bool(rng.random() < 0.3)),
        FillLayer(id_, (10, 200, 30), rect=rect(rng) if rng.random() < 0.5 else None),
        ClearLayer(id_, rect=rect(rng) if rng.random() < 0.5 else None),
        MoveLayerPixels(id_, int(rng.integers(-90, 90)), int(rng.integers(-90, 90))),
        SetSelection(selection(document, rng)),
        SetSettings(prompt=f"{rng.integers(1000)}", steps=int(rng.integers(1, 50))),
        ResizeCanvas(rect(rng)),
        ResizeCanvas(rect(rng), cut=True),
        turn(document.state, int(rng.integers(4))),
        flip(document.state, across=bool(rng.random() < 0.5)),
        image_size(document.state, Size(*(int(v) for v in rng.integers(100, 400, 2)))),
        ApplyPixels("result", pixels(rng, where := rect(rng)), where),
        GroupLayers((id_, other := document.layers[int(rng.integers(len(document.layers)))].id)),
        GroupLayers((id_,)),
        Ungroup(id_),
        AddLayerMask(id_),
        AddLayerMask(other),
        ApplyLayerMask(id_),
        MergeLayers((id_, other)),
        MergeVisible(),
        SetLayer(id_, label="red"),
        toggled(layer, rng),
        toggled(layer, rng),
        MoveLayer(id_, int(rng.integers(8)), inside=other),
        StepLayers((id_, other), up=bool(rng.random() < 0.5)),
        move_layers(document.state, (id_, other), int(rng.integers(-90, 90)), 17),
        PutLayers(tuple({id_, other}), id_ if rng.random() < 0.2 else None, into=False),
        MoveSelection(int(rng.integers(-90, 90)), int(rng.integers(-90, 90))),
        SetTechniques((Draft("self_attention_guidance", {"scale": float(rng.random())}),)),
        Together((SetLayer(id_, opacity=float(rng.random())), RemoveLayer(other))),
    ]
    if rng.random() < 0.1:
        commands = [Flatten()]
    document.perform(commands[(what - 4) % len(commands)])


def looks(document: Document) -> list[object]:
    """Everything an artist can see of a document, off the canvas too, as comparable values."""
    state = document.state
    seen: list[object] = [
        document.size, document.settings, state.references, state.foreign, state.guides,
    ]  # fmt: skip
    chosen = document.selection
    seen.append(None if chosen is None else tiles_of(chosen.coverage))
    for layer in document.layers:
        for field in dataclasses.fields(layer):
            value = getattr(layer, field.name)
            seen.append(tiles_of(value) if isinstance(value, TileGrid) else value)
    return seen


def tiles_of(grid: TileGrid) -> dict[object, object]:
    """All of a grid's pixels that are not 0, in a short form."""
    seen: dict[object, object] = {"size": grid.size}
    for key in grid:
        tile = grid.tile(key)
        if tile is not None and tile.any():
            seen[key] = hashlib.blake2b(tile.tobytes(), digest_size=16).digest()
    return seen


def counted_bytes(document: Document) -> int:
    entries = [*document.history.done, *document.history.undone]
    return sum({id(a): a.nbytes for entry in entries for a in entry.held()}.values())


def painted_document() -> Document:
    """A document with something to lose on each kind of layer."""
    rng = np.random.default_rng(0)
    where = Rect(20, 30, 200, 150)
    picture, sketch = RasterLayer.empty(SIZE), SketchLayer.empty(SIZE)
    picture.pixels.write(Rect.of_size(SIZE), premultiplied(pixels(rng, Rect.of_size(SIZE))))
    sketch.pixels.write(where, premultiplied(pixels(rng, where)))
    mask = MaskLayer(coverage=Selection.ellipse(SIZE, where).coverage)
    region = RegionLayer(coverage=Selection.rectangle(SIZE, where).coverage)
    return new_document(layers=(picture, RasterLayer.empty(SIZE), sketch, mask, region))
