"""One file for each technique; `techniques()` finds them by themselves (no torch)."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.models.concepts import TITLES, identify
from core.parameters import FieldError, parameters
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
    """The technique that uses a learned file, told by what is in it.

    Raises FileError, and FieldError for regions where its kind knows none.
    """
    kind = identify(Path(concept.file)).kind
    make: Any = techniques()[kind]
    values: dict[str, Any] = {"file": concept.file, "weight": concept.weight}
    if concept.regions:
        if "regions" not in parameters(make):
            raise FieldError(
                "regions",
                f"“{Path(concept.file).name}” is a {TITLES[kind]} file, which knows no regions: it "
                "counts where its word is written.",
                "Leave the regions out, and write its word in their prompts only.",
            )
        values["regions"] = concept.regions
    made: Technique = make(**values)
    return made
