"""`stack.xml` of OpenRaster files: which layer lies where, how opaque, in which blend mode.

https://www.openraster.org/baseline/layer-stack-spec.html
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from core.document import tree
from core.document.foreign import NOTHING, Foreign, ForeignElement
from core.document.layers import GroupLayer, Layer, RasterLayer, SketchLayer, new_id
from core.document.state import checked_size
from core.errors import FileError
from core.files.json_text import whole
from core.files.ora_contents import Stored
from core.files.told import Told
from core.geometry import Size
from core.pixels.blend import BlendMode
from core.pixels.tiles import TileGrid

_OF_IMAGES = ("version", "w", "h")
_OF_LAYERS = ("name", "opacity", "visibility", "composite-op", "edit-locked", "isolation", "src",
              "x", "y")  # fmt: skip
"""Attributes that we read and write ourselves."""
_FARTHEST = 2**20
_MOST_LAYERS = 4096
_DEEPEST = 64

_KRITA = {
    BlendMode.LINEAR_BURN: "linear_burn",
    BlendMode.DARKER_COLOR: "darker color",
    BlendMode.LINEAR_DODGE: "linear_dodge",
    BlendMode.LIGHTER_COLOR: "lighter color",
    BlendMode.VIVID_LIGHT: "vivid_light",
    BlendMode.LINEAR_LIGHT: "linear light",
    BlendMode.PIN_LIGHT: "pin_light",
    BlendMode.HARD_MIX: "hard_mix_photoshop",
    BlendMode.SUBTRACT: "subtract",
    BlendMode.DIVIDE: "divide",
}
"""Those that OpenRaster has no names for, as Krita writes them."""
_OPERATORS = (
    {mode: f"svg:{mode.value.replace('_', '-')}" for mode in BlendMode}
    | {mode: f"krita:{name}" for mode, name in _KRITA.items()}
    | {BlendMode.NORMAL: "svg:src-over"}
)
_MODES = {operator: mode for mode, operator in _OPERATORS.items()} | {
    "svg:add": BlendMode.PLUS,
    "krita:exclusion": BlendMode.EXCLUSION,
    "krita:dodge": BlendMode.COLOR_DODGE,
    "krita:burn": BlendMode.COLOR_BURN,
    "krita:hue": BlendMode.HUE,
    "krita:saturation": BlendMode.SATURATION,
    "krita:color": BlendMode.COLOR,
    "krita:luminize": BlendMode.LUMINOSITY,
}


@dataclass(frozen=True)
class StackLayer:
    """A layer, or a group of layers, as stack.xml describes it."""

    source: str
    """The picture in the archive; empty: it is a group."""
    name: str
    x: int
    y: int
    visible: bool
    opacity: float
    blend: BlendMode
    locked: bool
    through: bool = False
    id: str = field(default_factory=new_id)
    inside: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Those that we have no use for."""

    def made(self, grid: TileGrid | None) -> Layer:
        """The layer, with the pixels of its source."""
        about: dict[str, Any] = {
            "id": self.id,
            "name": self.name,
            "visible": self.visible,
            "opacity": self.opacity,
            "blend": self.blend,
            "locked": self.locked,
            "inside": self.inside,
        }
        if grid is None:
            return GroupLayer(**about, through=self.through)
        return RasterLayer(**about, pixels=grid)


def written(
    size: Size, layers: Sequence[Layer], stored: Sequence[Stored | None], foreign: Foreign = NOTHING
) -> bytes:
    """stack.xml for these layers (bottom to top), of which only pictures, groups and sketches are
    in it.

    Sketches are hidden: to others, whose exports would show them, they are no part of the
    picture. Masks on layers and clipping, for which OpenRaster has no words, are ours alone.
    """
    image = Element("image", dict(foreign.image))
    image.attrib |= {"version": "0.0.3", "w": str(size.width), "h": str(size.height)}
    pixels_of = {layer.id: one for layer, one in zip(layers, stored, strict=True)}
    _write_stack(ElementTree.SubElement(image, "stack"), layers, None, pixels_of, foreign)
    text: bytes = ElementTree.tostring(image, encoding="UTF-8", xml_declaration=True)
    return text


def _write_stack(
    stack: Element,
    layers: Sequence[Layer],
    inside: str | None,
    stored: Mapping[str, Stored | None],
    foreign: Foreign,
) -> None:
    """What lies directly in a group, the topmost first as the file has it."""
    children = tree.children(layers, inside)
    there = {layer.id for layer in children}
    theirs = [one for one in reversed(foreign.elements) if one.inside == inside]
    for layer in reversed(children):
        stack.extend([ElementTree.fromstring(one.xml) for one in theirs if one.above == layer.id])
        pixels = stored[layer.id]
        if isinstance(layer, GroupLayer):
            about = _about(layer, layer.blend, shown=layer.visible)
            about["isolation"] = "auto" if layer.through else "isolate"
            group = ElementTree.SubElement(stack, "stack", _kept(layer, about, foreign))
            _write_stack(group, layers, layer.id, stored, foreign)
        elif isinstance(layer, RasterLayer | SketchLayer) and pixels is not None:
            blend = layer.blend if isinstance(layer, RasterLayer) else BlendMode.NORMAL
            about = _about(layer, blend, shown=layer.visible and isinstance(layer, RasterLayer))
            about |= {"src": pixels.source, "x": str(pixels.rect.x), "y": str(pixels.rect.y)}
            ElementTree.SubElement(stack, "layer", _kept(layer, about, foreign))
    stack.extend([ElementTree.fromstring(one.xml) for one in theirs if one.above not in there])


