"""T2I-Adapter: pictures keep to maps, and still show what the prompt asks for."""

from __future__ import annotations

from techniques import following
from techniques.figure import Figure
from techniques.studio import Studio

from core.request import Pixels
from core.techniques.t2i_adapter import T2IAdapter

BETTER = 1.5


def guided(kind: str, map: Pixels) -> T2IAdapter:
    return T2IAdapter(kind=kind, image=map)


def measure(studio: Studio, pictures: int) -> Figure:
    """Of every kind that comes with the starter model."""
    return following.measure(studio, pictures, "t2i_adapter", guided, BETTER)
