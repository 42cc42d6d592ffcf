"""Documents as Photoshop files (.psd, .psb): layers, groups, masks and adjustments, no more."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from psd_tools.constants import BlendMode as Theirs
from psd_tools.constants import (
    ChannelID,
    Clipping,
    ColorMode,
    Compression,
    ProtectedFlags,
    Resource,
    SectionDivider,
    Tag,
)
from psd_tools.psd import PSD
from psd_tools.psd.header import FileHeader
from psd_tools.psd.image_data import ImageData
from psd_tools.psd.image_resources import ImageResource, ImageResources
from psd_tools.psd.layer_and_mask import (
    ChannelData,
    ChannelDataList,
    ChannelImageData,
    ChannelInfo,
    LayerAndMaskInformation,
    LayerFlags,
    LayerInfo,
    LayerRecord,
    LayerRecords,
    MaskData,
    MaskFlags,
)

from core.document import tree
from core.document.layers import (
    AdjustmentLayer,
    GroupLayer,
    Layer,
    LayerMask,
    MaskLayer,
    Picture,
    RasterLayer,
    RegionLayer,
    SketchLayer,
)
from core.document.state import State
from core.errors import FileError
from core.files import psd_guides
from core.files.atomic import replacing
from core.files.colour_spaces import srgb
from core.files.json_text import whole
from core.files.pictures import on_white
from core.files.psd_adjustments import put_adjustment
from core.files.psd_blurs import without_blurs
from core.files.psd_planes import BAND, Packer
from core.files.psd_words import LABELS, WRITTEN
from core.files.trouble import no_memory, shown
from core.geometry import EMPTY, Rect
from core.pixels.alpha import byte, scaled, straight
from core.pixels.tiles import TileGrid

if TYPE_CHECKING:
    from core.arrays import Bytes

PSD_SIDE, PSD_BYTES = 30_000, 2 * 10**9
"""The most that a .psd holds; a .psb holds what a document can be."""
RGB = (ChannelID.CHANNEL_0, ChannelID.CHANNEL_1, ChannelID.CHANNEL_2)
_NO_PIXELS = (ChannelID.TRANSPARENCY_MASK, *RGB)


@dataclass
class _Written:
    """The records and planes so far, bottom to top."""

    version: int
    records: list[LayerRecord] = field(default_factory=list)
    planes: list[ChannelDataList] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def warn(self, sentence: str) -> None:
        if sentence not in self.warnings:
            self.warnings.append(sentence)

    @property
    def nbytes(self) -> int:
        return sum(len(one.data) for planes in self.planes for one in planes)


def save_psd(
    path: Path, state: State, progress: Callable[[float], None] = lambda _: None
) -> tuple[str, ...]:
    """Writes the picture's layers, replacing the file as a whole. Returns what of the document is
    not in it, in sentences; `progress` hears 0…1. Raises FileError.

    May be called from any thread when `state` is a snapshot.
    """
    version = 2 if path.suffix.lower() == ".psb" else 1
    if version == 1 and max(state.size) > PSD_SIDE:
        raise _too_large(path)
    written = _Written(version)
    try:
        done = _Steps(progress, len(state.layers) + 1)
        clear = without_blurs(state)
        if clear is not state:
            written.warn(
                "Photoshop has no layers that blur: what they make is a picture of its own in it, "
                "and the layers that they blur are hidden below it."
            )
        _write_layers(written, clear, None, done)
        merged, opaque = _merged(state, version)
        if version == 1 and written.nbytes + len(merged) > PSD_BYTES:
            raise _too_large(path)
        psd = _whole(state, written, merged, opaque)
    except MemoryError:
        raise no_memory(path) from None
    try:
        with replacing(path) as file:
            psd.write(file)
    except struct.error as error:
        raise _too_large(path) from error
    progress(1.0)
    return tuple(_left_out(state, written))


def _too_large(path: Path) -> FileError:
    return FileError(
        f"{shown(path)} was not saved: the picture is larger than a .psd may be.",
        "Save it with the ending .psb.",
    )


class _Steps:
    """Counts layers, for whoever shows how far it is."""

    def __init__(self, progress: Callable[[float], None], most: int) -> None:
        self._progress, self._most, self._done = progress, most, 0

    def __call__(self) -> None:
        self._done += 1
        self._progress(self._done / (self._most + 1))


def _whole(state: State, written: _Written, merged: bytes, opaque: bool) -> PSD:
    header = FileHeader(
        version=written.version,
        channels=3 if opaque else 4,
        height=state.size.height,
        width=state.size.width,
        depth=8,
        color_mode=ColorMode.RGB,
    )
    kept = {Resource.ICC_PROFILE: srgb()}
    if state.guides:
        kept[Resource.GRID_AND_GUIDES_INFO] = psd_guides.written(state.guides)
    resources = ImageResources(
        [(key, ImageResource(key=key, data=data)) for key, data in kept.items()]
    )
    count = len(written.records)
    layers = LayerInfo(
        layer_count=count if opaque else -count,
        layer_records=LayerRecords(written.records),
        channel_image_data=ChannelImageData(written.planes),
    )
    return PSD(
        header=header,
        image_resources=resources,
        layer_and_mask_information=LayerAndMaskInformation(layer_info=layers),
        image_data=ImageData(Compression.RLE, merged),
    )


# Layers


def _write_layers(
    written: _Written, state: State, inside: str | None, done: Callable[[], None]
) -> None:
    for layer in tree.children(state.layers, inside):
        if isinstance(layer, GroupLayer):
            _put(written, _divider(), (), None)
            _write_layers(written, state, layer.id, done)
        if isinstance(layer, Picture | SketchLayer):
            _write_layer(written, state, layer)
        done()


def _write_layer(written: _Written, state: State, layer: Layer) -> None:
    record = _record(layer)
    blocks = record.tagged_blocks
    if isinstance(layer, GroupLayer):
        mode = Theirs.PASS_THROUGH if layer.through else WRITTEN[layer.blend]
        record.blend_mode = mode
        blocks.set_data(Tag.SECTION_DIVIDER_SETTING, SectionDivider.OPEN_FOLDER, b"8BIM", mode)
    elif isinstance(layer, RasterLayer):
        record.blend_mode = WRITTEN[layer.blend]
    elif isinstance(layer, AdjustmentLayer) and not put_adjustment(blocks, layer.adjustment):
        written.warn("Other programs show its brightness and contrast somewhat otherwise.")
    if isinstance(layer, SketchLayer):
        record.flags.visible = False
    grid = layer.grid
    rect = EMPTY if grid is None else _stored(grid)
    record.left, record.top, record.right, record.bottom = _edges(rect)
    planes: list[tuple[ChannelID, ChannelData]] = []
    if grid is not None and not rect.is_empty:
        ids = (ChannelID.TRANSPARENCY_MASK, *RGB)
        bands = (straight(grid.read(part)) for part in _rows(rect))
        packers = _packed((band[..., (3, 0, 1, 2)] for band in bands), 4, written.version)
        planes = [(one, _plane(packer)) for one, packer in zip(ids, packers, strict=True)]
    masks = [one for one in tree.children(state.layers, layer.id) if isinstance(one, LayerMask)]
    _put(written, record, planes, _mask(written, record, masks))


def _put(
    written: _Written, record: LayerRecord, planes: Sequence[tuple[ChannelID, ChannelData]],
    mask: ChannelData | None,
) -> None:  # fmt: skip
    planes = list(planes) or [(one, ChannelData()) for one in _NO_PIXELS]
    if mask is not None:
        planes.append((ChannelID.USER_LAYER_MASK, mask))
    record.channel_info = [ChannelInfo(one) for one, _ in planes]
    written.records.append(record)
    written.planes.append(ChannelDataList([data for _, data in planes]))


def _record(layer: Layer) -> LayerRecord:
    clipped = isinstance(layer, Picture) and layer.clipped
    alpha_locked = isinstance(layer, RasterLayer) and layer.alpha_locked
    record = LayerRecord(
        blend_mode=Theirs.NORMAL,
        opacity=byte(layer.opacity),
        clipping=Clipping.NON_BASE if clipped else Clipping.BASE,
        flags=LayerFlags(
            transparency_protected=alpha_locked,
            visible=layer.visible,
            pixel_data_irrelevant=layer.grid is None,
        ),
        name=layer.name.encode("ascii", "replace").decode()[:31],
    )
    blocks = record.tagged_blocks
    blocks.set_data(Tag.UNICODE_LAYER_NAME, whole(layer.name[:255]))
    if layer.label in LABELS:
        blocks.set_data(Tag.SHEET_COLOR_SETTING, LABELS[layer.label])
    if layer.locked:
        blocks.set_data(Tag.PROTECTED_SETTING, int(ProtectedFlags.COMPLETE))
    elif alpha_locked:
        blocks.set_data(Tag.PROTECTED_SETTING, int(ProtectedFlags.TRANSPARENCY))
    return record


def _divider() -> LayerRecord:
    """What lies below the lowest layer of a group."""
    record = LayerRecord(name="</Layer group>", flags=LayerFlags(pixel_data_irrelevant=True))
    record.tagged_blocks.set_data(
        Tag.SECTION_DIVIDER_SETTING, SectionDivider.BOUNDING_SECTION_DIVIDER
    )
    return record


def _mask(written: _Written, record: LayerRecord, masks: Sequence[LayerMask]) -> ChannelData | None:
    """A layer's masks as the one that there is room for: where it is shown, 0…255."""
    if not masks:
        return None
    used = [mask for mask in masks if mask.visible] or list(masks[:1])
    if len(masks) > 1:
        written.warn("Several masks of one layer have become one.")
    rect = Rect.around(_stored(mask.hidden) for mask in used)
    left, top, right, bottom = _edges(rect)
    record.mask_data = MaskData(
        top=top, left=left, bottom=bottom, right=right, background_color=255,
        flags=MaskFlags(mask_disabled=not used[0].visible),
    )  # fmt: skip
    if rect.is_empty:
        return ChannelData()
    (packer,) = _packed((_shown(used, part)[..., None] for part in _rows(rect)), 1, written.version)
    return _plane(packer)


