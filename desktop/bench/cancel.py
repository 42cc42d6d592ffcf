"""Cancelling, counted: what still happens after the artist pressed Esc.

The cancel comes inside one block of the UNet after the other, at a step in the middle. The block
that is running finishes; nothing may begin after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core import places
from core.denoise.paint import paint
from core.errors import Cancelled
from core.models.library import find_models, named
from core.models.loading import LoadedModel, load
from core.request import Request
from desktop.bench import Figure

STEPS = 4
AT_STEP = 2


@dataclass
class Seen:
    """What a run did, in modules of the model that ran to their end."""

    steps_begun: int = 0
    blocks_after: int = 0
    decodes: int = 0
    running: int = 0
    """Blocks that were entered and not yet left."""
    cancelled: bool = False


def run() -> list[Figure]:
    """Cancels inside every block of the UNet and adds up what happened afterwards."""
    model = load(named(find_models(places.models()), "starter"))
    unet = model.unet
    blocks = [*unet.down_blocks, unet.mid_block, *unet.up_blocks]
    runs = [_cancelled_in(model, blocks, number) for number in range(len(blocks))]
    return [
        Figure(
            "steps begun after the cancel", sum(seen.steps_begun - AT_STEP for seen in runs), 0, ""
        ),
        Figure("UNet blocks run after the cancel", sum(seen.blocks_after for seen in runs), 0, ""),
        Figure(
            "pictures decoded after the cancel",
            sum(seen.decodes for seen in runs),
            0,
            "",
            {"cancels": len(runs)},
        ),
    ]


def _cancelled_in(model: LoadedModel, blocks: list[Any], number: int) -> Seen:
    """A run that is cancelled while block `number` of the UNet works on step `AT_STEP`."""
    seen = Seen()

    def unet_begins(*_: object) -> None:
        seen.steps_begun += 1

    def block_ends(index: int) -> None:
        if seen.cancelled:
            seen.blocks_after += 1
        if index == number and seen.steps_begun == AT_STEP:
            seen.cancelled = True

    def decoder_ends(*_: object) -> None:
        seen.decodes += 1

    hooks = [model.unet.register_forward_pre_hook(unet_begins)]
    hooks += [
        block.register_forward_hook(lambda *_, index=index: block_ends(index))
        for index, block in enumerate(blocks)
    ]
    hooks.append(model.vae.decoder.register_forward_hook(decoder_ends))
    request = Request("a cat on a beach", width=256, height=256, steps=STEPS, seed=1)
    try:
        paint(model, request, cancelled=lambda: seen.cancelled)
    except Cancelled:
        return seen
    finally:
        for hook in hooks:
            hook.remove()
    raise AssertionError(f"a cancel inside block {number} was not heard")
