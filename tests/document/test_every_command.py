"""Every command: done, taken back and done again, the document is each time as it was, to the bit.

The commands are found by themselves; a new one needs an example here.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import core
import desktop
import widgets
from core.document import commands as all_commands
from core.document.becoming import become
from core.document.commands import (
    AddLayer,
    AddLayerMask,
    ApplyLayerMask,
    ApplyPixels,
    Become,
    ClearLayer,
    Command,
    DuplicateLayer,
    FillLayer,
    Flatten,
    GroupLayers,
    MakeAgain,
    MergeDown,
    MergeLayers,
    MergeVisible,
    MoveLayer,
    MoveLayerPixels,
    MoveSelection,
    PasteLayers,
    PutLayers,
    RemoveLayer,
    ResizeCanvas,
    SetGuides,
    SetLayer,
    SetReferences,
    SetSelection,
    SetSettings,
    SetTechniques,
    StepLayers,
    Together,
    Ungroup,
    Write,
)
from core.document.document import Document
from core.document.drafts import Draft
from core.document.filling import Filling, patch
from core.document.guides import Axis, Grid
from core.document.laid_tiles import PutTiles, laid
from core.document.layers import GroupLayer, LayerMask, MaskLayer, RasterLayer, RegionLayer
from core.document.origin import Origin
from core.document.pasting import paste, taken
from core.document.references import Reference
from core.document.reshaping import Reshape, flip, image_size, turn
from core.document.selection import Selection
from core.document.writing import Writing
from core.document.written import drawn_as
from core.geometry import Point, Rect, Size
from core.pixels.alpha import premultiplied
from core.pixels.blend import BlendMode
from core.pixels.tiles import TileGrid
from core.pixels.warp import corners
from core.request import Mode, Pixels
from core.training.data_set_editing import CROP, InvertMask, SetCrop
from tests.document.steps import counted_bytes, looks, seconds_apart

SIZE = Size(300, 270)
BOX = Rect(30, 40, 90, 120)


def noise(seed: int, where: Rect) -> np.ndarray:
    shape = (where.height, where.width, 4)
    return np.random.default_rng(seed).integers(0, 256, shape, np.uint8)


def picture(name: str, seed: int, **more: object) -> RasterLayer:
    grid = TileGrid(SIZE, 4)
    where = Rect(10 * seed, 5, 200, 250)
    grid.write(where, premultiplied(noise(seed, where)))
    return RasterLayer(id=name, name=name, pixels=grid, **more)


def made_document() -> Document:
    """Pictures in groups with masks, a region, a selection, a reference, from the bottom up:
    a, (b, veil of c, c) in group, mask, region, crop, top."""
    clock = seconds_apart()
    hidden = TileGrid(SIZE, 1)
    hidden.write(BOX, noise(9, BOX)[..., 0])
    covered = TileGrid(SIZE, 1)
    covered.write(BOX, noise(8, BOX)[..., 1])
    layers = (
        picture("a", 1),
        picture("b", 2, inside="group", blend=BlendMode.MULTIPLY),
        LayerMask(id="veil", inside="c", hidden=hidden),
        picture("c", 3, inside="group"),
        GroupLayer(id="group", opacity=0.7),
        MaskLayer(id="mask", coverage=covered),
        RegionLayer(id="region", box=BOX, prompt="a cat"),
        RegionLayer(id=CROP, box=BOX, visible=False),
        picture("top", 4, opacity=0.5),
    )
    document = Document(SIZE, layers, active="a", clock=lambda: next(clock))
    chosen = Selection.ellipse(SIZE, Rect(20, 20, 200, 180))
    document.perform(SetSelection(chosen))
    document.perform(SetReferences((reference("one"),)))
    document.perform(SetGuides(document.guides.added(Axis.HORIZONTAL, 100)))
    return document


def reference(name: str) -> Reference:
    return Reference(Pixels(noise(6, Rect(0, 0, 9, 7))), 10.0, 20.0, name=name)


def fill(document: Document) -> Command:
    state = document.snapshot()
    covered = patch(state, Point(50, 60), Filling(tolerance=200))
    red = lambda rect: np.full((rect.height, rect.width, 4), (200, 0, 0, 255), np.uint8)  # noqa: E731
    return PutTiles(laid(state, "a", red, covered))


def made_again(document: Document) -> Command:
    grid = TileGrid.from_array(premultiplied(noise(7, Rect.of_size(SIZE))))
    return MakeAgain("a", grid, Origin(document.settings, Mode.TEXT_TO_IMAGE, BOX, Size(256, 256)))


def written_anew(document: Document) -> Command:
    letters = TileGrid(SIZE, 4)
    letters.write(BOX, premultiplied(noise(3, BOX)))
    layer = RasterLayer(id="text", name="HILL", pixels=letters)
    writing = drawn_as(Writing("HILL", quad=corners(BOX), frame=BOX), letters)
    document.perform(AddLayer(layer.replaced(writing=writing)))
    new = TileGrid(SIZE, 4)
    new.write(BOX.moved(200, 9), premultiplied(noise(4, BOX)))
    return Write("text", new, drawn_as(replace(writing, text="DALE"), new), "DALE")


def pasted(document: Document, *layer_ids: str) -> Command:
    state = document.snapshot()
    return paste(taken(state, layer_ids), state, lambda _: Point(0, 0))


Example = Callable[[Document], Command]
EXAMPLES: dict[type[Command], list[Example]] = {
    AddLayer: [lambda _: AddLayer(picture("new", 5)), lambda _: AddLayer(picture("low", 5), 0)],
    AddLayerMask: [lambda _: AddLayerMask("a"), lambda _: AddLayerMask("group")],
    ApplyLayerMask: [lambda _: ApplyLayerMask("veil")],
    ApplyPixels: [lambda _: ApplyPixels("made", noise(5, BOX), BOX)],
    Become: [
        lambda document: become(document.snapshot(), "c", "mask", (1, 2, 3)),
        lambda document: become(document.snapshot(), "mask", "raster", (1, 2, 3)),
        lambda document: become(document.snapshot(), "region", "sketch", (1, 2, 3)),
    ],
    ClearLayer: [lambda _: ClearLayer("a"), lambda _: ClearLayer("mask", rect=BOX)],
    DuplicateLayer: [lambda _: DuplicateLayer("a"), lambda _: DuplicateLayer("group")],
    FillLayer: [lambda _: FillLayer("a", (1, 2, 3)), lambda _: FillLayer("mask", (9, 9, 9))],
    Flatten: [lambda _: Flatten()],
    GroupLayers: [lambda _: GroupLayers(("a", "top")), lambda _: GroupLayers(("c",))],
    InvertMask: [lambda _: InvertMask("mask")],
    MakeAgain: [made_again],
    MergeDown: [lambda _: MergeDown("c"), lambda _: MergeDown("group")],
    MergeLayers: [lambda _: MergeLayers(("a", "group")), lambda _: MergeLayers(("a", "top"))],
    MergeVisible: [lambda _: MergeVisible()],
    MoveLayer: [lambda _: MoveLayer("a", 9), lambda _: MoveLayer("top", 2, inside="group")],
    MoveLayerPixels: [
        lambda _: MoveLayerPixels("a", 31, -7),
        lambda _: MoveLayerPixels("group", -256, 0),
        lambda _: MoveLayerPixels("mask", 900, 900),
        lambda _: MoveLayerPixels("top", 1, 0, nudge=True),
    ],
    MoveSelection: [lambda _: MoveSelection(5, 9), lambda _: MoveSelection(1, 0, nudge=True)],
    PasteLayers: [
        lambda document: pasted(document, "group"),
        lambda document: pasted(document, "a", "mask", "region"),
        lambda document: pasted(document, "veil"),
    ],
    PutLayers: [lambda _: PutLayers(("a", "top"), "c"), lambda _: PutLayers(("c",), None)],
    PutTiles: [fill],
    RemoveLayer: [lambda _: RemoveLayer("a"), lambda _: RemoveLayer("group")],
    Reshape: [
        lambda document: turn(document.snapshot(), 1),
        lambda document: flip(document.snapshot(), across=True),
        lambda document: image_size(document.snapshot(), Size(123, 99)),
    ],
    ResizeCanvas: [
        lambda _: ResizeCanvas(Rect(-20, -30, 400, 500)),
        lambda _: ResizeCanvas(BOX, cut=True),
    ],
    SetCrop: [
        lambda _: SetCrop(Rect(1, 2, 50, 60)),
        lambda _: SetCrop(BOX.moved(1, 0), nudge=True),
    ],
    SetGuides: [
        lambda document: SetGuides(document.guides.added(Axis.VERTICAL, 40.5), "Add guide"),
        lambda document: SetGuides(replace(document.guides, grid=Grid(8, 16, 2))),
    ],
    SetLayer: [
        lambda _: SetLayer("a", opacity=0.25, visible=False, label="red", locked=True),
        lambda _: SetLayer("region", prompt="a dog"),
        lambda _: SetLayer("b", clipped=True, alpha_locked=True, blend=BlendMode.SCREEN),
    ],
    SetReferences: [lambda _: SetReferences(()), lambda _: SetReferences((reference("two"),))],
    SetSelection: [
        lambda _: SetSelection(None),
        lambda _: SetSelection(Selection.rectangle(SIZE, BOX)),
    ],
    SetSettings: [lambda _: SetSettings(prompt="a frog", steps=7, seed=None, width=99)],
    SetTechniques: [lambda _: SetTechniques((Draft("self_attention_guidance"),))],
    StepLayers: [
        lambda _: StepLayers(("a", "c"), up=True),
        lambda _: StepLayers(("top",), up=False),
    ],
    Together: [lambda _: Together((RemoveLayer("a"), FillLayer("b", (1, 2, 3)), MergeVisible()))],
    Ungroup: [lambda _: Ungroup("group")],
    Write: [written_anew],
}
CASES = [
    pytest.param(example, id=f"{kind.__name__} {number}")
    for kind, examples in EXAMPLES.items()
    for number, example in enumerate(examples)
]


@pytest.mark.parametrize("example", CASES)
def test_done_undone_and_done_again_all_is_as_it_was(example: Example) -> None:
    document = made_document()
    command = example(document)
    start, kept = looks(document), document.history.nbytes
    shown = document.flatten()
    document.perform(command)
    done, shown_then = looks(document), document.flatten()
    assert done != start
    for _ in range(2):
        document.undo()
        assert looks(document) == start
        assert np.array_equal(document.flatten(), shown)
        document.redo()
        assert looks(document) == done
        assert np.array_equal(document.flatten(), shown_then)
    assert document.history.nbytes == counted_bytes(document)
    document.undo()
    document.perform(SetSelection(None))  # what was undone is forgotten, with its bytes
    document.undo()
    assert document.history.nbytes == counted_bytes(document)
    assert document.history.nbytes - kept <= 2 * SIZE.area


@pytest.mark.parametrize("example", CASES)
def test_a_snapshot_that_was_taken_before_stays_as_it_was(example: Example) -> None:
    document = made_document()
    before = document.snapshot()
    shown = before.flatten()
    document.perform(example(document))
    assert np.array_equal(before.flatten(), shown)
    document.undo()
    assert np.array_equal(before.flatten(), shown)


def test_there_is_an_example_of_every_command() -> None:
    there = set(every_command())
    assert there == set(EXAMPLES)
    assert all(examples for examples in EXAMPLES.values())
    named = (getattr(all_commands, name) for name in all_commands.__all__)
    assert {one for one in named if one is not Command} <= there


def every_command() -> Iterator[type[Command]]:
    """Those of the whole program, wherever they are declared."""
    for package in (core, widgets, desktop):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if _declares_one(found):
                importlib.import_module(found.name)
    waiting = [Command]
    while waiting:
        for one in waiting.pop().__subclasses__():
            waiting.append(one)
            if not one.__module__.startswith("tests."):
                yield one


def _declares_one(found: pkgutil.ModuleInfo) -> bool:
    """Whether its text says so: what has nothing to do with it is not imported."""
    assert isinstance(found.module_finder, importlib.machinery.FileFinder)
    place = Path(found.module_finder.path) / found.name.rpartition(".")[2]
    file = place / "__init__.py" if found.ispkg else place.with_suffix(".py")
    return "(Command" in file.read_text("utf-8")
