"""What a language model says about things: the same each time, kept, and nothing left behind."""

from __future__ import annotations

import gc
import json
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from core import places
from core.errors import Cancelled, ModelError, OutOfMemory
from core.models import language_models, sentence_model
from core.models.language_models import LanguageInfo
from core.models.shelf import Shelf
from core.words.sentences import TEMPLATES, said
from tests.tiny_language import save_answering, save_continuing

CPU = torch.device("cpu")
KINDS = pytest.mark.parametrize("save", [save_continuing, save_answering])


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Little is enough here: a tiny model says a word in a third of its sentences."""
    for name, value in (("WANTED", 6), ("ROUNDS", 3), ("LONGEST", 16)):
        monkeypatch.setattr(sentence_model, name, value)


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Weak references to every network that was loaded."""
    found: list[Any] = []
    load = sentence_model._load

    def remember(info: LanguageInfo, device: torch.device) -> tuple[Any, Any]:
        tokenizer, network = load(info, device)
        found.append(weakref.ref(network))
        return tokenizer, network

    monkeypatch.setattr(sentence_model, "_load", remember)
    return found


def templates(
    folder: Path, *things: str, shelf: Shelf | None = None, cancelled: Callable[[], bool] = bool
) -> list[tuple[str, ...]]:
    info = language_models.chosen([folder])
    return sentence_model.templates(shelf or Shelf(), info, things, CPU, cancelled)


def forget() -> None:
    """Empties the cache folder."""
    for file in files():
        file.unlink()


def files() -> list[Path]:
    return sorted((places.cache() / "sentences").glob("*"))


@KINDS
def test_it_says_sentences_about_each_thing_and_the_same_ones_again(
    tmp_path: Path, save: Any
) -> None:
    save(tmp_path)
    cat, owl = templates(tmp_path, "cat", "owl")
    assert len(set(cat)) == len(cat) == sentence_model.WANTED
    for bank, thing in ((cat, "cat"), (owl, "owl")):
        for one in bank:
            assert thing in said(one, thing).split()
    assert not set(cat) <= set(TEMPLATES)
    forget()
    torch.manual_seed(99)
    # What was asked before does not matter.
    assert templates(tmp_path, "owl", "cat") == [owl, cat]


def test_another_model_says_something_else(tmp_path: Path) -> None:
    save_continuing(tmp_path / "a/one")
    save_continuing(tmp_path / "b/one", seed=1)
    assert templates(tmp_path / "a", "cat") != templates(tmp_path / "b", "cat")


def test_what_was_said_is_kept_and_the_model_let_go(tmp_path: Path, loads: list[Any]) -> None:
    save_continuing(tmp_path)
    shelf = Shelf()
    with shelf.job():
        first = templates(tmp_path, "cat", shelf=shelf)
    gc.collect()
    assert [one() for one in loads] == [None]
    forget()
    with shelf.job():
        assert templates(tmp_path, "cat", shelf=shelf) == first
    assert not files()  # it was on the shelf
    with shelf.job():
        pass
    again = templates(tmp_path, "cat", "owl")
    assert again[0] == first[0]
    assert len(loads) == 2
    # And from the folder in the next start of the program, readable for whoever looks.
    assert templates(tmp_path, "cat", "owl") == again
    assert len(loads) == 2
    kept = {one["thing"]: one for one in (json.loads(file.read_text()) for file in files())}
    assert kept["owl"]["sentences"] == [said(one, "owl") for one in again[1]]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"sentences": 3}', '{"sentences": [3]}'])
def test_a_damaged_file_is_made_anew(tmp_path: Path, content: str, loads: list[Any]) -> None:
    save_continuing(tmp_path)
    first = templates(tmp_path, "cat")
    files()[0].write_text(content)
    assert templates(tmp_path, "cat") == first
    assert len(loads) == 2
    assert templates(tmp_path, "cat") == first
    assert len(loads) == 2


def test_without_a_folder_to_keep_it_in_it_speaks_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_continuing(tmp_path / "one")
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("UNDERPAINT_HOME", str(tmp_path / "file"))
    assert templates(tmp_path / "one", "cat")[0]


def test_changed_weights_speak_for_themselves(tmp_path: Path) -> None:
    save_continuing(tmp_path / "one")
    first = templates(tmp_path, "cat")
    save_continuing(tmp_path / "one", seed=1)
    assert templates(tmp_path, "cat") != first


def test_of_what_it_cannot_say_nothing_is_kept_twice(tmp_path: Path, loads: list[Any]) -> None:
    save_continuing(tmp_path)
    assert templates(tmp_path, "zebra") == templates(tmp_path, "zebra") == [()]
    assert len(loads) == 1


