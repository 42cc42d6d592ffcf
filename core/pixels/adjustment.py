"""What an adjustment is: something that a layer does to the picture below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

import cv2
import numpy as np

from core import parameters as declared
from core.pixels.alpha import is_opaque, premultiplied, straight

if TYPE_CHECKING:
    from core.arrays import Bytes
    from core.parameters import Json


@dataclass(frozen=True)
class Adjustment:
    """Its fields are declared parameters. Alpha stays as it is but where it blurs."""

    kind: ClassVar[str] = ""
    title: ClassVar[str] = ""

    @property
    def reach(self) -> int:
        """How many pixels around it a pixel depends on; 0: on itself alone."""
        return 0

    def smaller(self, times: float) -> Self:
        """What it is on a picture whose sides are divided by `times`."""
        return self

    def applied(self, pixels: Bytes) -> Bytes:
        """Premultiplied RGBA (h, w, 4) after it; `pixels` are left alone. Where it has a reach,
        pixels nearer than that to the array's edges take the edge for that of the picture."""
        if is_opaque(pixels):
            return self.changed(pixels)
        colours = self.changed(straight(pixels))
        colours[..., 3] = pixels[..., 3]
        return premultiplied(colours)

    def changed(self, colours: Bytes) -> Bytes:
        """Straight colours after it, in a new array."""
        raise NotImplementedError

    def to_json(self) -> dict[str, Json]:
        return {"kind": self.kind} | declared.to_json(self)


class ByTable(Adjustment):
    """Each channel by itself, by tables of 256 values."""

    def changed(self, colours: Bytes) -> Bytes:
        whole = np.stack([*self.tables(), np.arange(256, dtype=np.uint8)], axis=1)
        return np.asarray(cv2.LUT(colours, whole[:, None, :].transpose(1, 0, 2)), np.uint8)

    def tables(self) -> tuple[Bytes, Bytes, Bytes]:
        """What each value (256) of red, green and blue becomes."""
        values = self.values()
        return values, values, values

    def values(self) -> Bytes:
        """What each value (256) of any channel becomes, where it is the same for all."""
        raise NotImplementedError
