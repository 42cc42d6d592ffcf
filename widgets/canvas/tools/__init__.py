"""The canvas's tools, one file each. A file with a `TOOL` is found by itself."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from widgets.canvas.tool import Tool


@cache
def tool_kinds() -> tuple[type[Tool], ...]:
    """The class of every tool, in the order of the tool bar."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    kinds = [importlib.import_module(f"{__name__}.{name}").TOOL for name in names]
    return tuple(sorted(kinds, key=lambda kind: kind.order))
