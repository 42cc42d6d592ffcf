"""One job of pictures, painted by one plan: model, preparation, pass, restoration."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import torch

from core.denoise.midway import Midway, SetAside
from core.denoise.paint import paint
from core.denoise.stretch import Stretch
from core.denoise.trouble import out_of_memory
from core.errors import Cancelled
from core.generation.begun import Begun, Enlarged
from core.generation.context import (
    Prepared,
    found_in_place,
    masked_by,
    painted_in_place,
    prepare,
    prepare_next,
    preview_in_place,
    restore,
)
from core.generation.events import (
    Done,
    Extra,
    HostChanged,
    HostState,
    JobId,
    Paused,
    Preview,
    Result,
    Stage,
    StageBegun,
    StepDone,
)
from core.generation.larger import Larger, LargerSetAside, untouched
from core.generation.progress import Countdown, Stages
from core.generation.resolve import Turn, doubts_of, turns_of, warnings_of
from core.geometry import Rect
from core.models import devices, stand_ins
from core.request import Request
from core.steering import stages as stages_of
from core.upscale import only

if TYPE_CHECKING:
    from core.arrays import Bytes
    from core.denoise.run import Found
    from core.generation.accelerating import Accelerator
    from core.generation.hosts import Publish
    from core.generation.kept_models import KeptModels
    from core.models.info import ModelInfo
    from core.models.loading import LoadedModel
    from core.models.plan import Plan
    from core.models.shelf import Shelf
    from core.models.upscaler_loading import LoadedUpscaler


@dataclass(frozen=True, eq=False)
class Studio:
    """What there is to paint with, from one job to the next."""

    device: torch.device
    shelf: Shelf
    models: KeptModels
    accelerator: Accelerator
    tail_seconds: dict[str, float] = field(default_factory=dict)
    """Of each model's last job: seconds a pixel for what follows the last step."""

    def home(self, device: str, model: str = "") -> HostChanged:
        """What is told of the device, and the model that is loaded."""
        memory = devices.of(self.device).memory
        shared = devices.shares_memory(self.device)
        known = 0 if math.isinf(memory) else int(memory)
        return HostChanged(HostState.READY, device, model, known, shared)


@dataclass(frozen=True, eq=False)
class Asked:
    """What is asked of one job, and whom it tells."""

    job: JobId
    request: Request
    whole: Request
    """Resolved."""
    info: ModelInfo
    publish: Publish
    cancelled: Callable[[], bool]
    paused: Callable[[], bool]
    begun: Begun | None
    """How far it was when it was set aside."""

    def stop_if_cancelled(self) -> None:
        """Raises Cancelled."""
        if self.cancelled():
            raise Cancelled


