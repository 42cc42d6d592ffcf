"""How a picture is exported: format, size, what of it, and what goes into the file besides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from core.declare import choice, flag, integer, text
from core.document import tree
from core.document.layers import GroupLayer, Layer, RasterLayer, RegionLayer
from core.document.state import State
from core.errors import FileError, UserError
from core.files.atomic import write_bytes
from core.files.trouble import no_memory
from core.geometry import Rect, Size
from core.pixels.alpha import straight
from core.request import MAX_SIDE

if TYPE_CHECKING:
    from core.arrays import Bytes

PSD = (".psd", ".psb")
FORMATS = {
    ".png": "PNG",
    ".jpg": "JPEG",
    ".webp": "WebP",
    ".avif": "AVIF",
    ".tif": "TIFF",
    ".psd": "Photoshop, with layers",
}
WITH_QUALITY = (".jpg", ".webp", ".avif")
WITH_RECIPE = (".png", ".jpg", ".webp")
WITH_DEPTH = (".png", ".tif")
COLOURS = {
    "srgb": "sRGB",
    "display_p3": "Display P3",
    "adobe_rgb": "Adobe RGB (1998) compatible",
    "file": "Of a profile…",
}
DEPTHS = {"8": "8 bits a channel", "16": "16 bits a channel"}
WHAT = {
    "picture": "The picture",
    "selection": "The selection's bounds",
    "region": "A region",
    "layers": "Each layer in a file",
}
_ALIKE = {".jpeg": ".jpg", ".tiff": ".tif", ".psb": ".psd"}
_FORBIDDEN = re.compile(r'[\x00-\x1f<>:"/\\|?*]')


@dataclass(frozen=True, kw_only=True)
class Export:
    """One way to export."""

    ending: str = choice(".png", FORMATS, title="Format")
    quality: int = integer(
        95, 1, 100, unit="%", title="Quality", help="Less makes smaller files, and blurs."
    )
    scale: int = integer(100, 1, 800, unit="%", title="Scale", help="100 leaves the size.")
    what: str = choice("picture", WHAT, title="What")
    region: str = text("", longest=100, title="Region")
    recipe: bool = flag(
        True, title="Recipe inside", help="How the picture was made; dropped here it comes back."
    )
    profile: bool = flag(
        True, title="sRGB profile inside", help="Tells other programs what the colours mean."
    )
    colours: str = choice(
        "srgb", COLOURS, title="Colours",
        help="What the picture is converted to. Another profile than sRGB is always inside.",
    )  # fmt: skip
    colour_file: str = text("", longest=4000, title="Profile")
    depth: str = choice(
        "8", DEPTHS, title="Depth",
        help="16 bits keep colours apart that a conversion would bring together.",
    )  # fmt: skip
    pattern: str = text(
        "{name}-{number}-{layer}", empty=False, longest=200, title="File names",
        help="{name} is the picture's, {number} counts from below, {layer} is the layer's.",
    )  # fmt: skip
    trimmed: bool = flag(
        False, title="Cut to its pixels", help="Each file only as large as what is on the layer."
    )

    @property
    def layered(self) -> bool:
        """Whether the file holds the document's layers."""
        return self.ending in PSD


def ending_of(path: Path) -> str:
    """The format of a name, as `Export` calls it."""
    ending = path.suffix.lower()
    return _ALIKE.get(ending, ending)


def regions_of(state: State) -> list[RegionLayer]:
    """What can be exported by itself, top first."""
    found = (layer for layer in reversed(state.layers) if isinstance(layer, RegionLayer))
    return [layer for layer in found if not layer.bounds().intersected(state.canvas).is_empty]


def rect_of(export: Export, state: State) -> Rect:
    """What of the canvas is exported. Raises UserError when it is not there any more."""
    if export.what == "selection":
        bounds = state.selection.bounds() if state.selection is not None else Rect(0, 0, 0, 0)
        if bounds.intersected(state.canvas).is_empty:
            raise UserError("Nothing is selected.", "Select something, or export the picture.")
        return bounds.intersected(state.canvas)
    if export.what == "region":
        for region in regions_of(state):
            if region.id == export.region:
                return region.bounds().intersected(state.canvas)
        raise UserError("The region is not there any more.", "Choose another one.")
    return state.canvas


def size_of(export: Export, rect: Rect) -> Size:
    """The size of the exported picture. Raises UserError when it would be too large."""
    size = Size(*(max(1, round(side * export.scale / 100)) for side in rect.size))
    if max(size) > MAX_SIDE:
        raise UserError(
            f"The picture would be {size.width}×{size.height} px; {MAX_SIDE:,} px a side are the "
            "most.",
            "Choose a smaller scale.",
        )
    return size


