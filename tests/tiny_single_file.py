"""Small random models as one file, in the layout of the models' first authors, and as a folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from safetensors.torch import save_file
from torch import Tensor
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

from core.models import single_file
from core.models.families import sd, sdxl
from core.models.single_file_loading import Single
from tests.tiny_models import SD_SCHEDULER

LEVELS = {
    "sd1": ("CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"),
    "sd2": ("CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"),
    "sdxl": ("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
}


def networks(family: str, channels: int = 4) -> dict[str, Any]:
    """The parts of a small random model, built as those of its family are."""
    torch.manual_seed(11)
    words = {"sd1": 64, "sd2": 64, "sdxl": 64 + 128}[family]
    widths = (32, 64, 64) if family == "sd1" else (64, 128, 128)
    more: dict[str, Any] = {"attention_head_dim": 8}
    if family != "sd1":
        more = {"attention_head_dim": (1, 2, 2), "use_linear_projection": True}
    if family == "sdxl":
        more |= {
            "transformer_layers_per_block": (1, 1, 2),
            "addition_embed_type": "text_time",
            "addition_time_embed_dim": 8,
            "projection_class_embeddings_input_dim": 6 * 8 + 40,
        }
    unet = UNet2DConditionModel(
        sample_size=128 if family == "sdxl" else 64,
        in_channels=channels,
        block_out_channels=widths,
        layers_per_block=1,
        down_block_types=LEVELS[family],
        up_block_types=tuple(one.replace("Down", "Up") for one in reversed(LEVELS[family])),
        cross_attention_dim=words,
        **more,
    )
    vae = AutoencoderKL(
        sample_size=512,
        block_out_channels=(32, 32, 32, 32),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        layers_per_block=1,
        latent_channels=4,
        scaling_factor=0.13025 if family == "sdxl" else sd.VAE_SCALING,
    )
    found: dict[str, Any] = {"unet": unet, "vae": vae}
    first = _clip(64, 3, "quick_gelu" if family != "sd2" else "gelu", family == "sd2")
    found["text_encoder"] = CLIPTextModel(first)
    if family == "sdxl":
        second = _clip(128, 2, "gelu", True)
        second.projection_dim = 40
        found["text_encoder_2"] = CLIPTextModelWithProjection(second)
    for network in found.values():
        network.requires_grad_(False).eval()
    return found


def _clip(width: int, layers: int, act: str, zero_padded: bool) -> CLIPTextConfig:
    return CLIPTextConfig(
        vocab_size=49408,
        hidden_size=width,
        intermediate_size=2 * width,
        num_hidden_layers=layers,
        num_attention_heads=width // 64,
        hidden_act=act,
        max_position_embeddings=77,
        bos_token_id=49406,
        eos_token_id=49407,
        pad_token_id=0 if zero_padded else 49407,
    )


def save_single(
    file: Path, family: str, parts: dict[str, Any], metadata: dict[str, str] | None = None
) -> Path:
    """These networks as one file, as A1111 and ComfyUI read it."""
    state: dict[str, Tensor] = {}
    if "unet" in parts:
        unet = parts["unet"]
        layers = unet.config.layers_per_block
        count = len(unet.config.block_out_channels)
        for name, tensor in unet.state_dict().items():
            state[single_file.UNET + unet_name(name, layers, count)] = tensor
    for name, tensor in parts["vae"].state_dict().items() if "vae" in parts else ():
        old = vae_name(name, len(parts["vae"].config.block_out_channels))
        flat = "attn_1" in old and "norm" not in old and tensor.ndim == 2
        state[single_file.VAE + old] = tensor[..., None, None] if flat else tensor
    if "text_encoder" in parts:
        encoder = parts["text_encoder"].state_dict()
        if family == "sd2":
            state |= _open_clip(encoder, single_file.OPEN_CLIP, 1)
        else:
            prefix = single_file.CLIP_XL if family == "sdxl" else single_file.CLIP
            for name, tensor in encoder.items():
                state[f"{prefix}text_model.{name.removeprefix('text_model.')}"] = tensor
    if "text_encoder_2" in parts:
        state |= _open_clip(parts["text_encoder_2"].state_dict(), single_file.OPEN_CLIP_XL, 0)
    whole = {name: tensor.contiguous().clone() for name, tensor in state.items()}
    save_file(whole, file, metadata)
    return file


def save_folder(folder: Path, family: str, parts: dict[str, Any], file: Path) -> Path:
    """The same networks as a folder, as diffusers saves them."""
    kinds = sdxl.COMPONENTS if family == "sdxl" else sd.COMPONENTS
    for name, network in parts.items():
        network.save_pretrained(folder / name)
    for name in kinds:
        if name.startswith("tokenizer"):
            Single(file).tokenizer(name).save_pretrained(folder / name)
    (folder / "scheduler").mkdir()
    more = {"timestep_spacing": "leading"} if family == "sdxl" else {}
    config = SD_SCHEDULER | more
    (folder / "scheduler/scheduler_config.json").write_text(json.dumps(config))
    index: dict[str, Any] = {name: ["a library", kind] for name, kind in kinds.items()}
    (folder / "model_index.json").write_text(json.dumps(index))
    return folder


def unet_name(name: str, layers: int, levels: int) -> str:
    """A tensor's old name; `layers` of each of so many `levels` are in the UNet's way down."""
    top = {
        "time_embedding.linear_1": "time_embed.0", "time_embedding.linear_2": "time_embed.2",
        "add_embedding.linear_1": "label_emb.0.0", "add_embedding.linear_2": "label_emb.0.2",
        "conv_in": "input_blocks.0.0", "conv_norm_out": "out.0", "conv_out": "out.2",
    }  # fmt: skip
    stem, _, end = name.rpartition(".")
    if stem in top:
        return f"{top[stem]}.{end}"
    parts = name.split(".")
    rest = ".".join(parts[4:] if parts[0] != "mid_block" else parts[3:])
    for new, old in (("norm1", "in_layers.0"), ("conv1", "in_layers.2"), ("norm2", "out_layers.0"),
                     ("time_emb_proj", "emb_layers.1"), ("conv2", "out_layers.3"),
                     ("conv_shortcut", "skip_connection")):  # fmt: skip
        if "resnets" in parts:
            rest = rest.replace(new, old)
    if parts[0] == "mid_block":
        at = 1 if parts[1] == "attentions" else 2 * int(parts[2])
        return f"middle_block.{at}.{rest}"
    level, kind, layer = int(parts[1]), parts[2], int(parts[3])
    if parts[0] == "down_blocks":
        at = 1 + level * (layers + 1) + (layers if kind == "downsamplers" else layer)
        if kind == "downsamplers":
            rest = rest.replace("conv", "op")
        return f"input_blocks.{at}.{int(kind == 'attentions')}.{rest}"
    at = level * (layers + 1) + (layers if kind == "upsamplers" else layer)
    slot = {"resnets": 0, "attentions": 1, "upsamplers": 2}[kind]
    return f"output_blocks.{at}.{slot}.{rest}"


def vae_name(name: str, levels: int) -> str:
    """A tensor's old name."""
    for new, old in (("conv_norm_out", "norm_out"), ("mid_block.resnets.0", "mid.block_1"),
                     ("mid_block.resnets.1", "mid.block_2"), ("conv_shortcut", "nin_shortcut"),
                     ("mid_block.attentions.0", "mid.attn_1"), ("downsamplers.0", "downsample"),
                     ("upsamplers.0", "upsample"), (".resnets.", ".block."),
                     ("down_blocks", "down"), ("group_norm", "norm"), ("to_q", "q"), ("to_k", "k"),
                     ("to_v", "v"), ("to_out.0", "proj_out")):  # fmt: skip
        name = name.replace(new, old)
    if "up_blocks" in name:
        parts = name.split(".")
        parts[1:3] = ["up", str(levels - 1 - int(parts[2]))]
        name = ".".join(parts)
    return name


