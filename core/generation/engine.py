"""The work itself: model, preparation, pass, restoration. Only here, and in `teaching.py`, torch is
used."""

from __future__ import annotations

import math
import threading
import traceback
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from tqdm import tqdm  # type: ignore[import-untyped]

from core import garbage
from core.denoise.interrupt import interruptible_throughout
from core.denoise.midway import SetAside
from core.denoise.paint import paint
from core.denoise.stretch import Stretch
from core.denoise.trouble import out_of_memory, told_error
from core.errors import Cancelled, OutOfMemory, UserError
from core.generation.accelerating import Accelerator
from core.generation.begun import Begun
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
    Event,
    Extra,
    Failed,
    HostChanged,
    HostState,
    JobId,
    Paused,
    Preview,
    Result,
    Stage,
    StageBegun,
    Started,
    StepDone,
    TriedAgain,
    WasCancelled,
)
from core.generation.hosts import Publish
from core.generation.larger import Larger, LargerSetAside, untouched
from core.generation.maps import MapRequest, made
from core.generation.memory import needed
from core.generation.progress import Countdown, Stages
from core.generation.resolve import Turn, doubts_of, resolved, turns_of, warnings_of
from core.generation.teaching import taught
from core.geometry import Rect
from core.models import devices, precision, stand_ins
from core.models import plan as plans
from core.models.library import find_models, named, refiners
from core.models.loading import beside, load, load_refiner
from core.models.parts import SHARE, Parts
from core.models.plan import AUTOMATIC, Chosen, Plan
from core.models.shelf import Shelf, fingerprint
from core.request import Request
from core.steering import stages as stages_of
from core.upscale import only, paints

if TYPE_CHECKING:
    from core.arrays import Bytes
    from core.denoise.run import Found
    from core.generation.training import TrainingRequest
    from core.models.estimate import Need
    from core.models.info import ModelInfo
    from core.models.loading import LoadedModel
    from core.models.stand_ins import StandIn
    from core.models.upscaler_loading import LoadedUpscaler
    from core.training.events import Wish

_MODELS_KEPT = 2
_DEVICES = {"cpu": "CPU", "mps": "MPS"}

SPARED = 0.08
"""Of what is free, what estimates leave: memory is lost between tensors of different sizes."""


