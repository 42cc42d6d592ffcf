"""The family of Stable Diffusion 1.x and 2.x: a UNet over KL latents, one CLIP text encoder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.models.info import PreviewMap
from core.request import Mode

COMPONENTS = {
    "unet": "UNet2DConditionModel",
    "vae": "AutoencoderKL",
    "text_encoder": "CLIPTextModel",
    "tokenizer": "CLIPTokenizer",
}
"""The classes that a folder of this family names in its model_index.json."""

PREDICTIONS = ("epsilon", "v_prediction")

CAN: Mapping[int, frozenset[str]] = {
    4: frozenset(Mode),
    5: frozenset({"depth"}),
    8: frozenset({"instruct"}),
    9: frozenset(Mode),
}
"""What a UNet can do, by its input channels: 4 latents, and 1 depth; 4 of a picture to be edited;
or 1 mask and 4 of the masked picture."""

FOREIGN = ("time_cond_proj_dim", "class_embed_type", "encoder_hid_dim", "addition_embed_type")
"""Further inputs that UNets of other families want: guidance built in (LCM), classes, images…"""

VAE_SCALING = 0.18215
"""Scaling factor of the autoencoder that SD 1.x and 2.x share: tells it from retrained ones."""

PREVIEW = PreviewMap(
    # Published by Keturn, "Decoding latents to RGB without upscaling" (Hugging Face forum, 2022),
    # for colours in -1…1; halved and shifted here to 0…1.
    matrix=(
        (0.1490, 0.1035, 0.1040),
        (0.0935, 0.1430, 0.0865),
        (-0.0790, 0.0945, 0.1320),
        (-0.0920, -0.1355, -0.2365),
    ),
    bias=(0.5, 0.5, 0.5),
)
"""Latents of that autoencoder to colours."""


def family_of(unet: Mapping[str, Any]) -> str:
    """ "sd1" or "sd2", told by the width of the words that the UNet attends to."""
    return "sd2" if unet.get("cross_attention_dim") == 1024 else "sd1"


def factor(vae: Mapping[str, Any]) -> int:
    """Pixels to a latent: the autoencoder halves the picture after each level but the last."""
    return 1 << (len(vae["block_out_channels"]) - 1)


def side(unet: Mapping[str, Any]) -> int:
    """The side of the latents that the UNet was trained on; the shorter one of an oblong."""
    size = unet["sample_size"]
    return int(min(size) if isinstance(size, list) else size)


def problems(
    index: Mapping[str, Any],
    unet: Mapping[str, Any],
    vae: Mapping[str, Any],
    scheduler: Mapping[str, Any],
    components: Mapping[str, str] = COMPONENTS,
    foreign: Sequence[str] = FOREIGN,
) -> list[str]:
    """What keeps the model that these configurations describe from being used, in sentences.

    A family that is built alike gives its own `components`, and the inputs `foreign` to it.
    """
    found = []
    for component, wanted in components.items():
        name = class_name(index, component)
        # Tokenizers are saved under several names ("CLIPTokenizerFast") with the same content.
        if not name.startswith(wanted):
            found.append(f"Its {component} is {name or 'missing'}, not {wanted}.")
    if wants := [name for name in foreign if unet.get(name)]:
        found.append(f"Its UNet needs more than this version gives it ({', '.join(wants)}).")
    channels = unet.get("in_channels")
    if not isinstance(channels, int) or channels not in CAN:
        found.append(f"Its UNet takes {channels} channels, which no known kind of model does.")
    size = unet.get("sample_size")
    if not all(isinstance(n, int) and n > 0 for n in (size if isinstance(size, list) else [size])):
        found.append("Its UNet does not say for what size it was trained.")
    if not isinstance(vae.get("block_out_channels"), list) or vae.get("latent_channels") != 4:
        found.append("Its autoencoder is of an unknown kind.")
    prediction = scheduler.get("prediction_type", "epsilon")
    if prediction not in PREDICTIONS:
        found.append(f"Its UNet predicts “{prediction}”; known are {' and '.join(PREDICTIONS)}.")
    return found


def class_name(index: Mapping[str, Any], component: str) -> str:
    """The class of a component, as [library, class] in model_index.json; empty when it has none."""
    named = index.get(component)
    name = named[1] if isinstance(named, list) and len(named) == 2 else None
    return name if isinstance(name, str) else ""
