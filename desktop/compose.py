"""From the document to a request and from a result back to the document (no Qt, no torch).

What is on the canvas decides what happens: nothing painted makes a new picture, a picture is
painted over, a mask repaints a part, and a picture on a larger canvas is extended. Only the
context goes along, so that the cost does not depend on the document's size.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.document.basis import KnownTiles, parts_now
from core.document.layers import MaskLayer, RasterLayer, RegionLayer
from core.document.origin import Origin
from core.document.settings import PaintSettings
from core.document.state import Snapshot, State
from core.errors import UserError
from core.generation.context import context_for
from core.generation.describe import describe_parts
from core.generation.frame import Frame
from core.generation.mask import blend_alpha
from core.geometry import EMPTY, Rect, Size
from core.models.info import ModelInfo
from core.other_parts import fitted
from core.pixels.alpha import premultiplied, straight
from core.pixels.tiles import TILE, TileGrid, in_tile, tiles_over
from core.region_numbers import renumbered
from core.request import MAX_SEED, Mode, Pixels, RegionPrompt, Request, strength_when_open
from desktop import drafts
from widgets.words import tr

if TYPE_CHECKING:
    from pathlib import Path

    from core.arrays import Bytes
    from core.techniques.declare import Technique
    from desktop.larger import Scope


_PROBES = 17
"""A picture's place is probed at 17 × 17 points for holes: see `_is_picture`."""
_PAPER = 255


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


@dataclass(frozen=True)
class Placement:
    """Where the picture of a request lies on the canvas: `size` pixels stretched over `rect`."""

    rect: Rect
    size: Size

    def on_canvas(self, part: Rect) -> Rect:
        """A part of the request's picture, in canvas pixels."""
        if self.rect.size == self.size:
            return part.moved(self.rect.x, self.rect.y)
        across = self.rect.width / self.size.width
        down = self.rect.height / self.size.height
        return Rect.of_edges(
            self.rect.x + part.x * across,
            self.rect.y + part.y * down,
            self.rect.x + part.right * across,
            self.rect.y + part.bottom * down,
        ).intersected(self.rect)


@dataclass(frozen=True)
class Composed:
    """A request, and where its results belong."""

    request: Request
    placement: Placement
    mask: tuple[Rect, Bytes] | None = None
    """Where on the canvas previews show through, and how much (h, w); None: everywhere."""
    origin: Origin | None = None
    """How a layer made of a result is made again; with the seed that the panel had."""
    larger: Scope | None = None
    """What of the document is made larger, of a request that does only that."""

    def arrays(self) -> Iterator[Bytes]:
        """The pixels that it keeps beside the request's."""
        if self.mask is not None:
            yield self.mask[1]
        if self.origin is not None and self.origin.mask is not None:
            yield self.origin.mask.array


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


def compose(
    snapshot: Snapshot,
    info: ModelInfo,
    dirs: Sequence[Path] = (),
    *,
    seed: int | None = None,
    known: KnownTiles | None = None,
    mode: Mode | None = None,
    place: Rect | None = None,
) -> Composed:
    """The request that the document describes; may take a while on large canvases.

    `dirs` are the folders of models in which techniques find further ones. `seed` is used where
    the document leaves it open. `known` are digests of tiles that were found before. `mode` is what
    happens whatever is on the canvas, and `place` where a new picture then belongs. Raises
    UserError when nothing can be done.
    """
    planned = plan(snapshot, info, mode)
    if planned.problem:
        raise UserError(planned.problem)
    settings = snapshot.settings
    request = Request(
        prompt=settings.whole_prompt,
        negative_prompt=settings.whole_negative_prompt,
        model=settings.model,
        steps=settings.steps,
        sampler=settings.sampler,
        guidance_scale=settings.guidance_scale,
        seed=fresh_seed(settings, seed),
        batch=settings.batch,
        strength=strength_of(settings, planned),
        inpaint=settings.inpaint,
        parts=fitted(settings.parts, settings.sampler),
        refiner=settings.refiner,
    )
    if planned.mode is Mode.TEXT_TO_IMAGE:
        composed = _new_picture(snapshot, request, info, place)
    elif planned.mode is Mode.IMAGE_TO_IMAGE:
        composed = _painted_over(snapshot, request, info)
    else:
        composed = _repainted(snapshot, request, planned)
    composed = with_parts(composed, snapshot, dirs)
    rect, size = composed.placement.rect, composed.placement.size
    follows = tuple(drafts.followed(settings))
    origin = Origin(
        settings=settings,
        mode=planned.mode,
        rect=rect,
        size=size,
        mask=composed.request.mask if planned.mode is Mode.INPAINT else None,
        made_on=rect,
        parts=parts_now(snapshot, rect, planned.mode, follows, known or KnownTiles()),
    )
    return replace(composed, origin=origin)


