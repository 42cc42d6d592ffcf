"""`stack.xml` of OpenRaster files: which layer lies where, how opaque, in which blend mode.

https://www.openraster.org/baseline/layer-stack-spec.html
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from core.document.layers import Layer, RasterLayer, SketchLayer
from core.document.state import checked_size
from core.errors import FileError
from core.files.ora_contents import Stored
from core.geometry import Size
from core.pixels.blend import BlendMode
from core.pixels.tiles import TileGrid

_FARTHEST = 2**20
_MOST_LAYERS = 4096

_OPERATORS = {
    BlendMode.NORMAL: "svg:src-over",
    BlendMode.PLUS: "svg:plus",
} | {
    mode: f"svg:{mode.value.replace('_', '-')}"
    for mode in BlendMode
    if mode not in (BlendMode.NORMAL, BlendMode.PLUS)
}
_MODES = {operator: mode for mode, operator in _OPERATORS.items()} | {
    "svg:add": BlendMode.PLUS,
    "krita:exclusion": BlendMode.EXCLUSION,
    "krita:dodge": BlendMode.COLOR_DODGE,
    "krita:burn": BlendMode.COLOR_BURN,
}


@dataclass(frozen=True)
class StackLayer:
    """A layer as stack.xml describes it."""

    source: str
    name: str
    x: int
    y: int
    visible: bool
    opacity: float
    blend: BlendMode
    locked: bool

    def made(self, grid: TileGrid) -> RasterLayer:
        """The layer, with the pixels of its source."""
        return RasterLayer(
            name=self.name,
            visible=self.visible,
            opacity=self.opacity,
            blend=self.blend,
            locked=self.locked,
            pixels=grid,
        )


def written(size: Size, layers: Sequence[Layer], stored: Sequence[Stored | None]) -> bytes:
    """stack.xml for these layers (bottom to top), of which only pictures and sketches are in it.

    Sketches are hidden: to others, whose exports would show them, they are no part of the
    picture.
    """
    image = Element("image", version="0.0.3", w=str(size.width), h=str(size.height))
    stack = ElementTree.SubElement(image, "stack")
    for layer, pixels in reversed(list(zip(layers, stored, strict=True))):
        if pixels is None or not isinstance(layer, RasterLayer | SketchLayer):
            continue
        blend = layer.blend if isinstance(layer, RasterLayer) else BlendMode.NORMAL
        shown = layer.visible and isinstance(layer, RasterLayer)
        about = {
            "name": _legal(layer.name),
            "src": pixels.source,
            "x": str(pixels.rect.x),
            "y": str(pixels.rect.y),
            "opacity": repr(float(layer.opacity)),
            "visibility": "visible" if shown else "hidden",
            "composite-op": _OPERATORS[blend],
        }
        if layer.locked:
            about["edit-locked"] = "true"
        ElementTree.SubElement(stack, "layer", about)
    text: bytes = ElementTree.tostring(image, encoding="UTF-8", xml_declaration=True)
    return text


def read(image: Element) -> tuple[Size, list[StackLayer], list[str]]:
    """Size, layers (bottom to top), and what could not be kept.

    Groups are dissolved: their layers keep their look as long as the group had none of its own.
    """
    if image.tag != "image":
        raise FileError("There is no layer stack in it.")
    size = checked_size(Size(int(image.attrib["w"]), int(image.attrib["h"])))
    warnings: list[str] = []
    layers = list(_layers(image, _Group(), warnings))
    if len(layers) > _MOST_LAYERS:
        raise FileError(f"It has {len(layers)} layers; {_MOST_LAYERS} are the most.")
    layers.reverse()
    return size, layers, list(dict.fromkeys(warnings))


@dataclass(frozen=True)
class _Group:
    x: int = 0
    y: int = 0
    visible: bool = True
    opacity: float = 1.0


def _layers(stack: Element, group: _Group, warnings: list[str]) -> Iterator[StackLayer]:
    """Top to bottom, as the file has them."""
    for element in stack:
        visible = group.visible and element.get("visibility", "visible") != "hidden"
        opacity = group.opacity * _fraction(element.get("opacity", "1"))
        x = group.x + _offset(element.get("x", "0"))
        y = group.y + _offset(element.get("y", "0"))
        mode = _MODES.get(element.get("composite-op", "svg:src-over"))
        name = element.get("name", "Layer")
        if element.tag == "stack":
            if mode is not BlendMode.NORMAL or opacity != group.opacity:
                warnings.append(
                    f"The group “{name}” was dissolved; it may look different where its layers "
                    "overlap."
                )
            yield from _layers(element, _Group(x, y, visible, opacity), warnings)
        elif element.tag == "layer" and element.get("src"):
            if mode is None:
                warnings.append(
                    f"The layer “{name}” has a blend mode that Underpaint does not know; it is "
                    "shown in normal mode."
                )
            yield StackLayer(
                source=element.attrib["src"],
                name=name,
                x=x,
                y=y,
                visible=visible,
                opacity=opacity,
                blend=mode or BlendMode.NORMAL,
                locked=element.get("edit-locked", "false") == "true",
            )
        elif element.tag in ("text", "filter"):
            warnings.append(f"“{name}” is no picture and was left out.")


def _fraction(value: str) -> float:
    number = float(value)
    return min(1.0, max(0.0, number)) if math.isfinite(number) else 1.0


def _offset(value: str) -> int:
    """Whole pixels; some programs write fractions."""
    number = round(float(value))
    if abs(number) > _FARTHEST:
        raise FileError("A layer lies too far away from the picture.")
    return number


def _legal(name: str) -> str:
    """A name without the control characters that XML cannot hold."""
    return "".join(mark for mark in name if mark in "\t\n" or ord(mark) >= 32)