class DiffusionEngine:
    """Paints, makes control maps and teaches, with the models in `dirs`, one job at a time, on the
    best device there is."""

    def __init__(
        self,
        dirs: Sequence[Path],
        plan: Callable[[], str] = lambda: AUTOMATIC,
        compiles: Callable[[], bool] = lambda: False,
    ) -> None:
        """Both are asked before each job: `plan` for the id of the plan by which models are fitted
        into memory, or "automatic"; `compiles` whether UNets are compiled where that is quicker."""
        _silence_libraries()
        self._wanted_plan = plan
        self._device = devices.best()
        self._dirs = tuple(dirs)
        self._models: OrderedDict[object, LoadedModel] = OrderedDict()
        self._parts = Parts(SHARE * devices.of(self._device).memory)
        self._shelf = Shelf(self._dirs)
        self._accelerator = Accelerator(compiles)
        self._tail_seconds: dict[str, float] = {}
        self._warned: dict[JobId, dict[str, None]] = {}
        """What trainings have warned of, so that it is told once however often they go on."""

    def ready(self) -> HostChanged:
        return self._home(_DEVICES.get(self._device.type, "GPU"))

    def run(
        self,
        job: JobId,
        request: Request | MapRequest,
        publish: Publish,
        cancelled: Callable[[], bool],
        *,
        paused: Callable[[], bool] = lambda: False,
        begun: Begun | None = None,
    ) -> None:
        """Does one job, or goes on with it; every error ends it with a cause and a remedy, and none
        gets out."""

        def work() -> Event:
            if isinstance(request, MapRequest):
                with self._shelf.job(beside=True):
                    return self._mapped(job, request, publish, cancelled)
            with self._shelf.job():
                return self._painted(job, request, publish, cancelled, paused, begun)

        out = _no_memory_for_map() if isinstance(request, MapRequest) else None
        with self._accelerator.job():
            self._end(job, work, publish, out)

    def train(
        self, job: JobId, request: TrainingRequest, publish: Publish, wish: Callable[[], Wish]
    ) -> None:
        """Does a training, or goes on with it; no error gets out. It has all the memory, and leaves
        none of it behind."""

        def work() -> Event:
            self._let_go()
            _free_memory()
            warned = self._warned.setdefault(job, {})
            ending = taught(job, request, self._dirs, publish, wish, warned)
            _free_memory()
            return ending

        with self._accelerator.job():
            self._end(job, work, publish)

    def close(self) -> None:
        """Ends what goes on between jobs."""
        self._accelerator.close()

    def _end(
        self,
        job: JobId,
        work: Callable[[], Event],
        publish: Publish,
        out_of_memory: OutOfMemory | None = None,
    ) -> None:
        """Does a job's work and publishes how it ended, or what went wrong; `out_of_memory` is
        what is told when that has run out."""
        publish(Started(job))
        ending: Event
        try:
            ending = work()
        except Cancelled:
            ending = WasCancelled(job)
        except BaseException as error:  # noqa: BLE001  # the owner of the device must live on
            told = told_error(error)
            if isinstance(told, OutOfMemory):
                told = out_of_memory or told
                self._let_go()
            ending = _failed(job, told, error)
            # The frames hold tensors as long as the error lives.
            traceback.clear_frames(error.__traceback__)
            del error, told
            _free_memory()
        publish(ending)

    def _home(self, device: str, model: str = "") -> HostChanged:
        """What is told of the device, and the model that is loaded."""
        memory = devices.of(self._device).memory
        shared = devices.shares_memory(self._device)
        known = 0 if math.isinf(memory) else int(memory)
        return HostChanged(HostState.READY, device, model, known, shared)

    def _let_go(self) -> None:
        """Lets go of all models that are kept for jobs to come; their memory is free after
        `_free_memory`."""
        self._models.clear()
        self._parts.clear()
        self._shelf.clear()
        self._accelerator.clear()

    def _mapped(
        self, job: JobId, request: MapRequest, publish: Publish, cancelled: Callable[[], bool]
    ) -> Done:
        """A control map. Whichever network makes it, its next layer does not begin after a
        cancel."""
        stages = Stages(lambda stage: publish(StageBegun(job, stage)))
        with torch.no_grad(), interruptible_throughout(cancelled):
            with stages(Stage.LOAD):
                _stop_if(cancelled)
                request.preprocessor.load(self._shelf)
            with stages(Stage.MAP):
                _stop_if(cancelled)
                drawn = made(request, self._shelf)
            _stop_if(cancelled)
        result = Result(0, 0, drawn, Rect.of_size(request.picture.size))
        return Done(job, (result,), dict(stages.seconds))

    def _painted(
        self,
        job: JobId,
        request: Request,
        publish: Publish,
        cancelled: Callable[[], bool],
        paused: Callable[[], bool],
        begun: Begun | None,
    ) -> Done | Paused:
        """Paints by the plan that fits; once more by a leaner one when memory has run out."""
        _stop_if(cancelled)
        info = named(find_models(self._dirs), request.model)
        whole = resolved(request, info, self._dirs)
        need = self._need(whole, info) if paints(whole) else None
        chosen, room = self._chosen(need)
        asked = (job, request, whole, info, publish, cancelled, paused, begun)
        try:
            return self._painted_by(chosen.plan, *asked, room=room)
        except BaseException as error:
            following = None if need is None else plans.leaner(need, chosen.plan)
            if following is None or not isinstance(told_error(error), OutOfMemory):
                raise
            # The frames hold tensors as long as the error lives.
            traceback.clear_frames(error.__traceback__)
        self._let_go()
        _free_memory()
        told = (
            f"There was not enough memory, so it was tried again in another way. {following.help}"
        )
        publish(TriedAgain(job, told))
        return self._painted_by(following, *asked, told=told)

    def _need(self, request: Request, info: ModelInfo) -> Need | None:
        """What a resolved request needs; None where that cannot be told."""
        flow = info.prediction_type == "flow"
        dtype = (
            precision.for_large(self._device)
            if flow
            else precision.expected(f"{info.id} {info.path}", self._device)
        )
        shared, wide = devices.shares_memory(self._device), dtype != torch.float16
        try:
            return needed(request, info, self._dirs, item=dtype.itemsize, wide=wide, shared=shared)
        except (OSError, ValueError, KeyError, TypeError, StopIteration, UserError):
            return None  # whoever loads it tells what is wrong

    def _chosen(self, need: Need | None) -> tuple[Chosen, float]:
        """The plan for a job, and the bytes that it leaves for a compiled UNet. What models hold
        that are kept for jobs to come is free for it, and so is what compiled UNets do."""
        if need is None:
            return Chosen(plans.WHOLE, 0, fits=True), 0.0
        held = sum(_held(model) for model in self._models.values()) + self._accelerator.bytes
        budget = (1 - SPARED) * (devices.free_memory(self._device) + held)
        chosen = plans.choose(need, budget, self._wanted_plan())
        room = budget - chosen.bytes
        if self._accelerator.bytes > room:
            self._accelerator.clear()
        return chosen, room

    def _painted_by(
        self,
        plan: Plan,
        job: JobId,
        request: Request,
        whole: Request,
        info: ModelInfo,
        publish: Publish,
        cancelled: Callable[[], bool],
        paused: Callable[[], bool],
        begun: Begun | None,
        *,
        told: str = "",
        room: float = 0.0,
    ) -> Done | Paused:
        """`room`: bytes that are free for a compiled UNet."""
        untold: set[Stage] = set()
        stages = Stages(lambda stage: stage in untold or publish(StageBegun(job, stage)))
        stages.seconds.update({} if begun is None else begun.seconds)
        with stages(Stage.LOAD):
            _stop_if(cancelled)
            turns = turns_of(whole)
            others = stand_ins.of_request(request, info, self._dirs)
            warned = [told] if told else []
            warned += [] if begun is None else list(begun.told)
            larger = network = None
            if whole.upscale is not None:
                larger = Larger(
                    job, whole, self._device, self._shelf, stages, publish, cancelled, warned.append
                )
                network = larger.load()
                larger.paused = paused
            grown = None if begun is None else begun.enlarged
            painted = grown is None and not (larger is not None and only(whole))
            model = refiner = None
            if painted or (whole.upscale is not None and whole.upscale.refines):
                model = self._loaded(info, others, plan, publish, cancelled)
                compiled = self._accelerator.of(model, room, cancelled)
                model = replace(model, compiled=compiled)
                refiner = self._refiner(whole, model, cancelled) if painted else None
                if plan.bits:
                    warned.append(_compressed_told(plan))
        results = [] if begun is None else list(begun.results)
        extras = [] if begun is None else list(begun.extras)
        countdown = None
        for number, turn in enumerate(turns if painted else ()):
            assert model is not None
            if begun is not None and number < begun.turn:
                continue
            midway = begun.midway if begun is not None and number == begun.turn else None
            last = turn is turns[-1]
            untold -= {Stage.DECODE, Stage.FINISH}
            untold |= set() if last else {Stage.DECODE, Stage.FINISH}
            with stages(Stage.PREPARE):
                _stop_if(cancelled)
                prepared, steered = _prepared(turn.request, info)
                _check_memory(model, prepared.inner)
            _stop_if(cancelled)
            countdown = countdown or self._countdown(info, prepared, len(turns))
            found: list[Found] = []
            try:
                pictures = paint(
                    model,
                    prepared.inner,
                    then=[stretch for stretch, _ in steered],
                    refiner=refiner,
                    midway=midway,
                    shelf=self._shelf,
                    cancelled=cancelled,
                    paused=paused,
                    stage=_telling_once(stages, untold),
                    step=_step_teller(
                        job, turn, len(turns), prepared, countdown, publish, larger, network
                    ),
                    warn=warned.append,
                    found=found.append,
                )
            except SetAside as aside:
                seconds = dict(stages.seconds)
                begun = Begun(
                    aside.midway, number, tuple(results), tuple(extras), tuple(warned), seconds
                )
                step = begun.step if larger is None else larger.done
                return Paused(job, step, begun, number)
            if steered:
                prepared = steered[-1][1]
            with stages(Stage.FINISH):
                _stop_if(cancelled)
                results += _results(turn, prepared, pictures, found)
                extras += (_extra(turn, prepared, one) for one in found)
            self._remember_tail(info, results, prepared, stages.seconds)
        untold.clear()
        if model is not None:
            self._accelerator.try_later(model, room)
        if larger is not None:
            before = untouched(turns, whole) if only(whole) else results
            try:
                results = larger.results(before, network, info, model, grown)
            except LargerSetAside as aside:
                seconds, stand = dict(stages.seconds), aside.enlarged
                begun = Begun(None, 0, tuple(results), tuple(extras), tuple(warned), seconds, stand)
                return Paused(job, begun.step, begun)
        warnings = (*warnings_of(request), *doubts_of(request, info), *dict.fromkeys(warned))
        return Done(
            job, tuple(results), dict(stages.seconds), warnings, tuple(extras), plan=plan.id
        )

    def _loaded(
        self,
        info: ModelInfo,
        others: Mapping[str, StandIn],
        plan: Plan,
        publish: Publish,
        cancelled: Callable[[], bool],
    ) -> LoadedModel:
        """The model with these networks in place of its own, loaded only when it, its files
        or its plan are new; the last few are kept, and no other where memory is scarce."""
        folders = [folder for folder in (info.path, info.base) if folder is not None]
        folders += [one.path for one in others.values()]
        if info.assembly is not None:
            folders += dict.fromkeys(
                piece.path for piece in info.assembly.pieces.values() if piece.path.name
            )
        files = tuple((folder, fingerprint(folder)) for folder in folders)
        key = files, tuple(others), plan.turns, plan.streamed, plan.bits
        model = self._models.pop(key, None)
        if model is None:
            if plan.turns:
                self._models.clear()
                self._parts.clear()
            while len(self._models) >= _MODELS_KEPT:
                self._models.popitem(last=False)
            _free_memory()
            model = load(
                info,
                device=self._device,
                cancelled=cancelled,
                parts=self._parts,
                stand_ins=others,
                plan=plan,
            )
            publish(self._home(model.device_name, info.id))
        if model.plan != plan:  # which differs in what costs no loading
            model = replace(model, plan=plan)
        self._models[key] = model
        return model

    def _refiner(
        self, request: Request, base: LoadedModel, cancelled: Callable[[], bool]
    ) -> LoadedModel | None:
        """The model that finishes what `base` begins, if the request wants one; kept as that is."""
        if request.refiner is None:
            return None
        info = named(refiners(find_models(self._dirs)), request.refiner.model)
        key = info.path, fingerprint(info.path), base.dtype
        model = self._models.pop(key, None)
        if model is None:
            model = load_refiner(info, base, cancelled=cancelled, parts=self._parts)
        self._models[key] = model
        return beside(model, base)

    def _countdown(self, info: ModelInfo, prepared: Prepared, turns: int) -> Countdown:
        per_pixel = self._tail_seconds.get(info.id)
        pixels = prepared.frame.padded.area * prepared.inner.batch
        return Countdown(None if per_pixel is None else per_pixel * pixels, turns=turns)

    def _remember_tail(
        self,
        info: ModelInfo,
        results: Sequence[Result],
        prepared: Prepared,
        seconds: dict[str, float],
    ) -> None:
        """Seconds a pixel for what follows the last step: the next job's countdown needs it."""
        tail = seconds.get(Stage.DECODE, 0.0) + seconds.get(Stage.FINISH, 0.0)
        self._tail_seconds[info.id] = tail / (prepared.frame.padded.area * max(1, len(results)))


