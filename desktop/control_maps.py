"""Control maps of the picture: what a preprocessor makes of it becomes a layer to paint on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMenu

from core import places
from core.document.commands import AddLayer
from core.document.layers import SketchLayer, fresh_name
from core.errors import UserError
from core.pixels.alpha import straight
from core.pixels.tiles import TileGrid
from widgets.banner import Tone

if TYPE_CHECKING:
    from core.control.declare import Declaration, Preprocessor
    from core.document.state import Snapshot
    from desktop.window import Window

_ALL_THERE = (
    "A network makes this map, and it runs when the picture is made: add ControlNet or "
    "T2I-Adapter, choose this kind, and switch “From a picture” on."
)
_STROKE_DELAY = 100
"""Milliseconds after which it is looked again whether the brush is lifted."""


class MapsMenu(QMenu):
    """Every preprocessor; those that need networks are grey and say why. Filled when it opens."""

    def __init__(self, window: Window) -> None:
        super().__init__("&Control Map", window)
        self._window = window
        self._missing: dict[str, UserError | None] = {}
        self.setToolTipsVisible(True)
        self.setAccessibleName("Control maps")
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Lists them as far as is known, and looks for the networks in the background."""
        from core.control import preprocessors

        self._list()
        dirs = places.models(self._window.settings.models_folders)
        kinds = {id: kind for id, kind in preprocessors().items() if kind.declaration.needs}

        def look() -> dict[str, UserError | None]:
            return {id: kind().missing(dirs) for id, kind in kinds.items()}

        self._window.background.run(look, done=self._looked, failed=self._window.tell)

    def _looked(self, missing: dict[str, UserError | None]) -> None:
        self._missing = missing
        self._say_why()

    def _list(self) -> None:
        from core.control import preprocessors

        self.clear()
        networks = False
        for id, kind in preprocessors().items():
            about = kind.declaration
            if about.needs and not networks:
                networks = True
                self.addSeparator()
            action = self.addAction(about.title.replace("&", "&&"))
            action.setData(id)
            action.setEnabled(not about.needs)
            action.setToolTip(f"<p>{_escaped(about.help)}</p>")
            action.setStatusTip(f"Adds a map of the picture as a layer: {about.title}")
            action.triggered.connect(partial(self._chosen, kind))
        self._say_why()

    def _say_why(self) -> None:
        """Behind those that are grey in a word, and on hover all of it."""
        from core.control import preprocessors

        for action in self.actions():
            kind = preprocessors().get(action.data() or "")
            if kind is None or not kind.declaration.needs:
                continue
            short, reason = self._refusal(kind.declaration)
            title = kind.declaration.title.replace("&", "&&")
            action.setText(f"{title}\t{short}" if short else title)
            action.setToolTip(f"<p>{_escaped(kind.declaration.help)}</p><p>{_escaped(reason)}</p>")
            action.setStatusTip(reason)

    def _refusal(self, about: Declaration) -> tuple[str, str]:
        if about.id not in self._missing:
            return "", f"It needs {', '.join(about.needs)}."
        error = self._missing[about.id]
        return ("missing", str(error)) if error is not None else ("when generating", _ALL_THERE)

    def _chosen(self, kind: type[Preprocessor], checked: bool = False) -> None:
        make_map(self._window, kind())


def make_map(
    window: Window, preprocessor: Preprocessor, then: Callable[[SketchLayer], object] | None = None
) -> None:
    """Adds a map of the picture as the uppermost layer, one step to undo; painting goes on.

    `preprocessor` needs no network. `then` gets the layer. Nothing is added, and that is told,
    when the picture was closed or got another size meanwhile.
    """
    document, title = window.document, preprocessor.declaration.title
    snapshot = document.snapshot()

    def add(pixels: TileGrid) -> None:
        if window.document is not document:
            window.tell(_not_added(title, "its picture was closed meanwhile"))
        elif document.size != snapshot.size:
            window.tell(_not_added(title, "the canvas got another size meanwhile"))
        elif document.stroke is not None:
            # A new layer would end the stroke under the artist's hand.
            QTimer.singleShot(_STROKE_DELAY, window, lambda: add(pixels))
        else:
            layer = SketchLayer(name=fresh_name(title, document.layers), pixels=pixels)
            command = AddLayer(layer, len(document.layers), text="Make control map")
            if window.edit.perform(command):
                _tell_of(window, layer)
                if then is not None:
                    then(layer)

    window.statusBar().showMessage(f"Making the map “{title}”…")
    window.background.run(
        lambda: map_of(snapshot, preprocessor), done=add, failed=partial(_failed, window)
    )


def make_map_of_kind(window: Window, kind: str, then: Callable[[str], object]) -> None:
    """The same for a kind of core.control.kinds; `then` gets the layer's id. Told when a network
    makes maps of that kind, or nothing does."""
    from core.control import of_kind

    try:
        preprocessor = of_kind(kind)
    except UserError as error:
        window.tell(error)
        return
    if preprocessor.declaration.needs:
        window.tell(
            UserError(
                f"A network makes the map “{preprocessor.declaration.title}”, and it runs when the "
                "picture is made.",
                "Choose a layer or a file, and switch “From a picture” on.",
            )
        )
    else:
        make_map(window, preprocessor, lambda layer: then(layer.id))


def map_of(snapshot: Snapshot, preprocessor: Preprocessor) -> TileGrid:
    """The map of the picture that is seen, on white where it is transparent; for any thread."""
    from core.files.pictures import on_white
    from core.models.shelf import Shelf

    picture = on_white(straight(snapshot.composite(snapshot.canvas)))
    made = preprocessor.map(picture, Shelf(()))
    return TileGrid.from_array(np.dstack([made, np.full(made.shape[:2], 255, np.uint8)]))


def _tell_of(window: Window, layer: SketchLayer) -> None:
    window.statusBar().clearMessage()
    window.banner.tell(
        f"The map “{layer.name}” lies over the picture.",
        "Paint on the layer, hide it, or choose it in ControlNet; exports leave it out.",
        Tone.INFO,
        seconds=8,
    )


def _failed(window: Window, error: BaseException) -> None:
    window.statusBar().clearMessage()
    window.tell(error)


def _not_added(title: str, why: str) -> UserError:
    return UserError(f"The map “{title}” was not added: {why}.", "Make it again.")


def _escaped(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    return text.replace("\n\n", "<br><br>")
