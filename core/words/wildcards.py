"""Wildcards: words that the seed chooses (no torch).

    a {red|blue|green} balloon       one of them
    a {3::red|blue} balloon          red three times as often as blue
    a __colour__ balloon             a line of the file colour.txt in the folder of wildcards
    a __animals/birds__              in a folder within it

What is chosen depends on the seed, on which prompt it stands in, and on nothing else, so a recipe
chooses the same again as long as the files stay. Each picture of a batch has a seed and chooses for
itself (`core.generation.resolve.turns_of`); what it chose is told with it and written into its
recipe, which then repeats the picture whatever becomes of the files. Lines and choices may hold
wildcards themselves. In a file, empty lines and those that begin with # are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar, cast

from core import places
from core.parameters import Several, Text, parameters
from core.request import Request
from core.words.grammar import COMMENT

T = TypeVar("T")

MOST = 1_000
"""Files' lines that go into one prompt; more comes of files that name each other."""

MAX_FILE = 2**24
"""Bytes of a file of wildcards: some hundred thousand lines."""

_NAMED = re.compile(r"(?<![\\_])__(?![_\s./])((?:(?!__)[\w ./-])+)(?<![\s./])__(?!_)")
_OFTEN = re.compile(r"\s*(\d{1,6}(?:\.\d{1,6})?)::", re.ASCII)
_PARTS = re.compile(r"\\.|[{}|]|[^\\{}|]+|\\", re.DOTALL)


def folder() -> Path:
    """Where the artist's wildcard files are."""
    return places.data() / "wildcards"


def chosen(request: Request, files: Path | None = None) -> Request:
    """The request with every wildcard of its prompts chosen by its seed; itself without any."""
    return said(request, choices(request, files))


def choices(request: Request, files: Path | None = None) -> dict[str, str]:
    """What the seed chooses: field ("regions[0].prompt") → its prompt, if that has wildcards."""
    where = files or folder()
    found: dict[str, str] = {}

    def of(prompt: str, field: str) -> str:
        text = choose(prompt, _Draws(request.seed, field), lambda name: lines(where, name))
        if text != prompt:
            found[field] = text
        return prompt

    _with_prompts(request, of)
    return found


def said(request: Request, choices: Mapping[str, str]) -> Request:
    """The request with prompts that were chosen for it; itself when there are none.

    A technique that names words of the prompts goes without those that were passed over, and is
    left out when it has no other.
    """
    if not choices:
        return request
    changed = _with_prompts(request, lambda prompt, field: choices.get(field, prompt))
    heard = (technique.heard(request, changed) for technique in changed.techniques)
    return replace(changed, techniques=tuple(one for one in heard if one is not None))


def _with_prompts(request: Request, of: Callable[[str, str], str]) -> Request:
    """The request with everything that is said to the model put through `of`(text, field)."""
    regions = tuple(
        replace(
            region,
            prompt=of(region.prompt, f"regions[{i}].prompt"),
            negative_prompt=of(region.negative_prompt, f"regions[{i}].negative_prompt"),
        )
        for i, region in enumerate(request.regions)
    )
    techniques = tuple(
        _spoken(technique, f"techniques[{i}]", of) for i, technique in enumerate(request.techniques)
    )
    return replace(
        request,
        prompt=of(request.prompt, "prompt"),
        negative_prompt=of(request.negative_prompt, "negative_prompt"),
        regions=regions,
        techniques=techniques,
    )


def _spoken(value: T, where: str, of: Callable[[str, str], str]) -> T:
    """A technique, or a part of one, with every text that is said to the model put through `of`."""
    changed: dict[str, object] = {}
    for key, parameter in parameters(type(value)).items():
        field = getattr(value, parameter.attribute)
        if isinstance(parameter, Text) and parameter.spoken:
            changed[parameter.attribute] = of(field, f"{where}.{key}")
        elif isinstance(parameter, Several):
            changed[parameter.attribute] = tuple(
                _spoken(one, f"{where}.{key}[{i}]", of) for i, one in enumerate(field)
            )
    return cast(T, replace(cast(Any, value), **changed)) if changed else value


def missing(prompt: str) -> tuple[str, ...]:
    """Names of files that a prompt still asks for once all that could be chosen is."""
    return tuple(name for text, _ in _outside(prompt) for name in _NAMED.findall(text))


def choose(
    prompt: str, draws: _Draws, lines: Callable[[str], Sequence[str]], stack: tuple[str, ...] = ()
) -> str:
    """A prompt with its wildcards chosen. Comments stay as they are."""
    if "{" not in prompt and "__" not in prompt:
        return prompt

    def line(match: re.Match[str]) -> str:
        name = match[1]
        found = lines(name) if name not in stack and draws.lines < MOST else ()
        if not found:
            return match[0]
        draws.lines += 1
        picked = choose(found[draws.one([1.0] * len(found))], draws, lines, (*stack, name))
        # What is left of its marks belongs to no choice around it.
        return re.sub(r"(?<!\\)[{|}]", r"\\\g<0>", picked)

    text = _braces(prompt, draws)
    return "".join(_NAMED.sub(line, part) + comment for part, comment in _outside(text))


def lines(files: Path, name: str) -> list[str]:
    """The lines of a wildcard file; none when it is not there or cannot be read."""
    if ".." in name:
        return []
    file = files / f"{name}.txt"
    try:
        if file.stat().st_size > MAX_FILE:
            return []
        content = file.read_text("utf-8-sig", errors="replace")
    except (OSError, ValueError):
        return []
    found = (line.strip() for line in content.splitlines())
    return [line for line in found if line and not line.startswith("#")]


@dataclass
class _Draws:
    """Numbers that depend on the seed and the field, and are the same everywhere for ever."""

    seed: int
    field: str
    drawn: int = 0
    lines: int = 0

    def one(self, weights: Sequence[float]) -> int:
        """An index, as often as its weight says."""
        key = f"{self.seed}/{self.field}/{self.drawn}".encode()
        self.drawn += 1
        total = sum(weights)
        left = int.from_bytes(blake2b(key, digest_size=8).digest()) / 2**64 * total
        for index, weight in enumerate(weights):
            left -= weight
            if left < 0:
                return index
        return max(range(len(weights)), key=lambda i: weights[i])


def _outside(text: str) -> Iterator[tuple[str, str]]:
    """A text in pieces that are no comment, each with the comment that follows it."""
    at = 0
    for comment in COMMENT.finditer(text):
        yield text[at : comment.start()], comment[0]
        at = comment.end()
    yield text[at:], ""


def _braces(prompt: str, draws: _Draws) -> str:
    """`{a|b}` chosen, from the inside outwards; braces without a partner or a choice stay."""
    open_: list[list[str]] = [[""]]
    for text, comment in _outside(prompt):
        for part in _PARTS.findall(text):
            if part == "{":
                open_.append([""])
            elif part == "|" and len(open_) > 1:
                open_[-1].append("")
            elif part == "}" and len(open_) > 1:
                options = open_.pop()
                open_[-1][-1] += _picked(options, draws)
            else:
                open_[-1][-1] += part
        open_[-1][-1] += comment
    while len(open_) > 1:
        options = open_.pop()
        open_[-1][-1] += "{" + "|".join(options)
    return open_[0][0]


def _picked(options: Sequence[str], draws: _Draws) -> str:
    if len(options) == 1:
        return "{" + options[0] + "}"
    often = [_OFTEN.match(option) for option in options]
    index = draws.one([float(found[1]) if found else 1.0 for found in often])
    found = often[index]
    return options[index][found.end() :] if found else options[index]
