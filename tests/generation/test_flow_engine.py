"""Models of the rectified-flow families in the engine: events, masks, cancels, what they lack."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from core.errors import RecipeError, UserError
from core.generation.events import Done, Failed, Paused, Preview, WasCancelled
from core.generation.resolve import resolved
from core.geometry import Rect
from core.models.families.flow import REASONS
from core.request import Concept, Pixels, RegionPrompt, Request
from core.techniques import techniques
from core.techniques.self_attention_guidance import SelfAttentionGuidance
from core.techniques.semantic_guidance import SemanticGuidance, Slider

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.model

from tests.flow_models import folder_of, info_of, loaded  # noqa: E402


@pytest.fixture(autouse=True)
def in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Models are loaded once for all tests, in float32."""
    monkeypatch.setattr("core.generation.kept_models.load", lambda info, **_: loaded(info.id))
    for module in ("engine", "kept_models"):
        monkeypatch.setattr(f"core.generation.{module}.free_memory", lambda: None)


def run(
    request: Request,
    cancelled: Callable[[list[Any]], bool] = lambda events: False,
    **options: Any,
) -> list[Any]:
    from core.generation.engine import DiffusionEngine

    engine = DiffusionEngine([folder_of(request.model).parent])
    events: list[Any] = []
    engine.run(1, request, events.append, lambda: cancelled(events), **options)
    return events


def asked(kind: str, **options: Any) -> Request:
    given: dict[str, Any] = {"prompt": "a cat on the beach", "width": 64, "height": 64}
    given |= {"model": kind, "steps": 3, "sampler": "euler", "seed": 3}
    return Request(**(given | options))


def picture(width: int, height: int) -> Pixels:
    y, x = np.mgrid[:height, :width]
    rgba = np.full((height, width, 4), 255, np.uint8)
    rgba[..., 0], rgba[..., 1] = 90 + x % 60, 140 + y % 80
    return Pixels(rgba)


PAINTING = ("sd3", "flux-dev", "qwen-image", "z-image", "chroma", "sana", "flux2-klein")


@pytest.mark.parametrize("kind", PAINTING)
def test_every_step_is_shown_and_equal_seeds_give_equal_pictures(kind: str) -> None:
    events = run(asked(kind, batch=2))
    done = events[-1]
    assert isinstance(done, Done), done
    shown = [event for event in events if isinstance(event, Preview)]
    info = info_of(kind)
    assert [one.step for one in shown] == [1, 2, 3]
    assert {one.pixels.shape for one in shown} == {(2, 64 // info.factor, 64 // info.factor, 3)}
    assert not np.array_equal(done.results[0].pixels, done.results[1].pixels)
    (alone,) = run(asked(kind, seed=4))[-1].results
    # Rows of a batch are summed in another order than one row alone.
    assert np.abs(alone.pixels.astype(int) - done.results[1].pixels).max() <= 1


@pytest.mark.parametrize("kind", PAINTING)
def test_a_cancel_after_any_step_ends_the_job_there(kind: str) -> None:
    step = 1 + PAINTING.index(kind) % 2

    def steps(events: list[Any]) -> int:
        return sum(isinstance(event, Preview) for event in events)

    events = run(asked(kind), lambda events: steps(events) >= step)
    assert isinstance(events[-1], WasCancelled)
    assert steps(events) == step


def test_what_the_mask_leaves_out_stays_to_the_bit() -> None:
    source, mask = picture(128, 96), np.zeros((96, 128), np.uint8)
    mask[24:64, 40:88] = 255
    done = run(asked("sd3", source=source, mask=Pixels(mask), width=None, height=None))[-1]
    assert isinstance(done, Done), done
    (result,) = done.results
    alpha = np.zeros((96, 128), np.uint8)
    alpha[result.rect.slices] = result.pixels[..., 3]
    assert not alpha[mask == 0].any()
    assert alpha[mask > 0].any()


def test_a_job_that_is_set_aside_goes_on_to_the_same_picture() -> None:
    request = asked("flux-dev", sampler="dpmpp_2m", steps=4)
    (whole,) = run(request)[-1].results
    stopped: list[int] = []

    def paused() -> bool:
        stopped.append(1)
        return len(stopped) == 2

    aside = run(request, paused=paused)[-1]
    assert isinstance(aside, Paused) and aside.step == 2
    (again,) = run(request, begun=aside.begun)[-1].results
    assert np.array_equal(again.pixels, whole.pixels)


def test_regions_are_painted_with_their_own_words() -> None:
    region = RegionPrompt("a red house", box=Rect(0, 0, 40, 64))
    plain, with_region = asked("flux-dev"), asked("flux-dev", regions=(region,))
    pictures = [run(one)[-1].results[0].pixels.astype(int) for one in (plain, with_region)]
    different = np.abs(pictures[0] - pictures[1])
    assert different[:, :40].any()


def test_sliders_work_where_predictions_are_velocities() -> None:
    sliders = SemanticGuidance(concepts=(Slider(prompt="rain", scale=6.0, warm_up=0),))
    plain, pushed = (run(asked("sd3", techniques=some))[-1] for some in ((), (sliders,)))
    assert isinstance(pushed, Done), pushed
    assert not np.array_equal(plain.results[0].pixels, pushed.results[0].pixels)


def test_a_sampler_that_knows_no_velocity_is_told_to_be_replaced() -> None:
    done = run(asked("flux-dev", sampler="pndm"))[-1]
    assert any("pndm" in warning for warning in done.warnings)
    (same,) = run(asked("flux-dev", sampler="euler"))[-1].results
    assert np.array_equal(same.pixels, done.results[0].pixels)


def test_what_to_avoid_is_told_not_to_count_where_it_does_not() -> None:
    told = [run(asked(kind, negative_prompt="rain"))[-1].warnings for kind in ("flux-dev", "sd3")]
    assert [any("avoid" in one for one in warnings) for warnings in told] == [True, False]


def test_weights_of_words_are_told_not_to_count() -> None:
    done = run(asked("flux-dev", prompt="a (cat:1.3) on the beach"))[-1]
    assert any("weights" in warning for warning in done.warnings)


@pytest.mark.parametrize("kind", ["sd3", "flux-dev"])
def test_what_a_family_lacks_is_refused_with_the_reason(kind: str) -> None:
    info = info_of(kind)
    request = asked(kind, techniques=(SelfAttentionGuidance(),))
    with pytest.raises(UserError, match="attention"):
        resolved(request, info)
    assert set(REASONS) <= set(techniques()), "a reason for a technique that there is not"
    assert "instruct_pix2pix" in info.lacks
    assert "instruct_pix2pix" not in info_of("flux-kontext").lacks


def test_learned_files_are_refused_before_anything_is_loaded(tmp_path) -> None:
    with pytest.raises(RecipeError):
        resolved(asked("flux-dev", concepts=(Concept(str(tmp_path / "a.safetensors")),)),
                 info_of("flux-dev"))  # fmt: skip


def test_a_model_made_for_filling_paints_nothing_without_a_mask() -> None:
    ending = run(asked("flux-fill"))[-1]
    assert isinstance(ending, Failed)
    assert "under a mask" in ending.cause
