"""ControlNets of rectified-flow transformers: which family, and how they are built (no torch).

In a folder their configuration tells, in one safetensors file the names and shapes of their
tensors: diffusers' names, as InstantX, Shakker, alibaba-pai (Z-Image) and others publish them, or
the authors' own (XLabs' of FLUX.1, Stability's of 3.5 Large).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from core.models import flow_names
from core.models.families import FLOWS, flux, qwen_image, sana, sd3, z_image
from core.models.families.flow import FlowFamily, blocks, heads

Shapes = Mapping[str, tuple[int, ...]]

CLASSES: Mapping[str, FlowFamily] = {one.control: one for one in FLOWS if one.control}
"""diffusers' classes of such nets → the family."""

MODES: Mapping[str, int] = MappingProxyType({"canny": 0, "tile": 1, "depth": 2, "openpose": 4})
"""Kinds of maps that FLUX.1's nets for several kinds are told, as InstantX counts them."""
SEVERAL = ("canny", "softedge", "depth", "openpose")
"""Kinds that later nets for several know without being told (Union Pro 2.0, Qwen-Image's)…"""
Z_SEVERAL = (*SEVERAL, "mlsd")
"""…and those of Z-Image."""
SANAS = ("scribble", "softedge")
"""What SANA's were taught: lines that HED finds, thinned and drawn thick like scribbles."""

FOREIGN = "Its tensors have names that are not read here: get the net as a folder of diffusers."
MASKED = "It wants a mask beside its map, which this version does not give it."


Z_CONTROL = "control_all_x_embedder.2-1.weight"
Z_FIRST = "control_noise_refiner.0.before_proj.weight"
"""Only nets whose refiner sees the picture as well have it; those of 2.0 all zeros."""
_BLOCKWISE = "Its blocks are built in a way that diffusers has no class for: get {get} instead."
_INSTANTX = "InstantX' Qwen-Image-ControlNet-Union (huggingface.co/InstantX)"
OTHERS: Mapping[str, tuple[FlowFamily, str]] = {
    "controlnet_blocks.0.y_rms.weight": (qwen_image.QWEN_IMAGE, _INSTANTX),
    "control_img_in.weight": (qwen_image.QWEN_IMAGE, _INSTANTX),
    "controlnet_blocks.0.linear.weight": (
        flux.FLUX, "Shakker's FLUX.1-dev-ControlNet-Union-Pro-2.0 (huggingface.co/Shakker-Labs)",
    ),
}  # fmt: skip
"""A tensor of nets that nothing here reads (DiffSynth's, VideoX-Fun's, MistoLine's) → the family,
and what serves in their place."""


def family_of(shapes: Shapes) -> FlowFamily | None:
    """The family of a net in a file; None when it is none of these."""
    if Z_CONTROL in shapes:
        return z_image.Z_IMAGE
    for name, (family, _) in OTHERS.items():
        if name in shapes:
            return family
    if "controlnet_blocks.0.weight" not in shapes:
        return None
    if "pos_embed_input.proj.weight" in shapes:
        return sd3.SD3
    if "caption_projection.linear_1.weight" in shapes:
        return sana.SANA
    return qwen_image.QWEN_IMAGE if "txt_norm.weight" in shapes else flux.FLUX


def unread(shapes: Shapes) -> str:
    """Why nets of such tensors are not read here, and what serves instead; empty when they are."""
    found = next((get for name, (_, get) in OTHERS.items() if name in shapes), "")
    return _BLOCKWISE.format(get=found) if found else ""


def rules_of(family: FlowFamily, shapes: Shapes) -> str:
    """By which rules of `flow_names` a file's tensors get diffusers' names; empty for none."""
    if family is flux.FLUX and "double_blocks.0.img_attn.qkv.weight" in shapes:
        return flow_names.FLUX_CONTROL
    if family is sd3.SD3 and "transformer_blocks.0.attn.qkv.weight" in shapes:
        return flow_names.SD3_CONTROL
    return ""


def config_of(family: FlowFamily, shapes: Shapes) -> dict[str, Any]:
    """How the net in a file is built. Raises KeyError, IndexError, TypeError or ValueError for a
    file with names or shapes of another kind."""
    if family is z_image.Z_IMAGE:
        return _z_image(shapes)
    if family is sana.SANA:
        told = sana.SANA.network(
            dict(shapes) | {"proj_out.weight": shapes["patch_embed.proj.weight"]}
        )
        return {name: value for name, value in told.items() if name != "qk_norm"} | {
            "out_channels": told["in_channels"]
        }
    if rules := rules_of(family, shapes):
        shapes = flow_names.shapes(rules, shapes)
    layers = {"num_layers": blocks(shapes, "transformer_blocks")}
    if family is sd3.SD3:
        return layers | _sd3(shapes, layers["num_layers"])
    inner = shapes["controlnet_blocks.0.weight"][0]
    head = shapes["transformer_blocks.0.attn.norm_q.weight"][0]
    layers |= {"attention_head_dim": head, "num_attention_heads": heads(inner, head, flux.HEAD)}
    if family is qwen_image.QWEN_IMAGE:
        channels = shapes["img_in.weight"][1]
        return layers | {
            "patch_size": 2,
            "in_channels": channels,
            "out_channels": channels // 4,
            "joint_attention_dim": shapes["txt_in.weight"][1],
            "axes_dims_rope": qwen_image.AXES,
            "extra_condition_channels": shapes["controlnet_x_embedder.weight"][1] - channels,
        }
    several = shapes.get("controlnet_mode_embedder.weight")
    hint = shapes.get("input_hint_block.conv_out.weight")
    masks = shapes["controlnet_x_embedder.weight"][1] - shapes["x_embedder.weight"][1]
    return layers | {
        "patch_size": 1 if hint is None else 2,
        "in_channels": shapes["x_embedder.weight"][1],
        "num_single_layers": blocks(shapes, "single_transformer_blocks"),
        "joint_attention_dim": shapes["context_embedder.weight"][1],
        "pooled_projection_dim": shapes["time_text_embed.text_embedder.linear_1.weight"][1],
        "guidance_embeds": "time_text_embed.guidance_embedder.linear_1.weight" in shapes,
        "axes_dims_rope": flux.AXES,
        "num_mode": several[0] if several else None,
        "conditioning_embedding_channels": hint[0] if hint else None,
        **({"extra_conditioning_channels": masks} if masks else {}),
    }


