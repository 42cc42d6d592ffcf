"""`underpaint/document.json`: all of a document that OpenRaster has no words for."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from core import parameters as declared
from core.document import guides, references, tree
from core.document.document import Document
from core.document.drafts import ReadPicture, WritePicture
from core.document.foreign import NOTHING, Foreign
from core.document.layers import (
    LABELS,
    AdjustmentLayer,
    GroupLayer,
    Layer,
    LayerMask,
    MaskLayer,
    RasterLayer,
    RegionLayer,
    SketchLayer,
)
from core.document.selection import Selection
from core.document.state import State, checked_size
from core.errors import FileError, UserError
from core.files import ora_origin, ora_writing
from core.files.ora_settings import in_range, near, settings_json, settings_of
from core.geometry import Rect, Size
from core.parameters import Json
from core.pixels import adjustments
from core.pixels.blend import BlendMode
from core.pixels.tiles import Key, TileGrid
from core.request import RegionPrompt

VERSION = 2
"""2 has groups, what lies in them, and adjustments; what has none is still written as 1."""


@dataclass(frozen=True)
class Stored:
    """Where in the archive a layer's pixels are."""

    source: str
    """The picture of what lies on the canvas."""
    rect: Rect
    """The part of the canvas that it covers."""
    outside: tuple[Key, ...] = ()
    """Tiles with pixels that were moved off the canvas, each a picture of its own."""

    def source_of(self, outside: Key) -> str:
        stem = self.source.removesuffix(".png").split("/")[-1]
        return f"underpaint/{stem}_{outside[0]}_{outside[1]}.png"

    def to_json(self) -> dict[str, Json]:
        return {
            "source": self.source,
            "at": [self.rect.x, self.rect.y],
            "outside": [list(key) for key in self.outside],
        }

    @classmethod
    def of_json(cls, value: Json) -> Stored:
        x, y = value["at"]
        outside = tuple((near(column), near(row)) for column, row in value["outside"])
        return cls(str(value["source"]), Rect(near(x), near(y), 0, 0), outside)


ReadPixels = Callable[[Stored, Size, int], TileGrid]
"""Reads what is stored, for a document of a size, with 1 or 4 channels."""

KeepFile = Callable[[str, bytes], str]
"""Keeps a file of others by its name and content; returns where."""
ReadFile = Callable[[str], bytes | None]
"""What was kept there; None when it cannot be read."""

_OF_REGIONS = ("strength", "seed", "start", "end")
_KINDS: dict[str, type[Layer]] = {
    "raster": RasterLayer,
    "sketch": SketchLayer,
    "mask": MaskLayer,
    "region": RegionLayer,
    "group": GroupLayer,
    "layer_mask": LayerMask,
    "adjustment": AdjustmentLayer,
}
_FLAGS = ("clipped", "alpha_locked", "through")
"""Of pictures and groups; left out where they are off."""
_WORDS = {kind: word for word, kind in _KINDS.items()}


def contents_of(
    state: State,
    stored: Sequence[Stored | None],
    selection: Stored | None,
    write: WritePicture,
    keep: KeepFile,
) -> dict[str, Json]:
    """The document as JSON; `stored` has an entry for each layer, None for one without pixels.
    `write` keeps the pictures that techniques have of their own, `keep` files of others."""
    value: dict[str, Json] = {
        "version": VERSION if any(map(_is_new, state.layers)) else 1,
        "size": list(state.size),
        "active": state.active_id,
        "layers": [
            _layer_json(layer, pixels, write)
            for layer, pixels in zip(state.layers, stored, strict=True)
        ],
        "selection": None if selection is None else selection.to_json(),
        "settings": settings_json(state.settings, write),
        "id": state.id,
    }
    if state.references:
        value["references"] = [references.to_json(one, write) for one in state.references]
    if state.guides != guides.NONE:
        value["guides"] = guides.to_json(state.guides)
    if state.foreign:
        files = {name: keep(name, content) for name, content in state.foreign.files.items()}
        value["foreign"] = state.foreign.to_json() | {"files": files}
    return value


def document_of(contents: Json, read: ReadPixels, picture: ReadPicture, file: ReadFile) -> Document:
    """The document that `contents_of` described. Raises FileError, or whatever wrong types and
    missing keys raise: the caller takes both for a damaged file. `picture` reads what `write`
    kept, `file` what `keep` did."""
    if contents["version"] > VERSION:
        raise FileError("It was saved by a newer version of Underpaint.", "Update Underpaint.")
    size = checked_size(Size(*contents["size"]))
    layers = [_layer_of(item, size, read, picture) for item in contents["layers"]]
    if wrong := tree.fault(layers):
        raise ValueError(wrong)
    selection = None
    if contents["selection"] is not None:
        selection = Selection(read(Stored.of_json(contents["selection"]), size, 1))
    active = contents["active"]
    return Document(
        size,
        layers,
        active=active if any(layer.id == active for layer in layers) else None,
        selection=selection,
        settings=settings_of(contents["settings"], picture),
        id=_id_of(contents.get("id")),
        foreign=_foreign_of(contents.get("foreign"), file),
        references=tuple(_references_of(contents.get("references"), picture)),
        guides=guides.of_json(contents.get("guides")),
    )


