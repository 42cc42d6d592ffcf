"""Guides in Photoshop files: the image resource 1032, with places in 1/32 of a pixel.

Adobe Photoshop File Formats Specification, "Grid and guides resource format".
"""

from __future__ import annotations

import struct

from psd_tools.psd.image_resources import GridGuidesInfo

from core.document.guides import MOST, NONE, Axis, Guides

_HEAD = struct.Struct(">IIII")
"""Version, grid across and down, number of guides."""
_GUIDE = struct.Struct(">iB")
"""Place, and 0 for a vertical one or 1 for a horizontal one."""
_PART = 32
_GRID = 18 * _PART
"""What Photoshop writes for the grid of a document, which it does not use."""


def written(guides: Guides) -> bytes:
    """The resource's content."""
    lines = list(guides.lines())
    head = _HEAD.pack(1, _GRID, _GRID, len(lines))
    return head + b"".join(
        _GUIDE.pack(round(place * _PART), axis is Axis.HORIZONTAL) for axis, place in lines
    )


def read(info: object) -> Guides:
    """The guides of a resource as psd-tools has read it; none of anything else."""
    guides = NONE
    if not isinstance(info, GridGuidesInfo):
        return guides
    for place, way in info.data[: 2 * MOST]:
        signed = place - 2**32 if place >= 2**31 else place  # it reads all of them as positive
        guides = guides.added(Axis.HORIZONTAL if way == 1 else Axis.VERTICAL, signed / _PART)
    return guides
