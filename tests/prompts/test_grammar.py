"""Prompts are read as they are meant, and any text can be a prompt."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.words.grammar import MARKS, MOST, escaped, plain, read, words

ANY = st.text(st.sampled_from("ab AND\n#:.5()[]{}|\\_1") | st.characters(codec="utf-8"))


def weights(prompt: str) -> list[tuple[str, float]]:
    return [(piece.text, round(piece.weight, 4)) for piece in read(prompt).pieces]


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("a red balloon", [("a red balloon", 1)]),
        ("a (red) balloon", [("a ", 1), ("red", 1.1), (" balloon", 1)]),
        ("((red))", [("red", 1.21)]),
        ("(a (red:1.5) one:0.5)", [("a ", 0.5), ("red", 0.75), (" one", 0.5)]),
        ("[red]", [("red", 0.9091)]),
        ("[(red)]", [("red", 1)]),
        ("(red: 1.3 )", [("red", 1.3)]),
        ("(red:.5)", [("red", 0.5)]),
        ("(red:-1)", [("red", -1)]),
        ("(red:+2.)", [("red", 2)]),
        (r"cat \(animal\)", [("cat (animal)", 1)]),
        (r"(cat \(animal\):1.2)", [("cat (animal)", 1.2)]),
        (r"(16\:9)", [("16:9", 1.1)]),
        ("(red:blue)", [("red:blue", 1.1)]),
        ("(1.2.3:1.2.3)", [("1.2.3:1.2.3", 1.1)]),
        ("()", []),
        ("", []),
        ("C:\\dir", [("C:\\dir", 1)]),
        ("a # b (c\nd", [("a ", 1), ("\nd", 1)]),
        ("# all of it", []),
        ("colour #ff0000", [("colour #ff0000", 1)]),
        (r"\# one", [("# one", 1)]),
    ],
)
def test_what_is_written_weighs_what_it_says(prompt: str, wanted: list[tuple[str, float]]) -> None:
    assert weights(prompt) == wanted
    assert not read(prompt).warnings


@pytest.mark.parametrize(
    ("prompt", "text", "says"),
    [
        ("a (red balloon", "a (red balloon", "“(” at character 3"),
        ("a red) balloon", "a red) balloon", "“)” at character 6"),
        ("a red:1.3) balloon", "a red:1.3) balloon", "“:1.3)”"),
        (":) and :(", ":) and :(", "no partner"),
        ("((((((", "((((((", "3 more"),
        ("(a AND b)", "a AND b", "AND between brackets"),
        ("(red:99)", "red", "brought down to it"),
        ("[red:blue:0.5]", "red:blue:0.5", "switches nothing"),
    ],
)
def test_bad_grammar_is_plain_text_and_is_told(prompt: str, text: str, says: str) -> None:
    assert plain(prompt) == text
    assert any(says in warning for warning in read(prompt).warnings)


def test_brackets_that_cross_keep_the_outer_pair() -> None:
    assert weights("(a [b) c]") == [("a [b", 1.1), (" c]", 1)]


def test_and_makes_several_prompts_with_shares() -> None:
    written = read("a cat :1.2 AND a (dog:1.5):0.5 AND a frog")
    assert [(one.text.strip(), one.share) for one in written.prompts] == [
        ("a cat", 1.2),
        ("a dog", 0.5),
        ("a frog", 1.0),
    ]
    assert written.prompts[1].pieces[1].weight == 1.5


@pytest.mark.parametrize("prompt", ["a SAND castle", "ANDROID", r"a \AND b", "a and b"])
def test_and_is_a_word_of_its_own_in_capitals(prompt: str) -> None:
    assert len(read(prompt).prompts) == 1


def test_a_share_means_nothing_where_nothing_is_shared() -> None:
    assert weights("ratio 16:9") == [("ratio 16:9", 1)]


def test_every_word_is_shown_with_its_place_and_weight() -> None:
    prompt = "a (red:1.3) cat\\(1\\) # no\nb"
    shown = [(word.text, word.weight, prompt[word.start : word.end]) for word in words(prompt)]
    assert shown == [
        ("a", 1, "a"),
        ("red", 1.3, "red"),
        (r"cat\(1\)", 1, r"cat\(1\)"),
        ("b", 1, "b"),
    ]


@given(ANY)
@example("(" * 3000 + ")" * 3000)
@example("(a:" + "9" * 500 + ")")
def test_any_text_is_read(prompt: str) -> None:
    written = read(prompt)
    assert written.prompts
    assert all(abs(piece.weight) <= MOST for piece in written.pieces)
    places = [(piece.start, piece.end) for piece in written.pieces]
    assert all(0 <= start < end <= len(prompt) for start, end in places)
    assert all(a[1] <= b[0] for a, b in pairwise(places))
    assert [word.text for word in words(prompt)] == [
        prompt[word.start : word.end] for word in words(prompt)
    ]


@given(ANY)
def test_escaped_text_is_read_as_it_stands(text: str) -> None:
    written = read(escaped(text))
    assert plain(escaped(text)) == text
    assert all(piece.weight == 1 for piece in written.pieces)
    assert not written.warnings


@given(st.text(st.characters(codec="utf-8", exclude_characters=MARKS)).filter(
    lambda text: "AND" not in text
))  # fmt: skip
def test_text_without_marks_stays_as_it_is(text: str) -> None:
    assert plain(text) == text


@given(ANY)
def test_no_letter_is_invented_or_moved(prompt: str) -> None:
    """What is read is what was written with some marks left out."""
    rest = iter(prompt)
    assert all(letter in rest for piece in read(prompt).pieces for letter in piece.text)
