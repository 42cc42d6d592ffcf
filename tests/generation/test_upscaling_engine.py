"""The real engine on the starter model makes pictures larger: enlarged, refined in tiles, as a
part of a recipe that makes them again."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core import places
from core.errors import RecipeError
from core.generation.events import (
    Done,
    Failed,
    Paused,
    Preview,
    Stage,
    StageBegun,
    StepDone,
    WasCancelled,
)
from core.generation.refining import cost, refinement
from core.generation.resolve import recipe_of, resolved
from core.geometry import Rect, Size
from core.models.library import find_models, named
from core.request import Pixels, RegionPrompt, Request
from core.techniques import techniques
from core.upscale import Upscale

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.model

WORDS = "a cat on a beach"


@pytest.fixture(scope="module")
def upscalers_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests import tiny_upscalers

    folder = tmp_path_factory.mktemp("models")
    tiny_upscalers.save(folder, "compact")
    tiny_upscalers.save_pickle(folder, "esrgan")
    return folder


@pytest.fixture(scope="module")
def engine(upscalers_folder: Path) -> Any:
    from core.generation.engine import DiffusionEngine

    return DiffusionEngine([places.resources(), upscalers_folder])


def run(
    engine: Any, request: Request, cancelled: Callable[[list[Any]], bool] = lambda events: False
) -> list[Any]:
    """The events of one job."""
    events: list[Any] = []
    engine.run(1, request, events.append, lambda: cancelled(events))
    failed = [event for event in events if isinstance(event, Failed)]
    assert not failed, failed[0].detail
    return events


def of(events: list[Any], kind: Any) -> list[Any]:
    return [event for event in events if isinstance(event, kind)]


def scene(width: int = 256, height: int = 256) -> Pixels:
    y, x = np.mgrid[:height, :width]
    rgba = np.full((height, width, 4), 255, np.uint8)
    rgba[..., 0], rgba[..., 1], rgba[..., 2] = 90 + x % 60, 140 + y % 80, 200
    return Pixels(rgba)


def larger(upscale: Upscale, **fields: Any) -> Request:
    """What is only made larger."""
    asked: dict[str, Any] = {"source": scene(), "strength": 0.0, "steps": 4, "seed": 7} | fields
    return Request(WORDS, upscale=upscale, **asked)


def test_a_source_is_enlarged_without_any_model_of_the_pass(upscalers_folder: Path) -> None:
    from core.generation.engine import DiffusionEngine

    engine = DiffusionEngine([places.resources(), upscalers_folder])
    events = run(engine, larger(Upscale(factor=1.5)))
    (result,) = events[-1].results
    assert result.pixels.shape == (384, 384, 4) and result.rect == Rect(0, 0, 384, 384)
    assert [one.stage for one in of(events, StageBegun)] == [Stage.LOAD, Stage.UPSCALE]
    assert engine._models.loaded == {}


def test_a_network_does_it_in_tiles_that_are_told_and_shown(engine: Any) -> None:
    events = run(engine, larger(Upscale(factor=3, upscaler="compact"), source=scene(300, 200)))
    (result,) = events[-1].results
    assert result.pixels.shape == (600, 900, 4)
    steps = of(events, StepDone)
    assert steps[-1].step == steps[-1].steps == 2 + 3 * 2  # 300×200, and then 600×400
    previews = of(events, Preview)
    assert previews and all(one.rect == Rect(0, 0, 900, 600) for one in previews)
    plain = run(engine, larger(Upscale(factor=3), source=scene(300, 200)))[-1].results[0]
    assert not np.array_equal(plain.pixels, result.pixels)


def test_refining_paints_over_it_in_the_steps_of_its_strength(engine: Any) -> None:
    plain = run(engine, larger(Upscale(factor=1.5)))[-1].results[0].pixels.astype(int)
    events = run(engine, larger(Upscale(factor=1.5, strength=0.5)))
    refined = events[-1].results[0].pixels.astype(int)
    assert refined.shape == plain.shape and (refined[..., 3] == 255).all()
    assert 1 < np.abs(refined - plain)[..., :3].mean() < 40
    assert [(one.step, one.steps) for one in of(events, StepDone)] == [(1, 2), (2, 2)]
    assert all(one.pixels.shape == (1, 48, 48, 3) for one in of(events, Preview))
    again = run(engine, larger(Upscale(factor=1.5, strength=0.5)))[-1].results[0].pixels
    assert np.array_equal(again, refined)


def test_sides_of_any_length_are_refined(engine: Any) -> None:
    upscale = Upscale(width=301, height=173, strength=0.25)
    (result,) = run(engine, larger(upscale, source=scene(150, 87)))[-1].results
    assert result.pixels.shape == (173, 301, 4)


def test_a_transparent_picture_stays_as_transparent(engine: Any) -> None:
    array = scene(96, 96).array.copy()
    array[:48, :, 3] = 0
    request = larger(Upscale(factor=2, strength=0.25), source=Pixels(array))
    (result,) = run(engine, request)[-1].results
    assert (result.pixels[:90, :, 3] == 0).all() and (result.pixels[102:, :, 3] == 255).all()


def test_pictures_from_words_are_made_and_then_each_is_made_larger(engine: Any) -> None:
    request = Request(WORDS, steps=2, seed=7, batch=2, upscale=Upscale(factor=1.5, strength=0.5))
    events = run(engine, request)
    done = events[-1]
    assert [(one.index, one.seed) for one in done.results] == [(0, 7), (1, 8)]
    assert all(one.pixels.shape == (384, 384, 4) for one in done.results)
    assert [(one.step, one.steps) for one in of(events, StepDone)] == [
        (1, 4), (2, 4), (3, 4), (4, 4)
    ]  # fmt: skip
    # Previews lie where the larger picture will, from the first step on.
    assert {one.rect for one in of(events, Preview)} == {Rect(0, 0, 384, 384)}
    info = named(find_models([places.resources()]), "starter")
    whole = resolved(request, info)
    alone = run(engine, recipe_of(whole, done.results[1]))[-1].results[0]
    assert np.abs(alone.pixels.astype(int) - done.results[1].pixels).max() <= 2
    small = run(engine, replace(request, upscale=None))[-1].results[0]
    assert small.pixels.shape == (256, 256, 4)


def test_an_inpainted_picture_is_made_larger_as_a_whole(engine: Any) -> None:
    mask = np.zeros((200, 300), np.uint8)
    mask[50:120, 100:200] = 255
    source = scene(300, 200)
    request = Request(WORDS, source=source, mask=Pixels(mask), steps=2, upscale=Upscale())
    (result,) = run(engine, request)[-1].results
    assert result.rect == Rect(0, 0, 600, 400)
    plain = run(engine, replace(larger(Upscale()), source=source))[-1].results[0].pixels
    assert np.array_equal(result.pixels[:, :180], plain[:, :180])
    assert not np.array_equal(result.pixels[120:220, 220:380], plain[120:220, 220:380])


def test_a_region_has_its_prompt_where_it_lies(engine: Any) -> None:
    """Tiles that a region does not touch come out as without it; those in it do not."""
    request = larger(Upscale(factor=2, strength=0.25), source=scene(256, 256))
    region = RegionPrompt("a red flower", box=Rect(0, 0, 64, 64))
    without = run(engine, request)[-1].results[0].pixels.astype(int)
    within = run(engine, replace(request, regions=(region,)))[-1].results[0].pixels.astype(int)
    change = np.abs(without - within)[..., :3].mean(2)
    assert change[:100, :100].mean() > 2
    assert change[400:, 400:].mean() < 0.5
    box = np.zeros((256, 256), np.uint8)
    box[:64, :64] = 255
    masked = replace(region, box=None, mask=Pixels(box))
    other = run(engine, replace(request, regions=(masked,)))[-1].results[0].pixels.astype(int)
    assert np.abs(other - within)[..., :3].mean() < 0.5


def test_techniques_take_part_where_they_can(engine: Any) -> None:
    info = named(find_models([places.resources()]), "starter")
    known = techniques()
    kept = known["self_attention_guidance"](scale=1.0)
    request = larger(
        Upscale(factor=1.5, strength=0.5),
        techniques=(kept, known["attend_and_excite"](words=("cat",)), known["multidiffusion"]()),
    )
    asked = refinement(request, info)
    assert asked is not None
    ids = [one.declaration.id for one in asked.techniques]
    assert ids == ["self_attention_guidance", "multidiffusion"]
    with_it = run(engine, request)[-1].results[0].pixels
    without = run(engine, replace(request, techniques=()))[-1].results[0].pixels
    assert not np.array_equal(with_it, without)


def test_a_changed_concept_is_refined_as_what_it_became() -> None:
    info = named(find_models([places.resources()]), "starter")
    edit = techniques()["diffedit"].__call__(source_words="cat", target_words="dog")
    request = Request(WORDS, source=scene(), techniques=(edit,), upscale=Upscale(strength=0.3))
    asked = refinement(request, info)
    assert asked is not None and asked.prompt == "a dog on a beach"


def test_what_it_costs_is_known_before() -> None:
    info = named(find_models([places.resources()]), "starter")
    request = larger(Upscale(width=2048, strength=0.3))
    assert cost(request, info).windows == 121
    half = RegionPrompt("a cat", box=Rect(0, 0, 128, 256))
    assert cost(replace(request, regions=(half,)), info).windows > 121
    small = replace(request, upscale=Upscale(factor=1, strength=0.3))
    assert cost(small, info).windows == 1
    assert Upscale(width=2048).target(Size(256, 256)) == Size(2048, 2048)


@pytest.mark.parametrize("stage", [Stage.UPSCALE, Stage.DENOISE, Stage.DECODE])
def test_a_cancel_is_heard_at_every_stage(engine: Any, stage: Stage) -> None:
    def cancelled(events: list[Any]) -> bool:
        return any(one.stage is stage for one in of(events, StageBegun))

    request = larger(Upscale(factor=1.25, strength=0.25, upscaler="compact"))
    events = run(engine, request, cancelled)
    assert isinstance(events[-1], WasCancelled)
    assert not of(events, Done)


@pytest.mark.parametrize(
    ("name", "words"), [("other", "no upscaler “other”"), ("esrgan", "pickle")]
)
def test_an_upscaler_that_cannot_be_used_is_named_before_anything_is_loaded(
    upscalers_folder: Path, name: str, words: str
) -> None:
    dirs = [places.resources(), upscalers_folder]
    info = named(find_models(dirs), "starter")
    with pytest.raises(RecipeError, match=words) as caught:
        resolved(larger(Upscale(upscaler=name)), info, dirs)
    assert caught.value.field == "upscale.upscaler" and caught.value.remedy


def test_a_model_that_is_not_there_is_not_missed_by_a_filter(tmp_path: Path) -> None:
    """A broken model keeps nobody from enlarging without it."""
    info = replace(named(find_models([places.resources()]), "starter"), problems=("It is broken.",))
    assert resolved(larger(Upscale()), info).upscale == Upscale()
    with pytest.raises(Exception, match="broken"):
        resolved(larger(Upscale(strength=0.2)), info)
    shutil.rmtree(tmp_path)


def set_aside(engine: Any, request: Request, at: int, begun: Any = None) -> list[Any]:
    """The events of a job that the artist pauses as soon as so many steps have been told."""
    events: list[Any] = []

    def paused() -> bool:
        return any(one.step >= at for one in of(events, StepDone))

    engine.run(1, request, events.append, lambda: False, paused=paused, begun=begun)
    failed = [event for event in events if isinstance(event, Failed)]
    assert not failed, failed[0].detail
    return events


def test_paused_after_any_tile_or_step_it_goes_on_elsewhere_to_the_same_pictures(
    upscalers_folder: Path, engine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two pictures are painted in three steps, and each is enlarged in two passes and refined in
    two steps. At each pause an engine that knows nothing of it takes over."""
    from core.generation.engine import DiffusionEngine
    from core.generation.progress import Countdown

    monkeypatch.setattr(Countdown, "worth_telling", lambda *_: True)
    request = Request(
        WORDS, steps=3, seed=7, batch=2, width=64, height=64,
        upscale=Upscale(factor=3, strength=0.99, upscaler="compact"),
    )  # fmt: skip
    straight = run(engine, request)
    assert of(straight, StepDone)[-1].steps == 3 + 2 * (2 + 2)
    engines = [DiffusionEngine([places.resources(), upscalers_folder]), engine]
    begun, steps = None, []
    # Where a step is the last of its kind, the job is set aside after the one that follows.
    for asked, at in ((1, 1), (2, 2), (3, 4), (5, 6), (7, 8), (9, 10)):
        engines.reverse()
        events = set_aside(engines[0], request, asked, begun)
        aside = events[-1]
        assert isinstance(aside, Paused) and aside.step == at
        steps += [one.step for one in of(events, StepDone)]
        begun = pickle.loads(pickle.dumps(aside.begun))
    events = set_aside(engines[1], request, 12, begun)
    steps += [one.step for one in of(events, StepDone)]
    assert steps == list(range(1, 12))  # no tile and no step is taken twice
    for one, same in zip(events[-1].results, straight[-1].results, strict=True):
        assert one.index == same.index and np.array_equal(one.pixels, same.pixels)


def test_a_picture_in_many_tiles_is_paused_between_two_of_them(
    engine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.generation.progress import Countdown

    monkeypatch.setattr(Countdown, "worth_telling", lambda *_: True)
    request = larger(Upscale(factor=2, upscaler="compact"), source=scene(600, 500))
    straight = run(engine, request)
    events, begun, pauses = [], None, 0
    while not (events and isinstance(events[-1], Done)):
        done = 0 if begun is None else begun.step
        events = set_aside(engine, request, done + 2, begun)
        begun, pauses = getattr(events[-1], "begun", None), pauses + 1
    assert pauses >= 4
    assert np.array_equal(events[-1].results[0].pixels, straight[-1].results[0].pixels)
