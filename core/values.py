"""Dataclasses whose methods are made when they are first needed.

The standard library writes the source of up to six methods for each dataclass and has Python
compile them: 0.1 to 0.4 ms a class. Of the 150 classes that the window imports before it is
painted two thirds have no instance by then. The `dataclass` of this module declares the same
classes, whose fields `dataclasses.fields`, `replace` and `asdict` know as they know others'. It
compiles `__init__` when a class is first called, and nothing else.

A family of classes, a base and what is derived from it, takes the same of the two.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    # For those who check types it is the standard library's.
    from dataclasses import dataclass
else:

    def dataclass(cls=None, /, *, init=True, repr=True, eq=True, frozen=False, kw_only=False):
        """As `dataclasses.dataclass`. A method that the class itself has stays."""

        def declared(cls: type) -> type:
            if cls.__doc__ is None:  # else it would be made from the signature, which takes long
                cls.__doc__ = cls.__name__
            dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=kw_only)(cls)
            if init:
                _add(cls, "__init__", _first_init(cls, frozen=frozen))
            if repr:
                _add(cls, "__repr__", _shown)
            if eq:
                _add_comparison(cls, hashed=frozen)
            if frozen:
                cls.__setattr__, cls.__delattr__ = _refuse_to_set, _refuse_to_delete
            return cls

        return declared if cls is None else declared(cls)


def _add(cls: type, name: str, method: Any) -> None:
    # None is what Python makes of the hash of a class that compares itself.
    if cls.__dict__.get(name) is None:
        setattr(cls, name, method)


def _first_init(cls: type, *, frozen: bool) -> Callable[..., None]:
    """Makes the real one, which takes its place, and calls that."""

    def first(self: Any, /, *args: Any, **given: Any) -> None:
        init = _init_of(cls, frozen=frozen)
        cls.__init__ = init  # type: ignore[misc]
        init(self, *args, **given)

    return first


def _init_of(cls: type, *, frozen: bool) -> Callable[..., None]:
    """What sets an instance's fields from the arguments or their defaults, in their order."""
    names: dict[str, Any] = {
        "__name__": cls.__module__,
        "_set": object.__setattr__,
        "_omitted": object(),
    }
    arguments: list[str] = []
    by_name: list[str] = []
    body: list[str] = []
    for number, field in enumerate(dataclasses.fields(cls)):
        name, value, default = field.name, field.name, ""
        if field.default_factory is not dataclasses.MISSING:
            names[f"_make_{number}"] = field.default_factory
            default, value = "=_omitted", f"_make_{number}()"
            if field.init:
                value += f" if {name} is _omitted else {name}"
        elif not field.init:  # the class has its default, or `__post_init__` sets it
            continue
        elif field.default is not dataclasses.MISSING:
            names[f"_default_{number}"] = field.default
            default = f"=_default_{number}"
        if field.init:
            (by_name if field.kw_only else arguments).append(name + default)
        body.append(f"_set(_self, {name!r}, {value})" if frozen else f"_self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        body.append("_self.__post_init__()")
    if by_name:
        arguments += ["*", *by_name]
    source = f"def __init__({', '.join(['_self', *arguments])}):\n " + "\n ".join(body or ["pass"])
    exec(source, names)  # of the class' own fields, as the standard library's
    made: Callable[..., None] = names["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _add_comparison(cls: type, *, hashed: bool) -> None:
    """Instances are equal when they are of one class and their fields are."""
    compared = [field for field in dataclasses.fields(cls) if field.compare]
    values = _getter(compared)

    def equal(self: Any, other: object) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return values(self) == values(other)

    _add(cls, "__eq__", equal)
    if not hashed:
        _add(cls, "__hash__", None)
        return
    told = [field for field in compared if field.hash is not False]
    named = values if len(told) == len(compared) else _getter(told)

    def hash_of(self: Any) -> int:
        return hash(named(self))

    _add(cls, "__hash__", hash_of)


def _getter(fields: list[dataclasses.Field[Any]]) -> Callable[[Any], tuple[Any, ...]]:
    """What gives the fields' values."""
    names = [field.name for field in fields]
    if len(names) > 1:
        return attrgetter(*names)
    if not names:
        return lambda _: ()
    one = attrgetter(names[0])
    return lambda self: (one(self),)


@recursive_repr()
def _shown(self: Any) -> str:
    values = (
        f"{field.name}={getattr(self, field.name)!r}"
        for field in dataclasses.fields(self)
        if field.repr
    )
    return f"{type(self).__qualname__}({', '.join(values)})"


def _refuse_to_set(self: object, name: str, value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


__all__ = ["dataclass"]
