"""T2I-Adapters in one file: what their tensors tell, and diffusers' names for these (no torch).

Their authors (https://github.com/TencentARC/T2I-Adapter) count the residual blocks of a full
adapter through all levels, and those of a light one within each level. With two in a level:

    body.5.block1.weight          → adapter.body.2.resnets.1.block1.weight     full
    body.4.in_conv.weight         → adapter.body.2.in_conv.weight
    body.2.body.1.block1.weight   → adapter.body.2.resnets.1.block1.weight     light

Files with diffusers' names are read as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FULL, XL, LIGHT = "full_adapter", "full_adapter_xl", "light_adapter"

USUAL_BLOCKS = 2
"""Of each level in all full adapters that were published."""

_PREFIX = "adapter."
_COUNTED = re.compile(r"body\.(\d+)\.(in_conv|block1|block2)\.(weight|bias)")
_WITHIN = re.compile(r"body\.(\d+)\.body\.(\d+)\.(.+)")
_OLD = re.compile(r"body\.\d+\.(skep|down_opt)\.")


@dataclass(frozen=True)
class Layout:
    """How an adapter is built, as far as the shapes of its tensors tell."""

    kind: str
    in_channels: int = 3
    """Of the maps that it looks at."""
    channels: tuple[int, ...] = ()
    """Of what it gives to each level of the UNet."""
    blocks: int = USUAL_BLOCKS
    """Residual blocks in each level."""
    factor: int = 8
    """Pixels of the map, across, that become one place of the first level."""
    counted: bool = False
    """Whether its blocks are counted through all levels."""
    problem: str = ""
    """Why it cannot be used, in a sentence; empty when it can."""

    @property
    def config(self) -> dict[str, Any]:
        """What diffusers' T2IAdapter is made from."""
        # A light adapter's last level is as wide as the one before it, and not named.
        channels = self.channels[:-1] if self.kind == LIGHT else self.channels
        return {
            "in_channels": self.in_channels,
            "channels": list(channels),
            "num_res_blocks": self.blocks,
            "downscale_factor": self.factor,
            "adapter_type": self.kind,
        }

    def renamed(self, name: str) -> str:
        """diffusers' name for one of its tensors."""
        name = name.removeprefix(_PREFIX)
        if self.counted and (match := _COUNTED.fullmatch(name)):
            level, block = divmod(int(match[1]), self.blocks)
            part = match[2] if match[2] == "in_conv" else f"resnets.{block}.{match[2]}"
            name = f"body.{level}.{part}.{match[3]}"
        elif self.kind == LIGHT and (match := _WITHIN.fullmatch(name)):
            name = f"body.{match[1]}.resnets.{match[2]}.{match[3]}"
        return _PREFIX + name


def layout(shapes: Mapping[str, tuple[int, ...]]) -> Layout | None:
    """How the adapter in a file is built; None when there is none in it. `shapes`: of its tensors,
    by name."""
    shapes = {name.removeprefix(_PREFIX): shape for name, shape in shapes.items()}
    full = "conv_in.weight" in shapes and (
        "body.0.block1.weight" in shapes or "body.0.resnets.0.block1.weight" in shapes
    )
    try:
        if full:
            return _full(shapes)
        if "body.0.in_conv.weight" in shapes and "body.0.out_conv.weight" in shapes:
            return _light(shapes)
    except (KeyError, IndexError):
        return Layout(FULL if full else LIGHT, problem="Some of its tensors are missing.")
    if "style_embedding" in shapes and "ln_pre.weight" in shapes:
        return Layout(
            "style",
            problem="It is one for styles, which looks at pictures in another way. "
            "Use “Reference pictures” instead.",
        )
    return None


def _full(shapes: Mapping[str, tuple[int, ...]]) -> Layout:
    if any(_OLD.match(name) for name in shapes):
        return Layout(
            FULL,
            problem="It is one of the first ones, with layers that later ones do not have. "
            "Get the version that was published after it.",
        )
    counted = "body.0.block1.weight" in shapes
    if counted:
        count = 1 + max(int(m[1]) for name in shapes if (m := _COUNTED.fullmatch(name)))
        # A level that is wider than the one before begins with a convolution that widens.
        blocks = next((i for i in range(count) if f"body.{i}.in_conv.weight" in shapes), None)
        blocks = blocks or USUAL_BLOCKS
        if count % blocks:
            raise KeyError("a block of the last level")
        channels = [shapes[f"body.{i}.block1.weight"][0] for i in range(0, count, blocks)]
    else:
        channels = _each(shapes, "body.{}.resnets.0.block1.weight")
        blocks = len(_each(shapes, "body.0.resnets.{}.block1.weight"))
    # All adapters look at one or three channels: at SDXL's 16 × 16 px that is 256 or 768 numbers,
    # at the 8 × 8 px of others 64 or 192.
    seen = shapes["conv_in.weight"][1]
    factor = 16 if seen % 256 == 0 else 8
    return _judged(
        Layout(
            XL if factor == 16 else FULL,
            in_channels=seen // factor**2,
            channels=tuple(channels),
            blocks=blocks,
            factor=factor,
            counted=counted,
        )
    )


def _light(shapes: Mapping[str, tuple[int, ...]]) -> Layout:
    inner = "body" if "body.0.body.0.block1.weight" in shapes else "resnets"
    channels = _each(shapes, "body.{}.out_conv.weight")
    blocks = len(_each(shapes, f"body.0.{inner}." + "{}.block1.weight"))
    if channels[-1] != channels[-2]:
        raise KeyError("the last level")
    seen = shapes["body.0.in_conv.weight"][1]
    return _judged(Layout(LIGHT, seen // 8**2, tuple(channels), blocks))


def _judged(layout: Layout) -> Layout:
    """With what speaks against it."""
    if layout.in_channels in (1, 3):
        return layout
    problem = f"It looks at maps of {layout.in_channels} channels, and there are grey and RGB ones."
    return Layout(layout.kind, problem=problem)


def _each(shapes: Mapping[str, tuple[int, ...]], name: str) -> list[int]:
    """The first sides of the tensors that are called so, counted from 0 until one is missing."""
    found: list[int] = []
    while (shape := shapes.get(name.format(len(found)))) is not None:
        found.append(shape[0])
    return found
