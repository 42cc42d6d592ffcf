"""A LoRA that is kept to regions counts in them, and nowhere else."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from core.denoise import views
from core.denoise.begin import begin, branches
from core.denoise.conditions import NEGATIVE, PROMPT
from core.denoise.run import Step
from core.errors import RecipeError, UserError
from core.generation.context import prepare
from core.generation.resolve import resolved
from core.geometry import Rect
from core.models.info import ModelInfo
from core.models.loading import LoadedModel
from core.recipe import parse_recipe, to_recipe
from core.request import Concept, InpaintSettings, RegionPrompt, Request
from core.techniques import using
from core.techniques.custom_diffusion import CustomDiffusion
from core.techniques.dreambooth import DreamBooth
from core.techniques.multidiffusion import MultiDiffusion
from core.techniques.semantic_guidance import SemanticGuidance, Slider
from tests.techniques.learned import (
    WORDS,
    diffusers_lora,
    digest,
    kohya_lora,
    latents_of,
    numbers,
    save,
)
from tests.techniques.settings import drawn
from tests.techniques.test_custom_diffusion import by_processors, learned
from tests.tiny_models import tiny_model, tiny_sdxl

LEFT, RIGHT = Rect(0, 0, 32, 64), Rect(32, 0, 32, 64)
HALVES = (RegionPrompt("a cat", box=LEFT), RegionPrompt("a dog", "rain", box=RIGHT))
REQUEST = Request("a beach", "snow", width=64, height=64, steps=2, sampler="euler", regions=HALVES)
BY = pytest.mark.parametrize("by", ["multidiffusion", "attention"])


@pytest.fixture(scope="module")
def tiny() -> LoadedModel:
    return tiny_model(widths=(16, 24, 32), tokens=48)


@pytest.fixture
def file(tiny: LoadedModel, tmp_path: Path) -> str:
    return save(tmp_path / "a.safetensors", diffusers_lora(numbers(tiny)))


def asked(file: str, *regions: int, by: str = "multidiffusion", **values: Any) -> Request:
    """A request in which the file counts in these regions; without any, everywhere."""
    lora = DreamBooth(file=file, weight=0.2, regions=regions)
    techniques = (lora, MultiDiffusion(regions_by=by), *values.pop("techniques", ()))
    return replace(REQUEST, techniques=techniques, **values)


def without(request: Request) -> Request:
    return replace(request, techniques=request.techniques[1:])


@torch.no_grad()
def predicted(model: LoadedModel, request: Request) -> dict[str, Tensor]:
    """What the first step predicts."""
    with ExitStack() as held:
        run, latents = begin(model, request)
        for place in run.places:
            held.enter_context(place.weights(run))
        held.enter_context(run.attention.installed(model.unet, run.places))
        step = Step(run, 0, branches(run), latents)
        for place in run.places:
            step.branches = place.branches(step, step.branches)
        return step.predict(latents, step.branches)


def full(model: LoadedModel, folder: Path) -> str:
    """A file with something for every kind of layer, in every way in which files have it."""
    dice = torch.Generator().manual_seed(9)
    tensors = {}
    for name, layer in model.unet.named_modules():
        weight = getattr(layer, "weight", None)
        if weight is None:
            continue
        key = "lora_unet_" + name.replace(".", "_")
        if weight.dim() == 1:
            tensors[f"{key}.w_norm"] = 0.05 * torch.randn(weight.shape, generator=dice)
            tensors[f"{key}.b_norm"] = 0.05 * torch.randn(weight.shape, generator=dice)
            continue
        kernel = (1, 1) if weight.dim() == 4 else ()
        size = 0.3 / weight[0].numel() ** 0.5
        tensors[f"{key}.lora_down.weight"] = size * torch.randn(
            2, *weight.shape[1:], generator=dice
        )
        up = torch.randn(weight.shape[0], 2, *kernel, generator=dice)
        tensors[f"{key}.lora_up.weight"] = up
        tensors[f"{key}.alpha"] = torch.tensor(1.0)
        if name.endswith("attn1.to_q"):
            tensors[f"{key}.dora_scale"] = weight.norm(dim=1, keepdim=True) * 1.1
        if name.endswith(("to_out.0", "conv1")):
            tensors[f"{key}.diff_b"] = 0.05 * torch.randn(weight.shape[0], generator=dice)
    return save(folder / "full.safetensors", tensors)


def test_outside_its_regions_nothing_of_what_is_predicted_changes(
    tiny: LoadedModel, file: str
) -> None:
    found, plain = (predicted(tiny, one) for one in (asked(file, 0), without(asked(file, 0))))
    for name in (PROMPT, NEGATIVE):
        assert torch.equal(found[name][..., 4:], plain[name][..., 4:])
        assert not torch.allclose(found[name][..., :4], plain[name][..., :4], atol=1e-3)


def test_what_regions_leave_to_the_whole_picture_does_not_change_either(
    tiny: LoadedModel, file: str
) -> None:
    request = asked(file, 0, regions=(HALVES[0], replace(HALVES[1], box=Rect(48, 0, 16, 64))))
    found, plain = predicted(tiny, request), predicted(tiny, without(request))
    for name in (PROMPT, NEGATIVE):
        assert torch.equal(found[name][..., 4:], plain[name][..., 4:])


@BY
@pytest.mark.parametrize("guidance", [5.0, 1.0])
def test_in_all_regions_of_a_picture_that_they_cover_it_is_what_it_is_everywhere(
    tiny: LoadedModel, file: str, by: str, guidance: float
) -> None:
    """Also for the words: regions without negative words of their own have the picture's."""
    everywhere = predicted(tiny, asked(file, by=by, guidance_scale=guidance, batch=2))
    inside = predicted(tiny, asked(file, 0, 1, by=by, guidance_scale=guidance, batch=2))
    plain = predicted(tiny, without(asked(file, by=by, guidance_scale=guidance, batch=2)))
    assert everywhere.keys() == inside.keys()
    for name, wanted in everywhere.items():
        assert (inside[name] - wanted).abs().max() <= 1e-5
        assert (plain[name] - wanted).abs().max() > 1e-2


