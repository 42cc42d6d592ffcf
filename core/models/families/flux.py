"""The family of FLUX.1: dev, schnell, Fill and Kontext.

Black Forest Labs 2024 and 2025, https://arxiv.org/abs/2506.15742. A transformer of 12 B over packed
latents of 16 channels; a CLIP text encoder sums the prompt up, and T5 reads it. All but schnell are
told the guidance scale, and need no negative prompt.
"""

from __future__ import annotations

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
    flux_autoencoder,
    heads,
    kl_factor,
    packed,
    page,
    spread,
    t5,
    t5_tokenizer,
    unpacked,
    usual,
)
from core.request import Mode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from torch import Tensor

    from core.denoise.flow_control import Added, Controlling
    from core.denoise.velocity import Asked
    from core.models.loading import LoadedModel

FILLS = "fill"
"""The ability of a transformer that sees the mask and what the mask leaves."""

CONTROL = 128
"""Channels that the transformers of FLUX.1 Canny and Depth take."""
HEAD, AXES = 128, (16, 56, 56)
"""Numbers of a head of attention, and how many of them tell picture, row and column."""
REPOSITORY = "black-forest-labs/FLUX.1-schnell"


def double_and_single(shapes: Shapes) -> dict[str, Any]:
    """What the tensors' shapes tell of a transformer whose first blocks have weights of their own
    for picture and words, and whose further ones share them."""
    inner, channels = shapes["x_embedder.weight"]
    (head,) = shapes["transformer_blocks.0.attn.norm_q.weight"]
    return {
        "patch_size": 1,
        "in_channels": channels,
        "out_channels": shapes["proj_out.weight"][0],
        "num_layers": blocks(shapes, "transformer_blocks"),
        "num_single_layers": blocks(shapes, "single_transformer_blocks"),
        "attention_head_dim": head,
        "num_attention_heads": heads(inner, head, HEAD),
        "joint_attention_dim": shapes["context_embedder.weight"][1],
    }


