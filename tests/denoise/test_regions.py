"""Region prompts and views: who paints where, and how it is fused."""

from __future__ import annotations

from collections.abc import Callable

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


def run_of(model: LoadedModel, *regions: RegionPrompt, **values: object) -> Run:
    with torch.no_grad():
        return begin(
            model,
            Request(prompt="a beach", width=64, height=64, steps=4, regions=regions, **values),  # type: ignore[arg-type]
        )[0]


def branch_of(model: LoadedModel, name: str, *regions: RegionPrompt) -> Branch:
    run = run_of(model, *regions)
    with torch.no_grad():
        return next(branch for branch in branches(run) if branch.name == name)


def test_a_box_covers_its_latents_and_shares_those_it_cuts() -> None:
    cover = coverage(RegionPrompt("", box=Rect(8, 0, 12, 16)), Size(4, 2), 8)
    assert cover[0, 0].tolist() == [[0, 1, 0.5, 0], [0, 1, 0.5, 0]]


def test_a_mask_counts_within_its_box_alone() -> None:
    mask = np.full((16, 32), 128, np.uint8)
    cover = coverage(RegionPrompt("", box=Rect(0, 0, 8, 99), mask=Pixels(mask)), Size(4, 2), 8)
    assert cover[0, 0, :, 0].tolist() == pytest.approx([128 / 255] * 2)
    assert not cover[..., 1:].any()


def test_weights_sum_to_one_and_the_prompt_fills_the_rest(tiny: LoadedModel) -> None:
    branch = branch_of(
        tiny,
        PROMPT,
        RegionPrompt("a cat", box=Rect(0, 0, 40, 64)),
        RegionPrompt("a dog", box=Rect(24, 0, 20, 64)),
    )
    weights = [part.weight for part in branch.parts if part.weight is not None]
    torch.testing.assert_close(sum(weights), torch.ones(1, 1, 8, 8))
    outer, cat, dog = (weight[0, 0, 0].tolist() for weight in weights)
    assert cat == [1, 1, 1, 0.5, 0.5, 0, 0, 0]
    assert dog == pytest.approx([0, 0, 0, 0.5, 0.5, 0.5, 0, 0])
    assert outer == pytest.approx([0, 0, 0, 0, 0, 0.5, 1, 1])


def test_equal_negative_prompts_are_predicted_once(tiny: LoadedModel) -> None:
    regions = [RegionPrompt("a cat", box=Rect(0, 0, 32, 64)), RegionPrompt("a dog")]
    assert len(branch_of(tiny, NEGATIVE, *regions).parts) == 1
    assert len(branch_of(tiny, PROMPT, regions[0]).parts) == 2


def test_a_region_over_everything_takes_the_prompts_place(tiny: LoadedModel) -> None:
    branch = branch_of(tiny, PROMPT, RegionPrompt("a cat", box=Rect(0, 0, 64, 64)))
    (part,) = branch.parts
    assert part.weight is None
    assert part.words is not None


def test_a_region_off_the_canvas_changes_nothing(tiny: LoadedModel) -> None:
    assert len(branch_of(tiny, PROMPT, RegionPrompt("a cat", box=Rect(99, 0, 9, 9))).parts) == 1


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
        def views(self, views: list[View]) -> list[View]:
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
