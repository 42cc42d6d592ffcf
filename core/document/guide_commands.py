"""What an artist can do to guides and the grid."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from core.document.edit import Command, Edit
from core.document.guides import Guides


@dataclass(frozen=True, eq=False)
class SetGuides(Command):
    """Replaces the guides and the grid: one was added, moved, removed, …"""

    guides: Guides
    text: str = "Change guides"
    merges: Hashable = None
    """Changes with an equal one that follow each other closely are one step."""

    @property
    def merge_key(self) -> Hashable:
        return None if self.merges is None else ("guides", self.merges)

    def apply(self, edit: Edit) -> None:
        edit.update(guides=self.guides)
