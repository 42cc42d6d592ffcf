"""A generated layer gets other pixels, and keeps its place, its masks and how it is blended."""

from __future__ import annotations

from dataclasses import dataclass

from core.document.edit import Command, Edit
from core.document.layers import RasterLayer
from core.document.origin import Origin
from core.errors import UserError
from core.pixels.tiles import TileGrid


@dataclass(frozen=True, eq=False)
class MakeAgain(Command):
    """Replaces a picture's pixels by those of a grid of the canvas's size, made as `origin` says.
    UserError when the layer is locked, gone or no picture, or the canvas has another size."""

    layer_id: str
    pixels: TileGrid
    origin: Origin
    name: str | None = None
    """What it is called from now on; None: as before."""
    text: str = "Make again"

    def apply(self, edit: Edit) -> None:
        layer = edit.editable(self.layer_id, RasterLayer)
        if self.pixels.size != edit.state.size:
            raise UserError(
                "The canvas has another size than when this was made.", "Make it again."
            )
        edit.paint(layer.pixels).restore(self.pixels)
        name = layer.name if self.name is None else self.name
        edit.replace(layer.replaced(origin=self.origin, name=name))
