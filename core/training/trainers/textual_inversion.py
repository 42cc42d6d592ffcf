"""Textual Inversion: a word for what a few pictures show; the model stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.declare import choice, integer, lines, number, several, text
from core.parameters import Json
from core.training.declare import (
    STYLE_SEEN,
    SUBJECT_SEEN,
    WORDS_APART,
    Pictures,
    PictureSet,
    Plan,
    trainer,
)
from core.training.trainer import Learning, Trainer

if TYPE_CHECKING:
    from core.denoise.conditions import Learned
    from core.models.loading import LoadedModel

SUBJECT = (
    "a {}", "the {}", "one {}", "a photo of a {}", "a close-up photo of a {}",
    "a good photo of a {}", "a rendition of a {}", "a bright photo of the {}",
    "a dark photo of the {}", "a photo of my {}", "a cropped photo of the {}",
    "a photo of a nice {}", "a photo of a small {}",
)  # fmt: skip
STYLE = (
    "a painting in the style of {}", "a picture in the style of {}",
    "a rendering in the style of {}", "a close-up painting in the style of {}",
    "a dark painting in the style of {}", "a bright painting in the style of {}",
    "a small painting in the style of {}", "a large painting in the style of {}",
    "a detail in the style of {}",
)  # fmt: skip
"""Neutral captions, as the paper has them drawn at random (section 4, "Text embeddings")."""


@trainer("textual_inversion", title="Textual Inversion")
class TextualInversion(Plan):
    """Teaches a word from three to five pictures: nothing but the word's vectors are learned.

    Gal et al. 2022, https://arxiv.org/abs/2208.01618: v* = arg min E ‖ε - ε_θ(z_t, t, c(y))‖²
    (eq. 2), over captions y with the word in them. A tiny file comes of it, which diffusers and
    AUTOMATIC1111's program read too.
    """

    pictures: tuple[Pictures, ...] = several(
        Pictures, least=1, help="Folders of pictures of the subject, or in the style."
    )
    word: str = text(empty=False, longest=100, help="The new word: “<my-toy>”.")
    initial_word: str = text(
        empty=False,
        longest=200,
        title="Begins as",
        help="What comes nearest to it in words that the model knows.",
    )
    vectors: int = integer(1, 1, 75, help="Tokens that the word is worth; more hold more.")
    templates: str = choice(
        "subject",
        {"subject": "A subject", "style": "A style", "captions": "The pictures' captions"},
        help="What the word stands for: which captions it is learned in.",
    )
    own_templates: tuple[str, ...] = lines(
        help="Captions instead of those, with {} where the word belongs."
    )
    learning_rate: float = number(5e-3, 1e-9, 1.0, help="How far each step goes.")
    weight_decay: float = number(0.0, 0.0, 1.0, help="AdamW's pull of the vectors to zero.")

    @classmethod
    def prompts(cls, values: Mapping[str, Json]) -> list[str]:
        word = str(values.get("word") or "").strip()
        seen = STYLE_SEEN if values.get("templates") == "style" else SUBJECT_SEEN
        return [one.format(word) for one in seen] if word else []

    @property
    def adds(self) -> str:
        return "textual-inversion"

    def sets(self, out: Path) -> tuple[PictureSet, ...]:
        own = self.templates == "captions" and not self.own_templates
        known = {"subject": SUBJECT, "style": STYLE}.get(self.templates, SUBJECT)
        said = tuple(
            template.replace(WORDS_APART, self.word) for template in self.own_templates or known
        )
        return tuple(
            PictureSet(f"pictures[{i}]", one, said, own_captions=own, word=self.word)
            for i, one in enumerate(self.pictures)
        )

    def taught(self) -> tuple[str, ...]:
        return (self.word,)

    def new_words(self) -> tuple[tuple[str, str], ...]:
        return (("word", self.word),)

    def begin(self, model: LoadedModel) -> Trainer:
        return _Inversion(self, model)


class _Inversion(Trainer):
    """Learns the vectors of one word."""

    def __init__(self, plan: TextualInversion, model: LoadedModel) -> None:
        from core.training.vectors import NewWords

        super().__init__(plan, model)
        self._word = plan.word
        self._new = NewWords(model, {plan.word: (plan.initial_word, plan.vectors)})

    @property
    def encodes_anew(self) -> bool:
        return True

    def learns(self) -> Sequence[Learning]:
        return [Learning(self._new.parameters(), self.plan.learning_rate)]

    def learned_words(self) -> Mapping[str, Learned]:
        return self._new.learned()

    def save(self, folder: Path, metadata: Mapping[str, str]) -> list[Path]:
        """One tensor by the word's name; SDXL's two by the names of its text encoders."""
        from core.training import tensors

        each = self._new.vectors[self._word]
        names = ("clip_l", "clip_g") if len(each) == 2 else (self._word,)
        file = folder / f"{self.plan.called}.safetensors"
        tensors.write(file, dict(zip(names, each, strict=True)), metadata)
        return [file]
