"""Texts of artists, as names and labels show them."""

from __future__ import annotations


def in_short(text: str, most: int) -> str:
    """One line of at most `most` characters. What had to be left out is an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
