"""Sentences about things, of which it is taken what they have in common (no torch).

Pix2Pix Zero's direction from one thing to another is the difference of what is said of both. The
same is said of each here, so that their difference is the things' alone: a sentence is kept as a
template, "a {} on a beach", whoever made it. The paper has each word's own sentences, of which some
thousand even out; with a dozen captions of each word, on the starter model, the direction's cosine
with that of the built-in sentences is 0.84 when all are said of both and 0.74 when they are not.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from core.words.grammar import read

TEMPLATES = (
    "{}", "a {}", "a photo of a {}", "a picture of a {}", "a close-up of a {}",
    "a painting of a {}", "a drawing of a {}", "a sketch of a {}", "one {}", "the {}",
    "a {} on a beach", "a {} in a forest", "a {} in the snow", "a {} on the grass",
    "a {} on a table", "a {} at night", "a {} in the street", "a {} in a room",
    "a small {}", "a big {}", "a beautiful {}", "a {} on the left", "a {} on the right",
    "a {} in front of a house", "there is a {} here", "a photo of the {}",
)  # fmt: skip
"""The built-in sentences, with {} for the thing."""

SHORTEST, LONGEST = 3, 24
"""Words of a sentence that somebody else made: fewer say nothing, more do not fit a prompt."""

MOST = 96
"""Sentences about one thing; each is read by the text encoder."""

_PLAIN = re.compile(r"[\w ,'’-]+")
"""What such a sentence may hold: nothing that would be read as a weight."""


def things(words: str) -> list[str]:
    """The things in a list of words: "cat, a kitten" → ["cat", "kitten"]."""
    found = []
    for part in words.split(","):
        said = part.split()
        if said and said[0].lower() in ("a", "an", "the"):
            said = said[1:]
        if said:
            found.append(" ".join(said))
    return found


def sentences(words: str, templates: Sequence[str] = TEMPLATES) -> list[str]:
    """Sentences about the things in a list of words, always the same ones."""
    return [said(template, thing) for thing in things(words) for template in templates]


def said(template: str, thing: str) -> str:
    """A template's sentence about a thing: "a photo of a {}", "owl" → "a photo of an owl"."""
    if thing[0].lower() in "aeiou":
        template = re.sub(r"\b([aA]) \{\}", r"\1n {}", template)
    return template.replace("{}", thing)


def spoken(thing: str) -> str:
    """A thing as it is talked about: "(cat:1.3)" → "cat"."""
    plain = "".join(piece.text for piece in read(thing).pieces)
    return " ".join(plain.lower().split())


def template(text: str, thing: str) -> str | None:
    """What the first sentence of a text says of a thing, with {} for the thing.

    None when it does not name the thing, is too short or too long, or more than plain words.
    """
    lines = text.strip().strip("\"“”'‘’").splitlines() or [""]
    first = re.split(r"[.!?;:…](?:\s|[\"“”]|$)", lines[0].strip(), maxsplit=1)[0]
    plain = " ".join(first.split()).strip(" ,'’-").lower()
    if not _PLAIN.fullmatch(plain) or not SHORTEST <= len(plain.split()) <= LONGEST:
        return None
    made, count = re.subn(
        rf"(?<!\w)(an? )?{_word(thing)}", lambda found: "a {}" if found[1] else "{}", plain
    )
    return made if count else None


def pooled(banks: Sequence[Sequence[str]], named: Sequence[str]) -> tuple[str, ...]:
    """Templates of several banks, each once, as many of each and at most MOST in all.

    Those that name one of the things themselves, and would speak of two of them, are left out.
    """
    each = math.ceil(MOST / max(1, len(banks)))
    other = re.compile("|".join(rf"(?<!\w){_word(thing)}" for thing in named))
    kept = [[one for one in bank if not other.search(one)][:each] for bank in banks]
    return tuple(dict.fromkeys(one for bank in kept for one in bank))[:MOST]


def _word(thing: str) -> str:
    """The pattern of a thing that is named, at its end a word's."""
    return r"\s+".join(map(re.escape, thing.split())) + r"(?!\w)"
