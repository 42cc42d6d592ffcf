"""LEDITS++: a real picture that comes back exactly, but for the concepts that are pushed."""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from core.denoise.conditions import NEGATIVE, PROMPT, Branch
from core.denoise.places import Places
from core.techniques._concepts import Concept
from core.techniques.declare import Technique, integer, number, several, technique

if TYPE_CHECKING:
    from torch import Tensor

    from core.denoise.attention import Site
    from core.denoise.places import Watcher
    from core.denoise.run import Run, Step
    from core.denoise.unet import Call
    from core.denoise.views import View
    from core.request import Request

INVERTED = "Both turn the picture into noise, each in its own way."

BLIND = 0.8
"""Share of the training's noise above which predictions differ everywhere alike: M² is left out
there. As the authors do it (t > 800 of 1000); the paper does not mention it."""


@dataclass(frozen=True, kw_only=True)
class Edit(Concept):
    """A concept that is pushed where both the words and the model's prediction see it."""

    scale: float = number(
        5.0, 0.0, 50.0, step=0.5, title="Strength", help="How strongly; 0 is not at all."
    )
    warm_up: int = integer(
        0,
        0,
        1000,
        unit="steps",
        title="From step",
        help="Steps before it counts: the later, the more of the composition stays.",
    )


@technique(
    "ledits",
    title="LEDITS++",
    needs=("source",),
    not_with={
        "ledits": "Once is enough: the picture comes back exactly.",
        "diffedit": INVERTED,
        "pix2pix_zero": INVERTED,
        "instruct_pix2pix": "What is undone for the picture's sake would be the instruction.",
    },
)
class Ledits(Technique):
    """Changes a picture by concepts, each only where it matters, and keeps all else as it is.

    Write what there is to be more or less of; without a concept the picture comes back as it is.
    A mask that is painted keeps every concept within it. The prompt may stay empty, or say what the
    picture shows now. The lower the strength, the more of the composition stays. Sliders of
    Semantic Guidance act as well. One more prediction of the prompt, and with guidance of the
    negative prompt, is made in each step, and one of each concept.

    Brack et al. 2023, https://arxiv.org/abs/2311.16711, after the edit-friendly inversion of
    Huberman-Spiegelglas et al. 2023, https://arxiv.org/abs/2304.06140.
    """

    # The authors skip a fifth of the schedule.
    strength_when_open: ClassVar[float | None] = 0.8
    begins_midway: ClassVar[bool] = False
    in_tiles: ClassVar[bool] = False

    concepts: tuple[Edit, ...] = several(
        Edit, most=32, title="Concepts", help="What is pushed into the picture or out of it."
    )

    def read(self, request: Request) -> Request:
        """Without a prompt there is no guidance but by concepts: the base is ε(∅), as theirs."""
        if request.prompt.strip() or request.regions:
            return request
        return replace(request, guidance_scale=1.0)

    @property
    def further_predictions(self) -> int:
        return len(self.concepts)

    def begin(self, run: Run) -> Places:
        return _Inverted(self.concepts, run)


