"""The family of Z-Image and Z-Image-Turbo.

Z-Image team 2025, https://arxiv.org/abs/2511.22699. Qwen3 reads the prompt, whose tokens run
through one transformer with the picture's. Turbo was distilled to 8 steps without guidance.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.models.families.flow import Configs, FlowFamily, Read, Shape, kl_factor, usual

if TYPE_CHECKING:
    from torch import Tensor

    from core.denoise.velocity import Asked
    from core.models.loading import LoadedModel

TURBO_SHIFT = 3.0
"""How far Turbo's steps are moved towards noise; the base model's are moved twice as far."""


class ZImage(FlowFamily):
    """Z-Image."""

    id = "z-image"
    title = "Z-Image"
    pipelines = ("ZImagePipeline", "ZImageImg2ImgPipeline", "ZImageInpaintPipeline")
    pipeline = "ZImagePipeline"
    transformer = "ZImageTransformer2DModel"
    components = {
        "transformer": ("ZImageTransformer2DModel",),
        "vae": ("AutoencoderKL",),
        "text_encoder": ("Qwen3Model", "Qwen3ForCausalLM"),
        "tokenizer": ("Qwen2Tokenizer",),
    }

    def shape(self, configs: Configs) -> Shape:
        vae = configs["vae"]
        latents, channels = int(vae["latent_channels"]), int(configs["transformer"]["in_channels"])
        if channels != latents:
            raise ValueError(f"{channels} channels")
        turbo = float(configs["scheduler"].get("shift", TURBO_SHIFT)) <= TURBO_SHIFT
        settings = usual(9, 1.0) if turbo else usual(50, 5.0)
        return Shape(kl_factor(vae), latents, channels, usual=settings)

    def encoded(self, model: LoadedModel, text: str, pictures: Sequence[Tensor] = ()) -> Read:
        (words,), _ = model.pipeline.encode_prompt(
            text, device=model.device, do_classifier_free_guidance=False
        )
        return Read(words[None])

    def velocity(self, asked: Asked) -> Tensor:
        frames = asked.latents[:, :, None]
        words = [asked.words.encoding[0].to(frames.dtype)] * len(frames)
        found = asked.model.unet(
            list(frames.unbind(0)), (1000 - asked.time) / 1000, words, return_dict=False
        )[0]
        # It predicts clean - ε.
        return -asked.joined([one.float().movedim(1, 0) for one in found], 0)


Z_IMAGE = ZImage()
