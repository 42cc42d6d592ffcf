"""What is on the canvas decides what is asked for, and results come back to where they belong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.document.commands import (
    AddLayer,
    ApplyPixels,
    FillLayer,
    ResizeCanvas,
    SetLayer,
    SetSelection,
    SetTechniques,
)
from core.document.document import Document
from core.document.drafts import Draft
from core.document.layers import MaskLayer, RasterLayer, RegionLayer
from core.document.selection import Selection
from core.document.settings import PaintSettings
from core.errors import UserError
from core.geometry import Point, Rect, Size
from core.models.info import ModelInfo
from core.pixels.brush import Brush
from core.request import InpaintSettings, Mode
from desktop.compose import compose
from desktop.made_layers import picture_layer
from desktop.plan import plan, summary
from desktop.reading import empty_document

MODEL = ModelInfo("starter", "Starter", "sd1", Path("nowhere"), 256)


def blank(width: int = 512, height: int = 512, **settings: object) -> Document:
    return empty_document(Size(width, height), PaintSettings(**settings))  # type: ignore[arg-type]


def stroke(document: Document, layer: str, *points: tuple[float, float], size: float = 60) -> None:
    painted = document.begin_stroke(layer, Brush(size=size, hardness=1), Point(*points[0]))
    for point in points[1:]:
        painted.to(*point)
    painted.finish()


def masked(document: Document, *points: tuple[float, float], size: float = 60) -> MaskLayer:
    mask = MaskLayer.empty(document.size)
    document.perform(AddLayer(mask, len(document.layers)))
    stroke(document, mask.id, *points, size=size)
    return mask


def picture(document: Document, rect: Rect) -> None:
    rng = np.random.default_rng(1)
    pixels = rng.integers(0, 256, (rect.height, rect.width, 4), np.uint8)
    pixels[..., 3] = 255
    document.perform(ApplyPixels("Picture", pixels, rect))


def line(document: Document) -> str:
    return summary(plan(document.state, MODEL), document.settings, MODEL)


class TestWhatHappens:
    def test_an_empty_canvas_makes_a_new_picture(self) -> None:
        assert plan(blank().state, MODEL).mode is Mode.TEXT_TO_IMAGE

    def test_plain_paper_of_any_colour_counts_as_empty(self) -> None:
        document = blank()
        document.perform(FillLayer(document.layers[0].id, (30, 60, 90)))
        assert plan(document.state, MODEL).mode is Mode.TEXT_TO_IMAGE

    def test_a_brush_stroke_is_painted_over(self) -> None:
        document = blank()
        stroke(document, document.layers[1].id, (100, 100), (300, 200))
        assert plan(document.state, MODEL).mode is Mode.IMAGE_TO_IMAGE
        document.undo()
        assert plan(document.state, MODEL).mode is Mode.TEXT_TO_IMAGE

    def test_strokes_on_a_transparent_canvas_are_no_picture_to_extend(self) -> None:
        document = Document(Size(512, 512), [RasterLayer.empty(Size(512, 512))])
        stroke(document, document.layers[0].id, (100, 100), (300, 200))
        assert plan(document.state, MODEL).mode is Mode.IMAGE_TO_IMAGE

    def test_a_mask_repaints_its_part(self) -> None:
        document = blank()
        masked(document, (200, 200))
        planned = plan(document.state, MODEL)
        assert planned.mode is Mode.INPAINT
        assert planned.mask == Rect(170, 170, 60, 60)
        assert planned.context.contains(planned.mask)

    def test_without_a_mask_the_selection_is_repainted(self) -> None:
        document = blank()
        document.perform(SetSelection(Selection.rectangle(document.size, Rect(9, 9, 80, 50))))
        assert plan(document.state, MODEL).mask == Rect(9, 9, 80, 50)

    def test_a_hidden_mask_does_nothing(self) -> None:
        document = blank()
        mask = masked(document, (200, 200))
        document.perform(SetLayer(mask.id, visible=False))
        assert plan(document.state, MODEL).mode is Mode.TEXT_TO_IMAGE

    def test_a_picture_on_a_larger_canvas_is_extended(self) -> None:
        document = Document.of_picture(np.full((200, 300, 4), 255, np.uint8))
        picture(document, Rect(0, 0, 300, 200))
        document.perform(ResizeCanvas(Rect(-40, 0, 380, 200)))
        planned = plan(document.state, MODEL)
        assert planned.mode is Mode.OUTPAINT
        request = compose(document.snapshot(), MODEL).request
        assert request.mask is not None
        assert request.mask.array[:, :40].all()
        assert not request.mask.array[:, 40:340].any()

    def test_a_missing_model_is_said_and_nothing_can_happen(self) -> None:
        planned = plan(blank().state, None)
        assert not planned.possible
        assert "model" in planned.problem
        with pytest.raises(UserError):
            compose(blank().snapshot(), replace(MODEL, problems=("unet is missing.",)))


class TestTheLine:
    def test_names_what_is_repainted_and_the_models_size(self) -> None:
        document = blank()
        masked(document, (150, 150), (240, 200), size=80)
        text = line(document)
        mask = document.mask_bounds()
        assert text == f"Inpaint {mask.size} px of the canvas with “Starter” at 256 px"

    def test_a_new_picture_has_the_models_size(self) -> None:
        assert line(blank()).startswith("Paint a new picture of 256×256 px with “Starter”")

    def test_says_what_regions_and_techniques_cost(self) -> None:
        document = blank()
        document.perform(AddLayer(RegionLayer(prompt="a frog", box=Rect(0, 0, 256, 256))))
        assert "2 windows a step" in line(document)
        drafts = (Draft("self_attention_guidance"), Draft("multidiffusion", on=False))
        document.perform(SetTechniques(drafts))
        assert line(document).endswith(". With Self-Attention Guidance")

    def test_the_artists_own_size_wins(self) -> None:
        assert "320×192 px" in line(_sized(320, 192))


class TestRequests:
    def test_carry_every_setting(self) -> None:
        settings = PaintSettings(
            prompt="a cat", negative_prompt="rain", steps=9, sampler="euler",
            guidance_scale=3.5, seed=11, batch=3,
        )  # fmt: skip
        request = compose(empty_document(Size(512, 512), settings).snapshot(), MODEL).request
        assert (request.prompt, request.negative_prompt, request.steps) == ("a cat", "rain", 9)
        assert (request.sampler, request.guidance_scale) == ("euler", 3.5)
        assert (request.seed, request.batch) == (11, 3)
        request.check()

    def test_an_open_seed_is_drawn(self) -> None:
        seeds = {compose(blank().snapshot(), MODEL).request.seed for _ in range(4)}
        assert len(seeds) == 4

    def test_only_the_context_goes_along_whatever_the_documents_size(self) -> None:
        document = Document(Size(8192, 8192), [RasterLayer.empty(Size(8192, 8192))])
        masked(document, (5000, 6000), size=200)
        source = compose(document.snapshot(), MODEL).request.source
        assert source is not None
        assert source.size.area < 300**2

    def test_a_large_canvas_is_painted_over_at_the_models_size(self) -> None:
        document = blank(2048, 1024)
        stroke(document, document.layers[1].id, (100, 100), (900, 500))
        composed = compose(document.snapshot(), MODEL)
        assert composed.request.source is not None
        assert composed.request.source.size.area <= 256**2 * 1.1
        assert composed.placement.rect == document.canvas

    def test_what_is_transparent_is_white_paper(self) -> None:
        document = Document(Size(256, 256), [RasterLayer.empty(Size(256, 256))])
        stroke(document, document.layers[0].id, (100, 100), (200, 200), size=9)
        source = compose(document.snapshot(), MODEL).request.source
        assert source is not None
        assert tuple(source.array[250, 5]) == (255, 255, 255, 255)

    def test_a_context_box_set_by_hand_is_what_the_model_sees(self) -> None:
        box = Rect(100, 120, 320, 300)
        document = blank(1024, 1024, inpaint=InpaintSettings(context=box))
        masked(document, (250, 250))
        composed = compose(document.snapshot(), MODEL)
        context = composed.request.inpaint.context
        assert context is not None
        assert composed.placement.on_canvas(context) == box

    def test_a_box_beside_the_mask_is_refused_before_it_is_sent(self) -> None:
        document = blank(1024, 1024, inpaint=InpaintSettings(context=Rect(800, 800, 100, 100)))
        masked(document, (100, 100))
        planned = plan(document.state, MODEL)
        assert not planned.possible
        assert "does not touch" in planned.problem

    def test_regions_lie_where_they_are_painted(self) -> None:
        document = blank()
        region = RegionLayer(prompt="a red balloon", box=Rect(64, 32, 128, 256))
        document.perform(AddLayer(region))
        found = compose(document.snapshot(), MODEL).request.regions
        assert [(r.prompt, r.box) for r in found] == [("a red balloon", Rect(32, 16, 64, 128))]

    def test_painted_regions_and_hidden_or_silent_ones(self) -> None:
        document = blank()
        painted = RegionLayer(prompt="a frog", coverage=MaskLayer.empty(document.size).coverage)
        document.perform(AddLayer(painted))
        stroke(document, painted.id, (300, 300), size=100)
        document.perform(AddLayer(RegionLayer(prompt="   ", box=Rect(0, 0, 50, 50))))
        document.perform(AddLayer(RegionLayer(prompt="x", box=Rect(0, 0, 9, 9), visible=False)))
        found = compose(document.snapshot(), MODEL).request.regions
        assert [r.prompt for r in found] == ["a frog"]
        assert found[0].mask is not None
        assert found[0].mask.size == Size(256, 256)
        assert found[0].mask.array[150, 150] == 255
        assert found[0].mask.array[10, 10] == 0

    def test_regions_carry_how_they_take_part(self) -> None:
        document = blank()
        region = RegionLayer(
            prompt="a frog", box=Rect(0, 0, 64, 64), strength=0.5, seed=3, start=0.1, end=0.8
        )
        document.perform(AddLayer(region))
        made = compose(document.snapshot(), MODEL).request.regions[0]
        assert (made.strength, made.seed, made.start, made.end) == (0.5, 3, 0.1, 0.8)

    def test_regions_in_an_inpaint_are_shifted_into_the_crop(self) -> None:
        document = blank(2048, 2048)
        masked(document, (1500, 1500), size=100)
        document.perform(AddLayer(RegionLayer(prompt="a", box=Rect(1450, 1460, 60, 40))))
        composed = compose(document.snapshot(), MODEL)
        box = composed.request.regions[0].box
        assert box is not None
        assert composed.placement.on_canvas(box) == Rect(1450, 1460, 60, 40)


class TestPlacement:
    def test_a_new_picture_fills_the_canvas(self) -> None:
        composed = compose(blank().snapshot(), MODEL)
        rect = composed.placement.on_canvas(Rect(0, 0, 256, 256))
        assert rect == Rect(0, 0, 512, 512)
        small = np.full((256, 256, 4), 255, np.uint8)
        layer = picture_layer("Result", small, rect, Size(512, 512))
        assert layer.bounds() == rect

    def test_what_reaches_beyond_the_canvas_is_cut_off(self) -> None:
        pixels = np.full((100, 100, 4), 255, np.uint8)
        layer = picture_layer("Result", pixels, Rect(450, -20, 100, 100), Size(512, 512))
        assert layer.bounds() == Rect(450, 0, 62, 80)

    def test_a_wide_picture_lies_in_the_middle_of_a_square_canvas(self) -> None:
        composed = compose(_sized(512, 256).snapshot(), MODEL)
        assert composed.placement.rect == Rect(0, 128, 512, 256)

    def test_an_inpaint_is_never_scaled(self) -> None:
        document = blank(1024, 1024)
        masked(document, (700, 300))
        composed = compose(document.snapshot(), MODEL)
        assert composed.request.source is not None
        assert composed.placement.rect.size == composed.request.source.size

    def test_previews_show_through_the_mask_only(self) -> None:
        document = blank()
        masked(document, (200, 200))
        composed = compose(document.snapshot(), MODEL)
        assert composed.mask is not None
        rect, mask = composed.mask
        assert mask.shape == (rect.height, rect.width)
        assert mask[200 - rect.y, 200 - rect.x] == 255
        assert mask[0, 0] == 0


def _sized(width: int, height: int) -> Document:
    settings = PaintSettings(width=width, height=height)
    return empty_document(Size(512, 512), settings)
