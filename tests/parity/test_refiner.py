"""SDXL's refiner: what diffusers' two pipelines make one after the other, and beside the rest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from diffusers import StableDiffusionXLImg2ImgPipeline, StableDiffusionXLPipeline

from core.denoise import refining
from core.denoise.midway import Midway, SetAside
from core.denoise.paint import paint
from core.denoise.run import Found
from core.denoise.schedule import Schedule
from core.denoise.stretch import Stretch
from core.errors import RecipeError
from core.generation.engine import DiffusionEngine
from core.generation.events import AnyEvent, Done
from core.generation.resolve import resolved
from core.geometry import Rect
from core.models import single_file
from core.models.library import find_models, named, refiners
from core.models.loading import LoadedModel, load_refiner
from core.models.parts import Parts
from core.refiner import Refiner
from core.request import Pixels, RegionPrompt, Request
from core.techniques import techniques
from core.techniques.diffedit import DiffEdit
from tests.parity.conftest import TOLERANCE, Latents, error, seeds
from tests.parity.test_text_to_image import PUBLISHED
from tests.tiny_models import (
    save_tiny_model,
    save_tiny_refiner,
    save_tiny_sdxl,
    tiny_refiner,
    tiny_sdxl,
)

ASKED = Request(
    "a cat on a beach", negative_prompt="rain", width=72, height=56, steps=8, guidance_scale=6.5,
    seed=11, batch=2, refiner=Refiner(start=0.6),
)  # fmt: skip


@pytest.fixture(scope="module")
def base() -> LoadedModel:
    return tiny_sdxl()


@pytest.fixture(scope="module")
def refiner(base: LoadedModel) -> LoadedModel:
    return tiny_refiner(base)


def _parts(model: LoadedModel, scheduler: Any) -> dict[str, Any]:
    return {
        "vae": model.vae, "unet": model.unet, "text_encoder": model.text_encoder,
        "text_encoder_2": model.text_encoder_2, "tokenizer": model.tokenizer,
        "tokenizer_2": model.tokenizer_2, "scheduler": scheduler, "add_watermarker": False,
    }  # fmt: skip


def _wanted(base: LoadedModel, refiner: LoadedModel, sampler: str, **scores: float) -> torch.Tensor:
    """By diffusers' documentation of an ensemble of expert denoisers."""
    common: dict[str, Any] = {
        "prompt": "a cat on a beach", "negative_prompt": "rain", "num_inference_steps": 8,
        "guidance_scale": 6.5, "num_images_per_prompt": 2, "output_type": "latent",
    }  # fmt: skip
    first = StableDiffusionXLPipeline(
        **_parts(base, PUBLISHED[sampler](base.scheduler_config)),
        force_zeros_for_empty_prompt=base.zeros_for_empty,
    )
    second = StableDiffusionXLImg2ImgPipeline(
        **_parts(refiner, PUBLISHED[sampler](base.scheduler_config)),
        requires_aesthetics_score=True,
        force_zeros_for_empty_prompt=False,
    )
    for one in (first, second):
        one.set_progress_bar_config(disable=True)
    dice = seeds(11, 2)
    begun = first(width=72, height=56, denoising_end=0.6, generator=dice, **common).images
    latents: torch.Tensor = second(
        image=begun, denoising_start=0.6, generator=dice, **scores, **common
    ).images
    return latents


@pytest.mark.parametrize("sampler", ["euler", "euler_a", "ddim"])
def test_it_finishes_the_picture_as_diffusers_does(
    base: LoadedModel, refiner: LoadedModel, sampler: str, latents_of: Latents
) -> None:
    ours = latents_of(base, replace(ASKED, sampler=sampler), refiner=refiner)
    assert error(ours, _wanted(base, refiner, sampler)) <= TOLERANCE


def test_it_is_told_how_beautiful_the_picture_is_to_be(
    base: LoadedModel, refiner: LoadedModel, latents_of: Latents
) -> None:
    asked = Refiner(start=0.6, aesthetic_score=9.0, negative_aesthetic_score=1.0)
    ours = latents_of(base, replace(ASKED, sampler="euler", refiner=asked), refiner=refiner)
    wanted = _wanted(base, refiner, "euler", aesthetic_score=9.0, negative_aesthetic_score=1.0)
    assert error(ours, wanted) <= TOLERANCE
    assert error(ours, _wanted(base, refiner, "euler")) > 2 * TOLERANCE


