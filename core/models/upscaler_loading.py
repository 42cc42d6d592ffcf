"""Loading upscaling networks, by the rules of `core.models.loading`: safetensors only, frozen.

spandrel knows their architectures and finds their sizes from the tensors. It imports torchvision
and forty architectures, so it is imported when the first network is loaded.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from core.errors import ModelError
from core.models import weights
from core.models.shelf import Shelf, fingerprint
from core.models.upscalers import UpscalerInfo

PURPOSES = ("SR", "Restoration")
"""What networks for whole pictures are for, as spandrel says it; others are for faces or holes."""


@dataclass(frozen=True, eq=False)
class LoadedUpscaler:
    """An upscaling network in memory."""

    network: Any
    """spandrel's ImageModelDescriptor."""
    scale: int

    def __call__(self, pixels: Tensor) -> Tensor:
        """(1, 3, h, w) in 0…1 → (1, 3, h · scale, w · scale) in 0…1, float32."""
        own = self.network
        given = pixels.to(own.device, own.dtype)
        if own.input_channels == 1:  # it knows brightness only
            made = torch.cat([own(given[:, one : one + 1]) for one in range(3)], dim=1)
        else:
            made = own(given)
        result: Tensor = made.to(pixels.device).float()
        return result


def upscaler(shelf: Shelf, info: UpscalerInfo, device: torch.device) -> LoadedUpscaler:
    """A network, from the shelf if it is there. Raises ModelError."""
    key = "upscaler", info.path, fingerprint(info.path), device
    loaded: LoadedUpscaler = shelf.get(key, lambda: _loaded(info, device))
    return loaded


def _loaded(info: UpscalerInfo, device: torch.device) -> LoadedUpscaler:
    if info.path.suffix != ".safetensors":
        raise _broken(info, "It is no safetensors file.")
    if problem := weights.problem(info.path):
        raise _broken(info, problem)
    from spandrel import ImageModelDescriptor, ModelLoader

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # some architectures call torch as it was once called
            network = ModelLoader(torch.device("cpu")).load_from_file(info.path)
    except MemoryError:
        raise
    except Exception as error:  # whatever the library raises for files it makes no sense of
        raise _broken(info, " ".join(str(error).split())[:200]) from error
    if not isinstance(network, ImageModelDescriptor) or network.purpose not in PURPOSES:
        raise _broken(info, "It does not make whole pictures larger.")
    channels = network.input_channels, network.output_channels
    if channels not in ((3, 3), (1, 1)):
        raise _broken(info, f"It wants pictures of {channels[0]} channels.")
    network.model.requires_grad_(False)
    if device.type == "cuda" and network.supports_half:
        network = network.to(torch.float16)
    else:
        network = network.float()  # halves are slow on processors, and not all networks bear them
    return LoadedUpscaler(network.to(device).eval(), int(network.scale))


def _broken(info: UpscalerInfo, why: str) -> ModelError:
    return ModelError(
        f"The upscaler “{info.id}” cannot be used. {why}",
        "Choose another one, or get the file anew.",
    )
