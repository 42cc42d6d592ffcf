"""What another program put into a document's file and Underpaint has no use for: it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree


@dataclass(frozen=True)
class ForeignElement:
    """An element of a layer stack that is no picture: a text, a filter, what is yet to come."""

    inside: str | None
    """The group in which it lies."""
    above: str | None
    """The layer on which it lies directly; None: it is the lowest."""
    xml: str


@dataclass(frozen=True)
class Foreign:
    """Words, elements and files of others. Nothing of it is ever shown or run."""

    image: Mapping[str, str] = field(default_factory=dict)
    """Attributes of the whole picture, such as its resolution."""
    layers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Attributes of layers and groups, by the layer's id."""
    elements: tuple[ForeignElement, ...] = ()
    """From the lowest to the topmost."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Other files in the archive, by their names."""

    def __bool__(self) -> bool:
        return bool(self.image or self.layers or self.elements or self.files)

    def to_json(self) -> dict[str, Any]:
        """All of it but the files."""
        return {
            "image": dict(self.image),
            "layers": {name: dict(about) for name, about in self.layers.items()},
            "elements": [[one.inside, one.above, one.xml] for one in self.elements],
        }

    @classmethod
    def of_json(cls, value: Any, files: Mapping[str, bytes]) -> Foreign:
        """What `to_json` wrote, with the files. Raises what wrong types raise."""
        elements = tuple(
            ForeignElement(_word(inside), _word(above), str(xml))
            for inside, above, xml in value["elements"]
        )
        for element in elements:  # what cannot be read could not be saved again
            ElementTree.fromstring(element.xml)
        layers = {str(name): _attributes(about) for name, about in value["layers"].items()}
        return cls(_attributes(value["image"]), layers, elements, files)


NOTHING = Foreign()


def _attributes(value: Any) -> dict[str, str]:
    return {str(name): str(word) for name, word in value.items()}


def _word(value: Any) -> str | None:
    return None if value is None else str(value)
