"""Small random models of the rectified-flow families, in folders as diffusers saves them."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers
from tokenizers import pre_tokenizers

from core import places

WORDS = ("a", "cat", "on", "the", "beach", "rain", "make", "it", "night", "user", "system")


def save(family: str, folder: Path) -> Path:
    """The model of that name ("flux-dev") as a folder that `find_models` finds."""
    torch.manual_seed(5)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # diffusers about itself
        MAKERS[family](folder)
    if family != "sana":  # which has one fitted to it
        rows = 3 * [[0.1, 0.0, 0.0], [0.0, 0.1, 0.0]]
        channels = {"sd3": 16, "qwen-image": 16, "qwen-image-edit": 16}.get(family, 4)
        channels = 16 if family.startswith("flux2") else channels
        matrix = (rows * channels)[:channels]
        told = {"matrix": matrix, "bias": [0.5, 0.5, 0.5]}
        (folder / "preview.json").write_text(json.dumps(told))
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


def qwen_tokenizer() -> Any:
    """Single bytes, and the marks of a conversation."""
    marks = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>",
             "<|image_pad|>", "<|video_pad|>"]  # fmt: skip
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    made = transformers.Qwen2Tokenizer(
        vocab={letter: i for i, letter in enumerate(letters)},
        merges=[],
        unk_token="<|endoftext|>",
        pad_token="<|endoftext|>",
        eos_token="<|im_end|>",
        additional_special_tokens=marks[1:],
        model_max_length=2048,
    )
    made.chat_template = (
        "{% for one in messages %}<|im_start|>{{ one.role }}\n{{ one.content }}<|im_end|>\n"
        "{% endfor %}<|im_start|>assistant\n"
    )
    return made


def _mark(tokenizer: Any, text: str) -> int:
    return int(tokenizer.convert_tokens_to_ids(text))


def qwen_language(kind: str, layers: int = 3) -> Any:
    config = transformers.Qwen3Config(
        vocab_size=272, hidden_size=32, intermediate_size=32, num_hidden_layers=layers,
        num_attention_heads=2, num_key_value_heads=1, head_dim=16, max_position_embeddings=1024,
    )  # fmt: skip
    return getattr(transformers, kind)(config)


def qwen_seeing(tokenizer: Any) -> Any:
    """A vision-language model of the kind that Qwen-Image has."""
    text = {
        "vocab_size": 272, "hidden_size": 32, "intermediate_size": 32, "num_hidden_layers": 2,
        "num_attention_heads": 2, "num_key_value_heads": 1, "max_position_embeddings": 2048,
        "rope_parameters": {"rope_type": "default", "mrope_section": [2, 3, 3], "rope_theta": 1e6},
    }  # fmt: skip
    vision = {
        "depth": 2, "hidden_size": 32, "intermediate_size": 32, "num_heads": 2,
        "out_hidden_size": 32, "patch_size": 14, "spatial_merge_size": 2, "window_size": 56,
        "fullatt_block_indexes": [1],
    }  # fmt: skip
    marks = {
        "vision_start_token_id": "<|vision_start|>", "vision_end_token_id": "<|vision_end|>",
        "image_token_id": "<|image_pad|>", "video_token_id": "<|video_pad|>",
    }  # fmt: skip
    config = transformers.Qwen2_5_VLConfig(
        text_config=text,
        vision_config=vision,
        **{name: _mark(tokenizer, mark) for name, mark in marks.items()},
    )
    return transformers.Qwen2_5_VLForConditionalGeneration(config)


def _qwen_image(folder: Path, kind: str) -> None:
    tokenizer = qwen_tokenizer()
    parts = {
        "transformer": diffusers.QwenImageTransformer2DModel(
            patch_size=2, in_channels=64, out_channels=16, num_layers=2, attention_head_dim=16,
            num_attention_heads=2, joint_attention_dim=32, axes_dims_rope=(4, 6, 6),
        ),
        "vae": diffusers.AutoencoderKLQwenImage(
            base_dim=8, z_dim=16, dim_mult=[1, 1, 1, 1], num_res_blocks=1,
        ),
        "text_encoder": qwen_seeing(tokenizer),
        "tokenizer": tokenizer,
        "scheduler": diffusers.FlowMatchEulerDiscreteScheduler(
            use_dynamic_shifting=True, shift_terminal=0.02, base_shift=0.5, max_shift=0.9,
            max_image_seq_len=8192, time_shift_type="exponential",
        ),
    }  # fmt: skip
    if "Edit" in kind:
        parts["processor"] = transformers.Qwen2VLProcessor(
            image_processor=transformers.Qwen2VLImageProcessor(min_pixels=784, max_pixels=200704),
            tokenizer=tokenizer,
            video_processor=transformers.Qwen2VLVideoProcessor(),
        )
    _saved(folder, kind, parts)


def _z_image(folder: Path, shift: float) -> None:
    parts = {
        "transformer": diffusers.ZImageTransformer2DModel(
            in_channels=4, dim=32, n_layers=2, n_refiner_layers=1, n_heads=2, n_kv_heads=2,
            cap_feat_dim=32, axes_dims=[4, 6, 6], axes_lens=[1024, 64, 64],
        ),
        "vae": kl(4),
        "text_encoder": qwen_language("Qwen3Model"),
        "tokenizer": qwen_tokenizer(),
        "scheduler": diffusers.FlowMatchEulerDiscreteScheduler(shift=shift),
    }  # fmt: skip
    # Its own initialisation leaves what pads short prompts as it was in memory.
    for name in ("x_pad_token", "cap_pad_token"):
        torch.nn.init.normal_(getattr(parts["transformer"], name))
    _saved(folder, "ZImagePipeline", parts)


def _chroma(folder: Path) -> None:
    parts = {
        "transformer": diffusers.ChromaTransformer2DModel(
            patch_size=1, in_channels=16, out_channels=16, num_layers=1, num_single_layers=1,
            attention_head_dim=16, num_attention_heads=2, joint_attention_dim=32,
            axes_dims_rope=(4, 4, 8), approximator_num_channels=8, approximator_hidden_dim=16,
            approximator_layers=1,
        ),
        "vae": kl(4),
        "text_encoder": t5(),
        "tokenizer": t5_tokenizer(),
        "scheduler": diffusers.FlowMatchEulerDiscreteScheduler(shift=3.0),
    }  # fmt: skip
    _saved(folder, "ChromaPipeline", parts)


def _sana(folder: Path) -> None:
    vocabulary = {letter: i for i, letter in enumerate(
        ["<pad>", "<eos>", "<bos>", "<unk>", *"abcdefghijklmnopqrstuvwxyz▁"])}  # fmt: skip
    parts = {
        "transformer": diffusers.SanaTransformer2DModel(
            in_channels=4, out_channels=4, num_layers=2, num_attention_heads=2,
            attention_head_dim=8, num_cross_attention_heads=2, cross_attention_head_dim=8,
            cross_attention_dim=16, caption_channels=16, sample_size=8,
        ),
        "vae": diffusers.AutoencoderDC(
            latent_channels=4, attention_head_dim=2, encoder_block_types="ResBlock",
            decoder_block_types="ResBlock", encoder_block_out_channels=(8, 8, 8, 8),
            decoder_block_out_channels=(8, 8, 8, 8), encoder_layers_per_block=(1, 1, 1, 1),
            decoder_layers_per_block=(1, 1, 1, 1), encoder_qkv_multiscales=((), (), (), ()),
            decoder_qkv_multiscales=((), (), (), ()), scaling_factor=0.41407,
            upsample_block_type="interpolate", downsample_block_type="Conv",
        ),
        "text_encoder": transformers.Gemma2Model(
            transformers.Gemma2Config(
                vocab_size=64, hidden_size=16, intermediate_size=16, num_hidden_layers=1,
                num_attention_heads=2, num_key_value_heads=1, head_dim=8,
            )
        ),
        "tokenizer": transformers.GemmaTokenizer(vocab=vocabulary, merges=[]),
        "scheduler": diffusers.DPMSolverMultistepScheduler(
            prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=3.0
        ),
    }  # fmt: skip
    _saved(folder, "SanaPipeline", parts)


def _flux2(*, told: bool) -> dict[str, Any]:
    """What all of FLUX.2's have; `told`: the guidance scale."""
    vae = diffusers.AutoencoderKLFlux2(
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        block_out_channels=(8, 8, 8, 8),
        layers_per_block=1,
        latent_channels=4,
        norm_num_groups=4,
        sample_size=32,
    )
    vae.bn.running_mean.normal_(0, 0.1)
    vae.bn.running_var.uniform_(0.5, 1.5)
    transformer = diffusers.Flux2Transformer2DModel(
        in_channels=16, num_layers=1, num_single_layers=1, attention_head_dim=16,
        num_attention_heads=2, joint_attention_dim=96, timestep_guidance_channels=32,
        axes_dims_rope=(4, 4, 4, 4), guidance_embeds=told,
    )  # fmt: skip
    scheduler = diffusers.FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True)
    return {"transformer": transformer, "vae": vae, "scheduler": scheduler}


