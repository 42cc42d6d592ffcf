"""MultiDiffusion: windows of any picture, how they are fused, and what it says before it runs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from core.denoise import loop, noise, views
from core.denoise.begin import begin, branches
from core.denoise.conditions import NEGATIVE, PROMPT
from core.denoise.paint import paint
from core.denoise.places import Places
from core.denoise.run import Step
from core.denoise.unet import Call
from core.errors import RecipeError
from core.generation.context import prepare, restore
from core.generation.describe import describe
from core.generation.resolve import resolved
from core.geometry import Rect, Size
from core.models.info import ModelInfo
from core.models.loading import LoadedModel
from core.recipe import parse_recipe, to_recipe
from core.request import SAMPLERS, Pixels, RegionPrompt, Request
from core.techniques.declare import parse
from core.techniques.multidiffusion import MultiDiffusion
from core.techniques.self_attention_guidance import SelfAttentionGuidance
from core.windows import Grid, cost_of
from tests.tiny_models import tiny_model

REQUEST = Request(
    prompt="a cat",
    width=120,
    height=72,
    steps=3,
    batch=2,
    sampler="euler",
    seed=1,
    techniques=(MultiDiffusion(stride=24),),
)
"""Latents of 15 × 9, of a model of 8 × 8."""

REGIONS = (
    RegionPrompt("a dog", box=Rect(8, 8, 40, 48), seed=4),
    RegionPrompt(
        "a frog",
        negative_prompt="rain",
        mask=Pixels(np.tile(np.linspace(0, 255, 120).astype(np.uint8), (72, 1))),
        strength=0.8,
        end=0.7,
    ),
)


@pytest.fixture(scope="module")
def tiny() -> LoadedModel:
    return tiny_model(widths=(16, 24, 32), tokens=48)


def latents_of(model: LoadedModel, request: Request, *more: Places) -> Tensor:
    with torch.no_grad():
        run, latents = begin(model, request)
        run.places = [*run.places, *more]
        with run.attention.installed(model.unet, run.places):
            return loop.denoise(run, latents, branches(run), lambda *_: None)


def step_of(model: LoadedModel, request: Request) -> Step:
    with torch.no_grad():
        run, latents = begin(model, request)
        return Step(run, 0, branches(run), latents)


@pytest.mark.parametrize("length", [8, 9, 15, 64, 96])
@pytest.mark.parametrize("stride", [1, 3, 8])
@pytest.mark.parametrize("wraps", [False, True])
def test_windows_cover_every_place_and_end_at_the_edge(
    length: int, stride: int, wraps: bool
) -> None:
    canvas = Size(length, 8)
    boxes = Grid(8, stride, (False, wraps)).windows(Rect.of_size(canvas), canvas)
    seen = np.zeros(length, int)
    for box in boxes:
        assert (box.y, box.height, box.width) == (0, 8, 8)
        seen[np.arange(box.x, box.right) % length] += 1
    assert seen.min() >= 1
    if wraps:
        assert len(boxes) == -(-length // stride)
    else:
        assert max(box.right for box in boxes) == length


def test_a_picture_smaller_than_a_window_is_one_and_seamless_several(tiny: LoadedModel) -> None:
    small = replace(REQUEST, width=64, height=64)
    assert len(step_of(tiny, small).views) == 1
    around = replace(small, techniques=(MultiDiffusion(stride=32, seamless="both"),))
    assert {view.box for view in step_of(tiny, around).views} == {
        Rect(x, y, 8, 8) for x in (0, 4) for y in (0, 4)
    }


@pytest.mark.parametrize("blend", ["soft", "even"])
def test_windows_are_fused_by_their_weights(tiny: LoadedModel, blend: str) -> None:
    request = replace(REQUEST, techniques=(MultiDiffusion(stride=24, blend=blend),))
    step = step_of(tiny, request)
    with torch.no_grad():
        found = step.predict(step.latents, step.branches)[PROMPT]
    words = step.branch(PROMPT).parts[0].words.encoding.expand(2, -1, -1)
    total, weights = torch.zeros_like(found), torch.zeros(9, 15)
    ramp = 1 - (torch.arange(8) - 3.5).abs() / 4
    weight = ramp[:, None] * ramp if blend == "soft" else torch.ones(8, 8)
    scaled = step.run.schedule.scaled(0, step.latents)
    for y in (0, 1):
        for x in (0, 3, 6, 7):
            part = (..., slice(y, y + 8), slice(x, x + 8))
            with torch.no_grad():
                one = tiny.unet(scaled[part], step.time, encoder_hidden_states=words)[0]
            total[part] += weight * one
            weights[part] += weight
    torch.testing.assert_close(found, total / weights, atol=1e-5, rtol=1e-5)


def test_where_a_window_ends_there_is_no_step(tiny: LoadedModel) -> None:
    """Each window says its own number: by even weights they meet in steps, by soft ones hardly."""

    class Numbers(torch.nn.Module):
        config = tiny.unet.config

        def forward(self, latents: Tensor, *_: Any, **__: Any) -> tuple[Tensor]:
            return (latents.mean((1, 2, 3), keepdim=True).sign().expand_as(latents),)

    def steepest(blend: str) -> float:
        request = replace(
            REQUEST, width=512, height=64, techniques=(MultiDiffusion(stride=32, blend=blend),)
        )
        step = step_of(replace(tiny, unet=Numbers()), request)
        found = step.predict(step.latents, step.branches)[PROMPT]
        return found.diff(dim=-1).abs().max().item()

    assert steepest("even") >= 1
    assert steepest("soft") <= 0.51


def test_windows_share_calls_and_no_call_is_larger_than_it_may_be(
    tiny: LoadedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: list[int] = []
    hook = tiny.unet.register_forward_pre_hook(lambda _, inputs: rows.append(len(inputs[0])))
    together = latents_of(tiny, replace(REQUEST, steps=1))
    assert rows == [16, 16]  # 8 windows of 2 pictures, with and without the prompt
    rows.clear()
    monkeypatch.setattr(views, "MEMORY", 1)
    torch.testing.assert_close(
        latents_of(tiny, replace(REQUEST, steps=1)), together, atol=1e-4, rtol=1e-4
    )
    hook.remove()
    assert rows == [4] * 8


@pytest.mark.parametrize("seamless", ["horizontal", "vertical", "both"])
def test_a_seamless_picture_is_the_same_wherever_one_begins(
    tiny: LoadedModel, seamless: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rolled noise by a stride makes the rolled picture; and the decoder sees across the edge."""
    request = replace(
        REQUEST,
        width=96,
        height=96,
        techniques=(MultiDiffusion(stride=32, seamless=seamless),),
    )
    shift = {"horizontal": (0, 4), "vertical": (4, 0), "both": (4, 4)}[seamless]
    plain = latents_of(tiny, request)
    picture = paint(tiny, request)[0].astype(int)
    original = noise.drawn
    monkeypatch.setattr(noise, "drawn", lambda *given: original(*given).roll(shift, (2, 3)))
    torch.testing.assert_close(
        latents_of(tiny, request), plain.roll(shift, (2, 3)), atol=1e-3, rtol=1e-3
    )
    rolled = paint(tiny, request)[0].astype(int)
    moved = np.roll(picture, (shift[0] * 8, shift[1] * 8), (0, 1))
    # The decoder's attention takes in the whole picture, and its edges are seen twice.
    assert np.abs(rolled - moved).mean() < 3