class Painting:
    """A job as it is painted by one plan."""

    def __init__(
        self, asked: Asked, studio: Studio, plan: Plan, *, told: str = "", room: float = 0.0
    ) -> None:
        """`told` is a warning that stands before all others; `room` are bytes that are free for a
        compiled UNet."""
        self._asked, self._studio, self._plan, self._room = asked, studio, plan, room
        begun = asked.begun
        self._turns = turns_of(asked.whole)
        self._untold: set[Stage] = set()
        """Stages that nobody hears of now."""
        untold = self._untold  # nothing that it holds knows it: it goes when the job is over
        self._stages = Stages(
            lambda stage: stage in untold or asked.publish(StageBegun(asked.job, stage))
        )
        self._warned = [told] if told else []
        self._results: list[Result] = []
        self._extras: list[Extra] = []
        self._grown: Enlarged | None = None
        if begun is not None:
            self._stages.seconds.update(begun.seconds)
            self._warned += begun.told
            self._results += begun.results
            self._extras += begun.extras
            self._grown = begun.enlarged
        self._countdown: Countdown | None = None
        self._model: LoadedModel | None = None
        self._refiner: LoadedModel | None = None
        self._larger: Larger | None = None
        self._network: LoadedUpscaler | None = None

    def ending(self) -> Done | Paused:
        """Paints it to its end, or until it is set aside. Raises Cancelled, UserError and whatever
        else goes wrong."""
        asked, begun = self._asked, self._asked.begun
        with self._stages(Stage.LOAD):
            asked.stop_if_cancelled()
            self._load()
        first = 0 if begun is None else begun.turn
        for number, turn in enumerate(self._turns if self._paints else ()):
            if number < first:
                continue
            midway = begun.midway if begun is not None and number == first else None
            try:
                self._paint(turn, midway)
            except SetAside as aside:
                begun = self._so_far(aside.midway, number)
                step = begun.step if self._larger is None else self._larger.done
                return Paused(asked.job, step, begun, number)
        self._untold.clear()
        if self._model is not None:
            self._studio.accelerator.try_later(self._model, self._room)
        if self._larger is not None:
            try:
                self._enlarge(self._larger)
            except LargerSetAside as aside:
                begun = self._so_far(enlarged=aside.enlarged)
                return Paused(asked.job, begun.step, begun)
        return self._done()

    @property
    def _paints(self) -> bool:
        """Whether there are pictures left to be painted, before any becomes larger."""
        whole = self._asked.whole
        return self._grown is None and not (whole.upscale is not None and only(whole))

    def _load(self) -> None:
        """Everything that it is painted with."""
        asked, studio = self._asked, self._studio
        whole, info, upscale = asked.whole, asked.info, asked.whole.upscale
        others = stand_ins.of_request(asked.request, info, studio.shelf.dirs)
        if upscale is not None:
            self._larger = Larger(
                asked.job, whole, studio.device, studio.shelf, self._stages,
                asked.publish, asked.cancelled, self._warned.append, asked.paused,
            )  # fmt: skip
            self._network = self._larger.load()
        if not (self._paints or (upscale is not None and upscale.refines)):
            return
        model = studio.models.model(
            info, others, self._plan, cancelled=asked.cancelled,
            told=lambda loaded: asked.publish(studio.home(loaded.device_name, info.id)),
        )  # fmt: skip
        compiled = studio.accelerator.of(model, self._room, asked.cancelled)
        self._model = replace(model, compiled=compiled)
        if self._paints:
            self._refiner = studio.models.refiner(whole, self._model, asked.cancelled)
        if self._plan.bits:
            self._warned.append(_compressed_told(self._plan))

    def _paint(self, turn: Turn, midway: Midway | None) -> None:
        """The pictures of one turn. Raises SetAside when it is to go on later."""
        asked, model = self._asked, self._model
        assert model is not None
        after = {Stage.DECODE, Stage.FINISH}
        self._untold -= after
        if turn is not self._turns[-1]:
            self._untold |= after
        with self._stages(Stage.PREPARE):
            asked.stop_if_cancelled()
            prepared, steered = _prepared(turn.request, asked.info)
            _check_memory(model, prepared.inner)
        asked.stop_if_cancelled()
        if self._countdown is None:
            self._countdown = self._begun_countdown(prepared)
        found: list[Found] = []
        pictures = paint(
            model,
            prepared.inner,
            then=[stretch for stretch, _ in steered],
            refiner=self._refiner,
            midway=midway,
            shelf=self._studio.shelf,
            cancelled=asked.cancelled,
            paused=asked.paused,
            stage=_telling_once(self._stages, self._untold),
            step=self._step_teller(turn, prepared, self._countdown),
            warn=self._warned.append,
            found=found.append,
        )
        if steered:
            prepared = steered[-1][1]
        with self._stages(Stage.FINISH):
            asked.stop_if_cancelled()
            self._results += _results(turn, prepared, pictures, found)
            self._extras += (_extra(turn, prepared, one) for one in found)
        self._remember_tail(prepared)

    def _enlarge(self, larger: Larger) -> None:
        """Makes the pictures larger. Raises LargerSetAside when it is to go on later."""
        whole = self._asked.whole
        before = untouched(self._turns, whole) if only(whole) else self._results
        self._results = larger.results(
            before, self._network, self._asked.info, self._model, self._grown
        )

    def _so_far(
        self, midway: Midway | None = None, turn: int = 0, enlarged: Enlarged | None = None
    ) -> Begun:
        """What there is of it as it is set aside."""
        return Begun(
            midway,
            turn,
            tuple(self._results),
            tuple(self._extras),
            tuple(self._warned),
            dict(self._stages.seconds),
            enlarged,
        )

    def _done(self) -> Done:
        request, info = self._asked.request, self._asked.info
        warnings = (*warnings_of(request), *doubts_of(request, info), *dict.fromkeys(self._warned))
        return Done(
            self._asked.job,
            tuple(self._results),
            dict(self._stages.seconds),
            warnings,
            tuple(self._extras),
            plan=self._plan.id,
        )

    def _begun_countdown(self, prepared: Prepared) -> Countdown:
        per_pixel = self._studio.tail_seconds.get(self._asked.info.id)
        pixels = prepared.frame.padded.area * prepared.inner.batch
        return Countdown(None if per_pixel is None else per_pixel * pixels, turns=len(self._turns))

    def _remember_tail(self, prepared: Prepared) -> None:
        """What follows the last step takes as long for the next job: its countdown needs it."""
        seconds = self._stages.seconds
        tail = seconds.get(Stage.DECODE, 0.0) + seconds.get(Stage.FINISH, 0.0)
        each = tail / (prepared.frame.padded.area * max(1, len(self._results)))
        self._studio.tail_seconds[self._asked.info.id] = each

    def _step_teller(
        self, turn: Turn, prepared: Prepared, countdown: Countdown
    ) -> Callable[[int, int, Bytes | None], None]:
        """Tells a turn's steps as steps of the whole job; pictures that become larger, in place
        there already."""
        job, publish, larger = self._asked.job, self._asked.publish, self._larger
        turns = len(self._turns)
        # Of several turns each has one picture.
        before = turn.first if turns > 1 else 0
        rect, more = prepared.rect, 0
        if larger is not None:
            across = larger.target.width / larger.size.width
            down = larger.target.height / larger.size.height
            rect = Rect.of_edges(
                rect.x * across, rect.y * down, rect.right * across, rect.bottom * down
            )
            more = larger.steps(self._network)

        def step_done(step: int, steps: int, preview: Bytes | None) -> None:
            step, steps = before * steps + step, turns * steps
            if larger is not None:
                larger.done, larger.before, steps = step, steps, steps + more
            left = countdown.step(step, steps)
            if countdown.worth_telling(step, steps):
                publish(StepDone(job, step, steps, left, turns))
            if preview is not None:
                shown = preview_in_place(prepared, preview)
                publish(Preview(job, step, shown, rect, turn.first))

        return step_done


