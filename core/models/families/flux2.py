"""The family of FLUX.2: dev and klein.

Black Forest Labs 2025. Latents of 32 channels in squares of two by two, brought to unit variance by
the autoencoder's own statistics. A language model reads the prompt: three of its layers, one beside
the other. Pictures to be edited are shown beside the model's own. dev is told the guidance scale;
klein was distilled to 4 steps, or, as a base model, is guided.
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
    flow_scheduler,
    kl_factor,
    linear,
    page,
    usual,
)
from core.models.families.flux import double_and_single
from core.request import Mode

if TYPE_CHECKING:
    from torch import Tensor

    from core.denoise.velocity import Asked
    from core.models.loading import LoadedModel

APART = 10
"""From one picture's place in the sequence to the next one's."""

AXES = (32, 32, 32, 32)
LAYERS_READ = 3
"""Of the language model, one beside the other."""
DEV, KLEIN = "black-forest-labs/FLUX.2-dev", "black-forest-labs/FLUX.2-klein-4B"


class Flux2(FlowFamily):
    """FLUX.2."""

    id = "flux2"
    title = "FLUX.2"
    held, told = 22.0, 512
    pipelines = ("Flux2Pipeline", "Flux2KleinPipeline")
    transformer = "Flux2Transformer2DModel"
    components = {
        "transformer": ("Flux2Transformer2DModel",),
        "vae": ("AutoencoderKLFlux2",),
        "text_encoder": ("Mistral3ForConditionalGeneration", "Qwen3ForCausalLM"),
        "tokenizer": ("PixtralProcessor", "Qwen2Tokenizer"),
    }
    patch = 1
    certain = True
    shows_masked = True

    def pipeline_of(self, index: str) -> str:
        return index

    def options_of(self, index: Any) -> dict[str, Any]:
        if "Klein" in str(index.get("_class_name")):
            return {"is_distilled": bool(index.get("is_distilled", False))}
        return {}

    def network(self, shapes: Shapes) -> dict[str, Any]:
        inner, _ = shapes["x_embedder.weight"]
        return double_and_single(shapes) | {
            "timestep_guidance_channels": shapes[
                "time_guidance_embed.timestep_embedder.linear_1.weight"
            ][1],
            "mlp_ratio": shapes["transformer_blocks.0.ff.linear_out.weight"][1] / inner,
            "axes_dims_rope": AXES,
            "guidance_embeds": "time_guidance_embed.guidance_embedder.linear_1.weight" in shapes,
        }

    def beside(self, network: Mapping[str, Any]) -> dict[str, Wanted]:
        width = network["joint_attention_dim"] // LAYERS_READ
        found = {
            "vae": Wanted(
                "AutoencoderKLFlux2",
                "the autoencoder (VAE) of FLUX.2",
                f"flux2-vae.safetensors, or {page(KLEIN, 'vae')}",
                network["in_channels"] // 4,
            )
        }
        if network["guidance_embeds"]:
            return found | {
                "text_encoder": Wanted(
                    "Mistral3ForConditionalGeneration", "the text encoder Mistral 3",
                    page(DEV, "text_encoder"), width,
                ),
                "tokenizer": Wanted(
                    "PixtralProcessor", "the tokenizer of Mistral 3",
                    page(DEV, "tokenizer"),
                ),
            }  # fmt: skip
        return found | {
            "text_encoder": Wanted(
                "Qwen3ForCausalLM", "the text encoder Qwen3",
                f"qwen_3_4b.safetensors or qwen_3_8b.safetensors (whose words are {width} numbers "
                "wide), or the folder text_encoder of the same FLUX.2 klein", width,
            ),
            "tokenizer": Wanted(
                "Qwen2Tokenizer", "the tokenizer of Qwen3", page(KLEIN, "tokenizer")
            ),
        }  # fmt: skip

    def index(self, name: str, network: Mapping[str, Any]) -> dict[str, Any]:
        if network["guidance_embeds"]:
            return {"_class_name": "Flux2Pipeline"}
        # No tensor tells klein's base model from the distilled one.
        return {"_class_name": "Flux2KleinPipeline", "is_distilled": "base" not in name.lower()}

    def scheduler(self, name: str, network: Mapping[str, Any]) -> dict[str, Any]:
        return flow_scheduler(shift=3.0, use_dynamic_shifting=True)

    def shape(self, configs: Configs) -> Shape:
        vae, channels = configs["vae"], int(configs["transformer"]["in_channels"])
        if channels != 4 * int(vae["latent_channels"]):
            raise ValueError(f"{channels} channels")
        index = configs["index"]
        if "Klein" not in str(index.get("_class_name")):
            settings = usual(50, 4.0)
        else:
            settings = usual(4, 1.0) if index.get("is_distilled") else usual(50, 4.0)
        can = frozenset(Mode) | {"instruct"}
        return Shape(2 * kl_factor(vae), channels, channels, can=can, usual=settings)

    def guided(self, model: LoadedModel) -> bool:
        klein = type(model.pipeline).__name__ == "Flux2KleinPipeline"
        return klein and not model.pipeline.config.is_distilled

    def encoded(self, model: LoadedModel, text: str, pictures: Sequence[Tensor] = ()) -> Read:
        words, _ = model.pipeline.encode_prompt(text, device=model.device)
        return Read(words)

    def timing(self, model: LoadedModel, steps: int, tokens: int) -> dict[str, Any]:
        return {"sigmas": linear(steps), "mu": shift(tokens, steps)}

    def velocity(self, asked: Asked) -> Tensor:
        n, _, height, width = asked.latents.shape
        words = asked.each(asked.words.encoding)
        tokens = asked.latents.flatten(2).transpose(1, 2)
        own = tokens.shape[1]
        places = asked.grid(0, height, width)
        for number, shown in enumerate(asked.shown, 1):
            tokens = asked.joined([tokens, shown.flatten(2).transpose(1, 2)], 1)
            there = asked.grid(APART * number, *shown.shape[2:])
            places = asked.joined([places, there], 0)
        told = asked.model.unet.config.guidance_embeds
        predicted = asked.model.unet(
            hidden_states=tokens,
            timestep=asked.time / 1000,
            guidance=asked.full(asked.guidance) if told else None,
            encoder_hidden_states=words,
            txt_ids=asked.line(words.shape[1]).expand(n, -1, -1),
            img_ids=places.expand(n, -1, -1),
            return_dict=False,
        )[0]
        found: Tensor = predicted[:, :own].transpose(1, 2).unflatten(2, (height, width))
        return found

    def distribution(self, vae: Any, pixels: Tensor) -> tuple[Tensor, Tensor]:
        mean = vae.encode(pixels).latent_dist.mean
        n, c, h, w = mean.shape
        squares = mean.reshape(n, c, h // 2, 2, w // 2, 2).permute(0, 1, 3, 5, 2, 4)
        found = squares.reshape(n, 4 * c, h // 2, w // 2)
        return found, found.new_zeros(found.shape)

    def scaled(self, vae: Any, raw: Tensor) -> Tensor:
        mean, deviation = _statistics(vae, raw)
        return (raw - mean) / deviation

    def raw(self, vae: Any, latents: Tensor) -> Tensor:
        """Latents as the autoencoder makes and takes them."""
        mean, deviation = _statistics(vae, latents)
        n, c, h, w = latents.shape
        squares = (latents * deviation + mean).reshape(n, c // 4, 2, 2, h, w)
        return squares.permute(0, 1, 4, 2, 5, 3).reshape(n, c // 4, 2 * h, 2 * w)

    def decoded(self, vae: Any, latents: Tensor) -> Tensor:
        raw = self.raw(vae, latents)
        pixels: Tensor = vae.decode(raw.to(vae.dtype), return_dict=False)[0]
        return pixels


def _statistics(vae: Any, like: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and deviation of each channel, (1, c, 1, 1)."""
    mean = vae.bn.running_mean.view(1, -1, 1, 1).to(like)
    deviation = (vae.bn.running_var.view(1, -1, 1, 1) + vae.config.batch_norm_eps).sqrt().to(like)
    return mean, deviation


def shift(tokens: int, steps: int) -> float:
    """How far steps are moved towards noise: the authors' fit to 10 and to 200 steps."""
    many = 0.00016927 * tokens + 0.45666666
    if tokens > 4300:
        return many
    few = 8.73809524e-05 * tokens + 1.89833333
    slope = (many - few) / 190.0
    return slope * steps + many - 200.0 * slope


FLUX2 = Flux2()
