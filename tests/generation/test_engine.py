"""The real engine on the starter model: pictures, errors, and cancelling at every stage."""

from __future__ import annotations

import gc
import shutil
import weakref
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core import places
from core.generation.events import (
    Done,
    Failed,
    HostChanged,
    Preview,
    Stage,
    StageBegun,
    Started,
    StepDone,
    WasCancelled,
)
from core.generation.mask import grown
from core.generation.resolve import picture_of, recipe_of
from core.geometry import Rect
from core.request import Fill, InpaintSettings, Pixels, Request
from core.techniques.attend_and_excite import AttendAndExcite

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.model

QUICK = Request("a cat on a beach", steps=2, seed=7)
NEXT = replace(QUICK, steps=1, width=64, height=64)
"""What is asked for only to see that the engine still paints."""
ELSEWHERE = {Stage.MAP, Stage.UPSCALE}
"""Stages that only other jobs have, with tests of their own."""


@pytest.fixture(scope="module")
def engine() -> Any:
    from core.generation.engine import DiffusionEngine

    return DiffusionEngine([places.resources()])


def run(
    engine: Any, request: Request, cancelled: Callable[[list[Any]], bool] = lambda events: False
) -> list[Any]:
    """The events of one job."""
    events: list[Any] = []
    engine.run(1, request, events.append, lambda: cancelled(events))
    return events


def of(events: list[Any], kind: Any) -> list[Any]:
    return [event for event in events if isinstance(event, kind)]


def scene(width: int = 256, height: int = 256) -> Pixels:
    y, x = np.mgrid[:height, :width]
    rgba = np.full((height, width, 4), 255, np.uint8)
    rgba[..., 0], rgba[..., 1], rgba[..., 2] = 90 + x % 60, 140 + y % 80, 200
    return Pixels(rgba)


def mask(width: int, height: int, rect: Rect) -> Pixels:
    array = np.zeros((height, width), np.uint8)
    array[rect.slices] = 255
    return Pixels(array)


def test_words_become_pictures_each_with_its_seed(engine):
    events = run(engine, replace(QUICK, batch=2))
    done = events[-1]
    assert isinstance(events[0], Started) and isinstance(done, Done)
    assert [(one.index, one.seed) for one in done.results] == [(0, 7), (1, 8)]
    assert all(one.pixels.shape == (256, 256, 4) for one in done.results)
    assert not np.array_equal(done.results[0].pixels, done.results[1].pixels)
    assert [stage.stage for stage in of(events, StageBegun)] == list(
        dict.fromkeys(stage.stage for stage in of(events, StageBegun))
    )
    assert set(done.seconds) == set(Stage) - {Stage.MAP, Stage.UPSCALE}
    assert done.seconds["denoise"] > 0


def test_there_is_a_preview_for_every_step(engine):
    events = run(engine, replace(QUICK, steps=4))
    assert [event.step for event in of(events, Preview)] == [1, 2, 3, 4]
    assert [event.step for event in of(events, StepDone)][-1] == 4
    for shown in of(events, Preview):
        assert shown.pixels.shape == (1, 32, 32, 3) and shown.rect == Rect(0, 0, 256, 256)


MIXED = Request("a {red|blue} {balloon|cat}", seed=5, batch=3, steps=2, width=64, height=64)
"""Of its three pictures no two have the same words."""


def test_pictures_with_words_of_their_own_are_those_of_their_seeds_alone(engine):
    done = run(engine, MIXED)[-1]
    assert isinstance(done, Done), done
    assert [(one.index, one.seed) for one in done.results] == [(0, 5), (1, 6), (2, 7)]
    recipes = [recipe_of(MIXED, result) for result in done.results]
    assert len({recipe.prompt for recipe in recipes}) == 3
    for i, (result, recipe) in enumerate(zip(done.results, recipes, strict=True)):
        assert "{" not in recipe.prompt and (recipe.seed, recipe.batch) == (5 + i, 1)
        for alone in (recipe, replace(MIXED, seed=5 + i, batch=1)):
            (again,) = run(engine, alone)[-1].results
            assert np.array_equal(again.pixels, result.pixels)


