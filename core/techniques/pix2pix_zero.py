"""Pix2Pix Zero: one thing becomes another, and the picture keeps its structure."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from core.denoise.conditions import NEGATIVE, PROMPT, Branch
from core.denoise.places import Places
from core.errors import ModelError
from core.models import language_models
from core.techniques.declare import (
    FieldError,
    Technique,
    choice,
    flag,
    number,
    technique,
    text,
)
from core.words.sentences import TEMPLATES, pooled, sentences, spoken, things

if TYPE_CHECKING:
    from pathlib import Path

    from torch import Tensor

    from core.denoise.attention import Site
    from core.denoise.conditions import Words
    from core.denoise.places import Watcher
    from core.denoise.run import Run, Step
    from core.denoise.schedule import Schedule
    from core.denoise.unet import Call
    from core.models.language_models import LanguageInfo

AUTOMATIC, BUILT_IN, LANGUAGE_MODEL = "automatic", "built_in", "language_model"


@technique("pix2pix_zero", title="Pix2Pix Zero", needs=("prompt",))
class Pix2PixZero(Technique):
    """Turns one thing into another and keeps how the picture is composed: a cat into a dog.

    Parmar et al. 2023, https://arxiv.org/abs/2302.03027. The prompt says what the picture shows
    now. With a source, that picture is edited, as far as the strength lets it; without one, the
    picture that the seed would have given. The mask of what changed comes with the result.
    """

    # The source is turned to noise all the way; its structure is kept by what words attend to.
    strength_when_open: ClassVar[float | None] = 1.0
    begins_midway: ClassVar[bool] = False
    takes_gradients: ClassVar[bool] = True
    in_tiles: ClassVar[bool] = False

    source_words: str = text(
        name="from", empty=False, longest=1_000, title="From", help="What is there: cat, kitten."
    )
    target_words: str = text(
        name="to", empty=False, longest=1_000, title="To", help="What it becomes: dog, puppy."
    )
    structure: float = number(
        0.1,
        0.0,
        2.0,
        step=0.05,
        help="How strongly the old composition is kept, by what each word attends to.",
    )
    amount: float = number(1.0, 0.0, 3.0, step=0.05, help="How far the thing is changed.")
    keep: bool = flag(
        True,
        title="Keep the rest",
        help="Where a source hardly changed it keeps its own pixels, which no inversion and no "
        "autoencoder gives back exactly. Off for what changes the picture as a whole.",
    )
    sentences: str = choice(
        AUTOMATIC,
        {AUTOMATIC: "Automatic", BUILT_IN: "Built-in", LANGUAGE_MODEL: "Language model"},
        title="Sentences",
        help="Who makes the sentences about both things that tell them apart. Automatic: a "
        "language model when there is one among your models, or else the built-in sentence maker.",
    )
    language_model: str = text(
        "",
        longest=4096,
        otherwise="The first that is found",
        title="Language model",
        help="Which language model; the first that is found when empty.",
    )

    def __post_init__(self) -> None:
        for field in ("source_words", "target_words"):
            if not things(getattr(self, field)):
                raise FieldError(field, "There is no word in it.", "Write what the thing is.")

    def settled(self, dirs: Sequence[Path]) -> Pix2PixZero:
        """With the language model by its name, or without one.

        While there are only broken ones it stays automatic, and the run says why they are not
        used. Raises FieldError when the one that is asked for is not there: other sentences would
        make another picture.
        """
        if self.sentences == BUILT_IN:
            return self
        if not self._speaks(dirs):
            return self if language_models.find(dirs) else replace(self, sentences=BUILT_IN)
        try:
            model = language_models.chosen(dirs, self.language_model)
        except ModelError as error:
            field = "language_model" if self.language_model else "sentences"
            raise FieldError(field, error.cause, error.remedy) from None
        return replace(self, sentences=LANGUAGE_MODEL, language_model=model.id)

    @classmethod
    def lacks(cls, dirs: Sequence[Path]) -> str:
        found = language_models.find(dirs)
        if any(not info.problems for info in found):
            return ""
        if found:
            return _unused(found[0])
        return (
            "No language model was found, so the built-in sentences are used. "
            f"{language_models.where_to_put(dirs)}"
        )

    def _speaks(self, dirs: Sequence[Path]) -> bool:
        """Whether a language model makes the sentences; who names one asks for it."""
        if self.sentences == AUTOMATIC and not self.language_model:
            return language_models.usable(dirs) is not None
        return self.sentences != BUILT_IN

    def begin(self, run: Run) -> Places:
        return _PixToPix(self, run, self._templates(run))

    def _templates(self, run: Run) -> Sequence[str]:
        """What is said of each thing of both lists (section 3.1). Raises ModelError."""
        if not self._speaks(run.shelf.dirs):
            if self.sentences == AUTOMATIC:
                for broken in language_models.find(run.shelf.dirs)[:1]:
                    run.warn(_unused(broken))
            return TEMPLATES
        from core.models import sentence_model

        model = language_models.chosen(run.shelf.dirs, self.language_model)
        said = (spoken(one) for one in things(f"{self.source_words},{self.target_words}"))
        about = list(dict.fromkeys(one for one in said if one))
        banks = sentence_model.templates(run.shelf, model, about, run.model.device, run.cancelled)
        full = []
        for thing, bank in zip(about, banks, strict=True):
            if len(bank) < sentence_model.WANTED:
                run.warn(
                    f"Of what the language model “{model.title}” said, {len(bank)} sentences about "
                    f"“{thing}” are of use; built-in ones were added."
                )
            full.append(tuple(dict.fromkeys((*bank, *TEMPLATES)))[: sentence_model.WANTED])
        return pooled(full, about) or TEMPLATES


def _unused(broken: LanguageInfo) -> str:
    return (
        f"The language model “{broken.title}” cannot be used, so the built-in sentences are. "
        f"{broken.problems[0]}"
    )


class _PixToPix(Places):
    def __init__(self, settings: Pix2PixZero, run: Run, templates: Sequence[str]) -> None:
        self._settings, self._run, self._templates = settings, run, templates
        self._names = [PROMPT] if run.request.guidance_scale == 1 else [NEGATIVE, PROMPT]
        self._direction: Words | None = None
        self._unedited: Branch | None = None
        """The prompt's branch as it was before the direction was added."""
        self._reference: _Reference | None = None
        self._watching = _Maps()
        self._ahead: Tensor | None = None
        """How the latents that the prompt is predicted for differ from the others."""

    def start(self, latents: Tensor) -> Tensor:
        """The source's noise, where there is a source; the unedited picture starts there too."""
        from core.denoise.gaussian import Gaussian
        from core.denoise.inversion import inverted, source_of

        run = self._run
        if run.request.source is not None:
            branch = Branch.everywhere(PROMPT, run.encode(run.request.prompt))
            latents = inverted(run, source_of(run), [branch], regularise=Gaussian())[0]
        self._direction = self._found_direction()
        if self._settings.structure:
            self._reference = _Reference(run, latents)
        return latents

    def _found_direction(self) -> Words:
        """Δc: what all that is said of the target has in common beyond the source (section 3.2)."""
        from core.denoise.conditions import Words

        old, new = (
            self._run.mean(sentences(words, self._templates))
            for words in (self._settings.source_words, self._settings.target_words)
        )
        amount = self._settings.amount
        pooled = None
        if old.pooled is not None and new.pooled is not None:
            pooled = amount * (new.pooled - old.pooled)
        return Words(amount * (new.encoding - old.encoding), pooled)

    def branches(self, step: Step, branches: list[Branch]) -> list[Branch]:
        """c + Δc in place of the prompt's words."""
        self._ahead = None  # of the step before: others may look at this step before it is found
        self._unedited = next(one for one in branches if one.name == PROMPT)
        edited = replace(
            self._unedited,
            parts=tuple(replace(p, words=self._edited(p.words)) for p in self._unedited.parts),
        )
        return [edited if one.name == PROMPT else one for one in branches]

    def _edited(self, words: Words) -> Words:
        assert self._direction is not None
        chunks = words.encoding.shape[1] // self._direction.encoding.shape[1]
        added = self._direction.encoding.repeat(1, chunks, 1).to(words.encoding.dtype)
        pooled = words.pooled
        if pooled is not None and self._direction.pooled is not None:
            pooled = pooled + self._direction.pooled.to(pooled.dtype)
        joined = tuple((self._edited(one), share) for one, share in words.joined)
        return replace(words, encoding=words.encoding + added, pooled=pooled, joined=joined)

    def attention(self, site: Site) -> Watcher | None:
        """All that attends to words."""
        if not site.cross or not self._settings.structure:
            return None
        self._watching.layers += 1
        return lambda call, maps: self._watching.see(site, call, maps)

    def watches(self, call: Call) -> bool:
        return self._watching.busy

    def before(self, step: Step, latents: Tensor) -> Tensor:
        """x' = x - λ ∇ |M_edited - M_reference|² for each branch by itself (algorithm 1).

        As the authors do it, the latents go on from where the negative prompt's maps lead, and
        what the prompt predicts is predicted where its own maps lead.
        """
        if self._reference is None:
            return latents
        assert self._unedited is not None
        names = self._names
        unedited = [self._unedited if n == PROMPT else step.branch(n) for n in names]
        self._reference.advance(step, unedited, self._watching)
        variance = step.level.deviation**2
        moved = [
            latents - self._settings.structure * variance * self._gradient(step, latents, name)
            for name in names
        ]
        self._watching.forget()
        self._ahead = moved[-1] - moved[0] if len(names) > 1 else None
        return moved[0]

    def _gradient(self, step: Step, latents: Tensor, name: str) -> Tensor:
        import torch

        with torch.enable_grad():
            start = latents.detach().requires_grad_()
            with self._watching.comparing(len(self._names)):
                step.predict(start, [step.branch(name)])
            (gradient,) = torch.autograd.grad(self._watching.loss, start)
        return gradient

    def inputs(self, call: Call) -> None:
        """The step's own prediction is made for the prompt's own latents."""
        if self._ahead is None or call.step.predictions or self._watching.busy:
            return
        ahead = call.view.crop(call.step.run.schedule.scaled(call.step.index, self._ahead))
        rows = [
            ahead if branch.kin == PROMPT else ahead.new_zeros(ahead.shape)
            for branch in call.branches
        ]
        import torch

        call.latents = call.latents + torch.cat(rows).to(call.latents.dtype)

    def after(self, step: Step, latents: Tensor) -> Tensor:
        run = self._run
        keeps = self._settings.keep and run.request.source is not None and run.mask is None
        if keeps and step.index == step.count - 1:
            self._tell(latents)
        return latents

    def remembered(self) -> object | None:
        """How far the unedited picture is."""
        return None if self._reference is None else self._reference.remembered()

    def remember(self, what: Any) -> None:
        if self._reference is not None:
            self._reference.remember(what)

    def _tell(self, latents: Tensor) -> None:
        """Hands over where the picture changed more than on average, at the picture's size.

        The paper repaints all of it: what is lost in inverting is then lost everywhere.
        """
        from core.denoise.inversion import source_of
        from core.denoise.run import Found
        from core.denoise.word_attention import smoothed

        change = smoothed((latents - source_of(self._run)).abs().mean(1))
        changed = (change > change.mean((1, 2), keepdim=True)).to(change.dtype)
        factor = self._run.model.info.factor
        whole = changed.repeat_interleave(factor, 1).repeat_interleave(factor, 2)
        id = self._settings.declaration.id
        self._run.found += [Found(id, "mask", i, one, keeps=True) for i, one in enumerate(whole)]