def _telling_once(stages: Stages, untold: set[Stage]) -> Callable[[Stage], Stages]:
    """Whoever listens hears of each stage of a job once, in their order, as if all pictures were
    painted at once with one request: what lies between two turns, or two stretches, is short."""

    def begins(stage: Stage) -> Stages:
        told = stages(stage)
        if stage is Stage.DENOISE:
            untold.update((Stage.PREPARE, Stage.ENCODE, Stage.DENOISE))
        return told

    return begins


def _prepared(request: Request, info: ModelInfo) -> tuple[Prepared, list[tuple[Stretch, Prepared]]]:
    """What the model gets first, and each stretch that follows with what it is put back by."""
    (_, first, _), *later = stages_of(request)
    prepared = before = prepare(first, info.size, info.factor)
    found = []
    for step, stage, steer in later:
        assert steer is not None
        before = prepare_next(stage, before, info.size, info.factor)
        paint = None if steer.painted is None else painted_in_place(steer.painted, stage, before)
        stretch = Stretch(step, before.inner, paint, steer.seed, steer.variation)
        found.append((stretch, before))
    return prepared, found


def _results(
    turn: Turn, prepared: Prepared, pictures: Sequence[Bytes], found: Sequence[Found]
) -> Iterator[Result]:
    request = turn.request
    masks = {one.index: _pixels(one) for one in found if one.keeps}
    for i, picture in enumerate(pictures):
        own = masked_by(prepared, masks[i], request.inpaint) if i in masks else prepared
        pixels = restore(own, picture)
        yield Result(turn.first + i, request.seed + i, pixels, prepared.rect, turn.chosen)


def _extra(turn: Turn, prepared: Prepared, found: Found) -> Extra:
    pixels = found_in_place(prepared, _pixels(found))
    index = turn.first + found.index
    return Extra(found.technique, found.name, index, pixels, prepared.rect, found.keeps)


def _pixels(found: Found) -> Bytes:
    pixels: Bytes = (found.coverage.clamp(0, 1) * 255).round().byte().cpu().numpy()
    return pixels


def _compressed_told(plan: Plan) -> str:
    return (
        f"The model’s weights were compressed to {plan.bits} bits to fit into memory: the picture "
        "differs a little from what it makes whole."
    )


def _check_memory(model: LoadedModel, request: Request) -> None:
    """Refuses what certainly does not fit: the system would end the process without a word.

    Counts what one attention block of the UNet's uppermost level holds at the same time: its
    features a dozen times (eight of them in the feed-forward layer), for each picture, with and
    without the prompt.
    """
    if any(one.any_size for one in request.techniques):
        return  # paints in windows
    if request.width is None or request.height is None:
        return
    if model.flow is not None:
        return  # its attention is computed in parts: nothing grows with the square of the tokens
    latents = request.width * request.height / model.info.factor**2
    rows = request.batch * (1 if request.guidance_scale == 1 else 2)
    features = model.unet.config.block_out_channels[0] * model.dtype.itemsize
    if latents * rows * features * 12 > devices.of(model.device).memory:
        raise out_of_memory()
