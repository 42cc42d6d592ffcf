"""The brushes of all tools as one text, to be found again at the next start."""

from __future__ import annotations

import json
from collections.abc import Mapping

from core.errors import RecipeError
from core.parameters import parse, to_json
from core.pixels.brush import Brush


def to_text(brushes: Mapping[str, Brush]) -> str:
    """Tool → brush as JSON."""
    return json.dumps({tool: to_json(brush) for tool, brush in brushes.items()})


def of_text(text: str) -> dict[str, Brush]:
    """Tool → brush, of those that can be read; a damaged text has none."""
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    brushes = {}
    for tool, value in found.items() if isinstance(found, dict) else ():
        try:
            brushes[tool] = parse(Brush, value)
        except RecipeError:
            continue
    return brushes
