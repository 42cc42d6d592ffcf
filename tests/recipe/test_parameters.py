"""A parameter is declared once; checks, JSON and schema all follow from that."""

from __future__ import annotations

import dataclasses
import pickle
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pytest

from core.declare import choice, flag, integer, number, optional, several, text, words
from core.errors import RecipeError
from core.parameters import FieldError, parameters, parse, schema, to_json
from core.request import RegionPrompt, Request
from core.techniques import declare
from core.techniques.declare import Technique, technique


class Direction(StrEnum):
    ADD = "add"
    REMOVE = "remove"


@dataclass(frozen=True, kw_only=True)
class Slider:
    prompt: str = text(empty=False, help="The concept.")
    scale: float = number(6.0, -20.0, 20.0, unit="×", help="How far.")
    direction: Direction = choice(Direction.ADD, ["add", "remove"])


@technique(
    "test_sliders", title="Sliders", needs=("prompt",), not_with={"test_other": "Both move."}
)
class Sliders(Technique):
    """Liu 2022: push a concept
    up or down."""

    concepts: tuple[Slider, ...] = several(Slider, least=1, most=3)
    from_: str = text("", help="A word of Python's, but not of JSON's.")
    warmup: int = integer(5, 0, 100, unit="steps")
    start: float = number(0.0, 0.0, 1.0)
    end: float | None = optional(number(1.0, 0.0, 1.0))
    sharp: bool = flag(False)
    only: tuple[str, ...] = words()

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise FieldError("end", "It ends before it starts.", "Make it larger than start.")


@technique("test_other", title="Other")
class Other(Technique):
    """Something else."""


# Not for the rest of the program, which lists all techniques there are.
for _id in ("test_sliders", "test_other"):
    del declare._known[_id]

WHERE = "techniques[0]"
GOOD: dict[str, Any] = {
    "id": "test_sliders",
    "concepts": [{"prompt": "sunglasses"}, {"prompt": "hat", "direction": "remove", "scale": 2}],
    "from": "cat",
    "only": ["cat", "frog"],
}


def test_a_technique_is_read_and_written_back() -> None:
    read = declare.parse(Sliders, GOOD, WHERE)
    assert isinstance(read, Sliders)
    assert read.concepts[1] == Slider(prompt="hat", direction=Direction.REMOVE, scale=2.0)
    assert read.concepts[1].direction is Direction.REMOVE
    assert (read.from_, read.warmup, read.only) == ("cat", 5, ("cat", "frog"))
    assert declare.parse(Sliders, declare.to_json(read), WHERE) == read


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"concepts": []}, "concepts", "at least 1 and at most 3"),
        ({"concepts": [{"prompt": "a"}] * 4}, "concepts", "at most 3"),
        ({"concepts": "a"}, "concepts", "not a list"),
        ({"concepts": [{"prompt": ""}]}, "concepts[0].prompt", "empty"),
        ({"concepts": [{"prompt": "a"}, {"prompt": "b", "scale": 99}]}, "concepts[1].scale", "20"),
        (
            {"concepts": [{"prompt": "a", "direction": "up"}]},
            "concepts[0].direction",
            "add, remove",
        ),
        ({"concepts": [7]}, "concepts[0]", "not an object"),
        ({"from": 4}, "from", "not a text"),
        ({"from_": "a"}, "from_", "no such field"),
        ({"warmup": 2.5}, "warmup", "from 0 to 100"),
        ({"start": "early"}, "start", "not a number"),
        ({"start": 0.5, "end": 0.5}, "end", "ends before it starts"),
        ({"sharp": "yes"}, "sharp", "neither true nor false"),
        ({"only": "cat"}, "only", "list of words"),
        ({"only": ["cat", ""]}, "only[1]", "empty"),
    ],
)
def test_what_is_wrong_is_named_by_its_path(change: dict[str, Any], field: str, says: str) -> None:
    with pytest.raises(RecipeError) as caught:
        declare.parse(Sliders, GOOD | change, WHERE)
    assert caught.value.field == f"{WHERE}.{field}"
    assert says in str(caught.value)


def test_what_must_be_given_is_asked_for() -> None:
    with pytest.raises(RecipeError, match=r"techniques\[0\]\.concepts: This field is missing"):
        declare.parse(Sliders, {"id": "test_sliders"}, WHERE)


def test_the_schema_says_what_is_checked() -> None:
    described = declare.schema(Sliders)
    assert described["title"] == "Sliders"
    assert described["description"] == "Liu 2022: push a concept\nup or down."
    assert described["required"] == ["id", "concepts"]
    assert described["properties"]["id"] == {"const": "test_sliders"}
    assert described["properties"]["warmup"] == {
        "type": "integer",
        "minimum": 0,
        "maximum": 100,
        "x-unit": "steps",
        "default": 5,
    }
    assert described["properties"]["end"]["anyOf"][1] == {"type": "null"}
    concept = described["properties"]["concepts"]["items"]
    assert concept["properties"]["direction"]["default"] == "add"
    assert concept["additionalProperties"] is False