class _Inverted(Places):
    """What the sampler's steps miss of the source's latents at each level, added to them.

    The source gets noise of its own at each level (Huberman-Spiegelglas et al., their
    edit-friendly inversion):

        y_i = signal_i x_0 + noise_i ε̃_i,    ε̃_i ~ N(0, 1);    y_n = x_0

    The papers tell how y_{i+1} follows from y_i as the noise of a stochastic step,
    z_i = (y_{i+1} - μ(y_i)) / σ_i, and take the edited step with it: x_{i+1} = μ(x_i) + σ_i z_i.
    LEDITS++ does so with the μ and σ of sde-dpmsolver++. Where σ_i is 0, in most samplers and in
    the last step of all, there is no z_i. Kept here is therefore their product, whatever the
    sampler S is and remembers of earlier steps:

        c_i = y_{i+1} - S(y_i),    x_{i+1} = S(x_i) + c_i

    A copy of the sampler takes the source's steps, each with the random numbers of the edited
    one. Noise that S itself adds is thus in both and cancels: with a stochastic sampler this is
    μ(x_i) + σ_i z_i. With every sampler x = y as long as nothing is added to the prediction.
    """

    def __init__(self, edits: tuple[Edit, ...], run: Run) -> None:
        self._run = run
        self._edits = _Edits(edits, run)

    def start(self, latents: Tensor) -> Tensor:
        from core.denoise.begin import branches
        from core.denoise.inversion import source_of

        run = self._run
        self._source = source_of(run)
        self._schedule = copy.deepcopy(run.schedule)
        # What other techniques make of the branches is a part of the edit.
        self._branches = branches(run)
        self._next = run.schedule.levels[0].mixed(self._source, run.noise)
        return self._next

    def attention(self, site: Site) -> Watcher | None:
        return self._edits.attention(site)

    def watches(self, call: Call) -> bool:
        return self._edits.watches(call)

    def branches(self, step: Step, branches: list[Branch]) -> list[Branch]:
        return self._edits.branches(step, branches)

    def before(self, step: Step, latents: Tensor) -> Tensor:
        """Predicts for the source, while nobody looks at what the step itself attends to."""
        from core.denoise.guidance import guided

        self._here, self._next = self._next, self._noised(step.index + 1)
        predictions = step.predict(self._here, self._branches)
        self._prediction = guided(predictions, step.run.request.guidance_scale)
        return latents

    def _noised(self, index: int) -> Tensor:
        """y at a level of the schedule, (pictures, 4, h, w)."""
        from core.denoise import noise

        run = self._run
        if index == len(run.schedule):
            return self._source
        drawn = noise.drawn(tuple(self._source.shape[1:]), run.generators, run.model.device)
        return run.schedule.levels[index].mixed(self._source, drawn)

    def guide(self, step: Step, noise: Tensor) -> Tensor:
        """Takes the source's step: the generators are now as the sampler will find them."""
        same = [generator.clone_state() for generator in step.run.generators]
        stepped = self._schedule.step(step.index, self._prediction, self._here, same)
        self._correction = self._next - stepped
        return noise + self._edits.push(step)

    def after(self, step: Step, latents: Tensor) -> Tensor:
        """Adds the correction; where a mask does not let the picture change, it is the source.

        Grey of a mask is free in as many of the last steps as of any soft mask.
        """
        import torch

        edited = latents + self._correction
        mask = step.run.mask
        if mask is None:
            return edited
        free = (mask * step.count).round() >= step.count - step.index
        return torch.where(free, edited, self._next)

    def remembered(self) -> object | None:
        """Where the source's own path is, and what its sampler remembers of it."""
        sampler = self._schedule.remembered(self._next)
        return {"source": self._source, "next": self._next, "sampler": sampler}

    def remember(self, what: Any) -> None:
        self._source, self._next = what["source"], what["next"]
        self._schedule.remember(what["sampler"], self._next)


