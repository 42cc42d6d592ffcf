"""Several commands as one step."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from core.document.edit import Command, Edit


@dataclass(frozen=True, eq=False)
class Together(Command):
    """Commands one after another, all of them or none."""

    commands: tuple[Command, ...]
    text: str = "Change"

    @property
    def merge_key(self) -> Hashable:
        """Where all of them have one: what is dragged for several layers is one step as well."""
        keys = tuple(command.merge_key for command in self.commands)
        return None if None in keys else keys

    def apply(self, edit: Edit) -> None:
        for command in self.commands:
            command.apply(edit)
