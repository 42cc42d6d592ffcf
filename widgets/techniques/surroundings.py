"""What the fields of a form need to know of the rest of the program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap

from core.document.document import Document
from core.document.layers import Layer
from core.document.references import Reference
from widgets.layer_thumbnails import thumbnail


class Surroundings(QObject):
    """The prompt, the layers that can serve as pictures, and a way to ask for a file."""

    prompt_changed = Signal()
    layers_changed = Signal()
    """Layers were added, removed, renamed or painted on."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document: Document | None = None
        self.prompt = ""
        self.choose_file: Callable[[str, Callable[[Path], object]], object] = lambda *_: None
        """Asks for a picture file: a title, and who gets the file that is chosen."""
        self.choose_learned: Callable[[str, Callable[[Path], object]], object] = lambda *_: None
        """The same for a file that a model, or a part of one, was written to."""
        self.choose_corrections: Callable[[str, Callable[[Path], object]], object] = lambda *_: None
        """The same for a list of corrections,"""
        self.choose_corrections_target: Callable[[str, str, Callable[[Path], object]], object] = (
            lambda *_: None
        )
        """and for where to write one: a title, a name to begin with, and who gets the file."""
        self.choose_folder: Callable[[str, Callable[[Path], object]], object] = lambda *_: None
        """The same for a folder."""
        self.make_map: Callable[[str, Callable[[str], object]], object] = lambda *_: None
        """Makes a control map of the picture: its kind, and who gets the id of its layer."""
        self.draw_map: Callable[[Callable[[str], object]], object] = lambda *_: None
        """Adds a layer on which the artist draws one: who gets its id."""

    def show_prompt(self, prompt: str) -> None:
        if prompt != self.prompt:
            self.prompt = prompt
            self.prompt_changed.emit()

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The document's layers, the uppermost first, as in the layer list."""
        return () if self.document is None else tuple(reversed(self.document.layers))

    @property
    def references(self) -> tuple[Reference, ...]:
        """The document's reference pictures, the uppermost first."""
        return () if self.document is None else tuple(reversed(self.document.references))

    def picture_of(self, layer: Layer, ratio: float) -> QPixmap:
        """What is on a layer, small."""
        assert self.document is not None
        return thumbnail(layer, self.document.size, ratio)