@pytest.mark.parametrize("sampler", SAMPLERS)
@pytest.mark.parametrize("by", ["multidiffusion", "attention"])
@pytest.mark.parametrize("guidance", [1.0, 5.0])
def test_it_runs_with_regions_every_sampler_and_guidance(
    tiny: LoadedModel, sampler: str, by: str, guidance: float
) -> None:
    request = replace(
        REQUEST,
        sampler=sampler,
        guidance_scale=guidance,
        regions=REGIONS,
        techniques=(MultiDiffusion(stride=32, regions_by=by, seamless="horizontal"),),
    )
    found = latents_of(tiny, request)
    assert found.isfinite().all()
    assert not torch.allclose(found, latents_of(tiny, replace(request, regions=())), atol=1e-2)


@pytest.mark.parametrize("by", ["multidiffusion", "attention"])
def test_picture_i_of_a_batch_is_the_picture_of_its_own_seed(tiny: LoadedModel, by: str) -> None:
    technique = MultiDiffusion(stride=32, regions_by=by)
    # A region's own seed counts up with the pictures, too.
    request = replace(REQUEST, regions=REGIONS[1:], techniques=(technique,))
    both = latents_of(tiny, request)
    for i in range(2):
        alone = latents_of(tiny, replace(request, batch=1, seed=request.seed + i))
        torch.testing.assert_close(both[i : i + 1], alone, atol=1e-3, rtol=1e-3)


