"""Photoshop files as other programs write them, small, of any mode and depth."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from psd_tools.constants import BlendMode, ChannelID, ColorMode, Compression, Resource
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
    LayerInfo,
    LayerRecord,
    LayerRecords,
)
from psd_tools.psd.tagged_blocks import TaggedBlocks


@dataclass
class Theirs:
    """A layer: planes in the file's own order (colours, then how opaque), each (h, w)."""

    planes: Sequence[Any]
    name: str = "Layer 1"
    at: tuple[int, int] = (0, 0)
    blend: BlendMode = BlendMode.NORMAL
    blocks: TaggedBlocks = field(default_factory=TaggedBlocks)
    compression: Compression = Compression.ZIP_WITH_PREDICTION
    size: tuple[int, int] | None = None
    """What it says of its size, when that is not the planes'."""


def written(
    layers: Sequence[Theirs],
    *,
    width: int,
    height: int,
    mode: ColorMode = ColorMode.RGB,
    depth: int = 8,
    profile: bytes = b"",
) -> bytes:
    """The file's content."""
    colours = {ColorMode.RGB: 3, ColorMode.GRAYSCALE: 1, ColorMode.CMYK: 4}[mode]
    header = FileHeader(channels=colours, width=width, height=height, depth=depth, color_mode=mode)
    records, data = [], []
    for layer in layers:
        ids = [*range(colours), -1][: len(layer.planes)]
        shown = layer.size or (layer.planes[0].shape[::-1] if len(layer.planes) else (0, 0))
        made = []
        for plane in layer.planes:
            one = ChannelData(layer.compression)
            kind = np.uint8 if depth == 8 else ">u2"
            one.set_data(plane.astype(kind).tobytes(), plane.shape[1], plane.shape[0], depth)
            made.append(one)
        x, y = layer.at
        records.append(
            LayerRecord(
                top=y, left=x, bottom=y + shown[1], right=x + shown[0], name=layer.name,
                channel_info=[ChannelInfo(ChannelID(one)) for one in ids],
                blend_mode=layer.blend, tagged_blocks=layer.blocks,
            )
        )  # fmt: skip
        data.append(ChannelDataList(made))
    info = LayerInfo(len(records), LayerRecords(records), ChannelImageData(data))
    resources = ImageResources()
    if profile:
        resources[Resource.ICC_PROFILE] = ImageResource(key=Resource.ICC_PROFILE, data=profile)
    out = io.BytesIO()
    PSD(
        header=header,
        image_resources=resources,
        layer_and_mask_information=LayerAndMaskInformation(info),
        image_data=ImageData.new(header, compression=Compression.RLE),
    ).write(out)
    return out.getvalue()
