"""The kinds of control maps: what control models are trained on, whatever made the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

Colour = tuple[int, int, int]
BLACK: Colour = (0, 0, 0)
WHITE: Colour = (255, 255, 255)


@dataclass(frozen=True)
class Kind:
    """What a control map shows."""

    title: str
    empty: Colour = BLACK
    """The colour of a map where nothing is."""
    lines: bool = False
    """Whether it shows white lines on black."""


PICTURE = Kind("Picture", WHITE)
"""What is no map."""
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "canny": Kind("Edges (Canny)", lines=True),
        "scribble": Kind("Scribble", lines=True),
        "sketch": Kind("Sketch", lines=True),
        "lineart": Kind("Line art", lines=True),
        "lineart_anime": Kind("Line art, anime", lines=True),
        "softedge": Kind("Soft edges", lines=True),
        "mlsd": Kind("Straight lines", lines=True),
        "openpose": Kind("Pose"),
        "depth": Kind("Depth"),
        "normal": Kind("Surface normals"),
        "segmentation": Kind("Segments"),
        "shuffle": Kind("Shuffled colours", WHITE),
        "tile": Kind("Tile (blurred picture)", WHITE),
        "color": Kind("Colours", WHITE),
        "inpaint": Kind("Inpainting", WHITE),
    }
)