@pytest.mark.parametrize("by", ["multidiffusion", "attention"])
def test_with_a_mask_what_is_black_stays_and_the_rest_is_painted(
    tiny: LoadedModel, by: str
) -> None:
    mask = np.zeros((72, 120), np.uint8)
    mask[:, 60:] = 255
    picture = Pixels(np.full((72, 120, 4), (200, 90, 30, 255), np.uint8))
    request = replace(
        REQUEST,
        source=picture,
        mask=Pixels(mask),
        strength=1.0,
        regions=REGIONS,
        techniques=(MultiDiffusion(stride=32, regions_by=by), SelfAttentionGuidance()),
    )
    with torch.no_grad():
        source = begin(tiny, request)[0].source
    assert source is not None
    found = latents_of(tiny, request)
    torch.testing.assert_close(found[..., :7], source[..., :7])
    assert not torch.allclose(found[..., 9:], source[..., 9:], atol=0.1)


def test_what_others_add_to_a_call_comes_with_the_call_it_belongs_to(tiny: LoadedModel) -> None:
    """Residuals and branches of other techniques, in windows that share a call of the UNet."""

    class Residual(Places):
        def inputs(self, call: Call) -> None:
            rows, _, height, width = call.latents.shape
            at = call.rows(torch.arange(9.0 * 15).view(1, 1, 9, 15))[:, :, :1, :1] / 5
            skips = [(16, 1), (16, 1), (16, 2), (24, 2), (24, 4), (32, 4)]
            down = [at.expand(rows, c, -(-height // k), -(-width // k)) for c, k in skips]
            call.add_residuals(down, at.expand(rows, 32, -(-height // 4), -(-width // 4)))

    request = replace(REQUEST, steps=1, regions=REGIONS)
    together = latents_of(tiny, request, Residual())
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(views, "MEMORY", 1)
        alone = latents_of(tiny, request, Residual())
    torch.testing.assert_close(together, alone, atol=1e-3, rtol=1e-3)
    assert not torch.allclose(together, latents_of(tiny, request), atol=1e-3)


def test_the_model_is_as_it_was_also_when_a_run_fails(tiny: LoadedModel) -> None:
    class Fails(Places):
        def after(self, step: Step, latents: Tensor) -> Tensor:
            raise RuntimeError("in the middle")

    processors = dict(tiny.unet.attn_processors)
    request = replace(
        REQUEST, regions=REGIONS, techniques=(MultiDiffusion(regions_by="attention"),)
    )
    with pytest.raises(RuntimeError, match="in the middle"):
        latents_of(tiny, request, Fails())
    assert all(tiny.unet.attn_processors[name] is kept for name, kept in processors.items())


# What it is told to do, and what it says.

INFO = ModelInfo(id="sd", title="SD", family="sd1", path=None, size=512)  # type: ignore[arg-type]


def test_the_cost_is_the_papers_windows_and_told_before_the_run() -> None:
    request = Request(prompt="mountains", width=2048, height=512, techniques=(MultiDiffusion(),))
    cost = cost_of(request, Size(2048, 512), INFO)
    assert (cost.windows, cost.work) == (25, 25)  # as in section 5.1: 64 × 64 of 256 × 64 by 8
    assert ", 25 windows a step" in describe(request, INFO)
    assert "windows" not in describe(Request("a cat", techniques=(MultiDiffusion(),)), INFO)


def test_regions_cost_what_they_cover_and_nothing_in_one_pass() -> None:
    boxes = [Rect(256 * i, 0, 256, 512) for i in range(2)]
    halves = tuple(RegionPrompt("a cat", box=box) for box in boxes)
    request = Request(prompt="a beach", width=512, height=512, regions=halves)
    # Two halves with a margin; the whole is not predicted, for nothing is left of it.
    assert cost_of(request, Size(512, 512), INFO).work == pytest.approx(2 * 40 / 64)
    one = replace(request, regions=halves[:1])
    assert cost_of(one, Size(512, 512), INFO).work == pytest.approx(1 + 40 / 64)
    assert "2 windows a step, as much work as 1.6 " in describe(one, INFO)
    late = replace(request, regions=(replace(halves[0], start=0.5),))
    assert cost_of(late, Size(512, 512), INFO).work == pytest.approx(1 + 20 / 64)
    by_attention = replace(one, techniques=(MultiDiffusion(regions_by="attention"),))
    assert cost_of(by_attention, Size(512, 512), INFO).work == 1


@pytest.mark.parametrize("by", ["multidiffusion", "attention"])
def test_the_cost_is_that_of_the_pass(tiny: LoadedModel, by: str) -> None:
    request = replace(
        REQUEST, regions=REGIONS, techniques=(MultiDiffusion(stride=24, regions_by=by),)
    )
    boxes = [view.box for view in step_of(tiny, request).views]
    cost = cost_of(
        replace(request, regions=tuple(replace(r, start=0.0, end=1.0) for r in REGIONS)),
        Size(120, 72),
        tiny.info,
    )
    assert cost.windows == len(boxes)
    assert cost.work == pytest.approx(sum(box.area for box in boxes) / 64)


@pytest.mark.parametrize("size", [(2048, 512), (2056, 264), (1000, 200)])
def test_panoramas_keep_their_size_however_long(size: tuple[int, int]) -> None:
    width, height = size
    technique = (MultiDiffusion(),)
    new = Request(prompt="mountains", width=width, height=height, techniques=technique)
    picture = Pixels(np.zeros((height, width, 4), np.uint8))
    wide = Request(prompt="mountains", source=picture, strength=0.5, techniques=technique)
    for request in (new, wide) if width * height > 512**2 else (new,):
        prepared = prepare(resolved(request, INFO_OF_MODES), 512)
        assert prepared.frame.scaled == size
        assert prepared.frame.padded == Size(*size).multiple_of(8)
        inner = prepared.inner
        assert inner.width is not None
        assert inner.height is not None
        painted = np.zeros((inner.height, inner.width, 3), np.uint8)
        assert restore(prepared, painted).shape == (height, width, 4)


INFO_OF_MODES = replace(INFO, can=frozenset({"text_to_image", "image_to_image"}))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"stride": 600, "window": 512}, "stride"),
        ({"seamless": "diagonal"}, "seamless"),
        ({"window": 8}, "window"),
        ({"regions_by": "magic"}, "regions_by"),
        ({"bootstrapping": 2}, "bootstrapping"),
    ],
)
def test_what_cannot_be_is_refused(given: dict[str, Any], field: str) -> None:
    with pytest.raises(RecipeError) as refused:
        parse(MultiDiffusion, {"id": "multidiffusion"} | given, "techniques[0]")
    assert field in refused.value.field


def test_seamless_wants_whole_latents_and_a_whole_picture() -> None:
    around = (MultiDiffusion(seamless="horizontal"),)
    request = Request(prompt="a wall", width=516, height=514, techniques=around)
    with pytest.raises(RecipeError, match="multiples of 8"):
        request.check()
    replace(request, width=520).check()
    picture = Pixels(np.zeros((64, 64, 4), np.uint8))
    mask = Pixels(np.full((64, 64), 255, np.uint8))
    with pytest.raises(RecipeError, match="opposite edge"):
        Request(prompt="a", source=picture, mask=mask, techniques=around).check()


def test_a_regions_fields_are_read_and_written(tmp_path: Any) -> None:
    recipe = {
        "prompt": "a beach",
        "width": 256,
        "height": 256,
        "regions": [
            {"prompt": "a cat", "box": [0, 0, 64, 64]},
            {"prompt": "a dog", "box": [64, 0, 64, 64], "strength": 0.5, "seed": 3, "start": 0.2},
        ],
        "techniques": [{"id": "multidiffusion"}],
    }
    request = parse_recipe(recipe, tmp_path)
    assert request.regions[0] == RegionPrompt("a cat", box=Rect(0, 0, 64, 64))
    assert request.regions[1].seed == 3
    assert parse_recipe(to_recipe(request, embed=True), tmp_path) == request
    recipe["regions"] = [{"prompt": "a", "box": [0, 0, 9, 9], "start": 0.5, "end": 0.5}]
    with pytest.raises(RecipeError, match="before it begins"):
        parse_recipe(recipe, tmp_path)


def test_one_pass_regions_have_no_say_in_the_negative_prompt_unless_they_have_one(
    tiny: LoadedModel,
) -> None:
    request = replace(
        REQUEST, regions=REGIONS[:1], techniques=(MultiDiffusion(regions_by="attention"),)
    )
    step = step_of(tiny, request)
    assert 0 in step.branch(PROMPT).inside
    assert 0 not in step.branch(NEGATIVE).inside
