"""Limited guidance: the negative prompt is predicted in a part of the steps only."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from core.denoise.conditions import NEGATIVE
from core.denoise.places import Places
from core.parameters import FieldError
from core.techniques.declare import Technique, number, technique

if TYPE_CHECKING:
    from core.denoise.conditions import Branch
    from core.denoise.run import Step

_NEEDED = "It needs the prediction of the negative prompt in every step."


@technique(
    "limited_guidance",
    title="Limited Guidance",
    not_with={
        "limited_guidance": "Once is enough: set where it begins and ends.",
        "semantic_guidance": _NEEDED,
        "self_attention_guidance": _NEEDED,
        "instruct_pix2pix": _NEEDED,
        "pix2pix_zero": _NEEDED,
        "ledits": _NEEDED,
    },
)
class LimitedGuidance(Technique):
    """Paints faster: guidance, and with it the negative prompt, counts in a part of the steps
    only. In the last ones it does next to nothing, in the very first ones it makes pictures alike.
    A step without it takes half as long.

    Kynkäänniemi et al. 2024, https://arxiv.org/abs/2404.07724.
    """

    refines: ClassVar[bool] = True

    start: float = number(
        0.0, 0.0, 1.0, step=0.05, title="Start", help="From which part of the steps on it counts."
    )
    end: float = number(
        0.7, 0.0, 1.0, step=0.05, title="End", help="Up to which part of the steps it counts."
    )

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise FieldError("end", "It would end before it begins.", "Set it above “start”.")

    def begin(self, run: object) -> Places:
        return _Limited(self)


class _Limited(Places):
    def __init__(self, settings: LimitedGuidance) -> None:
        self._start, self._end = settings.start, settings.end

    def branches(self, step: Step, branches: list[Branch]) -> list[Branch]:
        """ε is the prompt's own prediction, which is guidance at scale 1 (eq. 5)."""
        if self._start <= step.index / step.count < self._end:
            return branches
        return [branch for branch in branches if branch.name != NEGATIVE]