def test_each_model_takes_its_part_of_the_steps(base: LoadedModel, refiner: LoadedModel) -> None:
    taken: list[str] = []
    hooks = [
        model.unet.register_forward_pre_hook(lambda *_, name=model.info.id: taken.append(name))
        for model in (base, refiner)
    ]
    paint(base, replace(ASKED, refiner=Refiner(start=0.5)), refiner=refiner)
    for hook in hooks:
        hook.remove()
    assert taken == ["tiny-xl"] * 5 + ["tiny-refiner"] * 3


@pytest.mark.parametrize(("start", "steps"), [(0.0, 0), (0.5, 5), (0.75, 7), (1.0, 8)])
def test_it_may_take_all_steps_or_none(
    base: LoadedModel, refiner: LoadedModel, start: float, steps: int
) -> None:
    asked = replace(ASKED, refiner=Refiner(start=start))
    schedule = Schedule("dpmpp_2m", base.scheduler_config, 8)
    assert refining.switch(schedule, start) == steps
    pictures = paint(base, asked, refiner=refiner)
    alone = paint(base, replace(asked, refiner=None))
    assert ((pictures[0] == alone[0]).all()) == (start == 1.0)


def test_set_aside_on_either_side_it_comes_to_the_same_picture(
    base: LoadedModel, refiner: LoadedModel
) -> None:
    at_once = paint(base, ASKED, refiner=refiner)
    for stop in (2, 5, 7):
        later = paint(base, ASKED, refiner=refiner, midway=_left_after(base, refiner, stop))
        assert all((a == b).all() for a, b in zip(at_once, later, strict=True)), stop


def _left_after(base: LoadedModel, refiner: LoadedModel, stop: int) -> Midway:
    done: list[int] = []
    with pytest.raises(SetAside) as aside:
        paint(
            base,
            ASKED,
            refiner=refiner,
            step=lambda step, *_: done.append(step),
            paused=lambda: done[-1] == stop,
        )
    assert aside.value.midway.step == stop
    return aside.value.midway


def test_changes_in_the_middle_count_for_both_models() -> None:
    base = Stretch(0, ASKED)
    changed = Stretch(3, replace(ASKED, prompt="a dog"))
    late = Stretch(6, replace(ASKED, prompt="a frog"))
    refiner: Any = object()
    found = refining.refined([base, changed, late], 5, refiner)
    assert [(one.step, one.request.prompt, one.model is refiner) for one in found] == [
        (0, "a cat on a beach", False), (3, "a dog", False), (5, "a dog", True),
        (6, "a frog", True),
    ]  # fmt: skip
    same = refining.refined([base, changed], 3, refiner)
    assert [(one.step, one.model is refiner) for one in same] == [(0, False), (3, True)]


@pytest.mark.parametrize("id", sorted(id for id, one in techniques().items() if one.refines))
def test_techniques_that_go_on_do_so_with_it(
    base: LoadedModel, refiner: LoadedModel, id: str
) -> None:
    kind = techniques()[id]
    asked = replace(ASKED, prompt="a (cat:1.3)", techniques=(kind(),))
    told: list[str] = []
    with_it = paint(base, asked, refiner=refiner, warn=told.append)
    assert not told
    assert (with_it[0] != paint(base, replace(asked, refiner=None))[0]).any()


def test_others_stop_where_it_begins_and_the_artist_is_told(
    base: LoadedModel, refiner: LoadedModel
) -> None:
    kind = techniques()["self_attention_guidance"]
    told: list[str] = []
    paint(base, replace(ASKED, techniques=(kind(),)), refiner=refiner, warn=told.append)
    assert told == ["The refiner finishes the picture without Self-Attention Guidance."]


@pytest.mark.parametrize("stop", [0, 3, 5, 6])
def test_what_was_found_before_it_takes_over_is_handed_over(
    base: LoadedModel, refiner: LoadedModel, stop: int
) -> None:
    """DiffEdit's mask says where the source keeps its own pixels, whoever finishes the picture,
    and wherever it is set aside meanwhile."""
    edit = DiffEdit(source_words="a cat", target_words="a dog", maps=1, threshold=1.0)
    y, x = np.mgrid[:56, :72]
    rgba = np.stack([x * 3, y * 4, x + y, np.full_like(x, 255)], -1).astype(np.uint8)
    asked = replace(ASKED, source=Pixels(rgba), strength=1.0, techniques=(edit,))
    found: list[Found] = []
    told: list[str] = []
    options: dict[str, Any] = {"refiner": refiner, "found": found.append, "warn": told.append}
    midway = None
    if stop:
        done: list[int] = []
        with pytest.raises(SetAside) as aside:
            paint(
                base,
                asked,
                step=lambda step, *_: done.append(step),
                paused=lambda: done[-1] == stop,
                **options,
            )
        midway = aside.value.midway
        assert not found
        told.clear()
    paint(base, asked, midway=midway, **options)
    assert [(one.name, one.index, one.keeps) for one in found] == [
        ("mask", 0, True), ("mask", 1, True),
    ]  # fmt: skip
    assert all(0 < one.coverage.mean() < 1 for one in found)
    assert told.count("The refiner finishes the picture without DiffEdit.") == 1


