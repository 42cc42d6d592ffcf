"""How a technique is declared: its id, title, needs and parameters, once (no torch).

    @technique("self_attention_guidance", title="Self-Attention Guidance")
    class SelfAttentionGuidance(Technique):
        \"""Hong et al. 2023: guide away from the prediction on a blurred copy. …\"""

        scale: float = number(0.75, 0.0, 3.0, help="How strongly details are sharpened.")

Instances are frozen dataclasses of the parameters: part of a request, compared and serialised
with it. What a technique does in the pass are methods that `core.denoise` calls; they import
torch when they are called, never when the module is.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, dataclass_transform

from core import parameters as declared
from core.declare import (
    choice,
    file,
    flag,
    integer,
    mask,
    number,
    optional,
    picture,
    regions,
    several,
    text,
    words,
)
from core.parameters import FieldError, Json, PictureReader, PictureWriter

if TYPE_CHECKING:
    from pathlib import Path

    from core.denoise.places import Places
    from core.denoise.run import Run
    from core.geometry import Rect, Size
    from core.models.info import ModelInfo
    from core.request import Request

__all__ = [
    "Declaration",
    "FieldError",
    "Technique",
    "choice",
    "file",
    "flag",
    "integer",
    "mask",
    "number",
    "optional",
    "parse",
    "picture",
    "regions",
    "schema",
    "several",
    "technique",
    "text",
    "to_json",
    "words",
]

INPUTS = ("source", "mask", "prompt")
"""What a technique may need of a request; every other need is an ability of the model."""


@dataclass(frozen=True)
class Declaration:
    """What is known of a technique without running it."""

    id: str
    title: str
    help: str
    needs: tuple[str, ...] = ()
    """Inputs ("source", "mask", "prompt") or abilities of the model ("depth", "instruct")."""
    not_with: Mapping[str, str] = field(default_factory=dict)
    """Techniques that it cannot be combined with → the reason, as told to the artist."""

    def refuses(self, other: Declaration) -> str:
        """Why the two cannot be combined; empty when they can."""
        return self.not_with.get(other.id) or other.not_with.get(self.id) or ""


class Technique:
    """The base of every technique: its declaration. Subclasses are frozen dataclasses."""

    declaration: ClassVar[Declaration]
    any_size: ClassVar[bool] = False
    """Whether it paints pictures of any size, which are then not scaled to the model's."""
    strength_when_open: ClassVar[float | None] = None
    """How far the picture may go from its source when the request leaves that open; None: as
    without this technique."""
    begins_midway: ClassVar[bool] = True
    """Whether it can be switched on in the middle of a run: it need not have followed its steps."""
    edits_weights: ClassVar[bool] = False
    """Whether the model's weights are others while it runs."""
    takes_gradients: ClassVar[bool] = False
    """Whether it optimises latents through the denoiser, which keeps all that it computes."""

    @property
    def further_predictions(self) -> int:
        """How many it asks for in a step, beside the prompt's and the negative prompt's."""
        return 0

    in_tiles: ClassVar[bool] = True
    """Whether it takes part when a larger picture is refined in tiles. What puts something into a
    picture, or finds something in it, would do so in every tile."""

    refines: ClassVar[bool] = False
    """Whether it goes on where SDXL's refiner takes over, which has other words and blocks."""

    def check(self, request: Request) -> None:
        """Raises FieldError when a parameter does not fit the rest of the request."""

    def read(self, request: Request) -> Request:
        """The request as this technique has the pass read it: an instruction is its prompt."""
        return request

    def settled(self, dirs: Sequence[Path]) -> Technique:
        """With what it leaves open chosen among the further models in these folders (no torch):
        the recipe of a picture tells what made it, whatever is found there later.

        Raises FieldError when what it asks for is not there.
        """
        return self

    @classmethod
    def lacks(cls, dirs: Sequence[Path]) -> str:
        """What it does without, because it is not in these folders, and where to put it, in
        sentences for its form (no torch); empty when it has all that it can use."""
        return ""

    def heard(self, written: Request, said: Request) -> Technique | None:
        """The technique as it is once wildcards have chosen: without the words of the prompts as
        `written` that are not in them as they are `said`; None when it has nothing left to do."""
        return self

    def windows(self, box: Rect, canvas: Size, info: ModelInfo) -> list[Rect]:
        """The parts of `box` that it has predicted by themselves, in latents (no torch)."""
        return [box]

    def begin(self, run: Run) -> Places:
        """What the technique does in one run of the pass; see core/denoise/places.py."""
        raise NotImplementedError(f"{type(self).__name__} takes no part in the pass")

    def __reduce__(self) -> tuple[Any, ...]:
        """Requests cross to the child process by pickling, which needs no help from the class."""
        values = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}  # type: ignore[arg-type]
        return (_rebuild, (type(self), values))


def _rebuild(kind: type[Technique], values: dict[str, Any]) -> Technique:
    return kind(**values)


C = TypeVar("C", bound=type)
_known: dict[str, type[Technique]] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True)
def technique(
    id: str,
    *,
    title: str,
    needs: tuple[str, ...] = (),
    not_with: Mapping[str, str] | None = None,
) -> Callable[[C], C]:
    """Declares a class to be the technique `id` and makes it a frozen dataclass.

    Its docstring is the help text.
    """

    def declare(cls: C) -> C:
        made: type = cls
        if "__dataclass_fields__" not in vars(cls):  # one of its own, not its base's
            made = dataclass(frozen=True, kw_only=True)(cls)
        if not issubclass(made, Technique):
            raise TypeError(f"{cls.__name__} is no subclass of Technique")
        made.declaration = Declaration(
            id, title, inspect.getdoc(cls) or "", needs, MappingProxyType(dict(not_with or {}))
        )
        other = _known.get(id)
        if other is not None and other.__qualname__ != made.__qualname__:
            raise ValueError(f"two techniques are called {id}: {other} and {made}")
        _known[id] = made
        return made  # type: ignore[return-value]

    return declare


def known() -> Mapping[str, type[Technique]]:
    """Those declared so far. `core.techniques.techniques()` finds all of them first."""
    return MappingProxyType(_known)


def parse(
    kind: type[Technique], value: Json, where: str, pictures: PictureReader = declared.NO_PICTURES
) -> Technique:
    """An instance from its part of a recipe. Raises RecipeError naming the field."""
    return declared.parse(kind, value, where, pictures, ignore=("id",))


def to_json(instance: Technique, write: PictureWriter | None = None) -> dict[str, Json]:
    """Its part of a recipe: `{"id": …, parameters…}`."""
    return {"id": instance.declaration.id} | declared.to_json(instance, write)


def schema(kind: type[Technique]) -> dict[str, Json]:
    """JSON Schema of its part of a recipe."""
    about = kind.declaration
    return declared.named_schema(kind, "id", about.id, about.title, about.help)
