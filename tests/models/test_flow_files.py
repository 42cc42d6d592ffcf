"""Transformers in one file, put together with the parts that lie beside them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from core.denoise.paint import paint
from core.errors import ModelError
from core.models import weights
from core.models.info import ModelInfo
from core.models.library import check, find_models
from core.models.loading import LoadedModel, load
from core.request import Mode, Request
from tests.tiny_flow_files import original, save_comfyui, save_folder, save_whole, transformer

FAMILIES = ("flux", "chroma", "flux2", "qwen-image", "z-image")


class Saved:
    """A small model in both forms, made once."""

    def __init__(self, family: str, top: Path) -> None:
        self.folder = top / "folders" / family
        self.parts = save_folder(family, self.folder)
        self.comfyui = top / "comfyui"
        if family == "sd3":
            self.file = save_whole(self.comfyui / "models/sd3.5_medium.safetensors", self.parts)
            self.parts["tokenizer_3"].save_pretrained(self.comfyui / "comfy/text_encoders/t5")
        else:
            self.file = save_comfyui(family, self.comfyui, self.parts)

    @property
    def models(self) -> Path:
        return self.comfyui / "models"


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Any:
    made: dict[str, Saved] = {}

    def get(family: str) -> Saved:
        if family not in made:
            made[family] = Saved(family, tmp_path_factory.mktemp(family))
        return made[family]

    return get


def found(dir: Path, file: Path | None = None) -> ModelInfo:
    infos = [info for info in find_models([dir]) if file is None or info.path == file]
    (info,) = infos
    return info


def loaded(info: ModelInfo) -> LoadedModel:
    return load(info, device="cpu", dtype=torch.float32)


@pytest.mark.parametrize("family", [*FAMILIES, "sd3"])
def test_a_file_and_its_parts_are_the_model_that_the_folder_is(family: str, saved: Any) -> None:
    model = saved(family)
    info, other = found(model.models, model.file), found(model.folder.parent)
    assert info.problems == () and info.family == family
    check(info)
    for field in ("factor", "in_channels", "latent_channels", "can", "usual", "size", "lacks"):
        assert getattr(info, field) == getattr(other, field), field
    ours, theirs = loaded(info), loaded(other)
    for name, part in theirs.pipeline.components.items():
        if not isinstance(part, torch.nn.Module):
            continue
        wanted, given = part.state_dict(), ours.pipeline.components[name].state_dict()
        assert set(given) == set(wanted), name
        for key, tensor in wanted.items():
            assert torch.equal(given[key], tensor), (name, key)
        config = ours.pipeline.components[name].config
        for key in ("scaling_factor", "shift_factor", "hidden_act", "rope_theta", "axes_lens"):
            if key in dict(part.config if isinstance(part.config, dict) else vars(part.config)):
                assert getattr(config, key) == getattr(part.config, key), (name, key)
    request = Request(
        prompt="a cat on the beach", negative_prompt="rain", width=64, height=64, steps=2,
        sampler="euler", guidance_scale=3.0, seed=5,
    )  # fmt: skip
    pictures = [paint(one, request)[0].astype(int) for one in (ours, theirs)]
    assert np.abs(pictures[0] - pictures[1]).max() <= 1
    assert pictures[0].std() > 0


def test_numbers_in_fp8_come_back_times_their_scale(saved: Any, tmp_path: Path) -> None:
    model = saved("flux")
    top = tmp_path / "comfyui"
    shutil.copytree(model.comfyui, top)
    file = top / model.file.relative_to(model.comfyui)
    state, packed = load_file(file), {}
    for name, tensor in state.items():
        if tensor.dim() == 2:
            scale = tensor.abs().max() / 448
            packed[name] = (tensor / scale).to(torch.float8_e4m3fn)
            packed[name.removesuffix("weight") + "scale_weight"] = scale
        else:
            packed[name] = tensor
    save_file(packed | {"scaled_fp8": torch.zeros(2, dtype=torch.float8_e4m3fn)}, file)
    info = found(top / "models", file)
    assert info.problems == ()
    wanted = model.parts["transformer"].state_dict()
    for name, tensor in loaded(info).unet.state_dict().items():
        assert (tensor - wanted[name]).abs().max() <= 0.07 * wanted[name].abs().max(), name


def test_what_is_missing_is_named_with_where_to_get_it(saved: Any, tmp_path: Path) -> None:
    model = saved("flux")
    shutil.copytree(model.comfyui, tmp_path / "c")
    models = tmp_path / "c/models"
    file = models / model.file.relative_to(model.models)
    (models / "text_encoders/t5xxl_fp16.safetensors").unlink()
    (models / "vae/ae.safetensors").unlink()
    info = found(models, file)
    told = " ".join(info.problems)
    assert "T5" in told and "t5xxl_fp16.safetensors" in told
    assert "autoencoder" in told and "ae.safetensors" in told
    assert "CLIP" not in told
    with pytest.raises(ModelError, match="T5"):
        check(info)
    shutil.rmtree(tmp_path / "c/comfy")
    shutil.copyfile(model.models / "vae/ae.safetensors", models / "vae/ae.safetensors")
    assert any("tokenizer of T5" in one for one in found(models, file).problems)


def test_parts_of_a_whole_model_serve_others(saved: Any, tmp_path: Path) -> None:
    """A folder of FLUX.1 has all that another's transformer needs."""
    model = saved("flux")
    shutil.copytree(model.folder, tmp_path / "FLUX.1-schnell")
    state = original("flux", model.parts["transformer"].state_dict())
    file = tmp_path / "mine.safetensors"
    save_file({f"model.diffusion_model.{name}": one for name, one in state.items()}, file)
    info = found(tmp_path, file)
    assert info.problems == () and info.assembly is not None
    assert info.assembly.pieces["text_encoder_2"].path.name == "text_encoder_2"
    check(info)
    assert loaded(info).unet.config.guidance_embeds


