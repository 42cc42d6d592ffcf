"""Teaching beside a bare loop: how many samples a second of those that the same networks reach.

The bare loop is the forward pass, the loss, the backward pass and AdamW's step on numbers that
never change. What the program's own loop has beside it is what a training needs: dealing pictures
(their latents are on the disk), noise, captions, the schedule, events. Both take their steps in
turn, in one process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import mse_loss

from core import places
from core.files.pictures import save_picture
from core.models.info import ModelInfo
from core.models.library import find_models
from core.models.loading import load
from core.models.threads import one_thread
from core.training.computing import attend_plainly_where_small
from core.training.events import Done, Started, StepDone, TrainingEvent
from core.training.loop import train
from core.training.plan import parse_plan
from core.training.prepare import Prepared, prepare
from core.training.result import RESULT
from desktop.bench import Figure
from desktop.bench.seconds import Seconds, least, now, since, timed

BOUND = 1 / 0.95
"""Of the seconds for a sample: at least 0.95 of the bare loop's samples a second."""
ROUNDS, STEPS = 6, 4
PICTURES = 5
WORD, CLASS = "<zorb>", "cat"
_MINE = {"pictures": [{"folder": "pictures", "caption": f"a {WORD} {CLASS}"}]}
PLANS: dict[str, dict[str, Any]] = {
    "LoRA": {"kind": "lora"} | _MINE,
    "DreamBooth, LoRA, with prior": {
        "kind": "dreambooth", "word": WORD, "class_word": CLASS,
        "prior_folder": "class", "prior_pictures": PICTURES,
    } | _MINE,
    "Textual Inversion": {
        "kind": "textual_inversion", "word": WORD, "initial_word": CLASS,
        "pictures": [{"folder": "pictures"}],
    },
    "Custom Diffusion, with prior": {
        "kind": "custom_diffusion", "prior_pictures": PICTURES,
        "concepts": [
            {"folder": "pictures", "word": WORD, "class_word": CLASS, "prior_folder": "class"}
        ],
    },
    "ControlNet, maps made on the way": {"kind": "controlnet", "map": "canny"} | _MINE,
}  # fmt: skip
"""Name → a training, without what all of them have in common."""
SECONDS_AT_MOST = 900


def run() -> list[Figure]:
    """A figure for each kind of training, on the starter model."""
    with tempfile.TemporaryDirectory() as folder:
        return figures(find_models(places.models()), "starter", Path(folder), ROUNDS, STEPS)


def figures(
    models: Sequence[ModelInfo], model: str, folder: Path, rounds: int, steps: int
) -> list[Figure]:
    """The figures on any model; the folder holds pictures, caches and results meanwhile."""
    with _home(folder), one_thread():
        return [_figure(name, models, model, folder, rounds, steps) for name in PLANS]


def prepared(
    name: str, models: Sequence[ModelInfo], model: str, folder: Path, steps: int
) -> tuple[Prepared, Path]:
    """One of the trainings, looked at, and where its result goes."""
    for which, part in enumerate(("pictures", "class")):
        _draw(folder / part, which)
    plan = PLANS[name] | {
        "model": model,
        "steps": steps,
        "precision": "float32",
        "checkpoint_every": 0,
    }
    # One name for all: neither is a file's name to be "LoRA, …".
    file = folder / f"{plan['kind']}-{steps}.json"
    file.write_text(json.dumps(plan))
    out = file.with_suffix("")
    return prepare(parse_plan(plan, folder), models, out), out


def _figure(
    name: str, models: Sequence[ModelInfo], model: str, folder: Path, rounds: int, steps: int
) -> Figure:
    """The least of the rounds counts: whatever else the machine does only adds."""
    peak = _peak(*prepared(name, models, model, folder, 2))
    ready, out = prepared(name, models, model, folder, (rounds + 1) * steps)
    bare = BareLoop(ready)
    turns = Turns(bare.step, steps)
    ending = train(ready, out, turns.hear, device="cpu")
    if not isinstance(ending, Done):
        raise AssertionError(f"the training ended with {ending}")
    # The first round warms up.
    ours, theirs = least(turns.ours[1:]), least(turns.bare[1:])
    samples = bare.rows * steps
    return Figure(
        name,
        ours.processor / theirs.processor,
        BOUND,
        made_of={
            "of_the_bare_speed": theirs.processor / ours.processor,
            "samples_a_second": samples / ours.processor,
            "bare_samples_a_second": samples / theirs.processor,
            "by_the_clock": ours.clock / theirs.clock,
            "peak_mb": peak / 1e6,
        },
    )