@KINDS
def test_a_cancel_takes_effect_within_a_sentence_and_loses_nothing(
    tmp_path: Path, save: Any, loads: list[Any]
) -> None:
    save(tmp_path)
    asked: list[int] = []

    def during_the_second() -> bool:
        if files():
            asked.append(1)
        return len(asked) > 9

    with pytest.raises(Cancelled):
        templates(tmp_path, "cat", "owl", cancelled=during_the_second)
    assert len(asked) == 10
    gc.collect()
    assert [one() for one in loads] == [None]
    (kept,) = files()
    assert json.loads(kept.read_text())["thing"] == "cat"
    assert all(templates(tmp_path, "cat", "owl"))


def test_before_it_is_loaded_a_cancel_is_asked_for(tmp_path: Path, loads: list[Any]) -> None:
    save_continuing(tmp_path)
    with pytest.raises(Cancelled):
        templates(tmp_path, "cat", cancelled=lambda: True)
    assert not loads


def test_nobody_elses_random_numbers_are_used_up(tmp_path: Path) -> None:
    save_answering(tmp_path)
    torch.manual_seed(5)
    before, numpy_before = torch.get_rng_state(), np.random.get_state()[1].copy()  # type: ignore[index,union-attr]
    templates(tmp_path, "cat")
    assert torch.equal(before, torch.get_rng_state())
    assert (numpy_before == np.random.get_state()[1]).all()  # type: ignore[index]


def test_what_cannot_be_loaded_is_told(tmp_path: Path) -> None:
    """Files that look sound from outside."""
    save_continuing(tmp_path / "other")
    save_answering(tmp_path / "one")
    (tmp_path / "other/model.safetensors").replace(tmp_path / "one/model.safetensors")
    with pytest.raises(ModelError, match=r"“one” cannot be used.*missing") as raised:
        templates(tmp_path / "one/..", "cat")
    assert "built-in" in raised.value.remedy
    (tmp_path / "one/tokenizer.json").write_text("{}")
    with pytest.raises(ModelError, match="“one” cannot be used"):
        templates(tmp_path, "cat")


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (MemoryError, ""),
        (torch.OutOfMemoryError, "CUDA"),
        (RuntimeError, "can't allocate memory: 9 bytes"),
    ],
)
def test_one_that_is_too_large_is_told_and_let_go(
    tmp_path: Path, loads: list[Any], monkeypatch: pytest.MonkeyPatch, error: Any, says: str
) -> None:
    def sampling(*_: object) -> None:
        raise error(says)

    save_continuing(tmp_path / "one")
    monkeypatch.setattr(sentence_model, "_sampling", sampling)
    with pytest.raises(OutOfMemory, match="language model “one”"):
        templates(tmp_path, "cat")
    monkeypatch.setattr(sentence_model, "_sampling", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        templates(tmp_path, "cat")
    gc.collect()
    assert [one() for one in loads] == [None, None]


def test_one_that_reads_too_little_is_told(tmp_path: Path) -> None:
    save_continuing(tmp_path / "one", positions=20)
    with pytest.raises(ModelError, match="“one” cannot be used"):
        templates(tmp_path, "cat")


def test_numbers_that_break_down_are_told(tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    save_continuing(tmp_path / "one")
    file = tmp_path / "one/model.safetensors"
    weights = load_file(file)
    name = next(name for name in weights if name.endswith("ln_f.weight"))
    save_file(weights | {name: weights[name] * torch.nan}, file, {"format": "pt"})
    with pytest.raises(ModelError, match="break down"):
        templates(tmp_path, "cat")


def test_code_in_a_models_folder_is_never_run(tmp_path: Path) -> None:
    """Neither a class of its own, nor a way of its own to generate."""
    save_continuing(tmp_path / "one")
    trap = f"from pathlib import Path\nPath({str(tmp_path / 'sprung')!r}).touch()\n"
    (tmp_path / "one/custom_generate").mkdir()
    for name in ("mine.py", "custom_generate/generate.py"):
        (tmp_path / "one" / name).write_text(trap)
    config = json.loads((tmp_path / "one/config.json").read_text())
    classes = {"AutoConfig": "mine.Config", "AutoModelForCausalLM": "mine.Model"}
    for kind, works in (("gpt2", True), ("mine", False)):
        changed = config | {"model_type": kind, "auto_map": classes}
        (tmp_path / "one/config.json").write_text(json.dumps(changed))
        if works:
            assert templates(tmp_path, "cat")[0]
        else:
            forget()
            with pytest.raises(ModelError, match="“one” cannot be used"):
                templates(tmp_path, "cat")
    assert not (tmp_path / "sprung").exists()