def test_an_autoencoder_of_another_model_is_not_taken(saved: Any, tmp_path: Path) -> None:
    """SD 3's has the same shapes as FLUX.1's, and other colours."""
    model = saved("flux")
    shutil.copytree(model.comfyui, tmp_path / "c")
    vae = tmp_path / "c/models/vae/ae.safetensors"
    vae.rename(vae.with_name("sd3_vae.safetensors"))
    info = found(tmp_path / "c/models", tmp_path / "c" / model.file.relative_to(model.comfyui))
    assert any("autoencoder (VAE) of FLUX.1" in one for one in info.problems)


def test_sd3_goes_without_t5(saved: Any, tmp_path: Path) -> None:
    model = saved("sd3")
    state = {n: t for n, t in load_file(model.file).items() if "t5xxl" not in n}
    save_file(state, tmp_path / "sd3.5.safetensors")
    info = found(tmp_path)
    assert info.problems == () and info.assembly is not None
    assert "tokenizer_3" not in info.assembly.pieces
    assert loaded(info).pipeline.text_encoder_3 is None


@pytest.mark.parametrize(
    ("family", "name", "can", "steps", "scale"),
    [
        ("flux", "flux1-kontext-dev", {Mode.TEXT_TO_IMAGE, "instruct"}, 28, 2.5),
        ("flux-fill", "flux1-fill-dev", {Mode.INPAINT, Mode.OUTPAINT, "fill"}, 50, 30.0),
        ("sd3", "sd3.5_medium", set(Mode), 28, 4.5),
        ("sd3", "sd3.5_large_turbo", set(Mode), 4, 1.0),
        ("z-image", "z_image_turbo_bf16", set(Mode), 9, 1.0),
        ("z-image", "z_image_bf16", set(Mode), 50, 5.0),
        ("flux2", "flux-2-klein-4b", set(Mode) | {"instruct"}, 4, 1.0),
        ("flux2", "flux-2-klein-base-4b", set(Mode) | {"instruct"}, 50, 4.0),
    ],
)
def test_what_no_tensor_tells_the_name_does(
    family: str, name: str, can: set[str], steps: int, scale: float, saved: Any, tmp_path: Path
) -> None:
    model = saved(family.removesuffix("-fill"))
    shutil.copytree(model.comfyui, tmp_path / "c")
    old = tmp_path / "c" / model.file.relative_to(model.comfyui)
    file = old.with_stem(name)
    old.rename(file)
    if family == "flux-fill":
        save_file(original("flux", transformer(family).state_dict()), file)
    info = found(tmp_path / "c/models", file)
    assert (info.problems, set(info.can)) == ((), can)
    assert (info.usual["steps"], info.usual["guidance_scale"]) == (steps, scale)


def test_large_turbo_is_told_from_large_by_its_folders_name(saved: Any, tmp_path: Path) -> None:
    """Their tensors and their schedulers are alike."""
    for name in ("stable-diffusion-3.5-large", "stable-diffusion-3.5-large-turbo"):
        shutil.copytree(saved("sd3").folder, tmp_path / name)
    large, turbo = find_models([tmp_path])
    assert (large.usual["steps"], large.usual["guidance_scale"]) == (28, 4.5)
    assert dict(turbo.usual) == {"steps": 4, "guidance_scale": 1.0, "sampler": "euler"}


def test_a_control_model_is_told_from_one_that_paints(saved: Any, tmp_path: Path) -> None:
    shutil.copytree(saved("flux").comfyui, tmp_path / "c")
    file = tmp_path / "c" / saved("flux").file.relative_to(saved("flux").comfyui)
    state = load_file(file)
    wide = torch.zeros(len(state["img_in.weight"]), 128)
    save_file(state | {"img_in.weight": wide}, file)
    (told,) = found(tmp_path / "c/models", file).problems
    assert "Control" in told and "ControlNet" in told


def test_packed_numbers_and_strange_tensors_are_refused(saved: Any, tmp_path: Path) -> None:
    state = original("flux", saved("flux").parts["transformer"].state_dict())
    fp4 = {"single_blocks.0.linear1.weight_scale_2": torch.zeros(4)}
    save_file(state | fp4, tmp_path / "fp4.safetensors")
    wide = {"img_in.weight": torch.zeros(100, 64)}
    save_file(state | wide, tmp_path / "strange.safetensors")
    told = {info.id: " ".join(info.problems) for info in find_models([tmp_path])}
    assert "packed by NVIDIA" in told["fp4"] and "GGUF" in told["fp4"]
    assert "not those of any model" in told["strange"]


def test_a_cut_file_is_refused_before_its_parts_are_looked_for(saved: Any, tmp_path: Path) -> None:
    file = tmp_path / "cut.safetensors"
    file.write_bytes(saved("flux").file.read_bytes()[:-100])
    info = found(tmp_path)
    assert "cut off" in info.problems[0] and weights.problem(file)
