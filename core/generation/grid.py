"""A grid of pictures: one request in which one or two things differ, each over some values (no Qt,
no torch)."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core.document.drafts import SWITCH
from core.errors import RecipeError, UserError
from core.generation.resolve import picture_of
from core.other_parts import SPACED
from core.parameters import (
    Choice,
    FieldError,
    Integer,
    Number,
    Parameter,
    Several,
    Text,
    parameters,
)
from core.request import MAX_SEED, Request

MOST = 144
"""Pictures in a grid."""
_USUAL = 5
"""Values of a range of which nobody says how many there are."""
_NUMBER = r"([+-]?(?:\d+\.?\d*|\.\d+))"
_RANGE = re.compile(
    rf"{_NUMBER}\s*(?:-|–|\.\.|…|to\b)\s*{_NUMBER}(?:\s*(by|in)\s*{_NUMBER})?", re.ASCII
)
_RANDOM = re.compile(r"(\d+)\s*random", re.ASCII)
_OF_REQUEST = ("seed", "steps", "guidance_scale", "strength", "sampler", "prompt")
_OF_PARTS = ("vae", "sigmas", "guidance_rescale")
_OWN = "own"
"""What stands for the model's own part, among others by their names."""
_OF_INPAINT = ("grow", "feather", "blend", "fill")


@dataclass(frozen=True)
class Variable:
    """Something of a request that may differ from picture to picture."""

    path: tuple[str | int, ...]
    """Attributes, and places in lists."""
    title: str
    parameter: Parameter[Any]
    now: Any
    """Its value in the request."""

    @property
    def is_word(self) -> bool:
        """Whether its values are words, of which the first is what the prompt says."""
        return self.path == ("prompt",)


@dataclass(frozen=True)
class Axis:
    """A variable and the values that it has, one for each row or column."""

    variable: Variable
    values: tuple[Any, ...]

    def label(self, place: int) -> str:
        """One of the values in words."""
        value, parameter = self.values[place], self.variable.parameter
        if isinstance(parameter, Choice):
            return parameter.options.get(str(value), str(value))
        if isinstance(parameter, Text) and not value:
            return parameter.otherwise
        return f"{value:g}" if isinstance(value, float) else str(value)

    def applied(self, request: Request, place: int) -> Request:
        """The request with one of the values. Raises UserError when it cannot have it."""
        value, path = self.values[place], self.variable.path
        if self.variable.is_word:
            value = request.prompt.replace(self.values[0], value)
        try:
            changed = _with(request, path, value)
        except FieldError as error:
            raise UserError(
                f"{self.variable.title} cannot be {self.label(place)}: {error.cause}", error.remedy
            ) from None
        assert isinstance(changed, Request)
        return changed


def variables(request: Request) -> list[Variable]:
    """What of a request may differ: numbers and choices, and the words of its prompt."""
    return list(_variables(request))


def _variables(request: Request) -> Iterator[Variable]:
    declared = parameters(Request)
    for name in _OF_REQUEST:
        if name == "strength" and request.source is None:
            continue
        title = "Word of the prompt" if name == "prompt" else declared[name].shown_title
        yield Variable((name,), title, declared[name], getattr(request, name))
    for name in _OF_PARTS:
        parameter = parameters(type(request.parts))[name]
        if name != "sigmas" or request.sampler in SPACED:
            yield Variable(("parts", name), parameter.shown_title, parameter,
                           getattr(request.parts, name))  # fmt: skip
    if request.refiner is not None:
        yield from _inside(request.refiner, ("refiner",), "Refiner")
    if request.mask is not None:
        for name, parameter in parameters(type(request.inpaint)).items():
            if name in _OF_INPAINT:
                now = getattr(request.inpaint, parameter.attribute)
                yield Variable(("inpaint", parameter.attribute), parameter.shown_title,
                               parameter, now)  # fmt: skip
    for i, region in enumerate(request.regions):
        words = " ".join(region.prompt.split())[:20]
        for name in ("strength", "start", "end"):
            parameter = parameters(type(region))[name]
            yield Variable(("regions", i, name), f"Region “{words}”: {parameter.shown_title}",
                           parameter, getattr(region, name))  # fmt: skip
    for i, technique in enumerate(request.techniques):
        title = technique.declaration.title
        if file := getattr(technique, "file", ""):
            title += f" “{Path(file).stem}”"
        yield from _inside(technique, ("techniques", i), title)
    for i, concept in enumerate(request.concepts):
        yield from _inside(concept, ("concepts", i), f"“{Path(concept.file).stem}”")


