"""Sentences about things: the built-in ones, and what is taken of those that others made."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.words.sentences import (
    MOST,
    TEMPLATES,
    pooled,
    said,
    sentences,
    spoken,
    template,
    things,
)


def test_the_sentences_are_about_each_thing() -> None:
    assert things("a cat,  red  kitten , An owl,,") == ["cat", "red kitten", "owl"]
    made = sentences("cat, owl")
    assert len(made) == len(set(made)) == 2 * len(TEMPLATES)
    assert "a photo of a cat" in made
    assert "a photo of an owl" in made


def test_any_templates_do() -> None:
    assert sentences("cat, owl", ["A {} and another {}"]) == [
        "A cat and another cat",
        "An owl and another owl",
    ]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("A cat sits on the grass.", "a {} sits on the grass"),
        ("  “The cat’s bowl, seen from above.” It is empty.", "the {}’s bowl, seen from above"),
        ("a black cat\nhorse: a horse in a field", "a black {}"),
        ("An old cat; a cat sleeps", "an old {}"),
        ("Cat on a roof! Look", "{} on a roof"),
        ("a dog in the snow", None),
        ("many cats in the street", None),
        ("a cat", None),
        ("a cat " * 13, None),
        ("the cat (left) sleeps", None),
        ("a cat on <unk> grass", None),
        ("a cat [and] a {dog}", None),
        ("", None),
        ("\n\n", None),
    ],
)
def test_a_sentence_counts_when_it_names_the_thing_in_plain_words(
    text: str, kept: str | None
) -> None:
    assert template(text, "cat") == kept


def test_things_of_several_words_are_found() -> None:
    assert template("There is a Teddy  bear here", "teddy bear") == "there is a {} here"
    assert template("there is an owl here", "owl") == "there is a {} here"


@given(st.text(max_size=60), st.sampled_from(["cat", "owl", "teddy bear"]))
def test_what_is_kept_says_the_same_when_it_is_read_again(text: str, thing: str) -> None:
    for tried in (text, f"a {thing} {text}", f"{text} {thing}"):
        made = template(tried, thing)
        if made is not None:
            assert "{}" in made
            assert not set(made.replace("{}", "")) & set("(){}[]:\\\n")
            assert template(said(made, thing), thing) == made


def test_weights_are_no_part_of_what_is_talked_about() -> None:
    assert spoken("(Red cat:1.3)") == "red cat"
    assert spoken("()") == ""


def test_banks_are_put_together_and_none_speaks_of_two_things() -> None:
    banks = [
        ["a {} in the snow", "a {} and a dog"],
        ["a {} in the snow", "the {} runs", "dogs, {}"],
    ]
    assert pooled(banks, ["cat", "dog"]) == ("a {} in the snow", "the {} runs", "dogs, {}")
    long = [[f"a {{}} of {n} and {bank}" for n in range(MOST)] for bank in range(3)]
    found = pooled(long, ["cat"])
    assert len(found) == MOST
    assert all(any(f"and {bank}" in one for one in found) for bank in range(3))
