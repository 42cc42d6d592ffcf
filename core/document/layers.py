"""Layers: frozen values that hold the document's live pixels."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self, TypeAlias

from core.document.origin import Origin
from core.document.writing import Writing
from core.geometry import EMPTY, Rect, Size
from core.pixels.blend import BlendMode
from core.pixels.tiles import TileGrid

if TYPE_CHECKING:
    from core.pixels.adjustment import Adjustment

LABELS = ("blue", "green", "yellow", "orange", "brown", "red", "purple", "grey")
"""Colours that layers can be labelled with."""


def new_id() -> str:
    """An id that no other layer has, in any document."""
    return os.urandom(8).hex()


@dataclass(frozen=True, eq=False, kw_only=True)
class Layer:
    """What every kind of layer has. A layer's id stays when its properties or pixels change."""

    id: str = field(default_factory=new_id)
    name: str = "Layer"
    visible: bool = True
    opacity: float = 1.0
    locked: bool = False
    label: str = ""
    """A colour to find it by in the list, one of `LABELS`; empty: none."""
    inside: str | None = None
    """The id of the group that it lies in, or of the layer that it masks."""

    @property
    def grid(self) -> TileGrid | None:
        """The pixels that brushes paint on; None where there are none to paint on."""
        raise NotImplementedError

    def with_grid(self, grid: TileGrid) -> Self:
        """The same layer with other pixels."""
        raise NotImplementedError

    def extent(self) -> Rect:
        """A rectangle outside of which the layer shows nothing; cheap, by whole tiles."""
        return EMPTY if self.grid is None else self.grid.extent()

    def bounds(self) -> Rect:
        """The smallest such rectangle; may reach beyond the canvas."""
        return EMPTY if self.grid is None else self.grid.bounds()

    def frozen(self) -> Self:
        """The layer as it is now, whatever is painted later; tiles are shared."""
        return self if self.grid is None else self.with_grid(self.grid.snapshot())

    def replaced(self, **properties: object) -> Self:
        """The layer with other properties. TypeError for one that its kind does not have."""
        return dataclasses.replace(self, **properties)  # type: ignore[arg-type]


@dataclass(frozen=True, eq=False, kw_only=True)
class RasterLayer(Layer):
    """A picture: premultiplied RGBA, part of exports and of what is generated from."""

    pixels: TileGrid
    blend: BlendMode = BlendMode.NORMAL
    clipped: bool = False
    """Shown only where the next layer below that is not clipped has something."""
    alpha_locked: bool = False
    """Paint changes colours, and not how opaque anything is."""
    origin: Origin | None = None
    """How it was generated; None for what an artist made."""
    writing: Writing | None = None
    """What was written on it; whether its letters are still all that is on it, `written` tells."""

    @classmethod
    def empty(cls, size: Size, name: str = "Layer") -> Self:
        return cls(name=name, pixels=TileGrid(size, 4))

    @property
    def grid(self) -> TileGrid:
        return self.pixels

    def with_grid(self, grid: TileGrid) -> Self:
        return self.replaced(pixels=grid)


@dataclass(frozen=True, eq=False, kw_only=True)
class GroupLayer(Layer):
    """Layers that are shown, moved and blended as one. What lies in it names it in `inside`."""

    blend: BlendMode = BlendMode.NORMAL
    clipped: bool = False
    through: bool = False
    """Its layers meet what lies below the group, each by its own mode, instead of one another
    alone (Photoshop's "pass through", OpenRaster's isolation "auto")."""

    @property
    def grid(self) -> None:
        return None

    def with_grid(self, grid: TileGrid) -> Self:
        raise TypeError("a group has no pixels")


@dataclass(frozen=True, eq=False, kw_only=True)
class AdjustmentLayer(Layer):
    """Changes the colours of what lies below it in its group, or of what it is clipped to."""

    adjustment: Adjustment
    clipped: bool = False

    @property
    def grid(self) -> None:
        return None

    def with_grid(self, grid: TileGrid) -> Self:
        raise TypeError("an adjustment has no pixels")


Picture: TypeAlias = RasterLayer | GroupLayer | AdjustmentLayer
"""What the picture is made of: what can lie in groups, be clipped and have masks."""


@dataclass(frozen=True, eq=False, kw_only=True)
class LayerMask(Layer):
    """Where the layer that it lies in is hidden: 255 wholly, 0 not at all. Not visible, it does
    nothing.

    It holds what is hidden rather than what is shown, so that a new one is empty, and what a
    larger canvas adds is shown.
    """

    hidden: TileGrid

    @classmethod
    def empty(cls, size: Size, name: str = "Layer mask") -> Self:
        return cls(name=name, hidden=TileGrid(size, 1))

    @property
    def grid(self) -> TileGrid:
        return self.hidden

    def with_grid(self, grid: TileGrid) -> Self:
        return self.replaced(hidden=grid)


@dataclass(frozen=True, eq=False, kw_only=True)
class SketchLayer(Layer):
    """Drawn over the picture; part neither of exports nor of what is generated from."""

    pixels: TileGrid

    @classmethod
    def empty(cls, size: Size, name: str = "Sketch") -> Self:
        return cls(name=name, pixels=TileGrid(size, 4))

    @property
    def grid(self) -> TileGrid:
        return self.pixels

    def with_grid(self, grid: TileGrid) -> Self:
        return self.replaced(pixels=grid)


@dataclass(frozen=True, eq=False, kw_only=True)
class MaskLayer(Layer):
    """What is repainted: 255 wholly, 0 not at all. Its opacity is that of its tint on screen."""

    coverage: TileGrid

    @classmethod
    def empty(cls, size: Size, name: str = "Mask") -> Self:
        return cls(name=name, opacity=0.5, coverage=TileGrid(size, 1))

    @property
    def grid(self) -> TileGrid:
        return self.coverage

    def with_grid(self, grid: TileGrid) -> Self:
        return self.replaced(coverage=grid)


@dataclass(frozen=True, eq=False, kw_only=True)
class RegionLayer(Layer):
    """A prompt for a part of the picture: a box, or a painted shape. Painting on a box makes it a
    shape, and setting a box makes it a box again."""

    prompt: str = ""
    negative_prompt: str = ""
    box: Rect | None = None
    coverage: TileGrid | None = None
    color: tuple[int, int, int] = (90, 160, 240)
    strength: float = 1.0
    """0…1; these four are what `RegionPrompt` says of them."""
    seed: int | None = None
    start: float = 0.0
    end: float = 1.0

    @property
    def grid(self) -> TileGrid | None:
        return self.coverage

    def with_grid(self, grid: TileGrid) -> Self:
        return self.replaced(coverage=grid)

    def extent(self) -> Rect:
        if self.coverage is not None:
            return self.coverage.extent()
        return EMPTY if self.box is None else self.box

    def bounds(self) -> Rect:
        if self.coverage is not None:
            return self.coverage.bounds()
        return EMPTY if self.box is None else self.box


def fresh_name(base: str, layers: Iterable[Layer]) -> str:
    """`base`, or `base` with the first number that no layer has yet."""
    taken = {layer.name for layer in layers}
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base} {number}"
    return name


def hiding(color: tuple[int, int, int]) -> tuple[int, int, int]:
    """What paint of a colour does on a layer mask: black hides, white shows, grey in between."""
    red, green, blue = color
    value = 255 - round(0.299 * red + 0.587 * green + 0.114 * blue)
    return value, value, value
