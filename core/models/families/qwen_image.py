"""The family of Qwen-Image and Qwen-Image-Edit.

Wu et al. 2025, https://arxiv.org/abs/2508.02324. A vision-language model reads the prompt; of
Edit's it also sees the picture that is to be edited. Guided predictions keep the length that the
prompt's own has in every token.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from core.models.families.flow import (
    Configs,
    FlowFamily,
    Read,
    Shape,
    packed,
    unpacked,
    usual,
)
from core.request import Mode

if TYPE_CHECKING:
    from torch import Tensor

    from core.denoise.velocity import Asked
    from core.models.loading import LoadedModel

SEEN = 384 * 384
"""Pixels of a picture as the language model sees it; the first Edit model saw all of it."""


class QwenImage(FlowFamily):
    """Qwen-Image, and the models made of it to edit."""

    id = "qwen-image"
    title = "Qwen-Image"
    pipelines = ("QwenImagePipeline", "QwenImageImg2ImgPipeline", "QwenImageInpaintPipeline",
                 "QwenImageEditPipeline", "QwenImageEditPlusPipeline")  # fmt: skip
    transformer = "QwenImageTransformer2DModel"
    components = {
        "transformer": ("QwenImageTransformer2DModel",),
        "vae": ("AutoencoderKLQwenImage",),
        "text_encoder": ("Qwen2_5_VLForConditionalGeneration",),
        "tokenizer": ("Qwen2Tokenizer",),
        "processor": ("Qwen2VLProcessor",),
    }
    optional = frozenset({"processor"})

    def pipeline_of(self, index: str) -> str:
        return index if "Edit" in index else "QwenImagePipeline"

    def shape(self, configs: Configs) -> Shape:
        vae = configs["vae"]
        latents = int(vae["z_dim"])
        channels = int(configs["transformer"]["in_channels"])
        if channels != 4 * latents:
            raise ValueError(f"{channels} channels")
        factor = 1 << len(vae["temperal_downsample"])
        edits = "Edit" in str(configs["index"].get("_class_name"))
        can = frozenset({"instruct"}) if edits else frozenset(Mode)
        return Shape(factor, latents, channels, can=can, usual=usual(40 if edits else 50, 4.0))

    def encoded(self, model: LoadedModel, text: str, pictures: Sequence[Tensor] = ()) -> Read:
        told: dict[str, Any] = {"prompt": text or " ", "device": model.device}
        if pictures:
            told["image"] = [self._as_seen(model, picture) for picture in pictures]
            if type(model.pipeline).__name__ == "QwenImageEditPipeline":
                told["image"] = told["image"][0]
        words, mask = model.pipeline.encode_prompt(**told)
        return Read(words, mask=mask)

    def _as_seen(self, model: LoadedModel, picture: Tensor) -> Any:
        """A picture as the language model sees it."""
        whole = type(model.pipeline).__name__ == "QwenImageEditPipeline"
        (image,) = model.pipeline.image_processor.postprocess(picture.cpu(), output_type="pil")
        if whole:
            return image
        ratio = image.width / image.height
        width, height = math.sqrt(SEEN * ratio), math.sqrt(SEEN / ratio)
        return image.resize((round(width / 32) * 32, round(height / 32) * 32), 1)

    def velocity(self, asked: Asked) -> Tensor:
        height, width = asked.latents.shape[2:]
        tokens = packed(asked.latents)
        own = tokens.shape[1]
        shapes = [(1, height // 2, width // 2)]
        for shown in asked.shown:
            tokens = asked.joined([tokens, packed(shown)], 1)
            shapes.append((1, shown.shape[2] // 2, shown.shape[3] // 2))
        mask = asked.words.mask
        predicted = asked.model.unet(
            hidden_states=tokens,
            timestep=asked.time / 1000,
            encoder_hidden_states=asked.each(asked.words.encoding),
            encoder_hidden_states_mask=None if mask is None else mask.expand(len(tokens), -1),
            img_shapes=[shapes] * len(tokens),
            return_dict=False,
        )[0]
        return unpacked(predicted[:, :own], height, width)

    def guide(self, guided: Tensor, prompt: Tensor) -> Tensor:
        if guided is prompt:
            return guided
        down, across = guided.shape[2] % 2, guided.shape[3] % 2
        if down or across:
            return guided  # half a token at the edge: there is no length to keep
        height, width = guided.shape[2:]
        tokens, kept = packed(guided), packed(prompt)
        lengths = kept.norm(dim=-1, keepdim=True) / tokens.norm(dim=-1, keepdim=True)
        return unpacked(tokens * lengths, height, width)

    def distribution(self, vae: Any, pixels: Tensor) -> tuple[Tensor, Tensor]:
        found = vae.encode(pixels[:, :, None]).latent_dist
        return found.mean[:, :, 0], found.std[:, :, 0]

    def scaled(self, vae: Any, raw: Tensor) -> Tensor:
        mean, deviation = self._statistics(vae, raw)
        return (raw - mean) * (1.0 / deviation)

    def decoded(self, vae: Any, latents: Tensor) -> Tensor:
        mean, deviation = self._statistics(vae, latents)
        raw = latents / (1.0 / deviation) + mean
        pixels: Tensor = vae.decode(raw[:, :, None].to(vae.dtype), return_dict=False)[0]
        return pixels[:, :, 0]

    def _statistics(self, vae: Any, like: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and deviation of each channel, (1, c, 1, 1)."""
        mean, deviation = (
            like.new_tensor(numbers).view(1, -1, 1, 1)
            for numbers in (vae.config.latents_mean, vae.config.latents_std)
        )
        return mean, deviation


QWEN_IMAGE = QwenImage()
