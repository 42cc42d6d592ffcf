"""Gradients in SVG files, of Inkscape and others: their stops, without where they are drawn."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from xml.etree import ElementTree

from PIL import ImageColor

from core.errors import UserError
from core.files.ggr import MAX_BYTES, NamedRamp
from core.pixels.ramp import MOST_STOPS, Colour, Ramp, Stop

_KINDS = ("linearGradient", "radialGradient")
_MOST = 200
"""Gradients that are read of one file."""


def read_svg(content: bytes, name: str) -> list[NamedRamp]:
    """All gradients of a file that have colours of their own, by its `name` and a number where they
    have none. Raises UserError when there is none."""
    if len(content) > MAX_BYTES:
        raise UserError("This is too large for a gradient.", "Choose a smaller SVG file.")
    if b"<!ENTITY" in content:  # what makes gigabytes of a few lines
        raise UserError("This SVG file has entities.", "Save it as plain SVG, from Inkscape.")
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError):
        raise UserError(
            "This SVG file is damaged.", "Get it again from where it is from."
        ) from None
    found: list[NamedRamp] = []
    for element in root.iter():
        if _local(element.tag) in _KINDS and len(found) < _MOST:
            stops = list(_stops(element))[:MOST_STOPS]
            if stops:
                found.append(NamedRamp(_name(element, name, len(found)), Ramp(tuple(stops))))
    if not found:
        raise UserError("There is no gradient in this SVG file.", "Choose another file.")
    return found


def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _name(element: ElementTree.Element, name: str, before: int) -> str:
    label = next((v for key, v in element.attrib.items() if _local(key) == "label"), "")
    called = " ".join((label or element.get("id", "")).split())[:60]
    return called or (f"{name} {before + 1}" if before else name)


def _stops(element: ElementTree.Element) -> Iterator[Stop]:
    """As SVG says: places never go back, opacities are 1 and colours black unless told."""
    last = 0.0
    for stop in element:
        if _local(stop.tag) != "stop":
            continue
        told = dict(re.findall(r"([\w-]+)\s*:\s*([^;]+)", stop.get("style", "")))
        told = {**stop.attrib, **told}
        last = max(last, min(1.0, max(0.0, _number(stop.get("offset", ""), 0.0))))
        opacity = min(1.0, max(0.0, _number(told.get("stop-opacity", ""), 1.0)))
        yield Stop(last, _colour(told.get("stop-color", "").strip()), opacity)


def _number(text: str, otherwise: float) -> float:
    share = 100.0 if text.strip().endswith("%") else 1.0
    try:
        number = float(text.strip().rstrip("%")) / share
    except ValueError:
        return otherwise
    return number if math.isfinite(number) else otherwise


def _colour(text: str) -> Colour:
    try:
        red, green, blue = ImageColor.getrgb(text)[:3]
    except ValueError:
        return 0, 0, 0
    return red, green, blue