def _stop_if(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise Cancelled


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


def _step_teller(
    job: JobId,
    turn: Turn,
    turns: int,
    prepared: Prepared,
    countdown: Countdown,
    publish: Publish,
    larger: Larger | None,
    network: LoadedUpscaler | None,
) -> Callable[[int, int, Bytes | None], None]:
    """Tells a turn's steps as steps of the whole job; pictures that become larger, in place there
    already."""
    # Of several turns each has one picture.
    before = turn.first if turns > 1 else 0
    rect, more = prepared.rect, 0
    if larger is not None:
        across = larger.target.width / larger.size.width
        down = larger.target.height / larger.size.height
        rect = Rect.of_edges(
            rect.x * across, rect.y * down, rect.right * across, rect.bottom * down
        )
        more = larger.steps(network)

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


def _failed(job: JobId, told: UserError, error: BaseException) -> Failed:
    detail = "".join(traceback.format_exception(error))
    return Failed(job, told.cause, told.remedy, detail)


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


def _held(model: LoadedModel) -> int:
    """Bytes of a model's weights that are on the device."""
    if model.turns is not None:
        return 0
    own = (one for module in model.modules for one in module.parameters())
    return sum(one.numel() * one.element_size() for one in own)


def _compressed_told(plan: Plan) -> str:
    return (
        f"The model’s weights were compressed to {plan.bits} bits to fit into memory: the picture "
        "differs a little from what it makes whole."
    )


def _no_memory_for_map() -> OutOfMemory:
    return OutOfMemory(
        "There is not enough memory for this map.",
        "Make it again: the models that were in memory have been let go. If that is not enough, "
        "close other programs or make the picture smaller.",
    )


def _silence_libraries() -> None:
    """Progress bars lock a named semaphore of the system, shown or not, and it stays behind when
    the process is killed. A lock of this process does as well."""
    tqdm.set_lock(threading.RLock())


def _free_memory() -> None:
    garbage.collect()
    devices.release()
