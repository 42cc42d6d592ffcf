"""Generated layers: which of them are out of date, and how they are made again."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from core.document.basis import changes
from core.document.document import Change, Document, Kind
from core.document.layers import RasterLayer
from core.document.origin import Origin
from core.document.state import Snapshot
from core.request import Mode, strength_when_open
from desktop import drafts
from desktop.remake import mask_of_canvas
from widgets.background import Background
from widgets.words import tr

if TYPE_CHECKING:
    from desktop.controller import Controller
    from desktop.window import Window
    from widgets.again_dialog import AgainDialog

STEERED = "It was steered by an older version, which did not keep how: that is not done again."
_SETTLED = 300
"""Milliseconds from a change until it is looked what it makes out of date."""
_CHANGING = {Kind.PIXELS, Kind.LAYERS, Kind.PROPERTIES, Kind.SIZE}


class Regenerating(QObject):
    """Belongs to the generating half of a window, and uses its list of layers."""

    def __init__(self, window: Window, controller: Controller) -> None:
        super().__init__(window)
        self._window, self._controller = window, controller
        self._background = Background(self)
        """A thread of its own: what is saved or cropped does not keep the marks waiting."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        self._disconnect: Callable[[], None] = lambda: None
        self._looking: Snapshot | None = None
        self.found: Mapping[str, tuple[str, ...]] = {}
        """What has changed for each layer that is out of date."""
        window.layers.again_wanted.connect(self.again)
        self.set_document(window.document)

    def close(self) -> None:
        """Ends the thread."""
        self._disconnect()
        self._timer.stop()
        self._background.close()

    def set_document(self, document: Document) -> None:
        """Looks at another document from now on."""
        self._disconnect()
        self._document = document
        self._disconnect = document.changed.connect(self._changed)
        self._show({})
        self._soon()

    def _changed(self, change: Change) -> None:
        if change.kinds & _CHANGING:
            self._soon()

    def _soon(self) -> None:
        any_made = any(_origin(layer) is not None for layer in self._document.layers)
        if (any_made or self.found) and not self._timer.isActive():
            self._timer.start(_SETTLED)

    def _look(self) -> None:
        if self._document.stroke is not None:
            self._timer.start(_SETTLED)
            return
        snapshot = self._looking = self._document.snapshot()
        known = self._controller.known

        def work() -> dict[str, tuple[str, ...]]:
            if snapshot is not self._looking:
                return {}
            found = {}
            for layer in snapshot.layers:
                if isinstance(layer, RasterLayer) and layer.origin is not None:
                    follows = tuple(drafts.followed(layer.origin.settings))
                    if changed := changes(snapshot, layer, follows, known):
                        found[layer.id] = changed
            known.prune()
            return found

        def done(found: dict[str, tuple[str, ...]]) -> None:
            if snapshot is self._looking:
                self._show(found)

        self._background.run(work, done=done, failed=self._window.tell)

    def _show(self, found: Mapping[str, tuple[str, ...]]) -> None:
        self.found = found
        self._window.layers.show_changes(found)

    # Making again ---------------------------------------------------------------------------

    @property
    def can(self) -> bool:
        """Whether the active layer was generated."""
        return self._document.active is not None and _origin(self._document.active) is not None

    def again(self, layer_id: str = "") -> None:
        """Makes a layer, by default the active one, again: as it was, from what has changed since,
        or else with another seed, as nothing would change otherwise."""
        layer = self._document.layer(layer_id) if layer_id else self._document.active
        origin = None if layer is None else _origin(layer)
        if layer is None or origin is None:
            return
        settings = origin.settings
        changed = layer.id in self.found
        if not changed:
            settings = replace(settings, seed=random.randrange(2**31))
        self._controller.make_again(layer.id, settings)
        what = tr("from what has changed") if changed else tr("with another seed")
        said = tr("“{name}” is made again, {what}", name=layer.name, what=what)
        if origin.steered:
            said = f"{said}. {tr(STEERED)}"
        self._window.say(said, seconds=8)

    def again_with(self) -> AgainDialog | None:
        """Asks what is to be different when the active layer is made again."""
        from widgets.again_dialog import AgainDialog

        layer = self._document.active
        origin = None if layer is None else _origin(layer)
        if layer is None or origin is None:
            return None
        elsewhere = mask_of_canvas(self._document.snapshot())
        panel = self._window.generate_panel
        dialog = AgainDialog(
            self._window,
            layer.name,
            origin.settings,
            self._document.settings,
            changed=self.found.get(layer.id, ()),
            note=tr(STEERED) if origin.steered else "",
            strength=None if origin.mode is Mode.TEXT_TO_IMAGE
            else strength_when_open(origin.mode, ()),
            models=panel.model_choices,
            samplers=panel.sampler_choices,
            can_move=origin.mode is Mode.INPAINT and elsewhere is not None,
        )  # fmt: skip
        wanted = layer.id
        dialog.accepted.connect(
            lambda: self._controller.make_again(
                wanted, dialog.settings, elsewhere if dialog.moves else None
            )
        )
        dialog.open()
        return dialog


def _origin(layer: object) -> Origin | None:
    return layer.origin if isinstance(layer, RasterLayer) else None
