"""What the start puts off: libraries until they are first used, and looking for garbage."""

from __future__ import annotations

import gc
import importlib
import importlib.util
import sys
import threading
from importlib.machinery import SourceFileLoader
from types import ModuleType
from typing import Any


class _Later(ModuleType):
    """Stands for a module until one of its names is asked for.

    `importlib.util.LazyLoader` does not serve: in Python 3.11 every further `import` of the module
    loads it, and two threads may load it at once.
    """

    def load(self) -> None:
        """Becomes the module if that is one file; of a package, which may look for itself among
        all modules, it takes over everything."""
        own = self.__dict__
        with own["_lock"]:
            if own["_loaded"]:
                return
            spec = own["__spec__"]
            if isinstance(spec.loader, SourceFileLoader) and not spec.submodule_search_locations:
                own["_loaded"] = True  # what it imports may ask it for names that it has by then
                try:
                    spec.loader.exec_module(self)
                except BaseException:
                    own["_loaded"] = False
                    raise
                return
            del sys.modules[self.__name__]
            own.update(importlib.import_module(self.__name__).__dict__)
            own["_loaded"] = True

    def __getattr__(self, name: str) -> Any:
        # Python asks for these itself; the module's own are there once it is loaded. Its path is
        # asked for when a part of it is imported, which needs the whole.
        if name.startswith("__") and name != "__path__":
            raise AttributeError(name)
        self.load()
        try:
            return self.__dict__[name]
        except KeyError:
            raise AttributeError(f"module {self.__name__} has no attribute {name}") from None


def collect_later() -> None:
    """Looks for garbage no more until it is begun again (`desktop/collecting.py`): what a program
    makes while it starts stays, and looking through it takes a twenty-fifth of the time until the
    window shows."""
    gc.disable()


def import_when_used(name: str) -> None:
    """From now on `import name` costs nothing; what it brings is loaded with its first use."""
    if name in sys.modules or (spec := importlib.util.find_spec(name)) is None:
        return
    module = _Later(name)
    module.__spec__, module.__file__, module.__package__ = spec, spec.origin, spec.parent
    module.__dict__.update(_lock=threading.RLock(), _loaded=False)
    sys.modules[name] = module
    package, _, last = name.rpartition(".")
    if package:
        setattr(sys.modules[package], last, module)


def use_now(*names: str) -> None:
    """Loads what was put off, so that nobody waits for it later."""
    for name in names:
        module = sys.modules.get(name)
        if isinstance(module, _Later):
            module.load()
