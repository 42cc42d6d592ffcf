"""Teaching a model: one file for each trainer in `trainers/`; what they share lies here.

`plan.py` reads TRAINING.json, `prepare.py` looks at everything that can be wrong before a model is
loaded, `loop.py` trains, `events.py` is what it tells meanwhile.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from core.training import trainers
from core.training.declare import Plan, known


@cache
def kinds() -> Mapping[str, type[Plan]]:
    """Every trainer of this version by its kind, in the order of their titles (no torch)."""
    for module in pkgutil.iter_modules(trainers.__path__):
        importlib.import_module(f"{trainers.__name__}.{module.name}")
    return dict(sorted(known().items(), key=lambda item: item[1].declaration.title))
