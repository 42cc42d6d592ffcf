"""Language models in the models' folders, told by their config.json (no torch).

A folder as transformers saves them: config.json, safetensors, and a tokenizer. They say sentences
about things; see core/models/sentence_model.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import ModelError
from core.models import weights
from core.models.folders import CONFIG, INDEX, folders, own, published_name
from core.models.library import read_json, weight_problems

ANSWERING = (
    "T5ForConditionalGeneration",
    "MT5ForConditionalGeneration",
    "UMT5ForConditionalGeneration",
    "LongT5ForConditionalGeneration",
    "SwitchTransformersForConditionalGeneration",
)
"""Those of two halves that do what a text says (FLAN-T5). Others of that ending see pictures, hear
speech, or sum up."""

CONTINUING = ("ForCausalLM", "LMHeadModel")
"""How those are called that go on with a text: GPT2LMHeadModel, LlamaForCausalLM…"""

FOLDER = "language"
"""Where the artist is told to put one; it is found in any other folder as well."""

STEM = "model"


@dataclass(frozen=True)
class LanguageInfo:
    """A language model, as far as its files tell without being loaded."""

    id: str
    title: str
    path: Path
    answers: bool
    """Whether it answers a text, rather than going on with it."""
    problems: tuple[str, ...] = ()
    """Why it cannot be used, in sentences; empty when it can."""


def find(dirs: Sequence[Path]) -> list[LanguageInfo]:
    """Every language model in these folders, in their order; broken ones too."""
    found: dict[Path, LanguageInfo] = {}
    for top in dirs:
        for path in _candidates(Path(top)):
            if path.resolve() not in found and (info := _read(path)) is not None:
                found[path.resolve()] = info
    return list(found.values())


def usable(dirs: Sequence[Path]) -> LanguageInfo | None:
    """The first that can be used, if there is one."""
    return next((info for info in find(dirs) if not info.problems), None)


def chosen(dirs: Sequence[Path], id: str = "") -> LanguageInfo:
    """The language model that is meant: the one called `id`, or the first that can be used.

    Raises ModelError that says which there are, and where to put one.
    """
    found = find(dirs)
    meant = [info for info in found if not id or id in (info.id, str(info.path))]
    for info in meant:
        if not info.problems:
            return info
    if meant:
        raise ModelError(
            f"The language model “{meant[0].title}” cannot be used: {' '.join(meant[0].problems)}",
            "Get it anew, choose another one, or choose the built-in sentences.",
        )
    if id and found:
        raise ModelError(
            f"There is no language model called “{id}”.",
            f"Choose one of those that were found ({', '.join(info.id for info in found)}), or "
            "the built-in sentences.",
        )
    raise ModelError(
        f"No language model{f' called “{id}”' if id else ''} was found.",
        f"{where_to_put(dirs)} Or choose the built-in sentences.",
    )


def where_to_put(dirs: Sequence[Path]) -> str:
    """What an artist does to have one, in a sentence."""
    return (
        f"Put the folder of one, such as FLAN-T5 or GPT-2 (config.json, {STEM}.safetensors and "
        f"tokenizer.json), into {own(dirs) / FOLDER}."
    )


def _candidates(top: Path) -> Iterator[Path]:
    """Folders with a config.json that are no part of a model that paints."""
    for folder in folders(top, below=lambda folder: not folder.is_model):
        if folder.holds(CONFIG) and not folder.holds(INDEX):
            yield folder.path


def _read(folder: Path) -> LanguageInfo | None:
    """What a folder says of itself; None when it is no language model."""
    try:
        config = read_json(folder / CONFIG)
    except (OSError, ValueError):
        return None
    told = config.get("architectures")
    names = [name for name in told if isinstance(name, str)] if isinstance(told, list) else []
    answers = any(name in ANSWERING for name in names)
    if not answers and not any(name.endswith(CONTINUING) for name in names):
        return None
    name = published_name(folder)
    return LanguageInfo(name, name, folder, answers, tuple(_problems(folder, config)))


def _problems(folder: Path, config: Mapping[str, Any]) -> Iterator[str]:
    if not any(folder.glob("*.safetensors")) and weights.pickles(folder):
        yield (
            "Its weights are a pickle: a file that could run any program when it is opened. "
            "Get it as safetensors."
        )
    else:
        for problem in weight_problems(folder, STEM):
            yield problem.removeprefix(f"{folder.name}/").removeprefix(f"{folder.name}: ")
    tokens = ("tokenizer.json",), ("vocab.json", "merges.txt")
    if not any(all((folder / name).is_file() for name in names) for names in tokens):
        yield "tokenizer.json is missing."
    if config.get("quantization_config"):
        yield "Its weights are packed (quantised) in a way that this version cannot read."
