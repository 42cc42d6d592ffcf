"""Region prompts and views: who paints where, and how it is fused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch

from core.denoise import views
from core.denoise.begin import begin, branches
from core.denoise.conditions import NEGATIVE, PROMPT, Branch, Part
from core.denoise.places import Places
from core.denoise.regions import coverage
from core.denoise.run import Run, Step
from core.denoise.views import View
from core.geometry import Rect, Size
from core.models.loading import LoadedModel
from core.request import Pixels, RegionPrompt, Request
from core.techniques.multidiffusion import MultiDiffusion

if TYPE_CHECKING:
    from core.denoise.attention import Site
    from core.denoise.places import Watcher


def run_of(model: LoadedModel, *regions: RegionPrompt, **values: Any) -> Run:
    request = Request(prompt="a beach", width=64, height=64, steps=4, regions=regions)
    with torch.no_grad():
        return begin(model, replace(request, **values))[0]


def test_a_box_covers_its_latents_and_shares_those_it_cuts() -> None:
    cover = coverage(RegionPrompt("", box=Rect(8, 0, 12, 16)), Size(4, 2), 8)
    assert cover[0, 0].tolist() == [[0, 1, 0.5, 0], [0, 1, 0.5, 0]]


def test_a_mask_counts_within_its_box_alone() -> None:
    mask = np.full((16, 32), 128, np.uint8)
    cover = coverage(RegionPrompt("", box=Rect(0, 0, 8, 99), mask=Pixels(mask)), Size(4, 2), 8)
    assert cover[0, 0, :, 0].tolist() == pytest.approx([128 / 255] * 2)
    assert not cover[..., 1:].any()


def step_of(model: LoadedModel, *regions: RegionPrompt, index: int = 0, **values: Any) -> Step:
    run = run_of(model, *regions, **values)
    with torch.no_grad():
        return Step(run, index, branches(run), run.noise)


def predicted(step: Step) -> dict[str, torch.Tensor]:
    with torch.no_grad(), step.run.attention.installed(step.run.model.unet, step.run.places):
        return step.predict(step.latents, step.branches)


def weights_of(step: Step) -> dict[int | None, torch.Tensor]:
    """How much each region, and the prompt, counts in each latent."""
    found = {}
    for view in step.views:
        found[view.region] = torch.zeros(1, 1, 8, 8)
        assert view.weight is not None
        view.put(found[view.region], view.weight)
    return found


def test_the_prompt_fills_what_regions_leave_and_strength_shares(tiny: LoadedModel) -> None:
    weights = weights_of(
        step_of(
            tiny,
            RegionPrompt("a cat", box=Rect(0, 0, 40, 64)),
            RegionPrompt("a dog", box=Rect(40, 0, 12, 64), strength=0.5),
        )
    )
    outer, cat, dog = (weights[key][0, 0, 0].tolist() for key in (None, 0, 1))
    assert cat == [1, 1, 1, 1, 1, 0, 0, 0]
    assert dog == pytest.approx([0, 0, 0, 0, 0, 0.5, 0.25, 0])
    assert outer == pytest.approx([0, 0, 0, 0, 0, 0.5, 0.75, 1])


def test_a_region_is_the_prediction_of_its_crop_with_its_words_and_negative_words(
    tiny: LoadedModel,
) -> None:
    region = RegionPrompt("a dog", negative_prompt="rain", box=Rect(0, 0, 24, 24))
    step = step_of(tiny, region, techniques=(MultiDiffusion(bootstrapping=0.0),))
    found = predicted(step)
    outside, inside = step.views
    assert inside.box == Rect(0, 0, 4, 4)  # half of the model's side at least
    for name, (outer, own) in {PROMPT: ("a beach", "a dog"), NEGATIVE: ("", "rain")}.items():
        whole = unet(step, step.latents, outer)
        part = unet(step, step.latents[..., :4, :4], own)
        torch.testing.assert_close(found[name][..., :3, :3], part[..., :3, :3])
        torch.testing.assert_close(found[name][..., 3:, :], whole[..., 3:, :])
    assert outside.box == Rect(0, 0, 8, 8)


@torch.no_grad()
def unet(step: Step, latents: torch.Tensor, text: str) -> torch.Tensor:
    """The model's own prediction."""
    run = step.run
    words = run.encode(text).encoding.expand(len(latents), -1, -1)
    scaled = run.schedule.scaled(step.index, latents)
    predicted: torch.Tensor = run.model.unet(scaled, step.time, encoder_hidden_states=words)[0]
    return predicted


def test_regions_that_fill_the_picture_leave_nothing_to_be_predicted_for_the_prompt(
    tiny: LoadedModel,
) -> None:
    halves = [RegionPrompt("a cat", box=Rect(0, 0, 32, 64)), RegionPrompt(
        "a dog", box=Rect(32, 0, 32, 64)
    )]  # fmt: skip
    calls: list[torch.Size] = []
    hook = tiny.unet.register_forward_pre_hook(lambda _, inputs: calls.append(inputs[0].shape))
    predicted(step_of(tiny, *halves))
    hook.remove()
    assert calls == [(4, 4, 8, 4)]  # both halves with and without their words, in one call