def _shown(masks: Sequence[LayerMask], part: Rect) -> Bytes:
    first, *others = (np.asarray(255 - mask.hidden.read(part), np.uint8) for mask in masks)
    for other in others:
        first = scaled(first, other)
    return first


def _stored(grid: TileGrid) -> Rect:
    """The pixels that are written: all, or those on the canvas when they lie too far apart."""
    bounds = grid.bounds()
    return bounds if max(bounds.size) <= PSD_SIDE else bounds.intersected(grid.canvas)


def _edges(rect: Rect) -> tuple[int, int, int, int]:
    return (0, 0, 0, 0) if rect.is_empty else (rect.x, rect.y, rect.right, rect.bottom)


def _rows(rect: Rect) -> Iterator[Rect]:
    for y in range(rect.y, rect.bottom, BAND):
        yield Rect(rect.x, y, rect.width, min(BAND, rect.bottom - y))


# Planes


def _packed(bands: Iterator[Bytes], channels: int, version: int) -> list[Packer]:
    packers = [Packer(version) for _ in range(channels)]
    for band in bands:
        for channel, packer in enumerate(packers):
            packer.add(band[..., channel])
    return packers


def _plane(packer: Packer) -> ChannelData:
    return ChannelData(Compression.RLE, packer.counts + packer.rows)


def _merged(state: State, version: int) -> tuple[bytes, bool]:
    """The whole picture for programs that do not read layers, and whether it is opaque."""
    opaque = True

    def bands() -> Iterator[Bytes]:
        nonlocal opaque
        for part in _rows(state.canvas):
            band = straight(state.composite(part))
            opaque = opaque and bool((band[..., 3] == 255).all())
            # Photoshop's own show what is transparent on white.
            yield np.concatenate([on_white(band), band[..., 3:]], axis=2)

    packers = _packed(bands(), 4, version)[: 3 if opaque else 4]
    return b"".join([*(one.counts for one in packers), *(one.rows for one in packers)]), opaque


def _left_out(state: State, written: _Written) -> Iterator[str]:
    yield from written.warnings
    kinds = [
        name
        for kind, name in ((MaskLayer, "masks for the model"), (RegionLayer, "regions"))
        if any(isinstance(layer, kind) for layer in state.layers)
    ]
    if kinds:
        yield f"A Photoshop file does not hold {' and '.join(kinds)}: save the project too."
    if any(isinstance(layer, SketchLayer) for layer in state.layers):
        yield "Sketches are hidden layers in it."
