"""JSON and texts of files that may hold names of other files, in whatever encoding those are.

A file name that is not UTF-8 comes from the system with lone surrogates in it, one for each byte
that is none (PEP 383), which UTF-8 cannot hold.
"""

from __future__ import annotations

import json

from core.parameters import Json


def json_bytes(value: Json, indent: int | None = None) -> bytes:
    """A value as JSON in UTF-8. A lone surrogate becomes its JSON escape, and comes back as it
    was."""
    # It can only stand within a string, where Python's escape is JSON's as well.
    return json.dumps(value, ensure_ascii=False, indent=indent).encode(errors="backslashreplace")


def whole(text: str) -> str:
    """A text without lone surrogates, each of which becomes the sign for what cannot be read."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