def _open_clip(encoder: dict[str, Tensor], prefix: str, further: int) -> dict[str, Tensor]:
    """A text encoder with the names of open_clip; `further` layers that nobody asks for."""
    found: dict[str, Tensor] = {}
    plain = {name.removeprefix("text_model."): one for name, one in encoder.items()}
    names = {
        "embeddings.token_embedding.weight": "token_embedding.weight",
        "embeddings.position_embedding.weight": "positional_embedding",
        "final_layer_norm.weight": "ln_final.weight",
        "final_layer_norm.bias": "ln_final.bias",
    }
    for name, tensor in plain.items():
        if name in names:
            found[prefix + names[name]] = tensor
    width = plain["final_layer_norm.weight"].shape[0]
    projection = plain.get("text_projection.weight", torch.zeros(width, width))
    found[prefix + "text_projection"] = projection.T
    count = 1 + max(int(n.split(".")[2]) for n in plain if n.startswith("encoder.layers."))
    for layer in range(count + further):
        own = f"encoder.layers.{min(layer, count - 1)}."
        block = f"{prefix}transformer.resblocks.{layer}."
        for end in ("weight", "bias"):
            found[f"{block}attn.in_proj_{end}"] = torch.cat(
                [plain[f"{own}self_attn.{one}_proj.{end}"] for one in "qkv"]
            )
            for new, old in (("self_attn.out_proj", "attn.out_proj"), ("layer_norm1", "ln_1"),
                             ("layer_norm2", "ln_2"), ("mlp.fc1", "mlp.c_fc"),
                             ("mlp.fc2", "mlp.c_proj")):  # fmt: skip
                found[f"{block}{old}.{end}"] = plain[f"{own}{new}.{end}"]
    return found


def save_refiner(file: Path) -> dict[str, Any]:
    """A small random refiner of SDXL as one file; its networks."""
    torch.manual_seed(12)
    unet = UNet2DConditionModel(
        sample_size=128,
        block_out_channels=(64, 128, 128),
        layers_per_block=1,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        transformer_layers_per_block=2,
        attention_head_dim=(1, 2, 2),
        use_linear_projection=True,
        cross_attention_dim=1280,
        addition_embed_type="text_time",
        addition_time_embed_dim=8,
        projection_class_embeddings_input_dim=5 * 8 + 40,
    )
    config = _clip(1280, 2, "gelu", True)
    config.projection_dim, config.intermediate_size = 40, 64
    encoder = CLIPTextModelWithProjection(config)
    state = {
        single_file.UNET + unet_name(name, 1, 3): tensor
        for name, tensor in unet.state_dict().items()
    } | _open_clip(encoder.state_dict(), single_file.OPEN_CLIP_REFINER, 0)
    save_file({name: tensor.contiguous().clone() for name, tensor in state.items()}, file)
    return {"unet": unet, "text_encoder_2": encoder}
