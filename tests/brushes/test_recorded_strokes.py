"""A stroke that was recorded looks as it did then, with every brush that comes along.

`recorded/pen.json` has what a pen (a simulated one, in a trembling hand) says: x, y, pressure,
tilt, lean and seconds. When brushes are meant to look otherwise, this file run as a program paints
`strokes.png` anew: look at it before it is kept.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from core.brushes.presets import BrushPreset, built_in
from core.document.document import Document
from core.geometry import Point, Size

HERE = Path(__file__).parent / "recorded"
SIZE = Size(200, 64)
PEN: list[list[float]] = json.loads((HERE / "pen.json").read_text())
BUILT_IN = built_in()


def painted(preset: BrushPreset) -> npt.NDArray[np.uint8]:
    """The recorded stroke on a grey and a blue half, RGB (h, w, 3)."""
    picture = np.full((SIZE.height, SIZE.width, 4), 255, np.uint8)
    picture[:, :100, :3], picture[:, 100:, :3] = 205, (120, 150, 215)
    document = Document.of_picture(picture)
    brush = dataclasses.replace(
        preset.brush, size=min(preset.brush.size, 26), color=(120, 30, 10), smoothing=0.2
    )
    assert document.active is not None
    x, y, pressure, tilt, lean, seconds = PEN[0]
    stroke = document.begin_stroke(
        document.active.id, brush, Point(x, y), pressure,
        tilt=tilt, lean=lean, time=seconds, source=(60, 0),
    )  # fmt: skip
    for x, y, pressure, tilt, lean, seconds in PEN[1:]:
        stroke.to(x, y, pressure, tilt=tilt, lean=lean, time=seconds)
        stroke.flush()
    stroke.finish()
    return document.flatten()[..., :3]


@pytest.mark.parametrize("place", range(len(BUILT_IN)), ids=[p.name for p in BUILT_IN])
def test_a_recorded_stroke_looks_as_it_did(place: int) -> None:
    sheet = cv2.imread(str(HERE / "strokes.png"))
    assert sheet is not None
    before = sheet[place * SIZE.height : (place + 1) * SIZE.height, :, ::-1].astype(int)
    off = np.abs(painted(BUILT_IN[place]).astype(int) - before)
    # Another version of a library may round otherwise.
    assert off.mean() < 0.3 and np.percentile(off, 99.5) <= 6


if __name__ == "__main__":
    cv2.imwrite(str(HERE / "strokes.png"), np.vstack([painted(p)[..., ::-1] for p in BUILT_IN]))
