"""Which parts of a picture are predicted by themselves, and what that costs (no torch).

MultiDiffusion (Bar-Tal et al. 2023) predicts a picture by many smaller ones: windows of the
model's size in a larger picture, and a crop of it for each region that has a prompt of its own.
Lengths are latents unless they are said to be pixels.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.geometry import EMPTY, Rect, Size

if TYPE_CHECKING:
    import numpy.typing as npt

    from core.models.info import ModelInfo
    from core.request import RegionPrompt, Request

    Cover = npt.NDArray[np.float32]

MULTIDIFFUSION, ATTENTION = "multidiffusion", "attention"
"""The two ways in which regions have prompts of their own: predicted each, or in one pass."""

BOOTSTRAPPING = 0.2
"""The share of the steps in which regions are drawn before plain colours (section 5.2: T_init)."""

MOST_ROWS = 16
"""Of one call of the UNet for several views: more does not make it quicker."""

MEMORY = 2**30
"""Bytes of features that several views in one call may hold at the same time."""

_LEAST, _MARGIN, _STEP = 2, 16, 8
"""A region's crop by the model's own side: at least a half of it, with a margin of a sixteenth
around the region, in steps of an eighth: UNets halve whole steps, and equal crops share a call."""


@dataclass(frozen=True)
class Grid:
    """How windows lie in a larger picture."""

    window: int
    stride: int
    wraps: tuple[bool, bool] = (False, False)
    """Whether windows run over the lower edge to the upper one, and over the right to the left."""

    def windows(self, box: Rect, canvas: Size) -> list[Rect]:
        """Windows that cover `box`, in rows; only what spans the canvas wraps.

        A window that wraps sticks out of the canvas to the right or below: what sticks out is
        what lies at the opposite edge.
        """
        down = _starts(box.height, self, self.wraps[0] and box.height == canvas.height)
        across = _starts(box.width, self, self.wraps[1] and box.width == canvas.width)
        height, width = min(self.window, box.height), min(self.window, box.width)
        return [Rect(box.x + x, box.y + y, width, height) for y in down for x in across]


def _starts(length: int, grid: Grid, wraps: bool) -> list[int]:
    """Where windows begin; the last one ends at the edge, so that nothing is left out."""
    if wraps:
        count = math.ceil(length / grid.stride)
        return [i * length // count for i in range(count)]
    if length <= grid.window:
        return [0]
    return [*range(0, length - grid.window, grid.stride), length - grid.window]


def coverage(region: RegionPrompt, latents: Size, factor: int) -> Cover:
    """Where a region is, (h, w) of latents in 0…1: its mask within its box."""
    canvas = Size(latents.width * factor, latents.height * factor)
    cover = np.ones((canvas.height, canvas.width), np.float32)
    if region.mask is not None:
        cover = np.divide(region.mask.array, 255, dtype=np.float32)
    if region.box is not None:
        inside = np.zeros_like(cover)
        inside[region.box.intersected(Rect.of_size(canvas)).slices] = 1
        cover = np.multiply(cover, inside, dtype=np.float32)
    blocks = cover.reshape(latents.height, factor, latents.width, factor)
    return np.asarray(blocks.mean((1, 3)), np.float32)


def left_by(covers: Sequence[Cover]) -> Cover:
    """What regions leave to the prompt of the whole picture, (h, w) in 0…1."""
    return np.asarray(np.clip(1 - np.sum(covers, axis=0), 0, 1), np.float32)


def crop_of(cover: Cover, native: int) -> Rect:
    """The part of the picture that is predicted for a region; `EMPTY` when it is nowhere.

    `native` is the side of the pictures that the model was trained on, in latents.
    """
    rows, columns = np.flatnonzero(cover.any(1)), np.flatnonzero(cover.any(0))
    if not len(rows):
        return EMPTY
    y, height = _widened(int(rows[0]), int(rows[-1]) + 1, cover.shape[0], native)
    x, width = _widened(int(columns[0]), int(columns[-1]) + 1, cover.shape[1], native)
    return Rect(x, y, width, height)


def _widened(start: int, end: int, limit: int, native: int) -> tuple[int, int]:
    """Start and length, with a margin, large enough for the model, and within 0 … limit."""
    step = max(1, native // _STEP)
    wanted = max(end - start + 2 * (native // _MARGIN), native // _LEAST)
    length = min(limit, math.ceil(wanted / step) * step)
    return max(0, min((start + end - length) // 2, limit - length)), length


def regions_by(request: Request) -> str:
    """The way in which the regions of a request are painted."""
    return next(
        (by for one in request.techniques if (by := getattr(one, "regions_by", None)) is not None),
        MULTIDIFFUSION,
    )


def bootstrapping(request: Request) -> float:
    """The share of the steps in which its regions are bootstrapped."""
    shares = (getattr(one, "bootstrapping", None) for one in request.techniques)
    return next((share for share in shares if share is not None), BOOTSTRAPPING)


@dataclass(frozen=True)
class Cost:
    """What a step of a request predicts, beside one prediction of a picture of the model's size."""

    windows: int
    """How many windows and regions are predicted."""
    work: float
    """How much that is, in windows: by area, and by the share of the steps they take part in."""


def cost_of(request: Request, size: Size, info: ModelInfo) -> Cost:
    """What a request costs that is painted at `size` (pixels) with a model.

    Techniques say into which windows they cut (`Technique.windows`). Regions with a mask of
    another size than `size` count as they will when they are stretched to it.
    """
    canvas = Size(math.ceil(size.width / info.factor), math.ceil(size.height / info.factor))
    native = info.size // info.factor
    shares: list[tuple[Rect, float]] = [(Rect.of_size(canvas), 1.0)]
    if request.regions and regions_by(request) == MULTIDIFFUSION:
        covers = [_roughly(region, size, canvas) for region in request.regions]
        always = [
            cover * region.strength
            for region, cover in zip(request.regions, covers, strict=True)
            if (region.start, region.end) == (0, 1)
        ]
        if always and not left_by(always).any():
            shares.clear()
        shares += [
            (crop_of(cover, native), max(0.0, region.end - region.start))
            for region, cover in zip(request.regions, covers, strict=True)
        ]
    for technique in request.techniques:
        shares = [
            (window, share)
            for box, share in shares
            for window in technique.windows(box, canvas, info)
        ]
    taken = [(box, share) for box, share in shares if not box.is_empty and share]
    one = min(canvas.area, native**2)
    return Cost(len(taken), sum(box.area * share for box, share in taken) / one)


def _roughly(region: RegionPrompt, size: Size, canvas: Size) -> Cover:
    """A region's coverage when its mask need not have the picture's size, by its nearest pixels."""
    if region.box is not None:
        across, down = canvas.width / size.width, canvas.height / size.height
        box = region.box
        cover = np.zeros((canvas.height, canvas.width), np.float32)
        part = Rect.of_edges(
            box.x * across, box.y * down, box.right * across, box.bottom * down
        ).intersected(Rect.of_size(canvas))
        cover[part.slices] = 1
        return cover
    if region.mask is None:
        return np.ones((canvas.height, canvas.width), np.float32)
    mask = region.mask.array
    rows = (np.arange(canvas.height) + 0.5) * mask.shape[0] / canvas.height
    columns = (np.arange(canvas.width) + 0.5) * mask.shape[1] / canvas.width
    return np.asarray(mask[rows.astype(int)[:, None], columns.astype(int)] / 255, np.float32)
