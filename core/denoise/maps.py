"""Control maps: pictures that lie on the canvas and are shown to a network beside the UNet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import pixel_shuffle, pixel_unshuffle

from core.denoise.pictures import flat
from core.generation.frame import resized
from core.geometry import Rect, Size
from core.models.shelf import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from core.denoise.run import Run, Step
    from core.denoise.views import View
    from core.models.controls import ControlInfo
    from core.request import Pixels
    from core.techniques._controlled import Controlled

T = TypeVar("T")


def control_map(run: Run, image: Pixels, kind: str, *, preprocess: bool) -> Tensor:
    """A control map of the canvas's size, (1, 3, height, width) in 0…1.

    With `preprocess`, `image` is a picture that becomes a map of that kind. What is transparent
    is white in a picture and, in a map, what maps of its kind have where nothing is. Drawings in
    dark ink become the white lines that maps of lines have.
    Raises UserError when the preprocessor lacks something.
    """
    from core.control import of_kind
    from core.control.drawn import shown
    from core.control.kinds import KINDS

    factor = run.model.info.factor
    canvas = Size(run.latent_size.width * factor, run.latent_size.height * factor)
    array = resized(image.array, canvas)
    if preprocess:
        # Made once for all jobs that follow each other: in live painting the map often stays.
        mapped = run.shelf.get(
            (kind, image, canvas),
            lambda: of_kind(kind, run.shelf.dirs).map(flat(array), run.shelf),
        )
    else:
        mapped = shown(array, KINDS[kind])
    rgb = torch.from_numpy(np.ascontiguousarray(mapped)).to(run.model.device)
    return rgb[None].permute(0, 3, 1, 2).float() / 255


def hidden(run: Run, image: Pixels) -> Tensor:
    """Where a picture is to be made anew, (1, 1, height, width): under the request's mask, or
    else where the image is transparent."""
    height, width = (side * run.model.info.factor for side in run.noise.shape[-2:])
    mask = run.request.mask
    covered = mask.array if mask is not None else 255 - image.array[..., 3]
    covered = resized(covered, Size(width, height))
    return torch.from_numpy(covered >= 128).to(run.model.device)[None, None]


def grey(pixels: Tensor) -> Tensor:
    """(n, 3, h, w) → (n, 1, h, w), by ITU-R 601 as Pillow does."""
    weights = pixels.new_tensor([0.299, 0.587, 0.114])
    return (pixels * weights.view(1, 3, 1, 1)).sum(1, keepdim=True)


def cut(view: View, pixels: Tensor, factor: int) -> Tensor:
    """What a view of the latents sees of pixels (1, c, height, width), however it is cut."""
    blocks = view.crop(pixel_unshuffle(pixels, factor))
    whole: Tensor = pixel_shuffle(blocks, factor)
    return whole


class Encoded(Generic[T]):
    """What a network makes of a control map: once for each view, and, of the whole canvas, once for
    all jobs that follow each other."""

    def __init__(self, run: Run, key: Hashable, encode: Callable[[View], T]) -> None:
        """`key` tells the network and the map from all others; None: the network is taught just
        now."""
        self._run, self._key, self._encode = run, key, encode
        self._views: dict[Rect, T] = {}

    def of(self, view: View) -> T:
        def made() -> T:
            return self._encode(view)

        if self._key is not None and view.box == Rect.of_size(self._run.latent_size):
            found: T = self._run.shelf.get((self._key, view.box), made)
            return found
        # Windows are many, and too large to be kept for a job that may never come.
        if view.box not in self._views:
            self._views[view.box] = made()
        return self._views[view.box]


def key_of(settings: Controlled, info: ControlInfo, run: Run) -> Hashable:
    """What tells a technique's network and its map in a run from all others."""
    model = run.model
    of_map = settings.image, settings.kind, settings.preprocess, run.latent_size
    mask = run.request.mask if settings.kind == "inpaint" else None
    net = info.path, fingerprint(info.path), model.dtype, model.device
    return (*net, model.info.id, run.request.parts.vae, *of_map, mask)


def active(step: Step, start: float, end: float) -> bool:
    """Whether a step lies within a part of the run, which reaches from 0 to 1."""
    return step.index / step.count >= start and (step.index + 1) / step.count <= end