def _inside(value: Any, path: tuple[str | int, ...], title: str) -> Iterator[Variable]:
    for name, parameter in parameters(type(value)).items():
        held, here = getattr(value, parameter.attribute), (*path, parameter.attribute)
        told = f"{title}: {parameter.shown_title}"
        if isinstance(parameter, Several):
            for i, entry in enumerate(held):
                yield from _inside(entry, (*here, i), f"{title}: {parameter.singular} {i + 1}")
        elif isinstance(parameter, Number | Integer | Choice) and name != SWITCH:
            yield Variable(here, told, parameter, held)


def _with(value: Any, path: Sequence[str | int], new: Any) -> Any:
    """A frozen value in which that at the end of a path is another one."""
    if not path:
        return new
    first, rest = path[0], path[1:]
    if isinstance(first, int):
        return (*value[:first], _with(value[first], rest, new), *value[first + 1 :])
    return replace(value, **{first: _with(getattr(value, first), rest, new)})


def axis_of(variable: Variable, text: str) -> Axis:
    """The values that a text lists: "5, 10, 20", "5 - 25 by 5", "0.2 - 0.8 in 4", for seeds also
    "4 random". Raises UserError for what is none, or out of range."""
    values: list[Any] = []
    for item in filter(None, (part.strip() for part in text.split(","))):
        values += _values(variable, item)
    values = list(dict.fromkeys(values))
    if not values:
        raise UserError(f"{variable.title} has no values.", "Write some, with commas in between.")
    if len(values) > MOST:
        raise UserError(f"{variable.title} has {len(values)} values.", f"{MOST} are the most.")
    if variable.is_word and values[0] not in variable.now:
        raise UserError(
            f"“{values[0]}” is not in the prompt.",
            "Begin with a word that is; the others take its place.",
        )
    return Axis(variable, tuple(values))


def _values(variable: Variable, item: str) -> list[Any]:
    parameter = variable.parameter
    if isinstance(parameter, Choice):
        return [_chosen(variable, parameter, item)]
    if isinstance(parameter, Text):
        own = parameter.otherwise and item.casefold() in (_OWN, parameter.otherwise.casefold())
        return ["" if own else item]
    if variable.path == ("seed",) and (found := _RANDOM.fullmatch(item)):
        return [random.randrange(2**31) for _ in range(min(int(found[1]), MOST + 1))]
    numbers = _span(parameter, item) if _RANGE.fullmatch(item) else [item]
    return [_checked(variable, number) for number in numbers]


def _chosen(variable: Variable, parameter: Choice, item: str) -> str:
    for key, title in parameter.options.items():
        if item.casefold() in (str(key).casefold(), title.casefold()):
            return str(key)
    raise UserError(
        f"{variable.title} cannot be “{item}”.",
        f"There are: {', '.join(parameter.options.values())}.",
    )


