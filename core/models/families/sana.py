"""The family of SANA: a transformer of linear attention over latents of 1/32.

Xie et al. 2024, https://arxiv.org/abs/2410.10629. Gemma reads the prompt after an instruction that
asks it to think of the picture (section 3.1); the negative prompt is read as it is.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.models.families.flow import (
    Configs,
    FlowFamily,
    Read,
    Shape,
    Shapes,
    Wanted,
    blocks,
    page,
    usual,
)

if TYPE_CHECKING:
    from torch import Tensor

    from core.denoise.flow_control import Added, Controlling
    from core.denoise.velocity import Asked
    from core.models.loading import LoadedModel

HEAD = 32
SIZE = 32
"""Latents of a side of 1024 pixels."""
CROSS = {2240: (20, 112), 1152: (16, 72)}
"""Width of a published model → heads of its attention to words, and the numbers of each."""
REPOSITORY = "Efficient-Large-Model/Sana_1600M_1024px_diffusers"


class Sana(FlowFamily):
    """SANA."""

    id = "sana"
    title = "SANA"
    held, told = 14.0, 300
    pipelines = ("SanaPipeline", "SanaPAGPipeline", "SanaControlNetPipeline")
    pipeline = "SanaPipeline"
    transformer = "SanaTransformer2DModel"
    components = {
        "transformer": ("SanaTransformer2DModel",),
        "vae": ("AutoencoderDC",),
        "text_encoder": ("Gemma2Model", "Gemma2ForCausalLM"),
        "tokenizer": ("GemmaTokenizer",),
    }
    patch = 1
    certain = True

    def network(self, shapes: Shapes) -> dict[str, Any]:
        inner, channels, patch, _ = shapes["patch_embed.proj.weight"]
        cross, numbers = CROSS[inner]
        normed = "transformer_blocks.0.attn1.norm_q.weight" in shapes
        if "time_embed.guidance_embedder.linear_1.weight" in shapes:
            raise ValueError("guidance built in")
        return {
            "in_channels": channels,
            "out_channels": shapes["proj_out.weight"][0] // patch**2,
            "patch_size": patch,
            "num_layers": blocks(shapes, "transformer_blocks"),
            "attention_head_dim": HEAD,
            "num_attention_heads": inner // HEAD,
            "num_cross_attention_heads": cross,
            "cross_attention_head_dim": numbers,
            "cross_attention_dim": inner,
            "caption_channels": shapes["caption_projection.linear_1.weight"][1],
            "mlp_ratio": shapes["transformer_blocks.0.ff.conv_point.weight"][1] / inner,
            "qk_norm": "rms_norm_across_heads" if normed else None,
            "sample_size": SIZE,
        }

    def beside(self, network: Mapping[str, Any]) -> dict[str, Wanted]:
        return {
            "vae": Wanted(
                "AutoencoderDC",
                "the autoencoder (DC-AE)",
                page(REPOSITORY, "vae"),
                network["in_channels"],
            ),
            "text_encoder": Wanted(
                "Gemma2Model",
                "the text encoder Gemma 2",
                page(REPOSITORY, "text_encoder"),
                network["caption_channels"],
            ),
            "tokenizer": Wanted(
                "GemmaTokenizer",
                "the tokenizer of Gemma 2",
                page(REPOSITORY, "tokenizer"),
            ),
        }

    def scheduler(self, name: str, network: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "_class_name": "DPMSolverMultistepScheduler", "prediction_type": "flow_prediction",
            "use_flow_sigmas": True, "flow_shift": 3.0,
        }  # fmt: skip

    def shape(self, configs: Configs) -> Shape:
        vae, transformer = configs["vae"], configs["transformer"]
        latents, channels = int(vae["latent_channels"]), int(transformer["in_channels"])
        if channels != latents:
            raise ValueError(f"{channels} channels")
        factor = 1 << (len(vae["encoder_block_out_channels"]) - 1)
        size = int(transformer["sample_size"]) * factor
        return Shape(factor, latents, channels, size, usual=usual(20, 4.5, "dpmpp_2m"))

    def encoded(self, model: LoadedModel, text: str, pictures: Sequence[Tensor] = ()) -> Read:
        return self._read(model, text, _instruction(model.pipeline))

    def encoded_plainly(
        self, model: LoadedModel, text: str, pictures: Sequence[Tensor] = ()
    ) -> Read:
        return self._read(model, text, None)

    def _read(self, model: LoadedModel, text: str, instruction: Any) -> Read:
        words, mask, *_ = model.pipeline.encode_prompt(
            text,
            False,
            device=model.device,
            complex_human_instruction=instruction,
        )
        return Read(words, mask=mask)

    def timing(self, model: LoadedModel, steps: int, tokens: int) -> dict[str, Any]:
        return {"num_inference_steps": steps}

    def velocity(self, asked: Asked) -> Tensor:
        unet = asked.model.unet
        told = _told(asked)
        predicted: Tensor = unet(
            asked.latents,
            timestep=asked.time * unet.config.timestep_scale,
            return_dict=False,
            **told,
            **asked.controlled(told),
        )[0]
        return predicted[:, : asked.latents.shape[1]]

    control = "SanaControlNetModel"

    def controlled(self, control: Controlling, asked: Asked, given: Mapping[str, Any]) -> Added:
        """Its blocks count one by one, from the transformer's second one on."""
        found = control.net(
            asked.latents,
            timestep=asked.time,
            controlnet_cond=control.latents.to(asked.latents).expand(
                len(asked.latents), -1, -1, -1
            ),
            conditioning_scale=control.weight,
            return_dict=False,
            **given,
        )[0]
        reached = len(asked.model.unet.transformer_blocks) - 1
        rest = [found[0].new_zeros(()) for _ in range(reached - len(found))]
        return {"controlnet_block_samples": [*found[:reached], *rest]}

    def distribution(self, vae: Any, pixels: Tensor) -> tuple[Tensor, Tensor]:
        latents: Tensor = vae.encode(pixels, return_dict=False)[0]
        return latents, latents.new_zeros(latents.shape)

    def scaled(self, vae: Any, raw: Tensor) -> Tensor:
        latents: Tensor = raw * vae.config.scaling_factor
        return latents

    def decoded(self, vae: Any, latents: Tensor) -> Tensor:
        raw = (latents / vae.config.scaling_factor).to(vae.dtype)
        pixels: Tensor = vae.decode(raw, return_dict=False)[0]
        return pixels


def _told(asked: Asked) -> dict[str, Any]:
    """The words, as the transformer and its ControlNets take them."""
    words = asked.words
    assert words.mask is not None
    return {
        "encoder_hidden_states": asked.each(words.encoding),
        "encoder_attention_mask": words.mask.expand(len(asked.latents), -1),
    }


def _instruction(pipeline: Any) -> Any:
    """The instruction that the model was trained with, as diffusers holds it."""
    call = inspect.signature(type(pipeline).__call__)
    return call.parameters["complex_human_instruction"].default


SANA = Sana()
