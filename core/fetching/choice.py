"""Which files of a repository are needed: weights in safetensors, the smallest that serve, and
what tells how they are built; never pickles, never programs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from core.fetching.errors import FetchError, SeveralFiles
from core.fetching.hub import HubFile
from core.models.folders import CONFIG, INDEX
from core.models.weights import PICKLES

SAFE = ".safetensors"
PACKED = ".gguf"
"""Taken only where it is asked for by its name: of one model there are many, of all sizes."""
LARGEST_TEXT = 64 << 20
"""Bytes of a configuration or a tokenizer; anything larger is something else."""
TOKENIZERS = {"tokenizer.json", "vocab.json"}
"""What a folder without weights has that is a tokenizer's, which some models lack."""
CARD = "README.md"
_TEXTS = (".json", ".txt", ".model", ".jinja")
_HALF = ("fp16", "bf16")
"""Variants with numbers of 2 bytes, the best first: no more are painted with."""
_ALWAYS = ("scheduler",)
"""Small parts that are needed, and that some indexes forget."""
_UNUSED = ("safety_checker",)
"""Parts of published models that nothing here asks."""
_STEMS = ("diffusion_pytorch_model", "model", "pytorch_lora_weights")
"""The names under which the libraries look for weights."""
_SHARD = re.compile(r"(?P<stem>.+?)(?P<shard>-\d{5}-of-\d{5})?")


def needed(
    files: Sequence[HubFile], within: Iterable[str] = (), index: bytes | None = None
) -> tuple[HubFile, ...]:
    """The files that are needed of a repository, or of `within` it: files, folders that end in
    "/". `index` is the content of its model_index.json, which tells its parts.

    What tells that a folder is a model comes last, so that half a model is never taken for one.
    Raises FetchError, and SeveralFiles where the artist has to choose.
    """
    named = {file.path: file for file in files}
    chosen: dict[str, HubFile] = {}
    asked = tuple(within)
    for one in asked:
        if one.endswith("/"):
            inside = [file for file in files if file.path.startswith(one)]
            chosen |= {file.path: file for file in _of_folder(inside, one, None)}
        else:
            chosen |= {file.path: file for file in _alone(named, one)}
    if not asked:
        chosen = {file.path: file for file in _of_folder(list(files), "", index)}
    if CARD in named and named[CARD].size < LARGEST_TEXT:
        chosen[CARD] = named[CARD]
    last = (INDEX, CONFIG)
    return tuple(
        sorted(
            chosen.values(),
            key=lambda file: (
                PurePosixPath(file.path).name in last, file.path == INDEX, -file.size, file.path
            ),
        )
    )  # fmt: skip


def _alone(named: Mapping[str, HubFile], path: str) -> list[HubFile]:
    suffix = PurePosixPath(path).suffix.lower()
    if suffix in PICKLES:
        raise FetchError(
            f"{path} is a pickle: a file that could run any program when it is opened.",
            "Choose a safetensors file, or another model.",
        )
    if path not in named:
        raise FetchError(f"There is no file {path}.", "Look for its address on the hub again.")
    if suffix not in (SAFE, PACKED, *_TEXTS):
        raise FetchError(f"{path} is no file of weights.", "Choose a safetensors file.")
    return [named[path]]


def _of_folder(files: list[HubFile], top: str, index: bytes | None) -> list[HubFile]:
    """What is needed of a folder `top` ("" or "a/b/") with these files in it and below it."""
    here = [file for file in files if "/" not in file.path[len(top) :]]
    names = {file.path[len(top) :] for file in here}
    if INDEX in names:
        return _of_whole_model(files, top, index)
    if CONFIG in names:
        found = _of_part(here, top, whole=False)
        if not any(file.path.endswith(SAFE) for file in found):
            raise _unsafe(here)
        return found
    if top and names & TOKENIZERS:
        return _of_part(here, top)
    single = [file for file in here if file.path.endswith(SAFE)]
    if len(single) == 1:
        return single
    if not single:
        below = [file for file in files if file.path.endswith(SAFE)]
        if len(below) == 1:
            return below
        single = below
    if not single:
        raise _unsafe(files)
    stems = {_SHARD.fullmatch(PurePosixPath(file.path).stem)["stem"] for file in single}  # type: ignore[index]
    if len(stems) == 1 and any("-of-" in file.path for file in single):
        return [*single, *(file for file in here if file.path.endswith(".index.json"))]
    raise SeveralFiles(
        f"There are {len(single)} models in this place.",
        "Choose which one is to be fetched.",
        tuple(sorted(file.path for file in single)),
    )


