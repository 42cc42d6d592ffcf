"""A training as a job of the service, beside pictures and control maps (no torch).

`teaching.py` carries it out, where the device lives.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.training.layout import last_step

if TYPE_CHECKING:
    from core.training.declare import Plan


@dataclass(frozen=True)
class TrainingRequest:
    """A plan, and the folder in which it is carried out, going on with what is there of it.

    The job has no pictures: what was learned is told as the files of its Done.
    """

    plan: Plan
    out: Path

    @property
    def title(self) -> str:
        """What the queue shows: "Teach “sks toy” (DreamBooth)"."""
        plan = self.plan
        taught = plan.taught() or (plan.name or plan.model,)
        words = " and ".join(f"“{word}”" for word in taught)
        return f"Teach {words} ({plan.declaration.title})"


def goes_on(request: TrainingRequest) -> str:
    """What a training that broke off is worth: said beside what went wrong."""
    if step := last_step(request.out):
        return (
            f"Started again as it is, the training goes on from step {step}; nothing before it is "
            "lost."
        )
    return "Started again, the training begins anew: it had kept nothing yet."
