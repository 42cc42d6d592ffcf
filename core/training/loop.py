"""The loop: it deals batches, steps the optimiser, saves, and can be interrupted at any step."""

from __future__ import annotations

import shutil
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from core import places
from core.denoise.trouble import memory_errors, told_error
from core.errors import BrokenNumbers, Cancelled, FileError
from core.files.atomic import make_folder
from core.files.pictures import save_picture
from core.generation.progress import Countdown
from core.models import devices
from core.models.loading import load
from core.request import Pixels
from core.training import checkpoint as checkpoints
from core.training import layout, so_far
from core.training.about import metadata
from core.training.average import Average
from core.training.buckets import fit, unit
from core.training.cache import Cache
from core.training.checkpoint import Checkpoint
from core.training.class_pictures import missing, paint_missing
from core.training.computing import attend_plainly_where_small, checkpoint_layers, number_type
from core.training.dealing import Dealer, Dice
from core.training.declare import Plan
from core.training.events import (
    CheckpointWritten,
    Done,
    Failed,
    Paused,
    Progress,
    Sampled,
    SoFar,
    Stage,
    StageBegun,
    Started,
    StepDone,
    TrainingEvent,
    Warned,
    WasCancelled,
    Wish,
)
from core.training.folders import Example, gather
from core.training.latents import Latents
from core.training.memory import peak
from core.training.optimiser import Optimiser
from core.training.prepare import Prepared
from core.training.result import write_result
from core.training.review import Notice
from core.training.samples import samples
from core.training.trainer import Trainer

Publish = Callable[[TrainingEvent], object]

_REMEDY = (
    "Learn from smaller pictures or fewer at a time (“resolution”, “batch”), switch "
    "“gradient_checkpointing” on, or close other programs."
)


class _Pause(Exception):
    """Leaves the loop after a step."""


def train(
    prepared: Prepared,
    out: Path,
    publish: Publish = lambda _: None,
    wish: Callable[[], Wish] = lambda: Wish.GO_ON,
    *,
    device: torch.device | str | None = None,
) -> Done | Paused | WasCancelled | Failed:
    """Carries out a plan in the folder `out`, going on from the checkpoint that is there.

    `wish` is asked between steps, those of painting samples too. The ending is told by `publish`
    as well, and no error gets out. Killed at whatever moment and called again, it ends with the
    weights that it would have had. What it has learned by a checkpoint can be used meanwhile.
    """
    ending: Done | Paused | WasCancelled | Failed
    training = _Training(prepared, out, publish, wish, device)
    try:
        with memory_errors(_REMEDY, "this training"):
            ending = training.run()
    except Cancelled:
        ending = Paused(training.step) if wish() == Wish.PAUSE else WasCancelled()
    except Exception as error:  # noqa: BLE001  # whatever it is, it is told
        told = told_error(error)
        ending = Failed(told.cause, told.remedy, "".join(traceback.format_exception(error)))
        # The frames hold tensors as long as the error lives.
        traceback.clear_frames(error.__traceback__)
    publish(ending)
    return ending


