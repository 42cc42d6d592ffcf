"""Small random models of the rectified-flow families as their authors and ComfyUI publish them:
a transformer in one file, the other parts beside it or in the same file."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers
from safetensors.torch import save_file
from torch import Tensor

from core.models.flow_names import RULES
from core.models.piece_loading import clip_tokenizer
from tests import tiny_flows
from tests.tiny_single_file import vae_name

State = dict[str, Tensor]

T5_WIDTH = CLIP_WIDTH = 64
LATENTS = 16


def transformer(family: str) -> Any:
    """A transformer with the heads of the true ones: nothing else tells how places are turned."""
    torch.manual_seed(3)
    flux: dict[str, Any] = {
        "patch_size": 1, "in_channels": 64, "num_layers": 2, "num_single_layers": 2,
        "attention_head_dim": 128, "num_attention_heads": 1, "joint_attention_dim": T5_WIDTH,
        "axes_dims_rope": (16, 56, 56),
    }  # fmt: skip
    if family in ("flux", "flux-fill"):
        pooled = {"pooled_projection_dim": CLIP_WIDTH, "guidance_embeds": True}
        if family == "flux-fill":
            flux |= {"in_channels": 384, "out_channels": 64}
        return diffusers.FluxTransformer2DModel(**flux, **pooled)
    if family == "chroma":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # diffusers about itself
            return diffusers.ChromaTransformer2DModel(
                **flux,
                approximator_num_channels=16,
                approximator_hidden_dim=32,
                approximator_layers=2,
            )
    if family == "sd3":
        return diffusers.SD3Transformer2DModel(
            sample_size=128, patch_size=2, in_channels=LATENTS, num_layers=2,
            attention_head_dim=64, num_attention_heads=2, joint_attention_dim=T5_WIDTH,
            caption_projection_dim=128, pooled_projection_dim=128, out_channels=LATENTS,
            pos_embed_max_size=128, dual_attention_layers=(0,), qk_norm="rms_norm",
        )  # fmt: skip
    if family == "flux2":
        return diffusers.Flux2Transformer2DModel(
            in_channels=128, num_layers=1, num_single_layers=2, attention_head_dim=128,
            num_attention_heads=1, joint_attention_dim=96, guidance_embeds=False,
        )  # fmt: skip
    if family == "qwen-image":
        return diffusers.QwenImageTransformer2DModel(
            in_channels=64, out_channels=LATENTS, num_layers=2, attention_head_dim=128,
            num_attention_heads=1, joint_attention_dim=256,
        )  # fmt: skip
    if family == "z-image":
        made = diffusers.ZImageTransformer2DModel(
            in_channels=LATENTS, dim=128, n_layers=2, n_refiner_layers=1, n_heads=1, n_kv_heads=1,
            cap_feat_dim=32, axes_dims=[32, 48, 48], axes_lens=[1536, 512, 512],
        )  # fmt: skip
        for name in ("x_pad_token", "cap_pad_token"):
            torch.nn.init.normal_(getattr(made, name))
        return made
    assert family == "sana"
    return diffusers.SanaTransformer2DModel(
        num_layers=1, num_attention_heads=36, num_cross_attention_heads=16,
        cross_attention_head_dim=72, cross_attention_dim=1152, caption_channels=32,
    )  # fmt: skip


def original(family: str, state: Mapping[str, Tensor]) -> State:
    """A transformer's tensors under its authors' names."""
    found, rest = {}, dict(state)
    last = max((int(m[1]) for n in state if (m := re.match(r"transformer_blocks\.(\d+)", n))),
               default=-1)  # fmt: skip
    for rule in RULES[family]:
        first = re.compile(
            re.escape(rule.ours[0]).replace(r"\{\}", r"(\d+)") + r"(\.weight|\.bias)?"
        )
        for name in list(state):
            if not (match := first.fullmatch(name)) or name not in rest:
                continue
            number = match[1] if match.re.groups > 1 else ""
            kind = match[match.re.groups] or ""
            parts = [rest.pop(one.replace("{}", number) + kind) for one in rule.ours]
            whole = torch.cat(parts) if len(parts) > 1 else parts[0]
            in_last = rule.theirs.endswith("context_block.adaLN_modulation.1")
            if rule.swapped or (in_last and number == str(last)):
                whole = torch.cat(whole.chunk(2)[::-1])
            norm = family in ("flux", "chroma", "flux2") and "norm" in rule.theirs
            scale = ".scale" if norm and kind == ".weight" else kind
            found[rule.theirs.replace("{}", number) + scale] = whole.clone()
    return found | rest


def kl(scaling: float, shift: float) -> Any:
    return diffusers.AutoencoderKL(
        sample_size=1024, block_out_channels=(32, 32, 32, 32), layers_per_block=1,
        down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
        latent_channels=LATENTS, use_quant_conv=False,
        use_post_quant_conv=False, scaling_factor=scaling, shift_factor=shift,
    )  # fmt: skip


def clip(width: int, *, projecting: bool = False, act: str = "quick_gelu") -> Any:
    kind = transformers.CLIPTextModelWithProjection if projecting else transformers.CLIPTextModel
    return kind(
        transformers.CLIPTextConfig(
            vocab_size=49408, hidden_size=width, intermediate_size=2 * width,
            projection_dim=width, num_hidden_layers=2, num_attention_heads=max(1, width // 64),
            max_position_embeddings=77, bos_token_id=49406, eos_token_id=49407,
            pad_token_id=49407, hidden_act=act,
        )
    )  # fmt: skip


def t5() -> Any:
    return transformers.T5EncoderModel(
        transformers.T5Config(
            vocab_size=64, d_model=T5_WIDTH, d_kv=16, d_ff=96, num_layers=2, num_heads=4,
            feed_forward_proj="gated-gelu",
        )
    )  # fmt: skip


def qwen3(kind: str, layers: int) -> Any:
    config = transformers.Qwen3Config(
        vocab_size=272, hidden_size=32, intermediate_size=48, num_hidden_layers=layers,
        num_attention_heads=2, num_key_value_heads=1, head_dim=16, max_position_embeddings=40960,
        rope_parameters={"rope_type": "default", "rope_theta": 1e6}, tie_word_embeddings=True,
    )  # fmt: skip
    return getattr(transformers, kind)(config)


def parts_of(family: str) -> tuple[str, dict[str, Any]]:
    """The class of pipeline, and all parts of a small model."""
    torch.manual_seed(4)
    network = transformer(family)
    if family in ("flux", "flux-fill"):
        return "FluxPipeline", {
            "transformer": network, "vae": kl(0.3611, 0.1159), "text_encoder": clip(CLIP_WIDTH),
            "text_encoder_2": t5(), "tokenizer": clip_tokenizer(open_clip=False),
            "tokenizer_2": tiny_flows.t5_tokenizer(),
            "scheduler": diffusers.FlowMatchEulerDiscreteScheduler(
                shift=3.0, use_dynamic_shifting=True),
        }  # fmt: skip
    if family == "chroma":
        return "ChromaPipeline", {
            "transformer": network, "vae": kl(0.3611, 0.1159), "text_encoder": t5(),
            "tokenizer": tiny_flows.t5_tokenizer(),
            "scheduler": diffusers.FlowMatchEulerDiscreteScheduler(shift=1.0),
        }  # fmt: skip
    if family == "sd3":
        return "StableDiffusion3Pipeline", {
            "transformer": network, "vae": kl(1.5305, 0.0609),
            "text_encoder": clip(48, projecting=True),
            "text_encoder_2": clip(80, projecting=True, act="gelu"), "text_encoder_3": t5(),
            "tokenizer": clip_tokenizer(open_clip=False),
            "tokenizer_2": clip_tokenizer(open_clip=True),
            "tokenizer_3": tiny_flows.t5_tokenizer(),
            "scheduler": diffusers.FlowMatchEulerDiscreteScheduler(shift=3.0),
        }  # fmt: skip
    if family == "z-image":
        return "ZImagePipeline", {
            "transformer": network, "vae": kl(0.3611, 0.1159),
            "text_encoder": qwen3("Qwen3Model", 3), "tokenizer": tiny_flows.qwen_tokenizer(),
            "scheduler": diffusers.FlowMatchEulerDiscreteScheduler(shift=3.0),
        }  # fmt: skip
    if family == "qwen-image":
        tokenizer = tiny_flows.qwen_tokenizer()
        return "QwenImagePipeline", {
            "transformer": network,
            "vae": diffusers.AutoencoderKLQwenImage(base_dim=4),
            "text_encoder": _seeing(tokenizer), "tokenizer": tokenizer,
            "scheduler": diffusers.FlowMatchEulerDiscreteScheduler(
                use_dynamic_shifting=True, shift_terminal=0.02, base_shift=0.5, max_shift=0.9,
                max_image_seq_len=8192, time_shift_type="exponential", shift=1.0),
        }  # fmt: skip
    assert family == "flux2"
    vae = diffusers.AutoencoderKLFlux2(
        down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
        block_out_channels=(32, 32, 32, 32), layers_per_block=1, latent_channels=32,
        sample_size=1024,
    )  # fmt: skip
    vae.bn.running_mean.normal_(0, 0.1)
    vae.bn.running_var.uniform_(0.5, 1.5)
    return "Flux2KleinPipeline", {
        "transformer": network, "vae": vae, "text_encoder": qwen3("Qwen3ForCausalLM", 28),
        "tokenizer": tiny_flows.qwen_tokenizer(), "is_distilled": True,
        "scheduler": diffusers.FlowMatchEulerDiscreteScheduler(
            shift=3.0, use_dynamic_shifting=True),
    }  # fmt: skip


def _seeing(tokenizer: Any) -> Any:
    text = {
        "vocab_size": 272, "hidden_size": 256, "intermediate_size": 64, "num_hidden_layers": 2,
        "num_attention_heads": 2, "num_key_value_heads": 1, "max_position_embeddings": 128000,
        "rms_norm_eps": 1e-6, "tie_word_embeddings": False,
        "rope_parameters": {
            "rope_type": "default", "mrope_section": [16, 24, 24], "rope_theta": 1e6,
        },
    }  # fmt: skip
    vision = {
        "depth": 2, "hidden_size": 80, "intermediate_size": 32, "num_heads": 1,
        "out_hidden_size": 256, "patch_size": 14, "window_size": 112,
        "fullatt_block_indexes": [],
    }  # fmt: skip
    return transformers.Qwen2_5_VLForConditionalGeneration(
        transformers.Qwen2_5_VLConfig(text_config=text, vision_config=vision)
    )


def _wan_name(name: str) -> str:
    """A tensor's name in Qwen-Image's autoencoder, as its authors call it."""
    for new, old in (("norm1", "residual.0"), ("conv1", "residual.2"), ("norm2", "residual.3"),
                     ("conv2", "residual.6"), ("conv_shortcut", "shortcut")):  # fmt: skip
        name = name.replace(f".{new}.", f".{old}.")
    if match := re.match(r"decoder\.up_blocks\.(\d)\.resnets\.(\d)\.(.+)", name):
        name = f"decoder.upsamples.{4 * int(match[1]) + int(match[2])}.{match[3]}"
    elif match := re.match(r"decoder\.up_blocks\.(\d)\.upsamplers\.0\.(.+)", name):
        name = f"decoder.upsamples.{4 * int(match[1]) + 3}.{match[2]}"
    for new, old in (("down_blocks", "downsamples"), ("mid_block.resnets.0", "middle.0"),
                     ("mid_block.resnets.1", "middle.2"), ("mid_block.attentions.0", "middle.1"),
                     ("conv_in", "conv1"), ("norm_out", "head.0"), ("conv_out", "head.2"),
                     ("post_quant_conv", "conv2"), ("quant_conv", "conv1")):  # fmt: skip
        name = name.replace(new, old)
    return name


_DC_NAMES = (
    (r"(encoder|decoder)\.(?:down|up)_blocks\.(\d+)\.(\d+)", r"\1.stages.\2.op_list.\3"),
    (r"op_list\.(\d+)\.attn\.to_qkv_multiscale\.0\.proj_in",
     r"op_list.\1.context_module.main.aggreg.0.0"),
    (r"op_list\.(\d+)\.attn\.to_qkv_multiscale\.0\.proj_out",
     r"op_list.\1.context_module.main.aggreg.0.1"),
    (r"attn\.to_out", r"context_module.main.proj.conv"),
    (r"attn\.norm_out", r"context_module.main.proj.norm"),
    (r"conv_out\.conv_(inverted|depth|point)", r"local_module.main.\1_conv.conv"),
    (r"conv_out\.norm\.", r"local_module.main.point_conv.norm."),
    (r"op_list\.(\d+)\.conv([12])", r"op_list.\1.main.conv\2.conv"),
    (r"op_list\.(\d+)\.norm\.", r"op_list.\1.main.conv2.norm."),
    (r"encoder\.stages\.(\d+)\.op_list\.(\d+)\.conv\.",
     r"encoder.stages.\1.op_list.\2.main.conv."),
    (r"decoder\.stages\.(\d+)\.op_list\.(\d+)\.conv\.",
     r"decoder.stages.\1.op_list.\2.main.conv.conv."),
    (r"encoder\.conv_in", "encoder.project_in.conv"),
    (r"encoder\.conv_out", "encoder.project_out.main.op_list.0.conv"),
    (r"decoder\.conv_in", "decoder.project_in.main.conv"),
    (r"decoder\.norm_out", "decoder.project_out.op_list.0"),
    (r"decoder\.conv_out", "decoder.project_out.op_list.2.conv"),
)  # fmt: skip
"""Names of SANA's autoencoder in diffusers → its authors'."""


def _published_dc(state: Mapping[str, Tensor]) -> State:
    found, rest = {}, dict(state)
    for name in [name for name in state if name.endswith("attn.to_q.weight")]:
        start = name.removesuffix("to_q.weight")
        whole = torch.cat([rest.pop(f"{start}to_{one}.weight") for one in "qkv"])
        rest[start.replace("attn.", "context_module.main.qkv.conv.weight")] = whole
    for name, tensor in rest.items():
        flat = (tensor.ndim == 2 and "attn.to_out" in name) or "qkv.conv" in name
        for ours, theirs in _DC_NAMES:
            name = re.sub(ours, theirs, name)
        found[name] = (tensor[..., None, None] if flat else tensor).clone()
    return found


def published_vae(vae: Any) -> State:
    """An autoencoder's tensors under its authors' names."""
    state = vae.state_dict()
    if isinstance(vae, diffusers.AutoencoderDC):
        return _published_dc(state)
    if isinstance(vae, diffusers.AutoencoderKLQwenImage | diffusers.AutoencoderKLWan):
        return {_wan_name(name): tensor.clone() for name, tensor in state.items()}
    found = {}
    for name, tensor in state.items():
        if name.startswith("bn."):
            found[name] = tensor.clone()
            continue
        old = vae_name(name, 4)
        flat = "attn_1" in old and "norm" not in old and tensor.ndim == 2
        found[old] = (tensor[..., None, None] if flat else tensor).clone()
    return found


def published_encoder(encoder: Any) -> State:
    """A text encoder's tensors as ComfyUI's files have them."""
    found = {}
    clip = type(encoder).__name__.startswith("CLIP")
    for name, tensor in encoder.state_dict().items():
        tied = name == "lm_head.weight" and "Qwen3" in type(encoder).__name__
        if tied or name == "encoder.embed_tokens.weight":
            continue
        if clip and not name.startswith(("text_model.", "text_projection.")):
            name = "text_model." + name
        if type(encoder).__name__ == "Qwen3Model":
            name = "model." + name
        name = name.replace("model.language_model.", "model.").replace("model.visual.", "visual.")
        found[name] = tensor.clone()
    return found


FILES = {"flux": "flux1-dev", "flux-fill": "flux1-fill-dev", "chroma": "Chroma1-HD",
         "sd3": "sd3.5_medium", "flux2": "flux-2-klein-4b", "qwen-image": "qwen_image_bf16",
         "z-image": "z_image_turbo_bf16"}  # fmt: skip
ENCODERS = {"text_encoder": "clip_l", "text_encoder_2": "t5xxl_fp16", "text_encoder_3": "t5xxl"}
"""Names under which they are published."""


def save_folder(family: str, folder: Path) -> dict[str, Any]:
    """The model as diffusers saves it."""
    kind, parts = parts_of(family)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # diffusers about itself
        getattr(diffusers, kind)(**parts).save_pretrained(folder)
    return parts


def save_comfyui(family: str, top: Path, parts: Mapping[str, Any]) -> Path:
    """The same as ComfyUI keeps it, each part in its folder; the file of the transformer."""
    models = top / "models"
    files: dict[str, State] = {f"diffusion_models/{FILES[family]}": original(
        family.removesuffix("-fill"), parts["transformer"].state_dict())}  # fmt: skip
    vae = {"qwen-image": "qwen_image_vae", "sd3": "sd3_vae", "flux2": "flux2-vae"}
    files[f"vae/{vae.get(family, 'ae')}"] = published_vae(parts["vae"])
    for part, name in ENCODERS.items():
        if part in parts:
            files[f"text_encoders/{name}"] = published_encoder(parts[part])
    for name, state in files.items():
        file = models / f"{name}.safetensors"
        file.parent.mkdir(parents=True, exist_ok=True)
        save_file({key: tensor.contiguous() for key, tensor in state.items()}, file)
    for part, tokenizer in parts.items():
        if part.startswith("tokenizer") and not isinstance(tokenizer, transformers.CLIPTokenizer):
            tokenizer.save_pretrained(top / "comfy/text_encoders" / f"a_{part}")
    return models / f"diffusion_models/{FILES[family]}.safetensors"


def save_whole(file: Path, parts: Mapping[str, Any]) -> Path:
    """SD 3.5 as it was first published for ComfyUI: all parts in one file."""
    network = original("sd3", parts["transformer"].state_dict())
    state = {f"model.diffusion_model.{name}": tensor for name, tensor in network.items()}
    state |= {f"first_stage_model.{n}": t for n, t in published_vae(parts["vae"]).items()}
    for part, name in (("text_encoder", "clip_l"), ("text_encoder_2", "clip_g"),
                       ("text_encoder_3", "t5xxl")):  # fmt: skip
        state |= {f"text_encoders.{name}.transformer.{key}": tensor
                  for key, tensor in published_encoder(parts[part]).items()}  # fmt: skip
    file.parent.mkdir(parents=True, exist_ok=True)
    save_file({key: tensor.contiguous() for key, tensor in state.items()}, file)
    return file