def test_techniques_are_frozen_values() -> None:
    one, other = (declare.parse(Sliders, GOOD, WHERE) for _ in range(2))
    assert one == other
    assert hash(one) == hash(other)
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.warmup = 3  # type: ignore[attr-defined]


def test_they_cross_to_another_process() -> None:
    request = Request("a", techniques=(Other(),))
    assert pickle.loads(pickle.dumps(request)) == request


def test_needs_and_pairs_that_do_not_fit_are_told_before_anything_runs() -> None:
    sliders = declare.parse(Sliders, GOOD, WHERE)
    Request("a cat", techniques=(sliders,)).check()
    with pytest.raises(RecipeError, match=r"techniques\[0\]: Sliders needs a prompt"):
        Request(" ", techniques=(sliders,)).check()
    for pair in ((sliders, Other()), (Other(), sliders)):
        with pytest.raises(RecipeError, match=r"techniques\[1\]: .*cannot be combined.*Both move"):
            Request("a", techniques=pair).check()


def test_one_id_is_one_technique(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(declare, "_known", {"test_other": Other})
    with pytest.raises(ValueError, match="two techniques are called test_other"):

        @technique("test_other", title="Again")
        class Again(Technique):
            """A second one."""


def test_only_techniques_are_declared_as_such() -> None:
    with pytest.raises(TypeError, match="no subclass of Technique"):
        technique("test_nothing", title="Nothing")(Slider)


def test_forms_find_ranges_and_help_with_the_field() -> None:
    steps = parameters(Request)["steps"]
    assert (steps.low, steps.high, steps.default) == (1, 1000, 20)  # type: ignore[attr-defined]
    assert all(parameter.title for parameter in parameters(Request).values())
    assert schema(RegionPrompt)["required"] == ["prompt"]
    assert to_json(Slider(prompt="a")) == {"prompt": "a", "scale": 6.0, "direction": "add"}


def test_long_values_and_keys_are_shortened_in_messages() -> None:
    with pytest.raises(RecipeError) as caught:
        parse(Slider, {"prompt": "a", "scale": "9" * 10_000})
    assert len(str(caught.value)) < 200
    with pytest.raises(RecipeError) as caught:
        parse(Slider, {"prompt": "a", "k" * 10_000: 1})
    assert len(str(caught.value)) < 200


@dataclass(frozen=True, kw_only=True)
class Edit:
    """A key that is a word of Python's, in a list of dataclasses."""

    source_words: str = text(empty=False, name="from")
    target_words: str = text("", name="to")
    only: tuple[str, ...] = words(name="class")
    several_of: tuple[Slider, ...] = several(Slider, name="with")

    def __post_init__(self) -> None:
        if self.source_words == self.target_words:
            raise FieldError("source_words", "Nothing is changed.")


@dataclass(frozen=True, kw_only=True)
class Edits:
    edits: tuple[Edit, ...] = several(Edit, least=1)
    from_layer: float | None = optional(number(1.0, 0.0, 2.0, name="from"))


def test_a_key_may_differ_from_the_fields_name() -> None:
    written = {
        "edits": [
            {
                "from": "a rose",
                "to": "a blue rose",
                "class": ["rose"],
                "with": [{"prompt": "thorns", "scale": 6.0, "direction": "add"}],
            }
        ],
        "from": 1.5,
    }
    read = parse(Edits, written, "edit")
    assert read.edits[0].source_words == "a rose"
    assert read.edits[0].several_of == (Slider(prompt="thorns"),)
    assert read.from_layer == 1.5
    assert to_json(read) == written
    described = schema(Edits)["properties"]
    assert list(described) == ["edits", "from"]
    assert described["edits"]["items"]["required"] == ["from"]


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        ({"to": "b"}, "edits[0].from"),
        ({"from": "a", "source_words": "a"}, "edits[0].source_words"),
        ({"from": "a", "to": "a"}, "edits[0].from"),
        ({"from": "a", "with": [{"prompt": ""}]}, "edits[0].with[0].prompt"),
    ],
)
def test_mistakes_are_named_by_the_key(edit: dict[str, Any], field: str) -> None:
    with pytest.raises(RecipeError) as caught:
        parse(Edits, {"edits": [edit]})
    assert caught.value.field == field


def test_two_fields_cannot_have_one_key() -> None:
    @dataclass(frozen=True)
    class Twice:
        from_: str = text("")
        source: str = text("", name="from")

    with pytest.raises(TypeError, match="two fields called 'from'"):
        parameters(Twice)