def pixels_of(export: Export, state: State) -> Bytes:
    """The picture as straight RGBA (h, w, 4). Raises UserError."""
    rect = rect_of(export, state)
    return _scaled(state.composite(rect), size_of(export, rect))


def content_of(export: Export, pixels: Bytes, recipe: dict[str, Any] | None) -> bytes:
    """The file. Raises FileError."""
    inside = recipe if export.recipe and export.ending in WITH_RECIPE else None
    from core.files.colour_spaces import profile_of  # Pillow stalls the window while it loads
    from core.files.pictures import encode

    other = export.colours != "srgb"
    return encode(
        pixels,
        export.ending,
        inside,
        quality=export.quality,
        profile=export.profile,
        colours=profile_of(export.colours, export.colour_file) if other else b"",
        bits=int(export.depth),
    )


def write(
    path: Path,
    export: Export,
    state: State,
    recipe: dict[str, Any] | None,
    progress: Callable[[float], None] = lambda _: None,
) -> tuple[str, ...]:
    """Exports to a file, or to several beside it; returns what is to be told. Raises UserError."""
    try:
        return _written(path, export, state, recipe, progress)
    except MemoryError:
        raise no_memory(path) from None


def _written(
    path: Path,
    export: Export,
    state: State,
    recipe: dict[str, Any] | None,
    progress: Callable[[float], None],
) -> tuple[str, ...]:
    if export.layered:
        from core.files.psd_writing import save_psd

        return save_psd(path, state, progress)
    if export.what == "layers":
        return _write_layers(path, export, state, progress)
    write_bytes(path, content_of(export, pixels_of(export, state), recipe))
    return ()


def exported_layers(state: State) -> list[Layer]:
    """The visible layers and groups that lie in no other, bottom to top."""
    return [
        layer
        for layer in tree.children(state.layers, None)
        if isinstance(layer, RasterLayer | GroupLayer) and layer.visible
    ]


def layer_names(export: Export, layers: Sequence[Layer], name: str) -> list[str]:
    """The file of each layer: no two the same, and none that a system would refuse."""
    found: list[str] = []
    taken: set[str] = set()
    for number, layer in enumerate(layers, start=1):
        stem = export.pattern
        # The layer's name last: it may hold what looks like another field.
        for field, value in (("name", name), ("number", f"{number:02}"), ("layer", layer.name)):
            stem = stem.replace(f"{{{field}}}", value)
        stem = _FORBIDDEN.sub("_", stem).strip(" .")[:120] or f"{number:02}"
        free, count = stem, 1
        while free.casefold() in taken:
            count += 1
            free = f"{stem}-{count}"
        taken.add(free.casefold())
        found.append(free + export.ending)
    return found


def _write_layers(
    path: Path, export: Export, state: State, progress: Callable[[float], None]
) -> tuple[str, ...]:
    layers = exported_layers(state)
    if not layers:
        raise UserError("No layer is visible.", "Show those that are to be exported.")
    names = layer_names(export, layers, path.stem)
    written = 0
    for done, (layer, name) in enumerate(zip(layers, names, strict=True)):
        progress(done / len(layers))
        pixels = _layer_pixels(layer, export, state)
        if pixels is not None:
            write_bytes(path.with_name(name), content_of(export, pixels, None))
            written += 1
    if not written:
        raise FileError("The layers are empty.", "Export the picture instead.")
    if written == 1:
        return ("One file was written: the other layers are empty.",) if len(names) > 1 else ()
    return (f"{written} files were written, as {names[0]}.",)


def _layer_pixels(layer: Layer, export: Export, state: State) -> Bytes | None:
    """A layer alone with its masks: straight RGBA (h, w, 4); None when nothing is on it."""
    alone = [*tree.members(state.layers, layer.id), _unclipped(layer)]
    rect = Rect.around(one.bounds() for one in alone if isinstance(one, RasterLayer))
    rect = rect.intersected(state.canvas)
    if rect.is_empty:
        return None
    if not export.trimmed:
        rect = state.canvas
    return _scaled(state.composite(rect, alone), size_of(export, rect))


def _unclipped(layer: Layer) -> Layer:
    return layer.replaced(clipped=False) if getattr(layer, "clipped", False) else layer


def _scaled(premultiplied: Bytes, size: Size) -> Bytes:
    if premultiplied.shape[1::-1] != size:
        smaller = size.width < premultiplied.shape[1]
        how = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
        premultiplied = np.asarray(cv2.resize(premultiplied, size, interpolation=how), np.uint8)
        # A cubic curve swings over, and no colour may be more than there is of it.
        np.minimum(premultiplied, premultiplied[..., 3:], out=premultiplied)
    for part in _bands(premultiplied):
        part[:] = straight(part)
    return premultiplied


def _bands(pixels: Bytes) -> Iterator[Bytes]:
    for top in range(0, len(pixels), 256):
        yield pixels[top : top + 256]
