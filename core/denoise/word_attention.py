"""Which places of the picture attend to which words of its prompt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import adaptive_max_pool2d, pad

from core.denoise.attention import Site
from core.denoise.conditions import PROMPT
from core.denoise.prompt import chunk_length, token_ids
from core.denoise.regions import coverage
from core.denoise.run import Run, Step
from core.denoise.unet import Call
from core.denoise.views import View
from core.errors import UserError
from core.windows import ATTENTION, regions_by


@dataclass(frozen=True)
class Mention:
    """One place of a prompt where a word stands."""

    word: str
    text: str
    """The prompt, or a region's."""
    positions: tuple[int, ...]
    """Of the word's tokens in the encoding."""


def mentions(run: Run, words: Sequence[str]) -> list[Mention]:
    """Every mention of the words in the prompt and the regions' prompts.

    Not to be called before the run has begun. Raises UserError naming a word that is nowhere.
    """
    texts = list(dict.fromkeys([run.request.prompt, *(r.prompt for r in run.request.regions)]))
    tokens = {text: token_ids(run.model, run.pieces(text)) for text in texts}
    found = []
    for word in dict.fromkeys(words):
        wanted = run.model.tokenizer(word, add_special_tokens=False, verbose=False).input_ids
        here = [
            Mention(word, text, tuple(range(start, start + len(wanted))))
            for text in texts
            for start in _starts(wanted, tokens[text])
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


def prompt_maps(call: Call, maps: Tensor) -> Tensor:
    """The mean over the heads of the prompt's maps, (parts, pictures, queries, tokens), float32.

    `maps` are a layer's, of all rows of a call that has the prompt. When regions are painted in
    one pass, there is a part more for each region of the request, of zeros when it is not here.
    """
    mean = maps.float().mean(1)
    parts = mean.view(len(call.owners), call.pictures, *mean.shape[1:])
    parts = parts[[i for i, owner in enumerate(call.owners) if owner == PROMPT]]
    if not call.further:
        return parts
    tokens = call.words.shape[1]
    longest = max(tokens, *(part.stop - part.start for part in call.further.values()))
    found = [pad(parts[..., :tokens], (0, longest - tokens))]
    for region in range(len(call.step.run.request.regions)):
        own = call.further.get(region, slice(0, 0))
        short = parts[:1, ..., tokens:][..., own]
        found.append(pad(short, (0, longest - short.shape[-1])))
    return torch.cat(found)


def part_of(step: Step, view: View, mention: Mention) -> int | None:
    """Which part of the prompt's maps of a view says it; None: it is said in other views.

    The first when nothing in this step says it: its words were changed, or its region is over.
    """
    words = step.run.encode(mention.text)
    branch = step.branch(PROMPT)
    for i, part in enumerate(branch.within(view.region)):
        if part.words is words:
            return i
    regions = [region for region, own in branch.inside.items() if own is words]
    if regions_by(step.run.request) == ATTENTION:
        return len(branch.parts) + regions[0] if regions else 0
    elsewhere = any(part.words is words for part in branch.parts)
    if any(one.region in regions or (one.region is None and elsewhere) for one in step.views):
        return None
    return 0


def extent(step: Step, view: View, part: int, grid: tuple[int, int]) -> Tensor | None:
    """1 where a part of the prompt counts, (1, *grid); None when that is everywhere."""
    parts = step.branch(PROMPT).within(view.region)
    if part >= len(parts):
        run = step.run
        region = run.request.regions[part - len(parts)]
        cover = coverage(region, run.latent_size, run.model.info.factor).to(run.model.device)
        weight: Tensor | None = view.crop(cover)
    elif (own := parts[part].weight) is not None:
        weight = view.crop(own)
    else:
        weight = view.weight
    if weight is None:
        return None
    return (adaptive_max_pool2d(weight[0].float(), grid) > 0).float()


def content_positions(run: Run, tokens: int) -> Tensor:
    """Which of so many positions of an encoding are neither a chunk's first nor its last."""
    length = chunk_length(run.model)
    place = torch.arange(tokens, device=run.model.device) % length
    return (place != 0) & (place != length - 1)
