"""Loading IP-Adapters and image encoders: safetensors only, frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file
from torch import Tensor
from transformers import CLIPVisionModelWithProjection

from core.errors import ModelError
from core.models.flow_names import adapter_name
from core.models.loading import LoadedModel
from core.models.references import Adapter, Encoder
from core.models.shelf import Shelf, fingerprint

MEAN, DEVIATION = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
"""Of the colours that CLIP was trained on."""


@dataclass(frozen=True, eq=False)
class LoadedAdapter:
    """An IP-Adapter in memory."""

    projection: Any
    """From what the encoder says of a picture to tokens."""
    keys: list[Tensor]
    """Of each layer that attends to words, (width, words)."""
    values: list[Tensor]
    key_biases: list[Tensor] = field(default_factory=list)
    """Of each layer, where there are any (FLUX.1)."""
    value_biases: list[Tensor] = field(default_factory=list)


def adapter(shelf: Shelf, info: Adapter, model: LoadedModel) -> LoadedAdapter:
    """An IP-Adapter for `model`, from the shelf if it is there. Raises ModelError."""
    key = info.path, fingerprint(info.path), model.dtype, model.device
    loaded: LoadedAdapter = shelf.get(key, lambda: _adapter(info, model))
    return loaded


def encoder(shelf: Shelf, info: Encoder, model: LoadedModel) -> Any:
    """A CLIP image encoder, from the shelf if it is there. Raises ModelError."""
    key = info.path, fingerprint(info.path), model.dtype, model.device
    return shelf.get(key, lambda: _encoder(info, model))


def seen(encoder: Any, rgb: np.ndarray[Any, np.dtype[np.uint8]], *, patches: bool) -> Tensor:
    """What the encoder says of a picture (h, w, 3), and of none: (2, …).

    The middle square of it is seen. Of patches, (2, patches, width), it is what enters the last
    layer, and none is a picture of zeros; of the summary, (2, width), none is zeros.
    """
    side = int(encoder.config.image_size)
    height, width = rgb.shape[:2]
    short = min(height, width)
    left, top = (width - short) / 2, (height - short) / 2
    box = (left, top, left + short, top + short)
    square = Image.fromarray(rgb).resize((side, side), Image.Resampling.BICUBIC, box=box)
    pixels = torch.from_numpy(np.asarray(square, np.float32) / 255)
    pixels = ((pixels - torch.tensor(MEAN)) / torch.tensor(DEVIATION)).permute(2, 0, 1)[None]
    pixels = pixels.to(encoder.device, encoder.dtype)
    if not patches:
        summary: Tensor = encoder(pixels).image_embeds
        return torch.cat([summary, torch.zeros_like(summary)])
    both = torch.cat([pixels, torch.zeros_like(pixels)])
    states: Tensor = encoder(both, output_hidden_states=True).hidden_states[-2]
    return states


def _adapter(info: Adapter, model: LoadedModel) -> LoadedAdapter:
    try:
        state = {adapter_name(name): tensor for name, tensor in load_file(info.path).items()}
        # It is made with random numbers before its own are put in; nobody else's are to be used up.
        with torch.random.fork_rng(devices=[]):
            projection = model.unet._convert_ip_adapter_image_proj_to_diffusers(
                {
                    name.removeprefix("image_proj."): tensor
                    for name, tensor in state.items()
                    if name.startswith("image_proj.")
                },
                low_cpu_mem_usage=False,
            )
        numbers = sorted(
            int(name.split(".")[1]) for name in state if name.endswith(".to_k_ip.weight")
        )

        def each(what: str) -> list[Tensor]:
            """Of all layers, where the file has them."""
            names = [f"ip_adapter.{number}.to_{what}" for number in numbers]
            return [state[name].to(model.device, model.dtype) for name in names if name in state]

        keys, values = each("k_ip.weight"), each("v_ip.weight")
        if len(values) != len(keys):
            raise ValueError("some of its values are missing")
    except MemoryError:
        raise
    except Exception as error:  # whatever the libraries raise for files they cannot make sense of
        raise _broken(f"IP-Adapter “{info.id}”", error) from error
    projection = projection.requires_grad_(False).eval().to(model.device, model.dtype)
    return LoadedAdapter(projection, keys, values, each("k_ip.bias"), each("v_ip.bias"))


def _encoder(info: Encoder, model: LoadedModel) -> Any:
    try:
        loaded = CLIPVisionModelWithProjection.from_pretrained(
            info.path, dtype=model.dtype, use_safetensors=True, local_files_only=True
        )
    except MemoryError:
        raise
    except Exception as error:  # as above
        raise _broken(f"image encoder in {info.path.name}", error) from error
    module: Any = loaded.requires_grad_(False).eval()
    return module.to(model.device)


def _broken(what: str, error: Exception) -> ModelError:
    first = str(error).strip().split("\n")[0][:200]
    return ModelError(
        f"The {what} cannot be loaded ({first}).", "Download or copy it again, or take it out."
    )
