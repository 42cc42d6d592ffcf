"""The kinds of parameters: what each allows, how it is read and written, its JSON Schema.

A frozen dataclass declares its fields with the functions of `core.declare`. Forms, the command
line, JSON Schema, documentation and the checks of recipes and settings all come from that
declaration.

    parameters(Blur)["radius"].high                   # 64.0
    parse(Blur, {"radius": 99}, where="blur")         # RecipeError: blur.radius: …
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from core.errors import RecipeError

if TYPE_CHECKING:
    from core.request import Pixels

Json = Any
"""What `json.loads` gives: dict, list, str, int, float, bool or None."""

T = TypeVar("T")
REQUIRED: Any = object()
MAX_TEXT = 200_000
"""Characters of one text; ten thousand words are about 60,000."""


class FieldError(ValueError):
    """Raised by `__post_init__` when fields that are each right do not fit each other."""

    def __init__(self, field: str, cause: str, remedy: str = "") -> None:
        super().__init__(cause)
        self.field, self.cause, self.remedy = field, cause, remedy


class PictureReader:
    """Turns what a recipe says of a picture into pixels. The base class knows none."""

    def read(self, value: str, where: str, *, mask: bool) -> Pixels:
        """RGBA, or one channel for a mask. Raises RecipeError naming `where`."""
        raise RecipeError(where, "A picture cannot be used here.")

    def locate(self, value: str, where: str) -> str:
        """A file that is named, not read, as a path that means the same everywhere."""
        return value


PictureWriter = Callable[["Pixels"], str]
NO_PICTURES = PictureReader()


# Declarations are the same when they are one: methods to compare and print them would be compiled
# for every kind at each start, before the window shows.
@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Parameter(Generic[T]):
    """One declared field. `name` is its key in JSON; `attribute` the dataclass' name for it."""

    default: T | None = REQUIRED
    help: str = ""
    unit: str = ""
    title: str = ""
    optional: bool = False
    """`null` is allowed and means that the program chooses."""
    suggested: T | None = None
    """What a form begins with when the artist takes over from the program."""
    name: str = ""
    attribute: str = ""

    @property
    def required(self) -> bool:
        return self.default is REQUIRED

    @property
    def shown_title(self) -> str:
        """What a form calls the field."""
        return self.title or self.name.replace("_", " ").strip().capitalize()

    def parse(self, value: Json, where: str, pictures: PictureReader = NO_PICTURES) -> T | None:
        """The checked value. Raises RecipeError naming `where`."""
        if value is None and self.optional:
            return None
        return self.checked(value, where, pictures)

    def checked(self, value: Json, where: str, pictures: PictureReader) -> T:
        raise NotImplementedError

    def to_json(self, value: T, write: PictureWriter | None = None) -> Json:
        return str(value) if isinstance(value, StrEnum) else value

    def schema(self) -> dict[str, Json]:
        """JSON Schema of the value, with default, help and unit."""
        kind = self.kind()
        if self.optional:
            kind = {"anyOf": [kind, {"type": "null"}]}
        if self.title:
            kind["title"] = self.title
        if self.help:
            kind["description"] = self.help
        if self.unit:
            kind["x-unit"] = self.unit
        if not self.required:
            kind["default"] = None if self.default is None else self.to_json(self.default)
        return kind

    def kind(self) -> dict[str, Json]:
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Number(Parameter[float]):
    """A number from `low` to `high`, both included; `step` is a form's."""

    low: float
    high: float
    step: float | None = None

    def checked(self, value: Json, where: str, pictures: PictureReader) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise RecipeError(where, f"{told(value)} is not a number.", self.remedy)
        if not self.low <= value <= self.high:  # false for NaN as well
            raise RecipeError(where, f"{told(value)} is out of range.", self.remedy)
        return float(value)

    @property
    def remedy(self) -> str:
        return f"Use a number from {self.low:g} to {self.high:g}."

    def kind(self) -> dict[str, Json]:
        return {"type": "number", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Integer(Parameter[int]):
    """A whole number from `low` to `high`, both included."""

    low: int
    high: int

    def checked(self, value: Json, where: str, pictures: PictureReader) -> int:
        whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
        if isinstance(value, bool) or not whole:
            raise RecipeError(where, f"{told(value)} is not a whole number.", self.remedy)
        if not self.low <= value <= self.high:
            raise RecipeError(where, f"{told(value)} is out of range.", self.remedy)
        return int(value)

    @property
    def remedy(self) -> str:
        return f"Use a whole number from {self.low} to {self.high}."

    def kind(self) -> dict[str, Json]:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Flag(Parameter[bool]):
    """True or false."""

    def checked(self, value: Json, where: str, pictures: PictureReader) -> bool:
        if not isinstance(value, bool):
            raise RecipeError(where, f"{told(value)} is neither true nor false.")
        return value

    def kind(self) -> dict[str, Json]:
        return {"type": "boolean"}


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Choice(Parameter[str]):
    """One of several values."""

    options: Mapping[str, str]
    """Value → title."""

    def checked(self, value: Json, where: str, pictures: PictureReader) -> str:
        if not isinstance(value, str) or value not in self.options:
            raise RecipeError(
                where, f"There is no {told(value)}.", f"Choose one of: {', '.join(self.options)}."
            )
        return type(self.default)(value) if isinstance(self.default, StrEnum) else value

    def kind(self) -> dict[str, Json]:
        return {
            "type": "string",
            "oneOf": [{"const": str(key), "title": title} for key, title in self.options.items()],
        }


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Text(Parameter[str]):
    """A text of at most `longest` characters."""

    longest: int = MAX_TEXT
    empty: bool = True
    """Whether the text may be empty."""
    spoken: bool = False
    """Whether it is said to the model, as the prompt is: its wildcards are chosen."""
    otherwise: str = ""
    """What counts when nothing is written, as an empty field shows it."""

    def checked(self, value: Json, where: str, pictures: PictureReader) -> str:
        if not isinstance(value, str):
            raise RecipeError(where, f"{told(value)} is not a text.", "Put it in quotation marks.")
        if len(value) > self.longest:
            raise RecipeError(
                where, f"The text has {len(value):,} characters; {self.longest:,} are the most."
            )
        if not self.empty and not value.strip():
            raise RecipeError(where, "The text is empty.", "Write something here.")
        try:
            value.encode()
        except UnicodeEncodeError:
            raise RecipeError(
                where, "The text has half a character in it (a lone surrogate).", "Type it again."
            ) from None
        return value

    def kind(self) -> dict[str, Json]:
        return {"type": "string", "maxLength": self.longest} | (
            {} if self.empty else {"minLength": 1}
        )


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class File(Text):
    """A file that is read when it is used."""

    def checked(self, value: Json, where: str, pictures: PictureReader) -> str:
        return pictures.locate(super().checked(value, where, pictures), where)

    def kind(self) -> dict[str, Json]:
        return super().kind() | {"format": "uri-reference"}


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Folder(File):
    """A folder whose files are read when they are used."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Words(Parameter[tuple[str, ...]]):
    """Words of the prompt, in their order there."""

    def checked(self, value: Json, where: str, pictures: PictureReader) -> tuple[str, ...]:
        if not isinstance(value, list | tuple):
            raise RecipeError(where, f"{told(value)} is not a list of words.", 'Use ["cat"].')
        word = Text(longest=1_000, empty=False)
        return tuple(
            word.checked(item, f"{where}[{i}]", pictures).strip() for i, item in enumerate(value)
        )

    def to_json(self, value: tuple[str, ...], write: PictureWriter | None = None) -> Json:
        return list(value)

    def kind(self) -> dict[str, Json]:
        return {"type": "array", "items": {"type": "string", "minLength": 1}}


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Lines(Words):
    """Whole prompts or captions, each in a line of its own."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Regions(Parameter[tuple[int, ...]]):
    """Regions of the request, by their places in its list from 0 on. None of them: everywhere."""

    def checked(self, value: Json, where: str, pictures: PictureReader) -> tuple[int, ...]:
        if not isinstance(value, list | tuple):
            raise RecipeError(
                where, f"{told(value)} is not a list of regions.", "Use [0] for the first of them."
            )
        number = Integer(low=0, high=2**31 - 1)
        return tuple(
            dict.fromkeys(
                number.checked(item, f"{where}[{i}]", pictures) for i, item in enumerate(value)
            )
        )

    def to_json(self, value: tuple[int, ...], write: PictureWriter | None = None) -> Json:
        return list(value)

    def kind(self) -> dict[str, Json]:
        return {"type": "array", "items": {"type": "integer", "minimum": 0}}


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Picture(Parameter["Pixels"]):
    """A picture, RGBA, or a mask of one channel."""

    mask: bool = False
    """One channel, not RGBA."""
    placed: bool = True
    """Whether it says what belongs where on the canvas; otherwise only what it shows counts."""
    map_of: str = ""
    """Of a control map: the parameter that says its kind, of core.control.kinds."""
    unless: str = ""
    """Of a control map: the flag that says that this is a picture of which it is yet to be made."""

    def checked(self, value: Json, where: str, pictures: PictureReader) -> Pixels:
        if not isinstance(value, str) or not value:
            raise RecipeError(where, f"{told(value)} is not the name of a picture file.")
        return pictures.read(value, where, mask=self.mask)

    def to_json(self, value: Pixels, write: PictureWriter | None = None) -> Json:
        if write is None:
            raise ValueError("a picture needs a writer to be put into JSON")
        return write(value)

    def kind(self) -> dict[str, Json]:
        return {"type": "string", "format": "uri-reference", "contentMediaType": "image/*"}


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Several(Parameter[tuple[Any, ...]]):
    """A list of values, each of a declared dataclass."""

    of: type
    least: int = 0
    most: int = 64

    @property
    def singular(self) -> str:
        """What a form calls one entry: "Concepts" → "Concept", "Entries" → "Entry"."""
        title = self.shown_title
        if title.endswith("ies"):
            return title[:-3] + "y"
        return title[:-1] if title.endswith("s") and not title.endswith("ss") else title

    def checked(self, value: Json, where: str, pictures: PictureReader) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise RecipeError(where, f"{told(value)} is not a list.")
        if not self.least <= len(value) <= self.most:
            raise RecipeError(
                where,
                f"There are {len(value)} entries.",
                f"Give at least {self.least} and at most {self.most}.",
            )
        return tuple(
            parse(self.of, item, f"{where}[{i}]", pictures) for i, item in enumerate(value)
        )

    def to_json(self, value: tuple[Any, ...], write: PictureWriter | None = None) -> Json:
        return [to_json(item, write) for item in value]

    def kind(self) -> dict[str, Json]:
        return {
            "type": "array",
            "items": schema(self.of),
            "minItems": self.least,
            "maxItems": self.most,
        }


def parameters(kind: type) -> Mapping[str, Parameter[Any]]:
    """JSON key → parameter, in the order of declaration; fields not declared here are left out.

    The key is the declared `name`, else the field's name without a trailing underscore: `from_`
    is "from".
    """
    found: dict[str, Parameter[Any]] = {}
    for field in dataclasses.fields(kind):
        if (parameter := field.metadata.get("parameter")) is not None:
            key = parameter.name or field.name.removesuffix("_")
            if key in found:
                raise TypeError(f"{kind.__name__} has two fields called {key!r} in JSON")
            found[key] = dataclasses.replace(parameter, name=key, attribute=field.name)
    return found


def parse(
    kind: type[T],
    value: Json,
    where: str = "",
    pictures: PictureReader = NO_PICTURES,
    *,
    ignore: tuple[str, ...] = (),
) -> T:
    """An instance of a declared dataclass. Raises RecipeError that names the field.

    Keys that are not declared are refused, except those in `ignore`.
    """
    declared = parameters(kind)
    if not isinstance(value, dict):
        raise RecipeError(where or "recipe", f"{told(value)} is not an object.", "Use { … }.")
    for key in value:
        if key not in declared and key not in ignore:
            raise RecipeError(
                inside(where, key), "There is no such field.", f"Known are: {', '.join(declared)}."
            )
    given: dict[str, Any] = {}
    for key, parameter in declared.items():
        if key in value:
            given[parameter.attribute] = parameter.parse(value[key], inside(where, key), pictures)
        elif parameter.required:
            raise RecipeError(inside(where, key), "This field is missing.", parameter.help)
    return made(kind, given, where)


def made(kind: type[T], given: Mapping[str, Any], where: str) -> T:
    """Calls the constructor; what it says of its fields becomes a RecipeError."""
    try:
        return kind(**given)
    except FieldError as error:
        raise told_at(error, kind, where) from None


def told_at(error: FieldError, kind: type, where: str) -> RecipeError:
    """What a value says of its fields, naming the field as it is called in JSON."""
    keys = {parameter.attribute: key for key, parameter in parameters(kind).items()}
    return RecipeError(inside(where, keys.get(error.field, error.field)), error.cause, error.remedy)


def to_json(value: Any, write: PictureWriter | None = None) -> dict[str, Json]:
    """The fields of a declared dataclass, as `parse` reads them. None is left out."""
    result = {}
    for key, parameter in parameters(type(value)).items():
        field = getattr(value, parameter.attribute)
        if field is not None:
            result[key] = parameter.to_json(field, write)
    return result


def schema(kind: type) -> dict[str, Json]:
    """JSON Schema of a declared dataclass."""
    declared = parameters(kind)
    result: dict[str, Json] = {
        "type": "object",
        "properties": {key: parameter.schema() for key, parameter in declared.items()},
        "additionalProperties": False,
    }
    if required := [key for key, parameter in declared.items() if parameter.required]:
        result["required"] = required
    return result


def named_schema(kind: type, key: str, name: str, title: str, help: str) -> dict[str, Json]:
    """The same for one of several kinds: what stands in the field `key` tells them apart."""
    result = schema(kind)
    result["title"], result["description"] = title, help
    result["properties"] = {key: {"const": name}} | result["properties"]
    result["required"] = [key, *result.get("required", [])]
    return result


def inside(where: str, key: str) -> str:
    """The path of a field inside another: "techniques[0]" and "scale" are "techniques[0].scale"."""
    name = key if 0 < len(key) <= 60 and key.isprintable() else told(key)
    return f"{where}.{name}" if where else name


def titles(kind: type, path: str) -> Iterator[str]:
    """What forms call the fields of a path: "concepts[0].prompt" is "Concept 1", "Prompt"."""
    first, _, rest = path.partition(".")
    name, _, number = first.partition("[")
    parameter = parameters(kind).get(name)
    if isinstance(parameter, Several) and number:
        yield f"{parameter.singular} {int(number.rstrip(']')) + 1}"
        yield from titles(parameter.of, rest)
    elif parameter is not None:
        yield parameter.shown_title


def told(value: Json) -> str:
    """A wrong value as a message shows it: short, whatever it is."""
    shown = repr(value) if not isinstance(value, bool | None) else str(value).lower()
    if value is None:
        shown = "null"
    return shown if len(shown) <= 60 else shown[:57] + "…"
