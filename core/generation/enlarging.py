"""Enlarging a picture by a network in tiles, or by a filter: pixels in, more pixels out.

A network looks at overlapping tiles one after the other, and each fades into its neighbours: what
it holds at a time does not depend on the picture. What it makes too large or too small for the
size that is wanted, Lanczos' filter puts right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import torch
from PIL import Image

from core.errors import Cancelled
from core.generation.begun import Tiles
from core.geometry import Rect, Size
from core.upscale import OVERLAP, TILE, passes, starts, tiles

if TYPE_CHECKING:
    import numpy.typing as npt

    from core.arrays import Bytes, Floats
    from core.models.upscaler_loading import LoadedUpscaler

    TileDone = Callable[[int, Rect, Size, Bytes], object]

SHOWN = 512
"""The longest side of previews."""


class TilesSetAside(BaseException):
    """Unwinds an enlargement that is to go on later. No `Exception`, as `Cancelled` is none."""

    def __init__(self, tiles: Tiles) -> None:
        super().__init__()
        self.tiles = tiles


def resampled(image: Bytes, size: Size) -> Bytes:
    """(h, w), (h, w, 3) or straight RGBA (h, w, 4) at another size, by Lanczos' filter (three
    lobes, averaged where it becomes smaller). Colours count as much as they are opaque."""
    if (image.shape[1], image.shape[0]) == size:
        return image
    if image.ndim == 3 and image.shape[2] == 4:
        rgb, alpha = apart(image)
        return joined(resampled(rgb, size), None if alpha is None else resampled(alpha, size))
    picture = Image.fromarray(image).resize(size, Image.Resampling.LANCZOS)
    return np.array(picture, np.uint8)


def apart(rgba: Bytes) -> tuple[Bytes, Bytes | None]:
    """Colours, and opacity where there is less than all of it. Colours run on under what is
    transparent: a network or filter would else draw an edge to whatever hides there."""
    alpha = np.ascontiguousarray(rgba[..., 3])
    rgb = np.ascontiguousarray(rgba[..., :3])
    if bool((alpha == 255).all()):
        return rgb, None
    return _run_on(rgb, alpha), alpha


def joined(rgb: Bytes, alpha: Bytes | None) -> Bytes:
    """Straight RGBA of colours and their opacity; None: opaque."""
    result = np.full((*rgb.shape[:2], 4), 255, np.uint8)
    result[..., :3] = rgb
    if alpha is not None:
        result[..., 3] = alpha
    return result


def _run_on(rgb: Bytes, alpha: Bytes) -> Bytes:
    """Colours of transparent pixels from the nearest that are opaque, by ever smaller pictures."""
    weight = (alpha.astype(np.float32) / 255)[..., None]
    known: list[Any] = [rgb * weight]
    weights: list[Any] = [weight]
    while max(known[-1].shape[:2]) > 1:
        size = tuple(max(1, side // 2) for side in known[-1].shape[1::-1])
        known.append(cv2.resize(known[-1], size, interpolation=cv2.INTER_AREA))
        smaller = cv2.resize(weights[-1], size, interpolation=cv2.INTER_AREA)
        weights.append(smaller.reshape(*known[-1].shape[:2], 1))
    below: Any = np.zeros((1, 1, 3), np.float32)
    for colours, share in zip(reversed(known), reversed(weights), strict=True):
        size = (colours.shape[1], colours.shape[0])
        below = cv2.resize(below, size, interpolation=cv2.INTER_LINEAR).reshape(colours.shape)
        below = np.where(share > 1e-3, colours / np.maximum(share, 1e-3), below)
    return np.asarray(np.clip(np.rint(below), 0, 255), np.uint8)


def steps_of(size: Size, target: Size, scale: int | None) -> int:
    """How many tiles a network of such a scale is given until the picture has a size; 0 without."""
    if scale is None:
        return 0
    counted = 0
    for _ in range(passes(scale, _factor(size, target))):
        counted += tiles(size)
        size = Size(size.width * scale, size.height * scale)
    return counted


def tiles_done(begun: Tiles, size: Size, scale: int) -> int:
    """How many tiles of a picture of such a size are done, those of earlier passes too."""
    count = begun.tiles
    for _ in range(begun.passed):
        count += tiles(size)
        size = Size(size.width * scale, size.height * scale)
    return count


def ready_part(begun: Tiles, scale: int) -> tuple[Rect, Size, Bytes]:
    """What of a pass is ready, as `TileDone` gets it: what lies above the present row of tiles,
    which may be nothing."""
    height, width = begun.made.shape[:2]
    across = len(starts(begun.given.shape[1]))
    down = [*starts(begun.given.shape[0]), begun.given.shape[0]]
    ready = down[begun.tiles // across] * scale
    return Rect(0, 0, width, ready), Size(width, height), begun.made[:ready]


def _factor(size: Size, target: Size) -> float:
    return max(target.width / size.width, target.height / size.height)


def enlarged(
    rgba: Bytes,
    target: Size,
    network: LoadedUpscaler | None,
    *,
    device: torch.device,
    cancelled: Callable[[], bool] = lambda: False,
    paused: Callable[[], bool] = lambda: False,
    begun: Tiles | None = None,
    done: TileDone = lambda *_: None,
) -> Bytes:
    """Straight RGBA (h, w, 4) as a picture of the size `target`.

    `network` does it in as many passes as the factor is worth; None: Lanczos' filter alone. `done`
    gets after each tile how many there have been, where it lies in the picture of its pass, the
    size of that, and the tile's pixels (h, w, 3). The tiles that `begun` stands for are not made
    again. Raises Cancelled; TilesSetAside, when `paused` says so after a tile that is not the last.
    """
    rgb, alpha = apart(rgba)
    size = Size(rgba.shape[1], rgba.shape[0])
    if network is not None:
        told, count = 0, passes(network.scale, _factor(size, target))
        for number in range(count):
            if begun is None or number >= begun.passed:
                own = begun if begun is not None and number == begun.passed else None
                given = rgb if own is None else own.given
                state = own or _unmade(given, network.scale, number)
                wishes = _Wishes(cancelled, paused, last=number + 1 == count)
                rgb = _tiled(state, network, device, wishes, done, told)
            told += tiles(size)
            size = Size(size.width * network.scale, size.height * network.scale)
    return joined(resampled(rgb, target), None if alpha is None else resampled(alpha, target))


@dataclass(frozen=True)
class _Wishes:
    """What the artist may ask for between two tiles."""

    cancelled: Callable[[], bool]
    paused: Callable[[], bool]
    last: bool
    """Whether nothing follows the pass, so that its last tile is not worth a pause."""


def _unmade(given: Bytes, scale: int, number: int) -> Tiles:
    """A pass over a picture (h, w, 3) of which no tile is made yet."""
    height, width = given.shape[:2]
    high = min(TILE, height)
    return Tiles(
        passed=number,
        given=given,
        tiles=0,
        made=np.empty((height * scale, width * scale, 3), np.uint8),
        sums=np.zeros((high * scale, width * scale, 3), np.float32),
        weights=np.zeros((high * scale, width * scale, 1), np.float32),
    )


def _tiled(
    state: Tiles,
    network: LoadedUpscaler,
    device: torch.device,
    wishes: _Wishes,
    done: TileDone,
    told: int,
) -> Bytes:
    """A pass over a picture from where it stands, (h · scale, w · scale, 3); `state` is used up.
    Of the float numbers only a row of tiles is kept."""
    rgb, made, sums, weights = state.given, state.made, state.sums, state.weights
    height, width = rgb.shape[:2]
    scale = network.scale
    down, across = starts(height), starts(width)
    high, wide = min(TILE, height), min(TILE, width)
    fade = _ramp(high, scale)[:, None, None] * _ramp(wide, scale)[:, None]
    count = len(down) * len(across)
    for number in range(state.tiles, count):
        row, column = divmod(number, len(across))
        y, x = down[row], across[column]
        if wishes.cancelled():
            raise Cancelled
        found = _whole_tile(rgb[y : y + high, x : x + wide], network, device)
        part = (slice(None), slice(x * scale, (x + wide) * scale))
        sums[part] += found * fade
        weights[part] += fade
        box = Rect(x * scale, y * scale, wide * scale, high * scale)
        done(told + number + 1, box, Size(width * scale, height * scale), _levels(found))
        if column + 1 == len(across):
            last = row + 1 == len(down)
            _finish_row(
                made, sums, weights, y * scale, (high if last else down[row + 1] - y) * scale
            )
        if wishes.paused() and not (wishes.last and number + 1 == count):
            raise TilesSetAside(replace(state, tiles=number + 1))
    return made


def _finish_row(made: Bytes, sums: Floats, weights: Floats, top: int, ready: int) -> None:
    """Writes the upper `ready` lines of a row of tiles to `made` from `top` on, and moves up what
    of it the next row overlaps."""
    made[top : top + ready] = _levels(np.divide(sums[:ready], weights[:ready], dtype=np.float32))
    for kept in (sums, weights):
        kept[: len(kept) - ready] = kept[ready:].copy()
        kept[len(kept) - ready :] = 0


def _whole_tile(
    tile: Bytes, network: LoadedUpscaler, device: torch.device
) -> npt.NDArray[np.float32]:
    """A tile (h, w, 3) as the network makes it, (h · scale, w · scale, 3) in 0…1."""
    pixels = torch.from_numpy(np.ascontiguousarray(tile)).to(device)
    given = pixels[None].permute(0, 3, 1, 2).float() / 255
    with torch.no_grad():
        found = network(given)[0].permute(1, 2, 0).cpu().numpy()
    if not np.isfinite(found).all():
        raise FloatingPointError("upscaling")
    return np.asarray(found, np.float32)


def _levels(part: npt.NDArray[np.float32]) -> Bytes:
    return np.asarray(np.rint(np.clip(part, 0, 1) * 255), np.uint8)


def _ramp(length: int, scale: int) -> npt.NDArray[np.float32]:
    """Weights of a tile that rise over the overlap at both ends, never to 0."""
    place = (np.arange(length * scale, dtype=np.float32) + 0.5) / scale
    return np.minimum(np.minimum(place, length - place) / OVERLAP, 1).astype(np.float32)


class Shown:
    """A small picture of what is being enlarged, in which finished tiles take their place."""

    def __init__(self, rgba: Bytes) -> None:
        rgb = np.ascontiguousarray(rgba[..., :3])
        scale = min(1.0, SHOWN / max(rgb.shape[:2]))
        size = tuple(max(1, round(side * scale)) for side in rgb.shape[1::-1])
        small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
        self._pixels: Bytes = np.asarray(small, np.uint8)

    def put(self, box: Rect, of: Size, tile: Bytes) -> Bytes:
        """The picture with a tile in it, RGB (1, h, w, 3): `box` of a picture of size `of`."""
        height, width = self._pixels.shape[:2]
        across, down = width / of.width, height / of.height
        if not tile.size:
            return self._pixels[None].copy()
        part = Rect.of_edges(
            box.x * across, box.y * down, box.right * across, box.bottom * down
        ).intersected(Rect(0, 0, width, height))
        self._pixels[part.slices] = cv2.resize(tile, part.size, interpolation=cv2.INTER_AREA)
        return self._pixels[None].copy()
