"""Pictures become layers: candidates that are applied, and what is made for a layer again."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from core.document.commands import AddLayer, MakeAgain
from core.document.document import Document
from core.document.layers import RasterLayer, fresh_name
from core.document.origin import Origin
from core.errors import UserError
from core.geometry import Rect
from core.request import Request
from core.steering import last_prompt, last_words
from core.words.short import in_short
from desktop.candidates import Candidates
from desktop.compose import Composed
from desktop.made_layers import picture_layer, place_for_picture
from desktop.remake import origin_for
from widgets.background import Background
from widgets.candidate_model import Candidate, Growth

if TYPE_CHECKING:
    from core.arrays import Bytes
    from core.document.state import State

AT_ONCE = 1 << 20
"""Pixels that become a layer within a frame."""
MOST_OF_NAME = 40
"""Letters of a prompt after which a layer is called."""
UNNAMED = "Result"
"""What a layer is called that was made without words."""
_PEN_LIFTS = 100
"""Milliseconds until it is looked again whether a stroke has ended."""


class Applying(QObject):
    """Of what generation does, the only part that changes the document."""

    failed = Signal(object)

    def __init__(
        self, document: Document, candidates: Candidates, background: Background, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._document, self._candidates, self._background = document, candidates, background
        self.recipe: Request | None = None
        """What made the candidate that was applied last."""

    def set_document(self, document: Document) -> None:
        """Applies to another document from now on."""
        self._document = document
        self.recipe = None

    def apply(self, candidate: Candidate, composed: Composed | None = None) -> None:
        """Makes a candidate a new layer: one step that can be undone. Raises UserError.

        `composed` is what it was made of, for one that is not in the strip.
        """
        name = in_short(last_prompt(candidate.request), MOST_OF_NAME)
        composed = self._candidates.origin_of(candidate)[0] if composed is None else composed
        origin = origin_for(composed, candidate.request)
        self.place(name or UNNAMED, *_in_place(candidate, origin), "Apply result", origin)
        self.show_applied(candidate)

    def show_applied(self, candidate: Candidate) -> None:
        """A candidate has become a part of the document."""
        self.recipe = candidate.request
        if candidate.key in self._candidates:
            self._candidates.put(replace(candidate, growth=Growth.APPLIED))

    def put_again(
        self, layer: str, document: Document, composed: Composed, candidate: Candidate
    ) -> None:
        """Gives a layer the pixels of what was made for it. When it is gone, or its document is
        not shown any more, they stay a candidate."""
        origin = origin_for(composed, candidate.request)
        pixels, rect = _in_place(candidate, origin)

        def put(made: RasterLayer) -> None:
            if document is not self._document or not document.state.has_layer(layer):
                return
            if document.stroke is not None:  # the pen goes first
                QTimer.singleShot(_PEN_LIFTS, self, lambda: put(made))
                return
            try:
                name = name_again(document.state, layer, origin)
                document.perform(MakeAgain(layer, made.pixels, origin, name))
            except UserError as error:
                self.failed.emit(error)
                return
            if (now := self._candidates.get(candidate.key)) is not None:
                self._candidates.put(replace(now, growth=Growth.APPLIED))
            self.recipe = candidate.request

        size = document.size
        self._background.run(
            lambda: picture_layer("", pixels, rect, size),
            done=put,
            failed=self.failed.emit,
        )

    def place(
        self, name: str, pixels: Bytes, rect: Rect, text: str, origin: Origin | None = None
    ) -> None:
        """Straight RGBA, stretched over `rect` of the canvas, as a new layer: at once, or for
        what would take longer than a frame as soon as it has been made in the background.
        `origin` is how it was generated, if it was."""
        document = self._document
        name = fresh_name(name, document.layers)
        make = partial(picture_layer, name, pixels, rect, document.size)

        def add(layer: RasterLayer) -> None:
            layer = layer.replaced(origin=origin)
            document.perform(AddLayer(layer, place_for_picture(document.state), text=text))

        if rect.area <= AT_ONCE:
            add(make())
        else:
            self._background.run(make, done=add, failed=self.failed.emit)


def name_again(state: State, layer_id: str, origin: Origin) -> str | None:
    """What a layer is called when it is made again with other words: after them, where it was
    called after those before; None where the artist gave it a name."""
    layer = state.layer(layer_id)
    made = layer.origin if isinstance(layer, RasterLayer) else None
    before, now = ("" if one is None else _name_of(one) for one in (made, origin))
    called_after_it = re.fullmatch(re.escape(before or UNNAMED) + r"( \d+)?", layer.name)
    if now in ("", before) or called_after_it is None:
        return None
    return fresh_name(now, (one for one in state.layers if one.id != layer_id))


def _name_of(origin: Origin) -> str:
    return in_short(last_words(origin.settings.prompt, origin.steering), MOST_OF_NAME)


def _in_place(candidate: Candidate, origin: Origin) -> tuple[Bytes, Rect]:
    """Straight RGBA, and over what of the canvas it is stretched."""
    pixels = candidate.fitted if origin.quad else candidate.pixels
    if pixels is None:
        raise UserError("It lies outside of the canvas.", "Move the layer onto the canvas.")
    assert candidate.rect is not None
    return pixels, candidate.rect
