"""The family of Stable Diffusion XL: two text encoders, and a UNet that is told the picture's size.

Podell et al. 2023, https://arxiv.org/abs/2307.01952. Base models and those made from them
(inpainting with 9 channels, editing with 8). A refiner begins no picture: it is refused as a model
to paint with, and finishes those of others (`core.refiner`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.models.families import sd

FAMILY = "sdxl"

COMPONENTS = sd.COMPONENTS | {
    "text_encoder_2": "CLIPTextModelWithProjection",
    "tokenizer_2": "CLIPTokenizer",
}
"""The classes that a folder of this family names in its model_index.json."""

CONDITIONED = "text_time"
"""How diffusers names a UNet's further inputs: a summary of the prompt, and six numbers (the
original size, the corner of the crop, the size aimed at)."""

REFINER_FAMILY = "sdxl-refiner"

REFINER_COMPONENTS = {name: COMPONENTS[name] for name in ("unet", "text_encoder_2", "tokenizer_2")}
"""Of a refiner: it reads prompts by the second text encoder alone, and paints in the latents of the
model whose pictures it finishes."""

REFINER = (
    "It is a refiner of the SDXL family: it finishes what another model has begun, and paints no "
    "picture of its own."
)


def is_refiner(index: Mapping[str, Any]) -> bool:
    """Whether a model's index is that of a refiner, which is told how beautiful pictures are."""
    return bool(index.get("requires_aesthetics_score"))


def is_one(index: Mapping[str, Any], unet: Mapping[str, Any]) -> bool:
    """Whether these configurations are of this family."""
    return bool(sd.class_name(index, "text_encoder_2")) or (
        unet.get("addition_embed_type") == CONDITIONED
    )


def zeros_for_empty(index: Mapping[str, Any]) -> bool:
    """Whether the model was trained with zeros in place of the empty prompt."""
    return bool(index.get("force_zeros_for_empty_prompt", True))


def problems(
    index: Mapping[str, Any],
    unet: Mapping[str, Any],
    vae: Mapping[str, Any],
    scheduler: Mapping[str, Any],
) -> list[str]:
    """What keeps the model that these configurations describe from being used, in sentences."""
    foreign = tuple(name for name in sd.FOREIGN if name != "addition_embed_type")
    components = REFINER_COMPONENTS if is_refiner(index) else COMPONENTS
    found = sd.problems(index, unet, vae, scheduler, components, foreign)
    kind = unet.get("addition_embed_type")
    if kind != CONDITIONED:
        found.append(
            f"It is of the SDXL family, but its UNet takes {kind or 'no sizes'}, not {CONDITIONED}."
        )
    if vae.get("latents_mean") is not None:
        found.append("Its latents are shifted, which this version cannot undo.")
    if str(scheduler.get("_class_name", "")).startswith("EDM"):
        found.append("It was trained on noise levels that none of the samplers has (EDM).")
    return found
