"""The family of SANA: a transformer of linear attention over latents of 1/32.

Xie et al. 2024, https://arxiv.org/abs/2410.10629. Gemma reads the prompt after an instruction that
asks it to think of the picture (section 3.1); the negative prompt is read as it is.
"""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from core.models.families.flow import Configs, FlowFamily, Read, Shape, usual

if TYPE_CHECKING:
    from torch import Tensor

    from core.denoise.velocity import Asked
    from core.models.loading import LoadedModel


class Sana(FlowFamily):
    """SANA."""

    id = "sana"
    title = "SANA"
    pipelines = ("SanaPipeline", "SanaPAGPipeline")
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
        unet, words = asked.model.unet, asked.words
        assert words.mask is not None
        predicted: Tensor = unet(
            asked.latents,
            encoder_hidden_states=asked.each(words.encoding),
            encoder_attention_mask=words.mask.expand(len(asked.latents), -1),
            timestep=asked.time * unet.config.timestep_scale,
            return_dict=False,
        )[0]
        return predicted[:, : asked.latents.shape[1]]

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


def _instruction(pipeline: Any) -> Any:
    """The instruction that the model was trained with, as diffusers holds it."""
    call = inspect.signature(type(pipeline).__call__)
    return call.parameters["complex_human_instruction"].default


SANA = Sana()
