"""How a generated layer was made: kept with it, so that it can be made again, and told when what it
was made from is not what it was."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from core.document.settings import PaintSettings
from core.geometry import Point, Rect, Size
from core.pixels.warp import Quad, carried, corners, is_convex, reach, warped
from core.request import MAX_SIDE, Mode, Pixels
from core.steering import Steer


class Role(StrEnum):
    """What a layer is to a picture that is made from it."""

    PICTURE = "picture"
    """It is seen in the source, or changes what is seen there."""
    MASK = "mask"
    REGION = "region"
    FOLLOWED = "followed"
    """A technique follows it, as ControlNet does a sketch."""


@dataclass(frozen=True)
class Part:
    """A layer that a picture was made from, as it was then."""

    role: Role
    layer: str
    """Its id."""
    name: str
    pixels: str
    """A digest of what it had where the picture is; empty: nothing."""
    look: str
    """A digest of all else of it that counts."""


@dataclass(frozen=True, eq=False)
class Origin:
    """The recipe of one layer, without the pixels that are in the document anyway."""

    settings: PaintSettings
    """What the panel said, with the seed and the words of this picture alone. The context is the
    part of the canvas that the model saw."""
    mode: Mode
    rect: Rect
    """Where on the canvas the request's picture lies, or the new picture itself."""
    size: Size
    """Of that picture, in pixels of its own."""
    mask: Pixels | None = None
    """What was repainted of `rect`: as large as that, before it is grown and feathered."""
    variation: tuple[int, float] = (0, 0.0)
    """Seed and strength of the noise that its own is turned towards."""
    quad: tuple[Point, ...] = ()
    """Where the corners of `rect` lie since the layer was transformed, from the upper left one on
    clockwise; none: where they were. What is made again is laid there; what repaints a part is made
    from what is seen within, as if that were upright."""
    steering: tuple[Steer, ...] = ()
    """What was changed while it was made; pictures in it are of that picture's size."""
    steered: bool = False
    """Whether it was changed while it was made, and nobody knows any more how."""
    made_on: Rect | None = None
    """Its `place` when it was made; None: nobody knows what it was made from."""
    parts: tuple[Part, ...] = field(default=())
    """Pictures among them from the bottom up."""

    @property
    def place(self) -> Rect:
        """Around what it was made from, on the canvas. A picture that is not made from what is seen
        where it lies keeps its place when it is transformed."""
        return reach(self.quad) if self.quad and self.mask is not None else self.rect

    def pictures(self) -> Iterator[Pixels]:
        """All pixels that are kept with it."""
        if self.mask is not None:
            yield self.mask
        for steer in self.steering:
            yield from (one for one in (steer.mask, steer.painted) if one is not None)

    def moved(self, dx: int, dy: int, *, canvas: bool = False) -> Origin:
        """The same for a layer that was moved; with `canvas` all that is below it moved too, and
        it is made from what it was."""
        context = self.settings.inpaint.context
        settings = self.settings
        if context is not None:
            inpaint = replace(settings.inpaint, context=context.moved(dx, dy))
            settings = replace(settings, inpaint=inpaint)
        made_on = self.made_on
        if canvas and made_on is not None:
            made_on = made_on.moved(dx, dy)
        quad = tuple(Point(x + dx, y + dy) for x, y in self.quad)
        rect = self.rect.moved(dx, dy)
        return replace(self, settings=settings, rect=rect, quad=quad, made_on=made_on)

    def transformed(self, rect: Rect, quad: Quad) -> Origin:
        """The same for a layer of which what lay on `rect` lies on `quad` now.

        What is repainted lies elsewhere then, and is made from what is there. A picture of its own
        stays the same, and is laid where this one lies.
        """
        four = carried(self.quad or corners(self.rect), rect, quad)
        there = reach(four)
        if not is_convex(four) or there.is_empty or max(there.size) > MAX_SIDE:
            return self
        whole = tuple(Point(round(x), round(y)) for x, y in four)
        if self.mask is not None:
            upright = corners(Rect.of_edges(*whole[0], *whole[2]))
            return self.repainting(four) if _apart(four, upright) < 1 else replace(self, quad=four)
        exact = _apart(four, whole) < 1e-3
        if exact and whole == corners(there) and self.mode is Mode.TEXT_TO_IMAGE:
            return replace(self, rect=there, quad=())
        return replace(self, quad=four)

    def repainting(self, four: Quad) -> Origin:
        """The same, with an upright mask of what it repaints where `rect`'s corners are at `four`.
        Only for one that has a mask."""
        assert self.mask is not None
        there = reach(four)
        mask = warped(self.mask.array, self.rect, four, there)
        if not mask.any():
            return self
        inpaint = replace(self.settings.inpaint, context=None)
        settings = replace(self.settings, inpaint=inpaint)
        return replace(
            self, settings=settings, rect=there, quad=(), size=there.size, mask=Pixels(mask)
        )


def _apart(quad: Quad, other: Quad) -> float:
    """How far the corner that moved the most is from where it was."""
    return max(math.dist(one, at) for one, at in zip(quad, other, strict=True))