class _Reference:
    """The unedited picture, painted one step ahead of the edited one."""

    def __init__(self, run: Run, latents: Tensor) -> None:
        import torch

        self._latents = latents
        self._schedule: Schedule = copy.deepcopy(run.schedule)
        self._generators = []
        for generator in run.generators:
            self._generators.append(torch.Generator(generator.device))
            self._generators[-1].set_state(generator.get_state())

    def advance(self, step: Step, branches: Sequence[Branch], maps: _Maps) -> None:
        """Takes the step and records what its branches attend to."""
        from core.denoise.guidance import guided
        from core.denoise.inpaint import SoftMask

        own = replace(step, branches=list(branches), latents=self._latents)
        predictions: dict[str, Tensor] = {}
        with maps.recording():
            for branch in branches:
                predictions |= own.predict(self._latents, [branch])
        noise = guided(predictions, step.run.request.guidance_scale)
        self._latents = self._schedule.step(step.index, noise, self._latents, self._generators)
        for place in step.run.places:
            if isinstance(place, SoftMask):
                self._latents = place.after(own, self._latents)

    def remembered(self) -> dict[str, object]:
        return {
            "latents": self._latents,
            "sampler": self._schedule.remembered(self._latents),
            "dice": [generator.get_state() for generator in self._generators],
        }

    def remember(self, what: Any) -> None:
        self._latents = what["latents"]
        self._schedule.remember(what["sampler"], self._latents)
        for generator, dice in zip(self._generators, what["dice"], strict=True):
            generator.set_state(dice.cpu())


