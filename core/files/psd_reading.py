"""Photoshop files (.psd, .psb) as documents: what there is here too, and what is left out said."""

from __future__ import annotations

import io
import logging
import stat
from collections.abc import Callable
from pathlib import Path

from psd_tools.constants import (
    ColorMode,
    Resource,
    SectionDivider,
    Tag,
)
from psd_tools.psd import PSD
from psd_tools.psd.layer_and_mask import LayerInfo, LayerRecord

from core.document import tree
from core.document.document import Document
from core.document.layers import (
    GroupLayer,
    Layer,
    RasterLayer,
    new_id,
)
from core.document.state import checked_size
from core.errors import FileError, UserError
from core.files import psd_guides
from core.files.openraster import OpenedDocument
from core.files.pictures import MAX_BYTES, decode
from core.files.psd_layers import LayerReader, setting
from core.files.psd_planes import Colours
from core.files.trouble import shown, unreadable
from core.geometry import Size

DEEPEST = 64
"""Groups in groups; Photoshop has ten."""

# It reports what it does not know of each layer; that is no news for anyone.
logging.getLogger("psd_tools").setLevel(logging.CRITICAL)

_FOLDERS = (SectionDivider.OPEN_FOLDER, SectionDivider.CLOSED_FOLDER)


def open_psd(path: Path, progress: Callable[[float], None] = lambda _: None) -> OpenedDocument:
    """Opens a Photoshop file; `progress` hears 0…1. Raises FileError."""
    name = shown(path)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise FileError(f"{name} is not a file.", "Choose a picture file.")
        if status.st_size > 4 * MAX_BYTES:
            raise FileError(f"{name} is larger than any picture Underpaint can open.")
        content = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    try:
        return _opened(content, name, progress)
    except FileError:
        raise
    except UserError as error:
        raise FileError(f"{name} cannot be opened: {error.cause}", error.remedy) from error
    except MemoryError:
        raise FileError(f"{name} does not fit into memory.", "Close other programs.") from None
    except Exception as error:
        # A damaged file makes the parser raise nearly anything.
        raise FileError(
            f"{name} is damaged, or it is not a Photoshop file.", "Get or save it again."
        ) from error


def _opened(content: bytes, name: str, progress: Callable[[float], None]) -> OpenedDocument:
    psd = PSD.read(io.BytesIO(content))
    header = psd.header
    size = checked_size(Size(header.width, header.height))
    if header.depth == 32:
        raise FileError(
            f"{name} has 32 bits a channel, which Underpaint cannot open.",
            "Save it with 16 or 8 bits a channel in the program that made it.",
        )
    if header.color_mode not in Colours.PLANES or header.depth not in (8, 16):
        picture = decode(content, name, formats=("PSD",))
        mode = header.color_mode.name.capitalize()
        told = f"{name} is a picture in {mode} mode: it was opened flat, converted to RGB."
        return OpenedDocument(Document.of_picture(picture.array), (told,))
    profile = psd.image_resources.get_data(Resource.ICC_PROFILE)
    colours = Colours(header.color_mode, profile if isinstance(profile, bytes) else None)
    reader = LayerReader(psd, size, colours, len(content))
    info = _layer_info(psd)
    if info is None or not len(info.layer_records):
        layers: list[Layer] = [reader.merged()]
    else:
        layers = _layers(reader, info, progress)
    if tree.fault(layers):
        raise ValueError(tree.fault(layers))
    top = next((layer.id for layer in reversed(layers) if layer.grid is not None), None)
    warnings = [*_conversions(psd, colours, name), *reader.told.sentences()]
    guides = psd_guides.read(psd.image_resources.get_data(Resource.GRID_AND_GUIDES_INFO))
    return OpenedDocument(Document(size, layers, active=top, guides=guides), tuple(warnings))


def _layer_info(psd: PSD) -> LayerInfo | None:
    """The layers; files of 16 bits a channel keep them in another block."""
    section = psd.layer_and_mask_information
    if section.tagged_blocks is not None:
        wide = section.tagged_blocks.get_data(Tag.LAYER_16)
        if isinstance(wide, LayerInfo):
            return wide
    return section.layer_info


def _conversions(psd: PSD, colours: Colours, name: str) -> list[str]:
    told = []
    if psd.header.depth == 16:
        told.append(f"The 16 bits a channel of {name} were rounded to 8.")
    if colours.profile:
        told.append(f"The colours of {name} were converted from “{colours.profile}” to sRGB.")
    elif psd.header.color_mode is ColorMode.CMYK:
        told.append(f"{name} is CMYK without a profile: its colours were converted by rule of "
                    "thumb and may look different.")  # fmt: skip
    return told


def _layers(reader: LayerReader, info: LayerInfo, progress: Callable[[float], None]) -> list[Layer]:
    """Bottom to top."""
    found: list[Layer] = []
    groups: list[str] = []
    pairs = list(zip(info.layer_records, info.channel_image_data, strict=False))
    for place, (record, planes) in enumerate(pairs):
        kind = _divider(record)
        if kind is SectionDivider.BOUNDING_SECTION_DIVIDER:
            groups.append(new_id())
            if len(groups) > DEEPEST:
                raise ValueError("groups lie too deep")
            continue
        own = groups.pop() if kind in _FOLDERS and groups else new_id()
        inside = groups[-1] if groups else None
        layer = reader.layer(record, list(planes), kind in _FOLDERS, own, inside)
        if layer is not None:
            found.extend(reader.masks(record, list(planes), own))
            found.append(layer)
        progress((place + 1) / len(pairs))
    while groups:  # a group that has lost its end
        own = groups.pop()
        found.append(GroupLayer(id=own, name="Group", inside=groups[-1] if groups else None))
    if not any(layer.grid is not None for layer in found):
        found.append(RasterLayer.empty(reader.size))
    return found


def _divider(record: LayerRecord) -> SectionDivider | None:
    return getattr(setting(record), "kind", None)
