"""Models whose autoencoder is another one, as diffusers' own pipelines paint with it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import diffusers
import pytest
import torch
from safetensors.torch import save_file

from core.denoise import pictures
from core.denoise.paint import paint
from core.errors import ModelError, RecipeError
from core.generation.memory import needed_for
from core.generation.resolve import resolved
from core.geometry import Size
from core.models import kinds, stand_ins, weights
from core.models.info import ModelInfo
from core.models.library import find_models, named
from core.models.loading import LoadedModel, load
from core.models.plan import PLANS
from core.other_parts import OtherParts
from core.request import Request
from tests import flow_models
from tests.parity.conftest import TOLERANCE, error, pixels, seeds, source
from tests.parity.test_flow import pipeline, told
from tests.parity.test_flow import request as asked_of
from tests.tiny_flow_files import published_vae, save_comfyui, save_folder

SEED, SIDE = 11, 64


def _kl(latents: int, narrow: bool = False) -> Any:
    """FLUX.2's; `narrow`: with the smaller decoder that was published later."""
    made = diffusers.AutoencoderKLFlux2(
        down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
        block_out_channels=(32, 64, 64, 64), layers_per_block=1, latent_channels=latents,
        decoder_block_out_channels=(32, 32, 64, 32) if narrow else None,
    )  # fmt: skip
    made.bn.running_mean.normal_(0, 0.1)
    made.bn.running_var.uniform_(0.5, 1.5)
    return made


def _dc(**options: Any) -> Any:
    """SANA's: plain blocks at first, attention at the smallest."""
    return diffusers.AutoencoderDC(**{
        "latent_channels": 4, "attention_head_dim": 2,
        "encoder_block_types": ("ResBlock",) * 3 + ("EfficientViTBlock",),
        "decoder_block_types": ("ResBlock",) * 3 + ("EfficientViTBlock",),
        "encoder_block_out_channels": (8, 8, 16, 16), "decoder_block_out_channels": (8, 16, 16, 16),
        "encoder_layers_per_block": (1, 2, 1, 2), "decoder_layers_per_block": (2, 1, 1, 1),
        "encoder_qkv_multiscales": ((), (), (), (5,)),
        "decoder_qkv_multiscales": ((), (), (), (5,)),
        "scaling_factor": 0.41407, "upsample_block_type": "interpolate",
        "downsample_block_type": "Conv",
    } | options)  # fmt: skip


OTHERS: dict[str, tuple[str, Callable[[], Any]]] = {
    "flux2": ("flux2", lambda: _kl(32)),
    "flux2-small-decoder": ("flux2", lambda: _kl(32, narrow=True)),
    "qwen": ("qwen-image", lambda: diffusers.AutoencoderKLQwenImage(base_dim=4)),
    "wan": ("qwen-image", lambda: diffusers.AutoencoderKLWan(base_dim=4)),
    "dc-ae": ("sana", _dc),
    "flux": ("flux", lambda: _plain(0.3611, 0.1159)),
    "sd3": ("sd3", lambda: _plain(1.5305, 0.0609)),
}
"""Autoencoders that stand in for the own ones of a family's model."""


def _plain(scaling: float, shift: float) -> Any:
    return diffusers.AutoencoderKL(
        block_out_channels=(32, 64, 32, 32), layers_per_block=2,
        down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
        latent_channels=16, use_quant_conv=False, use_post_quant_conv=False,
        scaling_factor=scaling, shift_factor=shift,
    )  # fmt: skip


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("autoencoders")


@cache
def _made(name: str) -> Any:
    torch.manual_seed(9)
    return OTHERS[name][1]().requires_grad_(False).eval()


@cache
def _written(top: Path) -> Path:
    """All of them: as their authors keep them, with diffusers' names, and as folders."""
    for name in OTHERS:
        made, plain = _made(name), _made(name).state_dict()
        for way, state in (("file", published_vae(made)), ("named", plain)):
            (top / "vae").mkdir(exist_ok=True)
            save_file({key: one.clone() for key, one in state.items()},
                      top / "vae" / f"{name}-{way}.safetensors")  # fmt: skip
        made.save_pretrained(top / "vae" / f"{name}-folder")
    return top / "vae"


