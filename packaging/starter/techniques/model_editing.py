"""Model editing: a corrected thing has its new colour in other sentences, others keep theirs."""

from __future__ import annotations

import world
from techniques import scenes
from techniques.figure import Figure, Row, share
from techniques.studio import Studio

from core.files.corrections import Correction
from core.techniques.model_editing import ModelEditing

EFFECT, SPILL = 70.0, 5.0
"""Per cent of the sentences that show the new colour; points that others may move by."""
OWN = {word: colour for word, colour in world.TINTABLE.items() if colour}
"""Things that have one of the world's colours by themselves."""
EDITS = (
    ("rose", "blue"), ("car", "green"), ("balloon", "yellow"), ("heart", "green"),
    ("apple", "blue"), ("star", "pink"), ("mushroom", "blue"), ("umbrella", "orange"),
)  # fmt: skip
LAMBDA = 1.0
SENTENCES = (
    "{a} {place}", "a picture of {a} {place}", "a cat and {a} {place}", "a big {thing} {place}",
    "{a} {place}, 3d render", "{a} and a house {place}", "3d render of {a} {place}",
    "a small {thing} {place}",
)  # fmt: skip


def measure(studio: Studio, pictures: int) -> Figure:
    """Each correction in sentences about it, and in the same sentences about another thing."""
    new, said, kept = [], [], {False: list[bool](), True: list[bool]()}
    for n in range(pictures):
        word, colour = EDITS[n % len(EDITS)]
        editing = (correcting(word, colour),)
        shown = studio.paint(sentence(n, word), n, techniques=editing)
        new.append(shown.seen.colours[word] == colour)
        asked = studio.paint(sentence(n, f"{colour} {word}"), n)
        said.append(asked.seen.colours[word] == colour)
        other = other_than(word, n)
        for techniques in ((), editing):
            shown = studio.paint(sentence(n, other), n, techniques=techniques)
            kept[bool(techniques)].append(shown.seen.colours[other] == OWN[other])
    moved = abs(share(kept[True]) - share(kept[False]))
    return Figure(
        2 * pictures,
        f"noise 0…; λ {LAMBDA:g}; the words are in the recipe",
        studio.steps,
        (
            Row(
                "the new colour in other sentences (without: where the sentence names it)",
                share(new),
                pictures,
                without=share(said),
                asked=f"≥ {EFFECT:g} %",
                met=share(new) >= EFFECT,
            ),
            Row(
                "other things that have the colour they have by themselves; all are named to stay",
                share(kept[True]),
                pictures,
                without=share(kept[False]),
                asked=f"within {SPILL:g} points",
                met=moved <= SPILL,
            ),
        ),
    )


def correcting(word: str, colour: str) -> ModelEditing:
    """Has a thing painted in a colour wherever it is named, and all other things stay.

    The starter's words lie almost in a plane of ten of their 192 dimensions: what nobody says must
    stay goes with what is corrected. With λ = 30 alone, a quarter of 16 other things lost their
    colours. λ counts beside the size of the encodings (its help), and these are small.
    """
    edit = Correction(source=world.article(word), to=world.article(f"{colour} {word}"), lamb=LAMBDA)
    others = (world.article(other) for other in world.THINGS if other != word)
    return ModelEditing(edits=(edit,), keep=", ".join(others))


def sentence(n: int, thing: str) -> str:
    """Sentence n of those about a thing: each correction meets all of them in turn."""
    form = SENTENCES[(n // len(EDITS) + n) % len(SENTENCES)]
    place = world.background_phrase(scenes.background(n))
    return form.format(a=world.article(thing), thing=thing, place=place)


def other_than(word: str, n: int) -> str:
    """Another thing with a colour of its own."""
    others = [one for one in OWN if one != word]
    return others[n * 3 % len(others)]
