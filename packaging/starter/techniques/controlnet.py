"""ControlNet: pictures keep to maps, and still show what the prompt asks for."""

from __future__ import annotations

from techniques import following
from techniques.figure import Figure
from techniques.studio import Studio

from core.request import Pixels
from core.techniques.controlnet import ControlNet

BETTER = 2.0


def guided(kind: str, map: Pixels) -> ControlNet:
    return ControlNet(kind=kind, image=map)


def measure(studio: Studio, pictures: int) -> Figure:
    """Of every kind that comes with the starter model."""
    return following.measure(studio, pictures, "controlnet", guided, BETTER)
