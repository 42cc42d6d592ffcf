"""Small upscaling networks of true architectures with random weights, as files."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file


def esrgan() -> Any:
    from spandrel.architectures.ESRGAN.__arch.RRDB import RRDBNet

    return RRDBNet(num_filters=8, num_blocks=2, scale=4)


def swinir() -> Any:
    from spandrel.architectures.SwinIR.__arch.SwinIR import SwinIR

    return SwinIR(
        img_size=16, embed_dim=12, depths=[2], num_heads=[2], window_size=4, mlp_ratio=2.0,
        upscale=2, upsampler="pixelshuffle",
    )  # fmt: skip


def span() -> Any:
    from spandrel.architectures.SPAN.__arch.span import SPAN

    return SPAN(num_in_ch=3, num_out_ch=3, feature_channels=8, upscale=4)


def compact(scale: int = 2) -> Any:
    from spandrel.architectures.Compact.__arch.SRVGG import SRVGGNetCompact

    return SRVGGNetCompact(num_feat=8, num_conv=2, upscale=scale)


ALL: dict[str, tuple[Callable[[], Any], str, int]] = {
    "esrgan": (esrgan, "ESRGAN", 4),
    "swinir": (swinir, "SwinIR", 2),
    "span": (span, "SPAN", 4),
    "compact": (compact, "Compact", 2),
}
"""Name → what makes it, its architecture, and its scale."""


def network(name: str, make: Callable[[], Any] | None = None) -> Any:
    """With weights that are the same each time."""
    with torch.random.fork_rng(devices=[]), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SwinIR's own, of torch.meshgrid
        torch.manual_seed(4)
        made = (make or ALL[name][0])()
    return made.eval()


def save(folder: Path, name: str, make: Callable[[], Any] | None = None) -> Path:
    """A safetensors file where such are kept."""
    file = folder / "upscale_models" / f"{name}.safetensors"
    file.parent.mkdir(parents=True, exist_ok=True)
    state = network(name, make).state_dict()
    save_file({key: value.contiguous().clone() for key, value in state.items()}, file)
    return file


def save_pickle(folder: Path, name: str, under: str = "params_ema") -> Path:
    """The same as it is mostly published."""
    file = folder / "upscale_models" / f"{name}.pth"
    file.parent.mkdir(parents=True, exist_ok=True)
    torch.save({under: network(name).state_dict()}, file)
    return file
