"""What a generated layer was made from is known to the pixel, whatever is done to it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.document.basis import Followed, KnownTiles, changes, parts_now
from core.document.commands import (
    AddLayer,
    Flatten,
    GroupLayers,
    MakeAgain,
    MergeDown,
    MoveLayer,
    MoveLayerPixels,
    RemoveLayer,
    ResizeCanvas,
    SetLayer,
)
from core.document.document import Document
from core.document.drafts import Draft, FromLayer
from core.document.layers import (
    AdjustmentLayer,
    MaskLayer,
    RasterLayer,
    RegionLayer,
    SketchLayer,
)
from core.document.origin import Origin
from core.document.settings import PaintSettings
from core.errors import UserError
from core.files import ora_origin
from core.files.openraster import open_document, save_document
from core.geometry import Point, Rect, Size
from core.pixels.adjustments import KINDS
from core.pixels.brush import Brush
from core.pixels.tiles import TileGrid
from core.recovery.journal import Journal
from core.recovery.orphans import find
from core.recovery.recover import recover
from core.request import Mode, Pixels
from core.steering import Steer

SIZE = Size(600, 400)
RECT = Rect(40, 30, 300, 260)
"""Where the picture was made: over parts of six tiles."""


def filled(name: str, colour: int, rect: Rect = Rect.of_size(SIZE)) -> RasterLayer:
    grid = TileGrid(SIZE, 4)
    grid.write(rect, np.full((rect.height, rect.width, 4), colour, np.uint8))
    return RasterLayer(name=name, pixels=grid)


@pytest.fixture
def document() -> Document:
    """Two pictures, a mask, a region, a sketch that is followed, and what was made of them."""
    mask = TileGrid(SIZE, 1)
    mask.write(Rect(100, 100, 50, 50), np.full((50, 50), 255, np.uint8))
    sketch = SketchLayer.empty(SIZE)
    sketch.pixels.write(Rect(60, 60, 20, 20), np.full((20, 20, 4), 255, np.uint8))
    layers = [
        filled("paper", 255),
        filled("house", 90, Rect(80, 80, 100, 100)),
        RegionLayer(name="sky", prompt="a blue sky", box=Rect(0, 0, 200, 100)),
        MaskLayer(name="hole", coverage=mask),
        sketch,
    ]
    document = Document(SIZE, layers)
    state = document.snapshot()
    kept = Pixels(state.mask_coverage(RECT))
    settings = PaintSettings(
        prompt="a cat", seed=5, techniques=(Draft("controlnet", {"image": FromLayer(sketch.id)}),)
    )
    parts = parts_now(state, RECT, Mode.INPAINT, [Followed(sketch.id)], KnownTiles())
    origin = Origin(
        settings, Mode.INPAINT, RECT, RECT.size, kept,
        variation=(3, 0.25), steering=(Steer(step=3, prompt="a dog", strength=0.5),), steered=True,
        made_on=RECT, parts=parts,
    )  # fmt: skip
    made = filled("cat", 40, Rect(100, 100, 50, 50)).replaced(origin=origin)
    document.perform(AddLayer(made, 2))
    return document


KNOWN = KnownTiles()


def said(document: Document) -> tuple[str, ...]:
    state = document.snapshot()
    cat = next(layer for layer in state.layers if layer.name == "cat")
    sketch = next(layer for layer in state.layers if isinstance(layer, SketchLayer))
    assert isinstance(cat, RasterLayer)
    found = changes(state, cat, [Followed(sketch.id)], KNOWN)
    assert found == changes(state, cat, [Followed(sketch.id)], KnownTiles())  # the same anew
    return found


def layer(document: Document, name: str) -> str:
    return next(one.id for one in document.layers if one.name == name)


def dab(document: Document, name: str, x: float, y: float) -> None:
    document.begin_stroke(layer(document, name), Brush(size=4, hardness=1), Point(x, y)).finish()


def test_at_first_it_is_up_to_date(document: Document) -> None:
    assert said(document) == ()


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("paper", "“paper” was painted on or made again."),
        ("house", "“house” was painted on or made again."),
        ("hole", "The mask “hole” was painted on."),
        ("Sketch", "“Sketch”, which a technique follows, was painted on or made again."),
    ],
)
def test_a_stroke_counts_where_the_picture_is_and_nowhere_else(
    document: Document, name: str, line: str
) -> None:
    dab(document, name, RECT.right + 6, RECT.bottom + 6)
    assert said(document) == ()
    dab(document, name, RECT.right - 1, RECT.bottom - 1)
    assert said(document) == (line,)
    document.undo()
    assert said(document) == ()


def test_it_is_told_what_happened_to_which_layer(document: Document) -> None:
    steps = [
        (SetLayer(layer(document, "house"), opacity=0.5), "“house” has another opacity"),
        (SetLayer(layer(document, "house"), visible=False), "“house” is not shown here any more."),
        (RemoveLayer(layer(document, "house")), "“house” is gone."),
        (SetLayer(layer(document, "house"), clipped=True), "“house” has another opacity"),
        (AddLayer(filled("sun", 9), 1), "“sun” was added or shown below it."),
        (AddLayer(AdjustmentLayer(name="warm", adjustment=KINDS["levels"]()), 1), "“warm” was"),
        (MoveLayer(layer(document, "house"), 0), "The layers below it lie in another order."),
        (SetLayer(layer(document, "sky"), prompt="a grey sky"), "The region “sky” says something"),
        (SetLayer(layer(document, "sky"), box=Rect(0, 0, 90, 90)), "The region “sky” says"),
        (SetLayer(layer(document, "sky"), visible=False), "The region “sky” is not shown here"),
        (MoveLayerPixels(layer(document, "cat"), 5, 0), "It was moved."),
    ]
    for command, line in steps:
        document.perform(command)
        told = said(document)
        assert len(told) == 1 and told[0].startswith(line), (command, told)
        document.undo()
        assert said(document) == (), command


def test_what_does_not_change_the_picture_below_is_no_change(document: Document) -> None:
    for command in (
        SetLayer(layer(document, "house"), name="shed"),
        SetLayer(layer(document, "paper"), locked=True),
        AddLayer(RasterLayer.empty(SIZE, "new"), 1),
        AddLayer(filled("roof", 7), 4),
        SetLayer(layer(document, "hole"), opacity=0.1),
        RemoveLayer(layer(document, "hole")),
        SetLayer(layer(document, "cat"), opacity=0.3),
        ResizeCanvas(Rect(-70, -20, 900, 700)),
    ):
        document.perform(command)
        assert said(document) == (), command
    cat = document.layer(layer(document, "cat"))
    assert isinstance(cat, RasterLayer) and cat.origin is not None
    assert cat.origin.rect == RECT.moved(70, 20)


def test_in_a_group_it_is_made_from_what_lies_below_the_group(document: Document) -> None:
    document.perform(GroupLayers((layer(document, "cat"),)))
    assert said(document) == ()
    dab(document, "house", 90, 90)
    assert said(document) == ("“house” was painted on or made again.",)


def test_what_it_was_merged_into_is_no_generated_layer(document: Document) -> None:
    for command in (MergeDown(layer(document, "cat")), Flatten()):
        document.perform(command)
        made = [one for one in document.layers if getattr(one, "origin", None) is not None]
        assert made == []
        document.undo()
        assert said(document) == ()


def test_made_again_it_gets_other_pixels_in_one_step_and_gives_them_back(
    document: Document,
) -> None:
    cat = document.layer(layer(document, "cat"))
    assert isinstance(cat, RasterLayer) and cat.origin is not None
    before = cat.pixels.to_array()
    other = filled("other", 200, Rect(90, 90, 80, 80)).pixels
    origin = replace(cat.origin, variation=(0, 0.0))
    document.perform(MakeAgain(cat.id, other, origin))
    again = document.layer(cat.id)
    assert isinstance(again, RasterLayer) and again.origin is origin
    assert np.array_equal(again.pixels.to_array(), other.to_array())
    document.undo()
    back = document.layer(cat.id)
    assert isinstance(back, RasterLayer) and back.origin is cat.origin
    assert np.array_equal(back.pixels.to_array(), before)
    document.redo()
    assert np.array_equal(again.pixels.to_array(), other.to_array())
    with pytest.raises(UserError):
        document.perform(MakeAgain(cat.id, TileGrid(Size(10, 10), 4), origin))


def test_the_mask_that_it_keeps_counts_among_the_bytes_of_undo(document: Document) -> None:
    cat = document.layer(layer(document, "cat"))
    assert isinstance(cat, RasterLayer) and cat.origin is not None and cat.origin.mask is not None
    pixels = cat.pixels.nbytes
    before = document.history.nbytes
    document.perform(RemoveLayer(cat.id))
    assert document.history.nbytes == before + pixels + cat.origin.mask.array.nbytes


def of(document: Document) -> Origin:
    cat = document.layer(layer(document, "cat"))
    assert isinstance(cat, RasterLayer) and cat.origin is not None
    return cat.origin


def same(one: Origin, other: Origin) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in Origin.__dataclass_fields__)


def test_files_and_recovery_bring_it_back_with_the_document_s_own_name(
    document: Document, tmp_path: Path
) -> None:
    dab(document, "house", 90, 90)
    save_document(tmp_path / "kept.ora", document.snapshot())
    opened = open_document(tmp_path / "kept.ora").document
    journal = Journal(tmp_path / "recovery")
    journal.write(document.snapshot(), None)
    journal.release()
    (orphan,) = find(tmp_path / "recovery").orphans
    recovered = recover(orphan.place).document
    for one in (opened, recovered):
        assert one.state.id == document.state.id
        assert same(of(one), of(document))
        assert said(one) == said(document) != ()


@pytest.mark.parametrize("field", ["settings", "mode", "rect", "size", "mask", "parts", "made_on"])
def test_a_damaged_recipe_costs_the_recipe_and_not_the_layer(
    document: Document, field: str
) -> None:
    value = ora_origin.to_json(of(document), lambda pixels: "a picture")
    kept = of(document).mask
    assert kept is not None
    found = ora_origin.of_json(value, lambda name: kept)
    assert found is not None and same(found, of(document))
    assert ora_origin.of_json(value | {field: ["?"]}, lambda name: _tiny(name)) is None


def _tiny(name: str) -> Pixels:
    return Pixels(np.zeros((1, 1), np.uint8))
