"""Layers that go into another document keep everything of theirs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.document import tree
from core.document.commands import AddLayer, SetSelection
from core.document.document import Document
from core.document.drafts import Draft, FromLayer
from core.document.foreign import Foreign
from core.document.layers import (
    AdjustmentLayer,
    GroupLayer,
    Layer,
    LayerMask,
    MaskLayer,
    RasterLayer,
    RegionLayer,
    SketchLayer,
)
from core.document.origin import Origin, Part, Role
from core.document.pasting import paste, taken
from core.document.selection import Selection
from core.document.settings import PaintSettings
from core.document.writing import Writing
from core.document.written import drawn_as, writing_of
from core.errors import FileError, UserError
from core.files.openraster import pack_layers, unpack_layers
from core.geometry import Point, Rect, Size
from core.pixels.adjustments import KINDS
from core.pixels.alpha import premultiplied
from core.pixels.blend import BlendMode
from core.pixels.tiles import TileGrid
from core.pixels.warp import corners
from core.request import Mode

SIZE = Size(300, 270)
BOX = Rect(30, 40, 90, 120)


def grid(seed: int, channels: int = 4, where: Rect = BOX) -> TileGrid:
    made = TileGrid(SIZE, channels)
    noise = np.random.default_rng(seed).integers(1, 256, (where.height, where.width, 4), np.uint8)
    made.write(where, premultiplied(noise) if channels == 4 else noise[..., 0])
    return made


def full() -> Document:
    """Of every kind of layer one, with what can be set of it set."""
    letters = grid(5)
    writing = drawn_as(Writing("HILL", quad=corners(BOX), frame=BOX), letters)
    settings = PaintSettings(
        prompt="a cat", techniques=(Draft("controlnet", {"image": FromLayer("sketch")}),)
    )
    origin = Origin(
        settings,
        Mode.TEXT_TO_IMAGE,
        BOX,
        Size(256, 256),
        made_on=BOX,
        parts=(Part(Role.FOLLOWED, "sketch", "Sketch", "abc", "def"),),
    )
    layers: tuple[Layer, ...] = (
        RasterLayer(id="back", name="Back", pixels=grid(1)),
        RasterLayer(id="made", name="Made", pixels=grid(2), origin=origin, inside="group"),
        LayerMask(id="veil", name="Veil", hidden=grid(3, 1), inside="top"),
        RasterLayer(
            id="top", name="Top", pixels=grid(4), blend=BlendMode.SCREEN, clipped=True,
            opacity=0.6, label="red", inside="group",
        ),
        AdjustmentLayer(id="tone", name="Tone", adjustment=KINDS["levels"](), inside="group"),
        GroupLayer(id="group", name="Group", opacity=0.8, through=True),
        RasterLayer(id="text", name="HILL", pixels=letters, writing=writing),
        MaskLayer(id="mask", name="Mask", coverage=grid(6, 1)),
        RegionLayer(id="region", name="Region", box=BOX, prompt="a frog", strength=0.5),
        SketchLayer(id="sketch", name="Sketch", pixels=grid(7)),
    )  # fmt: skip
    return Document(SIZE, layers, active="back")


def carry(source: Document, *ids: str) -> Document:
    """What another window has after the layers went there through bytes."""
    content = pack_layers(taken(source.snapshot(), ids))
    target = Document(SIZE, (RasterLayer.empty(SIZE, "Paper"),))
    there = target.snapshot()
    target.perform(paste(unpack_layers(content), there, lambda _: Point(0, 0)))
    return target


def named(document: Document, name: str) -> Layer:
    return next(layer for layer in document.layers if layer.name == name)


def test_a_group_comes_with_all_that_lies_in_it_and_looks_the_same() -> None:
    source = full()
    target = carry(source, "group")
    assert [one.name for one in target.layers] == [
        "Paper", "Made", "Veil", "Top", "Tone", "Group",
    ]  # fmt: skip
    assert not tree.fault(target.layers)
    top, group = named(target, "Top"), named(target, "Group")
    assert isinstance(top, RasterLayer)
    assert isinstance(group, GroupLayer)
    assert (top.blend, top.clipped, top.opacity, top.label) == (
        BlendMode.SCREEN, True, 0.6, "red",
    )  # fmt: skip
    assert (group.opacity, group.through) == (0.8, True)
    assert named(target, "Veil").inside == top.id
    alone = taken(source.snapshot(), ("group",))
    assert np.array_equal(target.flatten(), alone.flatten())
    assert not {one.id for one in target.layers} & {one.id for one in source.layers}


def test_text_can_still_be_edited_and_regions_keep_their_prompts() -> None:
    target = carry(full(), "text", "region", "mask", "sketch")
    text, region = named(target, "HILL"), named(target, "Region")
    assert isinstance(text, RasterLayer)
    written = writing_of(text)
    assert written is not None
    assert written.text == "HILL"
    assert isinstance(region, RegionLayer)
    assert (region.prompt, region.strength, region.box) == ("a frog", 0.5, BOX)
    mask = named(target, "Mask")
    assert mask.grid is not None
    assert np.array_equal(mask.grid.read(BOX), grid(6, 1).read(BOX))


def test_a_generated_layer_follows_the_copy_of_the_sketch_that_came_along() -> None:
    target = carry(full(), "made", "sketch")
    made, sketch = named(target, "Made"), named(target, "Sketch")
    assert isinstance(made, RasterLayer)
    assert made.origin is not None
    assert made.origin.settings.prompt == "a cat"
    assert made.origin.settings.techniques[0].values["image"] == FromLayer(sketch.id)
    assert [part.layer for part in made.origin.parts] == [sketch.id]


def test_what_a_generated_layer_was_made_from_is_forgotten_where_it_stayed_behind() -> None:
    made = named(carry(full(), "made"), "Made")
    assert isinstance(made, RasterLayer)
    assert made.origin is not None
    assert made.origin.made_on is None
    assert made.origin.parts == ()


def test_layers_land_above_the_active_one_in_its_group_and_are_one_step() -> None:
    document = full()
    document.activate("made")
    before = document.layers
    state = document.snapshot()
    document.perform(paste(taken(state, ("back", "text")), state, lambda _: Point(0, 0)))
    names = [one.name for one in document.layers]
    assert names[:4] == ["Back", "Made", "Back 2", "HILL 2"]
    assert {document.layers[2].inside, document.layers[3].inside} == {"group"}
    assert document.undo_text == "Paste layers"
    document.undo()
    assert document.layers == before


def test_a_mask_alone_is_laid_on_the_active_layer() -> None:
    document = full()
    document.activate("back")
    state = document.snapshot()
    document.perform(paste(taken(state, ("veil",)), state, lambda _: Point(0, 0)))
    back = document.layer("back")
    masks = tree.children(document.layers, "back")
    assert [type(one) for one in masks] == [LayerMask]
    assert masks[0].grid is not None
    assert np.array_equal(masks[0].grid.read(BOX), grid(3, 1).read(BOX))
    assert back.inside is None


def test_a_mask_is_refused_where_there_is_nothing_to_mask() -> None:
    document = full()
    document.activate("sketch")
    state, before = document.snapshot(), document.layers
    with pytest.raises(UserError, match="lies on a picture"):
        document.perform(paste(taken(state, ("veil",)), state, lambda _: Point(0, 0)))
    assert document.layers == before


def test_into_a_smaller_picture_all_goes_where_it_is_seen() -> None:
    source = full()
    carried = taken(source.snapshot(), ("back", "region"))
    target = Document(Size(64, 64), (RasterLayer.empty(Size(64, 64)),))
    here = target.snapshot()
    target.perform(paste(carried, here, lambda _: Point(0, 0)))
    assert named(target, "Back").bounds() == BOX  # a part of it is on the canvas
    far = Document(Size(20, 20), (RasterLayer.empty(Size(20, 20)),))
    far.perform(paste(carried, far.snapshot(), lambda bounds: Point(2 - bounds.width, 3)))
    back, region = named(far, "Back"), named(far, "Region")
    assert back.bounds() == Rect(2 - BOX.width, 3, BOX.width, BOX.height)
    assert isinstance(region, RegionLayer)
    assert region.box == back.bounds()


def test_a_canvas_that_was_resized_meanwhile_refuses_and_stays() -> None:
    document = full()
    command = paste(
        taken(document.snapshot(), ("back",)),
        replace(document.snapshot(), size=Size(9, 9)),
        lambda _: Point(0, 0),
    )
    before = document.layers
    with pytest.raises(UserError, match="another size"):
        document.perform(command)
    assert document.layers == before


def test_what_is_taken_stays_as_it_was_when_the_document_is_painted_on() -> None:
    document = full()
    carried = taken(document.snapshot(), ("back",))
    before = carried.flatten()
    document.perform(SetSelection(Selection.rectangle(SIZE, BOX)))
    document.perform(AddLayer(RasterLayer.empty(SIZE), 0))
    back = document.layer("back").grid
    assert back is not None
    back.clear()
    assert np.array_equal(carried.flatten(), before)


@pytest.mark.parametrize("cut", [0, 1, 40, 0.3, 0.9, 0.999])
def test_damaged_layers_say_so(cut: float) -> None:
    content = pack_layers(taken(full().snapshot(), ("group", "text")))
    end = cut if isinstance(cut, int) else int(len(content) * cut)
    with pytest.raises(FileError, match="damaged"):
        unpack_layers(content[:end])


def test_flipped_bits_never_give_anything_but_layers_or_a_clear_refusal() -> None:
    content = pack_layers(taken(full().snapshot(), ("group", "text", "region")))
    dice = np.random.default_rng(3)
    for _ in range(150):
        damaged = bytearray(content)
        damaged[int(dice.integers(len(damaged)))] ^= 1 << int(dice.integers(8))
        try:
            carried = unpack_layers(bytes(damaged))
        except FileError:
            continue
        assert not tree.fault(carried.layers)


def test_what_other_programs_said_of_a_layer_goes_along_and_is_undone() -> None:
    source = full()
    said = {"back": {"krita-thing": "7"}, "text": {"colour": "red"}}
    snapshot = replace(source.snapshot(), foreign=Foreign(layers=said))
    content = pack_layers(taken(snapshot, ("back",)))
    target = Document(SIZE, (RasterLayer.empty(SIZE, "Paper"),))
    target.perform(paste(unpack_layers(content), target.snapshot(), lambda _: Point(0, 0)))
    assert target.state.foreign.layers == {named(target, "Back").id: {"krita-thing": "7"}}
    target.undo()
    assert not target.state.foreign
