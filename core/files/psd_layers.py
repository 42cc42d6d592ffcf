"""Layers of Photoshop files, one by one, as layers here; what cannot be had is noted."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
from psd_tools.constants import BlendMode as Theirs
from psd_tools.constants import (
    ChannelID,
    Clipping,
    ColorMode,
    ProtectedFlags,
    Tag,
)
from psd_tools.psd import PSD
from psd_tools.psd.layer_and_mask import ChannelData, LayerRecord, MaskData

from core.document.layers import (
    AdjustmentLayer,
    GroupLayer,
    Layer,
    LayerMask,
    RasterLayer,
)
from core.errors import UserError
from core.files.psd_adjustments import OTHER_ADJUSTMENTS, adjustment_of
from core.files.psd_planes import BAND, Colours, unpacked
from core.files.psd_words import (
    OUR_LABELS,
    OUR_MODES,
    solid_colour,
)
from core.files.told import Told
from core.geometry import Rect, Size
from core.pixels.alpha import premultiplied
from core.pixels.blend import BlendMode
from core.pixels.tiles import TileGrid
from core.request import MAX_SIDE

PIXELS_BY_ITSELF = 2**31
PIXELS_PER_BYTE = 60
"""A file may become so many bytes of layers whatever its size, and so many for each of its own."""

_STYLES = (
    Tag.EFFECTS_LAYER,
    Tag.OBJECT_BASED_EFFECTS_LAYER_INFO,
    Tag.OBJECT_BASED_EFFECTS_LAYER_INFO_V0,
    Tag.OBJECT_BASED_EFFECTS_LAYER_INFO_V1,
)
_VECTOR_MASKS = (Tag.VECTOR_MASK_SETTING1, Tag.VECTOR_MASK_SETTING2)
_TEXTS = (Tag.TYPE_TOOL_OBJECT_SETTING, Tag.TYPE_TOOL_INFO)
_PLACED = (Tag.SMART_OBJECT_LAYER_DATA1, Tag.SMART_OBJECT_LAYER_DATA2,
           Tag.PLACED_LAYER1, Tag.PLACED_LAYER2)  # fmt: skip


_ARTBOARDS = (Tag.ARTBOARD_DATA1, Tag.ARTBOARD_DATA2, Tag.ARTBOARD_DATA3)
_BY_FILL = (
    BlendMode.COLOR_BURN, BlendMode.LINEAR_BURN, BlendMode.COLOR_DODGE, BlendMode.LINEAR_DODGE,
    BlendMode.VIVID_LIGHT, BlendMode.LINEAR_LIGHT, BlendMode.HARD_MIX, BlendMode.DIFFERENCE,
)  # fmt: skip
"""Modes in which Photoshop's fill does something else than opacity does."""


