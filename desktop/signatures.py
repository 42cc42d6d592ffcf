"""PySide6's knowledge of signatures, put off: most of what `import PySide6.QtCore` takes.

PySide6 carries Python modules that say how its functions are called: for `help`, for stubs, for
what is said of a wrong argument. They are packed as source inside its library, so that they are
compiled anew at every start: 30 of the 75 ms (CPU) until QtCore is there. Here each of them is
loaded by the first who asks for one of its names.
"""

from __future__ import annotations

import importlib.machinery
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.abc import Loader
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

_PACKAGE = "shibokensupport.signature"
_PUT_OFF = frozenset(
    f"{_PACKAGE}.{name}"
    for name in (
        "mapping", "layout", "parser", "errorhandler",
        "lib.tool", "lib.enum_sig", "lib.pyi_generator",
    )
)  # fmt: skip


class _Unread(ModuleType):
    """A module whose source has not been run yet."""

    def __getattr__(self, name: str) -> Any:
        # Python's own names are asked for by every import of it.
        if name.startswith("__"):
            raise AttributeError(name)
        own = self.__dict__
        with own["_lock"]:
            # What asks while it is being read is itself, for a name that does not come.
            if not own["_begun"]:
                own["_begun"] = True
                self._read()
        try:
            return own[name]
        except KeyError:
            raise AttributeError(f"module {self.__name__} has no attribute {name}") from None

    def _read(self) -> None:
        own, spec = self.__dict__, self.__spec__
        assert spec is not None
        # Meanwhile PySide6 has published it under PySide6.support as well; its loader knows the
        # name that it came with.
        published, spec.name = spec.name, own["_came_as"]
        try:
            own["_loader"].exec_module(self)
        finally:
            spec.name = published


class _PutOff(Loader):
    """The loader of a module that is put off: makes it, and runs nothing."""

    def __init__(self, loader: Any) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        module = _Unread(spec.name)
        module.__dict__.update(
            _lock=threading.RLock(), _begun=False, _came_as=spec.name, _loader=self._loader
        )
        if spec.name == f"{_PACKAGE}.mapping":
            # PySide6's C++ takes this one out of the dictionary, past `__getattr__`.
            def update_mapping() -> Any:
                return module.namespace["update_mapping"]()

            module.__dict__["update_mapping"] = update_mapping
        return module

    def exec_module(self, module: ModuleType) -> None:
        pass


@contextmanager
def signatures_later() -> Iterator[None]:
    """While PySide6.QtCore is imported for the first time. A PySide6 that finds these modules in
    another way than 6.11 does is imported as ever."""

    def spec(name: str, loader: Any, **more: Any) -> ModuleSpec:
        return ModuleSpec(name, _PutOff(loader) if name in _PUT_OFF else loader, **more)

    # PySide6's finder takes the class from there as it is made.
    importlib.machinery.ModuleSpec = spec  # type: ignore[misc,assignment]
    try:
        yield
    finally:
        importlib.machinery.ModuleSpec = ModuleSpec  # type: ignore[misc]


def unread() -> list[str]:
    """Which of them nobody has asked for yet."""
    there = ((name, sys.modules.get(name)) for name in sorted(_PUT_OFF))
    return [
        name.removeprefix(f"{_PACKAGE}.")
        for name, module in there
        if isinstance(module, _Unread) and not module.__dict__["_begun"]
    ]
