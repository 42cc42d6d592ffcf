"""The family of Chroma: FLUX.1 schnell without its distillation, smaller, and read by T5 alone.

Lodestone Rock 2025, https://huggingface.co/lodestones/Chroma. Padding tokens but the first do not
count, and it is guided away from a negative prompt.
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
    kl_factor,
    packed,
    t5,
    t5_tokenizer,
    unpacked,
    usual,
)
from core.models.families.flux import AXES, double_and_single

if TYPE_CHECKING:
    from torch import Tensor

    from core.denoise.velocity import Asked
    from core.models.loading import LoadedModel

REPOSITORY = "lodestones/Chroma1-HD"


class Chroma(FlowFamily):
    """Chroma."""

    id = "chroma"
    title = "Chroma"
    held, told = 17.5, 512
    pipelines = ("ChromaPipeline", "ChromaImg2ImgPipeline", "ChromaInpaintPipeline")
    pipeline = "ChromaPipeline"
    transformer = "ChromaTransformer2DModel"
    components = {
        "transformer": ("ChromaTransformer2DModel",),
        "vae": ("AutoencoderKL",),
        "text_encoder": ("T5EncoderModel",),
        "tokenizer": ("T5Tokenizer",),
    }

    def network(self, shapes: Shapes) -> dict[str, Any]:
        hidden, told = shapes["distilled_guidance_layer.in_proj.weight"]
        return double_and_single(shapes) | {
            "axes_dims_rope": AXES,
            "approximator_num_channels": told,
            "approximator_hidden_dim": hidden,
            "approximator_layers": blocks(shapes, "distilled_guidance_layer.layers"),
        }

    def beside(self, network: Mapping[str, Any]) -> dict[str, Wanted]:
        return {
            "vae": flux_autoencoder(),
            "text_encoder": t5(network["joint_attention_dim"], REPOSITORY, "text_encoder"),
            "tokenizer": t5_tokenizer(REPOSITORY, "tokenizer"),
        }

    def scheduler(self, name: str, network: Mapping[str, Any]) -> dict[str, Any]:
        return flow_scheduler(shift=1.0)

    def shape(self, configs: Configs) -> Shape:
        vae = configs["vae"]
        latents, channels = int(vae["latent_channels"]), int(configs["transformer"]["in_channels"])
        if channels != 4 * latents:
            raise ValueError(f"{channels} channels")
        return Shape(kl_factor(vae), latents, channels, usual=usual(35, 5.0))

    def encoded(self, model: LoadedModel, text: str, pictures: Sequence[Tensor] = ()) -> Read:
        words, _, mask, *_ = model.pipeline.encode_prompt(
            text, device=model.device, do_classifier_free_guidance=False
        )
        return Read(words, mask=mask)

    def velocity(self, asked: Asked) -> Tensor:
        height, width = asked.latents.shape[2:]
        tokens, words = packed(asked.latents), asked.words
        assert words.mask is not None
        counts = words.mask.bool().expand(len(tokens), -1)
        picture = counts.new_ones(len(tokens), tokens.shape[1])
        predicted = asked.model.unet(
            hidden_states=tokens,
            timestep=asked.time / 1000,
            encoder_hidden_states=asked.each(words.encoding),
            txt_ids=words.encoding.new_zeros(words.encoding.shape[1], 3),
            img_ids=asked.places(height // 2, width // 2),
            attention_mask=asked.joined([counts, picture], 1),
            return_dict=False,
        )[0]
        return unpacked(predicted, height, width)


CHROMA = Chroma()
