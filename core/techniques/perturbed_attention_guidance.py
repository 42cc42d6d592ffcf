"""Perturbed-Attention Guidance: one slider for how well shapes hold together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.denoise.conditions import PROMPT
from core.denoise.places import Places
from core.techniques.declare import Technique, choice, number, technique

if TYPE_CHECKING:
    from collections.abc import Iterable

    from torch import Tensor

    from core.denoise.attention import Site
    from core.denoise.conditions import Branch
    from core.denoise.places import Alone
    from core.denoise.run import Run, Step
    from core.denoise.unet import Call

PERTURBED = "prompt, attention perturbed"


@technique(
    "perturbed_attention_guidance",
    title="Perturbed-Attention Guidance",
    not_with={"perturbed_attention_guidance": "Once is enough: make its scale larger."},
)
class PerturbedAttentionGuidance(Technique):
    """Makes shapes hold together, by guiding away from a prediction in which each place of the
    picture attends to itself alone. Works without a prompt too.

    Ahn et al. 2024, https://arxiv.org/abs/2403.17377. Adds one prediction to the two of a step.
    """

    scale: float = number(
        3.0, 0.0, 10.0, step=0.1, title="Strength", help="How strongly; 0 is off."
    )
    layers: str = choice(
        "mid",
        {"mid": "The middle of the network", "inner": "The middle and the blocks around it"},
        title="Where",
        help="Further out shapes change more, and it costs more.",
    )

    @property
    def further_predictions(self) -> int:
        return 1

    def begin(self, run: Run) -> Places:
        return _PerturbedAttention(self, run)


class _PerturbedAttention(Places):
    def __init__(self, settings: PerturbedAttentionGuidance, run: Run) -> None:
        self._scale = settings.scale
        self._blocks = {"mid_block"}
        if settings.layers == "inner":
            self._blocks |= set(inner_blocks(name for name, _ in run.model.unet.named_modules()))

    def branches(self, step: Step, branches: list[Branch]) -> list[Branch]:
        """The prompt's once more, to be predicted by perturbed attention."""
        if not self._scale:
            return branches
        prompt = next(branch for branch in branches if branch.name == PROMPT)
        return [*branches, replace(prompt, name=PERTURBED, like=PROMPT)]

    def attention_alone(self, site: Site) -> Alone | None:
        inside = any(site.name.startswith(f"{block}.") for block in self._blocks)
        return self._perturb if inside and not site.cross and self._scale else None

    def _perturb(self, call: Call) -> list[bool] | None:
        """The perturbed branch's self-attention is the identity: PSA(Q, K, V) = I V = V."""
        if not call.has(PERTURBED):
            return None
        pictures = len(call.latents) // len(call.owners)
        return [owner == PERTURBED for owner in call.owners for _ in range(pictures)]

    def guide(self, step: Step, noise: Tensor) -> Tensor:
        """ε + s (ε(x) - ε̂(x)), where ε̂ is perturbed; it adds to CFG."""
        if not self._scale:
            return noise
        predictions = step.predictions
        return noise + self._scale * (predictions[PROMPT] - predictions[PERTURBED])


def inner_blocks(modules: Iterable[str]) -> list[str]:
    """The last block that attends on the way down, and the first on the way up."""
    attending = [name.split(".") for name in modules if name.endswith(".attn1")]
    down = [int(parts[1]) for parts in attending if parts[0] == "down_blocks"]
    up = [int(parts[1]) for parts in attending if parts[0] == "up_blocks"]
    return [
        *(f"down_blocks.{number}" for number in sorted(down)[-1:]),
        *(f"up_blocks.{number}" for number in sorted(up)[:1]),
    ]
