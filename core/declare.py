"""The functions by which a frozen dataclass declares its fields: type, range, default, unit, help.

    @dataclass(frozen=True, kw_only=True)
    class Blur:
        radius: float = number(4.0, 0.0, 64.0, unit="px", help="How far colours run.")

They return the field's own type, so that the declaration type-checks as what it is: a default
value. `name` is the key in JSON where it differs from the field's own name. What each allows is
told in `core.parameters`.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast

from core.parameters import (
    MAX_TEXT,
    REQUIRED,
    Choice,
    File,
    Flag,
    Folder,
    Integer,
    Lines,
    Number,
    Parameter,
    Picture,
    Regions,
    Several,
    Text,
    Words,
)

if TYPE_CHECKING:
    from core.request import Pixels

T = TypeVar("T")


def number(
    default: float = REQUIRED,
    low: float = -math.inf,
    high: float = math.inf,
    *,
    unit: str = "",
    step: float | None = None,
    title: str = "",
    help: str = "",
    name: str = "",
) -> float:
    """A number from `low` to `high`, both included."""
    return _field(
        Number(
            default=default,
            low=low,
            high=high,
            unit=unit,
            step=step,
            title=title,
            help=help,
            name=name,
        )
    )


def integer(
    default: int = REQUIRED,
    low: int = 0,
    high: int = 2**31 - 1,
    *,
    unit: str = "",
    title: str = "",
    help: str = "",
    name: str = "",
) -> int:
    """A whole number from `low` to `high`, both included."""
    return _field(
        Integer(default=default, low=low, high=high, unit=unit, title=title, help=help, name=name)
    )


def flag(default: bool = REQUIRED, *, title: str = "", help: str = "", name: str = "") -> bool:
    """True or false."""
    return _field(Flag(default=default, title=title, help=help, name=name))


def choice(
    default: str,
    options: Mapping[str, str] | Sequence[str],
    *,
    title: str = "",
    help: str = "",
    name: str = "",
) -> Any:
    """One of `options` (value → title, or values only). The field may be a StrEnum's."""
    titles = options if isinstance(options, Mapping) else {key: key for key in options}
    return _field(Choice(default=default, options=titles, title=title, help=help, name=name))


def text(
    default: str = REQUIRED,
    *,
    longest: int = MAX_TEXT,
    empty: bool = True,
    spoken: bool = False,
    otherwise: str = "",
    title: str = "",
    help: str = "",
    name: str = "",
) -> str:
    """A text; see `Text` for what else is said of it."""
    return _field(
        Text(
            default=default,
            longest=longest,
            empty=empty,
            spoken=spoken,
            otherwise=otherwise,
            title=title,
            help=help,
            name=name,
        )
    )


def file(*, title: str = "", help: str = "", name: str = "") -> str:
    """A file; in a recipe, relative to it. It has to be named."""
    return _field(
        File(default=REQUIRED, empty=False, longest=4096, title=title, help=help, name=name)
    )


def folder(*, title: str = "", help: str = "", name: str = "") -> str:
    """A folder; in a recipe, relative to it. It has to be named."""
    return _field(
        Folder(default=REQUIRED, empty=False, longest=4096, title=title, help=help, name=name)
    )


def words(
    *, required: bool = False, title: str = "", help: str = "", name: str = ""
) -> tuple[str, ...]:
    """Words of the prompt; none unless `required`."""
    return _field(Words(default=REQUIRED if required else (), title=title, help=help, name=name))


def lines(*, title: str = "", help: str = "", name: str = "") -> tuple[str, ...]:
    """Whole prompts or captions; none unless given."""
    return _field(Lines(default=(), title=title, help=help, name=name))


def regions() -> tuple[int, ...]:
    """The regions in which something counts; everywhere when there are none."""
    help = (
        "The regions in which it counts; everywhere when none is chosen. In a recipe: their places "
        "in its list “regions”, from 0 on."
    )
    return _field(Regions(default=(), help=help))


def picture(
    *,
    required: bool = False,
    placed: bool = True,
    map_of: str = "",
    unless: str = "",
    title: str = "",
    help: str = "",
    name: str = "",
) -> Pixels | None:
    """A picture (RGBA): a control map, a depth map… One that is `placed` lies on the canvas: it
    is stretched to its size, and what is cut out of the canvas is cut out of it as well.
    `map_of` and `unless` name other parameters: see `Picture`."""
    default: Any = REQUIRED if required else None
    return _field(
        Picture(
            default=default,
            optional=not required,
            placed=placed,
            map_of=map_of,
            unless=unless,
            title=title,
            help=help,
            name=name,
        )
    )


def mask(
    *, required: bool = False, title: str = "", help: str = "", name: str = ""
) -> Pixels | None:
    """A mask (one channel)."""
    default: Any = REQUIRED if required else None
    return _field(
        Picture(
            default=default, optional=not required, mask=True, title=title, help=help, name=name
        )
    )


def several(
    of: type[T],
    *,
    least: int = 0,
    most: int = 64,
    default: tuple[T, ...] = (),
    title: str = "",
    help: str = "",
    name: str = "",
) -> tuple[T, ...]:
    """A list of values of another declared dataclass: the concepts of SEGA, a list of edits."""
    given: Any = default if len(default) >= least else REQUIRED
    return _field(
        Several(default=given, of=of, least=least, most=most, title=title, help=help, name=name)
    )


def optional(declared: T) -> T | None:
    """The same field, but it may also be None, and is by default: the program chooses."""
    field = cast("dataclasses.Field[Any]", declared)
    parameter: Parameter[T] = field.metadata["parameter"]
    suggested = None if parameter.required else parameter.default
    return cast(
        "T | None",
        _field(dataclasses.replace(parameter, default=None, optional=True, suggested=suggested)),
    )


def _field(parameter: Parameter[T]) -> T:
    metadata = {"parameter": parameter}
    if parameter.required:
        field = dataclasses.field(metadata=metadata)
    else:
        field = dataclasses.field(default=parameter.default, metadata=metadata)
    return cast("T", field)
