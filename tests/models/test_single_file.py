"""Models in one safetensors file are told by their tensors, and paint what their folder does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from safetensors.torch import load_file, save_file

from core.denoise.paint import paint
from core.errors import ModelError
from core.models import single_file
from core.models.library import ModelInfo, check, find_models
from core.models.loading import load
from core.models.single_file_loading import Single, clip_vocabulary
from core.request import Mode, Request
from tests.tiny_single_file import networks, save_folder, save_single, unet_name, vae_name

FAMILIES = ("sd1", "sd2", "sdxl")


@pytest.fixture(scope="module")
def parts() -> dict[str, dict[str, Any]]:
    return {family: networks(family) for family in FAMILIES}


@pytest.fixture(scope="module")
def saved(
    parts: dict[str, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    top = tmp_path_factory.mktemp("single")
    return {one: save_single(top / f"any {one[-1]}.safetensors", one, parts[one]) for one in parts}


def found(file: Path) -> ModelInfo:
    (info,) = find_models([file.parent])
    return info


def changed(file: Path, new: Path, drop: str = "", **more: torch.Tensor) -> ModelInfo:
    """What is found of a file without the tensors whose names begin with `drop`."""
    state = {name: one for name, one in load_file(file).items() if not drop or drop not in name}
    new.parent.mkdir(parents=True, exist_ok=True)
    save_file(state | more, new)
    return found(new)


def test_files_are_told_by_their_tensors_and_listed_as_models(saved: dict[str, Path]) -> None:
    infos = {info.family: info for info in find_models([saved["sd1"].parent])}
    assert set(infos) == set(FAMILIES)
    for family, info in infos.items():
        assert info.problems == ()
        assert (info.path, info.id) == (saved[family], saved[family].stem)
        assert (info.size, info.factor) == ({"sdxl": 1024}.get(family, 512), 8)
        assert info.can == set(Mode)
        check(info)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_file_paints_what_its_folder_paints(
    family: str, saved: dict[str, Path], parts: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    folder = save_folder(tmp_path / "folder", family, parts[family], saved[family])
    request = Request(prompt="a red cat", width=64, height=64, steps=2, sampler="euler")
    infos = {info.family: info for info in find_models([saved[family].parent])}
    pictures = [
        paint(load(info, device="cpu", dtype=torch.float32), request)[0]
        for info in (infos[family], found(folder))
    ]
    ours, wanted = (one.astype(int) for one in pictures)
    assert np.abs(ours - wanted).max() <= 1
    assert pictures[0].std() > 0


@pytest.mark.parametrize(("channels", "can"), [(9, set(Mode)), (5, {"depth"}), (8, {"instruct"})])
def test_its_channels_tell_what_it_can_do(
    channels: int, can: set[str], saved: dict[str, Path], tmp_path: Path
) -> None:
    first = torch.zeros(32, channels, 3, 3)
    info = changed(saved["sd1"], tmp_path / "a/x.safetensors", **{single_file.FIRST: first})
    assert (info.in_channels, info.can) == (channels, can)


@pytest.mark.parametrize(
    ("family", "drop", "told"),
    [
        ("sd1", single_file.VAE, "autoencoder (VAE) is missing"),
        ("sd1", single_file.CLIP, "text encoder is missing"),
        ("sd2", single_file.OPEN_CLIP, "words of a width"),
        ("sdxl", single_file.CLIP_XL, "text encoder is missing"),
        ("sd1", "input_blocks.2.", "not those of any kind"),
        ("sdxl", single_file.OPEN_CLIP_XL, "words of a width"),
    ],
)
def test_what_is_missing_is_named_and_refused(
    family: str, drop: str, told: str, saved: dict[str, Path], tmp_path: Path
) -> None:
    info = changed(saved[family], tmp_path / "a/x.safetensors", drop)
    # The width of the words tells the family where no text encoder does: here, none that is known.
    if family == "sd1" and drop == single_file.CLIP:
        told = "words of a width"
    assert told in " ".join(info.problems)
    with pytest.raises(ModelError) as caught:
        check(info)
    assert caught.value.remedy


def test_velocity_is_told_by_what_the_file_says(saved: dict[str, Path], tmp_path: Path) -> None:
    info = changed(saved["sdxl"], tmp_path / "a/x.safetensors", v_pred=torch.zeros(0))
    assert info.prediction_type == "v_prediction"
    state = load_file(saved["sd2"])
    save_file(state, tmp_path / "x.safetensors", {"modelspec.prediction_type": "v"})
    info = next(one for one in find_models([tmp_path]) if one.path.parent == tmp_path)
    assert (info.prediction_type, info.size) == ("v_prediction", 768)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32])
@pytest.mark.parametrize(("spread", "wanted"), [(0.2, "v_prediction"), (0.02, "epsilon")])
def test_velocity_of_the_second_family_is_told_by_one_small_tensor(
    dtype: torch.dtype, spread: float, wanted: str, saved: dict[str, Path], tmp_path: Path
) -> None:
    numbers = (torch.arange(320) % 2 * 2 - 1).to(dtype) * spread
    more = {single_file.TELLING: numbers}
    assert changed(saved["sd2"], tmp_path / "a/x.safetensors", **more).prediction_type == wanted


def test_a_tensor_of_another_shape_is_told_when_it_is_loaded(
    saved: dict[str, Path], tmp_path: Path
) -> None:
    name = single_file.UNET + "middle_block.0.in_layers.2.weight"
    info = changed(saved["sd1"], tmp_path / "a/x.safetensors", **{name: torch.zeros(64, 1, 3, 3)})
    with pytest.raises(ModelError, match="unet") as caught:
        load(info, device="cpu", dtype=torch.float32)
    assert caught.value.remedy


@pytest.mark.parametrize("length", [9, 500, -1000])
def test_a_cut_off_file_is_no_model_that_is_loaded(
    length: int, saved: dict[str, Path], tmp_path: Path
) -> None:
    file = tmp_path / "cut.safetensors"
    file.write_bytes(saved["sd1"].read_bytes()[:length])
    for info in find_models([tmp_path]):
        with pytest.raises(ModelError, match="cut off"):
            check(info)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff" * 64,
        (2**63).to_bytes(8, "little") + b"{}",
        (40).to_bytes(8, "little") + b"{" * 40,
        (2).to_bytes(8, "little") + b"[]",
        (15).to_bytes(8, "little") + b'{"a": {"x": 1}}',
        b"PK\x03\x04" + bytes(60),
    ],
)
def test_what_is_no_safetensors_file_is_no_model(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.safetensors").write_bytes(content)
    assert find_models([tmp_path]) == []


def test_a_checkpoint_that_is_a_pickle_is_listed_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "old.ckpt").write_bytes(b"\x80\x04.")
    info = found(tmp_path / "old.ckpt")
    assert "underpaint convert old.ckpt" in info.problems[0]
    with pytest.raises(ModelError, match="pickle"):
        check(info)


def test_the_vocabulary_is_clips() -> None:
    """Numbers that CLIP's own tokenizer gives."""
    vocabulary, merges = clip_vocabulary()
    assert (len(vocabulary), len(merges)) == (49408, 48894)
    assert vocabulary["a</w>"] == 320
    assert vocabulary["photo</w>"] == 1125
    assert vocabulary["cat</w>"] == 2368
    assert vocabulary["!"] == 0
    assert (vocabulary["<|startoftext|>"], vocabulary["<|endoftext|>"]) == (49406, 49407)


