"""One run of the pass and its steps: what stays, and what techniques are told."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

import torch
from torch import Tensor

from core.denoise import views
from core.denoise.attention import Watched
from core.denoise.conditions import Branch, Piece, Words
from core.denoise.level import Level
from core.denoise.places import Places
from core.denoise.prompt import blended, encode, mean
from core.denoise.schedule import Schedule
from core.denoise.views import View
from core.geometry import Rect, Size
from core.models.loading import LoadedModel
from core.models.shelf import Shelf
from core.request import Request
from core.words.grammar import SubPrompt, read


@dataclass(frozen=True, eq=False)
class Found:
    """A picture beside the painted ones: what a technique found on its way, such as a mask."""

    technique: str
    """Its id."""
    name: str
    """What is on it: "mask", or a word whose attention it is."""
    index: int
    """Of the picture of the batch that it belongs to."""
    coverage: Tensor
    """(height, width) in 0…1, of any size: it is stretched over the canvas."""
    keeps: bool = False
    """Whether it is the mask of what was repainted: elsewhere the source's own pixels stay."""


@dataclass(eq=False)
class Run:
    """Everything that stays while one request is painted."""

    model: LoadedModel
    request: Request
    schedule: Schedule
    generators: list[torch.Generator]
    """One for each picture."""
    noise: Tensor
    """The unit noise that the pictures start from, (pictures, 4, h, w)."""
    source: Tensor | None = None
    """The source's clean latents, (pictures, 4, h, w)."""
    mask: Tensor | None = None
    """What is repainted of it, (1, 1, h, w) in 0…1."""
    places: Sequence[Places] = ()
    attention: Watched = field(default_factory=Watched)
    shelf: Shelf = field(default_factory=Shelf)
    """Where techniques get further models from."""
    cancelled: Callable[[], bool] = lambda: False
    """Asked by whoever lets another model run for long; who paints is asked for already."""
    tile: int | None = None
    """The side in latents of what is computed at a time: views one after the other, and tiles of
    the picture in the autoencoder, so that memory does not grow with the picture. None: whatever is
    quickest."""
    wraps: tuple[bool, bool] = (False, False)
    """Whether the picture continues at its opposite edge: top and bottom, left and right."""
    found: list[Found] = field(default_factory=list)
    """What techniques add for the artist to see, while the run lasts."""
    warnings: list[str] = field(default_factory=list)
    """What the artist is told when the pictures are done."""
    shown: Sequence[Tensor] = ()
    """Pictures that are to be edited, (1, 3, h, w) in -1…1: some models read prompts by them."""
    edits: Hashable = None
    """What tells the text encoders, as techniques change them, from all others; None: nothing."""
    _encoded: dict[tuple[str, int | None, bool], Words] = field(default_factory=dict)
    _filling: dict[int | None, Words] = field(default_factory=dict)

    @property
    def latent_size(self) -> Size:
        return Size(self.noise.shape[3], self.noise.shape[2])

    def warn(self, text: str) -> None:
        """Something that was asked for is not done; a sentence for the artist."""
        if text not in self.warnings:
            self.warnings.append(text)

    def encode(self, text: str, region: int | None = None, *, plainly: bool = True) -> Words:
        """A prompt's words as all techniques want them, once for equal prompts.

        What AND joins in it is blended. `region` is where they are said; None: of the whole
        picture. `plainly`: it is not the prompt. Not to be called before the run has begun: other
        techniques may still join.
        """
        key = text, self._where(region), plainly
        if key not in self._encoded:
            each = self._each(text, region, plainly)
            # Sentences of different lengths have no mean; each is predicted by itself anyway.
            alone = len(each) == 1 or self.model.flow is not None
            self._encoded[key] = (
                each[0][0] if alone else blended(each, partial(self.filling, region))
            )
        return self._encoded[key]

    def composed(self, text: str, negative: str, region: int | None = None) -> Words:
        """A prompt's words, to be predicted as composition wants it where AND joins several.

        Liu et al. 2022 (https://arxiv.org/abs/2206.01714), eq. 11: ε_neg + s Σ w_i (ε_i - ε_neg).
        With ε = Σ w_i ε_i + (1 - Σ w_i) ε_neg that is guidance as for any prompt.
        """
        words = self.encode(text, region, plainly=False)
        if len(read(text).prompts) == 1:
            return words
        each = self._each(text, region, plainly=False)
        rest = 1 - sum(share for _, share in each)
        if abs(rest) > 1e-6:
            each.append((self.encode(negative, region), rest))
        return replace(words, joined=tuple(each))

    def mean(self, sentences: Sequence[str]) -> Words:
        """The mean of what sentences' first chunks are encoded as, in float32."""
        pieces = [self.pieces(sentence) for sentence in sentences]
        return mean(self.model, pieces, remember=self._remembers, edits=self.edits)

    def apart(self, region: int) -> bool:
        """Whether the model is another one in a region than elsewhere (LoRA)."""
        return any(place.weights_in(region) is not None for place in self.places)

    def pieces(self, text: str) -> list[Piece]:
        """What a prompt is encoded as, once all techniques have had their say."""
        return [piece for pieces in self.prompts(text) for piece in pieces]

    def prompts(self, text: str) -> list[list[Piece]]:
        """The pieces of each of the prompts that AND joins in a text."""
        return [self._pieces(prompt) for prompt in read(text).prompts]

    def filling(self, region: int | None = None) -> Words:
        """What makes a short prompt as long as the one beside it: the empty prompt's chunk."""
        if not self.model.zeros_for_empty:
            return self.encode("", region)
        where = self._where(region)
        if where not in self._filling:
            with self._model_in(region):
                self._filling[where] = encode(
                    self.model,
                    [Piece("")],
                    remember=self._remembers,
                    zeros=False,
                    edits=(self.edits, where),
                )
        return self._filling[where]

    def _each(self, text: str, region: int | None, plainly: bool) -> list[tuple[Words, float]]:
        """What AND joins in a prompt, each with its share."""
        with self._model_in(region):
            return [
                (self._read(self._pieces(prompt), plainly, self._where(region)), prompt.share)
                for prompt in read(text).prompts
            ]

    def _read(self, pieces: list[Piece], plainly: bool, where: int | None) -> Words:
        return encode(
            self.model,
            pieces,
            remember=self._remembers,
            plainly=plainly,
            pictures=self.shown,
            edits=self.edits if where is None else (self.edits, where),
        )

    def _where(self, region: int | None) -> int | None:
        """A region whose words are encoded by themselves; None for all others."""
        return region if region is not None and self.apart(region) else None

    @contextmanager
    def _model_in(self, region: int | None) -> Iterator[None]:
        """Meanwhile the text encoders are what they are in a region."""
        with ExitStack() as held:
            for place in self.places if region is not None else ():
                if region is not None and (edits := place.weights_in(region)) is not None:
                    held.enter_context(edits)
            yield

    def _pieces(self, prompt: SubPrompt) -> list[Piece]:
        pieces = [Piece(part.text, part.weight) for part in prompt.pieces] or [Piece("")]
        if self.model.flow is not None and any(piece.weight != 1 for piece in pieces):
            self.warn(
                f"{self.model.flow.title} reads a prompt as sentences: weights of words do not "
                "count."
            )
        for place in self.places:
            pieces = place.words(pieces)
        return pieces

    @property
    def _remembers(self) -> bool:
        """Whether what the text encoders make may be kept for the next run: they are as they were
        loaded, or it is known what changed them."""
        changed = any(place.edits_encoders() for place in self.places)
        return not changed or self.edits is not None


