"""Language models are found by what their folders say, and judged before they are loaded."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from core import places
from core.errors import ModelError
from core.models import language_models
from core.models.language_models import chosen, find, usable
from tests.tiny_language import save_answering, save_continuing


def folder(path: Path, architecture: str, **more: Any) -> Path:
    """A folder of which only the configuration is there."""
    path.mkdir(parents=True)
    (path / "config.json").write_text(json.dumps({"architectures": [architecture], **more}))
    return path


def test_both_kinds_are_found_wherever_they_lie(tmp_path: Path) -> None:
    save_answering(tmp_path / "language/flan")
    save_continuing(tmp_path / "models--org--small-gpt/snapshots/0123abc")
    first, second = find([tmp_path / "nowhere", tmp_path, tmp_path / "language"])
    assert (first.id, first.answers, first.problems) == ("flan", True, ())
    assert (second.id, second.answers, second.problems) == ("small-gpt", False, ())
    assert usable([tmp_path]) == chosen([tmp_path]) == first
    assert chosen([tmp_path], "small-gpt") == chosen([tmp_path], str(second.path)) == second


@pytest.mark.parametrize(
    ("architecture", "answers"),
    [
        ("LlamaForCausalLM", False),
        ("GPT2LMHeadModel", False),
        ("Qwen3ForCausalLM", False),
        ("MT5ForConditionalGeneration", True),
        ("CLIPTextModel", None),
        ("T5EncoderModel", None),
        ("BlipForConditionalGeneration", None),
        ("DPTForDepthEstimation", None),
    ],
)
def test_the_configuration_tells_what_it_is(
    tmp_path: Path, architecture: str, answers: bool | None
) -> None:
    folder(tmp_path / "one", architecture)
    assert [info.answers for info in find([tmp_path])] == ([] if answers is None else [answers])


@pytest.mark.parametrize("text", ["", "[]", "{", '{"architectures": 3}', '{"architectures": [3]}'])
def test_configurations_that_say_nothing_are_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.json").write_text(text)
    assert find([tmp_path]) == []


def test_the_text_half_of_a_model_that_paints_is_none(tmp_path: Path) -> None:
    folder(tmp_path / "painter/text_encoder", "T5ForConditionalGeneration")
    (tmp_path / "painter/model_index.json").write_text("{}")
    assert find([tmp_path]) == []
    assert find([places.resources()]) == []


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (lambda one: (one / "model.safetensors").unlink(), "^model.safetensors is missing"),
        (lambda one: (one / "model.safetensors").write_bytes(b"x" * 99), "not a safetensors file"),
        (lambda one: (one / "model.safetensors").rename(one / "pytorch_model.bin"), "pickle"),
        (lambda one: (one / "tokenizer.json").unlink(), "tokenizer.json is missing"),
    ],
)
def test_a_broken_folder_is_refused_naming_its_trouble(
    tmp_path: Path, trouble: Any, told: str
) -> None:
    save_continuing(tmp_path / "small-gpt")
    trouble(tmp_path / "small-gpt")
    (info,) = find([tmp_path])
    with pytest.raises(ModelError, match="small-gpt") as raised:
        chosen([tmp_path])
    assert usable([tmp_path]) is None
    assert re.search(told, info.problems[0])
    assert info.problems[0] in raised.value.cause


def test_packed_weights_are_refused(tmp_path: Path) -> None:
    folder(tmp_path / "one", "LlamaForCausalLM", quantization_config={"quant_method": "gptq"})
    assert any("quantised" in problem for problem in find([tmp_path])[0].problems)


def test_a_pickle_beside_safetensors_does_no_harm(tmp_path: Path) -> None:
    """It is never opened; most published folders have one."""
    save_continuing(tmp_path / "small-gpt")
    (tmp_path / "small-gpt/pytorch_model.bin").write_bytes(b"anything")
    assert find([tmp_path])[0].problems == ()


def test_what_is_not_there_is_told_with_the_place_for_it(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as raised:
        chosen([places.resources(), tmp_path])
    assert str(tmp_path / language_models.FOLDER) in raised.value.remedy
    save_continuing(tmp_path / "language/small-gpt")
    with pytest.raises(ModelError, match=r"called “other”.*small-gpt"):
        chosen([tmp_path], "other")


def test_finding_one_needs_no_torch(tmp_path: Path) -> None:
    """Forms and recipes ask for them."""
    save_continuing(tmp_path / "small-gpt")
    code = (
        "import sys; from pathlib import Path; from core import techniques\n"
        "kind = techniques.techniques()['pix2pix_zero']\n"
        "made = kind(source_words='cat', target_words='dog').settled([Path(sys.argv[1])])\n"
        "assert made.language_model == 'small-gpt' and not kind.lacks([Path(sys.argv[1])])\n"
        "sys.exit(any(name in sys.modules for name in ('torch', 'transformers', 'diffusers')))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], timeout=60)
    assert done.returncode == 0
