"""The family of Stable Diffusion 3 and 3.5.

Esser et al. 2024, https://arxiv.org/abs/2403.03206. Words are read by two CLIP encoders and by T5,
which a folder may be without: what T5 would say is then all zeros.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.models.families.flow import (
    Configs,
    FlowFamily,
    Read,
    Shape,
    kl_factor,
    shift,
    usual,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor

    from core.denoise.velocity import Asked
    from core.models.loading import LoadedModel


class StableDiffusion3(FlowFamily):
    """Stable Diffusion 3 and 3.5."""

    id = "sd3"
    title = "Stable Diffusion 3"
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
        predicted: Tensor = asked.model.unet(
            hidden_states=asked.latents,
            timestep=asked.time,
            encoder_hidden_states=asked.each(asked.words.encoding),
            pooled_projections=asked.each(asked.words.pooled),
            return_dict=False,
        )[0]
        return predicted


SD3 = StableDiffusion3()
