"""Pictures that have been made become larger ones: enlarged, and refined where that is wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import torch

from core.denoise.interrupt import interruptible_throughout
from core.denoise.midway import Midway, SetAside
from core.denoise.paint import paint
from core.denoise.tiling import Tiling
from core.denoise.trouble import memory_errors
from core.generation.begun import Enlarged, Tiles
from core.generation.context import preview_in_place, restore
from core.generation.enlarging import (
    Shown,
    TilesSetAside,
    enlarged,
    joined,
    ready_part,
    resampled,
    steps_of,
    tiles_done,
)
from core.generation.events import JobId, Preview, Result, Stage, StepDone
from core.generation.finished import finished
from core.generation.progress import Countdown, Stages
from core.generation.refining import block_of, prepare_refinement, tile_of
from core.generation.refining import steps_of as refining_steps
from core.generation.resolve import Turn, recipe_of
from core.geometry import Rect, Size
from core.models import upscalers
from core.models.upscaler_loading import LoadedUpscaler, upscaler

if TYPE_CHECKING:
    from core.arrays import Bytes
    from core.generation.hosts import Publish
    from core.models.info import ModelInfo
    from core.models.loading import LoadedModel
    from core.models.shelf import Shelf
    from core.request import Request

SMALLER = "Make the picture less large, or close other programs."


class LargerSetAside(BaseException):
    """Unwinds a job that is to go on later. No `Exception`, as `Cancelled` is none."""

    def __init__(self, enlarged: Enlarged) -> None:
        super().__init__()
        self.enlarged = enlarged


def untouched(turns: Sequence[Turn], request: Request) -> list[Result]:
    """The source of a request that is only made larger, as if it had been painted."""
    assert request.source is not None
    rect = Rect.of_size(request.source.size)
    return [
        Result(turn.first + i, turn.request.seed + i, request.source.array, rect, turn.chosen)
        for turn in turns
        for i in range(turn.request.batch)
    ]


@dataclass(eq=False)
class Larger:
    """Makes the pictures of one job larger."""

    job: JobId
    request: Request
    """Resolved."""
    device: torch.device
    shelf: Shelf
    stages: Stages
    publish: Publish
    cancelled: Callable[[], bool]
    warn: Callable[[str], object]
    paused: Callable[[], bool] = lambda: False
    before: int = 0
    """Steps that were told until the pictures were there."""
    done: int = 0
    total: int = 0
    """Steps of the whole job: those that have been taken, and all."""

    @property
    def size(self) -> Size:
        """The size of the pictures before they become larger."""
        size = self.request.size
        assert size is not None, "not resolved"
        return size

    @property
    def target(self) -> Size:
        assert self.request.upscale is not None
        return self.request.upscale.target(self.size)

    def load(self) -> LoadedUpscaler | None:
        """The network that does it, if one is asked for."""
        assert self.request.upscale is not None
        info = upscalers.chosen(self.shelf.dirs, self.request.upscale.upscaler)
        return None if info is None else upscaler(self.shelf, info, self.device)

    def steps(self, network: LoadedUpscaler | None) -> int:
        """How many steps there are for all pictures: a tile that is enlarged is one, and so is a
        step in which it is refined."""
        scale = None if network is None else network.scale
        each = steps_of(self.size, self.target, scale) + refining_steps(self.request)
        return each * self.request.batch

    def results(
        self,
        made: Sequence[Result],
        network: LoadedUpscaler | None,
        info: ModelInfo,
        model: LoadedModel | None,
        begun: Enlarged | None = None,
    ) -> list[Result]:
        """All pictures larger, one after the other; what `begun` has of them is not made again.
        `model` refines them. Raises Cancelled; LargerSetAside when `paused` says so between two
        tiles or steps."""
        if begun is not None:
            self.before = begun.before
        self.total = self.before + self.steps(network)
        self.done = self.before if begun is None else begun.done
        ready = [] if begun is None else list(begun.results)
        for result in made[len(ready) :]:
            picture = self._larger(result, network, info, model, ready, begun)
            begun = None
            rect = Rect.of_size(self.target)
            ready.append(Result(result.index, result.seed, picture, rect, result.chosen))
        return ready

    def _larger(
        self,
        result: Result,
        network: LoadedUpscaler | None,
        info: ModelInfo,
        model: LoadedModel | None,
        ready: Sequence[Result],
        begun: Enlarged | None,
    ) -> Bytes:
        """One picture larger, after those that are `ready`."""
        upscale = self.request.upscale
        assert upscale is not None
        one = recipe_of(self.request, result)
        midway = None
        if begun is not None and begun.refined is not None:
            picture, midway = begun.refined, begun.midway
        else:
            picture = resampled(finished(replace(one, upscale=None), result), self.size)
            tiles = None if begun is None else begun.tiles
            try:
                with self.stages(Stage.UPSCALE), memory_errors(SMALLER):
                    picture = self._enlarged(picture, network, result.index, tiles)
            except TilesSetAside as aside:
                raise self._set_aside(ready, tiles=aside.tiles) from None
        if not upscale.refines:
            return picture
        assert model is not None
        try:
            return self._refined(one, picture, info, model, result.index, midway)
        except SetAside as aside:
            raise self._set_aside(ready, refined=picture, midway=aside.midway) from None

    def _set_aside(
        self,
        ready: Sequence[Result],
        *,
        tiles: Tiles | None = None,
        refined: Bytes | None = None,
        midway: Midway | None = None,
    ) -> LargerSetAside:
        return LargerSetAside(
            Enlarged(tuple(ready), self.before, self.done, tiles, refined, midway)
        )

    def _enlarged(
        self, picture: Bytes, network: LoadedUpscaler | None, index: int, tiles: Tiles | None
    ) -> Bytes:
        shown, begun, countdown = Shown(picture), self.done, Countdown(0.0)
        if tiles is not None and network is not None:
            begun -= tiles_done(tiles, self.size, network.scale)
            shown.put(*ready_part(tiles, network.scale))
        refines = refining_steps(self.request) > 0

        def tile_done(number: int, box: Rect, of: Size, tile: Bytes) -> None:
            self.done = begun + number
            left = countdown.step(self.done, self.total)
            preview = shown.put(box, of, tile)
            if countdown.worth_telling(self.done, self.total):
                # How long refining takes is not known from tiles.
                self._tell(None if refines else left, preview, index)

        watched = nullcontext() if network is None else interruptible_throughout(self.cancelled)
        with watched:
            return enlarged(
                picture, self.target, network,
                device=self.device, cancelled=self.cancelled, paused=self.paused, begun=tiles,
                done=tile_done,
            )  # fmt: skip

    def _refined(
        self,
        request: Request,
        picture: Bytes,
        info: ModelInfo,
        model: LoadedModel,
        index: int,
        midway: Midway | None,
    ) -> Bytes:
        """The enlarged picture painted over by the model; as transparent as it was."""
        with self.stages(Stage.PREPARE):
            prepared = prepare_refinement(request, picture, info)
        begun = self.done - (0 if midway is None else midway.step)
        countdown = Countdown()

        def step_done(step: int, steps: int, preview: Bytes | None) -> None:
            self.done = begun + step
            self.total = max(self.total, begun + steps)
            left = countdown.step(self.done, self.total)
            shown = None if preview is None else preview_in_place(prepared, preview)
            if countdown.worth_telling(self.done, self.total):
                self._tell(left, shown, index)

        (painted,) = paint(
            model,
            prepared.inner,
            tiling=Tiling(tile_of(info), block_of(self.size, self.target)),
            midway=midway,
            shelf=self.shelf,
            cancelled=self.cancelled,
            paused=self.paused,
            stage=self.stages,
            step=step_done,
            warn=self.warn,
        )
        with self.stages(Stage.FINISH):
            rgb = restore(prepared, painted)[..., :3]
            alpha = picture[..., 3]
            return joined(rgb, None if bool((alpha == 255).all()) else alpha)

    def _tell(self, left: float | None, preview: Bytes | None, index: int) -> None:
        self.publish(StepDone(self.job, self.done, self.total, left))
        if preview is not None:
            rect = Rect.of_size(self.target)
            self.publish(Preview(self.job, self.done, preview, rect, index))
