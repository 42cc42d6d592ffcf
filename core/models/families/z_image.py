"""The family of Z-Image and Z-Image-Turbo.

Z-Image team 2025, https://arxiv.org/abs/2511.22699. Qwen3 reads the prompt, whose tokens run
through one transformer with the picture's. Turbo was distilled to 8 steps without guidance.
"""

from __future__ import annotations

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
    flow_scheduler,
    flux_autoencoder,
    heads,
    kl_factor,
    page,
    usual,
)

if TYPE_CHECKING:
    from torch import Tensor

    from core.denoise.velocity import Asked
    from core.models.loading import LoadedModel

TURBO_SHIFT = 3.0
"""How far Turbo's steps are moved towards noise; the base model's are moved twice as far."""

HEAD, AXES = 128, [32, 48, 48]
PLACES = [1536, 512, 512]
"""How many words, rows and columns it tells apart."""
REPOSITORY = "Tongyi-MAI/Z-Image-Turbo"


class ZImage(FlowFamily):
    """Z-Image."""

    id = "z-image"
    title = "Z-Image"
    held, told = 16.3, 256
    pipelines = ("ZImagePipeline", "ZImageImg2ImgPipeline", "ZImageInpaintPipeline")
    pipeline = "ZImagePipeline"
    transformer = "ZImageTransformer2DModel"
    components = {
        "transformer": ("ZImageTransformer2DModel",),
        "vae": ("AutoencoderKL",),
        "text_encoder": ("Qwen3Model", "Qwen3ForCausalLM"),
        "tokenizer": ("Qwen2Tokenizer",),
    }

    def network(self, shapes: Shapes) -> dict[str, Any]:
        inner, channels = shapes["all_x_embedder.2-1.weight"]
        (head,) = shapes["layers.0.attention.norm_q.weight"]
        if "siglip_pad_token" in shapes:
            raise ValueError("pictures among the words")
        return {
            "in_channels": channels // 4,
            "dim": inner,
            "n_layers": blocks(shapes, "layers"),
            "n_refiner_layers": blocks(shapes, "noise_refiner"),
            "n_heads": heads(inner, head, HEAD),
            "n_kv_heads": shapes["layers.0.attention.to_k.weight"][0] // head,
            "cap_feat_dim": shapes["cap_embedder.1.weight"][1],
            "axes_dims": AXES,
            "axes_lens": PLACES,
        }

    def beside(self, network: Mapping[str, Any]) -> dict[str, Wanted]:
        return {
            "vae": flux_autoencoder(),
            "text_encoder": Wanted(
                "Qwen3Model",
                "the text encoder Qwen3",
                f"qwen_3_4b.safetensors, or {page(REPOSITORY, 'text_encoder')}",
                network["cap_feat_dim"],
            ),
            "tokenizer": Wanted(
                "Qwen2Tokenizer",
                "the tokenizer of Qwen3",
                page(REPOSITORY, "tokenizer"),
            ),
        }

    def scheduler(self, name: str, network: Mapping[str, Any]) -> dict[str, Any]:
        # Nothing but its name tells Turbo from the model that it was made of.
        return flow_scheduler(shift=TURBO_SHIFT * (1 if "turbo" in name.lower() else 2))

    def width(self, transformer: Mapping[str, Any]) -> int:
        return int(transformer["dim"])

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
