"""Networks kept as their difference to another model's: small files for models of one origin.

What training adds to a matrix is nearly of low rank, so that ΔW ≈ B A with few columns of B keeps
most of it (Hu et al. 2021, https://arxiv.org/abs/2106.09685, learn it in that form; here it is cut
out of what was learned, by singular values: Eckart & Young 1936, doi:10.1007/BF02288367). In the
file, "{name}.up" (out, rank) and "{name}.down" (rank, in · height · width) are added to the base's
weight, and "{name}.whole" stands in its place: vectors, and a first convolution that was widened.
What is not named is as in the base.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from diffusers import UNet2DConditionModel
from safetensors.torch import load_file, save
from torch import Tensor

from core.files.atomic import copy, replacing, replacing_folder, write_bytes
from core.files.trouble import unwritable
from core.models.digest import digest_of
from core.models.info import ModelInfo
from core.models.library import ABOUT, BASE, DIFFERENCE, OF_BASE, read_json

UP, DOWN, WHOLE = ".up", ".down", ".whole"
LEAST = 1e-4
"""Singular values below this part of the greatest are rounding."""


def file_of(component: Path) -> Path:
    """Where the difference lies in the folder of a network that is kept as one."""
    return component / DIFFERENCE


def restored(kind: Any, info: ModelInfo, name: str, dtype: torch.dtype) -> Any:
    """A network of class `kind` from its base's weights and its difference to them.

    Raises ValueError when the two do not belong together, and whatever the libraries raise for
    files that they cannot make sense of.
    """
    assert info.base is not None
    base = kind.from_pretrained(
        info.base / name, dtype=torch.float32, use_safetensors=True, local_files_only=True
    )
    state = added(base.state_dict(), load_file(file_of(info.path / name)))
    config = kind.load_config(info.path / name, local_files_only=True)
    with torch.device("meta"):  # made without numbers of its own
        network = kind.from_config(config)
    network.load_state_dict({key: tensor.to(dtype) for key, tensor in state.items()}, assign=True)
    return network


def added(base: Mapping[str, Tensor], difference: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The weights that a difference makes of the base's, in the base's number type.

    Raises ValueError when it is none to these.
    """
    found = dict(base)
    for key, tensor in difference.items():
        name, _, kind = key.rpartition(".")
        if f".{kind}" == WHOLE:
            found[name] = tensor.to(base[name].dtype if name in base else torch.float32)
        elif f".{kind}" == UP:
            down = difference.get(name + DOWN)
            own = base.get(name)
            if down is None or own is None or own.numel() != len(tensor) * down.shape[1]:
                raise ValueError(f"{name} is no difference to the base's")
            change = (tensor.float() @ down.float()).reshape(own.shape)
            found[name] = (own.float() + change).to(own.dtype)
        elif f".{kind}" != DOWN:
            raise ValueError(f"{key} is no part of a difference")
    return found


def write(target: Path, taught: ModelInfo, base: ModelInfo, numbers: int) -> float:
    """Makes the folder of a model that was taught, with its UNet as its difference to the base's.

    Matrices and kernels share so many `numbers` of 2 bytes (`made`); all else of the taught model
    is to be the base's. Returns which part of what was learned is lost. Raises FileError.
    """
    first, second = (
        UNet2DConditionModel.from_pretrained(
            one.part("unet"), dtype=torch.float32, use_safetensors=True, local_files_only=True
        ).state_dict()
        for one in (base, taught)
    )
    difference = made(first, second, numbers)
    about = {"format": "pt", OF_BASE: digest_of(base.path / "unet")}
    try:
        told = {BASE: base.id} | read_json(taught.path / ABOUT)
    except (OSError, ValueError):
        told = {BASE: base.id, "title": taught.title}
    try:
        with replacing_folder(target) as part:
            (part / "unet").mkdir()
            with replacing(file_of(part / "unet")) as file:
                file.write(save(difference, about))
            for name in ("model_index.json", "unet/config.json"):
                copy(taught.part(name), part / name)
            write_bytes(part / ABOUT, json.dumps(told, indent=1).encode() + b"\n")
    except OSError as error:
        raise unwritable(target, error) from error
    return left(first, second, difference)


def made(
    base: Mapping[str, Tensor], taught: Mapping[str, Tensor], numbers: int
) -> dict[str, Tensor]:
    """The difference, in 16 bits, that makes of the base's weights nearly those that were taught.

    Matrices and kernels share so many `numbers`: those singular vectors are kept that bring most
    for their length. Vectors, and what has another shape than the base's, are kept whole.
    """
    whole: dict[str, Tensor] = {}
    parts: dict[str, tuple[Tensor, Tensor, Tensor]] = {}
    # For each matrix the best of its singular vectors that are not taken yet.
    heap: list[tuple[float, str]] = []

    def offer(name: str, rank: int) -> None:
        up, values, down = parts[name]
        if rank < len(values) and values[rank] > LEAST * values[0]:
            gain = float(values[rank]) ** 2 / (len(up) + down.shape[1])
            heapq.heappush(heap, (-gain, name))

    for name, tensor in taught.items():
        own = base.get(name)
        if own is not None and own.shape == tensor.shape:
            change = tensor.double() - own.double()
            if not change.any():
                continue
            if tensor.dim() > 1:
                parts[name] = torch.linalg.svd(change.flatten(1), full_matrices=False)
                offer(name, 0)
                continue
        whole[name + WHOLE] = tensor.half().contiguous()
    ranks = dict.fromkeys(parts, 0)
    while heap:
        _, name = heapq.heappop(heap)
        up, _, down = parts[name]
        numbers -= len(up) + down.shape[1]
        if numbers < 0:
            break
        ranks[name] += 1
        offer(name, ranks[name])
    found = dict(whole)
    for name, rank in ranks.items():
        if rank:
            up, values, down = parts[name]
            root = values[:rank].sqrt()
            found[name + UP] = (up[:, :rank] * root).half().contiguous()
            found[name + DOWN] = (root[:, None] * down[:rank]).half().contiguous()
    return found


def left(
    base: Mapping[str, Tensor], taught: Mapping[str, Tensor], difference: Mapping[str, Tensor]
) -> float:
    """Which part of what was taught a difference lacks: ‖made - taught‖ / ‖taught - base‖, over
    the weights that have the base's shapes."""
    got = added(base, difference)
    alike = [name for name in taught if name in base and base[name].shape == taught[name].shape]
    lacks = sum(float((got[n].double() - taught[n].double()).square().sum()) for n in alike)
    learned = sum(float((taught[n].double() - base[n].double()).square().sum()) for n in alike)
    return float((lacks / learned) ** 0.5) if learned else 0.0
