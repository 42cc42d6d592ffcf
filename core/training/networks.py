"""Networks as folders in diffusers' form: a configuration, and weights as safetensors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from core.errors import FileError
from core.models.info import ModelInfo
from core.models.library import WEIGHTS
from core.training import tensors, thin


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
    _forget_origin(folder / "config.json")
    learned = {key: _as_saved(value, half) for key, value in thin.weights(network).items()}
    tensors.write(folder / f"{stem}.safetensors", learned, metadata)


def base_weights(info: ModelInfo, name: str) -> dict[str, Tensor] | None:
    """The weights to which a model's network is kept as a difference, if it is kept so."""
    if info.base is None:
        return None
    return tensors.read(info.base / name / f"{WEIGHTS[name]}.safetensors")


def take_up(network: Any, file: Path) -> None:
    """Gives a network the weights of one of its form. Raises FileError."""
    try:
        network.load_state_dict(tensors.read(file))
    except RuntimeError as error:
        raise FileError(
            f"“{file.parent.name}” is of another form ({' '.join(str(error).split())[:200]}).",
            "Begin from one that was taught on this model, or anew.",
        ) from error


def _forget_origin(file: Path) -> None:
    """Takes the place on this machine out of a configuration that the network was loaded from."""
    values = json.loads(file.read_text("utf-8"))
    if values.pop("_name_or_path", None) is not None:
        file.write_text(json.dumps(values, indent=2) + "\n", "utf-8")


def _as_saved(tensor: Tensor, half: bool) -> Tensor:
    if not tensor.is_floating_point():
        return tensor
    return tensor.to(torch.float16 if half else torch.float32)