@dataclass(eq=False)
class Step:
    """One step of a run, as techniques see it."""

    run: Run
    index: int
    branches: list[Branch]
    """What is predicted in this step, once all places have had their say."""
    latents: Tensor
    """The latents (pictures, 4, h, w) that the step is taken from, at `level`."""
    predictions: dict[str, Tensor] = field(default_factory=dict)
    """Each branch's prediction (pictures, 4, h, w), from guidance on."""

    @property
    def count(self) -> int:
        return len(self.run.schedule)

    @property
    def time(self) -> Tensor:
        """What the UNet is told."""
        return self.run.schedule.times[self.index]

    @property
    def level(self) -> Level:
        return self.run.schedule.levels[self.index]

    @property
    def next_level(self) -> Level:
        return self.run.schedule.levels[self.index + 1]

    @cached_property
    def views(self) -> list[View]:
        """The parts of the picture that this step predicts; the whole picture is one."""
        found = [View(Rect.of_size(self.run.latent_size))]
        for place in self.run.places:
            found = place.views(self, found)
        return found

    def branch(self, name: str) -> Branch:
        """One of this step's branches."""
        return next(branch for branch in self.branches if branch.name == name)

    def predict(self, latents: Tensor, branches: Sequence[Branch]) -> dict[str, Tensor]:
        """Predictions for any latents at this step's level, all branches at once."""
        return views.predict(self, latents, branches)

    def clean(self, latents: Tensor, prediction: Tensor) -> Tensor:
        """The clean latents that a prediction for such latents implies."""
        return self.level.clean(latents, prediction, self.run.schedule.kind)

    def epsilon(self, latents: Tensor, prediction: Tensor) -> Tensor:
        """The noise that a prediction for such latents implies."""
        return self.level.epsilon(latents, prediction, self.run.schedule.kind)
