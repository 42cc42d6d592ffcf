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

    from core.denoise.flow_control import Added, Controlling
    from core.denoise.velocity import Asked
    from core.models.loading import LoadedModel

TURBO_SHIFT = 3.0
"""How far Turbo's steps are moved towards noise; the base model's are moved twice as far."""

HEAD, AXES = 128, [32, 48, 48]
PLACES = [1536, 512, 512]
"""How many words, rows and columns it tells apart."""
LATENTS = 16
BLOCKS = 30
"""Of its transformer, as it is published."""
REPOSITORY = "Tongyi-MAI/Z-Image-Turbo"


SAMPLES = "controlnet_block_samples"
SHARED = ("t_scale", "t_embedder", "all_x_embedder", "cap_embedder", "rope_embedder",
          "noise_refiner", "context_refiner", "x_pad_token", "cap_pad_token")  # fmt: skip
"""Of the transformer what its ControlNets begin with, and have not of their own."""


def spread(count: int, layers: int) -> list[int]:
    """The blocks of so many to which so many of a ControlNet belong, evenly from the first on."""
    every = max(1, round(layers / max(1, count)))
    return [number * every for number in range(count)]


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
        given = {
            "x": list(frames.unbind(0)),
            "t": (1000 - asked.time) / 1000,
            "cap_feats": words,
        }
        added = asked.controlled(given).get(SAMPLES)
        found = asked.model.unet(
            **given, controlnet_block_samples=None if added is None else dict(enumerate(added)),
            return_dict=False,
        )[0]  # fmt: skip
        # It predicts clean - ε.
        return -asked.joined([one.float().movedim(1, 0) for one in found], 0)

    control = "ZImageControlNetModel"

    def control_config(
        self, told: Mapping[str, Any], state: Mapping[str, Tensor], transformer: Mapping[str, Any]
    ) -> dict[str, Any]:
        found = dict(told)
        count = len(told["control_layers_places"])
        found["control_layers_places"] = spread(count, int(transformer["n_layers"]))
        first = state.get("control_noise_refiner.0.before_proj.weight")
        if found["add_control_noise_refiner"] and (first is None or not first.any()):
            found["add_control_noise_refiner"] = "control_layers"  # version 2.0: never taught
        return found

    def controlled(self, control: Controlling, asked: Asked, given: Mapping[str, Any]) -> Added:
        net, transformer = control.net, asked.model.unet
        missing = net.config.control_in_dim - control.latents.shape[1]
        shown = asked.joined(
            # What is to be kept of a picture, and where: none of it.
            [control.latents, control.latents.new_zeros(1, missing, *control.latents.shape[2:])], 1
        )  # fmt: skip
        shown = shown.to(asked.latents.dtype)[:, :, None].expand(len(asked.latents), *[-1] * 4)
        lent = {name: getattr(transformer, name) for name in SHARED}
        try:
            # It reads with the transformer's own layers, which it must not keep.
            for name, part in lent.items():
                setattr(net, name, part)
            samples = net(
                **given, control_context=list(shown.unbind(0)), conditioning_scale=control.weight
            )
        finally:
            for name in lent:
                setattr(net, name, None)
        nothing = asked.latents.new_zeros(1)
        count = len(transformer.layers)
        return {SAMPLES: [samples.get(number, nothing) for number in range(count)]}


Z_IMAGE = ZImage()
