"""What an autoencoder (VAE) in a file is, by its tensors, and whose latents one makes (no torch).

Under the names of its first authors, as ComfyUI keeps it, or under diffusers'. Each class has a
latent space of its own, and some have several.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from core.models.numbered import count

Shapes = Mapping[str, tuple[int, ...]]

Told = tuple[str, int, dict[str, Any]] | None
"""Class, width and configuration."""

KL, FLUX2 = "AutoencoderKL", "AutoencoderKLFlux2"
QWEN, WAN, DC = "AutoencoderKLQwenImage", "AutoencoderKLWan", "AutoencoderDC"

TITLES = {KL: "Stable Diffusion / FLUX.1", FLUX2: "FLUX.2", QWEN: "Qwen-Image / Wan",
          WAN: "Qwen-Image / Wan", DC: "SANA (DC-AE)"}  # fmt: skip
"""Classes of autoencoders → whose they are, as artists know them."""
FAMILIES = {FLUX2: "flux2", QWEN: "qwen-image", WAN: "qwen-image", DC: "sana"}
"""Classes that one family has → that family."""

DC_SCALING = 0.41407
"""Of SANA's latents."""
_STAGE = re.compile(r"(encoder|decoder)\.(?:down_blocks|up_blocks|stages)\.(\d+)\.(\d+)\.(.+)")
_RAISED = re.compile(r"conv_out\.conv_inverted\.weight|local_module\.inverted_conv\.conv\.weight")
_SCALED = re.compile(r".*(?:to_qkv_multiscale\.0\.proj_in|aggreg\.0\.0)\.weight")
_HEADS = re.compile(r".*(?:to_qkv_multiscale\.0\.proj_out|aggreg\.0\.1)\.weight")
_ONE = re.compile(r"(?:conv\.)?conv\.weight")


def same(first: str, second: str) -> bool:
    """Whether an autoencoder of one class serves where the other is wanted: Qwen-Image's was made
    of Wan's, with its latents (Wu et al. 2025, https://arxiv.org/abs/2508.02324, section 2.2)."""
    return first == second or {first, second} == {QWEN, WAN}


def latents(config: Mapping[str, Any]) -> int:
    """Channels of its latents, by its configuration in diffusers; 0 where it does not say."""
    told = config.get("latent_channels", config.get("z_dim", 0))
    return told if type(told) is int else 0


def factor(kind: str, config: Mapping[str, Any]) -> int:
    """Pixels to one of its latents. Raises KeyError or TypeError for a configuration that makes no
    sense."""
    if kind in (QWEN, WAN):
        return 1 << len(config.get("temperal_downsample", (False, True, True)))
    widths = config["encoder_block_out_channels" if kind == DC else "block_out_channels"]
    return 1 << (len(widths) - 1)


def colours(config: Mapping[str, Any]) -> tuple[Any, Any]:
    """Numbers of a pixel that it takes, and that it gives."""
    taken = config.get("in_channels", config.get("input_channels", 3))
    return taken, config.get("out_channels", taken if "input_channels" in config else 3)


def flux2(shapes: Shapes) -> Told:
    """FLUX.2's; its decoder may be narrower than its encoder ("small decoder")."""
    if "bn.running_mean" not in shapes:
        return None
    channels = shapes["decoder.conv_in.weight"][1]
    config = kl(shapes, channels)
    theirs = "decoder.up.0.block.0.conv2.weight" in shapes
    levels = len(config["block_out_channels"])
    at = "decoder.up.{}.block.0.conv2.weight" if theirs else (
        "decoder.up_blocks.{}.resnets.0.conv2.weight")  # fmt: skip
    order = range(levels) if theirs else reversed(range(levels))
    widths = [shapes[at.format(level)][0] for level in order]
    if widths != config["block_out_channels"]:
        config["decoder_block_out_channels"] = widths
    return FLUX2, channels, config


def kl16(shapes: Shapes) -> Told:
    """That of FLUX.1, SD 3 and those who took it over."""
    channels = shapes.get("decoder.conv_in.weight", (0, 0))[1]
    if channels != 16 or "encoder.conv_in.weight" not in shapes:
        return None
    if len(shapes["encoder.conv_in.weight"]) != 4:
        return None
    return KL, channels, kl(shapes, channels)


def kl(shapes: Shapes, channels: int) -> dict[str, Any]:
    """How an AutoencoderKL is built, under the authors' names or diffusers'."""
    theirs = r"encoder\.down\.(\d+)\."
    if levels := count(shapes, theirs):
        at, layers = "encoder.down.{}.block.0.conv1.weight", r"encoder\.down\.0\.block\.(\d+)\."
    else:
        levels = count(shapes, r"encoder\.down_blocks\.(\d+)\.")
        at = "encoder.down_blocks.{}.resnets.0.conv1.weight"
        layers = r"encoder\.down_blocks\.0\.resnets\.(\d+)\."
    return {
        "block_out_channels": [shapes[at.format(level)][0] for level in range(levels)],
        "down_block_types": ["DownEncoderBlock2D"] * levels,
        "up_block_types": ["UpDecoderBlock2D"] * levels,
        "layers_per_block": count(shapes, layers),
        "latent_channels": channels,
        "sample_size": 1024,
        "use_quant_conv": any(n.endswith("quant_conv.weight") and "post" not in n for n in shapes),
        "use_post_quant_conv": any(n.endswith("post_quant_conv.weight") for n in shapes),
    }


