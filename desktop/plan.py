"""What the next request would be, known without reading more than the masks' bounds (no Qt, no
torch).

What is on the canvas decides: nothing painted makes a new picture, a picture is painted over, a
mask repaints a part, and a picture on a larger canvas is extended.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from core.document.layers import RasterLayer
from core.document.settings import PaintSettings
from core.document.state import State
from core.errors import UserError
from core.generation.context import context_for
from core.generation.describe import describe_parts
from core.generation.frame import Frame
from core.geometry import EMPTY, Rect, Size
from core.models.info import ModelInfo
from core.pixels.tiles import TILE, TileGrid, in_tile, tiles_over
from core.request import Mode, RegionPrompt, Request, strength_when_open
from desktop import drafts
from desktop.regions import outlines
from widgets.words import tr

if TYPE_CHECKING:
    from core.techniques.declare import Technique

_PROBES = 17
"""A picture's place is probed at 17 × 17 points for holes: see `_is_picture`."""


@dataclass(frozen=True)
class Plan:
    """What the next request is, known without reading more than the masks' bounds."""

    mode: Mode
    canvas: Size
    mask: Rect = EMPTY
    """What is repainted, on the canvas and before it is grown; empty without a mask."""
    context: Rect = EMPTY
    """What the model sees of the canvas; empty without a mask."""
    problem: str = ""
    """Why nothing can happen, for the artist."""
    of_techniques: tuple[str, ...] = ()
    """For each technique in the list why it cannot run; empty when it can."""
    techniques: tuple[Technique, ...] = ()
    """Those that are on, with nothing in their pictures."""
    regions: tuple[RegionPrompt, ...] = ()
    """A box around each: in pixels of the new picture, or else of the canvas."""

    @property
    def possible(self) -> bool:
        return not self.problem

    @property
    def needs_no_strength(self) -> bool:
        """There is nothing that could be kept."""
        return self.mode is Mode.TEXT_TO_IMAGE


def plan(state: State, info: ModelInfo | None, mode: Mode | None = None) -> Plan:
    """What would happen now. Cheap: meant to be asked after every stroke.

    `mode` is what happens whatever is on the canvas.
    """
    canvas = state.size
    if info is None:
        return Plan(Mode.TEXT_TO_IMAGE, canvas, problem=tr("No model was found."))
    if info.problems:
        return Plan(Mode.TEXT_TO_IMAGE, canvas, problem=f"{info.title}: {info.problems[0]}")
    planned = _plan(state, info, mode)
    if state.regions:
        size, rect = state.size, state.canvas
        if planned.mode is Mode.TEXT_TO_IMAGE:
            size = picture_size(state.size, state.settings, info)
            rect = fitted_inside(size, state.size)
        planned = replace(planned, regions=outlines(state, rect, size))
    if not state.settings.techniques:
        return planned
    told, able = drafts.looked_at(state, planned.mode, info)
    pairs = zip(state.settings.techniques, told, strict=True)
    wrong = next((f"{drafts.title(draft)}: {problem}" for draft, problem in pairs if problem), "")
    return replace(
        planned,
        problem=planned.problem or wrong,
        of_techniques=told,
        techniques=() if wrong else able,
    )


def _plan(state: State, info: ModelInfo, mode: Mode | None) -> Plan:
    canvas = state.size
    mode = mode or _mode(state)
    if mode in (Mode.TEXT_TO_IMAGE, Mode.IMAGE_TO_IMAGE):
        return Plan(mode, canvas)
    mask = state.canvas if mode is Mode.OUTPAINT else state.mask_bounds()
    try:
        context = context_for(mask, state.settings.inpaint, canvas, info.size)
    except UserError as error:
        return Plan(mode, canvas, mask, problem=str(error))
    return Plan(mode, canvas, mask, context)


def _mode(state: State) -> Mode:
    """What is on the canvas decides."""
    if not state.mask_bounds().is_empty:
        return Mode.INPAINT
    if is_blank(state):
        return Mode.TEXT_TO_IMAGE
    painted = painted_bounds(state)
    if painted == state.canvas or not _is_picture(state, painted):
        return Mode.IMAGE_TO_IMAGE
    return Mode.OUTPAINT


