"""InstructPix2Pix: an instruction for what is to be changed in the picture."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from core.denoise.conditions import NEGATIVE
from core.denoise.places import Places
from core.techniques.declare import FieldError, Technique, number, technique, text

if TYPE_CHECKING:
    from torch import Tensor

    from core.denoise.conditions import Branch
    from core.denoise.run import Run, Step
    from core.denoise.unet import Call
    from core.request import Request

UNSEEN = "negative, picture unseen"
"""The branch that knows neither the instruction nor the picture."""


@technique(
    "instruct_pix2pix",
    title="InstructPix2Pix",
    needs=("source", "instruct"),
    not_with={"instruct_pix2pix": "Write both instructions into one."},
)
class InstructPix2Pix(Technique):
    """Does to the picture what it is told: "make it night". Guidance says how strictly.

    Brooks et al. 2022, https://arxiv.org/abs/2211.09800. It needs a model that was trained for it,
    and adds one prediction to the two of a step.
    """

    # The picture is seen in every step: there is no need to begin from it.
    strength_when_open: ClassVar[float | None] = 1.0
    in_tiles: ClassVar[bool] = False

    instruction: str = text(
        "",
        spoken=True,
        otherwise="What the prompt says",
        title="Instruction",
        help="What to do: “make it night”. The prompt when left empty.",
    )
    image_guidance_scale: float = number(
        1.5,
        0.0,
        20.0,
        step=0.1,
        title="Keep the picture",
        help="How strictly the picture is kept; 1 needs a third less time.",
    )

    def check(self, request: Request) -> None:
        if not (self.instruction.strip() or request.prompt.strip()):
            raise FieldError(
                "instruction",
                "There is neither an instruction nor a prompt.",
                "Write what is to be done to the picture.",
            )

    def read(self, request: Request) -> Request:
        """The instruction is the prompt: its words can be weighted, excited, and so on."""
        if not self.instruction.strip():
            return request
        return replace(request, prompt=self.instruction)

    @property
    def further_predictions(self) -> int:
        return 1

    def begin(self, run: Run) -> Places:
        if run.model.flow is not None:
            from core.denoise.editing import SourceShown

            return SourceShown(run)
        return _InstructPix2Pix(self, run)


class _InstructPix2Pix(Places):
    """Guidance by two scales (eq. 3), told as what it adds to guidance by one.

        ε(∅,∅) + s_I (ε(I,∅) - ε(∅,∅)) + s_T (ε(I,T) - ε(I,∅))
      = ε(I,∅) + s_T (ε(I,T) - ε(I,∅))  +  (s_I - 1) (ε(I,∅) - ε(∅,∅))

    The first two terms are the pass's own guidance, with the picture shown to both its branches;
    what is left is a term like that of every other technique of guidance, so all add up.
    """

    def __init__(self, settings: InstructPix2Pix, run: Run) -> None:
        from core.denoise import pictures
        from core.denoise.loop import check

        source = run.request.source
        assert source is not None  # it is among the needs
        self._beyond = settings.image_guidance_scale - 1
        pixels = pictures.unit(source.array, run.model.device)
        self._picture = pictures.seen(run.model, pixels)
        check(self._picture, "reading the source")

    def branches(self, step: Step, branches: list[Branch]) -> list[Branch]:
        from core.denoise.begin import with_negative

        if not self._beyond:
            return branches
        branches = with_negative(step.run, branches)
        negative = next(branch for branch in branches if branch.name == NEGATIVE)
        return [*branches, replace(negative, name=UNSEEN)]

    def inputs(self, call: Call) -> None:
        """Every branch sees the picture, but the one that is to be without sees zeros."""
        rows = call.rows(self._picture)
        seen = [float(owner != UNSEEN) for owner in call.owners]
        factors = rows.new_tensor(seen).repeat_interleave(call.pictures)
        call.channels.append(rows * factors[:, None, None, None])

    def guide(self, step: Step, noise: Tensor) -> Tensor:
        if not self._beyond:
            return noise
        predictions = step.predictions
        return noise + self._beyond * (predictions[NEGATIVE] - predictions[UNSEEN])
