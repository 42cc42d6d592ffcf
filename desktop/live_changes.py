"""What a change of the document means to live painting: a part, all of it, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from core.document.document import Change, Document, Kind
from core.document.layers import MaskLayer, SketchLayer

if TYPE_CHECKING:
    from core.document.selection import Selection
    from core.document.state import State


class Effect(Enum):
    """What is to be done about a change."""

    NOTHING = auto()
    PART = auto()
    """What is seen of the change's rectangle is to be painted along."""
    AGAIN = auto()
    """All that is in sight is asked for in another way."""
    ANEW = auto()
    """The picture lies elsewhere, or is to be seen elsewhere: what there was of it is void."""


class Changes:
    """Follows a document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._masked = _Masked.of(document.state)
        self._asked: object = None

    def asked(self) -> None:
        """What the settings say now has been asked for."""
        self._asked = self._asks_for()

    def effect(self, change: Change) -> Effect:
        """Of a change that has just been made; to be told of each."""
        if change.kinds == {Kind.ACTIVE}:
            return Effect.NOTHING
        if self._masks_changed(change) or Kind.SIZE in change.kinds:
            return Effect.ANEW
        if Kind.SETTINGS in change.kinds and self._asks_for() != self._asked:
            return Effect.AGAIN
        unseen = change.kinds <= {Kind.SETTINGS, Kind.SELECTION, Kind.ACTIVE}
        if unseen or not change.parts or self._only_sketched(change):
            return Effect.NOTHING
        return Effect.PART

    def _masks_changed(self, change: Change) -> bool:
        """Whether what may be repainted is another part of the canvas."""
        before, self._masked = self._masked, _Masked.of(self._document.state)
        return before != self._masked or not change.layers.isdisjoint(self._masked.masks)

    def _only_sketched(self, change: Change) -> bool:
        """Whether only sketches were drawn on that no technique reads."""
        if any(draft.on for draft in self._document.settings.techniques):
            return False
        layers = [one for one in self._document.layers if one.id in change.layers]
        return bool(layers) and all(isinstance(one, SketchLayer) for one in layers)

    def _asks_for(self) -> object:
        """What of the settings a live picture depends on."""
        settings = self._document.settings
        return (
            settings.whole_prompt,
            settings.whole_negative_prompt,
            settings.model,
            settings.techniques,
            settings.inpaint.grow,
        )


@dataclass(frozen=True)
class _Masked:
    """What says where is repainted; what is painted on a mask tells itself."""

    masks: tuple[str, ...]
    selection: Selection | None

    @classmethod
    def of(cls, state: State) -> _Masked:
        masks = (one.id for one in state.layers if isinstance(one, MaskLayer) and one.visible)
        return cls(tuple(masks), state.selection)