def summary(plan: Plan, settings: PaintSettings, info: ModelInfo | None) -> str:
    """The line above the Generate button."""
    if plan.problem or info is None:
        return plan.problem
    size = picture_size(plan.canvas, settings, info)
    sides = size if plan.mode is Mode.TEXT_TO_IMAGE else (None, None)
    request = Request(
        prompt="",
        batch=settings.batch,
        inpaint=settings.inpaint,
        width=sides[0],
        height=sides[1],
        techniques=plan.techniques,
        regions=plan.regions,
    )
    source = None if plan.mode is Mode.TEXT_TO_IMAGE else plan.canvas
    mask = None if plan.mask.is_empty else plan.mask
    return describe_parts(request, info, plan.mode, source, mask)


def strength_of(settings: PaintSettings, plan: Plan) -> float:
    """The artist's strength, or what mode and techniques take when it is left open."""
    if settings.strength is not None:
        return settings.strength
    return strength_when_open(plan.mode, plan.techniques)


def picture_size(canvas: Size, settings: PaintSettings, info: ModelInfo) -> Size:
    """Of a picture made from words: the artist's, or the canvas' shape at the model's size."""
    if settings.width is not None and settings.height is not None:
        return Size(settings.width, settings.height)
    return Frame.fit(canvas, info.size, info.factor).padded


def painted_bounds(state: State) -> Rect:
    """The part of the canvas on which the visible picture layers have pixels."""
    bounds = (layer.bounds() for layer in _pictures(state))
    return Rect.around(bounds).intersected(state.canvas)


def is_blank(state: State) -> bool:
    """Whether nothing is painted: all visible pictures are empty, or paper of a single colour."""
    return all(_is_paper(layer.pixels, state.canvas) for layer in _pictures(state))


def _pictures(state: State) -> list[RasterLayer]:
    return [
        layer
        for layer in state.layers
        if isinstance(layer, RasterLayer) and layer.visible and layer.opacity > 0
    ]


def _is_paper(grid: TileGrid, canvas: Rect) -> bool:
    """Whether a layer has one colour all over, or none. A painted one is told at its first tile
    that differs; a filled one shares a single tile, which is looked at once."""
    bounds = grid.bounds().intersected(canvas)
    if bounds.is_empty:
        return True
    columns = (bounds.right - 1) // TILE - bounds.x // TILE + 1
    rows = (bounds.bottom - 1) // TILE - bounds.y // TILE + 1
    tiles = list(grid.arrays())
    if len(tiles) < columns * rows:
        return False
    colour = grid.read(Rect(bounds.x, bounds.y, 1, 1)).view(np.uint32)[0, 0]
    if all(tile is tiles[0] for tile in tiles):
        return bool((tiles[0].view(np.uint32) == colour).all())
    for key, part in tiles_over(bounds):
        tile = grid.tile(key)
        if tile is None or not (tile.view(np.uint32)[..., 0][in_tile(key, part)] == colour).all():
            return False
    return True


def _is_picture(state: State, bounds: Rect) -> bool:
    """Whether `bounds` are filled, as a placed picture fills them and brush strokes do not.

    Probed at a grid of points that includes the corners, so that it costs next to nothing.
    """
    xs = np.linspace(bounds.x, bounds.right - 1, _PROBES).round().astype(int)
    ys = np.linspace(bounds.y, bounds.bottom - 1, _PROBES).round().astype(int)
    # The corners first: strokes fail there.
    corners = [(xs[0], ys[0]), (xs[-1], ys[0]), (xs[0], ys[-1]), (xs[-1], ys[-1])]
    points = corners + [(x, y) for y in ys for x in xs]
    return all(state.composite(Rect(int(x), int(y), 1, 1))[0, 0, 3] == 255 for x, y in points)


def fitted_inside(size: Size, canvas: Size) -> Rect:
    """The largest rectangle of `size`'s shape on the canvas, in its middle.

    Shapes that differ by less than a latent's rounding fill the canvas.
    """
    scale = min(canvas.width / size.width, canvas.height / size.height)
    width, height = round(size.width * scale), round(size.height * scale)
    if width >= canvas.width * 0.94 and height >= canvas.height * 0.94:
        return Rect.of_size(canvas)
    return Rect((canvas.width - width) // 2, (canvas.height - height) // 2, width, height)