def qwen(shapes: Shapes) -> Told:
    """Qwen-Image's or Wan's, which are built alike."""
    first = shapes.get("encoder.conv1.weight") or shapes.get("encoder.conv_in.weight")
    last = shapes.get("conv2.weight") or shapes.get("post_quant_conv.weight")
    if first is None or last is None or len(first) != 5:
        return None
    shown = shapes.get("decoder.head.2.weight") or shapes["decoder.conv_out.weight"]
    config = {
        "base_dim": first[0],
        "z_dim": last[0],
        "temperal_downsample": [False, True, True],
    }
    if (first[1], shown[0]) != (3, 3):  # pictures in layers, pictures twice as large
        config |= {"in_channels": first[1], "out_channels": shown[0]}
    return QWEN, last[0], config


def dc(shapes: Shapes) -> Told:
    """SANA's, of the compressing autoencoders of its authors (Chen et al. 2024,
    https://arxiv.org/abs/2410.10733): their others have other latents, and other norms."""
    first = shapes.get("encoder.project_in.conv.weight") or shapes.get("encoder.conv_in.weight")
    if first is None or len(first) != 4:
        return None
    plain = {name.replace("main.", "").replace("op_list.", ""): s for name, s in shapes.items()}
    last = plain.get("encoder.project_out.0.conv.weight") or plain.get("encoder.conv_out.weight")
    blocks: dict[str, dict[int, dict[int, dict[str, tuple[int, ...]]]]] = {}
    for name, shape in plain.items():
        if match := _STAGE.match(name):
            stages = blocks.setdefault(match[1], defaultdict(dict))
            stages[int(match[2])].setdefault(int(match[3]), {})[match[4]] = shape
    if last is None or set(blocks) != {"encoder", "decoder"}:
        return None
    if not any(_RAISED.match(n) for stage in blocks["encoder"].values() for one in stage.values()
               for n in one):  # fmt: skip
        return None
    if any(name.endswith("running_mean") for name in plain):
        return None
    config: dict[str, Any] = {"latent_channels": last[0], "scaling_factor": DC_SCALING}
    for half, resampled in (("encoder", "downsample_block_type"),
                            ("decoder", "upsample_block_type")):  # fmt: skip
        widths, kinds, layers, scales, heads, turned = _half(blocks[half])
        config |= {
            f"{half}_block_out_channels": widths,
            f"{half}_block_types": kinds,
            f"{half}_layers_per_block": layers,
            f"{half}_qkv_multiscales": scales,
            resampled: ("Conv" if half == "encoder" else "interpolate")
            if turned[0] == (widths[1] if half == "encoder" else widths[0])
            else ("pixel_unshuffle" if half == "encoder" else "pixel_shuffle"),
        }
        if heads:
            config["attention_head_dim"] = heads
    return DC, last[0], config


Half = tuple[list[int], list[str], list[int], list[list[int]], int, list[int]]


def _half(stages: Mapping[int, Mapping[int, Mapping[str, tuple[int, ...]]]]) -> Half:
    """Of its encoder or its decoder, for each stage: width, kind and number of blocks, kernels of
    its attention; then the numbers of a head, and what each change of size puts out."""
    widths, kinds, layers, scales, turned = [], [], [], [], []
    heads = 0
    if set(stages) != set(range(len(stages))):
        raise ValueError("some are missing")
    for _, stage in sorted(stages.items()):
        if set(stage) != set(range(len(stage))):
            raise ValueError("some are missing")
        found, kernels = [], []
        for _, block in sorted(stage.items()):
            raised = next((block[n] for n in block if _RAISED.match(n)), None)
            plain = next((block[n] for n in block if n.startswith("conv1.") and len(block[n]) > 1),
                         None)  # fmt: skip
            if raised is not None:
                found.append(("EfficientViTBlock", raised[1]))
                kernels += [block[name][-1] for name in block if _SCALED.match(name)]
                heads = next((block[n][1] for n in block if _HEADS.match(n)), heads)
            elif plain is not None:
                found.append(("ResBlock", plain[0]))
            else:
                turned.append(next(shape[0] for name, shape in block.items() if _ONE.match(name)))
        if len(set(found)) != 1 or len(set(kernels)) > 1:
            raise ValueError("blocks of several kinds")
        kind, width = found[0]
        widths.append(width)
        kinds.append(kind)
        layers.append(len(found))
        scales.append(sorted(set(kernels)))
    return widths, kinds, layers, scales, heads, turned


def tell(shapes: Shapes) -> Told:
    """Which of the autoencoders that are no older AutoencoderKL tensors of such names and shapes
    are; None for none of them."""
    for one in (flux2, kl16, qwen, dc):
        try:
            told = one(shapes)
        except (KeyError, IndexError, ValueError, StopIteration, ZeroDivisionError):
            continue
        if told is not None:
            return told
    return None
