"""Lines by OpenCV alone: edges, scribbles, line art."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.control.declare import Preprocessor, preprocessor
from core.declare import choice, integer, number
from core.parameters import FieldError

if TYPE_CHECKING:
    from core.arrays import Bytes, Floats
    from core.models.shelf import Shelf

PLAIN = 0.6
"""A picture is a drawing when this share of it is (nearly) the white or black of its paper."""


@preprocessor("canny", title="Edges (Canny)", makes=("canny",))
class Canny(Preprocessor):
    """Thin edges where the brightness changes most. Canny 1986, doi:10.1109/TPAMI.1986.4767851."""

    low: int = integer(100, 0, 255, help="Edges weaker than this are dropped.")
    high: int = integer(200, 0, 255, help="Edges stronger than this are kept.")

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise FieldError("low", "It is above “high”.", "Set it below.")

    def map(self, picture: Bytes, shelf: Shelf) -> Bytes:
        return _white_on_black(np.asarray(cv2.Canny(picture, self.low, self.high), np.uint8))


@preprocessor("scribble", title="Scribble", makes=("scribble", "sketch"), also=("sketch",))
class Scribble(Preprocessor):
    """Bold white lines: those of a drawing as they are, or of a picture by extended differences
    of Gaussians (Winnemöller et al. 2012, doi:10.1016/j.cag.2012.03.004)."""

    source: str = choice(
        "auto",
        {"auto": "Look", "drawing": "A drawing", "picture": "A picture"},
        help="Whether the lines are there already; found out by itself when “auto”.",
    )
    threshold: int = integer(32, 1, 254, help="Of a picture: lines fainter than this are dropped.")

    def map(self, picture: Bytes, shelf: Shelf) -> Bytes:
        grey = np.asarray(cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_RGB2GRAY), np.uint8)
        if self.source == "drawing" or (self.source == "auto" and _is_drawing(grey)):
            # Paper is what there is most of.
            lines = grey < 128 if np.median(grey) >= 128 else grey >= 128
            return _white_on_black(np.where(lines, 255, 0).astype(np.uint8))
        darker = _darker_than_around(picture, fine=0.5, coarse=5.0)
        return _white_on_black(np.where(2 * darker > self.threshold, 255, 0).astype(np.uint8))


@preprocessor(
    "lineart",
    title="Line art",
    makes=("lineart",),
    also=("lineart_standard", "standard_lineart", "standard_line_art", "line_art"),
)
class LineArt(Preprocessor):
    """Soft lines where the picture is darker than its surroundings, all of about one strength."""

    sigma: float = number(6.0, 0.5, 32.0, unit="px", help="How far the surroundings reach.")
    threshold: int = integer(8, 0, 64, help="Differences up to this do not count as lines.")

    def map(self, picture: Bytes, shelf: Shelf) -> Bytes:
        darker = _darker_than_around(picture, fine=0.0, coarse=self.sigma)
        lines = darker[darker > self.threshold]
        # Half of the lines' pixels become brighter than 127; 16 keeps noise from being amplified.
        usual = max(16.0, float(np.median(lines)) if lines.size else 0.0)
        return _white_on_black(np.clip(darker / usual * 127, 0, 255).astype(np.uint8))


def _darker_than_around(picture: Bytes, *, fine: float, coarse: float) -> Floats:
    """By how much all colours are darker than around them, 0…255, (height, width)."""
    colours = picture.astype(np.float32)
    around = cv2.GaussianBlur(colours, (0, 0), coarse)
    here = cv2.GaussianBlur(colours, (0, 0), fine) if fine else colours
    darker: Floats = (around - here).min(axis=2).clip(0, 255)
    return darker


def _is_drawing(grey: Bytes) -> bool:
    return bool((grey > 240).mean() >= PLAIN or (grey < 15).mean() >= PLAIN)


def _white_on_black(lines: Bytes) -> Bytes:
    return np.repeat(lines[..., None], 3, axis=2)
