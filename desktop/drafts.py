"""From the list of techniques in the panel to those of a request (no Qt, no torch).

Pictures that are named become pixels here: a layer's as they lie on the part of the canvas that
the request is about, so that a map drawn on the canvas fits the picture that is made there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.document.drafts import Draft, FromLayer, PictureFrom, Value
from core.document.layers import Layer
from core.document.state import Snapshot, State
from core.errors import RecipeError, UserError
from core.generation.frame import resized
from core.geometry import Rect, Size
from core.models.info import ModelInfo
from core.parameters import (
    FieldError,
    Picture,
    PictureReader,
    Several,
    Text,
    Words,
    parameters,
)
from core.pixels.alpha import straight
from core.request import Mode, Pixels, Request
from core.techniques import techniques
from core.techniques.declare import INPUTS, Declaration, Technique
from core.techniques.declare import parse as parse_technique
from core.words.spoken import contains

if TYPE_CHECKING:
    from core.arrays import Bytes

_NEEDED = {
    "source": "It needs a picture to work on: paint or open one.",
    "mask": "It needs a mask: paint over the part that it is to change (Q).",
    "prompt": "It needs a prompt.",
}
_HAS_SOURCE = (Mode.IMAGE_TO_IMAGE, Mode.INPAINT, Mode.OUTPAINT)
_HAS_MASK = (Mode.INPAINT, Mode.OUTPAINT)


def problems(state: State, mode: Mode, info: ModelInfo) -> tuple[str, ...]:
    """For each technique in the list why it cannot run now; empty when it can, or is off."""
    found: list[str] = []
    earlier: list[Declaration] = []
    for draft in state.settings.techniques:
        kind = techniques().get(draft.id)
        if not draft.on:
            found.append("")
        elif kind is None:
            found.append("This version of Underpaint does not have it. Remove it.")
        else:
            about = kind.declaration
            found.append(_problem(draft, kind, earlier, state, mode, info))
            earlier.append(about)
    return tuple(found)


def _problem(
    draft: Draft,
    kind: type[Technique],
    earlier: Sequence[Declaration],
    state: State,
    mode: Mode,
    info: ModelInfo,
) -> str:
    about = kind.declaration
    if reason := lacks(about, info):
        return reason
    for other in earlier:
        if reason := about.refuses(other):
            return f"It cannot be combined with {other.title}: {reason} Switch one of them off."
    have = {
        "source": mode in _HAS_SOURCE,
        "mask": mode in _HAS_MASK,
        "prompt": bool(state.settings.prompt.strip()),
    }
    for need in about.needs:
        if not have.get(need, True):
            return _NEEDED[need]
    try:
        _made(draft, kind, _NoPixels(state))
    except UserError as error:
        return str(error).removeprefix(f"{about.title}: ")
    return _word_not_said(draft.values, kind, state.said)


def lacks(about: Declaration, info: ModelInfo | None) -> str:
    """Why a technique can do nothing with this model; empty when it can."""
    if info is None or info.problems:
        return ""
    for need in about.needs:
        if need not in INPUTS and need not in info.can:
            return (
                f"It needs a model made for it, and “{info.title}” is not one. "
                "Choose such a model, or switch it off."
            )
    return ""


def _word_not_said(values: Mapping[str, Value], kind: type, prompt: str) -> str:
    if "{" in prompt or "__" in prompt:
        return ""  # the seed decides later what the prompt says
    for name, parameter in parameters(kind).items():
        if isinstance(parameter, Words):
            for word in values.get(name) or ():
                if isinstance(word, str) and not contains(prompt, word):
                    return f"“{word}” is not in the prompt. Choose words that are."
    return ""


def title(draft: Draft) -> str:
    """What the technique is called; its id when this version does not have it."""
    kind = techniques().get(draft.id)
    return draft.id if kind is None else kind.declaration.title


def without_pixels(state: State) -> tuple[Technique, ...]:
    """The techniques that are on, with nothing in their pictures: to say what will happen.

    Raises UserError for what `problems` tells.
    """
    found = ((draft, techniques().get(draft.id)) for draft in state.settings.techniques if draft.on)
    return tuple(_made(draft, kind, _NoPixels(state)) for draft, kind in found if kind is not None)


def finished(snapshot: Snapshot, crop: Rect, size: Size) -> tuple[Technique, ...]:
    """The techniques that are on, for a request of `size` pixels about `crop` of the canvas.

    May take a while: reads files and composites layers. Raises UserError naming technique and
    field.
    """
    found = []
    for draft in snapshot.settings.techniques:
        if draft.on:
            kind = techniques().get(draft.id)
            if kind is None:
                raise UserError(
                    f"This version of Underpaint does not have the technique “{draft.id}”.",
                    "Remove it from the list.",
                )
            found.append(_made(draft, kind, _OnCanvas(snapshot, crop, size)))
    return tuple(found)


def check(request: Request) -> None:
    """Raises UserError when a technique does not fit the rest of the request."""
    for technique in request.techniques:
        try:
            technique.check(request)
        except FieldError as error:
            raise _told(type(technique), error.field, error.cause, error.remedy) from None


def _told(kind: type[Technique], field: str, cause: str, remedy: str) -> UserError:
    """What is wrong with a field, named as the form names it."""
    where = "".join(f"{title}: " for title in _titles_of(kind, field))
    return UserError(f"{kind.declaration.title}: {where}{cause}", remedy)


def _titles_of(kind: type, path: str) -> Iterator[str]:
    """ "concepts[0].prompt" → "Concept 1", "Prompt"."""
    first, _, rest = path.partition(".")
    name, _, number = first.partition("[")
    parameter = parameters(kind).get(name)
    if isinstance(parameter, Several) and number:
        yield f"{parameter.singular} {int(number.rstrip(']')) + 1}"
        yield from _titles_of(parameter.of, rest)
    elif parameter is not None:
        yield parameter.shown_title


def _made(draft: Draft, kind: type[Technique], pictures: _Pictures) -> Technique:
    """The technique of a draft. Raises UserError."""
    value = dict(_named(kind, draft.values, pictures))
    try:
        return parse_technique(kind, value, "", pictures)
    except RecipeError as error:
        cause = error.cause.removeprefix(f"{error.field}: ")
        raise _told(kind, error.field, cause, error.remedy) from None


def _named(
    kind: type, values: Mapping[str, Value], pictures: _Pictures
) -> Iterator[tuple[str, Value]]:
    """Values as a recipe has them; those this version does not declare are left out.

    A picture is named by a number, under which `pictures` finds it again.
    """
    for name, parameter in parameters(kind).items():
        if name not in values and not parameter.required:
            continue
        value = values.get(name)
        if isinstance(parameter, Picture):
            if value is not None or parameter.required:
                yield name, pictures.name(value, parameter)
        elif isinstance(parameter, Several) and isinstance(value, list):
            yield (
                name,
                [
                    dict(_named(parameter.of, entry, pictures))
                    if isinstance(entry, dict)
                    else entry
                    for entry in value
                ],
            )
        elif value is None and parameter.required and isinstance(parameter, Text | Words):
            yield name, "" if isinstance(parameter, Text) else []
        elif value is not None or parameter.optional:
            yield name, value


class _Pictures(PictureReader):
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


class _NoPixels(_Pictures):
    """Knows only whether there is such a picture: for looking before anything is read."""

    def __init__(self, state: State) -> None:
        super().__init__()
        self._state = state

    def own(self, pixels: Pixels, parameter: Picture) -> Pixels:
        return _nothing(parameter)

    def of_layer(self, id: str, where: str, parameter: Picture) -> Pixels:
        _layer(self._state, id, where)
        return _nothing(parameter)

    def of_file(self, path: Path, parameter: Picture) -> Pixels:
        return _nothing(parameter)


def _nothing(parameter: Picture) -> Pixels:
    return Pixels(np.zeros((8, 8) if parameter.mask else (8, 8, 4), np.uint8))


class _OnCanvas(_Pictures):
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
            raise RecipeError(where, f"The layer “{layer.name}” is empty.", "Paint on it first.")
        array = layer_pixels(layer, part, mask=parameter.mask)
        return Pixels(resized(array, self._size) if _placed(parameter) else array)

    def _over_canvas(self, pixels: Pixels) -> Pixels:
        """The part of a picture, spread over the whole canvas, that the request is about."""
        canvas = self._snapshot.size
        if self._crop == Rect.of_size(canvas):
            return pixels
        return Pixels(np.ascontiguousarray(resized(pixels.array, canvas)[self._crop.slices]))


def _placed(parameter: Picture) -> bool:
    """Whether the picture says what belongs where; otherwise only what it shows counts."""
    return getattr(parameter, "placed", True)


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


def _layer(state: State, id: str, where: str) -> Layer:
    if not state.has_layer(id):
        raise RecipeError(where, "The layer is not there any more.", "Choose another one.")
    return state.layer(id)