def _z_image(shapes: Shapes) -> dict[str, Any]:
    """Of alibaba-pai's nets: 6 blocks in the first version, 15 in the second, 3 in its light one.

    Which of the transformer's blocks they belong to no tensor tells: they are spread evenly.
    """
    width, taken = shapes[Z_CONTROL]
    (head,) = shapes["control_layers.0.attention.norm_q.weight"]
    count, refiners = blocks(shapes, "control_layers"), blocks(shapes, "control_noise_refiner")
    channels = taken // 4
    if not count:
        raise ValueError("no blocks")
    seeing = channels > z_image.LATENTS
    own = "control_noise_refiner" if Z_FIRST in shapes else "control_layers"
    return {
        "control_layers_places": z_image.spread(count, z_image.BLOCKS),
        "control_refiner_layers_places": list(range(refiners)) if seeing else None,
        "control_in_dim": channels,
        "add_control_noise_refiner": own if seeing else None,
        "dim": width,
        "n_refiner_layers": refiners or 2,
        "n_heads": heads(width, head, z_image.HEAD),
        "n_kv_heads": shapes["control_layers.0.attention.to_k.weight"][0] // head,
    }


def _sd3(shapes: Shapes, layers: int) -> dict[str, Any]:
    inner, taken, patch, _ = shapes["pos_embed_input.proj.weight"]
    words = shapes.get("context_embedder.weight")
    placed = shapes.get("pos_embed.pos_embed")
    channels = shapes["pos_embed.proj.weight"][1] if placed else sd3.LATENTS
    twice = "transformer_blocks.{}.attn2.to_q.weight"
    normed = "transformer_blocks.0.attn.norm_q.weight" in shapes
    return {
        "sample_size": sd3.SIZE,
        "patch_size": patch,
        "in_channels": channels,
        "out_channels": channels,
        "extra_conditioning_channels": taken - channels,
        "attention_head_dim": sd3.HEAD,
        "num_attention_heads": heads(inner, sd3.HEAD, sd3.HEAD),
        "joint_attention_dim": words[1] if words else None,
        "caption_projection_dim": words[0] if words else inner,
        "pooled_projection_dim": shapes["time_text_embed.text_embedder.linear_1.weight"][1],
        "pos_embed_max_size": math.isqrt(placed[1]) if placed else 0,
        "use_pos_embed": placed is not None,
        "dual_attention_layers": [n for n in range(layers) if twice.format(n) in shapes],
        "qk_norm": "rms_norm" if normed else None,
        # InstantX's, which read words, were taught without a summary of them.
        "force_zeros_for_pooled_projection": words is not None,
    }


def width(config: Mapping[str, Any]) -> int:
    """Of what a net or a transformer computes with."""
    if "dim" in config:
        return int(config["dim"])
    return int(config["num_attention_heads"]) * int(config["attention_head_dim"])


def reads(config: Mapping[str, Any]) -> int | None:
    """Width of the words that a net or a transformer reads; None for a net that reads none."""
    found = config.get("joint_attention_dim") or config.get("caption_channels")
    return found if isinstance(found, int) else None


def masked(config: Mapping[str, Any]) -> bool:
    """Whether a net wants a mask as well (inpainting)."""
    names = ("extra_conditioning_channels", "extra_condition_channels")
    return any(config.get(name) for name in names)


def kinds_of(family: str, config: Mapping[str, Any], name: str) -> Mapping[str, int | None]:
    """Kinds of maps that a net for several knows, each with the number by which it is told."""
    if family == flux.FLUX.id and config.get("num_mode"):
        return {kind: mode for kind, mode in MODES.items() if mode < config["num_mode"]}
    if family == sana.SANA.id:
        return dict.fromkeys(SANAS)
    kinds = Z_SEVERAL if family == z_image.Z_IMAGE.id else SEVERAL
    return dict.fromkeys(kinds) if "union" in name.lower() else {}


def unfit(family: str, own: str, channels: int, words: int | None, unet: Mapping[str, Any]) -> str:
    """Why a net of `family` does not belong to a transformer of the family `own` and this
    configuration; empty when it does."""
    titles = {one.id: one.title for one in FLOWS}
    if family != own:
        made, painted = titles.get(family, "Stable Diffusion"), titles.get(own, "Stable Diffusion")
        return f"It is made for {made}, and the model is of the family {painted}."
    if channels != width(unet):
        return (
            f"It is made for a transformer {channels} numbers wide, and here it is {width(unet)}."
        )
    wanted = reads(unet)
    if words is not None and words != wanted:
        return f"It is made for words {words} numbers wide, and here they are {wanted}."
    return ""