def test_pictures_one_after_the_other_are_told_as_one_job(engine):
    events = run(engine, MIXED)
    stages, of_one = (
        [event.stage for event in of(each, StageBegun)]
        for each in (events, run(engine, replace(MIXED, batch=1)))
    )
    assert stages == of_one, "each once, in their order"
    assert set(stages) == set(events[-1].seconds) == set(Stage) - ELSEWHERE
    assert [event.step for event in of(events, Preview)] == [1, 2, 3, 4, 5, 6]
    assert [event.first for event in of(events, Preview)] == [0, 0, 1, 1, 2, 2]
    assert all(event.pixels.shape == (1, 8, 8, 3) for event in of(events, Preview))
    steps = of(events, StepDone)
    assert (steps[0].step, steps[-1].step) == (1, 6)
    assert {(event.steps, event.turns) for event in steps} == {(6, 3)}


def test_a_cancel_between_two_pictures_begins_no_further_one(engine):
    events = run(engine, MIXED, lambda events: any(one.step == 2 for one in of(events, Preview)))
    assert isinstance(events[-1], WasCancelled)
    assert [event.step for event in of(events, Preview)] == [1, 2]
    developed: list[int] = []

    def once_developed(events: list[Any]) -> bool:
        return bool(developed)

    model = next(iter(engine._models.loaded.values()))
    hook = model.vae.decoder.register_forward_hook(lambda *_: developed.append(1))
    try:
        events = run(engine, MIXED, once_developed)
    finally:
        hook.remove()
    assert isinstance(events[-1], WasCancelled)
    assert [event.step for event in of(events, Preview)] == [1, 2] and len(developed) == 1


def test_words_that_a_technique_names_are_looked_for_in_each_pictures_own_prompt(engine):
    excite = AttendAndExcite(words=("red", "blue", "cat"), show_maps=True)
    request = replace(MIXED, techniques=(excite,))
    done = run(engine, request)[-1]
    assert isinstance(done, Done), done
    for result in done.results:
        recipe = recipe_of(request, result)
        words = [word for word in excite.words if word in recipe.prompt]
        assert recipe.techniques == (replace(excite, words=tuple(words)),)
        own = [extra.name for extra in done.extras if extra.index == result.index]
        assert sorted(own) == sorted(words)
        (again,) = run(engine, recipe)[-1].results
        assert np.array_equal(again.pixels, result.pixels)


def test_noise_under_the_mask_is_that_of_each_pictures_seed(engine):
    request = Request(
        "a cat",
        steps=2,
        seed=7,
        batch=2,
        source=scene(64, 64),
        mask=mask(64, 64, Rect(16, 16, 32, 32)),
        strength=0.6,
        inpaint=InpaintSettings(fill=Fill.NOISE),
    )
    done = run(engine, request)[-1]
    assert isinstance(done, Done), done
    (alone,) = run(engine, picture_of(request, 1))[-1].results
    assert np.array_equal(done.results[1].pixels, alone.pixels)


def test_a_model_is_loaded_once_and_again_when_its_files_change(engine, tmp_path):
    folder = tmp_path / "mine"
    shutil.copytree(places.resources() / "starter", folder)
    from core.generation.engine import DiffusionEngine

    own = DiffusionEngine([tmp_path])
    mine = replace(QUICK, model="mine")
    first = of(run(own, mine), HostChanged)
    assert [(event.model, event.device[:3]) for event in first] == [("mine", "CPU")]
    assert of(run(own, mine), HostChanged) == []
    weights = folder / "unet" / "diffusion_pytorch_model.safetensors"
    weights.touch()
    assert len(of(run(own, mine), HostChanged)) == 1
    noise = folder / "scheduler" / "scheduler_config.json"
    noise.write_text(noise.read_text().replace("0.012", "0.0120"))  # corrected by the artist
    assert len(of(run(own, mine), HostChanged)) == 1


@pytest.mark.parametrize(
    ("size", "rect"),
    [
        ((256, 256), Rect(64, 64, 128, 128)),
        ((700, 500), Rect(300, 200, 120, 90)),
        ((90, 60), Rect(20, 20, 30, 20)),
        ((1, 1), Rect(0, 0, 1, 1)),
        ((300, 12), Rect(100, 2, 60, 8)),
    ],
)
def test_an_inpaint_changes_what_the_mask_shows_and_nothing_else(engine, size, rect):
    source = scene(*size)
    settings = InpaintSettings(grow=3, fill=Fill.BORDER)
    request = replace(QUICK, source=source, mask=mask(*size, rect), inpaint=settings)
    done = run(engine, request)[-1]
    assert isinstance(done, Done), done
    (result,) = done.results
    shown = grown(request.mask.array, 3)[result.rect.slices] > 0
    assert np.array_equal(result.pixels[..., 3] > 0, shown)
    before = source.array[result.rect.slices][..., :3]
    assert (result.pixels[..., :3][shown] != before[shown]).any()