def with_parts(composed: Composed, snapshot: Snapshot, dirs: Sequence[Path]) -> Composed:
    """The request with the regions and the techniques that are on, as they lie in its picture.

    Raises UserError for a technique that cannot take part.
    """
    rect, size = composed.placement.rect, composed.placement.size
    regions = regions_in(snapshot, rect, size)
    made = (renumbered(one, list(regions)) for one in drafts.finished(snapshot, rect, size))
    request = replace(
        composed.request,
        regions=tuple(regions.values()),
        techniques=tuple(one for one in made if one is not None),
    )
    drafts.check(request)
    return replace(composed, request=drafts.settled(request, dirs))


def picture_layer(name: str, pixels: Bytes, rect: Rect, canvas: Size) -> RasterLayer:
    """Straight RGBA of any size, stretched over `rect` of the canvas, as a layer.

    May be called from any thread: for large pictures it takes longer than a frame.
    """
    if (pixels.shape[1], pixels.shape[0]) != rect.size:
        how = cv2.INTER_CUBIC if rect.area > pixels.shape[0] * pixels.shape[1] else cv2.INTER_AREA
        pixels = np.asarray(cv2.resize(pixels, (rect.width, rect.height), interpolation=how))
    grid = TileGrid(canvas, 4)
    part = rect.intersected(Rect.of_size(canvas))
    if not part.is_empty:
        grid.write(part, premultiplied(pixels[part.moved(-rect.x, -rect.y).slices]))
    return RasterLayer(name=name, pixels=grid)


def mask_layer(name: str, coverage: Bytes, rect: Rect, canvas: Size) -> MaskLayer:
    """A mask (h, w) of any size, stretched over `rect` of the canvas, as a layer."""
    grid = TileGrid(canvas, 1)
    part = rect.intersected(Rect.of_size(canvas))
    if not part.is_empty:
        stretched = _scaled(coverage, rect.size)
        grid.write(part, stretched[part.moved(-rect.x, -rect.y).slices])
    return MaskLayer(name=name, opacity=0.5, coverage=grid)


def place_for_picture(state: State) -> int:
    """Where in the order a new picture goes: above the active one, else above all pictures, so
    that masks, regions and sketches stay on top."""
    if isinstance(state.active, RasterLayer):
        return state.index(state.active.id) + 1
    places = [at for at, layer in enumerate(state.layers) if isinstance(layer, RasterLayer)]
    return places[-1] + 1 if places else 0


def fresh_seed(settings: PaintSettings, given: int | None = None) -> int:
    """The artist's seed, or else the given or a random one, with room for a whole batch."""
    last = MAX_SEED - settings.batch + 1
    if settings.seed is not None:
        return min(settings.seed, last)
    return random.randrange(min(last, 2**31)) if given is None else given


def _new_picture(
    snapshot: Snapshot, request: Request, info: ModelInfo, place: Rect | None
) -> Composed:
    size = picture_size(snapshot.size, snapshot.settings, info)
    placement = Placement(place or fitted_inside(size, snapshot.size), size)
    request = replace(
        request,
        width=size.width,
        height=size.height,
        strength=None,
        inpaint=replace(request.inpaint, context=None),
    )
    return Composed(request, placement)


def _painted_over(snapshot: Snapshot, request: Request, info: ModelInfo) -> Composed:
    """The whole canvas, at the model's scale at most: more would only cost time."""
    frame = Frame.fit(snapshot.size, info.size, info.factor)
    size = frame.scaled if frame.scaled.area < snapshot.size.area else snapshot.size
    source = _scaled(on_paper(snapshot.composite(snapshot.canvas)), size)
    request = replace(
        request,
        source=Pixels(source),
        inpaint=replace(request.inpaint, context=None),
    )
    return Composed(request, Placement(snapshot.canvas, size))