class LayerReader:
    """Makes one file's layers ours, and notes what of them is left out."""

    def __init__(self, psd: PSD, size: Size, colours: Colours, nbytes: int) -> None:
        self._psd, self.size, self._colours = psd, size, colours
        self._room = PIXELS_BY_ITSELF + PIXELS_PER_BYTE * nbytes
        self.told = Told()

    def merged(self) -> RasterLayer:
        """The picture of a file without layers."""
        header, data = self._psd.header, self._psd.image_data
        self._take(self.size)
        values = unpacked(
            data.data, data.compression, header.width, header.height * header.channels,
            header.depth, header.version,
        )  # fmt: skip
        planes = values.reshape(header.channels, header.height, header.width)
        layer = RasterLayer.empty(self.size, "Background")
        self._lay(layer.pixels, 0, 0, list(planes[: self._colours.planes]), None)
        return layer

    def layer(
        self, record: LayerRecord, planes: list[ChannelData], group: bool, own: str,
        inside: str | None,
    ) -> Layer | None:  # fmt: skip
        """A record as a layer, or as the group that ends there; None when nothing can be shown."""
        blocks = record.tagged_blocks
        name = _name(record)
        locks = blocks.get_data(Tag.PROTECTED_SETTING)
        locks = int(getattr(locks, "value", locks) or 0)
        fill = blocks.get_data(Tag.BLEND_FILL_OPACITY)
        filled = fill / 255 if isinstance(fill, int) else 1.0
        properties: dict[str, Any] = {
            "id": own,
            "inside": inside,
            "name": name,
            "visible": bool(record.flags.visible),
            "opacity": record.opacity / 255 * filled,
            "locked": bool(locks & (ProtectedFlags.COMPOSITE | ProtectedFlags.COMPLETE)),
            "label": OUR_LABELS.get(blocks.get_data(Tag.SHEET_COLOR_SETTING), ""),
            "clipped": record.clipping is Clipping.NON_BASE,
        }
        if any(tag in blocks for tag in _STYLES):
            self.told.add("Layer styles (shadows, outlines) are not shown", name)
        mode, through = self._mode(record, group, name)
        if filled < 1 and (group or mode in _BY_FILL):
            self.told.add("Fill has been taken for opacity", name)
        if any(tag in blocks for tag in _ARTBOARDS):
            self.told.add("Artboards have become groups, without their backgrounds", name)
        if group:
            return GroupLayer(**properties, blend=mode, through=through)
        adjustment = adjustment_of(blocks)
        if adjustment is not None:
            ours, whole = adjustment
            # In CMYK and greyscale they change inks and greys, not the colours that we have.
            if not whole or self._psd.header.color_mode is not ColorMode.RGB:
                self.told.add("Adjustments have been taken over in part", name)
            return AdjustmentLayer(**properties, adjustment=ours)
        pixels = self._pixels(record, planes, name)
        if pixels is None:
            return None
        transparency = bool(record.flags.transparency_protected)
        return RasterLayer(
            **properties, blend=mode, pixels=pixels,
            alpha_locked=transparency or bool(locks & ProtectedFlags.TRANSPARENCY),
        )  # fmt: skip

    def _mode(self, record: LayerRecord, group: bool, name: str) -> tuple[BlendMode, bool]:
        theirs = record.blend_mode
        if group:
            theirs = getattr(setting(record), "blend_mode", None) or theirs
            if theirs is Theirs.PASS_THROUGH:
                return BlendMode.NORMAL, True
        if theirs not in OUR_MODES:
            words = theirs.name.replace("_", " ").lower()
            self.told.unknown_mode(words, name)
        return OUR_MODES.get(theirs, BlendMode.NORMAL), False

    def _pixels(self, record: LayerRecord, planes: list[ChannelData], name: str) -> TileGrid | None:
        """What a layer shows; None for one of which nothing can be shown."""
        blocks = record.tagged_blocks
        grid = TileGrid(self.size, 4)
        rect = Rect(record.left, record.top, record.width, record.height)
        by_id = {info.id: data for info, data in zip(record.channel_info, planes, strict=False)}
        if rect.is_empty or not any(one.data for one in planes):
            colour = solid_colour(blocks)
            if colour is not None:
                if any(tag in blocks for tag in _VECTOR_MASKS):
                    self.told.add("Shapes without pixels have been left out", name)
                    return None
                return _filled(self.size, colour)
            if any(tag in blocks for tag in (*OTHER_ADJUSTMENTS, Tag.SOLID_COLOR_SHEET_SETTING)):
                self.told.add("There is nothing like these here, they were left out", name)
                return None
            return grid
        if any(tag in blocks for tag in _TEXTS):
            self.told.add("Text has become pixels", name)
        elif any(tag in blocks for tag in _PLACED):
            self.told.add("Smart objects have become pixels", name)
        if not self._near(rect):
            self.told.add("These lie too far off the canvas, or are too large, and are empty", name)
            return grid
        self._take(rect.size)
        try:
            colours = [
                self._plane(by_id[ChannelID(channel)], rect.size)
                for channel in range(self._colours.planes)
            ]
            alpha = by_id.get(ChannelID.TRANSPARENCY_MASK)
            shown = None if alpha is None else self._plane(alpha, rect.size)
        except (ValueError, KeyError, IndexError, OSError, ArithmeticError, zlib.error):
            self.told.add("The pixels of these are damaged, so they are empty", name)
            return grid
        self._lay(grid, rect.x, rect.y, colours, shown)
        return grid

    def masks(
        self, record: LayerRecord, planes: list[ChannelData], layer_id: str
    ) -> list[LayerMask]:
        """The mask of the layer that a record describes, if it has one."""
        mask = record.mask_data
        name = _name(record)
        by_id = {info.id: data for info, data in zip(record.channel_info, planes, strict=False)}
        vector = any(tag in record.tagged_blocks for tag in _VECTOR_MASKS)
        if mask is None or ChannelID.USER_LAYER_MASK not in by_id:
            if vector and any(one.data for one in planes):
                self.told.add("Vector masks are not used", name)
            return []
        data, rect, outside = by_id[ChannelID.USER_LAYER_MASK], _rect(mask), mask.background_color
        if ChannelID.REAL_USER_LAYER_MASK in by_id and mask.real_top is not None:
            # What the painted mask and the shape come to together.
            data = by_id[ChannelID.REAL_USER_LAYER_MASK]
            rect, outside = _real_rect(mask), mask.real_background_color or 0
        elif vector:
            self.told.add("Vector masks are not used", name)
        if mask.parameters is not None and mask.parameters.user_mask_feather:
            self.told.add("The soft edges of masks are not used", name)
        hidden = TileGrid(self.size, 1)
        if not outside:
            hidden.lay(255)
        if not rect.is_empty and data.data:
            if not self._near(rect):
                self.told.add("Masks that are too large have been left out", name)
                return []
            self._take(rect.size)
            try:
                values = self._plane(data, rect.size)
            except (ValueError, IndexError, OSError, ArithmeticError, zlib.error):
                self.told.add("Damaged masks have been left out", name)
                return []
            for top in range(0, rect.height, BAND):
                band = np.asarray(255 - values[top : top + BAND], np.uint8)
                hidden.write(Rect(rect.x, rect.y + top, rect.width, len(band)), band)
        density = getattr(mask.parameters, "user_mask_density", None)
        if density is not None and density < 255:
            hidden = _weaker(hidden, density)
        visible = not mask.flags.mask_disabled
        return [LayerMask(name="Layer mask", inside=layer_id, visible=visible, hidden=hidden)]

    def _plane(self, data: ChannelData, size: Size) -> Any:
        header = self._psd.header
        return unpacked(data.data, data.compression, size.width, size.height, header.depth,
                        header.version)  # fmt: skip

    def _lay(self, grid: TileGrid, x: int, y: int, colours: list[Any], shown: Any) -> None:
        for top in range(0, len(colours[0]), BAND):
            rgb = self._colours.rgb([plane[top : top + BAND] for plane in colours])
            rgba = np.full((*rgb.shape[:2], 4), 255, np.uint8)
            rgba[..., :3] = rgb
            if shown is not None:
                rgba[..., 3] = shown[top : top + BAND]
                rgba = premultiplied(rgba)
            grid.write(Rect(x, y + top, rgba.shape[1], rgba.shape[0]), rgba)

    def _near(self, rect: Rect) -> bool:
        """Whether a rectangle is of a size and at a place that a painter can have meant."""
        canvas = Rect.of_size(self.size).inflated(MAX_SIDE)
        return max(rect.size) <= 2 * MAX_SIDE and canvas.contains(rect)

    def _take(self, size: Size) -> None:
        """Refuses a small file that says that it is a huge one."""
        self._room -= size.area * 4
        if self._room < 0:
            raise UserError(
                "it holds far more pixels than a file of its size can be meant to.",
                "Get it from somewhere else.",
            )


