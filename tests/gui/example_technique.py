"""A technique with a field of every kind, for tests of the forms."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from core.request import Pixels
from core.techniques import techniques
from core.techniques.declare import (
    FieldError,
    Technique,
    choice,
    file,
    flag,
    integer,
    known,
    mask,
    number,
    optional,
    picture,
    regions,
    several,
    technique,
    text,
    words,
)


@dataclass(frozen=True, kw_only=True)
class Thing:
    prompt: str = text(empty=False, title="Thing", help="What it is.")
    scale: float = number(6.0, 0.0, 20.0, step=0.5, help="How much of it.")


@contextmanager
def examples() -> Iterator[None]:
    """Two techniques that exclude each other, one of them for a model of its own."""
    techniques()
    before = dict(known())

    @technique("example", title="Example", not_with={"other": "both move the sun."})
    class Example(Technique):
        """Does everything that a form can ask for."""

        amount: float = number(0.5, 0.0, 2.0, step=0.05, unit="px", help="How much.")
        count: int = integer(3, 1, 1000, help="How many.")
        sharp: bool = flag(False, help="Whether it is sharp.")
        kind: str = choice("a", {"a": "First", "b": "Second"}, help="Which.")
        note: str = text("", help="In words.")
        words: tuple[str, ...] = words(help="Words that count.")
        late: int | None = optional(integer(4, 0, 50, unit="steps", help="From when."))
        image: Pixels | None = picture(help="What it looks like.")
        cover: Pixels | None = mask(help="Where.")
        places: tuple[int, ...] = regions()
        enabled: bool = flag(True, help="Switched on.")
        things: tuple[Thing, ...] = several(Thing, most=3, help="Things.")

        def __post_init__(self) -> None:
            if self.amount == 2.0:
                raise FieldError("amount", "That is too much of it.", "Take less.")

    @technique("other", title="Other", needs=("depth",))
    class Other(Technique):
        """Needs depth."""

        image: Pixels | None = picture(required=True, help="A map.")

    @technique("learned", title="Learned")
    class Learned(Technique):
        """Reads a file."""

        file: str = file(help="A file.")

    @technique("needing", title="Needing", needs=("mask",))
    class Needing(Technique):
        """Needs a mask."""

    techniques.cache_clear()
    try:
        yield
    finally:
        from core.techniques import declare

        declare._known.clear()
        declare._known.update(before)
        techniques.cache_clear()