def test_a_region_over_everything_takes_the_prompts_place(tiny: LoadedModel) -> None:
    region = RegionPrompt("a cat", box=Rect(0, 0, 64, 64))
    off = (MultiDiffusion(bootstrapping=0.0),)
    step = step_of(tiny, region, techniques=off)
    torch.testing.assert_close(predicted(step)[PROMPT], unet(step, step.latents, "a cat"))


@pytest.mark.parametrize(
    "region",
    [
        RegionPrompt("a cat", box=Rect(99, 0, 9, 9)),
        RegionPrompt("a cat", box=Rect(0, 0, 64, 64), strength=0.0),
        RegionPrompt("a cat", box=Rect(0, 0, 64, 64), start=0.5),
    ],
)
@pytest.mark.parametrize("by", ["multidiffusion", "attention"])
def test_a_region_that_is_nowhere_or_not_yet_there_changes_nothing(
    tiny: LoadedModel, region: RegionPrompt, by: str
) -> None:
    with_it = step_of(tiny, region, techniques=(MultiDiffusion(regions_by=by),))
    torch.testing.assert_close(predicted(with_it)[PROMPT], predicted(step_of(tiny))[PROMPT])


def test_a_region_counts_in_its_part_of_the_steps(tiny: LoadedModel) -> None:
    region = RegionPrompt("a cat", box=Rect(0, 0, 32, 32), start=0.25, end=0.75)
    counts = [len(step_of(tiny, region, index=index).views) for index in range(4)]
    assert counts == [1, 2, 2, 1]


def test_a_seed_of_its_own_moves_with_the_region(tiny: LoadedModel) -> None:
    def noise(x: int, y: int, **values: Any) -> torch.Tensor:
        region = RegionPrompt("a cat", box=Rect(x, y, 24, 16), seed=5)
        return run_of(tiny, region, batch=2, **values).noise

    here, there = noise(8, 16), noise(32, 40)
    torch.testing.assert_close(here[..., 2:4, 1:4], there[..., 5:7, 4:7])
    assert torch.equal(here[..., 4:, :4], run_of(tiny, batch=2).noise[..., 4:, :4])
    assert torch.equal(noise(8, 16, seed=9)[..., 2:4, 1:4], here[..., 2:4, 1:4])
    own = noise(8, 16)[..., 2:4, 1:4]
    assert not torch.equal(own[0], own[1])


def test_a_soft_mask_keeps_the_noise_of_unit_variance(tiny: LoadedModel) -> None:
    grey = Pixels(np.full((1024, 1024), 128, np.uint8))
    region = RegionPrompt("a cat", mask=grey, seed=5)
    noise = run_of(tiny, region, width=1024, height=1024).noise
    assert noise.std().item() == pytest.approx(1, abs=0.02)


def test_regions_begin_before_plain_colours(tiny: LoadedModel) -> None:
    """Section 5.2: in the first steps what is outside a region's mask is a colour with noise."""
    region = RegionPrompt("a dog", box=Rect(0, 0, 16, 16))
    shown: list[torch.Tensor] = []
    hook = tiny.unet.register_forward_pre_hook(lambda _, inputs: shown.append(inputs[0]))
    steps = [
        step_of(tiny, region, index=i, sampler="ddim", techniques=(MultiDiffusion(
            bootstrapping=0.5
        ),)) for i in (0, 1, 2)
    ]  # fmt: skip
    for step in steps:
        predicted(step)
    hook.remove()
    crops = [one[0] for one in shown if one.shape[-1] == 4]
    for step, crop, plain in zip(steps, crops, (True, True, False), strict=True):
        latents, noise = step.latents[0, :, :4, :4], step.run.noise[0, :, :4, :4]
        assert torch.equal(crop[:, :2, :2], latents[:, :2, :2])
        behind = (crop - step.level.noise * noise)[:, 2:]
        assert torch.allclose(behind, behind[:, :1, :1], atol=1e-5) == plain
        assert torch.equal(crop, latents) != plain


def test_bootstrapping_is_over_where_a_picture_begins_later(tiny: LoadedModel) -> None:
    """It belongs to the first of all steps, which image to image leaves out."""
    picture = Pixels(np.full((64, 64, 4), 90, np.uint8))
    region = RegionPrompt("a dog", box=Rect(0, 0, 16, 16))
    assert step_of(tiny, region).views[1].scene is not None
    assert step_of(tiny, region, source=picture, strength=0.5).views[1].scene is None


