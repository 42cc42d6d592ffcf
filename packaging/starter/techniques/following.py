"""How well pictures keep to control maps, beside the same seeds without them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import world
from techniques import scenes
from techniques.figure import Figure, Row, mean, share
from techniques.studio import Shown, Studio

from core.control import of_kind
from core.models.shelf import Shelf
from core.request import Pixels
from core.techniques.declare import Technique

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "controls"))
import maps

SEEN = 75.0
"""Per cent of pictures that must still show what the prompt asks for."""
LINES = ("canny", "scribble", "sketch")
"""Kinds whose maps are lines. Of others the borders of their areas are what edges are compared
with."""


@dataclass(frozen=True, eq=False)
class Followed:
    """One scene, its map of a kind, and the pictures with and without it."""

    scene: world.Scene
    map: np.ndarray
    with_it: Shown
    without: Shown


def map_of(scene: world.Scene, kind: str) -> np.ndarray:
    """The scene's map of a kind, RGB (256, 256, 3): the truth that is drawn for weights to learn
    from, else what the program makes of the drawn scene."""
    drawn = {"depth": maps.depth, "segmentation": maps.segments, "scribble": maps.sketch,
             "sketch": maps.sketch}  # fmt: skip
    return drawn[kind](scene) if kind in drawn else of_kind(kind).map(scenes.drawn(scene), Shelf())


def told(count: int) -> list[world.Scene]:
    """Scenes of one thing that were never learned from, as rendered: plain or in places."""
    found, seed = [], scenes.FIRST_STAGED
    while len(found) < count:
        scene = world.sample(seed, things=1)
        seed += 1
        if not scene.style:
            found.append(scene)
    return found


def followed(
    studio: Studio, kind: str, count: int, technique: Callable[[str, Pixels], Technique]
) -> list[Followed]:
    """Paints captions from the same seeds with and without the scenes' maps."""
    found = []
    for n, scene in enumerate(told(count)):
        map = map_of(scene, kind)
        guided = technique(kind, scenes.opaque(map))
        found.append(
            Followed(
                scene,
                map,
                studio.paint(scene.caption, n, techniques=(guided,)),
                studio.paint(scene.caption, n),
            )
        )
    return found


def edges(picture: np.ndarray) -> np.ndarray:
    """The edges of a picture, bool (h, w)."""
    return of_kind("canny").map(picture, Shelf())[..., 0] > 127


def wanted(map: np.ndarray, kind: str) -> np.ndarray:
    """The lines of a map, or the borders of its areas, bool (h, w)."""
    if kind in LINES:
        return map[..., 0] > 127
    return cv2.Canny(np.ascontiguousarray(map), 40, 80) > 0


def edge_f1(found: np.ndarray, true: np.ndarray) -> float:
    """F1 of edges that lie at most 1 pixel from one of the others, (h, w) of bool."""
    near = np.ones((3, 3), np.uint8)
    precision, recall = (
        float(cv2.dilate(other.astype(np.uint8), near)[own].mean()) if own.any() else 0.0
        for own, other in ((found, true), (true, found))
    )
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def colour_error(picture: np.ndarray, map: np.ndarray) -> float:
    """The mean difference (0…255) of the mosaic of a picture from a map that is one."""
    mosaic = of_kind("color").map(picture, Shelf())
    return float(np.abs(mosaic.astype(np.float32) - map).mean())


def closeness(kind: str) -> Callable[[Followed, Shown], float]:
    """How well a picture keeps to a map of a kind: an error of colours, else F1 of edges."""
    if kind == "color":
        return lambda one, shown: colour_error(shown.picture, one.map)
    return lambda one, shown: edge_f1(edges(shown.picture), wanted(one.map, kind))


def thing_seen(one: Followed, shown: Shown) -> bool:
    """Whether the prompt's thing is in a picture."""
    return shown.seen.has(one.scene.things[0].word)


def sides(
    found: Sequence[Followed], score: Callable[[Followed, Shown], float]
) -> tuple[list[float], list[float]]:
    """A score of each picture with the map, and of each without it."""
    return [score(one, one.with_it) for one in found], [score(one, one.without) for one in found]


def measure(
    studio: Studio,
    pictures: int,
    id: str,
    technique: Callable[[str, Pixels], Technique],
    better: float,
) -> Figure:
    """Two rows for each kind that there is a control model for; maps are to be followed `better`
    times as well as without."""
    rows: list[Row] = []
    kinds = studio.kinds(id)
    for kind in kinds:
        found = followed(studio, kind, pictures, technique)
        value, without = (mean(one) for one in sides(found, closeness(kind)))
        if kind == "color":
            what, asked = "error of the mosaic, of 255", f"≤ 1/{better:g}"
            met = value <= without / better
        else:
            what, asked = "F1 of its edges against the map's", f"≥ {better:g} times"
            met = value >= better * without
        rows.append(Row(f"{kind}: {what}", value, pictures, "", without, asked, met))
        seen, plain = (share([bool(one) for one in side]) for side in sides(found, thing_seen))
        what, asked = f"{kind}: the prompt's thing seen", f"≥ {SEEN:g} %"
        rows.append(Row(what, seen, pictures, " %", plain, asked, seen >= SEEN))
    seeds = "scenes 70,000,000…; noise 0…"
    return Figure(len(kinds) * pictures, seeds, studio.steps, tuple(rows))
