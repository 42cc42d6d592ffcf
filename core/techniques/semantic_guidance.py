"""Semantic Guidance: sliders that push concepts into the picture, or out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from core.denoise.conditions import NEGATIVE, Branch
from core.denoise.places import Places
from core.techniques._concepts import Concept, Direction
from core.techniques.declare import Technique, number, several, technique

if TYPE_CHECKING:
    from torch import Tensor

    from core.denoise.run import Run, Step

__all__ = ["Direction", "SemanticGuidance", "Slider"]

WARM_UP = 0.2
"""Share of the steps before a concept counts, when it is left open: the paper's 10 of 50."""


@dataclass(frozen=True, kw_only=True)
class Slider(Concept):
    """A concept, what it remembers of earlier steps, and how much it counts beside others."""

    momentum_scale: float = number(
        0.1,
        0.0,
        1.0,
        step=0.05,
        title="Momentum",
        help="How much of the direction of earlier steps is added.",
    )
    momentum_beta: float = number(
        0.4,
        0.0,
        1.0,
        step=0.05,
        title="Memory",
        help="How slowly the direction of earlier steps is forgotten.",
    )
    weight: float = number(
        1.0, 0.0, 10.0, step=0.1, title="Weight", help="How much it counts beside other concepts."
    )


@technique(
    "semantic_guidance",
    title="Semantic Guidance",
    not_with={"semantic_guidance": "All concepts belong into one list."},
)
class SemanticGuidance(Technique):
    """Sliders, each a concept that is pushed into the picture or out of it; the rest stays.

    Brack et al. 2023 (SEGA), https://arxiv.org/abs/2301.12247. Each concept adds one prediction,
    of the two that a step makes, to the steps in which it counts.
    """

    in_tiles: ClassVar[bool] = False

    concepts: tuple[Slider, ...] = several(
        Slider, least=1, most=32, title="Concepts", help="What is pushed, and how."
    )

    @property
    def further_predictions(self) -> int:
        return len(self.concepts)

    def begin(self, run: Run) -> Places:
        return _SemanticGuidance(self.concepts, run)


class _Concept:
    """A slider in one run, and what it remembers."""

    def __init__(self, slider: Slider, name: str, steps: int) -> None:
        self.slider, self.name = slider, name
        self.warm_up = round(WARM_UP * steps) if slider.warm_up is None else slider.warm_up
        self.cool_down = slider.until(steps)
        self.counts = slider.counts and slider.weight > 0
        self.momentum: Tensor | None = None

    def push(self, step: Step) -> Tensor | None:
        """μ ψ (eq. 4-6): ±s (ε_c - ε), where it is larger than in the share λ of each channel.

        None in steps in which nothing was predicted for it.
        """
        import torch

        if self.name not in step.predictions:
            return None
        push = step.predictions[self.name] - step.predictions[NEGATIVE]
        push = push * self.slider.push
        size = push.abs()
        least = size.flatten(2).quantile(self.slider.threshold, dim=2)[:, :, None, None]
        return torch.where(size >= least, push, 0)

    def carried(self, push: Tensor | None) -> Tensor | None:
        """γ = μ ψ + s_m ν, and ν ← β ν + (1 - β) γ (eq. 7, 8)."""
        guidance = push
        if self.momentum is not None:
            old = self.slider.momentum_scale * self.momentum
            guidance = old if push is None else push + old
        if guidance is not None and self.slider.momentum_scale:
            beta = self.slider.momentum_beta
            new = (1 - beta) * guidance
            self.momentum = new if self.momentum is None else beta * self.momentum + new
        return guidance


class _SemanticGuidance(Places):
    def __init__(self, sliders: tuple[Slider, ...], run: Run) -> None:
        steps = len(run.schedule)
        self._concepts = [
            _Concept(slider, f"concept {i}: {slider.prompt}", steps)
            for i, slider in enumerate(sliders)
        ]
        # Momentum is added once every concept has warmed up (section 3).
        self._all_warm = max(concept.warm_up for concept in self._concepts)
        self._momentum_counts = self._all_warm < steps

    def branches(self, step: Step, branches: list[Branch]) -> list[Branch]:
        """The concepts that are needed in this step, and what they are told apart from."""
        from core.denoise.begin import with_negative

        wanted = [concept for concept in self._concepts if self._needed(concept, step.index)]
        if not wanted:
            return branches
        return with_negative(step.run, branches) + [
            Branch.everywhere(concept.name, step.run.encode(concept.slider.prompt), NEGATIVE)
            for concept in wanted
        ]

    def _needed(self, concept: _Concept, index: int) -> bool:
        """Whether its prediction would change anything: now, or later by its momentum."""
        if not concept.counts or index >= concept.cool_down:
            return False
        later = self._momentum_counts and concept.slider.momentum_scale > 0
        return index >= concept.warm_up or later

    def guide(self, step: Step, noise: Tensor) -> Tensor:
        """ε + Σ g_c γ_c (eq. 9); until all have warmed up, those that have share the whole."""
        pushes = [concept.push(step) for concept in self._concepts]
        guided = [
            concept.carried(push) for concept, push in zip(self._concepts, pushes, strict=True)
        ]
        if step.index >= self._all_warm:
            for concept, guidance in zip(self._concepts, guided, strict=True):
                if guidance is not None:
                    noise = noise + concept.slider.weight * guidance
            return noise
        warm = [
            (concept.slider.weight, push)
            for concept, push in zip(self._concepts, pushes, strict=True)
            if concept.warm_up <= step.index < concept.cool_down
        ]
        total = sum(weight for weight, _ in warm)
        for weight, push in warm:
            if push is not None:
                noise = noise + (weight / total) * push
        return noise

    def remembered(self) -> object | None:
        """ν of each concept that has one."""
        return {one.name: one.momentum for one in self._concepts if one.momentum is not None}

    def remember(self, what: Any) -> None:
        for concept in self._concepts:
            concept.momentum = what.get(concept.name)
