"""How a preprocessor is declared: what makes a control map of a picture (no torch).

    @preprocessor("canny", title="Edges (Canny)", makes=("canny",))
    class Canny(Preprocessor):
        \"""Canny 1986: thin edges where the brightness changes most.\"""

        low: int = integer(100, 0, 255, help="…")

        def map(self, picture, shelf): ...

Instances are frozen values of the parameters, as techniques are.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from core.arrays import Bytes
    from core.errors import UserError
    from core.models.shelf import Shelf


@dataclass(frozen=True)
class Declaration:
    """What is known of a preprocessor without running it."""

    id: str
    title: str
    help: str
    makes: tuple[str, ...]
    """The kinds of maps it makes, of core.control.kinds."""
    needs: tuple[str, ...] = ()
    """What must be there: Python packages and files of weights, in words for the artist."""
    also: tuple[str, ...] = ()
    """Other names that it goes by."""


class Preprocessor:
    """The base of every preprocessor. Subclasses are frozen dataclasses."""

    declaration: ClassVar[Declaration]

    def load(self, shelf: Shelf) -> None:
        """Puts the network that `map` takes from the shelf there: what takes long the first time.

        Raises UserError saying what is missing.
        """

    def map(self, picture: Bytes, shelf: Shelf) -> Bytes:
        """A control map of a picture, both RGB (height, width, 3) and of one size.

        Networks come from `shelf`. Equal pictures give equal maps. Raises UserError saying what
        is missing.
        """
        raise NotImplementedError

    def missing(self, dirs: Sequence[Path]) -> UserError | None:
        """What of its needs is neither installed nor in these folders; None when all is there.

        Only looks: nothing is loaded, torch is not imported.
        """
        return None


C = TypeVar("C", bound=type)
_known: dict[str, type[Preprocessor]] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True)
def preprocessor(
    id: str,
    *,
    title: str,
    makes: tuple[str, ...],
    needs: tuple[str, ...] = (),
    also: tuple[str, ...] = (),
) -> Callable[[C], C]:
    """Declares a class to be the preprocessor `id` and makes it a frozen dataclass."""

    def declare(cls: C) -> C:
        made: type = dataclass(frozen=True, kw_only=True)(cls)
        if not issubclass(made, Preprocessor):
            raise TypeError(f"{cls.__name__} is no subclass of Preprocessor")
        made.declaration = Declaration(id, title, inspect.getdoc(cls) or "", makes, needs, also)
        _known[id] = made
        return made  # type: ignore[return-value]

    return declare


def known() -> Mapping[str, type[Preprocessor]]:
    """Those declared so far. `core.control.preprocessors()` finds all of them first."""
    return MappingProxyType(_known)
