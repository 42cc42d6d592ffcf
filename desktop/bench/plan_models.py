"""Random models of true architecture, whose memory is measured: built as Stable Diffusion 1.5, SDXL
and FLUX.1 are, in three widths each, in bfloat16, in folders as diffusers saves them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core import places

TOKENS = 49408
"""Of CLIP's vocabulary."""


@dataclass(frozen=True)
class Reader:
    """A CLIP text encoder: width, layers, heads."""

    width: int
    layers: int
    heads: int


@dataclass(frozen=True)
class Built:
    """A model: the levels of its UNet, its text encoders, and the levels of its autoencoder. Of
    FLUX.1 `widths` are the heads of its transformer, its double and its single blocks."""

    kind: str
    widths: tuple[int, ...]
    readers: tuple[Reader, ...]
    coded: tuple[int, ...]
    deep: tuple[int, ...] = ()
    """Transformer layers of each level of SDXL's UNet."""


MODELS = {
    "sd-small": Built("sd", (64, 128, 256, 256), (Reader(256, 6, 4),), (32, 64, 128, 128)),
    "sd-middle": Built("sd", (192, 384, 768, 768), (Reader(512, 12, 8),), (64, 128, 256, 256)),
    "sd-1.5": Built("sd", (320, 640, 1280, 1280), (Reader(768, 12, 12),), (128, 256, 512, 512)),
    "sdxl-small": Built(
        "sdxl", (96, 192, 384), (Reader(256, 6, 4), Reader(384, 8, 6)), (32, 64, 128, 128),
        (1, 2, 4),
    ),
    "sdxl-middle": Built(
        "sdxl", (192, 384, 768), (Reader(512, 12, 8), Reader(768, 16, 12)), (64, 128, 256, 256),
        (1, 2, 6),
    ),
    "sdxl-large": Built(
        "sdxl", (320, 640, 1280), (Reader(768, 12, 12), Reader(1280, 24, 20)),
        (128, 256, 512, 512), (1, 2, 4),
    ),
    "flux-small": Built(
        "flux", (4, 3, 6), (Reader(256, 6, 4), Reader(512, 6, 8)), (32, 64, 128, 128)
    ),
    "flux-middle": Built(
        "flux", (8, 4, 8), (Reader(512, 12, 8), Reader(1024, 12, 16)), (64, 128, 256, 256)
    ),
    "flux-large": Built(
        "flux", (16, 3, 6), (Reader(768, 12, 12), Reader(2048, 12, 32)), (128, 256, 512, 512)
    ),
}  # fmt: skip


def save(name: str, folder: Path) -> None:
    """The model of that name."""
    import torch
    from diffusers.utils import logging as diffusers_logging
    from transformers.utils import logging as transformers_logging

    diffusers_logging.disable_progress_bar()
    transformers_logging.disable_progress_bar()
    torch.manual_seed(1)
    with _halves():
        _SAVED[MODELS[name].kind](MODELS[name], folder)


@contextmanager
def _halves() -> Iterator[None]:
    """Networks are made in bfloat16."""
    import torch

    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.bfloat16)
    try:
        yield
    finally:
        torch.set_default_dtype(before)


def _sd(built: Built, folder: Path) -> None:
    from diffusers import UNet2DConditionModel

    (reader,) = built.readers
    UNet2DConditionModel(
        sample_size=64, block_out_channels=built.widths, cross_attention_dim=reader.width,
        attention_head_dim=8,
    ).save_pretrained(folder / "unet")  # fmt: skip
    _autoencoder(built).save_pretrained(folder / "vae")
    _clip(reader).save_pretrained(folder / "text_encoder")
    _tokenizer(folder / "tokenizer")
    _scheduler(folder)
    _index(folder, "StableDiffusionPipeline", {
        "unet": "UNet2DConditionModel", "vae": "AutoencoderKL", "text_encoder": "CLIPTextModel",
        "tokenizer": "CLIPTokenizer", "scheduler": "DDIMScheduler",
    })  # fmt: skip


