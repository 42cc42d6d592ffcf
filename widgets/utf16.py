"""Places in a text: Qt counts UTF-16 units, Python characters; they differ after an emoji."""

from __future__ import annotations


def to_qt(text: str, at: int) -> int:
    """A place in Python's count, as Qt counts."""
    return at if text.isascii() else len(text[:at].encode("utf-16-le", "surrogatepass")) // 2


def from_qt(text: str, at: int) -> int:
    """A place in Qt's count, as Python counts."""
    if text.isascii():
        return at
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * at].decode("utf-16-le", "ignore"))