@BY
@pytest.mark.parametrize("family", ["sd1", "sdxl"])
def test_so_it_is_for_every_kind_of_layer_and_change(tmp_path: Path, by: str, family: str) -> None:
    model = tiny_sdxl() if family == "sdxl" else tiny_model(widths=(16, 24, 32))
    file = full(model, tmp_path)
    everywhere = predicted(model, asked(file, by=by))
    inside = predicted(model, asked(file, 0, 1, by=by))
    plain = predicted(model, without(asked(file, by=by)))
    for name, wanted in everywhere.items():
        assert (inside[name] - wanted).abs().max() <= 1e-5
        assert (plain[name] - wanted).abs().max() > 1e-2


def test_in_one_pass_it_changes_its_own_side_most(tiny: LoadedModel, file: str) -> None:
    """Layers look beyond an edge, so that the other side is not quite as it was."""
    halves = tuple(
        replace(half, box=Rect(x, 0, 64, 64)) for half, x in zip(HALVES, (0, 64), strict=True)
    )
    request = asked(file, 0, by="attention", regions=halves, width=128)
    change = (predicted(tiny, request)[PROMPT] - predicted(tiny, without(request))[PROMPT]).abs()
    assert change[..., :8].mean() > 2 * change[..., 8:].mean()


def test_in_one_pass_keys_and_values_of_other_words_stay(tiny: LoadedModel, tmp_path: Path) -> None:
    """A file for keys and values alone does nothing where its region's words are not seen."""
    parts = {name: pair for name, pair in numbers(tiny).items() if name.endswith("attn2.to_k")}
    file = save(tmp_path / "k.safetensors", kohya_lora(parts, alpha=4.0))
    seen: dict[str, Tensor] = {}
    for name, request in (
        ("with", asked(file, 0, by="attention")),
        ("without", without(asked(file, by="attention"))),
    ):
        layer = dict(tiny.unet.named_modules())[next(iter(parts)).removesuffix(".to_k")]

        def keep(_: Any, __: Any, put: Tensor, name: str = name) -> None:
            seen[name] = put

        hook = layer.register_forward_hook(keep)
        predicted(tiny, request)
        hook.remove()
    change = (seen["with"] - seen["without"]).abs().amax(-1).unflatten(1, (4, 4))
    assert (change[:, :, 2:] < 1e-6).all()
    assert (change[:, :, :2] > 1e-3).any()