def _span(parameter: Parameter[Any], item: str) -> list[float]:
    """The numbers of a range, both ends included."""
    found = _RANGE.fullmatch(item)
    assert found is not None
    low, high, how = float(found[1]), float(found[2]), found[3]
    whole = isinstance(parameter, Integer)
    if how == "by":
        step = abs(float(found[4])) or 1.0
        count = int(abs(high - low) / step + 1e-9) + 1
        step = step if high >= low else -step
        return [round(low + step * i, 9) for i in range(min(count, MOST + 1))]
    if how == "in":
        count = max(1, round(float(found[4])))
    else:
        count = round(abs(high - low)) + 1 if whole and abs(high - low) < 2 * _USUAL else _USUAL
    count = min(count, MOST + 1)
    spread = [low + (high - low) * i / max(1, count - 1) for i in range(count)]
    return [round(number) if whole else round(number, 4) for number in spread]


def _checked(variable: Variable, number: Any) -> Any:
    try:
        value = float(number)
    except ValueError:
        raise UserError(
            f"“{number}” is not a number.",
            "Write numbers with commas in between, or a range as 5 - 25 by 5.",
        ) from None
    if variable.path == ("seed",) and value > MAX_SEED:
        raise UserError("The seed is too large.", f"{MAX_SEED} is the largest.")
    try:
        return variable.parameter.parse(value, "")
    except RecipeError as error:
        cause = error.cause.removeprefix(": ")
        raise UserError(f"{variable.title}: {cause}", error.remedy) from None


def cells(request: Request, across: Axis, down: Axis | None) -> list[list[Request]]:
    """The requests of a grid, row by row. Raises UserError when one of them cannot be."""
    rows = 1 if down is None else len(down.values)
    count = rows * len(across.values)
    if count > MOST:
        raise UserError(f"That would be {count} pictures.", f"{MOST} are the most.")
    alone = picture_of(request, 0)
    grid = []
    for i in range(rows):
        row = alone if down is None else down.applied(alone, i)
        made = [across.applied(row, j) for j in range(len(across.values))]
        for j, one in enumerate(made):
            try:
                one.check()
            except RecipeError as error:
                where = across.label(j) + ("" if down is None else f", {down.label(i)}")
                raise UserError(f"At {where}: {error.cause}", error.remedy) from None
        grid.append(made)
    return grid


@dataclass(frozen=True)
class Pace:
    """How long pictures took that were made last, without loading the model."""

    step: float
    """Seconds of a step of one picture."""
    rest: float
    """Seconds of all else of one picture."""

    @classmethod
    def of(cls, request: Request, seconds: Mapping[str, float]) -> Pace:
        """The pace of a job, from the seconds that its stages took."""
        denoise = seconds.get("denoise", 0.0)
        rest = sum(seconds.values()) - denoise - seconds.get("load", 0.0)
        work = max(1.0, _steps(request)) * request.batch
        return cls(denoise / work, max(0.0, rest) / request.batch)

    def seconds(self, requests: Sequence[Request]) -> float:
        """About how many seconds these pictures take."""
        return sum(self.step * _steps(one) + self.rest for one in requests)


def _steps(request: Request) -> float:
    """Steps that are done: of a source, only the last part."""
    strength = 1.0 if request.strength is None else request.strength
    return request.steps * (1.0 if request.source is None else strength)


def suggestion(variable: Variable) -> str:
    """Values to begin with: around what the request has."""
    parameter, now = variable.parameter, variable.now
    if variable.is_word:
        words = re.findall(r"[^\W\d_]{3,}", str(now))
        return f"{words[-1]}, " if words else ""
    if isinstance(parameter, Choice):
        others = [key for key in parameter.options if key != now]
        return ", ".join(parameter.options[key] for key in [now, *others[:2]])
    if variable.path == ("seed",):
        return f"{now}, 3 random"
    if not isinstance(parameter, Number | Integer):
        return ""
    middle = now if now is not None else parameter.suggested or parameter.low
    spread = abs(middle) / 2 or 1
    three = [max(parameter.low, middle - spread), middle, min(parameter.high, middle + spread)]
    if isinstance(parameter, Integer):
        three = [round(number) for number in three]
    return ", ".join(f"{number:g}" for number in dict.fromkeys(three))
