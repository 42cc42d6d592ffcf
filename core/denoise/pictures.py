"""Between pictures and latents: the autoencoder, in tiles where a picture is large."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import pad

from core.denoise import noise
from core.models.loading import LoadedModel

if TYPE_CHECKING:
    from core.arrays import Bytes


WHOLE = 1280 * 1280
"""Pixels up to which a picture is coded in one piece. At its end SD's decoder holds 256 channels
of all pixels twice: 3.4 GB in float32."""

TILE, OVERLAP = 128, 32
"""Side of a tile and its overlap with the next, in latents."""

WRAPPED = 8
"""Latents of the opposite edge that the decoder sees where a picture is seamless."""


def flat(picture: Bytes) -> Bytes:
    """RGBA (h, w, 4) → RGB (h, w, 3); what is transparent is white."""
    if bool((picture[..., 3] == 255).all()):
        return np.ascontiguousarray(picture[..., :3])
    alpha = picture[..., 3:].astype(np.uint16)
    blended = picture[..., :3] * alpha + 255 * (255 - alpha)
    result: Bytes = ((blended + 127) // 255).astype(np.uint8)
    return result


def unit(picture: Bytes, device: torch.device) -> Tensor:
    """RGBA (h, w, 4) → (1, 3, h, w) in -1…1."""
    rgb = torch.from_numpy(flat(picture)).to(device)
    # In place: the numbers of a large picture are not held several times.
    return rgb[None].float().div_(255).mul_(2).sub_(1).permute(0, 3, 1, 2)


def mask(coverage: Bytes, device: torch.device) -> Tensor:
    """A mask (h, w) u8 → (1, 1, h, w) in 0…1."""
    return torch.from_numpy(coverage.copy()).to(device)[None, None].float() / 255


def encode(
    model: LoadedModel,
    pixels: Tensor,
    generators: list[torch.Generator],
    tile: int | None = None,
) -> Tensor:
    """Pixels (1, 3, h, w) in -1…1 → scaled latents (pictures, 4, h/8, w/8) in float32, drawn for
    each generator from the distribution that the autoencoder makes of them. `tile`: as `decode`."""
    mean, deviation = distribution(model, pixels, tile)
    if model.flow is not None and model.flow.certain:
        return scaled(model, mean.expand(len(generators), -1, -1, -1))
    drawn = mean + deviation * noise.drawn(tuple(mean.shape[1:]), generators, model.device)
    return scaled(model, drawn)


def scaled(model: LoadedModel, raw: Tensor) -> Tensor:
    """What the autoencoder made of pixels, (pictures, c, h, w), as latents of the pass."""
    if model.flow is not None:
        return model.flow.scaled(model.vae, raw)
    return raw * float(model.vae.config.scaling_factor)


def read(model: LoadedModel, pixels: Tensor) -> Tensor:
    """Pixels (1, 3, h, w) in -1…1 → latents (1, c, h/8, w/8): their mean; nothing is drawn."""
    return scaled(model, seen(model, pixels))


def seen(model: LoadedModel, pixels: Tensor) -> Tensor:
    """Pixels (1, 3, h, w) in -1…1 → (1, 4, h/8, w/8): the mean of that distribution, not scaled.

    What a UNet is shown of a picture that it is to edit.
    """
    return distribution(model, pixels)[0]


def distribution(
    model: LoadedModel, pixels: Tensor, tile: int | None = None
) -> tuple[Tensor, Tensor]:
    """Mean and deviation of the latents of pixels (1, 3, h, w) in -1…1, float32."""
    factor = model.info.factor

    def code(part: Tensor) -> Tensor:
        if model.flow is not None:
            mean, deviation = model.flow.distribution(model.vae, part.to(model.vae.dtype))
            return torch.cat([mean, deviation], dim=1).float()
        found = model.vae.encode(part.to(model.vae.dtype)).latent_dist
        return torch.cat([found.mean, found.std], dim=1).float()

    side, overlap = _tiles(model, pixels.shape[3], pixels.shape[2], tile)
    if not side:
        both = code(pixels)
    else:
        both = _tiled(code, pixels, side * factor, overlap * factor, 1 / factor)
    mean, deviation = both.chunk(2, dim=1)
    return mean, deviation


def decode(model: LoadedModel, latents: Tensor, tile: int | None = None) -> Tensor:
    """One picture's scaled latents (1, 4, h, w) → pixels (1, 3, h·8, w·8), about -1…1, float32.

    `tile` is the side in latents of tiles that are decoded one by one; None: only what is large is
    decoded so.
    """
    factor = model.info.factor

    def code(part: Tensor) -> Tensor:
        if model.flow is not None:
            return model.flow.decoded(model.vae, part).float()
        part = part / float(model.vae.config.scaling_factor)
        decoded: Tensor = model.vae.decode(part.to(model.vae.dtype), return_dict=False)[0]
        return decoded.float()

    side, overlap = _tiles(model, latents.shape[3] * factor, latents.shape[2] * factor, tile)
    return _tiled(code, latents, side, overlap, factor) if side else code(latents)


def decode_wrapped(
    model: LoadedModel, latents: Tensor, wraps: tuple[bool, bool], tile: int | None = None
) -> Tensor:
    """As `decode`, of a picture that continues at its opposite edge: top and bottom, left and
    right. The decoder sees what follows there."""
    if not any(wraps):
        return decode(model, latents, tile)
    down, across = (
        min(WRAPPED, side) if wrap else 0
        for wrap, side in zip(wraps, latents.shape[2:], strict=True)
    )
    pixels = decode(model, pad(latents, (across, across, down, down), mode="circular"), tile)
    factor = model.info.factor
    height, width = (side * factor for side in latents.shape[2:])
    top, left = down * factor, across * factor
    return pixels[..., top : top + height, left : left + width]


def picture(pixels: Tensor) -> Bytes:
    """Pixels (1, 3, h, w), -1…1 → RGB (h, w, 3) u8."""
    # In place after the first: the numbers of a large picture are not held several times.
    levels = (pixels[0] / 2).add_(0.5).clamp_(0, 1).mul_(255).round_().byte()
    result: Bytes = levels.permute(1, 2, 0).contiguous().cpu().numpy()
    return result


def _tiles(model: LoadedModel, width: int, height: int, tile: int | None = None) -> tuple[int, int]:
    """Side of a tile and its overlap with the next for a picture of so many pixels, in latents;
    nothing where it is coded in one piece. `tile`: the largest side that is asked for."""
    factor = model.info.factor
    sides = [side for side in (model.plan.tile // factor, tile) if side]
    if sides and max(width, height) > min(sides) * factor:
        return min(sides), min(sides) // 4
    return (TILE, OVERLAP) if width * height > WHOLE else (0, 0)


def _tiled(
    code: Callable[[Tensor], Tensor], whole: Tensor, tile: int, overlap: int, factor: float
) -> Tensor:
    """Codes overlapping tiles one by one and fades each into its neighbours.

    `factor` is the size of the result by that of `whole`.
    """
    height, width = whole.shape[2:]
    total: Tensor | None = None
    weights = torch.zeros(1, 1, round(height * factor), round(width * factor), device=whole.device)
    for y, x in _corners(height, width, tile, overlap):
        coded = code(whole[..., y : y + tile, x : x + tile])
        if total is None:
            total = coded.new_zeros(1, coded.shape[1], *weights.shape[2:])
        h, w = coded.shape[2:]
        weight = (_ramp(h, overlap * factor)[:, None] * _ramp(w, overlap * factor)).to(whole.device)
        at = (..., slice(round(y * factor), round(y * factor) + h),
              slice(round(x * factor), round(x * factor) + w))  # fmt: skip
        total[at] += coded * weight
        weights[at] += weight
    assert total is not None
    return total.div_(weights)


def _corners(height: int, width: int, tile: int, overlap: int) -> Iterator[tuple[int, int]]:
    """Upper left corners of tiles that cover everything; the last ones end at the edges."""
    for y in _starts(height, tile, overlap):
        for x in _starts(width, tile, overlap):
            yield y, x


def _starts(length: int, tile: int, overlap: int) -> list[int]:
    if length <= tile:
        return [0]
    return [*range(0, length - tile, tile - overlap), length - tile]


def _ramp(length: int, fade: float) -> Tensor:
    """Weights that rise over `fade` at both ends, never to 0."""
    place = torch.arange(length) + 0.5
    return torch.minimum(place, length - place).div(max(fade, 1)).clamp(max=1)
