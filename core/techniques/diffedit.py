"""DiffEdit: says what is there and what should be; the part that changes is found."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from core.denoise.conditions import PROMPT, Branch
from core.denoise.places import Places
from core.techniques.declare import FieldError, Technique, integer, number, technique, text

if TYPE_CHECKING:
    from torch import Tensor

    from core.denoise.run import Run, Step
    from core.request import Request

TARGET = "diffedit target"


@technique("diffedit", title="DiffEdit", needs=("source",))
class DiffEdit(Technique):
    """Finds the part of a picture that has to change, and repaints that only.

    Couairon et al. 2022, https://arxiv.org/abs/2210.11427. The mask that was found comes with the
    result; painted over and given as the request's mask, it is used as it is. Outside it the
    picture keeps its own pixels, which no autoencoder gives back exactly.
    """

    strength_when_open: ClassVar[float | None] = 0.8
    """How far the picture is inverted when the request leaves it open."""
    in_tiles: ClassVar[bool] = False

    source_words: str = text(
        name="from", empty=False, longest=1_000, title="From", help="What is there: a cat."
    )
    target_words: str = text(
        name="to", empty=False, longest=1_000, title="To", help="What should be there: a dog."
    )
    maps: int = integer(
        10, 1, 100, title="Maps", help="How often the difference is looked at to find the mask."
    )
    mask_strength: float = number(
        0.5, 0.05, 1.0, step=0.05, help="How much noise the picture has while the mask is found."
    )
    threshold: float = number(
        3.0, 0.1, 10.0, step=0.1, help="A place changes when it differs half this much × the mean."
    )

    def __post_init__(self) -> None:
        if self.source_words.split() == self.target_words.split():
            raise FieldError("target_words", "It is the same as what is there.", "Change it.")

    def read(self, request: Request) -> Request:
        """The prompt with what should be there in it."""
        prompt = request.prompt
        if not prompt.strip():
            return replace(request, prompt=self.target_words)
        old = r"(?<!\w)" + r"\s+".join(map(re.escape, self.source_words.split())) + r"(?!\w)"
        target, count = re.subn(old, lambda _: self.target_words, prompt, flags=re.IGNORECASE)
        if not count and self.target_words.lower() not in prompt.lower():
            target = f"{self.target_words}, {prompt}"
        return replace(request, prompt=target)

    def begin(self, run: Run) -> Places:
        return _DiffEditing(self, run)


class _DiffEditing(Places):
    def __init__(self, settings: DiffEdit, run: Run) -> None:
        self._settings, self._run = settings, run
        self._free_steps: Tensor
        """In how many of the last steps each place is free to change, (pictures or 1, 1, h, w)."""
        self._path: list[Tensor] = []
        """The source's latents at each level of the schedule, the noisiest first."""

    def start(self, latents: Tensor) -> Tensor:
        """Finds the mask (step 1 of section 3.2) and the source's noise (step 2)."""
        from core.denoise.inversion import inverted, source_of

        run = self._run
        clean = source_of(run)
        mask = run.mask if run.request.mask is not None else self._found(clean)
        assert mask is not None
        self._free_steps = (mask * len(run.schedule)).round()
        branch = Branch.everywhere(PROMPT, run.encode(self._settings.source_words))
        self._path = inverted(run, clean, [branch])
        return self._path[0]

    def after(self, step: Step, latents: Tensor) -> Tensor:
        """Outside the mask the source's own latents at that level (step 3): in the end, itself.

        Grey of a painted mask is free in as many of the last steps, as of any soft mask.
        """
        import torch

        free = self._free_steps >= step.count - step.index
        return torch.where(free, latents, self._path[step.index + 1])

    def _found(self, clean: Tensor) -> Tensor:
        """Where what is predicted for what is there and for what should be differs."""
        from core.denoise import locating
        from core.errors import UserError

        run, settings = self._run, self._settings
        branches = [
            Branch.everywhere(PROMPT, run.encode(settings.source_words)),
            Branch.everywhere(TARGET, run.encode(settings.target_words), PROMPT),
        ]
        differ = locating.difference(
            run, clean, branches, strength=settings.mask_strength, draws=settings.maps
        )
        mean = differ.mean((1, 2, 3), keepdim=True)
        mask = (differ > 0.5 * settings.threshold * mean).to(differ.dtype)
        if not mask.flatten(1).any(1).all():
            raise UserError(
                f"Nothing in the picture differs between “{settings.source_words}” and "
                f"“{settings.target_words}”.",
                "Lower the threshold, say it in other words, or paint a mask.",
            )
        locating.show(run, settings.declaration.id, mask)
        return mask