def _references_of(value: Json, picture: ReadPicture) -> Iterator[references.Reference]:
    """Those that can be read: what is wrong with one is no reason to lose a document."""
    for item in value if isinstance(value, list) else []:
        with contextlib.suppress(ValueError, TypeError, LookupError, UserError):
            yield references.of_json(item, picture)


def _foreign_of(value: Json, file: ReadFile) -> Foreign:
    """What others had in the file. What is wrong there is no reason to lose a document."""
    if value is None:
        return NOTHING
    files: dict[str, bytes] = {}
    with contextlib.suppress(ValueError, LookupError, TypeError, AttributeError, SyntaxError):
        for name, place in value["files"].items():
            content = file(str(place))
            if content is not None and is_foreign_name(str(name)):
                files[str(name)] = content
        return Foreign.of_json(value, files)
    return NOTHING


def is_foreign_name(name: str) -> bool:
    """Whether an archive's entry may be another program's: none that we write ourselves, and none
    that would climb out of the folder it is unpacked into."""
    parts = name.replace("\\", "/").split("/")
    return (
        name not in ("mimetype", "stack.xml", "mergedimage.png", "Thumbnails/thumbnail.png")
        and parts[0] != "underpaint"
        and ":" not in parts[0]
        and not any(part in ("", ".", "..") for part in parts)
    )


def _layer_json(layer: Layer, pixels: Stored | None, write: WritePicture) -> dict[str, Json]:
    value: dict[str, Json] = {
        "kind": _WORDS[type(layer)],
        "id": layer.id,
        "name": layer.name,
        "visible": layer.visible,
        "opacity": layer.opacity,
        "locked": layer.locked,
        "pixels": None if pixels is None else pixels.to_json(),
    }
    if layer.label:
        value["label"] = layer.label
    if layer.inside is not None:
        value["inside"] = layer.inside
    if isinstance(layer, RasterLayer | GroupLayer):
        value["blend"] = layer.blend.value
        value |= {name: True for name in _FLAGS if getattr(layer, name, False)}
    if isinstance(layer, RasterLayer) and layer.origin is not None:
        value["origin"] = ora_origin.to_json(layer.origin, write)
    if isinstance(layer, RasterLayer) and layer.writing is not None:
        value["writing"] = ora_writing.to_json(layer.writing)
    if isinstance(layer, AdjustmentLayer):
        value["adjustment"] = layer.adjustment.to_json()
        value["clipped"] = layer.clipped
    if isinstance(layer, RegionLayer):
        value["prompt"] = layer.prompt
        value["negative_prompt"] = layer.negative_prompt
        value["box"] = None if layer.box is None else list(layer.box)
        value["color"] = list(layer.color)
        value |= {name: getattr(layer, name) for name in _OF_REGIONS}
    return value


def _layer_of(value: Json, size: Size, read: ReadPixels, picture: ReadPicture) -> Layer:
    common: dict[str, Any] = {
        "id": str(value["id"]),
        "name": str(value["name"]),
        "visible": bool(value["visible"]),
        "opacity": min(1.0, max(0.0, float(value["opacity"]))),
        "locked": bool(value["locked"]),
        "label": value.get("label", "") if value.get("label") in LABELS else "",
        "inside": None if value.get("inside") is None else str(value["inside"]),
    }
    kind = _KINDS[value["kind"]]
    grid = None
    if value["pixels"] is not None:
        channels = 4 if kind in (RasterLayer, SketchLayer) else 1
        grid = read(Stored.of_json(value["pixels"]), size, channels)
    if kind is RegionLayer:
        box, color = value["box"], value["color"]
        return RegionLayer(
            **common,
            prompt=str(value["prompt"]),
            negative_prompt=str(value["negative_prompt"]),
            box=None if box is None else Rect(*(int(part) for part in box)),
            color=(int(color[0]), int(color[1]), int(color[2])),
            coverage=grid,
            **in_range(
                {name: value[name] for name in _OF_REGIONS if name in value},
                RegionLayer,
                declared.parameters(RegionPrompt),
            ),
        )
    flags: dict[str, Any] = {name: bool(value.get(name, False)) for name in _FLAGS}
    if kind is GroupLayer:
        del flags["alpha_locked"]
        return GroupLayer(**common, blend=BlendMode(value["blend"]), **flags)
    if kind is AdjustmentLayer:
        adjustment = adjustments.of_json(value["adjustment"])
        return AdjustmentLayer(**common, adjustment=adjustment, clipped=flags["clipped"])
    if grid is None:
        raise ValueError("a layer without pixels")
    if kind is RasterLayer:
        del flags["through"]
        origin = ora_origin.of_json(value.get("origin"), picture)
        blend = BlendMode(value["blend"])
        written = ora_writing.of_json(value["writing"]) if "writing" in value else None
        return RasterLayer(
            **common, blend=blend, **flags, pixels=grid, origin=origin, writing=written
        )
    if kind is LayerMask:
        return LayerMask(**common, hidden=grid)
    if kind is SketchLayer:
        return SketchLayer(**common, pixels=grid)
    return MaskLayer(**common, coverage=grid)


def _is_new(layer: Layer) -> bool:
    """Whether a layer is of a kind, or lies where, version 1 knows nothing of."""
    return layer.inside is not None or isinstance(layer, GroupLayer | AdjustmentLayer)


def _id_of(value: Json) -> str | None:
    """The document's own; None: it gets one now."""
    return value if isinstance(value, str) and 0 < len(value) <= 64 else None
