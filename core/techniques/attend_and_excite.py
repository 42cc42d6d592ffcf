"""Attend-and-Excite: words of the prompt that must not be forgotten."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from core.denoise.conditions import PROMPT
from core.denoise.places import Places
from core.techniques.declare import (
    FieldError,
    Technique,
    flag,
    integer,
    number,
    several,
    technique,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor

    from core.denoise.attention import Site
    from core.denoise.places import Watcher
    from core.denoise.run import Run, Step
    from core.denoise.unet import Call
    from core.denoise.word_attention import MeaningLevel, Mention
    from core.request import Request

SHARPNESS = 100.0
"""What attention is multiplied with before the softmax over the words, as the authors do."""


@dataclass(frozen=True, kw_only=True)
class Refinement:
    """A step in which the latents are changed until every word is attended to enough."""

    at: float = number(0.0, 0.0, 1.0, step=0.05, help="When: 0 is the first step, 1 the end.")
    threshold: float = number(
        0.5, 0.0, 1.0, step=0.05, help="How much the least attended word must be attended to."
    )


@technique("attend_and_excite", title="Attend-and-Excite", needs=("prompt",))
class AttendAndExcite(Technique):
    """Makes sure that the chosen words of the prompt are not forgotten in the picture.

    Chefer et al. 2023, https://arxiv.org/abs/2301.13826. In the first half of the steps the latents
    are moved so that some place of the picture attends to each of the words.
    """

    takes_gradients: ClassVar[bool] = True
    in_tiles: ClassVar[bool] = False

    words: tuple[str, ...] = words(
        required=True, help="Words of the prompt, or of a region's, that must be seen."
    )
    scale: float = number(20.0, 0.0, 200.0, step=1.0, help="How far each change goes; 0 is off.")
    start: float = number(0.0, 0.0, 1.0, step=0.05, help="From which part of the steps on.")
    end: float = number(0.5, 0.0, 1.0, step=0.05, help="Up to which part of the steps.")
    refinements: tuple[Refinement, ...] = several(
        Refinement,
        most=16,
        default=(
            Refinement(at=0.0, threshold=0.05),
            Refinement(at=0.2, threshold=0.5),
            Refinement(at=0.4, threshold=0.8),
        ),
        help="Steps in which the change is repeated until the words are attended to.",
    )
    max_refinement_steps: int = integer(
        20, 1, 100, help="How often the change is repeated in such a step at most."
    )
    smoothing: bool = flag(True, help="A word's place is a patch, not a single point.")
    show_maps: bool = flag(False, help="Also gives a map of where each word is attended to.")

    def __post_init__(self) -> None:
        if not self.words:
            raise FieldError("words", "No word is chosen.", "Choose at least one of the prompt.")
        if self.end <= self.start:
            raise FieldError("end", "It ends before it starts.", "Give a later end.")

    def check(self, request: Request) -> None:
        """A word must stand in a prompt, unless wildcards decide later what the prompt says."""
        texts = _prompts(request)
        if any("{" in text or "__" in text for text in texts):
            return
        for word in self.words:
            if not _stands_in_any(word, texts):
                raise FieldError(
                    "words",
                    f"The prompt does not have the word “{word}”.",
                    "Choose a word of the prompt, spelled as it is there.",
                )

    def heard(self, written: Request, said: Request) -> AttendAndExcite | None:
        """Words that wildcards passed over are not to be seen. One that they could not have
        chosen stays, and is refused."""
        before, now = _prompts(written), _prompts(said)
        from_files = any("__" in text for text in before)
        words = tuple(
            word
            for word in self.words
            if _stands_in_any(word, now) or not (from_files or _stands_in_any(word, before))
        )
        return replace(self, words=words) if words else None

    def begin(self, run: Run) -> Places:
        return _Exciting(self, run)


def _prompts(request: Request) -> list[str]:
    """The picture's prompt and those of its regions, as techniques have them read."""
    for each in request.techniques:
        request = each.read(request)
    return [request.prompt, *(region.prompt for region in request.regions)]


def _stands_in_any(word: str, texts: Sequence[str]) -> bool:
    return any(_stands_in(word, text) for text in texts)


