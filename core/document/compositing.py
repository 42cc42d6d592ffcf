"""How layers become one picture: groups, masks on layers, clipping; for one tile at a time, and of
more around it where something blurs.

One definition for exports and for the canvas, which reads its tiles at smaller sizes too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.document import tree
from core.document.layers import AdjustmentLayer, GroupLayer, Layer, LayerMask, Picture
from core.geometry import Rect
from core.pixels.alpha import byte, four_times, is_opaque, scaled, straight
from core.pixels.blend import BlendMode, blend

if TYPE_CHECKING:
    from core.arrays import Bytes
    from core.pixels.adjustment import Adjustment

Read = Callable[[str], "Bytes | None"]
"""A layer's pixels, (h, w, 4) or of a mask (h, w), always of one place; None where none are."""
ReadPart = Callable[[str, Rect], "Bytes | None"]
"""The same of any place."""


@dataclass(frozen=True)
class Sheet:
    """One layer as it enters the picture; equal ones look the same while pixels do."""

    layer: str
    blend: BlendMode = BlendMode.NORMAL
    opacity: float = 1.0
    masks: tuple[str, ...] = ()
    """Layer masks that hide parts of it."""
    clipped: tuple[Sheet, ...] = ()
    """Sheets that are shown only where it has something, bottom to top."""
    inside: tuple[Sheet, ...] | None = None
    """What is in a group, bottom to top; None for a layer of its own pixels."""
    through: bool = False
    """Whether what is in the group meets what lies below it."""
    adjustment: Adjustment | None = None
    """What it does to what lies below it, instead of having pixels."""

    @property
    def simple(self) -> bool:
        """Whether it is nothing but its own pixels, a mode and an opacity."""
        own = self.inside is None and self.adjustment is None
        return own and not (self.masks or self.clipped)

    @cached_property
    def reach(self) -> int:
        """How many pixels around it a pixel of the picture depends on because of this sheet."""
        own = 0 if self.adjustment is None else self.adjustment.reach
        return own + reach_of((*(self.inside or ()), *self.clipped))

    def smaller(self, times: int) -> Sheet:
        """The sheet in a picture whose sides are divided by `times`."""
        if self.reach == 0 or times == 1:
            return self
        return replace(
            self,
            clipped=tuple(one.smaller(times) for one in self.clipped),
            inside=None if self.inside is None else tuple(o.smaller(times) for o in self.inside),
            adjustment=None if self.adjustment is None else self.adjustment.smaller(times),
        )

    def layers(self) -> Iterator[str]:
        """All layers whose pixels it is made of."""
        if self.inside is None and self.adjustment is None:
            yield self.layer
        yield from self.masks
        for sheet in (*(self.inside or ()), *self.clipped):
            yield from sheet.layers()


def sheets_of(layers: Sequence[Layer], inside: str | None = None) -> tuple[Sheet, ...]:
    """What is to be seen of a document's layers, those directly in `inside`, bottom to top.

    A layer that is clipped to one that is hidden is hidden with it; one with nothing to be clipped
    to is shown whole.
    """
    found: list[Sheet] = []
    base_hidden = False
    for layer in tree.children(layers, inside):
        if not isinstance(layer, Picture):
            continue
        visible = layer.visible and layer.opacity > 0
        if layer.clipped and (found or base_hidden):
            if visible and not base_hidden:
                base = found[-1]
                found[-1] = _with_clipped(base, _sheet(layers, layer))
            continue
        base_hidden = not visible
        if visible:
            found.append(_sheet(layers, layer))
    return tuple(found)


def reach_of(sheets: Sequence[Sheet]) -> int:
    """How many pixels around it a pixel of the sheets' picture depends on."""
    return sum(sheet.reach for sheet in sheets)


def reach_above(layers: Sequence[Layer], layer_id: str) -> int:
    """How many pixels beyond a layer's own its changes may be seen, because of what blurs it."""
    reach = 0
    for layer in reversed(layers):
        if layer.id == layer_id:
            return reach
        if isinstance(layer, AdjustmentLayer) and layer.visible:
            reach += layer.adjustment.reach
    return reach


def compose_part(
    sheets: Sequence[Sheet], read: ReadPart, part: Rect, canvas: Rect,
    below: Callable[[Rect], Bytes | None] = lambda _: None,
) -> Bytes | None:  # fmt: skip
    """`compose` of a part of a picture whose pixels end with `canvas`, which holds `part`: the same
    as that part of the whole, whatever blurs it. `below` gives what lies below all sheets.

    Only what lies below the topmost that blurs is put together around the part too.
    """
    upper = next((n for n in range(len(sheets), 0, -1) if sheets[n - 1].reach), 0)
    wide = part.inflated(reach_of(sheets)).intersected(canvas)
    pixels = compose(sheets[:upper], lambda layer: read(layer, wide), below(wide))
    if pixels is not None:
        pixels = pixels[part.moved(-wide.x, -wide.y).slices]
    return compose(sheets[upper:], lambda layer: read(layer, part), pixels)


