"""Ctrl+Up and Ctrl+Down change the weight of what is selected and of nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.words.grammar import read
from core.words.reweight import reweighted


def changed(marked: str, by: float) -> str:
    """`marked` has | where the selection begins and ends, in what comes back as well."""
    start = marked.index("|")
    end = marked.rindex("|") - (marked.rindex("|") != start)
    prompt, start, end = reweighted(marked.replace("|", ""), start, end, by)
    return f"{prompt[:start]}|{prompt[start:end]}|{prompt[end:]}"


@pytest.mark.parametrize(
    ("before", "by", "after"),
    [
        ("a |red| cat", 0.1, "a (|red|:1.1) cat"),
        ("a r|ed cat", 0.1, "a (|red|:1.1) cat"),
        ("a (|red|:1.1) cat", 0.1, "a (|red|:1.2) cat"),
        ("a (r|ed:1.1) cat", -0.1, "a |red| cat"),
        ("a |red| cat", -0.1, "a (|red|:0.9) cat"),
        ("a (|red|) cat", 0.1, "a (|red|:1.2) cat"),
        ("a [|red|] cat", 0.1, "a (|red|:1.01) cat"),
        ("a |red cat |", 0.1, "a (|red cat|:1.1) "),
        (r"a \(|red|\) cat", 0.1, r"a \((|red|:1.1)\) cat"),
        ("a (|red|:9.95) cat", 0.1, "a (|red|:10) cat"),
        ("a (|red|:0.05) cat", -0.1, "a (|red|:0) cat"),
    ],
)
def test_the_selection_weighs_more_or_less(before: str, by: float, after: str) -> None:
    assert changed(before, by) == after


@given(st.text("ab ()[]:.1\\"), st.integers(-3, 30), st.integers(-3, 30))
def test_no_selection_can_break_it(prompt: str, start: int, end: int) -> None:
    text, first, last = reweighted(prompt, start, end, 0.1)
    assert 0 <= first <= last <= len(text)
    read(text)