class _Edits:
    """What the concepts add to the prediction in each step:

        Σ_i φ_i ψ_i,    ψ_i = ±(ε(x, c_i) - ε(x)),    φ_i = s_i M¹_i M²_i    (φ: eq. 12)

    M¹ is 1 where the concept's words are attended to more than in the share λ of the picture, M²
    where ψ is larger than in that share of it.
    """

    def __init__(self, edits: tuple[Edit, ...], run: Run) -> None:
        from core.denoise.word_attention import MeaningLevel

        self._run = run
        self._edits = {f"edit {i}: {one.prompt}": one for i, one in enumerate(edits) if one.counts}
        request = run.request
        bare = not request.prompt.strip() and not request.regions
        self._base = PROMPT if bare else NEGATIVE
        """What is predicted without words; a prompt that says nothing is just that."""
        self._level: MeaningLevel = MeaningLevel(run.model.unet)
        self._positions: dict[str, list[int]] = {}
        self._seen: dict[str, dict[View, list[Tensor]]] = {}
        """Of each concept and view, what each layer attends to its words, (pictures, queries)."""

    def branches(self, step: Step, branches: list[Branch]) -> list[Branch]:
        """The concepts that count in this step, and what they are told apart from."""
        from core.denoise.begin import with_negative

        self._seen = {
            name: {}
            for name, edit in self._edits.items()
            if edit.warm_up <= step.index < edit.until(step.count)
        }
        if not self._seen:
            return branches
        if self._base == NEGATIVE:
            branches = with_negative(step.run, branches)
        return branches + [
            Branch.everywhere(name, step.run.encode(self._edits[name].prompt), self._base)
            for name in self._seen
        ]

    def attention(self, site: Site) -> Watcher | None:
        """All layers of the level that tells things apart best."""
        return self._record if self._edits and self._level.has(site) else None

    def watches(self, call: Call) -> bool:
        """Calls that predict a concept."""
        return any(call.has(name) for name in self._seen)

    def _record(self, call: Call, maps: Tensor) -> None:
        """Keeps how much each place attends to the words of the concepts in a layer."""
        from core.denoise.word_attention import branch_maps

        for name, views in self._seen.items():
            if call.has(name):
                share = branch_maps(call, maps, name).mean(0)[..., self._words(name)].sum(-1)
                views.setdefault(call.view, []).append(share)

    def _words(self, name: str) -> list[int]:
        """Where the words of a concept stand in its encoding."""
        from core.denoise.prompt import word_positions

        if name not in self._positions:
            prompts = self._run.prompts(self._edits[name].prompt)
            found = {i for pieces in prompts for i in word_positions(self._run.model, pieces)}
            self._positions[name] = sorted(found)
        return self._positions[name]

    def push(self, step: Step) -> Tensor:
        """Σ_i φ_i ψ_i, (pictures, 4, h, w)."""
        import torch

        total = torch.zeros_like(step.latents)
        for name in self._seen:
            edit = self._edits[name]
            push = edit.push * (step.predictions[name] - step.predictions[self._base])
            where = self._attended(name, edit.threshold)
            if float(step.time) <= BLIND * step.run.schedule.scheduler.config.num_train_timesteps:
                # Of all channels together.
                where = where * self._largest(push.abs().sum(1), edit.threshold)
            total = total + push * where[:, None]
        return total

    def _attended(self, name: str, threshold: float) -> Tensor:
        """M¹, (pictures, h, w): found at the maps' size, of views at the latents'."""
        import torch
        from torch.nn.functional import interpolate

        from core.denoise.word_attention import smoothed

        size = tuple(self._run.noise.shape[-2:])
        maps = {
            view: torch.stack(layers).mean(0).view(-1, 1, *self._level.grid(view))
            for view, layers in self._seen[name].items()
        }
        (view, found), *others = maps.items()
        if others or view.weight is not None:
            total = found.new_zeros(len(found), 1, *size)
            weights = found.new_zeros(1, 1, *size)
            for view, part in maps.items():
                part = interpolate(part, (view.box.height, view.box.width), mode="bilinear")
                view.add(total, view.weighted(part))
                view.add(weights, view.weighted(part.new_ones(1, 1, 1, 1)))
            found = total / weights
        return interpolate(self._largest(smoothed(found[:, 0]), threshold)[:, None], size)[:, 0]

    def _largest(self, size: Tensor, threshold: float) -> Tensor:
        """1 where `size` (pictures, h, w) is larger than in the share `threshold` of the places.

        What a mask protects counts as left alone: a concept that matters more elsewhere acts
        within the mask all the same.
        """
        from torch.nn.functional import adaptive_max_pool2d

        mask = self._run.mask
        if mask is not None:
            size = size * (adaptive_max_pool2d(mask[:, 0], tuple(size.shape[1:])) > 0)
        least = size.flatten(1).quantile(threshold, dim=1)[:, None, None]
        return (size >= least).to(size.dtype)