def _stands_in(word: str, text: str) -> bool:
    """Whether the words stand in a text one after the other, whole, in any case."""
    parts = re.findall(r"\w+|[^\w\s]", word.lower())
    return (
        re.search(r"(?<!\w)" + r"\W*".join(map(re.escape, parts)) + r"(?!\w)", text.lower())
        is not None
    )


class _Seen:
    """What a call of the UNet attends to in the layers that are watched."""

    def __init__(self, call: Call) -> None:
        self.call = call
        self.layers: list[Tensor] = []
        """Of each layer, (parts, pictures, queries, tokens)."""

    @cached_property
    def mean(self) -> Tensor:
        import torch

        return torch.stack(self.layers).mean(0)

    @cached_property
    def sharpened(self) -> Tensor:
        from core.denoise.word_attention import sharpened

        return sharpened(self.call, self.mean, SHARPNESS)


class _Exciting(Places):
    def __init__(self, settings: AttendAndExcite, run: Run) -> None:
        from core.denoise.word_attention import MeaningLevel

        self._settings = settings
        self._run = run
        self._level: MeaningLevel = MeaningLevel(run.model.unet)
        self._layers = 0
        self._mentions: list[Mention] = []
        self._optimised: list[_Seen] | None = None
        """What calls attend to while latents are optimised."""
        self._predicted: list[_Seen] | None = [] if settings.show_maps else None
        """What the last prediction's do, when maps are shown."""
        self._shown: Tensor = run.noise.new_zeros(())
        """The sum over the steps of the maps of the mentions, (pictures, mentions, h, w)."""

    def attention(self, site: Site) -> Watcher | None:
        """All layers of one level that attend to words."""
        if not self._level.has(site):
            return None
        self._layers += 1
        return self._record

    def watches(self, call: Call) -> bool:
        """While latents are optimised; and what is predicted, when maps are shown."""
        return call.has(PROMPT) and self._wanted is not None

    @property
    def _wanted(self) -> list[_Seen] | None:
        return self._optimised if self._optimised is not None else self._predicted

    def start(self, latents: Tensor) -> Tensor:
        """Finds the words, now that the prompt is what all techniques made of it."""
        from core.denoise.word_attention import mentions

        self._mentions = mentions(self._run, self._settings.words)
        return latents

    def before(self, step: Step, latents: Tensor) -> Tensor:
        """z' = z - α ∇L, in some steps again until L is small enough (algorithm 1)."""
        import torch

        settings = self._settings
        if not settings.scale or not settings.start <= step.index / step.count < settings.end:
            return latents
        # From 1 to 1/√2 of the scale over the run. The step is one of latents of unit variance,
        # whatever the sampler's are; both z and the gradient by it change when they are scaled.
        part = 1 - 0.5 * step.index / max(1, step.count - 1)
        size = (
            settings.scale * math.sqrt(part) * math.hypot(step.level.signal, step.level.noise) ** 2
        )
        seen = self._loss(step, latents)
        if seen is None:
            return latents
        loss, gradient = seen
        target = self._target(step)
        # As the authors do it, each picture is moved once more after the target was reached.
        more = loss > target
        for _ in range(settings.max_refinement_steps):
            if not more.any():
                break
            latents = torch.where(more[:, None, None, None], latents - size * gradient, latents)
            more = more & (loss > target)
            seen = self._loss(step, latents)
            assert seen is not None  # as before in this step
            loss, gradient = seen
        return latents - size * gradient

    def _target(self, step: Step) -> float:
        """The loss that a refinement of this step is to reach; infinite in other steps."""
        thresholds = [
            one.threshold
            for one in self._settings.refinements
            if min(round(one.at * step.count), step.count - 1) == step.index
        ]
        return 1 - max(thresholds) if thresholds else math.inf

    def _loss(self, step: Step, latents: Tensor) -> tuple[Tensor, Tensor] | None:
        """Each picture's loss, (pictures), and its gradient by the latents; None when the words are
        those of regions that do not count in this step.

        L = max over the words of 1 - max over the places of the attention to the word (eq. 1, 2).
        """
        import torch

        with torch.enable_grad():
            moved = latents.detach().requires_grad_()
            attended = self._attended(step, moved)
            if attended is None:
                return None
            loss = (1 - attended.amin(1)).clamp(min=0)
            (gradient,) = torch.autograd.grad(loss.sum(), moved)
        return loss.detach(), gradient

    def _attended(self, step: Step, latents: Tensor) -> Tensor | None:
        """How much the place that attends most to each mention does, (pictures, mentions).

        Those of regions that do not count in this step are left out; None when there are no others.
        """
        import torch

        self._optimised = []
        try:
            step.predict(latents, [step.branch(PROMPT)])
            peaks = []
            for mention in self._mentions:
                maps = [self._map(seen, mention) for seen in self._optimised]
                there = [self._peak(one) for one in maps if one is not None]
                if there:
                    peaks.append(torch.stack(there).amax(0))
        finally:
            self._optimised = None
        return torch.stack(peaks, dim=1) if peaks else None

    def _peak(self, maps: Tensor) -> Tensor:
        """The largest value of each picture's map (pictures, h, w)."""
        from core.denoise.word_attention import smoothed

        return (smoothed(maps) if self._settings.smoothing else maps).amax((1, 2))

    def _record(self, call: Call, maps: Tensor) -> None:
        """Keeps what a layer attends to."""
        from core.denoise.unet import SeenEnough
        from core.denoise.word_attention import branch_maps

        wanted = self._wanted
        assert wanted is not None
        if not wanted or wanted[-1].call is not call:
            # Of what is predicted for a view, what comes last is the step's own: before it others
            # may invert a picture, or paint the one that is not edited.
            wanted[:] = [seen for seen in wanted if seen.call.view != call.view]
            wanted.append(_Seen(call))
        wanted[-1].layers.append(branch_maps(call, maps, PROMPT))
        if self._optimised is not None and len(wanted[-1].layers) == self._layers:
            raise SeenEnough

    def _map(self, seen: _Seen, mention: Mention, *, sharpened: bool = True) -> Tensor | None:
        """How much each place of a view attends to a mention, (pictures, h, w); None when the
        view is one of other words."""
        from core.denoise.word_attention import extent

        where = mention.within(seen.call)
        if where is None:
            return None
        part, positions = where
        share = seen.sharpened if sharpened else seen.mean
        grid = self._level.grid(seen.call.view)
        attended = share[part][..., positions].sum(-1).view(-1, *grid)
        within = extent(seen.call.view, grid)
        return attended if within is None else attended * within

    def guide(self, step: Step, noise: Tensor) -> Tensor:
        """Adds up what the step's own prediction attended to, at the latents' size."""
        from torch.nn.functional import interpolate

        if self._predicted is None:
            return noise
        total = noise.new_zeros(len(noise), len(self._mentions), *noise.shape[2:])
        count = noise.new_zeros(1, len(self._mentions), *noise.shape[2:])
        for seen in self._predicted:
            view = seen.call.view
            for i, mention in enumerate(self._mentions):
                maps = self._map(seen, mention, sharpened=False)
                if maps is None:
                    continue
                size = view.box.height, view.box.width
                whole = interpolate(maps[:, None], size, mode="bilinear")
                view.add(total[:, i : i + 1], whole)
                view.add(count[:, i : i + 1], whole.new_ones(1, 1, 1, 1))
        self._shown = self._shown + total / count.clamp(min=1)
        self._predicted.clear()
        if step.index == step.count - 1:
            self._show()
        return noise

    def _show(self) -> None:
        """Hands over each picture's map of each mention, its strongest place white."""
        from core.denoise.run import Found

        for index, maps in enumerate(self._shown):
            for mention, one in zip(self._mentions, maps, strict=True):
                id = self._settings.declaration.id
                coverage = one / one.max().clamp(min=1e-12)
                self._run.found.append(Found(id, mention.word, index, coverage))

    def remembered(self) -> object | None:
        """The maps so far, when they are shown."""
        return None if self._predicted is None else self._shown

    def remember(self, what: Any) -> None:
        """With other words they are summed up anew."""
        if self._predicted is not None and what.shape[1:2] == (len(self._mentions),):
            self._shown = what
