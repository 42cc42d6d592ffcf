"""Which places of the picture attend to which words of its prompt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import adaptive_max_pool2d, conv2d, pad

from core.denoise.attention import Site
from core.denoise.conditions import PROMPT
from core.denoise.prompt import chunk_length, token_ids
from core.denoise.run import Run
from core.denoise.unet import Call
from core.denoise.views import View
from core.errors import UserError

SIGMA = 0.5**0.5
"""Of the 3 × 3 Gaussian, in places of the map. The paper of Attend-and-Excite says 0.5; the
authors' code, and after it diffusers and LEDITS++, has exp(-(x / 2σ)²), which is a Gaussian of
√2 · 0.5."""


@dataclass(frozen=True)
class Mention:
    """One place of a prompt where a word stands."""

    word: str
    region: int | None
    """The region of the request whose prompt it is; None: that of the whole picture."""
    prompt: int
    """Which of the prompts that AND joins."""
    positions: tuple[int, ...]
    """Of the word's tokens in the encoding."""

    def within(self, call: Call) -> tuple[int, list[int]] | None:
        """Where a call has it: the part of the prompt's branch, and the positions of its maps.

        None when the call's view is one of other words.
        """
        if self.region == call.view.region:
            parts = sum(owner == PROMPT for owner in call.owners)
            return min(self.prompt, parts - 1), list(self.positions)
        if self.region is not None and self.region in call.further:
            start = call.words.shape[1] + call.further[self.region].start
            return 0, [start + position for position in self.positions]
        return None


def mentions(run: Run, words: Sequence[str]) -> list[Mention]:
    """Every mention of the words in the prompt and the regions' prompts.

    Not to be called before the run has begun. Raises UserError naming a word that is nowhere.
    """
    texts = {None: run.request.prompt} | {i: r.prompt for i, r in enumerate(run.request.regions)}
    tokens = {
        (region, i): token_ids(run.model, pieces)
        for region, text in texts.items()
        for i, pieces in enumerate(run.prompts(text))
    }
    found = []
    for word in dict.fromkeys(words):
        wanted = run.model.tokenizer(word, add_special_tokens=False, verbose=False).input_ids
        here = [
            Mention(word, region, prompt, tuple(range(start, start + len(wanted))))
            for (region, prompt), said in tokens.items()
            for start in _starts(wanted, said)
        ]
        if not here:
            raise UserError(
                f"The prompt does not have the word “{word}”.",
                "Choose a word of the prompt, spelled as it is there.",
            )
        found += here
    return found


def _starts(wanted: list[int], tokens: list[int]) -> list[int]:
    """Where a sequence begins in a longer one."""
    length = len(wanted)
    if not length:
        return []
    return [i for i in range(len(tokens) - length + 1) if tokens[i : i + length] == wanted]


class MeaningLevel:
    """The level of the UNet whose attention to words tells things apart best.

    Hertz et al. 2022 and Chefer et al. 2023 take the 16 × 16 maps of Stable Diffusion 1 at 512 px:
    the deepest level whose blocks on the way down attend to words. In other sizes and models that
    is the same level, whatever its maps' size: 1/4 of the latents' side in models of three or four
    levels.
    """

    def __init__(self, unet: Any) -> None:
        kinds: Sequence[str] = unet.config.down_block_types
        attending = [i for i, kind in enumerate(kinds) if "CrossAttn" in kind]
        # Models that attend to words in the middle block only.
        self._depth = attending[-1] if attending else len(kinds) - 1
        self._blocks = [
            f"down_blocks.{self._depth}.",
            f"up_blocks.{len(kinds) - 1 - self._depth}.",
        ]
        if self._depth == len(kinds) - 1:
            self._blocks.append("mid_block.")

    def has(self, site: Site) -> bool:
        """Whether an attention layer is one of this level's that attend to words."""
        return site.cross and site.name.startswith(tuple(self._blocks))

    def grid(self, view: View) -> tuple[int, int]:
        """Height and width of this level's maps of a view."""
        height, width = view.box.height, view.box.width
        for _ in range(self._depth):
            height, width = -(-height // 2), -(-width // 2)
        return height, width


def branch_maps(call: Call, maps: Tensor, branch: str) -> Tensor:
    """The mean over the heads of a branch's maps, (parts, pictures, queries, tokens), float32.

    `maps` are a layer's, of all rows of a call that has the branch.
    """
    mean = maps.float().mean(1)
    parts = mean.view(len(call.owners), call.pictures, *mean.shape[1:])
    return parts[[i for i, owner in enumerate(call.owners) if owner == branch]]


def sharpened(call: Call, maps: Tensor, factor: float) -> Tensor:
    """The softmax of each place's `factor` times larger attention, over the words of one prompt.

    The tokens that begin and end a prompt are left out: they take most of the attention.
    """
    length = chunk_length(call.step.run.model)
    place = torch.arange(maps.shape[-1], device=maps.device) % length
    ends = (place == 0) | (place == length - 1)
    own = call.words.shape[1]
    prompts = [own, *(part.stop - part.start for part in call.further.values())]
    large = maps.masked_fill(ends, -math.inf) * factor
    return torch.cat([part.softmax(-1) for part in torch.split(large, prompts, -1)], dim=-1)


def extent(view: View, grid: tuple[int, int]) -> Tensor | None:
    """1 where a view counts, (1, *grid); None when that is everywhere in it."""
    if view.weight is None:
        return None
    return (adaptive_max_pool2d(view.weight[0].float(), grid) > 0).float()


def smoothed(maps: Tensor) -> Tensor:
    """A Gaussian of 3 × 3 over (pictures, h, w), reflected at the edges."""
    line = torch.exp(-0.5 * (torch.arange(-1.0, 2.0, device=maps.device) / SIGMA) ** 2)
    line = line / line.sum()
    mode = "reflect" if min(maps.shape[1:]) > 1 else "replicate"
    kernel = (line[:, None] * line)[None, None]
    return conv2d(pad(maps[:, None], (1, 1, 1, 1), mode=mode), kernel)[:, 0]
