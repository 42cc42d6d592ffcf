"""Pictures as a model sees them: latents kept on the disk, pixels, masks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import NamedTuple

import cv2
import numpy as np
import torch
from torch import Tensor

from core.arrays import Bytes
from core.control.drawn import shown
from core.denoise import pictures
from core.errors import Cancelled
from core.files.pictures import open_mask
from core.geometry import Size
from core.models.loading import LoadedModel
from core.models.shelf import Shelf
from core.training import resizing
from core.training.buckets import Fit, applied
from core.training.cache import Cache, Held
from core.training.folders import Example, read_picture
from core.training.objective import Objective

PICTURE = "picture"
"""What the picture that is learned is called among those of a batch."""


class Moments(NamedTuple):
    """The distribution that the autoencoder makes of a picture; latents are drawn from it."""

    mean: Tensor
    """(4, h, w) float32, not scaled."""
    deviation: Tensor


class Latents:
    """Latents of examples: encoded once, in float32, whole as the model is to see them."""

    def __init__(self, model: LoadedModel, cache: Cache) -> None:
        """`cache` is for this model's autoencoder alone."""
        self._model, self._cache = model, cache
        self._shelf = Shelf()  # what makes maps here needs nothing of it
        self._maps = Held()
        """What networks are shown, in 8 bits: read, and made, only once."""
        self.device = model.device
        self.factor = model.info.factor
        """Pixels to a latent."""
        self.scaling = float(model.vae.config.scaling_factor)
        self.times = Objective(model.scheduler_config).count

    def of(self, example: Example, fit: Fit, mirrored: bool, name: str = PICTURE) -> Moments:
        """Of a picture, or of another that it has beside it. Raises FileError."""

        key = (example.digest_of(name), fit, mirrored)
        return self._encoded(key, lambda: self.pixels(example, fit, mirrored, name))

    def _encoded(self, key: object, pixels: Callable[[], Tensor]) -> Moments:
        """Of pixels (3, H, W) in -1…1, which are asked for only once."""

        def make() -> dict[str, Tensor]:
            seen = pixels()[None].to(self.device)
            with torch.no_grad(), torch.autocast(self.device.type, enabled=False):
                mean, deviation = pictures.distribution(self._model, seen)
            return {"mean": mean[0].cpu(), "deviation": deviation[0].cpu()}

        parts = self._cache.get(key, make)
        return Moments(parts["mean"], parts["deviation"])

    def empty(self, size: Size) -> Moments:
        """Of a picture with nothing on it: mid-grey, the zero of the autoencoder's scale."""
        gray = torch.zeros(3, size.height, size.width)
        return self._encoded(("empty", size), lambda: gray)

    def pixels(self, example: Example, fit: Fit, mirrored: bool, name: str = PICTURE) -> Tensor:
        """(3, H, W) in -1…1 at the bucket's size. Raises FileError."""
        return _unit(torch.from_numpy(self.shown(example, fit, mirrored, name).copy()))

    def map(self, example: Example, fit: Fit, mirrored: bool, name: str) -> Tensor:
        """The same of what a network is shown in every step. Raises FileError."""
        key = (example.digest_of(name), fit, mirrored, name)
        held = self._maps.get(key)
        if held is None:
            held = {name: torch.from_numpy(self.shown(example, fit, mirrored, name).copy())}
            self._maps.keep(key, held)
        return _unit(held[name])

    def shown(self, example: Example, fit: Fit, mirrored: bool, name: str = PICTURE) -> Bytes:
        """A picture, or another that it has beside it, RGB (H, W, 3) at the bucket's size. Raises
        FileError."""
        file, array = example.file, None
        if name != PICTURE:
            partner, other = example.partner(name)
            if other is not None:
                array = shown(read_picture(other, example.crop).array, partner.seen)
                array = applied(array, fit)
        if array is None:
            array = applied(pictures.flat(read_picture(file, example.crop).array), fit)
            if name != PICTURE and partner.made_by is not None:
                array = partner.made_by.map(array, self._shelf)
        return np.ascontiguousarray(array[:, ::-1]) if mirrored else array

    def mask(self, example: Example, fit: Fit, mirrored: bool) -> Tensor:
        """(1, h, w) in 0…1, one number for each latent; all 1 for a picture without a mask."""
        height, width = fit.size.height // self.factor, fit.size.width // self.factor
        if example.mask is None:
            return torch.ones(1, height, width)
        coverage = open_mask(example.mask).array
        if example.crop is not None:
            coverage = coverage[example.crop.slices]
        small = cv2.resize(
            applied(coverage, fit).astype(np.float32), (width, height), interpolation=cv2.INTER_AREA
        )
        if mirrored:
            small = np.ascontiguousarray(small[:, ::-1])
        return torch.from_numpy(small)[None] / 255

    def encode_all(
        self,
        examples: Sequence[Example],
        fits: Sequence[Fit],
        names: Sequence[str],
        *,
        flips: bool,
        resizes: bool = False,
        told: Callable[[int, int], object] = lambda *_: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        """Sees to it that all are on the disk. Raises Cancelled, and FileError."""
        for done, (example, fit) in enumerate(zip(examples, fits, strict=True), 1):
            if cancelled():
                raise Cancelled
            every = resizing.fits(fit, self.factor) if resizes and not example.prior else [fit]
            for one, name in product(every, (PICTURE, *names)):
                for mirrored in (False, True) if flips else (False,):
                    self.of(example, one, mirrored, name)
            told(done, len(examples))


def _unit(pixels: Tensor) -> Tensor:
    """(H, W, 3) u8 → (3, H, W) in -1…1."""
    return pixels.permute(2, 0, 1).float() / 127.5 - 1