class _Training:
    """One run of the loop, from loading to the result."""

    def __init__(
        self,
        prepared: Prepared,
        out: Path,
        publish: Publish,
        wish: Callable[[], Wish],
        device: torch.device | str | None,
    ) -> None:
        self._prepared, self._out, self._publish, self._wish = prepared, out, publish, wish
        self._plan: Plan = prepared.plan
        self._device = torch.device(device) if device is not None else devices.best()
        self._seconds: dict[str, float] = {}
        self._losses: list[float] = []
        self._rows, self._train_seconds = 0, 0.0
        self.step = 0
        """How many steps have been taken."""
        self._kept_step, self._so_far_step = 0, -1
        """Of the newest checkpoint, and when what was learned so far was saved last."""

    def run(self) -> Done | Paused:
        make_folder(self._out)
        checkpoints.tidy(self._out)
        for notice in self._prepared.notices:
            self._publish(Warned(notice))
        found = checkpoints.newest(self._out, self._prepared.identity)
        for trouble in found.trouble:
            self._publish(Warned(Notice("checkpoint", trouble)))
        if found.checkpoint is not None:
            self.step = self._kept_step = found.checkpoint.step
        with self._stage(Stage.LOAD):
            self._load(found.checkpoint)
        with self._stage(Stage.CLASS_PICTURES):
            examples = self._with_class_pictures()
        with self._stage(Stage.LOAD):
            self._begin_trainer()
        with self._stage(Stage.ENCODE):
            self._deal_from(examples)
        self._begin(found.checkpoint, examples)
        try:
            with self._stage(Stage.TRAIN):
                self._steps()
        except _Pause:
            return Paused(self.step)
        with self._stage(Stage.SAVE):
            files = self._saved()
        return self._done(files)

    # Before the first step

    def _load(self, kept: Checkpoint | None) -> None:
        model = load(
            self._prepared.info, device=self._device, dtype=torch.float32, cancelled=self._cancelled
        )
        for module in model.modules:
            # Normalising groups backwards takes seven times as long in the other layout on CPUs.
            module.to(memory_format=torch.contiguous_format)
        name = kept.state["precision"] if kept is not None else self._plan.precision
        self._dtype = number_type(name, model)
        self._model = replace(model, dtype=self._dtype)
        levels = len(model.unet.config.block_out_channels)
        self._unit = unit(self._prepared.info.factor, levels)
        attend_plainly_where_small(model, [model.unet], self._prepared.side)

    def _with_class_pictures(self) -> list[Example]:
        """All examples, once the model has painted what it is to remember."""
        plan, found = self._plan, list(self._prepared.examples)
        wanted = plan.class_pictures(self._out)
        for one in wanted:
            if missing(one):
                paint_missing(
                    self._model,
                    one,
                    plan.seed,
                    side=self._prepared.side // self._unit * self._unit,
                    told=self._counting(Stage.CLASS_PICTURES),
                    cancelled=self._cancelled,
                )
        folders = {one.folder for one in wanted}
        painted = [one for one in plan.sets(self._out) if Path(one.pictures.folder) in folders]
        return found + gather(painted)

    def _counting(self, stage: Stage) -> Callable[[int, int], None]:
        """Tells how many pictures of a stage are done, and how long the others will take."""
        began, first = time.monotonic(), -1

        def told(done: int, count: int) -> None:
            nonlocal began, first
            if first < 0:
                began, first = time.monotonic(), done
            taken = done - first
            left = (time.monotonic() - began) / taken * (count - done) if taken else None
            self._publish(Progress(stage, done, count, left))

        return told

    def _begin_trainer(self) -> None:
        """What learns is in float32 and nothing else is, so that it takes no room that it does not
        need, and is not cast anew in every pass."""
        self._trainer: Trainer = self._plan.begin(self._model)
        own = list(self._trainer.networks)
        attend_plainly_where_small(self._model, own, self._prepared.side)
        learning = self._trainer.learns()
        learned = [value for one in learning for value in one.parameters.values()]
        learns = {id(parameter) for parameter in learned}
        parts = [self._model.unet, *(encoder for _, encoder in self._model.encoders)]
        for part in parts:
            for parameter in part.parameters():
                if id(parameter) not in learns and parameter.is_floating_point():
                    parameter.data = parameter.data.to(self._dtype)
        for parameter in learned:
            parameter.data = parameter.data.float()
            parameter.requires_grad_(True)
        self._optimiser = Optimiser(self._plan, learning, self._dtype)
        if self._plan.gradient_checkpointing:
            for part in (*parts, *self._trainer.networks):
                checkpoint_layers(part)

    def _deal_from(self, examples: list[Example]) -> None:
        plan, trainer, info = self._plan, self._trainer, self._prepared.info
        folder = places.cache() / "training"
        digests = self._prepared.digests
        latents = Latents(self._model, Cache(folder / "latents", digests.get("vae", "")))
        self._latents = latents
        fits = [
            fit(one.size, self._prepared.side, self._unit, oblong=plan.buckets) for one in examples
        ]
        self._learned_from = list(zip(examples, fits, strict=True))
        latents.encode_all(
            examples,
            fits,
            trainer.reads,
            flips=plan.flips,
            resizes=plan.shows_other_sizes,
            told=self._counting(Stage.ENCODE),
            cancelled=self._cancelled,
        )
        if not trainer.encodes_anew:
            encoders = sorted(item for item in digests.items() if item[0].startswith("text"))
            about = (info.family, encoders, str(self._dtype))
            trainer.captions = Cache(folder / "captions", about)
        self._dice = Dice(plan.seed)
        self._dealer = Dealer(
            plan, examples, fits, latents, self._dice, shows=trainer.shows, reads=trainer.reads
        )

    def _begin(self, kept: Checkpoint | None, examples: list[Example]) -> None:
        plan = self._plan
        self._pictures = sorted(example.digest for example in examples)
        self._check_disk()
        self._average = Average(self._optimiser.parameters, plan.ema) if plan.ema else None
        if kept is not None:
            self._restore(kept)
        self._publish(
            Started(
                self.step, plan.steps, len(examples), self._model.device_name, tuple(self._losses)
            )
        )

    def _check_disk(self) -> None:
        """Raises FileError unless there is room for the checkpoints that are held at a time."""
        numbers = sum(parameter.numel() for parameter in self._optimiser.parameters.values())
        one = numbers * 4 * (4 if self._plan.ema else 3)  # and both of AdamW's averages
        # What was learned so far, and what takes its place.
        results = 2 * self._trainer.result_size()
        needed = (checkpoints.KEPT + 1) * one - checkpoints.size_of(self._out) + results
        free = shutil.disk_usage(self._out).free
        if needed > free:
            raise FileError(
                f"There is too little room on the disk: {needed / 1e9:.1f} GB are needed in "
                f"“{self._out.name}”, and {free / 1e9:.1f} GB are free.",
                "Make room, or train in a folder on another disk.",
            )

    # The steps

    def _steps(self) -> None:
        plan, countdown = self._plan, Countdown(tail=0.0)
        if self.step and self._shows(self.step):
            self._show(self._unshown())  # it was interrupted while they were painted
        while self.step < plan.steps:
            self._ask()
            began = time.perf_counter()
            rate = self._optimiser.rate
            loss = self._learn()
            self.step += 1
            self._losses.append(loss)
            self._train_seconds += time.perf_counter() - began
            left = countdown.step(self.step, plan.steps)
            self._publish(StepDone(self.step, plan.steps, loss, rate, left))
            if self._optimiser.broken:
                raise BrokenNumbers(
                    f"The loss is no number any more, at step {self.step}.",
                    "Learn more slowly (“learning_rate”), or in 32 bits (“precision”). The last "
                    "checkpoint is as it was.",
                )
            if self._shows(self.step):
                self._show(range(len(plan.sample_prompts)))
            if self.step == plan.steps:
                self._save()
            elif plan.checkpoint_every and self.step % plan.checkpoint_every == 0:
                self._save()
                if self._is_small:
                    self._save_so_far()

    def _learn(self) -> float:
        """One step of the optimiser; its loss."""
        for _ in range(self._plan.accumulate):
            for dealt in self._dealer.deal():
                batch = self._trainer.draw(dealt, self._dice)
                with self._autocast():
                    loss = self._trainer.loss(batch) / self._plan.accumulate
                self._optimiser.add(loss)
                self._rows += len(batch.captions)
        loss_of_step = self._optimiser.step()
        if self._average is not None and not self._optimiser.broken:
            self._average.update(self.step)
        return loss_of_step

    def _autocast(self) -> AbstractContextManager[object]:
        if self._dtype == torch.float32:
            return nullcontext()
        return torch.autocast(self._device.type, self._dtype)

    def _ask(self) -> None:
        """What is wished between two steps. Raises Cancelled, or ends the loop for now."""
        wish = self._wish()
        if wish == Wish.CANCEL:
            raise Cancelled
        if wish == Wish.PAUSE:
            if self.step:
                self._save()
                self._save_so_far()
            raise _Pause

    def _cancelled(self) -> bool:
        """Whether what takes longer than a step is to end: for a pause too."""
        return self._wish() != Wish.GO_ON

    # Samples

    def _shows(self, step: int) -> bool:
        """Whether samples are painted after a step."""
        every = self._plan.sample_every
        return step == self._plan.steps or (every > 0 and step % every == 0)

    def _unshown(self) -> list[int]:
        """The numbers of those that are not yet painted."""
        numbers = range(len(self._plan.sample_prompts))
        return [i for i in numbers if not layout.sample(self._out, self.step, i).exists()]

    def _shown(self, number: int, name: str) -> Pixels:
        """What is shown of one of the pictures for a sample: the same each time."""
        example, how = self._learned_from[number % len(self._learned_from)]
        array = self._latents.shown(example, how, False, name)
        return Pixels(np.dstack([array, np.full(array.shape[:2], 255, np.uint8)]))

    def _show(self, numbers: Sequence[int]) -> None:
        """Paints samples. A pause interrupts it: the rest is painted when it goes on."""
        try:
            with self._averaged():
                shown = samples(self._trainer, self._shown, numbers, cancelled=self._cancelled)
                for number, pixels in shown:
                    file = layout.sample(self._out, self.step, number)
                    make_folder(file.parent)
                    save_picture(file, pixels)
                    prompt = self._plan.sample_prompts[number]
                    self._publish(Sampled(self.step, prompt, pixels))
        except Cancelled:
            self._ask()
            raise

    @contextmanager
    def _averaged(self) -> Iterator[None]:
        with self._average.in_place() if self._average is not None else nullcontext():
            yield

    # What is kept

    def _save(self) -> None:
        if self._kept_step == self.step:
            return
        kept: dict[str, Mapping[str, Tensor]] = {
            "weights": dict(self._optimiser.parameters),
            "optimizer": self._optimiser.tensors(),
            "chance": {"dice": self._dice.state},
        }
        if self._average is not None:
            kept["average"] = self._average.values
        state = {
            "identity": self._prepared.identity,
            "pictures": self._pictures,
            "precision": str(self._dtype).removeprefix("torch."),
            "decks": self._dealer.state,
            "optimizer": self._optimiser.numbers(),
            "losses": self._losses,
        }
        folder = checkpoints.write(self._out, Checkpoint(self.step, state, kept))
        self._kept_step = self.step
        self._publish(CheckpointWritten(self.step, folder))

    @property
    def _is_small(self) -> bool:
        """Whether what was learned so far is soon saved: a file that a model is used with."""
        numbers = sum(parameter.numel() for parameter in self._optimiser.parameters.values())
        return bool(self._plan.adds) and 4 * numbers <= so_far.SMALL

    def _save_so_far(self) -> None:
        """A disk that has no room for it costs it, and not the training."""
        if self._so_far_step == self.step:
            return
        try:
            with self._averaged():
                files = so_far.write(self._trainer, self._out, self._about())
        except FileError as error:
            text = f"What was learned so far could not be saved: {error.cause}"
            self._publish(Warned(Notice("so_far", text)))
            return
        self._so_far_step = self.step
        self._publish(SoFar(self.step, files))

    def _restore(self, kept: Checkpoint) -> None:
        for name, parameter in self._optimiser.parameters.items():
            parameter.data = kept.tensors["weights"][name].to(parameter.device)
        self._optimiser.restore(kept.tensors["optimizer"], kept.state["optimizer"])
        if self._average is not None:
            for name, value in kept.tensors["average"].items():
                self._average.values[name] = value.to(self._device)
        state = kept.state
        self._losses = list(state["losses"])
        self._dice.state = kept.tensors["chance"]["dice"]
        if state["pictures"] == self._pictures:
            self._dealer.state = state["decks"]
        else:
            self._publish(
                Warned(
                    Notice(
                        "changed",
                        "The pictures are others than when it was interrupted: it goes on with "
                        "those that are there now.",
                    )
                )
            )

    def _saved(self) -> tuple[Path, ...]:
        """The result's files."""
        with self._averaged():
            return tuple(self._trainer.save(self._out, self._about()))

    def _about(self) -> dict[str, str]:
        """What a file says that is saved now."""
        ready = self._prepared
        return metadata(self._plan, ready.info, ready.digests.get("unet", ""), self.step)

    def _done(self, files: tuple[Path, ...]) -> Done:
        """The ending, written to result.json as well."""
        last = self._losses[-max(1, len(self._losses) // 100) :]
        done = Done(
            files,
            self.step,
            sum(last) / len(last),
            {stage: round(seconds, 4) for stage, seconds in self._seconds.items()},
            self._rows / self._train_seconds if self._train_seconds else 0.0,
            peak(self._device),
        )
        write_result(self._out, self._prepared, done, self._model.device_name)
        so_far.remove(self._out)
        return done

    @contextmanager
    def _stage(self, stage: Stage) -> Iterator[None]:
        self._publish(StageBegun(stage))
        began = time.perf_counter()
        try:
            yield
        finally:
            spent = time.perf_counter() - began
            self._seconds[stage] = self._seconds.get(stage, 0.0) + spent
