"""Wildcards: chosen by the seed, the same for ever, and written into the request."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.geometry import Rect
from core.request import RegionPrompt, Request
from core.words.wildcards import chosen, missing


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "colour.txt").write_text("# colours\nred\n\n  blue  \n{dark|light} green\n")
    (tmp_path / "animals").mkdir()
    (tmp_path / "animals/birds.txt").write_text("a __colour__ duck\n")
    (tmp_path / "ring.txt").write_text("x __ring__\n")
    (tmp_path / "many.txt").write_text("__some__ __some__\n")
    (tmp_path / "some.txt").write_text("__colour__ " * 2000)
    return tmp_path


def prompt_of(text: str, seed: int = 0, files: Path | None = None) -> str:
    return chosen(Request(text, seed=seed), files or Path("nowhere")).prompt


def test_one_of_several_is_chosen_by_the_seed() -> None:
    found = [prompt_of("a {red|blue|} cat", seed) for seed in range(200)]
    assert set(found) == {"a red cat", "a blue cat", "a  cat"}
    assert found == [prompt_of("a {red|blue|} cat", seed) for seed in range(200)]


def test_a_choice_stays_the_same_in_every_version() -> None:
    assert [prompt_of("{a|b|c|d|e|f}", seed) for seed in range(8)] == list("beebaafb")


def test_choices_may_be_likelier() -> None:
    found = Counter(prompt_of("{3::red|blue}", seed) for seed in range(400))
    assert set(found) == {"red", "blue"}
    assert 250 < found["red"] < 350


def test_choices_within_choices() -> None:
    found = {prompt_of("{a {b|c}|d}", seed) for seed in range(50)}
    assert found == {"a b", "a c", "d"}


def test_a_line_of_a_file_is_chosen(files: Path) -> None:
    found = {prompt_of("a __colour__ cat", seed, files) for seed in range(80)}
    assert found == {"a red cat", "a blue cat", "a dark green cat", "a light green cat"}
    assert prompt_of("__animals/birds__", 1, files).startswith("a ")
    assert prompt_of("__animals/birds__", 1, files).endswith(" duck")


@pytest.mark.parametrize(
    "text", ["__nothing__", "__../secret__", "a_b__c", "{one}", "{a|b", "a|b}", r"\{a|b\}", "____"]
)
def test_what_is_no_choice_stays(text: str, files: Path) -> None:
    (files.parent / "secret.txt").write_text("secret")
    assert prompt_of(text, files=files) == text


def test_a_missing_file_is_told() -> None:
    assert missing("a __colour__ cat # not __this__") == ("colour",)
    assert missing(r"a \__colour__ cat") == ()


def test_files_that_name_each_other_come_to_an_end(files: Path) -> None:
    assert prompt_of("__ring__", files=files) == "x __ring__"
    assert len(prompt_of("__many__", files=files)) < 100_000


def test_comments_are_not_chosen_from() -> None:
    assert prompt_of("{a|a} # {b|c}") == "a # {b|c}"


def test_every_prompt_of_a_request_chooses_for_itself() -> None:
    text = "{a|b|c|d|e|f|g|h|i|j|k|l|m|n}"
    region = RegionPrompt(text, text, box=Rect(0, 0, 8, 8))
    request = chosen(Request(text, text, seed=3, regions=(region, region)))
    found = {request.prompt, request.negative_prompt}
    found |= {part for one in request.regions for part in (one.prompt, one.negative_prompt)}
    assert len(found) > 2
    assert all(len(part) == 1 for part in found)


def test_a_request_without_wildcards_is_itself() -> None:
    request = Request("a (red:1.2) cat")
    assert chosen(request) is request


@given(st.text(st.sampled_from("ab{}|_:\\2 #\n")), st.integers(0, 99))
def test_what_was_chosen_is_not_chosen_again(text: str, seed: int) -> None:
    once = prompt_of(text, seed)
    assert prompt_of(once, seed + 1) == once