@BY
def test_custom_diffusion_can_be_kept_to_regions_as_well(
    tiny: LoadedModel, tmp_path: Path, by: str
) -> None:
    file = save(tmp_path / "custom.safetensors", by_processors(learned(tiny)))
    everywhere, half, inside = (
        predicted(tiny, replace(asked(file, by=by), techniques=(
            CustomDiffusion(file=file, regions=regions), MultiDiffusion(regions_by=by)
        )))
        for regions in ((), (0,), (0, 1))
    )  # fmt: skip
    plain = predicted(tiny, without(asked(file, by=by)))
    for name, wanted in everywhere.items():
        assert (inside[name] - wanted).abs().max() <= 1e-5
        assert (plain[name] - wanted).abs().max() > 1e-2
        assert torch.equal(half[name][..., 4:], plain[name][..., 4:]) == (by == "multidiffusion")
        assert not torch.equal(half[name][..., :4], plain[name][..., :4])


def test_a_learned_word_counts_where_it_is_written(tmp_path: Path) -> None:
    file = save(tmp_path / "frog.safetensors", {"emb_params": torch.zeros(2, 32)})
    request = replace(REQUEST, concepts=(Concept(file, regions=(0,)),))
    info = ModelInfo("tiny", "Tiny", "sd1", Path("tiny"), size=64)
    with pytest.raises(RecipeError, match="knows no regions") as caught:
        resolved(request, info)
    assert caught.value.field == "concepts[0].regions"


@BY
def test_guidance_by_other_words_does_not_take_it_for_a_concept(
    tiny: LoadedModel, tmp_path: Path, by: str
) -> None:
    """Branches that techniques add see the region's model as well."""
    parts = {name: pair for name, pair in numbers(tiny).items() if name != WORDS}
    file = save(tmp_path / "u.safetensors", diffusers_lora(parts))
    slide = (SemanticGuidance(concepts=(Slider(prompt="snow"),)),)
    everywhere = predicted(tiny, asked(file, by=by, techniques=slide))
    inside = predicted(tiny, asked(file, 0, 1, by=by, techniques=slide))
    assert len(everywhere) == 3
    for name, wanted in everywhere.items():
        assert (inside[name] - wanted).abs().max() <= 1e-5


