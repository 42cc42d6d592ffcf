"""Textual Inversion: a word that was taught from a few pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.denoise.places import Places
from core.models.concepts import Kind, check, identify
from core.techniques.declare import Technique, file, number, technique

if TYPE_CHECKING:
    from core.denoise.conditions import Piece
    from core.denoise.learned_words import LearnedWords
    from core.denoise.run import Run
    from core.request import Request


@technique("textual_inversion", title="Textual Inversion")
class TextualInversion(Technique):
    """Adds a learned word. Write it in any prompt: as it was taught, or as the file is called.

    Gal et al. 2022, https://arxiv.org/abs/2208.01618: the word v* is nothing but vectors in the
    table of words (eq. 2); the model stays as it is.
    """

    file: str = file(help="The word's safetensors file, of diffusers or AUTOMATIC1111's program.")
    weight: float = number(
        1.0, -4.0, 4.0, step=0.05, help="How strongly the word counts, as a weight in the prompt."
    )

    def check(self, request: Request) -> None:
        check(self.file, Kind.WORDS)

    def begin(self, run: Run) -> Places:
        from core.denoise.learned_files import tensors
        from core.denoise.learned_words import LearnedWords, learned
        from core.models.shelf import fingerprint

        path = Path(self.file)
        loaded, taught = tensors(run, path), identify(path).words
        file = str(path.resolve()), fingerprint(path)
        words = LearnedWords(
            {
                word: learned(run.model, [loaded[key] for key in keys], path.name, (*file, word))
                for word, keys in taught.items()
            },
            self.weight,
        )
        if not words.said_in(run.request):
            some = " or ".join(f"“{word}”" for word in list(taught)[:3])
            run.warn(f"No prompt has the word that “{path.name}” teaches: write {some}.")
        return _Words(words)


class _Words(Places):
    def __init__(self, words: LearnedWords) -> None:
        self._words = words

    def words(self, pieces: list[Piece]) -> list[Piece]:
        return self._words.put(pieces)