def _of_whole_model(files: list[HubFile], top: str, index: bytes | None) -> list[HubFile]:
    parts = _parts(index)
    found = [file for file in files if file.path == top + INDEX]
    folders: dict[str, list[HubFile]] = {}
    for file in files:
        name, slash, rest = file.path[len(top) :].partition("/")
        if slash and "/" not in rest:
            folders.setdefault(name, []).append(file)
    for name, inside in folders.items():
        if name in _UNUSED or (parts is not None and name not in (*parts, *_ALWAYS)):
            continue
        part = _of_part(inside, f"{top}{name}/")
        weights = [one for one in inside if PurePosixPath(one.path).suffix.lower() in PICKLES]
        if weights and not any(one.path.endswith(SAFE) for one in part):
            raise FetchError(
                f"Its part “{name}” is published as a pickle only: a file that could run any "
                "program when it is opened.",
                "Choose another model, or another version of this one.",
            )
        found += part
    if not any(one.path.endswith(SAFE) for one in found):
        raise _unsafe(files)
    return found


def _parts(index: bytes | None) -> set[str] | None:
    """The folders that a model_index.json names; None when it tells nothing."""
    try:
        told = json.loads(index or b"")
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict):
        return None
    return {
        name for name, value in told.items()
        if isinstance(value, list) and len(value) == 2 and value[1] is not None
    }  # fmt: skip


def _of_part(files: list[HubFile], top: str, *, whole: bool = True) -> list[HubFile]:
    """Of the files of one network or tokenizer: one variant of its weights, and its texts.

    Networks of transformers that are no part of a `whole` model are not loaded by their variant.
    """
    sets: dict[tuple[str, str], list[HubFile]] = {}
    for file in files:
        if file.path.endswith(SAFE):
            match = _SHARD.fullmatch(file.path[len(top) :].removesuffix(SAFE))
            assert match is not None
            stem, _, variant = match["stem"].partition(".")
            sets.setdefault((stem, variant), []).append(file)
    texts = [
        file for file in files
        if PurePosixPath(file.path).suffix in _TEXTS and file.size < LARGEST_TEXT
        and ".index." not in file.path
    ]  # fmt: skip
    if not sets:
        return texts
    known = [key for key in sets if key[0] in _STEMS] or list(sets)
    plain = [key for key in known if not key[1]]
    if plain and not whole and not any(key[0] == _STEMS[0] for key in known):
        known = plain
    stem, variant = min(known, key=lambda key: (_STEMS.index(key[0]) if key[0] in _STEMS else 9,
                                                _rank(key[1]), key))  # fmt: skip
    listing = (f"{stem}{SAFE}.index.json",) if not variant else (
        f"{stem}.{variant}{SAFE}.index.json", f"{stem}{SAFE}.index.{variant}.json"
    )  # fmt: skip
    return [
        *sets[stem, variant],
        *texts,
        *(file for file in files if file.path[len(top) :] in listing),
    ]


def _rank(variant: str) -> int:
    """How good a variant is: half as many bytes, then all, then those for training on."""
    return _HALF.index(variant) if variant in _HALF else 8 if not variant else 9


def _unsafe(files: Sequence[HubFile]) -> FetchError:
    if any(PurePosixPath(file.path).suffix.lower() in PICKLES for file in files):
        return FetchError(
            "Its weights are published as pickles only: files that could run any program when "
            "they are opened.",
            "Choose a model that is published as safetensors.",
        )
    return FetchError(
        "There is no model in this place that could be used.",
        "Look for one that is published as safetensors.",
    )
