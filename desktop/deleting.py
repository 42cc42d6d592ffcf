"""Tells that something of the artist's was deleted, with a button that takes that back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from widgets.words import tr

if TYPE_CHECKING:
    from core.files.deleted import Deleted
    from widgets.banner import Banner

_UNDO_SECONDS = 20
"""How long a deletion can be taken back from its message."""


def tell_deleted(
    banner: Banner, deleted: Deleted, said: str, without_trash: str, restore: Callable[[], None]
) -> None:
    """`said` names what is gone; `without_trash` is told where nothing else keeps it."""
    where = tr("Its file lies in the trash.") if deleted.in_trash else without_trash
    banner.tell(said, where, seconds=_UNDO_SECONDS, choice=(tr("Undo"), restore))