def test_equal_requests_give_equal_pictures(engine):
    request = replace(QUICK, source=scene(), mask=mask(256, 256, Rect(64, 64, 128, 128)))
    first, second = (run(engine, request)[-1].results[0].pixels for _ in range(2))
    assert np.array_equal(first, second)


def test_a_picture_is_painted_over_in_its_own_size(engine):
    done = run(engine, replace(QUICK, source=scene(310, 170), strength=0.5))[-1]
    assert done.results[0].pixels.shape == (170, 310, 4)
    assert done.results[0].rect == Rect(0, 0, 310, 170)


def test_matching_colours_narrows_the_seam_of_real_pictures(engine):
    fade = np.linspace(0, 1, 256)[:, None, None]
    rgba = np.full((256, 256, 4), 255, np.uint8)
    rgba[..., :3] = np.array([70, 130, 220]) * (1 - fade) + np.array([60, 110, 190]) * fade
    request = replace(
        QUICK,
        prompt="on a blue background",
        batch=2,
        steps=5,
        source=Pixels(rgba),
        mask=mask(256, 256, Rect(64, 64, 128, 128)),
        inpaint=InpaintSettings(fill=Fill.BORDER, blend=0, feather=0),
    )
    plain = replace(request, inpaint=replace(request.inpaint, match_colours=False))
    matched, left = (
        np.mean([seam(one, request.source.array) for one in run(engine, each)[-1].results])
        for each in (request, plain)
    )
    assert matched < max(2.0, 0.7 * left), "levels of 255"


def seam(result: Any, source: np.ndarray) -> float:
    """How much colours differ from one side of the mask's edge to the other, a few pixels apart."""
    after = source[..., :3].astype(float)
    above = result.pixels[..., 3] > 0
    after[result.rect.slices][above] = result.pixels[..., :3][above]
    across = [
        np.abs(after[60:64, 64:192].mean(0) - after[64:68, 64:192].mean(0)),
        np.abs(after[188:192, 64:192].mean(0) - after[192:196, 64:192].mean(0)),
        np.abs(after[64:192, 60:64].mean(1) - after[64:192, 64:68].mean(1)),
        np.abs(after[64:192, 188:192].mean(1) - after[64:192, 192:196].mean(1)),
    ]
    return float(np.mean(across))


def test_outpainting_leaves_no_gap(engine):
    rgba = scene(300, 256).array.copy()
    rgba[:, 200:] = 0
    request = replace(QUICK, source=Pixels(rgba), mask=Pixels(255 - rgba[..., 3]))
    (result,) = run(engine, request)[-1].results
    empty = rgba[result.rect.slices][..., 3] == 0
    assert empty.any() and (result.pixels[..., 3][empty] == 255).all()
    assert (result.pixels[..., 3][~empty] == 0).all()


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage not in ELSEWHERE])
def test_a_cancel_takes_effect_in_any_stage_and_the_next_job_runs(engine, stage):
    def once_begun(events: list[Any]) -> bool:
        return any(event.stage is stage for event in of(events, StageBegun))

    request = replace(QUICK, source=scene(), strength=0.9, steps=3)
    events = run(engine, request, once_begun)
    assert isinstance(events[-1], WasCancelled)
    assert of(events, StageBegun)[-1].stage is stage, "no later stage has begun"
    if stage is not Stage.FINISH and stage is not Stage.DECODE:
        assert not of(events, StepDone)
    assert isinstance(run(engine, NEXT)[-1], Done)


def test_a_cancel_between_steps_begins_no_further_one(engine):
    events = run(engine, replace(QUICK, steps=6), lambda events: len(of(events, Preview)) >= 2)
    assert isinstance(events[-1], WasCancelled)
    assert len(of(events, Preview)) == 2
    assert Stage.DECODE not in [event.stage for event in of(events, StageBegun)]


# Errors


