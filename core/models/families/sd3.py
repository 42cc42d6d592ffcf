"""The family of Stable Diffusion 3 and 3.5.

Esser et al. 2024, https://arxiv.org/abs/2403.03206. Words are read by two CLIP encoders and by T5,
which a folder may be without: what T5 would say is then all zeros.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from core.models.families.flow import (
    CLIP_FILE,
    Configs,
    FlowFamily,
    Read,
    Shape,
    Shapes,
    Wanted,
    blocks,
    flow_scheduler,
    heads,
    kl_factor,
    page,
    shift,
    spread_evenly,
    t5,
    t5_tokenizer,
    usual,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from torch import Tensor

    from core.denoise.flow_control import Added, Controlling
    from core.denoise.velocity import Asked
    from core.models.loading import LoadedModel

HEAD, PATCH = 64, 2
LATENTS = 16
SIZE = 128
"""Latents of a side of the pictures that it was trained on."""
REPOSITORY = "stabilityai/stable-diffusion-3.5-medium"


class StableDiffusion3(FlowFamily):
    """Stable Diffusion 3 and 3.5."""

    id = "sd3"
    title = "Stable Diffusion 3"
    held, told = 14.0, 333
    pipelines = ("StableDiffusion3Pipeline", "StableDiffusion3Img2ImgPipeline",
                 "StableDiffusion3InpaintPipeline")  # fmt: skip
    pipeline = "StableDiffusion3Pipeline"
    transformer = "SD3Transformer2DModel"
    components = {
        "transformer": ("SD3Transformer2DModel",),
        "vae": ("AutoencoderKL",),
        "text_encoder": ("CLIPTextModelWithProjection",),
        "text_encoder_2": ("CLIPTextModelWithProjection",),
        "text_encoder_3": ("T5EncoderModel",),
        "tokenizer": ("CLIPTokenizer",),
        "tokenizer_2": ("CLIPTokenizer",),
        "tokenizer_3": ("T5Tokenizer",),
    }
    optional = frozenset({"text_encoder_3", "tokenizer_3"})

    def network(self, shapes: Shapes) -> dict[str, Any]:
        inner, channels, patch, _ = shapes["pos_embed.proj.weight"]
        layers = blocks(shapes, "transformer_blocks")
        normed = shapes.get("transformer_blocks.0.attn.norm_q.weight")
        twice = "transformer_blocks.{}.attn2.to_q.weight"
        if patch != PATCH:
            raise ValueError(f"squares of {patch}")
        return {
            "sample_size": SIZE,
            "patch_size": patch,
            "in_channels": channels,
            "out_channels": shapes["proj_out.weight"][0] // patch**2,
            "num_layers": layers,
            "attention_head_dim": HEAD,
            "num_attention_heads": heads(inner, normed[0] if normed else HEAD, HEAD),
            "joint_attention_dim": shapes["context_embedder.weight"][1],
            "caption_projection_dim": shapes["context_embedder.weight"][0],
            "pooled_projection_dim": shapes["time_text_embed.text_embedder.linear_1.weight"][1],
            "pos_embed_max_size": math.isqrt(shapes["pos_embed.pos_embed"][1]),
            "dual_attention_layers": [n for n in range(layers) if twice.format(n) in shapes],
            "qk_norm": "rms_norm" if normed else None,
        }

    def beside(self, network: Mapping[str, Any]) -> dict[str, Wanted]:
        pooled = network["pooled_projection_dim"]
        narrow = pooled * 3 // 8  # 768 of 2048

        def clip(folder: str, file: str, title: str, width: int, act: str) -> Wanted:
            return Wanted(
                "CLIPTextModelWithProjection",
                f"the text encoder {title}",
                f"{file}, or {page(REPOSITORY, folder)}",
                width,
                {"hidden_act": act},
            )

        found = {
            "vae": Wanted(
                "AutoencoderKL",
                "the autoencoder (VAE) of Stable Diffusion 3",
                f"sd3_vae.safetensors, or {page(REPOSITORY, 'vae')}",
                network["in_channels"],
                {"scaling_factor": 1.5305, "shift_factor": 0.0609},
                named=r"(sd|stable-diffusion)[-_.]?3",
            ),
            "text_encoder": clip("text_encoder", CLIP_FILE, "CLIP-L", narrow, "quick_gelu"),
            "text_encoder_2": clip(
                "text_encoder_2", "clip_g.safetensors", "CLIP-G", pooled - narrow, "gelu"
            ),
            "text_encoder_3": t5(network["joint_attention_dim"], REPOSITORY, "text_encoder_3"),
            "tokenizer_3": t5_tokenizer(REPOSITORY, "tokenizer_3"),
        }
        clips = dict.fromkeys(("tokenizer", "tokenizer_2"), Wanted("CLIPTokenizer", "", ""))
        return found | clips

    def scheduler(self, name: str, network: Mapping[str, Any]) -> dict[str, Any]:
        return flow_scheduler(shift=3.0)

    def shape(self, configs: Configs) -> Shape:
        transformer, vae = configs["transformer"], configs["vae"]
        latents, channels = int(vae["latent_channels"]), int(transformer["in_channels"])
        if channels != latents:
            raise ValueError(f"{channels} channels")
        factor = kl_factor(vae)
        size = int(transformer["sample_size"]) * factor
        return Shape(factor, latents, channels, size, usual=usual(28, 4.5))

    def encoded(self, model: LoadedModel, text: str, pictures: Sequence[Tensor] = ()) -> Read:
        words, _, pooled, _ = model.pipeline.encode_prompt(
            text, None, None, device=model.device, do_classifier_free_guidance=False
        )
        return Read(words, pooled)

    def timing(self, model: LoadedModel, steps: int, tokens: int) -> dict[str, Any]:
        told: dict[str, Any] = {"num_inference_steps": steps}
        if model.scheduler_config.get("use_dynamic_shifting"):
            told["mu"] = shift({"max_shift": 1.16} | model.scheduler_config, tokens)
        return told

    def velocity(self, asked: Asked) -> Tensor:
        told = {
            "timestep": asked.time,
            "encoder_hidden_states": asked.each(asked.words.encoding),
            "pooled_projections": asked.each(asked.words.pooled),
        }
        predicted: Tensor = asked.model.unet(
            hidden_states=asked.latents, return_dict=False, **told, **asked.controlled(told)
        )[0]
        return predicted

    control = "SD3ControlNetModel"

    def lacks(self, can: frozenset[str]) -> dict[str, str]:
        eyes = (
            "IP-Adapters of Stable Diffusion 3.5 look at pictures through SigLIP, which is not "
            "used here."
        )
        return super().lacks(can) | {"reference": eyes}

    def control_pixels(self, net: Any, kind: str, pixels: Tensor) -> Tensor:
        if kind == "canny" and net.config.joint_attention_dim is None:
            return pixels * 255 * 0.5 + 0.5  # Stability's was taught with numbers of this range
        return super().control_pixels(net, kind, pixels)

    def control_latents(self, net: Any, vae: Any, raw: Tensor) -> Tensor:
        if net.config.force_zeros_for_pooled_projection:  # InstantX's were taught so
            return raw * float(vae.config.scaling_factor)
        return self.scaled(vae, raw)

    def controlled(self, control: Controlling, asked: Asked, given: Mapping[str, Any]) -> Added:
        net, transformer = control.net, asked.model.unet
        told = dict(given)
        if net.config.force_zeros_for_pooled_projection:
            told["pooled_projections"] = given["pooled_projections"] * 0
        if net.config.joint_attention_dim is None:  # Stability's for 3.5 Large read no words
            told["encoder_hidden_states"] = None
        latents = asked.latents
        (blocks,) = net(
            # The same ones take the squares as the transformer places them.
            hidden_states=transformer.pos_embed(latents) if net.pos_embed is None else latents,
            controlnet_cond=control.latents.to(latents.dtype).expand(len(latents), -1, -1, -1),
            conditioning_scale=control.weight,
            return_dict=False,
            **told,
        )
        layers = len(transformer.transformer_blocks)
        return {"block_controlnet_hidden_states": spread_evenly(blocks, layers)}


SD3 = StableDiffusion3()