class _Maps:
    """Cross-attention maps of the unedited picture, and how far others are from them."""

    def __init__(self) -> None:
        self._recorded: dict[object, Tensor] = {}
        self._mode = ""
        self._branches = 1
        self._seen: dict[object, int] = {}
        """How many layers of each call that is compared have been."""
        self.layers = 0
        """That attend to words."""
        self.loss: Tensor
        """Σ over the pictures since `comparing` was entered."""

    @property
    def busy(self) -> bool:
        """Whether a prediction is under way that serves the maps only."""
        return bool(self._mode)

    @contextmanager
    def recording(self) -> Iterator[None]:
        self._mode = "record"
        try:
            yield
        finally:
            self._mode = ""

    @contextmanager
    def comparing(self, branches: int) -> Iterator[None]:
        """The loss is a mean over so many branches."""
        import torch

        self.loss, self._branches = torch.zeros(()), branches
        self._seen.clear()
        self._mode = "compare"
        try:
            yield
        finally:
            self._mode = ""

    def forget(self) -> None:
        self._recorded.clear()
        del self.loss

    def see(self, site: Site, call: Call, maps: Tensor) -> None:
        """Maps (rows, heads, queries, words) of a layer; nothing after the last is compared."""
        from core.denoise.unet import SeenEnough

        key = site.name, call.view, call.owners
        if self._mode == "record":
            self._recorded[key] = maps.detach()
            return
        difference = (maps.float() - self._recorded[key].float()) ** 2
        # Σ over places and words, mean over heads and branches, Σ over pictures (and parts).
        self.loss = (
            self.loss.to(maps.device) + difference.sum((2, 3)).mean(1).sum() / self._branches
        )
        self._seen[call] = self._seen.get(call, 0) + 1
        if self._seen[call] == self.layers:
            raise SeenEnough