class Turns:
    """Has another loop take as many steps whenever the training has taken a few."""

    def __init__(self, step: Callable[[], object], steps: int) -> None:
        self.ours: list[Seconds] = []
        self.bare: list[Seconds] = []
        self._step, self._steps = step, steps

    def hear(self, event: TrainingEvent) -> None:
        if isinstance(event, Started):
            self._begun = now()
        if isinstance(event, StepDone) and event.step % self._steps == 0:
            self.ours.append(since(self._begun))
            self.bare.append(timed(self._several))
            self._begun = now()

    def _several(self) -> None:
        for _ in range(self._steps):
            self._step()


class BareLoop:
    """A plain loop on the networks of a training: the same ones learn, from the same numbers each
    time."""

    def __init__(self, ready: Prepared) -> None:
        model = load(ready.info, device="cpu", dtype=torch.float32)
        for module in model.modules:
            module.to(memory_format=torch.contiguous_format)
        trainer = ready.plan.begin(model)
        networks = list(trainer.networks)
        attend_plainly_where_small(model, [model.unet, *networks], ready.side)
        learning = trainer.learns()
        self.learned = [one for group in learning for one in group.parameters.values()]
        for parameter in self.learned:
            parameter.requires_grad_(True)
        self._adam = torch.optim.AdamW(self.learned, lr=learning[0].rate)
        self.unet, self._networks = model.unet, networks
        remembers = bool(ready.plan.class_pictures(Path()))
        self.rows = ready.plan.batch * (2 if remembers else 1)
        dice = torch.Generator().manual_seed(4)
        side = ready.side // ready.info.factor
        self._noisy, self._noise = torch.randn(2, self.rows, 4, side, side, generator=dice)
        self._map = torch.rand(self.rows, 3, ready.side, ready.side, generator=dice)
        self._times = torch.full((self.rows,), 500)
        self._encoder = model.text_encoder
        self._ids = _ids(model.tokenizer, self.rows)
        self._vectors = [word.vectors[0] for word in trainer.learned_words().values()]
        with torch.no_grad():
            self._words = self._encoder(self._ids)[0]

    def step(self) -> None:
        """One step of the optimiser."""
        words = self._encoded() if self._vectors else self._words
        further: dict[str, Any] = {}
        for network in self._networks:
            down, middle = network(
                self._noisy, self._times, words, controlnet_cond=self._map, return_dict=False
            )
            further = {
                "down_block_additional_residuals": down,
                "mid_block_additional_residual": middle,
            }
        predicted = self.unet(self._noisy, self._times, words, return_dict=False, **further)[0]
        mse_loss(predicted, self._noise).backward()
        self._adam.step()
        self._adam.zero_grad()

    def _encoded(self) -> Tensor:
        """The prompts, with the vectors of new words after their first token."""

        def put(_: object, __: object, found: Tensor) -> Tensor:
            found = found.clone()
            for number, vector in enumerate(self._vectors):
                found[0, 2 + number] = vector
            return found

        hook = self._encoder.get_input_embeddings().register_forward_hook(put)
        try:
            encoded: Tensor = self._encoder(self._ids)[0]
        finally:
            hook.remove()
        return encoded


def _ids(tokenizer: Any, rows: int) -> Tensor:
    ids: Tensor = tokenizer(
        [f"a {CLASS} {CLASS}"] * rows, padding="max_length", return_tensors="pt"
    ).input_ids
    return ids


def _peak(ready: Prepared, out: Path) -> int:
    """Bytes that the whole of a short training held at most, in a process of its own; afterwards
    its latents are on the disk."""
    ran = subprocess.run(
        [sys.executable, "-m", "desktop", "train", f"{out}.json", "--out", str(out)],
        capture_output=True,
        text=True,
        timeout=SECONDS_AT_MOST,
        check=False,
    )
    if ran.returncode:
        raise RuntimeError(f"{ready.plan.declaration.title} failed: {ran.stderr[-2000:]}")
    return int(json.loads((out / RESULT).read_text("utf-8"))["peak_bytes"])


def _draw(folder: Path, which: int) -> None:
    """A few pictures of anything."""
    folder.mkdir(exist_ok=True)
    for number in range(PICTURES):
        dice = np.random.default_rng((which, number))
        blocks = dice.integers(0, 256, (8, 8, 3), np.uint8)
        save_picture(folder / f"{number}.png", blocks.repeat(32, 0).repeat(32, 1))


@contextmanager
def _home(folder: Path) -> Iterator[None]:
    """Meanwhile caches lie in a folder that goes away again."""
    before = os.environ.get("UNDERPAINT_HOME")
    os.environ["UNDERPAINT_HOME"] = str(folder / "home")
    try:
        yield
    finally:
        if before is None:
            del os.environ["UNDERPAINT_HOME"]
        else:
            os.environ["UNDERPAINT_HOME"] = before