def _repainted(snapshot: Snapshot, request: Request, planned: Plan) -> Composed:
    """The context, with so much around it as growing the mask needs to know."""
    settings = snapshot.settings.inpaint
    crop = planned.context.inflated(abs(settings.grow) + 1).intersected(snapshot.canvas)
    source = straight(snapshot.composite(crop))
    if planned.mode is Mode.OUTPAINT:
        mask = 255 - source[..., 3]
    else:
        mask = snapshot.mask_coverage(crop)
    if not mask.any():
        raise UserError(
            "The context box does not touch the mask.", "Move the box over the mask, or reset it."
        )
    request = replace(
        request,
        source=Pixels(source),
        mask=Pixels(mask),
        inpaint=replace(settings, context=planned.context.moved(-crop.x, -crop.y)),
    )
    placement = Placement(crop, crop.size)
    return Composed(request, placement, shown_through(request, placement))


def shown_through(request: Request, placement: Placement) -> tuple[Rect, Bytes] | None:
    """Where on the canvas previews of what repaints a part show through, and how much (h, w)."""
    context = request.inpaint.context
    if request.mask is None or context is None or placement.rect.size != placement.size:
        return None
    shown = blend_alpha(request.mask.array, request.inpaint)[context.slices]
    return placement.on_canvas(context), shown


def regions_in(snapshot: Snapshot, crop: Rect, size: Size) -> dict[int, RegionPrompt]:
    """The regions that count, as they lie in `crop` scaled to `size`; by number, for some may lie
    elsewhere."""
    found = {}
    for number, layer in enumerate(snapshot.regions):
        if layer.coverage is not None:
            mask = _scaled(layer.coverage.read(crop), size)
            if mask.any():
                found[number] = replace(_prompt_of(layer), mask=Pixels(mask))
        elif not (box := _scaled_box(layer.bounds(), crop, size)).is_empty:
            found[number] = replace(_prompt_of(layer), box=box)
    return found


def outlines(state: State, crop: Rect, size: Size) -> tuple[RegionPrompt, ...]:
    """As `regions_in`, with a box around each: enough to say what they cost, and cheap."""
    boxes = ((layer, _scaled_box(layer.bounds(), crop, size)) for layer in state.regions)
    return tuple(replace(_prompt_of(layer), box=box) for layer, box in boxes if not box.is_empty)


def _prompt_of(layer: RegionLayer) -> RegionPrompt:
    return RegionPrompt(
        layer.prompt,
        layer.negative_prompt,
        strength=layer.strength,
        seed=layer.seed,
        start=layer.start,
        end=layer.end,
    )


def _scaled_box(box: Rect, crop: Rect, size: Size) -> Rect:
    """A box of the canvas as it lies in `crop` scaled to `size`; empty outside of it."""
    part = box.intersected(crop).moved(-crop.x, -crop.y)
    if part.is_empty:
        return EMPTY
    across, down = size.width / crop.width, size.height / crop.height
    return Rect.of_edges(
        part.x * across, part.y * down, part.right * across, part.bottom * down
    ).intersected(Rect.of_size(size))


def fitted_inside(size: Size, canvas: Size) -> Rect:
    """The largest rectangle of `size`'s shape on the canvas, in its middle.

    Shapes that differ by less than a latent's rounding fill the canvas.
    """
    scale = min(canvas.width / size.width, canvas.height / size.height)
    width, height = round(size.width * scale), round(size.height * scale)
    if width >= canvas.width * 0.94 and height >= canvas.height * 0.94:
        return Rect.of_size(canvas)
    return Rect((canvas.width - width) // 2, (canvas.height - height) // 2, width, height)


def on_paper(premultiplied: Bytes) -> Bytes:
    """Opaque RGBA: what is transparent is white paper."""
    paper = (_PAPER - premultiplied[..., 3])[..., None]
    result = np.empty_like(premultiplied)
    result[..., :3] = premultiplied[..., :3] + paper
    result[..., 3] = 255
    return result


def _scaled(image: Bytes, size: Size) -> Bytes:
    if (image.shape[1], image.shape[0]) == size:
        return image
    smaller = size.area < image.shape[0] * image.shape[1]
    how = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, tuple(size), interpolation=how), np.uint8)