class Flux(FlowFamily):
    """FLUX.1."""

    id = "flux"
    title = "FLUX.1"
    pipelines = ("FluxPipeline", "FluxFillPipeline", "FluxKontextPipeline", "FluxImg2ImgPipeline",
                 "FluxInpaintPipeline", "FluxKontextInpaintPipeline")  # fmt: skip
    pipeline = "FluxPipeline"
    transformer = "FluxTransformer2DModel"
    components = {
        "transformer": ("FluxTransformer2DModel",),
        "vae": ("AutoencoderKL",),
        "text_encoder": ("CLIPTextModel",),
        "text_encoder_2": ("T5EncoderModel",),
        "tokenizer": ("CLIPTokenizer",),
        "tokenizer_2": ("T5Tokenizer",),
    }

    named_after = {"kontext": "FluxKontextPipeline"}

    def network(self, shapes: Shapes) -> dict[str, Any]:
        return double_and_single(shapes) | {
            "pooled_projection_dim": shapes["time_text_embed.text_embedder.linear_1.weight"][1],
            "guidance_embeds": "time_text_embed.guidance_embedder.linear_1.weight" in shapes,
            "axes_dims_rope": AXES,
        }

    def beside(self, network: Mapping[str, Any]) -> dict[str, Wanted]:
        return {
            "vae": flux_autoencoder(),
            "text_encoder": Wanted(
                "CLIPTextModel",
                "the text encoder CLIP-L",
                f"{CLIP_FILE}, or {page(REPOSITORY, 'text_encoder')}",
                network["pooled_projection_dim"],
                {"hidden_act": "quick_gelu"},
            ),
            "text_encoder_2": t5(network["joint_attention_dim"], REPOSITORY, "text_encoder_2"),
            "tokenizer": Wanted("CLIPTokenizer", "the tokenizer of CLIP", ""),
            "tokenizer_2": t5_tokenizer(REPOSITORY, "tokenizer_2"),
        }

    def index(self, name: str, network: Mapping[str, Any]) -> dict[str, Any]:
        if network["in_channels"] > network["out_channels"]:
            return {"_class_name": "FluxFillPipeline"}
        return super().index(name, network)

    def scheduler(self, name: str, network: Mapping[str, Any]) -> dict[str, Any]:
        if network["guidance_embeds"]:
            return flow_scheduler(shift=3.0, use_dynamic_shifting=True)
        return flow_scheduler(shift=1.0)

    def problems(self, index: Mapping[str, Any], configs: Configs) -> list[str]:
        if configs.get("transformer", {}).get("in_channels") == CONTROL:
            return [
                "It is one of FLUX.1's Control models, which see a map beside the latents: use "
                "FLUX.1 dev with a ControlNet of that kind."
            ]
        return super().problems(index, configs)

    def shape(self, configs: Configs) -> Shape:
        transformer, vae = configs["transformer"], configs["vae"]
        latents, channels = int(vae["latent_channels"]), int(transformer["in_channels"])
        told = bool(transformer.get("guidance_embeds"))
        factor = kl_factor(vae)
        if channels == 4 * (2 * latents + factor**2):
            can, settings = frozenset({Mode.INPAINT, Mode.OUTPAINT, FILLS}), usual(50, 30.0)
        elif channels != 4 * latents:
            raise ValueError(f"{channels} channels")
        elif "Kontext" in str(configs["index"].get("_class_name")):
            can, settings = frozenset({Mode.TEXT_TO_IMAGE, "instruct"}), usual(28, 2.5)
        else:
            can, settings = frozenset(Mode), usual(28, 3.5) if told else usual(4, 1.0)
        return Shape(factor, latents, channels, can=frozenset(can), usual=settings)

    def lacks(self, can: frozenset[str]) -> dict[str, str]:
        alone = (
            "FLUX.1 makes one prediction a step: there is none for a negative prompt to leave out."
        )
        return super().lacks(can) | {"limited_guidance": alone}

    def guided(self, model: LoadedModel) -> bool:
        return False

    def encoded(self, model: LoadedModel, text: str, pictures: Sequence[Tensor] = ()) -> Read:
        # schnell was taught with 256 tokens, but reads 512 as well, which is what diffusers gives.
        words, pooled, _ = model.pipeline.encode_prompt(text, device=model.device)
        return Read(words, pooled)

    def velocity(self, asked: Asked) -> Tensor:
        latents, words = asked.latents, asked.words
        height, width = latents.shape[2:]
        tokens = packed(latents)
        own = tokens.shape[1]
        places = asked.places(height // 2, width // 2)
        if asked.beside:
            tokens = asked.joined([tokens, *(packed(one) for one in asked.beside)], 2)
        for number, shown in enumerate(asked.shown, 1):
            tokens = asked.joined([tokens, packed(shown)], 1)
            h, w = (side // 2 for side in shown.shape[2:])
            places = asked.joined([places, asked.places(h, w, number)], 0)
        told: dict[str, Any] = {
            "timestep": asked.time / 1000,
            "pooled_projections": asked.each(words.pooled),
            "encoder_hidden_states": asked.each(words.encoding),
            "txt_ids": words.encoding.new_zeros(words.encoding.shape[1], 3),
        }
        added = asked.controlled(told)
        if asked.model.unet.config.guidance_embeds:
            told["guidance"] = asked.full(asked.guidance)
        predicted = asked.model.unet(
            hidden_states=tokens,
            img_ids=places,
            return_dict=False,
            **told,
            **{name: asked.lengthened(one, tokens.shape[1]) for name, one in added.items()},
        )[0]
        return unpacked(predicted[:, :own], height, width)

    control = "FluxControlNetModel"
    pictures = True

    def controlled(self, control: Controlling, asked: Asked, given: Mapping[str, Any]) -> Added:
        net, transformer = control.net, asked.model.unet
        height, width = asked.latents.shape[2:]
        count = len(asked.latents)
        told = dict(given)
        if net.config.guidance_embeds:
            told["guidance"] = asked.full(asked.guidance)
        if control.mode is not None:
            told["controlnet_mode"] = asked.whole_number(control.mode)
        by_pixels = net.input_hint_block is not None
        shown = control.pixels if by_pixels else packed(control.latents)
        assert shown is not None
        blocks, singles = net(
            hidden_states=packed(asked.latents),
            controlnet_cond=shown.to(asked.latents.dtype).expand(count, *shown.shape[1:]),
            conditioning_scale=control.weight,
            img_ids=asked.places(height // 2, width // 2),
            return_dict=False,
            **told,
        )
        found = {}
        if blocks is not None:
            layers = len(transformer.transformer_blocks)
            found["controlnet_block_samples"] = spread(blocks, layers, repeated=by_pixels)
        if singles is not None:
            layers = len(transformer.single_transformer_blocks)
            found["controlnet_single_block_samples"] = spread(singles, layers)
        return found


FLUX = Flux()