def _kept(layer: Layer, about: dict[str, str], foreign: Foreign) -> dict[str, str]:
    """A layer's attributes with those of others. A blend mode that we do not know stays until
    another is chosen."""
    theirs = foreign.layers.get(layer.id, {})
    if "composite-op" in theirs and about["composite-op"] == "svg:src-over":
        return {**about, **theirs}
    return {**theirs, **about}


def _about(layer: Layer, blend: BlendMode, *, shown: bool) -> dict[str, str]:
    about = {
        "name": _legal(layer.name),
        "opacity": repr(float(layer.opacity)),
        "visibility": "visible" if shown else "hidden",
        "composite-op": _OPERATORS[blend],
    }
    if layer.locked:
        about["edit-locked"] = "true"
    return about


def read(image: Element) -> tuple[Size, list[StackLayer], Foreign, list[str]]:
    """Size, layers and groups (bottom to top, a group above what is in it), what others say there
    beyond that, and what of it is not shown."""
    if image.tag != "image":
        raise FileError("There is no layer stack in it.")
    size = checked_size(Size(int(image.attrib["w"]), int(image.attrib["h"])))
    told = Told()
    layers: list[StackLayer] = []
    elements: list[ForeignElement] = []
    # The outermost stack is the picture itself: what it says of itself is not shown by others.
    for element in reversed(image):
        if element.tag == "stack":
            layers += _layers(element, None, 0, 0, told, elements)
    if len(layers) > _MOST_LAYERS:
        raise FileError(f"It has {len(layers)} layers; {_MOST_LAYERS} are the most.")
    foreign = Foreign(
        image={name: word for name, word in image.attrib.items() if name not in _OF_IMAGES},
        layers={layer.id: layer.attributes for layer in layers if layer.attributes},
        elements=tuple(elements),
    )
    return size, layers, foreign, told.sentences()


def _layers(
    stack: Element,
    inside: str | None,
    left: int,
    top: int,
    told: Told,
    elements: list[ForeignElement],
    depth: int = 0,
) -> Iterator[StackLayer]:
    """What is in a stack, bottom to top; what is no picture goes into `elements`."""
    below: str | None = None
    if depth > _DEEPEST:
        raise FileError(f"Its groups lie more than {_DEEPEST} deep in one another.")
    for element in reversed(stack):
        name, tag = element.get("name", "Layer"), element.tag
        if tag in ("text", "filter"):
            told.no_picture(name)
        if tag not in ("stack", "layer") or (tag == "layer" and not element.get("src")):
            if isinstance(tag, str):  # comments have none
                xml = ElementTree.tostring(element, encoding="unicode")
                elements.append(ForeignElement(inside, below, xml.strip()))
            continue
        mode = _MODES.get(element.get("composite-op", "svg:src-over"))
        if mode is None:
            theirs = element.get("composite-op", "").removeprefix("svg:")
            told.unknown_mode(theirs[:40], name)
        x = left + _offset(element.get("x", "0"))
        y = top + _offset(element.get("y", "0"))
        found = StackLayer(
            source=element.get("src", "") if tag == "layer" else "",
            name=name,
            x=x,
            y=y,
            visible=element.get("visibility", "visible") != "hidden",
            opacity=_fraction(element.get("opacity", "1")),
            blend=mode or BlendMode.NORMAL,
            locked=element.get("edit-locked", "false") == "true",
            inside=inside,
            attributes={
                word: value
                for word, value in element.attrib.items()
                if word not in _OF_LAYERS or (word == "composite-op" and mode is None)
            },
        )
        below = found.id
        if tag == "stack":
            found = replace(found, through=_passes(element, found))
            yield from _layers(element, found.id, x, y, told, elements, depth + 1)
        yield found


def _passes(element: Element, group: StackLayer) -> bool:
    """Whether a group's layers meet what lies below it: "auto", the default, isolates only where
    the group has an opacity or a mode of its own."""
    plain = group.opacity == 1 and group.blend is BlendMode.NORMAL
    return element.get("isolation", "auto") == "auto" and plain


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
    """A name without the control characters that XML cannot hold, and without the half characters
    that file names in another encoding have."""
    name = whole(name)
    return "".join(mark for mark in name if mark in "\t\n" or ord(mark) >= 32)
