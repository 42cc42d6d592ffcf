"""One file for each technique; `techniques()` finds them by themselves (no torch)."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.models.concepts import identify
from core.techniques.declare import Technique, known

if TYPE_CHECKING:
    from core.request import Concept


@cache
def techniques() -> Mapping[str, type[Technique]]:
    """Every technique of this version by its id, in the order of their titles."""
    for module in pkgutil.iter_modules(__path__):
        if module.name != "declare" and not module.name.startswith("_"):
            importlib.import_module(f"{__name__}.{module.name}")
    return dict(sorted(known().items(), key=lambda item: item[1].declaration.title))


def using(concept: Concept) -> Technique:
    """The technique that uses a learned file, told by what is in it. Raises FileError."""
    make: Any = techniques()[identify(Path(concept.file)).kind]
    made: Technique = make(file=concept.file, weight=concept.weight)
    return made
