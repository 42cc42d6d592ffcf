"""A control map as a job of the service, beside pictures: what is asked for, and how it is made.

Networks need the device, so they look at pictures where the device lives. What needs none may be
made anywhere, by the same function.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.errors import ModelError

if TYPE_CHECKING:
    from core.arrays import Bytes
    from core.control.declare import Preprocessor
    from core.models.shelf import Shelf
    from core.request import Pixels


@dataclass(frozen=True)
class MapRequest:
    """A map of a picture. The job's one result is the map, of the picture's size and opaque.

    `preprocessor` says of which kind, by its class, and with which parameters. `of` is what the
    picture is called where the job is shown.
    """

    preprocessor: Preprocessor
    picture: Pixels
    of: str = "the picture"

    @property
    def title(self) -> str:
        """What the queue shows: "Depth map of “Layer 1”", "Soft edges map of … (HED)"."""
        what, bracket, how = self.preprocessor.declaration.title.partition(" (")
        return f"{what} map of {self.of}{bracket}{how}"


def made(request: MapRequest, shelf: Shelf) -> Bytes:
    """The map, RGBA (height, width, 4); what is transparent in the picture counts as white.

    Raises UserError when something is missing, ModelError for a map of another size.
    """
    from core.files.pictures import on_white  # the window starts without decoders

    picture = on_white(request.picture.array)
    drawn = request.preprocessor.map(picture, shelf)
    if drawn.shape != picture.shape or drawn.dtype != np.uint8:
        raise ModelError(
            f"“{request.preprocessor.declaration.title}” gave no map of the picture's size.",
            "Choose another kind of map.",
        )
    return np.dstack([drawn, np.full(drawn.shape[:2], 255, np.uint8)])