def _sdxl(built: Built, folder: Path) -> None:
    from diffusers import UNet2DConditionModel

    first, second = built.readers
    heads = tuple(width // 64 or 1 for width in built.widths)
    UNet2DConditionModel(
        sample_size=128, block_out_channels=built.widths, attention_head_dim=heads,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        transformer_layers_per_block=built.deep, cross_attention_dim=first.width + second.width,
        use_linear_projection=True, addition_embed_type="text_time", addition_time_embed_dim=256,
        projection_class_embeddings_input_dim=second.width + 6 * 256,
    ).save_pretrained(folder / "unet")  # fmt: skip
    _autoencoder(built, scaling_factor=0.13025, force_upcast=True).save_pretrained(folder / "vae")
    _clip(first).save_pretrained(folder / "text_encoder")
    _clip(second, projecting=True).save_pretrained(folder / "text_encoder_2")
    for name in ("tokenizer", "tokenizer_2"):
        _tokenizer(folder / name)
    _scheduler(folder)
    _index(folder, "StableDiffusionXLPipeline", {
        "unet": "UNet2DConditionModel", "vae": "AutoencoderKL", "text_encoder": "CLIPTextModel",
        "tokenizer": "CLIPTokenizer", "text_encoder_2": "CLIPTextModelWithProjection",
        "tokenizer_2": "CLIPTokenizer", "scheduler": "DDIMScheduler",
    })  # fmt: skip


def _flux(built: Built, folder: Path) -> None:
    from diffusers import FlowMatchEulerDiscreteScheduler, FluxTransformer2DModel
    from transformers import T5Config, T5EncoderModel, T5TokenizerFast

    heads, double, single = built.widths
    clip, t5 = built.readers
    FluxTransformer2DModel(
        num_attention_heads=heads, num_layers=double, num_single_layers=single,
        joint_attention_dim=t5.width, pooled_projection_dim=clip.width,
    ).save_pretrained(folder / "transformer")  # fmt: skip
    _autoencoder(
        built, latents=16, use_quant_conv=False, use_post_quant_conv=False, scaling_factor=0.3611,
        shift_factor=0.1159,
    ).save_pretrained(folder / "vae")  # fmt: skip
    _clip(clip).save_pretrained(folder / "text_encoder")
    T5EncoderModel(T5Config(
        vocab_size=32128, d_model=t5.width, d_kv=64, d_ff=5 * t5.width // 2, num_layers=t5.layers,
        num_heads=t5.heads, feed_forward_proj="gated-gelu",
    )).save_pretrained(folder / "text_encoder_2")  # fmt: skip
    words = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁a", -2.0), ("▁cat", -2.0)]
    _tokenizer(folder / "tokenizer")
    T5TokenizerFast(vocab=words, extra_ids=0, model_max_length=512).save_pretrained(
        folder / "tokenizer_2"
    )
    FlowMatchEulerDiscreteScheduler().save_pretrained(folder / "scheduler")
    _index(folder, "FluxPipeline", {
        "transformer": "FluxTransformer2DModel", "vae": "AutoencoderKL",
        "text_encoder": "CLIPTextModel", "tokenizer": "CLIPTokenizer",
        "text_encoder_2": "T5EncoderModel", "tokenizer_2": "T5TokenizerFast",
        "scheduler": "FlowMatchEulerDiscreteScheduler",
    })  # fmt: skip


_SAVED: dict[str, Callable[[Built, Path], None]] = {"sd": _sd, "sdxl": _sdxl, "flux": _flux}


def _autoencoder(built: Built, *, latents: int = 4, **options: Any) -> Any:
    from diffusers import AutoencoderKL

    return AutoencoderKL(
        sample_size=512, block_out_channels=built.coded, layers_per_block=2,
        down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
        latent_channels=latents, **({"scaling_factor": 0.18215} | options),
    )  # fmt: skip


def _clip(reader: Reader, *, projecting: bool = False) -> Any:
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

    config = CLIPTextConfig(
        vocab_size=TOKENS, hidden_size=reader.width, intermediate_size=4 * reader.width,
        num_hidden_layers=reader.layers, num_attention_heads=reader.heads,
        projection_dim=reader.width,
    )  # fmt: skip
    return (CLIPTextModelWithProjection if projecting else CLIPTextModel)(config)


def _tokenizer(folder: Path) -> None:
    shutil.copytree(places.resources() / "starter/tokenizer", folder)


def _scheduler(folder: Path) -> None:
    shutil.copytree(places.resources() / "starter/scheduler", folder / "scheduler")


def _index(folder: Path, pipeline: str, kinds: dict[str, str]) -> None:
    index: dict[str, Any] = {name: ["diffusers", kind] for name, kind in kinds.items()}
    index["_class_name"] = pipeline
    (folder / "model_index.json").write_text(json.dumps(index), "utf-8")
