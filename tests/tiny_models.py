"""Small random models for tests: real architecture, no training, odd in whatever way is asked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

from core import places
from core.models.families import sd, sdxl
from core.models.info import ModelInfo, PreviewMap
from core.models.loading import LoadedModel

SD_SCHEDULER: dict[str, Any] = {
    "num_train_timesteps": 1000,
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "clip_sample": False,
    "set_alpha_to_one": False,
    "steps_offset": 1,
    "trained_betas": None,
    "prediction_type": "epsilon",
}
"""As Stable Diffusion 1.5 is published, without what belongs to PNDM alone."""


def tiny_model(
    *,
    widths: Sequence[int] = (16, 32),
    tokens: int = 77,
    prediction: str = "epsilon",
    channels: int = 4,
    scheduler: dict[str, Any] | None = None,
) -> LoadedModel:
    """A model of the SD family with random weights, in float32: 64 px, latents of 8 × 8."""
    torch.manual_seed(7)
    unet = UNet2DConditionModel(
        sample_size=8,
        in_channels=channels,
        block_out_channels=tuple(widths),
        layers_per_block=1,
        down_block_types=("DownBlock2D",) + ("CrossAttnDownBlock2D",) * (len(widths) - 1),
        up_block_types=("CrossAttnUpBlock2D",) * (len(widths) - 1) + ("UpBlock2D",),
        cross_attention_dim=32,
        attention_head_dim=2,
        norm_num_groups=8,
    )
    vae = AutoencoderKL(
        sample_size=64,
        block_out_channels=(8, 8, 8, 8),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        latent_channels=4,
        norm_num_groups=4,
        scaling_factor=sd.VAE_SCALING,
    )
    text_encoder = CLIPTextModel(
        CLIPTextConfig(
            vocab_size=1001,
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=2,
            num_attention_heads=4,
            max_position_embeddings=tokens,
            bos_token_id=999,
            eos_token_id=1000,
            pad_token_id=1000,
        )
    )
    for module in (unet, vae, text_encoder):
        module.requires_grad_(False).eval()
    config = SD_SCHEDULER | {"prediction_type": prediction} | (scheduler or {})
    return LoadedModel(
        info=ModelInfo(
            id="tiny",
            title="Tiny",
            family="sd1",
            path=Path("tiny"),
            size=64,
            in_channels=channels,
            prediction_type=prediction,
            can=sd.CAN[channels],
        ),
        unet=unet,
        vae=vae,
        text_encoder=text_encoder,
        tokenizer=CLIPTokenizer.from_pretrained(
            places.resources() / "starter/tokenizer", model_max_length=tokens
        ),
        scheduler_config=config,
        preview_map=PreviewMap(((0.1, 0.0, 0.0),) * 4, (0.5, 0.5, 0.5)),
        device=torch.device("cpu"),
        dtype=torch.float32,
    )


def tiny_sdxl(
    *, prediction: str = "epsilon", channels: int = 4, zeros_for_empty: bool = True
) -> LoadedModel:
    """A model of the SDXL family with random weights, in float32: 64 px, latents of 8 × 8.

    As SDXL: no attention in the first level, several transformer layers in the next ones, linear
    projections, heads told by number of each level, two text encoders of different widths, the
    second padded with a token of its own.
    """
    model = tiny_model(prediction=prediction, channels=channels)
    torch.manual_seed(8)
    unet = UNet2DConditionModel(
        sample_size=8,
        in_channels=channels,
        block_out_channels=(16, 24, 32),
        layers_per_block=1,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        transformer_layers_per_block=(1, 1, 2),
        attention_head_dim=(1, 2, 4),
        use_linear_projection=True,
        cross_attention_dim=32 + 24,
        norm_num_groups=8,
        addition_embed_type="text_time",
        addition_time_embed_dim=8,
        projection_class_embeddings_input_dim=6 * 8 + 20,
    )
    second = CLIPTextModelWithProjection(
        CLIPTextConfig(
            vocab_size=1001,
            hidden_size=24,
            intermediate_size=48,
            num_hidden_layers=3,
            num_attention_heads=4,
            hidden_act="gelu",
            projection_dim=20,
            max_position_embeddings=77,
            bos_token_id=999,
            eos_token_id=1000,
            pad_token_id=0,
        )
    )
    for module in (unet, second):
        module.requires_grad_(False).eval()
    model.vae.register_to_config(scaling_factor=0.13025, force_upcast=True)
    return replace(
        model,
        info=replace(model.info, id="tiny-xl", title="Tiny XL", family=sdxl.FAMILY),
        unet=unet,
        text_encoder_2=second,
        tokenizer_2=CLIPTokenizer.from_pretrained(
            places.resources() / "starter/tokenizer", model_max_length=77, pad_token="!"
        ),
        zeros_for_empty=zeros_for_empty,
        words={},
    )


def tiny_refiner(base: LoadedModel) -> LoadedModel:
    """A refiner of the SDXL family with random weights, beside a tiny SDXL: no attention in the
    first and the last level, the second text encoder's words alone, and a score to aim at."""
    torch.manual_seed(9)
    unet = UNet2DConditionModel(
        sample_size=8,
        block_out_channels=(16, 24, 32),
        layers_per_block=1,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        transformer_layers_per_block=2,
        attention_head_dim=(1, 2, 4),
        use_linear_projection=True,
        cross_attention_dim=24,
        norm_num_groups=8,
        addition_embed_type="text_time",
        addition_time_embed_dim=8,
        projection_class_embeddings_input_dim=5 * 8 + 20,
    )
    unet.requires_grad_(False).eval()
    info = replace(base.info, id="tiny-refiner", title="Refiner", family=sdxl.REFINER_FAMILY)
    return replace(
        base,
        info=info,
        unet=unet,
        text_encoder=None,
        tokenizer=None,
        zeros_for_empty=False,
        words={},
    )


def save_tiny_refiner(folder: Path) -> Path:
    """A tiny refiner as a folder, as it is published."""
    base = tiny_sdxl()
    model = tiny_refiner(base)
    names = {**sdxl.REFINER_COMPONENTS, "vae": "AutoencoderKL"}
    return _saved(model, names, folder, {"requires_aesthetics_score": True,
                                         "force_zeros_for_empty_prompt": False})  # fmt: skip


def save_tiny_sdxl(folder: Path, **options: Any) -> Path:
    """A tiny SDXL as a folder that `find_models` finds."""
    return _saved(tiny_sdxl(**options), sdxl.COMPONENTS, folder)


def save_tiny_model(folder: Path, **options: Any) -> Path:
    """A tiny model as a folder that `find_models` finds."""
    return _saved(tiny_model(**options), sd.COMPONENTS, folder)


def _saved(
    model: LoadedModel,
    components: Mapping[str, str],
    folder: Path,
    more: Mapping[str, Any] | None = None,
) -> Path:
    for name in components:
        getattr(model, name).save_pretrained(folder / name)
    (folder / "scheduler").mkdir()
    (folder / "scheduler/scheduler_config.json").write_text(json.dumps(model.scheduler_config))
    index: dict[str, Any] = {name: ["a library", kind] for name, kind in components.items()}
    if model.text_encoder_2 is not None:
        index["force_zeros_for_empty_prompt"] = model.zeros_for_empty
    (folder / "model_index.json").write_text(json.dumps(index | dict(more or {})))
    return folder