def test_regions_go_on(base: LoadedModel, refiner: LoadedModel) -> None:
    region = RegionPrompt("a dog", negative_prompt="snow", box=Rect(0, 0, 36, 56))
    told: list[str] = []
    asked = replace(ASKED, refiner=Refiner(start=0.25), regions=(region,))
    with_it = paint(base, asked, refiner=refiner, warn=told.append)
    other = replace(region, prompt="a large frog")
    assert (with_it[0] != paint(base, replace(asked, regions=(other,)), refiner=refiner)[0]).any()
    assert not told


# Found, loaded, used ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    save_tiny_sdxl(folder / "xl")
    save_tiny_refiner(folder / "xl-refiner")
    save_tiny_model(folder / "one")
    return folder


def test_it_is_found_but_not_as_a_model_to_paint_with(models: Path) -> None:
    found = find_models([models])
    assert "refiner" in named(found, "xl-refiner").problems[0]
    (one,) = refiners(found)
    assert one.id == "xl-refiner" and not one.problems
    with pytest.raises(Exception, match="refiner of the SDXL family"):
        resolved(Request("a cat", model="xl-refiner"), named(found, "xl-refiner"), [models])


def test_a_request_gets_the_name_of_the_one_that_is_there(models: Path) -> None:
    info = named(find_models([models]), "xl")
    asked = Request("a cat", model="xl", refiner=Refiner())
    assert resolved(asked, info, [models]).refiner == Refiner("xl-refiner")


@pytest.mark.parametrize(
    ("model", "name", "field"), [("xl", "none", "refiner.model"), ("one", "", "refiner")]
)
def test_what_is_not_there_or_does_not_fit_is_refused(
    models: Path, model: str, name: str, field: str
) -> None:
    info = named(find_models([models]), model)
    with pytest.raises(RecipeError) as caught:
        resolved(Request("a cat", model=model, refiner=Refiner(name)), info, [models])
    assert caught.value.field == field


def test_the_engine_paints_with_both_and_keeps_both(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.generation import kept_models as module

    loads: list[str] = []
    for name in ("load", "load_refiner"):
        known = getattr(module, name)
        monkeypatch.setattr(
            module, name,
            lambda info, *a, known=known, **k: (loads.append(info.id), known(info, *a, **k))[1],
        )  # fmt: skip
    engine = DiffusionEngine([models])

    def painted(request: Request) -> Any:
        events: list[AnyEvent] = []
        engine.run(1, request, events.append, lambda: False)
        assert isinstance(events[-1], Done), events[-1]
        return events[-1].results[0].pixels

    asked = Request("a cat", model="xl", width=64, height=64, steps=8, refiner=Refiner(start=0.5))
    both = painted(asked)
    again = painted(asked)
    alone = painted(replace(asked, refiner=None))
    assert loads == ["xl", "xl-refiner"]
    assert (both == again).all() and (both != alone).any()


def test_a_refiner_in_one_file_is_the_same_network(tmp_path: Path) -> None:
    from tests.tiny_single_file import save_refiner

    parts = save_refiner(tmp_path / "sd_xl_refiner_1.0.safetensors")
    (info,) = refiners(find_models([tmp_path]))
    assert single_file.layout_of(info.path).encoders[0]["projection_dim"] == 40
    base = replace(tiny_sdxl(), dtype=torch.float32)

    found = load_refiner(info, base, parts=Parts(2.0**30))
    for name, network in (("unet", found.unet), ("text_encoder_2", found.text_encoder_2)):
        wanted = parts[name].state_dict()
        own = network.state_dict()
        assert own.keys() == wanted.keys()
        assert all(torch.equal(own[key], wanted[key]) for key in own), name
    assert found.vae is base.vae