def compose(
    sheets: Sequence[Sheet], read: Read, below: Bytes | None = None, alpha: Bytes | None = None
) -> Bytes | None:
    """Sheets over each other and over `below`: premultiplied RGBA; None where nothing is. `below`
    is not changed. `alpha` (h, w) is how far an opaque `below` counts where it is blurred.

    What blurs takes the edges of what is read for those of the picture: see `compose_part`.
    """
    spare = False  # whether what lies below was made here, and nobody needs it any more
    for sheet in sheets[_lowest_seen(sheets, read) :]:
        before, below = below, _laid(sheet, read, below, spare, alpha)
        if below is not before:
            spare = sheet.simple and (before is not None or sheet.opacity < 1)
    return below


def _lowest_seen(sheets: Sequence[Sheet], read: Read) -> int:
    """Which sheet hides all below it: the lowest that has to be looked at."""
    for place in range(len(sheets) - 1, 0, -1):
        sheet = sheets[place]
        if sheet.simple and sheet.blend is BlendMode.NORMAL and sheet.opacity >= 1:
            pixels = read(sheet.layer)
            if pixels is not None and is_opaque(pixels):
                return place
    return 0


def own_pixels(sheet: Sheet, read: Read) -> Bytes | None:
    """What a sheet is before its mode and opacity: masked, with what is clipped to it."""
    pixels = read(sheet.layer) if sheet.inside is None else compose(sheet.inside, read)
    if pixels is None:
        return None
    for mask in sheet.masks:
        hidden = read(mask)
        if hidden is not None:
            pixels = scaled(pixels, np.asarray(cv2.bitwise_not(hidden), np.uint8))
    return _with_clipped_ones(sheet, read, pixels)


def _with_clipped_ones(sheet: Sheet, read: Read, pixels: Bytes) -> Bytes:
    """A sheet's pixels under those that are clipped to it, which change no alpha."""
    if not sheet.clipped:
        return pixels
    alpha = np.ascontiguousarray(pixels[..., 3])
    opaque = straight(pixels)
    opaque[..., 3] = 255
    clipped = compose(sheet.clipped, read, opaque, alpha)
    assert clipped is not None
    return scaled(clipped, four_times(alpha))


def _laid(
    sheet: Sheet, read: Read, below: Bytes | None, spare: bool, alpha: Bytes | None
) -> Bytes | None:
    """A sheet over `below`, which may be overwritten where it is `spare`."""
    if sheet.adjustment is not None:
        if below is None:
            return None
        after = _with_clipped_ones(sheet, read, _adjusted(sheet.adjustment, below, alpha))
        return _as_far(sheet, read, below, after)
    if sheet.inside is not None and sheet.through and not sheet.clipped:
        return _passed(sheet, read, below, alpha)
    pixels = own_pixels(sheet, read)
    if pixels is None:
        return below
    if below is None:  # over nothing, every mode leaves the source as it is
        return pixels if sheet.opacity >= 1 else scaled(pixels, byte(sheet.opacity))
    return blend(below, pixels, sheet.blend, sheet.opacity, out=below if spare else None)


def _adjusted(adjustment: Adjustment, below: Bytes, alpha: Bytes | None) -> Bytes:
    """What lies below, adjusted. What is not there in truth (`alpha`) must not run into what is."""
    if alpha is None or adjustment.reach == 0:
        return adjustment.applied(below)
    after = straight(adjustment.applied(scaled(below, four_times(alpha))))
    after[..., 3] = 255
    return after


def _passed(sheet: Sheet, read: Read, below: Bytes | None, alpha: Bytes | None) -> Bytes | None:
    """What is in a group over what lies below it, as far as the group is shown."""
    assert sheet.inside is not None
    after = compose(sheet.inside, read, below, alpha)
    if after is None or after is below:
        return below
    return _as_far(sheet, read, below, after)


def _as_far(sheet: Sheet, read: Read, below: Bytes | None, after: Bytes) -> Bytes:
    """What was and what came of it, mixed as far as the sheet is shown."""
    share: Bytes | int = byte(sheet.opacity)
    for mask in sheet.masks:
        hidden = read(mask)
        if hidden is not None:
            shown = np.asarray(cv2.bitwise_not(hidden), np.uint8)
            share = scaled(shown, share)
    if isinstance(share, int):
        if share == 255:
            return after
        rest: Bytes | int = 255 - share
    else:
        rest = np.asarray(cv2.bitwise_not(share), np.uint8)
    if below is None:
        return scaled(after, share)
    return np.asarray(cv2.add(scaled(below, rest), scaled(after, share)), np.uint8)


def _sheet(layers: Sequence[Layer], layer: Picture) -> Sheet:
    masks = tuple(
        mask.id
        for mask in tree.children(layers, layer.id)
        if isinstance(mask, LayerMask) and mask.visible
    )
    if isinstance(layer, AdjustmentLayer):
        return Sheet(layer.id, opacity=layer.opacity, masks=masks, adjustment=layer.adjustment)
    group = isinstance(layer, GroupLayer)
    return Sheet(
        layer.id,
        layer.blend,
        layer.opacity,
        masks,
        inside=sheets_of(layers, layer.id) if group else None,
        through=isinstance(layer, GroupLayer) and layer.through,
    )


def _with_clipped(base: Sheet, sheet: Sheet) -> Sheet:
    return replace(base, clipped=(*base.clipped, sheet))