@cache
def _models(family: str, top: Path) -> Path:
    """A model of a family in the forms that it has."""
    if family == "sana":
        shutil.copytree(flow_models.folder_of("sana"), top / family / "folder")
        return top / family
    parts = save_folder(family, top / family / "folder")
    if family != "sd3":
        save_comfyui(family, top / family / "c", parts)
    return top / family


def _info(family: str, top: Path, form: str = "folder") -> ModelInfo:
    found = find_models([_models(family, top)])
    return named(found, "folder") if form == "folder" else next(i for i in found if i.assembly)


def _loaded(info: ModelInfo, id: str, there: Path) -> LoadedModel:
    one = stand_ins.chosen(stand_ins.find([there]), "vae", id, info)
    return load(info, device="cpu", dtype=torch.float32, stand_ins={"vae": one})


KINDS = {"flux2": "flux2-klein-distilled", "flux": "flux-dev"}
"""What `told` and `asked_of` call a family's model."""
PIPELINES = {"flux2": "Flux2KleinPipeline", "qwen-image": "QwenImagePipeline",
             "sana": "SanaPipeline", "flux": "FluxPipeline",
             "sd3": "StableDiffusion3Pipeline"}  # fmt: skip
FROM_SOURCE = {"qwen-image": "QwenImageImg2ImgPipeline", "flux": "FluxImg2ImgPipeline",
               "sd3": "StableDiffusion3Img2ImgPipeline"}  # fmt: skip


def _request(family: str, **options: Any) -> Request:
    sizes = {"width": SIDE, "height": SIDE}
    return asked_of(KINDS.get(family, family), **(sizes | options))


@pytest.fixture
def pixels_of(monkeypatch: pytest.MonkeyPatch) -> Callable[..., torch.Tensor]:
    """Paints, and returns the pixels of -1…1 before they become bytes."""
    seen: list[torch.Tensor] = []
    decode = pictures.decode

    def remember(*given: Any, **options: Any) -> torch.Tensor:
        seen.append(decode(*given, **options))
        return seen[-1]

    monkeypatch.setattr(pictures, "decode", remember)

    def found(model: LoadedModel, request: Request, **options: Any) -> torch.Tensor:
        seen.clear()
        paint(model, request, **options)
        return torch.cat(seen).clamp(-1, 1)

    return found


def _theirs(name: str, model: LoadedModel, vae: Any, family: str, **options: Any) -> torch.Tensor:
    made = pipeline(name, model)
    made.register_modules(vae=vae)
    given = {
        "prompt": "a cat on the beach", "width": SIDE, "height": SIDE, "num_inference_steps": 4,
        "generator": seeds(SEED, 1), "output_type": "pt", **told(KINDS.get(family, family)),
    }  # fmt: skip
    found: torch.Tensor = made(**(given | options)).images
    return found * 2 - 1


@pytest.mark.parametrize("way", ["file", "named", "folder"])
@pytest.mark.parametrize("name", OTHERS)
def test_another_autoencoder_gives_the_pixels_that_it_gives_in_diffusers(
    name: str, way: str, top: Path, pixels_of: Callable[..., torch.Tensor]
) -> None:
    family, there = OTHERS[name][0], _written(top)
    info = _info(family, top)
    model = _loaded(info, f"{name}-{way}", there)
    state, mine = _made(name).state_dict(), model.vae.state_dict()
    for key in mine:
        if not key.endswith("num_batches_tracked"):
            assert torch.equal(mine[key], state[key]), key
    theirs = _theirs(PIPELINES[family], model, _made(name), family)
    ours = pixels_of(model, _request(family))
    assert error(ours, theirs) <= TOLERANCE
    own = load(info, device="cpu", dtype=torch.float32)
    assert error(pixels_of(own, _request(family)), theirs) > 20 * TOLERANCE


