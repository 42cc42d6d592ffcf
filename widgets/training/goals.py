"""What can be taught, in the words and the order of artists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.document.drafts import Value
from core.training import kinds
from core.training.draft import TrainingDraft
from widgets.words import tr


@dataclass(frozen=True)
class Goal:
    """One choice: a trainer, and the values that make it that."""

    title: str
    kind: str
    values: Mapping[str, Value] = field(default_factory=dict)
    help: str = ""
    first: tuple[str, ...] = ()
    """Settings that stand above the pictures."""
    of_each: tuple[str, ...] = ()
    """The same of each set of pictures, where there are several."""


ARTISTS = (
    Goal(
        "A subject (LoRA)", "dreambooth", {"result": "lora"},
        "One thing, person or animal, from three to five pictures. A small file comes of it.",
        ("word", "class_word"),
    ),
    Goal(
        "A style (LoRA)", "lora", {},
        "How pictures are drawn, from ten pictures or more. A small file comes of it.",
        ("word",),
    ),
    Goal(
        "A word (Textual Inversion)", "textual_inversion", {},
        "A new word for what three to five pictures show. The model itself stays as it is; a tiny "
        "file comes of it.",
        ("word", "initial_word", "templates"),
    ),
    Goal(
        "Several things (Custom Diffusion)", "custom_diffusion", {},
        "Two things or more, which can then be in one picture together.",
        of_each=("word", "class_word"),
    ),
    Goal(
        "A subject, as a whole model (DreamBooth)", "dreambooth", {"result": "model"},
        "One thing, closest to its pictures. All of the model learns, which takes a lot of memory, "
        "and a whole model comes of it.",
        ("word", "class_word"),
    ),
)  # fmt: skip

_SEEING = {
    "controlnet": ("map",),
    "t2i_adapter": ("map",),
}
CONTROL = "Control models"
"""What stands above the other trainers."""


def goals() -> tuple[Goal, ...]:
    """Everything that can be taught: first what artists want, then the other trainers."""
    known = kinds()
    usual = [goal for goal in ARTISTS if goal.kind in known]
    covered = {goal.kind for goal in usual}
    others = [
        Goal(
            kind.declaration.title, id, {}, _summary(tr(kind.declaration.help)), _SEEING.get(id, ())
        )
        for id, kind in known.items()
        if id not in covered
    ]
    return (*usual, *others)


def _summary(help: str) -> str:
    """The first sentence, or what there is before the paper."""
    return " ".join(help.partition("\n\n")[0].split())


def goal_of(draft: TrainingDraft) -> Goal:
    """Which of them a draft is about."""
    of_kind = [goal for goal in goals() if goal.kind == draft.kind]
    said = {name: draft.value(name, None) for goal in of_kind for name in goal.values}
    return next((goal for goal in of_kind if goal.values.items() <= said.items()), of_kind[0])
