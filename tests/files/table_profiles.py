"""Colour profiles that say their colours by tables, as those of printers and papers do: made up."""

from __future__ import annotations

import struct
from collections.abc import Callable

import numpy as np

from core.files import icc
from core.files.colour_spaces import profile_of
from core.files.icc import D50
from core.files.icc_tables import _lab, _xyz

WHITE = np.array(D50)
BLACK = np.array([0.011, 0.011, 0.009])
"""XYZ of the darkest ink on a paper."""
_SIDE = 17


def _paper() -> tuple[Callable[[np.ndarray], np.ndarray], Callable[[np.ndarray], np.ndarray]]:
    """From values (n, 3) to XYZ and back, of a paper that is never quite black."""
    shaper = icc.shaper_of(profile_of("display_p3"))
    assert shaper is not None
    matrix = shaper.matrix

    def to_xyz(values: np.ndarray) -> np.ndarray:
        return (values**1.9 @ matrix.T) * (WHITE - BLACK) / WHITE + BLACK

    def from_xyz(xyz: np.ndarray) -> np.ndarray:
        light = ((xyz - BLACK) * WHITE / (WHITE - BLACK)) @ np.linalg.inv(matrix).T
        return light.clip(0, 1) ** (1 / 1.9)

    return to_xyz, from_xyz


def _places() -> np.ndarray:
    each = np.linspace(0, 1, _SIDE)
    return np.stack(np.meshgrid(each, each, each, indexing="ij"), -1).reshape(-1, 3)


def _to_lab(places: np.ndarray, kind: str) -> np.ndarray:
    top = 65280 / 65535 if kind == "mft2" else 1.0
    share = 256 / 65535 if kind == "mft2" else 1 / 255
    return places / [top / 100, share, share] - [0, 128, 128]


def _of_lab(lab: np.ndarray, kind: str) -> np.ndarray:
    top = 65280 / 65535 if kind == "mft2" else 1.0
    share = 256 / 65535 if kind == "mft2" else 1 / 255
    return ((lab + [0, 128, 128]) * [top / 100, share, share]).clip(0, 1)


def of_paper(kind: str, pcs: str = "Lab ") -> bytes:
    """A profile whose tables are `kind`: "mft1", "mft2" or "mAB "; "mAB " also of XYZ."""
    to_xyz, from_xyz = _paper()
    places = _places()
    if pcs == "Lab ":
        forth = _of_lab(_lab(to_xyz(places)), kind)
        back = from_xyz(_xyz(_to_lab(places, kind)))
    else:
        forth = to_xyz(places) * 32768 / 65535
        back = from_xyz(places * 65535 / 32768)
    tags = {
        b"desc": icc._words("A paper"),
        b"cprt": icc._words("No copyright, use freely"),
        b"wtpt": icc._xyz_tag(D50),
        b"A2B0": _tag(kind, forth, to_pcs=True),
        b"B2A0": _tag(kind, back, to_pcs=False),
        b"A2B1": _tag(kind, forth, to_pcs=True),
        b"B2A1": _tag(kind, back, to_pcs=False),
    }
    at, places_, body = 132 + 12 * len(tags), b"", b""
    for tag, content in tags.items():
        places_ += struct.pack(">4sII", tag, at + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    version = 0x04300000 if kind == "mAB " else 0x02400000
    head = struct.pack(
        ">I4sI4s4s4s6H4s4sI4s4sQI", at + len(body), bytes(4), version, b"prtr", b"RGB ",
        pcs.encode(), 2026, 1, 1, 0, 0, 0, b"acsp", bytes(4), 0, bytes(4), bytes(4), 0, 1,
    ) + b"".join(map(icc._fixed, D50))  # fmt: skip
    return head + bytes(128 - len(head)) + struct.pack(">I", len(tags)) + places_ + body


def _tag(kind: str, nodes: np.ndarray, *, to_pcs: bool) -> bytes:
    if kind == "mft1":
        head = b"mft1" + bytes(4) + bytes([3, 3, _SIDE, 0]) + _unit()
        straight = bytes(range(256)) * 3
        return head + straight + np.rint(nodes * 255).astype("u1").tobytes() + straight
    words = np.rint(nodes * 65535).astype(">u2").tobytes()
    if kind == "mft2":
        head = b"mft2" + bytes(4) + bytes([3, 3, _SIDE, 0]) + _unit() + struct.pack(">HH", 2, 2)
        straight = struct.pack(">HH", 0, 65535) * 3
        return head + straight + words + straight
    curves = (b"curv" + bytes(4) + struct.pack(">I", 0)) * 3
    gamma = (b"para" + bytes(4) + struct.pack(">HHi", 0, 0, 65536)) * 3
    table = bytes([_SIDE] * 3) + bytes(13) + bytes([2]) + bytes(3) + words
    table += bytes(-len(table) % 4)
    name = b"mAB " if to_pcs else b"mBA "
    b_at = 32
    table_at = b_at + len(curves)
    a_at = table_at + len(table)
    head = name + bytes(4) + bytes([3, 3]) + bytes(2)
    head += struct.pack(">5I", b_at, 0, 0, table_at, a_at)
    return head + curves + table + gamma


def _unit() -> bytes:
    return struct.pack(">9i", *(65536 if i % 4 == 0 else 0 for i in range(9)))