def setting(record: LayerRecord) -> Any:
    """Whether and how a group begins or ends at a record."""
    blocks = record.tagged_blocks
    return blocks.get_data(Tag.SECTION_DIVIDER_SETTING) or blocks.get_data(
        Tag.NESTED_SECTION_DIVIDER_SETTING
    )


def _name(record: LayerRecord) -> str:
    name = record.tagged_blocks.get_data(Tag.UNICODE_LAYER_NAME) or record.name or "Layer"
    return " ".join(str(name).replace("\0", "").split())[:200] or "Layer"


def _rect(mask: MaskData) -> Rect:
    return Rect(mask.left, mask.top, mask.width, mask.height)


def _real_rect(mask: MaskData) -> Rect:
    return Rect(mask.real_left or 0, mask.real_top or 0, mask.real_width, mask.real_height)


def _filled(size: Size, colour: tuple[int, int, int]) -> TileGrid:
    grid = TileGrid(size, 4)
    for top in range(0, size.height, BAND):
        band = np.full((min(BAND, size.height - top), size.width, 4), 255, np.uint8)
        band[..., :3] = colour
        grid.write(Rect(0, top, size.width, len(band)), band)
    return grid


def _weaker(hidden: TileGrid, density: int) -> TileGrid:
    """A mask that hides at most as far as its density says."""
    result = TileGrid(hidden.size, 1)
    for key in hidden:
        tile = hidden.tile(key)
        if tile is not None:
            result.share(key, np.asarray((tile.astype(np.uint16) * density + 127) // 255, np.uint8))
    return result
