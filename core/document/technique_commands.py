"""Commands that change which techniques take part, and how they are set up."""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable
from dataclasses import dataclass

from core.document.drafts import Draft
from core.document.edit import Command, Edit


@dataclass(frozen=True, eq=False)
class SetTechniques(Command):
    """Replaces the list of techniques: one was added, moved, changed…"""

    drafts: tuple[Draft, ...]
    what: str = "Change techniques"
    merges: Hashable = None
    """Changes with an equal one that follow each other closely are one step: a slider's drag."""

    @property
    def text(self) -> str:
        return self.what

    @property
    def merge_key(self) -> Hashable:
        return None if self.merges is None else ("techniques", self.merges)

    def apply(self, edit: Edit) -> None:
        settings = dataclasses.replace(edit.state.settings, techniques=self.drafts)
        edit.update(settings=settings)