@pytest.fixture
def broken(
    tmp_path: Path, engine: Any, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Callable[[Path], object]], list[Any]]:
    """Runs a job with a copy of the starter model that something was done to."""

    def run_broken(change: Callable[[Path], object]) -> list[Any]:
        folder = tmp_path / "broken"
        shutil.copytree(places.resources() / "starter", folder)
        change(folder)
        monkeypatch.setattr(engine, "_dirs", (tmp_path, places.resources()))
        events = run(engine, replace(QUICK, model="broken"))
        assert isinstance(run(engine, NEXT)[-1], Done), "the engine lives on"
        return events

    return run_broken


def fails(events: list[Any], words: str) -> Failed:
    failed = events[-1]
    assert isinstance(failed, Failed), failed
    assert words in failed.cause, failed
    assert failed.remedy
    assert "Traceback" not in failed.cause + failed.remedy
    assert "Traceback" in failed.detail
    return failed


def test_a_model_that_is_not_there_is_named_and_others_are_offered(engine):
    failed = fails(run(engine, replace(QUICK, model="dreams")), "dreams")
    assert "starter" in failed.remedy


def test_a_model_with_a_file_missing_says_which(broken):
    fails(broken(lambda model: (model / "vae" / "config.json").unlink()), "vae/config.json")


def test_a_model_with_truncated_weights_is_refused(broken):
    def truncate(model: Path) -> None:
        file = model / "unet" / "diffusion_pytorch_model.safetensors"
        file.write_bytes(file.read_bytes()[: 1 << 16])

    fails(broken(truncate), "unet")


def test_a_pickle_is_never_opened(broken):
    def exchange(model: Path) -> None:
        (model / "vae" / "diffusion_pytorch_model.safetensors").unlink()
        (model / "vae" / "diffusion_pytorch_model.bin").write_bytes(b"\x80\x04.")

    fails(broken(exchange), "pickle")


def test_a_model_whose_numbers_break_down_says_so(broken):
    def poison(model: Path) -> None:
        from safetensors.numpy import load_file, save_file

        file = model / "unet" / "diffusion_pytorch_model.safetensors"
        weights = load_file(file)
        weights["conv_in.bias"][:] = np.nan
        save_file(weights, file, metadata={"format": "pt"})

    fails(broken(poison), "numbers")


@pytest.fixture
def fault(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    from core.generation import painting

    def install(error: BaseException) -> None:
        def paint(*given: Any, **told: Any) -> Any:
            held = torch.zeros(1000)
            refs.append(weakref.ref(held))
            raise error

        monkeypatch.setattr(painting, "paint", paint)

    refs: list[Any] = []
    install.refs = refs  # type: ignore[attr-defined]
    return install


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB"),
        RuntimeError("[enforce fail at alloc_cpu.cpp] DefaultCPUAllocator: can't allocate memory"),
    ],
    ids=["python", "cuda", "cpu"],
)
def test_running_out_of_memory_frees_it_and_says_what_to_do(engine, fault, monkeypatch, error):
    fault(error)
    failed = fails(run(engine, QUICK), "memory")
    assert "smaller" in failed.remedy
    del error
    gc.collect()
    assert engine._models.loaded == {}, "the models are given back as well"
    monkeypatch.undo()
    assert isinstance(run(engine, NEXT)[-1], Done)


def test_what_cannot_fit_is_refused_before_the_system_kills_the_program(engine):
    fails(run(engine, replace(QUICK, width=16_384, height=16_384, batch=4)), "memory")


@pytest.mark.parametrize("error", [ZeroDivisionError("x"), SystemExit(3), KeyboardInterrupt()])
def test_a_defect_fails_the_job_and_holds_no_memory(engine, fault, monkeypatch, error):
    fault(error)
    failed = fails(run(engine, QUICK), "inside the program")
    assert type(error).__name__ in failed.detail
    assert all(ref() is None for ref in fault.refs), "tensors of the failed job are free"
    monkeypatch.undo()
    assert isinstance(run(engine, NEXT)[-1], Done)


def test_a_mask_that_vanishes_when_shrunk_is_told(engine):
    request = replace(
        QUICK,
        source=scene(),
        mask=mask(256, 256, Rect(10, 10, 5, 5)),
        inpaint=InpaintSettings(grow=-20),
    )
    fails(run(engine, request), "shrunk")