@pytest.mark.parametrize("name", ["qwen", "wan", "flux", "sd3"])
def test_a_source_is_read_by_it_too(
    name: str, top: Path, pixels_of: Callable[..., torch.Tensor]
) -> None:
    family, there = OTHERS[name][0], _written(top)
    model = _loaded(_info(family, top), f"{name}-folder", there)
    picture = source(SIDE, SIDE)
    theirs = _theirs(FROM_SOURCE[family], model, _made(name), family, image=picture, strength=0.6)
    ours = pixels_of(model, _request(family, source=pixels(picture), strength=0.6))
    assert error(ours, theirs) <= TOLERANCE


@pytest.mark.parametrize("form", ["folder", "file"])
@pytest.mark.parametrize("family", ["flux2", "qwen-image", "sana", "flux"])
def test_those_that_fit_are_offered_and_no_others(family: str, form: str, top: Path) -> None:
    if (family, form) == ("sana", "file"):
        pytest.skip("its parts are folders")
    offered = stand_ins.fitting(stand_ins.find([_written(top)]), "vae", _info(family, top, form))
    wanted = {name for name, (own, _) in OTHERS.items() if own == family}
    ways = ("file", "named", "folder")
    assert {one.id for one in offered} == {f"{name}-{way}" for name in wanted for way in ways}
    assert {one.family for one in offered} == {family}


def test_a_model_of_files_has_another_autoencoder(
    top: Path, pixels_of: Callable[..., torch.Tensor]
) -> None:
    info, there = _info("qwen-image", top, "file"), _written(top)
    model = _loaded(info, "wan-file", there)
    theirs = _theirs("QwenImagePipeline", model, _made("wan"), "qwen-image")
    assert error(pixels_of(model, _request("qwen-image")), theirs) <= TOLERANCE


def test_the_turns_of_a_plan_are_taken_with_it(
    top: Path, pixels_of: Callable[..., torch.Tensor]
) -> None:
    info, there = _info("qwen-image", top), _written(top)
    one = stand_ins.chosen(stand_ins.find([there]), "vae", "wan-file", info)
    whole, turns = (
        load(info, device="cpu", dtype=torch.float32, stand_ins={"vae": one}, plan=PLANS[plan])
        for plan in ("whole", "turns")
    )
    asked = _request("qwen-image")
    assert error(pixels_of(turns, asked), pixels_of(whole, asked)) <= TOLERANCE


