"""Networks as folders in diffusers' form: a configuration, and weights as safetensors."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from core.training import tensors


def write(
    folder: Path, network: Any, stem: str, metadata: Mapping[str, str], *, half: bool
) -> None:
    """Makes the folder of a network; `stem` names its weights, in 16 bits if `half`. Raises
    FileError and OSError."""
    folder.mkdir(exist_ok=True)
    if hasattr(network, "save_config"):
        network.save_config(folder)
    else:
        network.config.save_pretrained(folder)
    learned = {key: _as_saved(value, half) for key, value in network.state_dict().items()}
    tensors.write(folder / f"{stem}.safetensors", learned, metadata)


def _as_saved(tensor: Tensor, half: bool) -> Tensor:
    if not tensor.is_floating_point():
        return tensor
    return tensor.to(torch.float16 if half else torch.float32)
