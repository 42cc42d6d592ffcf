"""Dataclasses whose methods are made later are as the standard library's in all that is used."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import field
from typing import Any, ClassVar

import pytest

from core import values

Declare = Callable[..., Any]
BOTH = pytest.mark.parametrize(
    "declare", [dataclasses.dataclass, values.dataclass], ids=["standard", "ours"]
)


@values.dataclass(frozen=True)
class Dab:
    x: float
    size: int = 40
    marks: list[str] = field(default_factory=list)


@values.dataclass(frozen=True)
class Coloured(Dab):
    colour: str = "black"


@BOTH
class TestIsMade:
    def test_of_values_by_place_and_by_name_and_of_defaults(self, declare: Declare) -> None:
        @declare
        class One:
            a: int
            b: int = 2
            c: list[int] = field(default_factory=list)
            shared: ClassVar[int] = 7

        one, other = One(1), One(b=3, a=1, c=[4])
        assert (one.a, one.b, one.c, one.shared) == (1, 2, [], 7)
        assert (other.a, other.b, other.c) == (1, 3, [4])
        one.c.append(5)
        assert One(1).c == []

    def test_not_with_a_value_too_few_too_many_or_that_is_unknown(self, declare: Declare) -> None:
        @declare(frozen=True)
        class One:
            a: int

        for given, named in (((), {}), ((1, 2), {}), ((1,), {"b": 2}), ((1,), {"a": 1})):
            with pytest.raises(TypeError, match=r"One\.__init__\(\)"):
                One(*given, **named)

    def test_by_name_alone_when_it_says_so(self, declare: Declare) -> None:
        @declare(frozen=True, kw_only=True)
        class One:
            a: int = 1
            b: int

        assert One(b=2) == One(a=1, b=2)
        with pytest.raises(TypeError):
            One(1, 2)

    def test_with_fields_that_are_none_of_its_arguments(self, declare: Declare) -> None:
        @declare(frozen=True)
        class One:
            a: int
            usual: int = field(default=3, init=False)
            own: list[int] = field(default_factory=list, init=False)
            later: int = field(init=False)

            def __post_init__(self) -> None:
                object.__setattr__(self, "later", self.a + 1)

        one = One(1)
        assert (one.usual, one.own, one.later) == (3, [], 2)
        assert One(1).own is not one.own

    def test_with_a_check_that_may_refuse_it(self, declare: Declare) -> None:
        @declare
        class One:
            a: int

            def __post_init__(self) -> None:
                if self.a < 0:
                    raise ValueError("below 0")

        assert One(1).a == 1
        with pytest.raises(ValueError, match="below 0"):
            One(-1)


@BOTH
class TestOnceMade:
    def test_it_is_equal_to_one_of_its_class_with_equal_fields(self, declare: Declare) -> None:
        @declare(frozen=True)
        class One:
            a: int
            b: str = "b"
            untold: int = field(default=0, compare=False)

        @declare(frozen=True)
        class Other:
            a: int
            b: str = "b"

        assert One(1) == One(1, untold=4)
        assert One(1) != One(2)
        assert One(1) != Other(1)
        assert hash(One(1)) == hash(One(1, untold=4)) == hash((1, "b"))
        assert len({One(1), One(1, "b"), One(2)}) == 2

    @pytest.mark.parametrize("count", [0, 1])
    def test_few_fields_are_compared_too(self, declare: Declare, count: int) -> None:
        space = {"__annotations__": {"a": "float"}} if count else {}
        kind = declare(frozen=True)(type("Few", (), space))
        nan = float("nan")
        given = (nan,) * count
        assert kind(*given) == kind(*given)
        assert hash(kind(*given)) == hash(given)

    def test_it_has_no_hash_when_it_can_be_changed(self, declare: Declare) -> None:
        @declare
        class One:
            a: int

        one = One(1)
        one.a = 2
        assert one.a == 2
        with pytest.raises(TypeError, match="unhashable"):
            hash(one)

    def test_it_is_itself_alone_when_it_says_so(self, declare: Declare) -> None:
        @declare(frozen=True, eq=False)
        class One:
            a: int

        one = One(1)
        assert one == one
        assert one != One(1)
        assert {one: 1}[one] == 1

    def test_it_cannot_be_changed_when_frozen(self, declare: Declare) -> None:
        @declare(frozen=True)
        class One:
            a: int

        one = One(1)
        with pytest.raises(dataclasses.FrozenInstanceError):
            one.a = 2
        with pytest.raises(dataclasses.FrozenInstanceError):
            del one.a
        assert one.a == 1

    def test_it_shows_its_fields(self, declare: Declare) -> None:
        @declare(frozen=True)
        class One:
            a: int
            b: str = "b"
            hidden: int = field(default=1, repr=False)

        assert repr(One(1)).endswith("One(a=1, b='b')")

    def test_what_the_class_does_itself_stays(self, declare: Declare) -> None:
        @declare(frozen=True)
        class One:
            a: int
            b: int = 0

            def __eq__(self, other: object) -> bool:
                return isinstance(other, One) and self.a == other.a

            def __hash__(self) -> int:
                return 5

            def __repr__(self) -> str:
                return "one"

        assert One(1, 2) == One(1, 3)
        assert (hash(One(1)), repr(One(1))) == (5, "one")

    def test_it_is_taken_apart_by_a_match(self, declare: Declare) -> None:
        @declare(frozen=True)
        class One:
            a: int
            b: int

        match One(1, 2):
            case One(a, b):
                assert (a, b) == (1, 2)


class TestOurs:
    def test_is_a_dataclass_to_the_standard_library(self) -> None:
        one = Coloured(1.5, colour="red")
        assert dataclasses.is_dataclass(one)
        assert [one.name for one in dataclasses.fields(Coloured)] == [
            "x",
            "size",
            "marks",
            "colour",
        ]
        assert dataclasses.replace(one, size=3) == Coloured(1.5, 3, [], "red")
        assert dataclasses.asdict(one) == {"x": 1.5, "size": 40, "marks": [], "colour": "red"}

    def test_goes_to_other_processes_and_is_copied(self) -> None:
        one = Coloured(1.5, colour="red")
        assert pickle.loads(pickle.dumps(one)) == copy.deepcopy(one) == copy.copy(one) == one

    def test_is_made_whether_its_base_was_made_before_or_not(self) -> None:
        @values.dataclass(frozen=True)
        class Base:
            a: int

        class Plain(Base):
            """No dataclass, so with its base's way to be made."""

        @values.dataclass(frozen=True)
        class Derived(Base):
            b: int = 2

        assert Plain(3).a == 3
        assert Plain(4).a == 4
        assert repr(Derived(1)).endswith("Derived(a=1, b=2)")
        assert Base(1).a == 1

    def test_compiles_nothing_before_it_is_needed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        compiled = []
        really = values._init_of
        monkeypatch.setattr(
            values, "_init_of", lambda cls, **k: compiled.append(cls) or really(cls, **k)
        )

        @values.dataclass(frozen=True)
        class One:
            a: int

        assert compiled == []
        assert One(1) != One(2)
        assert compiled == [One]
