"""The whole picture that a result is a part of (no torch)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.generation.frame import resized

if TYPE_CHECKING:
    from core.arrays import Bytes
    from core.generation.events import Result
    from core.request import Request


def finished(request: Request, result: Result) -> Bytes:
    """The whole picture: the result over the source. Where the result is clear, the source's
    own values are kept, bit for bit. What was made larger is whole already."""
    source, above = request.source, result.pixels
    if source is None or request.upscale is not None:
        return above
    if request.mask is None:
        if bool((above[..., 3] == 255).all()):
            return above
        # A technique found which part of the whole picture it repainted.
        picture = resized(source.array, result.rect.size).copy()
    else:
        picture = source.array.copy()
    part = picture[result.rect.slices]
    painted = above[..., 3] > 0
    part[painted] = _over(part[painted], above[painted])
    return picture


def _over(below: Bytes, above: Bytes) -> Bytes:
    """Straight RGBA over straight RGBA, both (n, 4): the result, (n, 4)."""
    under, over = below.astype(np.float32) / 255, above.astype(np.float32) / 255
    alpha = over[:, 3:] + under[:, 3:] * (1 - over[:, 3:])
    colour = over[:, :3] * over[:, 3:] + under[:, :3] * under[:, 3:] * (1 - over[:, 3:])
    mixed = np.concatenate([colour / np.maximum(alpha, 1e-6), alpha], axis=1)
    return np.asarray(np.rint(mixed * 255), np.uint8)