@pytest.mark.parametrize(
    ("family", "id", "says"),
    [
        (
            "flux2",
            "wan-file",
            "It is an autoencoder of Qwen-Image / Wan, and the model's own is of FLUX.2",
        ),
        ("flux2", "dc-ae-folder", "It is an autoencoder of SANA"),
        ("qwen-image", "flux2-file", "autoencoder of FLUX.2, and the model's own is of Qwen"),
        ("qwen-image", "flux-file", "Stable Diffusion / FLUX.1"),
        ("sana", "qwen-folder", "of Qwen-Image / Wan"),
        ("flux", "flux2-small-decoder-folder", "It is an autoencoder of FLUX.2"),
        ("flux", "sd3-folder", "latents of SD3"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(family: str, id: str, says: str, top: Path) -> None:
    request = replace(_request(family), parts=OtherParts(vae=id))
    with pytest.raises(RecipeError, match=says) as caught:
        resolved(request, _info(family, top), [_written(top)])
    assert caught.value.field == "parts.vae"


def _refused(family: str, vae: Any, top: Path, there: Path, *, file: bool = False) -> str:
    if file:
        save_file(published_vae(vae), there / "odd.safetensors")
    else:
        vae.save_pretrained(there / "odd")
    with pytest.raises(ModelError) as caught:
        stand_ins.chosen(stand_ins.find([there]), "vae", "odd", _info(family, top))
    return str(caught.value)


@pytest.mark.parametrize("file", [False, True])
def test_wans_later_autoencoder_has_other_latents(file: bool, top: Path, tmp_path: Path) -> None:
    later = diffusers.AutoencoderKLQwenImage(base_dim=4, z_dim=48)
    assert "48 channels, and the model's have 16" in _refused(
        "qwen-image", later, top, tmp_path, file=file
    )


@pytest.mark.parametrize("file", [False, True])
def test_pictures_in_layers_are_not_taken_for_plain_ones(
    file: bool, top: Path, tmp_path: Path
) -> None:
    layered = diffusers.AutoencoderKLQwenImage(base_dim=4, input_channels=4)
    said = _refused("qwen-image", layered, top, tmp_path, file=file)
    assert "4 numbers a pixel" in said


def test_other_scales_of_the_same_class_are_refused(top: Path, tmp_path: Path) -> None:
    told = "latents of another model"
    assert told in _refused("sana", _dc(scaling_factor=0.3189), top, tmp_path)
    shutil.rmtree(tmp_path / "odd")
    other = diffusers.AutoencoderKLWan(base_dim=4, latents_mean=[0.5] * 16)
    assert told in _refused("qwen-image", other, top, tmp_path)


@pytest.mark.parametrize("layers", [10**9, 0, -1, "2", [10**9] * 4])
def test_a_configuration_that_promises_more_than_there_is_is_refused(
    layers: Any, top: Path, tmp_path: Path
) -> None:
    """Before as many layers are made."""
    for id, key in (("flux2-folder", "layers_per_block"), ("wan-folder", "num_res_blocks"),
                    ("dc-ae-folder", "encoder_layers_per_block")):  # fmt: skip
        shutil.copytree(_written(top) / id, tmp_path / id)
        config = tmp_path / id / "config.json"
        config.write_text(json.dumps(json.loads(config.read_text()) | {key: layers}))
        with pytest.raises(ModelError, match="configuration is not that of its weights"):
            stand_ins.chosen(stand_ins.find([tmp_path]), "vae", id, _info(OTHERS[id[:-7]][0], top))


def test_a_file_that_lacks_a_tensor_is_refused_in_words(top: Path, tmp_path: Path) -> None:
    state = published_vae(_made("dc-ae"))
    del state["decoder.project_in.main.conv.bias"]
    save_file(state, tmp_path / "cut.safetensors")
    with pytest.raises(ModelError, match="cannot be loaded"):
        _loaded(_info("sana", top), "cut", tmp_path)


def test_a_great_number_in_a_name_makes_no_layers(tmp_path: Path) -> None:
    for name in ("flux2", "dc-ae", "wan"):
        state = published_vae(_made(name))
        far = {"flux2": "encoder.down.99999999.block.0.conv1.weight",
               "dc-ae": "encoder.stages.99999999.op_list.0.main.conv1.conv.weight",
               "wan": "encoder.downsamples.99999999.residual.2.weight"}[name]  # fmt: skip
        save_file(state | {far: torch.ones(1)}, tmp_path / f"{name}.safetensors")
    assert {one.id for one in stand_ins.find([tmp_path])} <= {"wan"}  # whose name counts nothing


@pytest.mark.parametrize("name", OTHERS)
def test_the_list_of_files_calls_them_by_their_family(name: str, top: Path) -> None:
    for way in ("file", "named"):
        told = kinds.kind_of(weights.shapes(_written(top) / f"{name}-{way}.safetensors"))
        assert told == ("vae", "flux" if name == "sd3" else OTHERS[name][0])


def test_memory_is_counted_with_what_stands_in(top: Path) -> None:
    info, there = _info("flux2", top), _written(top)

    def bytes_of(id: str) -> int:
        asked = replace(_request("flux2"), parts=OtherParts(vae=id))
        need = needed_for(asked, info, Size(SIDE, SIDE), [there], item=2, shared=False)
        return need.autoencoder

    assert bytes_of("flux2-small-decoder-file") < bytes_of("flux2-file")
    assert bytes_of("flux2-file") == bytes_of("flux2-folder")


@pytest.mark.parametrize("family", ["qwen-image", "flux2"])
def test_memory_of_a_model_of_files_is_that_of_its_folder(family: str, top: Path) -> None:
    folder, files = (
        needed_for(_request(family), _info(family, top, form), Size(SIDE, SIDE), [], item=2,
                   shared=False) for form in ("folder", "file")
    )  # fmt: skip
    assert files.coding == folder.coding > 0
