"""Colours without their details, by OpenCV alone: blurred, averaged, shuffled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.control.declare import Preprocessor, preprocessor
from core.declare import integer, number

if TYPE_CHECKING:
    from core.arrays import Bytes, Floats
    from core.models.shelf import Shelf


@preprocessor("tile", title="Tile", makes=("tile",), also=("tile_resample",))
class Tile(Preprocessor):
    """The picture with fewer pixels, for a model that puts the details in anew."""

    factor: float = number(4.0, 1.0, 32.0, help="How many times smaller it is made.")

    def map(self, picture: Bytes, shelf: Shelf) -> Bytes:
        height, width = picture.shape[:2]
        small = max(1, round(width / self.factor)), max(1, round(height / self.factor))
        reduced = cv2.resize(np.ascontiguousarray(picture), small, interpolation=cv2.INTER_AREA)
        enlarged = cv2.resize(reduced, (width, height), interpolation=cv2.INTER_CUBIC)
        return np.asarray(enlarged, np.uint8)


@preprocessor("blur", title="Blur", makes=("tile",), also=("blur_gaussian", "tile_blur"))
class Blur(Preprocessor):
    """The picture blurred."""

    sigma: float = number(9.0, 0.1, 64.0, unit="px", help="How far colours run.")

    def map(self, picture: Bytes, shelf: Shelf) -> Bytes:
        blurred = cv2.GaussianBlur(np.ascontiguousarray(picture), (0, 0), self.sigma)
        return np.asarray(blurred, np.uint8)


@preprocessor("color", title="Colours", makes=("color",), also=("colour", "colours", "palette"))
class Colour(Preprocessor):
    """A coarse mosaic of the picture's colours. Mou et al. 2023, arXiv:2302.08453."""

    block: int = integer(64, 2, 512, unit="px", help="The side of a tile.")

    def map(self, picture: Bytes, shelf: Shelf) -> Bytes:
        height, width = picture.shape[:2]
        small = max(1, round(width / self.block)), max(1, round(height / self.block))
        reduced = cv2.resize(np.ascontiguousarray(picture), small, interpolation=cv2.INTER_AREA)
        mosaic = cv2.resize(reduced, (width, height), interpolation=cv2.INTER_NEAREST)
        return np.asarray(mosaic, np.uint8)


@preprocessor("shuffle", title="Shuffle", makes=("shuffle",), also=("content_shuffle",))
class Shuffle(Preprocessor):
    """The picture's colours and materials, its shapes pulled apart by a smooth random flow."""

    grain: int = integer(256, 16, 2048, unit="px", help="How large the pieces are that stay whole.")
    seed: int = integer(0, 0, 2**32 - 1, help="Another seed pulls it apart in another way.")

    def map(self, picture: Bytes, shelf: Shelf) -> Bytes:
        height, width = picture.shape[:2]
        random = np.random.default_rng(self.seed)
        x = self._wandering(random, height, width) * (width - 1)
        y = self._wandering(random, height, width) * (height - 1)
        moved = cv2.remap(np.ascontiguousarray(picture), x, y, cv2.INTER_LINEAR)
        return np.asarray(moved, np.uint8)

    def _wandering(self, random: np.random.Generator, height: int, width: int) -> Floats:
        """Smooth noise (height, width) that reaches from 0 to 1."""
        rows, columns = height // self.grain + 2, width // self.grain + 2
        knots = random.random((rows, columns), dtype=np.float32)
        # Enlarged beyond the picture: at the outermost knots the flow would stand still.
        size = columns * self.grain, rows * self.grain
        smooth = cv2.resize(knots, size, interpolation=cv2.INTER_CUBIC)
        top, left = self.grain // 2, self.grain // 2
        part = smooth[top : top + height, left : left + width]
        least, most = float(part.min()), float(part.max())
        return np.asarray((part - least) / max(most - least, 1e-6), np.float32)