def test_views_in_one_call_are_what_each_is_alone(
    tiny: LoadedModel, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []
    hook = tiny.unet.register_forward_pre_hook(lambda _, given: calls.append(len(given[0])))
    together = predicted(tiny, asked(file, 1, batch=2))
    assert calls == [8]
    monkeypatch.setattr(views, "MOST_ROWS", 1)
    alone = predicted(tiny, asked(file, 1, batch=2))
    assert calls == [8, 4, 4]
    hook.remove()
    for name, wanted in alone.items():
        assert (together[name] - wanted).abs().max() <= 1e-5


def test_in_windows_of_a_larger_picture_it_stays_in_its_region(
    tiny: LoadedModel, file: str
) -> None:
    regions = (RegionPrompt("a cat", box=Rect(0, 0, 48, 64)),)
    wide = asked(file, 0, regions=regions, width=160)
    found, plain = predicted(tiny, wide), predicted(tiny, without(wide))
    assert torch.equal(found[PROMPT][..., 6:], plain[PROMPT][..., 6:])
    assert not torch.allclose(found[PROMPT][..., :6], plain[PROMPT][..., :6], atol=1e-3)


def test_two_files_each_in_a_region_do_not_meet(tiny: LoadedModel, tmp_path: Path) -> None:
    files = [
        save(tmp_path / f"{name}.safetensors", diffusers_lora(numbers(tiny, rank)))
        for name, rank in (("a", 4), ("b", 3))
    ]
    cats, dogs = (Concept(file, 0.2, (i,)) for i, file in enumerate(files))
    both = predicted(tiny, replace(REQUEST, concepts=(cats, dogs)))
    one = predicted(tiny, replace(REQUEST, concepts=(cats,)))
    other = predicted(tiny, replace(REQUEST, concepts=(dogs,)))
    for name, found in both.items():
        torch.testing.assert_close(found[..., :4], one[name][..., :4], atol=1e-5, rtol=1e-5)
        torch.testing.assert_close(found[..., 4:], other[name][..., 4:], atol=1e-5, rtol=1e-5)


def test_a_region_that_counts_later_brings_its_file_later(tiny: LoadedModel, file: str) -> None:
    late = (replace(HALVES[0], start=0.5), HALVES[1])
    request = asked(file, 0, regions=late)
    assert torch.equal(predicted(tiny, request)[PROMPT], predicted(tiny, without(request))[PROMPT])
    assert not torch.equal(latents_of(tiny, request)[0], latents_of(tiny, without(request))[0])


@BY
def test_weight_zero_is_nothing_and_the_model_is_what_it_was(
    tiny: LoadedModel, file: str, by: str
) -> None:
    before, hooks = digest(tiny), _hooks(tiny)
    plain = predicted(tiny, without(asked(file, by=by)))
    off = asked(file, 0, by=by)
    off = replace(
        off, techniques=(DreamBooth(file=file, weight=0.0, regions=(0,)), *off.techniques[1:])
    )
    assert torch.equal(predicted(tiny, off)[PROMPT], plain[PROMPT])
    predicted(tiny, asked(file, 0, by=by))
    assert (digest(tiny), _hooks(tiny)) == (before, hooks)
    assert torch.equal(predicted(tiny, without(asked(file, by=by)))[PROMPT], plain[PROMPT])


def _hooks(model: LoadedModel) -> list[int]:
    return [len(part._forward_hooks) for net in model.modules for part in net.modules()]


def test_a_file_for_another_model_is_refused_and_nothing_stays(
    tiny: LoadedModel, tmp_path: Path
) -> None:
    parts = numbers(tiny)
    name = next(iter(parts))
    parts[name] = torch.zeros(4, 2048), parts[name][1]
    file = save(tmp_path / "a.safetensors", diffusers_lora(parts))
    hooks = _hooks(tiny)
    with pytest.raises(UserError, match="another kind of model"):
        predicted(tiny, asked(file, 0))
    assert _hooks(tiny) == hooks


# What a recipe says


def test_regions_stand_in_a_recipe_by_their_places_in_its_list(file: str) -> None:
    value: dict[str, Any] = {
        "prompt": "a beach",
        "width": 64,
        "height": 64,
        "regions": [{"prompt": "a cat", "box": [0, 0, 32, 64]}, {"prompt": "a dog", "box": [32, 0, 32, 64]}],  # noqa: E501
        "techniques": [{"id": "dreambooth", "file": file, "regions": [1]}],
        "concepts": [{"file": file, "weight": 0.5, "regions": [0, 1, 0]}],
    }  # fmt: skip
    request = parse_recipe(value, Path())
    assert request.concepts == (Concept(file, 0.5, (0, 1)),)
    assert using(request.concepts[0]) == DreamBooth(file=file, weight=0.5, regions=(0, 1))
    assert parse_recipe(to_recipe(request, embed=True), Path()) == request


@pytest.mark.parametrize(
    ("numbers", "field", "says"),
    [
        ([2], "regions[0]", "There is no region 2; the request has 2, from 0 to 1"),
        ([0, 7], "regions[1]", "There is no region 7"),
        ([-1], "regions[0]", "-1 is out of range"),
        (["a cat"], "regions[0]", "not a whole number"),
        (0, "regions", "0 is not a list of regions"),
    ],
)
@pytest.mark.parametrize("where", ["techniques", "concepts"])
def test_a_region_that_does_not_exist_is_refused_naming_the_field(
    file: str, numbers: Any, field: str, says: str, where: str
) -> None:
    one = {"file": file, "regions": numbers} | ({"id": "dreambooth"} if where[0] == "t" else {})
    regions = [{"prompt": "a cat", "box": list(half)} for half in (LEFT, RIGHT)]
    value = {"prompt": "", "width": 64, "height": 64, "regions": regions, where: [one]}
    with pytest.raises(RecipeError, match=says) as caught:
        parse_recipe(value, Path())
    assert caught.value.field == f"{where}[0].{field}"


def test_without_regions_there_is_none_to_name(file: str) -> None:
    with pytest.raises(RecipeError, match="There is no region 0; the request has none"):
        replace(asked(file, 0), regions=()).check()


def test_when_regions_fall_away_their_numbers_follow(file: str) -> None:
    """A part of the picture is repainted that only one of the regions reaches."""
    mask = drawn(64, 64).array[..., 0].copy() * 0
    mask[8:56, 40:56] = 255
    request = replace(
        asked(file, 1),
        concepts=(Concept(file, 1.0, (0,)), Concept(file, 0.5, (0, 1)), Concept(file, 0.25)),
        source=drawn(64, 64),
        mask=type(drawn(64, 64))(mask),
        inpaint=InpaintSettings(context=Rect(32, 0, 32, 64)),
    )
    inner = prepare(request, 64).inner
    assert [region.prompt for region in inner.regions] == ["a dog"]
    assert [one.regions for one in inner.techniques if isinstance(one, DreamBooth)] == [(0,)]
    assert inner.concepts == (Concept(file, 0.5, (0,)), Concept(file, 0.25))
    inner.check()
