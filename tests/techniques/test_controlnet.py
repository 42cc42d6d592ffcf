"""ControlNet and T2I-Adapter in use: which models fit, maps, switches, leaving no trace."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from core.denoise.paint import paint
from core.errors import ModelError, RecipeError
from core.models.controls import find_controls, kind_of
from core.models.loading import LoadedModel
from core.models.shelf import Shelf
from core.recipe import parse_recipe
from core.request import Pixels, Request
from core.techniques.controlnet import ControlNet
from core.techniques.t2i_adapter import T2IAdapter
from tests.tiny_controls import save_adapter, save_controlnet
from tests.tiny_models import tiny_model


@pytest.fixture(scope="module")
def model() -> LoadedModel:
    """Three levels, 48 tokens."""
    return tiny_model(widths=(16, 24, 32), tokens=48)


@pytest.fixture(scope="module")
def controls(tmp_path_factory: pytest.TempPathFactory, model: LoadedModel) -> Path:
    folder = tmp_path_factory.mktemp("controls")
    for kind in ("canny", "scribble", "tile", "inpaint"):
        save_controlnet(folder / f"net-{kind}", model, kind)
    save_controlnet(folder / "net-shuffle", model, "shuffle", conditioning_channels=3)
    for kind in ("sketch", "color"):
        save_adapter(folder / f"adapter-{kind}", model, kind)
    return folder


def picture(width: int = 72, height: int = 56, seed: int = 0) -> Pixels:
    random = np.random.default_rng(seed)
    coarse = random.integers(0, 256, (height // 8, width // 8, 4)).repeat(8, 0).repeat(8, 1)
    coarse[..., 3] = 255
    return Pixels(coarse.astype(np.uint8))


REQUEST = Request(
    prompt="a cat", width=72, height=56, steps=2, sampler="euler", guidance_scale=3.0, seed=1
)


def painted(model: LoadedModel, controls: Path, *techniques: Any, **values: Any) -> np.ndarray:
    request = replace(REQUEST, techniques=techniques, **values)
    return np.stack(paint(model, request, shelf=Shelf([controls])))


def control(**values: Any) -> ControlNet:
    return ControlNet(**{"kind": "canny", "image": picture()} | values)


def test_a_recipe_may_have_any_number_of_controls(tmp_path: Path) -> None:
    from core.files.pictures import png

    (tmp_path / "map.png").write_bytes(png(picture().array))
    entry = {"id": "controlnet", "kind": "canny", "image": "map.png", "weight": 0.5, "start": 0.2}
    adapter = {"id": "t2i_adapter", "kind": "sketch", "image": "map.png", "weight": 1.0}
    off = entry | {"kind": "depth", "enabled": False, "balance": "prompt"}
    request = parse_recipe(
        {"prompt": "a cat", "techniques": [entry, adapter, off, adapter]}, tmp_path
    )
    assert [one.declaration.id for one in request.techniques] == [
        "controlnet",
        "t2i_adapter",
        "controlnet",
        "t2i_adapter",
    ]
    first = request.techniques[0]
    assert isinstance(first, ControlNet)
    assert (first.kind, first.weight, first.start, first.end) == ("canny", 0.5, 0.2, 1.0)
    assert first.image == picture()


@pytest.mark.parametrize("id", ["controlnet", "t2i_adapter"])
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "cubism"}, "kind"),
        ({"image": None}, "image"),
        ({"image": "nowhere.png"}, "image"),
        ({"weight": 3.0}, "weight"),
        ({"start": 0.5, "end": 0.5}, "end"),
    ],
)
def test_wrong_fields_are_refused_by_name(
    id: str, wrong: dict[str, Any], field: str, tmp_path: Path
) -> None:
    from core.files.pictures import png

    (tmp_path / "map.png").write_bytes(png(picture().array))
    entry = {"id": id, "kind": "canny", "image": "map.png"} | wrong
    with pytest.raises(RecipeError) as refused:
        parse_recipe({"prompt": "a cat", "techniques": [entry]}, tmp_path)
    assert refused.value.field == f"techniques[0].{field}"


def test_controls_steer_and_those_that_are_off_do_not(model: LoadedModel, controls: Path) -> None:
    plain = painted(model, controls)
    for one in (control(), T2IAdapter(kind="sketch", image=picture())):
        assert (painted(model, controls, one) != plain).any()
        for off in ({"enabled": False}, {"weight": 0.0}, {"start": 0.6, "end": 0.9}):
            assert (painted(model, controls, replace(one, **off)) == plain).all()


def test_an_entry_that_is_off_needs_no_model(model: LoadedModel, tmp_path: Path) -> None:
    off = control(kind="depth", enabled=False)
    assert (painted(model, tmp_path, off) == painted(model, tmp_path)).all()


@pytest.mark.parametrize("guidance", [1.0, 3.0])
def test_the_balance_moves_weight_between_prompt_and_map(
    model: LoadedModel, controls: Path, guidance: float
) -> None:
    pictures = [
        painted(model, controls, control(balance=balance), guidance_scale=guidance)
        for balance in ("balanced", "prompt", "control")
    ]
    assert (pictures[0] != pictures[1]).any()
    # Without guidance there is no negative prompt that the map could be kept from.
    assert (pictures[1] != pictures[2]).any() == (guidance != 1)


def test_a_picture_is_preprocessed_when_asked(model: LoadedModel, controls: Path) -> None:
    from core.control import of_kind

    mapped = of_kind("canny").map(picture().array[..., :3], Shelf())
    given = Pixels(np.dstack([mapped, np.full(mapped.shape[:2], 255, np.uint8)]))
    wanted = painted(model, controls, control(image=given))
    assert (painted(model, controls, control(preprocess=True)) == wanted).all()
    assert (painted(model, controls, control()) != wanted).any()


def test_what_is_transparent_is_empty_in_maps_and_white_in_pictures(
    model: LoadedModel, controls: Path
) -> None:
    def shown(colour: int, alpha: int) -> Pixels:
        array = np.full((56, 72, 4), colour, np.uint8)
        array[..., 3] = alpha
        array[10:30, 10:40] = (255, 255, 255, 255) if colour == 0 else (0, 0, 0, 255)
        return Pixels(array)

    lines = shown(0, 255)
    sketch = Pixels(np.where(lines.array[..., :1] == 255, 255, lines.array * 0).astype(np.uint8))
    assert (
        painted(model, controls, control(image=sketch))
        == painted(model, controls, control(image=lines))
    ).all()
    drawn = Pixels(sketch.array * np.array((0, 0, 0, 1), np.uint8))
    assert (
        painted(model, controls, control(image=drawn))
        == painted(model, controls, control(image=lines))
    ).all()
    paper = shown(255, 255)
    layer = paper.array.copy()
    layer[layer[..., 0] == 255] = 0
    by_layer, by_paper = (
        painted(model, controls, control(image=one, kind="scribble", preprocess=True))
        for one in (Pixels(layer), paper)
    )
    assert (by_layer == by_paper).all()


def test_maps_of_other_sizes_are_laid_over_the_whole_canvas(
    model: LoadedModel, controls: Path
) -> None:
    for one in (control(kind="tile"), T2IAdapter(kind="color", image=picture())):
        small, large = picture(36, 28, seed=3), picture(300, 200, seed=3)
        for image in (small, large):
            assert painted(model, controls, replace(one, image=image)).shape == (1, 56, 72, 3)


@pytest.mark.parametrize("sampler", ["euler_a", "dpmpp_2m"])
def test_they_join_with_sources_masks_batches_and_each_other(
    model: LoadedModel, controls: Path, sampler: str
) -> None:
    mask = np.zeros((56, 72), np.uint8)
    mask[8:40, 16:48] = 255
    both = (
        control(),
        control(kind="shuffle", image=picture(seed=1)),
        control(kind="inpaint", image=picture(seed=2)),
        T2IAdapter(kind="sketch", image=picture()),
        T2IAdapter(kind="color", image=picture(seed=4)),
    )
    values = {"source": picture(seed=5), "batch": 2, "sampler": sampler}
    for more in ({}, {"mask": Pixels(mask)}, {"guidance_scale": 1.0}):
        found = painted(model, controls, *both, **values, **more)
        assert found.shape == (2, 56, 72, 3)
        assert (found != painted(model, controls, **values, **more)).any()


def test_several_views_each_see_their_part_of_the_map() -> None:
    from core.denoise.maps import cut
    from core.denoise.views import View
    from core.geometry import Rect

    pixels = torch.rand(1, 3, 48, 64)
    assert torch.equal(cut(View(Rect(2, 1, 4, 3)), pixels, 8), pixels[..., 8:32, 16:48])
    assert torch.equal(cut(View(Rect(0, 0, 8, 6)), pixels, 8), pixels)


def test_a_missing_model_is_told_by_its_kind(model: LoadedModel, controls: Path) -> None:
    with pytest.raises(ModelError, match="No ControlNet of the kind “Straight lines”") as missing:
        painted(model, controls, control(kind="mlsd"))
    assert "its name saying “mlsd”" in missing.value.remedy
    with pytest.raises(ModelError, match="No T2I-Adapter of the kind “Depth”"):
        painted(model, controls, T2IAdapter(kind="depth", image=picture()))
    with pytest.raises(ModelError, match="no ControlNet called “mine”") as unknown:
        painted(model, controls, control(model="mine"))
    assert "net-canny" in unknown.value.remedy


def test_a_model_of_another_family_is_refused_with_the_reason(
    model: LoadedModel, tmp_path: Path
) -> None:
    other = tiny_model(widths=(16, 32))
    save_controlnet(tmp_path / "levels", other)
    save_adapter(tmp_path / "adapter", other)
    config = json.loads((save_controlnet(tmp_path / "words", model) / "config.json").read_text())
    config["cross_attention_dim"] = 768
    (tmp_path / "words/config.json").write_text(json.dumps(config))
    with pytest.raises(ModelError, match=r"768 numbers wide \(Stable .*1.x\).* they are 32"):
        painted(model, tmp_path, control(model="words"))
    with pytest.raises(ModelError, match="“levels” does not: It is made for a UNet with 16, 32"):
        painted(model, tmp_path, control())
    with pytest.raises(ModelError, match="“adapter” does not"):
        painted(model, tmp_path, T2IAdapter(kind="sketch", image=picture()))


def test_of_several_models_the_first_that_fits_is_taken(
    model: LoadedModel, tmp_path: Path, controls: Path
) -> None:
    save_controlnet(tmp_path / "a", tiny_model(widths=(16, 32)))
    save_controlnet(tmp_path / "net-canny", model)
    wanted = painted(model, controls, control())
    assert (painted(model, tmp_path, control()) == wanted).all()
    assert (painted(model, tmp_path, control(model="net-canny", kind="depth")) == wanted).all()


def test_weights_are_never_opened_as_pickles(model: LoadedModel, tmp_path: Path) -> None:
    folder = save_controlnet(tmp_path / "net", model)
    weights = folder / "diffusion_pytorch_model.safetensors"
    weights.rename(folder / "diffusion_pytorch_model.bin")
    with pytest.raises(ModelError, match="pickle"):
        painted(model, tmp_path, control())


def test_a_damaged_file_is_told(model: LoadedModel, tmp_path: Path) -> None:
    weights = save_controlnet(tmp_path / "net", model) / "diffusion_pytorch_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    with pytest.raises(ModelError, match="cut off"):
        painted(model, tmp_path, control(model="net"))


def test_a_single_file_is_a_controlnet_too(
    model: LoadedModel, controls: Path, tmp_path: Path
) -> None:
    state = load_file(controls / "net-canny/diffusion_pytorch_model.safetensors")
    save_file(state, tmp_path / "control_v11p_tiny_canny.safetensors")
    (info,) = find_controls([tmp_path])
    assert (info.id, info.kind) == ("control_v11p_tiny_canny", "canny")
    wanted = painted(model, controls, control())
    assert (painted(model, tmp_path, control()) == wanted).all()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("control_v11p_sd15_canny", "canny"),
        ("control_v11f1p_sd15_depth_fp16", "depth"),
        ("control_v11p_sd15s2_lineart_anime", "lineart_anime"),
        ("control_v11p_sd15_normalbae", "normal"),
        ("control_v11f1e_sd15_tile", "tile"),
        ("sd-controlnet-seg", "segmentation"),
        ("sd-controlnet-hed", "softedge"),
        ("t2iadapter_color_sd14v1", "color"),
        ("t2iadapter_zoedepth_sd15v1", "depth"),
        ("controlnet-openpose-sdxl-1.0", "openpose"),
        ("something", ""),
    ],
)
def test_published_names_tell_the_kind(name: str, kind: str) -> None:
    assert kind_of(name) == kind


def test_models_are_kept_while_jobs_ask_for_them(model: LoadedModel, controls: Path) -> None:
    shelf = Shelf([controls])

    def run(*techniques: Any) -> int:
        with shelf.job():
            paint(model, replace(REQUEST, techniques=techniques, steps=1), shelf=shelf)
        return len(shelf._held)

    # Each with what it made of its map.
    assert run(control(), T2IAdapter(kind="sketch", image=picture())) == 4
    before = list(shelf._held.values())
    assert run(control()) == 2
    assert any(shelf._held[key] is held for held in before for key in shelf._held)
    assert run() == 0


def test_the_model_is_as_it_was(model: LoadedModel, controls: Path) -> None:
    before = painted(model, controls)
    weights = {name: value.clone() for name, value in model.unet.state_dict().items()}
    processors = dict(model.unet.attn_processors)
    painted(model, controls, control(), T2IAdapter(kind="sketch", image=picture()))
    assert all(torch.equal(value, weights[name]) for name, value in model.unet.state_dict().items())
    assert all(model.unet.attn_processors[name] is one for name, one in processors.items())
    assert (painted(model, controls) == before).all()


def as_published(state: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """A ControlNet's weights under the names of its authors' single files, as far as diffusers'
    converter tells them; of one layer in each of three levels."""
    own = ["time_emb_proj", "conv_shortcut", "norm1", "conv1", "norm2", "conv2"]
    theirs = [
        "emb_layers.1",
        "skip_connection",
        "in_layers.0",
        "in_layers.2",
        "out_layers.0",
        "out_layers.3",
    ]

    def named(name: str) -> str:
        for old, new in (
            ("time_embedding.linear_1", "time_embed.0"),
            ("time_embedding.linear_2", "time_embed.2"),
            ("controlnet_cond_embedding.conv_in", "input_hint_block.0"),
            ("controlnet_cond_embedding.conv_out", "input_hint_block.14"),
            ("controlnet_mid_block", "middle_block_out.0"),
            ("conv_in", "input_blocks.0.0"),
            ("mid_block.resnets.0", "middle_block.0"),
            ("mid_block.attentions.0", "middle_block.1"),
            ("mid_block.resnets.1", "middle_block.2"),
        ):
            if name.startswith(old):
                name = name.replace(old, new, 1)
                break
        parts = name.split(".")
        if parts[:2] == ["controlnet_cond_embedding", "blocks"]:
            parts[:3] = ["input_hint_block", str(2 * int(parts[2]) + 2)]
        elif parts[0] == "controlnet_down_blocks":
            parts[:2] = ["zero_convs", parts[1], "0"]
        elif parts[0] == "down_blocks":
            block, kind = 2 * int(parts[1]) + 1, parts[2]
            places = {"resnets": (block, "0"), "attentions": (block, "1")}
            at, part = places.get(kind, (block + 1, "0.op"))
            parts[: 5 if kind == "downsamplers" else 4] = ["input_blocks", str(at), part]
        if parts[0] in ("input_blocks", "middle_block") and "transformer_blocks" not in parts:
            parts = [theirs[own.index(part)] if part in own else part for part in parts]
        return "control_model." + ".".join(parts)

    return {named(name): tensor for name, tensor in state.items()}


def test_a_single_file_as_its_authors_publish_it_does_too(
    model: LoadedModel, controls: Path, tmp_path: Path
) -> None:
    state = load_file(controls / "net-canny/diffusion_pytorch_model.safetensors")
    save_file(as_published(state), tmp_path / "canny.safetensors")
    (info,) = find_controls([tmp_path])
    assert (info.kind, info.words, info.channels) == ("canny", 32, (16,))
    wanted = painted(model, controls, control())
    assert (painted(model, tmp_path, control()) == wanted).all()
    other = tiny_model(widths=(16, 24, 48), tokens=48)
    with pytest.raises(ModelError, match="cannot be loaded"):
        painted(other, tmp_path, control())


def test_inpainting_unets_take_the_same_controlnets(
    model: LoadedModel, controls: Path, tmp_path: Path
) -> None:
    inpainting = tiny_model(widths=(16, 24, 32), tokens=48, channels=9)
    mask = np.zeros((56, 72), np.uint8)
    mask[8:40, 16:48] = 255
    values: dict[str, Any] = {"source": picture(seed=5), "mask": Pixels(mask)}
    wanted = painted(inpainting, controls, control(), **values)
    assert (wanted != painted(inpainting, controls, **values)).any()
    state = load_file(controls / "net-canny/diffusion_pytorch_model.safetensors")
    save_file(state, tmp_path / "canny.safetensors")
    assert (painted(inpainting, tmp_path, control(), **values) == wanted).all()
    (tmp_path / "canny.safetensors").unlink()
    save_controlnet(tmp_path / "nine", inpainting)
    with pytest.raises(ModelError, match="wants 9 channels"):
        painted(inpainting, tmp_path, control(), **values)


def test_a_file_of_something_else_is_no_control_model(tmp_path: Path) -> None:
    save_file({"lora_unet.weight": torch.ones(2)}, tmp_path / "canny_style.safetensors")
    save_file(
        {"lora_controlnet": torch.ones(1), "input_hint_block.0.weight": torch.ones(16, 3, 3, 3)},
        tmp_path / "control-lora-canny.safetensors",
    )
    (tmp_path / "canny.safetensors").write_bytes(b"not one")
    (info,) = find_controls([tmp_path])
    assert "Control-LoRA" in info.problems[0]


@pytest.mark.parametrize("options", [{}, {"seamless": "both"}])
def test_wide_pictures_are_controlled_window_by_window(
    model: LoadedModel, controls: Path, options: dict[str, str]
) -> None:
    from core.geometry import Rect
    from core.request import RegionPrompt
    from core.techniques.multidiffusion import MultiDiffusion

    windows = MultiDiffusion(window=64, stride=32, **options)
    values: dict[str, Any] = {
        "width": 136,
        "height": 72,
        "regions": (RegionPrompt("a dog", box=Rect(0, 0, 64, 64)),),
    }
    both = (control(image=picture(136, 72)), T2IAdapter(kind="sketch", image=picture(136, 72)))
    found = painted(model, controls, windows, *both, **values)
    assert found.shape == (1, 72, 136, 3)
    assert (found != painted(model, controls, windows, **values)).any()


@pytest.mark.model
def test_a_job_finds_its_controls_and_says_what_was_stretched(tmp_path: Path) -> None:
    from core import places
    from core.generation.engine import DiffusionEngine
    from core.generation.events import Done, Failed
    from core.models.library import find_models, named
    from core.models.loading import load

    starter = load(named(find_models([places.resources()]), "starter"), dtype=torch.float32)
    save_controlnet(tmp_path / "canny", starter)
    engine = DiffusionEngine([places.resources(), tmp_path])

    def job(**values: Any) -> Any:
        request = Request(
            prompt="a cat", width=128, height=64, steps=1, techniques=(control(**values),)
        )
        events: list[Any] = []
        engine.run(1, request, events.append, lambda: False)
        return events[-1]

    done = job()
    assert isinstance(done, Done)
    assert "The map of ControlNet is 72×56 px and was stretched" in done.warnings[0]
    failed = job(kind="normal")
    assert isinstance(failed, Failed)
    assert "No ControlNet of the kind “Surface normals”" in failed.cause
    assert isinstance(job(enabled=False, kind="normal"), Done), "and the queue goes on"