def test_in_one_pass_a_place_attends_as_if_its_regions_prompt_were_the_only_one(
    tiny: LoadedModel,
) -> None:
    """Over everything, a region is the prompt; a region elsewhere adds nothing to a place."""
    by = (MultiDiffusion(regions_by="attention"),)
    everywhere = step_of(
        tiny, RegionPrompt("a cat", negative_prompt="rain", box=Rect(0, 0, 64, 64)), techniques=by
    )
    found = predicted(everywhere)
    torch.testing.assert_close(found[PROMPT], unet(everywhere, everywhere.latents, "a cat"))
    torch.testing.assert_close(found[NEGATIVE], unet(everywhere, everywhere.latents, "rain"))

    seen: list[torch.Tensor] = []

    class Watching(Places):
        def attention(self, site: Site) -> Watcher | None:
            return (lambda _, maps: seen.append(maps)) if site.cross else None

    half = step_of(
        tiny, RegionPrompt("a cat " * 60, box=Rect(32, 0, 32, 64)), techniques=by, batch=2
    )
    half.run.places = [*half.run.places, Watching()]
    predicted(half)
    assert {maps.shape[-1] for maps in seen} == {
        48 + 144
    }  # words, and three chunks of the region's
    for maps in seen:
        negative, prompt = maps.unflatten(0, (2, 2))
        side = int(maps.shape[2] ** 0.5)
        left = prompt.unflatten(2, (side, side))[..., : side // 2, :]
        right = prompt.unflatten(2, (side, side))[..., side // 2 :, :]
        assert not left[..., 48:].any()
        assert not right[..., :48].any()
        assert not negative[..., 48:].any()
        torch.testing.assert_close(maps.sum(-1), torch.ones(maps.shape[:-1]))


def test_in_one_pass_regions_cost_one_call(tiny: LoadedModel) -> None:
    calls: list[torch.Size] = []
    hook = tiny.unet.register_forward_pre_hook(lambda _, inputs: calls.append(inputs[0].shape))
    regions = [RegionPrompt("a cat", box=Rect(8 * i, 0, 8, 64)) for i in range(4)]
    predicted(step_of(tiny, *regions, techniques=(MultiDiffusion(regions_by="attention"),)))
    hook.remove()
    assert calls == [(2, 4, 8, 8)]


@torch.no_grad()
def test_a_branchs_prediction_is_its_parts_by_their_weights(tiny: LoadedModel) -> None:
    run = run_of(tiny)
    left = torch.zeros(1, 1, 8, 8)
    left[..., :4] = 1
    cat, dog = run.encode("a cat"), run.encode("a dog")
    step = Step(run, 0, [], run.noise)
    fused = Branch("both", (Part(cat, left), Part(dog, 1 - left)))
    alone = [Branch.everywhere("cat", cat), Branch.everywhere("dog", dog)]
    found = step.predict(run.noise, [fused, *alone])
    torch.testing.assert_close(
        found["both"], left * found["cat"] + (1 - left) * found["dog"], atol=1e-6, rtol=1e-6
    )


@torch.no_grad()
@pytest.mark.parametrize("pictures", [1, 2])
def test_windows_are_predicted_each_and_averaged_where_they_overlap(
    tiny: LoadedModel, pictures: int
) -> None:
    class Windows(Places):
        def views(self, step: Step, views: list[View]) -> list[View]:
            assert views == [View(Rect(0, 0, 8, 8))]
            return [View(Rect(0, 0, 6, 8)), View(Rect(2, 0, 6, 8))]

    run = run_of(tiny, batch=pictures)
    run.places = [Windows()]
    branch = Branch.everywhere(PROMPT, run.encode("a cat"))
    step = Step(run, 0, [branch], run.noise)
    fused = views.predict(step, run.noise, [branch])[PROMPT]

    def window(columns: slice) -> torch.Tensor:
        scaled = run.noise[..., columns]
        words = branch.parts[0].words.encoding.expand(pictures, -1, -1)
        predicted: torch.Tensor = tiny.unet(scaled, step.time, encoder_hidden_states=words)[0]
        return predicted

    left, right = window(slice(0, 6)), window(slice(2, 8))
    torch.testing.assert_close(fused[..., :2], left[..., :2], atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(fused[..., 6:], right[..., 4:], atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(
        fused[..., 2:6], (left[..., 2:] + right[..., :4]) / 2, atol=1e-5, rtol=1e-5
    )


@torch.no_grad()
def test_a_long_prompt_beside_a_short_one_counts_as_if_alone_for_its_row(
    tiny: LoadedModel,
) -> None:
    """Rows of one call are padded to one length with what the empty prompt becomes."""
    run = run_of(tiny)
    step = Step(run, 0, [], run.noise)
    long = Branch.everywhere("long", run.encode("a cat and " * 40))
    short = Branch.everywhere("short", run.encode("a cat"))
    call: Callable[..., dict[str, torch.Tensor]] = step.predict
    together = call(run.noise, [long, short])
    torch.testing.assert_close(
        together["long"], call(run.noise, [long])["long"], atol=1e-5, rtol=1e-5
    )
    assert together["short"].isfinite().all()
