"""The family of Qwen-Image and Qwen-Image-Edit.

Wu et al. 2025, https://arxiv.org/abs/2508.02324. A vision-language model reads the prompt; of
Edit's it also sees the picture that is to be edited. Guided predictions keep the length that the
prompt's own has in every token.
"""

from __future__ import annotations

import math
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
    heads,
    packed,
    page,
    spread,
    unpacked,
    usual,
)
from core.models.flow_names import CLEAN_PICTURES
from core.request import Mode

if TYPE_CHECKING:
    from torch import Tensor

    from core.denoise.conditions import Words
    from core.denoise.flow_control import Added, Controlling
    from core.denoise.velocity import Asked
    from core.models.loading import LoadedModel

SEEN = 384 * 384
"""Pixels of a picture as the language model sees it; the first Edit model saw all of it."""

HEAD, AXES = 128, (16, 56, 56)
REPOSITORY = "Qwen/Qwen-Image"


class QwenImage(FlowFamily):
    """Qwen-Image, and the models made of it to edit."""

    id = "qwen-image"
    title = "Qwen-Image"
    held, told = 13.0, 256
    sees = True
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

    # The later Edit models see several pictures; of the first one a plain name is left.
    named_after = {
        "edit-2509": "QwenImageEditPlusPipeline",
        "edit-2511": "QwenImageEditPlusPipeline",
        "edit-plus": "QwenImageEditPlusPipeline",
        "edit": "QwenImageEditPipeline",
    }

    def network(self, shapes: Shapes) -> dict[str, Any]:
        inner, channels = shapes["img_in.weight"]
        (head,) = shapes["transformer_blocks.0.attn.norm_q.weight"]
        if "time_text_embed.addition_t_embedding.weight" in shapes:
            raise ValueError("pictures in layers")
        return {
            "patch_size": 2,
            "in_channels": channels,
            "out_channels": shapes["proj_out.weight"][0] // 4,
            "num_layers": blocks(shapes, "transformer_blocks"),
            "attention_head_dim": head,
            "num_attention_heads": heads(inner, head, HEAD),
            "joint_attention_dim": shapes["txt_in.weight"][1],
            "axes_dims_rope": AXES,
            "zero_cond_t": CLEAN_PICTURES in shapes,
        }

    def beside(self, network: Mapping[str, Any]) -> dict[str, Wanted]:
        return {
            "vae": Wanted(
                "AutoencoderKLQwenImage",
                "the autoencoder (VAE) of Qwen-Image",
                f"qwen_image_vae.safetensors, or {page(REPOSITORY, 'vae')}",
                network["out_channels"],
                named="qwen",
            ),
            "text_encoder": Wanted(
                "Qwen2_5_VLForConditionalGeneration",
                "the text encoder Qwen2.5-VL",
                f"qwen_2.5_vl_7b.safetensors, or {page(REPOSITORY, 'text_encoder')}",
                network["joint_attention_dim"],
            ),
            "tokenizer": Wanted(
                "Qwen2Tokenizer",
                "the tokenizer of Qwen2.5-VL",
                page(REPOSITORY, "tokenizer"),
            ),
            "processor": Wanted(
                "Qwen2VLProcessor",
                "what prepares pictures for Qwen2.5-VL",
                page(REPOSITORY + "-Edit", "processor"),
            ),
        }

    def spares(self, component: str, index: Mapping[str, Any]) -> bool:
        return super().spares(component, index) and "Edit" not in str(index["_class_name"])

    def scheduler(self, name: str, network: Mapping[str, Any]) -> dict[str, Any]:
        return flow_scheduler(
            use_dynamic_shifting=True, base_shift=0.5, max_shift=0.9, max_image_seq_len=8192,
            shift=1.0, shift_terminal=0.02, time_shift_type="exponential",
        )  # fmt: skip

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
        added = asked.controlled({})
        predicted = asked.model.unet(
            hidden_states=tokens,
            timestep=asked.time / 1000,
            img_shapes=[shapes] * len(tokens),
            return_dict=False,
            **self._told(asked, asked.words),
            **{name: asked.lengthened(one, tokens.shape[1]) for name, one in added.items()},
        )[0]
        return unpacked(predicted[:, :own], height, width)

    def _told(self, asked: Asked, words: Words) -> dict[str, Any]:
        mask, count = words.mask, len(asked.latents)
        return {
            "encoder_hidden_states": asked.each(words.encoding),
            "encoder_hidden_states_mask": None if mask is None else mask.expand(count, -1),
        }

    control = "QwenImageControlNetModel"
    control_reads_prompt = True

    def controlled(self, control: Controlling, asked: Asked, given: Mapping[str, Any]) -> Added:
        height, width = asked.latents.shape[2:]
        count, shown = len(asked.latents), packed(control.latents)
        blocks = control.net(
            hidden_states=packed(asked.latents),
            controlnet_cond=shown.to(asked.latents.dtype).expand(count, -1, -1),
            conditioning_scale=control.weight,
            timestep=asked.time / 1000,
            img_shapes=[[(1, height // 2, width // 2)]] * count,
            return_dict=False,
            **self._told(asked, asked.prompt or asked.words),
        )
        layers = len(asked.model.unet.transformer_blocks)
        return {"controlnet_block_samples": spread(blocks, layers)}

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
