"""Looks at a picture of the drawn world and says how near each place of it is.

A small convolutional net, trained on drawn scenes by packaging/starter/train_depth.py: it judges
whether a painted picture has the depth that it was asked to keep. `Depths.load().look(picture)`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from safetensors.torch import load_file
from torch import Tensor, nn

WEIGHTS = Path(__file__).with_name("depth.safetensors")
SIDE = 64  # pictures are looked at, and depth is told, in this size


class Block(nn.Module):
    """Two convolutions, each after it a norm."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(inputs, outputs, 3, 1, 1),
            nn.GroupNorm(8, outputs),
            nn.SiLU(),
            nn.Conv2d(outputs, outputs, 3, 1, 1),
            nn.GroupNorm(8, outputs),
            nn.SiLU(),
        )

    def forward(self, x: Tensor) -> Tensor:
        found: Tensor = self.layers(x)
        return found


class Net(nn.Module):
    """A U-Net over 64 × 64 px that is told where each pixel lies; 0 is far and 1 near."""

    def __init__(self, widths: tuple[int, ...] = (24, 40, 64, 96)) -> None:
        super().__init__()
        self.down = nn.ModuleList()
        inputs = 5
        for width in widths:
            self.down.append(Block(inputs, width))
            inputs = width
        self.up = nn.ModuleList(
            Block(low + high, high) for high, low in zip(widths[-2::-1], widths[:0:-1], strict=True)
        )
        self.last = nn.Conv2d(widths[0], 1, 1)

    def forward(self, pictures: Tensor) -> Tensor:
        """Pictures (n, 3, 64, 64) in -1…1 → (n, 64, 64)."""
        line = torch.linspace(-1, 1, SIDE)
        place = torch.stack(torch.meshgrid(line, line, indexing="ij"))
        x = torch.cat([pictures, place.expand(len(pictures), 2, SIDE, SIDE)], 1)
        kept = []
        for block in self.down:
            x = block(x)
            kept.append(x)
            x = F.avg_pool2d(x, 2)
        x = kept.pop()
        for block in self.up:
            x = block(torch.cat([F.interpolate(x, scale_factor=2.0), kept.pop()], 1))
        depth: Tensor = self.last(x)[:, 0].sigmoid()
        return depth


def prepared(picture: np.ndarray) -> Tensor:
    """A picture (height × width × 3, uint8) as the net takes it: (3, 64, 64) in -1…1."""
    pixels = torch.from_numpy(np.array(picture)).permute(2, 0, 1)[None].float() / 127.5 - 1
    return F.interpolate(pixels, (SIDE, SIDE), mode="area")[0]


class Depths:
    """The trained net, ready to look."""

    def __init__(self, net: Net) -> None:
        self.net = net.eval()

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> Depths:
        """Reads the weights from one safetensors file."""
        net = Net()
        net.load_state_dict({name: tensor.float() for name, tensor in load_file(path).items()})
        return cls(net)

    def look(self, picture: np.ndarray) -> np.ndarray:
        """How near each place of a picture is, (64, 64) float32: 0 far, 1 near."""
        with torch.inference_mode():
            found: np.ndarray = self.net(prepared(picture)[None])[0].numpy()
        return found
