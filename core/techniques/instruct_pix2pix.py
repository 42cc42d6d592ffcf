"""InstructPix2Pix: an instruction for what is to be changed in the picture."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from core.denoise.conditions import NEGATIVE, PROMPT
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

STRENGTH = 0.8
"""How much noise the picture has while relevance is looked for, as in its paper."""
LEAST = 1e-3
"""Differences of predictions (of variance 1) below this are rounding, not relevance."""
DRAWS = 8
"""Over so many draws of noise relevance is averaged; the paper's one is grainy in small models."""


@technique(
    "instruct_pix2pix",
    title="InstructPix2Pix",
    needs=("source", "instruct"),
    not_with={"instruct_pix2pix": "Write both instructions into one."},
)
class InstructPix2Pix(Technique):
    """Does to the picture what it is told: "make it night". Guidance says how strictly.

    Brooks et al. 2022, https://arxiv.org/abs/2211.09800. It needs a model that was trained for it,
    and adds one prediction to the two of a step. The part that an instruction is about can be found
    and the rest kept as it is: Mirzaei et al. 2023, https://arxiv.org/abs/2308.08947.
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
    threshold: float = number(
        0.0,
        0.0,
        0.95,
        step=0.05,
        title="Only where it matters",
        help="Finds what the instruction is about; the rest keeps its own pixels. The higher, the "
        "less is changed; 0: everything may change.",
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

            if self.threshold:
                run.warn(
                    f"{run.model.flow.title} does not find what an instruction is about: all of "
                    "the picture could change. Paint a mask to keep the rest."
                )
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

        self._settings, self._run = settings, run
        self._local: Places | None = None
        """What keeps the source where the instruction does not matter."""
        source = run.request.source
        assert source is not None  # it is among the needs
        self._beyond = settings.image_guidance_scale - 1
        pixels = pictures.unit(source.array, run.model.device)
        self._picture = pictures.seen(run.model, pixels)
        check(self._picture, "reading the source")

    def start(self, latents: Tensor) -> Tensor:
        """Finds where the instruction matters. A mask that was painted is used as it is."""
        if not self._settings.threshold or self._run.request.mask is not None:
            return latents
        from core.denoise import locating, pictures
        from core.denoise.inpaint import SoftMask
        from core.errors import UserError

        run = self._run
        clean = run.source  # read already where the request begins from it
        if clean is None:
            clean = pictures.scaled(run.model, self._picture).expand_as(run.noise)
        mask = (self._relevance(clean) >= self._settings.threshold).to(clean.dtype)
        if not mask.flatten(1).any(1).all():
            raise UserError(
                f"“{run.request.prompt}” changes nothing in the picture.",
                "Say it in other words, or lower the threshold.",
            )
        locating.show(run, self._settings.declaration.id, mask)
        self._local = SoftMask(mask, clean, run.noise, run.schedule)
        return self._local.start(latents)

    def after(self, step: Step, latents: Tensor) -> Tensor:
        return latents if self._local is None else self._local.after(step, latents)

    def _relevance(self, clean: Tensor) -> Tensor:
        """How much the instruction changes at each place, (pictures, 1, h, w) in 0…1.

        Section 4.1 of Watch Your Steps: |ε(I,T) - ε(I,∅)|, with what lies far above the upper
        quartile (1.5 times the range between both) taken for as much, and stretched to 0…1.
        """
        from core.denoise import locating
        from core.denoise.begin import branch

        both = [branch(self._run, NEGATIVE), branch(self._run, PROMPT)]
        differ = locating.difference(self._run, clean, both, strength=STRENGTH, draws=DRAWS)
        flat = differ.flatten(1)
        least, most = flat.amin(1, keepdim=True), flat.amax(1, keepdim=True)
        lower, upper = (flat.quantile(part, 1, keepdim=True) for part in (0.25, 0.75))
        most = most.minimum(upper + 1.5 * (upper - lower))
        relevance = (flat - least) / (most - least).clamp(min=LEAST)
        return relevance.clamp(0, 1).view_as(differ)

    def branches(self, step: Step, branches: list[Branch]) -> list[Branch]:
        from core.denoise.begin import with_negative

        if not self._beyond:
            return branches
        branches = with_negative(step.run, branches)
        negative = next(branch for branch in branches if branch.name == NEGATIVE)
        return [*branches, replace(negative, name=UNSEEN, like=NEGATIVE)]

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
