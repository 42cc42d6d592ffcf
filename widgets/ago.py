"""How long ago something was, as one says it."""

from __future__ import annotations

_STEPS = ((60, "minute"), (3600, "hour"), (24 * 3600, "day"))


def ago(seconds: float) -> str:
    """ "just now", "4 minutes ago"; what lies in the future, by another clock, is now too."""
    said = "just now"
    for length, word in _STEPS:
        count = int(seconds // length)
        if count >= 1:
            said = f"{count} {word}{'' if count == 1 else 's'} ago"
    return said
