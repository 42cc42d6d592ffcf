"""After any run, done, failed or cancelled, the model is what it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import combinations

import numpy as np
import pytest
import torch
from diffusers.models.attention_processor import AttnProcessor
from torch import nn

from core.denoise.paint import paint
from core.denoise.prompt import encode, mean
from core.errors import Cancelled
from core.models.loading import LoadedModel
from core.models.shelf import Shelf
from core.parameters import parameters
from core.request import Request
from core.techniques import techniques
from tests.techniques.settings import PROGRAMS, Bench, Canvas
from tests.techniques.traces import differences, digest
from tests.tiny_models import tiny_sdxl

PARTS = 0.0, 0.3, 0.6, 0.9
"""Of a run: where it is cancelled, or fails."""


class Broken(Exception):
    """What happens in the middle of a run."""


@contextmanager
def calls_of(model: LoadedModel, happens: Callable[[int], None]) -> Iterator[None]:
    """Tells each call of the UNet or of a text encoder its number, before it."""
    count = 0

    def called(*_: object) -> None:
        nonlocal count
        count += 1
        happens(count)

    parts = [part for part in model.modules if part is not model.vae]
    hooks = [part.register_forward_pre_hook(called) for part in parts]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


def remembered_wrongly(model: LoadedModel) -> list[object]:
    """Prompts whose remembered encoding is not what the model makes of them now. What was read by
    edited encoders is remembered under the edits, and is nothing to the model as it is."""
    wrong = []
    for key, known in list(model.words.items()):
        *asked, edits = key
        if edits:
            continue
        if len(asked) == 2:
            pieces, zeros = asked
            fresh = encode(model, list(pieces), remember=False, zeros=zeros)
        else:
            fresh = mean(model, asked[0], remember=False)
        if not fresh.encoding.equal(known.encoding):
            wrong.append(key)
    return wrong


COUNTED: dict[tuple[int, Request], tuple[int, int]] = {}
"""Of a model and a request that was done: its calls of networks, and its polls."""


def counted(model: LoadedModel, shelf: Shelf, request: Request) -> tuple[int, int]:
    """A run that is done: its calls of networks, and its polls."""
    calls = polls = 0

    def count(_: int) -> None:
        nonlocal calls
        calls += 1

    def poll() -> bool:
        nonlocal polls
        polls += 1
        return False

    model.words.clear()
    shelf.clear()
    with calls_of(model, count):
        paint(model, request, shelf=shelf, cancelled=poll)
    return calls, polls


def run(model: LoadedModel, shelf: Shelf, request: Request, end: str, part: float) -> None:
    """A run that is done, fails in a call of a network, or is cancelled at a poll. Before the
    first of a request that ends early it is done once."""
    key = id(model), request
    if end == "done" or key not in COUNTED:
        COUNTED[key] = counted(model, shelf, request)
    if end == "done":
        return
    calls, polls = COUNTED[key]
    # What was kept for the next job would save it the calls in which this one is to end.
    model.words.clear()
    shelf.clear()
    if end == "failed":
        wanted = 1 + int(part * (calls - 1))

        def fail(number: int) -> None:
            if number == wanted:
                raise Broken

        with calls_of(model, fail), pytest.raises(Broken):
            paint(model, request, shelf=shelf)
        return
    left = 1 + int(part * (polls - 1))

    def cancelled() -> bool:
        nonlocal left
        left -= 1
        return left <= 0

    with pytest.raises(Cancelled):
        paint(model, request, shelf=shelf, cancelled=cancelled)


def leaves_no_trace(
    bench: Bench,
    ids: Sequence[str],
    end: str,
    part: float,
    family: str,
    canvas: Canvas = Canvas.NOTHING,
) -> None:
    model, shelf = bench.model(ids, family)
    request = bench.asked(ids, family=family, canvas=canvas)
    before = digest(model)
    run(model, shelf, request, end, part)
    assert differences(before, digest(model)) == []
    assert remembered_wrongly(model) == []


def changed(change: Callable[[LoadedModel], object]) -> list[str]:
    """What the digest of a model names when it is changed so."""
    model = tiny_sdxl()
    before = digest(model)
    change(model)
    return differences(before, digest(model))


@pytest.mark.parametrize(
    "change",
    [
        lambda model: model.unet.conv_out.weight[0, 0, 0].add_(1e-6),
        lambda model: model.text_encoder_2.requires_grad_(True),
        lambda model: setattr(model.unet.conv_in.bias, "grad", torch.ones(16)),
        lambda model: model.unet.set_attn_processor(AttnProcessor()),
        lambda model: model.unet.mid_block.register_forward_hook(print),
        lambda model: setattr(model.vae, "forward", print),
        lambda model: model.unet.train(),
        lambda model: model.unet.add_module("further", nn.Identity()),
        lambda model: setattr(model.unet, "mid_block", nn.Identity()),
        lambda model: model.tokenizer_2.add_tokens("<learned>"),
        lambda model: model.scheduler_config.update(beta_end=1),
        lambda _: torch.rand(1),
        lambda _: np.random.rand(),
    ],
)
def test_the_digest_sees_what_a_run_may_leave(change: Callable[[LoadedModel], object]) -> None:
    assert changed(lambda _: None) == []
    assert changed(change)


@pytest.mark.parametrize(
    ("end", "part"),
    [("done", 1.0), *((end, part) for end in ("failed", "cancelled") for part in PARTS)],
)
@pytest.mark.parametrize("id", PROGRAMS)
def test_a_technique_leaves_no_trace(id: str, end: str, part: float, bench: Bench) -> None:
    leaves_no_trace(bench, [id], end, part, "sd1")


@pytest.mark.parametrize(
    ("end", "part"),
    [("done", 1.0), *((end, part) for end in ("failed", "cancelled") for part in PARTS)],
)
@pytest.mark.parametrize("id", [id for id in PROGRAMS if "regions" in parameters(techniques()[id])])
def test_nor_does_what_is_kept_to_a_region(id: str, end: str, part: float, bench: Bench) -> None:
    leaves_no_trace(bench, [id], end, part, "sd1", Canvas.REGIONS)


@pytest.mark.parametrize("end", ["done", "cancelled"])
@pytest.mark.parametrize("id", PROGRAMS)
def test_nor_does_it_in_sdxl(id: str, end: str, bench: Bench) -> None:
    leaves_no_trace(bench, [id], end, 0.7, "sdxl")


PAIRS = [
    pair
    for pair in combinations(PROGRAMS, 2)
    if not techniques()[pair[0]].declaration.refuses(techniques()[pair[1]].declaration)
]
ENDS = [(end, part) for part in PARTS for end in ("failed", "cancelled")]


@pytest.mark.parametrize(
    ("first", "second", "end", "part"),
    [(*pair, *ENDS[index % len(ENDS)]) for index, pair in enumerate(PAIRS)],
)
def test_a_pair_leaves_no_trace(
    first: str, second: str, end: str, part: float, bench: Bench
) -> None:
    """Each is done once, and then ends early at one of many places."""
    leaves_no_trace(bench, [first, second], end, part, "sd1")
