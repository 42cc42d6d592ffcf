"""The layers that drafts of techniques name, as what a request holds of them (no Qt).

A picture's layer is taken as it lies on the part of the canvas that the request is about, so that
a map drawn on the canvas fits the picture that is made there. Regions become numbers.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.document.drafts import FromLayer, PictureFrom
from core.document.layers import Layer
from core.document.state import Snapshot, State
from core.errors import RecipeError
from core.generation.frame import resized
from core.geometry import Rect, Size
from core.parameters import Picture, PictureReader
from core.pixels.alpha import straight
from core.request import Pixels

if TYPE_CHECKING:
    from core.arrays import Bytes


class DraftPictures(PictureReader):
    """Hands the pictures of drafts to the reader of recipes, which knows names only."""

    def __init__(self) -> None:
        self._known: list[tuple[PictureFrom | None, Picture]] = []

    def name(self, picture: PictureFrom | None, parameter: Picture) -> str:
        self._known.append((picture, parameter))
        return str(len(self._known) - 1)

    def read(self, value: str, where: str, *, mask: bool) -> Pixels:
        picture, parameter = self._known[int(value)]
        if picture is None:
            raise RecipeError(where, "Nothing is chosen.", "Choose a layer or a file.")
        if isinstance(picture, Pixels):
            return self.own(picture, parameter)
        if isinstance(picture, FromLayer):
            return self.of_layer(picture.layer, where, parameter)
        return self.of_file(Path(picture.path), parameter)

    def own(self, pixels: Pixels, parameter: Picture) -> Pixels:
        raise NotImplementedError

    def of_layer(self, id: str, where: str, parameter: Picture) -> Pixels:
        raise NotImplementedError

    def of_file(self, path: Path, parameter: Picture) -> Pixels:
        raise NotImplementedError


class NoPixels(DraftPictures):
    """Knows only whether there is such a picture: for looking before anything is read."""

    def __init__(self, state: State) -> None:
        super().__init__()
        self._state = state

    def own(self, pixels: Pixels, parameter: Picture) -> Pixels:
        return _nothing(parameter)

    def of_layer(self, id: str, where: str, parameter: Picture) -> Pixels:
        layer = _layer(self._state, id, where)
        if parameter.map_of and layer.bounds().is_empty:
            raise _empty(layer, where)
        return _nothing(parameter)

    def of_file(self, path: Path, parameter: Picture) -> Pixels:
        return _nothing(parameter)


def _nothing(parameter: Picture) -> Pixels:
    return Pixels(np.zeros((8, 8) if parameter.mask else (8, 8, 4), np.uint8))


class OnCanvas(DraftPictures):
    """The pictures as they lie on a part of the canvas."""

    def __init__(self, snapshot: Snapshot, crop: Rect, size: Size) -> None:
        super().__init__()
        self._snapshot, self._crop, self._size = snapshot, crop, size

    def own(self, pixels: Pixels, parameter: Picture) -> Pixels:
        """Out of a recipe: about the part that the recipe was about, or else the whole canvas."""
        if not _placed(parameter) or pixels.size == self._size:
            return _of_kind(pixels, parameter)
        return self._over_canvas(_of_kind(pixels, parameter))

    def of_file(self, path: Path, parameter: Picture) -> Pixels:
        from core.files.pictures import open_mask, open_picture

        pixels = open_mask(path) if parameter.mask else open_picture(path).pixels
        return self._over_canvas(pixels) if _placed(parameter) else pixels

    def of_layer(self, id: str, where: str, parameter: Picture) -> Pixels:
        layer = _layer(self._snapshot, id, where)
        part = self._crop if _placed(parameter) else layer.bounds()
        if part.is_empty:
            raise _empty(layer, where)
        array = layer_pixels(layer, part, mask=parameter.mask)
        return Pixels(resized(array, self._size) if _placed(parameter) else array)

    def _over_canvas(self, pixels: Pixels) -> Pixels:
        """The part of a picture, spread over the whole canvas, that the request is about."""
        canvas = self._snapshot.size
        if self._crop == Rect.of_size(canvas):
            return pixels
        return Pixels(np.ascontiguousarray(resized(pixels.array, canvas)[self._crop.slices]))


def _empty(layer: Layer, where: str) -> RecipeError:
    return RecipeError(where, f"The layer “{layer.name}” is empty.", "Paint on it first.")


def _placed(parameter: Picture) -> bool:
    """Whether the picture says what belongs where; otherwise only what it shows counts."""
    return parameter.placed


def _of_kind(pixels: Pixels, parameter: Picture) -> Pixels:
    if parameter.mask and pixels.array.ndim == 3:
        return Pixels(_lightness(pixels.array))
    if not parameter.mask and pixels.array.ndim == 2:
        return Pixels(_opaque_grey(pixels.array))
    return pixels


def layer_pixels(layer: Layer, part: Rect, *, mask: bool = False) -> Bytes:
    """What is on a layer, whether it is shown or not: straight RGBA of `part`, or a mask.

    A mask or region as a picture is white on black; a picture as a mask is as strong as it is
    light.
    """
    grid = layer.grid
    if grid is None:
        grey = np.zeros((part.height, part.width), np.uint8)
        inner = layer.bounds().intersected(part).moved(-part.x, -part.y)
        if not inner.is_empty:
            grey[inner.slices] = 255
        return grey if mask else _opaque_grey(grey)
    pixels = grid.read(part)
    if grid.channels == 1:
        return pixels if mask else _opaque_grey(pixels)
    rgba = straight(pixels)
    return _lightness(rgba) if mask else rgba


def _lightness(rgba: Bytes) -> Bytes:
    """How light each pixel is over black: Rec. 601, as Pillow's own conversion to grey."""
    grey = rgba[..., :3] @ np.array([0.299, 0.587, 0.114], np.float32)
    result: Bytes = np.rint(grey * (rgba[..., 3] / np.float32(255))).astype(np.uint8)
    return result


def _opaque_grey(grey: Bytes) -> Bytes:
    result = np.full((*grey.shape, 4), 255, np.uint8)
    result[..., :3] = grey[..., None]
    return result


def region_number(state: State, region: FromLayer | int, where: str) -> int:
    """Which of the document's regions that count is meant; out of a recipe it is a number already.

    Raises RecipeError for one that does not count.
    """
    counting = [one.id for one in state.regions]
    if isinstance(region, FromLayer):
        layer = _layer(state, region.layer, where)
        if layer.id in counting:
            return counting.index(layer.id)
        raise RecipeError(
            where,
            f"“{layer.name}” is hidden or says nothing.",
            "Show the region and give it words, or choose another one.",
        )
    if isinstance(region, int) and region >= len(counting):
        raise RecipeError(
            where, "The recipe's region is not on the canvas.", "Choose another one, or none."
        )
    return region


def _layer(state: State, id: str, where: str) -> Layer:
    if not state.has_layer(id):
        raise RecipeError(where, "The layer is not there any more.", "Choose another one.")
    return state.layer(id)
