"""Things that names of tensors number."""

from __future__ import annotations

import re
from collections.abc import Iterable


def count(names: Iterable[str], pattern: str) -> int:
    """How many there are of what is numbered so. Raises ValueError where one is missing: a single
    great number must not become as many layers."""
    found = re.compile(pattern)
    numbers = {int(match[1]) for name in names if (match := found.match(name))}
    if numbers and max(numbers) >= len(numbers):
        raise ValueError("some are missing")
    return len(numbers)
