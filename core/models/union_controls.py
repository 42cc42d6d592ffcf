"""ControlNets of UNets for several kinds of maps: which kinds, and how they are built (no torch).

ControlNet Union ("ControlNet++", https://github.com/xinsir6/ControlNetPlus) is a ControlNet of SDXL
that is told by a number what its map shows; its ProMax version knows two kinds more. Both are
published with the configuration of a plain ControlNet, so it is their tensors that tell.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from core.models.families.flow import blocks

Shapes = Mapping[str, tuple[int, ...]]

CLASSES = ("ControlNetUnionModel", "ControlNetModel_Union")
"""diffusers' name of such a net, and its authors'."""
PROMAX = "diffusion_pytorch_model_promax"
"""What the file of the ProMax version is called, which lies beside that of the first one."""

MODES: Mapping[str, int] = MappingProxyType(
    {
        "openpose": 0, "depth": 1, "scribble": 2, "sketch": 2, "softedge": 2, "canny": 3,
        "lineart": 3, "lineart_anime": 3, "mlsd": 3, "normal": 4, "segmentation": 5, "tile": 6,
        "inpaint": 7,
    }
)  # fmt: skip
"""Kind of map → the number by which it is told: 2 is thick lines, 3 thin ones; 6 and 7 are those of
ProMax."""
USUAL = 6
"""How many numbers there are where nothing tells."""
HOLE = 0.0
"""What the map for inpainting shows where the picture is to be made: black."""

TASKS = "task_embedding"
_HEADS = 8
_FIRST = "controlnet_cond_embedding.conv_in.weight"
_NEXT = "controlnet_cond_embedding.blocks"


def count(shapes: Shapes) -> int:
    """How many numbers a net of such tensors tells apart; 0 for one of a single kind."""
    return shapes.get(TASKS, (0,))[0]


def kinds_of(numbers: int) -> Mapping[str, int | None]:
    """The kinds of maps of a net that tells so many numbers apart, each with its own."""
    return {kind: mode for kind, mode in MODES.items() if mode < numbers}


def config_of(told: Mapping[str, Any], shapes: Shapes, latents: int) -> dict[str, Any]:
    """How diffusers' class builds the net of such tensors, which sees so many channels of
    `latents`. `told`: the net's own configuration, or that of the UNet to which it belongs.

    Raises KeyError, IndexError or ValueError for tensors of another kind.
    """
    numbers, width = shapes[TASKS]
    halved = range(1, blocks(shapes, _NEXT), 2)
    return dict(told) | {
        "in_channels": latents,
        "conditioning_channels": shapes[_FIRST][1],
        "conditioning_embedding_out_channels": [
            shapes[_FIRST][0], *(shapes[f"{_NEXT}.{n}.weight"][0] for n in halved)
        ],
        "controlnet_conditioning_channel_order": "rgb",
        "num_control_type": numbers,
        "num_trans_channel": width,
        # As all rows of a batch have the same map, heads make no difference.
        "num_trans_head": math.gcd(width, _HEADS),
        "num_trans_layer": blocks(shapes, "transformer_layes"),
        "num_proj_channel": shapes["spatial_ch_projs.weight"][0],
    }  # fmt: skip