def test_words_are_numbered_and_padded_as_each_encoder_was_taught(saved: dict[str, Path]) -> None:
    numbers = [49406, 320, 1125, 539, 320, 2368, 49407]  # "a photo of a cat"
    single = Single(saved["sdxl"])
    for name, padding in (("tokenizer", 49407), ("tokenizer_2", 0)):
        given = single.tokenizer(name)("a photo of a Cat", padding="max_length")["input_ids"]
        assert given == numbers + [padding] * 70


SD1 = {
    "block_out_channels": [320, 640, 1280, 1280],
    "cross_attention_dim": 768,
    "attention_head_dim": 8,
    "down_block_types": ["CrossAttnDownBlock2D"] * 3 + ["DownBlock2D"],
    "up_block_types": ["UpBlock2D"] + ["CrossAttnUpBlock2D"] * 3,
}
SD2 = SD1 | {
    "cross_attention_dim": 1024,
    "attention_head_dim": [5, 10, 20, 20],
    "use_linear_projection": True,
}
SDXL = {
    "block_out_channels": [320, 640, 1280],
    "cross_attention_dim": 2048,
    "attention_head_dim": [5, 10, 20],
    "use_linear_projection": True,
    "transformer_layers_per_block": [1, 2, 10],
    "addition_embed_type": "text_time",
    "addition_time_embed_dim": 256,
    "projection_class_embeddings_input_dim": 2816,
    "down_block_types": ["DownBlock2D"] + ["CrossAttnDownBlock2D"] * 2,
    "up_block_types": ["CrossAttnUpBlock2D"] * 2 + ["UpBlock2D"],
}


@pytest.mark.parametrize(
    ("family", "published"), [("sd1", SD1), ("sd2", SD2), ("sdxl", SDXL)], ids=FAMILIES
)
def test_published_models_are_built_as_their_folders_say(
    family: str, published: dict[str, Any]
) -> None:
    """From the shapes of the true networks, without their numbers, the true configuration."""
    with torch.device("meta"):
        unet = UNet2DConditionModel(layers_per_block=2, **published)
        vae = AutoencoderKL(
            block_out_channels=(128, 256, 512, 512),
            down_block_types=("DownEncoderBlock2D",) * 4,
            up_block_types=("UpDecoderBlock2D",) * 4,
            layers_per_block=2,
            latent_channels=4,
        )
    count = len(published["block_out_channels"])
    shapes = {single_file.UNET + unet_name(name, 2, count): tuple(one.shape)
              for name, one in unet.state_dict().items()}  # fmt: skip
    shapes |= {single_file.VAE + vae_name(name, 4): tuple(one.shape)
               for name, one in vae.state_dict().items()}  # fmt: skip
    shapes[single_file.OPEN_CLIP_XL + "text_projection"] = (1280, 1280)
    built = single_file._unet(shapes, family, 64)
    assert {name: built[name] for name in published} == published
    assert built["layers_per_block"] == 2
    code = single_file.vae_config(shapes, single_file.VAE, 0.13025 if family == "sdxl" else 0.18215)
    assert code["block_out_channels"] == [128, 256, 512, 512]
    assert code["layers_per_block"] == 2
