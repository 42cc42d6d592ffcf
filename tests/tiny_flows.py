"""Small random models of the rectified-flow families, in folders as diffusers saves them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers

from core import places

WORDS = ("a", "cat", "on", "the", "beach", "rain", "make", "it", "night", "user", "system")


def save(family: str, folder: Path) -> Path:
    """The model of that name ("flux-dev") as a folder that `find_models` finds."""
    torch.manual_seed(5)
    MAKERS[family](folder)
    return folder


def _saved(folder: Path, kind: str, parts: dict[str, Any]) -> None:
    made = getattr(diffusers, kind)(**parts)
    made.save_pretrained(folder)


def clip_tokenizer() -> Any:
    return transformers.CLIPTokenizer.from_pretrained(
        places.resources() / "starter/tokenizer", model_max_length=77
    )


def t5_tokenizer() -> Any:
    """Whole words, an end mark, and padding of token 0, as T5's."""
    words = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), *((f"▁{w}", -2.0) for w in WORDS)]
    return transformers.T5TokenizerFast(vocab=words, extra_ids=0, model_max_length=512)


def clip(width: int = 32, projection: int = 32, *, projecting: bool = False) -> Any:
    kind = transformers.CLIPTextModelWithProjection if projecting else transformers.CLIPTextModel
    return kind(
        transformers.CLIPTextConfig(
            vocab_size=1001,
            hidden_size=width,
            intermediate_size=2 * width,
            projection_dim=projection,
            num_hidden_layers=2,
            num_attention_heads=4,
            max_position_embeddings=77,
            bos_token_id=999,
            eos_token_id=1000,
            pad_token_id=1000,
        )
    )


def t5(width: int = 32) -> Any:
    return transformers.T5EncoderModel(
        transformers.T5Config(
            vocab_size=64, d_model=width, d_kv=8, d_ff=64, num_layers=2, num_heads=4
        )
    )


def kl(latents: int = 4, **options: Any) -> Any:
    return diffusers.AutoencoderKL(
        sample_size=32,
        block_out_channels=(8, 8, 8, 8),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        latent_channels=latents,
        norm_num_groups=4,
        use_quant_conv=False,
        use_post_quant_conv=False,
        scaling_factor=1.5305,
        shift_factor=0.0609,
        **options,
    )


def _sd3(folder: Path) -> None:
    transformer = diffusers.SD3Transformer2DModel(
        sample_size=8, patch_size=2, in_channels=16, num_layers=2, attention_head_dim=8,
        num_attention_heads=4, joint_attention_dim=64, caption_projection_dim=32,
        pooled_projection_dim=32 + 24, out_channels=16, pos_embed_max_size=16,
        dual_attention_layers=(0,), qk_norm="rms_norm",
    )  # fmt: skip
    parts = {
        "transformer": transformer,
        "vae": kl(16),
        "text_encoder": clip(32, 32, projecting=True),
        "text_encoder_2": clip(24, 24, projecting=True),
        "text_encoder_3": t5(64),
        "tokenizer": clip_tokenizer(),
        "tokenizer_2": clip_tokenizer(),
        "tokenizer_3": t5_tokenizer(),
        "scheduler": diffusers.FlowMatchEulerDiscreteScheduler(shift=3.0),
    }
    _saved(folder, "StableDiffusion3Pipeline", parts)


def _flux(folder: Path, kind: str, channels: int = 16, *, told: bool = True) -> None:
    transformer = diffusers.FluxTransformer2DModel(
        patch_size=1, in_channels=channels, out_channels=16, num_layers=1, num_single_layers=1,
        attention_head_dim=16, num_attention_heads=2, joint_attention_dim=32,
        pooled_projection_dim=32, guidance_embeds=told, axes_dims_rope=(4, 4, 8),
    )  # fmt: skip
    shifting = {"use_dynamic_shifting": True} if told else {"shift": 1.0}
    parts = {
        "transformer": transformer,
        "vae": kl(4),
        "text_encoder": clip(),
        "text_encoder_2": t5(),
        "tokenizer": clip_tokenizer(),
        "tokenizer_2": t5_tokenizer(),
        "scheduler": diffusers.FlowMatchEulerDiscreteScheduler(**shifting),
    }
    _saved(folder, kind, parts)


MAKERS: dict[str, Callable[[Path], None]] = {
    "sd3": _sd3,
    "flux-dev": lambda folder: _flux(folder, "FluxPipeline"),
    "flux-schnell": lambda folder: _flux(folder, "FluxPipeline", told=False),
    "flux-fill": lambda folder: _flux(folder, "FluxFillPipeline", 4 * (2 * 4 + 64)),
    "flux-kontext": lambda folder: _flux(folder, "FluxKontextPipeline"),
}
"""A model of each kind: what is told of one is true of it."""
