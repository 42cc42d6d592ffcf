"""What was done to something that a tool has begun, so that it can be taken back step by step
before any of it is a step of the document."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass
class Earlier(Generic[T]):
    """States as they were before each change; `undo` and `redo` go along them."""

    past: list[T] = field(default_factory=list)
    future: list[T] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.past or self.future)

    def changed(self, before: T) -> None:
        """It was `before`, and is another now."""
        self.past.append(before)
        self.future.clear()

    def undo(self, now: T) -> T:
        """How it was before the last change. IndexError where there was none."""
        self.future.append(now)
        return self.past.pop()

    def redo(self, now: T) -> T:
        """How it was after the change that was taken back last. IndexError where none was."""
        self.past.append(now)
        return self.future.pop()

    def forget(self) -> None:
        self.past.clear()
        self.future.clear()