def _klein(folder: Path, *, distilled: bool) -> None:
    parts = _flux2(told=False) | {
        "text_encoder": qwen_language("Qwen3ForCausalLM", 28),
        "tokenizer": qwen_tokenizer(),
        "is_distilled": distilled,
    }
    _saved(folder, "Flux2KleinPipeline", parts)


def _flux2_dev(folder: Path) -> None:
    text = {
        "model_type": "mistral", "vocab_size": 272, "hidden_size": 32, "intermediate_size": 32,
        "num_hidden_layers": 31, "num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 16,
        "max_position_embeddings": 2048,
    }  # fmt: skip
    vision = {
        "model_type": "pixtral", "hidden_size": 32, "intermediate_size": 32, "num_hidden_layers": 1,
        "num_attention_heads": 2, "image_size": 56, "patch_size": 14,
    }  # fmt: skip
    tokenizer = qwen_tokenizer()
    template = (
        "{% for one in messages %}<|im_start|>{{ one.role }}\n{% for part in one.content %}"
        "{{ part.text }}{% endfor %}<|im_end|>\n{% endfor %}"
    )
    tokenizer.chat_template = template
    parts = _flux2(told=True) | {
        "text_encoder": transformers.Mistral3ForConditionalGeneration(
            transformers.Mistral3Config(text_config=text, vision_config=vision, image_token_index=5)
        ),
        "tokenizer": transformers.PixtralProcessor(
            image_processor=transformers.PixtralImageProcessor(),
            tokenizer=tokenizer,
            chat_template=template,
            image_token="<|image_pad|>",
            image_break_token="<|im_end|>",
            image_end_token="<|vision_end|>",
        ),
    }
    _saved(folder, "Flux2Pipeline", parts)


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
    "qwen-image": lambda folder: _qwen_image(folder, "QwenImagePipeline"),
    "qwen-image-edit": lambda folder: _qwen_image(folder, "QwenImageEditPlusPipeline"),
    "z-image": lambda folder: _z_image(folder, 6.0),
    "z-image-turbo": lambda folder: _z_image(folder, 3.0),
    "chroma": _chroma,
    "sana": _sana,
    "flux2-dev": _flux2_dev,
    "flux2-klein": lambda folder: _klein(folder, distilled=False),
    "flux2-klein-distilled": lambda folder: _klein(folder, distilled=True),
}
"""A model of each kind: what is told of one is true of it."""
