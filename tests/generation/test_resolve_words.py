"""What is written in the prompts, on its way into a request."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.generation.resolve import resolved, warnings_of
from core.geometry import Rect
from core.models.info import ModelInfo
from core.request import RegionPrompt, Request
from core.techniques.instruct_pix2pix import InstructPix2Pix
from core.techniques.semantic_guidance import SemanticGuidance, Slider
from core.words import wildcards

STARTER = ModelInfo("starter", "Starter", "sd1", Path("starter"), size=256)


def test_wildcards_are_chosen_once_and_then_stand_in_the_request() -> None:
    full = resolved(Request("a {red|blue} cat", seed=5), STARTER)
    assert full.prompt in ("a red cat", "a blue cat")
    assert resolved(full, STARTER) == full


def test_wildcards_of_what_techniques_say_to_the_model_are_chosen() -> None:
    night = InstructPix2Pix(instruction="make it {night|day}")
    sliders = SemanticGuidance(concepts=(Slider(prompt="a {hat|scarf}"), Slider(prompt="snow")))
    request = Request("a cat", seed=5, techniques=(night, sliders))
    instructed, slid = wildcards.chosen(request).techniques
    assert isinstance(instructed, InstructPix2Pix)
    assert isinstance(slid, SemanticGuidance)
    assert instructed.instruction in ("make it night", "make it day")
    assert slid.concepts[0].prompt in ("a hat", "a scarf")
    assert slid.concepts[1] == sliders.concepts[1]
    plain = Request("a cat", techniques=(SemanticGuidance(concepts=(Slider(prompt="snow"),)),))
    assert wildcards.chosen(plain) is plain


def test_what_cannot_be_read_as_it_was_meant_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wildcards, "folder", lambda: tmp_path)
    (tmp_path / "colour.txt").write_text("red")
    region = RegionPrompt("a (cat", box=Rect(0, 0, 9, 9))
    request = Request("a __colour__ __pet__", "blue", regions=(region,))
    told = warnings_of(request)
    assert [any(word in one for one in told) for word in ("colour", "“pet.txt”", "no partner")] == [
        False,
        True,
        True,
    ]
    assert warnings_of(Request("a (red:1.2) cat AND a dog")) == ()
