"""How a generated layer was made: kept with it, so that it can be made again, and told when what it
was made from is not what it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from core.document.settings import PaintSettings
from core.geometry import Rect, Size
from core.request import Mode, Pixels
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
    steering: tuple[Steer, ...] = ()
    """What was changed while it was made; pictures in it are of that picture's size."""
    steered: bool = False
    """Whether it was changed while it was made, and nobody knows any more how."""
    made_on: Rect | None = None
    """Where `rect` was when it was made; None: nobody knows what it was made from."""
    parts: tuple[Part, ...] = field(default=())
    """Pictures among them from the bottom up."""

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
        return replace(self, settings=settings, rect=self.rect.moved(dx, dy), made_on=made_on)
